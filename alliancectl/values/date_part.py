"""One end of a date: the year, month and day that are known of it, and whether there can be such a day."""

import datetime
from typing import NamedTuple

from alliancectl.text import Text
from alliancectl.values.date_names import MONTHS

FIRST_YEAR, LAST_YEAR = 1000, 2999

NO_YEAR = 0
"""The year of a part whose text says that the year is unknown; None means that it says nothing of it."""

OUT_OF_RANGE = -1
"""The year of 0000, which is no unknown year but one that no date may have."""


class Part(NamedTuple):
    """One end of a date. `bare` is a number without a unit, which only its neighbour explains (14 May to *16*)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    mark: str = ""
    weekday: int | None = None
    bare: int | None = None

    def __str__(self) -> str:
        year = f"{self.year:04d}" if self.year else "XXXX"
        return "-".join([year, *(f"{n:02d}" for n in (self.month, self.day) if n is not None)]) + self.mark

    def first(self) -> str | None:
        """Its earliest day, None when the year is unknown."""
        return f"{self.year:04d}-{self.month or 1:02d}-{self.day or 1:02d}" if self.year else None

    def last(self) -> str | None:
        """Its latest day, None when the year is unknown."""
        if not self.year:
            return None
        month = self.month or 12
        return f"{self.year:04d}-{month:02d}-{self.day or days_in(self.year, month):02d}"

    def moved(self, steps: int) -> "Part":
        """The neighbouring year, month or day, whichever it is."""
        year = self.year or 0
        if self.month is None:
            return self._replace(year=year + steps)
        if self.day is None:
            months = year * 12 + self.month - 1 + steps
            return self._replace(year=months // 12, month=months % 12 + 1)
        day = datetime.date(year, self.month, self.day) + datetime.timedelta(steps)
        return self._replace(year=day.year, month=day.month, day=day.day)


Span = tuple[Part, Part]
"""A date from its first to its last end; both are the same unless it is a range."""

OPEN = Part(bare=-1)
"""The open end of ../2011."""


def alike(year: int | None, month: int | None = None, day: int | None = None) -> Span:
    """The span of one date."""
    part = Part(year, month, day)
    return part, part


def days_in(year: int, month: int) -> int:
    """The days of a month; 29 of a February when no year says otherwise."""
    if month == 2:
        return 29 if not year or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def fault(part: Part) -> Text | None:
    """Why there is no such date, or None."""
    year, month, day = part.year, part.month, part.day
    if year and not FIRST_YEAR <= year <= LAST_YEAR:
        return Text(f"年份只能是 {FIRST_YEAR} 至 {LAST_YEAR}", f"years run from {FIRST_YEAR} to {LAST_YEAR}")
    none = Text(f"{year}年没有", f"{year} has no") if year else Text("任何一年都没有", "no year has a")
    if month is not None and not 1 <= month <= 12:
        return Text(f"{none.zh}{month}月", f"{none.en} month {month}")
    if month is not None and day is not None and not 1 <= day <= days_in(year or 0, month):
        return Text(f"{none.zh}{month}月{day}日", f"{none.en} {day} {MONTHS[month - 1]}")
    return None
