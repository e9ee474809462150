"""Periods with names: halves and quarters of a year, thirds of a month, the end and the beginning of a year."""

from __future__ import annotations

import re

from alliancectl.values.date_numbers import year_of
from alliancectl.values.date_part import Part, Span, days_in

_QUARTER_WORDS = (("(?:first|1st) quarter", "q1"), ("(?:second|2nd) quarter", "q2"), ("(?:third|3rd) quarter", "q3"),
                  ("(?:fourth|4th|last) quarter", "q4"), ("(?:first|1st) half", "h1"), ("(?:second|2nd) half", "h2"))
_FIRST_DAYS = {"上旬": 1, "中旬": 11, "下旬": 21}


def quarter(text: str) -> Span | None:
    """2024q3, q3 2024, 3q 2024, h1 2024, third quarter of 2024."""
    for word, sign in _QUARTER_WORDS:
        text = re.sub(rf"^(?:the )?{word}(?: of)?\b", sign, text)
    match = re.fullmatch(r"(?:([0-9]{4})[- ]?)?([qh][1-4]|[1-4][qh])(?:[-, ]{0,2}([0-9]{4}))?", text)
    if match is None or (match[1] and match[3]):
        return None
    sign = "".join(sorted(match[2], reverse=True))
    return None if sign in ("h3", "h4") else _months(Part(year_of(match[1] or match[3])), sign)


def period(part: Part, name: str) -> Span:
    """The period of a year or month that is named 上半年, 三季度, 上旬, 年底; the part itself for no name."""
    if name in _FIRST_DAYS:
        return _third(part, _FIRST_DAYS[name])
    if not name or part.month is not None:
        return part, part
    if name[-1] in "初底末":
        about = part._replace(month=1 if name[-1] == "初" else 12, mark="~")
        return about, about
    return _months(part, name)


def _third(part: Part, start: int) -> Span:
    end = days_in(part.year or 0, part.month or 1) if start == 21 else start + 9
    return part._replace(day=start), part._replace(day=end)


def _months(part: Part, name: str) -> Span:
    """The months of 上半年, h1, 三季度, q3, 前三季度."""
    if name[0] in "上下h":
        first = 1 if name in ("上半年", "h1") else 7
        return part._replace(month=first), part._replace(month=first + 5)
    last = int(re.sub("[^0-9]", "", name)) * 3
    return part._replace(month=1 if name[0] == "前" else last - 2), part._replace(month=last)
