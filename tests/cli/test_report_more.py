"""One member's file, the gaps, and the claims that contradict each other."""

from __future__ import annotations

import shlex

import pytest
from tests_support import asked_of


@pytest.fixture
def demo_ctl(ctl, demo):
    return lambda line, *words, **more: ctl(line, *words, db=demo, **more)


def test_a_members_file_has_everything_that_belongs_to_it(demo_ctl) -> None:
    form = demo_ctl("report member M3 --json").json
    assert form["member"]["name"] == "子虚氟化工股份有限公司"
    assert [one["id"] for one in form["memberships"]] == ["J3"]
    assert [one["id"] for one in form["visits"]] == ["V2", "V3", "V10", "V12", "V23"]
    assert [one["id"] for one in form["follow_ups"]] == ["F1", "F5"]
    assert {one["claim"]: one["figure"] for one in form["effective"]}["C19"] == "15000"
    assert [one["id"] for one in form["history"]] == [2]
    said = demo_ctl("report member M3").out
    for heading in ("1 基本信息", "2 成员资格与级别", "3 基地", "4 走访与接待", "5 后续事项", "6 产能", "7 变更历史"):
        assert heading in said


def test_renames_ranks_and_leaving_stand_in_the_file(demo_ctl) -> None:
    assert "黄粱氟化工协会\t2025-05-20" in demo_ctl("report member M13").out
    ranks = demo_ctl("report member 蜃楼锂电材料有限公司 --json").json["memberships"]
    assert [(one["rank"], one["since"]["canonical"]) for one in ranks] == [("member", ranks[0]["since"]["canonical"]), ("council", "2025-04-18")]
    assert "退出" in demo_ctl("report member M12").out


def test_personal_fields_are_shown_only_when_asked_for(ctl) -> None:
    ctl("member add 甲公司 --contact 张三 --phone 13800001111")
    ctl("member edit M1 --set phone=13800002222")
    for line in ("report member M1", "report member M1 --json", "report member M1 --format md"):
        assert not any(word in ctl(line).out for word in ("张三", "13800001111", "13800002222")), line
    assert "张三" in ctl("report member M1 --contacts").out
    assert ctl("report member M1 --contacts --json").json["member"]["phone"] == "13800002222"


def test_a_member_with_nothing_has_a_file_that_reads_well(ctl) -> None:
    ctl("member add 甲公司")
    said = ctl("report member M1")
    assert said.code == 0
    assert said.out.count("没有记录。") == 4
    assert ctl("report member M9").code == 3


def test_every_gap_of_the_report_is_a_line_with_its_command(demo_ctl, demo) -> None:
    found = demo_ctl("report gaps 2025 --json").json
    counts = {row["gap"]: row["number"] for row in demo_ctl("report year 2025 --section data_gaps --json").json["sections"][0]["blocks"][0]["rows"]}
    assert sum(counts.values()) == len(found)
    assert {one["record"]: one["command"] for one in found if one["code"] == "no-chain"} == {"M15": "alliancectl member edit M15 --set chain=…"}
    for one in found:
        assert one["record"] in one["command"], one
        assert one["name"], one


def test_the_command_of_a_gap_fills_it(ctl) -> None:
    ctl("member add 甲公司 --joined 2024-01-01 --kind 企业")
    gap = next(one for one in ctl("report gaps 2025 --json").json if one["code"] == "no-chain")
    assert ctl(gap["command"].removeprefix("alliancectl ").replace("…", "上游")).code == 0
    assert "no-chain" not in [one["code"] for one in ctl("report gaps 2025 --json").json]


def test_a_file_named_on_the_command_line_is_named_in_the_commands(ctl, demo, tmp_path) -> None:
    odd = tmp_path / "我的 记录.db"
    odd.write_bytes(demo.read_bytes())
    for line in ("report gaps 2025 --json --db", "report conflicts --json --db"):
        one = ctl(line, odd).json[0]
        command = one["command"] if "command" in one else one["claims"][0]["prefer"]
        assert shlex.split(command)[-2:] == ["--db", str(odd)]


def test_conflicting_claims_stand_side_by_side(demo_ctl) -> None:
    pvdc, ptfe = demo_ctl("report conflicts --json").json
    assert (pvdc["low"], pvdc["high"], pvdc["effective"]) == ("28000", "60000", "C2")
    assert [(one["id"], one["why"]) for one in pvdc["claims"]] == [
        ("C2", {"taken": True, "by": ["dated"]}), ("C1", {"taken": False, "by": ["dated"]})]
    assert [(source["id"], source["tier"]) for source in pvdc["claims"][1]["sources"]] == [("R1", 5), ("R17", 2)]
    assert pvdc["claims"][1]["sources"][0]["quote"].startswith("production bases")
    assert ptfe["claims"][0]["withdraw"] == "alliancectl capacity withdraw C28 --why …"
    said = demo_ctl("report conflicts").out
    assert "项目\tC2\tC1\n" in said
    assert "是：有日期，另一条年份不详" in said
    assert "总数与分项之和不一致" in said


def test_the_command_settles_the_conflict(demo_ctl) -> None:
    command = demo_ctl("report conflicts --json").json[0]["claims"][0]["prefer"]
    assert demo_ctl(command.removeprefix("alliancectl ").replace("…", "核实")).code == 0
    assert [one["product"] for one in demo_ctl("report conflicts --json").json] == ["P2"]


def test_no_conflict_is_said_in_words(ctl) -> None:
    assert "没有未核实的矛盾" in ctl("report conflicts").out
    assert ctl("report conflicts --json").json == []
    assert "没有发现数据缺口" in ctl("report gaps 2025").out or ctl("report gaps 2025").out.startswith("代码\t")


@pytest.mark.parametrize("rivals", [3, 12])
def test_many_rivals_stand_a_line_each_within_80_columns(ctl, rivals) -> None:
    ctl("member add 甲公司 --joined 2010")
    ctl("product add PVDF --unit t/a")
    for number in range(1, rivals + 1):
        ctl(f"source add 第{number}号公告 --kind company")
        ctl(f"capacity add M1 P1 {number}000吨/年 --as-of 2025 --source R{number} --quote 年产{number}000吨")
    said = ctl("report conflicts --format table", env={"COLUMNS": "80"}).out
    lines = said.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("C")] == [f"C{number}" for number in range(1, rivals + 1)]
    assert max(sum(2 if character >= "⺀" else 1 for character in line) for line in lines) <= 80
    assert [" ".join(lines).count(f"capacity {verb}") for verb in ("prefer", "withdraw")] == [1, 1]
    assert [len(one["claims"]) for one in ctl("report conflicts --json").json] == [rivals]


@pytest.fixture
def asked(monkeypatch):
    """Every statement that was asked of a record file."""
    return asked_of(monkeypatch)


@pytest.mark.parametrize("line", ["report conflicts", "report member M9"])
def test_who_asks_about_claims_is_not_kept_waiting_for_the_visits_of_others(demo_ctl, asked, line):
    assert demo_ctl(line).code == 0
    assert [statement for statement in asked if "coalesce(t.date_latest" in statement] == []
    assert demo_ctl("report gaps 2025").code == 0
    assert [statement for statement in asked if "coalesce(t.date_latest" in statement] != []


def test_the_follow_ups_of_a_member_are_asked_for_at_once_however_many_visits_it_had(demo_ctl, asked):
    demo_ctl("report member M3")
    before = len(asked)
    for number in range(30):
        demo_ctl(f"visit add 2026-05-1{number % 9} M3 第{number}次走访")
    asked.clear()
    demo_ctl("report member M3")
    assert len(asked) - before < 30
