"""What several tests ask of a record file, read without the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alliancectl.kinds import KINDS
from alliancectl.store import history
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


def asked_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is asked on the connections opened from now on."""
    asked: list[str] = []

    def connect(*args: Any, connect: Any = sqlite3.connect, **more: Any) -> Any:
        connection = connect(*args, **more)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect)
    return asked


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


def many_claims(path: Path, count: int) -> None:
    """So many claims more like C1, of one operation."""
    with history.change(str(path), "test") as now:
        first = now.connection.execute("SELECT max(id) + 1 FROM capacity_row").fetchone()[0]
        now.connection.execute(
            "WITH RECURSIVE n(id) AS (SELECT ?2 UNION ALL SELECT id + 1 FROM n WHERE id < ?3)"
            " INSERT INTO capacity_row(id, operation, sort, told, until, amount) SELECT n.id, ?1, sort, told, until, amount FROM n, capacity_row AS r WHERE r.id = 1",
            {"1": now.operation, "2": first, "3": first + count - 1})
        now.added("capacity", range(first, first + count), [])
