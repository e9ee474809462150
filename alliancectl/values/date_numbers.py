"""Dates in numbers alone: 2024-05-14, 5/14, 6/7/11; what their numbers can mean."""

from __future__ import annotations

import re

from alliancectl.values.date_part import NO_YEAR, OUT_OF_RANGE, Part, Span, alike, fault
from alliancectl.values.date_typed import Typed


def year_first(text: str) -> Span | None:
    """2024, 2024-5, 2024.5.14, 20240514, xxxx-06-20."""
    match = (re.fullmatch(r"([0-9]{4})()", text) or re.fullmatch(r"([0-9]{4})()([0-9]{2})([0-9]{2})", text)
             or re.fullmatch(r"([0-9]{4}|xxxx) ?([-/.]) ?([0-9]{1,2})(?: ?\2 ?([0-9]{1,2})[.日号]?)?", text))
    return alike(year_of(match[1]), *(number_of(digits) for digits in match.groups()[2:])) if match else None


def numbers(text: str, typed: Typed) -> Span | None:
    """5-14, 5.14, 5/14; 6/2011; 13/5/2011, 6/7/11: day and month by numbers alone."""
    month = re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{4})", text)
    if month:
        return alike(int(month[2]), int(month[1]))
    match = re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{1,2}))?", text)
    if match is None:
        return None
    one, sign, two, year = match.groups()
    if year is None and sign != "/":
        return alike(None, int(one), int(two))
    return typed.only(_readings(one, two, year, typed.order))


def year_of(text: str | None) -> int | None:
    """The year of 2024; 某 and xxxx are a year said to be unknown."""
    return None if text is None else NO_YEAR if text in ("xxxx", "某") else int(text) or OUT_OF_RANGE


def number_of(text: str | None) -> int | None:
    """The month or day of digits, None of none."""
    return int(text) if text else None


def posix_year(two_digits: int) -> int:
    """The year that POSIX reads two digits as: 69-99 are 19xx, 00-68 are 20xx."""
    return two_digits + (1900 if two_digits >= 69 else 2000)


def with_centuries(readings: list[Part]) -> list[Part]:
    """The readings; a single possible one with both its centuries, since two digits never say which."""
    possible = list(dict.fromkeys(part for part in readings if fault(part) is None))
    if len(possible) != 1 or not possible[0].year:
        return readings
    year = possible[0].year
    return [possible[0], possible[0]._replace(year=year + (100 if year < 2000 else -100))]


def _readings(one: str, two: str, year: str | None, order: str | None) -> list[Part]:
    """What three numbers, or two with a slash, can mean; the order leaves one."""
    a, b = int(one), int(two)
    whole = year_of(year) if year is None or len(year) == 4 else posix_year(int(year))
    by_order = {"dmy": Part(whole, b, a), "mdy": Part(whole, a, b)}
    if order is not None:
        return [by_order[order]]
    readings = list(by_order.values())
    if year is None or len(year) == 4:
        return readings
    if len(one) == 2:
        readings.append(Part(posix_year(a), b, int(year)))
    return with_centuries(readings)
