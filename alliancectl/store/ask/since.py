"""What was done since an operation, as the records each later one touched; for the question which of them changed a figure."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.store.binding import listed, numbered
from alliancectl.store.history import Operation, taken_back_by
from alliancectl.store.tables import tables

_OWNED = {   # kind -> the records of another kind that one of it says something about
    "membership": ("member", "SELECT t.id, t.member FROM membership AS t WHERE t.id IN (SELECT value FROM json_each(?))"),
    "capacity": ("member", "SELECT t.id, t.member FROM capacity AS t WHERE t.id IN (SELECT value FROM json_each(?))"),
    "visit": ("member", "SELECT s.visit, s.member FROM visit_member AS s WHERE s.visit IN (SELECT value FROM json_each(?))"),
    "follow_up": ("visit", "SELECT t.id, t.visit FROM follow_up AS t WHERE t.id IN (SELECT value FROM json_each(?))"),
}


class Later(NamedTuple):
    """One operation with the typed ids of the records that it added, changed, removed or brought back."""

    operation: Operation
    codes: frozenset[str]


def since(connection: sqlite3.Connection, number: int) -> list[Later]:
    """The operations after that number that touched a record which reports show, the oldest first.

    What was taken back since is left out, with the undo; so is the redo of an undo.
    """
    touched: dict[int, set[str]] = {}
    first = connection.execute("SELECT min(id) FROM edit WHERE operation > ?", (number,)).fetchone()[0]
    for table in tables(kind for kind in KINDS.values() if kind.reported):
        owner = f'"{table.kind.key}"' if table.field else "id"
        for operation, row in connection.execute(
                f'SELECT s.operation, t.{owner} FROM span AS s JOIN "{table.kept}" AS t ON t.id BETWEEN s.first AND s.last AND t.operation = s.operation'
                f' WHERE s.operation > ?1 AND s.kind = ?2 UNION SELECT removed, {owner} FROM "{table.kept}" WHERE removed > ?1'
                f' UNION SELECT e.operation, t.{owner} FROM edit AS e JOIN "{table.kept}" AS t ON t.id = e.record'
                " WHERE e.kind = ?2 AND (e.operation > ?1 OR (e.operation = 0 AND e.id > ?3))"
                " UNION SELECT e.old, e.record FROM edit AS e WHERE e.kind = ?2 AND e.field = 'removed' AND e.old > ?1",
                numbered(number, table.name, first or 0)):
            touched.setdefault(operation, set()).add(f"{table.kind.letter}{row}")
    found = [Operation(*row) for row in connection.execute(
        "SELECT * FROM operation WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (listed(touched),)).fetchall()]
    return [Later(one, frozenset(touched[one.id])) for one in found
            if taken_back_by(connection, one.id) is None and not (one.takes_back is not None and one.takes_back > number)]


def spoken_of(connection: sqlite3.Connection, codes: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """For memberships, claims, visits and follow-ups among these typed ids: the members, or the visit, that they are about."""
    found: dict[str, set[str]] = {}
    numbers: dict[str, list[int]] = {}
    for code in codes:
        numbers.setdefault(code[0], []).append(int(code[1:]))
    for key, (other, query) in _OWNED.items():
        letter = KINDS[key].letter
        for number, about in connection.execute(query, (listed(numbers.get(letter, ())),)):
            if about is not None:
                found.setdefault(f"{letter}{number}", set()).add(f"{KINDS[other].letter}{about}")
    return {code: frozenset(about) for code, about in found.items()}
