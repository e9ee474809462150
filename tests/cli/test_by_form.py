"""add and edit by a form in the user's editor: whatever the editor does, nothing wrong is written and nothing typed is lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the editors are shell scripts")


@pytest.fixture
def edit(shell, home: Path):
    """`edit("member edit M1 --edit", "s/a/b/", ...)`: the editor runs these sed commands on the form; or a whole shell line."""
    def edit(line: str, *seds: str, editor: str = "", input: str = ""):
        command = editor or "sed -i " + " ".join(f"-e '{one}'" for one in seds)
        return shell(line, env={"EDITOR": command, "VISUAL": None, "ALLIANCECTL_LANG": "zh"}, input=input)

    return edit


@pytest.fixture
def drafts(home: Path):
    """The forms that are kept."""
    return lambda: sorted((home / ".local/share/alliancectl/drafts").glob("*")) if (home / ".local/share/alliancectl/drafts").exists() else []


@pytest.fixture(autouse=True)
def _member(ctl) -> None:
    assert ctl("member add 巨化集团有限公司 --kind 企业 --phone 0570-1 --alias 巨化").code == 0


def test_what_the_form_says_differently_is_changed(edit, ctl, drafts) -> None:
    said = edit("member edit M1 --edit", 's/^# place = .*/place = "衢州"/', 's/^kind = .*/kind = "高等院校"/')
    assert said.code == 0, said.err
    assert "所在地：– → 衢州" in said.err
    held = ctl("member show M1 --json").json
    assert (held["place"], held["kind"], held["aliases"]) == ("衢州", "university", ["巨化"])
    assert drafts() == []


def test_a_field_that_is_commented_out_is_cleared(edit, ctl) -> None:
    assert edit("member edit M1 --edit", "s/^kind = /# kind = /").code == 0
    assert ctl("member show M1 --json").json["kind"] is None


def test_a_form_that_is_left_as_it_was_changes_nothing(edit, ctl, drafts) -> None:
    before = ctl("log").out
    said = edit("member edit M1 --edit", editor="true")
    assert said.code == 0
    assert "没有变化" in said.err
    assert ctl("log").out == before
    assert drafts() == []


def test_quotes_can_be_edited(edit, ctl) -> None:
    assert ctl("capacity add M1 PVDC 6万吨/年 --source 报道 --quote", "年产6万吨“PVDC”").code == 0
    assert edit("capacity edit C1 --edit", "s/quote = .*年产.*\"/quote = \"年产七万吨\"/").code == 0
    assert ctl("capacity show C1 --json").json["quotes"] == [{"source": "R1", "quote": "年产七万吨"}]


def test_a_record_is_added_by_a_form(edit, ctl) -> None:
    said = edit("product add --edit", 's/^# name = .*/name = "PTFE"/', 's/^# chain = .*/chain = ["中游"]/')
    assert said.out == "P1\n"
    assert ctl("product show P1 --json").json["chain"] == ["midstream"]


def test_what_is_given_on_the_command_line_stands_in_the_form(edit, ctl) -> None:
    assert edit("visit add 2026-05-14 M1 年度走访 --edit", editor="true").code == 0
    assert ctl("visit show V1 --json").json["subject"] == "年度走访"


def test_a_form_that_nobody_filled_in_is_no_record(edit, drafts) -> None:
    said = edit("product add --edit", editor="true")
    assert said.code == 4
    assert "[form-unfinished]" in said.err
    assert drafts() == []


def test_a_refused_form_is_kept_with_the_reason_above_the_field_and_offered_next_time(edit, ctl, drafts) -> None:
    said = edit("member edit M1 --edit", 's/^kind = .*/kind = "厂"/', 's/^# place = .*/place = "衢州"/')
    assert said.code == 4
    [kept] = drafts()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    lines = kept.read_text("utf-8").splitlines()
    at = lines.index('kind = "厂"')
    assert "[not-a-choice]" in lines[at - 2]
    assert lines[at - 1].startswith("#!   → ")
    again = edit("member edit M1 --edit", 's/^kind = .*/kind = "企业"/')
    assert again.code == 0, again.err
    assert "接着填" in again.err
    assert ctl("member show M1 --json").json["place"] == "衢州"
    assert drafts() == []


def test_an_unknown_field_is_refused_with_a_suggestion(edit) -> None:
    said = edit("member edit M1 --edit", '$ a plaace = "衢州"')
    assert said.code == 4
    assert "[unknown-field]" in said.err
    assert "可用：place" in said.err


def test_a_line_that_is_no_toml_is_marked(edit, drafts) -> None:
    said = edit("member edit M1 --edit", "s/^kind = .*/kind = 企业/")
    assert said.code == 4
    assert "[form-wrong]" in said.err
    lines = drafts()[0].read_text("utf-8").splitlines()
    assert lines[lines.index("kind = 企业") - 1].startswith("#! ")


BAD = {
    "fails": ("false", 1), "is missing": ("/nonexistent/editor", 1), "is killed": ("sh -c 'kill -9 $$' --", 1), "empties it": ("sh -c ': > \"$1\"' --", 1),
    "deletes it": ("sh -c 'rm -f \"$1\"' --", 1), "leaves rubbish": ("sh -c 'printf \"= = [[[\\n\\000\\377\" > \"$1\"' --", 1),
    "breaks the text": ("sh -c 'printf \"\\377\\376\" >> \"$1\"' --", 1), "makes it huge": ("sh -c 'head -c 5000000 /dev/zero | tr \"\\0\" x >> \"$1\"' --", 4),
    "makes it a folder": ("sh -c 'rm -f \"$1\"; mkdir \"$1\"' --", 1), "makes it a link": ("sh -c 'rm -f \"$1\"; ln -s /etc/passwd \"$1\"' --", 1),
    "is interrupted": ("sh -c 'kill -INT $PPID; sleep 0.2' --", 130), "lacks a quote": ("vi 'x", 1), "is not named": (" ", 2), "is nowhere": ("'/no such dir/ed'", 1),
}


@pytest.mark.parametrize(("editor", "code"), BAD.values(), ids=list(BAD))
def test_an_editor_that(edit, ctl, db: Path, editor: str, code: int) -> None:
    before = db.read_bytes()
    said = edit("member edit M1 --edit", editor=editor)
    assert said.code == code
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert db.read_bytes() == before
    assert edit("member edit M1 --edit", editor="true").code in (0, 1, 4)


def test_what_was_typed_before_the_editor_crashed_is_offered_again(edit, ctl, drafts) -> None:
    said = edit("member edit M1 --edit", editor="sh -c 'sed -i \"s/^# place = .*/place = \\\"衢州\\\"/\" \"$1\"; kill -9 $$' --")
    assert said.code == 1
    assert str(drafts()[0]) in said.err.replace("~", "")
    assert edit("member edit M1 --edit", editor="true").code == 0
    assert ctl("member show M1 --json").json["place"] == "衢州"


def test_a_form_of_a_process_that_died_is_offered_again(edit, ctl, drafts) -> None:
    edit("member edit M1 --edit", 's/^kind = .*/kind = "厂"/')
    [kept] = drafts()
    stem = kept.name.split(".")[0]
    text = kept.read_text("utf-8").replace('kind = "厂"', 'kind = "other"')
    kept.unlink()
    (kept.parent / f"{stem}.999999.toml").write_text(text, "utf-8")
    assert edit("member edit M1 --edit", editor="true").code == 0
    assert ctl("member show M1 --json").json["kind"] == "other"
    assert drafts() == []


def test_a_form_that_was_emptied_is_given_up(edit, drafts) -> None:
    edit("member edit M1 --edit", 's/^kind = .*/kind = "厂"/')
    said = edit("member edit M1 --edit", editor="sh -c ': > \"$1\"' --")
    assert "[form-emptied]" in said.err
    assert drafts() == []


def test_a_record_that_was_changed_meanwhile_is_not_overwritten(edit, ctl, drafts, home: Path, db: Path) -> None:
    import sys

    other = home / "other.sh"
    other.write_text(f'#!/bin/sh\n"{sys.executable}" -m alliancectl member edit M1 --set place=自贡 -q\nsed -i \'s/^# place = .*/place = "衢州"/\' "$1"\n', "utf-8")
    other.chmod(0o755)
    said = edit("member edit M1 --edit", editor=str(other))
    assert said.code == 4
    assert "[record-changed]" in said.err
    assert "所在地：– → 自贡" in said.err
    assert "所在地：衢州" in said.err
    assert ctl("member show M1 --json").json["place"] == "自贡"
    assert "现在的值：自贡" in drafts()[0].read_text("utf-8")
    again = edit("member edit M1 --edit", editor="true")
    assert again.code == 0, again.err
    assert ctl("member show M1 --json").json["place"] == "衢州"


def test_no_personal_field_is_in_what_is_said(edit, ctl) -> None:
    said = edit("member edit M1 --edit", 's/^phone = .*/phone = "0570-2"/')
    assert "0570" not in said.err + said.out
    assert ctl("member show M1 --json").json.get("phone", "0570-2") == "0570-2"


def test_no_lock_is_held_while_the_editor_is_open(edit, ctl, home: Path) -> None:
    import sys

    said = edit("member edit M1 --edit", editor=f"sh -c '\"{sys.executable}\" -m alliancectl product add R22 -q --wait 0 >/dev/null' --")
    assert said.code == 0
    assert ctl("product show P1").code == 0


def test_a_form_is_recorded_from_a_file(shell, ctl, home: Path) -> None:
    (home / "form.toml").write_text('date = "2026-05-14"\nmembers = ["M1"]\nsubject = "年度走访"\n[[capacity]]\nmember = "M1"\nproduct = "PVDC"\namount = "6万吨/年"\n'
                                    'sources = [{ source = "报道", quote = "年产6万吨" }]\n', "utf-8")
    said = shell("visit add --from-form form.toml")
    assert said.out == "V1\nC1\n", said.err
    assert ctl("undo").code == 0
    assert ctl("visit show V1").code == 3
    assert ctl("capacity show C1").code == 3


def test_all_that_is_wrong_with_a_form_is_said_at_once_and_nothing_is_written(shell, ctl, home: Path) -> None:
    (home / "form.toml").write_text('date = "5/6"\nmembers = ["M1"]\nsubject = "年度走访"\n[[capacity]]\nmember = "M7"\nproduct = "PVDC"\namount = "6"\n', "utf-8")
    said = shell("visit add --from-form form.toml", env={"ALLIANCECTL_LANG": "zh"})
    assert said.code == 4
    for code in ("ambiguous-date", "not-found", "no-unit"):
        assert f"[{code}]" in said.err, said.err
    assert "V1" not in ctl("visit list").out


@pytest.mark.parametrize(("text", "code"), [('subject = "年度走访"\n', "missing-value"), ('subject = "年度走访"\ntopic = "x"\n', "unknown-field")])
def test_what_a_form_from_a_file_lacks_or_has_too_much_is_refused_data(ctl, home: Path, text: str, code: str) -> None:
    (home / "form.toml").write_text(text, "utf-8")
    said = ctl("visit add --from-form form.toml --json")
    assert (said.error["error"], said.code) == (code, 4)


def test_a_form_on_a_terminal_is_opened_again_until_it_is_right(home: Path, db: Path, ctl) -> None:
    pytest.importorskip("pexpect")
    from terminal import Terminal

    editor = home / "ed.sh"   # wrong the first time, mended the second
    editor.write_text('#!/bin/sh\nif grep -q not-a-choice "$1"; then sed -i \'s/^kind = .*/kind = "other"/\' "$1"; else sed -i \'s/^kind = .*/kind = "厂"/\' "$1"; fi\n', "utf-8")
    editor.chmod(0o755)
    terminal = Terminal(home, db, EDITOR=str(editor))
    shown = terminal.run("member edit M1 --edit")
    assert terminal.code == 0, shown
    assert ctl("member show M1 --json").json["kind"] == "other"


def test_an_editor_that_never_mends_it_is_not_opened_for_ever(home: Path, db: Path) -> None:
    pytest.importorskip("pexpect")
    from terminal import Terminal

    terminal = Terminal(home, db, EDITOR="sed -i 's/^kind = .*/kind = \"厂\"/'")
    assert "[not-a-choice]" in terminal.run("member edit M1 --edit")
    assert terminal.code == 4


@pytest.mark.parametrize("text", ["两行\r\n文字", "一行\n#! 不是标记", "引号\"\"\"'", "末尾空行\n\n", " 前后 \t", "\\n"])
def test_a_text_stands_in_the_form_exactly(text: str) -> None:
    import tomllib

    from alliancectl.cli import form
    from alliancectl.kinds import KINDS

    written = form._field(KINDS["visit"].field("summary"), form.Part(KINDS["visit"], {"summary": text}), None)   # type: ignore[arg-type]
    assert tomllib.loads(form.unmarked("\n".join(written)))["summary"] == text
