"""Cells of the yearly report's tables that name records and count them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliancectl.kinds.record import Record
from alliancectl.reports.cells import Labels
from alliancectl.reports.model import Cell
from alliancectl.text import Text

MOST = 10   # records named in one cell before the rest is only counted


def code_cell(record: Record) -> Cell:
    """The typed id of a record, with the sources it cites."""
    return Cell(record.code, record.code, (), (record.code,), sources_of((record,)))


def codes_cell(codes: Sequence[str]) -> Cell:
    """Typed ids; beyond the first ten only how many there are."""
    if len(codes) <= MOST:
        return Cell(" ".join(codes), None, (), tuple(codes))
    shown = " ".join(codes[:MOST])
    return Cell(Text(f"{shown} 等 {len(codes):,} 条", f"{shown} and {len(codes) - MOST:,} more"), None, (), tuple(codes))


def count_cell(records: Sequence[Record], behind: Sequence[Record] = ()) -> Cell:
    """How many records there are, with their ids and the sources that they, and those `behind` them, cite."""
    return Cell(f"{len(records):,}", len(records), (), tuple(record.code for record in records), sources_of((*records, *behind)))


def number_of(number: int, one: str, many: str = "") -> str:
    """So many of something, in English: 1 visit, 12 visits."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def used(labels: Labels, keys: Iterable[str | None]) -> list[str | None]:
    """Every key of the list, then those in use that it lacks; None last, where something has none."""
    found = set(keys)
    extra = sorted(key for key in found if key is not None and key not in labels)
    return [*labels, *extra, *([None] if None in found else [])]


def sources_of(records: Iterable[Record]) -> tuple[str, ...]:
    """The typed ids of the sources that some records cite, each once, in order."""
    numbers = {source.id for record in records for source in record.entries("sources")}
    return tuple(f"R{number}" for number in sorted(numbers))
