"""log: by whom, when, by which command; the newest first."""

from __future__ import annotations

import json

import pytest


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
