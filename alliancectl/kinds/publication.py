"""Whether a year can only have come from the publication date of a source: the rule of `year-suspicious`, written once; no I/O.

A visit: its date was written without a year, or the quote names none, and the report came out more than a month later.
Output or a quota: stated for a year that was not over when the source came out. The title or quote may name the year.
"""

import datetime
from typing import NamedTuple

from alliancectl.values.names import fold
from alliancectl.values.when import When

NEAR = 31   # days after a visit in which a report of it may leave the year out


class Dated(NamedTuple):
    """A date with the one source that its record has: what the source's title says, its quote, when it was published."""

    code: str
    kind: str
    field: str
    date: When
    title: str
    quote: str
    published: When

    @property
    def year(self) -> str:
        """The year that is stated: 2019."""
        return (self.date.earliest or "")[:4]


def is_suspicious(found: Dated) -> bool:
    """Whether only the publication date can have given the year, which is that of the publication."""
    if _names(found.quote, found.year) or _names(found.title, found.year):
        return False
    return _visit_is_suspicious(found) if found.kind == "visit" else _figure_is_suspicious(found)


def _visit_is_suspicious(found: Dated) -> bool:
    completed = not _names(found.date.text, found.year)
    return (completed or bool(found.quote.strip())) and _days(found.date, found.published) > NEAR


def _figure_is_suspicious(found: Dated) -> bool:
    return bool(found.quote.strip()) and (found.published.latest or "") < f"{found.year}-12-31"


def _names(text: str, year: str) -> bool:
    """Whether a text names a year, in digits or in Chinese."""
    folded = fold(text).replace("零", "〇")
    return year in folded or "".join("〇一二三四五六七八九"[int(digit)] for digit in year) in folded


def _days(date: When, published: When) -> int:
    """How many days at least lie between a date and the publication."""
    first, last = (datetime.date.fromisoformat(str(day)) for day in (date.latest, published.earliest))
    return (last - first).days
