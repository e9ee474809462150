"""``python -m tests.bench [--quick] [--here] [--rounds N] [--rows NAME]... [--markdown]``: our figures, floors and peers in one run.

CPU of whole processes comes first, since wall clocks lie on a busy machine; each figure is a ratio to a floor of the same run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

if not __package__:   # python tests/bench
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import places
from tests.bench.measure import Costs, Work, in_turn, once

DATA, BARE = (str(Path(__file__).with_name(name)) for name in ("data.py", "bare.py"))
FORMS = ("plain", "csv", "json", "jsonl", "md")


class Row(NamedTuple):
    """One figure: the work, the floor it is held against, and how often that it may cost (speed.md's target)."""

    name: str
    work: Work
    floor: str
    target: float | None = None


class Bench:
    """The programs, the files they work on, and the rows of the table."""

    def __init__(self, ours: places.Place, peer: places.Place | None, room: Path, *, quick: bool) -> None:
        self.ours, self.peer, self.room, self.quick = ours, peer, room, quick
        self.env = {"HOME": str(room), "PATH": os.defpath, "LANG": "C.UTF-8", "TERM": "xterm-256color", "COLUMNS": "100"}
        if ours == places.here():
            self.env["PYTHONPATH"] = str(places.HOUSE)
        self.few, self.many, self.example = (str(room / name) for name in ("few.db", "many.db", "example.db"))

    def ctl(self, *words: str, db: str = "") -> tuple[str, ...]:
        """Our command line."""
        return (*self.ours.program("alliancectl"), *words, *(("--db", db or self.few)))

    def prepare(self, names: set[str]) -> None:
        """Make the files that these rows need."""
        once(Work((self.ours.python, DATA, "members", self.few, "20")), self.env)
        if "report year" in names:
            once(Work((*self.ours.program("alliancectl"), "demo", self.example, "-q")), self.env)
        if names & {f"100,000 rows {form}" for form in FORMS}:
            once(Work((self.ours.python, DATA, "visits", self.many, "5000" if self.quick else "100000")), self.env)

    def floors(self) -> dict[str, Work]:
        """What our rows are held against."""
        python = self.ours.python
        found = {
            "sqlite3": Work((python, "-c", "import sqlite3")),
            "bare typer": Work((python, BARE, "one")),
            "csv.writer": Work((python, DATA, "by_csv_writer", self.many, "0")),
        }
        if self.peer:
            found["sqlite-utils"] = Work((*self.peer.program("sqlite-utils"), "rows", self.few, "member"))
        return found

    def rows(self) -> list[Row]:
        """Every row of whole processes."""
        copy = str(self.room / "copy.db")
        tab = {"_ALLIANCECTL_COMPLETE": "bash", "_ALLIANCECTL_LINE": f"alliancectl --db {self.few} member show M"}
        add = Work(self.ctl("visit", "add", "2025-05-14", "M1", "年度走访", "--headcount", "3", db=copy), before=lambda: shutil.copy(self.few, copy))
        short = [
            Row("member list", Work(self.ctl("member", "list")), "bare typer", 1.3),
            Row("member list, Rich", Work(self.ctl("member", "list"), tty=True), "bare typer", 1.7),
            Row("member show", Work(self.ctl("member", "show", "M1")), "bare typer"),
            Row("visit add", add, "bare typer", 1.6),
            Row("report year", Work(self.ctl("report", "year", "2025", db=self.example)), "bare typer", 2.2),
            Row("completion", Work(self.ours.program("alliancectl"), env=tab), "sqlite3", 1.5),
            Row("help", Work((*self.ours.program("alliancectl"), "--help")), "bare typer"),
        ]
        return short + [Row(f"100,000 rows {form}", Work(self.ctl("visit", "list", "--format", form, db=self.many)), "csv.writer", 2.0) for form in FORMS]

    def writers(self, count: int, times: int) -> str:
        """Many writers of one file at once: how many adds failed, how long one took."""
        from concurrent.futures import ThreadPoolExecutor

        db = str(self.room / "writers.db")
        shutil.copy(self.few, db)
        work = Work(self.ctl("visit", "add", "2025-05-14", "M1", "走访", db=db))

        def writer(_: int) -> list[float]:
            return [once(work, self.env).wall for _ in range(times)]

        with ThreadPoolExecutor(count) as pool:
            waits = sorted(wait for waits in pool.map(writer, range(count)) for wait in waits)
        kept = subprocess.run(self.ctl("visit", "list", "--format", "jsonl", db=db), env=self.env, capture_output=True, check=True).stdout.count(b"\n")
        return (f"{count} writers × {times} adds: {kept} of {count * times} kept, no error, "
                f"p50 {1000 * waits[len(waits) // 2]:.0f} ms, p99 {1000 * waits[int(len(waits) * 0.99)]:.0f} ms (wall)")


def table(rows: list[Row], costs: dict[str, Costs], floors: list[str], *, markdown: bool) -> list[str]:
    """The lines of the table: floors first, then every row with its ratio, its target, and its ratio to the peer."""
    lines = [["", "CPU ms", "MiB", "× floor", "±", "target", "floor", "× sqlite-utils"]]
    for name in floors:
        lines.append([name, f"{costs[name].cpu:.0f}", f"{costs[name].memory:.0f}", "", "", "", "", ""])
    for row in rows:
        cost, (ratio, spread) = costs[row.name], costs[row.name].ratio(costs[row.floor])
        peer = f"{cost.ratio(costs['sqlite-utils'])[0]:.2f}" if "sqlite-utils" in costs and row.floor != "csv.writer" else ""
        lines.append([row.name, f"{cost.cpu:.0f}", f"{cost.memory:.0f}", f"{ratio:.2f}", f"{spread:.2f}", f"≤ {row.target}" if row.target else "", row.floor, peer])
    if markdown:
        return ["| " + " | ".join(line) + " |" for line in [lines[0], ["---"] + ["---:"] * 7, *lines[1:]]]
    widths = [max(len(line[at]) for line in lines) for at in range(8)]
    return ["  ".join(cell.ljust(width) if at in (0, 6) else cell.rjust(width)
                      for at, (cell, width) in enumerate(zip(line, widths, strict=True))).rstrip() for line in lines]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--quick", action="store_true", help="few rounds, small files: to see that it runs")
    options.add_argument("--here", action="store_true", help="this interpreter and this checkout, no environments: nothing is installed")
    options.add_argument("--rounds", type=int, help="rounds of each short command (21)")
    options.add_argument("--rows", action="append", metavar="NAME", help="only the rows whose name begins so, or `writers`; may be repeated")
    options.add_argument("--markdown", action="store_true", help="as a table for README.md")
    given = options.parse_args()
    ours, peer = (places.here(), None) if given.here else (places.ours(), places.peer("sqlite-utils"))
    with tempfile.TemporaryDirectory() as room:
        bench = Bench(ours, peer, Path(room), quick=given.quick)
        rows = [row for row in bench.rows() if not given.rows or row.name.startswith(tuple(given.rows))]
        bench.prepare({row.name for row in rows})
        short = [row for row in rows if row.floor != "csv.writer"]
        for part, rounds in ((short, given.rounds or (5 if given.quick else 21)), ([row for row in rows if row not in short], given.rounds or 3)):
            if part:
                floors = {name: work for name, work in bench.floors().items() if (name == "csv.writer") == (part is not short)}
                costs = in_turn({**floors, **{row.name: row.work for row in part}}, rounds, bench.env)
                print(*table(part, costs, list(floors), markdown=given.markdown), "", sep="\n")
        if not given.rows or "writers" in given.rows:
            print(bench.writers(8, 3 if given.quick else 25))


if __name__ == "__main__":
    main()
