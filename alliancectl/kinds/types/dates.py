"""Fields that hold a date, the day on which a year starts, a time zone."""

from __future__ import annotations

import datetime
from typing import Any

from alliancectl import errors
from alliancectl.kinds.types.basis import Known, Type
from alliancectl.text import Lang
from alliancectl.values import when as dates
from alliancectl.values.names import fold


class Date(Type):
    """A date as precise as what is known. `past` completes 5-14 to the latest such day: a visit typed by hand, nothing else."""

    columns = (("", "TEXT"), ("_text", "TEXT"), ("_earliest", "TEXT"), ("_latest", "TEXT"))

    def __init__(self, *, past: bool = False) -> None:
        self.past = past

    def parse(self, text: str, known: Known) -> dates.When:
        return dates.when(text, today=known.today, order=known.order)

    def parse_by_hand(self, text: str, known: Known) -> dates.When:
        """As `parse`, for a date that a person types at this moment."""
        return dates.when(text, today=known.today, order=known.order, complete_year=self.past)

    def cells(self, value: dates.When) -> tuple[Any, ...]:
        written = None if value.text == value.canonical else value.text
        return (value.canonical, written, value.earliest, value.latest)

    def value(self, cells: tuple[Any, ...]) -> dates.When | None:
        canonical, written, earliest, latest = cells
        return None if canonical is None else dates.When(written or canonical, canonical, earliest, latest)

    def json(self, value: dates.When) -> dict[str, Any]:
        return value._asdict()

    def typed(self, value: dates.When) -> str:
        return value.canonical

    def shown(self, value: dates.When, lang: Lang, known: Known | None = None) -> str:
        return dates.spoken(value, lang) if value.canonical[:1] == "X" or value.earliest is None else value.canonical


class Day(Date):
    """An exact day: what a due date or a closing day must be."""

    def parse(self, text: str, known: Known) -> dates.When:
        value = super().parse(text, known)
        if not dates.is_day(value):
            raise errors.DateNotExact(text=text, read=value.canonical)
        return value


class MonthDay(Type):
    """The day a reporting year begins on: MM-DD. 29 February is refused: most years have none."""

    def parse(self, text: str, known: Known) -> str:
        try:
            day = datetime.date.fromisoformat("2023-" + fold(text))
        except ValueError:
            raise errors.NotAMonthDay(text=text) from None
        return f"{day.month:02d}-{day.day:02d}"


class TimeZone(Type):
    """A time zone of the IANA database: Asia/Shanghai."""

    def parse(self, text: str, known: Known) -> str:
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(text.strip()).key
        except (ValueError, OSError, KeyError):
            raise errors.NotATimeZone(text=text) from None
