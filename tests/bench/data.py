"""The record files that are measured on, from a fixed seed: run in the environment of the program, out of the measuring process.

A process begins with the memory of the one that starts it, as far as the system counts; so that one stays small.
"""

from __future__ import annotations

import csv
import random
import sqlite3
import sys

SEED = 20190620
SYLLABLES = "巨化东岳永和三爱富华谊新宙邦多氟昊天泰中欣浙蓝晨光联创海立杉金石三美"


def members(path: str, count: int) -> None:
    """A new record file with so many members in it."""
    from alliancectl.cli.run import main

    chance = random.Random(SEED)
    assert main(["init", path, "--name", "氟材料产业技术创新战略联盟", "--lang", "zh", "-q"]) == 0
    for number in range(count):
        name = "".join(chance.sample(SYLLABLES, 4)) + f"氟材料{number + 1}有限公司"
        words = ["member", "add", name, "--kind", "企业", "--place", "衢州", "--joined", f"{chance.randint(2009, 2024)}-0{chance.randint(1, 9)}"]
        assert main([*words, "--db", path, "-q"]) == 0


def visits(path: str, count: int) -> None:
    """As `members` with one member, and so many visits, written in one operation."""
    from alliancectl.store import history

    members(path, 1)
    chance = random.Random(SEED)
    columns = ("date", "date_earliest", "date_latest", "direction", "visitor", "headcount", "headcount_basis", "subject")
    with history.change(path, "bench") as now:
        now.insert_many("visit", columns, [
            (*[f"{chance.randint(2005, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"] * 3, "incoming", "浙江省科技厅",
             chance.randint(1, 30), "stated", f"第 {number} 次调研，了解含氟聚合物进展") for number in range(count)])


def by_csv_writer(path: str) -> None:
    """The floor of every output: the same rows by sqlite3 and csv.writer."""
    writer = csv.writer(sys.stdout)
    writer.writerows(sqlite3.connect(path).execute(
        "SELECT id, date, direction, visitor, subject, headcount FROM visit WHERE removed IS NULL ORDER BY date_earliest, id"))


if __name__ == "__main__":
    what, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if what == "by_csv_writer":
        by_csv_writer(path)
    else:
        (members if what == "members" else visits)(path, count)
