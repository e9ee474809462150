"""§2 Organisation and members: who stood at the start, who joined and left, who stands at the end; rank, chain, names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from alliancectl.kinds.membership import ENDED
from alliancectl.kinds.record import Record
from alliancectl.kinds.spells import BEFORE, Spell
from alliancectl.reports.model import Block, Cell, Chart, Column, Figure, Prose, Section, Table
from alliancectl.reports.year.cells import (
    Labels,
    choice_cell,
    code_cell,
    count_cell,
    date_cell,
    joined,
    label,
    labels_of,
    name_of,
    sources_of,
    used,
    words_cell,
)
from alliancectl.reports.year.figures import compared, counted
from alliancectl.reports.year.part import Gap, Headline, Part
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.roll import Roll, Standing
from alliancectl.store.ask.members import Membership
from alliancectl.text import Text
from alliancectl.values.when import When, place

_UNIT = Text("家", "members")
_JOINED, _LEFT = Text("新加入", "joined"), Text("退出", "left")
_HOW = labels_of(ENDED.choices)
_NUMBER, _DATE = Column("id", Text("编号", "id")), Column("date", Text("日期", "date"))
_MEMBER = Column("member", Text("单位名称", "member"))
_APPROVED = Column("approved_by", Text("批准", "approved by"))


class Lists(NamedTuple):
    """The file's lists: labels by key."""

    kind: Labels
    rank: Labels
    chain: Labels


def members_part(body: Sequence[Membership], now: Roll, before: Roll, lists: Lists, period: Period) -> Part:
    """§2, its figures and gaps, and the member directory of the annex."""
    blocks: list[Block] = [
        Prose("summary", _summary(now, period)),
        _by_kind(now, lists.kind, period),
        _chart(now, lists.kind),
        _by_rank(now, lists.rank, period),
        _by_chain(now, lists.chain, period),
        _who_joined(now, lists),
        _who_left(now),
        _rank_changes(body, lists.rank, period),
        _renames(body, period),
        *_uncertain(body, period),
    ]
    return Part(
        _figures(now, before, lists),
        Section("members", Text("组织建设与成员情况", "Organisation and members"), tuple(blocks), "2"),
        tuple(_gaps(body, now)),
        headlines=tuple(Headline(f"members.{key}", words, _UNIT) for key, words in (
            ("end", Text("期末成员单位", "members at the end")), ("joined", _JOINED), ("left", _LEFT))),
        annex=(_directory(now, lists),))


# ---- figures -------------------------------------------------------------------------------------------------------


def _figures(now: Roll, before: Roll, lists: Lists) -> dict[str, Figure]:
    figures = {
        "members.start": _standing(now.start, before.start),
        "members.joined": counted([one.spell.record for one in now.joined],
                                  [one.spell.record for one in before.joined]),
        "members.left": counted([one.spell.record for one in now.left], [one.spell.record for one in before.left]),
        "members.end": _standing(now.end, before.end),
    }
    for name, labels, keys_of in (("kind", lists.kind, _kinds), ("rank", lists.rank, _ranks), ("chain", lists.chain, _chains)):
        for key in used(labels, (key for one in (*now.end, *before.end) for key in keys_of(one))):
            figures[f"members.{name}.{key or 'unstated'}"] = _standing(
                [one for one in now.end if key in keys_of(one)], [one for one in before.end if key in keys_of(one)])
    return figures


def _standing(now: Sequence[Standing], before: Sequence[Standing]) -> Figure:
    """How many members stand; it rests on the sources of the members and of their spells."""
    cited = sources_of([record for one in now for record in (one.member, one.spell.record)])
    return compared(Figure(len(now), records=tuple(one.member.code for one in now), sources=cited), Figure(len(before)))


def _kinds(one: Standing) -> tuple[str | None, ...]:
    return (one.member.values.get("kind"),)


def _ranks(one: Standing) -> tuple[str | None, ...]:
    return (one.spell.rank,)


def _chains(one: Standing) -> tuple[str | None, ...]:
    return tuple(one.member.entries("chain")) or (None,)


# ---- tables of numbers ---------------------------------------------------------------------------------------------


