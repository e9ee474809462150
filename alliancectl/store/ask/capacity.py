"""What the claims say on a day and within a period: few queries for all members, each bounded to what a day needs.

Only standing rows are read. The claims of a body that is no member on the day are fetched too, and it is for the report to
set them apart (`Snapshot.members`): capacity counts for those who are counted as members on that day.

Of the history of a series only what the rule of the effective claim can use is read: the newest claim with a number gives
the first day from which claims can matter, found by one seek of the index capacity(series, as_of_latest, as_of_earliest);
beside it claims without a year, preferred ones (and what is newer than they are) and those with an `ended` date. The
partial indexes on `standing` and `ended` keep the last two from reading the whole table.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from alliancectl.kinds.capacity import CAPACITY
from alliancectl.kinds.claims import NO_SOURCE_TIER, Claim, Series
from alliancectl.kinds.source import tier
from alliancectl.store.ask.members import Membership
from alliancectl.store.known import units
from alliancectl.store.schema import column_names
from alliancectl.values.amount import Units

Held = list[tuple[Series, tuple[Claim, ...]]]


class Product(NamedTuple):
    """A product with its chain positions; `base_unit` is the one that its figures are added in, empty where it has none."""

    id: int
    name: str
    name_other: str | None
    chain: tuple[str, ...]
    base_unit: str


class Named(NamedTuple):
    """A member, site or source as reports name it; `kind` is a member's or a source's."""

    id: int
    name: str
    name_other: str | None = None
    kind: str | None = None


class Words(NamedTuple):
    """The words of one claim as they were written; `quotes` are by source, in the order they were cited."""

    line: str | None
    grade: str | None
    scope: str | None
    why: str | None
    note: str | None
    quotes: tuple[tuple[int, str | None], ...]


class Snapshot(NamedTuple):
    """One day: the capacity claims that it needs, by series, and who is counted as a member on it."""

    day: str
    held: Held
    members: frozenset[int]


class Within(NamedTuple):
    """Output and quota between two ISO days; claims that may lie there, or have no year, are among them."""

    first: str
    last: str
    held: Held


class Answers(NamedTuple):
    """All that the report tells about capacity. `aside` are context claims and withdrawn ones, in no total."""

    tolerance: Decimal
    units: Units
    chain: tuple[tuple[str, str, str], ...]   # key, zh, en
    products: dict[int, Product]
    members: dict[int, Named]
    sites: dict[int, Named]
    sources: dict[int, Named]
    end: Snapshot
    start: Snapshot
    previous: Snapshot
    year: Within
    year_before: Within
    aside: Held
    words: dict[int, Words]


def answers(
    connection: sqlite3.Connection, memberships: Sequence[Membership], first: str, last: str, before: str,
    previous_first: str, previous_last: str,
) -> Answers:
    """What a yearly report from `first` to `last` tells: as of its last day, the day `before` it, and the previous period.

    All days are ISO, inclusive.
    """
    days = {day: _snapshot(connection, memberships, day) for day in dict.fromkeys((last, before, previous_last))}
    year, year_before = within(connection, first, last), within(connection, previous_first, previous_last)
    aside = context(connection, last) + withdrawn(connection)
    shown = [claim.id for held in (days[last].held, days[before].held, year.held, aside) for _, claims in held
             for claim in claims]
    return Answers(
        Decimal(connection.execute("SELECT coalesce(tolerance, '1') FROM alliance").fetchone()[0]), units(connection),
        tuple(connection.execute(
            "SELECT key, zh, en FROM choice WHERE list = 'chain' AND removed IS NULL ORDER BY position IS NULL, position, id")),
        _products(connection), _named(connection, "member", "name_other, kind"), _named(connection, "site", "NULL, NULL"),
        _named(connection, "source", "NULL, kind"), days[last], days[before], days[previous_last],
        year, year_before, aside, words(connection, shown))


# ---- claims -------------------------------------------------------------------------------------------------------

_FIELDS = tuple(CAPACITY.field(key) for key in (
    "basis", "status", "amount", "as_of", "started", "ended", "confidence", "standing"))
_SERIES = ", ".join(f"s.{name}" for name in Series._fields)
_CELLS = _SERIES + ", c.id, " + ", ".join(f'c."{column}"' for field in _FIELDS for column in column_names(field))
_STANDS = "c.removed IS NULL AND c.standing IS NOT 'withdrawn'"

_ON_A_DAY = f"""
WITH newest(series, first) AS MATERIALIZED (
  SELECT s.id, coalesce((
    SELECT coalesce(c.as_of_earliest, '') FROM capacity AS c
    WHERE c.series = s.id AND c.as_of_latest <= :day AND {_STANDS}
      AND c.amount_base IS NOT NULL AND coalesce(c.basis, 'unspecified') IN ('nameplate', 'unspecified')
    ORDER BY c.as_of_latest DESC, c.as_of_earliest DESC LIMIT 1), '')
  FROM series AS s WHERE s.member IS NOT NULL AND s.measure = 'capacity'
), preferred(series, first) AS MATERIALIZED (
  SELECT c.series, min(coalesce(c.as_of_earliest, '')) FROM capacity AS c
  WHERE c.standing = 'preferred' AND c.removed IS NULL AND coalesce(c.as_of_latest, '') <= :day
  GROUP BY c.series
), needed(series, first) AS MATERIALIZED (
  SELECT n.series, min(n.first, coalesce(p.first, n.first)) FROM newest AS n LEFT JOIN preferred AS p ON p.series = n.series
)
SELECT {_CELLS} FROM needed AS n
CROSS JOIN series AS s ON s.id = n.series
CROSS JOIN capacity AS c ON c.series = n.series AND c.as_of_latest BETWEEN n.first AND :day
WHERE {_STANDS}
UNION ALL
SELECT {_CELLS} FROM series AS s
CROSS JOIN capacity AS c ON c.series = s.id AND c.as_of_latest IS NULL
WHERE s.member IS NOT NULL AND s.measure = 'capacity' AND coalesce(c.as_of_earliest, '') <= :day AND {_STANDS}
UNION ALL
SELECT {_CELLS} FROM capacity AS c
CROSS JOIN needed AS n ON n.series = c.series
CROSS JOIN series AS s ON s.id = n.series
WHERE c.ended IS NOT NULL AND c.ended_latest <= :day AND c.as_of_latest < n.first AND c.as_of_latest <= :day AND {_STANDS}
"""

_WITHIN = f"""
SELECT {_CELLS} FROM series AS s
CROSS JOIN capacity AS c ON c.series = s.id AND c.as_of_latest >= :first
WHERE s.member IS NOT NULL AND s.measure IN ('output', 'quota') AND coalesce(c.as_of_earliest, '') <= :last AND {_STANDS}
UNION ALL
SELECT {_CELLS} FROM series AS s
CROSS JOIN capacity AS c ON c.series = s.id AND c.as_of_latest IS NULL
WHERE s.member IS NOT NULL AND s.measure IN ('output', 'quota') AND coalesce(c.as_of_earliest, '') <= :last AND {_STANDS}
"""

_CONTEXT = f"""
SELECT {_CELLS} FROM series AS s CROSS JOIN capacity AS c ON c.series = s.id
WHERE s.member IS NULL AND coalesce(c.as_of_latest, c.as_of_earliest, '') <= :day AND {_STANDS}
"""

_WITHDRAWN = f"""
SELECT {_CELLS} FROM capacity AS c CROSS JOIN series AS s ON s.id = c.series
WHERE c.standing = 'withdrawn' AND c.removed IS NULL
"""


def on_day(connection: sqlite3.Connection, day: str) -> Held:
    """The capacity claims of members that the rule of the effective claim needs on an ISO day, by series."""
    return _held(connection, _ON_A_DAY, {"day": day})


def within(connection: sqlite3.Connection, first: str, last: str) -> Within:
    """Output and quota of members that lie between two ISO days, may lie there, or have no year."""
    return Within(first, last, _held(connection, _WITHIN, {"first": first, "last": last}))


def context(connection: sqlite3.Connection, day: str) -> Held:
    """Claims of a scope that is no member (中国), up to an ISO day: context, in no total."""
    return _held(connection, _CONTEXT, {"day": day})


def withdrawn(connection: sqlite3.Connection) -> Held:
    """Claims that were withdrawn."""
    return _held(connection, _WITHDRAWN, {})


def _held(connection: sqlite3.Connection, query: str, values: dict[str, str]) -> Held:
    rows = connection.execute(query, values).fetchall()
    width = len(Series._fields)
    cited = _tiers(connection, [row[width] for row in rows])
    found: dict[Series, list[Claim]] = {}
    for row in rows:
        found.setdefault(Series(*row[:width]), []).append(_claim(row[width:], row[0], cited))
    return [(series, tuple(sorted(found[series]))) for series in sorted(found)]


def _claim(cells: tuple[Any, ...], series: int, cited: dict[int, tuple[int, tuple[int, ...]]]) -> Claim:
    values: list[Any] = []
    at = 1
    for field in _FIELDS:
        width = len(field.type.columns)
        values.append(field.type.value(cells[at:at + width]))
        at += width
    basis, status, amount, as_of, started, ended, confidence, standing = values
    best, sources = cited.get(cells[0], (NO_SOURCE_TIER, ()))
    return Claim(cells[0], series, basis or "unspecified", status or "unknown", amount, as_of, started, ended, best,
                 confidence, standing or "normal", sources)


def _tiers(connection: sqlite3.Connection, claims: Iterable[int]) -> dict[int, tuple[int, tuple[int, ...]]]:
    """The best tier of each claim's sources, and the sources; claims without any are left out."""
    found: dict[int, tuple[int, tuple[int, ...]]] = {}
    for claim, source, kind in connection.execute(
            "SELECT c.capacity, c.source, r.kind FROM json_each(?) AS j"
            " CROSS JOIN capacity_source AS c ON c.capacity = j.value JOIN source AS r ON r.id = c.source"
            " WHERE c.removed IS NULL ORDER BY c.id", (json.dumps(list(claims)),)):
        best, sources = found.get(claim, (9, ()))
        found[claim] = (min(best, tier(kind)), sources if source in sources else (*sources, source))
    return found


