"""Files of earlier formats: refused until they are brought to this one, and then the same records with the same history."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from alliancectl.store.integrity import sound

FORMATS = Path(__file__).parent / "formats"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A file of format 1: members, a visit, claims typed and imported, edited, withdrawn, removed, undone."""
    return unpacked(1, tmp_path)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The same of format 2, and a redaction."""
    return unpacked(2, tmp_path)


def unpacked(number: int, folder: Path) -> Path:
    path = folder / f"format{number}.db"
    path.write_bytes(gzip.decompress((FORMATS / f"{number}.db.gz").read_bytes()))
    return path


def asked(path: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_file_of_format_1_is_brought_to_this_one_with_all_its_claims_and_their_history(ctl: Any, first: Path) -> None:
    columns = ", ".join(row[1] for row in asked(first, "PRAGMA table_info(capacity)"))
    questions = (f"SELECT {columns} FROM capacity ORDER BY id", "SELECT * FROM capacity_source ORDER BY id", "SELECT * FROM edit ORDER BY id")
    before = [asked(first, question) for question in questions]
    assert ctl("capacity list", db=first).code == 1
    assert ctl("check --fix", db=first).code in (0, 6)
    assert [asked(first, question) for question in questions] == before
    assert sound(str(first)) == []
    assert len(ctl("backup list --json", db=first).json) == 1


def test_what_was_done_in_an_earlier_format_can_still_be_undone_and_reported_as_recorded(ctl: Any, first: Path) -> None:
    ctl("check --fix", db=first)
    assert [one["id"] for one in ctl("capacity list --json", db=first).json] == ["C1", "C2", "C3", "C5"]
    as_then = ctl("report year 2025 --as-recorded '#10' --json", db=first).json
    assert as_then["figures"]["capacity.P1.operating"]["records"] == ["C1", "C2", "C5"]
    for number in (17, 15, 11, 10):
        assert ctl(f"undo {number}", db=first).code == 0, number
    assert [one["id"] for one in ctl("capacity list --json", db=first).json] == ["C1", "C2"]
    assert sound(str(first)) == []


def test_an_operation_that_did_not_match_before_does_not_match_afterwards(ctl: Any, first: Path) -> None:
    connection = sqlite3.connect(first)
    trigger = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'capacity_journal'").fetchone()[0]
    connection.executescript(f"DROP TRIGGER capacity_journal; UPDATE capacity SET amount_base = '7' WHERE id = 1; {trigger};")
    connection.close()
    ctl("check --fix", db=first)
    assert [broken.where for broken in sound(str(first))] == ["#8"]


def test_what_another_program_put_beside_the_records_stays(ctl: Any, first: Path) -> None:
    connection = sqlite3.connect(first)
    connection.executescript("CREATE VIEW theirs AS SELECT name FROM member; CREATE INDEX their_index ON member(place);")
    connection.close()
    ctl("check --fix", db=first)
    assert asked(first, "SELECT name FROM sqlite_schema WHERE name IN ('theirs', 'their_index', 'capacity_by_member') ORDER BY name") == [("their_index",), ("theirs",)]
    assert asked(first, "SELECT * FROM theirs") == [("甲公司",), ("乙材料公司",)]


def test_a_file_of_format_2_is_brought_to_this_one_as_it_is(ctl: Any, second: Path) -> None:
    tables = [row[0] for row in asked(second, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    before = {table: asked(second, f'SELECT * FROM "{table}"') for table in tables}
    answer = ctl("capacity list", db=second)
    assert answer.code == 1
    assert "check --fix" in answer.err
    assert ctl("check --fix", db=second).code == 0
    assert {table: asked(second, f'SELECT * FROM "{table}"') for table in tables} == before
    assert sound(str(second)) == []
    assert ctl("visit add 2025-06-01 M2 回访", db=second).code == 0
    for line in ("undo 19", "undo 16", "undo 15", "redo 14", "undo 11", "undo 10"):
        assert ctl(line, db=second).code == 0, line
    assert [one["id"] for one in ctl("capacity list --json", db=second).json] == ["C1", "C2"]
    assert sound(str(second)) == []


@pytest.mark.parametrize("number", [1, 2])
def test_a_copy_of_an_earlier_format_is_gone_back_to_in_this_one(ctl: Any, db: Path, tmp_path: Path, number: int) -> None:
    copy = unpacked(number, tmp_path)
    members = asked(copy, "SELECT * FROM member")
    for path in (db, copy):   # in the place of nothing, and of the file itself
        answer = ctl(f"backup restore {copy} --yes", db=path)
        assert answer.code == 0, answer.err
        assert asked(path, "SELECT * FROM member") == members
        assert ctl("visit add 2025-06-01 M2 回访", db=path).code == 0
        assert sound(str(path)) == []


def test_the_copy_that_was_made_before_can_be_gone_back_to(ctl: Any, second: Path) -> None:
    ctl("check --fix", db=second)
    ctl("member add 后来的公司", db=second)
    answer = ctl("backup restore --last --yes", db=second)
    assert answer.code == 0, answer.err
    assert [one["name"] for one in ctl("member list --json", db=second).json] == ["甲公司", "乙材料公司"]
    assert ctl("log --json", db=second).json[0]["command"] == "backup restore"


def test_a_copy_of_an_earlier_format_whose_history_was_changed_is_no_sound_one(ctl: Any, db: Path, second: Path) -> None:
    with sqlite3.connect(second) as connection:
        connection.executescript("DROP TRIGGER operation_update_refused; UPDATE operation SET actor = '别人' WHERE id = 3;")
    connection.close()
    assert ctl(f"backup verify {second}", db=db).code == 1
