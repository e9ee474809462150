"""§1 The alliance at a glance: name, responsible organisation, chair, founded, period."""

from __future__ import annotations

from collections.abc import Iterable

from alliancectl.kinds.record import Record
from alliancectl.reports.cells import NOT_STATED, date_cell, joined, name_of, words_cell
from alliancectl.reports.model import Cell, Column, Section, Table
from alliancectl.reports.year.cells import number_of
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.roll import Roll
from alliancectl.text import Text

CHAIR = "chair"   # the rank whose holders are named here


def alliance_section(alliance: Record, now: Roll, period: Period) -> Section:
    """§1, a line each."""
    columns = (Column("item", Text("项目", "item")), Column("content", Text("内容", "content")))
    rows = tuple({"item": Cell(words), "content": cell} for words, cell in _lines(alliance, now, period))
    table = Table("alliance", Text("联盟基本情况", "The alliance at a glance"), columns, rows)
    return Section("alliance", table.title, (table,), "1")


def _lines(alliance: Record, now: Roll, period: Period) -> Iterable[tuple[Text, Cell]]:
    held = alliance.values
    chairs = [one for one in now.end if one.spell.rank == CHAIR]
    yield Text("名称", "name"), words_cell(held.get("name"))
    if held.get("name_other"):
        yield Text("另一语言名称", "name in the other language"), words_cell(held["name_other"])
    yield Text("依托单位", "responsible organisation"), words_cell(held.get("responsible_org") or NOT_STATED)
    yield Text("理事长单位", "chair"), Cell(
        joined(name_of(one.member) for one in chairs) if chairs else NOT_STATED, None, (),
        tuple(one.member.code for one in chairs))
    yield Text("成立日期", "founded"), date_cell(held.get("founded"))
    yield Text("期末成员单位", "members at the end"), Cell(
        Text(f"{len(now.end):,} 家", number_of(len(now.end), "member")), len(now.end), (), tuple(one.member.code for one in now.end))
    yield Text("报告期", "reporting period"), Cell(period.span)
