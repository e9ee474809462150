"""A form as a workbook: header with hints, lists to choose from, every cell a text, an example that an import leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from alliancectl.kinds.exported import FORM_LISTS
from alliancectl.render.xlsx_file import package
from alliancectl.render.xlsx_style import Styles
from alliancectl.render.xlsx_values import Typed, sheet_name, text
from alliancectl.reports.form import Form, FormColumn
from alliancectl.text import Lang
from alliancectl.values.clean import width

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

ROWS = 2000               # so far down the lists are offered
_TEXT = "@"               # Excel makes a date of 2015-9 and of Oct-12, and a number of 007, in any cell that is no text
_WIDEST, _NARROWEST = 30, 12


def render(form: Form, lang: Lang) -> Iterator[bytes]:
    """The workbook, whole."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    words: Lang = "en" if lang == "en" else "zh"
    book = Workbook()
    styles = Styles(book, words)
    sheet = book.active
    sheet.title = sheet_name(form.title.to(words), ())
    lists = book.create_sheet(FORM_LISTS)
    lists.sheet_state = "hidden"
    for number, (head, example, column) in enumerate(zip(form.heads(words), form.example(words), form.columns, strict=True), 1):
        _column(sheet, number, head, example, column, words, styles)
        if column.choices:
            _list(sheet, lists, number, column, words)
    sheet.freeze_panes = "A2"
    yield package(book, form.title.to(words))


def _column(sheet: Worksheet, number: int, head: str, example: str, column: FormColumn, lang: Lang, styles: Styles) -> None:
    from openpyxl.comments import Comment  # type: ignore[import-untyped]

    _put(sheet.cell(1, number), text(head), "head", styles)
    _put(sheet.cell(2, number), text(example)._replace(shown=_TEXT), "quiet", styles)
    hint = Comment(column.hint.to(lang), "alliancectl", height=90, width=260)
    sheet.cell(1, number).comment = hint
    letter = sheet.cell(1, number).column_letter
    sheet.column_dimensions[letter].width = max(_NARROWEST, min(_WIDEST, max(width(head), width(example)) + 3))
    sheet.column_dimensions[letter].number_format = _TEXT


def _put(cell: Any, value: Typed, style: str, styles: Styles) -> None:
    if value.value:
        cell.value, cell.data_type = value.value, "s"
    styles.apply(cell, style, value)


def _list(sheet: Worksheet, lists: Worksheet, number: int, column: FormColumn, lang: Lang) -> None:
    """A list to choose from, kept on the other sheet: a list inside the cell's own rule may have 255 characters."""
    from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

    letter = sheet.cell(1, number).column_letter
    for row, choice in enumerate(column.choices, 1):
        lists.cell(row, number).value, lists.cell(row, number).data_type = text(choice.to(lang)).value, "s"
    rule = DataValidation("list", formula1=f"'{FORM_LISTS}'!${letter}$1:${letter}${len(column.choices)}", allow_blank=True,
                          showErrorMessage=not column.open, showInputMessage=False)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}3:{letter}{ROWS}")
