"""The visits that a period counts, and those that it may not count but must not forget."""

from __future__ import annotations

import sqlite3

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.store.binding import numbered
from alliancectl.store.records import records

FIELDS = (
    "date", "end_date", "direction", "type", "visitor", "level", "head", "head_title", "headcount", "headcount_basis",
    "members", "sites", "accompanied_by", "accompanied_open", "subject", "requested", "sources",
)


def visits(connection: sqlite3.Connection, first: str, last: str) -> list[Record]:
    """The visits that lie between two ISO days, may lie there, or whose year is unknown; by latest day, then id."""
    return records(
        connection, KINDS["visit"],
        "t.removed IS NULL AND coalesce(t.date_latest, ?2) >= ?1 AND coalesce(t.date_earliest, ?1) <= ?2",
        numbered(first, last), FIELDS, "t.date_latest, t.date_earliest, t.id")
