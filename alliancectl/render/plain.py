"""Off a terminal: tab-separated lines for a listing, plain text for the rest; no colour, no box, nothing cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from alliancectl.render.parts import heading, label, listing, said, title_of, worded
from alliancectl.render.strips import between, visible_texts, woven, written
from alliancectl.reports.model import Block, Cell, Chart, Report, Section, Stream, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import visible, visible_lines

_ROWS_AT_ONCE = 256


def render(report: Report, lang: Lang) -> Iterator[str]:
    """The report as text, in chunks of whole lines. Marks stand in words behind their value.

    A listing is its header and its rows and nothing more, so that `cut` and `awk` can read it. Charts are left out:
    their numbers stand in a table.
    """
    table = listing(report)
    if table is not None:
        yield from _lines(table, lang)
        return
    yield from _opening(report, lang)
    for section in report.sections:
        yield from _section(section, report, lang)
    if report.foot:
        yield "\n" + "".join(visible(text.to(lang)) + "\n" for text in report.foot)


def _opening(report: Report, lang: Lang) -> Iterator[str]:
    yield visible(report.title.to(lang)) + "\n"
    colon = "：" if lang == "zh" else ": "
    for name, value in report.head:
        yield f"{visible(name.to(lang))}{colon}{visible(said(value, lang))}\n"


def _section(section: Section, report: Report, lang: Lang) -> Iterator[str]:
    title = heading(section, lang)
    if title:
        yield f"\n{visible(title)}\n"
    for block in section.blocks:
        yield from _block(block, visible(title_of(block, section, report, lang)), lang)


def _block(block: Block, title: str, lang: Lang) -> Iterator[str]:
    if isinstance(block, Chart):
        return
    yield f"\n{title}\n" if title else "\n"
    if isinstance(block, Table):
        yield from _lines(block, lang) if block.rows or block.total else [visible(block.empty.to(lang)) + "\n"]
        yield "".join(visible(text.to(lang)) + "\n" for text in (block.remark, block.hint) if text is not None)
    else:
        yield "".join(line + "\n" for line in visible_lines(said(block.text, lang)))


def _lines(table: Table, lang: Lang) -> Iterator[str]:
    yield "\t".join(visible(label(column, lang)) for column in table.columns) + "\n"
    keys = [column.key for column in table.columns]
    if isinstance(table.rows, Stream):
        for rows in written(table.rows, table.columns, lambda cell: visible(worded(cell, lang)), visible_texts):
            yield woven(between(rows.pieces, "", "\t", "\n"), rows.number)
    else:
        yield from _tabbed(table.rows, keys, lang)
    yield from _tabbed(table.total, keys, lang)


def _tabbed(rows: Iterable[dict[str, Cell]], keys: list[str], lang: Lang) -> Iterator[str]:
    left = iter(rows)
    nothing = Cell("")
    while block := list(islice(left, _ROWS_AT_ONCE)):
        texts = [[_text(row.get(key, nothing), lang) for key in keys] for row in block]
        yield "\n".join(map("\t".join, _clean(texts))) + "\n"


def _text(cell: Cell, lang: Lang) -> str:
    if cell.marks:
        return worded(cell, lang)
    text = cell.text
    return text.to(lang) if isinstance(text, Text) else text


def _clean(rows: list[list[str]]) -> list[list[str]]:
    # One look at a block is many times cheaper than one a cell; what is clean as a whole is clean in its parts.
    together = "".join(map("".join, rows))
    if visible(together) == together:
        return rows
    return [[visible(text) for text in row] for row in rows]
