"""What a run that was killed left beside the file of --out is taken away by the next one, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

KILLED = """
import os, signal, sys
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from alliancectl.cli.run import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(os.name != "posix", reason="whether a process runs is not asked for elsewhere")
def test_the_next_report_takes_away_what_a_killed_one_left(ctl, db: Path, home: Path) -> None:
    (home / ".notes.tmp").write_text("mine", "utf-8")
    line = ["report", "year", "2025", "--out", "r.md", "--db", str(db)]
    killed = subprocess.run([sys.executable, "-c", KILLED, *line], cwd=home, check=False, timeout=60, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert [name[:6] for name in sorted(os.listdir(home)) if name.endswith(".tmp")] == [".notes", ".r.md."]
    assert ctl(" ".join(line[:5])).code == 0
    assert [name for name in sorted(os.listdir(home)) if name.endswith((".tmp", ".md"))] == [".notes.tmp", "r.md"]
