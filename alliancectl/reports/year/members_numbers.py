"""The tables of numbers of §2: members by kind of organisation, by rank, by chain position."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from alliancectl.reports.cells import Labels, choice_cell, label
from alliancectl.reports.model import Cell, Chart, Column, Table
from alliancectl.reports.year.cells import count_cell, used
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.roll import Roll, Standing
from alliancectl.text import Text

UNIT = Text("家", "members")
JOINED, LEFT = Text("新加入", "joined"), Text("退出", "left")
_TOTAL = Cell(Text("合计", "total"))
NOBODY = Text("报告期内没有成员单位。", "There were no members in the period.")


class Lists(NamedTuple):
    """The file's lists: labels by key."""

    kind: Labels
    rank: Labels
    chain: Labels


def by_kind(now: Roll, labels: Labels, period: Period) -> Table:
    """Members of each kind: at the start, joined, left, at the end; start + joined − left = end in every row."""
    keys = used(labels, (key for group in now for one in group for key in kinds(one)))
    columns = (Column("kind", Text("单位性质", "kind of organisation")), Column("start", period.at_start, "right", UNIT),
               Column("joined", JOINED, "right", UNIT), Column("left", LEFT, "right", UNIT),
               Column("end", period.at_end, "right", UNIT))
    groups = dict(zip(Roll._fields, now, strict=True))
    rows = tuple({"kind": choice_cell(labels, key), **{name: _count(one for one in group if key in kinds(one)) for name, group in groups.items()}}
                 for key in keys)
    total = {"kind": _TOTAL, **{name: _count(group) for name, group in groups.items()}}
    return Table("members_by_kind", Text("成员单位构成（按单位性质）", "Members by kind of organisation"), columns,
                 () if now.is_empty else rows, empty=NOBODY, total=() if now.is_empty else (total,), optional=True)


def chart(now: Roll, labels: Labels) -> Chart:
    """A bar a kind that has members at the end."""
    held = Counter(key for one in now.end for key in kinds(one))
    keys = [key for key in used(labels, held) if held[key]]
    return Chart("members_by_kind_chart", Text("期末成员单位构成", "Members at the end by kind"),
                 tuple(label(labels, key) for key in keys), tuple(held[key] for key in keys),
                 tuple(f"{held[key]:,}" for key in keys))


def by_rank(now: Roll, labels: Labels, period: Period) -> Table:
    """Members of each rank at the start and at the end."""
    keys = used(labels, (key for one in (*now.start, *now.end) for key in ranks(one)))
    columns = (Column("rank", Text("级别", "rank")), Column("start", period.at_start, "right", UNIT),
               Column("end", period.at_end, "right", UNIT), Column("change", Text("增减", "change"), "right", UNIT))
    rows = tuple({"rank": choice_cell(labels, key), **_then_and_now([one for one in now.start if one.spell.rank == key],
                                                                    [one for one in now.end if one.spell.rank == key])}
                 for key in keys)
    total = {"rank": _TOTAL, **_then_and_now(now.start, now.end)}
    return Table("members_by_rank", Text("成员单位构成（按级别）", "Members by rank"), columns, () if now.is_empty else rows,
                 empty=NOBODY, total=() if now.is_empty else (total,), optional=True)


def _then_and_now(start: Sequence[Standing], end: Sequence[Standing]) -> dict[str, Cell]:
    """Both counts, and the change with the members that are in one of them alone."""
    change = len(end) - len(start)
    codes = {one.member.code for one in start} ^ {one.member.code for one in end}
    moved = tuple(dict.fromkeys(one.member.code for one in (*start, *end) if one.member.code in codes))
    return {"start": _count(start), "end": _count(end),
            "change": Cell(f"{change:+,}".replace("-", "−") if change else "0", change, (), moved)}


def by_chain(now: Roll, labels: Labels, period: Period) -> Table:
    """Members at each chain position at the end; the positions overlap."""
    columns = (Column("position", Text("产业链位置", "chain position")), Column("end", period.at_end, "right", UNIT))
    keys = used(labels, (key for one in now.end for key in chains(one)))
    rows = tuple({"position": choice_cell(labels, key), "end": _count(one for one in now.end if key in chains(one))}
                 for key in keys)
    remark = Text("一家成员单位可处于多个位置，各行之和可大于成员总数。",
                  "A member may hold several positions, so the rows may add up to more than the members.")
    return Table("members_by_chain", Text("成员单位构成（按产业链位置）", "Members by chain position"), columns,
                 rows if now.end else (), remark if now.end else None, NOBODY, optional=True)


def _count(ones: Iterable[Standing]) -> Cell:
    found = tuple(ones)
    return count_cell([one.member for one in found], [one.spell.record for one in found])


def kinds(one: Standing) -> tuple[str | None, ...]:
    """The kind of organisation; None where it is not stated."""
    return (one.member.values.get("kind"),)


def ranks(one: Standing) -> tuple[str | None, ...]:
    """The rank held."""
    return (one.spell.rank,)


def chains(one: Standing) -> tuple[str | None, ...]:
    """The chain positions; None alone where none is stated."""
    return tuple(one.member.entries("chain")) or (None,)
