"""JSON: permanent English keys in every language, UTF-8 unescaped, typed values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, repeat
from json.encoder import encode_basestring
from typing import Any
from unicodedata import category

from alliancectl.render.strips import Made, is_empty
from alliancectl.reports.model import Block, Cell, Chart, Column, Later, Prose, Report, Section, Stream, Strip, Table
from alliancectl.text import Lang, Text

_ATOMS = frozenset((str, int, float, bool, type(None)))


def render(report: Report, lang: Lang) -> Iterator[str]:
    """The report's `data`, two spaces a level; a list is written item by item, ``[]`` when it is empty.

    A report without data is its figures and sections.
    """
    data = body(report)
    if isinstance(data, dict):
        yield safe(json.dumps(resolved(data, lang), ensure_ascii=False, indent=2)) + "\n"
    else:
        yield from _streamed(data, lang) if isinstance(data, Stream) else _items(data, lang)


def body(report: Report) -> Any:
    """What is printed, its Texts not yet resolved: a dict, or the records of a listing in any iterable."""
    data = report.data.made() if isinstance(report.data, Later) else report.data
    if data is not None:
        return data
    figures = {key: figure._asdict() for key, figure in (report.figures or {}).items()}
    sections = [_section(section) for section in report.sections]
    return {**_head(report), "figures": figures, "sections": sections}


def resolved(value: Any, lang: Lang) -> Any:
    """`value` with every Text in it in `lang`; dicts, lists and tuples are walked."""
    if type(value) in _ATOMS:
        return value
    if isinstance(value, Text):
        return value.to(lang)
    if isinstance(value, dict):
        return {key: v if type(v) in _ATOMS else resolved(v, lang) for key, v in value.items()}
    return [resolved(v, lang) for v in value] if isinstance(value, list | tuple) else value


def safe(text: str) -> str:
    r"""Finished JSON in which no character is raw that a terminal could obey or hide, or that UTF-8 cannot hold.

    Category C* and the two Unicode line separators become JSON's own escapes (``\u202e``): the value stays the same.
    """
    if text.isprintable():
        return text
    return "\n".join(line if line.isprintable() else "".join(map(_escaped, line)) for line in text.split("\n"))


def _escaped(character: str) -> str:
    if character.isprintable() or category(character) == "Zs":
        return character
    return json.dumps(character)[1:-1]


def objects(stream: Stream, lang: Lang, encode: Callable[[Any], str], colon: str, comma: str) -> Iterator[Iterable[str]]:
    """The rows of a stream of data in blocks, each the members of its object as finished JSON: ``"id": "M1", "name": "巨化"``."""
    writers: list[Callable[[Sequence[Any]], str | Sequence[str]]] = []
    for block in stream.blocks():
        writers = writers or [_members(strip, lang, encode, f'"{strip.key}"{colon}') for strip in block]
        columns = _joined([writer(strip.kept) for writer, strip in zip(writers, block, strict=True)], comma)
        yield map(comma.join, zip(*columns, strict=False))


def _joined(members: list[str | Sequence[str]], comma: str) -> Iterator[Iterable[str]]:
    """The members by column, those beside each other that are the same in every row as one."""
    for same, some in groupby(members, key=lambda column: isinstance(column, str)):
        if same:
            yield repeat(comma.join(some))   # type: ignore[arg-type]   # what groupby puts together here are texts
        else:
            yield from some


def _members(strip: Strip, lang: Lang, encode: Callable[[Any], str], name: str) -> Callable[[Sequence[Any]], str | Sequence[str]]:
    """What makes of a column its members: one for all rows where there is nothing in it."""
    made = strip.made
    remembered = Made(lambda kept: name + safe(encode(resolved(made(kept) if made else kept, lang)))).__getitem__

    def members(kept: Sequence[Any]) -> str | Sequence[str]:
        if is_empty(kept):
            return str(remembered(kept[0]))
        return [*map(remembered, kept)] if made else texts(kept)

    def texts(kept: Sequence[Any]) -> Sequence[str]:
        written = [name + ("null" if text is None else encode_basestring(text)) for text in kept]
        return written if "".join(written).isprintable() else [*map(safe, written)]

    return members


def _streamed(stream: Stream, lang: Lang) -> Iterator[str]:
    indented = json.JSONEncoder(ensure_ascii=False, indent=2).encode
    before = "[\n  {\n    "
    for rows in objects(stream, lang, lambda value: indented(value).replace("\n", "\n    "), ": ", ",\n    "):
        yield before + "\n  },\n  {\n    ".join(rows)
        before = "\n  },\n  {\n    "
    yield "[]\n" if before[0] == "[" else "\n  }\n]\n"


def _items(data: Iterable[Any], lang: Lang) -> Iterator[str]:
    before = "[\n  "
    for item in data:
        text = json.dumps(resolved(item, lang), ensure_ascii=False, indent=2)
        yield before + safe(text.replace("\n", "\n  "))
        before = ",\n  "
    yield "[]\n" if before[0] == "[" else "\n]\n"


def _head(report: Report) -> dict[str, Any]:
    return {
        "schema": 1,
        "key": report.key,
        "title": report.title,
        "head": [{"label": name, "value": value} for name, value in report.head],
    }


def _section(section: Section) -> dict[str, Any]:
    blocks = [_block(block) for block in section.blocks]
    return {"key": section.key, "number": section.number, "title": section.title, "blocks": blocks}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Prose):
        return {"key": block.key, "title": block.title, "text": block.text}
    return _chart(block)


def _chart(chart: Chart) -> dict[str, Any]:
    bars = zip(chart.labels, chart.values, chart.shown, strict=True)
    return {
        "key": chart.key,
        "title": chart.title,
        "bars": [{"label": label, "value": value, "shown": shown} for label, value, shown in bars],
    }


def _table(table: Table) -> dict[str, Any]:
    """A table: its rows hold typed values, null for a figure that is none; `evidence` says the rest of a cell."""
    rows, total = [*table.rows], [*table.total]
    return {
        "key": table.key,
        "title": table.title,
        "columns": [{"key": column.key, "label": column.label, "unit": column.unit} for column in table.columns],
        "rows": [_values(row, table) for row in rows],
        "total": [_values(row, table) for row in total],
        "remark": table.remark,
        "evidence": [*_evidence("rows", rows, table), *_evidence("total", total, table)],
    }


def _values(row: dict[str, Cell], table: Table) -> dict[str, Any]:
    return {column.key: _value(row.get(column.key), column) for column in table.columns}


def _value(cell: Cell | None, column: Column) -> Any:
    if cell is None or (cell.value is None and column.align == "right"):
        return None   # "60–80" and "—" in a column of figures: their words stand in the evidence
    return cell.text if cell.value is None else cell.value


def _evidence(place: str, rows: list[dict[str, Cell]], table: Table) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows):
        for column in table.columns:
            cell = row.get(column.key, Cell(""))
            if cell.marks or cell.records or cell.sources or (cell.text and _value(cell, column) is None):
                rest = {"marks": cell.marks, "records": cell.records, "sources": cell.sources}
                yield {"in": place, "row": number, "column": column.key, "text": cell.text, **rest}
