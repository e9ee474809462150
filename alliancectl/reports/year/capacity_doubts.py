"""What §4 says of contradictions: open and settled ones, levels that do not add up, claims held back, figures not verified."""

from __future__ import annotations

from collections.abc import Iterable

from alliancectl.kinds.claims import UNVERIFIED_TIER, Claim
from alliancectl.kinds.levels import InForce, Mismatch
from alliancectl.reports.capacity.cells import (
    AMOUNT,
    AS_OF,
    CLAIM,
    MEASURE_WORDS,
    MEMBER,
    PRODUCT,
    QUOTE,
    SERIES,
    SOURCE,
    STATUS_WORDS,
    brief,
    claim_cells,
    columned,
    level_cell,
    one_cell,
    product_cell,
    series_cell,
)
from alliancectl.reports.capacity.figures import rests_on
from alliancectl.reports.capacity.told import Told, member_name, once
from alliancectl.reports.cells import joined, words_cell
from alliancectl.reports.model import Cell, Column, Table
from alliancectl.reports.year.capacity_products import product_order
from alliancectl.text import Text

_BASIS = Column("basis", Text("口径", "basis"))


def conflicts(told: Told) -> Table:
    """Open conflicts: a line for each series with the range that it is shown as, then a line for each of its claims."""
    columns = (Column("claim", Text("单位与产品、记录", "member and product, claims")), AMOUNT, AS_OF, _BASIS, SOURCE, QUOTE)
    rows = tuple(row for one in _ordered(told, (one for one in told.now.everything if one.effective.open)) for row in _group(told, one))
    return Table("conflicts", Text("相互矛盾、尚未核实的数据", "Conflicting figures, not settled"), columns, columned(columns, rows),
                 Text("每组第一行是列示的区间，以下各行是相互矛盾的记录。来源等级 1 最可靠，5 最低。",
                      "The first line of each group is the range that is shown, the others the claims that contradict each other. "
                      "Tier 1 is the best source, 5 the least.") if rows else None,
                 Text("没有未核实的矛盾。", "No conflict is open."), hint=Text(
                     "核实后用 alliancectl capacity prefer 或 withdraw 处理。", "Settle with alliancectl capacity prefer or withdraw.") if rows else None)


def _group(told: Told, one: InForce) -> Iterable[dict[str, Cell]]:
    yield {"claim": series_cell(told, one.series, one.effective.claim), "amount": one_cell(told, one)}
    for claim in sorted((one.effective.claim, *one.effective.rivals)):
        yield claim_cells(told, one.series, claim)


def _ordered(told: Told, held: Iterable[InForce]) -> list[InForce]:
    """By product, then by member and claim."""
    return sorted(held, key=lambda one: (product_order(told, one.series.product), one.series.member or 0, one.effective.claim.id))


def settled(told: Told) -> Table:
    """Conflicts in which one claim is preferred."""
    columns = (SERIES, Column("claim", Text("采用", "preferred")), AMOUNT, Column("why", Text("理由", "why")),
               Column("against", Text("未采用", "not taken")))
    rows = tuple({**_named(told, one), **claim_cells(told, one.series, one.effective.claim),
                  "why": words_cell(one.effective.claim.words.why),
                  "against": _brief(told, one, one.effective.rivals)}
                 for one in _ordered(told, (one for one in told.now.everything if one.effective.rivals and not one.effective.open)))
    return Table("settled_conflicts", Text("已核实的矛盾", "Conflicts that were settled"), columns, columned(columns, rows))


def _named(told: Told, one: InForce) -> dict[str, Cell]:
    return {"series": series_cell(told, one.series, one.effective.claim)}


def _brief(told: Told, one: InForce, claims: tuple[Claim, ...]) -> Cell:
    return Cell(joined(brief(told, one.series, claim) for claim in claims), None, (), tuple(f"C{claim.id}" for claim in claims))


