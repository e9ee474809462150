"""§4 Industry and capacity: by product, changes in the year, output and rates, and every contradiction with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from alliancectl.kinds.capacity import BASIS, CONFIDENCE, MEASURE, STATUS
from alliancectl.kinds.claims import Claim, InForce, Level, Mismatch, Series
from alliancectl.kinds.source import SOURCE_KIND, tier
from alliancectl.reports.model import Block, Cell, Column, Figure, Mark, Prose, Section, Table
from alliancectl.reports.year.capacity_figures import (
    Both,
    State,
    base_units,
    both,
    figures,
    lies,
    marks,
    records,
    sources,
    state,
    text,
)
from alliancectl.reports.year.cells import NONE, choice_cell, date_cell, joined, labels_of, named, words_cell
from alliancectl.reports.year.changes import LABELS, changes
from alliancectl.reports.year.figures import compared
from alliancectl.reports.year.part import Gap, Headline, LeftOut, Part
from alliancectl.reports.year.period import Period
from alliancectl.store.ask.capacity import Answers
from alliancectl.text import Text
from alliancectl.values.amount import Amount, shown
from alliancectl.values.when import place

_BASIS, _STATUS, _MEASURE = labels_of(BASIS.choices), labels_of(STATUS.choices), labels_of(MEASURE.choices)
_CONFIDENCE, _SOURCE_KIND = labels_of(CONFIDENCE.choices), labels_of(SOURCE_KIND.choices)
_MEMBER, _PRODUCT = Column("member", Text("单位名称", "member")), Column("product", Text("产品", "product"))
_CLAIM, _PLACE = Column("claim", Text("编号", "id")), Column("place", Text("基地/生产线", "site, line"))
_AMOUNT, _AS_OF = Column("amount", Text("数量", "amount"), "right"), Column("as_of", Text("截至", "as of"))
_SOURCE, _QUOTE = Column("source", Text("来源", "source")), Column("quote", Text("原文", "quote"))
_NOTE = Column("note", Text("说明", "note"))
_MARKS: dict[Mark, Text] = {
    "conflict": Text("数据矛盾", "conflicting"),
    "carried": Text("沿用以前数据", "carried over"),
    "gap": Text("数据缺失", "missing"),
    "partial": Text("统计不全", "partial"),
    "approximate": Text("含约数", "approximate"),
    "bound": Text("仅知上限或下限", "bound only"),
}
_ALWAYS = ("operating", "construction", "planned")   # columns that stand even where all is 0
_PRODUCTS = ("operating", "commissioning", "construction", "planned", "idle", "retired", "cancelled", "unknown")


class _Told(NamedTuple):
    """All that the tables are made of."""

    answers: Answers
    period: Period
    previous: Period
    now: State
    before: State
    start: State
    figures: dict[str, Figure]
    units: dict[int, str]


def capacity_part(answers: Answers, period: Period, previous: Period) -> Part:
    """§4 with its figures and gaps, what is due to start (§7), and the register (Annex A)."""
    now = state(answers, answers.end, answers.year)
    before = state(answers, answers.previous, answers.year_before)
    start = before if answers.start is answers.previous else state(answers, answers.start, answers.year_before)
    was = figures(answers, before) | {_WITHOUT: _members_without(answers, before)}
    found = figures(answers, now) | {_WITHOUT: _members_without(answers, now)}
    told = _Told(answers, period, previous, now, before, start,
                 {key: compared(figure, was[key]) for key, figure in found.items()}, base_units(answers))
    return Part(
        told.figures, Section("capacity", Text("产业与产能情况", "Industry and capacity"), tuple(_blocks(told)), "4"),
        tuple(_gaps(told)), tuple(_left_out(told)), tuple(_headlines(told)), (_due(told),), (_register(told),))


def _blocks(told: _Told) -> Iterable[Block]:
    yield Prose("summary", _summary(told))
    yield _by_product(told)
    yield _changes(told)
    yield _output(told)
    yield from _when_any(_quota(told))
    yield _by_chain(told)
    yield _conflicts(told)
    yield from _when_any(_settled(told), _mismatches(told), _held_back(told))
    yield _unverified(told)
    yield from _when_any(_beside(told), _context(told))
    yield _without(told)


def _when_any(*tables: Table) -> Iterable[Table]:
    return (table for table in tables if table.rows)


def _summary(told: _Told) -> Text:
    products = {one.series.product for one in told.now.counted}
    members = {one.series.member for one in told.now.counted}
    if not products:
        return Text(f"截至 {told.period.last}，没有成员单位的产能记录。",
                    f"No capacity of a member is on record as of {told.period.last}.")
    count = told.figures["conflicts.open"].value
    return Text(
        f"截至 {told.period.last}，{len(members)} 家成员单位有产能记录，涉及 {len(products)} 种产品；未核实的数据矛盾 {count} 处。"
        "不同产品不相加；矛盾未核实的数据以区间列示。",
        f"As of {told.period.last} the capacity of {len(members)} members for {len(products)} products is on record; "
        f"open conflicts: {count}. Different products are never added; what is in conflict is shown as a range.")


# ---- figures that tables and headlines share --------------------------------------------------------------------------

_WITHOUT = "gaps.members_without_capacity"


def _members_without(answers: Answers, now: State) -> Figure:
    held = _unheard(answers, now)
    return Figure(len(held), records=tuple(f"M{number}" for number in held))


def _unheard(answers: Answers, now: State) -> list[int]:
    """The members of whom no number is known in any product and status."""
    snapshot = answers.end if now.last == answers.end.day else answers.previous
    known = {one.series.member for one in (*now.counted, *now.foreign)
             if one.effective.low is not None and one.series.measure == "capacity"}
    return sorted(snapshot.members - known)


def _headlines(told: _Told) -> Iterable[Headline]:
    known = set(_known_products(told))
    for number, product in told.answers.products.items():
        name = _product(told, number)
        unit = _unit(told, told.units.get(number, ""))
        for key, said in (("capacity.P{}.operating", Text("在产产能", "operating capacity")), ("output.P{}", Text("产量", "output"))):
            if told.figures[key.format(number)].low is not None and product.id in known:
                yield Headline(key.format(number), joined((name, said), Text("", ": ")),
                               unit if key.startswith("capacity") else _per_year_dropped(unit))
        if told.figures[f"rate.P{number}"].marks != ("gap",):
            yield Headline(f"rate.P{number}", joined((name, Text("开工率", "operating rate")), Text("", ": ")), Text("%", "%"))
    yield Headline("conflicts.open", Text("未核实的数据矛盾", "open conflicts"), Text("处", "conflicts"))


# ---- by product -----------------------------------------------------------------------------------------------------


def _by_product(told: _Told) -> Table:
    used = {status for _, status in told.now.capacity} | set(_ALWAYS)
    statuses = [status for status in _PRODUCTS if status in used]
    columns = (_PRODUCT, *(Column(status, _STATUS[status], "right") for status in statuses), _NOTE)
    rows = tuple({"product": _product_cell(told, number), **_status_cells(told, number, statuses),
                  "note": words_cell(_notes(told, number, statuses))}
                 for number in _known_products(told))
    return Table("capacity_by_product", Text(f"主要产品产能（截至 {told.period.last}）", f"Capacity by product, as of {told.period.last}"),
                 columns, rows, Text("沿用以前年份的数据注明截至日期；某种状态没有记录的记为 0。",
                                     "A figure carried over says from when; a status without a record is 0.") if rows else None,
                 Text("没有产能记录。", "No capacity is on record."))


def _known_products(told: _Told) -> list[int]:
    return sorted({number for number, _ in told.now.capacity})


def _status_cells(told: _Told, product: int, statuses: Sequence[str]) -> dict[str, Cell]:
    return {status: _figure_cell(told, told.figures[f"capacity.P{product}.{status}"]) for status in statuses}


def _notes(told: _Told, product: int, statuses: Sequence[str]) -> Text:
    """What the marks of a product's figures say, status by status, and from when a carried one is."""
    notes = []
    for status in statuses:
        figure = told.figures[f"capacity.P{product}.{status}"]
        said = [_mark(mark, figure.as_of) for mark in figure.marks]
        if said:
            notes.append(joined((_STATUS[status], joined(said)), Text("：", ": ")))
    return joined(notes, Text("；", "; "))


