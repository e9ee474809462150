"""One command, one transaction, one operation: how records are written, and how what was written is taken back.

The log is the rows themselves (`operation`, `removed`), the `edit` rows of the triggers, and one row of `operation` with a
digest of all of it, chained to the digest before.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

from alliancectl.errors import (
    AlreadyUndone,
    LaterDepends,
    NoOperation,
    NothingToRedo,
    NothingToUndo,
    NotInOperation,
    NotUndoable,
    SparedDepends,
)
from alliancectl.kinds import KINDS
from alliancectl.store.binding import numbered
from alliancectl.store.file import WAIT, writing
from alliancectl.store.schema import Table, tables
from alliancectl.values.uid import uuid7

OUTSIDE = 0             # rows and edits of other programs belong to this operation
REDACT = "redact"
FINAL = ("init", "backup restore", REDACT)   # commands that cannot be undone
EXCEPT = "undo --except "   # the command of an undo that spared records; their typed ids follow, joined by commas
MOST = 10               # records that a refusal names

Spared = frozenset[tuple[str, int]]   # records (kind, number) that an undo leaves alone


class Operation(NamedTuple):
    """One command that wrote: when (UTC), who, what, why; `takes_back` is the operation an undo or redo reverses."""

    id: int
    uid: str
    at: str
    actor: str
    command: str
    note: str | None
    takes_back: int | None
    digest: str


class Change:
    """An operation being written. Every write of the program goes through `insert`, `update` and `mark`."""

    def __init__(self, connection: sqlite3.Connection, command: str, note: str | None) -> None:
        self.connection = connection
        self.command, self.note = command, note
        self.operation: int = connection.execute("SELECT coalesce(max(id), -1) + 1 FROM operation").fetchone()[0]
        self.takes_back: int | None = None
        self.written: dict[str, list[int]] = {}   # table -> [first id, last id]
        self.wrote = False
        self.stands = False   # in the log even when it wrote no record
        self.nothing = False  # what it wrote was there already: it is no operation

    def insert(self, table: str, cells: dict[str, Any], row: int | None = None) -> int:
        """Add a row; returns its id."""
        names = ", ".join(f'"{name}"' for name in cells)
        cursor = self.connection.execute(
            f'INSERT INTO "{table}"(operation, id, {names}) VALUES (?, ?{", ?" * len(cells)})',
            (self.operation, row, *cells.values()))
        new = cursor.lastrowid or 0
        span = self.written.setdefault(table, [new, new])
        span[0], span[1] = min(span[0], new), max(span[1], new)
        self.wrote = True
        return new

    def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
        """Add many rows with consecutive ids; returns the first one's id."""
        first = int(self.connection.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"').fetchone()[0])
        if not rows:
            return first
        names = ", ".join(f'"{name}"' for name in columns)
        self.connection.executemany(
            f'INSERT INTO "{table}"(operation, id, {names}) VALUES (?, ?{", ?" * len(columns)})',
            ((self.operation, number, *row) for number, row in enumerate(rows, first)))
        span = self.written.setdefault(table, [first, first])
        span[0], span[1] = min(span[0], first), first + len(rows) - 1
        self.wrote = True
        return first

    def update(self, table: str, row: int, cells: dict[str, Any]) -> None:
        """Change a row; what really changes is journaled by the table's trigger."""
        names = ", ".join(f'"{name}" = ?' for name in cells)
        self.connection.execute(f'UPDATE "{table}" SET {names} WHERE id = ?', (*cells.values(), row))
        self.wrote = True

    def mark(self, table: str, where: str, values: Sequence[Any]) -> int:
        """Mark standing rows as removed by this operation; returns how many."""
        cursor = self.connection.execute(
            f'UPDATE "{table}" SET removed = ? WHERE removed IS NULL AND {where}', (self.operation, *values))
        self.wrote = self.wrote or cursor.rowcount > 0
        return cursor.rowcount


@contextmanager
def change(path: str, command: str, *, note: str | None = None, wait: float = WAIT, dry_run: bool = False) -> Iterator[Change]:
    """A transaction that becomes one operation, or nothing at all. The file is closed when the block is left."""
    with writing(path, wait) as connection, one_operation(connection, command, note=note, dry_run=dry_run) as now:
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
            _check_references(connection)
            connection.execute("ROLLBACK")
            return
        with _no_interrupt():
            connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C during COMMIT comes too late: a run that says it was interrupted must have written nothing."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin(now: Change) -> None:
    """Name the operation that the triggers write down; references are checked at COMMIT, when all of it is there."""
    now.connection.execute("PRAGMA defer_foreign_keys=ON")
    now.connection.execute("DELETE FROM writing")
    now.connection.execute("INSERT INTO writing(operation) VALUES (?)", (now.operation,))


def _seal(now: Change) -> None:
    """Write the operation down: its spans, its digest chained to the one before."""
    connection = now.connection
    before = connection.execute("SELECT digest FROM operation WHERE id = ?", (now.operation - 1,)).fetchone()
    made = Operation(now.operation, uuid7(), _now(), actor(), now.command, now.note, now.takes_back, "")
    connection.execute("DELETE FROM writing")
    connection.executemany("INSERT INTO span(operation, kind, first, last) VALUES (?, ?, ?, ?)",
                           [(now.operation, table, first, last) for table, (first, last) in now.written.items()])
    connection.execute("INSERT INTO operation VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       made._replace(digest=digest_of(connection, made, before[0] if before else "")))


def digest_of(connection: sqlite3.Connection, operation: Operation, before: str, among: Iterable[Table] | None = None) -> str:
    """SHA-256 (hex) over the operation before, this one's particulars, its rows as first written, its edits, its removals.

    `among` are the tables it may have added to or removed from, in their order; all when left out.
    """
    import hashlib

    sha = hashlib.sha256(_line([before, *operation[:-1]]))
    for table in tables(KINDS.values()) if among is None else among:
        names = _hashed(table)
        for row in rows_as_written(connection, table, operation.id):
            sha.update(_line([table.name, *(part for pair in zip(names, row, strict=True) if pair[1] is not None for part in pair)]))
        removed = [row[0] for row in connection.execute(
            f'SELECT id FROM "{table.name}" WHERE removed = ?1'
            " UNION SELECT record FROM edit WHERE kind = ?2 AND field = 'removed' AND old = ?1 ORDER BY 1",
            numbered(operation.id, table.name))]
        if removed:
            sha.update(_line([table.name, "removed", *removed]))
    for edit in connection.execute(
            "SELECT kind, record, field, old, new FROM edit WHERE operation = ? ORDER BY id", (operation.id,)):
        sha.update(_line(edit))
    return sha.hexdigest()


def rows_as_written(connection: sqlite3.Connection, table: Table, operation: int) -> Iterator[list[Any]]:
    """The rows an operation added to a table, as they were when it was sealed: later edits rolled back."""
    span = connection.execute("SELECT first, last FROM span WHERE operation = ? AND kind = ?", (operation, table.name)).fetchone()
    if not span:
        return
    names = _hashed(table)
    first_old = {
        (record, field): old for record, field, old in connection.execute(
            "SELECT record, field, old FROM edit WHERE kind = ? AND record BETWEEN ? AND ? AND operation <> ?"
            " AND field <> 'removed' ORDER BY id DESC", (table.name, *span, operation))}
    for row in connection.execute(
            f'SELECT {", ".join(chr(34) + name + chr(34) for name in names)} FROM "{table.name}"'
            " WHERE id BETWEEN ? AND ? AND operation = ? ORDER BY id", (*span, operation)):
        yield [first_old.get((row[0], name), cell) for name, cell in zip(names, row, strict=True)] if first_old else list(row)


def _hashed(table: Table) -> list[str]:
    """The columns a digest covers, by name: one that a later version adds is absent from what was written before, and changes nothing."""
    return ["id", "uid", *sorted(name for name, _ in table.columns)]


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


def undo(now: Change, number: int | None = None, spared: Spared = frozenset()) -> Operation:
    """Take an operation back, but for what it did to the records `spared`: `number`, else the newest that stands; returns it.

    Raises: NoOperation, NothingToUndo, AlreadyUndone, NotUndoable, LaterDepends, NotInOperation, SparedDepends.
    """
    target = operation(now.connection, number) if number is not None else newest_undoable(now.connection)
    taker = taken_back_by(now.connection, target.id)
    if taker is not None:
        raise AlreadyUndone(number=target.id, by=taker)
    if target.command in FINAL or target.id == OUTSIDE:
        raise NotUndoable(number=target.id, command=target.command)
    if spared:
        _spare(now, target, spared)
    _reverse(now, target, spared)
    return target


def newest_undoable(connection: sqlite3.Connection) -> Operation:
    """What an undo without a number takes back. Raises: NothingToUndo, NotUndoable."""
    return _newest(connection, undone=False)


def records_of(connection: sqlite3.Connection, number: int) -> set[tuple[str, int]]:
    """The records (kind, number) that an operation added, changed or removed; what it did to their several values counts."""
    found: set[tuple[str, int]] = set()
    for table in tables(KINDS.values()):
        owner = f'"{table.kind.key}"' if table.field else "id"
        found |= {(table.kind.key, row[0]) for row in connection.execute(
            f'SELECT {owner} FROM "{table.name}" WHERE removed = ?1'
            " OR id IN (SELECT record FROM edit WHERE kind = ?2 AND (operation = ?1 OR (field = 'removed' AND old = ?1)))"
            " OR (operation = ?1 AND id BETWEEN (SELECT first FROM span WHERE operation = ?1 AND kind = ?2)"
            " AND (SELECT last FROM span WHERE operation = ?1 AND kind = ?2))", numbered(number, table.name))}
    return found


def _spare(now: Change, target: Operation, spared: Spared) -> None:
    """Say in the log which records an undo leaves as they are. Raises: NotInOperation, NothingToUndo."""
    touched = records_of(now.connection, target.id)
    strange = sorted(_typed(spared - touched))
    if strange:
        raise NotInOperation(number=target.id, records=" ".join(strange))
    if spared >= touched:
        raise NothingToUndo()
    now.command = EXCEPT + ",".join(_typed(spared))


def _typed(found: Iterable[tuple[str, int]]) -> list[str]:
    """Records (kind, number) as typed ids."""
    return [f"{KINDS[kind].letter}{number}" for kind, number in sorted(found)]


def redo(now: Change, number: int | None = None) -> Operation:
    """Take an undo back: the undo `number`, else the newest that stands; returns it. Raises: as `undo`, NothingToRedo."""
    target = operation(now.connection, number) if number is not None else _newest(now.connection, undone=True)
    if target.takes_back is None:
        raise NothingToRedo()
    return undo(now, target.id)


def touched(now: Change) -> set[tuple[str, int]]:
    """The rows (table, id) that this operation has edited, and those it lets stand again."""
    return set(now.connection.execute("SELECT DISTINCT kind, record FROM edit WHERE operation = ?", (now.operation,)))


def operation(connection: sqlite3.Connection, number: int) -> Operation:
    """The operation of that number. Raises: NoOperation."""
    row = connection.execute("SELECT * FROM operation WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise NoOperation(number=number)
    return Operation(*row)


def operations(connection: sqlite3.Connection) -> list[Operation]:
    """All of the log, the newest first."""
    return [Operation(*row) for row in connection.execute("SELECT * FROM operation ORDER BY id DESC")]


def was_done(connection: sqlite3.Connection, command: str) -> bool:
    """Whether a command of that name ever wrote."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM operation WHERE command = ?)", (command,)).fetchone()[0])


def taken_back_by(connection: sqlite3.Connection, number: int) -> int | None:
    """The operation that took this one back and was not itself taken back; None while it is in force."""
    for (taker,) in connection.execute("SELECT id FROM operation WHERE takes_back = ? ORDER BY id DESC", (number,)):
        if taken_back_by(connection, taker) is None:
            return int(taker)
    return None


def _newest(connection: sqlite3.Connection, *, undone: bool) -> Operation:
    """The newest operation in force: an undo when `undone`, else one that is no undo."""
    for row in connection.execute("SELECT * FROM operation WHERE id > 0 ORDER BY id DESC"):
        found = Operation(*row)
        if taken_back_by(connection, found.id) is None and _is_undo(connection, found) == undone:
            if not undone and found.command == REDACT:
                raise NotUndoable(number=found.id, command=found.command)
            if not undone and found.command in FINAL:
                break
            return found
    raise NothingToRedo() if undone else NothingToUndo()


def _is_undo(connection: sqlite3.Connection, found: Operation) -> bool:
    """Whether it takes something back on balance: an undo does, the redo of an undo does not."""
    depth = 0
    while found.takes_back is not None:
        found, depth = operation(connection, found.takes_back), depth + 1
    return depth % 2 == 1


def _reverse(now: Change, target: Operation, spared: Spared = frozenset()) -> None:
    """Write the opposite of everything an operation wrote, newest first; the rows of records `spared` are left alone."""
    now.takes_back = target.id
    every = {table.name: table for table in tables(KINDS.values())}
    left = {name: _rows_of(now.connection, table, spared) for name, table in every.items()} if spared else {}
    later = _touched_later(now, target, every, left)
    for name in every:
        now.connection.execute(
            f'UPDATE "{name}" SET removed = NULL WHERE removed = ? AND id NOT IN ({_listed(left, name)})', (target.id,))
    for kind, record, field, old in now.connection.execute(
            "SELECT kind, record, field, old FROM edit WHERE operation = ? ORDER BY id DESC", (target.id,)).fetchall():
        if record not in left.get(kind, ()):
            now.update(kind, record, {field: old})
    for kind, first, last in now.connection.execute(
            "SELECT kind, first, last FROM span WHERE operation = ?", (target.id,)).fetchall():
        now.mark(kind, f"id BETWEEN ? AND ? AND operation = ? AND id NOT IN ({_listed(left, kind)})", (first, last, target.id))
    now.wrote = True
    _refuse_spared_dangling(now, target, every, left)
    depend = sorted(later | _left_dangling(now, every))
    if depend:
        raise LaterDepends(number=target.id, later=" ".join(f"#{number}" for number in depend), newest=depend[-1])


def _rows_of(connection: sqlite3.Connection, table: Table, wanted: Spared) -> set[int]:
    """The rows of a table that belong to any of these records."""
    numbers = {number for kind, number in wanted if kind == table.kind.key}
    if table.field is None or not numbers:
        return numbers
    return {row[0] for row in connection.execute(
        f'SELECT id FROM "{table.name}" WHERE "{table.kind.key}" IN ({",".join(map(str, numbers))})')}


def _listed(left: dict[str, set[int]], name: str) -> str:
    return ",".join(map(str, left.get(name, ())))


def _touched_later(now: Change, target: Operation, every: dict[str, Table], left: dict[str, set[int]]) -> set[int]:
    """The later operations in force that touched the same fields, edited what this one added, or removed it."""
    ask = now.connection.execute
    later: set[int] = set()
    for (kind,) in ask("SELECT DISTINCT kind FROM edit WHERE operation = ?", (target.id,)).fetchall():
        later |= {row[0] for row in ask(
            "SELECT DISTINCT e.operation FROM edit AS t JOIN edit AS e ON e.kind = t.kind AND e.record = t.record"
            " AND e.field = t.field WHERE t.operation = ?1 AND t.kind = ?2 AND e.operation > ?1"
            f" AND t.record NOT IN ({_listed(left, kind)})", numbered(target.id, kind))}
    for kind, first, last in ask("SELECT kind, first, last FROM span WHERE operation = ?", (target.id,)).fetchall():
        later |= {row[0] for row in ask(
            "SELECT DISTINCT operation FROM edit WHERE kind = ? AND record BETWEEN ? AND ? AND operation > ?"
            f" AND record NOT IN ({_listed(left, kind)})", (kind, first, last, target.id))}
        later |= {row[0] for row in ask(
            f'SELECT DISTINCT removed FROM "{kind}" WHERE id BETWEEN ? AND ? AND operation = ? AND removed IS NOT NULL'
            f" AND id NOT IN ({_listed(left, kind)})", (first, last, target.id))}
    for kind in every:
        later |= {row[0] for row in ask(
            f'SELECT DISTINCT r.removed FROM edit AS t JOIN "{kind}" AS r ON r.id = t.record'
            f" WHERE t.operation = ? AND t.kind = ? AND r.removed > ? AND r.id NOT IN ({_listed(left, kind)})",
            (target.id, kind, target.id))}
    return {number for number in later if number != target.id and not _cancelled(now.connection, number, target.id)}


def _left_dangling(now: Change, every: dict[str, Table]) -> set[int]:
    """The operations that wrote standing rows which point at one that no longer stands."""
    return {row[1] for table in every.values() for row in _dangling(now, table, f't."{table.kind.key}"' if table.field else "t.id")} - {now.operation}


def _dangling(now: Change, table: Table, owner: str) -> Iterator[tuple[int, int, int, str, int]]:
    """Standing rows that point at one which this operation removed: row, operation, owner, and what they point at (kind, number)."""
    for column, other in table.references:
        yield from now.connection.execute(
            f'SELECT t.id, t.operation, {owner}, \'{other}\', o.id FROM "{other}" AS o JOIN "{table.name}" AS t ON t."{column}" = o.id'
            " WHERE o.removed = ? AND t.removed IS NULL", (now.operation,)).fetchall()


def _refuse_spared_dangling(now: Change, target: Operation, every: dict[str, Table], left: dict[str, set[int]]) -> None:
    """A spared record may not point at one that goes. Raises: SparedDepends."""
    pairs = set()
    for name, rows in left.items():
        table = every[name]
        for row, _, owner, kind, number in _dangling(now, table, f't."{table.kind.key}"' if table.field else "t.id") if rows else ():
            if row in rows:
                pairs.add((table.kind.key, owner, kind, number))
    if pairs:
        raise SparedDepends(
            pairs=" ".join(f"{KINDS[one].letter}{a}→{KINDS[other].letter}{b}" for one, a, other, b in sorted(pairs)[:MOST]),
            number=target.id, all=",".join([now.command[len(EXCEPT):], *dict.fromkeys(_typed({pair[2:] for pair in pairs}))]))


def _cancelled(connection: sqlite3.Connection, number: int, target: int) -> bool:
    """Whether a later operation no longer counts: it was taken back, or it only took back one that came after the target.

    One that was taken back but for some records still counts where the target touched those. A redaction never counts: nothing
    that is undone brings back what it erased.
    """
    found = operation(connection, number)
    if found.command == REDACT:
        return True
    taker = taken_back_by(connection, number)
    if taker is not None:
        kept = spared_by(operation(connection, taker))
        return not kept or not kept & records_of(connection, target)
    return found.takes_back is not None and found.takes_back > target


def spared_by(found: Operation) -> Spared:
    """The records that an undo left as they were."""
    if not found.command.startswith(EXCEPT):
        return frozenset()
    letters = {kind.letter: kind.key for kind in KINDS.values()}
    return frozenset((letters[code[0]], int(code[1:])) for code in found.command[len(EXCEPT):].split(","))


def _changed(now: Change) -> bool:
    return now.stands or (now.wrote and _left_something(now))


def _left_something(now: Change) -> bool:
    return (
        bool(now.written) or now.takes_back is not None or bool(now.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM edit WHERE operation = ?)", (now.operation,)).fetchone()[0])
        or any(now.connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{table.name}" WHERE removed = ?)', (now.operation,)).fetchone()[0]
               for table in tables(KINDS.values())))


def _check_references(connection: sqlite3.Connection) -> None:
    """What COMMIT would find, for a run that will not commit."""
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")


def _now() -> str:
    seconds = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds * 1000) % 1000:03d}Z"


def _line(cells: Iterable[Any]) -> bytes:
    return _encoder()(list(cells)).encode("utf-8", "surrogatepass") + b"\n"


@cache
def _encoder() -> Callable[[Any], str]:
    """JSON in one form on every machine; made once, since making it costs more than using it."""
    import json

    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
