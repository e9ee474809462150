"""Which series a claim belongs to: everything about it but its words, so that claims that can meet are found by one seek."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from alliancectl.kinds.capacity import phase
from alliancectl.values.names import fold

KEY = ("member", "scope", "site", "line", "product", "grade", "measure", "base_unit", "phase")
_FOUND = "SELECT id FROM series WHERE " + " AND ".join(
    f"coalesce({name}, 0) = coalesce(?, 0)" if name in ("member", "site") else f"{name} = ?" for name in KEY)   # as the index says it
_MADE = f"INTO series({', '.join(KEY)}) VALUES (?{', ?' * (len(KEY) - 1)})"


def series_of(connection: sqlite3.Connection, cells: Mapping[str, Any]) -> dict[str, Any]:
    """The `series` column of a claim with these cells; the series is made at its first claim."""
    return {"series": make_series(connection, series_key(connection, cells))}


def series_key(connection: sqlite3.Connection, cells: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells the series of a claim, in the order of `KEY`. Numbers below zero stand for records that an import will make.

    A line, grade or scope is the same in another case or width. The base unit of an amount without a number is that of
    the product's default unit.
    """
    unit = cells.get("amount_base_unit") or base_unit(connection, cells["product"])
    return (cells.get("member"), fold(cells.get("scope") or ""), cells.get("site"), fold(cells.get("line") or ""),
            cells["product"], fold(cells.get("grade") or ""), cells.get("measure") or "capacity", unit, phase(cells.get("status")))


def series_number(connection: sqlite3.Connection, key: tuple[Any, ...]) -> int | None:
    """The series of that key; None where there is none yet."""
    if any(isinstance(part, int) and part < 0 for part in key):
        return None
    found = connection.execute(_FOUND, key).fetchone()
    return int(found[0]) if found else None


def make_series(connection: sqlite3.Connection, key: tuple[Any, ...]) -> int:
    """The number of the series of that key, made where there is none yet."""
    known = series_number(connection, key)
    if known is not None:
        return known
    return int(connection.execute(f"INSERT {_MADE}", key).lastrowid or 0)


def add_series(connection: sqlite3.Connection, key: tuple[Any, ...]) -> int:
    """As `make_series`, for one that is most likely not there yet."""
    made = connection.execute(f"INSERT OR IGNORE {_MADE}", key)
    return int(made.lastrowid or 0) if made.rowcount == 1 else make_series(connection, key)


def base_unit(connection: sqlite3.Connection, product: int) -> str:
    """The base unit of a product's default unit, which a claim without a number is in; "" where it has none, or is still to be made."""
    row = connection.execute(
        "SELECT b.key FROM product AS p JOIN unit AS u ON u.key = p.unit JOIN unit AS b ON b.family = u.family"
        " WHERE p.id = ? AND b.factor = '1' ORDER BY b.id LIMIT 1", (product,)).fetchone()
    return str(row[0]) if row else ""
