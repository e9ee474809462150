"""Records of a kind read in blocks, column by column: what long lists and exports are made of, in bounded memory.

Each block is one short transaction: its records, the names they point at and their several values belong together, and the
file is free while a block is shown, however long a pager waits. What is written meanwhile is seen by the blocks that follow:
a record that is removed before its block is read is left out, one that is added behind it is there, one whose day is changed
may be met at both days, or at neither. `Blocks.changed` says afterwards that this may have happened. Who needs one state of
the whole file holds it (`holding` of store/file.py).
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Field, Kind, Record, Ref
from alliancectl.kinds.types import Date, Type
from alliancectl.store.records import STANDS
from alliancectl.store.tables import column_names, several_table

AT_ONCE = 600       # records of a block
_NAMES = 20_000     # names of one kind to remember

Beside = Callable[[Sequence[int]], Any]


class Block(NamedTuple):
    """Some records: their numbers, what is kept of each by field (read by `Blocks.reader`), what `beside` found of them; the last one's day."""

    numbers: Sequence[int]
    kept: dict[str, Sequence[Any]]
    beside: Any = None
    day: str = ""


class Selection(NamedTuple):
    """Standing records of a kind: those of `numbers` in their order, else all in the order of their lists, or `by_number`."""

    connection: sqlite3.Connection
    kind: Kind
    numbers: Sequence[int] | None = None
    by_number: bool = False

    def blocks(self, fields: Iterable[Field], beside: Beside | None = None) -> "Blocks":
        """The records with these fields; `beside` is asked for more of a block's records in the transaction of the block."""
        return Blocks(self, tuple({field.key: field for field in fields}.values()), beside)


