"""What a killed run left beside its target is taken away by the next one: nothing else, and nothing that somebody still writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alliancectl.store import backup, unfinished

Ctl = Callable[..., Any]

posix = pytest.mark.skipif(os.name != "posix", reason="whether a process runs is not asked for elsewhere")


@pytest.fixture
def place(ctl: Ctl, db: Path) -> Path:
    """The folder of backups."""
    return Path(backup.folder_made(str(db)))


def left_by(process: int, place: Path, name: str = "alliance-20260630T000000Z-1.db") -> Path:
    """What a run of that number left of a copy, on this machine."""
    path = place / f".{name}.{unfinished._host()}-{process}.00c0ffee.tmp"
    path.write_bytes(b"half")
    return path


def ended() -> int:
    """The number of a process that is no more."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@posix
@pytest.mark.parametrize("signal_name", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_what_a_run_left_that_was_ended_is_gone_after_the_next_backup(ctl: Ctl, db: Path, place: Path, signal_name: str) -> None:
    code = ("import os, signal, sys\nfrom alliancectl.store import backup\n"
            "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"   # also where the tests were started to outlive their terminal
            f"backup._verify_copy = lambda *_: os.kill(os.getpid(), signal.{signal_name})\n"
            "from alliancectl.cli.run import main\nsys.exit(main(sys.argv[1:]))")
    killed = subprocess.run([sys.executable, "-c", code, "backup", "create", "--db", str(db)], capture_output=True, check=False)
    assert killed.returncode == -getattr(signal, signal_name)
    assert len(list(place.glob(".*"))) == 1
    assert ctl("backup create").code == 0
    assert list(place.glob(".*")) == []


@posix
def test_what_another_run_still_writes_stays(ctl: Ctl, place: Path) -> None:
    busy = left_by(os.getppid(), place)
    gone = left_by(ended(), place)
    assert ctl("backup create").code == 0
    assert (busy.exists(), gone.exists()) == (True, False)


@posix
def test_what_a_run_of_the_same_number_left_goes_too(ctl: Ctl, place: Path) -> None:
    """In a container every run may have the same number."""
    left = left_by(os.getpid(), place)
    assert ctl("backup create").code == 0
    assert not left.exists()


def test_what_comes_from_another_machine_stays_for_an_hour_after_its_last_write(ctl: Ctl, place: Path) -> None:
    elsewhere = f"{int(unfinished._host(), 16) ^ 1:04x}"
    new, old = place / f".a.db.{elsewhere}-1.1.tmp", place / f".b.db.{elsewhere}-1.1.tmp"
    for path in (new, old):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert ctl("backup create").code == 0
    assert (new.exists(), old.exists()) == (True, False)


@pytest.mark.parametrize("name", [".notes.tmp.txt", "alliance.db.0000-1.1.tmp", ".x.tmp", ".x.db.tmpl", ".x.zz.tmp"])
def test_a_name_that_is_not_ours_stays_however_old_it_is(ctl: Ctl, place: Path, name: str) -> None:
    (place / name).write_bytes(b"somebody's")
    os.utime(place / name, (0, 0))
    assert ctl("backup create").code == 0
    assert (place / name).exists()


@posix
def test_beside_a_copy_of_the_users_choice_only_what_was_to_become_it_goes(ctl: Ctl, home: Path) -> None:
    mine, other = left_by(ended(), home, "usb.db"), left_by(ended(), home, "other.db")
    assert ctl("backup create --out usb.db").code == 0
    assert (mine.exists(), other.exists()) == (False, True)
