"""The tables of numbers of §3: visits and people by type and direction, by level of the visitor, by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliancectl.kinds.record import Record
from alliancectl.kinds.visit import DIRECTION, LEVEL, TYPE
from alliancectl.reports.cells import NOT_RECORDED, choice_cell, labels_of
from alliancectl.reports.model import Cell, Chart, Column, Table
from alliancectl.reports.year.cells import count_cell, sources_of, used
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.visits_placed import of, people
from alliancectl.text import Text

DIRECTIONS, TYPES, LEVELS = labels_of(DIRECTION.choices), labels_of(TYPE.choices), labels_of(LEVEL.choices)
VISITS, PEOPLE = Text("批次", "visits"), Text("人次", "people")
NONE = Text("报告期内没有走访和接待记录。", "No visit is on record for the period.")

_TALLY = tuple(
    column for key, words in (*DIRECTIONS.items(), ("total", Text("合计", "total")))
    for column in (Column(key, words, "right", VISITS), Column(f"{key}_people", words, "right", PEOPLE)))
_TOTAL = Cell(Text("合计", "total"))


def by_type(visits: Sequence[Record]) -> Table:
    """Visits and people of each type, incoming, outgoing and together."""
    keys = used(TYPES, (visit.values.get("type") for visit in visits))
    rows = tuple({"type": choice_cell(TYPES, key), **_tally(v for v in visits if v.values.get("type") == key)} for key in keys)
    return _table("visits_by_type", Text("走访与接待情况（按类型）", "Visits by type"), Column("type", Text("类型", "type")), rows, visits)


def by_month(visits: Sequence[Record], period: Period) -> Table:
    """Visits and people of each month, incoming, outgoing and together."""
    rows = tuple({"month": _month_cell(month), **_tally(held)} for month, held in _by_months(visits, period).items())
    return _table("visits_by_month", Text("走访与接待情况（按月份）", "Visits by month"), Column("month", Text("月份", "month")), rows, visits)


def by_level(visits: Sequence[Record]) -> Table:
    """Incoming visits and their people by the level of the visitor."""
    here = of(visits, "incoming")
    columns = (Column("level", Text("来访单位级别", "level of the visitor")), Column("total", Text("来访", "incoming"), "right", VISITS),
               Column("total_people", Text("来访", "incoming"), "right", PEOPLE))
    rows = tuple(
        {"level": choice_cell(LEVELS, key), **_tally((v for v in here if v.values.get("level") == key), ("total",))}
        for key in used(LEVELS, (visit.values.get("level") for visit in here)))
    return Table("visits_by_level", Text("来访情况（按来访单位级别）", "Incoming visits by level of the visitor"), columns,
                 rows if here else (), empty=Text("报告期内没有来访记录。", "No incoming visit is on record for the period."),
                 total=({"level": _TOTAL, **_tally(here, ("total",))},) if here else (), optional=not visits)


def months_chart(visits: Sequence[Record], period: Period) -> list[Chart]:
    """A bar a month; no chart where there is no visit."""
    if not visits:
        return []
    months = _by_months(visits, period)
    return [Chart("visits_by_month_chart", Text("各月走访与接待批次", "Visits in each month"),
                  tuple(_month_cell(month).text for month in months), tuple(map(len, months.values())),
                  tuple(f"{len(held):,}" for held in months.values()))]


def people_cell(visits: Sequence[Record]) -> Cell:
    """The people of some visits; words where not one headcount is known."""
    number, marks, known = people(visits)
    behind = tuple(visit.code for visit in visits), sources_of(visits)
    return Cell(f"{number:,}", number, marks, *behind) if known else Cell(NOT_RECORDED, None, ("gap",), *behind)


def _table(key: str, title: Text, first: Column, rows: tuple[dict[str, Cell], ...], visits: Sequence[Record]) -> Table:
    total = ({first.key: _TOTAL, **_tally(visits)},) if visits else ()
    return Table(key, title, (first, *_TALLY), rows if visits else (), empty=NONE, total=total, optional=True)


def _tally(visits: Iterable[Record], directions: Sequence[str] = ("incoming", "outgoing", "total")) -> dict[str, Cell]:
    """Visits and people of each direction, as cells."""
    every = tuple(visits)
    cells = {}
    for direction in directions:
        chosen = every if direction == "total" else of(every, direction)
        cells[direction], cells[f"{direction}_people"] = count_cell(chosen), people_cell(chosen)
    return cells


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
