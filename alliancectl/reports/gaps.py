"""Everything the records do not say, or say twice, a line a record, each with the command that fills it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliancectl.kinds.record import Record
from alliancectl.reports.check import named
from alliancectl.reports.model import Cell, Column, Report, Section, Table
from alliancectl.reports.year.part import Gap
from alliancectl.reports.year.period import Period
from alliancectl.text import Text

TITLE = Text("数据缺口与待核实事项", "Gaps in the records")
COLUMNS = (Column("code", Text("代码", "code")), Column("gap", Text("缺口", "gap")), Column("id", Text("编号", "id")),
           Column("record", Text("记录", "record")), Column("command", Text("补正命令", "command that fills it")))


def gaps_report(gaps: Sequence[Gap], records: Sequence[Record], period: Period, db: str) -> Report:
    """The gaps of a period's report; `records` are those that the gaps name, `db` the record file where commands must name it."""
    titles = {record.code: record.kind.title(record.values) for record in records}
    rows = tuple(
        {"code": Cell(gap.code, gap.code), "gap": Cell(gap.what), "id": Cell(code, code, (), (code,)), "record": Cell(titles.get(code, "")),
         "command": Cell(named(gap.command(code), db))}
        for gap in gaps for code in codes_of(gap))
    table = Table("gaps", Text(f"{TITLE.zh}（{period.name.zh}）", f"{TITLE.en} ({period.name.en})"), COLUMNS, rows,
                  empty=Text("没有发现数据缺口。", "No gaps were found in the records."))
    data = [{"code": gap.code, "gap": gap.what, "record": code, "name": titles.get(code), "command": named(gap.command(code), db)}
            for gap in gaps for code in codes_of(gap)]
    return Report("gaps", table.title, (Section("gaps", Text("", ""), (table,)),), data=data)


def codes_of(gap: Gap) -> list[str]:
    """The records a gap names, each once."""
    return list(dict.fromkeys(code for cell in gap.records for code in cell.records))


def all_codes(gaps: Iterable[Gap]) -> list[str]:
    """The records that any of the gaps names."""
    return [code for gap in gaps for code in codes_of(gap)]
