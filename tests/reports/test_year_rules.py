"""The rules of the yearly report, each as a reader would hold it against the paper: sums, traces, what is handed in, what is told once."""

from __future__ import annotations

import datetime

import pytest
from test_year import FIXED, LISTED
from test_year_members import shown, table, values

from alliancectl.render import FORMATS, renderer
from alliancectl.reports.audience import read
from alliancectl.reports.cells import code_of
from alliancectl.reports.model import Table
from alliancectl.reports.only import only
from alliancectl.reports.year import year_report
from alliancectl.reports.year.period import period_of, span_before
from alliancectl.store.file import reading
from alliancectl.text import Text

TODAY = datetime.date(2026, 6, 30)
YEARS = (2011, 2024, 2025, 2026)
COMPARED = ("previous", "rate_previous", "change", "percent")   # of the year before, whose report traces them


def tables(report):
    return [block for section in report.sections for block in section.blocks if isinstance(block, Table)]


def said(report, form, lang="zh"):
    return "".join(renderer(form)(report, lang))


def explained(path, year):
    period = period_of(year, TODAY, "01-01")
    with reading(path) as connection:
        return year_report(connection, period, span_before(period), explain=True)


# ---- sums ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_every_total_is_the_sum_of_its_rows(example, year):
    report = example(year)
    for key in ("members_by_kind", "members_by_rank", "visits_by_type", "visits_by_month", "visits_by_level"):
        found = table(report, key)
        for total in found.total:
            for column in found.columns[1:]:
                assert sum(row[column.key].value or 0 for row in found.rows) == total[column.key].value, (key, column.key)


@pytest.mark.parametrize("year", YEARS)
def test_the_figures_of_a_family_add_up_to_the_whole(example, year):
    figures = {key: figure.value for key, figure in example(year).figures.items()}

    def family(name):
        return sum(value for key, value in figures.items() if key.startswith(name + "."))

    assert figures["members.start"] + figures["members.joined"] - figures["members.left"] == figures["members.end"]
    assert family("members.kind") == family("members.rank") == figures["members.end"]
    assert figures["visits.incoming"] + figures["visits.outgoing"] == figures["visits.count"]
    assert family("visits.level") == figures["visits.incoming"]
    assert figures["visits.members_visited"] + figures["gaps.members_without_visit"] == figures["members.end"]


def test_every_documented_key_is_there_in_every_year(filled, example):
    for report in (filled.report(2025), *map(example, YEARS)):
        products = {key.split(".")[1] for key in report.figures if key.startswith("capacity.")}
        assert {*FIXED, *LISTED} <= set(report.figures)
        assert {f"output.{product}" for product in products} | {f"rate.{product}" for product in products} <= set(report.figures)


# ---- what a figure rests on ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_every_count_names_as_many_records_as_it_says(example, year):
    for key, figure in example(year).figures.items():
        if isinstance(figure.value, int) and key not in ("visits.people", "conflicts.open"):
            assert len(figure.records) == figure.value, key
        assert figure.records or not figure.value or figure.value == "0", key


@pytest.mark.parametrize("year", YEARS)
def test_every_number_of_every_table_names_its_records(example, year):
    for found in tables(example(year)):
        for row in (*found.rows, *found.total):
            for column in found.columns:
                cell = row.get(column.key)
                if cell and column.align == "right" and column.key not in COMPARED and cell.value not in (None, 0, "0") and not code_of(row):
                    assert cell.records or cell.sources or found.key == "sources", (found.key, column.key, cell)


def test_explain_lists_the_figures_of_the_tables_with_their_place_records_and_sources(example_path):
    rows = shown(explained(example_path, 2025), "tables_explained")
    assert ["成员单位构成（按级别）", "理事单位", "增减（家）", "+1", "M10", ""] in rows
    assert ["走访与接待情况（按类型）", "视察", "来访（批次）", "1", "V14", "R12"] in rows
    assert ["走访与接待情况（按类型）", "视察", "来访（人次）", "11", "V14", "R12"] in rows
    assert ["数据缺口与待核实事项", "未记人数", "数量", "1", "V16", ""] in rows
    assert not [row for row in rows if row[0] == "走访与接待一览"]   # its rows are records themselves


