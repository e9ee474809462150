"""What stands beside the figures of §4: listed in no total, due to start, the register, what is missing, what was left out."""

from __future__ import annotations

from collections.abc import Iterable

from alliancectl.kinds.claims import Claim, Series, every
from alliancectl.kinds.levels import InForce
from alliancectl.reports.capacity.cells import (
    AMOUNT,
    AS_OF,
    BASIS_CELLS,
    CLAIM,
    MEASURE_CELLS,
    MEMBER,
    PLACE,
    PRODUCT,
    QUOTE,
    SERIES,
    SOURCE,
    STATUS_CELLS,
    claim_cell,
    claim_cells,
    columned,
    member_cell,
    member_named,
    named_claim,
    one_cell,
    product_cell,
    series_cell,
    source_cell,
    source_codes,
    where,
)
from alliancectl.reports.capacity.state import State, lies
from alliancectl.reports.capacity.told import Told, place_cell
from alliancectl.reports.cells import NONE, date_cell, words_cell
from alliancectl.reports.model import Cell, Column, Table
from alliancectl.reports.year.capacity_doubts import all_mismatches, unverified_claims
from alliancectl.reports.year.capacity_products import product_order
from alliancectl.reports.year.part import Gap, LeftOut
from alliancectl.store.ask.capacity import Answers
from alliancectl.text import Text
from alliancectl.values.when import place

_OTHER_DIMENSION = Text("与产品单位量纲不同", "another dimension than the product's unit")


def beside(told: Told) -> Table:
    """Claims of members that are in no total: of another basis, of no known amount, of another dimension."""
    columns = (CLAIM, SERIES, Column("basis", Text("口径", "basis")), AMOUNT, AS_OF, Column("why", Text("原因", "why")))
    rows = tuple({"series": series_cell(told, one.series, claim), **claim_cells(told, one.series, claim), "why": Cell(why)}
                 for one, claim, why in _listed_only(told))
    return Table("listed_only", Text("只列示、不计入合计的数据", "Figures that are listed and in no total"),
                 columns, columned(columns, rows), annexed="listed_only")


def _listed_only(told: Told) -> Iterable[tuple[InForce, Claim, Text]]:
    listed: set[int] = set()   # an unknown amount has no dimension: it stands beside the series of each
    for one in told.now.everything:
        for claim in sorted((*one.effective.others, *((one.effective.claim,) if one.effective.low is None else ()))):
            if claim.id in listed:
                continue
            listed.add(claim.id)
            if claim.amount is None or claim.amount.base is None:
                if claim.amount is not None:
                    yield one, claim, Text("数量不详", "no amount known")
            else:
                yield one, claim, Text("同一范围取一种口径", "one basis a scope is taken")
    for one in told.now.foreign:
        yield one, one.effective.claim, _OTHER_DIMENSION


def context(told: Told) -> Table:
    """Claims of a scope that is no member (中国)."""
    columns = (CLAIM, Column("scope", Text("范围", "scope")), PRODUCT, Column("measure", Text("指标", "measure")), AMOUNT, AS_OF,
               SOURCE, QUOTE)
    rows = tuple({"scope": words_cell(claim.words.scope), "product": product_cell(told, series.product),
                  "measure": MEASURE_CELLS[series.measure], **claim_cells(told, series, claim)}
                 for series, claim in _background(told))
    return Table("context", Text("背景数据", "Context"), columns, columned(columns, rows),
                 Text("不是成员单位的数据，不计入任何合计。", "Not of members: in no total."))


def _background(told: Told) -> list[tuple[Series, Claim]]:
    return sorted(((series, claim) for series, claims in told.answers.aside for claim in claims
                   if series.member is None and claim.standing != "withdrawn"), key=lambda pair: pair[1].id)


