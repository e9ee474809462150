"""What was done: operations with the rows they added, changed and removed."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Prose
from alliancectl.store.binding import numbered
from alliancectl.store.history import LOG, OUTSIDE, REDACT, Operation, operation, operations, taken_back_by
from alliancectl.store.history.runs import Run, added, removed, runs, span_of, stood_again
from alliancectl.store.integrity import touched_tables
from alliancectl.store.tables import Table, column_names, kind_table, tables
from alliancectl.text import Text
from alliancectl.values.names import fold

# An operation, as the log tells of what was done to itself.
OF_THE_LOG = Kind(key=LOG, letter="#", label=Text("操作", "operation"), plural=Text("操作", "operations"), title=lambda values: "", view="",
                  fields=(Field("note", Text("说明", "note"), Prose()),))


class Touch(NamedTuple):
    """What an operation did to a record, or alike to all of a run: `what` is added, changed, removed, restored or redacted; old and new per column."""

    what: str
    kind: Kind
    records: Run
    field: str = ""     # the field's key, for a change
    old: Any = None
    new: Any = None


class Told(NamedTuple):
    """One operation with what it did; `by` is the operation that took it back."""

    operation: Operation
    by: int | None
    touches: tuple[Touch, ...]


class Wanted(NamedTuple):
    """Which operations are asked for: whose, from (included) until (excluded) when (UTC, as the log has it), of which command, how many."""

    by: str | None = None
    since: str | None = None
    until: str | None = None
    command: str | None = None    # words of it, in their order: `member`, `add`, `member add`
    limit: int | None = None

    def takes(self, found: Operation) -> bool:
        """Whether an operation is among them, but for how many."""
        return ((self.by is None or fold(found.actor) == fold(self.by))
                and (self.since is None or found.at >= self.since) and (self.until is None or "" < found.at < self.until)
                and (self.command is None or f" {fold(self.command)} " in f" {found.command} "))


EVERY = Wanted()


def told_all(connection: sqlite3.Connection, wanted: Wanted = EVERY) -> list[Told]:
    """The operations, the newest first, each with what it did."""
    chosen = (one for one in operations(connection) if wanted.takes(one) and (one.id != OUTSIDE or _wrote_outside(connection)))
    found = list(islice(chosen, wanted.limit))
    if len(found) < 2:
        return [told(connection, one) for one in found]
    touched, again = touched_tables(connection), stood_again(connection)
    return [told(connection, one, touched.get(one.id, ()) if one.id != OUTSIDE else None, again.get(one.id, ())) for one in found]


def told(connection: sqlite3.Connection, found: Operation, among: Iterable[Table] | None = None, again: Collection[str] | None = None) -> Told:
    """One operation in full; `among` are the tables it may have added to or removed from, all when left out; `again` as of `stood_again`."""
    whole = list(tables(KINDS.values()))
    every = whole if among is None else [table for table in whole if table.field is None or table in among]
    if found.command == REDACT:
        return Told(found, None, tuple(_redacted(connection, whole, found.id)))
    if again is None:
        again = stood_again(connection, found.id).get(found.id, ())
    return Told(found, taken_back_by(connection, found.id), (
        *_added(connection, every, found.id), *_edited(connection, whole, found.id), *_removed(connection, every, found.id, again)))


def told_number(connection: sqlite3.Connection, number: int) -> Told:
    """The operation of that number in full. Raises: NoOperation."""
    return told(connection, operation(connection, number))


def told_of(connection: sqlite3.Connection, kind: Kind, record: int, asked: Wanted = EVERY) -> list[Told]:
    """The operations that touched one record, each with only what it did to it, the newest first. Raises: NotFound.

    A member's memberships are part of its story.
    """
    if not connection.execute(f'SELECT 1 FROM "{kind.key}" WHERE id = ?', (record,)).fetchone():
        raise errors.NotFound(kind=kind.label, text=f"{kind.letter}{record}", hint="alliancectl log")
    wanted = {(kind.key, record)}
    if kind.key == "member":
        wanted |= {("membership", row[0]) for row in connection.execute("SELECT id FROM membership WHERE member = ?", (record,))}
    return told_about(connection, wanted, asked)


def told_about(connection: sqlite3.Connection, wanted: Collection[tuple[str, int]], asked: Wanted = EVERY) -> list[Told]:
    """The operations that touched any of these records (kind, number), each with only what it did to them, the newest first."""
    at = {number for kind, record in wanted for number in _touching(connection, KINDS[kind], record)}
    chosen = (one for one in operations(connection, at) if asked.takes(one) and (one.id != OUTSIDE or _wrote_outside(connection)))
    every = (one._replace(touches=tuple(_only(one.touches, wanted))) for one in (told(connection, found) for found in chosen))
    return list(islice((one for one in every if one.touches), asked.limit))


def _only(touches: Iterable[Touch], wanted: Collection[tuple[str, int]]) -> Iterator[Touch]:
    """What of it was done to these records, one by one."""
    for touch in touches:
        for number in sorted(record for kind, record in wanted if kind == touch.kind.key and record in touch.records):
            yield touch._replace(records=range(number, number + 1))


def _touching(connection: sqlite3.Connection, kind: Kind, record: int) -> set[int]:
    """The operations that wrote a record, its several values or their history."""
    found: set[int | None] = set()
    for table in tables([kind]):
        for row, *marks in connection.execute(
                f'SELECT id, operation, removed FROM "{table.kept}" WHERE "{kind.key if table.field else "id"}" = ?', (record,)):
            found.update(marks)
            for number, field, old in connection.execute("SELECT operation, field, old FROM edit WHERE kind = ? AND record = ?", (table.name, row)):
                found.update((number, old if field == "removed" else None))
    return {number for number in found if number is not None}


def _wrote_outside(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM edit WHERE operation = 0)").fetchone()[0]) or any(
        connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{kind_table(kind).kept}" WHERE operation = 0)').fetchone()[0] for kind in KINDS.values())


def _added(connection: sqlite3.Connection, every: list[Table], number: int) -> Iterator[Touch]:
    """The records an operation added; what it added to a field of several values of an older record is a change of it."""
    for table in every:
        if table.field is None:
            yield from (Touch("added", table.kind, run) for run in added(connection, table, number))
            continue
        span = span_of(connection, table, number)
        if not span:
            continue
        owner, value = f'"{table.kind.key}"', f'"{column_names(table.field)[0]}"'
        born = span_of(connection, kind_table(table.kind), number) or (1, 0)
        for record, new in connection.execute(
                f'SELECT {owner}, {value} FROM "{table.kept}" WHERE id BETWEEN ? AND ? AND operation = ? AND {value} IS NOT NULL'
                f" AND {owner} NOT BETWEEN ? AND ? ORDER BY id", (*span, number, *born)):
            yield Touch("changed", table.kind, range(record, record + 1), table.field.key, None, new)


def _edited(connection: sqlite3.Connection, every: list[Table], number: int) -> Iterator[Touch]:
    """What an operation changed in records that were there, in its order; removals of one kind that follow on each other together."""
    by_name = {table.name: table for table in every}
    for (name, what), edits in groupby(_edits_of(connection, number), key=itemgetter(0, 1)):
        table = by_name.get(name)
        if table is None or table.field:
            continue
        if what:
            yield from (Touch(what, table.kind, run) for run in runs(edit[2] for edit in edits))
            continue
        told_by = _told_by(table.kind)
        yield from (Touch("changed", table.kind, range(record, record + 1), told_by[column].key, old, new)
                    for _, _, record, column, old, new in edits if column in told_by)


def _told_by(kind: Kind) -> dict[str, Field]:
    """Column -> the field that a change of it is told as."""
    own = {key: field for key, field in kind.own.items() if any(one.value == key for one in field.own)}
    return {column_names(field)[0]: field for field in reversed(kind.single) if not field.hidden} | own


def _edits_of(connection: sqlite3.Connection, number: int) -> sqlite3.Cursor:
    """The edits of an operation: table, what was done to the row ("" for a change), row, column, old, new."""
    return connection.execute(
        "SELECT kind, CASE WHEN field <> 'removed' THEN '' WHEN new IS NULL THEN 'restored' ELSE 'removed' END, record, field, old, new"
        " FROM edit WHERE operation = ? ORDER BY id", (number,))


def _redacted(connection: sqlite3.Connection, every: list[Table], number: int) -> list[Touch]:
    """The fields that were redacted, of which records."""
    by_name = {table.name: table for table in every}
    found: dict[tuple[str, int, str], Touch] = {}
    for name, row, column in connection.execute("SELECT kind, record, field FROM edit WHERE operation = ? ORDER BY id", (number,)):
        if name == LOG:
            found[(name, row, column)] = Touch("redacted", OF_THE_LOG, range(row, row + 1), column)
            continue
        table = by_name[name]
        fields = table.kind.single if table.field is None else [part for part in (table.field, table.field.extra) if part]
        field = next((field for field in fields if column_names(field)[0] == column), None)
        if field:
            owner = row if table.field is None else connection.execute(f'SELECT "{table.kind.key}" FROM "{table.kept}" WHERE id = ?', (row,)).fetchone()[0]
            found[(table.kind.key, owner, field.key)] = Touch("redacted", table.kind, range(owner, owner + 1), field.key)
    return list(found.values())


def _removed(connection: sqlite3.Connection, every: list[Table], number: int, again: Collection[str]) -> Iterator[Touch]:
    """The records an operation removed; what it took from a field of several values of a record that it left is a change of that."""
    for table in every:
        if table.field is None:
            yield from (Touch("removed", table.kind, run) for run in removed(connection, table, number, table.name in again))
            continue
        owner, value = f'"{table.kind.key}"', column_names(table.field)[0]
        of = kind_table(table.kind)
        for record, old in connection.execute(
                f'SELECT t.{owner}, t."{value}" FROM "{table.kept}" AS t WHERE ({_went("t", table, again)}) AND t."{value}" IS NOT NULL'   # null: it was redacted
                f' AND NOT EXISTS (SELECT 1 FROM "{of.kept}" AS o WHERE o.id = t.{owner} AND ({_went("o", of, again)})) ORDER BY t.id', numbered(number)):
            yield Touch("changed", table.kind, range(record, record + 1), table.field.key, old, None)


def _went(row: str, table: Table, again: Collection[str]) -> str:
    """The SQL of: that row of a table was removed by operation ?1, though it may have stood again later."""
    edits = f"SELECT record FROM edit WHERE kind = '{table.name}' AND field = 'removed' AND old = ?1"
    return f"{row}.removed = ?1" + (f" OR {row}.id IN ({edits})" if table.name in again else "")
