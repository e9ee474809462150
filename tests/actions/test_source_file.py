"""The file that a source names is kept with its digest, so that `check` can say one day that it is no longer the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ctl = Callable[..., Any]
ONE = hashlib.sha256(b"one").hexdigest()


@pytest.fixture
def notice(home: Path) -> Path:
    """A file in the current folder of the command, which is not that of the record file."""
    (home / "公告.pdf").write_bytes(b"one")
    return home / "公告.pdf"


def shown(ctl: Ctl) -> tuple[str, str]:
    record = ctl("source show R1 --json").json
    return record["file"], record["sha256"]


def test_a_file_named_from_the_current_folder_is_found_again_from_anywhere(ctl: Ctl, notice: Path) -> None:
    assert ctl("source add 公告 --file 公告.pdf").code == 0
    assert shown(ctl) == (str(notice), ONE)
    assert ctl("check --fail-on notice").code == 0
    notice.write_bytes(b"two")
    assert [one["code"] for one in ctl("check --json").json] == ["source-file-changed"]


def test_a_file_beside_the_record_file_keeps_the_name_that_was_typed(ctl: Ctl, db: Path) -> None:
    (db.parent / "公告.pdf").write_bytes(b"one")
    ctl("source add 公告 --file 公告.pdf")
    assert shown(ctl) == ("公告.pdf", ONE)


def test_a_digest_that_was_typed_stands_and_a_missing_file_has_none(ctl: Ctl, notice: Path) -> None:
    ctl("source add 公告 --file 公告.pdf --sha256 abc")
    assert shown(ctl) == (str(notice), "abc")
    ctl("source edit R1 --set file=nowhere.pdf")
    assert shown(ctl) == ("nowhere.pdf", None)


def test_another_file_brings_its_own_digest_and_other_edits_leave_it(ctl: Ctl, notice: Path) -> None:
    ctl("source add 公告 --file 公告.pdf")
    notice.with_name("年报.pdf").write_bytes(b"two")
    ctl("source edit R1 --set file=年报.pdf")
    assert shown(ctl) == (str(notice.with_name("年报.pdf")), hashlib.sha256(b"two").hexdigest())
    notice.with_name("年报.pdf").unlink()
    ctl("source edit R1 --set publisher=某报")
    assert shown(ctl)[1] == hashlib.sha256(b"two").hexdigest()
    assert ctl("undo").code == 0
    assert ctl("undo").code == 0
    assert shown(ctl) == (str(notice), ONE)