def _mark(mark: Mark, as_of: str | None) -> Text:
    if mark != "carried":
        return _MARKS[mark]
    if as_of is None or not as_of[:1].isdigit():
        return Text("含年份不详的数据", "includes figures of an unknown year")
    return Text(f"含沿用 {as_of} 的数据", f"includes figures carried over from {as_of}")


def _by_chain(told: _Told) -> Table:
    columns = (Column("position", Text("产业链位置", "chain position")), _PRODUCT,
               *(Column(status, _STATUS[status], "right") for status in _ALWAYS))
    labels = {key: Text(zh, en) for key, zh, en in told.answers.chain}
    rows = []
    for position in (*labels, None):
        for number in _known_products(told):
            chain = told.answers.products[number].chain if number in told.answers.products else ()
            if position in chain or (position is None and not chain):
                rows.append({"position": choice_cell(labels, position), "product": _product_cell(told, number),
                             **_status_cells(told, number, _ALWAYS)})
    return Table("capacity_by_chain", Text("产能（按产品的产业链位置）", "Capacity by chain position of the product"), columns,
                 tuple(rows), Text("不同产品不相加，各位置没有合计。", "Different products are never added: no position has a total.")
                 if rows else None, Text("没有产能记录。", "No capacity is on record."))


# ---- changes, output --------------------------------------------------------------------------------------------------


