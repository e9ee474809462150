"""Partial dates: what is known of a date and no more; parsed, made canonical, placed in a period, spoken.

Canonical forms are a subset of EDTF (ISO 8601-2): 2024, 2024-05, 2024-05-14, each with ``~`` (approximate) or ``?``
(uncertain); ranges 2024-01/2024-06; ../2011 and 2011/..; XXXX-06-20 and XXXX-06 (year unknown); unknown.

Behind this door are the rooms date_*: `date_reading` reads what is typed, `date_spoken` says it again. They are loaded
when they are used, since a list shows dates and reads none.

Decisions
- 以前, 之前, 前 and 以后, 之后, 后 leave open whether the named date belongs, and official deadlines count it, so the
  wider reading is kept: 2011年以前 is ../2011. English *before* and *after* exclude it: before 2011 is ../2010.
- 截至2011年底 and *by 2011* are refused: a date that figures are *as of* is a day, not everything before it.
- 年底 and 年初 are about December and about January. 5月底, early May and the like are that month: certain, if less.
- Seasons, early 2019, mid-2019 and lunar dates are refused: nobody knows which days they mean.
- A two-digit year is read only with an order (--dates), then as POSIX does: 69-99 are 19xx, 00-68 are 20xx.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple

from alliancectl import errors

if TYPE_CHECKING:
    import datetime

    from alliancectl.text import Lang

LONGEST = 100
"""The most characters a date may have."""

FORMS = ("2024-05-14", "2024-05", "2024", "2024-05~", "2024?", "2024-01/2024-06", "../2011", "2011/..", "XXXX-06-20",
         "XXXX-06", "unknown")
"""An example of each canonical form."""

Order = Literal["mdy", "dmy"]


class When(NamedTuple):
    """A date as known: as written, canonical, and its earliest and latest day (ISO; None where open or unknown)."""

    text: str
    canonical: str
    earliest: str | None
    latest: str | None


def when(text: str, *, today: "datetime.date", order: Order | None = None, complete_year: bool = False,
         serial: bool = False) -> When:
    """The date that `text` states, with no more precision than it states.

    `today` resolves 昨天 or 去年 and nothing else. `order` settles 6/7/11 and 5/6. `complete_year` is for the date of a
    visit typed by hand: a lone day and month is its latest past day. `serial` takes numbers for Excel's day numbers.

    Raises:
        NotADate: no form fits. ImpossibleDate: there is no such day. AmbiguousDate: several readings fit.
    """
    from alliancectl.values.date_canonical import canonical
    from alliancectl.values.date_typed import Typed

    if len(text) > LONGEST:      # also what keeps every pattern of the reading fast
        raise errors.NotADate(text=text[:40] + "…")
    typed = Typed(text, today, order, complete_year)
    span = None if serial else canonical(text)      # most texts are, and it saves loading the rest
    if span is None:
        from alliancectl.values.date_reading import span_of

        span = span_of(typed, serial=serial)
    if span is None:
        return When(text, "unknown", None, None)
    return When(text, *typed.settled(typed.completed(span)))


def place(value: When, first: str, last: str) -> Literal["in", "maybe", "undated", "out"]:
    """Where the date falls for the period first..last (ISO days, both included); only ``in`` is counted.

    in: both ends inside and neither approximate nor uncertain. out: no day in common. undated: no year is known.
    """
    if value.earliest is None and value.latest is None:
        return "undated"
    if (value.latest is not None and value.latest < first) or (value.earliest is not None and value.earliest > last):
        return "out"
    if uncertain(value) or value.earliest is None or value.latest is None:
        return "maybe"
    return "in" if first <= value.earliest and value.latest <= last else "maybe"


def spoken(value: When, lang: "Lang") -> str:
    """The date for reading: 约2024年5月, about May 2024; `when` reads it back."""
    from alliancectl.values.date_canonical import canonical
    from alliancectl.values.date_spoken import UNKNOWN, in_words

    if value.canonical == "unknown":
        return UNKNOWN.to(lang)
    span = canonical(value.canonical)
    return value.canonical if span is None else in_words(span).to(lang)


def weekday(value: When, lang: "Lang") -> str | None:
    """The day of the week of an exact day (周二, Tue), else None."""
    if not is_day(value) or value.earliest is None:
        return None
    from alliancectl.values.date_names import WEEKDAYS, weekday_of

    return WEEKDAYS[weekday_of(value.earliest)].to(lang)


def is_day(value: When) -> bool:
    """Whether it is one day, in a known year and neither approximate nor uncertain."""
    return value.earliest is not None and value.earliest == value.latest and not uncertain(value)


def uncertain(value: When) -> bool:
    """Whether it is marked approximate (``~``) or uncertain (``?``)."""
    return "~" in value.canonical or "?" in value.canonical
