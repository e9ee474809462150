"""The number that says which state of the records a report shows."""

from __future__ import annotations

import sqlite3

from alliancectl.kinds import KINDS
from alliancectl.store.tables import tables


def stamp(connection: sqlite3.Connection) -> int:
    """The number of the last operation that added, changed, removed or brought back a record; else 0."""
    reported = [*tables(kind for kind in KINDS.values() if kind.reported)]
    names = [table.name for table in reported]
    held = ", ".join("?" * len(names))
    removals = "".join(f' UNION ALL SELECT max(removed) FROM "{table.kept}" WHERE removed IS NOT NULL' for table in reported)
    return int(connection.execute(
        f"SELECT coalesce(max(operation), 0) FROM ("
        f"SELECT * FROM (SELECT operation FROM span WHERE kind IN ({held}) ORDER BY operation DESC LIMIT 1)"
        f" UNION ALL SELECT * FROM (SELECT operation FROM edit WHERE kind IN ({held}) ORDER BY operation DESC LIMIT 1)"
        f"{removals})", names * 2).fetchone()[0])
