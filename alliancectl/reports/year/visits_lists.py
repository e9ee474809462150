"""The lists of §3: the visits of the period, those that are not counted, and the ledger of the annex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alliancectl.kinds.record import Record
from alliancectl.reports.cells import NOT_RECORDED, date_cell, joined, label, name_of, words_cell
from alliancectl.reports.model import Cell, Column, Table
from alliancectl.reports.year.cells import code_cell, codes_cell, sources_of
from alliancectl.reports.year.visits_numbers import DIRECTIONS, LEVELS, NONE, PEOPLE, TYPES
from alliancectl.reports.year.visits_placed import Placed
from alliancectl.text import Text

Members = Mapping[int, Record]

WHY_MAYBE = Text("日期跨报告期或不确定，未计入", "its date may lie outside the period: not counted")
WHY_UNDATED = Text("年份不详，不计入任何年度", "year unknown: counted in no year")
_NO_VISITOR = Text("来访单位未记", "visitor not recorded")
_ID, _DATE = Column("id", Text("编号", "id")), Column("date", Text("日期", "date"))
_SUBJECT = Column("subject", Text("主题", "subject"))
_WHO = Column("who", Text("来访单位/走访成员", "visitor, or member visited"))


def visit_list(visits: Sequence[Record], members: Members) -> Table:
    """The counted visits in short, by date."""
    columns = (_ID, _DATE, Column("type", Text("类型", "type")), _WHO, _SUBJECT, Column("headcount", PEOPLE, "right"))
    rows = tuple({
        "id": code_cell(visit), "date": date_cell(visit.values.get("date")), "type": _type_cell(visit),
        "who": Cell(who(visit, members)), "subject": words_cell(visit.values.get("subject")), "headcount": _headcount(visit),
    } for visit in visits)
    return Table("visits", Text("走访与接待一览", "The visits"), columns, rows, empty=NONE, optional=True, annexed="visit_ledger")


def who(visit: Record, members: Members) -> Text:
    """The visitor of an incoming visit, with its hosts; the members that an outgoing one went to."""
    hosts = _named(visit, members)
    if visit.values.get("direction") != "incoming":
        return hosts
    visitor: str | None = visit.values.get("visitor")
    came = Text(visitor, visitor) if visitor else _NO_VISITOR
    if not hosts.zh:
        return came
    many = "s" if len(visit.entries("members")) > 1 else ""
    return Text(f"{came.zh}（接待：{hosts.zh}）", f"{came.en} (host{many}: {hosts.en})")


def what(visit: Record, members: Members) -> Text:
    """A visit in a few words: who, and what about."""
    return joined((part for part in (who(visit, members), visit.values.get("subject")) if part and part != Text("", "")), Text("：", ": "))


def not_counted(this: Placed, members: Members) -> Table:
    """What was not counted and why."""
    columns = (_ID, _DATE, _WHO, _SUBJECT, Column("why", Text("说明", "why")))
    rows = tuple(
        {"id": code_cell(visit), "date": date_cell(visit.values.get("date")), "who": Cell(who(visit, members)),
         "subject": words_cell(visit.values.get("subject")), "why": Cell(why)}
        for visits, why in ((this.maybe, WHY_MAYBE), (this.undated, WHY_UNDATED)) for visit in visits)
    return Table("visits_not_counted", Text("未计入的走访与接待", "Visits that are not counted"), columns, rows,
                 empty=Text("走访与接待全部计入。", "Every visit is counted."), optional=True)


def ledger(visits: Sequence[Record], members: Members) -> Table:
    """The counted visits in full, for the annex; what belongs together stands in one column, so that a page holds it."""
    columns = (
        _ID, _DATE, Column("type", Text("类型", "type")), Column("visitor", Text("来访单位（级别）", "visiting organisation (level)")),
        Column("head", Text("带队领导", "head of delegation")), Column("headcount", Text("人数", "headcount"), "right"),
        Column("members", Text("走访成员/接待单位（地点）", "members visited, or hosts (sites)")),
        Column("accompanied_by", Text("陪同", "accompanied by")), _SUBJECT, Column("sources", Text("来源", "sources")))
    return Table("visit_ledger", Text("走访与接待台账", "Visit ledger"), columns,
                 tuple(_line(visit, members) for visit in visits), empty=NONE)


def _line(visit: Record, members: Members) -> dict[str, Cell]:
    held = visit.values
    others = Text("等", " and others") if held.get("accompanied_open") else Text("", "")
    with_whom = joined(visit.entries("accompanied_by"), Text("；", "; "))
    return {
        "id": code_cell(visit), "date": _days(visit), "type": _type_cell(visit),
        "visitor": Cell(_followed(held.get("visitor"), label(LEVELS, held["level"]) if held.get("level") else "")),
        "head": words_cell(" ".join(held[key] for key in ("head", "head_title") if held.get(key))), "headcount": _headcount(visit),
        "members": Cell(_followed(_named(visit, members), joined(ref.name for ref in visit.entries("sites")))),
        "accompanied_by": Cell(joined((with_whom, others), Text("", ""))), "subject": words_cell(held.get("subject")),
        "sources": codes_cell(sources_of((visit,))),
    }


def _days(visit: Record) -> Cell:
    """The date, with the last day where there is one; its typed value is an interval then."""
    date, end = date_cell(visit.values.get("date")), visit.values.get("end_date")
    if not end:
        return date
    return Cell(joined((date.text, date_cell(end).text), Text(" 至 ", " to ")), f"{date.value}/{end.canonical}")


def _followed(words: Text | str | None, more: Text | str) -> Text:
    """Words with more in brackets, where there is any: 衢州市科技局（市级）."""
    said, more = joined([words] if words else []), joined([more] if more else [])
    if not (said.zh and more.zh):
        return said if said.zh else more
    return Text(f"{said.zh}（{more.zh}）", f"{said.en} ({more.en})")


def _type_cell(visit: Record) -> Cell:
    direction = label(DIRECTIONS, visit.values.get("direction"))
    kind = visit.values.get("type")
    return Cell(joined((direction, label(TYPES, kind)), Text("·", ", ")) if kind else direction)


def _named(visit: Record, members: Members) -> Text:
    return joined(name_of(members[ref.id]) if ref.id in members else ref.name for ref in visit.entries("members"))


def _headcount(visit: Record) -> Cell:
    number = visit.values.get("headcount")
    if number is None:
        return Cell(NOT_RECORDED, None, ("gap",))
    return Cell(f"{number:,}", number, ("approximate",) if visit.values.get("headcount_basis") == "estimated" else ())
