"""The period a yearly report is about, and the one it is compared with.

A year is named after the year it begins in. While it runs, its report is "as of" a day and compared with the same span
of the year before.
"""

import datetime
from typing import NamedTuple

from alliancectl import errors
from alliancectl.text import Text

_DAY = datetime.timedelta(days=1)


class Period(NamedTuple):
    """From `first` to `last`, both inclusive ISO days; `complete` is false while it still runs ("as of" `last`)."""

    label: str
    first: str
    last: str
    complete: bool

    @property
    def before(self) -> str:
        """The day before it begins: what stands "at the start" stands on this day."""
        return (datetime.date.fromisoformat(self.first) - _DAY).isoformat()

    @property
    def is_year(self) -> bool:
        """Whether it is one whole year."""
        return self.complete and _after(self.last) == _moved(self.first, 1)

    @property
    def name(self) -> Text:
        """2025年度 / 2025, its own label, or its days where it has none."""
        first, dash, last = self.label.partition("–")
        if dash and first == self.first:
            return Text(f"{first} 至 {last}", f"{first} to {last}")
        return Text(f"{self.label}年度", self.label) if self.label.isdigit() else Text(self.label, self.label)

    @property
    def at_start(self) -> Text:
        """Head of what stood on the day before it began."""
        return Text("年初数", "at start of year") if self.is_year else Text("期初数", "at start")

    @property
    def at_end(self) -> Text:
        """Head of what stands on its last day."""
        if not self.complete:
            return Text(f"截至 {self.last}", f"as of {self.last}")
        return Text("年末数", "at end of year") if self.is_year else Text("期末数", "at end")

    @property
    def span(self) -> Text:
        """Its days, for reading."""
        shown = Text(f"{self.first} 至 {self.last}", f"{self.first} to {self.last}")
        if self.complete:
            return shown
        return Text(f"{shown.zh}（截至 {self.last}，本期尚未结束）",
                    f"{shown.en} (as of {self.last}; the period is still running)")


def period_of(year: int | None, today: datetime.date, starts: str) -> Period:
    """The reporting year `year`, else the running one; its first day is `starts` (MM-DD). Up to `today` while it runs.

    Raises: PeriodNotBegun.
    """
    year = year_of(today, starts) if year is None else year
    first = f"{year:04d}-{starts}"
    last = (datetime.date.fromisoformat(_moved(first, 1)) - _DAY).isoformat()
    return span_period(first, last, str(year), today)


def span_period(first: str, last: str, label: str, today: datetime.date) -> Period:
    """Any period (`--from --to --label`), up to `today` while it runs. Raises: PeriodBackwards, PeriodNotBegun."""
    if last < first:
        raise errors.PeriodBackwards(first=first, last=last)
    if first > today.isoformat():
        raise errors.PeriodNotBegun(label=label, first=first, today=today.isoformat())
    complete = last <= today.isoformat()
    return Period(label, first, last if complete else today.isoformat(), complete)


def last_complete(today: datetime.date, starts: str) -> Period:
    """The latest reporting year that is over."""
    running = period_of(None, today, starts)
    return running if running.complete else period_of(year_of(today, starts) - 1, today, starts)


def year_of(day: datetime.date, starts: str) -> int:
    """The reporting year a day falls in."""
    return day.year - (f"{day:%m-%d}" < starts)


def span_before(period: Period) -> Period:
    """The same span a year earlier."""
    label = str(int(period.label) - 1) if period.label.isdigit() else ""
    first = _moved(period.first, -1)
    last = (datetime.date.fromisoformat(_moved(_after(period.last), -1)) - _DAY).isoformat()
    last = max(first, last)   # 29 February alone
    return Period(label or f"{first}–{last}", first, last, period.complete)


def _after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + _DAY).isoformat()


def _moved(day: str, years: int) -> str:
    """That day some years away; 29 February becomes 1 March where there is none."""
    date = datetime.date.fromisoformat(day)
    try:
        return date.replace(year=date.year + years).isoformat()
    except ValueError:
        return date.replace(year=date.year + years, month=3, day=1).isoformat()
