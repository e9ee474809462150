"""``python tests/bench/report.py [--most N] [--duckdb PYTHON] [--rounds N]``: the yearly report as the claims grow.

A row a file: first a body of a fixed size whose claims grow, then a body that grows with them; beside the report the same
question asked by a window function in sqlite3 and by arg_max in DuckDB (of an interpreter that has it). CPU of whole processes
in ms; the exponents at the end of each part compare its first file with its last, and are of the report alone.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

if not __package__:   # python tests/bench/report.py
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import places
from tests.bench.measure import Costs, Work, in_turn

DATA = str(Path(__file__).with_name("report_data.py"))
FIXED, A_SERIES = 1000, 62   # series of the body that stays; claims a series of the one that grows
KEY = "member, scope, site, line, product, grade, measure, amount_base_unit"
WINDOW = f"""import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute('''SELECT * FROM (
  SELECT id, amount_base, status, as_of, row_number() OVER (PARTITION BY {KEY} ORDER BY as_of_earliest DESC, id) AS place
  FROM capacity WHERE as_of_latest <= '2025-12-31') WHERE place = 1''').fetchall()"""
ARG_MAX = f"""import duckdb, sys
duckdb.connect(sys.argv[1], read_only=True).execute('''
  SELECT {KEY}, arg_max({{'id': id, 'amount': amount_base, 'status': status, 'as_of': as_of}}, as_of_earliest)
  FROM claim WHERE as_of_latest <= '2025-12-31' GROUP BY ALL''').fetchall()"""
TO_DUCKDB = f"""import csv, duckdb, os, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT id, {KEY}, amount_base, status, as_of, as_of_earliest, as_of_latest FROM capacity")
with open(sys.argv[2] + ".csv", "w") as file:
    csv.writer(file).writerows(rows)
db = duckdb.connect(sys.argv[2])
db.execute("CREATE TABLE claim(id INTEGER, member INTEGER, scope VARCHAR, site INTEGER, line VARCHAR, product INTEGER, grade VARCHAR, measure VARCHAR,"
           " amount_base_unit VARCHAR, amount_base DECIMAL(18, 3), status VARCHAR, as_of VARCHAR, as_of_earliest VARCHAR, as_of_latest VARCHAR)")
db.execute(f"COPY claim FROM '{{sys.argv[2]}}.csv'")
os.remove(sys.argv[2] + ".csv")"""


def works(path: Path, duckdb: str | None) -> dict[str, Work]:
    """What is measured on one file."""
    ours = places.here()
    found = {"report": Work((*ours.program("alliancectl"), "report", "year", "2025", "--db", str(path), "--format", "plain")),
             "window function": Work((ours.python, "-c", WINDOW, str(path)))}
    if duckdb:
        beside = path.with_suffix(".duckdb")
        subprocess.run((duckdb, "-c", TO_DUCKDB, str(path), str(beside)), check=True)
        found["duckdb arg_max"] = Work((duckdb, "-c", ARG_MAX, str(beside)))
    return found


def part(name: str, sizes: list[tuple[int, int]], room: Path, options: argparse.Namespace, env: dict[str, str]) -> None:
    """Measure files of (claims, series) and print a line each."""
    reports: list[tuple[int, Costs]] = []
    for claims, series in sizes:
        path = room / f"{name}-{claims}.db"
        subprocess.run((sys.executable, DATA, str(path), str(claims), str(series)), env=env, check=True)
        costs = in_turn(works(path, options.duckdb), options.rounds, env)
        reports.append((claims, costs["report"]))
        print(f"{name:8} {claims:>10,} claims {series:>7,} series  " + "  ".join(f"{what} {cost.cpu:8.0f} ms" for what, cost in costs.items()), flush=True)
        for made in room.iterdir():
            made.unlink()
    (few, first), (many, last) = reports[0], reports[-1]
    if few < many:
        print(f"{name:8} cost grows with claims to the power {math.log(last.cpu / first.cpu) / math.log(many / few):.2f}")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--most", type=int, default=1_000_000, help="claims of the largest file (1,000,000)")
    options.add_argument("--duckdb", metavar="PYTHON", help="an interpreter that has duckdb")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    sizes = [10 ** power for power in range(3, 9) if 10 ** power <= given.most]
    with tempfile.TemporaryDirectory() as room:
        env = {"HOME": room, "PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(places.HOUSE), "ALLIANCECTL_TODAY": "2026-06-30"}
        files = Path(room) / "files"
        files.mkdir()
        part("fixed", [(claims, min(FIXED, claims)) for claims in sizes], files, given, env)
        part("growing", [(claims, max(claims // A_SERIES, 1)) for claims in sizes], files, given, env)


if __name__ == "__main__":
    main()
