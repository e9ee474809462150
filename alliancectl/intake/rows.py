"""What every format becomes: rows of cells, numbered as the file's own program numbers them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

COLUMNS = 16_384      # as many as a worksheet has


class Number(str):
    """A cell that a worksheet, JSON or TOML holds as a number: its digits. In a date's column of a worksheet it is a day number (serial)."""

    __slots__ = ()


class Fault(str):
    """A cell that holds an error (``#REF!``), or what the two below name."""

    __slots__ = ()


UNSTORED = Fault("=")       # a formula without a stored value
TOO_LONG = Fault("#")       # a number with more digits than a worksheet keeps


Cell = Any   # str, Number, Fault; None where empty; from JSON and TOML also lists and tables of these


class Row(NamedTuple):
    """One row. `header` is the same object for all rows of a table; JSON gives each its own."""

    number: int
    header: tuple[str, ...]
    cells: list[Cell]


class Block(NamedTuple):
    """Some rows under one header, as they came: each cell as something that tells it (CSV: its text), for which `cell` gives the cell.

    What cannot be told apart by looking (a list, a table) is `ODD`.
    """

    header: tuple[str, ...]
    numbers: Sequence[int]
    rows: list[list[Any]]
    cell: Callable[[Any], Cell]
    row: Callable[[int, list[Any]], Row | None]   # a row by its number and cells; None where it is left out


ODD = object()


class Table(NamedTuple):
    """The rows of a file. Without a header yet (`keyed` False) the rows stand under an empty one, to be found by columns.py.

    `more`, where a format has it, takes the next rows as they stand in the file: the number of the first, and their raw cells,
    for which `cell` gives what a row of `rows` would hold. It goes on where `rows` was left, and ends with no rows.
    """

    rows: Iterator[Row]
    keyed: bool                  # whether each row knows its header: JSON, TOML
    sheet: str | None = None
    serials: bool = False        # whether numbers in a date's column are day numbers
    said: tuple[str, ...] = ()   # what the user should know: encoding, hidden sheets
    row_word: str = "row"        # "row" of a table, "item" of a list, "line" of a text
    more: Callable[[int], tuple[int, list[list[Any]]]] | None = None
    cell: Callable[[Any], Cell] = lambda cell: cell
