"""The file says what it is: what is not ours is named and left as it was, a busy one is waited for."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import threading

import pytest

from alliancectl.errors import FileFailed, NoRoomAside
from alliancectl.store import file
from alliancectl.store.schema import VERSION


def unchanged(path, run):
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    result = run()
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside
    return result


@pytest.mark.parametrize("command", ["member list", "member add 甲公司", "report year 2025", "log", "undo"])
@pytest.mark.parametrize(("content", "code"), [
    (b"", "foreign-file"),
    (b"id,name\n1,x\n", "foreign-file"),
    (b"SQLite format 3\0" + b"\0" * 2000, "damaged-file"),
])
def test_a_file_that_is_not_ours_is_named_and_left_alone(ctl, tmp_path, command, content, code):
    path = tmp_path / "a.db"
    path.write_bytes(content)
    result = unchanged(path, lambda: ctl(command + " --json", db=path))
    assert result.code == 1
    assert result.error["error"] == code


def test_another_programs_database_is_named_and_left_alone(ctl, tmp_path):
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE member (id, name)")
    connection.commit()
    connection.close()
    result = unchanged(path, lambda: ctl("member list --json", db=path))
    assert (result.code, result.error["error"]) == (1, "foreign-file")


def test_a_newer_file_is_refused_and_left_alone(ctl, db):
    connection = sqlite3.connect(db)
    connection.execute(f"PRAGMA user_version={VERSION + 1}")
    connection.close()
    for command in ("member list", "member add 甲公司"):
        result = unchanged(db, lambda command=command: ctl(command + " --json"))
        assert (result.code, result.error["error"]) == (1, "newer-file")


def test_a_file_that_is_cut_is_damaged_and_never_empty(ctl, demo):
    size = os.path.getsize(demo)
    with open(demo, "r+b") as file:
        file.truncate(size // 2)
    result = unchanged(demo, lambda: ctl("member list --json", db=demo))
    assert (result.code, result.error["error"]) == (1, "damaged-file")


def test_a_missing_file_is_no_empty_one(ctl, tmp_path):
    result = ctl("member list --json", db=tmp_path / "none.db")
    assert (result.code, result.error["error"]) == (1, "no-file")
    assert "init" in result.error["fix"]
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("name", ["a?b#c%20d.db", "联盟 '1'.db", pytest.param(os.fsdecode(b"\xff.db"), marks=pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere names are Unicode"))])
def test_a_file_of_any_name_is_used_like_any_other(ctl, demo, tmp_path, name):
    path = demo.rename(tmp_path / name)
    paper = tmp_path / "纪要.txt"
    paper.write_text("纪要", "utf-8")
    for line in ("visit add 2026-05-14 M1 年度走访", f"source add 纪要 --file {paper}", "undo", "redo", "report year 2025", "check", "log", "backup create",
                 "member add 新成员", "backup restore --last --yes", f"export {tmp_path / 'all.json'}"):
        assert ctl(line, db=path).code == 0, line
    assert ctl("visit list --json", db=f"/{path}").out == ctl("visit list --json", db=path).out != ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_a_name_that_no_settings_file_can_hold_is_refused_before_the_settings_are_spoilt(ctl, tmp_path):
    refused = ctl("config set db --json", os.fsdecode(b"\xff.db"))
    assert (refused.code, refused.error["error"]) == (2, "name-is-no-text")
    assert ctl("config list --json").json["db"] is None


def test_init_never_writes_over_a_file(ctl, db):
    result = unchanged(db, lambda: ctl(f"init {db} --name 另一个 --json", db=None))
    assert result.error["error"] == "file-exists"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_a_record_file_is_for_its_owner_alone(ctl, tmp_path):
    path = tmp_path / "new" / "a.db"
    old = os.umask(0)
    try:
        assert ctl(f"init {path} --name 联盟", db=None).code == 0
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_busy_file_is_waited_for_and_then_refused_with_code_5(ctl, db):
    holder = sqlite3.connect(db, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    result = ctl("member add 甲公司 --wait 0.1 --json")
    holder.execute("ROLLBACK")
    holder.close()
    assert (result.code, result.error["error"]) == (5, "file-busy")
    assert ctl("member list --json").json == []
    assert ctl("member add 甲公司 --wait 0.1").code == 0


def test_writers_wait_for_each_other_and_none_is_lost(db):
    from alliancectl.store import history

    def write(thread: int) -> None:
        for number in range(10):
            with history.change(str(db), "test", wait=30) as now:
                now.insert("source", {"title": f"{thread}-{number}"})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection = sqlite3.connect(db)
    assert connection.execute("SELECT count(*), count(DISTINCT operation) FROM source").fetchone() == (40, 40)
    connection.close()


def test_the_file_opens_in_another_tool_with_names_for_ids(ctl, demo):
    connection = sqlite3.connect(demo)
    views = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert {"members", "memberships", "sites", "products", "visits", "follow_ups", "capacity_claims", "sources", "units", "choices"} <= views
    row = connection.execute("SELECT code, member, product, amount, sources FROM capacity_claims WHERE id = 2").fetchone()
    assert row == ("C2", "M1 巨化集团有限公司", "P1 聚偏二氯乙烯", "28,000 t/a", "R2 9月23日公司公告:PVDC 现有产能与拟建产能")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


def test_a_reader_writes_nothing_and_works_on_a_read_only_file(ctl, demo):
    os.chmod(demo, 0o400)
    before = demo.read_bytes()
    assert ctl("member list", db=demo).code == 0
    assert ctl("report year 2025", db=demo).code == 0
    assert demo.read_bytes() == before


def test_a_reader_that_fills_the_disk_has_filled_that_of_temporary_files(demo):
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    for opened, failure in ((file.reading, NoRoomAside), (file.writing, FileFailed)):
        with pytest.raises(failure), opened(str(demo)):
            raise full
