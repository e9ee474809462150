"""What breaks while the program works. The normal suite tries a few places of an operation, spread over it.

    pytest tests/faults --long            every place that is of another kind than the one before it: about an hour on one core
    pytest tests/faults --long --every    every call of the system, about 14,000: a night

Faults are made with strace (Linux); where there is none, the process kills itself at statements and calls of the file system
instead, and what cannot be made so is skipped with the reason.
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
from faulting import STARTED, Ended, spread, telling

ROOT = Path(__file__).parents[2]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", default=False, help="every kind of place where a fault can happen, not a few of them")
    parser.addoption("--every", action="store_true", default=False, help="with --long: every single call of the system")


@pytest.fixture
def long_run(request: pytest.FixtureRequest) -> bool:
    """Whether more than a few places are to be tried."""
    return bool(request.config.getoption("--long", default=False))


@pytest.fixture
def tried(request: pytest.FixtureRequest, long_run: bool) -> Callable[..., list[Any]]:
    """`tried(calls, few)`: the calls of a run that are to fail, or be the last of it."""
    def tried(calls: Sequence[Any], few: int) -> list[Any]:
        chosen = spread(calls, few) if not long_run else list(calls) if request.config.getoption("--every") else telling(calls)
        request.node.user_properties.append(("tried", len(chosen)))   # --junit-xml tells it
        return chosen

    return tried


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


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `made` keeps what it made, for the tests that follow."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def made(ctl: Callable[..., Any], db: Path, kept: Path) -> Path:
    """A record file with a few records, and an older state of it beside."""
    if not (kept / "alliance.db").exists():
        for line in EARLIER[:-1]:
            assert ctl(line).code == 0
        shutil.copy(db, kept / "older.db")
        assert ctl(EARLIER[-1]).code == 0
        shutil.copy(db, kept / "alliance.db")
    shutil.copy(kept / "older.db", db.with_name("older.db"))
    return Path(shutil.copy(kept / "alliance.db", db))


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
