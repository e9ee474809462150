"""What must be erased by law: values go from records, history and the file's free pages, and the fact that they went stays.

The rows stay too, without the values; the digests of the operations that wrote them are made anew, from the first of them on.
An operation that did not match its digest before does not match it afterwards either: redaction hides no tampering.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.store.binding import numbered
from alliancectl.store.file import WAIT, writing
from alliancectl.store.history import LOG, OUTSIDE, REDACT, Change, Operation, digest_of, operation
from alliancectl.store.history.log import DONE
from alliancectl.store.integrity import touched_tables
from alliancectl.store.kept import sets_of, shared_table
from alliancectl.store.tables import Table, column_names, tables
from alliancectl.values.names import fold

WORDS = 50   # erased texts that are looked for in the rest of the file


class Place(NamedTuple):
    """Columns of some rows of a table, and the cells that shall stand there; a row that is `whole` one value never stood."""

    table: Table
    columns: tuple[str, ...]
    rows: tuple[int, ...]
    cells: tuple[Any, ...]
    whole: bool = False


def holding(connection: sqlite3.Connection, place: Place, only: str | None = None) -> Place:
    """The place with only those of its rows that hold a value, or held one; `only`: that value."""
    rows = []
    for row in place.rows:
        held = _texts(connection, place._replace(rows=(row,)))
        if held if only is None else any(isinstance(text, str) and fold(text) == fold(only) for text in held):
            rows.append(row)
    return place._replace(rows=tuple(rows))


def was_redacted(connection: sqlite3.Connection, place: Place) -> bool:
    """Whether anything of the place was redacted before."""
    return bool(connection.execute(
        "SELECT EXISTS (SELECT 1 FROM edit AS e JOIN operation AS o ON o.id = e.operation WHERE o.command = ? AND e.kind = ?"
        f" AND e.field = ? AND e.record IN ({_listed(place.rows)}))", (REDACT, place.table.name, place.columns[0])).fetchone()[0])


def note_was_redacted(connection: sqlite3.Connection, number: int) -> bool:
    """Whether the note of an operation was redacted before."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM edit WHERE kind = ? AND record = ?)", (LOG, number)).fetchone()[0])


def redact(now: Change, places: Sequence[Place]) -> list[tuple[str, int, str]]:
    """Erase what these places hold and held; returns where the same words still stand: (kind, number, field's key), or ("", operation, "note")."""
    words = sorted({text for place in places for text in _texts(now.connection, place) if isinstance(text, str) and len(text.strip()) > 1})[:WORDS]
    with _sealed_anew(now.connection, _first(now, places)):
        for place in places:
            _erase(now, place)
            _forget_sets(now.connection, place.table)
    return _still_in(now.connection, words)


def redact_note(now: Change, number: int, words: str | None) -> list[tuple[str, int, str]]:
    """Erase the note of an operation, or put other words in its place; returns as `redact`. Raises: NoOperation."""
    note = operation(now.connection, number).note or ""
    with _sealed_anew(now.connection, number):
        now.connection.execute("UPDATE operation SET note = ? WHERE id = ?", (words, number))
        now.connection.execute("INSERT INTO edit(operation, kind, record, field) VALUES (?, ?, ?, 'note')", (now.operation, LOG, number))
    now.wrote = True
    return _still_in(now.connection, [note] if len(note.strip()) > 1 else [])


@contextmanager
def _sealed_anew(connection: sqlite3.Connection, first: int) -> Iterator[None]:
    """The log lies open in the block; then the chain is sealed anew from that operation on, but for those that did not fit before."""
    broken = {made.id for made, digest in _sealed(connection, first, touched_tables(connection)) if made.digest != digest}
    with _log_open(connection):
        yield
        _seal_anew(connection, first, broken)


def rewrite(path: str, wait: float = WAIT) -> None:
    """Write the file anew without its free pages: nothing that was erased is left in any of them. Raises: as opening it."""
    with writing(path, wait) as connection:
        connection.execute("VACUUM")


def _erase(now: Change, place: Place) -> None:
    """The values of the rows, of their edits; of each row an edit stays that says that it was redacted."""
    connection, name, rows = now.connection, place.table.name, _listed(place.rows)
    sets = ", ".join(f'"{column}" = ?' for column in place.columns)
    connection.execute(f'UPDATE "{name}" SET {sets}{", removed = operation" if place.whole else ""} WHERE id IN ({rows})', place.cells)
    if place.whole:
        connection.execute(f"DELETE FROM edit WHERE kind = ? AND record IN ({rows})", (name,))
    for column, cell in zip(place.columns, place.cells, strict=True):
        connection.execute(f"UPDATE edit SET old = ?, new = ? WHERE kind = ? AND field = ? AND record IN ({rows})", (cell, cell, name, column))
    for row in place.rows:
        connection.execute(
            "INSERT INTO edit(operation, kind, record, field, old, new) SELECT ?1, ?2, ?3, ?4, ?5, ?5 WHERE NOT EXISTS ("
            " SELECT 1 FROM edit WHERE operation = ?1 AND kind = ?2 AND record = ?3 AND field = ?4)",
            numbered(now.operation, name, row, place.columns[0], place.cells[0]))
    now.wrote = True


