"""The file as it was after an operation: the same questions, asked of the same tables, answered as they would have been then.

Names without a schema are looked up among temporary tables first, so a temporary view of a table's own name stands before
it: the rows there were, and for the few that were changed or removed since a row with the edits rolled back. Only those
are copied; the rest is read in place by the indexes it has. The log itself is cut off at the operation too.

What another program wrote carries no number: its rows count as always there, its edits by where they stand in the log.
"""

import sqlite3
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.store.binding import listed
from alliancectl.store.file import holding
from alliancectl.store.history import operation
from alliancectl.store.history.log import DONE
from alliancectl.store.kept import UNTIL, own_view, physical, row_columns, same_set, shared_table, until_of
from alliancectl.store.tables import Table, tables

_LAST = (1 << 63) - 1   # follows the id of every edit


class Moment(NamedTuple):
    """A state of the file: the last operation that counts, and when it was written (UTC)."""

    operation: int
    at: str


def after(connection: sqlite3.Connection, number: int) -> Moment:
    """The file after the operation of that number. Raises: NoOperation, NothingRecordedThen."""
    found = operation(connection, number)
    if number < _first(connection):
        raise errors.NothingRecordedThen(what=f"#{number}")
    return Moment(number, found.at)


def before(connection: sqlite3.Connection, at: str, what: str) -> Moment:
    """The file as it was just before a moment (UTC, as the log has it); `what` says it in the user's words. Raises: NothingRecordedThen."""
    row = connection.execute(f"SELECT max(id) FROM operation WHERE id > 0 AND at < ? AND {DONE}", (at,)).fetchone()
    if row[0] is None or row[0] < _first(connection):
        raise errors.NothingRecordedThen(what=what)
    return after(connection, row[0])


def show_as_recorded(connection: sqlite3.Connection, number: int) -> None:
    """From now on this connection reads every table as it was after that operation; it can write nothing."""
    connection.execute("PRAGMA query_only=OFF")
    connection.execute("PRAGMA temp_store=MEMORY")   # a report works on a disk that cannot be written
    holding(connection)
    later = _later(connection, number)
    for table in tables(KINDS.values()):
        _show_table(connection, table, number, later)
    for log, condition in (("operation", f"id <= {number}"), ("span", f"operation <= {number}"), ("edit", f"NOT ({later})")):
        connection.execute(f'CREATE TEMP VIEW "{log}" AS SELECT * FROM main."{log}" WHERE {condition}')
    connection.execute("PRAGMA query_only=ON")


def _first(connection: sqlite3.Connection) -> int:
    """The operation that made the file: before it there was no alliance."""
    row = connection.execute("SELECT min(id) FROM operation WHERE command = 'init'").fetchone()
    return int(row[0] or 1)


def _later(connection: sqlite3.Connection, number: int) -> str:
    """The SQL of: this edit came after the operation."""
    first = connection.execute("SELECT min(id) FROM main.edit WHERE operation > ?", (number,)).fetchone()[0]
    return f"operation > {number} OR (operation = 0 AND id > {first or _LAST})"


def _show_table(connection: sqlite3.Connection, table: Table, number: int, later: str) -> None:
    rows = _rolled_back(connection, table, number, later)
    added = connection.execute("SELECT EXISTS (SELECT 1 FROM main.span WHERE operation > ? AND kind = ?)", (number, table.name)).fetchone()[0]
    if rows or added:
        _show_rows(connection, table, number, rows)
    if table.field and table.field.own:   # some of its values are the records' own
        connection.execute(own_view(table, "TEMP "))


