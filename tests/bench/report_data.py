"""Record files with very many capacity claims, written straight into the tables: what the yearly report is measured on.

``python tests/bench/report_data.py PATH CLAIMS SERIES``: so many claims of so many series, spread over twenty years, in the environment
of the program. A series is stated for a member, a product and a line; its claims follow each other. One in twenty states another amount, one in
fifty speaks of a whole year and so may contradict its neighbours.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from random import Random

SEED = 20190620
FIRST, LAST = 2006, 2025
PRODUCTS, LINES = 40, 2
AMOUNTS = (3000, 5000, 12000, 28500, 40000)
COLUMNS = ("operation", "member", "line", "product", "measure", "basis", "amount", "amount_value", "amount_qualifier", "amount_unit", "amount_base",
           "amount_base_unit", "status", "as_of", "as_of_earliest", "as_of_latest", "standing", "series")


def claims_file(path: str, claims: int, series: int) -> None:
    """A new record file with so many claims of so many series; the same records for the same arguments."""
    from alliancectl.actions.create import create
    from alliancectl.kinds import KINDS
    from alliancectl.store import records
    from alliancectl.store.history import change

    create(path, {"name": "大型联盟", "year_starts": "01-01", "language": "zh"})
    members = max(series // (PRODUCTS * LINES), 1)
    with change(path, "bench") as now:
        records.add(now, KINDS["source"], {"title": "成员填报表", "kind": "return"})
        for number in range(1, PRODUCTS + 1):
            records.add(now, KINDS["product"], {"name": f"产品{number:02d}", "unit": "t/a"})
        now.insert_many("member", ("name",), [(f"成员{number:05d}",) for number in range(1, members + 1)])
        now.insert_many("membership", ("member", "rank", "since", "since_earliest", "since_latest"),
                        [(number, "member", *["2005-01-01"] * 3) for number in range(1, members + 1)])
    _fill(path, claims, series, members)


def _fill(path: str, claims: int, series: int, members: int) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-65536; BEGIN")
    operation = connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    keys = [_series(number, members) for number in range(1, series + 1)]
    connection.executemany("INSERT INTO series VALUES (?, ?, '', NULL, ?, ?, '', ?, 't/a', 'plant')",
                           [(number, *key) for number, key in enumerate(keys, 1)])
    indexes = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('capacity', 'capacity_source')").fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    connection.executemany(f"INSERT INTO capacity({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})",
                           ((operation, *row) for row in _claims(claims, keys)))
    connection.execute("INSERT INTO capacity_source(operation, capacity, source) SELECT operation, id, 1 FROM capacity")
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("INSERT INTO span SELECT ?, 'capacity', 1, ?", (operation, claims))
    connection.execute("COMMIT")
    connection.close()


def _series(number: int, members: int) -> tuple[int, str, int, str]:
    """Member, line, product and measure of a series; every fifth states output."""
    at = (number - 1) // members
    return (number - 1) % members + 1, f"{at // PRODUCTS + 1}号线", at % PRODUCTS + 1, "output" if number % 5 == 0 else "capacity"


def _claims(claims: int, keys: list[tuple[int, str, int, str]]) -> Iterator[tuple[object, ...]]:
    chance = Random(SEED)
    for number in range(claims):
        at, turn = number % len(keys), number // len(keys)
        member, line, product, measure = keys[at]
        turns = max(claims // len(keys), 1)
        year = FIRST + (LAST - FIRST + 1) * turn // (turns + 1)
        day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        span = (f"{year}", f"{year}-01-01", f"{year}-12-31") if measure == "output" or chance.random() < 0.02 else (day, day, day)
        amount = str(AMOUNTS[(at if chance.random() < 0.95 else at + turn + 1) % len(AMOUNTS)])
        yield (member, line, product, measure, "nameplate", f"{amount} t/a", amount, "=", "t/a", amount, "t/a",
               None if measure == "output" else "operating", *span, "normal", at + 1)


if __name__ == "__main__":
    claims_file(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