def _summary(now: Roll, period: Period) -> Text:
    if not (now.start or now.joined or now.end):
        return Text(f"截至 {period.last}，尚无成员单位记录在册。", f"No member is on record as of {period.last}.")
    came, went, held, net = len(now.joined), len(now.left), len(now.end), len(now.end) - len(now.start)
    trend = Text("与期初持平", "as many as at the start")
    if net:
        trend = Text(f"比期初净{'增' if net > 0 else '减'} {abs(net)} 家", f"{abs(net)} {'more' if net > 0 else 'fewer'} than at the start")
    return Text(
        f"截至 {period.last}，共有成员单位 {held:,} 家，{trend.zh}。报告期内新加入 {came:,} 家，退出 {went:,} 家。",
        f"As of {period.last} there {'is' if held == 1 else 'are'} {_members(held)}, {trend.en}; "
        f"{came:,} joined and {went:,} left in the period.")


def _members(number: int) -> str:
    return f"{number:,} member" + ("" if number == 1 else "s")


def _by_kind(now: Roll, labels: Labels, period: Period) -> Table:
    keys = used(labels, (key for group in now for one in group for key in _kinds(one)))
    columns = (Column("kind", Text("单位性质", "kind of organisation")), Column("start", period.at_start, "right", _UNIT),
               Column("joined", _JOINED, "right", _UNIT), Column("left", _LEFT, "right", _UNIT),
               Column("end", period.at_end, "right", _UNIT))
    rows = tuple(
        {"kind": choice_cell(labels, key), **{name: _count(one for one in group if key in _kinds(one))
                                               for name, group in zip(Roll._fields, now, strict=True)}} for key in keys)
    groups = zip(Roll._fields, now, strict=True)
    total = {"kind": Cell(Text("合计", "total")), **{name: _count(group) for name, group in groups}}
    return Table("members_by_kind", Text("成员单位构成（按单位性质）", "Members by kind of organisation"), columns,
                 rows if now.start or now.joined else (), empty=_NOBODY, total=(total,) if now.start or now.joined else ())


_NOBODY = Text("报告期内没有成员单位。", "There were no members in the period.")


def _count(ones: Iterable[Standing]) -> Cell:
    found = tuple(ones)
    return count_cell(len(found), [one.member.code for one in found])


def _chart(now: Roll, labels: Labels) -> Chart:
    held = Counter(key for one in now.end for key in _kinds(one))
    keys = [key for key in used(labels, held) if held[key]]
    return Chart("members_by_kind_chart", Text("期末成员单位构成", "Members at the end by kind"),
                 tuple(label(labels, key) for key in keys), tuple(held[key] for key in keys),
                 tuple(f"{held[key]:,}" for key in keys))


def _by_rank(now: Roll, labels: Labels, period: Period) -> Table:
    keys = used(labels, (key for one in (*now.start, *now.end) for key in _ranks(one)))
    columns = (Column("rank", Text("级别", "rank")), Column("start", period.at_start, "right", _UNIT),
               Column("end", period.at_end, "right", _UNIT), Column("change", Text("增减", "change"), "right", _UNIT))
    rows = tuple({"rank": choice_cell(labels, key), **_then_and_now([one for one in now.start if one.spell.rank == key],
                                                                    [one for one in now.end if one.spell.rank == key])}
                 for key in keys)
    total = {"rank": Cell(Text("合计", "total")), **_then_and_now(now.start, now.end)}
    anyone = bool(now.start or now.end)
    return Table("members_by_rank", Text("成员单位构成（按级别）", "Members by rank"), columns, rows if anyone else (),
                 empty=_NOBODY, total=(total,) if anyone else ())


def _then_and_now(start: Sequence[Standing], end: Sequence[Standing]) -> dict[str, Cell]:
    change = len(end) - len(start)
    return {"start": _count(start), "end": _count(end), "change": Cell(f"{change:+,}".replace("-", "−") if change else "0", change)}


