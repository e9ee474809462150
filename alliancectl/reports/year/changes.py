"""What changed in capacity in a period: what held at its start against what holds at its end, line by line.

Decisions
- Expanded or reduced: the two figures, ranges included, do not overlap; a figure that only became less certain did neither.
- What has a figure at the end and had none at the start is `first` recorded, not built, unless it certainly started in the
  period. A first total beside known parts, or a first part of a known total, is no change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alliancectl.kinds.claims import Effective, Series
from alliancectl.kinds.levels import InForce
from alliancectl.text import Text
from alliancectl.values.when import place

LABELS = {
    "commissioned": Text("投产", "commissioned"),
    "expanded": Text("扩建", "expanded"),
    "commissioning": Text("试生产", "commissioning"),
    "construction": Text("开工建设", "construction begun"),
    "restarted": Text("复产", "restarted"),
    "reduced": Text("减少", "reduced"),
    "idled": Text("停产", "idled"),
    "retired": Text("关停", "retired"),
    "cancelled": Text("取消", "cancelled"),
    "planned": Text("新增拟建", "newly planned"),
    "first": Text("首次记录", "first recorded"),
}
_BECAME = {"commissioning": "commissioning", "construction": "construction", "idle": "idled", "retired": "retired",
           "cancelled": "cancelled", "planned": "planned"}

Change = tuple[str, InForce | None, InForce]


def changes(
    start: Iterable[InForce], start_apart: Iterable[InForce], end: Collection[InForce], first: str, last: str,
) -> list[Change]:
    """Every change: its kind, what held at the start (of members or not), what holds at the end; in the order of `end`."""
    held = {one.series.id: one for one in (*start, *(one for one in start_apart if one.series.measure == "capacity" and not one.ended_by))}
    others: dict[tuple[object, ...], InForce] = {}
    known: dict[tuple[object, ...], list[Series]] = {}
    if any(new.series.id not in held for new in end):
        for one in held.values():
            others.setdefault(_line(one.series), one)
            known.setdefault(_product(one.series), []).append(one.series)
    found: list[Change] = []
    for new in end:
        old = held.get(new.series.id) or others.get(_line(new.series))
        kind = _kind(old.effective if old else None, new.effective, first, last)
        if kind and not (kind == "first" and _is_told_already(new.series, known.get(_product(new.series), ()))):
            found.append((kind, old, new))
    return found


def _line(series: Series) -> tuple[object, ...]:
    """What the plant and the project on one line have in common."""
    return (series.member, series.site, series.line, series.product, series.grade, series.base_unit)


def _product(series: Series) -> tuple[object, ...]:
    return (series.member, series.product, series.phase)


def _is_told_already(new: Series, known: Iterable[Series]) -> bool:
    """Whether the member's figure for the product was `known` at the start, at another level."""
    return any(_is_whole(new) or _is_whole(old) for old in known)


def _is_whole(series: Series) -> bool:
    return series.site is None and not series.line and not series.grade


def _kind(old: Effective | None, new: Effective, first: str, last: str) -> str | None:
    if old is None:
        started = new.state.started and place(new.state.started, first, last) == "in"
        return "commissioned" if started and new.status == "operating" else "first"
    if old.status != new.status:
        return _moved(old.status, new.status)
    if old.low is None or new.low is None:
        return None
    if old.high is not None and new.low > old.high:
        return "expanded"
    return "reduced" if new.high is not None and new.high < old.low else None


def _moved(before: str, after: str) -> str | None:
    if after == "operating":
        return "restarted" if before in ("idle", "retired") else None if before == "unknown" else "commissioned"
    return _BECAME.get(after)
