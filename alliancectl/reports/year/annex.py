"""Annex A: the directory, the ledger and the register, the sources, and the records left out with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliancectl.kinds.record import Record
from alliancectl.kinds.source import SOURCE_KIND, tier
from alliancectl.reports.cells import choice_cell, date_cell, labels_of, words_cell
from alliancectl.reports.model import Cell, Column, Section, Table
from alliancectl.reports.year.part import LeftOut, Part
from alliancectl.reports.year.period import Period
from alliancectl.text import Text
from alliancectl.values.when import place

_KINDS = labels_of(SOURCE_KIND.choices)


def annex_section(parts: Sequence[Part], sources: Sequence[Record], period: Period) -> Section:
    """Annex A."""
    blocks = (block for part in parts for block in part.annex)
    return Section("annex", Text("附表与资料来源", "Annexes"), (*blocks, _left_out(left_out(parts, period)), _sources(sources)), "A")


def cited(parts: Sequence[Part], period: Period) -> set[int]:
    """The numbers of the sources that the parts of a report rest on: figures, tables, and what was left out."""
    codes: set[str] = set()
    for one in left_out(parts, period):
        codes.update(one.sources)
    for part in parts:
        for figure in part.figures.values():
            codes.update(figure.sources)
        for table in (*part.section.blocks, *part.plan, *part.annex):
            if isinstance(table, Table):
                codes.update(code for row in (*table.rows, *table.total) for cell in row.values() for code in cell.sources)
    return {int(code[1:]) for code in codes}


def left_out(parts: Iterable[Part], period: Period) -> list[LeftOut]:
    """What was left out and concerns the period: of unknown date, perhaps in it, or left out by something in it."""
    return [one for part in parts for one in part.left_out
            if one.newly or one.when is None or place(one.when, period.first, period.last) != "out"]


def _left_out(found: Iterable[LeftOut]) -> Table:
    columns = (Column("id", Text("编号", "id")), Column("what", Text("记录", "record")), Column("date", Text("日期", "date")),
               Column("why", Text("未计入的原因", "why it is left out")))
    rows = tuple({
        "id": Cell(one.code, one.code, (), (one.code,), one.sources), "what": Cell(one.what), "date": date_cell(one.when),
        "why": Cell(one.why),
    } for one in found)
    return Table("left_out", Text("未计入的记录", "Records left out"), columns, rows,
                 empty=Text("没有未计入的记录。", "No record was left out."))


def _sources(sources: Sequence[Record]) -> Table:
    columns = (
        Column("id", Text("编号", "id")), Column("title", Text("标题", "title")), Column("kind", Text("种类", "kind")),
        Column("tier", Text("等级", "tier"), "right"), Column("publisher", Text("发布者", "publisher")),
        Column("published", Text("发布日期", "published")), Column("url", Text("网址", "URL")))
    rows = tuple({
        "id": Cell(source.code, source.code, (), (), (source.code,)), "title": words_cell(source.values.get("title")),
        "kind": choice_cell(_KINDS, source.values.get("kind")), "tier": _tier(source),
        "publisher": words_cell(source.values.get("publisher")),
        "published": date_cell(source.values["published"]) if source.values.get("published") else Cell(""),
        "url": words_cell(source.values.get("url")),
    } for source in sources)
    remark = Text("等级：1 填报表、正式文件；2 公司公告、走访；3 行业媒体；4 新闻及其他；5 转载或机器翻译。",
                  "Tier: 1 signed return, official document; 2 company, visit; 3 trade press; 4 news, other; 5 republished.")
    return Table("sources", Text("资料来源", "Sources"), columns, rows, remark if rows else None,
                 Text("报告期内的记录没有引用来源。", "The records of the period cite no source."))


def _tier(source: Record) -> Cell:
    number = tier(source.values.get("kind"))
    return Cell(str(number), number)
