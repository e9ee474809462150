"""A file that has its name, whatever fails after that: it is there, and nothing else is said."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ctl = Callable[..., Any]

posix = pytest.mark.skipif(os.name != "posix", reason="folders are synced on POSIX only")


@pytest.fixture
def folder_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder of the record file cannot be synced."""
    def fsync(handle: int, real: Callable[[int], None] = os.fsync) -> None:
        if os.path.samestat(os.fstat(handle), os.stat(tmp_path)):
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)


@posix
@pytest.mark.parametrize(("line", "begins"), [
    ("report year 2025 --format html --out {}", b"<!doctype html>"),
    ("backup create --out {}", b"SQLite format 3"),
    ("init {} --name 甲联盟", b"SQLite format 3"),
])
def test_a_file_in_a_folder_that_would_not_sync_is_not_said_to_be_untouched(ctl: Ctl, tmp_path: Path, folder_fails: None, line: str, begins: bytes) -> None:
    target = tmp_path / "there"
    ended = ctl(line.format(target))
    assert (ended.code, "[file-not-synced]" in ended.err, "没有被改动" in ended.err, "✓" in ended.err) == (1, True, False, False)
    assert str(target) in ended.err
    assert target.read_bytes().lower().startswith(begins.lower())
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("there") and one != target] == []


@posix
def test_a_damaged_file_that_a_copy_replaced_is_not_said_to_be_untouched(ctl: Ctl, db: Path, request: pytest.FixtureRequest) -> None:
    assert ctl("member add 甲公司").code == 0
    assert ctl("backup create").code == 0
    db.write_bytes(b"no record file")
    request.getfixturevalue("folder_fails")
    ended = ctl("backup restore --last --yes")
    assert (ended.code, "[file-not-synced]" in ended.err, "没有被改动" in ended.err, "✓" in ended.err) == (1, True, False, False)
    assert [one["name"] for one in ctl("member list --json").json] == ["甲公司"]


@pytest.mark.parametrize(("line", "left"), [
    ("report year 2025 --format html --out {}", ["there"]), ("backup create --out {}", ["there"]), ("backup create", []), ("backup restore {}.db --yes", ["there.db"]),
])
def test_a_scratch_file_that_cannot_be_taken_away_takes_nothing_back(
        ctl: Ctl, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, left: list[str]) -> None:
    assert ctl(f"backup create --out {tmp_path / 'there.db'}").code == 0
    if left != ["there.db"]:
        (tmp_path / "there.db").unlink()

    def unlink(path: str) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(os, "unlink", unlink)
        ended = ctl(line.format(tmp_path / "there"))
    assert (ended.code, "✗" in ended.err) == (0, False)
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith("there")) == left
    assert ctl("backup create").code == 0
    assert list(tmp_path.rglob(".*.tmp*")) == []


def test_a_folder_of_copies_that_cannot_be_listed_may_still_hold_what_was_redacted(ctl: Ctl, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ctl("member add 甲公司 --contact 欧阳千寻").code == 0
    monkeypatch.setattr(os, "scandir", lambda path: (_ for _ in ()).throw(OSError(errno.EMFILE, "Too many open files")))
    ended = ctl("redact M1 contact --yes")
    assert (ended.code, "✗" in ended.err, "备份里仍有" in ended.err) == (0, False, True)
