"""The questions that `check` alone asks of the records: what lacks something, stands twice, or does not fit; read in blocks where there may be many."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind, Record
from alliancectl.store.ask.problems import repetitions
from alliancectl.store.blocks import AT_ONCE, Selection
from alliancectl.store.kept import until_of
from alliancectl.store.records import records
from alliancectl.values.when import When


class Stated(NamedTuple):
    """What a member's claims with one as-of have in common: the first of them, and how many there are."""

    first: int
    claims: int
    member: int
    as_of: When


class Repeat(NamedTuple):
    """A claim that says what an earlier one says; it is a `copy` of the first where it says nothing else."""

    claim: Record
    first: str
    copy: bool


TITLED = ("member", "scope", "product", "amount")   # what a claim is called by


def without_source(connection: sqlite3.Connection) -> Iterator[Record]:
    """Standing claims that cite nothing."""
    return _in_blocks(
        connection, KINDS["capacity"], TITLED, "SELECT t.id FROM capacity AS t WHERE t.removed IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM capacity_source AS s WHERE s.capacity = t.id AND s.removed IS NULL) ORDER BY t.id")


def undated_visits(connection: sqlite3.Connection) -> Iterator[Record]:
    """Standing visits whose year nobody knows."""
    return _in_blocks(connection, KINDS["visit"], ("date", "subject"), "SELECT t.id FROM visit AS t"
                      " WHERE t.removed IS NULL AND t.date_earliest IS NULL AND t.date_latest IS NULL ORDER BY t.id")


def repeated_visits(connection: sqlite3.Connection) -> Iterator[tuple[Record, str]]:
    """Visits of one day with the same direction, visitor, subject and members as an earlier one, each with the first one's id."""
    pairs = connection.execute(
        "WITH told AS MATERIALIZED (SELECT v.id, v.date, v.direction, v.visitor, v.subject, ("
        "  SELECT group_concat(member) FROM (SELECT m.member FROM visit_member AS m WHERE m.visit = v.id AND m.removed IS NULL ORDER BY m.member)"
        " ) AS members FROM visit AS v WHERE v.removed IS NULL AND v.date_earliest = v.date_latest)"
        " SELECT id, first FROM (SELECT id, min(id) OVER (PARTITION BY date, direction, visitor, subject, members) AS first FROM told)"
        " WHERE id > first ORDER BY id")
    while some := dict(pairs.fetchmany(AT_ONCE)):
        for visit in _block(connection, KINDS["visit"], ("date", "subject"), [*some]):
            yield visit, f"V{some[visit.id]}"


def undated_claims(connection: sqlite3.Connection) -> Iterator[Record]:
    """Standing claims without a year, the withdrawn ones aside."""
    return _in_blocks(connection, KINDS["capacity"], (*TITLED, "as_of"), "SELECT t.id FROM capacity AS t WHERE t.removed IS NULL"
                      " AND t.as_of_earliest IS NULL AND t.as_of_latest IS NULL AND t.standing IS NOT 'withdrawn' ORDER BY t.id")


def _in_blocks(connection: sqlite3.Connection, kind: Kind, fields: Sequence[str], statement: str) -> Iterator[Record]:
    """The records of the numbers that a statement gives, in its order, read some at a time."""
    numbers = connection.execute(statement)
    while some := numbers.fetchmany(AT_ONCE):
        yield from _block(connection, kind, fields, [row[0] for row in some])


def _block(connection: sqlite3.Connection, kind: Kind, fields: Sequence[str], numbers: Sequence[int]) -> Iterator[Record]:
    return (record for record, _ in Selection(connection, kind, numbers).blocks(map(kind.field, fields)).records())


def repeated_claims(connection: sqlite3.Connection) -> Iterator[Repeat]:
    """The claims that say the same of the same as an earlier one, with a source in common; read some at a time."""
    kind, pairs = KINDS["capacity"], repetitions(connection)
    titled = [kind.field(key) for key in TITLED]
    while some := pairs.fetchmany(AT_ONCE // 2):   # with the first ones no more than one block takes
        blocks = Selection(connection, kind, sorted({*chain.from_iterable(some)})).blocks(kind.fields)
        for block in blocks:
            at, same = {number: place for place, number in enumerate(block.numbers)}, blocks.same(block)
            claims = blocks.made(block, titled, [at[later] for _, later in some])
            yield from (Repeat(claim, f"C{first}", same(at[first], at[claim.id])) for claim, (first, _) in zip(claims, some, strict=True))


def family_of(connection: sqlite3.Connection, unit: str | None) -> str | None:
    """The family of a standing unit."""
    row = connection.execute("SELECT family FROM unit WHERE key = ? AND removed IS NULL", (unit,)).fetchone()
    return row[0] if row else None


def visited(connection: sqlite3.Connection) -> Iterator[Record]:
    """Standing visits with the members they name."""
    return _in_blocks(connection, KINDS["visit"], ("date", "subject", "members"), "SELECT t.id FROM visit AS t WHERE t.removed IS NULL"
                      " AND t.date_earliest IS NOT NULL AND t.date_latest IS NOT NULL ORDER BY t.id")


def claimants(connection: sqlite3.Connection) -> list[int]:
    """The numbers of the members that claims speak of."""
    return [row[0] for row in connection.execute("SELECT DISTINCT member FROM capacity_sort WHERE member IS NOT NULL")]


def stated(connection: sqlite3.Connection, stretches: Iterable[tuple[int, str, str]]) -> list[Stated]:
    """The claims of members by as-of that lie wholly in one of these stretches: a member, from ≤ day < to. They are sought by their last day."""
    import json

    return [Stated(row[0], row[1], row[2], When(row[3], *row[3:])) for row in connection.execute(_STATED, (json.dumps([*stretches]),))]


_STATED = f"""
WITH stretch(member, since, first, last) AS MATERIALIZED (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), {until_of("json_extract(value, '$[1]')")}, {until_of("json_extract(value, '$[2]')")} - 1
  FROM json_each(?)
)
SELECT min(c.id), count(*), c.member, c.as_of, c.as_of_earliest, c.as_of_latest FROM stretch AS s
CROSS JOIN capacity_sort AS o ON o.member = s.member AND o.standing IS NOT 'withdrawn'
CROSS JOIN capacity AS c ON c.sort = o.id AND c.until BETWEEN s.first AND s.last
WHERE c.removed IS NULL AND c.as_of_earliest >= s.since
GROUP BY c.member, c.as_of ORDER BY 1
"""


def cited_files(connection: sqlite3.Connection) -> list[Record]:
    """Sources that name a file."""
    return records(connection, KINDS["source"], "t.removed IS NULL AND t.file IS NOT NULL", (), ("title", "file", "sha256"))


def overdue(connection: sqlite3.Connection, day: str) -> list[Record]:
    """Open follow-ups that were due before an ISO day, the longest overdue first."""
    return records(connection, KINDS["follow_up"],
                   "t.removed IS NULL AND coalesce(t.state, 'open') = 'open' AND t.due_latest < ?", (day,),
                   ("visit", "text", "owner", "due"), "t.due_latest, t.id")


def years_measured(connection: sqlite3.Connection) -> list[str]:
    """The years (2024) that output and quotas are stated for."""
    return [row[0] for row in connection.execute(
        "SELECT DISTINCT substr(c.as_of_earliest, 1, 4) FROM series AS s JOIN capacity AS c ON c.series = s.id"
        " WHERE s.measure IN ('output', 'quota') AND s.member IS NOT NULL AND c.removed IS NULL AND c.as_of_earliest IS NOT NULL"
        " ORDER BY 1")]
