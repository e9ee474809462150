"""What another program left is told for as long as it stands: also where it stands again because a change of ours was undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ctl = Callable[..., Any]
Findings = Callable[[], list[str]]


@pytest.fixture
def findings(ctl: Ctl, db: Path) -> Findings:
    """The messages of `outside-writes`, of a file in which another program wrote M2's place."""
    for line in ("member add 甲公司 --place 宁波", "member add 乙公司 --place 宁波"):
        assert ctl(line).code == 0
    outside(db, "UPDATE member SET place = '衢州' WHERE id = 2")
    return lambda: [one["message"] for one in ctl("check outside-writes history-broken integrity --json").json]


def outside(db: Path, statement: str) -> None:
    connection = sqlite3.connect(db, isolation_level=None)
    connection.execute(statement)
    connection.close()


M2 = ["成员被别的程序写过：改动 M2"]
PLACE = "member edit M2 --set place=杭州"


@pytest.mark.parametrize(("lines", "told"), [
    ([], M2),
    ([PLACE], []),
    ([PLACE, "undo"], M2),
    ([PLACE, "undo", "redo"], []),
    ([PLACE, "undo", "redo", "undo"], M2),
    ([PLACE, "member edit M2 --set place=淄博", "undo"], []),
    ([PLACE, "member edit M2 --set place=淄博", "undo", "undo"], M2),
    (["member edit M2 --set website=https://example.org"], M2),
    ([PLACE, "undo", "member edit M2 --set place=淄博"], []),
    (["member remove M2", "undo"], M2),
    (["check --fix"], []),
    (["check --fix", PLACE, "undo"], []),
    (["check --fix", "undo"], M2),
    (["check --fix", "undo", "redo"], []),
    (["check --fix", "undo", "check --fix"], []),
    (["redact M2 note --with 无 --yes"], M2),
], ids=lambda value: " · ".join(value) if isinstance(value, list) else None)
def test_a_value_of_another_program_is_told_whenever_it_stands(ctl: Ctl, findings: Findings, lines: list[str], told: list[str]) -> None:
    for line in lines:
        if line.startswith("redact"):
            assert ctl("member edit M2 --set note=电话").code == 0
        assert ctl(line).code == 0, line
    assert findings() == told


def test_what_is_undone_but_for_a_record_stays_taken_over_there(ctl: Ctl, db: Path, findings: Findings) -> None:
    outside(db, "UPDATE member SET place = '衢州' WHERE id = 1")
    outside(db, "INSERT INTO member_chain(member, chain) VALUES (1, 'upstream')")
    assert ctl("check --fix").code == 0
    assert findings() == []
    assert ctl("undo --except M1").code == 0
    assert findings() == M2


def test_an_undo_that_writes_over_what_another_program_left_ends_the_notice_and_its_redo_begins_it_anew(ctl: Ctl, db: Path, findings: Findings) -> None:
    assert ctl(PLACE).code == 0
    outside(db, "UPDATE member SET place = '宁波' WHERE id = 2")
    assert findings() == M2
    assert ctl("undo").code == 0
    assert [one["place"] for one in ctl("member list --json").json] == ["宁波", "衢州"]
    assert findings() == M2   # what stands is what they had written before
    assert ctl("member edit M2 --set place=杭州").code == 0
    assert findings() == []
