"""§2 Organisation and members: who stood at the start, who joined and left, who stands at the end; rank, chain, names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliancectl.kinds.record import Record
from alliancectl.kinds.spells import BEFORE, share_a_day
from alliancectl.reports.model import Block, Figure, Prose, Section
from alliancectl.reports.year.cells import code_cell, number_of, sources_of, used
from alliancectl.reports.year.figures import compared, counted
from alliancectl.reports.year.members_lists import directory, rank_changes, renames, uncertain, who_joined, who_left
from alliancectl.reports.year.members_numbers import JOINED, LEFT, UNIT, Lists, by_chain, by_kind, by_rank, chains, chart, kinds, ranks
from alliancectl.reports.year.part import Gap, Headline, Part
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.roll import Roll, Standing
from alliancectl.store.ask.members import Membership
from alliancectl.text import Text


def members_part(body: Sequence[Membership], now: Roll, before: Roll, lists: Lists, period: Period) -> Part:
    """§2, its figures and gaps, and the member directory of the annex."""
    blocks: list[Block] = [
        Prose("summary", _summary(now, period)),
        by_kind(now, lists.kind, period),
        chart(now, lists.kind),
        by_rank(now, lists.rank, period),
        by_chain(now, lists.chain, period),
        who_joined(now, lists),
        who_left(now),
        rank_changes(body, now, lists.rank, period),
        renames(body, now, period),
        uncertain(body, period),
    ]
    return Part(
        _figures(now, before, lists),
        Section("members", Text("组织建设与成员情况", "Organisation and members"), tuple(blocks), "2"),
        tuple(_gaps(body, now)),
        headlines=tuple(Headline(f"members.{key}", words, UNIT) for key, words in (
            ("end", Text("期末成员单位", "members at the end")), ("joined", JOINED), ("left", LEFT))),
        annex=(directory(now, lists),))


# ---- figures -------------------------------------------------------------------------------------------------------


def _figures(now: Roll, before: Roll, lists: Lists) -> dict[str, Figure]:
    figures = {
        "members.start": _standing(now.start, before.start),
        "members.joined": counted([one.spell.record for one in now.joined],
                                  [one.spell.record for one in before.joined]),
        "members.left": counted([one.spell.record for one in now.left], [one.spell.record for one in before.left]),
        "members.end": _standing(now.end, before.end),
    }
    for name, labels, keys_of in (("kind", lists.kind, kinds), ("rank", lists.rank, ranks), ("chain", lists.chain, chains)):
        for key in used(labels, (key for one in (*now.end, *before.end) for key in keys_of(one))):
            figures[f"members.{name}.{key or 'unstated'}"] = _standing(
                [one for one in now.end if key in keys_of(one)], [one for one in before.end if key in keys_of(one)])
    return figures


def _standing(now: Sequence[Standing], before: Sequence[Standing]) -> Figure:
    """How many members stand; it rests on the sources of the members and of their spells."""
    cited = sources_of([record for one in now for record in (one.member, one.spell.record)])
    return compared(Figure(len(now), records=tuple(one.member.code for one in now), sources=cited), Figure(len(before)))


# ---- in words, and what is missing ------------------------------------------------------------------------------------


def _summary(now: Roll, period: Period) -> Text:
    if now.is_empty:
        return Text(f"截至 {period.last}，尚无成员单位记录在册。", f"No member is on record as of {period.last}.")
    came, went, held, net = len(now.joined), len(now.left), len(now.end), len(now.end) - len(now.start)
    trend = Text("与期初持平", "as many as at the start")
    if net:
        trend = Text(f"比期初净{'增' if net > 0 else '减'} {abs(net)} 家", f"{abs(net)} {'more' if net > 0 else 'fewer'} than at the start")
    return Text(
        f"截至 {period.last}，共有成员单位 {held:,} 家，{trend.zh}。报告期内新加入 {came:,} 家，退出 {went:,} 家。",
        f"As of {period.last} there {'is' if held == 1 else 'are'} {number_of(held, 'member')}, {trend.en}; "
        f"{came:,} joined and {went:,} left in the period.")


def _gaps(body: Sequence[Membership], now: Roll) -> Iterable[Gap]:
    overlapping = [spell for one in body for spell in _overlapping([spell.record for stay in one.stays for spell in stay.spells])]
    yield Gap("membership-overlap", Text("同一单位的两段成员资格重叠", "memberships of one member overlap"),
              tuple(map(code_cell, overlapping)), "alliancectl check membership-overlap REF")
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


def _overlapping(spells: Sequence[Record]) -> list[Record]:
    """Those of one member's spells that certainly share a day with another."""
    found = (one for one in spells if any(one is not other and share_a_day(one.values, other.values) for other in spells))
    return sorted(found, key=lambda spell: spell.id)
