"""From the format of an earlier version to this one's: plain SQL in one transaction, after a verified copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.store import format_1, schema
from alliancectl.store.backup import Backup, before_risk
from alliancectl.store.file import WAIT, uninterrupted, writing
from alliancectl.store.integrity import shipped

# Version -> what leads from it to the next: tables and their columns only. Indexes, triggers and views are made anew from the
# kinds, so that no step can forget one.
STEPS: dict[int, tuple[str, ...]] = {1: format_1.STEP}


def migrate(path: str, *, keep: int, wait: float = WAIT, once_kept: Callable[[], None] | None = None) -> Backup:
    """Bring a record file to this version's format; returns the copy that was made before. Raises: as opening and backing up; FormatNotSynced.

    It cannot be undone: the copy is the way back. `once_kept` is called when it is done, before Ctrl-C is heard again.
    """
    copy = before_risk(path, keep=keep, wait=wait)
    bring_up(path, wait, once_kept)
    return copy


def bring_up(path: str, wait: float = WAIT, once_kept: Callable[[], None] | None = None) -> None:
    """As `migrate`, without a copy: of a file that is one."""
    with writing(path, wait, older=True) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")    # a step may rebuild a table that others point at
        connection.execute("BEGIN IMMEDIATE")
        try:
            _step_up(connection)
            with uninterrupted():
                _commit(connection, path)
                if once_kept:
                    once_kept()
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _commit(connection: sqlite3.Connection, path: str) -> None:
    """Raises: FormatNotSynced where all of it is in the file, but the disk would not say that it will stay there."""
    try:
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if connection.in_transaction or not _is_new(connection):
            raise
        raise errors.FormatNotSynced(version=schema.VERSION, path=path, reason=error) from error


def _is_new(connection: sqlite3.Connection) -> bool:
    """Whether the file has this version's format, whatever COMMIT said."""
    with suppress(sqlite3.Error):
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION)
    return False


def _step_up(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    ours = shipped()
    beside = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL ORDER BY rowid").fetchall()
    for kind, name, _ in beside:
        connection.execute(f'DROP {kind} IF EXISTS "{name}"')
    for version in range(found, schema.VERSION):
        for statement in STEPS.get(version, ()):
            connection.execute(statement)
    for statement in schema.statements(KINDS.values()):
        if not statement.startswith("CREATE TABLE"):
            connection.execute(statement)
    for kind, name, text in beside:   # another program's views and indexes stay where they still can; a trigger may change what is written
        if kind != "trigger" and name not in ours:
            with suppress(sqlite3.OperationalError):
                connection.execute(text)
    if found == 1:
        format_1.seal_anew(connection)
    connection.execute(f"PRAGMA user_version={schema.VERSION}")
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")
