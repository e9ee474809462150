"""Create a record file: made whole under another name beside its place, then moved there, so that a half file never exists."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from alliancectl import errors, shipped
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry
from alliancectl.store import records
from alliancectl.store.file import creating
from alliancectl.store.history import one_operation
from alliancectl.store.schema import create_schema
from alliancectl.store.unfinished import kept_in_folder


def create(path: str, alliance: Mapping[str, Any], *, note: str | None = None,
           fill: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """Make the record file of an alliance at `path`; `fill` may write more operations before anyone can see it.

    Raises: FileExists, CannotWrite, FileFailed, FileNotSynced.
    """
    if os.path.lexists(path):
        raise errors.FileExists(path=path)
    unfinished = f"{path}.{os.urandom(4).hex()}.new"
    try:
        os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
        with creating(unfinished) as connection:
            write(connection, alliance, note)
            if fill:
                fill(connection)
        _move(unfinished, path)
    except OSError as error:
        raise errors.CannotWrite(path=path, reason=errors.why(error)) from error
    finally:
        for leftover in (unfinished, unfinished + "-journal"):
            if os.path.exists(leftover):
                os.unlink(leftover)


def write(connection: sqlite3.Connection, alliance: Mapping[str, Any], note: str | None = None) -> None:
    """Write schema, lists, units and the alliance itself into an empty database, as its first operation."""
    with one_operation(connection, "init", note=note, before=lambda: create_schema(connection, KINDS.values())) as now:
        for position, choice in enumerate(shipped.table("choices.toml")["choice"], 1):
            records.add(now, KINDS["choice"], _entries(choice) | {"position": position})
        for unit in shipped.table("units.toml")["unit"]:
            records.add(now, KINDS["unit"], _entries(unit))
        records.add(now, KINDS["alliance"], alliance)


def _entries(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(Entry(word) for word in value) if isinstance(value, list) else value for key, value in row.items()}


def _move(unfinished: str, path: str) -> None:
    """Give the finished file its name, never over another one."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise errors.FileExists(path=path) from None
    except OSError:   # a file system without links: the race that is left is one of two secretaries in one second
        if os.path.lexists(path):
            raise errors.FileExists(path=path) from None
        os.rename(unfinished, path)
    kept_in_folder(path)
