"""What a cell of a workbook holds: a number, a day or a text, and the format that shows it as the report does."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from alliancectl.render.parts import said
from alliancectl.reports.model import Cell
from alliancectl.text import Lang
from alliancectl.values.clean import sheet_cell, visible_lines

if TYPE_CHECKING:
    from datetime import date

_DIGITS = 15           # what a spreadsheet's number keeps; a longer one stays text
_FIRST_YEAR = 1900     # the first year that a spreadsheet's calendar has
_CELL_MOST = 32767     # characters in one cell
_DAY = "yyyy-mm-dd"
_NAME_MOST = 31
_SHOWN = re.compile(r"([^\d+−-]*)([+−-]?)\d[\d,.]*\s*[万亿]*(.*)", re.DOTALL)


class Typed(NamedTuple):
    """A value as openpyxl takes it, and its number format; `as_text` when it must not be read as anything else."""

    value: Any
    shown: str = "General"
    as_text: bool = False


def typed(cell: Cell, lang: Lang, figure: bool) -> Typed:
    """The cell's value. An int is a number; exact decimal text is one in a column of figures; a whole day is a date.

    Whatever a spreadsheet would change (a number beyond 15 digits, a day before 1900) stays text, as the report shows it.
    """
    words = said(cell.text, "zh" if lang == "both" else lang)
    if type(cell.value) is int and abs(cell.value) < 10 ** _DIGITS:
        return Typed(cell.value, _format(words, 0))
    if isinstance(cell.value, str):
        number = _number(cell.value) if figure else None
        if number is not None:
            return Typed(number, _format(words, len(cell.value.partition(".")[2])))
        day = _day(cell.value) if words == cell.value else None
        if day is not None:
            return Typed(day, _DAY)
    return text(said(cell.text, lang))


def text(words: str) -> Typed:
    """A text as a workbook may hold it; one with several lines keeps them."""
    clean = "\n".join(visible_lines(words))[:_CELL_MOST]
    # The mark of a text stands in the style of the cell. Only a quote that was typed needs a second one: reading takes one away.
    return Typed(sheet_cell(clean) if clean.startswith("'") else clean, "General", True)


def keeps(words: str) -> bool:
    """Whether a text comes back from a cell as it is: what would act or hide is spelled out there, and the length of a cell is bounded."""
    return len(words) <= _CELL_MOST and "\n".join(visible_lines(words)) == words and not re.search(r"_x[0-9A-Fa-f]{4}_", words)


def calculates(words: str) -> bool:
    """Whether a spreadsheet would read a text as a formula if it were typed."""
    return sheet_cell(words) != words


def _number(value: str) -> Any:
    from decimal import Decimal

    if not re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII) or len(value.strip("-0.").replace(".", "")) > _DIGITS:
        return None
    return Decimal(value)


def _day(value: str) -> "date | None":
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) or int(value[:4]) < _FIRST_YEAR:
        return None
    from datetime import date

    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if found >= date(_FIRST_YEAR, 3, 1) else None   # before, spreadsheets know a day that never was


def _format(words: str, decimals: int) -> str:
    """The number format that shows a value as `words` do: thousands, sign, and what stands before and behind (≈, 吨/年, %)."""
    match = _SHOWN.fullmatch(words)
    before, sign, behind = match.groups() if match else ("", "", "")
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    shown = _literal(before) + digits + _literal(behind if behind.startswith(" ") or not behind else " " + behind)
    return f'+{shown};"−"{shown};{shown}' if sign else shown


def _literal(words: str) -> str:
    return '"' + words.replace('"', "”") + '"' if words else ""


def sheet_name(title: str, taken: Collection[str]) -> str:
    """A name for a sheet: without what sheets forbid, at most 31 characters, and its own whatever the case."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", " ".join(visible_lines(title)))
    name = _cut(re.sub(r"\s+", " ", clean).strip().strip("'"), _NAME_MOST) or "-"
    used, number = {one.casefold() for one in taken}, 2
    found = name
    while found.casefold() in used or found.casefold() == "history":   # Excel keeps that one for itself
        found = f"{_cut(name, _NAME_MOST - 1 - len(str(number)))} {number}"
        number += 1
    return found


def _cut(text: str, most: int) -> str:
    """At most so many UTF-16 units, as Excel counts."""
    return text.encode("utf-16-le")[:2 * most].decode("utf-16-le", "ignore").rstrip(" '")
