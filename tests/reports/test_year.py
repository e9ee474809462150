"""The yearly report as a whole: its JSON form, its stamp, the same bytes, a fixed number of queries, empty alliances."""

from __future__ import annotations

import datetime
import json

import pytest
from test_year_members import shown

from alliancectl.reports.model import Figure, Table
from alliancectl.reports.year import year_report
from alliancectl.reports.year.figures import compared
from alliancectl.reports.year.period import period_of, span_before, span_period
from alliancectl.store.file import reading
from alliancectl.store.history import change, redo, undo
from alliancectl.text import Text

TODAY = datetime.date(2026, 6, 30)
FIGURE = ["value", "low", "high", "unit", "as_of", "previous", "change", "percent", "marks", "records", "sources"]
FIXED = ["members.start", "members.joined", "members.left", "members.end", "visits.count", "visits.people", "visits.incoming",
         "visits.outgoing", "visits.maybe", "visits.undated", "visits.members_visited", "follow_ups.opened", "follow_ups.done",
         "follow_ups.overdue", "follow_ups.open", "conflicts.open", "gaps.members_without_visit", "gaps.members_without_capacity"]
LISTED = [f"members.kind.{key}" for key in (
    "enterprise", "university", "institute", "public_institution", "association", "financial", "government", "other")]
LISTED += [f"members.rank.{key}" for key in ("chair", "vice_chair", "standing_council", "council", "member", "observer")]
LISTED += [f"members.chain.{key}" for key in (
    "upstream", "midstream", "downstream", "research", "equipment", "testing", "service")]
LISTED += [f"visits.level.{key}" for key in ("national", "provincial", "municipal", "county", "industry", "foreign", "other")]


def printed(data, lang):
    """The JSON form as a renderer prints it."""
    return json.dumps(_said(data, lang), ensure_ascii=False)


def _said(data, lang):
    if isinstance(data, Text):
        return data.to(lang)
    if isinstance(data, dict):
        return {key: _said(value, lang) for key, value in data.items()}
    return [_said(value, lang) for value in data] if isinstance(data, list | tuple) else data


# ---- the JSON form ---------------------------------------------------------------------------------------------------


def test_the_json_form_has_the_documented_keys(example):
    form = json.loads(printed(example(2025).data.made(), "en"))
    assert list(form) == ["schema", "alliance", "period", "stamp", "figures", "sections"]
    assert form["schema"] == 1
    assert form["alliance"]["name"] == "示例氟材料产业技术创新战略联盟"
    assert form["alliance"]["founded"] == {
        "text": "2010-06-18", "canonical": "2010-06-18", "earliest": "2010-06-18", "latest": "2010-06-18"}
    assert form["period"] == {"label": "2025", "from": "2025-01-01", "to": "2025-12-31", "complete": True}
    assert all(list(figure) == FIGURE for figure in form["figures"].values())
    assert [section["key"] for section in form["sections"]] == [
        "key_figures", "alliance", "members", "visits", "capacity", "innovation", "problems", "plan", "annex"]
    for section in form["sections"]:
        assert list(section) == ["key", "title", "blocks"]
        for block in section["blocks"]:
            assert list(block) in (["key", "title", "columns", "rows", "remark"], ["key", "title", "text"])
            for column in block.get("columns", ()):
                assert list(column) == ["key", "label", "unit"]
            for row in block.get("rows", ()):
                assert list(row) == [column["key"] for column in block["columns"]]


def test_every_figure_is_present_with_value_zero_too(filled, example):
    for report in (filled.report(2025), example(2025)):
        assert set(FIXED + LISTED) <= set(report.figures)
    empty = {key: figure.value for key, figure in filled.report(2025).figures.items()}
    assert empty == dict.fromkeys(FIXED + LISTED, 0)


def test_a_figure_in_json_says_its_change_its_marks_and_what_it_rests_on(example):
    assert json.loads(printed(example(2025).data.made(), "zh"))["figures"]["visits.people"] == {
        "value": 90, "low": None, "high": None, "unit": None, "as_of": None, "previous": 35, "change": 55, "percent": "157.1",
        "marks": ["partial", "approximate"],
        "records": ["V8", "V9", "V10", "V11", "V12", "V13", "V14", "V15", "V16", "V18", "V17"], "sources": ["R12"]}


