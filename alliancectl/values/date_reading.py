"""A date read from what is typed, in any form: marked, open, one date or a range of two."""

from __future__ import annotations

import re

from alliancectl import errors
from alliancectl.values.date_canonical import canonical
from alliancectl.values.date_mark import ABOUT_ALL
from alliancectl.values.date_part import OPEN, Part, Span
from alliancectl.values.date_plain import plain
from alliancectl.values.date_point import point
from alliancectl.values.date_range import cuts, joined
from alliancectl.values.date_serial import serial_day
from alliancectl.values.date_typed import Typed

_UNKNOWN = ("unknown", "不详", "未知", "不明", "不清楚", "日期不详", "日期未知", "时间不详", "时间未知", "年份不详",
            "n.d.", "n.d", "nd", "no date", "undated", "date unknown")


def span_of(typed: Typed, *, serial: bool = False) -> Span | None:
    """The span that is typed, None when it says that nothing is known; `serial` takes numbers for Excel's day numbers.

    Raises:
        NotADate: no form fits. ImpossibleDate: there is no such day. AmbiguousDate: several readings fit.
    """
    text = plain(typed.text)
    if text in _UNKNOWN:
        return None
    span = (serial_day(text, typed) if serial else None) or canonical(text) or _about(text, typed) or _any(text, typed)
    if span is None:
        raise errors.NotADate(text=typed.text)
    return span


def _any(text: str, typed: Typed) -> Span | None:
    return _open(text, typed) or point(text, typed) or _range(text, typed)


def _about(text: str, typed: Typed) -> Span | None:
    """约, about: everything after it is approximate; (存疑) after it: everything before it is uncertain."""
    for pattern, mark in ABOUT_ALL:
        rest = re.sub(pattern, "", text)
        span = None if rest == text else canonical(rest) or _any(rest, typed)
        if span and all(end.mark in ("", mark) for end in span):
            first, last = (end if end == OPEN else end._replace(mark=mark) for end in span)
            return first, last
    return None


# Each pattern and which side of the date in it is open; `before` and `after` leave out the date itself.
_OPEN_ENDS = (
    (r"\.\./(.+)", "until"), (r"(.+)/\.\.", "since"),
    (r"(?!.*前后$)(.+?)(?:(?<=年)年)?[底末](?:以前|之前|前)", "until"),
    (r"(?:before|by)(?: the)? end of (.+)", "until"),
    (r"(?:until |up to |(?:no|not) later than |不晚于|不迟于)(.+)", "until"),
    (r"(?!.*前后$)(?![0-9]{1,2}年前$)(.+?)(?:[及或]?以前|之前|前|[及或]更早)", "until"),
    (r"(.+?),? (?:or|and) (?:earlier|before)", "until"),
    (r"before (.+)", "before"), (r"after (.+)", "after"),
    (r"(?:since|from) (.+?)(?: onwards?| on)?", "since"),
    (r"(.+?)(?: onwards?| (?:or|and) (?:later|after)|(?: to | ?[-–] ?)(?:date|present|now))", "since"),
    (r"(?!.*前后$)(?:自从|自|从)?(.+?)(?:以来|起|开始|至今|[及或]?以后|之后|后)", "since"),
)


def _open(text: str, typed: Typed) -> Span | None:
    """../2011, 2011年以前, before 2011; 2011/.., 2011年以来, since 2011."""
    for pattern, edge in _OPEN_ENDS:
        match = re.fullmatch(pattern, text)
        span = match and point(match[1], typed)
        if span and all(end.year for end in span):
            return _opened(typed.checked(span[0]), typed.checked(span[1]), edge)    # what is no day has no neighbour
    return None


def _opened(first: Part, last: Part, edge: str) -> Span:
    if edge == "before":
        return OPEN, first.moved(-1)
    if edge == "after":
        return last.moved(1), OPEN
    return (OPEN, last) if edge == "until" else (first, OPEN)


def _range(text: str, typed: Typed) -> Span | None:
    """Two dates with something between them; the second may leave out what the first has said."""
    for left, right in cuts(text):
        one = point(left, typed, part=True)
        other = one and point(right, typed, part=True)
        span = one and other and joined(one, other, english=bool(re.search("[a-wyz]{3}", right)))
        if span:
            return span
    return None
