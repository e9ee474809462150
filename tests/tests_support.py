"""What several tests ask of a record file, read without the program."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alliancectl.kinds import KINDS
from alliancectl.store.tables import tables


def standing(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that stands, by table; without which operation wrote it, and without the series, which follows from the rest."""
    connection = sqlite3.connect(path)
    try:
        found = {}
        for table in tables(KINDS.values()):
            names = ", ".join(f'"{name}"' for name, _ in table.columns if name != "series")
            found[table.name] = connection.execute(f'SELECT id, {names} FROM "{table.name}" WHERE removed IS NULL ORDER BY id').fetchall()
        return found
    finally:
        connection.close()
