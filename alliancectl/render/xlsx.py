"""XLSX: a sheet a section, one for each annex; typed numbers and days, filters, native charts, nothing that calculates.

The bytes depend on the report alone: fixed times, and a zip without compression, since compressors differ between machines.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from alliancectl.render.parts import SIGNS, heading, label, legend, listing, said, title_of
from alliancectl.render.xlsx_file import package
from alliancectl.render.xlsx_style import Styles
from alliancectl.render.xlsx_values import Typed, sheet_name, text, typed
from alliancectl.reports.model import Block, Cell, Chart, Prose, Report, Section, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import fold_to, visible, visible_lines, width

if TYPE_CHECKING:
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

_MARKS = Text("数据标记", "marks")
_NOTES = Text("说明", "Notes")
_WIDEST, _NARROWEST, _MEASURED = 36, 6, 500   # columns in characters; rows that are measured
_STACKED_WIDEST = 20   # where tables share the columns of a sheet: else each is as wide as the widest of all
_PROSE = 100           # characters a line of prose has where no table is wider
_LINE = 16             # the height of a line in points
_CHART_ROWS = 16       # lines that a chart covers
_NOTHING = Cell("")


def render(report: Report, lang: Lang) -> Iterator[bytes]:
    """The workbook, whole. Marks stand in words in a column of their own, so that figures stay numbers and can be filtered."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    writer = _Writer(book, report, lang)
    for section in report.sections:
        writer.section(section)
    writer.notes()
    if not book.worksheets:
        book.create_sheet(sheet_name(report.title.to(lang), ()))   # a workbook without a sheet is none
    yield package(book, visible(report.title.to(lang)))


class _Writer:
    """One workbook being written."""

    def __init__(self, book: Workbook, report: Report, lang: Lang) -> None:
        self.book, self.report, self.lang = book, report, lang
        self.styles = Styles(book, lang)
        self.alone = listing(report) is not None
        self._tables: set[str] = set()

    def section(self, section: Section) -> None:
        """One sheet; an annex is a sheet for each of its blocks."""
        if not section.number.isalpha():
            name = heading(section, self.lang)
            self._sheet(name if len(name) <= 31 or self.lang != "both" else heading(section, "zh"), name, section, section.blocks)
            return
        for number, block in enumerate(section.blocks, 1):
            title = block.title or section.title
            name = title.to("zh" if self.lang == "both" else self.lang)
            self._sheet(f"{section.number}{number} {name}", f"{section.number}{number} {title.to(self.lang)}", section, (block,))

    def notes(self) -> None:
        """What the report is about, what the marks mean, and its notes; no sheet where there is nothing of it."""
        marks = {mark for section in self.report.sections for block in section.blocks if isinstance(block, Table)
                 for row in (*block.rows, *block.total) for cell in row.values() for mark in cell.marks}
        words = {sign.symbol: sign.word.to(self.lang) for sign in SIGNS.values()}
        lines = [(name.to(self.lang), said(value, self.lang)) for name, value in self.report.head]
        lines += [(words[symbol], meaning) for symbol, meaning in legend(marks, self.lang)]
        lines += [("", note.to(self.lang)) for note in self.report.foot]
        if lines and not self.alone:
            page = _Page(self, self._new(_NOTES.to(self.lang)), 2)
            page.title(_NOTES.to(self.lang))
            page.pairs(lines)

    def _sheet(self, name: str, title: str, section: Section, blocks: tuple[Block, ...]) -> None:
        sheet = self._new(name or self.report.title.to(self.lang))
        tables = [block for block in blocks if isinstance(block, Table)]
        page = _Page(self, sheet, max([1, *(len(self.heads(table)) for table in tables)]))
        if not self.alone:
            page.title(title)
        for table in tables:
            page.measure(table, _WIDEST if len(blocks) == 1 else _STACKED_WIDEST)
        for block in blocks:
            page.block(block, title_of(block, section, self.report, self.lang) if len(blocks) > 1 else "", section.key)
        page.finish(tables[0] if len(tables) == 1 and len(blocks) == 1 else None)

    def _new(self, name: str) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(sheet_name(name, self.book.sheetnames))
        return sheet

    def heads(self, table: Table) -> list[str]:
        """The heads of a table's columns, each its own, as filters need it; last the marks, where there are any."""
        found: list[str] = []
        for head in (*(label(column, self.lang) for column in table.columns), *([_MARKS.to(self.lang)] if has_marks(table) else [])):
            clean, number = visible(head) or "-", 2
            head = clean
            while head.casefold() in {one.casefold() for one in found}:
                head, number = f"{clean} {number}", number + 1
            found.append(head)
        return found

    def table_name(self, wanted: str) -> str:
        """A name for a table that no other has."""
        name, number = wanted, 2
        while name in self._tables:
            name, number = f"{wanted}_{number}", number + 1
        self._tables.add(name)
        return name


