"""Follow-ups of visits: opened, done, overdue, and carried over. Part of §3 and of §7.

One is opened on the day of its visit and closed on `closed_on`. Counted as opened, done or dropped is only what certainly
was in the period; the table adds up because it says how many moved on a day that is not certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from alliancectl.kinds.follow_up import STATE
from alliancectl.kinds.record import Record, Ref
from alliancectl.kinds.spells import AFTER, BEFORE
from alliancectl.reports.model import Cell, Column, Section, Table
from alliancectl.reports.year.cells import choice_cell, code_cell, count_cell, date_cell, labels_of, words_cell
from alliancectl.reports.year.figures import counted
from alliancectl.reports.year.part import Gap, Headline, Part
from alliancectl.reports.year.period import Period
from alliancectl.store.ask.follow_ups import FollowUp
from alliancectl.text import Text
from alliancectl.values.when import When, place

_STATES = labels_of(STATE.choices)
_UNIT = Text("项", "items")
_OVERDUE = Text("逾期", "overdue")
_NONE = Text("报告期内没有后续事项。", "There were no follow-ups in the period.")


class Course(NamedTuple):
    """The follow-ups of a period: open at its start, what happened in it, open and overdue at its end."""

    start: tuple[Record, ...]
    opened: tuple[Record, ...]
    done: tuple[Record, ...]
    dropped: tuple[Record, ...]
    uncertain_in: tuple[Record, ...]     # opened on a day that may lie outside the period
    uncertain_out: tuple[Record, ...]    # closed on a day that may lie outside it, or is unknown
    open: tuple[Record, ...]
    overdue: tuple[Record, ...]


def course(follow_ups: Sequence[FollowUp], period: Period) -> Course:
    """start + opened + uncertain_in − done − dropped − uncertain_out = open."""
    entered = [one for one in follow_ups if period.first <= _opened(one) <= period.last]
    closed = [one for one in follow_ups if period.first <= _closed(one) <= period.last]
    opened, uncertain_in = _parted(entered, lambda one: _in(one.opened, period))
    certain, uncertain_out = _parted(closed, lambda one: _in(one.record.values.get("closed_on"), period))
    done, dropped = _parted(certain, lambda one: one.record.values.get("state") == "done")
    still = _records(one for one in follow_ups if _opened(one) <= period.last < _closed(one))
    return Course(
        _records(one for one in follow_ups if _opened(one) <= period.before < _closed(one)),
        _records(opened), _records(done), _records(dropped), _records(uncertain_in), _records(uncertain_out),
        still, tuple(record for record in still if _is_overdue(record, period)))


def _parted(follow_ups: Iterable[FollowUp], test: Callable[[FollowUp], bool]) -> tuple[list[FollowUp], list[FollowUp]]:
    """Those that pass and those that do not."""
    passed: tuple[list[FollowUp], list[FollowUp]] = ([], [])
    for one in follow_ups:
        passed[not test(one)].append(one)
    return passed


def _records(follow_ups: Iterable[FollowUp]) -> tuple[Record, ...]:
    return tuple(one.record for one in follow_ups)


def _opened(one: FollowUp) -> str:
    """The latest day of its visit; a visit of unknown year precedes everything."""
    return (one.opened and (one.opened.latest or one.opened.earliest)) or BEFORE


def _closed(one: FollowUp) -> str:
    """The latest day it can have been closed on; at once where it is closed and nobody knows when."""
    if one.record.values.get("state", "open") == "open":
        return AFTER
    closed: When | None = one.record.values.get("closed_on")
    return max(_opened(one), (closed and closed.latest) or BEFORE)


def _in(when: When | None, period: Period) -> bool:
    return when is not None and place(when, period.first, period.last) == "in"


def _is_overdue(record: Record, period: Period) -> bool:
    due: When | None = record.values.get("due")
    return bool(due and due.latest and due.latest < period.last)


def follow_ups_part(follow_ups: Sequence[FollowUp], period: Period, previous: Period) -> Part:
    """The follow-ups' figures, blocks and gaps; `plan` is the list of those carried over."""
    now, before = course(follow_ups, period), course(follow_ups, previous)
    figures = {f"follow_ups.{key}": counted(getattr(now, key), getattr(before, key))
               for key in ("opened", "done", "overdue", "open")}
    blocks = (_numbers(now), _list(now, period))
    return Part(
        figures, Section("follow_ups", Text("后续事项", "Follow-ups"), blocks), tuple(_gaps(now, follow_ups)),
        headlines=tuple(Headline(f"follow_ups.{key}", words, _UNIT) for key, words in (
            ("opened", Text("新提出的后续事项", "follow-ups opened")), ("done", Text("办结的后续事项", "follow-ups done")),
            ("open", Text("期末未办结的后续事项", "follow-ups open at the end")),
            ("overdue", Text("其中：逾期", "of these overdue")))),
        plan=(_carried_over(now),))


