"""§3 Visits and exchange: how many, with how many people, by whom and to whom; only what is certainly in the period counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from alliancectl.kinds.record import Record
from alliancectl.kinds.visit import DIRECTION, LEVEL, TYPE
from alliancectl.reports.model import Block, Cell, Chart, Column, Figure, Mark, Prose, Section, Table
from alliancectl.reports.year.cells import (
    Labels,
    choice_cell,
    code_cell,
    codes_cell,
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
from alliancectl.reports.year.part import Gap, Headline, LeftOut, Part
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.roll import Roll
from alliancectl.text import Text
from alliancectl.values.when import When, place

_DIRECTIONS, _TYPES, _LEVELS = labels_of(DIRECTION.choices), labels_of(TYPE.choices), labels_of(LEVEL.choices)
_VISITS, _PEOPLE = Text("批次", "visits"), Text("人次", "people")
_NONE = Text("报告期内没有走访和接待记录。", "No visit is on record for the period.")
_ID, _DATE = Column("id", Text("编号", "id")), Column("date", Text("日期", "date"))
_SUBJECT = Column("subject", Text("主题", "subject"))
_WHO = Column("who", Text("来访单位/走访成员", "visitor, or member visited"))
_WHY_MAYBE = Text("日期跨报告期或不确定，未计入", "its date may lie outside the period: not counted")
_WHY_UNDATED = Text("年份不详，不计入任何年度", "year unknown: counted in no year")


class Placed(NamedTuple):
    """The visits of a period: counted, perhaps in it, and of no known year."""

    counted: tuple[Record, ...]
    maybe: tuple[Record, ...]
    undated: tuple[Record, ...]


class People(NamedTuple):
    """How many people came along: the sum of the stated headcounts, and what is wrong with it."""

    number: int
    marks: tuple[Mark, ...]


def placed(visits: Sequence[Record], period: Period) -> Placed:
    """The visits of a period; the first day decides."""
    found: dict[str, list[Record]] = {"in": [], "maybe": [], "undated": [], "out": []}
    for visit in visits:
        date: When | None = visit.values.get("date")
        found[place(date, period.first, period.last) if date else "undated"].append(visit)
    return Placed(*(tuple(found[where]) for where in ("in", "maybe", "undated")))


def people(visits: Iterable[Record]) -> People:
    """The people of some visits. A missing headcount makes the sum partial, an estimated one approximate."""
    number, missing, estimated = 0, False, False
    for visit in visits:
        headcount = visit.values.get("headcount")
        missing = missing or headcount is None
        estimated = estimated or (headcount is not None and visit.values.get("headcount_basis") == "estimated")
        number += headcount or 0
    partial: tuple[Mark, ...] = ("partial",) if missing else ()
    return People(number, (*partial, "approximate") if estimated else partial)


def visits_part(visits: Sequence[Record], now: Roll, before: Roll, follow_ups: Part, period: Period, previous: Period) -> Part:
    """§3, with the follow-ups' blocks; its figures, gaps, records left out, and the visit ledger of the annex."""
    this, last = placed(visits, period), placed(visits, previous)
    members = {one.member.id: one.member for one in (*now.end, *now.left)}
    blocks: list[Block] = [
        Prose("summary", _summary(this)),
        _by_type(this.counted),
        _by_level(this.counted),
        _by_month(this.counted, period),
        *_chart(this.counted, period),
        _list(this.counted, members),
        *_beside(this, members),
        *_coverage(this.counted, now, period),
        *follow_ups.section.blocks,
    ]
    return Part(
        {**_figures(this, last, now, before), **follow_ups.figures},
        Section("visits", Text("调研接待与交流", "Visits and exchange"), tuple(blocks), "3"),
        (*_gaps(this, now), *follow_ups.gaps),
        tuple(_left_out(this)),
        (*_HEADLINES, *follow_ups.headlines),
        follow_ups.plan,
        (_ledger(this.counted, members),))


