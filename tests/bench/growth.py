"""The yearly report, lists, searches and `check` as the claims grow: a body of a fixed size, and one that grows with its claims.

Beside the report the same question, the last claim of each series at the year's end, by a window function in sqlite3, by arg_max in
DuckDB and by polars, each on a file of its own form; and by us, at the ends of both years that the report compares, without the report.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from tests.bench.ground import Ground
from tests.bench.measure import Costs, Work, in_turn, once, that_work
from tests.bench.tables import Line, Table, beside, growing

FIXED, A_SERIES = 1000, 62   # series of the body that stays; claims a series of the one that grows
KEY = "member, scope, site, line, product, grade, measure, amount_base_unit"
COLUMNS = f"id, {KEY}, amount_base, status, as_of, as_of_earliest, as_of_latest"
WINDOW = f"""import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute('''SELECT * FROM (
  SELECT id, amount_base, status, as_of, row_number() OVER (PARTITION BY {KEY} ORDER BY as_of_earliest DESC, id) AS place
  FROM claim WHERE as_of_latest <= '2025-12-31') WHERE place = 1''').fetchall()"""
TO_SQLITE = f"""import sqlite3, sys
db = sqlite3.connect(sys.argv[2])
db.execute("ATTACH ? AS ours", (sys.argv[1],))
db.execute("CREATE TABLE claim AS SELECT {COLUMNS} FROM ours.capacity")"""
TO_CSV = f"""import csv, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT {COLUMNS} FROM capacity")
with open(sys.argv[2], "w") as file:
    csv.writer(file).writerows([[column[0] for column in rows.description]])
    csv.writer(file).writerows(rows)"""
TO_DUCKDB = """import duckdb, sys
db = duckdb.connect(sys.argv[2])
db.execute("CREATE TABLE claim(id INTEGER, member INTEGER, scope VARCHAR, site INTEGER, line VARCHAR, product INTEGER, grade VARCHAR, measure VARCHAR,"
           " amount_base_unit VARCHAR, amount_base DECIMAL(18, 3), status VARCHAR, as_of VARCHAR, as_of_earliest VARCHAR, as_of_latest VARCHAR)")
