"""Undo and redo: the opposite of what an operation wrote, written as an operation of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.store.binding import numbered
from alliancectl.store.history.log import (
    EXCEPT,
    FINAL,
    OUTSIDE,
    REDACT,
    Operation,
    Spared,
    newest,
    operation,
    spared_by,
    taken_back_by,
    touched_among,
    touched_beside,
    typed,
)
from alliancectl.store.history.writing import Change
from alliancectl.store.tables import Table, tables

MOST = 10   # records that a refusal names


def undo(now: Change, number: int | None = None, spared: Spared = frozenset()) -> Operation:
    """Take an operation back, but for what it did to the records `spared`: `number`, else the newest that stands; returns it.

    Raises: NoOperation, NothingToUndo, AlreadyUndone, NotUndoable, LaterDepends, OutsideDepends, NotInOperation, SparedDepends.
    """
    target = operation(now.connection, number) if number is not None else newest_undoable(now.connection)
    taker = taken_back_by(now.connection, target.id)
    if taker is not None:
        raise errors.AlreadyUndone(number=target.id, by=taker)
    if target.command in FINAL or target.id == OUTSIDE:
        raise errors.NotUndoable(number=target.id, command=target.command)
    if spared:
        _spare(now, target, spared)
    _reverse(now, target, spared)
    return target


def redo(now: Change, number: int | None = None) -> Operation:
    """Take an undo back: the undo `number`, else the newest that stands; returns it. Raises: as `undo`, NothingToRedo."""
    target = operation(now.connection, number) if number is not None else newest(now.connection, undone=True)
    if target.takes_back is None:
        raise errors.NothingToRedo()
    return undo(now, target.id)


def newest_undoable(connection: sqlite3.Connection) -> Operation:
    """What an undo without a number takes back. Raises: NothingToUndo, NotUndoable."""
    return newest(connection, undone=False)


def touched(now: Change, names: Sequence[str]) -> list[tuple[str, int]]:
    """The rows (table, id) of these tables that this operation has edited, and those it lets stand again; in order."""
    return now.connection.execute(
        f"SELECT DISTINCT kind, record FROM edit WHERE operation = ? AND +kind IN ({', '.join('?' * len(names))}) ORDER BY kind, record",
        (now.operation, *names)).fetchall()


def _spare(now: Change, target: Operation, spared: Spared) -> None:
    """Say in the log which records an undo leaves as they are. Raises: NotInOperation, NothingToUndo."""
    strange = sorted(typed(spared - touched_among(now.connection, target.id, spared)))
    if strange:
        raise errors.NotInOperation(number=target.id, records=" ".join(strange))
    if not touched_beside(now.connection, target.id, spared):
        raise errors.NothingToUndo()
    now.command = EXCEPT + ",".join(typed(spared))


def _reverse(now: Change, target: Operation, spared: Spared) -> None:
    """Write the opposite of everything an operation wrote, newest first; the rows of records `spared` are left alone."""
    now.takes_back = target.id
    every = {table.name: table for table in tables(KINDS.values())}
    left = {name: _rows_of(now.connection, table, spared) for name, table in every.items()} if spared else {}
    later = _touched_later(now, target, every, left)
    for name, table in every.items():
        now.connection.execute(
            f'UPDATE "{table.kept}" SET removed = NULL WHERE removed = ? AND id NOT IN ({_listed(left, name)})', (target.id,))
    for kind, record, field, old in now.connection.execute(   # what is edited meanwhile belongs to another operation: no row of these
            "SELECT kind, record, field, old FROM edit WHERE operation = ? ORDER BY id DESC", (target.id,)):
        if record not in left.get(kind, ()):
            now.update(kind, record, {field: old})
    for kind, first, last in now.connection.execute(
            "SELECT kind, first, last FROM span WHERE operation = ?", (target.id,)).fetchall():
        now.mark(kind, f"id BETWEEN ? AND ? AND operation = ? AND id NOT IN ({_listed(left, kind)})", (first, last, target.id))
    now.wrote = True
    _refuse_spared_dangling(now, target, every, left)
    depend = sorted(later | _left_dangling(now, every))
    if OUTSIDE in depend:
        raise errors.OutsideDepends(number=target.id)
    if depend:
        raise errors.LaterDepends(number=target.id, later=" ".join(f"#{number}" for number in depend), newest=depend[-1])


def _rows_of(connection: sqlite3.Connection, table: Table, wanted: Spared) -> set[int]:
    """The rows of a table that belong to any of these records."""
    numbers = {number for kind, number in wanted if kind == table.kind.key}
    if table.field is None or not numbers:
        return numbers
    return {row[0] for row in connection.execute(
        f'SELECT id FROM "{table.kept}" WHERE "{table.kind.key}" IN ({",".join(map(str, numbers))})')}


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
            f'SELECT DISTINCT removed FROM "{every[kind].kept}" WHERE id BETWEEN ? AND ? AND operation = ? AND removed IS NOT NULL'
            f" AND id NOT IN ({_listed(left, kind)})", (first, last, target.id))}
    for kind, table in every.items():
        later |= {row[0] for row in ask(
            f'SELECT DISTINCT r.removed FROM edit AS t JOIN "{table.kept}" AS r ON r.id = t.record'
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
        raise errors.SparedDepends(
            pairs=" ".join(f"{KINDS[one].letter}{a}→{KINDS[other].letter}{b}" for one, a, other, b in sorted(pairs)[:MOST]),
            number=target.id, all=",".join([now.command[len(EXCEPT):], *dict.fromkeys(typed({pair[2:] for pair in pairs}))]))


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
        return not kept or not touched_among(connection, target, kept)
    return found.takes_back is not None and found.takes_back > target
