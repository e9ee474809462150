"""The bench of large imports runs, on few rows. What it finds is not judged here: no test measures time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="the floor is the sqlite3 command")
def test_the_bench_of_large_imports_prints_its_rows() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.bench.claims", "--here", "--rows", "500", "--rounds", "1"], cwd=Path(__file__).parents[2],
                          env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [line.split("  ")[0] for line in done.stdout.splitlines()][1:-1] == [
        "sqlite3 .import", "csv + executemany", "import, empty file", "import, full file", "copy of the full file", "undo of the import"]
