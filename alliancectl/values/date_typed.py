"""A date as it was typed: which of its readings is possible, whether there is such a day, and what it comes to."""

import datetime
from typing import NamedTuple

from alliancectl import errors
from alliancectl.text import Text
from alliancectl.values.date_names import LONG_WEEKDAYS, WEEKDAYS, weekday_of
from alliancectl.values.date_part import OPEN, Part, Span, fault
from alliancectl.values.date_spoken import day_in_words, in_words

_NOT_FULL = Text("只有完整的日期才能核对星期", "a weekday can only be checked for a full date")


class Typed(NamedTuple):
    """What was typed; the day that 昨天 counts from; the order (mdy, dmy) of days and months in numbers, if stated; whether a lone day gets its year."""

    text: str
    today: datetime.date
    order: str | None
    complete_year: bool

    def only(self, readings: list[Part]) -> Span:
        """The only possible one of these readings.

        Raises:
            AmbiguousDate: there are several. ImpossibleDate: there is none.
        """
        possible = [part for part in dict.fromkeys(readings) if fault(part) is None]
        if not possible:
            raise errors.ImpossibleDate(text=self.text, reason=fault(readings[0]))
        if len(possible) > 1:
            raise errors.AmbiguousDate(text=self.text, readings=_either([in_words(self.completed((part, part))) for part in possible]),
                                       forms=_either([Text(form, form) for form in map(self.form, possible)]), orders=_orders(possible))
        return possible[0], possible[0]

    def completed(self, span: Span) -> Span:
        """The same span; where years are completed, for a lone day and month its latest day that is not after today."""
        part = span[0]
        if span[1] != part or not self.lacks_year(part) or fault(part):
            return span
        for year in range(self.today.year, max(self.today.year - 9, 0), -1):     # 29 February is at most eight away
            full = part._replace(year=year)
            if fault(full) is None and (full.first() or "") <= self.today.isoformat():
                return full, full
        return span

    def form(self, part: Part) -> str:
        """What to type for a reading; a day whose year is completed is typed without one."""
        return f"{part.month}-{part.day}" if self.lacks_year(part) else str(part)

    def lacks_year(self, part: Part) -> bool:
        """Whether it is a day and month that gets its year."""
        return self.complete_year and part.year is None and bool(part.month and part.day) and not part.mark

    def settled(self, span: Span) -> tuple[str, str | None, str | None]:
        """The canonical form of a span, its earliest and its latest day.

        Raises:
            NotADate: its ends make no date. ImpossibleDate: there is no such day, or it ends before it begins.
        """
        first, last = span
        ends = [self.checked(end) for end in span if end != OPEN]
        if not _comparable(ends):
            raise errors.NotADate(text=self.text)
        if len(ends) == 2 and _reversed(first, last):
            one, other = day_in_words(first), day_in_words(last)
            raise self._impossible(Text(f"{other.zh}早于{one.zh}", f"{other.en} lies before {one.en}"))
        names = dict.fromkeys(".." if end == OPEN else str(end) for end in span)
        return "/".join(names), first.first(), last.last()

    def checked(self, part: Part) -> Part:
        """The part itself, when there is such a day and it has the weekday that is written. Raises: ImpossibleDate."""
        reason = fault(part)
        if reason is None and part.weekday is not None:
            reason = _wrong_weekday(part, part.weekday)
        if reason is not None:
            raise self._impossible(reason)
        return part

    def _impossible(self, reason: Text) -> "errors.ImpossibleDate":
        return errors.ImpossibleDate(text=self.text, reason=reason)


def _orders(possible: list[Part]) -> Text:
    """The options of import that decide: Oct-12 is a month and a day, or a year and a month; 6/7 two orders of digits."""
    orders = ("my", "md") if any(part.day is None for part in possible) else ("mdy", "dmy")
    return _either([Text(f"--dates {order}", f"--dates {order}") for order in orders])


def _either(texts: list[Text]) -> Text:
    return Text(" 或 ".join(text.zh for text in texts), " or ".join(text.en for text in texts))


def _wrong_weekday(part: Part, written: int) -> Text | None:
    """Why the day cannot have the weekday that is written, or None."""
    day = part.first()
    if day is None or part.day is None:
        return _NOT_FULL
    right = weekday_of(day)
    if right == written:
        return None
    name = day_in_words(part)
    return Text(f"{name.zh}是{WEEKDAYS[right].zh}", f"{name.en} is a {LONG_WEEKDAYS[right]}")


def _comparable(ends: list[Part]) -> bool:
    """Whether the ends make a date: something is known of each, and both know the year or neither does."""
    if any(end.bare is not None or (not end.year and end.month is None) for end in ends):
        return False
    known = sum(1 for end in ends if end.year)
    return known == len(ends) or (known == 0 and len(ends) == 2)


def _reversed(first: Part, last: Part) -> bool:
    """Whether the range runs backwards; without a year only days of one month can tell."""
    if first.year and last.year:
        return (first.first() or "") > (last.last() or "")
    return first.month == last.month and (first.day or 0) > (last.day or 31)
