"""How the columns of a table share the width of a screen: measured cells, what each column asks, the widths, the texts laid in them."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import Literal, NamedTuple

from alliancectl.render.parts import beside
from alliancectl.render.strips import Piece, padded, widths, woven
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

    def laid(self, block: "list[Cells]") -> list[list[str]]:
        """The cells by column, padded to its width; a folded cell has line ends in it."""
        return [["\n".join([first, *column.below.get(row, ())]) for row, first in enumerate(column.firsts)] for column in self._columns(block)]

    def _columns(self, block: "list[Cells]") -> "list[_Laid]":
        return [self._column(cells, at) for at, cells in enumerate(block)]

    def _column(self, cells: "Cells", at: int) -> "_Laid":
        """Marks stand behind figures in a margin of their own, so that the digits stay under each other."""
        columns, margin, align = self.widths[at], self.margins[at], self.columns[at].align
        if align == "left" or cells.margin() > margin:
            return _laid(cells.joined(), columns, align, widths(cells.joined()) if cells.signs else cells.wide)
        figures = _laid(cells.texts, columns - margin, "right", cells.wide)
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
        high: dict[int, list[tuple[int, list[str]]]] = {}   # row → where its folded cells begin, and their further lines
        for column, columns_wide in zip(columns, self.widths, strict=True):
            for row, lines in column.below.items():
                high.setdefault(row, []).append((start, lines))
            start += columns_wide + len(GAP)
        rows = [*map(str.rstrip, map(GAP.join, zip(*(column.firsts for column in columns), strict=True)))]
        return woven([above, rows, "\n", [_below(high[row]) if row in high else "" for row in range(len(rows))] if high else ""], len(rows))


class _Laid(NamedTuple):
    """A column as it stands: the first line of each cell; by row the further lines of those that are folded."""

    firsts: list[str]
    below: dict[int, list[str]]


class Cells:
    """One column of some rows as it will stand: the texts, and the symbols of their marks (an empty list for none)."""

    def __init__(self, texts: list[str], signs: list[str]) -> None:
        self.texts, self.signs = texts, signs

    @cached_property
    def wide(self) -> list[int]:
        """The width of each text."""
        return widths(self.texts)

    @cached_property
    def word(self) -> int:
        """The longest of the words that are not parted."""
        words = re.findall(_WORD, "\n".join({*self.texts}))   # a line end is in no word
        return max((length for length in {*map(len, words)} if length <= _LONGEST_WORD), default=0)

    def width(self) -> int:
        """The width of the widest text."""
        return max(self.wide, default=0)

    def margin(self) -> int:
        """The room for the most symbols of a cell, and the space before them; 0 where there are none."""
        return max(len(signs) for signs in self.signs) + 1 if self.signs else 0

    def joined(self) -> list[str]:
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
            word = max(cells.word for cells in self.cells)
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
    body = max(rows.width(), total.width()) + margin
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


def _word(text: str, most: int) -> int:
    """The longest of a text's words, up to so many letters; a longer one is broken wherever the column ends."""
    return min(Cells([text], []).word, most)


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
    if shape.columns[0].align == "right":
        return set()
    wide = shape.widths[0]
    folded = {at: block[0].texts[at] for at, own in enumerate(block[0].wide) if own > wide}
    broken = {at for at, text in folded.items() if _word(text, _LONGEST_WORD) > wide}
    return broken | {at for at, text in folded.items() if len(fold_to(text, wide)) > _HIGH} if broken else set()


def _laid(texts: list[str], columns: int, align: Literal["left", "right"], wide: list[int]) -> _Laid:
    """The texts, so `wide`, in so many columns, folded where they are wider."""
    firsts, below = padded(texts, columns, align, wide), dict[int, list[str]]()
    if max(wide, default=0) > columns:
        high = [row for row, own in enumerate(wide) if own > columns]
        folded = {text: fold_to(text, columns) for text in dict.fromkeys(map(texts.__getitem__, high))}   # names come again and again
        filled = iter(padded([*chain.from_iterable(folded.values())], columns, align))
        lines = {text: [*islice(filled, len(parts))] for text, parts in folded.items()}
        for row in high:
            firsts[row], *below[row] = lines[texts[row]]
    return _Laid(firsts, below)


def _below(cells: list[tuple[int, list[str]]]) -> str:
    """The lines below a row: what goes on where; what stands behind the last of a line is not filled."""
    lines: list[str] = []
    for start, rest in cells:
        lines += [""] * (len(rest) - len(lines))
        for at, part in enumerate(rest):
            lines[at] = pad(lines[at], start) + part
    return "\n".join(map(str.rstrip, [*lines, ""]))
