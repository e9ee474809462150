"""``python -m tests.bench.claims [--here] [--rows N] [--rounds N] [--markdown]``: a million claims from a CSV, into an empty file and
into a full one, and taken back; beside `sqlite3 .import`, csv + executemany and sqlite-utils insert, which check nothing and keep no history.

The verified copy that precedes a large import is no part of the figure: it is made all the same, so it is measured by itself
(`backup create`) and taken off.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

if not __package__:   # python tests/bench/claims.py
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import places
from tests.bench.measure import Costs, Work, in_turn, once

DATA = str(Path(__file__).with_name("claims_data.py"))
EXECUTEMANY = ("import csv, sqlite3, sys; r = csv.reader(open(sys.argv[1], newline='', encoding='utf-8')); h = next(r); c = sqlite3.connect(sys.argv[2]);"
               " c.execute('CREATE TABLE t (' + ','.join(h) + ')'); c.executemany('INSERT INTO t VALUES (' + ','.join('?' * len(h)) + ')', r); c.commit()")
TARGETS = {"import, empty file": 3.0, "import, full file": 3.6}


class Claims:
    """The table, the record files that take it, and the works."""

    def __init__(self, ours: places.Place, peer: places.Place | None, room: Path, count: int) -> None:
        self.ours, self.peer, self.count = ours, peer, count
        self.env = {"HOME": str(room), "PATH": os.defpath, "LANG": "C.UTF-8", **({"PYTHONPATH": str(places.HOUSE)} if ours == places.here() else {})}
        self.csv, self.more, self.bare, self.full, self.work, self.plain = (
            str(room / name) for name in ("claims.csv", "more.csv", "bare.db", "full.db", "work.db", "plain.db"))

    def prepare(self) -> None:
        """Write the CSV and the files: one that knows the names, one that holds as many claims of other years."""
        once(Work((self.ours.python, DATA, "claims", self.csv, str(self.count))), self.env)
        once(Work((self.ours.python, DATA, "earlier", self.more, str(self.count))), self.env)
        once(Work((self.ours.python, DATA, "taker", self.bare, "0")), self.env)
        shutil.copy(self.bare, self.full)
        once(Work(self._import(self.more, self.full)), self.env)

    def works(self) -> dict[str, Work]:
        """What is measured, the floor first."""
        def afresh() -> None:
            Path(self.plain).unlink(missing_ok=True)

        found = {
            "sqlite3 .import": Work(("sqlite3", self.plain, f".import --csv {self.csv} t"), before=afresh),
            "csv + executemany": Work((self.ours.python, "-c", EXECUTEMANY, self.csv, self.plain), before=afresh),
        }
        if self.peer:
            found["sqlite-utils insert"] = Work((*self.peer.program("sqlite-utils"), "insert", self.plain, "t", self.csv, "--csv"), before=afresh)
        return found | {
            "import, empty file": Work(self._import(self.csv, self.work), before=lambda: self._fresh(self.bare)),
            "import, full file": Work(self._import(self.csv, self.work), before=lambda: self._fresh(self.full)),
            "copy of the full file": Work((*self.ours.program("alliancectl"), "backup", "create", "-q", "--db", self.full)),
            "undo of the import": Work((*self.ours.program("alliancectl"), "undo", "-q", "--db", self.work), before=lambda: self._fresh(self.full)),
        }

    def _import(self, table: str, db: str) -> tuple[str, ...]:
        return (*self.ours.program("alliancectl"), "import", table, "--as", "capacity", "-q", "--db", db)

    def _fresh(self, path: str) -> None:
        shutil.copy(path, self.work)
        shutil.rmtree(f"{self.work}.backups", ignore_errors=True)

    def sizes(self) -> str:
        """How large the record file becomes against that of `.import`."""
        for name in ("sqlite3 .import", "import, empty file"):
            work = self.works()[name]
            assert work.before
            work.before()
            once(work, self.env)
        ours, theirs = os.path.getsize(self.work), os.path.getsize(self.plain)
        return f"file: {ours / 1e6:.0f} MB, {ours / theirs:.2f} of .import's (target ≤ 0.6)"


def table(costs: dict[str, Costs], *, markdown: bool) -> list[str]:
    """The lines of the table; the copy before an import into a full file is taken off it."""
    floor, copy = costs["sqlite3 .import"], costs["copy of the full file"].cpu
    lines = [["", "CPU s", "MiB", "× .import", "target"]]
    for name, cost in costs.items():
        cpu = cost.cpu - (copy if name == "import, full file" else 0)
        lines.append([name, f"{cpu / 1000:.2f}", f"{cost.memory:.0f}", f"{cpu / floor.cpu:.2f}", f"≤ {TARGETS[name]}" if name in TARGETS else ""])
    if markdown:
        return ["| " + " | ".join(line) + " |" for line in [lines[0], ["---"] + ["---:"] * 4, *lines[1:]]]
    widths = [max(len(line[at]) for line in lines) for at in range(5)]
    return ["  ".join(cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(line, widths, strict=True))).rstrip() for line in lines]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.claims", description=__doc__)
    options.add_argument("--here", action="store_true", help="this interpreter and this checkout, no environments: nothing is installed")
    options.add_argument("--rows", type=int, default=1_000_000, help="claims (1,000,000)")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--markdown", action="store_true", help="as a table for README.md")
    given = options.parse_args()
    ours, peer = (places.here(), None) if given.here else (places.ours(), places.peer("sqlite-utils"))
    with tempfile.TemporaryDirectory() as room:
        claims = Claims(ours, peer, Path(room), given.rows)
        claims.prepare()
        print(*table(in_turn(claims.works(), given.rounds, claims.env), markdown=given.markdown), claims.sizes(), sep="\n")


if __name__ == "__main__":
    main()