def mismatches(told: Told) -> Table:
    """Claims for a whole that differ from the sum of its parts."""
    columns = (MEMBER, PRODUCT, Column("status", Text("状态", "status")), Column("whole", Text("总数", "stated for the whole"), "right"),
               Column("parts", Text("分项之和", "sum of the parts"), "right"), Column("records", Text("涉及记录", "records")))
    rows = tuple({
        "member": Cell(member_name(told, member)), "product": product_cell(told, product), "status": Cell(_status_or_measure(status), status),
        "whole": level_cell(told, found.whole, told.units.get(product, ""), _measure_of(status)),
        "parts": level_cell(told, found.parts, told.units.get(product, ""), _measure_of(status)),
        "records": Cell(joined(_behind(found), Text(" ", " ")), None, (), _behind(found)),
    } for product, status, member, found in all_mismatches(told))
    return Table("level_mismatches", Text("总数与分项之和不一致", "Wholes that differ from the sum of their parts"), columns, rows,
                 Text("以两者之间的区间列示。", "Shown as the range between the two."))


def all_mismatches(told: Told) -> list[tuple[int, str, int, Mismatch]]:
    """Each mismatch with the product, the status (or measure) and the member of its figure."""
    return [(product, status, member, found) for held in (told.now.capacity, told.now.output)
            for (product, status), group in held.items() for member, level in group.items() for found in level.mismatches]


def _behind(found: Mismatch) -> tuple[str, ...]:
    return rests_on((*found.whole.effectives, *found.parts.effectives))[0]


def _measure_of(key: str) -> str:
    return key if key in MEASURE_WORDS else "capacity"


def _status_or_measure(key: str) -> Text:
    return STATUS_WORDS.get(key) or MEASURE_WORDS[key]


def held_back(told: Told) -> Table:
    """Claims that are later than a preferred one and still not taken."""
    columns = (SERIES, Column("claim", Text("采用", "preferred")), AMOUNT, AS_OF,
               Column("later", Text("此后的记录（未采用）", "later claims, not taken")))
    rows = tuple({**_named(told, one), **claim_cells(told, one.series, one.effective.claim),
                  "later": _brief(told, one, one.effective.held_back)}
                 for one in _ordered(told, (one for one in told.now.everything if one.effective.held_back)))
    return Table("held_back", Text("采用的记录早于其后的记录", "Preferred claims that hold back later ones"),
                 columns, columned(columns, rows),
                 Text("被“采用”的记录一直有效，直到采用另一条或撤回。",
                      "A preferred claim holds until another is preferred or it is withdrawn."))


def unverified(told: Told) -> Table:
    """Figures that rest on news or worse only, or are of low confidence."""
    columns = (CLAIM, SERIES, AMOUNT, AS_OF, SOURCE, Column("why", Text("原因", "why")), QUOTE)
    rows = tuple({**_named(told, one), **claim_cells(told, one.series, claim), "why": Cell(_doubt(claim))} for one, claim in unverified_claims(told))
    return Table("unverified", Text("待核实的数据", "Unverified figures"), columns, columned(columns, rows),
                 Text("只有新闻、转载等来源，或可信度低。",
                      "Rests on news or republished pages only, or is of low confidence.") if rows else None,
                 Text("没有待核实的数据。", "No figure is unverified."), annexed="unverified")


def _doubt(claim: Claim) -> Text:
    """Why a claim is not verified: its sources, its confidence, or both."""
    said = (Text(f"来源等级 {claim.tier}", f"tier {claim.tier}") if claim.tier >= UNVERIFIED_TIER else None,
            Text("可信度低", "low confidence") if claim.confidence == "low" else None)
    return joined(why for why in said if why)


@once
def unverified_claims(told: Told) -> list[tuple[InForce, Claim]]:
    """The claims of these figures, each with its series."""
    found = {claim.id: (one, claim) for one in told.now.everything for claim in (one.effective.claim, *one.effective.rivals)
             if claim.unverified}
    return [found[number] for number in sorted(found)]
