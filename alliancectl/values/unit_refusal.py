"""Why a unit is refused: it is not known, it has several meanings, or it is per day."""

from collections.abc import Callable
from typing import NamedTuple

from alliancectl import errors
from alliancectl.text import Text
from alliancectl.values.amount_text import clip, quoted, words

_OTHER_RATES = words(
    " per day; a day;/day;/d;/天;/日;每天;每日; daily; per hour; an hour;/hour;/hr;/h;/小时;/时;每小时;"
    " per month; a month;/month;/mo;/月;每月; monthly; per week; a week;/week;/wk;/周;每周;"
    " per quarter;/quarter;/季度;/季;每季度;/半年;/min;/分钟;/分;/sec;/s;/秒;/班;/批;pd;ph;pm"
)


class _Ambiguity(NamedTuple):
    """What a spelling can mean, and the family that it is most likely of."""

    readings: Text
    family: str


_MT = _Ambiguity(
    Text("百万吨（写 Mt）或公吨（metric tons，写 t）", "million tonnes (write Mt) or metric tons (write t)"),
    "mass_per_year",
)
_TON = _Ambiguity(
    Text("公吨（写 t）、短吨（写 short tons）或长吨（写 long tons）", "tonnes (write t), short tons, or long tons"),
    "mass_per_year",
)
_METRE = _Ambiguity(
    Text("米（写 metres）或百万（写 million）", "metres (write metres) or millions (write million)"),
    "length_per_year",
)
_GALLON = _Ambiguity(
    Text("美制加仑（3.785411784 L）或英制加仑（4.54609 L）", "US (3.785411784 L) or imperial gallons (4.54609 L)"),
    "volume_per_year",
)
_CUBE_OR_SQUARE = _Ambiguity(Text("立方米或平方米", "cubic metres (立方米) or square metres (平方米)"), "volume_per_year")
_AMBIGUITIES = {
    "mt": _MT,
    **dict.fromkeys(("ton", "tons"), _TON),
    "m": _METRE,
    **dict.fromkeys(("gal", "gallon", "gallons", "加仑"), _GALLON),
    "方": _CUBE_OR_SQUARE,
}


def refuse_known_ambiguity(stem: str, text: str) -> None:
    """Nothing, unless the spelling `stem` of the unit `text` means several things by itself. Raises: AmbiguousUnit."""
    found = _AMBIGUITIES.get(stem.casefold())
    if found:
        raise _ambiguous(text, found.readings, found.family)


def milli_or_mega(text: str, key: str, family: str) -> "errors.AmbiguousUnit":
    """The refusal of mW, which may be a milliwatt or the known MW."""
    readings = Text(f"m 是“毫”，M 是“兆”；若指 {key}，请照此写", f"m is milli, M is mega; write {key} where that is meant")
    return _ambiguous(text, readings, family)


def several(text: str, keys: list[str], family: str) -> "errors.AmbiguousUnit":
    """The refusal of a spelling that several known units have."""
    names = " / ".join(keys)
    return _ambiguous(text, Text(names, names), family)


def unknown(text: str, near: list[str], bases: list[str]) -> "errors.UnknownUnit":
    """The refusal of a unit that is not known, with those near it, or else the base units."""
    keys = ", ".join(near or bases)
    known = Text(f"相近的有：{keys}", f"near it: {keys}") if near else Text(f"已有：{keys} 等", f"among: {keys}")
    return errors.UnknownUnit(unit=clip(text), known=known, key=quoted(text))


def is_other_rate(text: str, is_spelled: Callable[[str], bool]) -> bool:
    """Whether the unit is per day, month or the like; tpd is, because t is spelled so, but zorkpd is not."""
    plain = " ".join(text.split()).lower()
    endings = (ending for ending in _OTHER_RATES if plain.endswith(ending))
    return any(ending[0] in "/每 " or is_spelled(text[: -len(ending)]) for ending in endings)


def other_rate(written: str) -> "errors.OtherRate":
    """The refusal of an amount that is not per year."""
    return errors.OtherRate(value=clip(written))


def _ambiguous(text: str, readings: Text, family: str) -> "errors.AmbiguousUnit":
    return errors.AmbiguousUnit(unit=clip(text), readings=readings, family=family, key=quoted(text))