def test_every_figure_that_is_explained_has_words(example_path):
    for lang in ("zh", "en"):
        rows = shown(explained(example_path, 2025), "figures_explained", lang)
        assert not [row[0] for row in rows if not row[1] or row[1] == row[0]]
    words = {row[0]: row[1] for row in shown(explained(example_path, 2025), "figures_explained")}
    assert (words["members.rank.council"], words["visits.level.foreign"], words["members.chain.unstated"], words["capacity.P4.idle"]) == (
        "期末成员单位：理事单位", "来访批次：境外", "期末成员单位：未填", "二氟甲烷停产产能")


# ---- what is handed in -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_department_sees_no_command_line(example_path, form):
    for year in (2025, 2026):
        handed = said(explained(example_path, year), form, "both")
        assert "alliancectl" not in handed
        assert "补正办法" not in handed


def test_the_secretary_sees_the_commands(example):
    report = example(2025)
    for form in ("table", "plain"):
        assert "alliancectl visit edit V16 --set headcount=…" in " ".join(said(report, form).split())
    assert "alliancectl visit edit V16 --set headcount=…" in repr(report.data.made())


def test_the_stamp_is_worded_for_a_reader(example):
    report = example(2025)
    assert "记录截至：第 2 号操作\n" in said(report, "plain")
    assert "records as of: operation 2\n" in said(report, "plain", "en")
    assert report.data.made()["stamp"] == "#2"
    assert "#2" not in said(report, "md")


@pytest.mark.parametrize("form", sorted(FORMATS.keys() - {"pdf", "jsonl", "csv"}))
def test_the_same_report_is_the_same_bytes_in_each_format(example, form):
    for lang in ("zh", "en"):
        assert [*renderer(form)(example(2025), lang)] == [*renderer(form)(example(2025), lang)]


# ---- told once, and only what concerns the period -----------------------------------------------------------------------


def test_a_follow_up_is_listed_once(example):
    for year in YEARS:
        report = example(year)
        listed = [row[0] for key in ("follow_ups_closed", "carried_over", "overdue_earlier") for row in shown(report, key)]
        assert len(listed) == len(set(listed))
        assert {f"F{code[1:]}" for code in report.figures["follow_ups.open"].records} <= set(listed)


def test_many_follow_ups_that_were_due_long_ago_are_counted_by_year_and_listed_in_the_annex(filled):
    with filled.writing():
        filled.visit("2020-05-14")
        for year in (*[2020] * 8, *[2022] * 4, 2025):
            filled.add("follow_up", visit="V1", text="补报产能", due=f"{year}-12-31")
        filled.add("follow_up", visit="V1", text="不定期")
    report = filled.report(2025)
    assert [row[0] for row in shown(report, "carried_over")] == ["F13", "F14"]
    assert shown(report, "overdue_by_year") == [["2020", "8"], ["2022", "4"], ["合计", "12"]]
    assert [row[0] for row in shown(report, "overdue_earlier")] == [f"F{number}" for number in range(1, 13)]
    assert table(report, "overdue_by_year").remark.zh == "逐项列于附表。"
    assert values(report, "follow_ups.open", "follow_ups.overdue") == {"follow_ups.open": 14, "follow_ups.overdue": 12}


def test_a_few_old_ones_stay_in_the_plan(filled):
    with filled.writing():
        filled.visit("2020-05-14")
        for _ in range(10):
            filled.add("follow_up", visit="V1", text="补报产能", due="2020-12-31")
    report = filled.report(2025)
    assert len(shown(report, "carried_over")) == 10
    assert not shown(report, "overdue_by_year")


