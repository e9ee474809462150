"""Claims as the rule of the effective claim needs them: on a day, within a period, context, withdrawn; each bounded to its need.

Of the history of a series only what the rule can use is read: the newest claim with a number gives the first day from which
claims can matter. The one that ends last is found by a seek of the index capacity_by_sort a sort of the series (kept.py); where it
speaks of a whole year, the one that begins last is among those that end within it. Beside these are read claims without a
year, preferred ones (and what is newer than they are), those with an `ended` date, and of each lesser basis (approved, effective)
the newest, which is listed however old it is. What a sort says (standing, ended, basis) is asked of the sorts, which are few.

A report asks for several days, which mostly rest on the same claims: a `Reader` makes each claim, series, amount and date once.
"""

import sqlite3
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from alliancectl.kinds.capacity import CAPACITY, STATUS
from alliancectl.kinds.claims import BASES, CONFIDENCE, NO_SOURCE_TIER, Claim, Series
from alliancectl.kinds.source import tier
from alliancectl.store.binding import listed
from alliancectl.store.kept import until_of
from alliancectl.store.tables import column_names

Held = list[tuple[Series, tuple[Claim, ...]]]


class Within(NamedTuple):
    """Output and quota between two ISO days; claims that may lie there, or have no year, are among them."""

    first: str
    last: str
    held: Held


# The fields of a claim that are kept in one column each, and those whose columns make a value together.
_PLAIN, _WIDE = (tuple(map(CAPACITY.field, keys)) for keys in (("basis", "status", "confidence", "standing"), ("amount", "as_of", "started", "ended")))
_CLAIM = ("c.series, c.id, " + ", ".join(f'c."{column}"' for field in (*_PLAIN, *_WIDE) for column in column_names(field))
          + "".join(f", c.{one.value}" for one in CAPACITY.field("sources").own))
_ENDS = list(accumulate((len(field.type.columns) for field in _WIDE), initial=2 + len(_PLAIN)))
_AMOUNT, _AS_OF, _STARTED, _ENDED = (slice(first, last) for first, last in pairwise(_ENDS))   # their cells of a row
_OWN = slice(_ENDS[-1], _ENDS[-1] + len(CAPACITY.field("sources").own))
_SERIES = ", ".join(f"series.{name}" for name in Series._fields)
_STATUSES = {choice.key for choice in STATUS.choices}   # another program may have written what is no choice
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
SELECT {_CLAIM} FROM needed AS n
CROSS JOIN capacity AS c ON c.series = n.series AND c.until BETWEEN n.since AND :until
WHERE {_STANDS}
UNION ALL
SELECT {_CLAIM} {_TOLD}
WHERE t.as_of_latest IS NULL AND coalesce(t.as_of_earliest, '') <= :day AND s.member IS NOT NULL AND s.measure = 'capacity' AND {_STANDS}
UNION ALL
SELECT {_CLAIM} FROM capacity AS c
CROSS JOIN needed AS n ON n.series = c.series
WHERE c.ended IS NOT NULL AND c.ended_latest <= :day AND c.until < n.since AND c.until <= :until AND {_STANDS}
UNION ALL
SELECT {_CLAIM} FROM lesser AS l CROSS JOIN needed AS n ON n.series = l.series
CROSS JOIN capacity AS c ON c.series = l.series AND c.basis = l.basis AND c.until >= l.since AND c.until < n.since
WHERE {_STANDS} AND c.until <= :until AND (c.ended IS NULL OR c.ended_latest IS NULL OR c.ended_latest > :day)
"""

_BEYOND = f"""
SELECT {_CLAIM} {_TOLD}
WHERE t.as_of_latest > :day AND t.as_of_earliest <= :day AND s.member IS NOT NULL AND s.measure = 'capacity' AND {_STANDS}
"""

# Those that end within, those that begin by its end and end later or never. Of claims that say the
# same (that share their sets and state one amount) the first, and the numbers of all: where a line's output of a year was stated five hundred
# times, each may contradict the others, and most say the same.
_IN_SETS = {column for shared in CAPACITY.shared for column in shared.columns}
_SAYS = [*(shared.key for shared in CAPACITY.shared), *(name for name in column_names(CAPACITY.field("amount")) if name not in _IN_SETS)]
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
SELECT {_CLAIM}, said.numbers FROM said CROSS JOIN capacity AS c ON c.id = said.id
"""

_ASIDE = f"""
SELECT {_CLAIM} FROM series AS s CROSS JOIN capacity AS c ON c.series = s.id
WHERE s.member IS NULL AND coalesce(c.as_of_latest, c.as_of_earliest, '') <= :day AND {_STANDS}
UNION ALL
SELECT {_CLAIM} FROM capacity AS c CROSS JOIN series AS s ON s.id = c.series
WHERE c.standing = 'withdrawn' AND c.removed IS NULL
"""

_OF_SERIES = f"""
SELECT {_CLAIM} FROM capacity AS c WHERE c.series = :series AND {_STANDS}
  AND EXISTS (SELECT 1 FROM capacity AS p WHERE p.series = :series AND p.standing = 'preferred' AND p.removed IS NULL)
"""


