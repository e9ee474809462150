"""What an import asks of the file and writes to it in bulk: its newest operation, the series and claims of a key."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from alliancectl.kinds import KINDS
from alliancectl.kinds.capacity import phase
from alliancectl.store.records import _cells
from alliancectl.store.series import KEY, _base_unit
from alliancectl.values.names import fold

CAPACITY = KINDS["capacity"]
SERIES_COLUMNS = KEY


def newest_operation(connection: sqlite3.Connection) -> int:
    """The number of the last operation; two equal ones say that nothing was written in between."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()[0])


def claim_cells(values: Mapping[str, Any]) -> dict[str, Any]:
    """A claim's values as they are kept, by column; the series is not yet known."""
    return _cells(CAPACITY, values, CAPACITY.single)


def series_key(connection: sqlite3.Connection, cells: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells the series of a claim, in the order of `SERIES_COLUMNS`; as `series.series_of` makes it."""
    product = cells["product"]
    unit = cells.get("amount_base_unit") or (_base_unit(connection, product) if product > 0 else "")
    return (cells.get("member"), fold(cells.get("scope") or ""), cells.get("site"), fold(cells.get("line") or ""), product,
            fold(cells.get("grade") or ""), cells.get("measure") or "capacity", unit, phase(cells.get("status")))


def series_number(connection: sqlite3.Connection, key: tuple[Any, ...]) -> int | None:
    """The series of that key; None where there is none yet."""
    if any(isinstance(part, int) and part < 0 for part in key):
        return None
    where = " AND ".join(f"{name} IS ?" if name in ("member", "site") else f"{name} = ?" for name in KEY)
    found = connection.execute(f"SELECT id FROM series WHERE {where}", key).fetchone()
    return int(found[0]) if found else None


def make_series(connection: sqlite3.Connection, key: tuple[Any, ...]) -> int:
    """The number of the series of that key, made where there is none yet."""
    known = series_number(connection, key)
    if known is not None:
        return known
    return int(connection.execute(f"INSERT INTO series({', '.join(KEY)}) VALUES (?{', ?' * (len(KEY) - 1)})", key).lastrowid or 0)


def claims_of(connection: sqlite3.Connection, series: int, as_of: str | None) -> list[dict[str, Any]]:
    """The standing claims of a series at a date as kept, by column, with their id."""
    cursor = connection.execute(
        "SELECT * FROM capacity WHERE series = ? AND as_of IS ? AND removed IS NULL ORDER BY id", (series, as_of))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def files_cited(connection: sqlite3.Connection, claim: int) -> set[str]:
    """The titles of the files that a claim cites."""
    return {row[0] for row in connection.execute(
        "SELECT r.file FROM capacity_source AS s JOIN source AS r ON r.id = s.source"
        " WHERE s.capacity = ? AND s.removed IS NULL AND r.file IS NOT NULL", (claim,))}