def test_what_another_year_left_out_is_not_listed_again(filled):
    with filled.writing():
        filled.add("member", name="甲公司", joined="2015-01-01")
        for year in (2019, 2020, 2025):
            filled.add("capacity", member="甲公司", product="聚合物", amount=f"{year} t/a", as_of=f"{year}-12-31", sources=["登记簿"])
    filled.leave("甲公司", "2021-06-01")
    assert [row[0] for row in shown(filled.report(2021), "left_out")] == ["C2"]    # it left in this year
    assert shown(filled.report(2023), "left_out") == []
    assert [row[0] for row in shown(filled.report(2025), "left_out")] == ["C3"]    # stated in this year, of no member


def test_a_capacity_that_may_be_of_after_the_end_is_told(filled):
    with filled.writing():
        filled.add("member", name="甲公司", joined="2015-01-01")
        for as_of, amount in (("2024-12-31", "600 t/a"), ("2025/2026", "500 t/a"), ("2026", "400 t/a")):
            filled.add("capacity", member="甲公司", product="聚合物", amount=amount, as_of=as_of, sources=["登记簿"])
    report = filled.report(2025)
    assert values(report, "capacity.P1.operating") == {"capacity.P1.operating": "600"}
    assert [(row[0], row[-1]) for row in shown(report, "left_out")] == [("C2", "截至时间可能晚于期末，期末数未采用")]
    assert [row[0] for row in shown(filled.report(2026), "left_out")] == ["C2", "C3"]   # the year still runs: its last day is today


def test_a_project_beside_a_plant_begins_with_nothing(filled):
    with filled.writing():
        filled.add("member", name="甲公司", joined="2015-01-01")
        filled.add("capacity", member="甲公司", product="聚合物", amount="600 t/a", as_of="2024-12-31", sources=["登记簿"])
        filled.add("capacity", member="甲公司", product="聚合物", amount="500 t/a", as_of="2025-05-31", status="planned", sources=["登记簿"])
    assert [row[0:1] + row[2:5] for row in shown(filled.report(2025), "capacity_changes")] == [["新增拟建", "—", "500吨/年", "2025-05-31"]]


def test_what_has_no_year_is_left_out_of_every_year(filled):
    filled.visit("某年6月20日")
    for year in YEARS:
        assert [row[0] for row in shown(filled.report(year), "left_out")] == ["V1"]


# ---- headlines ---------------------------------------------------------------------------------------------------------


def test_many_products_are_not_all_key_figures(filled):
    with filled.writing():
        filled.add("member", name="甲公司", joined="2020-01-01")
        for number in range(1, 15):
            filled.add("capacity", member="甲公司", product=f"产品{number:02}", amount="5 t/a", as_of="2025-12-31", sources=["登记簿"])
        for line in ("一号线", "二号线"):
            filled.add("capacity", member="甲公司", line=line, product="产品99", amount="5 t/a", as_of="2025-12-31", sources=["登记簿"])
    report = filled.report(2025)
    products = [row[0] for row in shown(report, "key_figures") if row[0].startswith("产品")]
    assert len(products) == 10
    assert "产品99在产产能" in products       # it has the most records
    assert "其余 5 种见“产业与产能情况”" in table(report, "key_figures").remark.zh
    assert "for 5 more see “Industry and capacity”" in table(report, "key_figures").remark.en


def test_what_is_missing_is_a_key_figure_too(example):
    rows = {row[0]: row[2:4] for row in shown(example(2025), "key_figures")}
    assert rows["没有走访或接待的成员单位"] == ["9", "6"]
    assert rows["没有产能数据的成员单位"] == ["8", "7"]


# ---- people, visitors ----------------------------------------------------------------------------------------------------


def test_people_of_whom_nothing_is_known_are_not_nought_people(filled):
    filled.visit("2025-05-14")
    report = filled.report(2025)
    assert (report.figures["visits.people"].value, report.figures["visits.people"].marks, report.figures["visits.people"].change) == (0, ("partial",), None)
    assert ["参与人次", "人次", "0", "未记", "—", "—"] in shown(report, "key_figures")
    visits = next(section for section in report.sections if section.key == "visits")
    assert visits.blocks[0].text == Text(
        "报告期内共开展走访与接待 1 批次（人数未记）。其中来访 0 批次，走访 1 批次（人数未记）。",
        "There was 1 visit (headcount not recorded): 0 incoming and 1 outgoing (headcount not recorded).")


