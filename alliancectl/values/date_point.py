"""One date, in any of its shapes, with what stands around it."""

from __future__ import annotations

import re

from alliancectl.values.date_chinese import chinese
from alliancectl.values.date_english import english
from alliancectl.values.date_mark import without_mark, without_time, without_unknown_year, without_weekday
from alliancectl.values.date_numbers import numbers, year_first
from alliancectl.values.date_part import NO_YEAR, Part, Span, alike
from alliancectl.values.date_period import quarter
from alliancectl.values.date_relative import absolute
from alliancectl.values.date_typed import Typed


def point(text: str, typed: Typed, *, part: bool = False) -> Span | None:
    """One date, quarter, half or third of a month, with its mark, weekday and time of day; None when it is none.

    `part` also takes what only a range explains: 16, 16日.
    """
    rest, mark = without_mark(text)
    rest, no_year = without_unknown_year(rest)
    rest, time = without_time(rest)
    rest, weekday = without_weekday(rest)
    span = _shape(absolute(rest, typed.today), typed) or (_loose(rest) if part else None)
    if span is None or (time and span[0].day is None) or (no_year and span[0].year):
        return None
    first, last = (end._replace(mark=mark or end.mark, weekday=weekday) for end in span)
    return (first._replace(year=NO_YEAR), last._replace(year=NO_YEAR)) if no_year else (first, last)


def _shape(text: str, typed: Typed) -> Span | None:
    return year_first(text) or chinese(text, typed) or quarter(text) or numbers(text, typed) or english(text, typed)


def _loose(text: str) -> Span | None:
    """What a range takes from its other end: 16, 16日, 20th."""
    match = re.fullmatch(r"([0-9]{1,2})(?:[日号]|(st|nd|rd|th))?", text)
    if match is None:
        return None
    number = int(match[1])
    return alike(None, None, number) if match[0] != match[1] else (Part(bare=number), Part(bare=number))
