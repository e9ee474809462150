"""CSV for people and their spreadsheets: one table, typed values, nothing that a spreadsheet would calculate."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from typing import Any

from alliancectl import errors
from alliancectl.render.strips import between, woven, written
from alliancectl.reports.model import Cell, Report, Stream, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import sheet_cell, visible

_ROWS_AT_ONCE = 256
# No record holds these (clean.refuse_controls), a foreign program's row may; a terminal would obey them.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_QUOTED = re.compile('[,"\r\n]')
_STARTS_WITH_SIGN = re.compile(r"\n[^\w\n]")


def render(report: Report, lang: Lang, section: str | None = None, bom: bool = True) -> Iterator[str]:
    """One table of the report, CRLF: a row of column keys, then typed values, or the text in `lang` where a cell has no
    value; total rows last. `section` is the key of a table or of a section that has one; `bom` tells Excel and WPS that
    this is UTF-8.

    Raises: SeveralTables when the report (or `section`) has more than one, NoSuchTable when it has none.
    """
    return _rows(_chosen(report, section), lang, "\ufeff" if bom else "")


def keeps(text: str) -> bool:
    """Whether a text comes back from a cell as it is."""
    return not _CONTROLS.search(text)


def _chosen(report: Report, section: str | None) -> Table:
    tables = {f"{part.key}.{block.key}": (part.key, block) for part in report.sections for block in part.blocks
              if isinstance(block, Table)}
    found = {name: table for name, (part, table) in tables.items() if section in (None, name, part, table.key)}
    if len(found) > 1:
        raise errors.SeveralTables(known=", ".join(found), first=next(iter(found)))
    if not found:
        raise errors.NoSuchTable(text=section or report.key, known=", ".join(tables) or "–")
    return next(iter(found.values()))


def _rows(table: Table, lang: Lang, start: str) -> Iterator[str]:
    buffer = StringIO(start, newline="")
    buffer.seek(len(start))
    writer = csv.writer(buffer, lineterminator="\r\n")
    keys = [column.key for column in table.columns]
    writer.writerow(keys)
    if isinstance(table.rows, Stream):
        yield buffer.getvalue()
        yield from _streamed(table.rows, table, lang)
        buffer.seek(0)
        buffer.truncate()
    rows, nothing = iter(table.total) if isinstance(table.rows, Stream) else chain(table.rows, table.total), Cell("")
    while block := list(islice(rows, _ROWS_AT_ONCE)):
        writer.writerows(_safe([[_value(row.get(key, nothing), lang) for key in keys] for row in block]))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()   # of a table without rows the head


def _streamed(stream: Stream, table: Table, lang: Lang) -> Iterator[str]:
    """The rows of a stream, each distinct value quoted once: a writer of the standard library would look at every one."""
    for rows in written(stream, table.columns, lambda cell: _quoted(str(_safe_value(_value(cell, lang)))), _safe_texts):
        yield woven(between(rows.pieces, "", ",", "\r\n"), rows.number)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _value(cell: Cell, lang: Lang) -> Any:
    value = cell.text if cell.value is None else cell.value
    return value.to(lang) if isinstance(value, Text) else value


def _safe(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows with every text as a spreadsheet may hold it."""
    if _are_safe([value for row in rows for value in row if type(value) is str]):
        return rows
    return [[_safe_value(value) for value in row] for row in rows]


def _safe_texts(texts: Sequence[str]) -> Sequence[str]:
    safe = texts if _are_safe(texts) else [*map(_safe_text, texts)]
    return [*map(_quoted, safe)] if _QUOTED.search("\x00".join(safe)) else safe


def _are_safe(texts: Sequence[str]) -> bool:
    # One look at a block is many times cheaper than one at each cell. Only what starts with a sign can be a formula.
    return "".join(texts).isprintable() and _STARTS_WITH_SIGN.search("\n" + "\n".join(texts)) is None


def _safe_value(value: Any) -> Any:
    return _safe_text(value) if type(value) is str else value


def _safe_text(text: str) -> str:
    return sheet_cell(_CONTROLS.sub(_spelled, text))


def _spelled(match: re.Match[str]) -> str:
    return visible(match[0])
