"""The bench of the yearly report measures: its smallest files, once. What it finds is not judged here: no test measures time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]


def test_the_bench_of_the_report_prints_a_line_a_file() -> None:
    done = subprocess.run([sys.executable, "tests/bench/report.py", "--most", "1000", "--rounds", "1"], cwd=HOUSE,
                          env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [line.split()[:4] for line in done.stdout.splitlines() if line.startswith(("fixed", "growing"))] == [
        ["fixed", "1,000", "claims", "1,000"], ["growing", "1,000", "claims", "16"]]