def _number(day: str) -> int:
    """An ISO day as the whole number that claims are sought by: 20241231."""
    return int(day.replace("-", ""))


class Reader:
    """What was read of a file's claims so far, for the questions of one report."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._series: dict[int, Series] = {}
        self._claims: dict[int, Claim] = {}
        self._tiers: dict[int, int] = {}   # of sources
        self._sources = _Made(self._sources_of)
        self._amounts, self._dates = (_Made(CAPACITY.field(key).type.value) for key in ("amount", "as_of"))

    def on_day(self, day: str) -> Held:
        """The capacity claims of members that the rule of the effective claim needs on an ISO day, by series."""
        return self.held(_ON_A_DAY, {"day": day, "until": _number(day)})

    def beyond(self, day: str) -> Held:
        """Capacity claims of members whose as-of begins by an ISO day and may end after it: not known yet on that day."""
        return self.held(_BEYOND, {"day": day, "until": _number(day)})

    def within(self, first: str, last: str) -> Within:
        """Output and quota of members that lie between two ISO days, may lie there, or have no year."""
        return Within(first, last, self.held(_WITHIN, {"since": _number(first), "until": _number(last), "last": last}))

    def aside(self, day: str) -> Held:
        """What is in no total: claims of a scope that is no member (中国) up to an ISO day, and those that were withdrawn."""
        return self.held(_ASIDE, {"day": day})

    def held(self, query: str, values: dict[str, Any]) -> Held:
        """The claims that a query of `_CLAIM` finds, by series, in the order of their numbers."""
        rows = self._connection.execute(query, values).fetchall()
        self._make([row for row in rows if row[1] not in self._claims])
        found: dict[int, list[Claim]] = {}
        for row in rows:
            found.setdefault(row[0], []).append(self._claims[row[1]])
        return [(self._series[number], tuple(sorted(claims) if len(claims) > 1 else claims)) for number, claims in sorted(found.items())]

    def _make(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Make the claims of these rows, with their series and the best tier of their sources."""
        unknown = {row[0] for row in rows} - self._series.keys()
        self._series |= {row[0]: Series._make(row) for row in self._connection.execute(
            f"SELECT {_SERIES} FROM json_each(?) AS j CROSS JOIN series ON series.id = j.value", (listed(unknown),))}
        cited = self._cited([row[1] for row in rows])
        self._learn_tiers({source for row in rows for source in row[_OWN]}.union(*cited.values()) - {None})
        for row in rows:
            series, number, basis, status, confidence, standing = row[:6]
            sources, best = self._sources[(*row[_OWN], *cited[number]) if number in cited else row[_OWN]]
            self._claims[number] = Claim(
                number, series, basis if basis in BASES else "unspecified", status if status in _STATUSES else "unknown",
                self._amounts[row[_AMOUNT]], self._dates[row[_AS_OF]], self._dates[row[_STARTED]], self._dates[row[_ENDED]], best,
                confidence if confidence in CONFIDENCE else None, standing or "normal", sources,
                tuple(sorted(map(int, row[-1].split(","))))[1:] if len(row) > _OWN.stop else ())

    def _cited(self, claims: list[int]) -> dict[int, list[int]]:
        """The sources of each claim beside those that it holds itself; claims without any are left out."""
        found: dict[int, list[int]] = {}
        for claim, source in self._connection.execute(
                "SELECT c.capacity, c.source FROM json_each(?) AS j CROSS JOIN capacity_source_row AS c ON c.capacity = j.value"
                " WHERE c.removed IS NULL ORDER BY c.id", (listed(claims),)):
            found.setdefault(claim, []).append(source)
        return found

    def _sources_of(self, cited: tuple[int | None, ...]) -> tuple[tuple[int, ...], int]:
        """Each of these sources once, in their order, and the best of their tiers."""
        sources = tuple(dict.fromkeys(source for source in cited if source in self._tiers))
        return sources, min(map(self._tiers.__getitem__, sources), default=NO_SOURCE_TIER)

    def _learn_tiers(self, sources: set[Any]) -> None:
        if unknown := sources - self._tiers.keys():
            self._tiers |= {number: tier(kind) for number, kind in self._connection.execute(
                "SELECT s.id, s.kind FROM json_each(?) AS j CROSS JOIN source AS s ON s.id = j.value", (listed(unknown),))}


class _Made(dict[tuple[Any, ...], Any]):
    """What was made of the same cells: an amount, a date, a list of sources is made once, and many claims hold it."""

    def __init__(self, make: Callable[[tuple[Any, ...]], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cells: tuple[Any, ...]) -> Any:
        made = self[cells] = self._make(cells)
        return made


def beside_preferred(connection: sqlite3.Connection, series: int) -> tuple[Claim, ...]:
    """The standing claims of a series in which one is preferred; none where none is."""
    return next((claims for _, claims in Reader(connection).held(_OF_SERIES, {"series": series})), ())
