"""§3 Visits and exchange: how many, with how many people, by whom and to whom; only what is certainly in the period counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from alliancectl.kinds.record import Record
from alliancectl.kinds.spells import may_be_member
from alliancectl.reports.cells import joined
from alliancectl.reports.model import Block, Figure, Prose, Section
from alliancectl.reports.year.cells import code_cell, number_of, sources_of, used
from alliancectl.reports.year.figures import compared, counted
from alliancectl.reports.year.part import Gap, Headline, LeftOut, Part
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.roll import Roll
from alliancectl.reports.year.visits_coverage import coverage
from alliancectl.reports.year.visits_lists import WHY_MAYBE, WHY_UNDATED, Members, ledger, not_counted, visit_list, what
from alliancectl.reports.year.visits_numbers import DIRECTIONS, LEVELS, NONE, PEOPLE, VISITS, by_level, by_month, by_type, months_chart
from alliancectl.reports.year.visits_placed import Placed, missed, of, people, placed, reached
from alliancectl.store.ask.members import Membership
from alliancectl.text import Text


def visits_part(
    visits: Sequence[Record], body: Sequence[Membership], now: Roll, before: Roll, follow_ups: Part, period: Period, previous: Period,
) -> Part:
    """§3, with the follow-ups' blocks; its figures, gaps, records left out, and the visit ledger of the annex."""
    this, last = placed(visits, period), placed(visits, previous)
    members = {one.member.id: one.member for one in (*now.end, *now.left)}
    blocks: list[Block] = [
        Prose("summary", _summary(this)),
        by_type(this.counted),
        by_level(this.counted),
        by_month(this.counted, period),
        *months_chart(this.counted, period),
        visit_list(this.counted, members),
        not_counted(this, members),
        *coverage(this.counted, now),
        *follow_ups.section.blocks,
    ]
    return Part(
        {**_figures(this, last, now, before), **follow_ups.figures},
        Section("visits", Text("调研接待与交流", "Visits and exchange"), tuple(blocks), "3"),
        (*_gaps(this, now), _outside(this, body), *follow_ups.gaps),
        tuple(_left_out(this, members)),
        (*_HEADLINES, *follow_ups.headlines),
        follow_ups.plan,
        (ledger(this.counted, members), *follow_ups.annex))


_HEADLINES = (
    Headline("visits.count", Text("走访与接待", "visits"), VISITS),
    Headline("visits.incoming", Text("其中：来访", "of these incoming"), VISITS),
    Headline("visits.outgoing", Text("其中：走访", "of these outgoing"), VISITS),
    Headline("visits.people", Text("参与人次", "people"), PEOPLE),
    Headline("visits.members_visited", Text("走访和接待涉及的成员单位", "members visited, or hosts of a visit"), Text("家", "members")),
)


# ---- figures -------------------------------------------------------------------------------------------------------


def _figures(this: Placed, last: Placed, now: Roll, before: Roll) -> dict[str, Figure]:
    figures = {
        "visits.count": counted(this.counted, last.counted),
        "visits.people": _people_figure(this.counted, last.counted),
        "visits.maybe": counted(this.maybe, last.maybe),
        "visits.undated": counted(this.undated, last.undated),
    }
    for direction in DIRECTIONS:
        figures[f"visits.{direction}"] = counted(of(this.counted, direction), of(last.counted, direction))
    here, there = of(this.counted, "incoming"), of(last.counted, "incoming")
    for level in used(LEVELS, (visit.values.get("level") for visit in (*here, *there))):
        figures[f"visits.level.{level or 'unstated'}"] = counted(
            [visit for visit in here if visit.values.get("level") == level],
            [visit for visit in there if visit.values.get("level") == level])
    figures["visits.members_visited"] = counted(reached(this.counted, now), reached(last.counted, before), sources=this.counted)
    figures["gaps.members_without_visit"] = counted(missed(this.counted, now), missed(last.counted, before), sources=())
    return figures


def _people_figure(this: Sequence[Record], last: Sequence[Record]) -> Figure:
    now, before = people(this), people(last)
    figure = Figure(now.number, marks=now.marks, records=tuple(visit.code for visit in this), sources=sources_of(this))
    if not now.known or not before.known:   # nothing is known of one of them: no change can be told
        return figure._replace(previous=before.number if before.known else None)
    return compared(figure, Figure(before.number))


# ---- in words --------------------------------------------------------------------------------------------------------


