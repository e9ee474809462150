"""What was done: operations with the rows they added, changed and removed."""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from alliancectl.errors import NotFound
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.store.history import Operation, operation, operations, taken_back_by
from alliancectl.store.schema import Table, column_names, tables


class Touch(NamedTuple):
    """What an operation did to one record: `what` is added, changed, removed or restored; old and new per column."""

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


def told_all(connection: sqlite3.Connection) -> list[Told]:
    """Every operation, the newest first, without its details but for how many records it touched."""
    return [told(connection, found) for found in operations(connection) if found.id > 0 or _wrote_outside(connection)]


def told(connection: sqlite3.Connection, found: Operation) -> Told:
    """One operation in full."""
    every = list(tables(KINDS.values()))
    return Told(found, taken_back_by(connection, found.id), (
        *_added(connection, every, found.id), *_edited(connection, every, found.id), *_removed(connection, every, found.id)))


def told_number(connection: sqlite3.Connection, number: int) -> Told:
    """The operation of that number in full. Raises: NoOperation."""
    return told(connection, operation(connection, number))


def told_of(connection: sqlite3.Connection, kind: Kind, record: int) -> list[Told]:
    """The operations that touched one record, each with only what it did to it, the newest first. Raises: NotFound."""
    if not connection.execute(f'SELECT 1 FROM "{kind.key}" WHERE id = ?', (record,)).fetchone():
        raise NotFound(kind=kind.label, text=f"{kind.letter}{record}", hint="alliancectl log")
    found = []
    for one in told_all(connection):
        mine = tuple(touch for touch in one.touches if touch.kind.key == kind.key and touch.record == record)
        if mine:
            found.append(one._replace(touches=mine))
    return found


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
        rows = connection.execute(
            f'SELECT * FROM "{table.name}" WHERE id BETWEEN ? AND ? AND operation = ? ORDER BY id', (*span, number)).fetchall()
        if table.field is None:
            found += [Touch("added", table.kind, row[0]) for row in rows]
            continue
        owner = [name for name, _ in table.columns].index(table.kind.key) + 4
        value = [name for name, _ in table.columns].index(column_names(table.field)[0]) + 4
        born = _span(connection, next(one for one in every if one.kind is table.kind and one.field is None), number)
        found += [Touch("changed", table.kind, row[owner], table.field.key, None, row[value]) for row in rows
                  if not (born and born[0] <= row[owner] <= born[1])]
    return found


def _span(connection: sqlite3.Connection, table: Table, number: int) -> tuple[int, int] | None:
    if number == 0:
        row = connection.execute(f'SELECT min(id), max(id) FROM "{table.name}" WHERE operation = 0').fetchone()
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
            found += [Touch("restored", table.kind, record)] if table.field is None and new is None else []
        elif table.field is None:
            field = next((field for field in table.kind.single if column_names(field)[0] == column and not field.hidden), None)
            found += [Touch("changed", table.kind, record, field.key, old, new)] if field else []
    return found


def _removed(connection: sqlite3.Connection, every: list[Table], number: int) -> list[Touch]:
    found = []
    for table in every:
        rows = connection.execute(
            f'SELECT id FROM "{table.name}" WHERE removed = ?1'
            " UNION SELECT record FROM edit WHERE kind = ?2 AND field = 'removed' AND old = ?1 ORDER BY 1", (number, table.name)).fetchall()
        if table.field is None:
            found += [Touch("removed", table.kind, row[0]) for row in rows]
            continue
        gone = {touch.record for touch in found if touch.kind is table.kind}
        value = column_names(table.field)[0]
        for (row,) in rows:
            owner, old = connection.execute(f'SELECT "{table.kind.key}", "{value}" FROM "{table.name}" WHERE id = ?', (row,)).fetchone()
            if owner not in gone:
                found.append(Touch("changed", table.kind, owner, table.field.key, old, None))
    return found


