"""What an import asks of the file: its newest operation, and the claims that a new one may repeat."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from alliancectl.kinds import KINDS
from alliancectl.store.records import cells_of

CAPACITY = KINDS["capacity"]


def newest_operation(connection: sqlite3.Connection) -> int:
    """The number of the last operation; two equal ones say that nothing was written in between."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()[0])


def claim_cells(values: Mapping[str, Any]) -> dict[str, Any]:
    """A claim's values as they are kept, by column; the series is not yet known."""
    return cells_of(values, CAPACITY.single)


def claims_of(connection: sqlite3.Connection, series: int, as_of: str | None) -> list[dict[str, Any]]:
    """The standing claims of a series at a date as kept, by column, with their id."""
    cursor = connection.execute(
        "SELECT * FROM capacity WHERE series = ? AND as_of IS ? AND removed IS NULL ORDER BY id", (series, as_of))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def files_cited(connection: sqlite3.Connection, claim: int) -> set[str]:
    """The files that a claim cites, as its sources name them."""
    return {row[0] for row in connection.execute(
        "SELECT r.file FROM capacity_source AS s JOIN source AS r ON r.id = s.source"
        " WHERE s.capacity = ? AND s.removed IS NULL AND r.file IS NOT NULL", (claim,))}
