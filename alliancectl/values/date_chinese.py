"""Dates with 年, 月 and 日, and the periods named after them."""

from __future__ import annotations

import re

from alliancectl.values.date_numbers import number_of, year_of
from alliancectl.values.date_part import Part, Span
from alliancectl.values.date_period import period
from alliancectl.values.date_typed import Typed

_DATE = (r"(?:([0-9]{4}|[0-9]{2}|xxxx|某)年度?)?(?:([0-9]{1,2})月份?)?(?:([0-9]{1,2})[日号]?)?"
         r"(年?底|年?末|年?初|中|[上下]半年|前?第?[1-4]季度?|前?第?[1-4]个?季度|q[1-4]|h[12]|[上中下]旬)?")
# what may follow, by whether a month and whether a year stands before it
_PERIODS = {(True, True): "底|末|初|中|.旬", (True, False): "底|末|初|中|.旬", (False, False): "[上下]半年|.*季度?",
            (False, True): "年?[底末初]|[上下]半年|.*季度?|q.|h."}


def chinese(text: str, typed: Typed) -> Span | None:
    """2024年5月14日 and its parts, with 上半年, 三季度, 上旬, 年底. Raises: AmbiguousDate, for a year of two digits."""
    match = re.fullmatch(_DATE, text) if text else None
    if match is None:
        return None
    year, month, day, name = match.groups()
    if (day and (name or not month)) or (name and not re.fullmatch(_PERIODS[bool(month), bool(year)], name)):
        return None
    if year and len(year) == 2:
        return typed.only([Part(century + int(year), number_of(month), number_of(day)) for century in (2000, 1900)])
    return period(Part(year_of(year), number_of(month), number_of(day)), name or "")
