"""What an operation wrote, as one number: SHA-256 over it and the digest of the operation before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from alliancectl.kinds import KINDS
from alliancectl.store.binding import numbered
from alliancectl.store.history.log import Operation
from alliancectl.store.schema import Table, tables

NONE: Mapping[str, str] = {}


def digest_of(connection: sqlite3.Connection, operation: Operation, before: str, among: Iterable[Table] | None = None,
              followed: Mapping[str, str] = NONE) -> str:
    """SHA-256 (hex) over the operation before, this one's particulars, its edits, and of each table that it added to or removed
    from the digest of the rows as first written and of the removals.

    `among` are the tables it may have added to or removed from, in their order; all when left out. `followed` are the digests
    of rows that were taken while they were written.
    """
    import hashlib

    sha = hashlib.sha256(_line([before, *operation[:-1]]))
    for table in tables(KINDS.values()) if among is None else among:
        rows = followed.get(table.name) or _rows_digest(connection, table, operation.id)
        if rows:
            sha.update(_line([table.name, rows]))
        removed = _digest(b"%d\n" % row for row in connection.execute(
            f'SELECT id FROM "{table.name}" WHERE removed = ?1'
            " UNION SELECT record FROM edit WHERE kind = ?2 AND field = 'removed' AND old = ?1 ORDER BY 1",
            numbered(operation.id, table.name)))
        if removed:
            sha.update(_line([table.name, "removed", removed]))
    for edit in connection.execute(
            "SELECT kind, record, field, old, new FROM edit WHERE operation = ? ORDER BY id", (operation.id,)):
        sha.update(_line(edit))
    return sha.hexdigest()


def row_line(table: str, cells: Iterable[tuple[str, Any]]) -> bytes:
    """A row as a digest says it: the table, then each column that holds anything, `cells` being in the order of `hashed`."""
    return _line([table, *(part for pair in cells if pair[1] is not None for part in pair)])


def _rows_digest(connection: sqlite3.Connection, table: Table, operation: int) -> str:
    names = hashed(table)
    return _digest(row_line(table.name, zip(names, row, strict=True)) for row in _rows_as_written(connection, table, operation))


def _digest(lines: Iterator[bytes]) -> str:
    """SHA-256 (hex) of lines; "" where there are none."""
    import hashlib

    sha, some = hashlib.sha256(), False
    while part := b"".join(islice(lines, 1000)):
        sha.update(part)
        some = True
    return sha.hexdigest() if some else ""


def _rows_as_written(connection: sqlite3.Connection, table: Table, operation: int) -> Iterator[list[Any]]:
    """The rows an operation added to a table, as they were when it was sealed: later edits rolled back."""
    span = connection.execute("SELECT first, last FROM span WHERE operation = ? AND kind = ?", (operation, table.name)).fetchone()
    if not span:
        return
    names = hashed(table)
    columns = ", ".join(f'"{name}"' for name in names)
    first_old = {
        (record, field): old for record, field, old in connection.execute(
            "SELECT record, field, old FROM edit WHERE kind = ? AND record BETWEEN ? AND ? AND operation <> ?"
            " AND field <> 'removed' ORDER BY id DESC", (table.name, *span, operation))}
    for row in connection.execute(
            f'SELECT {columns} FROM "{table.name}"'
            " WHERE id BETWEEN ? AND ? AND operation = ? ORDER BY id", (*span, operation)):
        yield [first_old.get((row[0], name), cell) for name, cell in zip(names, row, strict=True)] if first_old else list(row)


def hashed(table: Table) -> list[str]:
    """The columns a digest covers, by name: one that a later version adds is absent from what was written before, and changes nothing."""
    return ["id", "uid", *sorted(name for name, _ in table.columns)]


def _line(cells: Iterable[Any]) -> bytes:
    return _encoder()(list(cells)).encode("utf-8", "surrogatepass") + b"\n"


@cache
def _encoder() -> Callable[[Any], str]:
    """JSON in one form on every machine; made once, since making it costs more than using it."""
    import json

    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
