"""What breaks while the program works: `--long` tries every place, the normal suite a few spread ones.

    pytest tests/faults --long

takes about an hour on one core. Faults are made with strace (Linux); where there is none, the process kills itself at every
statement and every call of the file system instead, and what cannot be made so is skipped with the reason.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from at_risk import EARLIER
from faulting import STARTED, Ended

ROOT = Path(__file__).parents[2]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", default=False, help="every place where a fault can happen, not a few of them")


@pytest.fixture
def long_run(request: pytest.FixtureRequest) -> bool:
    """Whether every place is to be tried."""
    return bool(request.config.getoption("--long", default=False))


@pytest.fixture(scope="session")
def strace_if_there() -> str:
    """Where strace lies; empty where it is not, or may not be used."""
    found = shutil.which("strace") or ""
    return found if found and not subprocess.run([found, "-o", os.devnull, "true"], capture_output=True, check=False).returncode else ""


@pytest.fixture
def strace(strace_if_there: str) -> str:
    """Where strace lies; the test is skipped where there is none."""
    if not strace_if_there:
        pytest.skip("needs strace, and the right to use it")
    return strace_if_there


@pytest.fixture
def made(ctl: Callable[..., Any], db: Path) -> Path:
    """A record file with a few records, and an older state of it beside."""
    for line in EARLIER[:-1]:
        assert ctl(line).code == 0
    shutil.copy(db, db.with_name("older.db"))
    assert ctl(EARLIER[-1]).code == 0
    return db


@pytest.fixture
def start(home: Path) -> Callable[..., Ended]:
    """`start("member add 甲公司", db=path)`: the real program in a process of its own, `before` it what it is started under.

    `patched` starts it through started.py, which reads its patches from `env`.
    """
    def start(line: str, *, db: Path, before: Sequence[str] = (), env: Mapping[str, str] | None = None, patched: bool = False,
              **more: Any) -> Ended:
        program = [str(STARTED)] if patched else ["-m", "alliancectl"]
        done = subprocess.run(
            [*before, sys.executable, *program, *shlex.split(line)], cwd=home, check=False, timeout=120, stdin=subprocess.DEVNULL,
            env={**surroundings(home, db), **(env or {})}, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more})
        return Ended(done.returncode, (done.stdout or b"").decode(errors="replace"), (done.stderr or b"").decode(errors="replace"))

    return start


def surroundings(home: Path, db: Path) -> dict[str, str]:
    """The same small environment for every run, so that a run makes the same calls each time."""
    return {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8", "ALLIANCECTL_DB": str(db), "ALLIANCECTL_TODAY": "2026-06-30",
            "ALLIANCECTL_ACTOR": "秘书", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
