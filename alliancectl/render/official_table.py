"""A table of a document laid out as official documents circulate: its texts, its widths, which rows stay together."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from alliancectl.render.fitting import fitted, folded_head, height, room_of
from alliancectl.render.parts import SIGNS, label, said
from alliancectl.reports.model import Cell, Column, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import visible

_WHOLE_ROWS, _WHOLE_HEIGHT = 6, 250    # a table of so few rows, so many points high, is not divided
_TIED_HEIGHT = 150                     # nor are the two rows at each end of a longer one, when they are not higher than this


class Grid(NamedTuple):
    """One table: texts by row (a line end is ours), the last `totals` rows set apart; `right` says which columns hold numbers.

    `widths` are in twentieths of a point and fill the page's width; `size` is that of the text in points. `ties` are the lengths
    of the runs of rows that stay on one page, in order: all in one where the table is not divided.
    """

    heads: list[str]
    right: list[bool]
    rows: list[list[str]]
    totals: int
    widths: list[int]
    size: float
    ties: list[int]


def grid(table: Table, lang: Lang, sideways: bool, kept: bool = False) -> Grid | None:
    """The table fitted to a page; None where an upright page is too narrow for it, unless it must be `kept` there."""
    heads = [each(partial(_head, column), lang) for column in table.columns]
    right = [column.align == "right" for column in table.columns]
    rows = [[worded(row[column.key], lang) if column.key in row else "" for column in table.columns]
            for row in (*table.rows, *table.total)]
    fit = fitted(heads, rows, right, sideways=sideways, kept=kept)
    if fit is None:
        return None
    heads = [folded_head(head, room_of(wide, fit.size)) for head, wide in zip(heads, fit.widths, strict=True)]
    rows = [[_parted(text) if parted else text for text, parted in zip(row, fit.parted, strict=True)] for row in rows]
    return Grid(heads, right, rows, len(table.total), fit.widths, fit.size, ties([height(row, fit.widths, fit.size) for row in rows]))


def _head(column: Column, lang: Lang) -> str:
    return visible(label(column, lang))


def _parted(text: str) -> str:
    """A number, and on a line of its own what stands in brackets behind it."""
    return "\n".join(re.sub(r"(?<=.) ?(?=[（(])", "\n", line, count=1) for line in text.split("\n"))


def ties(heights: Sequence[float]) -> list[int]:
    """The runs of rows that stay on one page: all of a small table, the two rows at each end of another."""
    count = len(heights)
    if count <= _WHOLE_ROWS and sum(heights) <= _WHOLE_HEIGHT:
        return [count]
    if count < 4:
        return [1] * count
    first, last = (2 if heights[at] + heights[at + 1] <= _TIED_HEIGHT else 1 for at in (0, count - 2))
    return [*([2] if first == 2 else [1, 1]), *[1] * (count - 4), *([2] if last == 2 else [1, 1])]


def worded(cell: Cell, lang: Lang) -> str:
    """The text of a cell with its marks in words behind it: 6万吨/年（沿用）."""
    if isinstance(cell.text, Text) and cell.text.zh != cell.text.en:
        return each(partial(_marked, cell), lang)
    return _marked(cell, lang)


def _marked(cell: Cell, lang: Lang) -> str:
    text = visible(said(cell.text, lang))
    words = [sign.word.to(lang) for mark, sign in SIGNS.items() if mark in cell.marks]
    if not words:
        return text
    return f"{text} ({', '.join(words)})".strip() if lang == "en" else f"{text}（{'、'.join(words)}）"


def has_rows(table: Table) -> bool:
    """Whether a table shows any row."""
    return bool(table.rows or table.total)


def each(words: Callable[[Lang], str], lang: Lang) -> str:
    """What `words` says; two languages that differ stand under each other."""
    if lang != "both":
        return words(lang)
    zh, en = words("zh"), words("en")
    return zh if zh == en else f"{zh}\n{en}"
