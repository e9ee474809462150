"""What was asked for at visits, with the day it was asked for."""

import sqlite3
from typing import NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.store.records import records
from alliancectl.store.tables import column_names
from alliancectl.values.when import When

FIELDS = ("visit", "text", "owner", "due", "state", "closed_on", "result", "sources")


class FollowUp(NamedTuple):
    """One follow-up; `opened` is the date of its visit, None where the visit has none."""

    record: Record
    opened: When | None


def follow_ups(connection: sqlite3.Connection) -> list[FollowUp]:
    """Every follow-up, by id."""
    date = KINDS["visit"].field("date")
    columns = ", ".join(f'v."{column}"' for column in column_names(date))
    opened = {row[0]: date.type.value(row[1:]) for row in connection.execute(
        f"SELECT v.id, {columns} FROM visit AS v"
        " WHERE v.id IN (SELECT f.visit FROM follow_up AS f WHERE f.removed IS NULL)")}
    return [FollowUp(record, opened.get(record.values["visit"].id) if record.values.get("visit") else None)
            for record in records(connection, KINDS["follow_up"], fields=FIELDS)]
