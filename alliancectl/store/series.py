"""Which series a claim belongs to: everything about it but its words, so that claims that can meet are found by one seek."""

from __future__ import annotations

import sqlite3
from typing import Any

from alliancectl.kinds.capacity import phase

KEY = ("member", "scope", "site", "line", "product", "grade", "measure", "base_unit", "phase")


def series_of(connection: sqlite3.Connection, cells: dict[str, Any]) -> dict[str, Any]:
    """The `series` column of a claim with these cells; the series is made at its first claim.

    A line, grade or scope is the same in another case or width. The base unit of an amount without a number is that of
    the product's default unit.
    """
    from alliancectl.values.names import fold

    unit = cells.get("amount_base_unit") or _base_unit(connection, cells["product"])
    key = (
        cells.get("member"), fold(cells.get("scope") or ""), cells.get("site"), fold(cells.get("line") or ""),
        cells["product"], fold(cells.get("grade") or ""), cells.get("measure") or "capacity", unit, phase(cells.get("status")))
    where = " AND ".join(f"{name} IS ?" if name in ("member", "site") else f"{name} = ?" for name in KEY)
    found = connection.execute(f"SELECT id FROM series WHERE {where}", key).fetchone()
    if found is None:
        found = (connection.execute(f"INSERT INTO series({', '.join(KEY)}) VALUES (?{', ?' * (len(KEY) - 1)})", key).lastrowid,)
    return {"series": found[0]}


def _base_unit(connection: sqlite3.Connection, product: int) -> str:
    row = connection.execute(
        "SELECT b.key FROM product AS p JOIN unit AS u ON u.key = p.unit JOIN unit AS b ON b.family = u.family"
        " WHERE p.id = ? AND b.factor = '1' ORDER BY b.id LIMIT 1", (product,)).fetchone()
    return str(row[0]) if row else ""
