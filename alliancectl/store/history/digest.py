"""What an operation wrote, as one number: SHA-256 over it and the digest of the operation before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import islice
from typing import Any

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Shared
from alliancectl.store.binding import numbered
from alliancectl.store.history.log import Operation
from alliancectl.store.kept import own_columns, shared_table
from alliancectl.store.tables import Table, tables

NONE: Mapping[str, str] = {}
AT_ONCE = 1000        # rows, or lines, that are taken together
REMEMBERED = 50_000   # sets of values


def digest_of(connection: sqlite3.Connection, operation: Operation, before: str, among: Iterable[Table] | None = None,
              followed: Mapping[str, str] = NONE, *, sealing: bool = False) -> str:
    """SHA-256 (hex) over the operation before, this one's particulars, its edits, and of each table that it added to or removed
    from the digest of the rows as first written and of the removals.

    `among` are the tables it may have added to or removed from, in their order; all when left out. `followed` are the digests
    of rows that were taken while they were written. `sealing`: no later operation is there yet, so only the edits of this one, and those
    of other programs, may have taken its removals back.
    """
    import hashlib

    sha = hashlib.sha256(_line([before, *operation[:-1]]))
    edits = f"{_UP_TO_NOW} AND +kind = ?2" if sealing else "kind = ?2"
    for table in tables(KINDS.values()) if among is None else among:
        rows = followed.get(table.name) or _rows_digest(connection, table, operation.id)
        if rows:
            sha.update(_line([table.name, rows]))
        removed = _digest(b"%d\n" % row for row in connection.execute(
            f'SELECT id FROM "{table.kept}" WHERE removed = ?1'
            f" UNION SELECT record FROM edit WHERE {edits} AND field = 'removed' AND old = ?1 ORDER BY 1",
            numbered(operation.id, table.name)))
        if removed:
            sha.update(_line([table.name, "removed", removed]))
    for edit in connection.execute(
            "SELECT kind, record, field, old, new FROM edit WHERE operation = ? ORDER BY id", (operation.id,)):
        sha.update(_line(edit))
    return sha.hexdigest()


_UP_TO_NOW = "operation IN (0, ?1)"   # of the edits that speak of an operation, while it is sealed


def written_to(connection: sqlite3.Connection, operation: int) -> list[Table]:
    """The tables that the operation being sealed added to or removed from, in their order: one question, since most touch two of some thirty."""
    every = list(tables(KINDS.values()))
    removals = "".join(f""" UNION ALL SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM "{table.kept}" WHERE removed = ?1)""" for table in every)
    found = {name for (name,) in connection.execute(
        f"SELECT kind FROM span WHERE operation = ?1 UNION ALL SELECT kind FROM edit WHERE {_UP_TO_NOW} AND field = 'removed' AND old = ?1{removals}",
        numbered(operation))}
    return [table for table in every if table.name in found]


class RowsDigest:
    """The digest of rows, taken column by column and in parts: what rows say comes out the same however they were parted.

    A column that holds nothing is absent: one that a later version adds changes nothing that was written before. Of a kind whose rows
    share values each set of them stands for its columns, told by a digest of its own.
    """

    def __init__(self) -> None:
        self.count = 0
        self._runs: list[list[int]] = []        # ids, from and to
        self._columns: dict[str, Any] = {}

    def add(self, ids: Sequence[int], columns: Sequence[tuple[str, Sequence[Any]]]) -> None:
        """More rows, their ids rising; of each column the cells."""
        import hashlib

        for first, last in [(ids[0], ids[-1])] if ids[-1] - ids[0] + 1 == len(ids) else ((number, number) for number in ids):
            if self._runs and self._runs[-1][1] == first - 1:
                self._runs[-1][1] = last
            else:
                self._runs.append([first, last])
        for name, cells in columns:
            held = self._columns.get(name)
            if held is None:
                if cells.count(None) == len(cells):
                    continue
                held = self._columns[name] = hashlib.sha256((_NOTHING + "\n").encode() * self.count)
            held.update((_cells_said(cells) + "\n").encode("utf-8", "surrogatepass"))
        for name in self._columns.keys() - {name for name, _ in columns}:
            self._columns[name].update((_NOTHING + "\n").encode() * len(ids))
        self.count += len(ids)

    def hexdigest(self) -> str:
        """SHA-256 (hex) of all of it; "" where there are no rows."""
        return _digest(map(_line, [self._runs, *([name, self._columns[name].hexdigest()] for name in sorted(self._columns))])) if self.count else ""


_NOTHING = "\0"


def _cells_said(cells: Sequence[Any]) -> str:
    """The cells of a column, a line each; a text that could be taken for several lines, for nothing or for JSON is said as JSON."""
    try:
        said = "\n".join(cells)
    except TypeError:   # numbers, or nothing
        return "\n".join(map(str, cells)) if {*map(type, cells)} == {int} else "\n".join(map(_cell_said, cells))
    plain = said.count("\n") == len(cells) - 1 and said[:1] not in ('"', _NOTHING) and '\n"' not in said and "\n\0" not in said
    return said if plain else "\n".join(map(_cell_said, cells))


def _cell_said(cell: Any) -> str:
    if cell is None:
        return _NOTHING
    if cell.__class__ is not str:
        return str(cell)
    return _encoder()(cell) if "\n" in cell or cell[:1] in ('"', _NOTHING) else cell


def set_said(shared: Shared, held: Mapping[str, Any]) -> str | None:
    """What stands for a set of values that rows share: a digest of those of its columns that hold anything; None where none does."""
    import hashlib

    named = sorted((name, held[name]) for name in shared.columns if held.get(name) is not None)
    return hashlib.sha256(_line(part for pair in named for part in pair)).hexdigest()[:32] if named else None


def row_said(table: Table, cells: Mapping[str, Any]) -> list[tuple[str, list[Any]]]:
    """A row as `RowsDigest` takes it."""
    own = ("uid", *(name for name, _ in own_columns(table)))
    return [*((name, [cells.get(name)]) for name in own), *((shared.key, [set_said(shared, cells)]) for shared in table.shared)]


def _rows_digest(connection: sqlite3.Connection, table: Table, operation: int) -> str:
    """The digest of the rows an operation added to a table, as they were when it was sealed: later edits rolled back."""
    span = connection.execute("SELECT first, last FROM span WHERE operation = ? AND kind = ?", (operation, table.name)).fetchone()
    if not span:
        return ""
    own, sets, found = ["uid", *(name for name, _ in own_columns(table))], table.shared, RowsDigest()
    said = [lru_cache(REMEMBERED)(partial(_set_said, connection, table, shared)) for shared in sets]
    names = ", ".join(f'"{name}"' for name in (*own, *(shared.key for shared in sets)))
    rows = connection.execute(
        f'SELECT id, {names} FROM "{table.kept}"'
        " WHERE id BETWEEN ? AND ? AND operation = ? ORDER BY id", (*span, operation))
    while part := rows.fetchmany(AT_ONCE):
        ids, *columns = zip(*part, strict=True)
        old = first_old(connection, table, operation, (ids[0], ids[-1]))
        told = [*zip(own, columns, strict=False), *((shared.key, [*map(say, cells)]) for shared, say, cells in zip(sets, said, columns[len(own):], strict=True))]
        found.add(ids, _rolled_back(connection, table, ids, told, old) if not old.keys().isdisjoint(ids) else told)
    return found.hexdigest()


def _set_said(connection: sqlite3.Connection, table: Table, shared: Shared, number: int) -> str | None:
    return set_said(shared, _set_held(connection, table, shared, number))


def _set_held(connection: sqlite3.Connection, table: Table, shared: Shared, number: int) -> dict[str, Any]:
    columns = ", ".join(f'"{name}"' for name in shared.columns)
    row = connection.execute(f'SELECT {columns} FROM "{shared_table(table, shared)}" WHERE id = ?', (number,)).fetchone()
    return dict(zip(shared.columns, row or [None] * len(shared.columns), strict=True))


def first_old(connection: sqlite3.Connection, table: Table, operation: int, span: tuple[int, int]) -> dict[int, dict[str, Any]]:
    """What the rows of a span held before the first edit of each field by another operation, by row."""
    found: dict[int, dict[str, Any]] = {}
    for record, field, old in connection.execute(
            "SELECT record, field, old FROM edit WHERE kind = ? AND record BETWEEN ? AND ? AND operation <> ?"
            " AND field <> 'removed' ORDER BY id DESC", (table.name, *span, operation)):
        found.setdefault(record, {})[field] = old
    return found


def _rolled_back(connection: sqlite3.Connection, table: Table, ids: Sequence[int], told: Sequence[tuple[str, Sequence[Any]]],
                 old: Mapping[int, Mapping[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Rows as they were before those edits."""
    found = [(name, [*cells]) for name, cells in told]
    by_name = dict(found)
    for at, number in enumerate(ids):
        edits = old.get(number, {})
        for name in edits.keys() & by_name.keys():
            by_name[name][at] = edits[name]
        for shared in table.shared:
            if not edits.keys().isdisjoint(shared.columns):
                key = connection.execute(f'SELECT "{shared.key}" FROM "{table.kept}" WHERE id = ?', (number,)).fetchone()[0]
                by_name[shared.key][at] = set_said(shared, {**_set_held(connection, table, shared, key), **edits})
    return found


def _digest(lines: Iterable[bytes]) -> str:
    """SHA-256 (hex) of lines; "" where there are none."""
    import hashlib

    sha, some, rest = hashlib.sha256(), False, iter(lines)
    while part := b"".join(islice(rest, AT_ONCE)):
        sha.update(part)
        some = True
    return sha.hexdigest() if some else ""


def _line(cells: Iterable[Any]) -> bytes:
    return _encoder()(list(cells)).encode("utf-8", "surrogatepass") + b"\n"


@cache
def _encoder() -> Callable[[Any], str]:
    """JSON in one form on every machine; made once, since making it costs more than using it."""
    import json

    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
