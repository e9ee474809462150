"""What a report is: data, not text. Built from the store's answers, shown by render/; no renderer computes a figure."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from alliancectl.text import Text

Mark = Literal["conflict", "carried", "gap", "partial", "approximate", "bound"]


class Column(NamedTuple):
    """One column of a table; `unit` is shown in the head."""

    key: str
    label: Text
    align: Literal["left", "right"] = "left"
    unit: Text | None = None


class Cell(NamedTuple):
    """One cell: what people read, and the typed value behind it (int, exact decimal text, ISO day) for JSON and sheets.

    `records` and `sources` are the typed ids a figure rests on (``--explain``).
    """

    text: Text | str
    value: Any = None
    marks: tuple[Mark, ...] = ()
    records: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Table(NamedTuple):
    """Rows of cells by column key. An absent key is an empty cell. `total` rows come last and are set apart."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[dict[str, Cell], ...] = ()
    remark: Text | None = None
    empty: Text = Text("（无）", "(none)")   # what stands in place of a table without rows
    total: tuple[dict[str, Cell], ...] = ()
    found: tuple[str, ...] = ()            # parts of the cells that a terminal marks: the words that were searched for


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


class Report(NamedTuple):
    """A whole report. `head` are the lines under its title (label, value); `data` is what JSON prints where it is not the
    sections themselves (a listing prints its records)."""

    key: str
    title: Text
    sections: tuple[Section, ...]
    head: tuple[tuple[Text, Text | str], ...] = ()
    figures: dict[str, Figure] | None = None
    data: Any = None
    foot: tuple[Text, ...] = ()           # notes at the end: what the marks mean, the stamp