def test_keys_are_the_same_in_both_languages(example):
    zh, en = (json.loads(printed(example(2025).data.made(), lang)) for lang in ("zh", "en"))
    assert zh["figures"] == en["figures"]
    assert [block["key"] for section in zh["sections"] for block in section["blocks"]] == [
        block["key"] for section in en["sections"] for block in section["blocks"]]
    assert (zh["sections"][0]["title"], en["sections"][0]["title"]) == ("主要数据", "Key figures")


def test_the_year_of_the_undated_visit_is_never_made_up(example):
    for year in (2019, 2025):
        assert "2019-06-20" not in printed(example(year).data.made(), "both")


# ---- the same file, the same report ----------------------------------------------------------------------------------


def test_the_same_file_gives_the_same_report(example):
    one, other = example(2025), example(2025)
    assert one._replace(data=None) == other._replace(data=None)
    assert printed(one.data.made(), "both") == printed(other.data.made(), "both")


def test_the_stamp_is_the_last_operation_that_changed_a_record(filled):
    first = filled.report(2025).data.made()["stamp"]
    filled.add("member", name="甲公司")
    second = filled.report(2025).data.made()["stamp"]
    assert int(second[1:]) == int(first[1:]) + 1
    filled.edit("M1", "member", place="衢州")
    third = filled.report(2025).data.made()["stamp"]
    with change(filled.path, "undo") as now:
        undo(now)
    fourth = filled.report(2025).data.made()["stamp"]
    with change(filled.path, "redo") as now:
        redo(now)
    stamps = [second, third, fourth, filled.report(2025).data.made()["stamp"]]
    assert [int(stamp[1:]) for stamp in stamps] == list(range(int(second[1:]), int(second[1:]) + 4))


def test_undoing_gives_the_old_report_under_a_new_stamp(filled):
    filled.add("member", name="甲公司", joined="2024-01-01")
    before = filled.report(2025)
    filled.leave("M1", "2025-06-01")
    with change(filled.path, "undo") as now:
        undo(now)
    assert filled.report(2025).sections == before.sections
    assert filled.report(2025).figures == before.figures


def test_removed_records_are_in_no_figure(filled):
    filled.add("member", name="甲公司", joined="2024-01-01")
    filled.visit("2025-05-14", "M1")
    with change(filled.path, "undo") as now:
        undo(now)
    assert filled.report(2025).figures["visits.count"].value == 0
    assert filled.report(2025).figures["gaps.members_without_visit"].value == 1


def queries(filled, period):
    seen = []
    filled.between(period, seen.append)
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_the_records(filled):
    period = period_of(2025, TODAY, "01-01")
    counts = []
    for up_to in (10, 300):
        with filled.writing():
            for number in range((counts and 11) or 1, up_to + 1):
                filled.add("member", name=f"第{number}号单位", joined="2024-05-01", kind="enterprise", chain=["upstream"])
                filled.visit("2025-05-14", f"M{number}", headcount="3", sources=["登记簿"] if number > 1 else [])
                filled.add("follow_up", visit=f"V{number}", text="补报产能", sources=["登记簿"])
                filled.add("capacity", member=f"M{number}", product="聚合物", amount=f"{number} t/a", as_of="2025-06-30",
                           sources=["登记簿"])
        counts.append(queries(filled, period))
    assert counts[0] == counts[1] < 60
    assert filled.between(period).figures["members.end"].value == 300


# ---- how it reads ------------------------------------------------------------------------------------------------------


def test_an_empty_alliance_reads_well(filled):
    report = filled.report(2025)
    empties = [block for section in report.sections for block in section.blocks if isinstance(block, Table) and not block.rows]
    assert len(empties) > 10
    for table in empties:
        assert table.empty != Table("", Text("", ""), ()).empty, table.key
        assert table.empty.zh.endswith("。"), table.key
        assert table.empty.en.endswith("."), table.key
        assert not table.total, table.key


def test_every_word_is_in_both_languages(example):
    def walk(value):
        if isinstance(value, Text):
            yield value
        elif isinstance(value, tuple | list):
            for one in value:
                yield from walk(one)
        elif isinstance(value, dict):
            yield from walk(list(value.values()))
    for text in walk([section for year in (2024, 2025, 2026) for section in example(year).sections]):
        assert bool(text.zh) == bool(text.en), text


