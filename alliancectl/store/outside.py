"""What other programs wrote into the record file: told by `check`, and taken over as it stands.

Their rows, edits and removals carry operation 0 (schema.py), until one of ours takes them over or changes the same again.
"""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.store.history import Change
from alliancectl.store.records import DERIVED
from alliancectl.store.schema import Table, column_names, tables


class Outside(NamedTuple):
    """What another program did to the records of one kind: typed ids, in order."""

    kind: Kind
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def written_outside(connection: sqlite3.Connection) -> list[Outside]:
    """What stands as another program left it, by kind: not yet taken over by `adopt` or by a later change of ours."""
    found: dict[str, tuple[set[int], set[int], set[int]]] = {}
    for table in tables(KINDS.values()):
        added, changed, removed = found.setdefault(table.kind.key, (set(), set(), set()))
        owner = f'"{table.kind.key}"' if table.field else "id"
        new = _numbers(connection, f'SELECT {owner} FROM "{table.name}" WHERE operation = 0')
        gone = _numbers(connection, f'SELECT {owner} FROM "{table.name}" WHERE removed = 0')
        edited = _numbers(connection, f'SELECT {owner} FROM "{table.name}" WHERE id IN (SELECT record FROM ({_EDITED}))', table.name)
        if table.field is None:
            added |= new
            removed |= gone
            changed |= edited
        else:
            changed |= new | gone | edited
    return [Outside(KINDS[key], *(_codes(KINDS[key], numbers) for numbers in (added, changed - added - removed, removed)))
            for key, (added, changed, removed) in found.items() if added or changed or removed]


# The rows and fields of a table whose newest edit is another program's.
_EDITED = """SELECT DISTINCT e.record, e.field FROM edit AS e WHERE e.operation = 0 AND e.kind = ? AND NOT EXISTS (
  SELECT 1 FROM edit AS f WHERE f.kind = e.kind AND f.record = e.record AND f.field = e.field AND f.id > e.id AND f.operation > 0)"""


def _numbers(connection: sqlite3.Connection, query: str, *values: Any) -> set[int]:
    return {row[0] for row in connection.execute(query, values)}


def _codes(kind: Kind, numbers: set[int]) -> tuple[str, ...]:
    return tuple(f"{kind.letter}{number}" for number in sorted(numbers))


def adopt(now: Change) -> None:
    """Make what other programs wrote a part of this operation, as it stands: from here on its digest covers it.

    What follows from other columns (folded names, pinyin, series) is computed anew. Undoing the operation removes the added rows.
    """
    for table in tables(KINDS.values()):
        rows = _adopt_rows(now, table) | _adopt_edits(now, table)
        for row in sorted(rows):
            _derive(now, table, row)


def _adopt_rows(now: Change, table: Table) -> set[int]:
    connection = now.connection
    added = _numbers(connection, f'SELECT id FROM "{table.name}" WHERE operation = 0')
    if added:
        connection.execute(f'UPDATE "{table.name}" SET operation = ? WHERE operation = 0', (now.operation,))
        now.written[table.name] = [min(added), max(added)]
        now.wrote = True
    if connection.execute(f'UPDATE "{table.name}" SET removed = ? WHERE removed = 0', (now.operation,)).rowcount:
        now.wrote = True
    return added


def _adopt_edits(now: Change, table: Table) -> set[int]:
    """An edit of ours that changes nothing follows each of theirs: seen, and left as it is."""
    known = {"uid", "removed", *(name for name, _ in table.columns)}
    edited = [(record, field) for record, field in now.connection.execute(_EDITED, (table.name,)) if field in known]
    for record, field in edited:
        now.connection.execute(
            "INSERT INTO edit(operation, kind, record, field, old, new)"
            f' SELECT ?, ?, id, ?, "{field}", "{field}" FROM "{table.name}" WHERE id = ?', (now.operation, table.name, field, record))
        now.wrote = True
    return {record for record, _ in edited}


def _derive(now: Change, table: Table, row: int) -> None:
    """Compute anew what follows from other columns of a row."""
    fields = table.kind.single if table.field is None else [part for part in (table.field, table.field.extra) if part]
    names = [name for name, _ in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    found = now.connection.execute(f'SELECT {columns} FROM "{table.name}" WHERE id = ?', (row,)).fetchone()
    held = dict(zip(names, found, strict=True))
    cells: dict[str, Any] = {}
    for field in fields:
        if len(field.type.columns) > 1 and field.type.columns[1][0] == "_folded" and held[column_names(field)[0]] is not None:
            cells.update(zip(column_names(field), field.type.cells(held[column_names(field)[0]]), strict=True))
    if table.field is None and table.kind.key in DERIVED and held.get("product") is not None:
        cells |= DERIVED[table.kind.key](now.connection, held | cells)
    cells = {name: cell for name, cell in cells.items() if held[name] != cell}
    if cells:
        now.update(table.name, row, cells)
