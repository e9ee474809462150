"""GitHub-flavoured Markdown: headings, aligned tables, marks with their legend; every value is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat

from alliancectl.render.parts import beside, heading, label, legend, said, symbols, title_of
from alliancectl.render.strips import Piece, Rows, between, padded, widths, woven, written
from alliancectl.reports.model import Block, Cell, Chart, Column, Mark, Prose, Report, Section, Stream, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import markdown, visible, visible_lines

_ROWS_AT_ONCE = 200   # columns are aligned in the source too, within so many rows
_WIDEST = 40          # a cell above this many columns does not widen the others
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")   # what may have to be escaped: anywhere,
_MARKUP_FIRST = re.compile(r"\n\s*(?:\d+[.)]|[-+=#.)])")   # where a text begins (two patterns: each is looked for by its first character)


def render(report: Report, lang: Lang) -> Iterator[str]:
    """The report in chunks of whole lines. Charts are left out: their numbers stand in a table."""
    marks: set[Mark] = set()
    opening = [f"# {markdown(report.title.to(lang))}\n"]
    opening += [f"- **{markdown(name.to(lang))}** {markdown(said(value, lang))}" for name, value in report.head]
    yield "\n".join(opening).rstrip("\n") + "\n"
    for section in report.sections:
        yield from _section(section, report, lang, marks)
    yield from _foot(report.foot, marks, lang)


def _section(section: Section, report: Report, lang: Lang, marks: set[Mark]) -> Iterator[str]:
    title = heading(section, lang)
    if title:
        yield f"\n## {markdown(title)}\n"
    for block in section.blocks:
        yield from _block(block, title_of(block, section, report, lang), lang, marks)


def _block(block: Block, title: str, lang: Lang, marks: set[Mark]) -> Iterator[str]:
    if title and not isinstance(block, Chart):
        yield f"\n### {markdown(title)}\n"
    if isinstance(block, Table):
        yield from _table(block, lang, marks)
        if block.remark is not None:
            yield f"\n{markdown(block.remark.to(lang))}\n"
    elif isinstance(block, Prose):
        yield "\n" + _prose(said(block.text, lang)) + "\n"


def _prose(text: str) -> str:
    lines = [_flush(line) for line in visible_lines(text)]
    # A line end within a paragraph would be shown as a space; a backslash in front keeps it.
    ends = ["\\\n" if line and after else "\n" for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    return "".join(line + end for line, end in zip(lines, ends, strict=True)).rstrip("\n")


def _flush(line: str) -> str:
    """A line of prose, escaped; four spaces in front would make it code, so they are written as entities."""
    text = line.lstrip(" ")
    return "&nbsp;" * (len(line) - len(text)) + markdown(text) if text else ""


def _table(table: Table, lang: Lang, marks: set[Mark]) -> Iterator[str]:
    blocks = _streamed(table.rows, table, lang) if isinstance(table.rows, Stream) else _blocks(table.rows, table, lang, marks)
    first = next(blocks, None)
    total = _columns(table.total, table, lang, marks)
    total = Rows(total.number, [[f"**{text}**" if text else "" for text in _each(texts)] for texts in total.pieces])
    if first is None and not table.total:
        yield f"\n{markdown(table.empty.to(lang))}\n"
        return
    heads = [markdown(label(column, lang)) for column in table.columns]
    room = [_widest([head, *_each(texts), *_each(last)]) for head, texts, last in zip(heads, first.pieces if first else repeat(""), total.pieces, strict=False)]
    yield "\n" + _lines(Rows(1, [*heads]), table, room)
    yield _lines(Rows(1, ["-" * (w - 1) + ":" if c.align == "right" else "-" * w for c, w in zip(table.columns, room, strict=True)]), table, room)
    for block in chain(() if first is None else (first,), blocks, [total]):
        yield _lines(block, table, room)


def _streamed(stream: Stream, table: Table, lang: Lang) -> Iterator[Rows]:
    return written(stream, table.columns, lambda cell: markdown(said(cell.text, lang)), _escaped, _ROWS_AT_ONCE)


def _blocks(rows: Iterable[dict[str, Cell]], table: Table, lang: Lang, marks: set[Mark]) -> Iterator[Rows]:
    left = iter(rows)
    while block := list(islice(left, _ROWS_AT_ONCE)):
        yield _columns(block, table, lang, marks)


def _columns(rows: Sequence[dict[str, Cell]], table: Table, lang: Lang, marks: set[Mark]) -> Rows:
    """The texts of some rows; their marks are noted for the legend."""
    nothing, texts = Cell(""), list[Piece]()
    for column in table.columns:
        cells = [row.get(column.key, nothing) for row in rows]
        marks.update(*(cell.marks for cell in cells))
        texts.append([markdown(beside(said(cell.text, lang), symbols(cell))) for cell in cells])
    return Rows(len(rows), texts)


def _escaped(texts: Sequence[str]) -> Sequence[str]:
    # One look at all of them is many times cheaper than one at each.
    together = "".join(texts)
    plain = visible(together) == together and not _MARKUP.search(together) and not _MARKUP_FIRST.search("\n" + "\n".join(texts))
    return texts if plain else [*map(markdown, texts)]


def _each(piece: Piece) -> Sequence[str]:
    """The texts of a column; of one that is the same in all rows that one."""
    return [piece] if isinstance(piece, str) else piece


def _widest(texts: Sequence[str]) -> int:
    return max([3, *(w for w in widths(texts) if w <= _WIDEST)])


def _lines(rows: Rows, table: Table, room: list[int]) -> str:
    """Some rows, aligned."""
    filled = [_filled(piece, w, column) for piece, w, column in zip(rows.pieces, room, table.columns, strict=True)]
    return woven(between(filled, "| ", " | ", " |\n"), rows.number)


def _filled(piece: Piece, columns: int, column: Column) -> Piece:
    filled = padded(_each(piece), columns, column.align)
    return filled[0] if isinstance(piece, str) else filled


def _foot(foot: tuple[Text, ...], marks: set[Mark], lang: Lang) -> Iterator[str]:
    lines = [f"{markdown(symbol)} {markdown(meaning)}" for symbol, meaning in legend(marks, lang)]
    lines += [markdown(text.to(lang)) for text in foot]
    if lines:
        yield "\n---\n\n" + "".join(f"- {line}\n" for line in lines)
