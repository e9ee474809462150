"""§4 by product and by chain position: amounts of one product side by side, and nothing summed over products."""

from __future__ import annotations

from collections.abc import Sequence

from alliancectl.reports.capacity.cells import NOTE, PRODUCT, STATUS_WORDS, figure_cell, product_cell
from alliancectl.reports.capacity.told import Told, once, product_name
from alliancectl.reports.cells import choice_cell, date_cell, joined, label, said_by, words_cell
from alliancectl.reports.model import Cell, Column, Table
from alliancectl.text import Text
from alliancectl.values.when import When

ALWAYS = ("operating", "construction", "planned")   # columns that stand even where all is 0
_OTHER = ("commissioning", "idle", "retired", "cancelled", "unknown")
_POSITION = Column("position", Text("产业链", "chain"))
_KEY = "capacity.P{}."


def known_products(told: Told) -> list[int]:
    """The products of which a capacity is on record: by chain position, then by name."""
    return sorted({number for number, _ in (*told.now.capacity, *told.now.output)}, key=lambda number: product_order(told, number))


@once
def product_order(told: Told, number: int) -> tuple[int, str, int]:
    """Where a product stands in every table: by its first chain position, those without one last, then by name."""
    labels = [key for key, _, _ in told.answers.chain]
    places = [labels.index(position) for position in _chain(told, number) if position in labels]
    return (min(places, default=len(labels)), product_name(told, number).zh, number)


def by_product(told: Told) -> Table:
    """What operates, is being built and is planned of each product at the end of the period."""
    columns = (_POSITION, PRODUCT, *_amounts(ALWAYS), NOTE)
    rows = tuple({"position": _position_cell(told, number), **_row(told, number, ALWAYS)} for number in _with_capacity(told))
    return Table("capacity_by_product", Text(f"主要产品产能（截至 {told.period.last}）", f"Capacity by product, as of {told.period.last}"),
                 columns, rows, Text("沿用以前年份的数据注明最早的截至日期；某种状态没有记录的记为 0。不同产品不相加，没有合计。",
                                     "A figure carried over says since when (the oldest of its parts); a status without a record is 0. "
                                     "Different products are never added: there is no total.") if rows else None,
                 Text("没有产能记录。", "No capacity is on record."))


def other_statuses(told: Told) -> Table:
    """What is being commissioned, stands idle or is over, of the products that have such capacity."""
    used = [status for status in _OTHER if any(key[1] == status for key in told.now.capacity)]
    rows = tuple(_row(told, number, used) for number in _with_capacity(told) if any((number, status) in told.now.capacity for status in used))
    return Table("capacity_other_statuses", Text("其他状态的产能", "Capacity of other statuses"), (PRODUCT, *_amounts(used), NOTE), rows)


def _amounts(statuses: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(status, STATUS_WORDS[status], "right") for status in statuses)


def _row(told: Told, number: int, statuses: Sequence[str]) -> dict[str, Cell]:
    return {"product": product_cell(told, number), **{status: figure_cell(told, number, _KEY + status) for status in statuses},
            "note": words_cell(_carried(told, number, statuses))}


def _with_capacity(told: Told) -> list[int]:
    held = {number for number, _ in told.now.capacity}
    return [number for number in known_products(told) if number in held and number in told.answers.products]


def _chain(told: Told, number: int) -> tuple[str, ...]:
    product = told.answers.products.get(number)
    return product.chain if product else ()


def _position_cell(told: Told, number: int) -> Cell:
    labels = {key: Text(zh, en) for key, zh, en in told.answers.chain}
    chain = _chain(told, number)
    if len(chain) < 2:
        return choice_cell(labels, chain[0] if chain else None)
    return Cell(joined(label(labels, key) for key in chain), " ".join(chain))


def _carried(told: Told, product: int, statuses: Sequence[str]) -> Text:
    """From when those figures of a product are that are carried over, and of which statuses."""
    since: dict[str | None, list[Text]] = {}
    for status in statuses:
        figure = told.figures[f"capacity.P{product}.{status}"]
        if "carried" in figure.marks:
            since.setdefault(figure.as_of, []).append(STATUS_WORDS[status])
    return joined((joined((joined(words), _since(as_of)), Text("", " ")) for as_of, words in since.items()), Text("；", "; "))


def _since(as_of: str | None) -> Text:
    """The date that a figure is carried over from, in words."""
    if as_of is None or not as_of[:1].isdigit():
        return Text("含年份不详的数据", "of an unknown year")
    date = said_by(date_cell(When(as_of, as_of, None, None)))
    return Text(f"沿用自 {date.zh}", f"as of {date.en}")


# ---- by chain position ------------------------------------------------------------------------------------------------


def by_chain(told: Told) -> Table:
    """How many products and members each chain position counts: amounts of different products are never added."""
    columns = (_POSITION, Column("products", Text("产品", "products"), "right"), Column("members", Text("有产能的单位", "members with capacity"), "right"),
               *(Column(status, STATUS_WORDS[status], "right", Text("种产品", "products")) for status in ALWAYS))
    labels = {key: Text(zh, en) for key, zh, en in told.answers.chain}
    placed = {position: [number for number in _with_capacity(told) if position in (_chain(told, number) or (None,))]
              for position in (*labels, None)}
    rows = tuple({"position": choice_cell(labels, position), **_counts(told, numbers)} for position, numbers in placed.items() if numbers)
    return Table("capacity_by_chain", Text("产业链各位置的产品与单位", "Products and members by chain position"), columns,
                 rows, Text("按产品的产业链位置统计种数和家数；数量见上表。", "Products and members are counted by the product's chain position; "
                            "amounts stand in the table above.") if rows else None, Text("没有产能记录。", "No capacity is on record."))


def _counts(told: Told, numbers: Sequence[int]) -> dict[str, Cell]:
    members = {member for number in numbers for status in STATUS_WORDS for member in told.now.capacity.get((number, status), {})}
    held = {status: [number for number in numbers if (number, status) in told.now.capacity] for status in ALWAYS}
    return {"products": _count(len(numbers), [f"P{number}" for number in numbers]), "members": _count(len(members), [f"M{number}" for number in sorted(members)]),
            **{status: _count(len(found), [f"P{number}" for number in found]) for status, found in held.items()}}


def _count(number: int, codes: Sequence[str]) -> Cell:
    return Cell(f"{number:,}", number, (), tuple(codes))