def _numbers(now: Course) -> Table:
    rows = [
        (Text("期初未办结", "open at the start"), now.start), (Text("本期提出", "opened"), now.opened),
        (Text("提出日期不确定", "opened on an uncertain day"), now.uncertain_in), (Text("办结", "done"), now.done),
        (Text("不再办理", "dropped"), now.dropped), (Text("办结日期不确定", "closed on an uncertain day"), now.uncertain_out),
        (Text("期末未办结", "open at the end"), now.open), (Text("其中：逾期", "of these overdue"), now.overdue),
    ]
    shown = [row for row in rows if row[1] or row[1] not in (now.uncertain_in, now.uncertain_out)]
    columns = (Column("item", Text("项目", "item")), Column("number", Text("数量", "number"), "right", _UNIT))
    anything = any(now)
    return Table("follow_ups", Text("后续事项办理情况", "Follow-ups"), columns, tuple(
        {"item": Cell(words), "number": count_cell(len(held), [record.code for record in held])} for words, held in shown
    ) if anything else (), empty=_NONE)


_COLUMNS = (
    Column("id", Text("编号", "id")), Column("text", Text("事项", "follow-up")), Column("owner", Text("责任单位", "owner")),
    Column("due", Text("完成时限", "due")), Column("state", Text("状态", "state")), Column("visit", Text("走访", "visit")))


def _list(now: Course, period: Period) -> Table:
    """Everything that was open at some time in the period, with its state at the end."""
    every = {record.id: record for group in now for record in group}
    ends = _ends(now)
    rows = tuple({
        **_row(every[number]), "state": ends.get(number) or _state(every[number]),
        "result": words_cell(None if number in ends else every[number].values.get("result")),   # not known by then
    } for number in sorted(every))
    return Table("follow_up_list", Text("后续事项一览", "The follow-ups"), (*_COLUMNS, Column("result", Text("落实情况", "result"))), rows,
                 Text(f"状态截至 {period.last}。", f"States as of {period.last}.") if rows else None, _NONE)


def _row(record: Record) -> dict[str, Cell]:
    return {
        "id": code_cell(record), "text": words_cell(record.values.get("text")), "owner": words_cell(record.values.get("owner")),
        "due": date_cell(record.values["due"]) if record.values.get("due") else Cell(Text("未定", "none")),
        "visit": _visit(record.values.get("visit")),
    }


def _visit(visit: Ref | None) -> Cell:
    return Cell(visit.code, visit.code, (), (visit.code,)) if visit else Cell("")


def _ends(now: Course) -> dict[int, Cell]:
    """The state of those that are open at the end, by number."""
    return {**{record.id: Cell(_STATES["open"], "open") for record in now.open},
            **{record.id: Cell(_OVERDUE, "overdue") for record in now.overdue}}


def _state(record: Record) -> Cell:
    state = record.values.get("state", "open")
    return choice_cell(_STATES, state)


def _carried_over(now: Course) -> Table:
    ends = _ends(now)
    rows = tuple({**_row(record), "state": ends[record.id]} for record in now.open)
    return Table("carried_over", Text("结转的后续事项", "Follow-ups carried over"), _COLUMNS, rows,
                 empty=Text("没有结转的后续事项。", "No follow-up is carried over."))


def _gaps(now: Course, follow_ups: Sequence[FollowUp]) -> Iterable[Gap]:
    closed = [one.record for one in follow_ups if one.record.values.get("state", "open") != "open"
              and not one.record.values.get("closed_on")]
    yield Gap("no-closing-day", Text("后续事项已办结但未记日期", "follow-up closed without a day"), tuple(map(code_cell, closed)),
              "alliancectl follow-up edit F… --set closed_on=…")
    yield Gap("no-due-day", Text("未办结的后续事项没有完成时限", "open follow-up without a due day"),
              tuple(code_cell(record) for record in now.open if not record.values.get("due")),
              "alliancectl follow-up edit F… --set due=…")
