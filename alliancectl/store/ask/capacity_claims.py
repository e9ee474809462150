"""Claims as the rule of the effective claim needs them: on a day, within a period, context, withdrawn; each bounded to its need.

Of the history of a series only what the rule can use is read: the newest claim with a number gives the first day from which
claims can matter. The one that ends last is found by a seek of the index capacity_by_sort a sort of the series (kept.py); where it
speaks of a whole year, the one that begins last is among those that end within it. Beside these are read claims without a
year, preferred ones (and what is newer than they are), those with an `ended` date, and of each lesser basis (approved, effective)
the newest, which is listed however old it is. What a sort says (standing, ended, basis) is asked of the sorts, which are few.

A report asks for several days and years at once, so that what their claims say alike is read once (`claims_made`).
"""

import sqlite3
from typing import Any, NamedTuple

from alliancectl.kinds.claims import Claim, Series
from alliancectl.store.ask.claims_made import CLAIM, OWN, SHARED, Made, made
from alliancectl.store.kept import until_of

Held = list[tuple[Series, tuple[Claim, ...]]]


class Question(NamedTuple):
    """A query that finds rows of `CLAIM`, and the values it is asked with."""

    query: str
    values: dict[str, Any]


class Within(NamedTuple):
    """Output and quota between two ISO days; claims that may lie there, or have no year, are among them."""

    first: str
    last: str
    held: Held


_STANDS = "c.removed IS NULL AND c.standing IS NOT 'withdrawn'"
_NUMBERED = "c.removed IS NULL AND c.amount_base IS NOT NULL"
_BEGINS = until_of("coalesce(c.as_of_earliest, '')")


def _last(of: str, *then: str) -> str:
    """The SQL of: of the claims with a number of a sort `of`, up to a day, one that ends last: its last day and first day in one number.

    The claims of a sort (all that they say but amount, date and sources) stand in the index by their last day: this is one seek. Of
    several it is any of them, unless what the order is `then` by says which: that costs half as much again.
    """
    return f"""(SELECT c.until * {_DAYS} + {_BEGINS} FROM capacity AS c
    WHERE c.sort = {of}.id AND c.until <= :until AND {_NUMBERED}
    ORDER BY {", ".join(("c.until DESC", *then))} LIMIT 1)"""


_DAYS = 100_000_000   # more than the number of any day
_SORTS_IN_POOL = "o.standing IS NOT 'withdrawn' AND coalesce(o.basis, 'unspecified') NOT IN ('approved', 'effective')"
# Of the claims that end within the one that ends last, the last one of a single day: nothing that ends before it begins later. Whichever is
# taken for the one that ends last of several, what begins last is among those.
_EXACT = f"""(SELECT max((SELECT c.until FROM capacity AS c
      WHERE c.sort = o.id AND c.until BETWEEN l.day % {_DAYS} AND :until AND {_NUMBERED} AND c.as_of_earliest = c.as_of_latest
      ORDER BY c.until DESC LIMIT 1)) FROM capacity_sort AS o WHERE o.series = l.series AND {_SORTS_IN_POOL})"""
# What ends on no known day, or after the day that is asked for: of many claims few, and of few dates.
_TOLD = """FROM capacity_told AS t
CROSS JOIN capacity AS c ON c.told = t.id
CROSS JOIN series AS s ON s.id = c.series"""
_ON_A_DAY = f"""
WITH last(series, day) AS MATERIALIZED (
  SELECT s.id, coalesce(max({_last("o")}), 0)
  FROM series AS s LEFT JOIN capacity_sort AS o
    ON o.series = s.id AND {_SORTS_IN_POOL}
  WHERE s.member IS NOT NULL AND s.measure = 'capacity'
  GROUP BY s.id
), preferred(series, since) AS MATERIALIZED (
  SELECT c.series, min({_BEGINS}) FROM capacity AS c
  WHERE c.standing = 'preferred' AND c.removed IS NULL AND coalesce(c.as_of_latest, '') <= :day
  GROUP BY c.series
), needed(series, since) AS MATERIALIZED (
  SELECT l.series, min(coalesce(p.since, {_DAYS}), CASE WHEN l.day / {_DAYS} = l.day % {_DAYS} THEN l.day % {_DAYS} ELSE (
    SELECT max({_BEGINS}) FROM capacity AS c
    WHERE c.series = l.series AND {_NUMBERED} AND {_STANDS} AND coalesce(c.basis, 'unspecified') NOT IN ('approved', 'effective')
      AND c.until BETWEEN max(l.day % {_DAYS}, coalesce({_EXACT}, 0)) AND :until) END)
  FROM last AS l LEFT JOIN preferred AS p ON p.series = l.series
), lesser(series, basis, since) AS MATERIALIZED (
  SELECT o.series, o.basis, max({_last("o", "c.as_of_earliest DESC")}) % {_DAYS}
  FROM capacity_sort AS o WHERE o.basis IN ('approved', 'effective') AND o.standing IS NOT 'withdrawn'
  GROUP BY o.series, o.basis
)
SELECT {CLAIM} FROM needed AS n
CROSS JOIN capacity AS c ON c.series = n.series AND c.until BETWEEN n.since AND :until
WHERE {_STANDS}
UNION ALL
SELECT {CLAIM} {_TOLD}
WHERE t.as_of_latest IS NULL AND coalesce(t.as_of_earliest, '') <= :day AND s.member IS NOT NULL AND s.measure = 'capacity' AND {_STANDS}
UNION ALL
SELECT {CLAIM} FROM capacity AS c
CROSS JOIN needed AS n ON n.series = c.series
WHERE c.ended IS NOT NULL AND c.ended_latest <= :day AND c.until < n.since AND c.until <= :until AND {_STANDS}
UNION ALL
SELECT {CLAIM} FROM lesser AS l CROSS JOIN needed AS n ON n.series = l.series
CROSS JOIN capacity AS c ON c.series = l.series AND c.basis = l.basis AND c.until >= l.since AND c.until < n.since
WHERE {_STANDS} AND c.until <= :until AND (c.ended IS NULL OR c.ended_latest IS NULL OR c.ended_latest > :day)
"""

