"""XLSX: a sheet a section, one for each annex and each large table; typed numbers and days, filters, native charts, nothing that calculates.

The bytes depend on the report alone: fixed times, and a zip without compression, since compressors differ between machines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alliancectl.render.parts import SIGNS, heading, label, legend, listing, said, title_of
from alliancectl.render.xlsx_file import package
from alliancectl.render.xlsx_sheet import Page, marked_columns
from alliancectl.render.xlsx_style import Styles
from alliancectl.render.xlsx_values import sheet_name
from alliancectl.reports.model import Block, Report, Section, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import visible

if TYPE_CHECKING:
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

_MARKS = Text("数据标记", "marks")
_NOTES = Text("说明", "Notes")
_WIDEST = 36              # a column, in characters
_STACKED_WIDEST = 20      # where tables share the columns of a sheet: else each is as wide as the widest of all
_ROWS, _COLUMNS = 30, 8   # a table with more has a sheet of its own: its heads are repeated on paper, and the others keep their size


def render(report: Report, lang: Lang) -> Iterator[bytes]:
    """The workbook, whole. Marks stand in words in a column of their own, so that figures stay numbers and can be filtered."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    writer = Writer(book, report, lang)
    for section in report.sections:
        writer.section(section)
    writer.notes()
    if not book.worksheets:
        book.create_sheet(sheet_name(report.title.to(lang), ()))   # a workbook without a sheet is none
    yield package(book, visible(report.title.to(lang)))


class Writer:
    """One workbook being written."""

    def __init__(self, book: Workbook, report: Report, lang: Lang) -> None:
        self.book, self.report, self.lang = book, report, lang
        self.styles = Styles(book, lang)
        self.alone = listing(report) is not None
        self._tables: set[str] = set()

    def section(self, section: Section) -> None:
        """One sheet, and one for each of its large tables; an annex is a sheet for each of its blocks."""
        if section.number.isalpha():
            for number, block in enumerate(section.blocks, 1):
                self._own_sheet(f"{section.number}{number}", block, section)
            return
        name = heading(section, self.lang)
        sheet = self._new(name if len(name) <= 31 or self.lang != "both" else heading(section, "zh"))
        large = [block for block in section.blocks if len(section.blocks) > 1 and isinstance(block, Table) and self._is_large(block)]
        elsewhere = {block.key: self._own_sheet(f"{section.number}.{number}", block, section) for number, block in enumerate(large, 1)}
        self._fill(sheet, name, section, section.blocks, elsewhere)

    def _own_sheet(self, number: str, block: Block, section: Section) -> str:
        """A sheet for one block; its name."""
        title = block.title or section.title
        sheet = self._new(f"{number} {title.to('zh' if self.lang == 'both' else self.lang)}")
        self._fill(sheet, f"{number} {title.to(self.lang)}", section, (block,), {})
        return str(sheet.title)

    def _is_large(self, table: Table) -> bool:
        return len([*table.rows]) > _ROWS // (1 + (self.lang == "both")) or (bool(table.rows) and len(self.heads(table)) > _COLUMNS)

    def notes(self) -> None:
        """What the report is about, what the marks mean, and its notes; no sheet where there is nothing of it."""
        marks = {mark for section in self.report.sections for block in section.blocks if isinstance(block, Table)
                 for row in (*block.rows, *block.total) for cell in row.values() for mark in cell.marks}
        words = {sign.symbol: sign.word.to(self.lang) for sign in SIGNS.values()}
        lines = [(name.to(self.lang), said(value, self.lang)) for name, value in self.report.head]
        lines += [(words[symbol], meaning) for symbol, meaning in legend(marks, self.lang)]
        lines += [("", note.to(self.lang)) for note in self.report.foot]
        if lines and not self.alone:
            page = Page(self, self._new(_NOTES.to(self.lang)), 2)
            page.title(_NOTES.to(self.lang))
            page.pairs(lines)

    def _fill(self, sheet: Worksheet, title: str, section: Section, blocks: tuple[Block, ...], elsewhere: dict[str, str]) -> None:
        """Write the blocks; of those that stand `elsewhere` only where."""
        tables = [block for block in blocks if isinstance(block, Table) and block.key not in elsewhere]
        page = Page(self, sheet, max([1, *(len(self.heads(table)) for table in tables)]))
        if not self.alone:
            page.title(title)
        for table in tables:
            page.measure(table, _WIDEST if len(blocks) == 1 else _STACKED_WIDEST)
        for block in blocks:
            page.block(block, title_of(block, section, self.report, self.lang) if len(blocks) > 1 else "", section.key, elsewhere.get(block.key))
        page.finish(tables[0] if len(tables) == 1 and len(blocks) == 1 else None)

    def _new(self, name: str) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(sheet_name(name or self.report.title.to(self.lang), self.book.sheetnames))
        return sheet

    def heads(self, table: Table) -> list[str]:
        """The heads of a table's columns, each its own, as filters need it; last the marks, where there are any."""
        found: list[str] = []
        for head in (*(label(column, self.lang) for column in table.columns), *([_MARKS.to(self.lang)] if marked_columns(table) else [])):
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
