"""How rows of claims become cells: what the texts of a row mean together is a *sort* (whose, what, which measure …), met once.

A large table says the same few thousand sorts over and over; so it does days with their sources, and a row is then three look-ups. What is
unusual is `BAD` here and goes the long way, which names what is wrong or does what is rare.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from sys import intern
from typing import Any

from alliancectl import errors
from alliancectl.actions.importing.desk import Reader
from alliancectl.actions.importing.texts import (
    BAD,
    CACHED,
    CAPACITY,
    MEASURED,
    TOLDS,
    UNDATED,
    UNIT_OF,
    Amounts,
    Cells,
    Cited,
    Dated,
    Notes,
    Sort,
    Told,
)
from alliancectl.actions.settle import judge
from alliancectl.intake.asides import EXAMPLE
from alliancectl.intake.columns import Column, Layout
from alliancectl.intake.drafts import Drafts
from alliancectl.intake.rows import ODD, Cell
from alliancectl.kinds.record import Ref
from alliancectl.store.bulk import DAY, MEASURE, SORT, SORT_FIELDS, Days
from alliancectl.store.series import series_key, series_number

WHOSE = tuple(field.key for field in SORT_FIELDS[:6])   # member, scope, site, line, product, grade


class Plan:
    """How the rows under one header become claims."""

    def __init__(self, reader: Reader, drafts: Drafts, layout: Layout, days: Days) -> None:
        self.reader, self.desk, self.drafts, self.days = reader, reader.desk, drafts, days
        self.opened: Callable[[Any], Cell] = lambda told: told     # what a told cell holds
        self.width, self.fixed = len(layout.header), dict(drafts.wishes.fixed)
        held = {column.field.key: column for column in layout.columns}
        fields = [field for field in (*CAPACITY.single, CAPACITY.field("year")) if field.key in held or field.key in self.fixed]
        columns = {field.key: held.get(field.key) or Column(-1, field.key, field) for field in fields}
        self.columns = [columns[field.key] for field in SORT_FIELDS if field.key in columns]
        self.amount = columns.get("amount") or Column(-1, "amount", CAPACITY.field("amount"))
        self.dates = [columns[key] for key in ("as_of", "year") if key in columns]
        self.note, self.source = columns.get("note"), held.get("sources")
        surely = [column.at for column in (columns.get("product"), columns.get("amount")) if column and column.at >= 0]
        used = {column.at for column in layout.columns}
        self.unused = [at for at in range(min(surely, default=self.width)) if at not in used]   # columns that may begin a row
        tellers = [*self.dates, *([self.source] if self.source else [])]
        self.pick, self.pick_teller = _picked(self.columns), _picked(tellers)
        self._parts = (lambda told: told) if len(tellers) > 1 else (lambda told: (told,) if tellers else ())
        self._number = 0
        self._forgotten = self._forgotten_next = 0, 0   # up to which number no sort, and no told, is used any more
        self._new_sorts: list[Cells] = []
        self._new_tolds: list[Cells] = []
        self.sorts: dict[Any, Any] = {}
        self.others: dict[Any, Sort] = {}              # of the same words, with amounts of another measure
        self.tolds: dict[Any, Any] = {}
        self.dated, self.notes, self.cited = Dated(self), Notes(self), Cited(self)
        self.meets = False                             # whether any series is in the file already
        self._products: dict[int, Ref] = {}
        self._amounts: dict[str | None, Amounts] = {}
        self._understood: dict[Any, Any] = {}
        self._rests: dict[Any, Any] = {}
        self._whose = sum(column.field.key in WHOSE for column in self.columns)   # these come first

    def told(self, texts: Any) -> Any:
        """What these texts of a row say of its day and sources, which may be new; BAD for the long way."""
        if len(self.tolds) > TOLDS:   # begin anew: memory holds only so many
            self.tolds.clear()
            self._forgotten_next = self._forgotten_next[0], self._number
        found = self.tolds[_shared(texts)] = self._teller(self._parts(texts))
        return found

    def _teller(self, texts: Cells) -> Any:
        cells = self.dated[texts[:len(self.dates)] if len(self.dates) > 1 else texts[0]] if self.dates else UNDATED
        cited = self.cited[texts[-1]] if cells and self.source else ((),)
        if not cells or not cited:
            return BAD
        self._number += 1
        self._new_tolds.append((self._number, cells, cited[0]))
        return Told(self._number, self.days.bit(cells[LAST_DAY]), cells, cited[0])

    def begin(self) -> None:
        """A block begins: what was forgotten during the last one is used no more."""
        self._forgotten = self._forgotten_next

    def defined(self) -> tuple[int, int, list[Cells], list[Cells]]:
        """Up to which number no sort, and no told, is used any more; those, as `bulk.Claims` has them, that came since this was asked last."""
        found = *self._forgotten, self._new_sorts, self._new_tolds
        self._new_sorts, self._new_tolds = [], []
        return found

    def fitted(self, told: list[Any]) -> list[Any]:
        """A row as wide as the header; where something stands beyond it, it is odd."""
        if any(cell != "" for cell in told[self.width:]):
            return [ODD] * self.width
        return told[:self.width] + [""] * (self.width - len(told))

    def value(self, column: Column, told: Any) -> Any:
        """What a cell says, as text (several texts of sources); None where nothing, BAD where it cannot be told here."""
        faults: list[Any] = []
        value = None if told in ("", ODD) else self.drafts.value(column, self.opened(told), faults)
        if faults or told is ODD or (isinstance(value, str) and value.startswith(EXAMPLE)):
            return BAD
        return self.fixed.get(column.field.key) if value is None else value

    def cells(self, key: str, text: str) -> Cells:
        """What is kept of the text of a field; () where it is refused."""
        field = CAPACITY.field(key)
        try:
            return field.type.cells(self.reader.one(field, text))
        except errors.Failure:
            return ()

    # ---- sorts ----------------------------------------------------------------------------------------------------

    def sort(self, told: Any, amount: Any) -> Any:
        """The sort of a row that says this and whose amount is that text; BAD for the long way. What it names may be new."""
        known = self.sorts.get(told)
        words = known and (known.cells, known.amounts) if known is not None else self._words(told)
        if words is BAD:
            self._keep(told, BAD)
            return BAD
        cells, amounts = words
        stated = amounts[amount]
        if stated is BAD:
            return BAD
        self._measure(cells[_PRODUCT], stated[MEASURED][UNIT_OF])
        measure = stated[MEASURED]
        if known and known.measure is measure:
            return known
        found = self.others.get((told, measure)) if known else None
        if found is None:
            found = self._made(cells, amounts, measure)
            if known:
                self.others[told, measure] = found
            else:
                self._keep(told, found)
        return found

    def _keep(self, told: Any, sort: Any) -> None:
        if len(self.sorts) + len(self.others) > CACHED:
            self.sorts.clear()
            self.others.clear()
            self._forgotten_next = self._number, self._forgotten_next[1]
        self.sorts[_shared(told)] = sort

    def _made(self, cells: Cells, amounts: Amounts, measure: Cells) -> Sort:
        connection = self.desk.connection
        key = series_key(connection, dict(zip((*SORT, *MEASURE), (*cells, *measure), strict=True)))
        known = (series_number(connection, key) or 0) if self.days.any else 0
        days = self.days.of(known) if known else 0
        self.meets = self.meets or bool(days)
        self._number += 1
        self._new_sorts.append((self._number, (*cells, *measure), key, known))
        return Sort(self._number, cells, measure, amounts, days, known)

    def _measure(self, product: int, unit: str) -> None:
        """A new product is measured in the unit of its first amount."""
        if product < 0:
            self.desk.made_here[self._products[product]].setdefault("unit", unit)

    def _words(self, told: Any) -> Any:
        """The cells of a sort, and how its amounts are read; BAD where the long way must look."""
        texts = told if len(self.columns) > 1 else (told,)
        whose: dict[str, Any] = {}
        for column, part in zip(self.columns[:self._whose], texts, strict=False):
            found = self._understand(column, part, whose.get("member") if column.field.key == "site" else None)
            if found is BAD:
                return BAD
            if found:
                whose[column.field.key] = found[0][0]
        if "product" not in whose or ("member" in whose) == ("scope" in whose) or ("site" in whose and "member" not in whose):
            return BAD
        rest = self._rest(texts[self._whose:], tuple(whose))
        return rest and ((*map(whose.get, WHOSE), *rest), self._amounts_of(whose["product"]))

    def _rest(self, texts: Cells, whose: tuple[str, ...]) -> Any:
        """The cells of what a sort says beside whose it is; BAD where the long way must look, or a rule of the kind refuses it.

        Whose and of what makes no difference to the rules, but whether it is said.
        """
        key = texts, whose
        if key not in self._rests:
            if len(self._rests) > CACHED:
                self._rests.clear()
            self._rests[key] = self._whole(texts, whose)
        return self._rests[key]

    def _whole(self, texts: Cells, whose: tuple[str, ...]) -> Any:
        """What a claim leaves unsaid is filled in, as settling does."""
        held: dict[str, tuple[Cells, Any]] = {}
        for column, part in zip(self.columns[self._whose:], texts, strict=True):
            found = self._understand(column, part, None)
            if found is BAD:
                return BAD
            if found:
                held[column.field.key] = found
        fields = SORT_FIELDS[len(WHOSE):]
        for field in fields:
            if field.key not in held and field.default is not None:
                held[field.key] = field.type.cells(field.default), field.default
        if "status" not in held and held["measure"][1] == "capacity":
            held["status"] = ("operating",), "operating"
        try:
            judge(self.desk, CAPACITY, {"amount": True, **dict.fromkeys(whose, True), **{key: value for key, (_, value) in held.items()}})
        except errors.Failure:
            return BAD
        return tuple(cell for field in fields for cell in (held[field.key][0] if field.key in held else (None,) * len(field.type.columns)))

    def _amounts_of(self, product: Any) -> Amounts:
        unit = self.reader.unit_of(self._products[product])
        if unit not in self._amounts:
            self._amounts[unit] = Amounts(self, unit)
        return self._amounts[unit]

    def _understand(self, column: Column, told: Any, owner: int | None) -> Any:
        """The cells and the value of one text of a sort; None where it says nothing, BAD for the long way."""
        key = (column.field.key, told, owner)
        if key not in self._understood:
            if len(self._understood) > CACHED:
                self._understood.clear()
            self._understood[key] = self._read(column, told, owner)
        return self._understood[key]

    def _read(self, column: Column, told: Any, owner: int | None) -> Any:
        text = self.value(column, told)
        if text is None or text is BAD:
            return text
        self.desk.owner = owner
        try:
            value = self.reader.one(column.field, text)
        except errors.Failure:
            return BAD
        if isinstance(value, Ref) and value.kind == "product":
            self._products[value.id] = value
        return column.field.type.cells(value), value


_PRODUCT, LAST_DAY = SORT.index("product"), DAY.index("as_of_latest")


def _shared(told: Any) -> Any:
    """The same texts, each kept once however many sorts say it."""
    return tuple(intern(part) if part.__class__ is str else part for part in told) if told.__class__ is tuple else told


def _picked(columns: Sequence[Column]) -> Callable[[list[Any]], Any]:
    """What tells a row apart in these columns: the cell of a single one, else a tuple; "" for a column that only `--set` gives."""
    places = [column.at for column in columns]
    if places and min(places) >= 0:
        return itemgetter(*places)
    if len(places) == 1:
        return lambda row: ""
    return lambda row: tuple(row[at] if at >= 0 else "" for at in places)
