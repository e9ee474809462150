"""Claims that contradict each other, side by side: what each says, on what it rests, why one is taken, and how to settle it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from alliancectl.kinds.capacity import CONFIDENCE
from alliancectl.kinds.claims import Claim, decided_by
from alliancectl.kinds.levels import InForce
from alliancectl.kinds.source import tier
from alliancectl.reports.capacity.cells import (
    BASIS_WORDS,
    MARK_WORDS,
    MEASURE_WORDS,
    STATUS_WORDS,
    claim_cell,
    claim_cells,
    one_cell,
    series_name,
    source_codes,
    sources_of,
    titled,
)
from alliancectl.reports.capacity.figures import of_a_year
from alliancectl.reports.capacity.told import Told, place_of
from alliancectl.reports.cells import NONE, choice_cell, joined, labels_of, said_by
from alliancectl.reports.check import named
from alliancectl.reports.model import Block, Cell, Column, Prose, Report, Section, Table
from alliancectl.reports.year.capacity_doubts import mismatches, settled
from alliancectl.text import Text

_CONFIDENCE_WORDS = labels_of(CONFIDENCE.choices)
TITLE = Text("相互矛盾的数据", "Conflicting figures")
WHY = {
    "preferred": Text("已被采用", "it is preferred"),
    "dated": Text("有日期，另一条年份不详", "it is dated, the other is of an unknown year"),
    "later": Text("截至日期较晚", "its as-of is later"),
    "basis": Text("口径优先（设计、未说明、核准、有效）", "its basis comes first (nameplate, unspecified, approved, effective)"),
    "tier": Text("来源等级较高", "its best source is of a better tier"),
    "confidence": Text("可信度较高", "its confidence is higher"),
    "id": Text("其余相同，编号较小", "all else equal, its id is lower"),
}


def conflicts_report(told: Told, db: str) -> Report:
    """The open conflicts as of the period's last day, a table each: two claims side by side, more of them a line each; then levels that
    do not add up."""
    held = [one for one in told.now.everything if one.effective.open]
    blocks: list[Block] = [Prose("summary", _summary(told, held))]
    blocks += [_side_by_side(told, one, db) if len(_claims(one)) == 2 else _listed(told, one, db) for one in held]
    blocks += [table for table in (mismatches(told), settled(told)) if table.rows]
    data = [_as_json(told, one, db) for one in held]
    return Report("conflicts", TITLE, (Section("conflicts", Text("", ""), tuple(blocks)),), data=data)


def _summary(told: Told, held: list[InForce]) -> Text:
    if not held:
        return Text(f"截至 {told.period.last}，没有未核实的矛盾。", f"No conflict is open as of {told.period.last}.")
    return Text(f"截至 {told.period.last}，未核实的矛盾 {len(held)} 处。核实后采用其中一条，或撤回有误的一条；两者都要写明理由。",
                f"Open conflicts as of {told.period.last}: {len(held)}. Once it is clear, prefer one claim or withdraw the wrong one; both need a reason.")


def _claims(one: InForce) -> list[Claim]:
    """The one that is taken first, then those that contradict it."""
    return [one.effective.claim, *one.effective.rivals]


def _side_by_side(told: Told, one: InForce, db: str) -> Table:
    """A column a claim."""
    claims = _claims(one)
    columns = (Column("item", Text("项目", "item")), *(Column(f"C{claim.id}", Text(f"C{claim.id}", f"C{claim.id}")) for claim in claims))
    lines = [(label, [cell(claim) for claim in claims]) for label, cell in _lines(told, one, db)]
    rows = tuple({"item": Cell(label), **{f"C{claim.id}": cell for claim, cell in zip(claims, cells, strict=True)}} for label, cells in lines)
    return Table(f"conflict_{one.effective.claim.id}", _title(told, one), columns, rows, _shown_as(told, one))


def _shown_as(told: Told, one: InForce) -> Text:
    cell = one_cell(told, one)
    return joined((Text("列示为 ", "shown as "), said_by(cell), Text("：", ": "), joined(MARK_WORDS[mark] for mark in cell.marks)), Text("", ""))


def _listed(told: Told, one: InForce, db: str) -> Table:
    """A line a claim, with what it rests on in its own words; how to settle it stands below, once for all."""
    columns = (Column("claim", Text("记录", "claim")), Column("amount", Text("数量", "amount")), Column("as_of", Text("截至", "as of")),
               Column("status", Text("状态、口径", "status, basis")), Column("source", Text("来源及等级、原文", "sources and tiers, quote")),
               Column("taken", Text("现取", "taken now")))
    rows = tuple({**claim_cells(told, one.series, claim), "claim": claim_cell(claim), "status": Cell(_standing(one, claim)),
                  "source": Cell(_rests_on(told, one, claim), None, (), (), source_codes(claim)), "taken": Cell(_why(one, claim))}
                 for claim in _claims(one))
    prefer, withdraw = (_command(verb, None, db) for verb in ("prefer", "withdraw"))
    return Table(f"conflict_{one.effective.claim.id}", _title(told, one), columns, rows, _shown_as(told, one), hint=Text(
        f"采用：{prefer}；撤回：{withdraw}", f"prefer: {prefer}; withdraw: {withdraw}"))


def _standing(one: InForce, claim: Claim) -> Text:
    """The status and the basis, those that are stated, and how sure it is."""
    confidence = _CONFIDENCE_WORDS[claim.confidence] if claim.confidence else None
    said = (STATUS_WORDS[claim.status] if one.series.measure == "capacity" else None, BASIS_WORDS[claim.basis],
            confidence and Text(f"可信度{confidence.zh}", f"{confidence.en} confidence"))
    return joined(part for part in said if part)


def _rests_on(told: Told, one: InForce, claim: Claim) -> Text:
    return joined((_sources(told, claim), said_by(claim_cells(told, one.series, claim)["quote"])), Text("", " "))


def _lines(told: Told, one: InForce, db: str) -> Iterable[tuple[Text, Any]]:
    def held(key: str) -> Any:
        return lambda claim: claim_cells(told, one.series, claim)[key]

    yield Text("数量", "amount"), held("amount")
    yield Text("截至", "as of"), held("as_of")
    yield Text("状态", "status"), lambda claim: choice_cell(STATUS_WORDS, claim.status) if one.series.measure == "capacity" else Cell(NONE)
    yield Text("口径", "basis"), held("basis")
    yield Text("来源及等级", "sources and tiers"), lambda claim: Cell(_sources(told, claim), None, (), (), source_codes(claim))
    yield Text("可信度", "confidence"), lambda claim: choice_cell(_CONFIDENCE_WORDS, claim.confidence) if claim.confidence else Cell(NONE)
    yield Text("原文", "quote"), held("quote")
    yield Text("现取", "taken now"), lambda claim: Cell(_why(one, claim))
    yield Text("采用", "prefer it"), lambda claim: Cell(_command("prefer", claim, db))
    yield Text("撤回", "withdraw it"), lambda claim: Cell(_command("withdraw", claim, db))


def _title(told: Told, one: InForce) -> Text:
    said = series_name(told, one.series, one.effective.claim)
    return joined((said, MEASURE_WORDS["capacity"]), Text(" ", " ")) if one.series.measure == "capacity" else said


def _sources(told: Told, claim: Claim) -> Text:
    """Each source with its id, kind and tier, the best first."""
    held = sources_of(told, claim.sources)
    ids = (Text(f"R{source.id} {said.zh}", f"R{source.id} {said.en}") for source in held for said in (titled(source, True),))
    return joined(ids, Text("；", "; ")) if held else Text("无来源", "no source")


def _why(one: InForce, claim: Claim) -> Text:
    """Why the rule takes this claim, or takes the other."""
    taken = one.effective.claim
    if claim is not taken:
        return Text(f"否：C{taken.id} {WHY[decided_by(taken, claim)].zh}", f"no: C{taken.id}, {WHY[decided_by(taken, claim)].en}")
    reasons = dict.fromkeys(decided_by(taken, rival) for rival in one.effective.rivals)
    said = joined(WHY[reason] for reason in reasons)
    return Text(f"是：{said.zh}", f"yes: {said.en}")


def _command(verb: str, claim: Claim | None, db: str) -> str:
    """The command for one claim, or for any of them."""
    return named(f"alliancectl capacity {verb} C{claim.id if claim else '…'} --why …", db)


def _as_json(told: Told, one: InForce, db: str) -> dict[str, Any]:
    figure = one.effective
    low, high = (None if end is None else f"{end:f}" for end in (figure.low, figure.high))
    unit = one.series.base_unit if one.series.measure == "capacity" else of_a_year(one.series.base_unit)
    return {
        "member": f"M{one.series.member}", "product": f"P{one.series.product}", "place": place_of(told, one.series, figure.claim), "measure": one.series.measure,
        "low": low, "high": high, "unit": unit, "effective": f"C{figure.claim.id}",
        "claims": [_claim_as_json(told, one, claim, db) for claim in _claims(one)]}


def _claim_as_json(told: Told, one: InForce, claim: Claim, db: str) -> dict[str, Any]:
    cells = claim_cells(told, one.series, claim)
    quotes = dict(told.quotes.get(claim.id, ()))
    sources = [{"id": f"R{source.id}", "title": source.name, "kind": source.kind, "tier": tier(source.kind), "quote": quotes.get(source.id)}
               for source in (told.answers.sources[number] for number in claim.sources if number in told.answers.sources)]
    return {"id": f"C{claim.id}", "amount": cells["amount"].text, "as_of": claim.as_of and claim.as_of.canonical, "basis": claim.basis, "status": claim.status,
            "tier": claim.tier, "confidence": claim.confidence, "sources": sources,
            "why": {"taken": claim is one.effective.claim, "by": [decided_by(one.effective.claim, other) for other in
                    (one.effective.rivals if claim is one.effective.claim else (claim,))]},
            "prefer": _command("prefer", claim, db), "withdraw": _command("withdraw", claim, db)}
