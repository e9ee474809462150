"""One sheet of a workbook: its tables, texts and charts from the top, and how it prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from alliancectl.render.parts import SIGNS, label, said
from alliancectl.render.xlsx_paper import CHART_WIDTH, LINE, fit_to_width, keep_whole
from alliancectl.render.xlsx_values import Typed, text, typed
from alliancectl.reports.model import Block, Cell, Chart, Column, Prose, Table
from alliancectl.text import Text
from alliancectl.values.clean import fold_to, visible, visible_lines, width

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

    from alliancectl.render.xlsx import Writer

_NARROWEST, _MEASURED = 6, 500   # a column in characters; rows that are measured
_PROSE = 100           # characters a line of prose has where no table is wider
_CHART_ROWS = 16       # lines that a chart covers
_SEE = Text("见工作表“{name}”", "see the sheet “{name}”")
_NOTHING = Cell("")


class Page:
    """One sheet being written, from the top."""

    def __init__(self, writer: Writer, sheet: Worksheet, columns: int) -> None:
        self.writer, self.sheet, self.columns = writer, sheet, columns
        sheet.sheet_view.showGridLines = False
        self.lang, self.styles = writer.lang, writer.styles
        self.row = 1
        self.head_row = 0
        self.widths: dict[int, int] = {}
        self._has_chart = False
        self._starts: list[int] = []                  # the rows that blocks begin at
        self._long: list[tuple[int, str, str]] = []   # rows of long text: they are laid out when the widths are known

    def title(self, words: str) -> None:
        """The sheet's title, and the report's under it."""
        self._put(self.row, 1, text(words), "title")
        self._put(self.row + 1, 1, text(self.writer.report.title.to(self.lang)), "subtitle")
        self.sheet.row_dimensions[self.row].height = 1.5 * LINE
        self.row += 2

    def pairs(self, lines: list[tuple[str, str]]) -> None:
        """Names and what they mean, a row each."""
        self.row += 1
        for name, meaning in lines:
            self._put(self.row, 1, text(name), "name")
            self._put(self.row, 2, text(meaning), "words")
            self.row += 1
        self.widths = {1: max(_NARROWEST, *(width(name) + 3 for name, _ in lines)), 2: 80}
        self._set_widths(2)
        fit_to_width(self.sheet)

    def block(self, block: Block, title: str, section: str, elsewhere: str | None) -> None:
        """The next block, below a line left empty; or on which other sheet it stands."""
        self._starts.append(self.row)
        self.row += not self.writer.alone
        if title:
            self._put(self.row, 1, text(title), "heading")
            self.row += 1
        if elsewhere is not None:
            self._lead(elsewhere)
        elif isinstance(block, Table):
            self._table(block, section)
        elif isinstance(block, Prose):
            for line in visible_lines(said(block.text, self.lang)):
                self._long_text(line, "words")
        else:
            self._chart(block)

    def _lead(self, name: str) -> None:
        """A link to another sheet of this workbook."""
        from openpyxl.worksheet.hyperlink import Hyperlink  # type: ignore[import-untyped]

        self._put(self.row, 1, text(_SEE.to(self.lang, name=name)), "link")
        cell = self.sheet.cell(self.row, 1)
        quoted = name.replace("'", "''")
        cell._hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
        self.sheet._hyperlinks.append(cell._hyperlink)
        self.row += 1

    def finish(self, only: Table | None) -> None:
        """Widths, long texts, what stays in sight, and how it prints; `only` is the table of a sheet that has no other block."""
        self._set_widths(self.columns)
        if not self.widths:
            self.sheet.column_dimensions["A"].width = _PROSE
        self._lay_out()
        if only is None and len(self._starts) > 1:
            keep_whole(self.sheet, self._starts, self.row - 1, self._reach(), 2)
        else:
            fit_to_width(self.sheet)
        top = self.head_row if only and self.head_row else 0 if self.writer.alone else 2
        if top:
            self.sheet.freeze_panes = f"{'B' if only and len(only.columns) > 3 else 'A'}{top + 1}"
            self.sheet.print_title_rows = f"{top if only else 1}:{top}"

    # ---- tables

    def _table(self, table: Table, section: str) -> None:
        heads = self.writer.heads(table)
        if not table.rows and not table.total:
            if self.writer.alone:
                self._heads(heads, table)
            else:
                self._long_text(table.empty.to(self.lang), "quiet")
            return
        self.head_row = first = self.row
        self._heads(heads, table)
        self._rows(table, table.rows, "")
        if table.rows:
            self._filter(first, len(heads), f"{section}_{table.key}")
        self._rows(table, table.total, "total ")
        if table.remark is not None:
            self._long_text(table.remark.to(self.lang), "quiet")

    def _heads(self, heads: list[str], table: Table) -> None:
        figures = [column.align == "right" for column in table.columns]
        for number, head in enumerate(heads, 1):
            self._put(self.row, number, text(head), "figure head" if number <= len(figures) and figures[number - 1] else "head")
        self._height(len(heads))
        self.row += 1

    def _rows(self, table: Table, rows: Iterable[dict[str, Cell]], kind: str) -> None:
        marked = marked_columns(table)
        for row in rows:
            for number, column in enumerate(table.columns, 1):
                figure = column.align == "right"
                value = typed(row.get(column.key, _NOTHING), self.lang, figure)
                self._put(self.row, number, value, kind + ("figure" if figure else "words"))
            if marked:
                self._put(self.row, len(table.columns) + 1, text(self._marks(row, marked)), kind + "words")
            self._height(len(table.columns) + bool(marked))
            self.row += 1

    def _height(self, columns: int) -> None:
        """Room for the words of this row that are folded; not every program measures it by itself."""
        lines = 1
        for number in range(1, columns + 1):
            words = self.sheet.cell(self.row, number).value
            if isinstance(words, str) and (len(words) > self.widths[number] / 2 or "\n" in words):
                lines = max(lines, sum(len(fold_to(line, self.widths[number] - 1)) for line in words.split("\n")))
        if lines > 1:
            self.sheet.row_dimensions[self.row].height = LINE * lines

    def _marks(self, row: dict[str, Cell], marked: Sequence[Column]) -> str:
        """The marks of a row in words; which of the `marked` columns they belong to is said where there are several."""
        found = []
        for column in marked:
            words = [sign.word.to(self.lang) for mark, sign in SIGNS.items() if mark in row.get(column.key, _NOTHING).marks]
            if words:
                found.append((f"{label(column, self.lang)}: " if len(marked) > 1 else "") + ", ".join(words))
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
        rows, marked = [*islice(chain(table.rows, table.total), _MEASURED)], marked_columns(table)
        for number, head in enumerate(self.writer.heads(table), 1):
            if number <= len(table.columns):
                texts = [said(row.get(table.columns[number - 1].key, _NOTHING).text, self.lang) for row in rows]
            else:
                texts = [self._marks(row, marked) for row in rows]
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
            self.sheet.row_dimensions[row].height = LINE * max(lines, 1)

    def _chart(self, drawn: Chart) -> None:
        """The figures in two columns, and a native chart of them beside."""
        first = self.row
        for shown, value in zip(drawn.labels, drawn.values, strict=True):
            self._put(self.row, 1, text(said(shown, self.lang)), "words")
            self._put(self.row, 2, Typed(value, "#,##0.##" if isinstance(value, float) else "#,##0"), "figure")
            self.row += 1
        if self.row > first:
            from alliancectl.render.xlsx_chart import bars

            self.sheet.add_chart(bars(self.sheet, first, self.row - 1, drawn.title.to(self.lang), self._said(drawn)), f"D{first}")
            self.row = max(self.row, first + _CHART_ROWS)
            self.columns, self._has_chart = max(self.columns, 8), True

    def _said(self, drawn: Chart) -> str:
        """A chart in words, for who cannot see it."""
        values = ("{}: {}".format(*(said(one, self.lang) for one in pair)) for pair in zip(drawn.labels, drawn.shown, strict=True))
        return visible(f"{drawn.title.to(self.lang)}: {'; '.join(values)}")

    # ---- cells and paper

    def _put(self, row: int, column: int, value: Typed, style: str) -> None:
        if value.value == "":
            value = value._replace(value=None)
        cell = self.sheet.cell(row, column)
        cell.value = value.value
        if value.as_text and value.value is not None:
            cell.data_type = "s"   # openpyxl would make a formula of it, or an error value
        self.styles.apply(cell, style, value)

    def _reach(self) -> float:
        """How many characters the columns reach across, or a chart that stands from the fourth on."""
        widths = [self.widths.get(number, _NARROWEST) for number in range(1, self.columns + 1)]
        return max(sum(widths), sum(widths[:3]) + CHART_WIDTH if self._has_chart else 0)

    def _set_widths(self, columns: int) -> None:
        for number in range(1, columns + 1):
            self.sheet.column_dimensions[_letter(number)].width = self.widths.get(number, _NARROWEST)


def marked_columns(table: Table) -> list[Column]:
    """The columns of a table in which any cell has a mark."""
    keys = {key for row in (*table.rows, *table.total) for key, cell in row.items() if cell.marks}
    return [column for column in table.columns if column.key in keys]


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    return str(get_column_letter(number))
