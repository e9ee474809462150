"""An issued report against today: every figure that differs, and the operations that changed it.

An operation is named for a figure when it touched a record or source that the figure rests on, then or today, or one that
decides whether such a record counts: the membership of a claim's member, the visit of a follow-up. Where none did (the figure of
the year before differs, a unit or a list changed), every operation since is named that touched records of the subject.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from alliancectl.kinds.record import Record
from alliancectl.reports.cells import NONE, joined, words_cell
from alliancectl.reports.model import Cell, Column, Figure, Prose, Report, Section, Table
from alliancectl.reports.year.figures import before_shown, figure_cell
from alliancectl.store.ask.since import Later
from alliancectl.text import Text

TITLE = Text("与印发时不同的数字", "Figures that differ from those issued")
_SUBJECT = {   # family of figures -> letters of the records that decide it
    "members": "MJLA", "visits": "VMJRA", "follow_ups": "FVA", "capacity": "CMJPSRUA", "output": "CMJPSRUA", "rate": "CMJPSRUA",
    "conflicts": "CMJPSRUA", "gaps": "CVMJPA"}
_ABOUT_MEMBERS = ("visits.members_visited", "gaps.members_without_visit", "gaps.members_without_capacity")


class Difference(NamedTuple):
    """One figure as issued and as it is; None where there was, or is, none. `certain`: the operations touched what it rests on."""

    key: str
    then: Figure | None
    now: Figure | None
    operations: tuple[Later, ...]
    certain: bool


def differences(then: Mapping[str, Figure], now: Mapping[str, Figure], later: Sequence[Later], about: Mapping[str, frozenset[str]]) -> list[Difference]:
    """Every figure that differs, in the order of today's report; `about` says what memberships, claims and visits are about."""
    found = []
    for key in dict.fromkeys((*now, *then)):
        old, new = then.get(key), now.get(key)
        if _said(old) != _said(new):
            traced = [one for one in later if _touches(key, one, (old, new), about)]
            subject = _SUBJECT.get(key.split(".")[0], "")
            wide = [one for one in later if any(code[0] in subject for code in one.codes)]
            found.append(Difference(key, old, new, tuple(traced or wide or later), bool(traced)))
    return found


def _said(figure: Figure | None) -> Any:
    """What is printed of a figure; of one that is not there, None."""
    return figure and (figure.value, figure.low, figure.high, figure.unit, figure.as_of, figure.previous, figure.marks)


def _touches(key: str, one: Later, figures: Iterable[Figure | None], about: Mapping[str, frozenset[str]]) -> bool:
    behind = {code for figure in figures if figure for code in (*figure.records, *figure.sources)}
    behind |= {other for code in behind for other in about.get(code, ()) if code[0] in "CF"}
    letters = _SUBJECT.get(key.split(".")[0], "")
    touched = {code for code in one.codes if code[0] in letters}
    owners = "JCV" if key in _ABOUT_MEMBERS else "J"
    touched |= {other for code in touched if code[0] in owners for other in about.get(code, ())}
    return bool(touched & behind) or (key.startswith("members.") and any(code[0] in "MJ" and code in behind for code in touched))


def diff_report(issued: Record, found: Sequence[Difference], label: Callable[[str], Text], stamp: str) -> Report:
    """The differences as a table; in JSON {name, period, stamp, today, differences: [{key, then, now, operations}]}."""
    rows = tuple(_row(one, label) for one in found)
    table = Table("differences", TITLE, _columns(rows), rows, _remark(found),
                  Text("没有变化：每项数字都与印发时相同。", "Nothing differs: every figure is as it was issued."))
    head = ((Text("报告期", "period"), Text(f"{issued['first'].canonical} 至 {issued['last'].canonical}", f"{issued['first'].canonical} to {issued['last'].canonical}")),
            (Text("印发时记录截至", "records as issued"), f"#{issued['stamp']}"), (Text("现在记录截至", "records today"), stamp))
    title = Text(f"“{issued['name']}”与现在的差别", f"“{issued['name']}” against today")
    data = {"name": issued["name"], "period": {"label": issued["label"], "from": issued["first"].canonical, "to": issued["last"].canonical},
            "stamp": f"#{issued['stamp']}", "today": stamp, "differences": [_as_json(one) for one in found]}
    return Report("diff", title, (Section("differences", Text("", ""), (Prose("summary", _summary(found)), table)),), head, data=data)


def _summary(found: Sequence[Difference]) -> Text:
    return Text(f"{len(found)} 项数字与印发时不同。", f"Figures that differ: {len(found)}.")


def _columns(rows: Sequence[Mapping[str, Cell]]) -> tuple[Column, ...]:
    """Those of last period's figure only where one of them differs."""
    columns = (
        Column("figure", Text("指标", "figure")), Column("key", Text("代码", "key")),
        Column("then", Text("印发时", "as issued"), "right"), Column("now", Text("现在", "today"), "right"),
        Column("previous_then", Text("上期，印发时", "previous, as issued"), "right"), Column("previous_now", Text("上期，现在", "previous, today"), "right"),
        Column("operations", Text("改变它的操作", "operations that changed it")))
    return tuple(column for column in columns if not column.key.startswith("previous") or any(column.key in row for row in rows))


def _row(one: Difference, label: Callable[[str], Text]) -> dict[str, Cell]:
    before = [figure.previous if figure else None for figure in (one.then, one.now)]
    cells = {"previous_then": Cell(before_shown(before[0]), before[0]), "previous_now": Cell(before_shown(before[1]), before[1])} if before[0] != before[1] else {}
    said = joined((_operation(later) for later in one.operations), Text("；", "; "))
    unsure = Text("", "") if one.certain or not one.operations else Text("？", "? ")
    return {"figure": Cell(label(one.key)), "key": Cell(one.key, one.key), "then": _cell(one.then), "now": _cell(one.now), **cells,
            "operations": words_cell(joined((unsure, said), Text("", "")))}


def _cell(figure: Figure | None) -> Cell:
    return figure_cell(figure) if figure else Cell(NONE)


def _operation(later: Later) -> str:
    made = later.operation
    return f"#{made.id} {made.command}" + (f" #{made.takes_back}" if made.takes_back is not None else "")


def _remark(found: Sequence[Difference]) -> Text | None:
    if not found:
        return None
    sure = Text("每项操作的内容：alliancectl log #操作号。", "What each did: alliancectl log #NUMBER.")
    if all(one.certain for one in found):
        return sure
    return Text(f"{sure.zh}“？”：没有操作直接动过这项数字的依据，列出此后涉及同一主题的全部操作。",
                f"{sure.en} “?”: none touched what the figure rests on; all later ones on its subject are named.")


def _as_json(one: Difference) -> dict[str, Any]:
    operations = [{"id": later.operation.id, "at": later.operation.at, "actor": later.operation.actor, "command": later.operation.command,
                   "note": later.operation.note} for later in one.operations]
    return {"key": one.key, "then": one.then and one.then._asdict(), "now": one.now and one.now._asdict(), "certain": one.certain, "operations": operations}
