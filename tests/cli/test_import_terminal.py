"""import at a terminal: what an unknown column is is asked with a look at the first rows, kept by name, and long work shows that it goes on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from terminal import Terminal

HEAD, ROWS = "Firm,Town,xyz\n", "甲公司,衢州,1\n乙公司,上海,2\n"


@pytest.fixture
def terminal(home: Path, db: Path) -> Terminal:
    (home / "a.csv").write_text(HEAD + ROWS, encoding="utf-8")
    return Terminal(home, db)


def _members(ctl):
    return [(member["name"], member["place"]) for member in ctl("member list --json").json]


def test_a_person_says_what_unknown_columns_are_looking_at_the_first_rows(terminal, ctl):
    shown = terminal.run("import a.csv --as member", "name", "所在地", "")
    assert terminal.code == 0, shown
    assert "“Firm” (甲公司 / 乙公司)" in shown
    assert "“xyz” (1 / 2)" in shown
    assert "✓ a.csv：成员新增 2（M1–M2），改动 0，相同 0" in shown
    assert _members(ctl) == [("甲公司", "衢州"), ("乙公司", "上海")]


def test_an_answer_that_is_no_field_is_asked_again(terminal, ctl):
    shown = terminal.run("import a.csv --as member", "nonsense", "name", "place", "")
    assert terminal.code == 0, shown
    assert shown.count("“Firm”") == 2
    assert _members(ctl)[0] == ("甲公司", "衢州")


def test_the_answers_are_kept_under_a_name_and_used_again_without_a_question(terminal, ctl, home):
    assert "✓" in terminal.run("import a.csv --as member --save-map 名录", "name", "place", "")
    (home / "b.csv").write_text(HEAD + "丙公司,宁波,3\n", encoding="utf-8")
    assert ctl("import b.csv --as member --map 名录").code == 0
    assert _members(ctl)[-1] == ("丙公司", "宁波")


def test_a_person_who_gives_up_at_the_question_has_written_nothing(terminal, ctl):
    terminal.run("import a.csv --as member", "name", "\x03")
    assert terminal.code == 130
    assert _members(ctl) == []


def test_no_input_and_a_pipe_ask_nothing(terminal, ctl):
    shown = terminal.run("import a.csv --as member --no-input")
    assert (terminal.code, "[unknown-column]" in shown) == (4, True)
    assert ctl("import a.csv --as member").code == 4


def test_a_long_import_says_on_the_terminal_how_far_it_is(home, db):
    (home / "many.csv").write_text("name\n" + "".join(f"第{number}批产品\n" for number in range(4000)), encoding="utf-8")
    terminal = Terminal(home, db, "en")
    shown = terminal.run("import many.csv --as product")
    assert terminal.code == 0, shown
    assert "1,000 rows" in shown
    assert "many.csv: products: 4000 new" in shown
    assert sqlite3.connect(db).execute("SELECT count(*) FROM product").fetchone() == (4000,)


@pytest.mark.parametrize(("content", "words", "told"), [
    ("name,note\n甲,\n,\n", "", "left out: 1 blank row\n"),
    ("name,note\n甲,\n,\n,\n", "", "left out: 2 blank rows\n"),
    ("name,joined\n甲,2010\n乙,20:24\n", "--skip-bad bad.csv", "refused and put aside: 1 row\n"),
    ("name\n甲\n甲\n", "", "the same as an earlier row, not imported again: row 3\n"),
])
def test_one_row_is_one_row(ctl, home, content, words, told):
    (home / "a.csv").write_text(content, encoding="utf-8")
    done = ctl(f"import a.csv --as member --lang en {words}")
    assert done.code == 0
    assert told in done.err


def test_json_of_an_import_has_the_same_keys_whatever_the_language(ctl, home):
    (home / "a.csv").write_text("name\n甲公司\n", encoding="utf-8")
    keys = [list(ctl(f"import a.csv --as member --json --lang {lang} -n").json) for lang in ("zh", "en")]
    assert keys[0] == keys[1] == [
        "file", "sha256", "kind", "dry_run", "operation", "rows", "new", "changed", "same", "repeated", "refused", "left", "created", "first",
        "last", "changes", "skipped", "missing", "renamed"]


@pytest.mark.parametrize(("words", "code"), [
    ("import a.csv --as member", 0), ("import none.csv --as member", 1), ("import a.csv", 2), ("import a.csv --as member --map nobody", 3),
    ("import bad.csv --as member", 4),
])
def test_the_exit_code_says_what_became_of_an_import(ctl, home, words, code):
    (home / "a.csv").write_text("name\n甲公司\n", encoding="utf-8")
    (home / "bad.csv").write_text("name,joined\n甲公司,20:24\n", encoding="utf-8")
    said = ctl(words + " --json")
    assert said.code == code
    assert (said.out == "") == bool(code)
