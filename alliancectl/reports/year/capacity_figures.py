"""The numbers of §4: capacity by product and status, output, operating rates; exact, and a range wherever claims disagree.

Decisions
- Capacity counts for those who are counted as members on the day, output and quota for the members on the period's last day.
- A figure is `carried` when an as-of it rests on lies wholly before the period, or is not known. Its `as_of` is the oldest.
- A product's figures are added in the base unit of its default unit; claims in another dimension are in no figure.
- A rate is over the members that have both figures, and over the sites or lines that have both where output is given by
  these only. It is rounded once, to one decimal, half up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple, get_args

from alliancectl.kinds.capacity import STATUS
from alliancectl.kinds.claims import Claim, Effective, InForce, Level, Series, added, in_force, together
from alliancectl.reports.model import Figure, Mark
from alliancectl.store.ask.capacity import Answers, Held, Product, Snapshot, Within
from alliancectl.values.when import place

STATUSES = tuple(choice.key for choice in STATUS.choices)
NOTHING = Level(Decimal(0), Decimal(0), ())
Levels = dict[tuple[int, str], dict[int, Level]]   # (product, status or measure) -> member -> figure


class State(NamedTuple):
    """What holds on one day, and in the period that ends with it.

    `counted` and `year` are in the figures: capacity, output and quota. `apart` is of those who are no members, `ended`
    projects that became plants, `foreign` in another dimension than the product's unit.
    """

    first: str
    last: str
    counted: tuple[InForce, ...]
    year: tuple[InForce, ...]
    apart: tuple[InForce, ...]
    ended: tuple[InForce, ...]
    foreign: tuple[InForce, ...]
    capacity: Levels
    output: Levels


def state(answers: Answers, snapshot: Snapshot, within: Within) -> State:
    """What the answers say of one day and the period that ends with it."""
    found = in_force(snapshot.held, snapshot.day, answers.tolerance)
    certain = in_force(_certain(within), snapshot.day, answers.tolerance)
    members = snapshot.members
    apart = [one for one in (*found, *certain) if one.series.member not in members]
    standing = [one for one in found if one.series.member in members and not one.ended_by]
    yearly = [one for one in certain if one.series.member in members]
    bases = base_units(answers)
    own, other = _parted(standing, bases)
    own_year, other_year = _parted(yearly, bases)
    return State(
        within.first, snapshot.day, tuple(own), tuple(own_year), tuple(apart),
        tuple(one for one in found if one.ended_by and one.series.member in members), (*other, *other_year),
        levels(own, answers.tolerance, lambda one: one.effective.status),
        levels(own_year, answers.tolerance, lambda one: one.series.measure))


def base_units(answers: Answers) -> dict[int, str]:
    """The unit each product's figures are added in: its own, else that of its first claims."""
    units = {product.id: product.base_unit for product in answers.products.values()}
    for held in (answers.end.held, answers.year.held, answers.previous.held, answers.year_before.held, answers.aside):
        for series, _ in held:
            units[series.product] = units.get(series.product) or series.base_unit
    return units


def levels(held: Iterable[InForce], tolerance: Decimal, status: Callable[[InForce], str]) -> Levels:
    """One figure a product, status and member: parts added up and held against claims for the whole."""
    groups: dict[tuple[int, str], dict[int, list[InForce]]] = {}
    for one in held:
        group = groups.setdefault((one.series.product, status(one)), {})
        group.setdefault(one.series.member or 0, []).append(one)
    return {key: {member: together(ones, tolerance) for member, ones in sorted(group.items())}
            for key, group in sorted(groups.items())}


def _certain(within: Within) -> Held:
    return [(series, tuple(claim for claim in claims if lies(claim, within) == "in")) for series, claims in within.held]


def lies(claim: Claim, within: Within) -> str:
    """Whether output or a quota belongs to the period: in, maybe, undated, out."""
    return "undated" if claim.as_of is None else place(claim.as_of, within.first, within.last)


def _parted(held: Iterable[InForce], bases: dict[int, str]) -> tuple[list[InForce], list[InForce]]:
    own: list[InForce] = []
    other: list[InForce] = []
    for one in held:
        (own if one.series.base_unit in ("", bases.get(one.series.product)) else other).append(one)
    return own, other


# ---- figures ------------------------------------------------------------------------------------------------------


def figures(answers: Answers, now: State) -> dict[str, Figure]:
    """Every figure of one period by its permanent key."""
    bases = base_units(answers)
    found: dict[str, Figure] = {}
    for product in answers.products.values():
        unit = bases.get(product.id) or None
        for status in STATUSES:
            found[f"capacity.P{product.id}.{status}"] = _capacity(now, product, status, unit)
        output = now.output.get((product.id, "output"))
        found[f"output.P{product.id}"] = _figure(added(list(output.values())), unit, now.first) if output else _unknown(unit)
        found[f"rate.P{product.id}"] = _rate(now, product, answers.tolerance)
    found["conflicts.open"] = _open_conflicts(now)
    return found


