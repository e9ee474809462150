"""The blocks of a stream as a format writes them: what is kept equal is written once, plain texts are looked at a block at a time."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, repeat
from typing import Any, Literal, NamedTuple

from alliancectl.reports.model import Cell, Column, Stream, Strip
from alliancectl.values.clean import visible, width

_REMEMBERED = 8192
_EMPTY = Cell("")
_AGAIN = 4   # times that a text must stand in a block before it pays to look for those that do

Texts = Callable[[Sequence[str]], Sequence[str]]
Piece = str | Sequence[str]   # of some rows: the one text that is the same in all of them, or the text of each


class Made(dict[Any, Any]):
    """What became of each kept thing, made when it is first met; all is forgotten when it is too much."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, kept: Any) -> Any:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[kept] = self._make(kept)
        return made


class Rows(NamedTuple):
    """So many rows as a format writes them, by column."""

    number: int
    pieces: list[Piece]


def written(stream: Stream, columns: Sequence[Column], of_cell: Callable[[Cell], str], of_texts: Texts, size: int = 0) -> Iterator[Rows]:
    """The blocks of a stream: each cell as `of_cell` writes it, plain texts as `of_texts` does; `size` as in `Stream.blocks`."""
    writers: dict[str, Callable[[Sequence[Any]], Piece]] = {}
    for block in stream.blocks(size):
        strips = {strip.key: strip for strip in block}
        writers = writers or {strip.key: _writer(strip, of_cell, of_texts) for strip in block}
        yield Rows(len(block[0].kept), [writers[column.key](strips[column.key].kept) for column in columns])


def _writer(strip: Strip, of_cell: Callable[[Cell], str], of_texts: Texts) -> Callable[[Sequence[Any]], Piece]:
    """What makes of a column its texts; of one without any value the text that stands for none."""
    made = strip.made
    if made is None:
        return lambda kept: "" if is_empty(kept) else of_texts(["" if text is None else text for text in kept] if None in kept else kept)
    remembered = Made(lambda kept: of_cell(made(kept) or _EMPTY)).__getitem__
    return lambda kept: remembered(kept[0]) if is_empty(kept) else [*map(remembered, kept)]


def between(pieces: Sequence[Piece], before: str, comma: str, after: str) -> list[Piece]:
    """The pieces with what stands before the first, between them, and after the last."""
    return [before, *[part for piece in pieces for part in (piece, comma)][:-1], after]


def woven(pieces: Sequence[Piece], rows: int) -> str:
    """The text of some rows: of each its pieces one after the other.

    One join of all pieces, put into their places column by column: a join a row and one more of the rows would copy every text
    twice and cost three times as much.
    """
    columns = [*_merged(pieces)]
    together = [""] * (rows * len(columns))
    for at, column in enumerate(columns):
        together[at::len(columns)] = [column] * rows if isinstance(column, str) else column
    return "".join(together)


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces; those beside each other that are the same in every row as one."""
    for kind, some in groupby(pieces, key=type):
        if kind is str:
            yield "".join(some)   # type: ignore[arg-type]   # what groupby puts together here are texts
        else:
            yield from some


def is_empty(kept: Sequence[Any]) -> bool:
    """Whether there is nothing in a column."""
    return kept[0] in (None, ()) and kept.count(kept[0]) == len(kept)


def visible_texts(texts: Sequence[str]) -> Sequence[str]:
    """Texts made visible. One look at all of them is many times cheaper than one at each."""
    together = "".join(texts)
    return texts if visible(together) == together else [*map(visible, texts)]


# Characters of one column (ASCII) and of two that take three bytes in UTF-8: of such a text the width follows from its lengths.
# Compiled by the first long list that asks: it costs a short command a millisecond.
_PLAIN = "[\n -~\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uff01-\uff60\uffe0-\uffe6]*"
_SHORT = 30   # texts of which each is measured by itself
_NARROW = {ord(character): "x" for character in "‘’“”…—–·×°±²³≈≤≥⏎→≠"}   # others of one column that are common


def widths(texts: Sequence[str]) -> list[int]:
    """The columns that each text takes on a terminal: of all at once, where they hold nothing unusual."""
    return _plain_widths(texts) or [*map(width, texts)]


def measured(texts: Sequence[str]) -> tuple[Sequence[str], list[int]]:
    """The texts made visible, and their widths: the one look that says how wide plain texts are says too that they may be shown."""
    if found := _plain_widths(texts):
        return texts, found
    shown = visible_texts(texts)
    return shown, [*map(width, shown)]


def _plain_widths(texts: Sequence[str]) -> list[int]:
    """The columns that each text takes; nothing where they are few, or one holds anything unusual, a line end too."""
    if len(texts) < _SHORT or (together := "\n".join(texts)).count("\n") >= len(texts):
        return []
    if not (re.fullmatch(_PLAIN, together) or re.fullmatch(_PLAIN, together := together.translate(_NARROW))):
        return []
    if together.isascii():
        return [*map(len, texts)]
    return [(characters + size) // 2 for characters, size in zip(map(len, texts), map(len, together.encode().split(b"\n")), strict=True)]


def padded(texts: Sequence[str], columns: int, align: Literal["left", "right"], wide: Sequence[int] | None = None) -> list[str]:
    """The texts filled with spaces to so many columns; `wide` are their widths where they are known."""
    if "".join(texts).isascii():
        return [*map(str.ljust if align == "left" else str.rjust, texts, repeat(columns))]
    if wide is None and (known := few(texts)):
        return [*map(dict(zip(known, padded(known, columns, align), strict=True)).__getitem__, texts)]
    wide = widths(texts) if wide is None else wide
    spaces = [" " * (columns - own) for own in range(max(wide) + 1)]
    if align == "left":
        return [text + spaces[own] for text, own in zip(texts, wide, strict=True)]
    return [spaces[own] + text for text, own in zip(texts, wide, strict=True)]


def few(texts: Sequence[str]) -> list[str]:
    """The different texts, where they come again so often that what is done with each is worth remembering; else none."""
    distinct = {*texts}
    return [*distinct] if len(distinct) < len(texts) // _AGAIN else []
