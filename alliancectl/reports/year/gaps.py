"""§6 Problems: what a person wrote, and the gaps in the records that the program found."""

from __future__ import annotations

from collections.abc import Sequence

from alliancectl.reports.model import Cell, Column, Section, Table
from alliancectl.reports.year.cells import MOST, codes_cell
from alliancectl.reports.year.part import Gap
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.texts import PROBLEMS, Texts, written
from alliancectl.text import Text


def problems_section(texts: Texts, gaps: Sequence[Gap], period: Period) -> Section:
    """§6. Gaps without a record are none."""
    return Section("problems", Text("存在问题", "Problems"), (*written(texts, PROBLEMS), _table(gaps, period)), "6")


def _table(gaps: Sequence[Gap], period: Period) -> Table:
    columns = (
        Column("gap", Text("缺口", "gap")), Column("number", Text("数量", "number"), "right"),
        Column("records", Text("记录", "records")), Column("mend", Text("补正办法", "how to mend it"), internal=True))
    rows = tuple(_row(gap) for gap in gaps if gap.records)
    return Table("data_gaps", Text("数据缺口与待核实事项", "Gaps in the records"), columns, rows,
                 empty=Text("没有发现数据缺口。", "No gaps were found in the records."),
                 hint=_hint(period) if rows else None)


def _hint(period: Period) -> Text:
    asked = f"alliancectl report gaps {period.label}" if period.label.isdigit() else "alliancectl report gaps"
    return Text(f"逐条的补正命令：{asked}。其他年份的记录、来源的文件和记录文件本身，由 alliancectl check 检查。",
                f"The command for each: {asked}. Other years, the files of sources and the record file itself: alliancectl check.")


def _row(gap: Gap) -> dict[str, Cell]:
    codes = list(dict.fromkeys(code for cell in gap.records for code in cell.records))
    sources = tuple(dict.fromkeys(code for cell in gap.records[:MOST] for code in cell.sources))
    return {
        "gap": Cell(gap.what, gap.code), "number": Cell(f"{len(gap.records):,}", len(gap.records), (), tuple(codes)),
        "records": codes_cell(codes)._replace(sources=sources), "mend": Cell(gap.command(codes[0]) if len(codes) == 1 else gap.mend.removesuffix(" REF")),
    }
