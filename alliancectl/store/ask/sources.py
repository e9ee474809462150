"""The sources that a report rests on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.store.binding import listed
from alliancectl.store.records import records

FIELDS = ("title", "kind", "publisher", "published", "url")


def sources(connection: sqlite3.Connection, numbers: Iterable[int]) -> list[Record]:
    """The sources of these numbers, by number; one query, however many they are."""
    return records(
        connection, KINDS["source"], "t.id IN (SELECT value FROM json_each(?))", (listed(numbers),), FIELDS)