class Blocks:
    """The records of a selection, a block at a time."""

    def __init__(self, selection: Selection, fields: Sequence[Field], beside: Beside | None) -> None:
        self.connection, self.kind, self.numbers, self.by_number = selection
        self.single = [field for field in fields if not field.many]
        self.several = [field for field in fields if field.many]
        self.changed = False   # whether anybody wrote to the file between two blocks
        self._beside = beside
        self._day = f"{self.kind.order}_earliest" if self.kind.order != "id" else "id"
        self._asked = tuple(dict.fromkeys(("id", self._day, *(column for field in self.single for column in _columns(field)))))
        self._names: dict[str, dict[int, str]] = {}   # of what is pointed at, by kind
        self._version: int | None = None

    def __iter__(self) -> Iterator[Block]:
        if self.numbers is not None:
            yield from self._of_numbers(self.numbers)
        elif self.by_number or self.kind.order == "id":
            yield from self._by_number(STANDS)
        else:
            yield from self._by_day()
            yield from self._by_number(f"{STANDS} AND t.{self._day} IS NULL")

    def records(self) -> Iterator[tuple[Record, Any]]:
        """The records one by one, each with what `beside` found of it by its number."""
        for block in self:
            for record in self.made(block, (*self.single, *self.several)):
                yield record, block.beside and block.beside[record.id]

    def made(self, block: Block, fields: Iterable[Field], places: Sequence[int] | None = None) -> Iterator[Record]:
        """The records of a block, or those in these places, with some of their fields."""
        readers = [(field.key, self.reader(field)) for field in fields]
        numbers, *cells = [of if places is None else [of[at] for at in places] for of in (block.numbers, *(block.kept[key] for key, _ in readers))]
        columns = [[*map(read, kept)] for (_, read), kept in zip(readers, cells, strict=True)]
        for number, *values in zip(numbers, *columns, strict=True):
            held = {key: value for (key, _), value in zip(readers, values, strict=True) if value not in (None, ())}
            yield Record(self.kind, number, held)

    def same(self, block: Block) -> Callable[[int, int], bool]:
        """What says of two places in a block whether the records there hold the same in every field that is read."""
        kept, fields = [*zip(*block.kept.values(), strict=True)], (*self.single, *self.several)
        readers = [self.reader(field) for field in fields]

        def same(one: int, other: int) -> bool:
            return kept[one] == kept[other] or all(
                read(mine) == read(theirs) for read, mine, theirs in zip(readers, kept[one], kept[other], strict=True))

        return same

    def reader(self, field: Field) -> Callable[[Any], Any]:
        """What makes a kept thing of a field its value: a tuple of `Entry` where it holds several, None where there is none."""
        if not field.many:
            return self._reader(field)
        read, beside = self._reader(field), field.extra and self._reader(field.extra)
        width = len(_columns(field))

        def entry(cells: tuple[Any, ...]) -> Entry:
            own = cells[:width] if width > 1 else cells[0]
            return Entry(read(own), beside(cells[width:] if len(cells) > width + 1 else cells[width]) if beside else None)

        return lambda kept: tuple(map(entry, kept))

    # ---- reading

    def _by_number(self, where: str) -> Iterator[Block]:
        """The records by number; each block goes on where the one before ended."""
        statement, last = self._select(f"{where} AND t.id > ? ORDER BY t.id LIMIT {AT_ONCE}"), 0
        while block := self._read((statement, (last,))):
            yield block
            last = block.numbers[-1]

    def _by_day(self) -> Iterator[Block]:
        """The records that have a day, by day and number; each block goes on within the last day of the one before."""
        same = self._select(f"{STANDS} AND t.{self._day} = ? AND t.id > ? ORDER BY t.id LIMIT {AT_ONCE}")
        later = self._select(f"{STANDS} AND t.{self._day} > ? ORDER BY t.{self._day}, t.id LIMIT {AT_ONCE}")
        day, last = "", 0
        while block := self._read((same, (day, last)), (later, (day,))):
            yield block
            day, last = block.day, block.numbers[-1]

    def _of_numbers(self, numbers: Sequence[int]) -> Iterator[Block]:
        statement = self._select(f"{STANDS} AND t.id IN {_GIVEN}")
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start:start + AT_ONCE]
            if block := self._read((statement, (_given(some),)), place={number: at for at, number in enumerate(some)}):
                yield block

    def _select(self, which: str) -> str:
        columns = ", ".join(f't."{column}"' for column in self._asked)
        return f'SELECT {columns} FROM "{self.kind.key}" AS t WHERE {which}'

    def _read(self, *asked: tuple[str, Sequence[Any]], place: Mapping[int, int] | None = None) -> Block | None:
        """The block that the statements give, each asked for what the ones before left room for; `place` puts it in order."""
        alone = not self.connection.in_transaction
        if alone:
            self.connection.execute("BEGIN")
        try:
            rows: list[tuple[Any, ...]] = []
            for statement, values in asked:
                rows += self.connection.execute(statement, values).fetchall() if len(rows) < AT_ONCE else []
            if place:
                rows.sort(key=lambda row: place[row[0]])
            self._watch()
            return self._block(rows) if rows else None
        finally:
            if alone and self.connection.in_transaction:
                self.connection.execute("COMMIT")

    def _block(self, rows: list[tuple[Any, ...]]) -> Block:
        for known in self._names.values():
            if len(known) > _NAMES:
                known.clear()
        columns = dict(zip(self._asked, zip(*rows, strict=True), strict=True))
        numbers = columns["id"]
        kept: dict[str, Sequence[Any]] = {}
        for field in self.single:
            own = [columns[column] for column in _columns(field)]
            kept[field.key] = own[0] if len(own) == 1 or _are_plain(field, own) else [*zip(*own, strict=True)]
            if field.type.reference:
                self._learn(field.type.reference, own[0])
        for field in self.several:
            kept[field.key] = self._entries(field, numbers)
        return Block(numbers, kept, self._beside(numbers) if self._beside else None, columns[self._day][-1])

    def _entries(self, field: Field, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """The entries of each record in a field that holds several, each the cells of the value and of what stands beside it."""
        table, owner = several_table(self.kind, field), self.kind.key
        parts = [part for part in (field, field.extra) if part]
        columns = [f's."{column}"' for part in parts for column in _columns(part)]
        held: dict[int, tuple[Any, ...]] = {}
        if not self.connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{table.name}")').fetchone()[0]:
            return [()] * len(numbers)
        close, values = _close(numbers, f's."{owner}"')
        for number, _, *cells in self.connection.execute(
                f'SELECT s."{owner}", s.id, {", ".join(columns)} FROM {close.format(table=table.name)}'
                f' AND s.removed IS NULL ORDER BY s."{owner}", s.id', values):
            held[number] = (*held[number], tuple(cells)) if number in held else (tuple(cells),)
        at = 0
        for part in parts:
            if part.type.reference:
                self._learn(part.type.reference, [entry[at] for entries in held.values() for entry in entries])
            at += len(_columns(part))
        return list(map(held.get, numbers, repeat(())))

    def _learn(self, kind: str, numbers: Iterable[int | None]) -> None:
        """Read the names of the records that a block points at."""
        known, other = self._names.setdefault(kind, {}), KINDS[kind]
        missing = set(numbers) - known.keys() - {None}
        if missing:
            known.update(self.connection.execute(f'SELECT id, "{other.titled}" FROM "{kind}" WHERE id IN {_GIVEN}', (_given(missing),)).fetchall())

    def _watch(self) -> None:
        version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        self.changed = self.changed or self._version not in (None, version)
        self._version = version

    # ---- values of what is kept

    def _reader(self, field: Field) -> Callable[[Any], Any]:
        if field.type.reference:
            kind, letter = field.type.reference, KINDS[field.type.reference].letter
            names = self._names.setdefault(kind, {})
            return lambda number: None if number is None else Ref(kind, number, letter, names.get(number))   # type: ignore[arg-type]
        value = field.type.value
        if len(_columns(field)) > 1:
            return lambda cells: None if cells is None or cells[0] is None else value(cells if type(cells) is tuple else (cells, None, cells, cells))
        return lambda cell: None if cell is None else value((cell,))


def _columns(field: Field) -> tuple[str, ...]:
    """The columns that a field's value is read from; of a name not those by which it is found."""
    return column_names(field)[:1] if is_text(field) else column_names(field)


def _are_plain(field: Field, own: Sequence[Sequence[Any]]) -> bool:
    """Whether the first of a field's columns says all that the others do: nothing, or days of which nothing else was written.

    So it is with nearly every block of dates, and a text is kept and looked up for half of what a tuple of four costs.
    """
    return own[0].count(None) == len(own[0]) or (isinstance(field.type, Date) and own[0] == own[2] == own[3] and own[1].count(None) == len(own[1]))


def is_text(field: Field) -> bool:
    """Whether what is kept of a field is its value, and the words that are shown of it in either language."""
    kind = type(field.type)
    return (kind.value, kind.shown, kind.typed, kind.json) == (Type.value, Type.shown, Type.typed, Type.json) and field.type.columns[0][1] == "TEXT"


# A list of numbers is one value: a statement with a thousand of them in its text would be kept, with its program, by the connection.
_GIVEN = "(SELECT value FROM json_each(?))"


def _given(numbers: Iterable[Any]) -> str:
    return f"[{','.join(map(str, numbers))}]"


def _close(numbers: Sequence[int], column: str) -> tuple[str, tuple[Any, ...]]:
    """Rows of a table whose `column` is one of these numbers, and the values: a stretch of an index where they lie close together."""
    low, high = min(numbers), max(numbers)
    if high - low < 2 * len(numbers):
        return f'"{{table}}" AS s WHERE {column} BETWEEN ? AND ?', (low, high)
    return f'json_each(?) AS j CROSS JOIN "{{table}}" AS s ON {column} = j.value WHERE 1', (_given(numbers),)
