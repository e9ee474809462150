"""What a person writes for a year's report: kept with history, edited in any editor, however bad, and never lost."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest

PROBLEMS = "一、数据口径不一致。\n\n二、走访未能全覆盖。"


def kept(db: Path) -> list[Path]:
    return sorted(db.parent.glob("report-*"))


def test_a_text_is_written_printed_and_cleared(ctl) -> None:
    assert ctl("report text 2025 存在问题 --set", PROBLEMS).out == "T1\n"
    assert ctl("report text 2025 problems").out == PROBLEMS + "\n"
    assert ctl("report text 2025年 problems --json").json == {"year": "2025", "texts": {"problems": PROBLEMS}}
    assert ctl("report text 2025 --json").json["texts"] == {"innovation": None, "problems": PROBLEMS, "plan": None}
    cleared = ctl("report text 2025 problems --clear")
    assert cleared.code == 0
    assert "T1 2025 存在问题" in cleared.err
    assert ctl("report text 2025 problems").out == ""
    assert ctl("report text 2025 problems --clear").code == 3


def test_there_is_one_text_a_year_and_section(ctl) -> None:
    ctl("report text 2025 problems --set 甲")
    ctl("report text 2025 problems --set 乙")
    ctl("report text 2025 plan --set 丙")
    ctl("report text 2026 problems --set 丁")
    assert ctl("sql --json", "SELECT code, year, section, text FROM report_texts ORDER BY id").json == [
        {"code": "T1", "year": "2025", "section": "problems", "text": "乙"},
        {"code": "T2", "year": "2025", "section": "plan", "text": "丙"},
        {"code": "T3", "year": "2026", "section": "problems", "text": "丁"}]


def test_a_text_has_a_history_and_can_be_undone(ctl) -> None:
    ctl("report text 2025 problems --set 甲")
    ctl("report text 2025 problems --set 乙")
    assert "甲 → 乙" in ctl("log T1").out
    ctl("undo")
    assert ctl("report text 2025 problems").out == "甲\n"
    ctl("redo")
    assert ctl("report text 2025 problems").out == "乙\n"


def test_a_cleared_text_does_not_come_back_beside_a_new_one(ctl) -> None:
    ctl("report text 2025 problems --set 甲")
    ctl("report text 2025 problems --clear")
    ctl("report text 2025 problems --set 乙")
    refused = ctl("undo 3 --json")
    assert (refused.code, refused.error["error"]) == (4, "comes-back-taken")
    assert ctl("report text 2025 problems").out == "乙\n"


def test_the_same_text_again_is_no_operation(ctl) -> None:
    ctl("report text 2025 problems --set 甲")
    again = ctl("report text 2025 problems --set 甲")
    assert (again.code, again.out) == (0, "")
    assert len(ctl("log --json").json) == 2


def test_the_yearly_report_prints_it_under_its_section_and_stamp(ctl) -> None:
    ctl("report text 2025 innovation --set 联合攻关一项。")
    ctl("report text 2025 plan --set 筹备换届。")
    report = ctl("report year 2025").out
    assert "5 协同创新\n\n联合攻关一项。\n" in report
    assert "7 下一年度工作计划\n\n筹备换届。\n" in report
    assert "记录截至：第 3 号操作" in report
    assert "本报告期未填写" in ctl("report year 2024").out


def test_a_text_comes_from_a_file_or_from_standard_input(ctl, home) -> None:
    (home / "a.txt").write_bytes(b"\xef\xbb\xbf" + "第一行\r\n第二行\r\n".encode())
    ctl("report text 2025 plan --file a.txt")
    assert ctl("report text 2025 plan").out == "第一行\n第二行\n"
    ctl("report text 2025 plan --file -", input="从管道来\n")
    assert ctl("report text 2025 plan").out == "从管道来\n"
    (home / "b.txt").write_bytes("汉字".encode("gbk"))
    refused = ctl("report text 2025 plan --file b.txt --json")
    assert (refused.code, refused.error["error"]) == (1, "cannot-read")
    assert ctl("report text 2025 plan").out == "从管道来\n"


@pytest.mark.parametrize(("line", "code", "error"), [
    ("report text 2025 problems --set ''", 4, "empty-value"),
    ("report text 205 problems --set 甲", 4, "not-a-year"),
    ("report text 2025 results --set 甲", 4, "not-a-choice"),
    ("report text 2025 --set 甲", 2, "missing-value"),
    ("report text", 2, "missing-value"),
    ("report text 2025 plan --set 甲 --clear", 2, "usage"),
    ("report text 2025 plan --file none.txt", 1, "cannot-read"),
])
def test_what_cannot_be_meant_is_refused(ctl, line: str, code: int, error: str) -> None:
    refused = ctl(line + " --json")
    assert (refused.code, refused.error["error"]) == (code, error)
    assert len(ctl("log --json").json) == 1


def test_a_period_of_its_own_has_its_own_texts(ctl) -> None:
    ctl("report text 评估期 problems --set 甲")
    assert "甲" in ctl("report year --from 2016-01-01 --to 2017-01-27 --label 评估期").out
    assert "甲" not in ctl("report year 2016").out


# ---- the editor ---------------------------------------------------------------------------------------------------

SCRIPT = "sh -c '{}' --"
GOOD = SCRIPT.format('test -f "$1" && cat "$1" > seen && stat -c %a "$1" > mode && echo 新的一段 >> "$1"')


def test_what_the_editor_leaves_is_written(shell, home, db) -> None:
    shell("report text 2025 problems --set 原文")
    done = shell("report text 2025 problems --edit", env={"EDITOR": GOOD})
    assert (done.code, done.out) == (0, "T1\n")
    assert shell("report text 2025 problems").out == "原文\n新的一段\n"
    assert (home / "seen").read_text() == "原文\n"
    assert (home / "mode").read_text() == "600\n"
    assert kept(db) == []


def test_visual_comes_before_editor_and_a_path_with_spaces_may_be_quoted(shell, home) -> None:
    script = home / "my editor"
    script.write_text("#!/bin/sh\necho 甲 > \"$1\"\n")
    script.chmod(0o700)
    assert shell("report text 2025 problems --edit", env={"EDITOR": "false", "VISUAL": f"'{script}'"}).code == 0
    assert shell("report text 2025 problems").out == "甲\n"


BAD = {   # name -> (editor, what is kept of what was typed)
    "false": ("false", False),
    "missing program": ("/nonexistent/editor", False),
    "killed": (SCRIPT.format("kill -9 $$"), False),
    "fails after typing": (SCRIPT.format('echo 写了很久 >> "$1"; exit 3'), True),
    "killed after typing": (SCRIPT.format('echo 写了很久 >> "$1"; kill -9 $$'), True),
    "empties it": (SCRIPT.format(': > "$1"'), False),
    "deletes it": (SCRIPT.format('rm -f "$1"'), False),
    "garbage": (SCRIPT.format('printf "= = [[[\\n\\000\\377" > "$1"'), True),
    "control characters": (SCRIPT.format('printf "甲\\033[31m" > "$1"'), True),
    "invalid utf-8": (SCRIPT.format('printf "\\377\\376" >> "$1"'), True),
    "50 MB": (SCRIPT.format('head -c 50000000 /dev/zero | tr "\\0" x >> "$1"'), True),
    "replaces it by a folder": (SCRIPT.format('rm -f "$1"; mkdir "$1"'), False),
    "replaces it by a link": (SCRIPT.format('rm -f "$1"; ln -s /etc/passwd "$1"'), False),
    "replaces it by a pipe": (SCRIPT.format('rm -f "$1"; mkfifo "$1"'), False),
    "Ctrl-C": (SCRIPT.format("kill -INT $PPID; sleep 0.1"), False),
    "Ctrl-C after typing, and a failure": (SCRIPT.format('echo 写了很久 >> "$1"; kill -INT $PPID; exit 1'), True),
    "unbalanced quotation mark": ("vi 'x", False),
    "none": ("", False),
    "spaces in the path": ("'/no such dir/ed'", False),
}


@pytest.mark.skipif(os.name != "posix", reason="the bad editors are shell scripts")
@pytest.mark.parametrize(("editor", "is_kept"), BAD.values(), ids=list(BAD))
def test_a_bad_editor_changes_nothing_and_loses_nothing(shell, db, editor: str, is_kept: bool) -> None:
    shell("report text 2025 problems --set 原文")
    before = db.read_bytes()
    failed = shell("report text 2025 problems --edit", env={"EDITOR": editor, "VISUAL": editor})
    assert failed.code in (1, 2, 4, 130), failed
    assert "Traceback" not in failed.err
    assert "[bug]" not in failed.err
    assert db.read_bytes() == before
    assert len(kept(db)) == is_kept
    for path in kept(db):
        assert str(path) in failed.err
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
        assert path.read_bytes().strip() not in (b"", "原文".encode())


def test_an_editor_that_changes_nothing_writes_nothing(shell, db) -> None:
    shell("report text 2025 problems --set 原文")
    before = db.read_bytes()
    assert shell("report text 2025 problems --edit", env={"EDITOR": "true"}).code == 0
    assert db.read_bytes() == before
    assert kept(db) == []


def test_ctrl_c_within_an_editor_that_goes_on_is_the_editors(shell) -> None:
    """vi leaves its insert mode by Ctrl-C."""
    done = shell("report text 2025 problems --edit", env={"EDITOR": SCRIPT.format(f'kill -{int(signal.SIGINT)} $PPID; echo 甲 > "$1"')})
    assert done.code == 0
    assert shell("report text 2025 problems").out == "甲\n"


def test_a_text_that_changed_while_it_was_edited_is_kept_beside(shell, db, home) -> None:
    shell("report text 2025 problems --set 原文")
    other = home / "other.sh"
    other.write_text(f'#!/bin/sh\necho 我写的 >> "$1"\n{os.sys.executable} -m alliancectl report text 2025 problems --set 别人写的\n')
    other.chmod(0o700)
    refused = shell("report text 2025 problems --edit", env={"EDITOR": str(other)})
    assert refused.code == 4
    assert "changed-meanwhile" in refused.err
    assert shell("report text 2025 problems").out == "别人写的\n"
    assert [path.read_text() for path in kept(db)] == ["原文\n我写的\n"]


def test_a_dry_run_keeps_what_was_typed(shell, db) -> None:
    done = shell("report text 2025 problems --edit -n", env={"EDITOR": SCRIPT.format('echo 甲 > "$1"')})
    assert done.code == 0
    assert shell("report text 2025 problems").out == ""
    assert [path.read_text() for path in kept(db)] == ["甲\n"]
