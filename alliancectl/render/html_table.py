"""Tables on a page: heads with scope, marks in words, figures that link to their records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from alliancectl.render.evidence import Evidence, Proof
from alliancectl.render.markup import TAGS, bare, escaped, spoken
from alliancectl.render.parts import SIGNS, said
from alliancectl.reports.model import Cell, Column, Report, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import width

_ROWS_AT_ONCE = 200
_MAY_SCROLL = 4        # a table of so many columns can be wider than a telephone: it scrolls by itself, with the keyboard too
_EM = 0.54             # the width of a digit or a Latin letter in em
_PADDING = 1.7         # of a cell, in em
_FITS = 60             # em that are beside the contents on a desk screen: a table that fits keeps its head in sight
_MOST = 16             # the widest class of page.css
_WHOLE = 12            # a date, a code, a short name of so many columns is not broken
_LONG = 60             # a text of so many columns gets more room than the others
_NOTHING = Cell("")


class Rows:
    """The tables of one page."""

    def __init__(self, report: Report, lang: Lang) -> None:
        self.lang = lang
        self.evidence = Evidence(report)

    def table(self, table: Table, label: str) -> Iterator[str]:
        """A table that has rows, in chunks; `label` is the attribute that names it."""
        reached = ' tabindex="0"' if len(table.columns) >= _MAY_SCROLL else ""
        rooms = [_room(table, column, self.lang) for column in table.columns]
        fits = " fits" if sum(rooms) + _PADDING * len(rooms) <= _FITS else ""
        yield (f'<div class="scroll{fits}" role="group" {label}{reached}>\n<table {label}>\n'
               f'<thead>\n<tr>{self._head(table, rooms)}</tr>\n</thead>\n<tbody>\n')
        rows = iter(table.rows)
        while block := list(islice(rows, _ROWS_AT_ONCE)):
            yield "".join(self._row(row, table) for row in block)
        yield "</tbody>\n"
        if table.total:
            yield "<tfoot>\n" + "".join(self._row(row, table) for row in table.total) + "</tfoot>\n"
        yield "</table>\n</div>\n"

    def _head(self, table: Table, rooms: list[int]) -> str:
        return "".join(f'<th scope="col" class="{"n " if column.align == "right" else ""}w{min(room, _MOST)}">{self._label(column)}</th>'
                       for column, room in zip(table.columns, rooms, strict=True))

    def _label(self, column: Column) -> str:
        unit = f' <span class="unit">{inside(column.unit, self.lang)}</span>' if column.unit else ""
        return spoken(column.label, self.lang) + unit

    def _row(self, row: dict[str, Cell], table: Table) -> str:
        stands = self.evidence.stands_at(row)
        cells = [self._cell(row.get(column.key, _NOTHING), at, row, table) for at, column in enumerate(table.columns)]
        return f'<tr id="r-{stands}">{"".join(cells)}</tr>\n' if stands else f'<tr>{"".join(cells)}</tr>\n'

    def _cell(self, cell: Cell, at: int, row: dict[str, Cell], table: Table) -> str:
        words = self._linked(cell, at, row, table) if cell.records or cell.sources else spoken(cell.text, self.lang)
        if cell.marks:
            words += self._marks(cell)
        if at == 0:
            return f'<th scope="row">{words}</th>'
        return f'<td class="n">{words}</td>' if table.columns[at].align == "right" else f"<td>{words}</td>"

    def _marks(self, cell: Cell) -> str:
        shown = [f'<span class="mark {mark}">{spoken(sign.word, self.lang)}</span>' for mark, sign in SIGNS.items() if mark in cell.marks]
        return f' <span class="marks">{" ".join(shown)}</span>'

    # ---- what a cell rests on

    def _linked(self, cell: Cell, at: int, row: dict[str, Cell], table: Table) -> str:
        """The cell's words: codes in it link to their records, a figure to its record or to the list of its records."""
        codes = (*cell.records, *cell.sources)
        parts = said(cell.text, "zh" if self.lang == "both" else self.lang).split(" ")
        if any(part in codes for part in parts):
            return self._codes(cell.text, codes, self.evidence.stands_at(row))
        words = spoken(cell.text, self.lang)
        if len(cell.records) == 1:
            return words if cell.records[0] == self.evidence.stands_at(row) else self._link(cell.records[0], words)
        if len(cell.records) < 2 or (cell.value is None and not cell.marks):
            return words
        proof, first = self.evidence.proof(cell, row.get(table.columns[0].key, _NOTHING), table, at)
        named = f' id="f-{proof.number}"' if first else ""
        return f'<a{named} href="#e-{proof.number}">{words}</a>'

    def _codes(self, text: Text | str, codes: tuple[str, ...], here: str) -> str:
        if self.lang == "both" and isinstance(text, Text) and text.zh != text.en:
            return " ".join(f'<span lang="{TAGS[one]}">{self._codes(text.to(one), codes, here)}</span>' for one in ("zh", "en"))
        parts = said(text, "zh" if self.lang == "both" else self.lang).split(" ")
        return " ".join(self._link(part, escaped(part)) if part in codes and part != here else escaped(part) for part in parts)

    def _link(self, code: str, words: str) -> str:
        return f'<a href="#r-{code}">{words}</a>' if words and self.evidence.has(code) else words

    def proof(self, proof: Proof) -> str:
        """The list of records that a figure rests on, with the way back."""
        label = f"{spoken(proof.row.text, self.lang)} · {self._label(proof.table.columns[proof.column])}"
        codes = " ".join(self._link(code, escaped(code)) for code in proof.codes)
        title = spoken(proof.table.title, self.lang)
        return f'<li id="e-{proof.number}"><a class="back" href="#f-{proof.number}">{title}: {label}</a> <span class="codes">{codes}</span></li>\n'


def inside(words: Text | None, lang: Lang) -> str:
    """Words of a line of their own: a unit, a remark."""
    return spoken(words, lang) if words is not None else ""


def _room(table: Table, column: Column, lang: Lang) -> int:
    """The least room in em that a column's cells and head need to read well."""
    longest = max([0, *(_columns(row.get(column.key, _NOTHING).text, lang) for row in _some(table))])
    if column.align == "left" and longest > _WHOLE:
        share = _MOST if len(table.columns) <= 4 else 9 if len(table.columns) <= 8 else 7
        longest = min(longest, 2 * share if longest < _LONG else 3 * share)
    return max(round(max(longest, min(_columns(column.label, lang), 8)) * _EM + 0.4), 2)


def _columns(words: Text | str, lang: Lang) -> int:
    """The columns that words take; two languages stand under each other."""
    return max(_columns(words, "zh"), _columns(words, "en")) if lang == "both" else width(bare(words, lang))


def _some(table: Table) -> Iterable[dict[str, Cell]]:
    """The rows that a column's room is measured by."""
    return (*islice(table.rows, _ROWS_AT_ONCE), *table.total)