def test_an_incoming_visit_without_its_visitor_does_not_show_the_host_alone(filled):
    filled.add("member", name="甲公司", joined="2020-01-01")
    filled.visit("2025-05-14", "甲公司", direction="incoming")
    report = filled.report(2025)
    assert shown(report, "visits")[0][3] == "来访单位未记（接待：甲公司）"
    assert shown(report, "visits", "en")[0][3] == "visitor not recorded (host: 甲公司)"


def test_two_hosts_are_hosts(filled):
    for name in ("甲公司", "乙公司"):
        filled.add("member", name=name, joined="2020-01-01")
    filled.visit("2025-05-14", "甲公司", "乙公司", direction="incoming", visitor="某厅")
    assert shown(filled.report(2025), "visits", "en")[0][3] == "某厅 (hosts: 甲公司, 乙公司)"


# ---- what check finds stands in §6 ---------------------------------------------------------------------------------------


def test_a_visit_to_an_organisation_that_was_no_member_then_stands_among_the_problems(filled):
    filled.add("member", name="甲公司", joined="2020-01-01")
    filled.leave("甲公司", "2024-06-01")
    filled.visit("2025-05-14", "甲公司")
    assert ["走访所列单位当时不是成员", "1", "V1", "alliancectl check outside-membership V1"] in shown(filled.report(2025), "data_gaps")


def test_memberships_that_overlap_stand_among_the_problems(filled):
    import sqlite3

    filled.add("member", name="甲公司", joined="2020-01-01")
    with sqlite3.connect(filled.path) as connection:   # another program wrote it: ours refuses
        connection.execute("INSERT INTO membership(member) VALUES (1)")
    connection.close()
    report = filled.report(2025)
    assert ["同一单位的两段成员资格重叠", "2", "J1 J2", "alliancectl check membership-overlap"] in shown(report, "data_gaps")
    assert report.figures["members.end"].value == 1


# ---- nothing to tell -----------------------------------------------------------------------------------------------------


def test_a_year_without_members_and_visits_says_so_once(filled):
    report = filled.report(2025)
    text = said(report, "plain")
    assert text.count("没有走访和接待记录") == 2     # §3 and the ledger of the annex
    assert "没有成员单位退出" not in text
    assert {"visits_by_type", "joined", "follow_ups_closed"} <= {found.key for found in tables(report)}   # JSON and CSV have them


def test_a_table_that_is_asked_for_is_shown_though_it_is_empty(filled):
    assert "报告期内没有走访和接待记录。" in said(only(filled.report(2025), "visits_by_type"), "plain")


# ---- much to tell --------------------------------------------------------------------------------------------------------


def test_long_lists_stand_in_the_annex_and_the_text_says_where(filled):
    with filled.writing():
        for number in range(1, 61):
            filled.add("member", name=f"第{number:02}号单位", joined="2020-01-01")
            filled.visit("2025-05-14", "M1", subject=f"第{number:02}次走访")
    report = filled.report(2025)
    text, annex = said(report, "plain").split("\nA 附表与资料来源\n")
    assert "走访与接待一览\n共 60 项，见附表“走访与接待台账”。" in text
    assert "未涉及的成员单位\n共 59 项，见附表“未涉及的成员单位”。" in text
    assert ("第60号单位" in text, "第60次走访" in text) == (False, False)
    assert annex.count("第60次走访") == 1
    assert annex.index("\n未涉及的成员单位\n") < annex.index("\n未计入的记录\n")
    assert len(shown(report, "members_not_visited")) == 59      # JSON and CSV have it where it always is
    assert [block.key for block in read(report).sections[-1].blocks].count("members_not_visited") == 1


def test_a_section_alone_keeps_its_long_lists(filled):
    with filled.writing():
        for number in range(1, 61):
            filled.visit("2025-05-14", subject=f"第{number:02}次走访")
    assert "第60次走访" in said(only(filled.report(2025), "visits"), "plain")
