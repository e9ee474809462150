"""A damaged file: refused or found, never read wrongly in silence, never changed, never a traceback."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alliancectl.actions.check import check
from alliancectl.errors import Failure
from alliancectl.kinds import KINDS
from alliancectl.store.file import reading
from alliancectl.store.records import records

Ctl = Callable[..., Any]
LINES = (
    "member add 甲公司 --joined 2010 --kind 企业", "site add M1 东厂", "product add PVDF --unit t/a", "source add 公告一 --published 2024-03-01",
    "visit add 2024-05-14 M1 调研 --summary 内容 --headcount 9", "capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2024", "visit edit V1 --set subject=改了",
    "visit add 2024-05-15 M1 调研二", "visit remove V2", "undo")


@pytest.fixture
def small(ctl: Ctl, db: Path) -> Path:
    for line in LINES:
        assert ctl(line).code == 0
    return db


def everything(path: Path) -> str:
    """All that any listing shows."""
    with reading(str(path)) as connection:
        return repr([(record.code, record.values) for kind in KINDS.values() for record in records(connection, kind)])


def damages(good: bytes, number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Flipped bits and overwritten stretches, in the file as it lies and among the bytes that are in use."""
    rng = random.Random(seed)
    used = [at for at, byte in enumerate(good) if byte]
    for turn in range(number):
        at = rng.choice(used) if turn % 2 else rng.randrange(len(good))
        if turn % 4 == 3:
            yield f"64 bytes at {at}", (good[:at] + rng.randbytes(64) + good[at + 64:])[:len(good)]
        else:
            yield f"one bit at {at}", good[:at] + bytes([good[at] ^ 1 << rng.randrange(8)]) + good[at + 1:]


@pytest.mark.parametrize("seed", range(4))
def test_every_flip_is_refused_or_found_or_changes_no_listing(small: Path, seed: int) -> None:
    good, shown = small.read_bytes(), everything(small)
    for name, content in damages(good, 50, seed):
        small.write_bytes(content)
        try:
            with check(str(small)) as findings:
                found = any(one.severity == "error" for one in findings)
        except Failure:
            found = True
        assert found or everything(small) == shown, name
        assert small.read_bytes() == content, name
        assert sorted(os.listdir(small.parent)) == sorted(["home", small.name]), name


WHOLE = [
    ("empty", lambda good: b""), ("one byte", lambda good: good[:1]), ("99 bytes", lambda good: good[:99]), ("100 bytes", lambda good: good[:100]),
    ("one page", lambda good: good[:4096]), ("half", lambda good: good[:len(good) // 8192 * 4096]), ("mid-page", lambda good: good[:len(good) // 2 + 77]),
    ("last byte gone", lambda good: good[:-1]), ("last page gone", lambda good: good[:-4096]), ("zeros", lambda good: b"\0" * len(good)),
    ("text", lambda good: b"hello\n" * 900), ("header and noise", lambda good: good[:100] + random.Random(1).randbytes(len(good) - 100)),
    ("page size 0", lambda good: good[:16] + b"\0\0" + good[18:]), ("page size 512", lambda good: good[:16] + b"\2\0" + good[18:]),
    ("page count", lambda good: good[:28] + b"\x7f\xff\xff\xff" + good[32:]), ("free list", lambda good: good[:32] + b"\0\0\0\2\0\0\0\5" + good[40:]),
    ("newer SQLite", lambda good: good[:18] + b"\x63\x63" + good[20:]), ("other program", lambda good: good[:68] + b"abcd" + good[72:]),
    ("newer version", lambda good: good[:60] + b"\0\0\3\xe7" + good[64:]), ("version 0", lambda good: good[:60] + b"\0\0\0\0" + good[64:]),
    ("UTF-16", lambda good: good[:56] + b"\0\0\0\2" + good[60:]), ("schema garbled", lambda good: good[:2000] + bytes(b ^ 0x55 for b in good[2000:4096]) + good[4096:]),
    ("garbage behind", lambda good: good + b"garbage" * 900),
]


@pytest.mark.parametrize(("name", "ruin"), WHOLE)
def test_no_command_makes_sense_of_a_ruin_changes_it_or_falsely_says_saved(ctl: Ctl, small: Path, name: str, ruin: Callable[[bytes], bytes]) -> None:
    good = ctl("visit list").out
    content = ruin(small.read_bytes())
    small.write_bytes(content)
    for line in ("visit list", "member list --json", "check", "check --json", "log", "visit show V1", "backup create", "report year 2024"):
        result = ctl(line)
        assert result.code in (0, 1, 6), (line, result.err)
        assert "Traceback" not in result.err
        if line == "visit list":
            assert result.code == 1 or result.out == good
        if line == "check" and name != "garbage behind":
            assert result.code != 0
        assert small.read_bytes() == content, line
    assert ctl("visit add 2024-06-01 M1 又一次").code == 1 or "又一次" in ctl("visit list").out


def test_check_of_a_file_that_cannot_be_opened_is_a_finding_with_the_way_back(ctl: Ctl, small: Path) -> None:
    ctl("backup create")
    small.write_bytes(small.read_bytes()[:5000])
    result = ctl("check --json")
    assert result.code == 6
    assert [(one["code"], one["severity"], one["record"], one["fix"]) for one in result.json] == [
        ("integrity", "error", "alliance.db", "alliancectl backup restore --last")]
    assert ctl("backup restore --last --yes").code == 0
    assert ctl("check").code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_check_names_a_damaged_file_whose_name_is_no_utf_8(ctl: Ctl, small: Path) -> None:
    ruined = small.rename(small.with_name(os.fsdecode(b"\xff.db")))
    ruined.write_bytes(ruined.read_bytes()[:-4096])
    result = ctl("check --json", db=ruined)
    assert [(one["code"], one["record"]) for one in result.json] == [("integrity", ruined.name)]
    assert result.code == 6


def test_a_foreign_or_newer_file_is_refused_not_checked(ctl: Ctl, small: Path) -> None:
    small.write_bytes(b"hello\n" * 900)
    result = ctl("check --json")
    assert (result.code, result.error["error"]) == (1, "foreign-file")
