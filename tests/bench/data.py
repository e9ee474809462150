"""Everything that is measured on, from a fixed seed: the same records for the same arguments.

``python tests/bench/data.py WHAT PATH COUNT [SERIES]`` in the environment of the program, out of the measuring process: a process
begins with the memory of the one that starts it, as far as the system counts, so that one stays small.

- members, visits: a record file with so many of them, made by its own commands.
- table, earlier: a CSV of so many claims as a large association would hand it in; `earlier` of earlier years. taker: a record file that
  knows every name in them. Some 15,700 series of returns, one after the other by date, not by series.
- claims: a record file with so many claims of so many series over twenty years, written straight into its tables. One claim in twenty states
  another amount, one in fifty speaks of a whole year and so may contradict its neighbours.
- shown: the floor of every output, the same rows by sqlite3 and csv.writer; `all` fields of a row or `few`, what a table shows.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliancectl.store.history import Change

SEED = 20190620
FIRST, LAST = 2006, 2025
MEMBERS, PRODUCTS, LINES, SERIES = 300, 60, 2, 15_700
SITES = ("衢州基地", "常熟基地", "二厂")
AMOUNTS = (3000, 5000, 12000, 28500, 40000)
HEADER = ("member", "site", "line", "product", "grade", "measure", "basis", "amount", "status", "as_of", "source")
Key, Span = tuple[int, str, int, str], tuple[str, str, str]
SHOWN = {   # of what a form shows a row
    "few": "id, date, direction, visitor, subject, headcount",
    "all": "id, date, date_text, end_date, direction, type, visitor, level, head, head_title, headcount, headcount_basis, accompanied_open, subject,"
           " affirmed, requested, summary, note",
}


def member(number: int) -> str:
    """The name of a member, from 1 on; every tenth is of Juhua."""
    return f"{'巨化东岳永和三爱富华新宙邦多天泰欣浙'[number % 10 * 2:][:2] or '联创'}{'氟硅膜碳'[number % 4]}材料{number:05}有限公司"


def product(number: int) -> str:
    """The name of a product, from 1 on."""
    return f"含氟产品{number:02}"


# ---- small files --------------------------------------------------------------------------------------------------


def members(path: str, count: int) -> None:
    """A new record file with so many members in it."""
    from alliancectl.cli.run import main

    chance = Random(SEED)
    assert main(["init", path, "--name", "氟材料产业技术创新战略联盟", "--lang", "zh", "-q"]) == 0
    for number in range(1, count + 1):
        words = ["member", "add", member(number), "--kind", "企业", "--place", "衢州", "--joined", f"{chance.randint(2009, 2024)}-0{chance.randint(1, 9)}"]
        assert main([*words, "--db", path, "-q"]) == 0


def visits(path: str, count: int) -> None:
    """As `members` with one member, and so many visits, written in one operation."""
    from alliancectl.store import history

    members(path, 1)
    chance = Random(SEED)
    columns = ("date", "date_earliest", "date_latest", "direction", "visitor", "headcount", "headcount_basis", "subject")
    with history.change(path, "bench") as now:
        now.insert_many("visit", columns, [
            (*[f"{chance.randint(2005, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"] * 3, "incoming", "浙江省科技厅",
             chance.randint(1, 30), "stated", f"第 {number} 次调研，了解含氟聚合物进展") for number in range(count)])


def shown(path: str, fields: str) -> None:
    """All visits by sqlite3 and csv.writer, on stdout."""
    csv.writer(sys.stdout).writerows(sqlite3.connect(path).execute(
        f"SELECT {SHOWN[fields]} FROM visit WHERE removed IS NULL ORDER BY date_earliest IS NULL, date_earliest, id"))


# ---- a table to import, and what takes it -------------------------------------------------------------------------


def table(path: str, count: int, first: int = 1961) -> None:
    """A CSV of so many claims, from that year on."""
    chance = Random(SEED)
    series = [_return(chance) for _ in range(SERIES)]
    days = [f"{year}-{month:02}-{day}" for year in range(first, first + 65) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(count):
            one, day = series[number % SERIES], days[number // SERIES % len(days)]
            writer.writerow((*one[:7], f"{chance.randint(1, 9999) * 10} t/a", one[7], day, f"{day[:4]}年度成员填报表"))


def _return(chance: Random) -> tuple[str, ...]:
    site, line = chance.choice(("", *SITES)), chance.choice(("", "", "1号线", "2号线", "3号线"))
    grade = chance.choice(("", "", "FR901", "FR902"))
    measure, basis = chance.choice((("capacity", "nameplate"), ("capacity", "nameplate"), ("capacity", "effective"), ("output", "unspecified")))
    status = chance.choice(("operating", "operating", "operating", "idle", "construction")) if measure == "capacity" else ""
    return member(chance.randint(1, MEMBERS)), site, line, product(chance.randint(1, PRODUCTS)), grade, measure, basis, status


def taker(path: str) -> None:
    """A new record file that knows every name in the tables."""
    from alliancectl.kinds import KINDS
    from alliancectl.kinds.record import Ref
    from alliancectl.store import records

    with _body(path, MEMBERS, PRODUCTS) as now:
        for number in range(1, MEMBERS + 1):
            for name in SITES:
                records.add(now, KINDS["site"], {"member": Ref("member", number, "M", ""), "name": name})
        for year in range(1890, 2026):
            records.add(now, KINDS["source"], {"title": f"{year}年度成员填报表", "kind": "return"})


# ---- very many claims ---------------------------------------------------------------------------------------------


def claims(path: str, count: int, series: int) -> None:
    """A new record file with so many claims of so many series."""
    from alliancectl.kinds import KINDS
    from alliancectl.store import records

    products = 40
    firms = max(series // (products * LINES), 1)
    with _body(path, firms, products) as now:
        records.add(now, KINDS["source"], {"title": "成员填报表", "kind": "return"})
    keys = [((number - 1) % firms + 1, f"{(number - 1) // firms // products + 1}号线", (number - 1) // firms % products + 1,
             "output" if number % 5 == 0 else "capacity") for number in range(1, series + 1)]
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-65536; BEGIN")
    _fill(connection, count, keys)
    _seal(connection)
    connection.execute("COMMIT")
    connection.close()


@contextmanager
def _body(path: str, firms: int, products: int) -> Iterator[Change]:
    """An operation on a new record file with so many members and products."""
    from alliancectl.actions.create import create
    from alliancectl.kinds import KINDS
    from alliancectl.store import records
    from alliancectl.store.history import change

    create(path, {"name": "大型联盟", "year_starts": "01-01", "language": "zh"})
    with change(path, "bench") as now:
        for number in range(1, firms + 1):
            records.add(now, KINDS["member"], {"name": member(number)})
        for number in range(1, products + 1):
            records.add(now, KINDS["product"], {"name": product(number), "unit": "t/a"})
        now.insert_many("membership", ("member", "rank", "since", "since_earliest", "since_latest"),
                        [(number, "member", *["2005-01-01"] * 3) for number in range(1, firms + 1)])
        yield now


def _fill(connection: sqlite3.Connection, count: int, keys: list[Key]) -> None:
    operation = connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    connection.executemany("INSERT INTO series VALUES (?, ?, '', NULL, ?, ?, '', ?, 't/a', 'plant')",
                           [(number, *key) for number, key in enumerate(keys, 1)])
    connection.executemany("INSERT INTO capacity_sort(id, member, line, product, measure, status, basis, amount_qualifier, amount_unit, amount_base_unit, standing, series)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, iif(?5 = 'output', NULL, 'operating'), 'nameplate', '=', 't/a', 't/a', 'normal', ?1)",
                           [{str(place): cell for place, cell in enumerate((number, *key), 1)} for number, key in enumerate(keys, 1)])
    indexes = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'capacity_row'").fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    tolds: dict[Span, int] = {}
    connection.executemany(
        "INSERT INTO capacity_row(operation, sort, told, until, amount, amount_value, amount_base) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((operation, sort, tolds.setdefault(span, len(tolds) + 1), int(span[2].replace("-", "")), f"{amount} t/a", amount, amount)
         for sort, span, amount in _claims(count, keys)))
    connection.executemany("INSERT INTO capacity_told(id, as_of, as_of_text, as_of_earliest, as_of_latest, asserted_by) VALUES (?, ?, ?, ?, ?, 1)",
                           [(number, span[0], *span) for span, number in tolds.items()])
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("INSERT INTO span SELECT ?, 'capacity', 1, ?", (operation, count))


def _seal(connection: sqlite3.Connection) -> None:
    """The digest of the last operation anew, since claims were written beside it: a file that `check` finds sound."""
    from alliancectl.store.history import digest_of, operation

    last = connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    refusing = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'operation_update_refused'").fetchone()[0]
    connection.execute("DROP TRIGGER operation_update_refused")
    connection.execute("UPDATE operation SET digest = ? WHERE id = ?",
                       (digest_of(connection, operation(connection, last), operation(connection, last - 1).digest), last))
    connection.execute(refusing)


def _claims(count: int, keys: list[Key]) -> Iterator[tuple[int, Span, str]]:
    """The number of the series, the date with its first and last day, the amount."""
    chance = Random(SEED)
    for number in range(count):
        at, turn = number % len(keys), number // len(keys)
        measure = keys[at][-1]
        year = FIRST + (LAST - FIRST + 1) * turn // (max(count // len(keys), 1) + 1)
        day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        span = (f"{year}", f"{year}-01-01", f"{year}-12-31") if measure == "output" or chance.random() < 0.02 else (day, day, day)
        yield at + 1, span, str(AMOUNTS[(at if chance.random() < 0.95 else at + turn + 1) % len(AMOUNTS)])


if __name__ == "__main__":
    what, path, *numbers = sys.argv[1:]
    if what == "shown":
        shown(path, numbers[0])
    elif what == "taker":
        taker(path)
    elif what == "claims":
        claims(path, int(numbers[0]), int(numbers[1]))
    elif what in ("table", "earlier"):
        table(path, int(numbers[0]), 1961 if what == "table" else 1890)
    else:
        (members if what == "members" else visits)(path, int(numbers[0]))
