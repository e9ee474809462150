"""The bench measures: one row, once, with this interpreter. What it finds is not judged here: no test measures time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).with_name("bench")


@pytest.mark.parametrize("call", [["-m", "tests.bench"], [str(BENCH)]])
def test_the_bench_prints_a_row_beside_its_floors(call: list[str]) -> None:
    done = subprocess.run([sys.executable, *call, "--here", "--rounds", "1", "--rows", "member show", "--markdown"], cwd=BENCH.parents[1],
                          env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [line.split(" | ")[0] for line in done.stdout.splitlines() if line] == ["| ", "| ---", "| sqlite3", "| bare typer", "| member show"]