def _changes(told: _Told) -> Table:
    columns = (Column("change", Text("变化", "change")), _MEMBER, _PRODUCT, _PLACE, Column("status", Text("期末状态", "status at the end")),
               Column("before", told.period.at_start, "right"), Column("after", told.period.at_end, "right"), _AS_OF)
    rows = tuple({
        "change": Cell(LABELS[kind], kind), **_where(told, new), "status": choice_cell(_STATUS, new.effective.status),
        "before": _one_cell(told, old) if old else Cell(NONE), "after": _one_cell(told, new),
        "as_of": date_cell(new.effective.state.as_of),
    } for kind, old, new in changes(told.start.counted, told.start.apart, told.now.counted, told.period.first, told.period.last))
    return Table("capacity_changes", Text("报告期内的产能变化", "Changes of capacity in the period"), columns, rows,
                 Text("由期初与期末的有效数据比较得出；“首次记录”不等于新投产。",
                      "By comparison of what held at the start and at the end; “first recorded” does not mean newly built.")
                 if rows else None, Text("报告期内没有产能变化的记录。", "No change of capacity is on record for the period."))


def _output(told: _Told) -> Table:
    columns = (_PRODUCT, Column("previous", Text("上期产量", "output, previous"), "right"),
               Column("output", Text("本期产量", "output"), "right"),
               Column("rate_previous", Text("上期开工率", "rate, previous"), "right"),
               Column("rate", Text("本期开工率", "operating rate"), "right"),
               Column("members", Text("计入开工率的单位", "members in the rate")), _NOTE)
    numbers = sorted({number for number, measure in (*told.now.output, *told.before.output) if measure == "output"})
    rows = tuple(_output_row(told, number) for number in numbers)
    return Table("output_and_rate", Text("产量与开工率", "Output and operating rate"), columns, rows,
                 Text("开工率＝产量÷在产产能，只计两项数据齐全的单位。",
                      "Rate = output ÷ operating capacity, over the members that have both.") if rows else None,
                 Text("报告期内没有产量记录。", "No output is on record for the period."))


def _output_row(told: _Told, number: int) -> dict[str, Cell]:
    output, rate = told.figures[f"output.P{number}"], told.figures[f"rate.P{number}"]
    pairs: dict[int, Both] = both(told.now, number, told.answers.tolerance)
    missing = sorted(told.now.output.get((number, "output"), {}).keys() - pairs.keys())
    left = joined(_member(told, member) for member in missing)
    notes = [_MARKS[mark] for mark in dict.fromkeys((*output.marks, *rate.marks)) if mark != "gap"]
    if missing:
        notes.append(Text(f"{left.zh}无同口径在产产能，未计入开工率",
                          f"{left.en}: no operating capacity of the same scope, not in the rate"))
    return {
        "product": _product_cell(told, number), "previous": _said_cell(told, output.previous, output.unit),
        "output": _figure_cell(told, output, "output"), "rate_previous": _said_cell(told, rate.previous, "%"),
        "rate": _figure_cell(told, rate), "members": words_cell(joined(_member(told, member) for member in pairs)),
        "note": words_cell(joined(notes)),
    }


def _quota(told: _Told) -> Table:
    columns = (_PRODUCT, _MEMBER, _AMOUNT, _AS_OF, _SOURCE)
    rows = tuple({**_where(told, one), "amount": _one_cell(told, one), "as_of": date_cell(one.effective.as_of),
                  "source": _source_cell(told, one.effective.claim)}
                 for one in told.now.year if one.series.measure == "quota")
    return Table("quota", Text("配额", "Quotas"), columns, _columned(columns, rows),
                 Text("配额单独列示，不与产能、产量相加。", "Quotas stand by themselves and are added to nothing."))


