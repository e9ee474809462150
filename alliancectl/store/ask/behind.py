"""The records that typed ids name: what stands behind a figure."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.store.binding import listed
from alliancectl.store.records import records


def behind(connection: sqlite3.Connection, codes: Iterable[str]) -> list[Record]:
    """The records of these typed ids (M12), by kind and number; without personal fields. One query a kind."""
    numbers: dict[str, set[int]] = {}
    for code in codes:
        numbers.setdefault(code[0], set()).add(int(code[1:]))
    found = []
    for kind in KINDS.values():
        if kind.letter in numbers:
            public = [field.key for field in kind.fields if not field.personal and not field.hidden]
            found += records(connection, kind, "t.id IN (SELECT value FROM json_each(?))", (listed(numbers[kind.letter]),), public)
    return found