def _capacity(now: State, product: Product, status: str, unit: str | None) -> Figure:
    """0 where something is known of the product but nothing of that status; unknown where nothing is known at all."""
    held = now.capacity.get((product.id, status))
    if held:
        return _figure(added(list(held.values())), unit, now.first)
    known = any(key[0] == product.id for key in now.capacity)
    return Figure("0", "0", "0", unit) if known else _unknown(unit)


def _unknown(unit: str | None) -> Figure:
    return Figure(None, unit=unit, marks=("gap",))


def _figure(level: Level, unit: str | None, first: str) -> Figure:
    low, high = text(level.low), text(level.high)
    return Figure(
        low if low == high else None, low, high, unit, as_of(level.effectives), marks=marks(level, first),
        records=records(level.effectives), sources=sources(level.effectives))


def text(number: Decimal | None) -> str | None:
    """An exact decimal as plain digits."""
    if number is None:
        return None
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def marks(level: Level, first: str) -> tuple[Mark, ...]:
    """The marks of a figure in a period that begins on `first`, in their fixed order."""
    held = set(level.marks) | ({"carried"} if any(is_carried(one, first) for one in level.effectives) else set())
    return tuple(mark for mark in get_args(Mark) if mark in held)


def is_carried(one: Effective, first: str) -> bool:
    """Whether its number comes from before the period, or nobody knows from when."""
    return one.low is not None and (one.as_of is None or one.as_of.latest is None or one.as_of.latest < first)


def as_of(effectives: Sequence[Effective]) -> str | None:
    """The oldest date that a figure rests on; one without a year is older than any."""
    dates = [one.as_of for one in effectives if one.low is not None]
    if not dates:
        return None
    oldest = min(dates, key=lambda when: ((when.earliest if when else None) or "", (when.latest if when else None) or ""))
    return oldest.canonical if oldest else "unknown"


def records(effectives: Iterable[Effective]) -> tuple[str, ...]:
    """The typed ids of the claims behind a figure."""
    return tuple(f"C{number}" for number in sorted({claim.id for one in effectives for claim in one.behind}))


def sources(effectives: Iterable[Effective]) -> tuple[str, ...]:
    """The typed ids of the sources behind a figure."""
    found = {source for one in effectives for claim in one.behind for source in claim.sources}
    return tuple(f"R{number}" for number in sorted(found))


def _open_conflicts(now: State) -> Figure:
    held = [one.effective for one in (*now.counted, *now.foreign, *now.year) if one.effective.open]
    return Figure(len(held), records=records(held), sources=sources(held))


# ---- operating rates ----------------------------------------------------------------------------------------------


class Both(NamedTuple):
    """Output and operating capacity of one member over the same scope."""

    output: Level
    capacity: Level


def both(now: State, product: int, tolerance: Decimal) -> dict[int, Both]:
    """The members whose output and capacity of a product are both known, over the same scope."""
    made = _by_member(one for one in now.year if one.series.product == product and one.series.measure == "output")
    able = _by_member(one for one in now.counted if one.series.product == product and one.effective.status == "operating")
    found = {}
    for member in sorted(made.keys() & able.keys()):
        output, capacity = _same_scope(made[member], able[member])
        if output and capacity:
            pair = Both(together(output, tolerance), together(capacity, tolerance))
            if pair.output.low is not None and pair.capacity.low is not None and pair.capacity.high != 0:
                found[member] = pair
    return found


def _by_member(held: Iterable[InForce]) -> dict[int, list[InForce]]:
    groups: dict[int, list[InForce]] = {}
    for one in held:
        groups.setdefault(one.series.member or 0, []).append(one)
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


def _rate(now: State, product: Product, tolerance: Decimal) -> Figure:
    """Output ÷ operating capacity in %; the lowest output over the highest capacity, and the reverse."""
    pairs = list(both(now, product.id, tolerance).values())
    if not pairs:
        return _unknown("%")
    output, capacity = added([pair.output for pair in pairs]), added([pair.capacity for pair in pairs])
    low, high = per_cent(output.low, capacity.high), per_cent(output.high, capacity.low)
    if low is None and high is None:
        return _unknown("%")
    level = Level(None, None, output.effectives + capacity.effectives, output.marks | capacity.marks)
    return Figure(low if low == high else None, low, high, "%", marks=marks(level, now.first),
                  records=records(level.effectives), sources=sources(level.effectives))


def per_cent(part: Decimal | None, whole: Decimal | None) -> str | None:
    """A share in %, to one decimal, half up; None where either is unknown or nothing is to be shared."""
    if part is None or not whole:
        return None
    (a, b), (c, d) = part.as_integer_ratio(), whole.as_integer_ratio()
    tenths = (2 * 1000 * a * d + b * c) // (2 * b * c)
    return f"{tenths // 10}.{tenths % 10}"
