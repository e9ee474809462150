"""From rows to drafts: the text of each field as a person would type it, with references unresolved."""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby, islice
from typing import Any, Literal, NamedTuple, cast

from alliancectl import errors
from alliancectl.intake import columns
from alliancectl.intake.asides import BLANK, EXAMPLE, is_note, is_total, unit_said
from alliancectl.intake.columns import Column, Layout, Wishes
from alliancectl.intake.decimal_comma import with_dot
from alliancectl.intake.fields import UNIT, plain, without_brackets
from alliancectl.intake.rows import ODD, TOO_LONG, UNSTORED, Block, Cell, Fault, Number, Row, Table
from alliancectl.kinds.record import Kind
from alliancectl.kinds.types import Date, Line, Name, Prose, Quantity, Title
from alliancectl.text import Text
from alliancectl.values.names import fold

_BARE = re.compile(r"[\d.,，'\s<>≥≤=≈+~～–—\-约近余多超过万亿千百]+")
_WORDS = (Line, Name, Title, Prose)      # the types that hold words, so that "-" may be one

Ask = Callable[[list[str], tuple[str, ...], list[Row]], None]   # unknown headers, the header, the first rows; adds to the wishes


class Options(NamedTuple):
    """What the user says about rows and cells."""

    order: Literal["mdy", "dmy"] | None = None    # of dates in digits
    fill_down: tuple[str, ...] = ()               # columns in which a blank means: as above
    separator: str | None = None                  # between several values of one cell
    skip_totals: bool = False
    skip_groups: bool = False                     # rows with one filled cell: titles, groups, notes
    decimal_comma: bool = False
    unit: str = ""                                # of bare numbers; else what stands in the header's brackets
    header_row: int | None = None
    replace: tuple[tuple[str, str, str], ...] = ()   # (column, what a cell holds, what it means)


class Draft(NamedTuple):
    """One record as the file states it. `faults` are (header, cell, failure) of cells that cannot be read at all."""

    row: Row
    values: dict[str, Any]
    faults: tuple[tuple[str, str, errors.Failure], ...] = ()


