"""One record whole: its fields, its sources with their quotes, and what points at it."""

from __future__ import annotations

from collections.abc import Sequence

from alliancectl.kinds.record import Kind, Record
from alliancectl.kinds.types import Known
from alliancectl.reports.listing import cell_of, cells, column
from alliancectl.reports.model import Block, Cell, Column, Report, Section, Table
from alliancectl.text import Text


def card(record: Record, known: Known, related: Sequence[tuple[Kind, Sequence[Record]]]) -> Report:
    """The card of a record; `related` are the records that belong to it, by kind."""
    kind = record.kind
    rows = []
    for field in kind.fields:
        value = record.values.get(field.key)
        if value in (None, ()) or field.hidden or field.key == "sources":
            continue
        rows.append({"field": Cell(field.label, field.key), "value": cell_of(record, field, known)})
    blocks: list[Block] = [Table(kind.key, Text("", ""), (Column("field", Text("项目", "field")), Column("value", Text("内容", "value"))), tuple(rows))]
    blocks += [*_former_names(record), *_sources(record)]
    blocks += [_related(other, found, known) for other, found in related if found]
    title = Text(*(f"{kind.label.to(lang)} {kind.said(record)}" for lang in ("zh", "en")))
    data = record.json(personal=True) | {other.view: [one.json() for one in found] for other, found in related}
    return Report(f"{kind.key}_card", title, (Section(kind.key, Text("", ""), tuple(blocks)),), data=data)


def _sources(record: Record) -> list[Block]:
    entries = record.values.get("sources", ())
    if not entries:
        return []
    rows = tuple(
        {"id": Cell(entry.value.code, entry.value.code), "title": Cell(entry.value.name, entry.value.name),
         "quote": Cell(entry.extra or "", entry.extra)} for entry in entries)
    return [Table("sources", Text("来源", "sources"), (
        Column("id", Text("编号", "id")), Column("title", Text("标题", "title")), Column("quote", Text("原文", "quote"))), rows)]


def _former_names(record: Record) -> list[Block]:
    entries = record.values.get("former_names", ())
    if not entries:
        return []
    rows = tuple({"name": Cell(entry.value, entry.value), "renamed_on": Cell(entry.extra.canonical if entry.extra else "",
                  entry.extra.canonical if entry.extra else None)} for entry in entries)
    return [Table("former_names", Text("曾用名", "former names"), (
        Column("name", Text("名称", "name")), Column("renamed_on", Text("更名日期", "renamed on"))), rows)]


def _related(kind: Kind, found: Sequence[Record], known: Known) -> Table:
    fields = [kind.field(key) for key in kind.listed]
    return Table(kind.view, kind.plural, (Column("id", Text("编号", "id")), *(column(field) for field in fields)),
                 tuple({"id": Cell(one.code, one.code), **cells(one, fields, known)} for one in found))