# ---- contradictions -------------------------------------------------------------------------------------------------


def _conflicts(told: _Told) -> Table:
    columns = (_MEMBER, _PRODUCT, _PLACE, Column("measure", Text("指标", "measure")), Column("figure", Text("列示为", "shown as"), "right"),
               _CLAIM, _AMOUNT, _AS_OF, _SOURCE, Column("tier", Text("来源等级", "tier"), "right"),
               Column("confidence", Text("可信度", "confidence")), _QUOTE)
    rows = tuple({**_where(told, one), "measure": choice_cell(_MEASURE, one.series.measure), "figure": _one_cell(told, one),
                  **_claim_cells(told, one.series, claim)}
                 for one in _all(told) if one.effective.open
                 for claim in sorted((one.effective.claim, *one.effective.rivals)))
    return Table("conflicts", Text("相互矛盾、尚未核实的数据", "Conflicting figures, not settled"), columns, _columned(columns, rows),
                 Text("核实后用 alliancectl capacity prefer 或 withdraw 处理；来源等级 1 最可靠，5 最低。",
                      "Settle with alliancectl capacity prefer or withdraw. Tier 1 is the best source, 5 the least.") if rows else None,
                 Text("没有未核实的矛盾。", "No conflict is open."))


def _settled(told: _Told) -> Table:
    columns = (_MEMBER, _PRODUCT, _PLACE, Column("claim", Text("采用", "preferred")), _AMOUNT, Column("why", Text("理由", "why")),
               Column("against", Text("未采用", "not taken")))
    rows = tuple({**_where(told, one), **_claim_cells(told, one.series, one.effective.claim),
                  "why": words_cell(_words(told, one.effective.claim, "why")),
                  "against": Cell(joined(_brief(told, one.series, rival) for rival in one.effective.rivals), None, (),
                                  tuple(f"C{rival.id}" for rival in one.effective.rivals))}
                 for one in _all(told) if one.effective.rivals and not one.effective.open)
    return Table("settled_conflicts", Text("已核实的矛盾", "Conflicts that were settled"), columns, _columned(columns, rows))


def _mismatches(told: _Told) -> Table:
    columns = (_MEMBER, _PRODUCT, Column("status", Text("状态", "status")), Column("whole", Text("总数", "stated for the whole"), "right"),
               Column("parts", Text("分项之和", "sum of the parts"), "right"), Column("records", Text("涉及记录", "records")))
    rows = tuple({
        "member": Cell(_member(told, member)), "product": _product_cell(told, product), "status": Cell(_status_or_measure(status), status),
        "whole": _level_cell(told, found.whole, told.units.get(product, ""), _measure_of(status)),
        "parts": _level_cell(told, found.parts, told.units.get(product, ""), _measure_of(status)),
        "records": Cell(joined(_behind(found), Text(" ", " ")), None, (), _behind(found)),
    } for product, status, member, found in _all_mismatches(told))
    return Table("level_mismatches", Text("总数与分项之和不一致", "Wholes that differ from the sum of their parts"), columns, rows,
                 Text("以两者之间的区间列示。", "Shown as the range between the two."))


def _all_mismatches(told: _Told) -> list[tuple[int, str, int, Mismatch]]:
    return [(product, status, member, found) for held in (told.now.capacity, told.now.output)
            for (product, status), group in held.items() for member, level in group.items() for found in level.mismatches]


def _behind(found: Mismatch) -> tuple[str, ...]:
    return records((*found.whole.effectives, *found.parts.effectives))


def _measure_of(key: str) -> str:
    return key if key in _MEASURE else "capacity"


def _status_or_measure(key: str) -> Text:
    return _STATUS.get(key) or _MEASURE[key]


def _held_back(told: _Told) -> Table:
    columns = (_MEMBER, _PRODUCT, _PLACE, Column("claim", Text("采用", "preferred")), _AMOUNT, _AS_OF,
               Column("later", Text("此后的记录（未采用）", "later claims, not taken")))
    rows = tuple({**_where(told, one), **_claim_cells(told, one.series, one.effective.claim),
                  "later": Cell(joined(_brief(told, one.series, later) for later in one.effective.held_back), None, (),
                                tuple(f"C{later.id}" for later in one.effective.held_back))}
                 for one in _all(told) if one.effective.held_back)
    return Table("held_back", Text("采用的记录早于其后的记录", "Preferred claims that hold back later ones"),
                 columns, _columned(columns, rows),
                 Text("被“采用”的记录一直有效，直到采用另一条或撤回。",
                      "A preferred claim holds until another is preferred or it is withdrawn."))


