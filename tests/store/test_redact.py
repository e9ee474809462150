"""Redact: what must be erased by law is nowhere in the file any more, and that it went stays in the log."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest

NAME, PHONE, MAIL = "欧阳千寻七", "13987650042", "qianxun@example.org"


@pytest.fixture
def told(ctl, db):
    """A member whose contact was recorded, corrected, taken back and merged in from another one."""
    ctl("member add 甲公司")
    ctl(f"member edit M1 --set contact={NAME} --set phone={PHONE}")
    ctl("member edit M1 --set contact=另一人")
    ctl("undo")
    ctl(f"member add 乙公司 --contact {NAME} --email {MAIL}")
    ctl("member merge M1 M2 --yes")
    return db


def nowhere(path, *words: str) -> bool:
    """Whether the bytes of none of these words are in the file or anything of its name beside it."""
    held = b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*") if one.is_file())
    return not any(word.encode(code) in held for word in words for code in ("utf-8", "utf-16-le"))


def test_what_is_redacted_is_nowhere_in_the_file_nor_beside_it(ctl, told):
    assert not nowhere(told, NAME)
    assert not nowhere(told, PHONE)
    assert not nowhere(told, MAIL)
    done = ctl("redact M1 contact phone email --yes")
    assert done.code == 0, done.err
    assert nowhere(told, NAME, PHONE, MAIL, "另一人")
    assert ctl("member show M1 --json").json.get("contact") is None

    assert "history-broken" not in ctl("check --json").out


def test_the_log_says_which_fields_of_which_record_went_and_not_what_they_held(ctl, told):
    ctl("redact M1 contact phone --yes --note 本人要求")
    line = next(one for one in ctl("log --json").json if one["command"] == "redact")
    assert {(edit["record"], edit["field"], edit["what"]) for edit in line["edits"]} == {
        ("M1", "contact", "redacted"), ("M2", "contact", "redacted"), ("M1", "phone", "redacted")}
    assert line["note"] == "本人要求"
    assert "redacted M1 contact" in ctl(f"log {line['id']} --lang en").out
    assert "抹除 M1 联系人" in ctl(f"log {line['id']} --lang zh").out


def test_a_redaction_is_never_undone_and_what_came_before_still_can_be(ctl, told):
    ctl("redact M1 contact email --yes")
    assert ctl("undo").code == 4
    assert ctl("undo #8").code == 4
    assert ctl("undo #7").code == 0, "the merge"
    assert ctl("undo #6").code == 0, "the second member"
    assert ctl("redo #10").code == 0
    assert nowhere(told, NAME, MAIL)
    assert "history-broken" not in ctl("check --json").out


def test_people_kept_as_several_values_and_quotes_beside_them_are_redacted_too(ctl, db):
    ctl("member add 甲公司")
    ctl(f"visit add 2024-05-14 甲公司 走访 --accompanied-by {NAME} --accompanied-by 李四光光 --source 登记簿 --summary {NAME}发言")
    ctl("visit edit V1 --set accompanied_by-=李四光光")
    ctl("visit edit V1 --set accompanied_by+=李四光光")
    ctl("undo #4")
    ctl("visit edit V1 --set accompanied_by+=王五五五")
    ctl(f"cite V1 登记簿 --quote {NAME}如是说")
    done = ctl("redact V1 accompanied_by quote --yes --lang en")
    assert done.code == 0, done.err
    assert "V1 summary" in done.err
    ctl("redact V1 summary --yes")
    assert nowhere(db, NAME, "李四光光", "王五五五")
    shown = ctl("visit show V1 --json").json
    assert (shown["accompanied_by"], shown["summary"]) == ([], None)
    assert len(shown["sources"]) == 1
    assert "history-broken" not in ctl("check --json").out
    for number in (8, 7, 5):
        assert ctl(f"undo #{number}").code == 0
        assert ctl("visit show V1 --json").json["accompanied_by"] == []
    for number in (13, 12, 11):
        assert ctl(f"redo #{number}").code == 0, ctl("log").out
        assert ctl("visit show V1 --json").json["accompanied_by"] == []
    assert "history-broken" not in ctl("check --json").out
    for number in range(2, 17):
        assert ctl(f"report year 2024 --as-recorded '#{number}'").code == 0


def test_a_field_that_is_needed_gets_other_words_everywhere(ctl, db):
    ctl("member add 甲公司")
    ctl(f"visit add 2024-05-14 甲公司 {NAME}来访")
    ctl(f"visit edit V1 --set subject={NAME}第二次来访")
    refused = ctl("redact V1 subject --yes")
    assert (refused.code, "--with" in refused.err) == (4, True)
    assert not nowhere(db, NAME)
    assert ctl("redact V1 subject --with 一人来访 --yes").code == 0
    assert nowhere(db, NAME)
    assert ctl("visit show V1 --json").json["subject"] == "一人来访"
    assert ctl("undo #4").code == 0
    assert ctl("visit show V1 --json").json["subject"] == "一人来访"
    assert "history-broken" not in ctl("check --json").out


def test_a_name_is_redacted_with_what_is_searched_by(ctl, db):
    ctl("member add 甲公司 --alias 千寻工作室")
    ctl(f"member rename 甲公司 {NAME}工作室")
    assert ctl("redact M1 name --with 甲公司 --allow duplicate-name --yes").code in (0, 4)
    assert ctl("redact M1 name --with 某工作室 --yes").code == 0
    ctl("redact M1 aliases --yes")
    assert nowhere(db, NAME, "千寻工作室", "qianxun", "ouyang")
    assert "history-broken" not in ctl("check --json").out


def test_a_removed_record_is_redacted_too(ctl, db):
    ctl(f"member add 甲公司 --contact {NAME}")
    ctl("member remove M1")
    assert ctl("redact M1 contact --yes").code == 0
    assert nowhere(db, NAME)
    assert ctl("undo #3").code == 0
    assert ctl("member show M1 --json").json["contact"] is None


@pytest.mark.parametrize(("line", "code"), [
    ("redact M1 contact", 2),            # not confirmed
    ("redact M1", 2),                    # no field
    ("redact M9 contact --yes", 3),
    ("redact M1 website --yes", 4),      # never held
    ("redact M1 kind --yes", 4),         # no words
    ("redact M1 nonsense --yes", 4),
    ("redact M1 contact phone --with x --yes", 4),
])
def test_what_cannot_be_redacted_is_refused_and_nothing_changes(ctl, told, line, code):
    before = told.read_bytes()
    assert ctl(line).code == code
    assert told.read_bytes() == before


def test_a_dry_run_erases_nothing(ctl, told):
    before = told.read_bytes()
    assert ctl("redact M1 contact -n").code == 0
    assert told.read_bytes() == before


def test_redacting_again_writes_the_file_anew_and_no_operation(ctl, told):
    ctl("redact M1 contact --yes")
    count = len(ctl("log --json").json)
    assert ctl("redact M1 contact --yes").code == 0
    assert len(ctl("log --json").json) == count


def test_the_backups_that_still_hold_it_are_named(ctl, told):
    ctl("backup create")
    assert str(told) + ".backups" in ctl("redact M1 contact --yes").err


def test_redaction_does_not_hide_that_the_history_was_changed_behind_our_back(ctl, told):
    connection = sqlite3.connect(told)
    trigger = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'operation_update_refused'").fetchone()[0]
    connection.execute("DROP TRIGGER operation_update_refused")
    connection.execute("UPDATE operation SET actor = '别人' WHERE id = 4")
    connection.execute(trigger)
    connection.commit()
    connection.close()
    assert ctl("redact M1 contact --yes").code == 0
    found = [one for one in ctl("check history-broken --json").json if one["code"] == "history-broken"]
    assert "#4" in str(found)


def test_the_log_is_append_only_again_after_a_redaction(ctl, told):
    ctl("redact M1 contact --yes")
    connection = sqlite3.connect(told)
    for statement in ("UPDATE operation SET actor = 'x'", "UPDATE edit SET old = 'x'", "DELETE FROM edit", "DELETE FROM operation"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("at", range(1, 40, 3))
def test_a_redaction_that_is_killed_has_erased_all_or_nothing(ctl, told, at):
    """Killed before its Nth statement that writes; the file is checked as the next command finds it."""
    script = (
        "import os, sqlite3, sys\n"
        "seen = [0]\n"
        "def trace(statement):\n"
        "    if statement.split(None, 1)[0].upper() in ('UPDATE', 'INSERT', 'DELETE', 'DROP', 'CREATE', 'COMMIT', 'VACUUM'):\n"
        "        seen[0] += 1\n"
        f"        seen[0] == {at} and os._exit(9)\n"
        "connect = sqlite3.connect\n"
        "def traced(*words, **named):\n"
        "    made = connect(*words, **named)\n"
        "    made.set_trace_callback(trace)\n"
        "    return made\n"
        "sqlite3.connect = traced\n"
        "from alliancectl.cli.run import main\n"
        "sys.exit(main(['redact', 'M1', 'contact', 'phone', 'email', '--yes']))\n")
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "ALLIANCECTL_DB": str(told)}, capture_output=True, check=False)
    assert done.returncode in (0, 9), done.stderr
    assert "history-broken" not in ctl("check --json").out
    logged = any(one["command"] == "redact" for one in ctl("log --json").json)
    connection = sqlite3.connect(told)
    held = connection.execute("SELECT count(*) FROM member WHERE contact IS NOT NULL OR phone IS NOT NULL OR email IS NOT NULL").fetchone()[0]
    told_of = connection.execute("SELECT count(*) FROM edit WHERE field IN ('contact', 'phone', 'email') AND (old IS NOT NULL OR new IS NOT NULL)").fetchone()[0]
    connection.close()
    assert (held == 0, told_of == 0) == (logged, logged)


# ---- notes of operations, and one value of several ----------------------------------------------------------------


def test_the_note_of_an_operation_is_nowhere_in_the_file_any_more_and_the_log_says_that_it_went(ctl, db):
    ctl("member add 甲公司")
    ctl(f"member edit M1 --set place=衢州 --note {NAME}来电要求")
    ctl("member add 乙公司")
    done = ctl("redact #3 note --yes --note 本人要求")
    assert done.code == 0, done.err
    assert nowhere(db, NAME)
    newest, _, noted = ctl("log --json").json[:3]
    assert (newest["command"], newest["note"], noted["note"]) == ("redact", "本人要求", None)
    assert [(edit["kind"], edit["record"], edit["field"], edit["what"]) for edit in newest["edits"]] == [("operation", "#3", "note", "redacted")]
    assert "redacted #3 note" in ctl("log #5 --lang en").out
    assert "抹除 #3 说明" in ctl("log #5 --lang zh").out
    assert ctl("check history-broken").code == 0
    assert ctl("undo #5").code == 4
    assert ctl("undo #3").code == 0
    assert ctl("check history-broken").code == 0
    assert ctl("report year 2025 --as-recorded '#4'").code == 0
    assert ctl("backup create --verify").code == 0


def test_other_words_may_stand_in_the_place_of_a_note(ctl, db):
    ctl("member add 甲公司")
    ctl(f"member edit M1 --set place=衢州 --note {NAME}来电要求")
    assert ctl("redact ＃3 note --with 本人来电要求 --yes").code == 0
    assert nowhere(db, NAME)
    assert ctl("log --json").json[1]["note"] == "本人来电要求"
    assert ctl("redact '#3' note --with 本人来电要求 --yes").code == 0, "it went already"
    assert ctl("check history-broken").code == 0


@pytest.mark.parametrize(("line", "code"), [
    ("redact '#2' note", "unconfirmed"), ("redact '#2' actor --yes", "redacts-note-only"), ("redact '#99' note --yes", "no-operation"),
    ("redact '#1' note --yes", "nothing-to-redact"), ("redact 2 note --yes", "not-found"), ("redact '#x' note --yes", "no-operation"),
])
def test_of_an_operation_only_the_note_can_be_redacted(ctl, db, line, code):
    ctl("member add 甲公司 --note 说明")
    before = db.read_bytes()
    assert ctl(f"{line} --json").error["error"] == code
    assert db.read_bytes() == before


def test_one_of_several_values_is_redacted_and_the_others_stay(ctl, db):
    ctl(f"member add 甲公司 --alias {NAME}工作室 --alias 甲")
    ctl(f"visit add 2024-05-14 甲公司 走访 --accompanied-by {NAME} --accompanied-by 李四 --presentation {NAME}汇报 --presentation 年报")
    ctl("visit edit V1 --set accompanied_by-=李四")
    for line in (f"redact M1 aliases={NAME}工作室", f"redact V1 accompanied_by={NAME} presentations={NAME}汇报"):
        done = ctl(f"{line} --yes")
        assert done.code == 0, done.err
        assert NAME not in done.err, "what was to go is not said again"
    assert nowhere(db, NAME)
    assert ctl("member show M1 --json").json["aliases"] == ["甲"]
    shown = ctl("visit show V1 --json").json
    assert (shown["accompanied_by"], shown["presentations"]) == ([], ["年报"])
    assert ctl("undo #4").code == 0, "the edit before it can still be taken back"
    assert ctl("visit show V1 --json").json["accompanied_by"] == ["李四"]
    assert ctl("check history-broken").code == 0


def test_a_value_that_stood_once_is_redacted_too(ctl, db):
    ctl(f"visit add 2024-05-14 - 走访 --from 甲局 --accompanied-by {NAME} --accompanied-by 李四")
    ctl(f"visit edit V1 --set accompanied_by-={NAME}")
    assert ctl(f"redact V1 accompanied_by={NAME} --yes").code == 0
    assert nowhere(db, NAME)
    assert ctl("undo #3").code == 0
    assert ctl("visit show V1 --json").json["accompanied_by"] == ["李四"]


@pytest.mark.parametrize(("line", "code"), [
    ("redact M1 contact=李四 --yes", "not-several"), ("redact M1 aliases=没有 --yes", "nothing-to-redact"), ("redact M1 chain=upstream --yes", "not-redactable"),
])
def test_a_value_that_was_never_there_or_is_the_only_one_is_refused(ctl, db, line, code):
    ctl("member add 甲公司 --alias 甲 --contact 李四 --chain 上游")
    before = db.read_bytes()
    assert ctl(f"{line} --json").error["error"] == code
    assert db.read_bytes() == before
