"""Units: one way to count each, and the units of one record file, found by any of their spellings.

Why a spelling is refused is said in `unit_refusal`, which is loaded when one is.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.text import Lang, Text
from alliancectl.values.amount_text import clip, folded, words
from alliancectl.values.decimals import tidy

_PER_YEAR = words(
    " per year; per annum; per yr; per 年; a year; each year; every year; annually; yearly; p.a;peryear;perannum;p.a;"
    "/annum;/year;/yr.;/yr;/y;/a;/年;每年; pa;pa;py"
)
_MOST_DIGITS = 40  # of a unit's factor: far beyond any real one, far within EXACT
_MOST_SEEN = 1000  # spellings to remember
_NO_BASE = Text("这个量纲没有系数为 1 的基准单位", "its family has no base unit, one with factor 1")
_TAKEN = Text("这个代码已有", "there is one with this key already")
_EMPTY = Text("代码和量纲不能为空", "a key and a family are needed")


class Unit(NamedTuple):
    """One way to count: `factor` base units of its family are one of it."""

    key: str
    family: str
    factor: Decimal
    zh: str
    en: str
    spellings: tuple[str, ...] = ()

    def label(self, lang: Lang) -> str:
        """The unit as it is shown."""
        return Text(self.zh, self.en).to(lang)

    def is_yearly(self) -> bool:
        """Whether it counts per year."""
        return spelling(self.key).endswith("/a")


def units_from(rows: Iterable[Mapping[str, Any]]) -> "Units":
    """The units of a table's rows (key, family, factor, zh, en, spellings: a list, or text with one on a line).

    Raises:
        BadUnit: a factor is no exact positive decimal, a key is empty or used twice, a family has no base unit.
    """
    return Units([_unit(row) for row in rows])


def _unit(row: Mapping[str, Any]) -> Unit:
    key, family, spellings = str(row["key"]).strip(), str(row["family"]).strip(), row.get("spellings") or ()
    if not key or not family:
        raise _bad(key, _EMPTY)
    lines = spellings.splitlines() if isinstance(spellings, str) else spellings
    zh, en = str(row.get("zh") or key), str(row.get("en") or key)
    return Unit(key, family, factor(key, row["factor"]), zh, en, tuple(line.strip() for line in lines if line.strip()))


def factor(key: str, written: object) -> Decimal:
    """The factor of unit `key` from its text; a float is refused because it is not what was typed. Raises: BadUnit."""
    text = str(written).strip() if isinstance(written, (str, int, Decimal)) else ""
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) or len(text) > _MOST_DIGITS or Decimal(text) == 0:
        cut = clip(str(written))
        raise _bad(key, Text(f"换算系数“{cut}”", f"factor “{cut}”"))
    return tidy(Decimal(text))


def _bad(key: str, reason: Text) -> errors.Failure:
    return errors.BadUnit(key=clip(key), reason=reason)


class Units:
    """The units of one record file, found by any of their spellings."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units: dict[str, Unit] = {}
        self._bases: dict[str, Unit] = {}
        self._seen: dict[tuple[str, bool], Unit | None] = {}  # an import asks for the same few a million times
        for unit in units:
            self._take(unit)
        for unit in self._units.values():
            if unit.family not in self._bases:
                raise _bad(unit.key, _NO_BASE)

    def __getitem__(self, key: str) -> Unit:
        """The unit of that key. Raises: UnknownUnit."""
        if key not in self._units:
            raise self._unknown(key)
        return self._units[key]

    def get(self, key: str) -> Unit | None:
        """The unit of that key, None when there is none."""
        return self._units.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._units

    def base(self, family: str) -> Unit:
        """The unit in which amounts of `family` are compared and added. Raises: UnknownUnit for an unknown family."""
        if family not in self._bases:
            raise self._unknown(family)
        return self._bases[family]

    def known(self, family: str | None = None) -> list[Unit]:
        """All units, or those of a family, in the order of the table."""
        return [unit for unit in self._units.values() if family in (None, unit.family)]

    def find(self, text: str) -> Unit:
        """The unit of that key, label or spelling. Raises: UnknownUnit, AmbiguousUnit, OtherRate."""
        unit = self.match(text)
        if unit is None:
            raise self.refusal(text, text)
        return unit

    def match(self, text: str, *, yearly: bool = False) -> Unit | None:
        """The unit that `text` spells, None when there is none; `yearly` prefers the one per year (年产 …).

        Raises:
            AmbiguousUnit: the spelling has several meanings.
        """
        if (text, yearly) in self._seen:
            return self._seen[text, yearly]
        name = spelling(text)
        if yearly and name + "/a" in self._exact:
            name += "/a"
        unit = self._as_written(name, text) or self._in_other_case(name, text)
        if len(self._seen) < _MOST_SEEN:
            self._seen[text, yearly] = unit
        return unit

    def suggest(self, text: str) -> list[str]:
        """The keys of up to five units spelled much like `text`, nearest first."""
        from difflib import get_close_matches  # only a refusal needs it

        name = spelling(text)[:60].casefold()
        begins = [name[:end] for end in range(len(name), 0, -1) if name[:end] in self._folded][:1]  # 吨PVC: 吨
        near = begins or get_close_matches(name, self._folded, n=8, cutoff=0.6)
        return list(dict.fromkeys(unit.key for word in near for _, unit in self._folded[word]))[:5]

    def refusal(self, text: str, written: str) -> "errors.OtherRate | errors.UnknownUnit":
        """What to raise for a unit of an amount `written` that is not known: it is per day, or it is none."""
        from alliancectl.values.unit_refusal import is_other_rate, other_rate

        return other_rate(written) if is_other_rate(text, self._is_spelled) else self._unknown(text)

    def _take(self, unit: Unit) -> None:
        if unit.key in self._units:
            raise _bad(unit.key, _TAKEN)
        self._units[unit.key] = unit
        if unit.factor == 1:
            self._bases.setdefault(unit.family, unit)

    @cached_property
    def _spellings(self) -> list[tuple[str, Unit]]:
        """Every spelling with its unit. Who only shows amounts never asks; to fold three hundred of them takes three milliseconds."""
        return [(name, unit) for unit in self._units.values()
                for name in dict.fromkeys(spelling(word) for word in (unit.key, unit.zh, unit.en, *unit.spellings))]

    @cached_property
    def _exact(self) -> dict[str, list[Unit]]:
        """The units of each spelling."""
        found: dict[str, list[Unit]] = {}
        for name, unit in self._spellings:
            found.setdefault(name, []).append(unit)
        return found

    @cached_property
    def _folded(self) -> dict[str, list[tuple[str, Unit]]]:
        """The spellings in small letters, each as written and with its unit."""
        found: dict[str, list[tuple[str, Unit]]] = {}
        for name, unit in self._spellings:
            found.setdefault(name.casefold(), []).append((name, unit))
        return found

    def _as_written(self, name: str, text: str) -> Unit | None:
        """The unit of that spelling, or of the same per year."""
        if name in self._exact:
            return _only(self._exact[name], text)
        from alliancectl.values.unit_refusal import refuse_known_ambiguity

        stem = name.removesuffix("/a")
        refuse_known_ambiguity(stem, text)
        if stem == name:
            return _only(self._exact.get(name + "/a", []), text)
        return _only([unit for unit in self._exact.get(stem, []) if unit.is_yearly()], text)

    def _in_other_case(self, name: str, text: str) -> Unit | None:
        """The unit of that spelling in other case; never m for M, which are nine powers of ten apart."""
        case = name.casefold()
        stem = case.removesuffix("/a")
        flows = [hit for hit in self._folded.get(stem, []) if hit[1].is_yearly()]
        found = self._folded.get(case) or (self._folded.get(case + "/a") if stem == case else flows) or []
        for known, unit in found:
            if len(stem) <= 4 and stem[:1] == "m" and known[0] != name[0]:
                from alliancectl.values.unit_refusal import milli_or_mega

                raise milli_or_mega(text, unit.key, unit.family)
        return _only([unit for _, unit in found], text)

    def _is_spelled(self, text: str) -> bool:
        try:
            return self.match(text) is not None
        except errors.AmbiguousUnit:
            return True

    def _unknown(self, text: str) -> "errors.UnknownUnit":
        from alliancectl.values.unit_refusal import unknown

        return unknown(text, self.suggest(text), [unit.key for unit in self._bases.values()])


def _only(units: list[Unit], text: str) -> Unit | None:
    """The one unit of these, None of none. Raises: AmbiguousUnit, for a spelling of two."""
    different = list(dict.fromkeys(units))
    if len(different) > 1:
        from alliancectl.values.unit_refusal import several

        raise several(text, [unit.key for unit in different], different[0].family)
    return different[0] if different else None


def spelling(text: str) -> str:
    """A unit's spelling with one width, no spaces and one way to say per year: 吨 每年, 吨/年 are 吨/a."""
    plain = folded(text).rstrip(".").replace(" /", "/").replace("/ ", "/")
    low = _lowered(plain)
    ending = next((word for word in _PER_YEAR if low.endswith(word) and len(low) > len(word)), "")
    stem = plain[: len(plain) - len(ending)].rstrip(" ·") if ending else plain
    if not (stem[1:2] == " " and stem[0].isascii() and stem[2:3].isalpha()):  # `5 k m2` must not become km2
        stem = stem.replace(" ", "")
    return stem + "/a" if ending else stem


def _lowered(text: str) -> str:
    """The text with its ASCII letters small; as long as it was, which `lower` alone does not promise."""
    return text.lower() if text.isascii() else "".join(char.lower() if char.isascii() else char for char in text)