class Drafts:
    """The drafts of a table, and what was left out. `wishes` is asked for once the header is known, since it names columns."""

    def __init__(self, kind: Kind, table: Table, path: str, wishes: Callable[[Sequence[str]], Wishes], options: Options,
                 today: datetime.date, ask: Ask | None = None) -> None:
        self.kind, self.table, self.path, self.options, self.today = kind, table, path, options, today
        self.skipped: dict[str, list[int]] = {"blank": [], "totals": [], "groups": [], "example": []}
        self.wishes = Wishes()            # of the layout that was made last
        self._wishes, self._ask = wishes, ask
        self._replaced = {(plain(column), fold(old)): new for column, old, new in options.replace}
        self._layouts: dict[tuple[str, ...], Layout] = {}
        self._begun: list[Row] = []       # rows under the header that were read to find it
        self._repeated: list[Cell] = []   # the header as it stands, which may stand again further down
        self._fill: list[int] = []        # places of the columns that are filled down
        self._above: dict[int, Cell] = {}
        self._unit = ""                   # what the row at hand says its amount is measured in
        self.unit_above = ""              # the unit that stands over the header, which nobody has said to be meant
        self.rows = self._keyed() if table.keyed else self._headed()

    @property
    def header(self) -> tuple[str, ...]:
        """The header of the table; the first record's keys where each has its own; empty before a row was read."""
        return next(iter(self._layouts), ())

    def __iter__(self) -> Iterator[Draft]:
        for row in self.rows:
            yield from self.drafts(row)

    def drafts(self, row: Row) -> Iterator[Draft]:
        """The drafts of one row: one, or one a filled column of a wide table."""
        layout = self.layout(row.header)
        faults: list[tuple[str, str, errors.Failure]] = []
        values = dict(self.wishes.fixed)
        held: dict[str, Any] = {}
        self._unit = self._unit_in(row, layout)
        for column in layout.columns:
            value = self.value(column, row.cells[column.at] if column.at < len(row.cells) else None, faults)
            if value is not None:
                held[column.field.key] = value
        values.update(held)
        values.pop(UNIT.key, None)
        _beside(self.kind, values)
        faults += self._beyond(row)
        if not layout.unfolded:
            yield Draft(row, values, tuple(faults))
            return
        for column in layout.unfolded:
            yield from self._unfolded(row, column, values, faults)

    def _unfolded(self, row: Row, column: Column, values: dict[str, Any], faults: list[tuple[str, str, errors.Failure]]) -> Iterator[Draft]:
        cell = row.cells[column.at] if column.at < len(row.cells) else None
        found = list(faults)
        amount = self.value(column._replace(field=self.kind.field("amount")), cell, found)
        if amount is not None or len(found) > len(faults):
            stated = {} if amount is None else {"amount": amount}
            yield Draft(row, {**values, column.field.key: without_brackets(column.header).strip(), **stated}, tuple(found))

    def layout(self, header: tuple[str, ...]) -> Layout:
        """What the columns of a header mean. Raises: what `columns.layout` raises."""
        found = self._layouts.get(header)
        if found is None:
            self.wishes = self._wishes(() if self.table.keyed else header)
            found = columns.layout(self.kind, header, self.wishes, self.path, partial=self.table.keyed)
            self._layouts[header] = found
        return found

    # ---- rows -----------------------------------------------------------------------------------------------------

    def _keyed(self) -> Iterator[Row]:
        for row in self.table.rows:
            if any(cell is not None for cell in row.cells):
                yield row

    def _headed(self) -> Iterator[Row]:
        """The rows under the header, with blanks filled and the rows left out that are to be. Raises: NoHeader, and as `layout`."""
        begin = list(islice(self.table.rows, max(columns.LOOKED_AT, self.options.header_row or 0)))
        at = self._header_at(begin)
        header = tuple(str(cell).strip() if cell is not None else "" for cell in begin[at].cells)
        while header and not header[-1]:
            header = header[:-1]
        self.unit_above = next(filter(None, map(unit_said, begin[:at])), "")
        self._known(header, begin[at + 1:at + 4])
        self._begun, self._repeated = begin[at + 1:], list(begin[at].cells)
        self._replaced = {(plain(name), fold(old)): new for column, old, new in self.options.replace for name in columns.names(header, column)}
        self._fill = [header.index(name) for name in _named(header, self.options.fill_down)]
        return self._under(header)

    def blocks(self, size: int) -> Iterator[Block]:
        """All rows, many at once, as they came where the format allows it: `rows` and `blocks` share what is left to read."""
        quick = self.table.more is not None and not (self.options.fill_down or self.options.skip_totals or self.options.skip_groups)
        rows = self.rows
        if quick:
            begun, self._begun = self._begun, []
            rows = (row for row in map(partial(self._one_under, self.header), begun) if row)
        while held := list(islice(rows, size)):
            for header, group in groupby(held, key=lambda row: row.header):
                yield _block(header, list(group))
        if quick:
            assert self.table.more is not None
            while (found := self.table.more(size))[1]:
                first, cells = found
                yield Block(self.header, range(first, first + len(cells)), cells, self.table.cell, self._raw)

    def _raw(self, number: int, cells: list[Any]) -> Row | None:
        return self._one_under(self.header, Row(number, (), [self.table.cell(cell) for cell in cells]))

    def _known(self, header: tuple[str, ...], first: list[Row]) -> None:
        """The layout of the header; a person who can be asked says what unknown columns are. Raises: as `layout`."""
        try:
            self.layout(header)
        except errors.UnknownColumns as unknown:
            if not self._ask:
                raise
            self._ask(cast(list[str], unknown.slots["names"]), header, first)
            self.layout(header)

    def _header_at(self, begin: list[Row]) -> int:
        asked = self.options.header_row
        if asked is not None:
            found = next((at for at, row in enumerate(begin) if row.number == asked), None)
        else:
            found = columns.header_at(self.kind, (row.cells for row in begin), self._wishes)
        if found is None:
            raise errors.NoHeader(path=self.path)
        return found

    def _under(self, header: tuple[str, ...]) -> Iterator[Row]:
        for row in chain(self._begun, self.table.rows):
            found = self._one_under(header, row)
            if found:
                yield found

    def _one_under(self, header: tuple[str, ...], row: Row) -> Row | None:
        """A row under the header, blanks filled as above; None where it is left out."""
        number, _, cells = row
        filled = [cell for cell in cells if cell is not None and (cell.__class__ is not str or not cell.isspace())]
        kind = self._left_out(filled, cells == self._repeated)
        if kind:
            self.skipped[kind].append(number)
            return None
        for at in self._fill:
            cells.extend([None] * (at + 1 - len(cells)))
            self._above[at] = cells[at] = cells[at] if cells[at] not in (None, "") else self._above.get(at)
        return Row(number, header, cells)

    def _left_out(self, filled: list[Cell], repeated: bool) -> str:
        """Why a row is no record: blank, example, totals, groups; empty for one that is."""
        if not filled or repeated:
            return "blank" if not filled else "groups"
        first = str(filled[0]).strip()
        if first.startswith(EXAMPLE):
            return "example"
        if self.options.skip_totals and any(is_total(str(cell)) for cell in filled[:2]):
            return "totals"
        return "groups" if self.options.skip_groups and len(filled) == 1 else ""

    def no_record(self, row: Row) -> errors.Failure | None:
        """What a row of a table that cannot be read may be instead of a record: totals, or a group's title or a note by itself."""
        filled = [str(cell) for cell in row.cells if cell is not None and str(cell).strip()]
        if self.table.keyed or not filled:
            return None
        totals = next((text for text in filled[:2] if is_total(text)), None)
        if totals is not None:
            return errors.TotalsRow(text=totals)
        return errors.LoneCell(text=filled[0]) if len(filled) == 1 and sum(map(bool, row.header)) > 2 else None

    def no_name(self, row: Row) -> errors.Failure | None:
        """What a row may be instead of a record, though it could be read as one: by its words."""
        other = self.no_record(row)
        if isinstance(other, errors.LoneCell):
            return other if is_note(str(other.slots["text"])) else None
        return other

    def _beyond(self, row: Row) -> list[tuple[str, str, errors.Failure]]:
        """Values that stand under no header."""
        loose: list[int] = [at for at, name in enumerate(row.header) if not name] if "" in row.header else []
        loose += range(len(row.header), len(row.cells))
        filled = (at for at in loose if at < len(row.cells) and row.cells[at] is not None and str(row.cells[at]).strip())
        return [(_letters(at), str(row.cells[at]), errors.CellWithoutColumn()) for at in islice(filled, 1)]

    # ---- cells ----------------------------------------------------------------------------------------------------

    def value(self, column: Column, cell: Cell, faults: list[tuple[str, str, errors.Failure]]) -> Any:
        """What a cell says of its field: text, a list of texts or pairs where it holds several, None where nothing."""
        if cell is None:
            return None
        if self._replaced and isinstance(cell, str):
            cell = self._replaced.get((plain(column.header), fold(cell)), cell)
        try:
            if column.field.many:
                parts = cell if isinstance(cell, list) else self._split(str(cell)) if isinstance(cell, str) else [cell]
                return [part for part in (self._beside_each(column, part) for part in parts) if part is not None] or None
            return self._one(column, cell)
        except errors.Failure as failure:
            faults.append((column.header, "" if isinstance(cell, Fault) else str(cell), failure))
            return None

    def _split(self, text: str) -> list[str]:
        return text.split(self.options.separator) if self.options.separator else [text]

    def _beside_each(self, column: Column, part: Cell) -> Any:
        if isinstance(part, dict):
            return part
        return self._one(column, part)

    def _one(self, column: Column, cell: Cell) -> str | None:
        kind = column.field.type
        if isinstance(cell, Fault):
            raise errors.NoStoredValue() if cell == UNSTORED else errors.ManyDigits() if cell == TOO_LONG else errors.CellFault(text=str(cell))
        if isinstance(cell, dict):
            return _of_table(column, cell)
        if not isinstance(cell, str):
            raise errors.NestedValue()
        text = str(cell) if isinstance(kind, Prose) else cell.strip()
        if not text.strip() or (text in BLANK and not isinstance(kind, _WORDS) and not (isinstance(kind, Quantity) and text[:1] in "Nn")):
            return None
        if isinstance(kind, Quantity):
            return self._amount(column, with_dot(text) if self.options.decimal_comma and not isinstance(cell, Number) else text)
        if isinstance(kind, Date) and isinstance(cell, Number) and self.table.serials:
            return self._day(text)
        return text

    def _day(self, text: str) -> str:
        """What a number in a date's column of a worksheet means. Raises: UnclearDayNumber, which no order of day and month decides."""
        from alliancectl.values.when import when

        try:
            return when(text, today=self.today, order=self.options.order, serial=True).canonical
        except errors.AmbiguousDate as unclear:
            raise errors.UnclearDayNumber(**unclear.slots) from None

    def _amount(self, column: Column, text: str) -> str:
        """An amount with its unit: a bare number is measured in what `--unit` or the header says."""
        return _with_unit(text, self._unit or self.options.unit or column.unit)

    def _unit_in(self, row: Row, layout: Layout) -> str:
        """What the row itself says its amount is measured in."""
        cells = (row.cells[column.at] for column in layout.columns if column.field == UNIT and column.at < len(row.cells))
        return next((str(cell).strip() for cell in cells if cell is not None), "")


