"""report year: any period, one part of it, and what each figure rests on."""

from __future__ import annotations

import pytest


@pytest.fixture
def demo_ctl(ctl, demo):
    return lambda line, *words, **more: ctl(line, *words, db=demo, **more)


def test_a_period_of_its_own_has_its_days_and_its_label(demo_ctl) -> None:
    report = demo_ctl("report year --from 2024-07-01 --to 2025年6月30日 --label 评估期")
    assert report.out.splitlines()[:2] == ["示例氟材料产业技术创新战略联盟评估期报告", "报告期：2024-07-01 至 2025-06-30"]
    assert demo_ctl("report year --from 2024-07-01 --to 2025-06-30 --json").json["period"] == {
        "label": "2024-07-01–2025-06-30", "from": "2024-07-01", "to": "2025-06-30", "complete": True}


def test_a_period_without_a_last_day_runs_to_today(demo_ctl) -> None:
    assert demo_ctl("report year --from 2026-01-01 --json").json["period"] == {
        "label": "2026-01-01–2026-06-30", "from": "2026-01-01", "to": "2026-06-30", "complete": True}


@pytest.mark.parametrize(("line", "code", "error"), [
    ("report year 2025 --last", 2, "usage"), ("report year 2025 --from 2025-01-01", 2, "usage"), ("report year --to 2025-01-01", 2, "usage"),
    ("report year --from 2025-05 --to 2025-06-01", 4, "date-not-exact"), ("report year --from 2025-06-01 --to 2025-05-01", 2, "period-backwards"),
    ("report year --from 2027-06-01 --to 2027-07-01", 2, "period-not-begun"), ("report year 2025 visits.people", 2, "usage"),
    ("report year 2025 --section nonsense", 2, "unknown-section"), ("report year 2025 --explain visits.poeple", 3, "unknown-figure"),
    ("report year 2025 --freeze x --explain", 2, "usage"), ("report year 2025 --section members --format csv", 2, "several-tables")])
def test_what_does_not_go_together_is_named(demo_ctl, line: str, code: int, error: str) -> None:
    refused = demo_ctl(line + ("" if "--format" in line else " --json"))
    assert refused.code == code
    assert error in refused.err


def test_a_label_makes_a_safe_file_name(demo_ctl, home) -> None:
    assert demo_ctl("report year --from 2025-01-01 --to 2025-06-30 --label ../../上半年 --out {year}.md").code == 0
    assert [path.name for path in home.glob("*.md")] == ["上半年.md"]


def test_one_table_of_the_report_is_csv(demo_ctl) -> None:
    table = demo_ctl("report year 2025 --section members_by_rank --format csv").out.removeprefix("\ufeff")
    assert table.splitlines()[:2] == ["rank,start,end,change", "chair,1,1,0"]
    assert demo_ctl("report year 2025 --section members.members_by_rank --format csv").out.removeprefix("\ufeff") == table


def test_one_section_is_printed_in_every_format(demo_ctl) -> None:
    whole, part = demo_ctl("report year 2025 --json").json, demo_ctl("report year 2025 --section problems --json").json
    assert part["sections"] == [section for section in whole["sections"] if section["key"] == "problems"]
    assert part["figures"] == whole["figures"]
    said = demo_ctl("report year 2025 --section problems").out
    assert "6 存在问题" in said
    assert "5 协同创新" not in said


def test_a_mistyped_table_is_suggested(demo_ctl) -> None:
    assert "members.members_by_rank" in demo_ctl("report year 2025 --section by_rank").err


# ---- what a figure rests on ---------------------------------------------------------------------------------------


def test_every_figure_is_listed_with_all_that_it_rests_on(demo_ctl) -> None:
    report = demo_ctl("report year 2025 --explain --json").json
    table = next(block for block in report["sections"][-1]["blocks"] if block["key"] == "figures_explained")
    rows = {row["key"]: row for row in table["rows"]}
    assert list(rows) == list(report["figures"])
    for key, figure in report["figures"].items():
        assert rows[key]["records"].split() == figure["records"], key
        assert rows[key]["sources"].split() == figure["sources"], key


@pytest.mark.parametrize("form", ["plain", "md"])
def test_the_annex_of_figures_stands_in_what_people_read(demo_ctl, form: str) -> None:
    assert "各项数字及其依据" in demo_ctl(f"report year 2025 --explain --format {form}").out
    assert "各项数字及其依据" not in demo_ctl(f"report year 2025 --format {form}").out


def test_one_figure_is_explained_record_by_record(demo_ctl) -> None:
    said = demo_ctl("report year 2025 --explain capacity.P1.operating").out
    assert said.splitlines()[:3] == ["capacity.P1.operating 聚偏二氯乙烯在产产能", "数值：28,000–60,000 t/a（数据矛盾、沿用以前数据）", "记录截至：第 2 号操作"]
    assert "C1\t产能记录\t巨化集团有限公司 聚偏二氯乙烯 60,000 t/a\t60,000 t/a\tR1 R17" in said
    assert "“production bases with an annual output of 60,000 tons of PVDC new food packaging materials”" in said
    form = demo_ctl("report year 2025 --explain capacity.P1.operating --json").json
    assert (form["low"], form["high"], form["marks"]) == ("28000", "60000", ["conflict", "carried"])
    assert [record["id"] for record in form["records"]] == ["C1", "C2"]
    assert {source["id"] for source in form["sources"]} == {one["source"] for record in form["records"] for one in record["sources"]}


def test_a_key_alone_is_of_this_year_or_the_last(demo_ctl) -> None:
    assert demo_ctl("report year --last --explain visits.count").out == demo_ctl("report year 2025 --explain visits.count").out


def test_no_personal_field_stands_in_an_explanation(ctl) -> None:
    ctl("member add 甲公司 --joined 2024-01-01 --contact 张三 --phone 13800001111 --email z@x.cn")
    for line in ("report year 2025 --explain", "report year 2025 --explain members.end", "report year 2025 --explain members.end --json",
                 "report member M1", "report member M1 --json"):
        said = ctl(line)
        assert said.code == 0
        assert not any(word in said.out + said.err for word in ("张三", "13800001111", "z@x.cn")), line