_BEYOND = f"""
SELECT {CLAIM} {_TOLD}
WHERE t.as_of_latest > :day AND t.as_of_earliest <= :day AND s.member IS NOT NULL AND s.measure = 'capacity' AND {_STANDS}
"""

# Those that end within, those that begin by its end and end later or never. Of claims that say the
# same (that share their sets and state one amount) the first, and the numbers of all: where a line's output of a year was stated five hundred
# times, each may contradict the others, and most say the same.
_SAYS = (*(shared.key for shared in SHARED), *OWN)
_STATED = ", ".join(("c.id", *(f"c.{name}" for name in _SAYS)))
_WITHIN = f"""
WITH stated AS (
  SELECT {_STATED} FROM series AS s
  CROSS JOIN capacity AS c ON c.series = s.id AND c.until BETWEEN :since AND :until
  WHERE s.member IS NOT NULL AND s.measure IN ('output', 'quota') AND {_STANDS}
  UNION ALL
  SELECT {_STATED} {_TOLD}
  WHERE coalesce(t.as_of_latest, '9999') > :last AND coalesce(t.as_of_earliest, '') <= :last
    AND s.member IS NOT NULL AND s.measure IN ('output', 'quota') AND {_STANDS}
), said(id, numbers) AS MATERIALIZED (
  SELECT min(id), group_concat(id) FROM stated
  GROUP BY {", ".join(_SAYS)}, iif(EXISTS (SELECT 1 FROM capacity_source_row AS r WHERE r.capacity = stated.id), id, 0)
)
SELECT {CLAIM}, said.numbers FROM said CROSS JOIN capacity AS c ON c.id = said.id
"""

_ASIDE = f"""
SELECT {CLAIM} FROM series AS s CROSS JOIN capacity AS c ON c.series = s.id
WHERE s.member IS NULL AND coalesce(c.as_of_latest, c.as_of_earliest, '') <= :day AND {_STANDS}
UNION ALL
SELECT {CLAIM} FROM capacity AS c CROSS JOIN series AS s ON s.id = c.series
WHERE c.standing = 'withdrawn' AND c.removed IS NULL
"""

_OF_SERIES = f"""
SELECT {CLAIM} FROM capacity AS c WHERE c.series = :series AND {_STANDS}
  AND EXISTS (SELECT 1 FROM capacity AS p WHERE p.series = :series AND p.standing = 'preferred' AND p.removed IS NULL)
"""


def _number(day: str) -> int:
    """An ISO day as the whole number that claims are sought by: 20241231."""
    return int(day.replace("-", ""))


# ---- the questions ------------------------------------------------------------------------------------------------


def on_day(day: str) -> Question:
    """The capacity claims of members that the rule of the effective claim needs on an ISO day."""
    return Question(_ON_A_DAY, {"day": day, "until": _number(day)})


def beyond(day: str) -> Question:
    """Capacity claims of members whose as-of begins by an ISO day and may end after it: not known yet on that day."""
    return Question(_BEYOND, {"day": day, "until": _number(day)})


def within(first: str, last: str) -> Question:
    """Output and quota of members that lie between two ISO days, may lie there, or have no year."""
    return Question(_WITHIN, {"since": _number(first), "until": _number(last), "last": last})


def aside(day: str) -> Question:
    """What is in no total: claims of a scope that is no member (中国) up to an ISO day, and those that were withdrawn."""
    return Question(_ASIDE, {"day": day})


def held(connection: sqlite3.Connection, *questions: Question) -> list[Held]:
    """The claims that each question finds, by series, in the order of their numbers; what several find is made once."""
    found = [connection.execute(*question).fetchall() for question in questions]
    all_made = made(connection, {row[1]: row for rows in found for row in rows})
    return [_by_series(rows, all_made) for rows in found]


def _by_series(rows: list[tuple[Any, ...]], known: Made) -> Held:
    found: dict[int, list[Claim]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(known.claims[row[1]])
    return [(known.series[number], tuple(sorted(claims) if len(claims) > 1 else claims)) for number, claims in sorted(found.items())]


def beside_preferred(connection: sqlite3.Connection, series: int) -> tuple[Claim, ...]:
    """The standing claims of a series in which one is preferred; none where none is."""
    return next((claims for _, claims in held(connection, Question(_OF_SERIES, {"series": series}))[0]), ())
