"""`sql` looks and does nothing else: it cannot write, attach, load, or run for ever."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alliancectl.errors import SqlTooLong
from alliancectl.store import sql

Ctl = Callable[..., Any]

REFUSED = [
    "INSERT INTO member(name) VALUES ('x')", "UPDATE member SET name = 'x'", "DELETE FROM member", "REPLACE INTO member(id, name) VALUES (1, 'x')",
    "INSERT INTO member(name) VALUES ('x') RETURNING id", "WITH x AS (SELECT 1) UPDATE member SET name = 'x'",
    "CREATE TABLE x(y)", "CREATE TEMP TABLE x AS SELECT 1", "CREATE TEMP VIEW x AS SELECT 1", "CREATE TEMP TRIGGER x AFTER INSERT ON member BEGIN SELECT 1; END",
    "DROP TABLE member", "ALTER TABLE member ADD COLUMN x", "REINDEX", "ANALYZE", "VACUUM", "VACUUM INTO '{new}'",
    "ATTACH '{new}' AS x", "ATTACH ':memory:' AS x", "DETACH main", "PRAGMA journal_mode=WAL", "PRAGMA user_version", "PRAGMA query_only=OFF",
    "PRAGMA hard_heap_limit=0", "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "SAVEPOINT x", "RELEASE x", "EXPLAIN ATTACH '{new}' AS x",
    "SELECT load_extension('x')", "SELECT readfile('/etc/passwd')", "SELECT writefile('{new}', 'x')", "SELECT edit('x')",
    "SELECT fts3_tokenizer('x')", "SELECT * FROM pragma_user_version", "SELECT * FROM pragma_journal_mode('wal')", "SELECT * FROM pragma_table_info('member')",
    "CREATE VIRTUAL TABLE x USING fts5(y)", "SELECT 1; DROP TABLE member", "SELECT 1; SELECT 2", "SELECT * FROM sqlite_dbpage", "SELECT * FROM dbstat",
    "/* nothing */", ";",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_whatever_is_no_single_question_is_refused_and_changes_nothing(ctl: Ctl, demo: Path, statement: str) -> None:
    new = demo.parent / "new.db"
    before, there = hashlib.sha256(demo.read_bytes()).digest(), sorted(os.listdir(demo.parent))
    result = ctl("sql --json", statement.format(new=new), db=demo)
    assert result.code in (2, 4), result.err
    assert result.error["error"] in ("sql-refused", "sql-wrong")
    assert result.out == ""
    assert hashlib.sha256(demo.read_bytes()).digest() == before
    assert sorted(os.listdir(demo.parent)) == there


@pytest.mark.parametrize("statement", [one for one in REFUSED if one.split()[0] in (
    "INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "ATTACH", "PRAGMA", "VACUUM", "BEGIN")])
def test_what_the_authorizer_refuses_has_the_code_of_refused_data(ctl: Ctl, demo: Path, statement: str) -> None:
    result = ctl("sql --json", statement.format(new=demo.parent / "new.db"), db=demo)
    assert (result.code, result.error["error"]) == (4, "sql-refused")


def test_a_question_is_answered_in_every_format(ctl: Ctl, demo: Path) -> None:
    question = "SELECT code, name FROM members WHERE id <= 2 ORDER BY id"
    answer = [{"code": "M1", "name": "巨化集团有限公司"}, {"code": "M2", "name": ctl("sql --json", "SELECT name FROM member WHERE id = 2", db=demo).json[0]["name"]}]
    assert ctl("sql --json", question, db=demo).json == answer
    assert [json.loads(line) for line in ctl("sql --format jsonl", question, db=demo).out.splitlines()] == answer
    assert ctl("sql", question, db=demo).out.splitlines()[:2] == ["code\tname", "M1\t巨化集团有限公司"]
    for name in ("csv", "md", "table"):
        assert "巨化集团有限公司" in ctl(f"sql --format {name}", question, db=demo).out


def test_values_of_every_kind_can_be_shown(ctl: Ctl, db: Path) -> None:
    question = "SELECT 1 AS a, 2.5 AS a, NULL AS b, x'00ff' AS c, 9e999 AS d, 'x' || char(27) AS e, CAST(x'ff41' AS TEXT) AS f, 9223372036854775807 AS g"
    assert ctl("sql --json", question).json == [
        {"a": 1, "a_2": 2.5, "b": None, "c": "00ff", "d": "inf", "e": "x\x1b", "f": "\\xffA", "g": 9223372036854775807}]
    assert "\x1b" not in ctl("sql", question).out


def test_no_rows_are_an_empty_list(ctl: Ctl) -> None:
    assert ctl("sql --json", "SELECT * FROM visit").out == "[]\n"
    assert ctl("sql", "SELECT id FROM visit").out == "id\n"


def test_recursion_json_and_windows_may_be_used(ctl: Ctl) -> None:
    assert ctl("sql --json", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT sum(i) AS s FROM n").json == [{"s": 6}]
    assert ctl("sql --json", "SELECT value FROM json_each('[1, 2]')").json == [{"value": 1}, {"value": 2}]
    assert ctl("sql --json", "SELECT row_number() OVER () AS n").json == [{"n": 1}]


@pytest.mark.parametrize(("question", "code", "error"), [
    ("SELECT nothing FROM member", 2, "sql-wrong"), ("SELEC 1", 2, "sql-wrong"), ("SELECT * FROM nowhere", 2, "sql-wrong"),
    ("SELECT ?", 2, "sql-wrong"), ("", 2, "usage"), ("SELECT x'0", 2, "sql-wrong"), ("SELECT '\0'", 2, "sql-wrong"),
    ("SELECT zeroblob(2000000)", 1, "sql-too-much"),
    ("SELECT group_concat(x) FROM (WITH RECURSIVE n(i, x) AS (SELECT 1, printf('%.*c', 900000, 'x') UNION ALL SELECT i + 1, x FROM n WHERE i < 9) SELECT * FROM n)",
     1, "sql-too-much"),
    ("WITH RECURSIVE n(i, x) AS (SELECT 1, printf('%.*c', 900000, 'x') UNION ALL SELECT i + 1, x FROM n WHERE i < 500) SELECT x FROM n", 1, "sql-too-much"),
])
def test_a_wrong_question_is_named(ctl: Ctl, question: str, code: int, error: str) -> None:
    result = ctl("sql --json", question)
    assert (result.code, result.error["error"]) == (code, error), result.err


def test_only_the_first_ten_thousand_rows_are_given_and_it_is_said(ctl: Ctl) -> None:
    result = ctl("sql --lang en", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
    assert result.code == 0
    assert len(result.out.splitlines()) == 10_001
    assert "10000" in result.err.replace(",", "")


@pytest.mark.parametrize("question", [
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "SELECT count(*) FROM edit a, edit b, edit c, edit d, edit e, operation f, span g, span h, span i",
])
def test_a_question_without_end_is_stopped(demo: Path, question: str) -> None:
    began = time.monotonic()
    with pytest.raises(SqlTooLong):
        sql.ask(str(demo), question, seconds=0.2)
    assert time.monotonic() - began < 30


def test_a_step_that_cannot_be_interrupted_is_told_to_whoever_can_end_the_run(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is never looked at; whoever is told stops it here by hand."""
    told: list[SqlTooLong] = []
    held: list[sqlite3.Connection] = []
    bind = sql._bind

    def late(failure: SqlTooLong) -> None:
        told.append(failure)
        held[0].interrupt()

    monkeypatch.setattr(sql, "GRACE", 0.05)
    monkeypatch.setattr(sql, "STEPS", 2_000_000_000)
    monkeypatch.setattr(sql, "_bind", lambda connection, *more: (held.append(connection), bind(connection, *more))[1])
    with pytest.raises(SqlTooLong):
        sql.ask(str(demo), "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", seconds=0.05, late=late)
    assert len(told) == 1


