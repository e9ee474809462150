"""From the format of an earlier version to this one's: plain SQL in one transaction, after a verified copy."""

from __future__ import annotations

import sqlite3

from alliancectl.kinds import KINDS
from alliancectl.store import schema
from alliancectl.store.backup import Backup, before_risk
from alliancectl.store.file import WAIT, writing

# Version -> what leads from it to the next: tables and their columns only. Indexes, triggers and views are made anew from the
# kinds, so that no step can forget one.
STEPS: dict[int, tuple[str, ...]] = {}


def migrate(path: str, *, keep: int, wait: float = WAIT) -> Backup:
    """Bring a record file to this version's format; returns the copy that was made before. Raises: as opening and backing up.

    It cannot be undone: the copy is the way back.
    """
    copy = before_risk(path, keep=keep, wait=wait)
    with writing(path, wait) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")    # a step may rebuild a table that others point at
        connection.execute("BEGIN IMMEDIATE")
        try:
            _step_up(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return copy


def _step_up(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    ours = connection.execute("SELECT type, name FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL").fetchall()
    for kind, name in ours:
        connection.execute(f'DROP {kind} IF EXISTS "{name}"')
    for version in range(found, schema.VERSION):
        for statement in STEPS.get(version, ()):
            connection.execute(statement)
    for statement in schema.statements(KINDS.values()):
        if not statement.startswith("CREATE TABLE"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={schema.VERSION}")
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")
