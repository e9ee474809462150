"""§4 Industry and capacity: by product, changes in the year, output and rates; contradictions and lists stand in their own modules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliancectl.reports.model import Block, Cell, Column, Figure, Mark, Prose, Section, Table
from alliancectl.reports.year.capacity_cells import (
    AMOUNT,
    AS_OF,
    MARK_WORDS,
    MEMBER,
    NOTE,
    PLACE,
    PRODUCT,
    SOURCE,
    STATUS_WORDS,
    Told,
    amount_cell,
    columned,
    member_name,
    one_cell,
    per_year_dropped,
    product_cell,
    product_name,
    said_cell,
    source_cell,
    unit_name,
    where,
)
from alliancectl.reports.year.capacity_doubts import conflicts, held_back, mismatches, settled, unverified
from alliancectl.reports.year.capacity_figures import Both, State, base_units, both, figures, state
from alliancectl.reports.year.capacity_lists import beside, context, due, gaps, left_out, register, unheard, without
from alliancectl.reports.year.cells import NONE, choice_cell, date_cell, joined, words_cell
from alliancectl.reports.year.changes import LABELS, changes
from alliancectl.reports.year.figures import compared
from alliancectl.reports.year.part import Headline, Part
from alliancectl.reports.year.period import Period
from alliancectl.store.ask.capacity import Answers
from alliancectl.text import Text

ALWAYS = ("operating", "construction", "planned")   # columns that stand even where all is 0
_PRODUCTS = ("operating", "commissioning", "construction", "planned", "idle", "retired", "cancelled", "unknown")


def capacity_part(answers: Answers, period: Period, previous: Period) -> Part:
    """§4 with its figures and gaps, what is due to start (§7), and the register (Annex A)."""
    told = told_of(answers, period, previous)
    return Part(
        told.figures, Section("capacity", Text("产业与产能情况", "Industry and capacity"), tuple(_blocks(told)), "4"),
        tuple(gaps(told)), tuple(left_out(told)), tuple(_headlines(told)), (due(told),), (register(told),))


def told_of(answers: Answers, period: Period, previous: Period) -> Told:
    """What the answers say of a period and of the one before: all that a table about capacity is made of."""
    now = state(answers, answers.end, answers.year)
    before = state(answers, answers.previous, answers.year_before)
    start = before if answers.start is answers.previous else state(answers, answers.start, answers.year_before)
    was = figures(answers, before) | {_WITHOUT: _members_without(answers, before)}
    found = figures(answers, now) | {_WITHOUT: _members_without(answers, now)}
    return Told(answers, period, previous, now, before, start,
                {key: compared(figure, was[key]) for key, figure in found.items()}, base_units(answers))


def _blocks(told: Told) -> Iterable[Block]:
    yield Prose("summary", _summary(told))
    yield _by_product(told)
    yield _changes(told)
    yield _output(told)
    yield from _when_any(_quota(told))
    yield _by_chain(told)
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
    known = set(_known_products(told))
    for number, product in told.answers.products.items():
        name = product_name(told, number)
        unit = unit_name(told, told.units.get(number, ""))
        for key, said in (("capacity.P{}.operating", Text("在产产能", "operating capacity")), ("output.P{}", Text("产量", "output"))):
            if told.figures[key.format(number)].low is not None and product.id in known:
                yield Headline(key.format(number), joined((name, said), Text("", ": ")),
                               unit if key.startswith("capacity") else per_year_dropped(unit))
        if told.figures[f"rate.P{number}"].marks != ("gap",):
            yield Headline(f"rate.P{number}", joined((name, Text("开工率", "operating rate")), Text("", ": ")), Text("%", "%"))
    yield Headline("conflicts.open", Text("未核实的数据矛盾", "open conflicts"), Text("处", "conflicts"))


# ---- by product -----------------------------------------------------------------------------------------------------


def _by_product(told: Told) -> Table:
    used = {status for _, status in told.now.capacity} | set(ALWAYS)
    statuses = [status for status in _PRODUCTS if status in used]
    columns = (PRODUCT, *(Column(status, STATUS_WORDS[status], "right") for status in statuses), NOTE)
    rows = tuple({"product": product_cell(told, number), **_status_cells(told, number, statuses),
                  "note": words_cell(_notes(told, number, statuses))}
                 for number in _known_products(told))
    return Table("capacity_by_product", Text(f"主要产品产能（截至 {told.period.last}）", f"Capacity by product, as of {told.period.last}"),
                 columns, rows, Text("沿用以前年份的数据注明截至日期；某种状态没有记录的记为 0。",
                                     "A figure carried over says from when; a status without a record is 0.") if rows else None,
                 Text("没有产能记录。", "No capacity is on record."))


def _known_products(told: Told) -> list[int]:
    return sorted({number for number, _ in told.now.capacity})


def _status_cells(told: Told, product: int, statuses: Sequence[str]) -> dict[str, Cell]:
    return {status: amount_cell(told, told.figures[f"capacity.P{product}.{status}"]) for status in statuses}


def _notes(told: Told, product: int, statuses: Sequence[str]) -> Text:
    """What the marks of a product's figures say, status by status, and from when a carried one is."""
    notes = []
    for status in statuses:
        figure = told.figures[f"capacity.P{product}.{status}"]
        said = [_mark(mark, figure.as_of) for mark in figure.marks]
        if said:
            notes.append(joined((STATUS_WORDS[status], joined(said)), Text("：", ": ")))
    return joined(notes, Text("；", "; "))