def without(told: Told) -> Table:
    """Members of whom no capacity is known."""
    columns = (Column("id", Text("编号", "id")), MEMBER)
    rows = tuple({"id": member_cell(number), "member": member_named(told, number)} for number in unheard(told.answers, told.now))
    return Table("members_without_capacity", Text("没有产能数据的成员单位", "Members without a capacity figure"), columns, rows,
                 Text("没有数据不等于零；高等院校、社会组织等可能本无产能。",
                      "No figure is not zero; universities, associations and the like may have no capacity to state.") if rows else None,
                 Text("每家成员单位都有产能数据。", "Every member has a capacity figure."), optional=not told.answers.end.members,
                 annexed="members_without_capacity")


def unheard(answers: Answers, now: State) -> list[int]:
    """The members of whom no number is known in any product and status."""
    snapshot = answers.end if now.last == answers.end.day else answers.previous
    known = {one.series.member for one in (*now.counted, *now.foreign)
             if one.effective.low is not None and one.series.measure == "capacity"}
    return sorted(snapshot.members - known)


# ---- other sections ---------------------------------------------------------------------------------------------------


def due(told: Told) -> Table:
    """What is planned, being built or commissioned and expected to start within the year after the period."""
    columns = (CLAIM, MEMBER, PRODUCT, PLACE, Column("status", Text("状态", "status")), AMOUNT,
               Column("started", Text("预计投产", "due to start")))
    limit = f"{int(told.period.last[:4]) + 1:04d}{told.period.last[4:]}"
    rows = tuple({**where(told, one), **claim_cells(told, one.series, one.effective.claim), "amount": one_cell(told, one),
                  "status": STATUS_CELLS[one.effective.status], "started": date_cell(one.effective.state.started)}
                 for one in _expected(told)
                 if (when := one.effective.state.started) and (when.latest or limit) > told.period.last and (when.earliest or "") <= limit)
    return Table("capacity_due", Text("下一年度预计投产的产能", "Capacity due to start in the next year"),
                 columns, columned(columns, rows),
                 empty=Text("没有预计在下一年度投产的产能记录。", "No capacity is recorded as due to start in the next year."))


def _expected(told: Told) -> list[InForce]:
    return [one for one in told.now.counted if one.effective.status in ("planned", "construction", "commissioning")]


def register(told: Told) -> Table:
    """Every series in force, with the claim that gives its figure: by product, then by member."""
    columns = (CLAIM, MEMBER, PRODUCT, PLACE, Column("measure", Text("指标", "measure")), Column("basis", Text("口径", "basis")),
               AMOUNT, Column("status", Text("状态", "status")), AS_OF, SOURCE)
    order = {number: product_order(told, number) for number in {one.series.product for one in told.now.everything}}
    held = sorted(told.now.everything, key=lambda one: (order[one.series.product], one.series.member or 0, one.effective.claim.id))
    return Table("capacity_register", Text("产能登记表", "Capacity register"), columns, tuple([_registered(told, one) for one in held]),
                 empty=Text("没有产能记录。", "No capacity is on record."))


def _registered(told: Told, one: InForce) -> dict[str, Cell]:
    series, claim = one.series, one.effective.claim
    return {
        "claim": claim_cell(claim), "member": member_named(told, series.member), "product": product_cell(told, series.product),
        "place": place_cell(told, series, claim), "measure": MEASURE_CELLS[series.measure],
        "basis": BASIS_CELLS[claim.basis], "amount": one_cell(told, one),
        "status": STATUS_CELLS[one.effective.status] if series.measure == "capacity" else _NO_STATUS,
        "as_of": date_cell(claim.as_of), "source": source_cell(told, claim),
    }


_NO_STATUS = Cell(NONE)


