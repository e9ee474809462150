"""GitHub-flavoured Markdown: headings, aligned tables, marks with their legend; every value is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from alliancectl.render.parts import beside, heading, label, legend, said, symbols, title_of
from alliancectl.reports.model import Block, Cell, Chart, Mark, Prose, Report, Section, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import markdown, pad, visible_lines, width

_ROWS_AT_ONCE = 200   # columns are aligned in the source too, within so many rows
_WIDEST = 40          # a cell above this many columns does not widen the others


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
    rows = _cells([*table.rows], table, lang, marks)
    total = [[f"**{text}**" if text else "" for text in row] for row in _cells(table.total, table, lang, marks)]
    if not rows and not total:
        yield f"\n{markdown(table.empty.to(lang))}\n"
        return
    head = [markdown(label(column, lang)) for column in table.columns]
    widths = [_widest(texts) for texts in zip(head, *rows[:_ROWS_AT_ONCE], *total, strict=True)]
    yield "\n" + _line(head, table, widths)
    rule = ["-" * (w - 1) + ":" if c.align == "right" else "-" * w for c, w in zip(table.columns, widths, strict=True)]
    yield _line(rule, table, widths)
    left = iter([*rows, *total])
    while block := list(islice(left, _ROWS_AT_ONCE)):
        yield "".join(_line(row, table, widths) for row in block)


def _cells(rows: Iterable[dict[str, Cell]], table: Table, lang: Lang, marks: set[Mark]) -> list[list[str]]:
    texts = []
    for row in rows:
        cells = [row.get(column.key, Cell("")) for column in table.columns]
        marks.update(*(cell.marks for cell in cells))
        texts.append([markdown(beside(said(cell.text, lang), symbols(cell))) for cell in cells])
    return texts


def _widest(texts: Iterable[str]) -> int:
    return max([3, *(w for w in map(width, texts) if w <= _WIDEST)])


def _line(texts: list[str], table: Table, widths: list[int]) -> str:
    padded = [pad(text, w, c.align) for text, c, w in zip(texts, table.columns, widths, strict=True)]
    return f"| {' | '.join(padded)} |\n"


def _foot(foot: tuple[Text, ...], marks: set[Mark], lang: Lang) -> Iterator[str]:
    lines = [f"{markdown(symbol)} {markdown(meaning)}" for symbol, meaning in legend(marks, lang)]
    lines += [markdown(text.to(lang)) for text in foot]
    if lines:
        yield "\n---\n\n" + "".join(f"- {line}\n" for line in lines)
