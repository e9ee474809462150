"""What was written for the report of a year."""

from __future__ import annotations

import sqlite3

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.store.records import records


def texts(connection: sqlite3.Connection, year: str) -> dict[str, Record]:
    """The texts of a year (or of a period's label), by section."""
    found = records(connection, KINDS["report_text"], "t.removed IS NULL AND t.year = ?", (year,))
    return {record["section"]: record for record in found}
