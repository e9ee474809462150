"""One member's file: particulars, memberships, names, visits, follow-ups, claims with what holds today, history."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.kinds.types import Known
from alliancectl.reports import log
from alliancectl.reports.capacity.cells import MEASURE_WORDS, STATUS_WORDS, claim_cell, one_cell, source_cell, where
from alliancectl.reports.capacity.told import Told
from alliancectl.reports.cells import choice_cell, date_cell, name_of
from alliancectl.reports.listing import cell, cells, column
from alliancectl.reports.model import Block, Cell, Column, Report, Section, Table
from alliancectl.store.ask.log import Told as Done
from alliancectl.text import Text

_ID = Column("id", Text("编号", "id"))
_VISIT = ("date", "direction", "type", "visitor", "head", "headcount", "subject", "sources")
_FOLLOW_UP = ("text", "owner", "due", "state", "closed_on", "result", "visit")
_CLAIM = ("product", "site", "line", "measure", "basis", "amount", "status", "as_of", "standing", "why", "sources")
_SPELL = ("rank", "since", "until", "ended", "approved_by", "sources")
_SITE = ("name", "aliases", "place")


class File(NamedTuple):
    """What belongs to a member: standing records by kind, and what was done to it and its memberships."""

    member: Record
    held: Mapping[str, Sequence[Record]]
    history: Sequence[Done]


def member_report(file: File, told: Told, known: Known, *, contacts: bool = False) -> Report:
    """The file of a member as of the last day of `told`; contact, phone and email only with `contacts`."""
    effective, history = _effective(file.member, told), log.log(file.history, known, whole=True)
    sections = (
        _section("particulars", Text("基本信息", "Particulars"), _particulars(file.member, known, contacts), *_names(file.member)),
        _section("memberships", Text("成员资格与级别", "Memberships and ranks"), _records("membership", _SPELL, file, known)),
        _section("sites", Text("基地", "Sites"), _records("site", _SITE, file, known)),
        _section("visits", Text("走访与接待", "Visits"), _records("visit", _VISIT, file, known)),
        _section("follow_ups", Text("后续事项", "Follow-ups"), _records("follow_up", _FOLLOW_UP, file, known)),
        _section("capacity", Text("产能", "Capacity"), effective, _records("capacity", _CLAIM, file, known)),
        _section("history", Text("变更历史", "History"), _history(history)),
    )
    name = name_of(file.member)
    title = Text(f"{file.member.code} {name.zh} 档案", f"{file.member.code} {name.en}: member file")
    return Report("member", title, tuple(section._replace(number=str(at)) for at, section in enumerate(sections, 1)),
                  ((Text("截至", "as of"), told.period.last),), data=_data(file, told, effective, contacts))


def _section(key: str, title: Text, *blocks: Block) -> Section:
    return Section(key, title, blocks)


def _particulars(member: Record, known: Known, contacts: bool) -> Table:
    rows = [{"field": Cell(field.label, field.key), "value": cell(field, member.values[field.key], known)}
            for field in member.kind.fields if member.values.get(field.key) not in (None, ()) and not field.hidden and (contacts or not field.personal)]
    return Table("particulars", Text("基本信息", "Particulars"), (Column("field", Text("项目", "field")), Column("value", Text("内容", "value"))), tuple(rows))


def _names(member: Record) -> list[Table]:
    former = member.values.get("former_names", ())
    if not former:
        return []
    rows = tuple({"name": Cell(entry.value), "renamed_on": date_cell(entry.extra)} for entry in former)
    return [Table("former_names", Text("曾用名", "Former names"), (Column("name", Text("名称", "name")), Column("renamed_on", Text("更名日期", "renamed on"))), rows)]


def _records(key: str, fields: Sequence[str], file: File, known: Known) -> Table:
    kind = KINDS[key]
    held = file.held.get(key, ())
    used = [kind.field(name) for name in fields if any(record.values.get(name) not in (None, ()) for record in held)]
    rows = tuple({"id": Cell(record.code, record.code, (), (record.code,)), **cells(record, used, known)} for record in held)
    return Table(kind.view, kind.plural, (_ID, *(column(field) for field in used)), rows, empty=Text("没有记录。", "Nothing is on record."))


def _effective(member: Record, told: Told) -> Table:
    """What holds today in each series: the figures that the yearly report adds up."""
    columns = (Column("claim", Text("编号", "id")), Column("product", Text("产品", "product")), Column("place", Text("基地/生产线", "site, line")),
               Column("status", Text("状态", "status")), Column("figure", Text("有效数据", "effective figure"), "right"), Column("as_of", Text("截至", "as of")),
               Column("source", Text("来源", "source")))
    rows = []
    for one in told.now.everything:
        if one.series.member == member.id:
            status = choice_cell(STATUS_WORDS, one.effective.status) if one.series.measure == "capacity" else Cell(MEASURE_WORDS[one.series.measure])
            rows.append({"claim": claim_cell(one.effective.claim), **{key: shown for key, shown in where(told, one).items() if key != "member"}, "status": status,
                         "figure": one_cell(told, one), "as_of": date_cell(one.effective.claim.as_of), "source": source_cell(told, one.effective.claim)})
    return Table("effective", Text(f"有效数据（截至 {told.period.last}）", f"Effective figures as of {told.period.last}"), columns, tuple(rows),
                 empty=Text("没有有效数据。", "No figure is in force."))


def _history(history: Report) -> Table:
    block = history.sections[0].blocks[0]
    assert isinstance(block, Table)
    return block._replace(key="history", title=Text("变更历史", "History"))


def _data(file: File, told: Told, effective: Table, contacts: bool) -> dict[str, Any]:
    figures = [{column.key: shown.value if (shown := row.get(column.key)) and shown.value is not None else shown.text if shown else None
                for column in effective.columns} for row in effective.rows]
    return {"member": file.member.json(personal=contacts), "as_of": told.period.last,
            **{KINDS[key].view: [record.json() for record in file.held.get(key, ())] for key in ("membership", "site", "visit", "follow_up", "capacity")},
            "effective": figures, "history": log.data(file.history)}