def _show_rows(connection: sqlite3.Connection, table: Table, number: int, rows: list[list[Any]]) -> None:
    """Rows that share values are shown as they are told; of what is kept of them only the view's columns are asked for."""
    told, beside = (table.name, physical(table)) if table.shared else (table.kept, ())
    names = ", ".join(f'"{name}"' for name in (*_columns(table), *beside))
    view = f'SELECT {names} FROM main."{told}" WHERE operation <= {number}'
    if rows:
        was = f'temp."{table.name} was"'
        types = ", ".join(f'"{name}" {sql}' for name, sql in {**_columns(table), **dict.fromkeys(beside, "INTEGER")}.items())
        connection.execute(f"CREATE TABLE {was} ({types})")
        connection.executemany(f"INSERT INTO {was} VALUES (?{', ?' * (len(_columns(table)) - 1)}{', NULL' * len(beside)})", rows)
        if table.shared:
            _find_sets(connection, table, was)
            for name in (*beside, *(shared.found_by[0] for shared in table.kind.shared)):
                connection.execute(f'CREATE INDEX temp."{table.name} was by {name}" ON "{table.name} was"("{name}")')
        view += f" AND id NOT IN (SELECT id FROM {was}) UNION ALL SELECT {names} FROM {was}"
    connection.execute(f'CREATE TEMP VIEW "{told}" AS {view}')
    if table.shared:
        kept = ", ".join(f'"{name}"' for name in row_columns(table))
        connection.execute(f'CREATE TEMP VIEW "{table.kept}" AS SELECT {kept} FROM "{table.name}"')


def _find_sets(connection: sqlite3.Connection, table: Table, was: str) -> None:
    """The sets of values that the rolled-back rows say: most stand in the file; the rest, of what was redacted, is added to a copy."""
    for shared in table.shared:
        name = shared_table(table, shared)
        columns = ", ".join(f'"{column}"' for column in shared.columns)
        same = same_set(shared, lambda column: f'w."{column}"', "s.")
        missing = f'FROM {was} AS w WHERE NOT EXISTS (SELECT 1 FROM main."{name}" AS s WHERE {same})'
        place = "main"
        if connection.execute(f"SELECT 1 {missing} LIMIT 1").fetchone():
            place = "temp"
            connection.execute(f'CREATE TEMP TABLE "{name}" AS SELECT * FROM main."{name}"')
            _index_as(connection, name)
            connection.execute(f'INSERT INTO temp."{name}"(id, {columns}) SELECT (SELECT coalesce(max(id), 0) FROM main."{name}") + w.rowid, {columns} {missing}')
        connection.execute(f'UPDATE {was} AS w SET "{shared.key}" = (SELECT min(id) FROM {place}."{name}" AS s WHERE {same})')
    if table.kind.sought:
        connection.execute(f'UPDATE {was} SET "{UNTIL}" = {until_of(table.kind.sought)}')


def _index_as(connection: sqlite3.Connection, name: str) -> None:
    """Give the temporary copy of a table the indexes of the table."""
    for (sql,) in connection.execute("SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (name,)).fetchall():
        connection.execute(sql.replace("CREATE INDEX ", "CREATE INDEX temp.", 1))


def _columns(table: Table) -> dict[str, str]:
    return {"id": "INTEGER PRIMARY KEY", "operation": "INTEGER", "removed": "INTEGER", "uid": "TEXT", **dict(table.columns)}


def _rolled_back(connection: sqlite3.Connection, table: Table, number: int, later: str) -> list[list[Any]]:
    """The rows that were changed or removed since, as they were."""
    old: dict[int, dict[str, Any]] = {}
    for record, field, value, _ in connection.execute(
            f"SELECT record, field, old, min(id) FROM main.edit WHERE kind = ? AND ({later}) GROUP BY record, field", (table.name,)):
        old.setdefault(record, {})[field] = value
    for (record,) in connection.execute(f'SELECT id FROM main."{table.kept}" WHERE removed > ?', (number,)):
        old.setdefault(record, {})
    names = list(_columns(table))
    columns = ", ".join(f'"{name}"' for name in names)
    rows = []
    for row in connection.execute(
            f'SELECT {columns} FROM main."{table.name if table.field is None else table.kept}"'
            " WHERE operation <= ? AND id IN (SELECT value FROM json_each(?))", (number, listed(old))):
        cells = [old[row[0]].get(name, cell) for name, cell in zip(names, row, strict=True)]
        removed = cells[2]
        cells[2] = removed if removed is not None and removed <= number else None   # a first removal is in no edit
        rows.append(cells)
    return rows