# ---- who and what -------------------------------------------------------------------------------------------------


def words(connection: sqlite3.Connection, claims: Iterable[int]) -> dict[int, Words]:
    """The words of each of these claims."""
    wanted = json.dumps(sorted(set(claims)))
    quotes: dict[int, tuple[tuple[int, str | None], ...]] = {}
    for claim, source, quote in connection.execute(
            "SELECT c.capacity, c.source, c.quote FROM json_each(?) AS j"
            " CROSS JOIN capacity_source AS c ON c.capacity = j.value WHERE c.removed IS NULL ORDER BY c.id", (wanted,)):
        quotes[claim] = (*quotes.get(claim, ()), (source, quote))
    return {claim: Words(line, grade, scope, why, note, quotes.get(claim, ()))
            for claim, line, grade, scope, why, note in connection.execute(
                "SELECT c.id, c.line, c.grade, c.scope, c.why, c.note FROM json_each(?) AS j"
                " CROSS JOIN capacity AS c ON c.id = j.value", (wanted,))}


def _snapshot(connection: sqlite3.Connection, memberships: Sequence[Membership], day: str) -> Snapshot:
    members = frozenset(one.member.id for one in memberships if any(stay.on(day) for stay in one.stays))
    return Snapshot(day, on_day(connection, day), members)


def _products(connection: sqlite3.Connection) -> dict[int, Product]:
    chain: dict[int, tuple[str, ...]] = {}
    for product, position in connection.execute("SELECT product, chain FROM product_chain WHERE removed IS NULL ORDER BY id"):
        chain[product] = (*chain.get(product, ()), position)
    return {row[0]: Product(row[0], row[1], row[2], chain.get(row[0], ()), row[3]) for row in connection.execute(
        "SELECT p.id, p.name, p.name_other, coalesce((SELECT b.key FROM unit AS u JOIN unit AS b ON b.family = u.family"
        " WHERE u.key = p.unit AND b.factor = '1' ORDER BY b.id LIMIT 1), '')"
        " FROM product AS p WHERE p.removed IS NULL ORDER BY p.id")}


def _named(connection: sqlite3.Connection, table: str, also: str) -> dict[int, Named]:
    titled = "title" if table == "source" else "name"
    return {row[0]: Named(*row) for row in connection.execute(
        f'SELECT id, {titled}, {also} FROM "{table}" WHERE removed IS NULL ORDER BY id')}