def _forget_sets(connection: sqlite3.Connection, table: Table) -> None:
    """The sets of values that no row says any more go too."""
    for shared in table.shared:
        connection.execute(f'DELETE FROM "{shared_table(table, shared)}" WHERE id NOT IN (SELECT "{shared.key}" FROM "{table.kept}")')


def _first(now: Change, places: Iterable[Place]) -> int:
    """The first operation that wrote anything of the rows: from it on the chain changes."""
    found = [now.operation]
    for place in places:
        rows = _listed(place.rows)
        found += [row[0] for row in now.connection.execute(
            f'SELECT operation FROM "{place.table.kept}" WHERE id IN ({rows})'
            f" UNION SELECT operation FROM edit WHERE kind = ? AND record IN ({rows})", (place.table.name,)) if row[0] != OUTSIDE]
    return min(found)


def _sealed(connection: sqlite3.Connection, first: int, touched: dict[int, list[Table]]) -> Iterator[tuple[Operation, str]]:
    """The operations from that one on, each with what its digest should be after the kept one before it."""
    before = connection.execute("SELECT digest FROM operation WHERE id < ? ORDER BY id DESC LIMIT 1", (first,)).fetchone()
    kept = before[0] if before else ""
    for row in connection.execute(f"SELECT * FROM operation WHERE id >= ? AND {DONE} ORDER BY id", (first,)).fetchall():
        made = Operation(*row)
        yield made, digest_of(connection, made, kept, touched.get(made.id, ()))
        kept = connection.execute("SELECT digest FROM operation WHERE id = ?", (made.id,)).fetchone()[0]


def _seal_anew(connection: sqlite3.Connection, first: int, broken: set[int]) -> None:
    for made, digest in _sealed(connection, first, touched_tables(connection)):
        if made.id not in broken:
            connection.execute("UPDATE operation SET digest = ? WHERE id = ?", (digest, made.id))


@contextmanager
def _log_open(connection: sqlite3.Connection) -> Iterator[None]:
    """Without the triggers that keep the log from being rewritten; a run that is killed here has changed nothing, them included."""
    names = ("operation_update_refused", "edit_update_refused", "edit_delete_refused", "edit_new_only",
             *(f"{name}_keep" for table in tables(KINDS.values()) for name in sets_of(table)))
    shipped = [connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (name,)).fetchone() for name in names]
    for name in names:
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    yield
    for found in shipped:
        if found:
            connection.execute(found[0])


def _texts(connection: sqlite3.Connection, place: Place) -> set[Any]:
    """What the rows hold and held in these columns, but for what shall stand there."""
    rows, found = _listed(place.rows), set()
    for column, cell in zip(place.columns, place.cells, strict=True):
        found |= {row[0] for row in connection.execute(
            f'SELECT "{column}" FROM "{place.table.name}" WHERE id IN ({rows})'
            f" UNION SELECT old FROM edit WHERE kind = ?1 AND field = ?2 AND record IN ({rows})"
            f" UNION SELECT new FROM edit WHERE kind = ?1 AND field = ?2 AND record IN ({rows})", numbered(place.table.name, column))
            if row[0] is not None and row[0] != cell}
    return found


def _still_in(connection: sqlite3.Connection, words: Sequence[str]) -> list[tuple[str, int, str]]:
    """Where else in the records, their history and the notes of operations any of these words stand."""
    found: set[tuple[str, int, str]] = set()
    for word in words:
        found |= {("", number, "note") for (number,) in connection.execute("SELECT id FROM operation WHERE instr(note, ?)", (word,))}
        for table in tables(KINDS.values()):
            keys = _keys(table)
            owner = f't."{table.kind.key}"' if table.field else "t.id"
            for column, key in keys.items():
                found |= {(table.kind.key, number, key) for (number,) in connection.execute(
                    f'SELECT {owner} FROM "{table.name}" AS t WHERE instr(t."{column}", ?1) UNION SELECT {owner} FROM edit AS e'
                    f' JOIN "{table.name}" AS t ON t.id = e.record WHERE e.kind = ?2 AND e.field = ?3 AND (instr(e.old, ?1) OR instr(e.new, ?1))',
                    numbered(word, table.name, column))}
    return sorted(found)


def _keys(table: Table) -> dict[str, str]:
    """The key of the field that each column of words is kept for."""
    fields = table.kind.single if table.field is None else [part for part in (table.field, table.field.extra) if part]
    return {column_names(field)[0]: field.key for field in fields if field.type.columns[0][1] == "TEXT"}


def _listed(rows: Iterable[int]) -> str:
    return ",".join(map(str, rows))
