"""What was issued is kept, and every figure that differs later is listed with the operations that changed it."""

from __future__ import annotations

import hashlib
import json
import sqlite3

import pytest


@pytest.fixture
def demo_ctl(ctl, demo):
    return lambda line, *words, **more: ctl(line, *words, db=demo, **more)


@pytest.fixture
def issued(demo_ctl):
    assert demo_ctl("report year 2025 --freeze 2025年报").code == 0
    return demo_ctl


def differences(ctl) -> dict[str, dict[str, object]]:
    return {one["key"]: one for one in ctl("report diff 2025年报 --json").json["differences"]}


def operations(ctl) -> dict[str, list[int]]:
    return {key: [made["id"] for made in one["operations"]] for key, one in differences(ctl).items()}


def test_freezing_prints_the_report_and_keeps_it_byte_for_byte(demo_ctl, demo) -> None:
    before = demo_ctl("report year 2025").out
    whole = demo_ctl("report year 2025 --json").out
    done = demo_ctl("report year 2025 --freeze 2025年报")
    assert (done.code, done.out) == (0, before)
    assert "Z1 2025年报" in done.err
    kept = sqlite3.connect(demo).execute("SELECT report, sha256, stamp, figures FROM issued").fetchone()
    assert kept[0] == whole
    assert kept[1] == hashlib.sha256(whole.encode()).hexdigest()
    assert kept[2] == 2
    assert json.loads(kept[3]).keys() == json.loads(whole)["figures"].keys()


def test_freezing_does_not_change_the_report(issued) -> None:
    assert "记录截至：第 2 号操作\n" in issued("report year 2025").out


def test_a_name_is_used_once(issued) -> None:
    refused = issued("report year 2024 --freeze 2025年报 --json")
    assert (refused.code, refused.error["error"]) == (4, "name-issued")
    assert [one["name"] for one in issued("report list --json").json] == ["2025年报"]


def test_a_freeze_is_undone_like_everything_else(issued) -> None:
    assert issued("undo").code == 0
    assert issued("report list --json").json == []
    assert issued("report year 2024 --freeze 2025年报").code == 0
    assert issued("redo").code == 4
    assert [one["label"] for one in issued("report list --json").json] == ["2024"]


def test_a_report_that_cannot_be_written_is_not_kept(demo_ctl) -> None:
    assert demo_ctl("report year 2025 --freeze 甲 --out /no/such/folder/a.md").code == 1
    assert demo_ctl("report year 2025 --freeze 甲 --format nonsense").code == 2
    assert demo_ctl("report year 2025 --freeze 甲 --format csv").code == 2
    assert demo_ctl("report year 2025 --freeze 甲 --dry-run").code == 0
    assert demo_ctl("report list --json").json == []


def test_the_list_has_the_period_and_the_state_of_the_records(issued) -> None:
    one = issued("report list --json").json[0]
    assert {key: one[key] for key in ("id", "name", "label", "stamp", "complete")} == {
        "id": "Z1", "name": "2025年报", "label": "2025", "stamp": 2, "complete": True}
    assert issued("report list").out == "编号\t名称\t报告年度\t起\t止\t记录截至操作\nZ1\t2025年报\t2025\t2025-01-01\t2025-12-31\t2\n"


def test_an_issued_report_is_named_by_its_id_too(issued) -> None:
    assert issued("report diff Z1").out == issued("report diff z1").out == issued("report diff 2025年报").out
    assert issued("report diff Z2").code == 3


def test_nothing_differs_until_something_is_done(issued) -> None:
    said = issued("report diff 2025年报")
    assert said.code == 0
    assert "没有变化" in said.out
    assert differences(issued) == {}
    issued("member edit M3 --set place=别处")
    assert differences(issued) == {}


def test_each_figure_that_differs_names_the_operations_that_changed_it(issued) -> None:
    issued("member edit M3 --set kind=government")         # 4
    issued("capacity withdraw C1 --why 有误")               # 5
    issued("visit add 2025-12-30 M1 年终走访 --headcount 3")  # 6
    issued("visit add 2026-05-30 M1 走访")                   # 7: another year, no figure of 2025
    found = operations(issued)
    assert found["members.kind.enterprise"] == found["members.kind.government"] == [4]
    assert found["capacity.P1.operating"] == found["conflicts.open"] == [5]
    assert found["visits.count"] == found["visits.outgoing"] == found["visits.people"] == [6]
    assert 6 in found["visits.members_visited"]
    assert [key for key, numbers in found.items() if 7 in numbers and key not in ("visits.members_visited", "gaps.members_without_visit")] == []
    assert all(one["certain"] for one in differences(issued).values())


def test_a_removed_record_and_a_member_that_left_are_traced(issued) -> None:
    issued("visit remove V11")                   # 4
    issued("member leave M11 2025-12-01")        # 5
    found = operations(issued)
    assert found["visits.count"] == [4]
    assert found["members.end"] == found["members.left"] == [5]
    assert differences(issued)["members.end"]["then"]["value"] == 15
    assert differences(issued)["members.end"]["now"]["value"] == 14


def test_what_was_taken_back_since_changed_nothing(issued) -> None:
    issued("member leave M5 2025-06-01")
    assert "members.end" in differences(issued)
    issued("undo")
    assert differences(issued) == {}
    issued("redo")
    assert operations(issued)["members.end"] == [4]


def test_a_change_of_the_year_before_is_found_and_said_to_be_less_certain(issued) -> None:
    issued("visit remove V3")
    one = differences(issued)["visits.count"]
    assert (one["then"]["previous"], one["now"]["previous"]) == (6, 5)
    assert [made["id"] for made in one["operations"]] == [4]
    assert one["certain"] is False
    assert "？#4 visit remove" in issued("report diff 2025年报").out


def test_an_unknown_name_is_not_found(issued) -> None:
    assert issued("report diff 2024年报").code == 3
    assert issued("report diff").code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_differences_are_named_in_words_and_no_key_is_broken_at_80_columns(issued, lang: str) -> None:
    issued("member leave M11 2025-12-01")
    said = issued(f"report diff 2025年报 --format table --color never --lang {lang}", env={"COLUMNS": "80"}).out
    assert max(len(line) for line in said.splitlines()) <= 80
    for key in differences(issued):
        assert any(key in line.split() for line in said.splitlines()), key
    words = {"zh": ("退出的成员单", "二氟甲烷"), "en": ("members that", "operating")}[lang]
    assert all(word in said for word in words)
    assert {"zh": "上期", "en": "previous"}[lang] not in said     # no figure of the year before differs