_HEADLINES = (
    Headline("visits.count", Text("走访与接待", "visits"), _VISITS),
    Headline("visits.incoming", Text("其中：来访", "of these incoming"), _VISITS),
    Headline("visits.outgoing", Text("其中：走访", "of these outgoing"), _VISITS),
    Headline("visits.people", Text("参与人次", "people"), _PEOPLE),
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
    for direction in _DIRECTIONS:
        figures[f"visits.{direction}"] = counted(_of(this.counted, direction), _of(last.counted, direction))
    here, there = _of(this.counted, "incoming"), _of(last.counted, "incoming")
    for level in used(_LEVELS, (visit.values.get("level") for visit in (*here, *there))):
        figures[f"visits.level.{level or 'unstated'}"] = counted(
            [visit for visit in here if visit.values.get("level") == level],
            [visit for visit in there if visit.values.get("level") == level])
    for key, visited in (("visits.members_visited", True), ("gaps.members_without_visit", False)):
        figures[key] = counted(_members(this.counted, now, visited), _members(last.counted, before, visited),
                               sources=this.counted if visited else ())
    return figures


def _people_figure(this: Sequence[Record], last: Sequence[Record]) -> Figure:
    number, marks = people(this)
    figure = Figure(number, marks=marks, records=tuple(visit.code for visit in this), sources=sources_of(this))
    return compared(figure, Figure(people(last).number))


def _of(visits: Iterable[Record], direction: str) -> tuple[Record, ...]:
    return tuple(visit for visit in visits if visit.values.get("direction") == direction)


def _members(visits: Iterable[Record], roll: Roll, visited: bool) -> list[Record]:
    """The members at the end that some counted visit names, as visited or as host; or those that none names."""
    named = {member.id for visit in visits for member in visit.entries("members")}
    return [one.member for one in roll.end if (one.member.id in named) is visited]


# ---- tables of numbers ---------------------------------------------------------------------------------------------


def _summary(this: Placed) -> Text:
    if not this.counted:
        return _NONE
    here, there = _of(this.counted, "incoming"), _of(this.counted, "outgoing")
    every = people(this.counted)
    text = Text(
        f"报告期内共开展走访与接待 {len(this.counted):,} 批次、{every.number:,} 人次。"
        f"其中来访 {len(here):,} 批次、{people(here).number:,} 人次，走访 {len(there):,} 批次、{people(there).number:,} 人次。",
        f"There were {_number(len(this.counted), 'visit')} with {_number(every.number, 'person', 'people')}: "
        f"{len(here):,} incoming with {people(here).number:,} and {len(there):,} outgoing with {people(there).number:,}.")
    return joined((text, *_shortcomings(this, every)), Text("", " "))


def _shortcomings(this: Placed, every: People) -> Iterable[Text]:
    missing = sum(visit.values.get("headcount") is None for visit in this.counted)
    if missing:
        yield Text(f"另有 {missing} 批次未记人数，人次合计偏低。",
                   f"The headcount of {_number(missing, 'visit')} is not recorded, so the number of people is too low.")
    if "approximate" in every.marks:
        yield Text("人次中含估计数。", "Some headcounts are estimates.")
    if this.maybe:
        yield Text(f"{len(this.maybe)} 批次的日期不能确定在报告期内，未计入。",
                   f"{_number(len(this.maybe), 'visit')} may or may not lie in the period and {_is(this.maybe)} not counted.")
    if this.undated:
        yield Text(f"{len(this.undated)} 批次年份不详，不计入任何年度。",
                   f"{_number(len(this.undated), 'visit')} of unknown year {_is(this.undated)} counted in no year.")


def _number(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _is(several: Sequence[Any]) -> str:
    return "is" if len(several) == 1 else "are"


def _tally(visits: Iterable[Record], directions: Sequence[str] = ("incoming", "outgoing", "total")) -> dict[str, Cell]:
    """Visits and people of each direction, as cells."""
    every = tuple(visits)
    cells = {}
    for direction in directions:
        chosen = every if direction == "total" else _of(every, direction)
        cells[direction] = count_cell(len(chosen), [visit.code for visit in chosen])
        number, marks = people(chosen)
        cells[f"{direction}_people"] = count_cell(number, [visit.code for visit in chosen], marks)
    return cells


_TALLY = tuple(
    column for key, words in (*_DIRECTIONS.items(), ("total", Text("合计", "total")))
    for column in (Column(key, words, "right", _VISITS), Column(f"{key}_people", words, "right", _PEOPLE)))
_TOTAL = Cell(Text("合计", "total"))


def _by_type(visits: Sequence[Record]) -> Table:
    return _by("visits_by_type", Text("走访与接待情况（按类型）", "Visits by type"), "type", Text("类型", "type"), _TYPES, visits)


def _by_level(visits: Sequence[Record]) -> Table:
    here = _of(visits, "incoming")
    columns = (Column("level", Text("来访单位级别", "level of the visitor")), Column("total", Text("来访", "incoming"), "right", _VISITS),
               Column("total_people", Text("来访", "incoming"), "right", _PEOPLE))
    rows = tuple(
        {"level": choice_cell(_LEVELS, key), **_tally((v for v in here if v.values.get("level") == key), ("total",))}
        for key in used(_LEVELS, (visit.values.get("level") for visit in here)))
    return Table("visits_by_level", Text("来访情况（按来访单位级别）", "Incoming visits by level of the visitor"), columns,
                 rows if here else (), empty=Text("报告期内没有来访记录。", "No incoming visit is on record for the period."),
                 total=({"level": _TOTAL, **_tally(here, ("total",))},) if here else ())


def _by(key: str, title: Text, column: str, head: Text, labels: Labels, visits: Sequence[Record]) -> Table:
    keys = used(labels, (visit.values.get(column) for visit in visits))
    rows = tuple({column: choice_cell(labels, one), **_tally(v for v in visits if v.values.get(column) == one)} for one in keys)
    return Table(key, title, (Column(column, head), *_TALLY), rows if visits else (), empty=_NONE,
                 total=({column: _TOTAL, **_tally(visits)},) if visits else ())


def _by_month(visits: Sequence[Record], period: Period) -> Table:
    months = _by_months(visits, period)
    rows = tuple({"month": _month_cell(month), **_tally(months[month])} for month in months)
    return Table("visits_by_month", Text("走访与接待情况（按月份）", "Visits by month"),
                 (Column("month", Text("月份", "month")), *_TALLY), rows if visits else (), empty=_NONE,
                 total=({"month": _TOTAL, **_tally(visits)},) if visits else ())


def _by_months(visits: Iterable[Record], period: Period) -> dict[str, list[Record]]:
    """The visits of each month of the period, in order; last those of which only the year or a longer span is known."""
    months: dict[str, list[Record]] = {month: [] for month in _months(period)}
    unknown: list[Record] = []
    for visit in visits:
        date = visit.values["date"]
        (months[date.earliest[:7]] if date.earliest[:7] == date.latest[:7] else unknown).append(visit)
    return {**months, "": unknown} if unknown else months


def _months(period: Period) -> Iterable[str]:
    year, month = int(period.first[:4]), int(period.first[5:7])
    while (name := f"{year:04d}-{month:02d}") <= period.last[:7]:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _month_cell(month: str) -> Cell:
    return Cell(month, month) if month else Cell(Text("月份不详", "month unknown"))


def _chart(visits: Sequence[Record], period: Period) -> list[Chart]:
    if not visits:
        return []
    months = _by_months(visits, period)
    return [Chart("visits_by_month_chart", Text("各月走访与接待批次", "Visits in each month"),
                  tuple(_month_cell(month).text for month in months), tuple(map(len, months.values())),
                  tuple(f"{len(held):,}" for held in months.values()))]


# ---- lists -----------------------------------------------------------------------------------------------------------


def _list(visits: Sequence[Record], members: Mapping[int, Record]) -> Table:
    columns = (_ID, _DATE, Column("type", Text("类型", "type")), _WHO,
               _SUBJECT, Column("headcount", _PEOPLE, "right"))
    rows = tuple({
        "id": code_cell(visit), "date": date_cell(visit.values.get("date")), "type": _type_cell(visit),
        "who": _who(visit, members), "subject": words_cell(visit.values.get("subject")), "headcount": _headcount(visit),
    } for visit in visits)
    return Table("visits", Text("走访与接待一览", "The visits"), columns, rows, empty=_NONE)


def _type_cell(visit: Record) -> Cell:
    direction = label(_DIRECTIONS, visit.values.get("direction"))
    kind = visit.values.get("type")
    return Cell(joined((direction, label(_TYPES, kind)), Text("·", ", ")) if kind else direction)


def _who(visit: Record, members: Mapping[int, Record]) -> Cell:
    """The visitor of an incoming visit, with its hosts; the members that an outgoing one went to."""
    hosts = _named(visit, members)
    visitor = visit.values.get("visitor")
    if visit.values.get("direction") != "incoming" or not visitor:
        return Cell(hosts)
    return Cell(Text(f"{visitor}（接待：{hosts.zh}）", f"{visitor} (host: {hosts.en})") if hosts.zh else visitor)


def _named(visit: Record, members: Mapping[int, Record]) -> Text:
    return joined(name_of(members[ref.id]) if ref.id in members else ref.name for ref in visit.entries("members"))


def _headcount(visit: Record) -> Cell:
    number = visit.values.get("headcount")
    if number is None:
        return Cell(Text("未记", "not recorded"), None, ("gap",))
    return Cell(f"{number:,}", number, ("approximate",) if visit.values.get("headcount_basis") == "estimated" else ())


def _beside(this: Placed, members: Mapping[int, Record]) -> list[Table]:
    """What was not counted and why; no table where everything was."""
    columns = (_ID, _DATE, _WHO, _SUBJECT, Column("why", Text("说明", "why")))
    rows = tuple(
        {"id": code_cell(visit), "date": date_cell(visit.values.get("date")), "who": _who(visit, members),
         "subject": words_cell(visit.values.get("subject")), "why": Cell(why)}
        for visits, why in ((this.maybe, _WHY_MAYBE), (this.undated, _WHY_UNDATED)) for visit in visits)
    return [Table("visits_not_counted", Text("未计入的走访与接待", "Visits that are not counted"), columns, rows)] if rows else []


def _coverage(visits: Sequence[Record], now: Roll, period: Period) -> list[Block]:
    """How far the visits reached among the members of the last day."""
    if not now.end:
        return []
    reached, missed = _members(visits, now, True), _members(visits, now, False)
    share = (2000 * len(reached) + len(now.end)) // (2 * len(now.end))
    sentence = Text(
        f"期末 {len(now.end):,} 家成员单位中，走访和接待涉及 {len(reached):,} 家，覆盖率 {share // 10}.{share % 10}%；"
        f"未涉及 {len(missed):,} 家。",
        f"Of the {_number(len(now.end), 'member')} at the end, {len(reached):,} "
        f"{'was visited or was host of a visit' if len(reached) == 1 else 'were visited or were hosts of a visit'} "
        f"({share // 10}.{share % 10} %); {len(missed):,} {'was' if len(missed) == 1 else 'were'} not.")
    return [Prose("coverage", sentence, Text("走访覆盖情况", "Coverage")), _reached(visits, reached), _missed(missed)]


def _reached(visits: Sequence[Record], reached: Sequence[Record]) -> Table:
    columns = (_ID, Column("member", Text("单位名称", "member")), Column("outgoing", Text("走访", "visited"), "right", _VISITS),
               Column("incoming", Text("接待来访", "host of a visit"), "right", _VISITS), Column("visits", Text("记录", "visits")))
    named: dict[int, list[Record]] = {}
    for visit in visits:
        for number in dict.fromkeys(ref.id for ref in visit.entries("members")):
            named.setdefault(number, []).append(visit)
    rows = tuple({
        "id": code_cell(member), "member": Cell(name_of(member)),
        **{direction: _count(_of(named[member.id], direction)) for direction in _DIRECTIONS},
        "visits": codes_cell([visit.code for visit in named[member.id]]),
    } for member in reached)
    return Table("members_visited", Text("走访和接待涉及的成员单位", "Members visited, and hosts"), columns, rows,
                 Text("成员单位被走访或接待来访，均计为涉及；年内已退出的不列。",
                      "Both members visited and hosts of incoming visits count; those that left are not listed.") if rows else None,
                 Text("没有走访或接待涉及成员单位。", "No visit names a member."))


def _count(visits: Sequence[Record]) -> Cell:
    return count_cell(len(visits), [visit.code for visit in visits])


def _missed(missed: Sequence[Record]) -> Table:
    columns = (_ID, Column("member", Text("单位名称", "member")), Column("place", Text("所在地", "place")))
    rows = tuple({"id": code_cell(member), "member": Cell(name_of(member)), "place": words_cell(member.values.get("place"))}
                 for member in missed)
    return Table("members_not_visited", Text("未涉及的成员单位", "Members without a visit"), columns, rows,
                 empty=Text("走访和接待已覆盖全部成员单位。", "Every member was visited or was host of a visit."))


def _ledger(visits: Sequence[Record], members: Mapping[int, Record]) -> Table:
    columns = (
        _ID, _DATE, Column("end_date", Text("结束日期", "end date")), Column("direction", Text("方向", "direction")),
        Column("type", Text("类型", "type")), Column("visitor", Text("来访单位", "visiting organisation")),
        Column("level", Text("级别", "level")),
        Column("head", Text("带队领导", "head of delegation")), Column("headcount", Text("人数", "headcount"), "right"),
        Column("members", Text("走访成员/接待单位", "members visited, or hosts")), Column("sites", Text("考察地点", "sites visited")),
        Column("accompanied_by", Text("陪同", "accompanied by")), _SUBJECT, Column("sources", Text("来源", "sources")))
    return Table("visit_ledger", Text("走访与接待台账", "Visit ledger"), columns,
                 tuple(_line(visit, members) for visit in visits), empty=_NONE)


def _line(visit: Record, members: Mapping[int, Record]) -> dict[str, Cell]:
    held = visit.values
    others = Text("等", " and others") if held.get("accompanied_open") else Text("", "")
    with_whom = joined(visit.entries("accompanied_by"), Text("；", "; "))
    return {
        "id": code_cell(visit), "date": date_cell(held.get("date")),
        "end_date": date_cell(held["end_date"]) if held.get("end_date") else Cell(""),
        "direction": choice_cell(_DIRECTIONS, held.get("direction")),
        "type": choice_cell(_TYPES, held["type"]) if held.get("type") else Cell(""),
        "visitor": words_cell(held.get("visitor")),
        "level": choice_cell(_LEVELS, held["level"]) if held.get("level") else Cell(""),
        "head": words_cell(" ".join(held[key] for key in ("head", "head_title") if held.get(key))), "headcount": _headcount(visit),
        "members": Cell(_named(visit, members)), "sites": Cell(joined(ref.name for ref in visit.entries("sites"))),
        "accompanied_by": Cell(joined((with_whom, others), Text("", ""))), "subject": words_cell(held.get("subject")),
        "sources": codes_cell(sources_of((visit,))),
    }


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
    for code, what, field, lacks in tests:
        yield Gap(code, what, tuple(code_cell(visit) for visit in this.counted if lacks(visit)),
                  f"alliancectl visit edit V… --set {field}")
    for code, what, visits in (
            ("undated-visit", Text("走访年份不详，不计入任何年度", "visit of unknown year, counted in no year"), this.undated),
            ("maybe-visit", Text("走访日期不能确定在报告期内，未计入", "visit that may lie outside the period, not counted"), this.maybe)):
        yield Gap(code, what, tuple(map(code_cell, visits)), "alliancectl visit edit V… --set date=… --note …")
    yield Gap("member-without-visit", Text("报告期内没有走访或接待的成员单位", "member without a visit in the period"),
              tuple(code_cell(member) for member in _members(this.counted, now, False)), "alliancectl visit add … M… …")


def _left_out(this: Placed) -> Iterable[LeftOut]:
    for visits, why in ((this.undated, _WHY_UNDATED), (this.maybe, _WHY_MAYBE)):
        for visit in visits:
            what = joined(part for part in (visit.values.get("visitor"), visit.values.get("subject")) if part)
            yield LeftOut(visit.code, what, why, date_cell(visit.values.get("date")), sources_of((visit,)))