def _mark(mark: Mark, as_of: str | None) -> Text:
    if mark != "carried":
        return MARK_WORDS[mark]
    if as_of is None or not as_of[:1].isdigit():
        return Text("含年份不详的数据", "includes figures of an unknown year")
    return Text(f"含沿用 {as_of} 的数据", f"includes figures carried over from {as_of}")


def _by_chain(told: Told) -> Table:
    columns = (Column("position", Text("产业链位置", "chain position")), PRODUCT,
               *(Column(status, STATUS_WORDS[status], "right") for status in ALWAYS))
    labels = {key: Text(zh, en) for key, zh, en in told.answers.chain}
    rows = []
    for position in (*labels, None):
        for number in _known_products(told):
            chain = told.answers.products[number].chain if number in told.answers.products else ()
            if position in chain or (position is None and not chain):
                rows.append({"position": choice_cell(labels, position), "product": product_cell(told, number),
                             **_status_cells(told, number, ALWAYS)})
    return Table("capacity_by_chain", Text("产能（按产品的产业链位置）", "Capacity by chain position of the product"), columns,
                 tuple(rows), Text("不同产品不相加，各位置没有合计。", "Different products are never added: no position has a total.")
                 if rows else None, Text("没有产能记录。", "No capacity is on record."))


# ---- changes, output --------------------------------------------------------------------------------------------------


def _changes(told: Told) -> Table:
    columns = (Column("change", Text("变化", "change")), MEMBER, PRODUCT, PLACE, Column("status", Text("期末状态", "status at the end")),
               Column("before", told.period.at_start, "right"), Column("after", told.period.at_end, "right"), AS_OF)
    rows = tuple({
        "change": Cell(LABELS[kind], kind), **where(told, new), "status": choice_cell(STATUS_WORDS, new.effective.status),
        "before": one_cell(told, old) if old else Cell(NONE), "after": one_cell(told, new),
        "as_of": date_cell(new.effective.state.as_of),
    } for kind, old, new in changes(told.start.counted, told.start.apart, told.now.counted, told.period.first, told.period.last))
    return Table("capacity_changes", Text("报告期内的产能变化", "Changes of capacity in the period"), columns, rows,
                 Text("由期初与期末的有效数据比较得出；“首次记录”不等于新投产。",
                      "By comparison of what held at the start and at the end; “first recorded” does not mean newly built.")
                 if rows else None, Text("报告期内没有产能变化的记录。", "No change of capacity is on record for the period."))


def _output(told: Told) -> Table:
    columns = (PRODUCT, Column("previous", Text("上期产量", "output, previous"), "right"),
               Column("output", Text("本期产量", "output"), "right"),
               Column("rate_previous", Text("上期开工率", "rate, previous"), "right"),
               Column("rate", Text("本期开工率", "operating rate"), "right"),
               Column("members", Text("计入开工率的单位", "members in the rate")), NOTE)
    numbers = sorted({number for number, measure in (*told.now.output, *told.before.output) if measure == "output"})
    rows = tuple(_output_row(told, number) for number in numbers)
    return Table("output_and_rate", Text("产量与开工率", "Output and operating rate"), columns, rows,
                 Text("开工率＝产量÷在产产能，只计两项数据齐全的单位。",
                      "Rate = output ÷ operating capacity, over the members that have both.") if rows else None,
                 Text("报告期内没有产量记录。", "No output is on record for the period."))


def _output_row(told: Told, number: int) -> dict[str, Cell]:
    output, rate = told.figures[f"output.P{number}"], told.figures[f"rate.P{number}"]
    pairs: dict[int, Both] = both(told.now, number, told.answers.tolerance)
    missing = sorted(told.now.output.get((number, "output"), {}).keys() - pairs.keys())
    left = joined(member_name(told, member) for member in missing)
    notes = [MARK_WORDS[mark] for mark in dict.fromkeys((*output.marks, *rate.marks)) if mark != "gap"]
    if missing:
        notes.append(Text(f"{left.zh}无同口径在产产能，未计入开工率",
                          f"{left.en}: no operating capacity of the same scope, not in the rate"))
    return {
        "product": product_cell(told, number), "previous": said_cell(told, output.previous, output.unit),
        "output": amount_cell(told, output, "output"), "rate_previous": said_cell(told, rate.previous, "%"),
        "rate": amount_cell(told, rate), "members": words_cell(joined(member_name(told, member) for member in pairs)),
        "note": words_cell(joined(notes)),
    }


def _quota(told: Told) -> Table:
    columns = (PRODUCT, MEMBER, AMOUNT, AS_OF, SOURCE)
    rows = tuple({**where(told, one), "amount": one_cell(told, one), "as_of": date_cell(one.effective.as_of),
                  "source": source_cell(told, one.effective.claim)}
                 for one in told.now.year if one.series.measure == "quota")
    return Table("quota", Text("配额", "Quotas"), columns, columned(columns, rows),
                 Text("配额单独列示，不与产能、产量相加。", "Quotas stand by themselves and are added to nothing."))