def test_a_running_year_says_as_of_which_day(example):
    report = example(2026)
    assert report.data.made()["period"] == {"label": "2026", "from": "2026-01-01", "to": "2026-06-30", "complete": False}
    assert "截至 2026-06-30" in {label.zh: value for label, value in report.head}["报告期"].zh
    columns = report.sections[0].blocks[0].columns
    assert [column.label.zh for column in columns[2:4]] == ["2025-01-01 至 2025-06-30", "2026-01-01 至 2026-06-30"]


def test_a_period_of_its_own_has_its_label(example_path):
    asked = span_period("2016-01-01", "2017-01-27", "评估期", TODAY)
    with reading(example_path) as connection:
        report = year_report(connection, asked, span_before(asked))
    assert report.title.zh == "示例氟材料产业技术创新战略联盟评估期报告"
    assert report.data.made()["period"] == {"label": "评估期", "from": "2016-01-01", "to": "2017-01-27", "complete": True}


def test_the_key_figures_are_compared(example):
    rows = {row[0]: row[2:] for row in shown(example(2025), "key_figures")}
    assert rows["走访与接待"] == ["6", "11", "+5", "+83.3 %"]
    assert rows["退出"] == ["0", "1", "+1", "—"]
    assert rows["二氟甲烷开工率"] == ["75.0", "78.0", "+3.0 百分点", "—"]
    assert rows["聚偏二氯乙烯在产产能"] == ["28,000–60,000", "28,000–60,000", "—", "—"]
    assert rows["聚四氟乙烯在产产能"] == ["30,000", "32,000–36,000", "—", "—"]


def test_what_a_person_wrote_stands_in_its_section(filled):
    period = period_of(2025, TODAY, "01-01")
    with reading(filled.path) as connection:
        report = year_report(connection, period, span_before(period), {"innovation": "联合攻关一项。", "plan": "筹备换届。"})
    texts = {section.key: section.blocks[0].text for section in report.sections if section.blocks[0].key == "text"}
    assert texts == {"innovation": "联合攻关一项。", "plan": "筹备换届。"}


def test_rows_that_another_program_left_half_empty_are_reported_all_the_same(filled):
    import sqlite3

    connection = sqlite3.connect(filled.path)
    for table in ("member", "membership", "visit", "follow_up", "site", "source", "product", "capacity"):
        connection.execute(f"INSERT INTO {table} DEFAULT VALUES")
    connection.execute("INSERT INTO membership(member) VALUES (1)")
    connection.commit()
    connection.close()
    report = filled.report(2025)
    assert report.figures["members.end"].value == 1
    assert report.figures["visits.undated"].value == 1


@pytest.mark.parametrize(("now", "before", "change", "percent"), [
    (11, 6, 5, "83.3"), (0, 4, -4, "-100.0"), (2, 0, 2, None), (0, 0, 0, None), (3, 3, 0, "0.0"), (1, 3, -2, "-66.7"),
    ("25000", "20000", "5000", "25.0"), ("7.5", "5.1", "2.4", "47.1"), ("5", "0", "5", None), (10000, 10001, -1, "0.0")])
def test_a_change_is_told_as_a_number_and_in_per_cent_of_a_last_value_other_than_zero(now, before, change, percent):
    figure = compared(Figure(now), Figure(before))
    assert (figure.previous, figure.change, figure.percent) == (before, change, percent)


def test_a_range_has_no_change_and_is_kept_in_words():
    assert compared(Figure(None, "28000", "60000"), Figure("30000"))[5:8] == ("30000", None, None)
    assert compared(Figure("30000"), Figure(None, "28000", "60000"))[5:8] == ("28000–60000", None, None)
    assert compared(Figure("30000"), Figure(None, "3000"))[5:8] == ("≥3000", None, None)
    assert compared(Figure("30000"), Figure(None))[5:8] == (None, None, None)


def test_a_rate_changes_in_percentage_points():
    assert compared(Figure("75.0", unit="%"), Figure("85.0", unit="%"))[6:8] == ("-10.0", None)
