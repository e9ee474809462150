"""What holds on one day and in the period that ends with it: claims under the rule of the effective claim, and their levels.

Decisions
- Capacity counts for those who are counted as members on the day, output and quota for the members on the period's last day.
- A product's figures are added in the base unit of its default unit; claims in another dimension are in no figure.
"""

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import NamedTuple

from alliancectl.kinds.claims import Claim
from alliancectl.kinds.levels import InForce, Level, in_force, together
from alliancectl.store.ask.capacity import Answers, Snapshot
from alliancectl.store.ask.capacity_claims import Held, Within
from alliancectl.values.when import place

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

    @property
    def everything(self) -> tuple[InForce, ...]:
        """Everything in force at the end and in the period, of members."""
        return (*self.counted, *self.year, *self.foreign)


def state(answers: Answers, snapshot: Snapshot, within: Within, units: dict[int, str]) -> State:
    """What the answers say of one day and the period that ends with it; `units` are `base_units`."""
    found = in_force(snapshot.held, snapshot.day, answers.tolerance)
    certain = in_force(_certain(within), snapshot.day, answers.tolerance)
    ended = [one for one in found if one.ended_by and one.series.member in snapshot.members]
    own, other, apart = _parted(found, snapshot.members, units)
    own_year, other_year, apart_year = _parted(certain, snapshot.members, units)
    if ended:
        own, other = ([one for one in held if not one.ended_by] for held in (own, other))
    return State(
        within.first, snapshot.day, tuple(own), tuple(own_year), (*apart, *apart_year), tuple(ended), (*other, *other_year),
        levels(own, answers.tolerance, lambda one: one.effective.status),
        levels(own_year, answers.tolerance, lambda one: one.series.measure))


def base_units(answers: Answers) -> dict[int, str]:
    """The unit each product's figures are added in: its own, else that of its first claims."""
    units = {product.id: product.base_unit for product in answers.products.values()}
    for held in (answers.end.held, answers.year.held, answers.previous.held, answers.year_before.held, answers.beyond, answers.aside):
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


def lies(claim: Claim, within: Within) -> str:
    """Whether output or a quota belongs to the period: in, maybe, undated, out."""
    return "undated" if claim.as_of is None else place(claim.as_of, within.first, within.last)


def _certain(within: Within) -> Held:
    return [(series, tuple(claim for claim in claims if lies(claim, within) == "in")) for series, claims in within.held]


def _parted(held: Iterable[InForce], members: Collection[int | None], units: dict[int, str]) -> tuple[list[InForce], list[InForce], list[InForce]]:
    """What is of members and in the unit of its product, in another dimension, of those who are no members."""
    own: list[InForce] = []
    other: list[InForce] = []
    apart: list[InForce] = []
    for one in held:
        series = one.series
        (apart if series.member not in members else own if series.base_unit in ("", units.get(series.product)) else other).append(one)
    return own, other, apart
