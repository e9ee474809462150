"""An amount read from what is typed: its words, then one number or two, then their one unit."""

import re
from decimal import Decimal
from typing import NamedTuple

from alliancectl import errors
from alliancectl.text import Text
from alliancectl.values.amount_end import NO_NUMBER, SEVERAL, End, end
from alliancectl.values.amount_text import clip, folded, has_number, hides_a_digit
from alliancectl.values.amount_words import is_in_words, unqualified
from alliancectl.values.decimals import written_out
from alliancectl.values.unit import Unit, Units

_RANGE = r" ?(?:-+|~+|至|到|(?<![A-Za-z])to(?![A-Za-z])) ?(?=[.0-9零一二两三四五六七八九十])"
_HIDDEN = Text("里面有看不见或不是普通数字的字符", "it has characters that are invisible or no plain digits")
_MIXED = Text("两端的单位不一致", "its ends have different units")
_BOUND_TWICE = Text("范围不能再带上下限", "a range cannot have another bound")


class Reading(NamedTuple):
    """What an amount says: its number (the upper one too, of a range), as it is qualified, in its unit."""

    value: Decimal
    high: Decimal | None
    qualifier: str
    unit: Unit


def reading(written: str, units: Units, default: str | None, *, longest: int) -> Reading | None:
    """What `written` says, None when it says in words that no amount is known; raises what `amount` names."""
    text = _plain(written, longest)
    if is_in_words(text):
        return None
    body, mark, yearly = unqualified(text, written)
    if body[:1] in ("-", "负") or body[:6].lower() == "minus ":
        raise (errors.NegativeAmount if has_number(body) else errors.NotAnAmount)(value=clip(written), reason=NO_NUMBER)
    texts = re.split(_RANGE, body)
    if len(texts) > 2:
        raise errors.NotAnAmount(value=clip(written), reason=SEVERAL)
    value, high, unit = _bounds([end(part, written, units, yearly) for part in texts], written, units, default)
    return Reading(value, high, _qualifier(mark, value, high, written), unit)


def _plain(written: str, longest: int) -> str:
    """The text with one width, one kind of dash and space; refused where it hides something."""
    if not written:
        raise errors.EmptyAmount()
    if len(written) > longest:
        reason = Text(f"超过 {longest} 个字符", f"it has more than {longest} characters")
        raise errors.NotAnAmount(value=clip(written), reason=reason)
    text = folded(written)
    if not text.isprintable() or hides_a_digit(written):
        raise errors.NotAnAmount(value=clip(written), reason=_HIDDEN)
    return text.rstrip(" .。;,")


def _bounds(ends: list[End], written: str, units: Units, default: str | None) -> tuple[Decimal, Decimal | None, Unit]:
    """The number (and the upper one, of a range) and their one unit."""
    first, last = ends[0], ends[-1]
    unit = _unit(first, last, written, units, default)
    values = [part.borrowing(last, written).value(unit, written) for part in ends]
    if first.unit not in (None, unit):
        raise errors.NotAnAmount(value=clip(written), reason=_MIXED)
    if values[0] > values[-1]:
        raise errors.ReversedRange(value=clip(written), low=written_out(values[0]), high=written_out(values[-1]))
    return values[0], None if values[-1] == values[0] else values[-1], unit


def _unit(first: End, last: End, written: str, units: Units, default: str | None) -> Unit:
    """The unit behind the last number; the default one where there is none at all."""
    if last.unit:
        return last.unit
    if first.unit:
        raise errors.NotAnAmount(value=clip(written), reason=_MIXED)
    if not default:
        raise errors.NoUnit(value=clip(written))
    return units[default]


def _qualifier(mark: str, value: Decimal, high: Decimal | None, written: str) -> str:
    """How the number is kept: > as ≥, or as >0 where it is 0; < as ≤."""
    if mark == "<" and value == 0:
        raise errors.NegativeAmount(value=clip(written))
    if high is not None and mark not in "=≈":
        raise errors.NotAnAmount(value=clip(written), reason=_BOUND_TWICE)
    return {">": ">0" if value == 0 else "≥", "<": "≤"}.get(mark, mark)
