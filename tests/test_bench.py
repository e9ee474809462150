"""The bench measures: every part, once, small, with this interpreter. What it finds is not judged here: no test measures time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.adds import SETTINGS

from alliancectl.store import file

BENCH = Path(__file__).with_name("bench")
ROWS = {
    "short": ["short commands, 20 records", "python, sqlite3", "bare typer", "member list", "member list, Rich", "member show", "visit add",
              "report year, the example", "completion", "help"],
    "imports": ["1,000 claims from CSV", "csv + executemany", "import, empty file", "import, full file", "verified copy of the full file",
                "undo of the import"],
    "growth": ["CPU ms as claims grow", "report year", "its claims of both days alone", "capacity show", "20 claims by id", "visit add",
               "capacity add", "undo of it", "capacity list, its head", "completion", "check",
               "sqlite3 window function", "report year, 1,000 series", "words in 1,000 claims", "find 巨化", "find juhua", "find 1号线",
               "capacity list 巨化", "capacity list member:M3"],
    "output": ["output of 1,000 rows", "csv.writer, few fields", "csv.writer, all fields", "plain", "csv", "json", "jsonl", "md", "table"],
    "writers": ["8 writers × 3 adds", "visit add, wall clock", "one add by a program that runs", "sqlite3, the same settings", "a visit, with its history"],
}
OTHERS = ("sqlite", "hledger", "rec", "taskwarrior", "khard", "buku")   # there or not, as it happens


def bench(*words: str) -> list[list[str]]:
    """The cells of the tables that the bench prints with these options."""
    done = subprocess.run([sys.executable, *words, "--here", "--quick", "--markdown"], cwd=BENCH.parents[1],
                          env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return [line.strip("| ").split(" | ") for line in done.stdout.splitlines() if line.startswith("| ") and not line.startswith("| ---")]


@pytest.mark.parametrize("part", ROWS)
def test_a_part_of_the_bench_prints_its_rows(part: str) -> None:
    names = [row[0] for row in bench("-m", "tests.bench", "--only", part)]
    assert [name for name in names if name in ROWS[part] or not name.startswith(OTHERS)] == ROWS[part]


def test_the_bare_add_has_the_settings_of_ours() -> None:
    assert {f"PRAGMA {setting}" for setting in SETTINGS} == {*file._EVERY, *file._WRITER}


def test_eight_writers_at_once_lose_nothing() -> None:
    row = bench(str(BENCH), "--only", "writers")[1]
    assert row[1:3] == ["24 of 24", "0"]
