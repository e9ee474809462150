"""What an export asks of the file beyond the records themselves: uids, the state it shows, what no kind knows; whether a file is empty."""

import re
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.store.ask.stamp import stamp
from alliancectl.store.history import operation
from alliancectl.store.kept import sets_of
from alliancectl.store.tables import tables
from alliancectl.values.uid import derived

if TYPE_CHECKING:
    from sqlite_utils import Database

OWN = frozenset({"operation", "edit", "span", "writing", "series"})
SHIPPED = ("alliance", "choice", "unit")   # what a new file has from the beginning
CAME_FROM = "export of #{operation} {digest}"   # the note of the operation that imported an export


class Origin(NamedTuple):
    """The state of the records that an export shows: the operation's number and its digest (SHA-256, hex)."""

    operation: int
    digest: str


def origin(connection: sqlite3.Connection) -> Origin:
    """The state that stands. Where nothing has changed since an export was imported, it is that export's own."""
    last = operation(connection, stamp(connection))
    found = re.match(r"export of #(\d{1,15}) ([0-9a-f]{64})(\n|$)", last.note or "", re.ASCII)
    if found and last.command == "import":
        return Origin(int(found[1]), found[2])
    return Origin(last.id, last.digest)


def uids(connection: sqlite3.Connection, kind: Kind, numbers: Sequence[int]) -> dict[int, str]:
    """The globally unique id of each of these records of a kind, by number."""
    rows = connection.execute(
        f'SELECT t.id, t.uid, o.uid FROM "{kind.key}" AS t LEFT JOIN operation AS o ON o.id = t.operation'
        " WHERE t.id BETWEEN ? AND ?", (min(numbers), max(numbers))).fetchall()
    # What another program wrote belongs to no operation of ours, so it goes by the first.
    first = connection.execute("SELECT uid FROM operation WHERE uid <> '' ORDER BY id LIMIT 1").fetchone() or ("0",)
    return {number: uid or derived(made_by or first[0], kind.key, number) for number, uid, made_by in rows}


def count(connection: sqlite3.Connection, kind: Kind) -> int:
    """How many records of a kind stand."""
    return int(connection.execute(f'SELECT count(*) FROM "{kind.key}" WHERE removed IS NULL').fetchone()[0])


def unknown_tables(connection: sqlite3.Connection) -> list[str]:
    """The tables that another program has put into the file: no export holds them."""
    known = {name for table in tables(KINDS.values()) for name in (table.kept, *sets_of(table))} | OWN
    return [name for name in _database(connection).table_names() if name not in known and not name.startswith("sqlite_")]


def occupied(connection: sqlite3.Connection) -> Kind | None:
    """The first kind of which there is, or was, more than a new file has; None where the file is as new."""
    database = _database(connection)
    made = connection.execute("SELECT min(operation) FROM alliance").fetchone()[0]
    for kind in KINDS.values():
        here, values = ("operation <> ? OR removed IS NOT NULL", [made]) if kind.key in SHIPPED else (None, [])
        if database[kind.key].count_where(here, values):
            return kind
    return None


def _database(connection: sqlite3.Connection) -> "Database":
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)
