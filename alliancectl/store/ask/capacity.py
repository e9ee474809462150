"""What a yearly report tells about capacity: the claims of its days and periods, and what they name. Few queries for all members.

Only standing rows are read. The claims of a body that is no member on the day are fetched too, and it is for the report to
set them apart (`Snapshot.members`): capacity counts for those who are counted as members on that day.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from alliancectl.store.ask.capacity_claims import Held, Within, aside, beyond, held, on_day, within
from alliancectl.store.ask.members import Membership
from alliancectl.store.ask.problems import tolerance
from alliancectl.store.binding import listed
from alliancectl.store.known import units
from alliancectl.values.amount import Units


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


Quotes = dict[int, tuple[tuple[int, str], ...]]   # claim -> the words of its sources, each by its source, in the order they were cited


class Snapshot(NamedTuple):
    """One day: the capacity claims that it needs, by series, and who is counted as a member on it."""

    day: str
    held: Held
    members: frozenset[int]


class Answers(NamedTuple):
    """All that the report tells about capacity. In no total: `beyond`, whose as-of may lie after the end; `aside`, context and withdrawn."""

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
    beyond: Held
    aside: Held


def answers(
    connection: sqlite3.Connection, memberships: Sequence[Membership], first: str, last: str, before: str,
    previous_first: str, previous_last: str,
) -> Answers:
    """What a yearly report from `first` to `last` tells: as of its last day, the day `before` it, and the previous period.

    All days are ISO, inclusive.
    """
    days = dict.fromkeys((last, before, previous_last))
    year, year_before, after, others, *on = held(
        connection, within(first, last), within(previous_first, previous_last), beyond(last), aside(last), *map(on_day, days))
    snapshots = {day: Snapshot(day, claims, _members(memberships, day)) for day, claims in zip(days, on, strict=True)}
    return Answers(
        tolerance(connection), units(connection),
        tuple(connection.execute(
            "SELECT key, zh, en FROM choice WHERE list = 'chain' AND removed IS NULL ORDER BY position IS NULL, position, id")),
        _products(connection), _named(connection, "member", "name_other, kind"), _named(connection, "site", "NULL, NULL"),
        _named(connection, "source", "NULL, kind"), snapshots[last], snapshots[before], snapshots[previous_last],
        Within(first, last, year), Within(previous_first, previous_last, year_before), after, others)


# ---- who and what -------------------------------------------------------------------------------------------------


def quotes(connection: sqlite3.Connection, claims: Iterable[int]) -> Quotes:
    """What the sources of each of these claims say, of those that are quoted."""
    found: Quotes = {}
    for _, claim, source, quote in connection.execute(
            "SELECT c.id, c.capacity, c.source, c.quote FROM json_each(?) AS j"
            " CROSS JOIN capacity_source AS c ON c.capacity = j.value WHERE c.quote IS NOT NULL AND c.removed IS NULL ORDER BY c.id", (listed(set(claims)),)):
        found[claim] = (*found.get(claim, ()), (source, quote))
    return found


def _members(memberships: Sequence[Membership], day: str) -> frozenset[int]:
    return frozenset(one.member.id for one in memberships if any(stay.on(day) for stay in one.stays))


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