def _unverified(told: _Told) -> Table:
    columns = (_CLAIM, _MEMBER, _PRODUCT, _AMOUNT, _AS_OF, _SOURCE, Column("tier", Text("来源等级", "tier"), "right"),
               Column("confidence", Text("可信度", "confidence")), _QUOTE)
    rows = tuple({**_where(told, one), **_claim_cells(told, one.series, claim)} for one, claim in _unverified_claims(told))
    return Table("unverified", Text("待核实的数据", "Unverified figures"), columns, _columned(columns, rows),
                 Text("只有新闻、转载等来源，或可信度低。",
                      "Rests on news or republished pages only, or is of low confidence.") if rows else None,
                 Text("没有待核实的数据。", "No figure is unverified."))


def _unverified_claims(told: _Told) -> list[tuple[InForce, Claim]]:
    found = {claim.id: (one, claim) for one in _all(told) for claim in (one.effective.claim, *one.effective.rivals)
             if claim.unverified}
    return [found[number] for number in sorted(found)]


# ---- listed, in no total ----------------------------------------------------------------------------------------------


def _beside(told: _Told) -> Table:
    columns = (_CLAIM, _MEMBER, _PRODUCT, _PLACE, Column("basis", Text("口径", "basis")), _AMOUNT, _AS_OF,
               Column("why", Text("原因", "why")))
    rows = tuple({**_where(told, one), **_claim_cells(told, one.series, claim), "why": Cell(why)}
                 for one, claim, why in _listed_only(told))
    return Table("listed_only", Text("只列示、不计入合计的数据", "Figures that are listed and in no total"),
                 columns, _columned(columns, rows))


def _listed_only(told: _Told) -> Iterable[tuple[InForce, Claim, Text]]:
    for one in _all(told):
        for claim in sorted((*one.effective.others, *((one.effective.claim,) if one.effective.low is None else ()))):
            if claim.amount is None or claim.amount.base is None:
                if claim.amount is not None:
                    yield one, claim, Text("数量不详", "no amount known")
            else:
                yield one, claim, Text("同一范围取一种口径", "one basis a scope is taken")
    for one in told.now.foreign:
        yield one, one.effective.claim, Text("与产品单位量纲不同", "another dimension than the product's unit")


def _context(told: _Told) -> Table:
    columns = (_CLAIM, Column("scope", Text("范围", "scope")), _PRODUCT, Column("measure", Text("指标", "measure")), _AMOUNT, _AS_OF,
               _SOURCE, _QUOTE)
    rows = tuple({"scope": words_cell(_words(told, claim, "scope")), "product": _product_cell(told, series.product),
                  "measure": choice_cell(_MEASURE, series.measure), **_claim_cells(told, series, claim)}
                 for series, claim in _background(told))
    return Table("context", Text("背景数据", "Context"), columns, _columned(columns, rows),
                 Text("不是成员单位的数据，不计入任何合计。", "Not of members: in no total."))


def _background(told: _Told) -> list[tuple[Series, Claim]]:
    return sorted(((series, claim) for series, claims in told.answers.aside for claim in claims
                   if series.member is None and claim.standing != "withdrawn"), key=lambda pair: pair[1].id)


def _without(told: _Told) -> Table:
    columns = (Column("id", Text("编号", "id")), _MEMBER)
    rows = tuple({"id": _member_cell(number), "member": Cell(_member(told, number))} for number in _unheard(told.answers, told.now))
    return Table("members_without_capacity", Text("没有产能数据的成员单位", "Members without a capacity figure"), columns, rows,
                 Text("没有数据不等于零；高等院校、社会组织等可能本无产能。",
                      "No figure is not zero; universities, associations and the like may have no capacity to state.") if rows else None,
                 Text("每家成员单位都有产能数据。", "Every member has a capacity figure."))


# ---- other sections ---------------------------------------------------------------------------------------------------


