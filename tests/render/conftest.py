"""One small report with everything a renderer can meet: both languages, marks, wide characters, hostile values."""

from __future__ import annotations

import pytest

from alliancectl.reports.model import Cell, Chart, Column, Figure, Prose, Report, Section, Table
from alliancectl.text import Text

HOSTILE = (
    "\x1b[31m红\x1b[0m",
    "[bold]粗[/bold]",
    "=1+1",
    "\u202e倒写\u202c",
    "a\tb\nc",
    "<script>alert(1)</script>",
    "| a | `b` * _c_ |",
    ":smile: \udc80 \x9b2J",
)


def n(value: int, *marks: str) -> Cell:
    return Cell(f"{value:,}", value, marks)


def _listing(rows: int) -> Report:
    columns = (
        Column("id", Text("编号", "id")),
        Column("joined", Text("加入", "joined")),
        Column("name", Text("名称", "name")),
        Column("kind", Text("性质", "kind")),
        Column("capacity", Text("产能", "capacity"), "right", Text("t/a", "t/a")),
        Column("note", Text("备注", "note")),
    )
    names = ("巨化集团有限公司", "浙江大学", "Zhejiang Juhua Co., Ltd.", "中国科学院上海有机化学研究所")
    kind = Text("企业", "enterprise")
    table = Table("members", Text("成员", "members"), columns, tuple(
        {
            "id": Cell(f"M{i}"),
            "joined": Cell("2011-06-25", "2011-06-25"),
            "name": Cell(names[i % 4]),
            "kind": Cell(kind, "enterprise"),
            "capacity": Cell(f"{i * 37:,}", str(i * 37), ("approximate",) if i % 7 == 0 else ()),
            "note": Cell(HOSTILE[i % 8] if i % 5 == 0 else ""),
        }
        for i in range(1, rows + 1)
    ), empty=Text("还没有成员", "no members yet"))
    data = [{"id": r["id"].text, "name": r["name"].text, "kind": kind, "note": r["note"].text} for r in table.rows]
    return Report("member list", Text("成员", "members"), (Section("members", Text("", ""), (table,)),), data=data)


@pytest.fixture
def listing():
    """A function: the listing of so many members."""
    return _listing


def _figures() -> Table:
    columns = (
        Column("what", Text("指标", "figure")),
        Column("before", Text("上年", "last year"), "right"),
        Column("now", Text("本年", "this year"), "right"),
        Column("change", Text("增减", "change"), "right"),
    )
    rows = (
        {
            "what": Cell(Text("成员（年末）", "members at end")),
            "before": n(118),
            "now": Cell("121", 121, (), ("M1", "M2"), ("R4",)),
            "change": Cell("+3（+2.5%）", 3),
        },
        {
            "what": Cell(Text("走访（批次）", "visits")),
            "before": Cell("—", None, ("gap",)),
            "now": n(1204, "partial"),
            "change": Cell("—"),
        },
        {
            "what": Cell(Text("R32 产能", "capacity of R32")),
            "before": Cell("60,000", "60000", ("carried", "approximate")),
            "now": Cell("60,000–80,000", None, ("conflict",), ("C1", "C7"), ("R1", "R9")),
        },
    )
    remark = Text("增减按上年同期计算。", "Change is against the same span of last year.")
    return Table("figures", Text("主要数据", "Key figures"), columns, rows, remark)


def _kinds() -> Table:
    columns = (
        Column("kind", Text("性质", "kind")),
        Column("start", Text("年初", "at start"), "right"),
        Column("end", Text("年末", "at end"), "right"),
    )
    rows = (
        {"kind": Cell(Text("企业", "enterprises")), "start": n(80), "end": n(82)},
        {"kind": Cell(Text("高等院校", "universities")), "start": n(38), "end": n(39, "bound")},
    )
    total = ({"kind": Cell(Text("合计", "total")), "start": n(118), "end": n(121)},)
    return Table("by_kind", Text("按单位性质", "By kind of organisation"), columns, rows, total=total)


def _left() -> Table:
    empty = Text("本年没有成员退出", "none left this year")
    return Table("left", Text("退出的成员", "Members who left"), _kinds().columns, empty=empty)


def _months() -> Chart:
    labels = (Text("1 月", "January"), Text("2 月", "February"), "三月")
    return Chart("by_month", Text("各月走访", "Visits by month"), labels, (12, 0, 3.5), ("12", "0", "3.5"))


def _typed() -> Table:
    columns = (Column("id", Text("编号", "id")), Column("text", Text("原文", "as written")))
    rows = tuple({"id": Cell(f"V{i}"), "text": Cell(text)} for i, text in enumerate(HOSTILE, 1))
    return Table("typed", Text("有待核实的内容", "To be verified"), columns, rows)


def _wide() -> Table:
    columns = tuple(
        Column(f"c{i}", Text(f"第 {i} 栏", f"column {i}"), "right" if i in (5, 6) else "left") for i in range(1, 13)
    )
    rows = tuple(
        {f"c{i}": Cell(f"{row}-{i} " + ("含氟聚合物装置一期" if i % 2 else "0123456789")) for i in range(1, 13)}
        for row in (1, 2)
    )
    return Table("register", Text("产能台账", "Capacity register"), columns, rows)


PROSE = """一是数据口径不一致，部分成员按设计产能上报，另一部分按有效产能上报，需要在下一年度统一；二是[bold]走访[/bold]记录不全。

    Some visits have no date at all, and *nobody* knows whether they were in this year or in the last one.
- 末行"""


@pytest.fixture
def report() -> Report:
    return yearly()


def yearly() -> Report:
    sections = (
        Section("key", Text("主要数据", "Key figures"), (_figures(),), "0"),
        Section("members", Text("组织建设与成员情况", "Organisation and members"), (_kinds(), _left()), "2"),
        Section("visits", Text("调研接待与交流", "Visits and exchange"), (_months(),), "3"),
        Section("problems", Text("存在问题", "Problems"), (Prose("problems", PROSE), _typed()), "6"),
        Section("annex", Text("附表与资料来源", "Annexes"), (_wide(),), "A"),
    )
    responsible = Text("中国氟硅有机材料工业协会", "CAFSI")
    head = (
        (Text("报告期", "period"), "2025-01-01 – 2025-12-31"),
        (Text("依托单位", "responsible organisation"), responsible),
    )
    figures = {
        "members.end": Figure(121, previous=118, change=3, percent="2.5", records=("M1", "M2"), sources=("R4",)),
        "capacity.P1.operating": Figure(None, "60000", "80000", "t/a", marks=("conflict",), records=("C1", "C7")),
    }
    title = Text("氟硅联盟 2025 年度报告", "Fluorosilicon Alliance: report of 2025")
    foot = (Text("数据截至操作 #44。", "As of operation #44."),)
    return Report("report year", title, sections, head, figures, foot=foot)