def gaps(told: Told) -> Iterable[Gap]:
    """What the claims do not say, or say twice; listed in §6."""
    def cells(claims: Iterable[Claim]) -> tuple[Cell, ...]:
        return tuple(claim_cell(claim) for claim in sorted(set(claims)))

    yield Gap("no-capacity", Text("没有产能数据", "no capacity figure"), tuple(map(member_cell, unheard(told.answers, told.now))),
              "alliancectl capacity add M… P… …")
    yield Gap("conflict-open", Text("数据相互矛盾，尚未核实", "figures contradict each other, not settled"),
              cells(claim for one in told.now.everything if one.effective.open for claim in one.effective.behind),
              "alliancectl capacity prefer C… --why …")
    yield Gap("held-back", Text("采用的记录挡住了后来的数据", "a preferred claim holds back later ones"),
              cells(claim for one in told.now.everything for claim in one.effective.held_back),
              "alliancectl capacity prefer C… --why …")
    yield Gap("level-mismatch", Text("总数与分项之和不一致", "a whole differs from the sum of its parts"),
              cells(one.claim for *_, found in all_mismatches(told) for level in found for one in level.effectives),
              "alliancectl capacity prefer C… --why …")
    yield Gap("unverified", Text("数据待核实", "figures not verified"), cells(claim for _, claim in unverified_claims(told)),
              "alliancectl cite C… R… --quote …")
    yield Gap("no-amount", Text("数量不详", "amount unknown"),
              cells(one.effective.claim for one in told.now.everything if one.effective.low is None), "alliancectl capacity edit C… --set amount=…")
    yield Gap("start-overdue", Text("预计投产日期已过，状态未更新", "the expected start has passed and the status is still a project's"),
              cells(one.effective.state for one in _expected(told) if one.effective.state.started
                    and one.effective.state.started.latest and one.effective.state.started.latest <= told.period.last),
              "alliancectl capacity add M… P… … --status operating")


def left_out(told: Told) -> Iterable[LeftOut]:
    """Claims that are in no figure of the period; listed in Annex A."""
    def entry(series: Series, claim: Claim, why: Text, newly: bool = False) -> LeftOut:
        return LeftOut(f"C{claim.id}", named_claim(told, series, claim), why, claim.as_of, source_codes(claim), newly)

    for series, claim in _background(told):
        yield entry(series, claim, Text("背景数据，不属于成员单位", "context, not of a member"))
    for series, claims in told.answers.aside:
        for claim in claims:
            when = "undated" if claim.as_of is None else place(claim.as_of, told.period.first, told.period.last)
            if claim.standing == "withdrawn" and when != "out":
                why = claim.words.why or ""
                yield entry(series, claim, Text(f"已撤回：{why}", f"withdrawn: {why}"))
    for series, claims in told.answers.beyond:
        for claim in claims:
            yield entry(series, claim, Text("截至时间可能晚于期末，期末数未采用", "as of a time that may end after the period: not in its figures"))
    for series, claims in told.answers.year.held:
        for claim in sorted(every(claim for claim in claims if lies(claim, told.answers.year) in _NOT_CERTAIN)):
            yield entry(series, claim, _NOT_CERTAIN[lies(claim, told.answers.year)])
    for one in told.now.apart:
        yield entry(one.series, one.effective.claim, Text("期末不是成员单位", "not of a member at the end of the period"),
                    newly=one.series.member in told.answers.start.members)
    ended_before = {one.effective.claim.id for one in told.start.ended}
    for one in told.now.ended:
        plant = f"C{one.ended_by.id if one.ended_by else ''}"
        became = (Text(f"项目已由同一生产线的 {plant} 取代", f"the project became the plant of {plant} on the same line") if one.series.line
                  else Text(f"项目已由 {plant} 取代", f"the project became the plant of {plant}"))
        yield entry(one.series, one.effective.claim, became, newly=one.effective.claim.id not in ended_before)
    for one in told.now.foreign:
        yield entry(one.series, one.effective.claim, _OTHER_DIMENSION)


_NOT_CERTAIN = {
    "maybe": Text("不能确定属于报告期", "may lie outside the period"),
    "undated": Text("年份不详", "year unknown"),
}
