"""Everything that stands, for an export: exact records for JSON and TOML, tables of typed cells for spreadsheets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.exported import SCHEMA, as_json, as_lines, fields, place
from alliancectl.kinds.record import Field, Kind, Record
from alliancectl.kinds.types import Date, Flag, Known, Quantity, Whole
from alliancectl.reports.model import Cell, Column, Report, Section, Stream, Table, in_blocks
from alliancectl.store import export
from alliancectl.store.blocks import Selection
from alliancectl.store.file import holding
from alliancectl.text import Text

HISTORY = Text("操作历史未导出；记录为这一操作之后的状态。", "The history is not exported; the records are as this operation left them.")


class Everything(NamedTuple):
    """All that an export holds: `head` says what it is and of which state; the records of each kind are read as they are written out.

    They are of one state: until the connection is closed writers wait.
    """

    head: dict[str, Any]
    connection: sqlite3.Connection
    kinds: tuple[Kind, ...]

    def records(self, kind: Kind) -> Iterator[tuple[Record, str]]:
        """The records of a kind in the order of their ids, each with its uid."""
        blocks = Selection(self.connection, kind, by_number=True).blocks(fields(kind), lambda numbers: export.uids(self.connection, kind, numbers))
        return blocks.records()

    def size(self) -> int:
        """How many records there are."""
        return sum(export.count(self.connection, kind) for kind in self.kinds)

    def json(self, kind: Kind) -> Iterator[dict[str, Any]]:
        """The records of a kind in JSON."""
        return (as_json(record, uid) for record, uid in self.records(kind))

    def lines(self, known: Known) -> Iterator[tuple[Kind, str, dict[str, Any]]]:
        """Every record as lines: kind, typed id, form."""
        return ((kind, record.code, as_lines(record, uid, known)) for kind in self.kinds for record, uid in self.records(kind))


def whole(connection: sqlite3.Connection) -> Everything:
    """Everything that stands in the file."""
    holding(connection)
    origin = export.origin(connection)
    head = {"schema": SCHEMA, "history": {"note": HISTORY.to("both"), "operation": origin.operation, "digest": origin.digest}}
    return Everything(head, connection, tuple(KINDS.values()))


def tables(everything: Everything) -> Report:
    """The records of an export as a table a kind, with the machine names of its fields; kinds without records are left out."""
    history = everything.head["history"]
    sections = [Section(place(kind), kind.plural, (_table(kind, everything),)) for kind in everything.kinds
                if export.count(everything.connection, kind)]
    head = ((Text("格式", "schema"), SCHEMA), (Text("历史", "history"), HISTORY),
            (Text("操作", "operation"), f"#{history['operation']}"), (Text("摘要", "digest"), history["digest"]))
    rows = tuple({"key": Cell(label), "value": Cell(value)} for label, value in head)
    about = Table("about", Text("说明", "about"), (Column("key", Text("项", "key")), Column("value", Text("值", "value"))), rows)
    return Report("export", Text("导出", "export"), (Section("about", Text("说明", "about"), (about,)), *sections))


def _table(kind: Kind, everything: Everything) -> Table:
    columns = (Column("id", _key("id")), Column("uid", _key("uid")), *(one for field in fields(kind) for one in _columns(field)))
    rows = ({"id": Cell(record.code, record.code), "uid": Cell(uid, uid), **row(record, fields(kind), split=True)} for record, uid in everything.records(kind))
    return Table(place(kind), kind.plural, columns, Stream(in_blocks(columns, rows)), empty=Text("（没有记录）", "(no records)"))


def row(record: Record, chosen: Sequence[Field], *, split: bool = False) -> dict[str, Cell]:
    """A record's cells as they are typed, in no language. With `split` what stands beside a value has its own cell."""
    found: dict[str, Cell] = {}
    for field in chosen:
        value = record.values.get(field.key)
        if value in (None, (), ""):
            continue
        if field.many:
            found[field.key] = _cell("; ".join(field.type.typed(entry.value) for entry in value))
            beside = field.extra and [f"{field.type.typed(one.value)}: {field.extra.type.typed(one.extra)}" for one in value if one.extra is not None]
            if split and field.extra and beside:
                found[field.extra.key + "s"] = _cell("\n".join(beside))
            continue
        found[field.key] = _single(field, value)
        if split:
            found |= _beside(field, value)
    return found


def _columns(field: Field) -> Iterator[Column]:
    yield Column(field.key, _key(field.key), "right" if isinstance(field.type, Whole) else "left")
    if field.extra:
        yield Column(field.extra.key + "s", _key(field.extra.key + "s"))
    if isinstance(field.type, Date) and not field.many:
        yield Column(field.key + "_text", _key(field.key + "_text"))
    if isinstance(field.type, Quantity):
        yield from (Column(field.key + part, _key(field.key + part), "right" if part in ("_value", "_high") else "left")
                    for part in ("_value", "_high", "_qualifier", "_unit"))


def _single(field: Field, value: Any) -> Cell:
    if isinstance(field.type, Flag):
        return _cell(field.type.typed(value))
    if isinstance(value, int):
        return Cell(str(value), value)
    return _cell(value.canonical if isinstance(field.type, Date) else field.type.typed(value))


def _beside(field: Field, value: Any) -> dict[str, Cell]:
    if isinstance(field.type, Date):
        return {} if value.text == value.canonical else {field.key + "_text": _cell(value.text)}
    if not isinstance(field.type, Quantity):
        return {}
    _, number, high, qualifier, unit, *_ = field.type.cells(value)
    told = {"_value": number, "_high": high, "_qualifier": qualifier, "_unit": unit}
    return {field.key + part: _cell(cell) for part, cell in told.items() if cell is not None}


def _cell(text: str) -> Cell:
    return Cell(text, text)


def _key(key: str) -> Text:
    return Text(key, key)
