"""§4 Industry and capacity, put together: its tables stand in their own modules, a subject each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from alliancectl.reports.capacity.cells import per_year_dropped
from alliancectl.reports.capacity.figures import figures
from alliancectl.reports.capacity.rates import both
from alliancectl.reports.capacity.state import State, base_units, state
from alliancectl.reports.capacity.told import Told, product_name, unit_name
from alliancectl.reports.cells import joined
from alliancectl.reports.model import Block, Figure, Prose, Section, Table
from alliancectl.reports.year.capacity_changes import changes_table
from alliancectl.reports.year.capacity_doubts import conflicts, held_back, mismatches, settled, unverified
from alliancectl.reports.year.capacity_lists import beside, context, due, gaps, left_out, register, unheard, without
from alliancectl.reports.year.capacity_output import output, quota
from alliancectl.reports.year.capacity_products import by_chain, by_product, known_products, other_statuses
from alliancectl.reports.year.figures import compared
from alliancectl.reports.year.part import Headline, Part
from alliancectl.reports.year.period import Period
from alliancectl.store.ask.capacity import Answers, Quotes
from alliancectl.text import Text


def capacity_part(told: Told) -> Part:
    """§4 with its figures and gaps, what is due to start (§7), and the register (Annex A)."""
    return Part(
        told.figures, Section("capacity", Text("产业与产能情况", "Industry and capacity"), tuple(_blocks(told)), "4"),
        tuple(gaps(told)), tuple(left_out(told)), tuple(_headlines(told)), (due(told),), (register(told),))


def told_of(answers: Answers, period: Period, previous: Period, quotes: Callable[[Iterable[int]], Quotes]) -> Told:
    """What the answers say of a period and of the one before: all that a table about capacity is made of.

    `quotes` gives what the sources of the claims that are asked for say: those that tables quote.
    """
    units = base_units(answers)
    now = state(answers, answers.end, answers.year, units)
    before = state(answers, answers.previous, answers.year_before, units)
    start = before if answers.start is answers.previous else state(answers, answers.start, answers.year_before, units)
    pairs = both(now, answers.tolerance)
    was = figures(answers, before, units, both(before, answers.tolerance), bare=True) | {_WITHOUT: _members_without(answers, before)}
    found = figures(answers, now, units, pairs) | {_WITHOUT: _members_without(answers, now)}
    return Told(answers, period, previous, now, before, start, {key: compared(figure, was[key]) for key, figure in found.items()}, units,
                pairs, quotes(_quoted(answers, now)), {})


def _quoted(answers: Answers, now: State) -> set[int]:
    """The claims whose sources a table may quote: contradicted ones, unverified ones, those of a scope that is no member."""
    doubted = {claim.id for one in now.everything for claim in (one.effective.claim, *one.effective.rivals)
               if one.effective.rivals or claim.unverified}
    return doubted | {claim.id for _, claims in answers.aside for claim in claims}


def _blocks(told: Told) -> Iterable[Block]:
    yield Prose("summary", _summary(told))
    yield by_product(told)
    yield from _when_any(other_statuses(told))
    yield by_chain(told)
    yield changes_table(told)
    yield output(told)
    yield from _when_any(quota(told))
    yield conflicts(told)
    yield from _when_any(settled(told), mismatches(told), held_back(told))
    yield unverified(told)
    yield from _when_any(beside(told), context(told))
    yield without(told)


def _when_any(*tables: Table) -> Iterable[Table]:
    return (table for table in tables if table.rows)


def _summary(told: Told) -> Text:
    products = {one.series.product for one in told.now.counted}
    members = {one.series.member for one in told.now.counted}
    if not products:
        return Text(f"截至 {told.period.last}，没有成员单位的产能记录。",
                    f"No capacity of a member is on record as of {told.period.last}.")
    count = told.figures["conflicts.open"].value
    return Text(
        f"截至 {told.period.last}，{len(members)} 家成员单位有产能记录，涉及 {len(products)} 种产品；未核实的数据矛盾 {count} 处。"
        "不同产品不相加；矛盾未核实的数据以区间列示。",
        f"As of {told.period.last} the capacity of {len(members)} {'member' if len(members) == 1 else 'members'} for "
        f"{len(products)} {'product' if len(products) == 1 else 'products'} is on record; "
        f"open conflicts: {count}. Different products are never added; what is in conflict is shown as a range.")


# ---- figures that tables and headlines share --------------------------------------------------------------------------

_WITHOUT = "gaps.members_without_capacity"


def _members_without(answers: Answers, now: State) -> Figure:
    held = unheard(answers, now)
    return Figure(len(held), records=tuple(f"M{number}" for number in held))


def _headlines(told: Told) -> Iterable[Headline]:
    for number in known_products(told):
        name, unit = product_name(told, number), unit_name(told, told.units.get(number, ""))
        for key, said in (("capacity.P{}.operating", Text("在产产能", "operating capacity")), ("output.P{}", Text("产量", "output"))):
            figure = told.figures.get(key.format(number))
            if figure and figure.low is not None:
                yield Headline(key.format(number), joined((name, said), Text("", ": ")), unit if key.startswith("capacity") else per_year_dropped(unit))
        rate = told.figures.get(f"rate.P{number}")
        if rate and rate.marks != ("gap",):
            yield Headline(f"rate.P{number}", joined((name, Text("开工率", "operating rate")), Text("", ": ")), Text("%", "%"))
    yield Headline("conflicts.open", Text("未核实的数据矛盾", "open conflicts"), Text("处", "conflicts"))
