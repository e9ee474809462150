"""``python tests/bench/adds.py ours|bare PATH COUNT``: visits added one by one, each in a transaction of its own on a connection of its own.

`bare` writes the same cells by sqlite3 alone with our settings: no history, no digest, no check.
"""

from __future__ import annotations

import sqlite3
import sys

SETTINGS = ("foreign_keys=ON", "recursive_triggers=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "secure_delete=ON",
            "synchronous=EXTRA", "journal_mode=DELETE")
VISIT = {"date": "2025-05-14", "date_earliest": "2025-05-14", "date_latest": "2025-05-14", "direction": "incoming", "visitor": "科技厅", "subject": "走访"}


def ours(path: str, count: int) -> None:
    """By the store of the program."""
    from alliancectl.kinds import KINDS
    from alliancectl.store import records
    from alliancectl.store.history import change
    from alliancectl.values.when import When

    values = {key: VISIT[key] for key in ("direction", "visitor", "subject")} | {"date": When(*[VISIT["date"]] * 4)}
    for _ in range(count):
        with change(path, "visit add") as now:
            records.add(now, KINDS["visit"], values)


def bare(path: str, count: int) -> None:
    """By sqlite3."""
    for number in range(count):
        connection = sqlite3.connect(path, isolation_level=None)
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"INSERT INTO visit(uid, {', '.join(VISIT)}) VALUES (?{', ?' * len(VISIT)})", (f"0199-{number}", *VISIT.values()))
        connection.execute("COMMIT")
        connection.close()


if __name__ == "__main__":
    who, path, count = sys.argv[1:]
    (ours if who == "ours" else bare)(path, int(count))
