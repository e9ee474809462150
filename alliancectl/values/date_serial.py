"""Excel's day numbers (the 1900 system), which only a spreadsheet's cells are read as."""

from __future__ import annotations

import datetime
import re

from alliancectl import errors
from alliancectl.text import Text
from alliancectl.values.date_numbers import year_first
from alliancectl.values.date_part import Part, Span, fault
from alliancectl.values.date_typed import Typed

_LAST = 2958465     # 9999-12-31
_NEVER = 60         # 1900-02-29: Excel counts a leap day that 1900 did not have, so its days before are one off
_NEVER_WAS = Text("Excel 的第 60 天是 1900年2月29日，没有这一天", "Excel's day 60 is 29 February 1900, which never was")


def serial_day(text: str, typed: Typed) -> Span | None:
    """The day of a day number, None for other text; a whole number from 1800 to 2199 stays a year.

    Raises:
        ImpossibleDate: of the number 60. AmbiguousDate: the number may be a typed month and day, or year and month.
    """
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,17})?", text):
        return None
    number, _, fraction = re.sub(r"\.0+$", "", text).partition(".")
    whole = int(number)
    if 1800 <= whole <= 2199:
        return _year(whole, number, fraction, typed)
    if not 1 <= whole <= _LAST:
        return None
    if whole == _NEVER:
        raise errors.ImpossibleDate(text=typed.text, reason=_NEVER_WAS)
    return _day(whole, fraction, typed)


def _year(whole: int, number: str, fraction: str, typed: Typed) -> Span | None:
    """2024 or 2024.5; as a number 2024.10 is kept as 2024.1: January or October, nobody can tell."""
    if fraction == "1":
        return typed.only([Part(whole, 1), Part(whole, 10)])
    return year_first(f"{number}.{fraction}" if fraction else number)


def _day(whole: int, fraction: str, typed: Typed) -> Span:
    """The day; 5.14 may also be the fourteenth of May, and 201509 September 2015, typed into cells that took them for numbers."""
    day = datetime.date(1899, 12, 31 if whole < _NEVER else 30) + datetime.timedelta(whole)
    counted = Part(day.year, day.month, day.day)
    if 180001 <= whole <= 219912:
        return typed.only([counted, Part(*divmod(whole, 100))])
    written = Part(None, whole, int(fraction[:2] or 0))
    return typed.only([counted, written]) if whole <= 12 and fault(written) is None else (counted, counted)
