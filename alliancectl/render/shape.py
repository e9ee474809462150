"""How the columns of a table share the width of a screen: measured cells, what each column asks, the widths, the texts laid in them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from alliancectl.render.parts import beside
from alliancectl.render.strips import Piece, few, measured, padded, woven
from alliancectl.reports.model import Column, Table
from alliancectl.values.clean import fold_to, pad, width

GAP = "  "
_NAME_PART = 10        # what a column of words keeps at least: a date, five Chinese characters
_HEAD_PART = 4         # what a head keeps where room is very short: two Chinese characters
_HUNG = 6              # what the first column keeps where its names stand above their rows
_LONGEST_WORD = 24     # a longer one, such as a URL, is broken
_WORD = r"[!-~\u00a1-\u2fff]+"
_HIGH = 2              # lines of a name that stays beside its row where others stand above theirs


def shaped(
    table: Table, heads: list[str], rows: "list[Cells]", total: "list[Cells]", room: int, before: "Shape | None" = None
) -> "Shape | None":
    """The widths for these rows within `room`, not narrower than `before` if that can be; None when they do not fit."""
    if before and before.holds(rows, total):
        return before
    asked = [_asked(column, head, *cells, before.widths[at] if before else 0, before.margins[at] if before else 0)
             for at, (column, head, cells) in enumerate(zip(table.columns, heads, zip(rows, total, strict=True), strict=True))]
    room -= len(GAP) * (len(heads) - 1)
    widths = [one.most for one in asked]
    if sum(widths) > room:
        least = next((least for least in _leasts(asked) if sum(least) <= room), None)
        if least is None:
            return None
        widths = [*_shared(tuple(max(one.body, one.before, one.parted, low) for one, low in zip(asked, least, strict=True)), tuple(least), room)]
        widths = _widened(widths, [one.most for one in asked], room)
    return Shape(table.columns, heads, widths, [one.margin for one in asked])


class Shape(NamedTuple):
    """The columns of a table on the screen: their widths in columns of the screen."""

    columns: tuple[Column, ...]
    heads: list[str]
    widths: list[int]
    margins: list[int]    # how much of each, at its right, the symbols of marks take

    def holds(self, rows: "list[Cells]", total: "list[Cells]") -> bool:
        """Whether every head and cell, none of them marked, stands in its width whole: asked anew, all columns would stay as they are."""
        return all(max(width(head), one.widest, other.widest) + margin <= own and not one.signs and not other.signs
                   for head, one, other, own, margin in zip(self.heads, rows, total, self.widths, self.margins, strict=True))

    def laid(self, block: "list[Cells]") -> list[list[str]]:
        """The cells by column, padded to its width; a folded cell has line ends in it."""
        return [["\n".join([first, *(pad(line, columns) for line in column.below.get(row, ()))]) for row, first in enumerate(column.firsts)]
                for column, columns in zip(self._columns(block), self.widths, strict=True)]

    def _columns(self, block: "list[Cells]") -> "list[_Laid]":
        return [self._column(cells, at) for at, cells in enumerate(block)]

    def _column(self, cells: "Cells", at: int) -> "_Laid":
        """Marks stand behind figures in a margin of their own, so that the digits stay under each other."""
        columns, margin, align = self.widths[at], self.margins[at], self.columns[at].align
        if align == "left" or cells.margin() > margin:
            return _laid(Cells(cells.joined(), []) if cells.signs else cells, columns, align)
        figures = _laid(cells, columns - margin, "right")
        if not margin:
            return figures
        none = " " * margin
        signs = [pad(sign and " " + sign, margin) for sign in cells.signs] or [none] * len(cells.texts)
        return _Laid([figure + (none if row in figures.below else sign) for row, (figure, sign) in enumerate(zip(figures.firsts, signs, strict=True))],
                     {row: [*(line + none for line in lines[:-1]), lines[-1] + signs[row]] for row, lines in figures.below.items()})

    def head(self) -> list[list[str]]:
        """The heads as `laid` has them, each a column of one cell."""
        return self.laid([Cells([head], []) for head in self.heads])

    def rule(self) -> str:
        """The line below the heads."""
        return "─" * self.room() + "\n"

    def room(self) -> int:
        """How wide all columns are together, what parts them included."""
        return sum(self.widths) + len(GAP) * (len(self.widths) - 1)

    def lines(self, block: "list[Cells]", above: Piece = "") -> str:
        """The lines of some rows, each with what stands `above` it; folded cells go on below it."""
        columns, start = self._columns(block), 0
        below: dict[int, list[str]] = {}   # row → its further lines
        for column, columns_wide in zip(columns, self.widths, strict=True):
            _put_below(below, start, column.below)
            start += columns_wide + len(GAP)
        rows = [*map(str.rstrip, map(GAP.join, zip(*(column.firsts for column in columns), strict=True)))]
        further = ["\n".join(map(str.rstrip, [*below[row], ""])) if row in below else "" for row in range(len(rows))] if below else ""
        return woven([above, rows, "\n", further], len(rows))


class _Laid(NamedTuple):
    """A column as it stands: the first line of each cell; by row the further lines of those that are folded, at the left unfilled."""

    firsts: list[str]
    below: dict[int, list[str]]


class Cells:
    """One column of some rows as it will stand: the texts made visible, the symbols of their marks (an empty list for none).

    `different` are the texts to look at, of such as come again and again each once; `wide` are their widths, `widest` the greatest.
    """

    def __init__(self, texts: Sequence[str], signs: list[str]) -> None:
        some = few(texts) or texts
        self.different, self.wide = measured(some)
        self.widest = max(self.wide, default=0)
        if some is texts:
            self.texts = self.different
        else:
            self.texts = texts if some is self.different else _each(texts, some, self.different)
        self.signs = signs

    def margin(self) -> int:
        """The room for the most symbols of a cell, and the space before them; 0 where there are none."""
        return max(len(signs) for signs in self.signs) + 1 if self.signs else 0

    def joined(self) -> Sequence[str]:
        """The texts, each with its symbols."""
        return [*map(beside, self.texts, self.signs)] if self.signs else self.texts


class _Asked(NamedTuple):
    """What a column asks of the room: for its widest cell, its head, as before; its longest word; how much of it marks take."""

    body: int
    head: int
    before: int
    cells: tuple[Cells, Cells]
    title: str
    right: bool
    margin: int

    @property
    def most(self) -> int:
        return max(self.body, self.head, self.before)

    @property
    def parted(self) -> int:
        """Room for the head in two lines."""
        return _in_two_lines(self.title, self.head - self.margin) + self.margin

    def least(self, longest: int, whole: bool = True, head: int = _NAME_PART) -> int:
        """Room for every word up to so many letters; figures are `whole`, or their words may stand under each other."""
        if whole if self.right else self.body <= _NAME_PART:
            words = self.body
        else:
            word = max(_longest(cells.different) for cells in self.cells)
            words = min(word, _LONGEST_WORD if self.right else longest) + self.margin
            words = min(self.body, words if self.right else max(words, _NAME_PART))
        return max(words, _headed(self.title, longest, head) + self.margin)


# The same is asked of the same heads for every block of a long table.
@lru_cache(maxsize=256)
def _in_two_lines(title: str, whole: int) -> int:
    """Room for a head in two lines."""
    return next((columns for columns in range(max(whole // 2, 1), whole) if len(fold_to(title, columns)) <= 2), whole)


@lru_cache(maxsize=256)
def _headed(title: str, longest: int, head: int) -> int:
    """Room for every word of a head up to so many letters."""
    return max(map(width, fold_to(title, max(head, _word(title, longest)))))


def _asked(column: Column, head: str, rows: Cells, total: Cells, before: int, margin_before: int) -> _Asked:
    right = column.align == "right"
    margin = max(rows.margin(), total.margin(), margin_before if right else 0)
    body = max(rows.widest, total.widest) + margin
    margin = margin if right else 0
    return _Asked(body, width(head) + margin, before, (rows, total), head, right, margin)


def _leasts(asked: list[_Asked]) -> Iterator[list[int]]:
    """What the columns may shrink to, the best look first: no word broken, the first column's set above the row, words broken."""
    strict = []
    for whole in (True, False):
        strict.append([one.least(_LONGEST_WORD, whole) for one in asked])
        yield strict[-1]
    for least in [] if asked[0].right else strict:
        yield [min(least[0], _HUNG), *least[1:]]
    for longest in range(_LONGEST_WORD - 1, _NAME_PART - 1, -1):
        yield [one.least(longest) for one in asked]
    yield [one.least(_NAME_PART, head=_HEAD_PART) for one in asked]


