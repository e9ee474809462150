"""Without a home, a locale, a terminal, a reader, a stream, or a clock that goes forward: the same records, the same answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faulting import Ended

Start = Callable[..., Ended]
Ctl = Callable[..., Any]

posix = pytest.mark.skipif(sys.platform == "win32", reason="shells and devices of POSIX")


@posix
def test_without_home_and_locale_names_are_kept_and_shown_as_they_were_typed(db: Path, start: Start) -> None:
    bare = {"HOME": "", "LANG": "", "LC_ALL": "C", "XDG_CONFIG_HOME": "", "USER": "", "LOGNAME": ""}
    assert start("member add 巨化集团 --place 衢州", db=db, env=bare).code == 0
    assert json.loads(start("member list --json", db=db, env=bare).out)[0]["name"] == "巨化集团"
    for line in ("log", "check", "backup create", "report year 2025", "undo"):
        assert start(line, db=db, env=bare).code == 0, line


@pytest.fixture
def typed(db: Path, home: Path, start: Start) -> Callable[[str], subprocess.CompletedProcess[bytes]]:
    """A line for a shell, in which `al` is the program."""
    def typed(line: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["sh", "-c", f'al() {{ "{sys.executable}" -m alliancectl "$@"; }}; {line}'], capture_output=True, cwd=home, check=False,
                              stdin=subprocess.DEVNULL, timeout=120,
                              env={**{key: value for key, value in os.environ.items() if not key.startswith("ALLIANCECTL_")}, "HOME": str(home),
                                   "LANG": "C.UTF-8", "ALLIANCECTL_DB": str(db), "ALLIANCECTL_TODAY": "2026-06-30", "ALLIANCECTL_LANG": "en",
                                   "PYTHONPATH": str(Path(__file__).parents[2])})

    return typed


SEVERED = [   # what is typed, what the program's exit code is, and whether the member is there
    ("al member add 甲公司 | true; ", None, True),
    ("al log --json | head -c 1 >/dev/null", None, False),
    ("al report year 2025 --format html | head -c 10 >/dev/null", None, False),
    ("al member add 甲公司 >&-", 0, True),
    ("al member add 甲公司 2>&-", 0, True),
    ("al member add 甲公司 <&-", 0, True),
    ("al member add 甲公司 >&- 2>&- <&-", 0, True),
    ("al member list >&-", 0, False),
    ("al log >/dev/full", 1, False),
    ("al log --json >/dev/full", 1, False),
    ("al member add 甲公司 >/dev/full", 1, False),
    ("al member add 甲公司 2>/dev/full", 0, True),
    ("al member add 甲公司 >/dev/full 2>/dev/full", 1, False),
]


@posix
@pytest.mark.parametrize(("line", "code", "there"), SEVERED, ids=[line for line, _, _ in SEVERED])
def test_whoever_stops_listening_gets_an_exit_code_that_is_true(
        typed: Callable[[str], subprocess.CompletedProcess[bytes]], ctl: Ctl, line: str, code: int | None, there: bool, long_run: bool) -> None:
    if not long_run and SEVERED.index((line, code, there)) % 3:
        pytest.skip("in the long run only")
    if "/dev/full" in line and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    ended = typed(line)
    said = ended.stderr.decode()
    assert code in (None, ended.returncode), said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert len([one for one in said.splitlines() if one.startswith(("✗", '{"error"'))]) == (1 if code and "2>" not in line else 0), said
    assert bool(ctl("member list --json").json) == there
    assert ctl("check").code == 0


@posix
@pytest.mark.parametrize(("line", "code"), [
    ("--help", 0), ("member --help", 0), ("member add -h", 0), ("help member add", 0), ("visit list", 0), ("check --fail-on notice", 6)])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_that_nobody_reads_ends_a_command_quietly_with_its_code(demo: Path, home: Path, line: str, code: int, unbuffered: str) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run([sys.executable, "-m", "alliancectl", *line.split()], stdout=write, stderr=subprocess.PIPE, cwd=home, check=False, timeout=120,
                              env={**os.environ, "HOME": str(home), "ALLIANCECTL_DB": str(demo), "ALLIANCECTL_TODAY": "2026-06-30",
                                   "PYTHONUNBUFFERED": unbuffered, "PYTHONPATH": str(Path(__file__).parents[2])})
    finally:
        os.close(write)
    assert (done.returncode, b"Traceback" in done.stderr, b"Broken" in done.stderr) == (code, False, False)


@pytest.mark.parametrize("today", ["1999-12-31", "2099-01-01"])
def test_a_today_that_jumps_changes_no_order_and_breaks_nothing(ctl: Ctl, db: Path, today: str) -> None:
    assert ctl("member add 甲公司 --joined 2020").code == 0
    other = {"ALLIANCECTL_TODAY": today}
    assert ctl("member add 乙公司", env=other).code == 0
    assert ctl("backup create", env=other).code == 0
    assert [one["id"] for one in ctl("log --json").json][:2] == [3, 2]
    assert ctl("undo", env=other).code == 0
    assert [one["name"] for one in ctl("member list --json").json] == ["甲公司"]
    assert ctl("check history-broken integrity").code == 0


def test_a_clock_that_was_set_back_loses_no_record_no_order_and_no_copy(db: Path, start: Start, ctl: Ctl) -> None:
    back = {"env": {"FAULTS_CLOCK": str(-20 * 365 * 86400)}, "patched": True}
    assert ctl("member add 甲公司").code == 0
    first = ctl("backup create").out.strip()
    assert start("member add 乙公司", db=db, **back).code == 0
    second = start("backup create", db=db, **back).out.strip()
    assert ctl("config set backups 1").code == 0
    third = start("backup create", db=db, **back)
    assert (third.code, third.err.count("✗")) == (0, 0)
    assert not os.path.exists(first)
    assert not os.path.exists(second)
    assert [one["file"] for one in ctl("backup list --json").json] == [third.out.strip()]
    assert start("backup restore --last --yes", db=db, **back).code == 0
    assert [one["name"] for one in ctl("member list --json").json] == ["甲公司", "乙公司"]
    assert [one["id"] for one in ctl("log --json").json][:3] == [4, 3, 2]
    assert start("undo #3", db=db, **back).code == 0
    assert [one["name"] for one in ctl("member list --json").json] == ["甲公司"]
    assert ctl("check").code == 0
