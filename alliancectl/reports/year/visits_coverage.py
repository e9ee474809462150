"""How far the visits of a period reached among its members: which were visited or host of a visit, and which were not."""

from __future__ import annotations

from collections.abc import Sequence

from alliancectl.kinds.record import Record
from alliancectl.reports.cells import name_of, words_cell
from alliancectl.reports.model import Block, Cell, Column, Prose, Table
from alliancectl.reports.year.cells import code_cell, codes_cell, count_cell, number_of
from alliancectl.reports.year.roll import Roll
from alliancectl.reports.year.visits_numbers import DIRECTIONS, VISITS
from alliancectl.reports.year.visits_placed import missed, of, reached
from alliancectl.text import Text

_ID, _MEMBER = Column("id", Text("编号", "id")), Column("member", Text("单位名称", "member"))


def coverage(visits: Sequence[Record], now: Roll) -> list[Block]:
    """The share of the members of the last day, which is told where there are members, and both lists."""
    visited, left = reached(visits, now), missed(visits, now)
    share = [Prose("coverage", _sentence(len(visited), len(left)), Text("走访覆盖情况", "Coverage"))] if now.end else []
    return [*share, _reached(visits, visited), _missed(left, optional=not now.end)]


def _sentence(visited: int, left: int) -> Text:
    members = visited + left
    share = (2000 * visited + members) // (2 * members)
    return Text(
        f"期末 {members:,} 家成员单位中，走访和接待涉及 {visited:,} 家，覆盖率 {share // 10}.{share % 10}%；未涉及 {left:,} 家。",
        f"Of the {number_of(members, 'member')} at the end, {visited:,} "
        f"{'was visited or was host of a visit' if visited == 1 else 'were visited or were hosts of a visit'} "
        f"({share // 10}.{share % 10} %); {left:,} {'was' if left == 1 else 'were'} not.")


def _reached(visits: Sequence[Record], visited: Sequence[Record]) -> Table:
    columns = (_ID, _MEMBER, Column("outgoing", Text("走访", "visited"), "right", VISITS),
               Column("incoming", Text("接待来访", "host of a visit"), "right", VISITS), Column("visits", Text("记录", "visits")))
    named: dict[int, list[Record]] = {}
    for visit in visits:
        for number in dict.fromkeys(ref.id for ref in visit.entries("members")):
            named.setdefault(number, []).append(visit)
    rows = tuple({
        "id": code_cell(member), "member": Cell(name_of(member)),
        **{direction: count_cell(of(named[member.id], direction)) for direction in DIRECTIONS},
        "visits": codes_cell([visit.code for visit in named[member.id]]),
    } for member in visited)
    remark = Text("成员单位被走访或接待来访，均计为涉及；年内已退出的不列。",
                  "Both members visited and hosts of incoming visits count; those that left are not listed.")
    return Table("members_visited", Text("走访和接待涉及的成员单位", "Members visited, and hosts"), columns, rows,
                 remark if rows else None, Text("报告期内没有走访和接待涉及的成员单位。", "No member was visited or was host of a visit."), optional=True, annexed="members_visited")


def _missed(left: Sequence[Record], *, optional: bool) -> Table:
    columns = (_ID, _MEMBER, Column("place", Text("所在地", "place")))
    rows = tuple({"id": code_cell(member), "member": Cell(name_of(member)), "place": words_cell(member.values.get("place"))}
                 for member in left)
    return Table("members_not_visited", Text("未涉及的成员单位", "Members without a visit"), columns, rows,
                 empty=Text("走访和接待已覆盖全部成员单位。", "Every member was visited or was host of a visit."), optional=optional,
                 annexed="members_not_visited")
