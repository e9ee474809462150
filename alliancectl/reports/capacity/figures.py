"""The figures of capacity by their permanent keys: by product and status, output, open conflicts; exact, or a range.

Decisions
- A figure is `carried` when an as-of it rests on lies wholly before the period, or is not known. Its `as_of` is the oldest.
- Output is what was made in a year: its unit is that of the product without "per year" (t, not t/a), in every form.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import get_args

from alliancectl.kinds.capacity import STATUS
from alliancectl.kinds.claims import Effective
from alliancectl.kinds.levels import Level, added
from alliancectl.reports.capacity.rates import Both, Pairs
from alliancectl.reports.capacity.state import State
from alliancectl.reports.model import Figure, Mark
from alliancectl.store.ask.capacity import Answers, Product

STATUSES = tuple(choice.key for choice in STATUS.choices)
_MARKS: tuple[Mark, ...] = get_args(Mark)


def figures(answers: Answers, now: State, units: dict[int, str], pairs: Pairs, *, bare: bool = False) -> dict[str, Figure]:
    """Every figure of one period by its permanent key; `units` are the products' base units, `pairs` what its rates are of.

    `bare`: where a number is known, without its marks and what it rests on; of the period that another one is compared with.
    """
    found: dict[str, Figure] = {}
    first = None if bare else now.first
    for product in answers.products.values():
        unit = units.get(product.id) or None
        for status in STATUSES:
            found[f"capacity.P{product.id}.{status}"] = _capacity(now, product, status, unit, first)
        output, made = now.output.get((product.id, "output")), unit and of_a_year(unit)
        found[f"output.P{product.id}"] = _figure(added(list(output.values())), made, first) if output else _unknown(made)
        found[f"rate.P{product.id}"] = _rate(list(pairs.get(product.id, {}).values()), first)
    found["conflicts.open"] = _open_conflicts(now)
    return found


def of_a_year(unit: str) -> str:
    """The unit of what was made in a year, for one that is per year: t for t/a, 万件 for 万件/年."""
    return unit.removesuffix("/a").removesuffix("/年")


def _capacity(now: State, product: Product, status: str, unit: str | None, first: str | None) -> Figure:
    """0 where something is known of the product but nothing of that status; unknown where nothing is known at all."""
    held = now.capacity.get((product.id, status))
    if held:
        return _figure(added(list(held.values())), unit, first)
    known = any((product.id, other) in now.capacity for other in STATUSES)
    return Figure("0", "0", "0", unit) if known else _unknown(unit)


def _unknown(unit: str | None) -> Figure:
    return Figure(None, unit=unit, marks=("gap",))


def _figure(level: Level, unit: str | None, first: str | None) -> Figure:
    low, high = text(level.low), text(level.high)
    figure = Figure(low if low == high else None, low, high, unit)
    return _with_evidence(figure._replace(as_of=as_of(level.effectives)), level, first) if first else figure


def _with_evidence(figure: Figure, level: Level, first: str) -> Figure:
    records, sources = rests_on(level.effectives)
    return figure._replace(marks=marks(level, first), records=records, sources=sources)


def text(number: Decimal | None) -> str | None:
    """An exact decimal as plain digits."""
    if number is None:
        return None
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def marks(level: Level, first: str) -> tuple[Mark, ...]:
    """The marks of a figure in a period that begins on `first`, in their fixed order."""
    held = set(level.marks) | ({"carried"} if any(is_carried(one, first) for one in level.effectives) else set())
    return tuple(mark for mark in _MARKS if mark in held) if held else ()


def is_carried(one: Effective, first: str) -> bool:
    """Whether its number comes from before the period, or nobody knows from when."""
    when = one.claim.as_of
    return one.low is not None and (when is None or when.latest is None or when.latest < first)


def as_of(effectives: Sequence[Effective]) -> str | None:
    """The oldest date that a figure rests on; one without a year is older than any."""
    dates = {one.claim.as_of for one in effectives if one.low is not None}
    if not dates:
        return None
    oldest = min(dates, key=lambda when: ((when.earliest or "", when.latest or "", when.canonical) if when else ("", "", "")))
    return oldest.canonical if oldest else "unknown"


def rests_on(effectives: Sequence[Effective]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a figure rests on: the typed ids of the claims behind it, and of their sources."""
    claims = effectives[0].behind if len(effectives) == 1 else [claim for one in effectives for claim in one.behind]
    if len(claims) == 1:
        return (f"C{claims[0].id}",), source_ids(claims[0].sources)
    cited = {claim.sources for claim in claims}
    return (tuple([f"C{number}" for number in sorted({claim.id for claim in claims})]),
            source_ids(tuple({source for several in cited for source in several}) if len(cited) != 1 else cited.pop()))


@cache
def source_ids(numbers: tuple[int, ...]) -> tuple[str, ...]:
    """The typed ids of sources, in order."""
    return tuple([f"R{number}" for number in sorted(numbers)])


def _open_conflicts(now: State) -> Figure:
    held = [one.effective for one in now.everything if one.effective.open]
    records, sources = rests_on(held)
    return Figure(len(held), records=records, sources=sources)


def _rate(pairs: Sequence[Both], first: str | None) -> Figure:
    """Output ÷ operating capacity in %; the lowest output over the highest capacity, and the reverse."""
    if not pairs:
        return _unknown("%")
    output, capacity = added([pair.output for pair in pairs]), added([pair.capacity for pair in pairs])
    low, high = per_cent(output.low, capacity.high), per_cent(output.high, capacity.low)
    if low is None and high is None:
        return _unknown("%")
    level = Level(None, None, output.effectives + capacity.effectives, output.marks | capacity.marks)
    figure = Figure(low if low == high else None, low, high, "%")
    return _with_evidence(figure, level, first) if first else figure


def per_cent(part: Decimal | None, whole: Decimal | None) -> str | None:
    """A share in %, to one decimal, half up; None where either is unknown or nothing is to be shared."""
    if part is None or not whole:
        return None
    (a, b), (c, d) = part.as_integer_ratio(), whole.as_integer_ratio()
    tenths = (2 * 1000 * a * d + b * c) // (2 * b * c)
    return f"{tenths // 10}.{tenths % 10}"
