"""What was done: operations with the rows they added, changed and removed."""

import sqlite3
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Prose
from alliancectl.store.binding import numbered
from alliancectl.store.history import LOG, OUTSIDE, REDACT, Operation, operation, operations, taken_back_by
from alliancectl.store.integrity import touched_tables
from alliancectl.store.tables import Table, column_names, tables
from alliancectl.text import Text
from alliancectl.values.names import fold

# An operation, as the log tells of what was done to itself.
OF_THE_LOG = Kind(key=LOG, letter="#", label=Text("操作", "operation"), plural=Text("操作", "operations"), title=lambda values: "", view="",
                  fields=(Field("note", Text("说明", "note"), Prose()),))


class Touch(NamedTuple):
    """What an operation did to one record: `what` is added, changed, removed, restored or redacted; old and new per column."""

    what: str
    kind: Kind
    record: int
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
    found = [one for one in operations(connection) if wanted.takes(one) and (one.id != OUTSIDE or _wrote_outside(connection))][:wanted.limit]
    touched = touched_tables(connection) if len(found) > 1 else None
    return [told(connection, one, touched.get(one.id, ()) if touched is not None and one.id != OUTSIDE else None) for one in found]


def told(connection: sqlite3.Connection, found: Operation, among: Iterable[Table] | None = None) -> Told:
    """One operation in full; `among` are the tables it may have added to or removed from, all when left out."""
    whole = list(tables(KINDS.values()))
    every = whole if among is None else [table for table in whole if table.field is None or table in among]
    if found.command == REDACT:
        return Told(found, None, tuple(_redacted(connection, whole, found.id)))
    return Told(found, taken_back_by(connection, found.id), (
        *_added(connection, every, found.id), *_edited(connection, whole, found.id), *_removed(connection, every, found.id)))


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
    found = []
    for one in told_all(connection, asked._replace(limit=None)):
        mine = tuple(touch for touch in one.touches if (touch.kind.key, touch.record) in wanted)
        if mine:
            found.append(one._replace(touches=mine))
    return found[:asked.limit]


def told_about(connection: sqlite3.Connection, wanted: Collection[tuple[str, int]]) -> list[Told]:
    """The operations that touched any of these records (kind, number), each with only what it did to them, the newest first."""
    found = [one._replace(touches=tuple(touch for touch in one.touches if (touch.kind.key, touch.record) in wanted)) for one in told_all(connection)]
    return [one for one in found if one.touches]


def _wrote_outside(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM edit WHERE operation = 0)").fetchone()[0]) or any(
        connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{kind.key}" WHERE operation = 0)').fetchone()[0] for kind in KINDS.values())


def _added(connection: sqlite3.Connection, every: list[Table], number: int) -> list[Touch]:
    """The records an operation added; what it added to a field of several values of an older record is a change of it."""
    found = []
    for table in every:
        span = _span(connection, table, number)
        if not span:
            continue
        shown = "id" if table.field is None else f'"{table.kind.key}", "{column_names(table.field)[0]}"'
        rows = connection.execute(
            f'SELECT {shown} FROM "{table.kept}" WHERE id BETWEEN ? AND ? AND operation = ? ORDER BY id', (*span, number)).fetchall()
        if table.field is None:
            found += [Touch("added", table.kind, row[0]) for row in rows]
            continue
        born = _span(connection, next(one for one in every if one.kind is table.kind and one.field is None), number)
        found += [Touch("changed", table.kind, owner, table.field.key, None, value) for owner, value in rows
                  if value is not None and not (born and born[0] <= owner <= born[1])]
    return found


def _span(connection: sqlite3.Connection, table: Table, number: int) -> tuple[int, int] | None:
    if number == 0:
        row = connection.execute(f'SELECT min(id), max(id) FROM "{table.kept}" WHERE operation = 0').fetchone()
        return row if row[0] is not None else None
    row = connection.execute("SELECT first, last FROM span WHERE operation = ? AND kind = ?", (number, table.name)).fetchone()
    return row if row else None


def _edited(connection: sqlite3.Connection, every: list[Table], number: int) -> list[Touch]:
    by_name = {table.name: table for table in every}
    found = []
    for name, record, column, old, new in connection.execute(
            "SELECT kind, record, field, old, new FROM edit WHERE operation = ? ORDER BY id", (number,)):
        table = by_name.get(name)
        if table is None:
            continue
        if column == "removed":
            found += [Touch("restored" if new is None else "removed", table.kind, record)] if table.field is None else []
        elif table.field is None:
            field = next((field for field in table.kind.single if column_names(field)[0] == column and not field.hidden), None)
            if (teller := table.kind.own.get(column)) and any(one.value == column for one in teller.own):
                field = teller
            found += [Touch("changed", table.kind, record, field.key, old, new)] if field else []
    return found


def _redacted(connection: sqlite3.Connection, every: list[Table], number: int) -> list[Touch]:
    """The fields that were redacted, of which records."""
    by_name = {table.name: table for table in every}
    found: dict[tuple[str, int, str], Touch] = {}
    for name, row, column in connection.execute("SELECT kind, record, field FROM edit WHERE operation = ? ORDER BY id", (number,)):
        if name == LOG:
            found[(name, row, column)] = Touch("redacted", OF_THE_LOG, row, column)
            continue
        table = by_name[name]
        fields = table.kind.single if table.field is None else [part for part in (table.field, table.field.extra) if part]
        field = next((field for field in fields if column_names(field)[0] == column), None)
        if field:
            owner = row if table.field is None else connection.execute(f'SELECT "{table.kind.key}" FROM "{table.kept}" WHERE id = ?', (row,)).fetchone()[0]
            found[(table.kind.key, owner, field.key)] = Touch("redacted", table.kind, owner, field.key)
    return list(found.values())


def _removed(connection: sqlite3.Connection, every: list[Table], number: int) -> list[Touch]:
    found = []
    for table in every:
        rows = connection.execute(
            f'SELECT id FROM "{table.kept}" WHERE removed = ?1'
            " UNION SELECT record FROM edit WHERE kind = ?2 AND field = 'removed' AND old = ?1 ORDER BY 1", numbered(number, table.name)).fetchall()
        if table.field is None:
            found += [Touch("removed", table.kind, row[0]) for row in rows]
            continue
        gone = {touch.record for touch in found if touch.kind is table.kind and touch.what == "removed"}
        value = column_names(table.field)[0]
        for (row,) in rows:
            owner, old = connection.execute(f'SELECT "{table.kind.key}", "{value}" FROM "{table.kept}" WHERE id = ?', (row,)).fetchone()
            if owner not in gone and old is not None:   # none: it was redacted
                found.append(Touch("changed", table.kind, owner, table.field.key, old, None))
    return found
