"""What several tests ask of a record file, read without the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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


def steps_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], int]:
    """What counts the steps of SQLite's machine, in hundreds, that work takes on every connection opened meanwhile."""
    steps: list[int] = []

    def connect(*args: Any, connect: Any = sqlite3.connect, **more: Any) -> Any:
        connection = connect(*args, **more)
        connection.set_progress_handler(lambda: steps.append(1), 100)
        return connection

    def taken(work: Callable[[], Any]) -> int:
        steps.clear()
        with monkeypatch.context() as patched:
            patched.setattr(sqlite3, "connect", connect)
            work()
        return len(steps)

    return taken
