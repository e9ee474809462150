"""How wide the columns of a printed table are, and how small its text: nothing is cut, and a row stays few lines high."""

import re
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from alliancectl.values.clean import fold_to, width

CELL_MARGIN = 70             # left and right within a cell, in twentieths of a point
UPRIGHT_WIDTH = 8844         # 156 mm, the text's width on an upright page
SIDEWAYS_WIDTH = 12756       # 225 mm
# Sizes in points, each with the lines that the fullest row may take.
_SIZES = {False: ((10.5, 2.5), (9.0, 5.0)), True: ((10.5, 1.5), (9.0, 3.5), (7.5, 99.0))}
_RARE = 33                   # one text in so many may be longer than its column is made for
_LONGEST = 72                # a longer text does not widen its column further
_LONGEST_WORD = 24           # a longer word, such as a URL, is broken
_WORTH = 0.4                 # so many more lines in the other columns is a number on one line worth
BOLD = 1.25                  # so much wider are the letters of a head, or of a total
_ROOM = 0.6                  # letters are of unequal width
_WIDER = "[A-Zmw@%—]|(?<=[0-9A-Za-z])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])"
_HEAD = 8.5                  # so much of a head is not broken: a year of four digits
_LEADING, _PADDING = 3, 6    # points between the lines of a cell, above and below them
_SHORT = 14.6                # a product, a rank, a place of seven Chinese characters stands on one line where there is room
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
    """In half-widths of a Chinese character: all lines of the widest text, the widest line, and the least that breaks no word."""

    natural: float
    widest: float
    least: float
    number: bool    # read best on one line; else what stands in brackets behind it has a line of its own


class _Settled(NamedTuple):
    """Columns on a page: the lines of the fullest row, whether numbers are whole, and what each column wants of the width."""

    lines: float
    whole: bool
    wanted: list[float]


def fitted(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], *, sideways: bool, kept: bool = False) -> Fit | None:
    """The widths of a table's columns; None where an upright page would break words or make rows too high.

    A table that must be `kept` on its page gets smaller letters and higher rows instead.
    """
    columns = [_column(head, [row[at] for row in rows], number) for at, (head, number) in enumerate(zip(heads, right, strict=True))]
    page = SIDEWAYS_WIDTH if sideways else UPRIGHT_WIDTH
    for size, most in _SIZES[sideways or kept]:
        room = (page - 2 * CELL_MARGIN * len(columns)) / (size * 10)
        broken, unbroken = _settled(columns, room), _settled([_unbroken(column) for column in columns], room)
        best = unbroken if unbroken.lines <= broken.lines + _WORTH else broken
        if best.lines <= most:
            return Fit(_spread(best.wanted, page), size, [column.number and not best.whole for column in columns])
    if not sideways and not kept:
        return None
    return Fit(_spread([column.least for column in columns], page), _SIZES[True][-1][0], [column.number for column in columns])


def _settled(columns: list[_Column], room: float) -> _Settled:
    """The lowest rows, with numbers whole or what stands in brackets behind them on a line of its own."""
    lines, whole = min((_lines(columns, room, True), True), (_lines(columns, room, False) + _WORTH, False))
    lines -= _WORTH * (not whole)
    return _Settled(lines, whole, [_wanted(column, lines, whole) for column in columns])


def folded_head(head: str, room: float) -> str:
    """A head in lines that part before its bracket, or are of like length; `room` in half-widths of a Chinese character."""
    return "\n".join(part for line in head.split("\n") for part in _head_lines(line, room))


def _head_lines(head: str, room: float) -> list[str]:
    if ink(head) <= room:
        return [head]
    before, bracket, inside = head.partition("（")
    if before and bracket:
        return [*_head_lines(before, room), *_head_lines(bracket + inside, room)]
    if " " in head or room < 4:
        return [head]    # Latin words part by themselves
    count = len(fold_to(head, int(room)))
    return min((fold_to(head, columns) for columns in range(4, int(room) + 1)), key=lambda lines: (len(lines) > count, max(map(width, lines))))


def height(texts: Sequence[str], widths: Sequence[int], size: float) -> float:
    """About how high a row stands, in points."""
    rooms = [room_of(wide, size) for wide in widths]
    lines = (sum(max(1, ceil(ink(line) / room)) for line in text.split("\n")) for text, room in zip(texts, rooms, strict=True))
    return max(lines, default=1) * (size + _LEADING) + _PADDING


def room_of(wide: int, size: float) -> float:
    """What a line of a column holds, in half-widths of a Chinese character."""
    return (wide - 2 * CELL_MARGIN) / (size * 10)


def _unbroken(column: _Column) -> _Column:
    """A column of short words, none of them broken."""
    return column._replace(least=column.widest) if not column.number and column.widest <= _SHORT else column


def _column(head: str, texts: list[str], number: bool) -> _Column:
    """What a column asks for; but for one long text in so many, which may take more lines than the others."""
    usual = sorted(texts, key=_total)[:None if number else -(len(texts) // _RARE) or None] or [""]
    widest = min(max(map(ink, "\n".join(usual).split("\n"))), _LONGEST)
    over = max(BOLD * _words([head], _WORD), min(_words([head], _PART), _HEAD))
    least = max(min(widest, 8.0), _words(texts, _PART if number else _WORD), over)
    widest = max(widest, max(map(width, head.split("\n"))) / 2, least)
    return _Column(max(_total(usual[-1]), widest) + _ROOM, widest + _ROOM, least + _ROOM, number)


def _total(text: str) -> float:
    """The width of all lines of a text: so wide would it be on one."""
    return sum(min(ink(line), _LONGEST) for line in text.split("\n"))


def _words(texts: list[str], pattern: str) -> float:
    """The widest of the words that are not broken."""
    return min(max((ink(word) for text in texts for line in text.split("\n") for word in re.findall(pattern, line)), default=0.0), _LONGEST_WORD)


def ink(text: str) -> float:
    """The width of a text in letters of unequal width: capitals, m and w are wider than half a Chinese character.

    Between Chinese characters and others a quarter of one is left free.
    """
    return width(text) + 0.5 * len(re.findall(_WIDER, text))


def _wanted(column: _Column, lines: float, whole: bool) -> float:
    if column.number:
        return column.widest if whole else column.least
    return max(column.least, min(column.widest, column.natural / lines))


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
