"""What every format becomes: rows of cells, numbered as the file's own program numbers them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

COLUMNS = 16_384      # as many as a worksheet has


class Number(str):
    """A cell that a worksheet holds as a number: its digits. In a date's column it is a day number (serial)."""

    __slots__ = ()


class Fault(str):
    """A cell that holds an error (``#REF!``) or a formula without a stored value."""

    __slots__ = ()


Cell = Any   # str, Number, Fault; None where empty; from JSON and TOML also lists and tables of these


class Row(NamedTuple):
    """One row. `header` is the same object for all rows of a table; JSON gives each its own."""

    number: int
    header: tuple[str, ...]
    cells: list[Cell]


class Table(NamedTuple):
    """The rows of a file. Without a header yet (`keyed` False) the rows stand under an empty one, to be found by columns.py."""

    rows: Iterator[Row]
    keyed: bool                  # whether each row knows its header: JSON, TOML
    sheet: str | None = None
    serials: bool = False        # whether numbers in a date's column are day numbers
    said: tuple[str, ...] = ()   # what the user should know: encoding, hidden sheets
    row_word: str = "row"        # "row" of a table, "item" of a list, "line" of a text
