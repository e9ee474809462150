"""Who is in an operating rate: the members that have both output and operating capacity, over the same scope.

Decisions
- A rate is over the members that have both figures, and over the sites or lines that have both where output is given by
  these only. It is rounded once, to one decimal, half up.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from alliancectl.kinds.claims import Series
from alliancectl.kinds.levels import InForce, Level, together
from alliancectl.reports.capacity.state import State


class Both(NamedTuple):
    """Output and operating capacity of one member over the same scope."""

    output: Level
    capacity: Level


Pairs = dict[int, dict[int, Both]]   # product -> member -> its two figures


def both(now: State, tolerance: Decimal) -> Pairs:
    """The members whose output and capacity of a product are both known, over the same scope."""
    made = _by_member(one for one in now.year if one.series.measure == "output")
    able = _by_member(one for one in now.counted if one.effective.status == "operating") if made else {}
    found: Pairs = {}
    for product, member in sorted(made.keys() & able.keys()):
        pair = _both(*_same_scope(made[product, member], able[product, member]), tolerance)
        if pair:
            found.setdefault(product, {})[member] = pair
    return found


def _both(output: list[InForce], capacity: list[InForce], tolerance: Decimal) -> Both | None:
    if not output or not capacity:
        return None
    pair = Both(together(output, tolerance), together(capacity, tolerance))
    known = pair.output.low is not None and pair.capacity.low is not None and pair.capacity.high != 0
    return pair if known else None


def _by_member(held: Iterable[InForce]) -> dict[tuple[int, int], list[InForce]]:
    """By product and member."""
    groups: dict[tuple[int, int], list[InForce]] = {}
    for one in held:
        groups.setdefault((one.series.product, one.series.member or 0), []).append(one)
    return groups


def _same_scope(output: list[InForce], capacity: list[InForce]) -> tuple[list[InForce], list[InForce]]:
    """All of both where the output is the member's; else what both say of the same sites or lines."""
    if any(_scope(one.series) == _WHOLE for one in output):
        return output, capacity
    common = {_scope(one.series) for one in output} & {_scope(one.series) for one in capacity}
    return ([one for one in output if _scope(one.series) in common],
            [one for one in capacity if _scope(one.series) in common])


_WHOLE = (None, "")


def _scope(series: Series) -> tuple[int | None, str]:
    return (series.site, "") if series.site is not None else (None, series.line)
