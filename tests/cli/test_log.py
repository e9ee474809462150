"""log: by whom, when, by which command; the newest first."""

from __future__ import annotations

import json
import sqlite3

import pytest
from tests_support import many_claims, steps_of

from alliancectl.store import history
from alliancectl.store.history import runs


@pytest.fixture
def worked(ctl, db):
    ctl("member add 甲公司")
    ctl("member add 乙公司", env={"ALLIANCECTL_ACTOR": "Li Lei"})
    ctl("member edit M1 --set place=衢州", env={"ALLIANCECTL_ACTOR": "Li Lei"})
    ctl("visit add 2024-05-14 M1 走访")
    return db


def ids(said):
    return [one["id"] for one in said.json]


def test_the_log_is_filtered_by_person_command_and_number(ctl, worked):
    assert ids(ctl("log --json")) == [5, 4, 3, 2, 1]
    assert ids(ctl("log --by 'li lei' --json")) == [4, 3]
    assert ids(ctl("log --command member --json")) == [4, 3, 2]
    assert ids(ctl("log --command 'member add' --json")) == [3, 2]
    assert ids(ctl("log --command add --json")) == [5, 3, 2]
    assert ids(ctl("log --limit 2 --json")) == [5, 4]
    assert ids(ctl("log M1 --by 秘书 --limit 1 --json")) == [2]
    assert ids(ctl("log --by nobody --json")) == []


def test_the_log_is_filtered_by_time_in_the_time_zone_of_the_file(ctl, worked):
    at = ctl("log --json").json[0]["at"]
    assert ids(ctl("log --since 2001-01-01 --json")) == [5, 4, 3, 2, 1]
    assert ids(ctl("log --until 2001 --json")) == []
    assert ids(ctl("log --since 2199 --json")) == []
    assert ids(ctl(f"log --until {at[:4]}-12-31 --since {at[:4]} --json")) == [5, 4, 3, 2, 1]
    assert ids(ctl("log --since '2001-01-01 08:00' --until 2001-01-01T00:00:00Z --json")) == []


def test_json_lines_give_an_operation_a_line(ctl, worked):
    lines = ctl("log --format jsonl --limit 3").out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [5, 4, 3]


def test_values_taken_from_several_fields_at_once_are_all_in_the_log(ctl, worked):
    ctl("member edit M1 --set aliases+=甲甲 --set chain+=testing,upstream")
    ctl("member edit M1 --set aliases-=甲甲 --set chain-=testing --set chain-=upstream")
    assert [(one["field"], one["old"], one["new"]) for one in ctl("log --limit 1 --json").json[0]["edits"]] == [
        ("aliases", "甲甲", None), ("chain", "testing", None), ("chain", "upstream", None)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("line", ["log --limit 0", "log --limit x", "log --since unknown", "log --until '2026-13-01 10:00'"])
def test_a_filter_that_says_nothing_is_refused(ctl, worked, line, lang):
    refused = ctl(f"{line} --lang {lang}")
    assert (refused.code, refused.out) == (2, "")


@pytest.mark.parametrize("line", ["log", "log --limit 1", "log '#8'", "log --lang en"])
def test_the_log_takes_as_many_steps_however_many_claims_an_operation_added(ctl, worked, monkeypatch, line):
    steps = steps_of(monkeypatch)
    ctl("capacity add M1 PTFE 3万吨/年 --as-of 2025 --source 公报")
    many_claims(worked, 20_000)
    few = steps(lambda: ctl(line))
    many_claims(worked, 60_000)
    assert steps(lambda: ctl(line)) - few < 60_000 / 100 / 4   # not a step for four of them
    assert "C20002–C80001" in ctl("log").out


def test_ten_thousand_claims_that_were_taken_back_are_told_in_a_few_rows(ctl, worked, monkeypatch):
    ctl("capacity add M1 PTFE 3万吨/年 --as-of 2025 --source 公报")
    many_claims(worked, 10_000)
    assert ctl("undo").code == 0
    asked = []
    monkeypatch.setattr(runs, "runs", lambda numbers: asked.append([*numbers]) or [])
    said = ctl("log --lang en").out
    assert "removed C2–C10001" in said
    assert "added C2–C10001" in said
    assert asked == []


def test_the_log_of_a_record_takes_as_many_steps_however_much_was_done_to_others(ctl, worked, monkeypatch):
    steps = steps_of(monkeypatch)
    before = steps(lambda: ctl("log M1"))
    for number in range(40):
        ctl(f"member edit M2 --set place=第{number}市")
    assert steps(lambda: ctl("log M1")) < before * 1.5
    assert ids(ctl("log M1 --json")) == [4, 2]


@pytest.mark.parametrize("large", [0, 10_000])
def test_rows_of_others_within_those_of_an_operation_are_told_apart(ctl, worked, monkeypatch, large):
    monkeypatch.setattr(runs, "_LARGE", large)
    with history.change(str(worked), "test") as now:   # 6
        for number in (2, 3, 4, 6, 7, 11):
            now.insert("visit", {"subject": "走访"}, number)
    assert "added V2–V4 V6–V7 V11\t" in ctl("log '#6' --lang en").out
    with history.change(str(worked), "test") as now:   # 7
        now.insert("visit", {"subject": "走访"}, 5)
    with sqlite3.connect(worked) as connection:
        connection.executemany("INSERT INTO visit(id, subject) VALUES (?, '别人的')", [(8,), (10,)])
    connection.close()
    said = ctl("log --lang en").out
    assert "added V2–V4 V6–V7 V11" in said
    assert "added V5\t" in said
    assert "added V8 V10\t" in said
    assert ctl("check --fix").code in (0, 6)           # 8 has theirs
    with history.change(str(worked), "test") as now:   # 9: no number is missing any more
        now.insert("visit", {"subject": "走访"}, 9)
    said = {one["id"]: [edit["record"] for edit in one["edits"] if edit["what"] == "added"] for one in ctl("log --json").json}
    assert said == {9: ["V9"], 8: ["V8", "V10"], 7: ["V5"], 6: ["V2", "V3", "V4", "V6", "V7", "V11"], 5: ["V1"], 4: [], 3: ["M2", "J2"], 2: ["M1", "J1"],
                    1: said[1]}
