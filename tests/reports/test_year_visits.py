"""§3: only what is certainly in the period counts; the rest stands beside it. Follow-ups move on certain days."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from test_year_members import shown, table, values

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.reports.year.follow_ups import course
from alliancectl.reports.year.period import period_of
from alliancectl.store.ask.follow_ups import FollowUp
from alliancectl.values.when import when

TODAY = datetime.date(2026, 6, 30)


def people_of(report):
    figure = report.figures["visits.people"]
    return figure.value, figure.marks


# ---- the example, by hand --------------------------------------------------------------------------------------------


def test_the_visits_of_the_example_of_2025_are_as_counted_by_hand(example):
    report = example(2025)
    keys = ("visits.count", "visits.incoming", "visits.outgoing", "visits.maybe", "visits.undated", "visits.members_visited",
            "gaps.members_without_visit", "follow_ups.opened", "follow_ups.done", "follow_ups.overdue", "follow_ups.open")
    assert [(report.figures[key].value, report.figures[key].previous) for key in keys] == [
        (11, 6), (6, 3), (5, 3), (1, 0), (1, 1), (9, 5), (6, 9), (6, 2), (2, 1), (2, 0), (4, 1)]
    assert people_of(report) == (90, ("partial", "approximate"))
    assert {key[13:]: figure.value for key, figure in report.figures.items() if key.startswith("visits.level.")} == {
        "national": 1, "provincial": 1, "municipal": 1, "county": 1, "industry": 1, "foreign": 1, "other": 0}
    assert report.figures["follow_ups.open"].records == ("F5", "F6", "F7", "F8")
    assert report.figures["follow_ups.overdue"].records == ("F5", "F7")


def test_the_example_by_type_and_month(example):
    report = example(2025)
    assert shown(report, "visits_by_type") == [
        ["调研", "0", "0", "3", "14", "3", "14"], ["视察", "1", "11", "0", "0", "1", "11"], ["考察", "1", "30", "0", "0", "1", "30"],
        ["接待", "1", "未记", "0", "0", "1", "未记"], ["交流", "2", "21", "2", "7", "4", "28"], ["检查/评估", "1", "7", "0", "0", "1", "7"],
        ["合计", "6", "69", "5", "21", "11", "90"]]
    assert [row[5] for row in shown(report, "visits_by_month")] == [
        "1", "1", "1", "1", "1", "1", "1", "0", "1", "1", "1", "0", "1", "11"]


def test_the_example_lists_what_it_does_not_count(example):
    assert shown(example(2025), "left_out")[:2] == [
        ["V1", "浙江省科学技术厅（接待：巨化集团有限公司）：氟材料产业技术创新战略联盟建设情况", "6月20日（年份不详）", "年份不详，不计入任何年度"],
        ["V19", "虚构邻省产业研究中心（接待：无何有特种气体有限公司）：含氟电子特气", "2025年12月至2026年1月", "日期跨报告期或不确定，未计入"]]


def test_the_visit_of_unknown_year_is_in_no_year_and_in_every_annex(example):
    for year in (2011, 2013, 2019, 2024, 2025, 2026):
        report = example(year)
        assert "V1" not in report.figures["visits.count"].records
        assert report.figures["visits.undated"].records == ("V1",)
        assert shown(report, "left_out")[0][0] == "V1"


# ---- single rules ----------------------------------------------------------------------------------------------------


def test_a_visit_without_a_year_is_counted_in_no_year(filled):
    filled.visit("某年6月20日")
    for year in (2019, 2024, 2025, 2026):
        assert values(filled.report(year), "visits.count", "visits.undated", "visits.maybe") == {
            "visits.count": 0, "visits.undated": 1, "visits.maybe": 0}


def test_a_visit_over_the_edge_of_a_year_is_maybe_in_both(filled):
    filled.visit("2024-12/2025-01")
    for year in (2024, 2025):
        assert values(filled.report(year), "visits.count", "visits.maybe") == {"visits.count": 0, "visits.maybe": 1}
    assert values(filled.report(2023), "visits.count", "visits.maybe") == {"visits.count": 0, "visits.maybe": 0}


def test_an_uncertain_date_is_maybe_even_inside_the_year(filled):
    filled.visit("2025-05-14?")
    filled.visit("约2025年")
    assert values(filled.report(2025), "visits.count", "visits.maybe") == {"visits.count": 0, "visits.maybe": 2}


def test_the_first_day_decides_the_period(filled):
    filled.visit("2024-12-30", end_date="2025-01-02")
    assert filled.report(2024).figures["visits.count"].value == 1
    assert values(filled.report(2025), "visits.count", "visits.maybe") == {"visits.count": 0, "visits.maybe": 0}


def test_a_missing_headcount_marks_the_sum_partial_and_is_never_zero_people(filled):
    filled.visit("2025-05-14", headcount="5", headcount_basis="counted")
    assert people_of(filled.report(2025)) == (5, ())
    filled.visit("2025-05-15")
    assert people_of(filled.report(2025)) == (5, ("partial",))
    filled.visit("2025-05-16", headcount="30", headcount_basis="estimated")
    report = filled.report(2025)
    assert people_of(report) == (35, ("partial", "approximate"))
    assert [row[-1] for row in shown(report, "visits")] == ["5", "未记", "30"]


def test_hosts_of_incoming_visits_and_members_visited_both_count(filled):
    for name in ("甲公司", "乙公司", "丙公司"):
        filled.add("member", name=name, joined="2020-01-01")
    filled.visit("2025-05-14", "甲公司")
    filled.visit("2025-06-14", "乙公司", direction="incoming", visitor="某厅", level="provincial")
    filled.visit("2025?", "丙公司")
    report = filled.report(2025)
    assert (report.figures["visits.members_visited"].records, report.figures["gaps.members_without_visit"].records) == (
        ("M1", "M2"), ("M3",))


def test_a_member_that_left_is_in_neither_half_of_the_coverage(filled):
    filled.add("member", name="甲公司", joined="2020-01-01")
    filled.visit("2025-05-14", "甲公司")
    filled.leave("甲公司", "2025-06-01")
    assert values(filled.report(2025), "visits.members_visited", "gaps.members_without_visit", "members.end") == {
        "visits.members_visited": 0, "gaps.members_without_visit": 0, "members.end": 0}


def test_an_incoming_visit_without_a_level_is_counted_under_not_stated(filled):
    filled.visit("2025-05-14", direction="incoming", visitor="某厅")
    report = filled.report(2025)
    assert values(report, "visits.level.unstated", "visits.level.other", "visits.incoming") == {
        "visits.level.unstated": 1, "visits.level.other": 0, "visits.incoming": 1}


def test_a_year_that_begins_in_march(filled):
    filled.visit("2025-02-28")
    filled.visit("2025-03-01")
    assert filled.report(2024, "03-01").figures["visits.count"].records == ("V1",)
    assert filled.report(2025, "03-01").figures["visits.count"].records == ("V2",)
    assert len(table(filled.report(2025, "03-01"), "visits_by_month").rows) == 12


def test_the_year_in_progress_counts_to_its_day(filled):
    filled.visit("2026-01-05")
    filled.visit("2025-03-05")
    filled.visit("2025-09-05")
    report = filled.report(2026)
    assert (report.figures["visits.count"].value, report.figures["visits.count"].previous) == (1, 1)


def test_what_another_year_holds_is_not_listed(filled):
    filled.visit("2023-05-14")
    assert not shown(filled.report(2025), "left_out")


# ---- follow-ups ------------------------------------------------------------------------------------------------------


def test_the_state_at_a_date_follows_from_the_closing_day(filled):
    filled.visit("2025-05-14")
    filled.add("follow_up", visit="V1", text="补报产能", due="2025-11-30", state="done", closed_on="2026-01-15")
    then, now = filled.report(2025), filled.report(2026)
    assert values(then, "follow_ups.opened", "follow_ups.done", "follow_ups.open", "follow_ups.overdue") == {
        "follow_ups.opened": 1, "follow_ups.done": 0, "follow_ups.open": 1, "follow_ups.overdue": 1}
    assert values(now, "follow_ups.opened", "follow_ups.done", "follow_ups.open", "follow_ups.overdue") == {
        "follow_ups.opened": 0, "follow_ups.done": 1, "follow_ups.open": 0, "follow_ups.overdue": 0}
    assert [row[4] for row in shown(then, "carried_over")] == ["逾期"]
    assert not shown(then, "follow_ups_closed")
    assert shown(now, "follow_ups_closed") == [["F1", "补报产能", "", "已办结", "2026-01-15", "", "V1"]]
    assert not shown(now, "carried_over")


def test_what_is_due_on_the_last_day_is_not_overdue(filled):
    filled.visit("2025-05-14")
    filled.add("follow_up", visit="V1", text="补报产能", due="2025-12-31")
    assert values(filled.report(2025), "follow_ups.open", "follow_ups.overdue") == {"follow_ups.open": 1, "follow_ups.overdue": 0}


def test_a_result_that_was_not_known_then_is_not_told(filled):
    filled.visit("2025-05-14")
    filled.add("follow_up", visit="V1", text="补报产能", state="done", closed_on="2026-01-15", result="已补报")
    assert shown(filled.report(2025), "carried_over") == [["F1", "补报产能", "", "未定", "未办结", "V1"]]
    assert "已补报" not in repr(filled.report(2025))
    assert shown(filled.report(2026), "follow_ups_closed")[0][4:6] == ["2026-01-15", "已补报"]


def test_a_follow_up_of_a_visit_of_unknown_year_is_opened_in_no_year_and_open(filled):
    filled.visit("某年6月20日")
    filled.add("follow_up", visit="V1", text="补报产能")
    assert values(filled.report(2025), "follow_ups.opened", "follow_ups.open") == {"follow_ups.opened": 0, "follow_ups.open": 1}


def test_a_follow_up_of_a_visit_over_the_edge_stands_in_a_line_of_its_own(filled):
    filled.visit("2024-12/2025-01")
    filled.add("follow_up", visit="V1", text="补报产能")
    report = filled.report(2025)
    assert values(report, "follow_ups.opened", "follow_ups.open") == {"follow_ups.opened": 0, "follow_ups.open": 1}
    assert ["提出日期不确定", "1"] in shown(report, "follow_ups")


def test_what_was_closed_on_an_unknown_day_is_a_gap(filled):
    filled.visit("2025-05-14")
    filled.add("follow_up", visit="V1", text="补报产能", state="done")
    report = filled.report(2025)
    assert values(report, "follow_ups.opened", "follow_ups.done", "follow_ups.open") == {
        "follow_ups.opened": 1, "follow_ups.done": 0, "follow_ups.open": 0}
    assert any(row[0] == "后续事项已办结但未记日期" for row in shown(report, "data_gaps"))


DATES = st.one_of(
    st.none(),
    st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(2023, 2026), st.integers(1, 12), st.integers(1, 28)),
    st.sampled_from(["2024", "2025~", "2024-11/2025-02", "XXXX-06-20", "unknown", "2025/.."]))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(DATES, DATES, st.sampled_from(["open", "done", "dropped"])), max_size=5), st.integers(2023, 2026))
def test_open_plus_opened_minus_closed_is_open(drawn, year):
    follow_ups = [FollowUp(
        Record(KINDS["follow_up"], number, {"state": state, **({"closed_on": when(closed, today=TODAY)} if closed else {})}),
        opened and when(opened, today=TODAY)) for number, (opened, closed, state) in enumerate(drawn, 1)]
    now = course(follow_ups, period_of(year, datetime.date(2027, 12, 31), "01-01"))
    came = len(now.start) + len(now.opened) + len(now.uncertain_in)
    assert came - len(now.done) - len(now.dropped) - len(now.uncertain_out) == len(now.open)
    assert now.start == course(follow_ups, period_of(year - 1, datetime.date(2027, 12, 31), "01-01")).open


# ---- the ledger ------------------------------------------------------------------------------------------------------


def test_the_ledger_says_together_what_belongs_together(filled):
    filled.add("member", name="甲公司", joined="2010")
    filled.add("site", member="M1", name="东厂")
    filled.visit("2025-06-10", "M1", end_date="2025-06-11", direction="incoming", type="exchange", visitor="某市科技局", level="municipal",
                 head="王五", head_title="副局长", headcount="6", headcount_basis="estimated", sites=["S1"])
    filled.visit("2025-07-01", "M1")
    assert shown(filled.report(2025), "visit_ledger") == [
        ["V1", "2025-06-10 至 2025-06-11", "来访·交流", "某市科技局（市级）", "王五 副局长", "6", "甲公司（东厂）", "", "年度走访", ""],
        ["V2", "2025-07-01", "走访", "", "", "未记", "甲公司", "", "年度走访", ""]]
    first, second = table(filled.report(2025), "visit_ledger").rows
    assert (first["date"].value, second["date"].value) == ("2025-06-10/2025-06-11", "2025-07-01")
    assert (first["headcount"].value, first["headcount"].marks) == (6, ("approximate",))