db.execute(f"COPY claim FROM '{sys.argv[1]}' (HEADER)")"""
ARG_MAX = f"""import duckdb, sys
duckdb.connect(sys.argv[1], read_only=True).execute('''
  SELECT {KEY}, arg_max({{'id': id, 'amount': amount_base, 'status': status, 'as_of': as_of}}, as_of_earliest)
  FROM claim WHERE as_of_latest <= '2025-12-31' GROUP BY ALL''').fetchall()"""
TO_PARQUET = "import polars, sys; polars.read_csv(sys.argv[1], schema_overrides={'as_of': polars.String}).write_parquet(sys.argv[2])"
BY_POLARS = f"""import polars, sys
polars.scan_parquet(sys.argv[1]).filter(polars.col('as_of_latest') <= '2025-12-31').sort('as_of_earliest').group_by({KEY.split(', ')!r}).last().collect().rows()"""
SEEKS = """import sys
from alliancectl.store.ask import capacity_claims
from alliancectl.store.file import reading
with reading(sys.argv[1]) as connection:
    for day in ("2024-12-31", "2025-12-31"):
        connection.execute(*capacity_claims.on_day(day)).fetchall()"""
REPORT, SOUGHT = "report year", "its claims of both days alone"
TARGETS = {REPORT: 1.1, f"{REPORT}, {FIXED:,} series": 0.3, "capacity show": 0.05, "20 claims by id": 0.05, "capacity list, its head": 0.05, "completion": 0.05,
           "visit add": 0.05, "capacity add": 0.05, "undo of it": 0.05, "check": 1.1}
SEARCHES = (("find", "巨化"), ("find", "juhua"), ("find", "1号线"), ("capacity", "list", "巨化"), ("capacity", "list", "member:M3"))


def part(ground: Ground) -> list[Table]:
    """The tables: as the body grows, as only its claims do, and what words cost in the largest file."""
    sizes = [10 ** power for power in range(3, 9) if 10 ** power <= ground.most]
    grown: dict[str, dict[int, Costs]] = {}
    for count in sizes:
        db = ground.made("growing.db", "claims", count, max(count // A_SERIES, 1))
        _measure(ground, grown, count, {**_ours(ground, db, count), **_others(ground, db)})
        searched = in_turn(_searches(ground, db), ground.turns(3), ground.env) if count == sizes[-1] else {}
        _cleared(ground, "growing")
    for count in sizes:
        db = ground.made("fixed.db", "claims", count, min(FIXED, count))
        _measure(ground, grown, count, {f"{REPORT}, {FIXED:,} series": Work(ground.ctl(db, "report", "year", "2025"))})
        _cleared(ground, "fixed")
    notes = [f"One series has {A_SERIES} claims, but where {FIXED:,} series are said. The others answer the report's hardest question alone: the last claim of each series."]
    if "DuckDB arg_max" in grown:
        whole, sought = (grown[name][sizes[-1]].ratio(grown["DuckDB arg_max"][sizes[-1]]) for name in (REPORT, SOUGHT))
        notes.append(f"The whole report costs {whole[0]:.2f} ± {whole[1]:.2f} of DuckDB's one query at {sizes[-1]:,} (target ≤ 0.7); "
                     f"to seek the claims of its two days, in a program of its own, {sought[0]:.2f} ± {sought[1]:.2f}.")
    return [growing("CPU ms as claims grow", grown, TARGETS, notes),
            beside(f"words in {sizes[-1]:,} claims", "member:M3", [Line(name, costs, searched["capacity list member:M3"]) for name, costs in searched.items()])]


def _measure(ground: Ground, grown: dict[str, dict[int, Costs]], count: int, works: dict[str, Work]) -> None:
    for name, costs in in_turn(works, ground.turns(3), ground.env).items():
        grown.setdefault(name, {})[count] = costs


def _ours(ground: Ground, db: str, count: int) -> dict[str, Work]:
    tab = {"_ALLIANCECTL_COMPLETE": "bash", "_ALLIANCECTL_LINE": f"alliancectl --db {db} capacity show C"}
    return {
        REPORT: Work(ground.ctl(db, "report", "year", "2025")),
        SOUGHT: Work((ground.ours.python, "-c", SEEKS, db)),
        "capacity show": Work(ground.ctl(db, "capacity", "show", f"C{count // 2}")),
        "20 claims by id": Work(ground.ctl(db, "capacity", "list", "id:C101..C120")),
        "visit add": Work(ground.ctl(db, "visit", "add", "2025-05-14", "M1", "走访")),
        "capacity add": Work(ground.ctl(db, "capacity", "add", "M1", "P1", "3万吨/年", "--as-of", "2025-06-01", "--source", "R1")),
        "undo of it": Work(ground.ctl(db, "undo")),
        "capacity list, its head": Work(("/bin/sh", "-c", f"{' '.join(ground.ctl(db, 'capacity', 'list'))} | head -20")),
        "completion": Work(ground.ours.program("alliancectl"), env=tab),
        "check": Work(ground.ctl(db, "check")),
    }


def _others(ground: Ground, db: str) -> dict[str, Work]:
    """The same question by others, each on a copy in its own form."""
    python, table = ground.ours.python, ground.file("growing.csv")
    found = {"sqlite3 window function": Work((python, "-c", WINDOW, f"{db}.plain"))}
    once(Work((python, "-c", TO_SQLITE, db, f"{db}.plain")), ground.env)
    once(Work((python, "-c", TO_CSV, db, table)), ground.env)
    for name, module, make, ask in (("DuckDB arg_max", "duckdb", TO_DUCKDB, ARG_MAX), ("polars group_by", "polars", TO_PARQUET, BY_POLARS)):
        if (other := ground.peers.python(module)) and that_work({name: Work((other, "-c", make, table, f"{db}.{module}"))}, ground.env):
            found |= that_work({name: Work((other, "-c", ask, f"{db}.{module}"))}, ground.env)
    return found


def _searches(ground: Ground, db: str) -> dict[str, Work]:
    return {" ".join(asked): Work(ground.ctl(db, *asked)) for asked in SEARCHES}


def _cleared(ground: Ground, stem: str) -> None:
    for path in _files(ground, stem):
        os.remove(path)


def _files(ground: Ground, stem: str) -> Iterator[os.PathLike[str]]:
    return (path for path in ground.room.iterdir() if path.name.startswith(stem) and path.is_file())
