"""Follow-ups of visits: opened, done, overdue, and carried over. Part of §3 and of §7.

One is opened on the day of its visit and closed on `closed_on`. Counted as opened, done or dropped is only what certainly
was in the period; the table adds up because it says how many moved on a day that is not certain.

Decisions
- Each is listed once: in §3 what was closed in the period, in §7 what is open at its end.
- Where more than ten were due before the period began, §7 counts them by the year in which they were due, and the annex lists them.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from alliancectl.kinds.follow_up import STATE
from alliancectl.kinds.record import Record, Ref
from alliancectl.kinds.spells import AFTER, BEFORE
from alliancectl.reports.cells import choice_cell, date_cell, labels_of, words_cell
from alliancectl.reports.model import Cell, Column, Section, Table
from alliancectl.reports.year.cells import MOST, code_cell, count_cell
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
_NO_DAY = Text("未定", "not set")
_EARLIER = Text("报告期以前到期、仍未办结的后续事项", "Follow-ups due before the period, still open")
_NONE_EARLIER = Text("没有单独列出的逾期事项。", "None is listed apart.")


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
    return (_due(record) or AFTER) < period.last


def follow_ups_part(follow_ups: Sequence[FollowUp], period: Period, previous: Period) -> Part:
    """The follow-ups' figures, blocks and gaps; `plan` are those carried over, `annex` the long overdue ones where they are many."""
    now, before = course(follow_ups, period), course(follow_ups, previous)
    figures = {f"follow_ups.{key}": counted(getattr(now, key), getattr(before, key))
               for key in ("opened", "done", "overdue", "open")}
    late = [record for record in now.open if _is_late(record, period)]
    late = late if len(late) > MOST else []
    return Part(
        figures, Section("follow_ups", Text("后续事项", "Follow-ups"), (_numbers(now), _closed_list(now))), tuple(_gaps(now, follow_ups)),
        headlines=tuple(Headline(f"follow_ups.{key}", words, _UNIT) for key, words in (
            ("opened", Text("新提出的后续事项", "follow-ups opened")), ("done", Text("办结的后续事项", "follow-ups done")),
            ("open", Text("期末未办结的后续事项", "follow-ups open at the end")),
            ("overdue", Text("其中：逾期", "of these overdue")))),
        plan=(_carried_over(now, late), _by_year(late)), annex=(_late_list(now, late),))


def _numbers(now: Course) -> Table:
    rows = [
        (Text("期初未办结", "open at the start"), now.start), (Text("本期提出", "opened"), now.opened),
        (Text("提出日期不确定", "opened on an uncertain day"), now.uncertain_in), (Text("办结", "done"), now.done),
        (Text("不再办理", "dropped"), now.dropped), (Text("办结日期不确定", "closed on an uncertain day"), now.uncertain_out),
        (Text("期末未办结", "open at the end"), now.open), (Text("其中：逾期", "of these overdue"), now.overdue),
    ]
    shown = [row for row in rows if row[1] or row[1] not in (now.uncertain_in, now.uncertain_out)]
    columns = (Column("item", Text("项目", "item")), Column("number", Text("数量", "number"), "right", _UNIT))
    remark = Text("期末未办结的事项列于“下一年度工作计划”。", "What is open at the end is listed in “Plan for next year”.") if now.open else None
    return Table("follow_ups", Text("后续事项办理情况", "Follow-ups"), columns, tuple(
        {"item": Cell(words), "number": count_cell(held)} for words, held in shown) if any(now) else (), remark, _NONE)


# ---- lists -----------------------------------------------------------------------------------------------------------

_WHAT = (Column("id", Text("编号", "id")), Column("text", Text("事项", "follow-up")), Column("owner", Text("责任单位", "owner")))
_STATE, _VISIT = Column("state", Text("状态", "state")), Column("visit", Text("走访", "visit"))
_COLUMNS = (*_WHAT, Column("due", Text("完成时限", "due")), _STATE, _VISIT)