def _summary(this: Placed) -> Text:
    if not this.counted:
        return joined((NONE, *_beside(this)), Text("", " "))
    here, there = of(this.counted, "incoming"), of(this.counted, "outgoing")
    text = Text(
        f"报告期内共开展走访与接待 {_tally_zh(this.counted)}。其中来访 {_tally_zh(here)}，走访 {_tally_zh(there)}。",
        f"There {'was' if len(this.counted) == 1 else 'were'} {number_of(len(this.counted), 'visit')}{_people_en(this.counted)}: "
        f"{len(here):,} incoming{_people_en(here)} and {len(there):,} outgoing{_people_en(there)}.")
    return joined((text, *_shortcomings(this), *_beside(this)), Text("", " "))


def _tally_zh(visits: Sequence[Record]) -> str:
    number, _, known = people(visits)
    return f"{len(visits):,} 批次" + ("" if not visits else f"、{number:,} 人次" if known else "（人数未记）")


def _people_en(visits: Sequence[Record]) -> str:
    number, _, known = people(visits)
    return "" if not visits else f" with {number_of(number, 'person', 'people')}" if known else " (headcount not recorded)"


def _shortcomings(this: Placed) -> Iterable[Text]:
    missing = sum(visit.values.get("headcount") is None for visit in this.counted)
    if missing and missing < len(this.counted):
        yield Text(f"另有 {missing} 批次未记人数，人次合计偏低。",
                   f"The headcount of {number_of(missing, 'visit')} is not recorded, so the number of people is too low.")
    if "approximate" in people(this.counted).marks:
        yield Text("人次中含估计数。", "Some headcounts are estimates.")


def _beside(this: Placed) -> Iterable[Text]:
    if this.maybe:
        yield Text(f"{len(this.maybe)} 批次的日期不能确定在报告期内，未计入。",
                   f"{number_of(len(this.maybe), 'visit')} may or may not lie in the period and {_is(this.maybe)} not counted.")
    if this.undated:
        yield Text(f"{len(this.undated)} 批次年份不详，不计入任何年度。",
                   f"{number_of(len(this.undated), 'visit')} of unknown year {_is(this.undated)} counted in no year.")


def _is(several: Sequence[Any]) -> str:
    return "is" if len(several) == 1 else "are"


# ---- gaps, and what was left out ---------------------------------------------------------------------------------------


def _gaps(this: Placed, now: Roll) -> Iterable[Gap]:
    tests: tuple[tuple[str, Text, str, Callable[[Record], bool]], ...] = (
        ("no-headcount", Text("未记人数", "headcount not recorded"), "headcount=…", lambda visit: visit.values.get("headcount") is None),
        ("no-visit-type", Text("未填走访类型", "type of visit not stated"), "type=…", lambda visit: not visit.values.get("type")),
        ("no-visitor", Text("来访未填来访单位", "incoming visit without its visitor"), "visitor=…",
         lambda visit: visit.values.get("direction") == "incoming" and not visit.values.get("visitor")),
        ("no-level", Text("来访未填来访单位级别", "level of the visitor not stated"), "level=…",
         lambda visit: visit.values.get("direction") == "incoming" and not visit.values.get("level")),
    )
    for code, gap, field, lacks in tests:
        yield Gap(code, gap, tuple(code_cell(visit) for visit in this.counted if lacks(visit)),
                  f"alliancectl visit edit V… --set {field}")
    for code, gap, visits in (
            ("undated-visit", Text("走访年份不详，不计入任何年度", "visit of unknown year, counted in no year"), this.undated),
            ("maybe-visit", Text("走访日期不能确定在报告期内，未计入", "visit that may lie outside the period, not counted"), this.maybe)):
        yield Gap(code, gap, tuple(map(code_cell, visits)), "alliancectl visit edit V… --set date=… --note …")
    yield Gap("member-without-visit", Text("报告期内没有走访或接待的成员单位", "member without a visit in the period"),
              tuple(code_cell(member) for member in missed(this.counted, now)), "alliancectl visit add … M… …")


def _outside(this: Placed, body: Sequence[Membership]) -> Gap:
    """The counted visits that name an organisation as member which certainly was none then."""
    spells = {one.member.id: [spell.record for stay in one.stays for spell in stay.spells] for one in body}
    strange = [visit for visit in this.counted
               if not all(may_be_member(spells.get(member.id, ()), visit.values["date"]) for member in visit.entries("members"))]
    return Gap("outside-membership", Text("走访所列单位当时不是成员", "visit that names an organisation which was no member then"),
               tuple(map(code_cell, strange)), "alliancectl check outside-membership REF")


def _left_out(this: Placed, members: Members) -> Iterable[LeftOut]:
    for visits, why in ((this.undated, WHY_UNDATED), (this.maybe, WHY_MAYBE)):
        for visit in visits:
            yield LeftOut(visit.code, what(visit, members), why, visit.values.get("date"), sources_of((visit,)))
