"""§4 output and operating rates, over the members that have both; quotas stand by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from alliancectl.reports.capacity.cells import (
    AMOUNT,
    AS_OF,
    MEMBER,
    NOTE,
    PRODUCT,
    SOURCE,
    columned,
    figure_cell,
    one_cell,
    previous_cell,
    product_cell,
    source_cell,
    where,
)
from alliancectl.reports.capacity.told import Told, member_name
from alliancectl.reports.cells import date_cell, joined
from alliancectl.reports.model import Cell, Column, Table
from alliancectl.reports.year.capacity_products import product_order
from alliancectl.text import Text


def output(told: Told) -> Table:
    """Output of the period and of the last, with the operating rates and the members that these are of."""
    columns = (PRODUCT, Column("previous", Text("上期产量", "output, previous"), "right"),
               Column("output", Text("本期产量", "output"), "right"),
               Column("rate_previous", Text("上期开工率", "rate, previous"), "right"),
               Column("rate", Text("本期开工率", "operating rate"), "right"),
               Column("members", Text("计入家数", "members in it"), "right"), NOTE)
    numbers = {number for number, measure in (*told.now.output, *told.before.output) if measure == "output" and number in told.answers.products}
    rows = tuple(_row(told, number) for number in sorted(numbers, key=lambda number: product_order(told, number)))
    return Table("output_and_rate", Text("产量与开工率", "Output and operating rate"), columns, rows,
                 Text("开工率＝产量÷在产产能，只计两项数据齐全的单位；缺一项的列在说明里。",
                      "Rate = output ÷ operating capacity, over the members that have both; who lacks one is named in the note.") if rows else None,
                 Text("报告期内没有产量记录。", "No output is on record for the period."))


def _row(told: Told, number: int) -> dict[str, Cell]:
    pairs = told.pairs.get(number, {})
    missing = sorted(told.now.output.get((number, "output"), {}).keys() - pairs.keys())
    return {
        "product": product_cell(told, number), "previous": previous_cell(told, number, "output.P{}"),
        "output": figure_cell(told, number, "output.P{}"), "rate_previous": previous_cell(told, number, "rate.P{}"),
        "rate": figure_cell(told, number, "rate.P{}"),
        "members": Cell(f"{len(pairs):,}", len(pairs), (), tuple(f"M{member}" for member in pairs)), "note": _left_out(told, missing),
    }


def _left_out(told: Told, members: Sequence[int]) -> Cell:
    """Who made something and is in no rate: by name where they are few."""
    if not members:
        return Cell("")
    named = joined(member_name(told, member) for member in members)
    who = named if len(members) <= _FEW else Text(f"{len(members)} 家", f"{len(members)} members")
    return Cell(Text(f"{who.zh}无同口径在产产能", f"{who.en}: no operating capacity of the same scope"), None, (),
                tuple(f"M{member}" for member in members))


_FEW = 3   # names that a note can hold


def quota(told: Told) -> Table:
    """Quotas of the period."""
    columns = (PRODUCT, MEMBER, AMOUNT, AS_OF, SOURCE)
    held = sorted((one for one in told.now.year if one.series.measure == "quota"), key=lambda one: product_order(told, one.series.product))
    rows = tuple({**where(told, one), "amount": one_cell(told, one), "as_of": date_cell(one.effective.as_of),
                  "source": source_cell(told, one.effective.claim)} for one in held)
    return Table("quota", Text("配额", "Quotas"), columns, columned(columns, rows),
                 Text("配额单独列示，不与产能、产量相加。", "Quotas stand by themselves and are added to nothing."))
