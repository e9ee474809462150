"""§2: start + joined − left = end, whatever the spells; every sum equals the total; the example's figures by hand."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.kinds import KINDS
from alliancectl.kinds.membership import MEMBERSHIP
from alliancectl.kinds.record import Entry, Record
from alliancectl.kinds.spells import stays
from alliancectl.reports.year.members import members_part
from alliancectl.reports.year.members_numbers import Lists
from alliancectl.reports.year.period import period_of, span_before
from alliancectl.reports.year.roll import roll
from alliancectl.store.ask.members import Membership
from alliancectl.text import Text
from alliancectl.values.when import when

TODAY = datetime.date(2026, 6, 30)
LISTS = Lists(*({key: Text(key, key) for key in keys.split()} for keys in (
    "enterprise university other", "chair council member", "upstream midstream")))


def values(report, *keys):
    return {key: report.figures[key].value for key in keys}


def table(report, key):
    return next(block for section in report.sections for block in section.blocks if block.key == key)


def shown(report, key, lang="zh"):
    found = table(report, key)
    return [[str(cell.text.to(lang) if isinstance(cell.text, Text) else cell.text)
             for cell in (row[column.key] for column in found.columns)] for row in (*found.rows, *found.total)]


# ---- the example, by hand --------------------------------------------------------------------------------------------


def test_the_members_of_the_example_of_2025_are_as_counted_by_hand(example):
    report = example(2025)
    assert values(report, "members.start", "members.joined", "members.left", "members.end") == {
        "members.start": 14, "members.joined": 2, "members.left": 1, "members.end": 15}
    assert {key[13:]: figure.value for key, figure in report.figures.items() if key.startswith("members.kind.")} == {
        "enterprise": 9, "university": 1, "institute": 1, "public_institution": 1, "association": 1, "financial": 1,
        "government": 1, "other": 0}
    assert {key[13:]: (figure.value, figure.previous) for key, figure in report.figures.items() if key.startswith("members.rank.")} == {
        "chair": (1, 1), "vice_chair": (2, 2), "standing_council": (2, 2), "council": (3, 2), "member": (5, 5), "observer": (2, 2)}
    assert {key[14:]: figure.value for key, figure in report.figures.items() if key.startswith("members.chain.")} == {
        "upstream": 3, "midstream": 6, "downstream": 2, "research": 2, "equipment": 1, "testing": 1, "service": 2, "unstated": 1}


def test_the_example_names_who_joined_left_changed_rank_and_name(example):
    report = example(2025)
    assert [row[:3] for row in shown(report, "joined")] == [
        ["2025-03-12", "M11", "海市制冷剂有限公司"], ["2025-06-26", "M16", "无何有特种气体有限公司"]]
    assert shown(report, "left") == [["2025-09-30", "M12", "南柯化工有限公司", "退出", "因转产申请退出。", "J12"]]
    assert shown(report, "rank_changes") == [
        ["2025-04-18", "M10", "蜃楼锂电材料有限公司", "成员单位", "理事单位", "第四届成员大会第二次会议", "J19"]]
    assert shown(report, "renames") == [["2025-05-20", "M13", "黄粱氟化工协会", "黄粱氟硅行业协会"]]


def test_the_example_of_a_running_year_is_compared_with_the_same_span(example):
    report = example(2026)
    assert values(report, "members.start", "members.joined", "members.left", "members.end") == {
        "members.start": 15, "members.joined": 1, "members.left": 0, "members.end": 16}
    assert report.figures["members.joined"].previous == 2   # both of 2025 joined by 30 June
    assert report.figures["members.end"].previous == 16      # 南柯 had not left yet


def test_figures_name_their_records_and_sources_and_the_lists_name_them_too(example):
    report = example(2025)
    for key in ("joined", "left"):
        assert report.figures[f"members.{key}"].records == tuple(row[-1] for row in shown(report, key))
    assert (report.figures["members.joined"].records, report.figures["members.joined"].sources) == (("J18", "J16"), ("R8",))


# ---- single rules ----------------------------------------------------------------------------------------------------


def test_the_last_day_of_a_membership_is_the_day_before_until(filled):
    filled.add("member", name="甲公司", joined="2020-01-01")
    filled.leave("M1", "2025-12-31")
    assert filled.report(2025).figures["members.end"].value == 0
    assert filled.report(2025).figures["members.left"].value == 1
    assert filled.report(2024).figures["members.end"].value == 1


def test_a_member_that_joined_on_an_uncertain_day_is_counted_on_the_latest_and_listed(filled):
    filled.add("member", name="甲公司", joined="2024-12/2025-01")
    assert filled.report(2024).figures["members.end"].value == 0
    report = filled.report(2025)
    assert values(report, "members.start", "members.joined", "members.end") == {
        "members.start": 0, "members.joined": 1, "members.end": 1}
    assert shown(report, "uncertain_changes") == [["M1", "甲公司", "新加入", "2024年12月至2025年1月", "2025-01-31", "J1"]]
    assert shown(filled.report(2024), "uncertain_changes")


def test_a_member_whose_joining_is_unknown_was_always_there_and_is_a_gap(filled):
    filled.add("member", name="甲公司", kind="enterprise", chain=["upstream"])
    report = filled.report(2025)
    assert values(report, "members.start", "members.joined", "members.end") == {
        "members.start": 1, "members.joined": 0, "members.end": 1}
    assert ["加入日期不详", "1", "J1", "alliancectl membership edit J1 --set since=…"] in shown(report, "data_gaps")


def test_a_leaving_of_an_unknown_day_is_listed_and_not_counted(filled):
    filled.add("member", name="甲公司", joined="2020-01-01")
    filled.leave("M1", "不详")
    report = filled.report(2025)
    assert values(report, "members.left", "members.end") == {"members.left": 0, "members.end": 1}
    assert shown(report, "uncertain_changes") == [["M1", "甲公司", "退出", "不详", "未计", "J1"]]
    assert any(row[0].startswith("已退出但日期不详") for row in shown(report, "data_gaps"))


def test_leaving_and_joining_again_in_one_year_is_both(filled):
    filled.add("member", name="甲公司", joined="2020-01-01")
    filled.leave("M1", "2025-03-01")
    filled.rejoin("M1", "2025-09-01")
    assert values(filled.report(2025), "members.start", "members.joined", "members.left", "members.end") == {
        "members.start": 1, "members.joined": 1, "members.left": 1, "members.end": 1}


def test_a_change_of_rank_is_neither_joining_nor_leaving(filled):
    filled.add("member", name="甲公司", joined="2020-01-01")
    filled.rank("M1", "council", "2025-05-01")
    report = filled.report(2025)
    assert values(report, "members.joined", "members.left", "members.rank.member", "members.rank.council") == {
        "members.joined": 0, "members.left": 0, "members.rank.member": 0, "members.rank.council": 1}


def test_a_member_without_kind_counts_under_not_stated(filled):
    filled.add("member", name="甲公司", joined="2020-01-01")
    report = filled.report(2025)
    assert values(report, "members.kind.unstated", "members.kind.other", "members.end") == {
        "members.kind.unstated": 1, "members.kind.other": 0, "members.end": 1}
    assert ["未填", "1", "0", "0", "1"] in shown(report, "members_by_kind")


def test_no_figure_is_unstated_where_nothing_is(filled):
    filled.add("member", name="甲公司", joined="2020-01-01", kind="enterprise", chain=["upstream"])
    assert not [key for key in filled.report(2025).figures if key.endswith("unstated")]


def test_the_directory_has_no_contacts(filled):
    filled.add("member", name="甲公司", joined="2020-01-01", contact="张三", phone="13800000000", email="a@example.org")
    report = filled.report(2025)
    assert not any(secret in repr(report) for secret in ("张三", "13800000000", "a@example.org"))


# ---- identities -----------------------------------------------------------------------------------------------------

DATES = st.one_of(
    st.none(), st.just("unknown"),
    st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(2023, 2026), st.integers(1, 12), st.integers(1, 28)),
    st.builds("{:04d}-{:02d}".format, st.integers(2023, 2026), st.integers(1, 12)),
    st.builds("{:04d}{}".format, st.integers(2023, 2026), st.sampled_from(["", "~", "?"])),
    st.sampled_from(["2024-11/2025-02", "../2024", "2025/..", "XXXX-06-20"]))
SPELLS = st.lists(st.tuples(DATES, DATES, st.sampled_from([None, "withdrawn"]),
                            st.sampled_from([None, "council", "member", "odd"])), max_size=4)
MEMBERS = st.lists(st.tuples(st.sampled_from([None, "enterprise", "university", "odd"]),
                             st.sets(st.sampled_from(["upstream", "midstream"])), SPELLS), max_size=5)


def body(drawn):
    numbers = iter(range(1, 100))
    return [Membership(
        Record(KINDS["member"], number, _without_none({"name": f"甲{number}", "kind": kind, "chain": tuple(map(Entry, sorted(chain)))})),
        stays(Record(MEMBERSHIP, next(numbers), _without_none({
            "since": since and when(since, today=TODAY), "until": until and when(until, today=TODAY), "ended": ended, "rank": rank,
        })) for since, until, ended, rank in spells)) for number, (kind, chain, spells) in enumerate(drawn, 1)]


def _without_none(values):
    return {key: value for key, value in values.items() if value is not None}


@settings(max_examples=200, deadline=None)
@given(MEMBERS, st.integers(2023, 2026), st.sampled_from(["01-01", "03-01", "07-01"]))
def test_start_plus_joined_minus_left_is_end_and_every_sum_is_the_total(drawn, year, starts):
    members = body(drawn)
    period = period_of(year, datetime.date(2027, 12, 31), starts)
    now = roll(members, period)
    assert len(now.start) + len(now.joined) - len(now.left) == len(now.end)
    assert roll(members, span_before(period)).end == now.start

    part = members_part(members, now, roll(members, span_before(period)), LISTS, period)
    figures = part.figures
    for name in ("kind", "rank"):
        assert sum(figure.value for key, figure in figures.items() if key.startswith(f"members.{name}.")) == figures["members.end"].value
    by_kind = next(block for block in part.section.blocks if block.key == "members_by_kind")
    for row in (*by_kind.rows, *by_kind.total):
        start, joined, left, end = (row[key].value for key in ("start", "joined", "left", "end"))
        assert start + joined - left == end
    for column in ("start", "joined", "left", "end"):
        assert sum(row[column].value for row in by_kind.rows) == sum(row[column].value for row in by_kind.total)
