"""``python -m tests.bench.lists [--rows N] [--most EXPONENT] [--rounds N]``: long lists, lists of ever longer files, search.

Each form of a list against csv.writer of the same rows; CPU of a short list, a card and the beginning of a long list at 10³, 10⁴ …
claims with the fitted exponent; what a search costs in the largest of these files. CPU of whole processes, as in ``tests.bench``.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench import places
from tests.bench.data import SEED, members, visits
from tests.bench.measure import Costs, Work, in_turn, once

HERE = str(Path(__file__))
FORMS = ("plain", "csv", "json", "jsonl", "md", "table")
SHOWN = {   # of what a form shows a row, the same by sqlite3 and csv.writer
    "few": "id, date, direction, visitor, subject, headcount",
    "all": "id, date, date_text, end_date, direction, type, visitor, level, head, head_title, headcount, headcount_basis, accompanied_open, subject,"
           " affirmed, requested, summary, note",
}
WHOLE = ("csv", "json", "jsonl")   # these give every field
_AT_ONCE = 50_000


def claims(path: str, count: int) -> None:
    """A record file with 100 members and so many claims in it, written in one operation."""
    from alliancectl.store import history

    members(path, 100)
    columns = ("member", "product", "line", "measure", "basis", "amount", "amount_value", "amount_qualifier", "amount_unit", "amount_base",
               "amount_base_unit", "status", "as_of", "as_of_earliest", "as_of_latest", "standing")
    with history.change(path, "bench") as now:
        now.insert_many("product", ("name", "name_folded", "name_near", "name_pinyin", "unit"),
                        [(f"产品{number}", f"产品{number}", f"产品{number}", "", "t/a") for number in range(40)])
        now.insert_many("source", ("title", "title_folded", "title_near", "kind"), [("填报表", "填报表", "填报表", "return")])
        rows = _claims(random.Random(SEED), count)
        while some := list(islice(rows, _AT_ONCE)):
            first = now.insert_many("capacity", columns, some)
            now.insert_many("capacity_source", ("capacity", "source"), [(number, 1) for number in range(first, first + len(some))])


def _claims(chance: random.Random, count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(count):
        amount, year = str(chance.choice((3000, 5000, 12000, 28500))), 2006 + number % 20
        yield (chance.randint(1, 100), chance.randint(1, 40), f"{number % 3 + 1}号线", "capacity", "nameplate", f"{amount} t/a", amount, "=", "t/a", amount,
               "t/a", "operating", *[f"{year}-12-31"] * 3, "normal")


def by_csv_writer(path: str, shown: str) -> None:
    """The floor: the same rows by sqlite3 and csv.writer."""
    import csv

    csv.writer(sys.stdout).writerows(sqlite3.connect(path).execute(
        f"SELECT {SHOWN[shown]} FROM visit WHERE removed IS NULL ORDER BY date_earliest IS NULL, date_earliest, id"))


def exponent(costs: dict[int, float]) -> float:
    """The slope of a line through the logarithms: 0 does not grow, 1 grows with the file."""
    points = [(math.log(count), math.log(cost)) for count, cost in costs.items()]
    middle = [sum(part) / len(points) for part in zip(*points, strict=True)]
    return sum((x - middle[0]) * (y - middle[1]) for x, y in points) / sum((x - middle[0]) ** 2 for x, _ in points)


class Lists:
    """Our program and the files it lists."""

    def __init__(self, room: Path, rounds: int) -> None:
        self.room, self.rounds, self.ours = room, rounds, places.here()
        self.env = {"HOME": str(room), "PATH": os.defpath, "LANG": "C.UTF-8", "TERM": "xterm-256color", "COLUMNS": "100", "PYTHONPATH": str(places.HOUSE),
                    "ALLIANCECTL_TODAY": "2026-06-30"}

    def ctl(self, db: str, *words: str) -> Work:
        return Work((*self.ours.program("alliancectl"), *words, "--db", db))

    def made(self, what: str, count: int) -> str:
        """A file of so many records, made in a process of its own."""
        path = str(self.room / f"{what}{count}.db")
        once(Work((self.ours.python, HERE, what, path, str(count))), self.env)
        return path

    def output(self, rows: int) -> list[str]:
        """Each form of a long list, against the same rows by csv.writer."""
        db = self.made("visits", rows)
        floors = {name: Work((self.ours.python, HERE, "by_csv_writer", db, name)) for name in SHOWN}
        costs = in_turn({**floors, **{form: self.ctl(db, "visit", "list", "--format", form) for form in FORMS}}, self.rounds, self.env)
        lines = [f"{name:<24}{costs[name].cpu:>9.0f} ms{costs[name].memory:>6.0f} MiB" for name in SHOWN]
        return lines + [_line(f"{rows} rows {form}", costs[form], costs["all" if form in WHOLE else "few"]) for form in FORMS]

    def growth(self, most: int) -> list[str]:
        """What a card, a short list and the first lines of a whole list cost as the file grows; then what words cost in the largest."""
        counts, found = [10 ** power for power in range(3, most + 1)], {}
        for count in counts:
            db = self.made("claims", count)
            works = {"capacity show": self.ctl(db, "capacity", "show", f"C{count // 2}"), "20 by id": self.ctl(db, "capacity", "list", "id:C101..C120"),
                     "list | head": Work(("/bin/sh", "-c", f"{' '.join(self.ctl(db, 'capacity', 'list').argv)} | head -20"))}
            for name, costs in in_turn(works, self.rounds, self.env).items():
                found.setdefault(name, {})[count] = costs.cpu
        lines = [f"{name:<24}" + "".join(f"{cost:>9.0f}" for cost in costs.values()) + f" ms   exponent {exponent(costs):.3f}" for name, costs in found.items()]
        words = {" ".join(asked): self.ctl(db, *asked) for asked in (("find", "巨化"), ("find", "juhua"), ("capacity", "list", "巨化"), ("capacity", "list", "member:M3"))}
        return lines + [f"{name:<24}{costs.cpu:>9.0f} ms{costs.memory:>6.0f} MiB at {counts[-1]}" for name, costs in in_turn(words, self.rounds, self.env).items()]


def _line(name: str, cost: Costs, floor: Costs) -> str:
    ratio, spread = cost.ratio(floor)
    return f"{name:<24}{cost.cpu:>9.0f} ms{cost.memory:>6.0f} MiB  × {ratio:.2f} ± {spread:.2f} of csv.writer, ≤ 2"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.lists", description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--most", type=int, default=6, help="claims in the largest file: ten to this power (6; 7 takes minutes to make)")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as room:
        lists = Lists(Path(room), given.rounds)
        print(*lists.output(given.rows), "", *lists.growth(given.most), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in ("visits", "claims"):
        (visits if sys.argv[1] == "visits" else claims)(sys.argv[2], int(sys.argv[3]))
    elif len(sys.argv) > 2 and sys.argv[1] == "by_csv_writer":
        by_csv_writer(sys.argv[2], sys.argv[3])
    else:
        main()