def _by_chain(now: Roll, labels: Labels, period: Period) -> Table:
    columns = (Column("position", Text("产业链位置", "chain position")), Column("end", period.at_end, "right", _UNIT))
    keys = used(labels, (key for one in now.end for key in _chains(one)))
    rows = tuple({"position": choice_cell(labels, key), "end": _count(one for one in now.end if key in _chains(one))}
                 for key in keys)
    remark = Text("一家成员单位可处于多个位置，各行之和可大于成员总数。",
                  "A member may hold several positions, so the rows may add up to more than the members.")
    return Table("members_by_chain", Text("成员单位构成（按产业链位置）", "Members by chain position"), columns,
                 rows if now.end else (), remark if now.end else None, _NOBODY)


# ---- who ------------------------------------------------------------------------------------------------------------


def _who_joined(now: Roll, lists: Lists) -> Table:
    columns = (_DATE, _NUMBER, _MEMBER, Column("kind", Text("单位性质", "kind")), Column("rank", Text("级别", "rank")), _APPROVED)
    rows = tuple({
        "date": date_cell(spell.record.values.get("since")), "id": _member_code(member, spell), "member": Cell(name_of(member)),
        "kind": choice_cell(lists.kind, member.values.get("kind")), "rank": choice_cell(lists.rank, spell.rank),
        "approved_by": words_cell(spell.record.values.get("approved_by")),
    } for member, _, spell in now.joined)
    return Table("joined", Text("新加入的成员单位", "Members that joined"), columns, rows,
                 empty=Text("报告期内没有新加入的成员单位。", "No member joined in the period."))


def _who_left(now: Roll) -> Table:
    columns = (_DATE, _NUMBER, _MEMBER, Column("how", Text("终止方式", "how")), Column("why", Text("原因", "why")))
    rows = tuple({
        "date": date_cell(spell.record.values.get("until")), "id": _member_code(member, spell), "member": Cell(name_of(member)),
        "how": choice_cell(_HOW, spell.record.values.get("ended")), "why": words_cell(spell.record.values.get("note")),
    } for member, _, spell in now.left)
    return Table("left", Text("退出的成员单位", "Members that left"), columns, rows,
                 empty=Text("报告期内没有成员单位退出。", "No member left in the period."))


def _member_code(member: Record, spell: Spell) -> Cell:
    cited = sources_of((member, spell.record))
    return Cell(member.code, member.code, (), (member.code, spell.record.code), cited)


def _rank_changes(body: Sequence[Membership], labels: Labels, period: Period) -> Table:
    columns = (_DATE, _NUMBER, _MEMBER, Column("from", Text("原级别", "from")), Column("to", Text("现级别", "to")), _APPROVED)
    changes = sorted((
        (later.first, member, earlier, later) for member, stays in body for stay in stays
        for earlier, later in zip(stay.spells, stay.spells[1:], strict=False)
        if earlier.rank != later.rank and period.first <= later.first <= period.last
    ), key=lambda change: (change[0], change[1].id))
    rows = tuple({
        "date": date_cell(later.record.values.get("since")), "id": _member_code(member, later), "member": Cell(name_of(member)),
        "from": choice_cell(labels, earlier.rank), "to": choice_cell(labels, later.rank),
        "approved_by": words_cell(later.record.values.get("approved_by")),
    } for _, member, earlier, later in changes)
    return Table("rank_changes", Text("级别变更", "Changes of rank"), columns, rows,
                 empty=Text("报告期内没有级别变更。", "No member changed rank in the period."))


def _renames(body: Sequence[Membership], period: Period) -> Table:
    columns = (_DATE, _NUMBER, Column("from", Text("原名称", "former name")), Column("to", Text("现名称", "new name")))
    rows = []
    for member, _ in body:
        former = member.values.get("former_names", ())
        for entry, new in zip(former, (*(entry.value for entry in former[1:]), member.values.get("name", "")), strict=False):
            if entry.extra and period.first <= (entry.extra.latest or "") <= period.last:
                rows.append({"date": date_cell(entry.extra), "id": code_cell(member), "from": Cell(entry.value), "to": Cell(new)})
    return Table("renames", Text("更名", "Changes of name"), columns, tuple(rows),
                 empty=Text("报告期内没有成员单位更名。", "No member changed its name in the period."))


