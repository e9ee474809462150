"""On a terminal: headings, light tables in its width, bars. The only home of Rich outside the prompts of cli/: it draws the short tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from alliancectl.render.parts import heading, label, legend, listing, said, symbols, title_of
from alliancectl.render.shape import GAP, Cells, Shape, overlong, shaped
from alliancectl.render.strips import written
from alliancectl.reports.model import Block, Cell, Chart, Mark, Prose, Report, Section, Stream, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import fold_to, pad, visible, visible_lines, width

if TYPE_CHECKING:
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

_NARROWEST = 30        # a terminal that says less is written to as if it had so many columns
_RICH_ROWS = 200       # above, Rich would take 0.57 ms a row and measure all rows before the first
_INDENT = "  "
_LONGEST_BAR = 40
_BARS = " ▏▎▍▌▋▊▉█"
_LIGHT = "    \n    \n ── \n    \n ── \n    \n    \n    \n"
_STYLES = {"title": "bold", "section": "bold cyan", "head": "bold", "quiet": "dim", "marked": "yellow", "bar": "cyan", "found": "bold yellow"}
_CODES = {"bold": "1", "dim": "2", "yellow": "33", "cyan": "36"}   # what a terminal calls them


def render(report: Report, lang: Lang, columns: int = 80, colour: bool = True) -> Iterator[str]:
    """The report in chunks of whole lines, none wider than `columns`; nothing is cut, what does not fit folds.

    Without `colour` there is no escape sequence at all. A table whose columns do not fit beside each other is shown as
    a card a row; one of more than two hundred rows is written in blocks, its columns widening from block to block.
    """
    screen = _Screen(lang, max(columns, _NARROWEST), colour)
    alone = listing(report) is not None
    yield screen.opening(report, alone)
    for section in report.sections:
        yield from screen.section(section, report)
    yield screen.foot(report.foot)


class _Screen:
    """A terminal of so many columns; it remembers which marks were shown, for the legend."""

    def __init__(self, lang: Lang, columns: int, colour: bool) -> None:
        self.lang = lang
        self.columns = columns
        self.colour = colour
        self.marks: set[Mark] = set()

    # ---- the parts of a report

    def opening(self, report: Report, alone: bool) -> str:
        title = visible(report.title.to(self.lang))
        lines = self._text(title, "title") if title else ""
        if title and not alone:
            lines += self._text("═" * min(width(title), self.columns), "quiet")
        return lines + self._pairs([(visible(k.to(self.lang)), visible(said(v, self.lang))) for k, v in report.head])

    def section(self, section: Section, report: Report) -> Iterator[str]:
        title = visible(heading(section, self.lang))
        if title:
            yield "\n" + self._text(title, "section")
        indent = _INDENT if title else ""
        for block in section.blocks:
            yield "\n"
            yield from self._block(block, title_of(block, section, report, self.lang), indent)

    def foot(self, notes: tuple[Text, ...]) -> str:
        marks = self._pairs(legend(self.marks, self.lang))
        lines = [self._text(visible(note.to(self.lang)), "quiet") for note in notes]
        return "".join("\n" + part for part in (marks, "".join(lines)) if part)

    def _block(self, block: Block, title: str, indent: str) -> Iterator[str]:
        if title:
            yield self._text(visible(title), "title", indent)
        if isinstance(block, Table):
            yield from self._table(block, indent)
        elif isinstance(block, Prose):
            lines = visible_lines(said(block.text, self.lang))
            yield "".join(self._text(line, "", indent) for line in lines)
        else:
            yield self._chart(block, indent)

    # ---- tables

    def _table(self, table: Table, indent: str) -> Iterator[str]:
        blocks = self._blocks(table)
        first, second = next(blocks, None), next(blocks, None)
        total = self._block_of(table.total, table)
        if first is None and not table.total:
            yield self._text(visible(table.empty.to(self.lang)), "quiet", indent)
        elif second is None:
            yield self._short(table, first or self._block_of((), table), total, indent)
        else:
            yield from self._long(table, chain(filter(None, (first, second)), blocks), total, indent)
        yield "".join(self._text(visible(text.to(self.lang)), "quiet", indent) for text in (table.remark, table.hint) if text is not None)

    def _blocks(self, table: Table) -> Iterator[list[Cells]]:
        """The rows by column, so many at a time as Rich would take."""
        if isinstance(table.rows, Stream):
            for some in written(table.rows, table.columns, lambda cell: said(cell.text, self.lang), _itself, _RICH_ROWS):
                yield [Cells([texts] * some.number if isinstance(texts, str) else texts, []) for texts in some.pieces]
            return
        rows = iter(table.rows)
        while found := list(islice(rows, _RICH_ROWS)):
            yield self._block_of(found, table)

    def _block_of(self, rows: Sequence[dict[str, Cell]], table: Table) -> list[Cells]:
        nothing = Cell("")
        return [self._cells([row.get(column.key, nothing) for row in rows]) for column in table.columns]

    def _cells(self, cells: list[Cell]) -> Cells:
        texts = [cell.text if type(cell.text) is str else said(cell.text, self.lang) for cell in cells]
        marks = {mark for cell in cells if cell.marks for mark in cell.marks}
        self.marks |= marks
        return Cells(texts, [symbols(cell) for cell in cells] if marks else [])

    def _short(self, table: Table, rows: list[Cells], total: list[Cells], indent: str) -> str:
        heads = self._heads(table)
        shape = shaped(table, heads, rows, total, self.columns - len(indent))
        if shape is None:
            return "\n".join(part for block in (rows, total) if (part := self._cards(heads, block, indent)))
        plain = not overlong(shape, rows) and not overlong(shape, total)
        if plain and _measured_alike(heads, *(cells.texts for cells in rows + total)):
            return _indented(self._drawn(_rich(shape, rows, total, table.found)), indent)
        return _indented(self._own_head(shape) + _own(shape, rows) + _own_total(shape, total), indent)

    def _long(self, table: Table, blocks: Iterator[list[Cells]], total: list[Cells], indent: str) -> Iterator[str]:
        heads, room = self._heads(table), self.columns - len(indent)
        shape: Shape | None = None
        start = True
        for block in blocks:
            if start or shape:
                shape = shaped(table, heads, block, total, room, shape) or shape
            if shape is None:
                yield ("" if start else "\n") + self._cards(heads, block, indent)
            else:
                yield _indented((self._own_head(shape) if start else "") + _own(shape, block), indent)
            start = False
        if table.total:
            yield _indented(_own_total(shape, total), indent) if shape else "\n" + self._cards(heads, total, indent)

    def _heads(self, table: Table) -> list[str]:
        return [visible(label(column, self.lang)) for column in table.columns]

    def _own_head(self, shape: Shape) -> str:
        lines = shape.lines([Cells([head], []) for head in shape.heads]).removesuffix("\n").split("\n")
        return "".join(self._text(line, "head") for line in lines) + shape.rule()

    def _cards(self, heads: list[str], block: list[Cells], indent: str) -> str:
        names = max(map(width, heads), default=0)
        rows = zip(*(cells.joined() for cells in block), strict=True)
        cards = ([(head, value) for head, value in zip(heads, row, strict=True) if value] for row in rows)
        return "\n".join(self._pairs(card, indent, names) for card in cards)

    # ---- everything else

    def _pairs(self, pairs: list[tuple[str, str]], indent: str = "", least: int = 0) -> str:
        """Names and values under each other, long values folded beside their name."""
        room = self.columns - len(indent)
        names = min(max([least, *(width(name) for name, _ in pairs)]), room // 3)
        lines = []
        for name, value in pairs:
            for left, right in _side_by_side(fold_to(name, names), fold_to(value, room - names - len(GAP))):
                lines.append(self._styled(indent + pad(left, names), "quiet") + GAP + right)
        return _stripped(lines)

    def _chart(self, chart: Chart, indent: str) -> str:
        labels = [visible(said(text, self.lang)) for text in chart.labels]
        shown = [visible(said(text, self.lang)) for text in chart.shown]
        room = self.columns - len(indent)
        names, figures = (min(max(map(width, texts), default=0), room // 3) for texts in (labels, shown))
        longest = min(room - names - figures - 2 * len(GAP), _LONGEST_BAR)
        top = max([0, *chart.values]) or 1
        lines = []
        for name, value, figure in zip(labels, chart.values, shown, strict=True):
            bar = _bar(value / top, longest)
            for left, right in _side_by_side(fold_to(name, names), fold_to(figure, figures)):
                lines.append(f"{indent}{pad(left, names)}{GAP}{pad(right, figures, 'right')}{GAP}{self._styled(bar, 'bar')}")
                bar = ""
        return _stripped(lines)

    def _text(self, text: str, style: str = "", indent: str = "") -> str:
        return _stripped([self._styled(indent + line, style) for line in fold_to(text, self.columns - len(indent))])

    def _styled(self, line: str, style: str) -> str:
        """A part of a line as Rich prints it; loading Rich for this alone would be a quarter of what a short command takes."""
        if not line or not style or not self.colour:
            return line
        return f"\x1b[{';'.join(_CODES[word] for word in _STYLES[style].split())}m{line}\x1b[0m"

    def _drawn(self, table: RichTable) -> str:
        """A table as Rich prints it. Neither the size nor the environment of the real terminal is asked: same arguments, same bytes."""
        from io import StringIO

        from rich.console import Console

        console = Console(
            file=StringIO(), width=self.columns, height=25, markup=False, emoji=False, highlight=False, no_color=not self.colour,
            force_terminal=self.colour, color_system="standard" if self.colour else None, legacy_windows=False, _environ={},
        )
        with console.capture() as captured:
            console.print(table, end="")
        return _stripped(captured.get().removesuffix("\n").split("\n"))


def _itself(texts: Sequence[str]) -> Sequence[str]:
    """The texts as they are: `Cells` makes them visible where it measures them."""
    return texts


def _stripped(lines: list[str]) -> str:
    return "".join(line.rstrip() + "\n" for line in lines)


def _measured_alike(*columns: Sequence[str]) -> bool:
    """Whether Rich gives every text the width that we give it (emoji with selectors, old Hangul: it does not)."""
    from rich.cells import cell_len

    return all(text.isascii() or cell_len(text) == width(text) for texts in columns for text in texts)


def _rich(shape: Shape, rows: list[Cells], total: list[Cells], found: tuple[str, ...]) -> RichTable:
    from rich.box import Box
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    table = RichTable(box=Box(_LIGHT), show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style=_STYLES["head"])
    for [head], columns in zip(shape.head(), shape.widths, strict=True):
        table.add_column(RichText(head), width=columns, overflow="fold")
    for cells in _rich_rows(shape, rows, found):
        table.add_row(*cells)
    table.add_section()
    for cells in _rich_rows(shape, total):
        table.add_row(*cells, style=_STYLES["title"])
    return table


def _rich_rows(shape: Shape, block: list[Cells], found: tuple[str, ...] = ()) -> Iterator[tuple[RichText, ...]]:
    from rich.text import Text as RichText

    styled = [
        [RichText(text, _STYLES["marked"] if sign else "") for text, sign in zip(texts, signs, strict=True)]
        for texts, signs in zip(shape.laid(block), ([*c.signs] or [""] * len(c.texts) for c in block), strict=True)
    ]
    for text in (text for texts in styled for text in texts) if found else ():
        text.highlight_words(found, _STYLES["found"])   # a part that was folded in two stays as it is
    yield from zip(*styled, strict=True)


def _own(shape: Shape, block: list[Cells]) -> str:
    """The lines of the rows in the look of `_rich`, without styles; a name with a word too long for its column stands above its row."""
    hung = overlong(shape, block)
    if not hung:
        return shape.lines(block)
    names = block[0].joined()
    rest = [Cells(["" if at in hung else text for at, text in enumerate(block[0].texts)], []), *block[1:]]
    return shape.lines(rest, ["".join(line + "\n" for line in fold_to(name, shape.room())) if at in hung else "" for at, name in enumerate(names)])


def _own_total(shape: Shape, total: list[Cells]) -> str:
    return shape.rule() + _own(shape, total) if total and total[0].texts else ""


def _side_by_side(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    for at in range(max(len(left), len(right))):
        yield (left[at] if at < len(left) else "", right[at] if at < len(right) else "")


def _bar(share: float, columns: int) -> str:
    """A bar of `share` (0 to 1) of so many columns, to an eighth of one; whatever is above 0 can be seen."""
    eighths = max(round(share * columns * 8), 1) if share > 0 else 0
    return "█" * (eighths // 8) + _BARS[eighths % 8].strip()


def _indented(text: str, indent: str) -> str:
    return "".join(indent + line + "\n" for line in text.removesuffix("\n").split("\n")) if indent else text
