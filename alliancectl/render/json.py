"""JSON: permanent English keys in every language, UTF-8 unescaped, typed values."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from json.encoder import encode_basestring
from typing import Any, NamedTuple
from unicodedata import category

from alliancectl.render.strips import Made, Piece, is_empty, woven
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


class Style(NamedTuple):
    """How the objects of a stream are written: each value, what opens an object, what follows a key, what parts members, what closes."""

    encode: Callable[[Any], str]
    opening: str
    colon: str
    comma: str
    closing: str


def objects(stream: Stream, lang: Lang, style: Style) -> Iterator[str]:
    """The rows of a stream of data in blocks, each row an object: ``{"id": "M1", "name": "巨化"}``."""
    writers: list[Callable[[Sequence[Any]], tuple[Piece, ...]]] = []
    for block in stream.blocks():
        writers = writers or [_members(strip, lang, style.encode) for strip in block]
        pieces: list[Piece] = []
        for at, (strip, writer) in enumerate(zip(block, writers, strict=True)):
            pieces += (f'{style.comma if at else style.opening}"{strip.key}"{style.colon}', *writer(strip.kept))
        yield woven([*pieces, style.closing], len(block[0].kept))


def _members(strip: Strip, lang: Lang, encode: Callable[[Any], str]) -> Callable[[Sequence[Any]], tuple[Piece, ...]]:
    """What makes of a column its values as finished JSON: one for all rows where there is nothing in it."""
    made = strip.made
    remembered = Made(lambda kept: safe(encode(resolved(made(kept) if made else kept, lang)))).__getitem__

    def values(kept: Sequence[Any]) -> tuple[Piece, ...]:
        if is_empty(kept):
            return (remembered(kept[0]),)
        return ([*map(remembered, kept)],) if made else _texts(kept)

    return values


def _texts(kept: Sequence[str | None]) -> tuple[Piece, ...]:
    """Texts as JSON. One look at all of them is many times cheaper than one at each: most need nothing but the quotes."""
    if None not in kept:
        together = "".join(kept)   # type: ignore[arg-type]   # there is no None
        if together.isprintable() and '"' not in together and "\\" not in together:
            return '"', kept, '"'   # type: ignore[return-value]   # there is no None, as above
    return (["null" if text is None else safe(encode_basestring(text)) for text in kept],)


def _streamed(stream: Stream, lang: Lang) -> Iterator[str]:
    before = "["
    for rows in objects(stream, lang, Style(_indented, ",\n  {\n    ", ": ", ",\n    ", "\n  }")):
        yield rows if before == "" else before + rows[1:]
        before = ""
    yield "[]\n" if before else "\n]\n"


_LINES = json.JSONEncoder(ensure_ascii=False, indent=2).encode
_FLAT = json.JSONEncoder(ensure_ascii=False, separators=(",\n      ", ": ")).encode


def _indented(value: Any) -> str:
    """A member of a record of a list, two spaces a level. The encoder written in C knows no levels; what has but one gets by with it."""
    if type(value) in _ATOMS:
        return _FLAT(value)
    if type(value) is dict and value and all(type(v) in _ATOMS for v in value.values()):
        return f"{{\n      {_FLAT(value)[1:-1]}\n    }}"
    return _LINES(value).replace("\n", "\n    ")


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