def _closed_list(now: Course) -> Table:
    """What was closed in the period, with what came of it."""
    columns = (*_WHAT, _STATE, Column("closed_on", Text("办结日期", "closed on")), Column("result", Text("落实情况", "result")), _VISIT)
    rows = tuple({
        **_row(record), "state": choice_cell(_STATES, record.values.get("state", "open")), "closed_on": date_cell(record.values.get("closed_on")),
        "result": words_cell(record.values.get("result")),
    } for record in sorted((*now.done, *now.dropped, *now.uncertain_out), key=lambda record: record.id))
    return Table("follow_ups_closed", Text("本期办结和不再办理的后续事项", "Follow-ups closed in the period"), columns, rows,
                 empty=Text("报告期内没有办结的后续事项。", "No follow-up was closed in the period."), optional=not any(now),
                 annexed="follow_ups_closed")


def _carried_over(now: Course, late: Sequence[Record]) -> Table:
    """What is open at the end; without those that are `late`, which stand in the annex."""
    apart = {record.id for record in late}
    rows = tuple(_open_rows((record for record in now.open if record.id not in apart), now))
    empty = Text("没有本期到期或尚未到期的后续事项。", "None is due in the period or after it.") if late else Text(
        "没有结转的后续事项。", "No follow-up is carried over.")
    return Table("carried_over", Text("结转的后续事项", "Follow-ups carried over"), _COLUMNS, rows, empty=empty, annexed="carried_over")


def _by_year(late: Sequence[Record]) -> Table:
    """How many of the long overdue were due in each year."""
    years: dict[str, list[Record]] = {}
    for record in sorted(late, key=lambda record: _due(record) or AFTER):
        years.setdefault((_due(record) or AFTER)[:4], []).append(record)
    columns = (Column("year", Text("到期年份", "due in")), Column("number", Text("未办结", "open"), "right", _UNIT))
    rows = tuple({"year": Cell(year, year), "number": count_cell(held)} for year, held in years.items())
    total = {"year": Cell(Text("合计", "total")), "number": count_cell(late)}
    return Table("overdue_by_year", _EARLIER, columns, rows, Text("逐项列于附表。", "Each is listed in the annex.") if late else None,
                 _NONE_EARLIER, (total,) if late else (), optional=True)


def _late_list(now: Course, late: Sequence[Record]) -> Table:
    return Table("overdue_earlier", _EARLIER, _COLUMNS, tuple(_open_rows(late, now)), empty=_NONE_EARLIER, optional=True)


def _is_late(record: Record, period: Period) -> bool:
    return (_due(record) or AFTER) < period.first


def _open_rows(records: Iterable[Record], now: Course) -> Iterable[dict[str, Cell]]:
    """What is open, by the day it is due; what has none comes last."""
    overdue = {record.id for record in now.overdue}
    for record in sorted(records, key=lambda record: (_due(record) or AFTER, record.id)):
        yield {**_row(record), "state": Cell(_OVERDUE, "overdue") if record.id in overdue else Cell(_STATES["open"], "open")}


def _due(record: Record) -> str | None:
    """The latest day it is due on."""
    due: When | None = record.values.get("due")
    return due.latest if due else None


def _row(record: Record) -> dict[str, Cell]:
    return {
        "id": code_cell(record), "text": words_cell(record.values.get("text")), "owner": words_cell(record.values.get("owner")),
        "due": date_cell(record.values["due"]) if record.values.get("due") else Cell(_NO_DAY),
        "visit": _visit(record.values.get("visit")),
    }


def _visit(visit: Ref | None) -> Cell:
    return Cell(visit.code, visit.code, (), (visit.code,)) if visit else Cell("")


def _gaps(now: Course, follow_ups: Sequence[FollowUp]) -> Iterable[Gap]:
    yield Gap("follow-up-overdue", Text("逾期未办结的后续事项", "follow-up overdue"), tuple(map(code_cell, now.overdue)), "alliancectl follow-up done F…")
    closed = [one.record for one in follow_ups if one.record.values.get("state", "open") != "open"
              and not one.record.values.get("closed_on")]
    yield Gap("no-closing-day", Text("后续事项已办结但未记日期", "follow-up closed without a day"), tuple(map(code_cell, closed)),
              "alliancectl follow-up edit F… --set closed_on=…")
    yield Gap("no-due-day", Text("未办结的后续事项没有完成时限", "open follow-up without a due day"),
              tuple(code_cell(record) for record in now.open if not record.values.get("due")),
              "alliancectl follow-up edit F… --set due=…")
