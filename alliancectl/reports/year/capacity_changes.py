"""§4 what changed in the period: which line, from what to what, when, and who says so."""

from __future__ import annotations

from alliancectl.kinds.claims import Claim
from alliancectl.kinds.levels import InForce
from alliancectl.reports.capacity.cells import SERIES, SOURCE, STATUS_WORDS, one_cell, series_cell, source_cell
from alliancectl.reports.capacity.figures import is_carried
from alliancectl.reports.capacity.told import Told
from alliancectl.reports.cells import NONE, date_cell, joined, said_by
from alliancectl.reports.model import Cell, Column, Table
from alliancectl.reports.year.capacity_products import product_order
from alliancectl.reports.year.changes import LABELS, Change, changes
from alliancectl.text import Text
from alliancectl.values.when import When, place

_SAID = {"commissioned": "operating", "restarted": "operating", "expanded": "operating", "reduced": "operating", "commissioning": "commissioning",
         "construction": "construction", "idled": "idle", "retired": "retired", "cancelled": "cancelled", "planned": "planned"}


def changes_table(told: Told) -> Table:
    """Every change with its date, what held at the start, what holds at the end, and the source."""
    columns = (Column("change", Text("变化", "change")), SERIES, Column("before", told.period.at_start, "right"),
               Column("after", told.period.at_end, "right"), Column("date", Text("日期", "date")), SOURCE)
    found = changes(told.start.counted, told.start.apart, told.now.counted, told.period.first, told.period.last)
    kinds = list(LABELS)
    found.sort(key=lambda change: (kinds.index(change[0]), product_order(told, change[2].series.product), change[2].effective.claim.id))
    rows = tuple(_row(told, change) for change in found)
    return Table("capacity_changes", Text("报告期内的产能变化", "Changes of capacity in the period"), columns, rows,
                 Text("由期初与期末的有效数据比较得出；“首次记录”不等于新投产。日期是所载的投产或终止日期，没有的为数据截至日期。"
                      "期初数据早于上期的，注明截至日期。",
                      "By comparison of what held at the start and at the end; “first recorded” does not mean newly built. The date is that of the start or the end "
                      "where one is stated, else the as-of. A figure at the start that is older than the last period says from when.")
                 if rows else None, Text("报告期内没有产能变化的记录。", "No change of capacity is on record for the period."),
                 annexed="capacity_changes")


def _row(told: Told, change: Change) -> dict[str, Cell]:
    kind, old, new = change
    return {"change": Cell(_label(kind, new.effective.status), kind), "series": series_cell(told, new.series, new.effective.claim),
            "before": _before(told, old, new) if old and not _begins(old, new) else Cell(NONE), "after": one_cell(told, new),
            "date": date_cell(_when(told, kind, new)), "source": source_cell(told, new.effective.state)}


def _begins(old: InForce, new: InForce) -> bool:
    """Whether a project begins beside a plant: the plant's figure is not the one that it had."""
    return old.series.phase == "plant" and new.series.phase == "project"


def _label(kind: str, status: str) -> Text:
    """What happened, with the status where that does not say it: first recorded (idle)."""
    if _SAID.get(kind) == status:
        return LABELS[kind]
    return Text(f"{LABELS[kind].zh}（{STATUS_WORDS[status].zh}）", f"{LABELS[kind].en} ({STATUS_WORDS[status].en})")


def _before(told: Told, old: InForce, new: InForce) -> Cell:
    """What held at the start, with its status where that is what changed.

    That it is from before the period goes without saying; what is from before the last one says from when.
    """
    cell = one_cell(told, old, told.previous.first)
    moved = STATUS_WORDS[old.effective.status] if old.effective.status != new.effective.status else None
    since = date_cell(old.effective.as_of).text if is_carried(old.effective, told.previous.first) else None
    beside = joined(part for part in (moved, since) if part)
    if not beside.zh:
        return cell
    said = said_by(cell)
    return cell._replace(text=Text(f"{said.zh}（{beside.zh}）", f"{said.en} ({beside.en})"), marks=tuple(mark for mark in cell.marks if mark != "carried"))


def _when(told: Told, kind: str, new: InForce) -> When | None:
    """The day of the change where a claim states it, else the date that its figures are as of."""
    def stated(claim: Claim) -> When | None:
        return claim.started if kind in ("commissioned", "restarted") else claim.ended if kind in ("retired", "cancelled") else None

    days = [day for claim in (new.effective.state, new.effective.claim) if (day := stated(claim))]
    return next((day for day in days if place(day, told.period.first, told.period.last) == "in"), new.effective.state.as_of)
