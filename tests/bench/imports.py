"""Claims from a CSV into an empty file and into a full one, and taken back, beside programs that check nothing and keep no history.

The verified copy that precedes a large import is no part of the figure: it is made all the same, so it is measured by itself
(`backup create`) and taken off.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.bench.ground import Ground
from tests.bench.measure import Costs, Work, in_turn, once, that_work
from tests.bench.tables import Line, Table, beside

EXECUTEMANY = ("import csv, sqlite3, sys; r = csv.reader(open(sys.argv[1], newline='', encoding='utf-8')); h = next(r); c = sqlite3.connect(sys.argv[2]);"
               " c.execute('CREATE TABLE t (' + ','.join(h) + ')'); c.executemany('INSERT INTO t VALUES (' + ','.join('?' * len(h)) + ')', r); c.commit()")
BY_DUCKDB = "import duckdb, sys; duckdb.connect(sys.argv[2]).execute(f\"CREATE TABLE t AS FROM read_csv('{sys.argv[1]}')\")"
BY_POLARS = "import polars, sys; polars.scan_csv(sys.argv[1]).sink_parquet(sys.argv[2])"
TARGETS = {"import, empty file": 3.0, "import, full file": 3.6}
FLOOR, COPY = "csv + executemany", "verified copy of the full file"


def part(ground: Ground) -> list[Table]:
    """The table, and how large the record file becomes."""
    count = 1000 if ground.quick else 1_000_000
    imports = _Imports(ground, count)
    floors = that_work(imports.floors(), ground.env)
    floor = next(iter(floors))
    costs = in_turn({**floors, **imports.ours()}, ground.turns(3), ground.env)
    lines = [_line(name, costs, floor) for name in costs]
    note = "None of the others checks a value, resolves a name or can take its import back. The verified copy before an import into a full file is not in its figure."
    return [beside(f"{count:,} claims from CSV", floor, lines, (note, imports.size(floor)))]


def _line(name: str, costs: dict[str, Costs], floor: str) -> Line:
    target = TARGETS.get(name) if floor == "sqlite3 .import" else None
    return Line(name, costs[name], costs[floor], target, costs[COPY].cpu if name == "import, full file" else 0)


class _Imports:
    """The tables, the record files that take them, and the works."""

    def __init__(self, ground: Ground, count: int) -> None:
        self.ground = ground
        self.csv, self.bare = ground.made("claims.csv", "table", count), ground.made("bare.db", "taker")
        self.full, self.work, self.plain = map(ground.file, ("full.db", "work.db", "plain.db"))
        shutil.copy(self.bare, self.full)
        once(Work(self._import(ground.made("earlier.csv", "earlier", count), self.full)), ground.env)

    def floors(self) -> dict[str, Work]:
        """The same rows by others, the floor first."""
        def afresh() -> None:
            Path(self.plain).unlink(missing_ok=True)

        peers, found = self.ground.peers, {}
        if sqlite := peers.command("sqlite3"):
            found["sqlite3 .import"] = Work((*sqlite, self.plain, f".import --csv {self.csv} t"), before=afresh)
        found[FLOOR] = Work((self.ground.ours.python, "-c", EXECUTEMANY, self.csv, self.plain), before=afresh)
        if utils := peers.command("sqlite-utils"):
            found["sqlite-utils insert"] = Work((*utils, "insert", self.plain, "t", self.csv, "--csv"), before=afresh)
        if duckdb := peers.python("duckdb"):
            found["DuckDB, from CSV"] = Work((duckdb, "-c", BY_DUCKDB, self.csv, self.plain), before=afresh)
        if polars := peers.python("polars"):
            found["polars, CSV to Parquet"] = Work((polars, "-c", BY_POLARS, self.csv, self.plain), before=afresh)
        return found

    def ours(self) -> dict[str, Work]:
        """What is measured."""
        return {
            "import, empty file": Work(self._import(self.csv, self.work), before=lambda: self._fresh(self.bare)),
            "import, full file": Work(self._import(self.csv, self.work), before=lambda: self._fresh(self.full)),
            COPY: Work((*self.ground.ctl(self.full, "backup", "create", "-q"),)),
            "undo of the import": Work(self.ground.ctl(self.work, "undo", "-q"), before=lambda: self._fresh(self.full)),
        }

    def _import(self, table: str, db: str) -> tuple[str, ...]:
        return self.ground.ctl(db, "import", table, "--as", "capacity", "-q")

    def _fresh(self, path: str) -> None:
        shutil.copy(path, self.work)
        shutil.rmtree(f"{self.work}.backups", ignore_errors=True)

    def size(self, floor: str) -> str:
        """How large the record file becomes beside the one of the floor."""
        for work in (self.floors()[floor], self.ours()["import, empty file"]):
            assert work.before
            work.before()
            once(work, self.ground.env)
        ours, theirs = os.path.getsize(self.work), os.path.getsize(self.plain)
        return f"The record file has {ours / 1e6:.0f} MB, {ours / theirs:.2f} of the file of {floor} (target ≤ 0.6)."
