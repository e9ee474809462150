"""The records of one kind as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alliancectl.kinds.record import Field, Kind, Record
from alliancectl.kinds.types import Date, Known, Quantity, Whole
from alliancectl.reports.model import Cell, Column, Report, Section, Table
from alliancectl.text import Text

# more columns, their cells by record, and what JSON says of each
Beside = tuple[tuple[Column, ...], dict[int, dict[str, Cell]], dict[int, dict[str, Any]]]


def listing(kind: Kind, records: Sequence[Record], known: Known, *, fields: Sequence[str] = (), personal: bool = False,
            beside: Beside = ((), {}, {})) -> Report:
    """The records of a kind: its `listed` columns or the `fields` named, then the columns `beside`."""
    chosen = [kind.field(key) for key in fields or kind.listed]
    columns = (Column("id", Text("编号", "id")), *(column(field) for field in chosen), *beside[0])
    rows = tuple(
        {"id": Cell(record.code, record.code), **cells(record, chosen, known), **beside[1].get(record.id, {})} for record in records)
    table = Table(kind.key, kind.plural, columns, rows, empty=Text("（没有记录）", "(no records)"))
    data = [{**record.json(personal=personal), **_values(beside, record.id)} for record in records]
    return Report(f"{kind.key}_list", kind.plural, (Section(kind.key, Text("", ""), (table,)),), data=data)


def ranks_beside(spells: Sequence[Record], known: Known) -> Beside:
    """Rank, joined and left of each member, from its spells: the latest rank, the first day, the last."""
    if not spells:
        return (), {}, {}
    fields = [spell.field(key) for spell in {record.kind.key: record.kind for record in spells}.values() for key in ("rank", "since", "until")]
    by_member: dict[int, list[Record]] = {}
    for spell in spells:
        by_member.setdefault(spell["member"].id, []).append(spell)
    found, exact = {}, {}
    for member, held in by_member.items():
        values = {"rank": held[-1]["rank"], "since": held[0]["since"], "until": held[-1]["until"]}
        named = [(name, field) for field, name in zip(fields, ("rank", "joined", "left"), strict=True) if values[field.key] is not None]
        found[member] = {name: cell(field, values[field.key], known) for name, field in named}
        exact[member] = {name: field.type.json(values[field.key]) for name, field in named}
    return (Column("rank", Text("级别", "rank")), Column("joined", Text("加入", "joined")), Column("left", Text("退出", "left"))), found, exact


def column(field: Field) -> Column:
    """The column of a field; figures to the right."""
    return Column(field.key, field.label, "right" if isinstance(field.type, Whole | Quantity) else "left")


def cells(record: Record, fields: Sequence[Field], known: Known) -> dict[str, Cell]:
    """The cells of a record's fields; absent values have none."""
    held = {field.key: cell(field, record.values[field.key], known) for field in fields if record.values.get(field.key) not in (None, ())}
    shown = {field.key for field in fields}
    return held | {"member": _claimant(record)} if record.kind.key == "capacity" and "member" in shown and "scope" not in shown else held


def _claimant(record: Record) -> Cell:
    """Whom a claim speaks of, in one cell: the member and its site and line, or the scope."""
    member, site = record["member"], record["site"]
    parts = [f"{member.code} {member.name}" if member else record["scope"] or "", site.name if site else "", record["line"] or ""]
    return Cell(" / ".join(part for part in parts if part), member.code if member else None)


def cell(field: Field, value: Any, known: Known) -> Cell:
    """One value as a cell, in both languages."""
    if field.many and field.type.reference == "source":   # a title would fill the row; its id leads to it
        codes = " ".join(entry.value.code for entry in value)
        return Cell(codes, codes)
    if field.many:
        parts = [entry.value for entry in value]
        return Cell(Text(*(_joined(lang, parts, field, known) for lang in ("zh", "en"))), "; ".join(field.type.typed(part) for part in parts))
    typed: Any = value if type(value) is int else field.type.typed(value)   # yes and no are words
    if isinstance(field.type, Date):
        typed = value.canonical
    return Cell(Text(field.type.shown(value, "zh", known), field.type.shown(value, "en", known)), typed)


def _joined(lang: Any, parts: Sequence[Any], field: Field, known: Known) -> str:
    return ("、" if lang == "zh" else ", ").join(field.type.shown(part, lang, known) for part in parts)


def _values(beside: Beside, number: int) -> dict[str, Any]:
    return {column.key: beside[2].get(number, {}).get(column.key) for column in beside[0]}
