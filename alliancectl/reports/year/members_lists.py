"""The lists of §2: who joined and left, changes of rank and of name, uncertain changes; and the directory of the annex."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliancectl.kinds.membership import ENDED
from alliancectl.kinds.record import Record
from alliancectl.kinds.spells import Spell
from alliancectl.reports.cells import Labels, choice_cell, date_cell, joined, label, labels_of, name_of, words_cell
from alliancectl.reports.model import Cell, Column, Table
from alliancectl.reports.year.cells import code_cell, sources_of
from alliancectl.reports.year.members_numbers import JOINED, LEFT, Lists, chains
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.roll import Roll, Standing
from alliancectl.store.ask.members import Membership
from alliancectl.text import Text
from alliancectl.values.when import When, place

_HOW = labels_of(ENDED.choices)
_NUMBER, _DATE = Column("id", Text("编号", "id")), Column("date", Text("日期", "date"))
_MEMBER = Column("member", Text("单位名称", "member"))
_APPROVED = Column("approved_by", Text("批准", "approved by"))
_SPELL = Column("membership", Text("资格编号", "membership"), internal=True)   # what the figures name; `membership edit J18` mends it


def who_joined(now: Roll, lists: Lists) -> Table:
    """The members that joined, by day, with who approved it."""
    columns = (_DATE, _NUMBER, _MEMBER, Column("kind", Text("单位性质", "kind")), Column("rank", Text("级别", "rank")), _APPROVED, _SPELL)
    rows = tuple({
        **_of_member(member, spell), "date": date_cell(spell.record.values.get("since")),
        "kind": choice_cell(lists.kind, member.values.get("kind")), "rank": choice_cell(lists.rank, spell.rank),
        "approved_by": words_cell(spell.record.values.get("approved_by")),
    } for member, _, spell in now.joined)
    return Table("joined", Text("新加入的成员单位", "Members that joined"), columns, rows,
                 empty=Text("报告期内没有新加入的成员单位。", "No member joined in the period."), optional=now.is_empty, annexed="joined")


def who_left(now: Roll) -> Table:
    """The members that left, by day, with how and why."""
    columns = (_DATE, _NUMBER, _MEMBER, Column("how", Text("终止方式", "how")), Column("why", Text("原因", "why")), _SPELL)
    rows = tuple({
        **_of_member(member, spell), "date": date_cell(spell.record.values.get("until")),
        "how": choice_cell(_HOW, spell.record.values.get("ended")), "why": words_cell(spell.record.values.get("note")),
    } for member, _, spell in now.left)
    return Table("left", Text("退出的成员单位", "Members that left"), columns, rows,
                 empty=Text("报告期内没有成员单位退出。", "No member left in the period."), optional=now.is_empty, annexed="left")


def rank_changes(body: Sequence[Membership], now: Roll, labels: Labels, period: Period) -> Table:
    """The changes of rank in the period, by day."""
    columns = (_DATE, _NUMBER, _MEMBER, Column("from", Text("原级别", "from")), Column("to", Text("现级别", "to")), _APPROVED, _SPELL)
    changes = sorted((
        (later.first, member, earlier, later) for member, stays in body for stay in stays
        for earlier, later in zip(stay.spells, stay.spells[1:], strict=False)
        if earlier.rank != later.rank and period.first <= later.first <= period.last
    ), key=lambda change: (change[0], change[1].id))
    rows = tuple({
        **_of_member(member, later), "date": date_cell(later.record.values.get("since")),
        "from": choice_cell(labels, earlier.rank), "to": choice_cell(labels, later.rank),
        "approved_by": words_cell(later.record.values.get("approved_by")),
    } for _, member, earlier, later in changes)
    return Table("rank_changes", Text("级别变更", "Changes of rank"), columns, rows,
                 empty=Text("报告期内没有级别变更。", "No member changed rank in the period."), optional=now.is_empty, annexed="rank_changes")


def renames(body: Sequence[Membership], now: Roll, period: Period) -> Table:
    """The changes of name in the period, by member."""
    columns = (_DATE, _NUMBER, Column("from", Text("原名称", "former name")), Column("to", Text("现名称", "new name")))
    rows = []
    for member, _ in body:
        former = member.values.get("former_names", ())
        for entry, new in zip(former, (*(entry.value for entry in former[1:]), member.values.get("name", "")), strict=False):
            if entry.extra and period.first <= (entry.extra.latest or "") <= period.last:
                rows.append({"date": date_cell(entry.extra), "id": code_cell(member), "from": Cell(entry.value), "to": Cell(new)})
    return Table("renames", Text("更名", "Changes of name"), columns, tuple(rows),
                 empty=Text("报告期内没有成员单位更名。", "No member changed its name in the period."), optional=now.is_empty, annexed="renames")


def uncertain(body: Sequence[Membership], period: Period) -> Table:
    """The changes whose day may or may not lie in the period, and leaves without any day."""
    columns = (_NUMBER, _MEMBER, Column("change", Text("变动", "change")), _DATE, Column("counted", Text("计为", "counted on")), _SPELL)
    rows = tuple(
        {**_of_member(member, spell), "change": Cell(change), "date": date_cell(when), "counted": Cell(day, day) if day else Cell(Text("未计", "not counted"))}
        for member, spell, change, when, day in _uncertain_changes(body, period))
    return Table("uncertain_changes", Text("日期不确定的变动", "Changes whose day is not certain"), columns, rows, Text(
        "按可能的最晚一日计入；最晚一日不明的退出不计入。",
        "A change counts on its latest possible day; a leave without one is not counted.") if rows else None,
        Text("每项变动的日期都确定。", "The day of every change is certain."), optional=True, annexed="uncertain_changes")


def _of_member(member: Record, spell: Spell) -> dict[str, Cell]:
    """Whom a change is about, with the spell that began or ended."""
    return {"id": _member_code(member, spell), "member": Cell(name_of(member)), "membership": code_cell(spell.record)}


def _member_code(member: Record, spell: Spell) -> Cell:
    return Cell(member.code, member.code, (), (member.code, spell.record.code), sources_of((member, spell.record)))


def _uncertain_changes(body: Sequence[Membership], period: Period) -> Iterable[tuple[Record, Spell, Text, When | None, str]]:
    for member, stays in body:
        for stay in stays:
            for spell in stay.spells:
                since, until = spell.record.values.get("since"), spell.record.values.get("until")
                if since and place(since, period.first, period.last) == "maybe":
                    yield member, spell, JOINED if spell is stay.spells[0] else Text("变更级别", "change of rank"), since, spell.first
                if until and place(until, period.first, period.last) in ("maybe", "undated") and spell is stay.last:
                    yield member, spell, LEFT, until, spell.until if until.latest else ""


def directory(now: Roll, lists: Lists) -> Table:
    """The members of the period's last day, without what is personal."""
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
        "chain": Cell(joined(label(lists.chain, key) for key in chains(one))),
        "place": words_cell(held.get("place")), "representative": words_cell(person),
        "since": date_cell(one.stay.spells[0].record.values.get("since")),
    }