def _longest(texts: Sequence[str]) -> int:
    """The longest of the words that are not parted."""
    words = re.findall(_WORD, "\n".join(texts))   # a line end is in no word
    return max((length for length in {*map(len, words)} if length <= _LONGEST_WORD), default=0)


def _word(text: str, most: int) -> int:
    """The longest of a text's words, up to so many letters; a longer one is broken wherever the column ends."""
    return min(_longest([text]), most)


@lru_cache(maxsize=256)
def _shared(wanted: tuple[int, ...], least: tuple[int, ...], room: int) -> list[int]:
    """Widths from `least` to `wanted` that fill `room`, the narrow columns served first."""
    level = min(max(wanted, default=0), room)
    while sum(widths := [max(low, min(want, level)) for want, low in zip(wanted, least, strict=True)]) > room:
        level -= 1
    return _widened(widths, wanted, room)


def _widened(widths: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """The room that is left given to the columns that want it."""
    found = [*widths]
    for at, want in enumerate(wanted):
        found[at] += max(0, min(want - found[at], room - sum(found)))
    return found


def overlong(shape: Shape, block: list[Cells]) -> set[int]:
    """The rows whose first cell has a word that its column would break, and with them those whose first cell would be high."""
    first, room = block[0], shape.widths[0]
    if shape.columns[0].align == "right" or first.widest <= room:
        return set()
    folded = [text for text, own in zip(first.different, first.wide, strict=True) if own > room]
    broken = {text for text in folded if _word(text, _LONGEST_WORD) > room}
    hung = broken | {text for text in folded if len(fold_to(text, room)) > _HIGH} if broken else broken
    return {at for at, text in enumerate(first.texts) if text in hung}


def _laid(cells: Cells, columns: int, align: Literal["left", "right"]) -> _Laid:
    """The texts in so many columns, folded where they are wider."""
    firsts, below = padded(cells.different, columns, align, cells.wide), dict[int, list[str]]()
    if cells.widest > columns:
        high = [at for at, own in enumerate(cells.wide) if own > columns]
        folded = [fold_to(cells.different[at], columns, cells.wide[at]) for at in high]
        for at, first, lines in zip(high, padded([lines[0] for lines in folded], columns, align), folded, strict=True):
            firsts[at], below[at] = first, lines[1:] if align == "left" else [pad(line, columns, align) for line in lines[1:]]
    if cells.texts is cells.different:
        return _Laid(firsts, below)
    further = {cells.different[at]: lines for at, lines in below.items()}
    return _Laid(_each(cells.texts, cells.different, firsts), {at: further[text] for at, text in enumerate(cells.texts) if text in further} if further else {})


def _each(texts: Sequence[str], different: Sequence[str], made: Sequence[str]) -> list[str]:
    """What was made of each of the texts that are different, of every text."""
    if len(different) == 1:
        return [*made] * len(texts)
    return [*map(dict(zip(different, made, strict=True)).__getitem__, texts)]


def _put_below(below: dict[int, list[str]], start: int, column: dict[int, list[str]]) -> None:
    """The lines of a column, which begins at `start`, put below their rows, behind those of the columns before it."""
    before = " " * start
    for row, lines in column.items():
        if row in below:
            others = below[row] + [""] * (len(lines) - len(below[row]))
            below[row] = [pad(other, start) + line for other, line in zip(others, lines, strict=False)] + others[len(lines):]
        else:
            below[row] = [before + line for line in lines]