class _Page:
    """One sheet being written, from the top."""

    def __init__(self, writer: _Writer, sheet: Worksheet, columns: int) -> None:
        self.writer, self.sheet, self.columns = writer, sheet, columns
        self.lang, self.styles = writer.lang, writer.styles
        self.row = 1
        self.head_row = 0
        self.widths: dict[int, int] = {}
        self._long: list[tuple[int, str, str]] = []   # rows of long text: they are laid out when the widths are known

    def title(self, words: str) -> None:
        """The sheet's title, and the report's under it."""
        self._put(self.row, 1, text(words), "title")
        self._put(self.row + 1, 1, text(self.writer.report.title.to(self.lang)), "subtitle")
        self.sheet.row_dimensions[self.row].height = 1.5 * _LINE
        self.row += 2

    def pairs(self, lines: list[tuple[str, str]]) -> None:
        """Names and what they mean, a row each."""
        self.row += 1
        for name, meaning in lines:
            self._put(self.row, 1, text(name), "name")
            self._put(self.row, 2, text(meaning), "words")
            self.row += 1
        self.widths = {1: max(_NARROWEST, *(width(name) + 3 for name, _ in lines)), 2: 80}
        self._set_up()

    def block(self, block: Block, title: str, section: str) -> None:
        """The next block, below a line left empty."""
        self.row += not self.writer.alone
        if title:
            self._put(self.row, 1, text(title), "heading")
            self.row += 1
        if isinstance(block, Table):
            self._table(block, section)
        elif isinstance(block, Prose):
            for line in visible_lines(said(block.text, self.lang)):
                self._long_text(line, "words")
        else:
            self._chart(block)

    def finish(self, only: Table | None) -> None:
        """Widths, long texts, what stays in sight, and how it prints; `only` is the table of a sheet that has no other block."""
        for number in range(1, self.columns + 1):
            self.sheet.column_dimensions[_letter(number)].width = self.widths.get(number, _NARROWEST)
        if not self.widths:
            self.sheet.column_dimensions["A"].width = _PROSE
        self._lay_out()
        self._set_up()
        top = self.head_row if only and self.head_row else 0 if self.writer.alone else 2
        if top:
            self.sheet.freeze_panes = f"{'B' if only and len(only.columns) > 3 else 'A'}{top + 1}"
            self.sheet.print_title_rows = f"{top if only else 1}:{top}"

    # ---- tables

    def _table(self, table: Table, section: str) -> None:
        heads = self.writer.heads(table)
        if not table.rows and not table.total:
            if self.writer.alone:
                self._heads(heads)
            else:
                self._long_text(table.empty.to(self.lang), "quiet")
            return
        self.head_row = first = self.row
        self._heads(heads)
        self._rows(table, table.rows, "")
        if table.rows:
            self._filter(first, len(heads), f"{section}_{table.key}")
        self._rows(table, table.total, "total ")
        if table.remark is not None:
            self._long_text(table.remark.to(self.lang), "quiet")

    def _heads(self, heads: list[str]) -> None:
        for number, head in enumerate(heads, 1):
            self._put(self.row, number, text(head), "head")
        self._height(len(heads))
        self.row += 1

    def _rows(self, table: Table, rows: tuple[dict[str, Cell], ...], kind: str) -> None:
        marked = has_marks(table)
        for row in rows:
            for number, column in enumerate(table.columns, 1):
                figure = column.align == "right"
                value = typed(row.get(column.key, _NOTHING), self.lang, figure)
                self._put(self.row, number, value, kind + ("figure" if figure else "words"))
            if marked:
                self._put(self.row, len(table.columns) + 1, text(self._marks(row, table)), kind + "words")
            self._height(len(table.columns) + marked)
            self.row += 1

    def _height(self, columns: int) -> None:
        """Room for the words of this row that are folded; not every program measures it by itself."""
        lines = 1
        for number in range(1, columns + 1):
            words = self.sheet.cell(self.row, number).value
            if isinstance(words, str) and (len(words) > self.widths[number] / 2 or "\n" in words):
                lines = max(lines, sum(len(fold_to(line, self.widths[number] - 1)) for line in words.split("\n")))
        if lines > 1:
            self.sheet.row_dimensions[self.row].height = _LINE * lines

    def _marks(self, row: dict[str, Cell], table: Table) -> str:
        """The marks of a row in words; which column they belong to is said where it can be another."""
        several = sum(any(cells.get(column.key, _NOTHING).marks for cells in (*table.rows, *table.total)) for column in table.columns) > 1
        found = []
        for column in table.columns:
            words = [sign.word.to(self.lang) for mark, sign in SIGNS.items() if mark in row.get(column.key, _NOTHING).marks]
            if words:
                found.append((f"{label(column, self.lang)}: " if several else "") + ", ".join(words))
        return "; ".join(found)

    def _filter(self, first: int, columns: int, name: str) -> None:
        """The rows as a table of Excel's, which has filters and keeps its heads in sight; there may be several on a sheet."""
        from openpyxl.worksheet.table import Table as Filtered  # type: ignore[import-untyped]
        from openpyxl.worksheet.table import TableStyleInfo

        unique = self.writer.table_name(name)
        made = Filtered(displayName=unique, name=unique, ref=f"A{first}:{_letter(columns)}{self.row - 1}")
        made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        self.sheet.add_table(made)

    def measure(self, table: Table, widest: int) -> None:
        """Make the columns wide enough for a table, up to `widest` characters."""
        rows = [*islice(chain(table.rows, table.total), _MEASURED)]
        for number, head in enumerate(self.writer.heads(table), 1):
            if number <= len(table.columns):
                texts = [said(row.get(table.columns[number - 1].key, _NOTHING).text, self.lang) for row in rows]
            else:
                texts = [self._marks(row, table) for row in rows]
            longest = max((width(line) for words in texts for line in visible_lines(words)), default=0)
            wanted = max(min(longest + 2, widest), min(width(head) + 4, 18), _NARROWEST)
            self.widths[number] = max(self.widths.get(number, 0), wanted)

    # ---- prose and charts

    def _long_text(self, words: str, style: str) -> None:
        self._long.append((self.row, words, style))
        self.row += 1

    def _lay_out(self) -> None:
        """Long texts across all columns, as high as they need: a spreadsheet does not measure joined cells."""
        room = max(sum(self.widths.values()), 20) if self.widths else _PROSE
        for row, words, style in self._long:
            self._put(row, 1, text(words), style)
            if self.columns > 1:
                self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=self.columns)
            lines = sum(len(fold_to(line, int(room * 0.9))) for line in visible_lines(words))
            self.sheet.row_dimensions[row].height = _LINE * max(lines, 1)

    def _chart(self, drawn: Chart) -> None:
        """The figures in two columns, and a native chart of them beside."""
        first = self.row
        for shown, value in zip(drawn.labels, drawn.values, strict=True):
            self._put(self.row, 1, text(said(shown, self.lang)), "words")
            self._put(self.row, 2, Typed(value, "#,##0.##" if isinstance(value, float) else "#,##0"), "figure")
            self.row += 1
        if self.row > first:
            from alliancectl.render.xlsx_chart import bars

            self.sheet.add_chart(bars(self.sheet, first, self.row - 1, drawn.title.to(self.lang)), f"D{first}")
            self.row = max(self.row, first + _CHART_ROWS)
            self.columns = max(self.columns, 8)

    # ---- cells and paper

    def _put(self, row: int, column: int, value: Typed, style: str) -> None:
        if value.value == "":
            value = value._replace(value=None)
        cell = self.sheet.cell(row, column)
        cell.value = value.value
        if value.as_text and value.value is not None:
            cell.data_type = "s"   # openpyxl would make a formula of it, or an error value
        self.styles.apply(cell, style, value)

    def _set_up(self) -> None:
        for number, wide in self.widths.items():
            self.sheet.column_dimensions[_letter(number)].width = wide
        self.sheet.page_setup.paperSize = self.sheet.PAPERSIZE_A4
        self.sheet.page_setup.orientation = self.sheet.ORIENTATION_LANDSCAPE
        self.sheet.page_setup.fitToWidth, self.sheet.page_setup.fitToHeight = 1, 0
        self.sheet.sheet_properties.pageSetUpPr = _fit_to_page()
        self.sheet.oddFooter.center.text = "— &P / &N —"
        self.sheet.page_margins.left = self.sheet.page_margins.right = 0.5
        self.sheet.sheet_view.showGridLines = False


def has_marks(table: Table) -> bool:
    """Whether any cell of a table has a mark."""
    return any(cell.marks for row in (*table.rows, *table.total) for cell in row.values())


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    return str(get_column_letter(number))


def _fit_to_page() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties  # type: ignore[import-untyped]

    return PageSetupProperties(fitToPage=True)