def _due(told: _Told) -> Table:
    """What is planned, being built or commissioned and expected to start within the year after the period."""
    columns = (_CLAIM, _MEMBER, _PRODUCT, _PLACE, Column("status", Text("状态", "status")), _AMOUNT,
               Column("started", Text("预计投产", "due to start")))
    limit = f"{int(told.period.last[:4]) + 1:04d}{told.period.last[4:]}"
    rows = tuple({**_where(told, one), **_claim_cells(told, one.series, one.effective.claim), "amount": _one_cell(told, one),
                  "status": choice_cell(_STATUS, one.effective.status), "started": date_cell(one.effective.state.started)}
                 for one in _expected(told)
                 if (when := one.effective.state.started) and (when.latest or limit) > told.period.last and (when.earliest or "") <= limit)
    return Table("capacity_due", Text("下一年度预计投产的产能", "Capacity due to start in the next year"),
                 columns, _columned(columns, rows),
                 empty=Text("没有预计在下一年度投产的产能记录。", "No capacity is recorded as due to start in the next year."))


def _expected(told: _Told) -> list[InForce]:
    return [one for one in told.now.counted if one.effective.status in ("planned", "construction", "commissioning")]


def _register(told: _Told) -> Table:
    columns = (_CLAIM, _MEMBER, _PRODUCT, _PLACE, Column("measure", Text("指标", "measure")), Column("basis", Text("口径", "basis")),
               _AMOUNT, Column("status", Text("状态", "status")), _AS_OF, _SOURCE, _NOTE)
    rows = tuple(_registered(told, one) for one in sorted(_all(told), key=lambda one: one.effective.claim.id))
    return Table("capacity_register", Text("产能登记表", "Capacity register"), columns, rows,
                 empty=Text("没有产能记录。", "No capacity is on record."))


def _registered(told: _Told, one: InForce) -> dict[str, Cell]:
    series, claim, amount = one.series, one.effective.claim, _one_cell(told, one)
    return {
        "claim": _claim_cell(claim), **_where(told, one), "measure": choice_cell(_MEASURE, series.measure),
        "basis": choice_cell(_BASIS, claim.basis), "amount": amount,
        "status": choice_cell(_STATUS, one.effective.status) if series.measure == "capacity" else Cell(NONE),
        "as_of": date_cell(claim.as_of), "source": _source_cell(told, claim),
        "note": words_cell(joined(_MARKS[mark] for mark in amount.marks)),
    }


def _gaps(told: _Told) -> Iterable[Gap]:
    def cells(claims: Iterable[Claim]) -> tuple[Cell, ...]:
        return tuple(_claim_cell(claim) for claim in sorted(set(claims)))

    yield Gap("no-capacity", Text("没有产能数据", "no capacity figure"), tuple(map(_member_cell, _unheard(told.answers, told.now))),
              "alliancectl capacity add M… P… …")
    yield Gap("conflict", Text("数据相互矛盾，尚未核实", "figures contradict each other, not settled"),
              cells(claim for one in _all(told) if one.effective.open for claim in one.effective.behind),
              "alliancectl capacity prefer C… --why …")
    yield Gap("level-mismatch", Text("总数与分项之和不一致", "a whole differs from the sum of its parts"),
              cells(one.claim for *_, found in _all_mismatches(told) for level in found for one in level.effectives),
              "alliancectl capacity prefer C… --why …")
    yield Gap("unverified", Text("数据待核实", "figures not verified"), cells(claim for _, claim in _unverified_claims(told)),
              "alliancectl cite C… R… --quote …")
    yield Gap("no-amount", Text("数量不详", "amount unknown"),
              cells(one.effective.claim for one in _all(told) if one.effective.low is None), "alliancectl capacity edit C… --set amount=…")
    yield Gap("start-overdue", Text("预计投产日期已过，状态未更新", "the expected start has passed and the status is still a project's"),
              cells(one.effective.state for one in _expected(told) if one.effective.state.started
                    and one.effective.state.started.latest and one.effective.state.started.latest <= told.period.last),
              "alliancectl capacity add M… P… … --status operating")


def _left_out(told: _Told) -> Iterable[LeftOut]:
    def entry(series: Series, claim: Claim, why: Text) -> LeftOut:
        return LeftOut(f"C{claim.id}", _named_claim(told, series, claim), why, date_cell(claim.as_of), _codes(claim))

    for series, claim in _background(told):
        yield entry(series, claim, Text("背景数据，不属于成员单位", "context, not of a member"))
    for series, claims in told.answers.aside:
        for claim in claims:
            when = "undated" if claim.as_of is None else place(claim.as_of, told.period.first, told.period.last)
            if claim.standing == "withdrawn" and when != "out":
                why = _words(told, claim, "why") or ""
                yield entry(series, claim, Text(f"已撤回：{why}", f"withdrawn: {why}"))
    for series, claims in told.answers.year.held:
        for claim in claims:
            if lies(claim, told.answers.year) in _NOT_CERTAIN:
                yield entry(series, claim, _NOT_CERTAIN[lies(claim, told.answers.year)])
    for one in told.now.apart:
        yield entry(one.series, one.effective.claim, Text("期末不是成员单位", "not of a member at the end of the period"))
    for one in told.now.ended:
        yield entry(one.series, one.effective.claim, Text(
            f"项目已由同一生产线的 C{one.ended_by.id if one.ended_by else ''} 取代", f"the project became the plant of "
            f"C{one.ended_by.id if one.ended_by else ''} on the same line"))
    for one in told.now.foreign:
        yield entry(one.series, one.effective.claim, Text("与产品单位量纲不同", "another dimension than the product's unit"))


