"""What §4 says of contradictions: open and settled ones, levels that do not add up, claims held back, figures not verified."""

from __future__ import annotations

from alliancectl.kinds.claims import Claim, InForce, Mismatch
from alliancectl.reports.model import Cell, Column, Table
from alliancectl.reports.year.capacity_cells import (
    AMOUNT,
    AS_OF,
    CLAIM,
    MEASURE_WORDS,
    MEMBER,
    PLACE,
    PRODUCT,
    QUOTE,
    SOURCE,
    STATUS_WORDS,
    Told,
    brief,
    claim_cells,
    columned,
    everything,
    level_cell,
    member_name,
    one_cell,
    product_cell,
    where,
    words_of,
)
from alliancectl.reports.year.capacity_figures import records
from alliancectl.reports.year.cells import choice_cell, joined, words_cell
from alliancectl.text import Text


def conflicts(told: Told) -> Table:
    """Open conflicts, a line a claim."""
    columns = (MEMBER, PRODUCT, PLACE, Column("measure", Text("指标", "measure")), Column("figure", Text("列示为", "shown as"), "right"),
               CLAIM, AMOUNT, AS_OF, SOURCE, Column("tier", Text("来源等级", "tier"), "right"),
               Column("confidence", Text("可信度", "confidence")), QUOTE)
    rows = tuple({**where(told, one), "measure": choice_cell(MEASURE_WORDS, one.series.measure), "figure": one_cell(told, one),
                  **claim_cells(told, one.series, claim)}
                 for one in everything(told) if one.effective.open
                 for claim in sorted((one.effective.claim, *one.effective.rivals)))
    return Table("conflicts", Text("相互矛盾、尚未核实的数据", "Conflicting figures, not settled"), columns, columned(columns, rows),
                 Text("核实后用 alliancectl capacity prefer 或 withdraw 处理；来源等级 1 最可靠，5 最低。",
                      "Settle with alliancectl capacity prefer or withdraw. Tier 1 is the best source, 5 the least.") if rows else None,
                 Text("没有未核实的矛盾。", "No conflict is open."))


def settled(told: Told) -> Table:
    """Conflicts in which one claim is preferred."""
    columns = (MEMBER, PRODUCT, PLACE, Column("claim", Text("采用", "preferred")), AMOUNT, Column("why", Text("理由", "why")),
               Column("against", Text("未采用", "not taken")))
    rows = tuple({**where(told, one), **claim_cells(told, one.series, one.effective.claim),
                  "why": words_cell(words_of(told, one.effective.claim, "why")),
                  "against": Cell(joined(brief(told, one.series, rival) for rival in one.effective.rivals), None, (),
                                  tuple(f"C{rival.id}" for rival in one.effective.rivals))}
                 for one in everything(told) if one.effective.rivals and not one.effective.open)
    return Table("settled_conflicts", Text("已核实的矛盾", "Conflicts that were settled"), columns, columned(columns, rows))


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
    return records((*found.whole.effectives, *found.parts.effectives))


def _measure_of(key: str) -> str:
    return key if key in MEASURE_WORDS else "capacity"


def _status_or_measure(key: str) -> Text:
    return STATUS_WORDS.get(key) or MEASURE_WORDS[key]


def held_back(told: Told) -> Table:
    """Claims that are later than a preferred one and still not taken."""
    columns = (MEMBER, PRODUCT, PLACE, Column("claim", Text("采用", "preferred")), AMOUNT, AS_OF,
               Column("later", Text("此后的记录（未采用）", "later claims, not taken")))
    rows = tuple({**where(told, one), **claim_cells(told, one.series, one.effective.claim),
                  "later": Cell(joined(brief(told, one.series, later) for later in one.effective.held_back), None, (),
                                tuple(f"C{later.id}" for later in one.effective.held_back))}
                 for one in everything(told) if one.effective.held_back)
    return Table("held_back", Text("采用的记录早于其后的记录", "Preferred claims that hold back later ones"),
                 columns, columned(columns, rows),
                 Text("被“采用”的记录一直有效，直到采用另一条或撤回。",
                      "A preferred claim holds until another is preferred or it is withdrawn."))


def unverified(told: Told) -> Table:
    """Figures that rest on news or worse only, or are of low confidence."""
    columns = (CLAIM, MEMBER, PRODUCT, AMOUNT, AS_OF, SOURCE, Column("tier", Text("来源等级", "tier"), "right"),
               Column("confidence", Text("可信度", "confidence")), QUOTE)
    rows = tuple({**where(told, one), **claim_cells(told, one.series, claim)} for one, claim in unverified_claims(told))
    return Table("unverified", Text("待核实的数据", "Unverified figures"), columns, columned(columns, rows),
                 Text("只有新闻、转载等来源，或可信度低。",
                      "Rests on news or republished pages only, or is of low confidence.") if rows else None,
                 Text("没有待核实的数据。", "No figure is unverified."))


def unverified_claims(told: Told) -> list[tuple[InForce, Claim]]:
    """The claims of these figures, each with its series."""
    found = {claim.id: (one, claim) for one in everything(told) for claim in (one.effective.claim, *one.effective.rivals)
             if claim.unverified}
    return [found[number] for number in sorted(found)]