def _block(header: tuple[str, ...], rows: list[Row]) -> Block:
    """Rows that were read one by one as a block: a cell is told by its class and text, "" where it is empty."""
    by_number = {row.number: row for row in rows}
    cells = [["" if cell is None else (cell.__class__, cell) if isinstance(cell, str) else ODD for cell in row.cells] for row in rows]
    return Block(header, list(by_number), cells, lambda told: told[1] if told else None, lambda number, _: by_number[number])


def _with_unit(text: str, unit: str) -> str:
    """An amount with its unit, where it is a bare number."""
    if not unit or not _BARE.fullmatch(text) or not re.search(r"\d", text) or re.search(r"\d", unit):
        return text
    return f"{text} {unit}" if unit.isascii() else f"{text}{unit}"


def _of_table(column: Column, cell: dict[str, Any]) -> str | None:
    """A date or amount as JSON of this program writes it. Raises: NestedValue."""
    if isinstance(column.field.type, Date) and isinstance(cell.get("canonical"), str):
        return str(cell["canonical"])
    if isinstance(column.field.type, Quantity) and isinstance(cell.get("text"), str):
        text, unit = cell["text"], cell.get("unit")
        return f"{text} {unit}" if unit and _BARE.fullmatch(text) else str(text)
    raise errors.NestedValue()


