"""The log as it stands: the operations, what takes back what, and which records each of them touched."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.store.binding import listed, numbered
from alliancectl.store.tables import Table, tables

OUTSIDE = 0             # rows and edits of other programs belong to this operation
REDACT = "redact"
LOG = "operation"       # in the place of a kind, where an edit is of the log itself: the note that was redacted
FIRST = "init"
FINAL = (FIRST, "backup restore", REDACT)   # commands that cannot be undone
EXCEPT = "undo --except "   # the command of an undo that spared records; their typed ids follow, joined by commas

DONE = "(digest <> '' OR id = 0)"   # of operations: all but the one that is being written

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


def operation(connection: sqlite3.Connection, number: int) -> Operation:
    """The operation of that number. Raises: NoOperation."""
    row = connection.execute(f"SELECT * FROM operation WHERE id = ? AND {DONE}", (number,)).fetchone()
    if row is None:
        raise errors.NoOperation(number=number)
    return Operation(*row)


def operations(connection: sqlite3.Connection, among: Iterable[int] | None = None) -> Iterator[Operation]:
    """The log, the newest first: all of it, or the operations of these numbers."""
    where, values = ("", ()) if among is None else ("WHERE id IN (SELECT value FROM json_each(?))", (listed(among),))
    yield from (Operation(*row) for row in connection.execute(f"SELECT * FROM operation {where} ORDER BY id DESC", values))


def was_done(connection: sqlite3.Connection, command: str) -> bool:
    """Whether a command of that name ever wrote."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM operation WHERE command = ?)", (command,)).fetchone()[0])


def taken_back_by(connection: sqlite3.Connection, number: int) -> int | None:
    """The operation that took this one back and was not itself taken back; None while it is in force."""
    for (taker,) in connection.execute("SELECT id FROM operation WHERE takes_back = ? ORDER BY id DESC", (number,)):
        if taken_back_by(connection, taker) is None:
            return int(taker)
    return None


def newest(connection: sqlite3.Connection, *, undone: bool) -> Operation:
    """The newest operation in force: an undo when `undone`, else one that is no undo."""
    for row in connection.execute(f"SELECT * FROM operation WHERE id > 0 AND {DONE} ORDER BY id DESC"):
        found = Operation(*row)
        if taken_back_by(connection, found.id) is None and _is_undo(connection, found) == undone:
            if undone or found.command not in FINAL:
                return found
            if found.command != FIRST:
                raise errors.NotUndoable(number=found.id, command=found.command)
            break
    raise errors.NothingToRedo() if undone else errors.NothingToUndo()


def _is_undo(connection: sqlite3.Connection, found: Operation) -> bool:
    """Whether it takes something back on balance: an undo does, the redo of an undo does not."""
    depth = 0
    while found.takes_back is not None:
        found, depth = operation(connection, found.takes_back), depth + 1
    return depth % 2 == 1


def touched_among(connection: sqlite3.Connection, number: int, records: Spared) -> Spared:
    """Those of these records that an operation added, changed or removed; what it did to their several values counts."""
    found: set[tuple[str, int]] = set()
    for table in tables(KINDS.values()):
        if mine := [record for kind, record in records if kind == table.kind.key]:
            found |= {(table.kind.key, row[0]) for row in connection.execute(
                f'SELECT {_owner(table)} FROM "{table.kept}" AS t WHERE {_owner(table)} IN (SELECT value FROM json_each(?3)) AND ('
                f" t.removed = ?1 OR {_ADDED} OR EXISTS (SELECT 1 FROM edit WHERE edit.kind = ?2 AND edit.record = t.id AND (edit.operation = ?1 OR {_STOOD_AGAIN})))",
                numbered(number, table.name, listed(mine)))}
    return frozenset(found)


def touched_beside(connection: sqlite3.Connection, number: int, records: Spared) -> bool:
    """Whether an operation added, changed or removed any other record than these."""
    return any(_touched_beside(connection, table, number, [record for kind, record in records if kind == table.kind.key]) for table in tables(KINDS.values()))


def _touched_beside(connection: sqlite3.Connection, table: Table, number: int, records: list[int]) -> bool:
    """As `touched_beside`, of one table. A question each way of touching: each ends at the first row it finds."""
    rows, other = f'SELECT 1 FROM "{table.kept}" AS t', f"{_owner(table)} NOT IN (SELECT value FROM json_each(?3))"
    edited = f'SELECT 1 FROM edit CROSS JOIN "{table.kept}" AS t ON t.id = edit.record WHERE {{}} AND {other}'
    return bool(connection.execute(
        f"SELECT EXISTS ({rows} WHERE t.removed = ?1 AND {other}) OR EXISTS ({rows} WHERE {_ADDED} AND {other})"
        f" OR EXISTS ({edited.format('edit.operation = ?1 AND +edit.kind = ?2')}) OR EXISTS ({edited.format(f'edit.kind = ?2 AND {_STOOD_AGAIN}')})",
        numbered(number, table.name, listed(records))).fetchone()[0])


_ADDED = ("(t.operation = ?1 AND t.id BETWEEN (SELECT first FROM span WHERE operation = ?1 AND kind = ?2)"
          " AND (SELECT last FROM span WHERE operation = ?1 AND kind = ?2))")
_STOOD_AGAIN = "edit.field = 'removed' AND edit.old = ?1"   # after it had been removed


def _owner(table: Table) -> str:
    return f't."{table.kind.key}"' if table.field else "t.id"


def spared_by(found: Operation) -> Spared:
    """The records that an undo left as they were."""
    if not found.command.startswith(EXCEPT):
        return frozenset()
    letters = {kind.letter: kind.key for kind in KINDS.values()}
    return frozenset((letters[code[0]], int(code[1:])) for code in found.command[len(EXCEPT):].split(","))


def typed(found: Iterable[tuple[str, int]]) -> list[str]:
    """Records (kind, number) as typed ids."""
    return [f"{KINDS[kind].letter}{number}" for kind, number in sorted(found)]
