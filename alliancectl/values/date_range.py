"""A range of two dates: where to cut its text, and what one end leaves to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alliancectl.values.date_part import Part, Span

_SHARED_UNIT = r"(?<![0-9./-])([0-9]{1,4}) ?(至|到|-|–|~) ?([0-9]{1,4})(年|月|日|号|季度)$"
_SHARED_MONTH = (r"^([a-z]{3,9}\.? )([0-9]{1,2})(?:st|nd|rd|th)? ?(?:-|–|to|~) ?"
                 r"([0-9]{1,2})(?:st|nd|rd|th)?(,? [0-9]{4})?$")
_CLEAREST_FIRST = ("至", "到", "..", " / ", " - ", " to ", " until ", " through ", "–", "/", "~", "-")


def cuts(text: str) -> Iterator[tuple[str, str]]:
    """The ways to cut a text into two dates, the clearest sign first."""
    text = re.sub(_SHARED_UNIT, r"\1\4\2\3\4", text)            # 5-7月 as 5月-7月
    text = re.sub(_SHARED_MONTH, r"\2-\3 \1\4", text)           # june 20-22, 2011 as 20-22 june , 2011
    text = re.sub(r"^(?:from |自|从|由)|止$", "", text)
    for sign in _CLEAREST_FIRST:
        left, found, right = text.partition(sign)
        # an unspaced sign may also be inside a date (2024-05-14), so it cuts only where it stands once
        if found and left.strip() and right.strip() and sign not in right:
            yield left.strip().removesuffix("起"), right.strip()


def joined(one: Span, other: Span, *, english: bool) -> Span | None:
    """The range from one to the other, each completed from what the other says; None when they do not fit."""
    first, last = _explained(one[0], other[1]), _explained(other[1], one[0])
    if english and last.year and first.year is None:
        first = first._replace(year=last.year)
    if english and first.day is not None and first.month is None:
        first = first._replace(month=last.month)
    if last.year is None:
        last = last._replace(year=first.year, month=first.month if last.month is None else last.month)
    return (first, last) if _is_whole(first) and _is_whole(last) else None


def _is_whole(end: Part) -> bool:
    """Whether nothing of it is left to explain."""
    return end.bare is None and bool(end.year or end.month) and (end.day is None or bool(end.month))


def _explained(part: Part, other: Part) -> Part:
    """A bare number as the day or month that its neighbour has."""
    if part.bare is None or other.bare is not None or other.month is None:
        return part
    named = part._replace(bare=None)
    return named._replace(month=part.bare) if other.day is None else named._replace(day=part.bare)
