"""What was measured, as tables: of works beside each other, and of works on ever larger files."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tests.bench.measure import Costs


class Line(NamedTuple):
    """What one work cost, the floor it is held against, how often that it may cost, and the CPU of it (ms) that is another work's."""

    name: str
    costs: Costs
    floor: Costs | None = None
    target: float | None = None
    less: float = 0

    def cells(self) -> list[str]:
        """Name, CPU and its spread in ms, peak memory in MiB, ratio to the floor and its spread, target."""
        ratio, spread = self._ratio()
        return [self.name, f"{self.costs.cpu - self.less:,.0f}", f"{self.costs.spread:,.0f}", f"{self.costs.memory:.0f}", ratio, spread,
                f"≤ {self.target}" if self.target else ""]

    def _ratio(self) -> tuple[str, str]:
        if self.floor is None:
            return "", ""
        ratio, spread = self.costs.ratio(self.floor)
        return f"{ratio - self.less / self.floor.cpu:.2f}", f"{spread:.2f}"


class Table(NamedTuple):
    """A headed table, and sentences below it."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    def lines(self, markdown: bool) -> list[str]:
        """As Markdown, or in columns."""
        every = [self.head, *self.rows]
        if markdown:
            found = ["| " + " | ".join(row) + " |" for row in [self.head, ["---", *["---:"] * (len(self.head) - 1)], *self.rows]]
            return [*found, "", *self.notes, *([""] if self.notes else [])]
        widths = [max(len(row[at]) for row in every) for at in range(len(self.head))]
        found = ["  ".join(cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
                 for row in every]
        return [*found, *self.notes, ""]


def beside(title: str, floor: str, lines: Sequence[Line], notes: Sequence[str] = ()) -> Table:
    """A table of works beside each other; `floor` says against what they are held."""
    return Table([title, "CPU ms", "±", "peak MiB", f"× {floor}", "±", "target"], [line.cells() for line in lines], notes)


def growing(title: str, costs: Mapping[str, Mapping[int, Costs]], targets: Mapping[str, float], notes: Sequence[str] = ()) -> Table:
    """A table of works on files of ever more claims: CPU ms at each size, the memory at the largest, the exponent of their growth."""
    counts = sorted({count for by in costs.values() for count in by})
    rows = []
    for name, by in costs.items():
        last = by[max(by)]
        rows.append([name, *(f"{by[count].cpu:,.0f} ± {by[count].spread:.0f}" if count in by else "" for count in counts), f"{last.memory:.0f}",
                     f"{exponent({count: cost.cpu for count, cost in by.items()}):.2f}" if len(by) > 1 else "",
                     f"≤ {targets[name]}" if name in targets else ""])
    return Table([title, *(f"{count:,}" for count in counts), "peak MiB", "exponent", "target"], rows, notes)


def exponent(costs: Mapping[int, float]) -> float:
    """The slope of a line through the logarithms: 0 does not grow, 1 grows with the file."""
    points = [(math.log(count), math.log(cost)) for count, cost in costs.items()]
    middle, height = (sum(part) / len(points) for part in zip(*points, strict=True))
    return float(sum((x - middle) * (y - height) for x, y in points) / sum((x - middle) ** 2 for x, _ in points))