_NOT_CERTAIN = {
    "maybe": Text("不能确定属于报告期", "may lie outside the period"),
    "undated": Text("年份不详", "year unknown"),
}


# ---- cells ----------------------------------------------------------------------------------------------------------


def _all(told: _Told) -> tuple[InForce, ...]:
    """Everything in force at the end of the period and in it."""
    return (*told.now.counted, *told.now.year, *told.now.foreign)


def _columned(columns: Sequence[Column], rows: Iterable[dict[str, Cell]]) -> tuple[dict[str, Cell], ...]:
    """Rows with only the cells that have a column."""
    keys = [column.key for column in columns]
    return tuple({key: row[key] for key in keys if key in row} for row in rows)


def _where(told: _Told, one: InForce) -> dict[str, Cell]:
    return {"member": Cell(_member(told, one.series.member)), "product": _product_cell(told, one.series.product),
            "place": words_cell(_place(told, one.series, one.effective.claim))}


def _claim_cells(told: _Told, series: Series, claim: Claim) -> dict[str, Cell]:
    quotes = told.answers.words[claim.id].quotes if claim.id in told.answers.words else ()
    return {
        "claim": _claim_cell(claim), "amount": _stated(told, series, claim), "as_of": date_cell(claim.as_of),
        "basis": choice_cell(_BASIS, claim.basis), "source": _source_cell(told, claim), "tier": Cell(str(claim.tier), claim.tier),
        "confidence": choice_cell(_CONFIDENCE, claim.confidence) if claim.confidence else Cell(NONE),
        "quote": words_cell(joined((f"“{quote}”" for _, quote in quotes if quote), Text("", " "))),
    }


def _claim_cell(claim: Claim) -> Cell:
    return Cell(f"C{claim.id}", f"C{claim.id}", (), (f"C{claim.id}",), _codes(claim))


def _member_cell(number: int) -> Cell:
    return Cell(f"M{number}", f"M{number}", (), (f"M{number}",))


def _codes(claim: Claim) -> tuple[str, ...]:
    return tuple(f"R{number}" for number in sorted(claim.sources))


def _source_cell(told: _Told, claim: Claim) -> Cell:
    """The titles of a claim's sources, each with its kind; the best first."""
    held = [told.answers.sources[number] for number in claim.sources if number in told.answers.sources]
    held.sort(key=lambda source: (tier(source.kind), source.id))
    kinds = [_SOURCE_KIND[source.kind or "other"] for source in held]
    titles = [Text(f"{source.name}（{kind.zh}）", f"{source.name} ({kind.en})") for source, kind in zip(held, kinds, strict=True)]
    return Cell(joined(titles, Text("；", "; ")) if held else Text("无来源", "no source"), None, (), (), _codes(claim))


def _stated(told: _Told, series: Series, claim: Claim) -> Cell:
    """What a claim says, as it says it."""
    if claim.amount is None:
        return Cell(NONE)
    exact = claim.amount.base_high is None and claim.amount.qualifier in ("=", "≈")
    said = _shown(told, claim.amount, series.measure)
    return Cell(said, text(claim.amount.base) if exact else None, (), (f"C{claim.id}",), _codes(claim))


def _shown(told: _Told, amount: Amount, measure: str) -> Text:
    """An amount for people; what was made in a year, or may be, is no rate: 1.95万吨, not 1.95万吨/年."""
    if amount.unit not in told.answers.units:
        return Text(amount.text, amount.text)
    zh, en = shown(amount, told.answers.units, "zh"), shown(amount, told.answers.units, "en")
    return Text(zh, en) if measure == "capacity" else _per_year_dropped(Text(zh, en))


def _per_year_dropped(text_: Text) -> Text:
    return Text(text_.zh.replace("/年", ""), text_.en.replace("/a", ""))


