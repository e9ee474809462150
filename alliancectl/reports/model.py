"""What a report is: data, not text. Built from the store's answers, shown by render/; no renderer computes a figure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Literal, NamedTuple

from alliancectl.text import Text

Mark = Literal["conflict", "carried", "gap", "partial", "approximate", "bound"]


class Column(NamedTuple):
    """One column of a table; `unit` is shown in the head. An `internal` one is for the secretary: it is not handed in."""

    key: str
    label: Text
    align: Literal["left", "right"] = "left"
    unit: Text | None = None
    internal: bool = False


class Cell(NamedTuple):
    """One cell: what people read, and the typed value behind it (int, exact decimal text, ISO day) for JSON and sheets.

    `records` and `sources` are the typed ids a figure rests on (``--explain``).
    """

    text: Text | str
    value: Any = None
    marks: tuple[Mark, ...] = ()
    records: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Strip(NamedTuple):
    """One column of a block of rows: what is kept of each row, and what makes that a `Cell` (in data: what JSON says), None for none.

    What is kept equal is shown equal, so who shows it needs to ask once. Without `made` the kept things are texts, shown as they
    are, None where there is none.
    """

    key: str
    kept: Sequence[Any]
    made: Callable[[Any], Any] | None = None


class Stream:
    """Rows that are read while they are shown, some at a time; to be gone through once. Iterated they are rows as of any table."""

    def __init__(self, blocks: Iterable[tuple[Strip, ...]]) -> None:
        self._blocks = iter(blocks)

    def __bool__(self) -> bool:
        first = next(self._blocks, None)
        self._blocks = chain([] if first is None else [first], self._blocks)
        return first is not None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for block in self._blocks:
            columns = [[*map(strip.made, strip.kept)] if strip.made else strip.kept for strip in block]
            keys = [strip.key for strip in block]
            for row in zip(*columns, strict=True):
                yield {key: Cell(cell, cell) if type(cell) is str else cell for key, cell in zip(keys, row, strict=True) if cell is not None}

    def blocks(self, size: int = 0) -> Iterator[tuple[Strip, ...]]:
        """The blocks, not empty; with a `size` each of so many rows, but the last."""
        if not size:
            yield from self._blocks
            return
        left: tuple[Strip, ...] = ()
        for block in self._blocks:
            held = tuple(one._replace(kept=[*one.kept, *two.kept]) for one, two in zip(left, block, strict=True)) if left else block
            end = len(held[0].kept) - len(held[0].kept) % size
            for start in range(0, end, size):
                yield tuple([Strip(strip.key, strip.kept[start:start + size], strip.made) for strip in held])
            left = tuple(strip._replace(kept=strip.kept[end:]) for strip in held) if end < len(held[0].kept) else ()
        if left:
            yield left


_AT_ONCE = 500   # rows of a block


def in_blocks(columns: Sequence[Column], rows: Iterable[dict[str, Cell]]) -> Iterator[tuple[Strip, ...]]:
    """Rows that come one by one as the blocks of a `Stream`."""
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        yield tuple(Strip(column.key, [row.get(column.key) for row in some], _itself) for column in columns)


def _itself(cell: Cell | None) -> Cell | None:
    return cell


class Table(NamedTuple):
    """Rows of cells by column key. An absent key is an empty cell. `total` rows come last and are set apart.

    The rows of a long list are a `Stream`; a format that goes through rows more than once gets them by `held`.
    """

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: Sequence[dict[str, Cell]] | Stream = ()
    remark: Text | None = None
    empty: Text = Text("（无）", "(none)")   # what stands in place of a table without rows
    total: tuple[dict[str, Cell], ...] = ()
    found: tuple[str, ...] = ()            # parts of the cells that a terminal marks: the words that were searched for
    hint: Text | None = None               # below the remark, for the secretary: what to do about it; not handed in
    annexed: str = ""                      # where a reader finds its rows if they are many: the key of an annex table, its own to go there
    optional: bool = False                 # says nothing where it has no rows: readers do not see it then, JSON and CSV have it


class Prose(NamedTuple):
    """Text a person wrote, or a sentence of the program."""

    key: str
    text: Text | str
    title: Text | None = None


class Chart(NamedTuple):
    """Bars of one figure over labels; the numbers stand in a table too."""

    key: str
    title: Text
    labels: tuple[Text | str, ...]
    values: tuple[int | float, ...]
    shown: tuple[Text | str, ...]     # the values as people read them


Block = Table | Prose | Chart


class Section(NamedTuple):
    """A numbered part: `number` is "0" to "7" or "A" in the yearly report, empty elsewhere."""

    key: str
    title: Text
    blocks: tuple[Block, ...]
    number: str = ""


class Figure(NamedTuple):
    """One key figure with what it rests on. Counts are int; amounts are exact decimal text.

    `value` is None where `low` and `high` differ (an open conflict); both None: nothing is known (mark `gap`).
    """

    value: int | str | None
    low: int | str | None = None
    high: int | str | None = None
    unit: str | None = None
    as_of: str | None = None
    previous: int | str | None = None
    change: int | str | None = None
    percent: str | None = None
    marks: tuple[Mark, ...] = ()
    records: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Later(NamedTuple):
    """Data that takes time to make: who asks for it calls `made`."""

    make: Callable[..., Any]
    given: tuple[Any, ...]

    def made(self) -> Any:
        """The data."""
        return self.make(*self.given)


class Report(NamedTuple):
    """A whole report. `head` are the lines under its title (label, value); `data` is what JSON prints where it is not the
    sections themselves (a listing prints its records), perhaps made `Later`."""

    key: str
    title: Text
    sections: tuple[Section, ...]
    head: tuple[tuple[Text, Text | str], ...] = ()
    figures: dict[str, Figure] | None = None
    data: Any = None
    foot: tuple[Text, ...] = ()           # notes at the end: what the marks mean, the stamp


def held(report: Report) -> Report:
    """The report with all rows of its tables in memory, for a format that looks at them more than once."""
    sections = tuple(section._replace(blocks=tuple(
        block._replace(rows=tuple(block.rows)) if isinstance(block, Table) and isinstance(block.rows, Stream) else block
        for block in section.blocks)) for section in report.sections)
    return report._replace(sections=sections)
