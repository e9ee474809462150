"""What the figures of a page rest on: where each record stands on it, and lists of records for figures that rest on several."""

from collections.abc import Iterator
from typing import NamedTuple

from alliancectl.reports.cells import code_of
from alliancectl.reports.model import Cell, Report, Table


class Proof(NamedTuple):
    """One list of records: the number of its entry, and the row and column that first showed a figure resting on it."""

    number: int
    row: Cell
    table: Table
    column: int
    codes: tuple[str, ...]


class Evidence:
    """The anchors of a report's records, and the lists gathered while its cells are written."""

    def __init__(self, report: Report) -> None:
        self._rows = _anchors(report)
        self._proofs: dict[tuple[str, ...], Proof] = {}

    def stands_at(self, row: dict[str, Cell]) -> str:
        """The code of the record that this row is the place of; empty for any other row."""
        code = code_of(row)
        return code if code and self._rows.get(code) is row else ""

    def has(self, code: str) -> bool:
        """Whether the record stands somewhere on the page."""
        return code in self._rows

    def proof(self, cell: Cell, row: Cell, table: Table, column: int) -> tuple[Proof, bool]:
        """The list that a figure rests on, and whether this figure is the first to rest on it."""
        codes = (*cell.records, *cell.sources)
        known = codes in self._proofs
        if not known:
            self._proofs[codes] = Proof(len(self._proofs) + 1, row, table, column, codes)
        return self._proofs[codes], not known

    def proofs(self) -> list[Proof]:
        """All lists so far, in order."""
        return [*self._proofs.values()]


def _anchors(report: Report) -> dict[str, dict[str, Cell]]:
    """Where each record stands: in the annex if it is there, else where it comes first."""
    rows: dict[str, dict[str, Cell]] = {}
    for annex in (True, False):
        for table in _tables(report, annex):
            for row in table.rows:
                code = code_of(row)
                if code:
                    rows.setdefault(code, row)
    return rows


def _tables(report: Report, annex: bool) -> Iterator[Table]:
    return (block for section in report.sections if section.number.isalpha() is annex
            for block in section.blocks if isinstance(block, Table))
