"""How wide the columns of a printed table are, and how small its text: nothing is cut, and a row stays few lines high."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from alliancectl.values.clean import width

CELL_MARGIN = 70             # left and right within a cell, in twentieths of a point
UPRIGHT_WIDTH = 8844         # 156 mm, the text's width on an upright page
SIDEWAYS_WIDTH = 12756       # 225 mm
# Sizes in points, each with the lines that the fullest row may take.
_SIZES = {False: ((10.5, 2.5), (9.0, 5.0)), True: ((10.5, 1.5), (9.0, 3.5), (7.5, 99.0))}
_RARE = 33                   # one text in so many may be longer than its column is made for
_LONGEST = 72                # a longer text does not widen its column further
_LONGEST_WORD = 24           # a longer word, such as a URL, is broken
_WORTH = 0.4                 # so many more lines in the other columns is a number on one line worth
_BOLD = 1.25
_ROOM = 0.6               # letters are of unequal width
# What is not broken: runs of letters, digits and the signs of numbers.
_PART = r"^[^（(]+|[（(]?[^ （(]+"   # of a number or a head: what stands before the bracket, and the words in it
_WORD = r"[!-~\u00a1-\u2fff]+"


class Fit(NamedTuple):
    """Widths in twentieths of a point, which add up to the page's; size of the text in points; in which columns the words
    behind a number stand on a line of their own."""

    widths: list[int]
    size: float
    parted: list[bool]


class _Column(NamedTuple):
    """In half-widths of a Chinese character: the widest text, and the least that breaks no word."""

    natural: float
    least: float
    number: bool    # read best on one line; else what stands in brackets behind it has a line of its own


def fitted(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], *, sideways: bool) -> Fit | None:
    """The widths of a table's columns; None where an upright page would break words or make rows too high."""
    columns = [_column(head, [row[at] for row in rows], number) for at, (head, number) in enumerate(zip(heads, right, strict=True))]
    page = SIDEWAYS_WIDTH if sideways else UPRIGHT_WIDTH
    for size, most in _SIZES[sideways]:
        room = (page - 2 * CELL_MARGIN * len(columns)) / (size * 10)
        lines, whole = min((_lines(columns, room, True), True), (_lines(columns, room, False) + _WORTH, False))
        if lines <= most + _WORTH * (not whole):
            wanted = [_wanted(column, lines - _WORTH * (not whole), whole) for column in columns]
            return Fit(_spread(wanted, page), size, [column.number and not whole for column in columns])
    if not sideways:
        return None
    return Fit(_spread([column.least for column in columns], page), _SIZES[True][-1][0], [column.number for column in columns])


def _column(head: str, texts: list[str], number: bool) -> _Column:
    inks = sorted(map(_ink, texts)) or [0.0]
    longest = min(inks[-1 if number else -1 - len(inks) // _RARE], _LONGEST)
    over = max(_BOLD * _words([head], _WORD), min(_words([head], _PART), 8.0))
    least = max(min(longest, 8.0), _words(texts, _PART if number else _WORD), over)
    return _Column(max(longest, width(head) / 2, least) + _ROOM, least + _ROOM, number)


def _words(texts: list[str], pattern: str) -> float:
    """The widest of the words that are not broken."""
    return min(max((_ink(word) for text in texts for word in re.findall(pattern, text)), default=0.0), _LONGEST_WORD)


def _ink(text: str) -> float:
    """The width of a text in letters of unequal width: capitals, m and w are wider than half a Chinese character."""
    return width(text) + 0.5 * len(re.findall("[A-Zmw@%—]", text))


def _wanted(column: _Column, lines: float, whole: bool) -> float:
    if column.number:
        return column.natural if whole else column.least
    return max(column.least, column.natural / lines)


def _lines(columns: list[_Column], room: float, whole: bool) -> float:
    """The fewest lines in which every column fits the page; infinite where none does. Equal lines make the lowest rows."""
    lines = 1.0
    while lines < 12:
        if sum(_wanted(column, lines, whole) for column in columns) <= room:
            return lines
        lines += 0.1
    return float("inf")


def _spread(wanted: list[float], page: int) -> list[int]:
    """The page's width, shared in proportion."""
    ink = page - 2 * CELL_MARGIN * len(wanted)
    widths = [round(ink * one / sum(wanted)) + 2 * CELL_MARGIN for one in wanted]
    widths[-1] += page - sum(widths)
    return widths
