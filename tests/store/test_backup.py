"""Backups: whole or not there at all, made while others write, and the way back from whatever happened to the file."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alliancectl.errors import CannotWrite, DamagedFile, NotABackup
from alliancectl.store import backup
from alliancectl.store.integrity import sound

Ctl = Callable[..., Any]
RECORDS = "SELECT id, name, removed FROM member ORDER BY id"


def rows(path: Path | str, question: str = RECORDS) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def names(path: Path) -> list[str]:
    place = backup.folder(str(path))
    return sorted(os.listdir(place)) if os.path.isdir(place) else []


# ---- making and listing -------------------------------------------------------------------------------------------


def test_a_backup_holds_the_records_and_only_the_owner_may_read_it(ctl: Ctl, db: Path) -> None:
    ctl("member add 甲公司")
    made = ctl("backup create --verify")
    path = Path(made.out.strip())
    assert made.code == 0
    assert rows(path) == rows(db)
    assert path.parent == db.parent / "alliance.db.backups"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.name.startswith("alliance-20")
    assert path.name.endswith("Z-2.db")
    assert names(db) == [path.name]


def test_the_list_shows_the_newest_first_and_json_has_stable_keys(ctl: Ctl, db: Path) -> None:
    for name in ("甲公司", "乙公司"):
        ctl(f"member add {name}")
        ctl("backup create")
    listed = ctl("backup list --json").json
    assert [tuple(one) for one in listed] == [("file", "at", "operation", "size")] * 2
    assert [one["operation"] for one in listed] == [3, 2]
    assert listed[0]["size"] == db.stat().st_size


def test_without_backups_the_list_is_empty_and_the_newest_is_not_found(ctl: Ctl) -> None:
    assert ctl("backup list --json").out == "[]\n"
    for line in ("backup verify", "backup restore --last --yes"):
        result = ctl(f"{line} --json")
        assert (result.code, result.error["error"]) == (3, "no-backup")


def test_only_the_newest_are_kept_as_the_settings_say(ctl: Ctl, db: Path) -> None:
    assert ctl("config set backups 3").code == 0
    for number in range(5):
        ctl(f"member add 第{number}公司")
        assert ctl("backup create").code == 0
    assert [one["operation"] for one in ctl("backup list --json").json] == [6, 5, 4]
    assert ctl("config set backups many").code != 0


def test_two_backups_of_one_second_have_two_names(ctl: Ctl, db: Path) -> None:
    made = {ctl("backup create").out for _ in range(3)}
    assert len(made) == 3
    assert len(ctl("backup list --json").json) == 3


def test_a_backup_is_made_while_another_program_reads_and_waits_to_write(ctl: Ctl, db: Path) -> None:
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO member(name) VALUES ('未提交')")
    assert ctl("backup create").code == 0
    other.execute("ROLLBACK")
    other.close()
    assert "未提交" not in str(rows(ctl("backup list --json").json[0]["file"]))


def test_backups_made_while_another_process_writes_are_each_whole(ctl: Ctl, db: Path, home: Path) -> None:
    code = ("import sys\nfrom alliancectl.cli.run import main\n"
            "for n in range(15): assert main(['member', 'add', f'第{n}公司', '--db', sys.argv[1], '-q', '--wait', '60']) == 0")
    writer = subprocess.Popen([sys.executable, "-c", code, str(db)], stdout=subprocess.DEVNULL,
                              env={**os.environ, "HOME": str(home), "ALLIANCECTL_ACTOR": "另一人"})
    made = []
    while writer.poll() is None:
        result = ctl("backup create --wait 60", env={"HOME": str(home)})
        assert result.code == 0, result.err
        made.append(result.out.strip())
    assert writer.returncode == 0
    assert len(rows(db)) == 15
    for path in made[-5:]:
        assert sound(path) == []


def test_a_damaged_file_gives_no_backup(ctl: Ctl, db: Path) -> None:
    content = bytearray(db.read_bytes())
    half = len(content) // 2 // 4096 * 4096
    content[half:half + 4096] = b"\xff" * 4096
    db.write_bytes(content)
    assert ctl("backup create --json").error["error"] == "damaged-file"
    assert names(db) == []
    assert db.read_bytes() == bytes(content)


# ---- to a place of the user's choice ------------------------------------------------------------------------------


def test_out_is_replaced_only_by_a_later_state_of_the_same_records(ctl: Ctl, db: Path, demo: Path) -> None:
    out = db.parent / "usb.db"
    assert ctl(f"backup create --out {out}").code == 0
    ctl("member add 甲公司")
    assert ctl(f"backup create --out {out}").code == 0
    assert rows(out) == rows(db)
    before = demo.read_bytes()
    assert ctl(f"backup create --out {demo} --json").error["error"] == "other-records"
    assert demo.read_bytes() == before
    text = db.parent / "notes.txt"
    text.write_text("要紧")
    assert ctl(f"backup create --out {text} --json").error["error"] == "other-records"
    assert text.read_text() == "要紧"


def test_out_is_never_the_record_file_a_link_or_a_folder(ctl: Ctl, db: Path) -> None:
    link = db.parent / "link.db"
    link.symlink_to(db.parent / "elsewhere.db")
    for out in (db, link, db.parent):
        assert ctl(f"backup create --out {out} --json").error["error"] == "file-exists"
    assert not (db.parent / "elsewhere.db").exists()


# ---- a run that ends in the middle --------------------------------------------------------------------------------

STAGES = ("os.replace", "os.fsync", "alliancectl.store.backup._copy", "alliancectl.store.backup._verify_copy", "alliancectl.store.backup._rotate")


@pytest.mark.parametrize("stage", STAGES)
def test_a_kill_at_any_stage_leaves_only_whole_backups_in_the_list(ctl: Ctl, db: Path, stage: str) -> None:
    ctl("member add 甲公司")
    assert killed(db, stage, "backup", "create") == -signal.SIGKILL
    for one in ctl("backup list --json").json:
        assert sound(one["file"]) == []
    assert ctl("check").code == 0
    assert ctl("backup create").code == 0


@pytest.mark.parametrize("stage", [*STAGES, "alliancectl.store.restore._note_down", "alliancectl.store.restore._until"])
@pytest.mark.parametrize("damaged", [False, True])
def test_a_kill_in_a_restore_leaves_the_old_file_or_the_new_one_and_a_copy(ctl: Ctl, db: Path, stage: str, damaged: bool) -> None:
    ctl("member add 甲公司")
    ctl("backup create")
    ctl("member add 乙公司")
    if damaged:
        db.write_bytes(db.read_bytes()[:5000])
    old = db.read_bytes()
    killed(db, stage, "backup", "restore", "--last", "--yes")
    if db.read_bytes() == old:
        assert ctl("backup restore --last --yes").code == 0
    assert len(rows(db)) == (1 if damaged else len(rows(db)))
    assert ctl("check").code == 0
    assert [str(row[1]) for row in rows(ctl("backup list --json").json[-1]["file"])] == ["甲公司"]


def killed(db: Path, stage: str, *words: str) -> int:
    """Run a command that dies by SIGKILL where a function is called; returns the exit code."""
    module, name = stage.rsplit(".", 1)
    code = ("import importlib, os, signal, sys\n"
            f"setattr(importlib.import_module({module!r}), {name!r}, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))\n"
            "from alliancectl.cli.run import main\nsys.exit(main(sys.argv[1:]))")
    return subprocess.run([sys.executable, "-c", code, *words, "--db", str(db)], capture_output=True, check=False).returncode


def test_what_a_killed_run_left_is_taken_away_by_a_later_one(ctl: Ctl, db: Path) -> None:
    ctl("backup create")
    old = Path(backup.folder(str(db))) / ".alliance-x.db.1.tmp"
    old.write_bytes(b"half")
    os.utime(old, (0, 0))
    ctl("backup create")
    assert old.name not in names(db)


def test_an_unwritable_place_is_named(ctl: Ctl, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(backup.os, "mkdir", refuse)
    with pytest.raises(CannotWrite):
        backup.create(str(db))


# ---- going back ---------------------------------------------------------------------------------------------------


def test_restore_brings_the_records_back_keeps_what_it_replaces_and_the_log_says_so(ctl: Ctl, db: Path) -> None:
    ctl("member add 甲公司")
    ctl("backup create")
    ctl("member add 乙公司")
    was = rows(db)
    result = ctl("backup restore --last --yes")
    assert result.code == 0, result.err
    assert [row[1] for row in rows(db)] == ["甲公司"]
    last = ctl("log --json").json[0]
    assert (last["command"], last["id"]) == ("backup restore", 3)
    kept = ctl("backup list --json").json[0]
    assert rows(kept["file"]) == was
    assert kept["file"] in result.err
    assert ctl("check").code == 0
    assert ctl("undo --json").error["error"] == "not-undoable"
    assert ctl("undo #3 --json").error["error"] == "not-undoable"


def test_restoring_the_oldest_of_ten_does_not_lose_it_to_rotation(ctl: Ctl, db: Path) -> None:
    ctl("config set backups 2")
    ctl("backup create")
    ctl("member add 甲公司")
    ctl("backup create")
    oldest = ctl("backup list --json").json[-1]["file"]
    assert ctl(f"backup restore {oldest} --yes").code == 0
    assert rows(db) == []


@pytest.mark.parametrize("ruin", [
    lambda content: b"", lambda content: b"hello\n" * 900, lambda content: content[:5000], lambda content: content[:100] + b"\xff" * 9000,
    lambda content: content[:60000] + b"\xaa" * 50000 + content[110000:], lambda content: content[:68] + b"\0\0\0\0" + content[72:]])
def test_restore_comes_back_from_any_damage_and_keeps_the_damaged_file(ctl: Ctl, db: Path, ruin: Callable[[bytes], bytes]) -> None:
    ctl("member add 甲公司")
    ctl("backup create")
    damaged = ruin(db.read_bytes())
    db.write_bytes(damaged)
    result = ctl("backup restore --last --yes")
    assert result.code == 0, result.err
    assert [row[1] for row in rows(db)] == ["甲公司"]
    assert ctl("check").code == 0
    kept = [name for name in names(db) if "damaged" in name]
    assert [(Path(backup.folder(str(db))) / name).read_bytes() for name in kept] == [damaged]


def test_a_lost_file_is_restored_too(ctl: Ctl, db: Path) -> None:
    ctl("member add 甲公司")
    ctl("backup create")
    db.unlink()
    assert ctl("backup restore --last --yes").code == 0
    assert [row[1] for row in rows(db)] == ["甲公司"]
    assert stat.S_IMODE(db.stat().st_mode) == 0o600


def test_the_journal_of_a_damaged_file_is_not_rolled_back_into_the_restored_one(ctl: Ctl, db: Path) -> None:
    ctl("member add 甲公司")
    ctl("backup create")
    db.write_bytes(b"x" * 9000)
    journal = Path(f"{db}-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)
    assert ctl("backup restore --last --yes").code == 0
    assert not journal.exists()
    assert ctl("member list --json").json[0]["name"] == "甲公司"


def test_restore_needs_yes_off_a_terminal(ctl: Ctl, db: Path) -> None:
    ctl("backup create")
    before = db.read_bytes()
    result = ctl("backup restore --last --json")
    assert (result.code, result.error["error"]) == (2, "unconfirmed")
    assert ctl("backup restore --yes").code == 2
    assert ctl("backup restore --last -n").code == 0
    assert db.read_bytes() == before


def test_what_is_no_sound_backup_is_refused_and_nothing_changes(ctl: Ctl, db: Path, demo: Path) -> None:
    ctl("member add 甲公司")
    made = Path(ctl("backup create").out.strip())
    content = made.read_bytes()
    place = content.index("甲公司".encode())
    made.write_bytes(content[:place] + "乙".encode() + content[place + 3:])
    before = db.read_bytes()
    for line in (f"backup restore {made} --yes", "backup restore --last --yes", f"backup verify {made}", "backup verify --last"):
        assert ctl(f"{line} --json").error["error"] == "not-a-backup"
    assert ctl("backup restore nowhere.db --yes --json").error["error"] == "no-file"
    assert db.read_bytes() == before


def test_last_is_the_newest_backup_that_is_sound(ctl: Ctl, db: Path) -> None:
    ctl("member add 甲公司")
    ctl("backup create")
    ctl("member add 乙公司")
    Path(ctl("backup create").out.strip()).write_bytes(b"broken")
    assert ctl("backup restore --last --yes").code == 0
    assert [row[1] for row in rows(db)] == ["甲公司"]


def test_a_restore_waits_for_a_busy_file_and_then_says_so(ctl: Ctl, db: Path) -> None:
    ctl("backup create")
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    result = ctl("backup restore --last --yes --wait 0 --json")
    other.close()
    assert (result.code, result.error["error"]) == (5, "file-busy")


def test_verify_changes_nothing_and_leaves_nothing(ctl: Ctl, db: Path) -> None:
    made = Path(ctl("backup create").out.strip())
    before, held = made.read_bytes(), names(db)
    assert ctl("backup verify").code == 0
    assert (made.read_bytes(), names(db)) == (before, held)


def test_the_functions_for_others_raise_by_name(db: Path) -> None:
    made = backup.before_risk(str(db))
    assert backup.verify(made.path).id == made.operation
    Path(made.path).write_bytes(b"no")
    with pytest.raises(NotABackup):
        backup.verify(made.path)
    db.write_bytes(db.read_bytes()[:9000])
    with pytest.raises(DamagedFile):
        backup.before_risk(str(db))


@pytest.mark.parametrize("line", ["report year 2025 --out r.md", "backup create", "backup create --out c.db", "init new.db --name 甲 --lang zh"])
def test_what_a_killed_run_left_does_not_stop_the_next_one_of_the_same_process_number(ctl: Ctl, db: Path, home: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """In a container every run may have the same number."""
    stem = {"init": "new.db.{}.new", "report": ".r.md.{}.tmp"}.get(line.split()[0], ".c.db.{}.tmp").format(os.getpid())
    (home / stem).write_text("half")
    at = "20260630T000000Z"
    monkeypatch.setattr("time.strftime", lambda *_: at)
    place = Path(backup.folder_made(str(db)))
    (place / f".alliance-{at}-1.db.{os.getpid()}.tmp").write_text("half")
    result = ctl(line)
    assert result.code == 0, result.err


def test_a_copy_that_lacks_a_trigger_or_an_index_is_restored_and_then_mended(ctl: Ctl, db: Path) -> None:
    """As one is that an earlier version made: its records are whole."""
    ctl("member add 甲公司")
    connection = sqlite3.connect(db, isolation_level=None)
    connection.execute("DROP TRIGGER visit_keep")
    connection.execute("DROP INDEX capacity_by_sort")
    connection.close()
    assert ctl("backup create --verify").code == 0
    ctl("member add 乙公司")
    assert ctl("backup restore --last --yes").code == 0
    assert [one["name"] for one in ctl("member list --json").json] == ["甲公司"]
    assert {one["record"] for one in ctl("check --json").json} == {"visit_keep", "capacity_by_sort"}
    assert ctl("check --fix").code == 0
    assert ctl("check").code == 0