def _beside(kind: Kind, values: dict[str, Any]) -> None:
    """Pairs of a value and what stands beside it: written as tables, or as a list of their own (`quotes`, `alias_sources`)."""
    for field in kind.several:
        if not field.extra:
            continue
        option, extra = field.option or field.key, field.extra.key
        for pair in values.pop(extra + "s", None) or ():
            if isinstance(pair, dict):
                values[field.key] = [part for part in values.get(field.key, []) if part != pair.get(option)] + [pair]
        if isinstance(values.get(field.key), list):
            values[field.key] = [(str(part.get(option) or part.get("name") or ""), part.get(extra)) if isinstance(part, dict) else part
                                 for part in values[field.key]]


def _named(header: Sequence[str], names: Sequence[str]) -> list[str]:
    return [name for text in names for name in columns.names(header, text)]


def _letters(at: int) -> str:
    """How a worksheet calls a column: A, B, …, AA."""
    letters, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return Text("{letters} 列", "column {letters}")(letters=letters)


def replacements(texts: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    """What `--replace COLUMN:OLD=NEW` says. Raises: BadReplacement."""
    found = []
    for text in texts:
        rest, sign, new = text.rpartition("=")
        column, colon, old = rest.partition(":")
        if not sign or not colon or not column.strip() or not old.strip():
            raise errors.BadReplacement(text=text)
        found.append((column, old, new))
    return tuple(found)