def _uncertain(body: Sequence[Membership], period: Period) -> list[Table]:
    """The changes whose day may or may not lie in the period, and leaves without any day."""
    columns = (_NUMBER, _MEMBER, Column("change", Text("变动", "change")), _DATE, Column("counted", Text("计为", "counted on")))
    rows = tuple(
        {"id": _member_code(member, spell), "member": Cell(name_of(member)), "change": Cell(change), "date": date_cell(when),
         "counted": Cell(day, day) if day else Cell(Text("未计", "not counted"))}
        for member, spell, change, when, day in _uncertain_changes(body, period))
    return [Table("uncertain_changes", Text("日期不确定的变动", "Changes whose day is not certain"), columns, rows, Text(
        "按可能的最晚一日计入；最晚一日不明的退出不计入。",
        "A change counts on its latest possible day; a leave without one is not counted."))] if rows else []


def _uncertain_changes(body: Sequence[Membership], period: Period) -> Iterable[tuple[Record, Spell, Text, When | None, str]]:
    for member, stays in body:
        for stay in stays:
            for spell in stay.spells:
                since, until = spell.record.values.get("since"), spell.record.values.get("until")
                if since and place(since, period.first, period.last) == "maybe":
                    yield member, spell, _JOINED if spell is stay.spells[0] else Text("变更级别", "change of rank"), since, spell.first
                if until and place(until, period.first, period.last) in ("maybe", "undated") and spell is stay.last:
                    yield member, spell, _LEFT, until, spell.until if until.latest else ""


# ---- directory and gaps ----------------------------------------------------------------------------------------------


def _directory(now: Roll, lists: Lists) -> Table:
    columns = (_NUMBER, _MEMBER, Column("kind", Text("单位性质", "kind")), Column("rank", Text("级别", "rank")),
               Column("chain", Text("产业链位置", "chain position")), Column("place", Text("所在地", "place")),
               Column("representative", Text("代表", "representative")), Column("since", Text("加入日期", "member since")))
    rows = tuple(_entry(one, lists) for one in now.end)
    return Table("member_directory", Text("成员单位名录", "Member directory"), columns, rows,
                 Text("不含联系人、电话和邮箱。", "Without contacts, telephone numbers and e-mail addresses.") if rows else None,
                 Text("没有成员单位。", "There are no members."))


def _entry(one: Standing, lists: Lists) -> dict[str, Cell]:
    held = one.member.values
    person = " ".join(held[key] for key in ("representative", "representative_title") if held.get(key))
    return {
        "id": _member_code(one.member, one.spell), "member": Cell(name_of(one.member)),
        "kind": choice_cell(lists.kind, held.get("kind")), "rank": choice_cell(lists.rank, one.spell.rank),
        "chain": Cell(joined(label(lists.chain, key) for key in _chains(one))),
        "place": words_cell(held.get("place")), "representative": words_cell(person),
        "since": date_cell(one.stay.spells[0].record.values.get("since")),
    }


def _gaps(body: Sequence[Membership], now: Roll) -> Iterable[Gap]:
    unknown = [one.spell.record for one in now.end if one.spell.first == BEFORE]
    yield Gap("join-date", Text("加入日期不详", "date of joining unknown"), tuple(map(code_cell, unknown)),
              "alliancectl membership edit J… --set since=…")
    undated = [spell.record for one in body for stay in one.stays for spell in stay.spells
               if (until := spell.record.values.get("until")) and until.latest is None]
    yield Gap("leave-date", Text("已退出但日期不详，仍按成员单位计入", "left on an unknown day, so still counted"),
              tuple(map(code_cell, undated)), "alliancectl membership edit J… --set until=../2024")
    for key, code, what in (("kind", "no-kind", Text("未填单位性质", "kind of organisation not stated")),
                            ("chain", "no-chain", Text("未填产业链位置", "chain position not stated"))):
        missing = tuple(code_cell(one.member) for one in now.end if not one.member.values.get(key))
        yield Gap(code, what, missing, f"alliancectl member edit M… --set {key}=…")
