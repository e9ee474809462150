"""What other programs wrote into the record file: told by `check`, and taken over as it stands.

Their rows, edits and removals carry operation 0 (schema.py), until one of ours takes them over or changes the same again; an undo
of that one lets theirs stand again.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.store.history import OUTSIDE, Change, operation, taken_back_by
from alliancectl.store.history.log import spared_by
from alliancectl.store.records import DERIVED
from alliancectl.store.tables import Table, column_names, tables


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
        new = _numbers(connection, f'SELECT {owner} FROM "{table.kept}" WHERE operation = 0')
        gone = _numbers(connection, f'SELECT {owner} FROM "{table.kept}" WHERE removed = 0')
        edited = _owners(connection, table, {row for row, _ in _theirs(connection, table)})
        if table.field is None:
            added |= new
            removed |= gone
            changed |= edited
        else:
            changed |= new | gone | edited
    return [Outside(KINDS[key], *(_codes(KINDS[key], numbers) for numbers in (added, changed - added - removed, removed)))
            for key, (added, changed, removed) in found.items() if added or changed or removed]


# The edits of those fields of a table that another program ever wrote. `seen`: it changes nothing, as `adopt` writes it.
_TOUCHED = """SELECT e.record, e.field, e.operation, o.takes_back, e.old IS e.new AS seen
FROM edit AS e LEFT JOIN operation AS o ON o.id = e.operation
WHERE (e.kind, e.record, e.field) IN (SELECT kind, record, field FROM edit WHERE operation = 0 AND kind = ?)
ORDER BY e.id"""


def _theirs(connection: sqlite3.Connection, table: Table) -> list[tuple[int, str]]:
    """The rows and fields of a table that hold what another program wrote there: since then, or again by an undo or redo."""
    theirs: dict[tuple[int, str], bool] = {}
    before: dict[tuple[int, int, str], bool] = {}   # (operation, row, field) -> as it stood when that operation came
    for record, field, number, takes_back, seen in connection.execute(_TOUCHED, (table.name,)).fetchall():
        stood = theirs.get((record, field), False)
        before.setdefault((number, record, field), stood)
        if number == OUTSIDE:
            theirs[record, field] = True
        elif takes_back is not None:
            theirs[record, field] = before.get((takes_back, record, field), stood)
        elif not seen or _stays_seen(connection, table, number, record):
            theirs[record, field] = False
    return [cell for cell, stands in theirs.items() if stands]


def _stays_seen(connection: sqlite3.Connection, table: Table, number: int, record: int) -> bool:
    """Whether what an operation took over stays so: it was not undone, or not for the record that the row belongs to."""
    taker = taken_back_by(connection, number)
    return taker is None or bool(_owners(connection, table, [record]) & {of for kind, of in spared_by(operation(connection, taker)) if kind == table.kind.key})


def _owners(connection: sqlite3.Connection, table: Table, rows: Iterable[int]) -> set[int]:
    """The records that rows of a table belong to."""
    owner = f'"{table.kind.key}"' if table.field else "id"
    return _numbers(connection, f'SELECT {owner} FROM "{table.kept}" WHERE id IN ({", ".join(map(str, rows))})')


def _numbers(connection: sqlite3.Connection, query: str) -> set[int]:
    return {row[0] for row in connection.execute(query)}


def _codes(kind: Kind, numbers: set[int]) -> tuple[str, ...]:
    return tuple(f"{kind.letter}{number}" for number in sorted(numbers))


def adopt(now: Change) -> None:
    """Make what other programs wrote a part of this operation, as it stands: from here on its digest covers it.

    What follows from other columns (folded names, pinyin, series) is computed anew. Undoing the operation removes the added rows
    and leaves the rest as it was before: theirs.
    """
    for table in tables(KINDS.values()):
        rows = _adopt_rows(now, table) | _adopt_edits(now, table)
        for row in sorted(rows):
            _derive(now, table, row)


def _adopt_rows(now: Change, table: Table) -> set[int]:
    connection = now.connection
    added = _numbers(connection, f'SELECT id FROM "{table.kept}" WHERE operation = 0')
    if added:
        connection.execute(f'UPDATE "{table.kept}" SET operation = ? WHERE operation = 0', (now.operation,))
        now.written[table.name] = [min(added), max(added)]
        now.wrote = True
    if connection.execute(f'UPDATE "{table.kept}" SET removed = ? WHERE removed = 0', (now.operation,)).rowcount:
        now.wrote = True
    return added


def _adopt_edits(now: Change, table: Table) -> set[int]:
    """An edit of ours that changes nothing follows each of theirs: seen, and left as it is."""
    known = {"uid", "removed", *(name for name, _ in table.columns)}
    edited = [(record, field) for record, field in _theirs(now.connection, table) if field in known]
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
