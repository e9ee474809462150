"""One command, one transaction, one operation: how records are written."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.store.binding import numbered
from alliancectl.store.file import WAIT, loosen, path_of, uninterrupted, writing
from alliancectl.store.history.digest import RowsDigest, digest_of, row_said, written_to
from alliancectl.store.history.log import Operation
from alliancectl.store.tables import Table, tables
from alliancectl.values.uid import uuid7


class Change:
    """An operation being written. Every write of the program goes through `insert`, `update` and `mark`; many rows at once are told by `added`."""

    def __init__(self, connection: sqlite3.Connection, command: str, note: str | None) -> None:
        self.connection = connection
        self.command, self.note = command, note
        self.operation: int = connection.execute("SELECT coalesce(max(id), -1) + 1 FROM operation").fetchone()[0]
        self.uid = uuid7()
        self.takes_back: int | None = None
        self.written: dict[str, list[int]] = {}   # table -> [first id, last id]
        self.wrote = False
        self.stands = False   # in the log even when it wrote no record
        self.nothing = False  # what it wrote was there already: it is no operation
        self.once_kept: Callable[[], None] = lambda: None   # called when it is on the disk, before Ctrl-C is heard again
        self._followed: dict[str, RowsDigest] = {}   # table -> of the rows that were added, as far as each was seen

    def insert(self, table: str, cells: dict[str, Any], row: int | None = None) -> int:
        """Add a row; returns its id."""
        names = ", ".join(f'"{name}"' for name in cells)
        number = row if row is not None or _kept(table) == table else self._next(table)   # a view does not say which id it gave
        cursor = self.connection.execute(
            f'INSERT INTO "{table}"(operation, id, {names}) VALUES (?, ?{", ?" * len(cells)})',
            (self.operation, number, *cells.values()))
        new = number if number is not None else cursor.lastrowid or 0
        if table in self._followed:
            self._follow_one(table, new, cells, asked=row is not None)
        span = self.written.setdefault(table, [new, new])
        span[0], span[1] = min(span[0], new), max(span[1], new)
        self.wrote = True
        return new

    def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
        """Add many rows with consecutive ids; returns the first one's id."""
        first = self._next(table)
        if not rows:
            return first
        names = ", ".join(f'"{name}"' for name in columns)
        self.connection.executemany(
            f'INSERT INTO "{table}"(operation, id, {names}) VALUES (?, ?{", ?" * len(columns)})',
            ((self.operation, number, *row) for number, row in enumerate(rows, first)))
        self._followed.pop(table, None)
        self._span(table, first, first + len(rows) - 1)
        return first

    def _next(self, table: str) -> int:
        return int(self.connection.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{_kept(table)}"').fetchone()[0])

    def follow(self, table: str) -> None:
        """From now on the digest of the rows of a table is taken while they are added, where none was added before."""
        if table not in self.written:
            self._followed[table] = RowsDigest()

    def added(self, table: str, ids: Sequence[int], columns: Sequence[tuple[str, Sequence[Any]]]) -> None:
        """Rows of a followed table were added by a statement of the caller's; `columns` as `RowsDigest` takes them."""
        if table in self._followed:
            self._followed[table].add(ids, columns)
        self._span(table, ids[0], ids[-1])

    def followed(self) -> dict[str, str]:
        """The digests of the rows of the followed tables, as far as every row was seen."""
        return {table: rows.hexdigest() for table, rows in self._followed.items() if table in self.written}

    def _follow_one(self, table: str, new: int, cells: dict[str, Any], *, asked: bool) -> None:
        if asked:
            del self._followed[table]   # a number that was asked for: the rows are not in their order
        else:
            self._followed[table].add([new], row_said(_table(table), cells))

    def _span(self, table: str, first: int, last: int) -> None:
        span = self.written.setdefault(table, [first, first])
        span[0], span[1] = min(span[0], first), last
        self.wrote = True

    def update(self, table: str, row: int, cells: dict[str, Any]) -> None:
        """Change a row; what really changes is journaled by the table's trigger."""
        if table in self._followed and row >= self.written.get(table, (row + 1,))[0]:
            del self._followed[table]   # it may be one of those that were seen
        names = ", ".join(f'"{name}" = ?' for name in cells)
        place = _kept(table) if cells.keys() == {"removed"} else table   # a view would look what the row says in common with others
        self.connection.execute(f'UPDATE "{place}" SET {names} WHERE id = ?', (*cells.values(), row))
        self.wrote = True

    def mark(self, table: str, where: str, values: Sequence[Any]) -> int:
        """Mark standing rows as removed by this operation; returns how many. `where` is over what is kept of a row itself."""
        cursor = self.connection.execute(
            f'UPDATE "{_kept(table)}" SET removed = ? WHERE removed IS NULL AND {where}', (self.operation, *values))
        self.wrote = self.wrote or cursor.rowcount > 0
        return cursor.rowcount


def _table(name: str) -> Table:
    return next(one for one in tables(KINDS.values()) if one.name == name)


@cache
def _kept(name: str) -> str:
    return _table(name).kept


@contextmanager
def change(path: str, command: str, *, note: str | None = None, wait: float = WAIT, dry_run: bool = False, large: bool = False) -> Iterator[Change]:
    """A transaction that becomes one operation, or nothing at all. The file is closed when the block is left.

    `large`: so many rows that their references are looked at by who writes them, not by SQLite row by row.
    """
    with writing(path, wait) as connection:
        if large:
            loosen(connection)
        with one_operation(connection, command, note=note, dry_run=dry_run) as now:
            yield now


@contextmanager
def one_operation(connection: sqlite3.Connection, command: str, *, note: str | None = None, dry_run: bool = False,
                  before: Callable[[], None] | None = None) -> Iterator[Change]:
    """As `change`, on an open connection; `before` runs first in the transaction (a new file's schema)."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if before:
            before()
        now = Change(connection, command, note)
        _begin(now)
        yield now
        if not _changed(now):
            now.nothing = True
            connection.execute("ROLLBACK")
            return
        _seal(now)
        if dry_run:
            _check_references(now)
            connection.execute("ROLLBACK")
            return
        with uninterrupted():
            _commit(now)
            now.once_kept()
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _commit(now: Change) -> None:
    """Raises: NotSynced where all of it is in the file, but the disk would not say that it will stay there."""
    try:
        now.connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if now.connection.in_transaction or not _is_kept(now):
            raise
        raise errors.NotSynced(number=now.operation, path=path_of(now.connection), reason=error) from error


def _is_kept(now: Change) -> bool:
    """Whether the operation is in the file, whatever COMMIT said: the journal went, and only then did its folder fail to sync."""
    try:
        row = now.connection.execute("SELECT uid FROM operation WHERE id = ?", (now.operation,)).fetchone()
    except sqlite3.Error:
        return False
    return row is not None and row[0] == now.uid


def _begin(now: Change) -> None:
    """Name the operation that the triggers write down; references between records are checked at COMMIT, when all of it is there."""
    connection = now.connection
    connection.execute("INSERT INTO operation(id, uid, at, actor, command, digest) VALUES (?, ?, '', '', '', '')", (now.operation, now.uid))
    connection.execute("PRAGMA defer_foreign_keys=ON")
    connection.execute("DELETE FROM writing")
    connection.execute("INSERT INTO writing(operation) VALUES (?)", (now.operation,))


def _seal(now: Change) -> None:
    """Write down what the operation was: its spans, its digest chained to the one before."""
    connection = now.connection
    before = connection.execute("SELECT digest FROM operation WHERE id = ?", (now.operation - 1,)).fetchone()
    made = Operation(now.operation, now.uid, _now(), actor(), now.command, now.note, now.takes_back, "")
    connection.executemany("INSERT INTO span(operation, kind, first, last) VALUES (?, ?, ?, ?)",
                           [(now.operation, table, first, last) for table, (first, last) in now.written.items()])
    digest = digest_of(connection, made, before[0] if before else "", written_to(connection, now.operation), now.followed(), sealing=True)
    connection.execute("UPDATE operation SET (at, actor, command, note, takes_back, digest) = (?, ?, ?, ?, ?, ?) WHERE id = ?",
                       (*made[2:-1], digest, made.id))
    connection.execute("DELETE FROM writing")


def _changed(now: Change) -> bool:
    return now.stands or (now.wrote and _left_something(now))


def _left_something(now: Change) -> bool:
    return (
        bool(now.written) or now.takes_back is not None or bool(now.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM edit WHERE operation = ?)", (now.operation,)).fetchone()[0])
        or bool(written_to(now.connection, now.operation)))


def _check_references(now: Change) -> None:
    """What COMMIT would find, for a run that will not commit: a reference this operation wrote that leads nowhere."""
    edited = {name for (name,) in now.connection.execute("SELECT DISTINCT kind FROM edit WHERE operation = ?", (now.operation,))}
    for table in (one for one in tables(KINDS.values()) if one.name in edited | now.written.keys()):
        rows = table.kept if table.field else table.name   # of values that records hold themselves the records tell
        for column, other in table.references:
            if now.connection.execute(
                    f'SELECT 1 FROM "{rows}" AS t WHERE (t.id BETWEEN ?1 AND ?2 AND t.operation = ?3'
                    " OR t.id IN (SELECT record FROM edit WHERE operation = ?3 AND +kind = ?4 AND field = ?5))"
                    f' AND t."{column}" IS NOT NULL AND t."{column}" NOT IN (SELECT id FROM "{_kept(other)}") LIMIT 1',
                    numbered(*now.written.get(table.name, (1, 0)), now.operation, table.name, column)).fetchone():
                raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")


def actor() -> str:
    """Who is at work: ALLIANCECTL_ACTOR, else the login name."""
    named = os.environ.get("ALLIANCECTL_ACTOR") or os.environ.get("USER") or os.environ.get("LOGNAME") or os.environ.get("USERNAME")
    if named:
        return named[:200]
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "?"


def _now() -> str:
    seconds = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds * 1000) % 1000:03d}Z"