def _brief(told: _Told, series: Series, claim: Claim) -> Text:
    stated = _stated(told, series, claim).text
    said = stated if isinstance(stated, Text) else Text(stated, stated)
    when = date_cell(claim.as_of).text
    date = when if isinstance(when, Text) else Text(when, when)
    return Text(f"C{claim.id} {said.zh}（{date.zh}）", f"C{claim.id} {said.en} ({date.en})")


def _named_claim(told: _Told, series: Series, claim: Claim) -> Text:
    who = _member(told, series.member) if series.member else _words(told, claim, "scope") or ""
    return joined((who, _product(told, series.product), _MEASURE[series.measure], _stated(told, series, claim).text), Text(" ", " "))


def _one_cell(told: _Told, one: InForce) -> Cell:
    level = Level(one.effective.low, one.effective.high, (one.effective,), frozenset(one.effective.marks))
    return _level_cell(told, level, one.series.base_unit, one.series.measure)


def _level_cell(told: _Told, level: Level, unit: str, measure: str = "capacity") -> Cell:
    exact = text(level.low) if level.low == level.high else None
    return Cell(_range(told, level.low, level.high, unit, "approximate" in level.marks, measure), exact, marks(level, told.period.first),
                records(level.effectives), sources(level.effectives))


def _figure_cell(told: _Told, figure: Figure, measure: str = "capacity") -> Cell:
    if figure.unit == "%":
        return Cell(_percent(figure), figure.value, figure.marks, figure.records, figure.sources)
    low, high = (None if end is None else Decimal(end) for end in (figure.low, figure.high))
    return Cell(_range(told, low, high, figure.unit or "", "approximate" in figure.marks, measure), figure.value, figure.marks,
                figure.records, figure.sources)


def _percent(figure: Figure) -> Text | str:
    if figure.low is None and figure.high is None:
        return NONE
    if figure.value is not None:
        return f"{figure.value} %"
    if figure.high is None:
        return f"≥{figure.low} %"
    return f"≤{figure.high} %" if figure.low is None else f"{figure.low}–{figure.high} %"


def _range(
    told: _Told, low: Decimal | None, high: Decimal | None, unit: str, approximate: bool = False, measure: str = "capacity",
) -> Text:
    """A number or a range for people: 2.8万–6万吨/年, 28,000–60,000 t/a; a dash where nothing is known."""
    if low is None:
        return NONE
    if low == high == 0:
        return Text("0", "0")
    if unit not in told.answers.units:
        return Text(text(low) or "", text(low) or "")
    qualifier = "≥" if high is None else "≈" if approximate and low == high else "="
    amount = Amount("", low, high if high != low else None, qualifier, unit, low, high, unit)
    return _shown(told, amount, measure)


def _said_cell(told: _Told, previous: int | str | None, unit: str | None) -> Cell:
    """Last period's figure: a number, or a range in words."""
    if previous is None:
        return Cell(NONE)
    if unit == "%":
        return Cell(f"{previous} %", previous)
    ends = str(previous).removeprefix("≥").split("–")
    low = Decimal(ends[0]) if ends[0][:1].isdigit() else None
    high = None if str(previous).startswith("≥") else Decimal(ends[-1]) if low is not None else None
    return Cell(_range(told, low, high, unit or "", measure="output") if low is not None else str(previous), previous)


def _product_cell(told: _Told, number: int) -> Cell:
    return Cell(_product(told, number), f"P{number}", (), (f"P{number}",))


def _product(told: _Told, number: int) -> Text:
    product = told.answers.products.get(number)
    return named(product.name, product.name_other) if product else Text(f"P{number}", f"P{number}")


def _member(told: _Told, number: int | None) -> Text:
    member = told.answers.members.get(number or 0)
    return named(member.name, member.name_other) if member else Text(f"M{number}", f"M{number}")


def _place(told: _Told, series: Series, claim: Claim) -> Text:
    site = told.answers.sites.get(series.site or 0)
    parts = (site.name if site else None, _words(told, claim, "line"), _words(told, claim, "grade"))
    return joined((part for part in parts if part), Text(" ", ", "))


def _words(told: _Told, claim: Claim, key: str) -> str | None:
    words = told.answers.words.get(claim.id)
    found: str | None = getattr(words, key) if words else None
    return found


def _unit(told: _Told, key: str) -> Text:
    if key not in told.answers.units:
        return Text(key, key)
    return Text(told.answers.units[key].zh, told.answers.units[key].en)
