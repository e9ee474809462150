"""Everything that stands, for an export: exact records for JSON and TOML, tables of typed cells for spreadsheets."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.exported import SCHEMA, as_json, as_lines, fields, place
from alliancectl.kinds.exported_cells import ABOUT, EXACT, EXACT_TITLE, PART, Kept, cells, columns, exact
from alliancectl.kinds.record import Field, Kind, Record
from alliancectl.kinds.types import Known, Whole
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


def tables(everything: Everything, known: Known, kept: Kept, lost: list[tuple[str, str]]) -> Report:
    """The records of an export as a table a kind, with the machine names of its fields; kinds without records are left out.

    What the cells do not say of a record, in a format that gives texts back as `kept` says, is added to `lost` as the rows are gone through.
    """
    history = everything.head["history"]
    sections = [Section(place(kind), kind.plural, (_table(kind, everything, known, kept, lost),)) for kind in everything.kinds
                if export.count(everything.connection, kind)]
    head = ((Text("格式", "schema"), SCHEMA), (Text("历史", "history"), HISTORY),
            (Text("操作", "operation"), f"#{history['operation']}"), (Text("摘要", "digest"), history["digest"]))
    rows = tuple({"key": Cell(label), "value": Cell(value)} for label, value in head)
    about = Table(ABOUT, Text("说明", "about"), (Column("key", Text("项", "key")), Column("value", Text("值", "value"))), rows)
    return Report("export", Text("导出", "export"), (Section(ABOUT, Text("说明", "about"), (about,)), *sections))


def beside(lost: Sequence[tuple[str, str]]) -> Section:
    """What cells could not say, in parts that a cell holds."""
    rows = tuple({"id": Cell(code), "part": Cell(str(number), number), "text": Cell(part, part)}
                 for code, text in lost for number, part in enumerate((text[at:at + PART] for at in range(0, len(text), PART)), 1))
    found = Table(EXACT, EXACT_TITLE, (Column("id", _key("id")), Column("part", _key("part"), "right"), Column("text", _key("text"))), rows)
    return Section(EXACT, EXACT_TITLE, (found,))


def _table(kind: Kind, everything: Everything, known: Known, kept: Kept, lost: list[tuple[str, str]]) -> Table:
    heads = (Column("id", _key("id")), Column("uid", _key("uid")), *(one for field in fields(kind) for one in _columns(field)))
    return Table(place(kind), kind.plural, heads, Stream(in_blocks(heads, _rows(kind, everything, known, kept, lost))), empty=Text("（没有记录）", "(no records)"))


def _rows(kind: Kind, everything: Everything, known: Known, kept: Kept, lost: list[tuple[str, str]]) -> Iterator[dict[str, Cell]]:
    for record, uid in everything.records(kind):
        told = cells(record)
        more = exact(record, told, known, kept)
        if more:
            lost.append((record.code, more))
        yield {key: Cell(str(value), value) for key, value in {"id": record.code, "uid": uid, **told}.items()}


def _columns(field: Field) -> Iterator[Column]:
    figures = {field.key + part for part in ("_value", "_high")} | ({field.key} if isinstance(field.type, Whole) else set())
    return (Column(key, _key(key), "right" if key in figures else "left") for key in columns(field))


def _key(key: str) -> Text:
    return Text(key, key)