@pytest.mark.parametrize(("words", "begins"), [("--json", '{"error": "sql-too-long", '), ("", "✗ ")])
def test_the_error_of_a_run_that_must_be_ended_is_told_as_it_was_asked_for(ctl: Ctl, monkeypatch: pytest.MonkeyPatch, words: str, begins: str) -> None:
    def ask(*_: object, late: Callable[[SqlTooLong], None], **more: object) -> sql.Rows:
        late(SqlTooLong(seconds="2"))
        return sql.Rows((), [], False)

    ended: list[int] = []
    monkeypatch.setattr(sql, "ask", ask)
    monkeypatch.setattr(os, "_exit", ended.append)
    assert ctl(f"sql 'SELECT 1' {words}").err.startswith(begins)
    assert ended == [1]


def test_a_damaged_file_is_named_as_such(ctl: Ctl, demo: Path) -> None:
    demo.write_bytes(demo.read_bytes()[:20000])
    result = ctl("sql --json", "SELECT * FROM members", db=demo)
    assert (result.code, result.error["error"]) == (1, "damaged-file")


def test_the_answer_can_be_written_to_a_file(ctl: Ctl, demo: Path) -> None:
    out = demo.parent / "members.csv"
    assert ctl(f"sql --out {out}", "SELECT name FROM members WHERE id = 1", db=demo).code == 0
    assert "巨化集团有限公司" in out.read_text("utf-8-sig")
