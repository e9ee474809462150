"""How rows of claims become cells: what the texts of a row mean together is a *sort* (whose, what, which measure …), met once.

A large table says the same few thousand sorts over and over; a row is then four look-ups. What is unusual is `BAD` here and goes
the long way, which names what is wrong or does what is rare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from sys import intern
from typing import Any

from alliancectl.actions.importing.desk import Reader
from alliancectl.actions.importing.texts import BAD, BASE_UNIT, CACHED, CAPACITY, UNIT, Amounts, Cells, Cited, Dated, Day, Notes, Sort
from alliancectl.actions.settle import judge
from alliancectl.errors import Failure
from alliancectl.intake.columns import Column, Layout
from alliancectl.intake.drafts import EXAMPLE, Drafts
from alliancectl.intake.rows import ODD, Cell
from alliancectl.kinds.record import Ref
from alliancectl.store.bulk import DAY, SORT, SORT_FIELDS, Days
from alliancectl.store.series import series_key, series_number

WHOSE = frozenset({"member", "scope", "site", "line", "product", "grade"})


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
        self.pick, self.pick_day = _picked(self.columns), _picked(self.dates)
        self._number = self._forgotten = self._forgotten_next = 0
        self._new_sorts: list[Cells] = []
        self._new_days: list[Cells] = []
        self.undated = self.day((None,) * len(DAY))
        self.sorts: dict[Any, Any] = {}
        self.others: dict[Any, Sort] = {}              # of the same words, with amounts of another base unit
        self.dated, self.notes, self.cited = Dated(self), Notes(self), Cited(self)
        self.meets = False                             # whether any series is in the file already
        self._products: dict[int, Ref] = {}
        self._amounts: dict[str | None, Amounts] = {}
        self._understood: dict[Any, Any] = {}
        self._judged: dict[Any, bool] = {}

    def day(self, cells: Cells) -> Day:
        """A day with these cells."""
        self._number += 1
        self._new_days.append((self._number, cells))
        return Day(self._number, self.days.bit(cells[2], cells[3]), cells)

    def forget(self) -> None:
        """Begin anew with sorts and days, so that memory holds only so many."""
        self.sorts.clear()
        self.others.clear()
        self.dated.clear()
        self._forgotten_next = self._number
        self.undated = self.day((None,) * len(DAY))

    def begin(self) -> None:
        """A block begins: what was forgotten during the last one is used no more."""
        self._forgotten = self._forgotten_next

    def defined(self) -> tuple[int, list[Cells], list[Cells]]:
        """The number up to which no sort or day is used any more; the sorts and days, as `bulk.Claims` has them, that came since this was asked last."""
        found = self._forgotten, self._new_sorts, self._new_days
        self._new_sorts, self._new_days = [], []
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
        except Failure:
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
        self._measure(cells[_PRODUCT], stated[UNIT])
        base = stated[BASE_UNIT]
        if known and known.base == base:
            return known
        found = self.others.get((told, base)) if known else None
        if found is None:
            found = self._made(cells, amounts, base)
            if known:
                self.others[told, base] = found
            else:
                self._keep(told, found)
        return found

    def _keep(self, told: Any, sort: Any) -> None:
        if len(self.sorts) + len(self.others) > CACHED:
            self.forget()
        self.sorts[_shared(told)] = sort

    def _made(self, cells: Cells, amounts: Amounts, base: str) -> Sort:
        connection = self.desk.connection
        key = series_key(connection, {**dict(zip(SORT, cells, strict=True)), "amount_base_unit": base})
        known = (series_number(connection, key) or 0) if self.days.any else 0
        days = self.days.of(known) if known else 0
        self.meets = self.meets or bool(days)
        self._number += 1
        self._new_sorts.append((self._number, cells, key, known))
        return Sort(self._number, cells, key, base, amounts, days, known)

    def _measure(self, product: int, unit: str) -> None:
        """A new product is measured in the unit of its first amount."""
        if product < 0:
            self.desk.made_here[self._products[product]].setdefault("unit", unit)

    def _words(self, told: Any) -> Any:
        """The cells of a sort, and how its amounts are read; BAD where the long way must look."""
        texts = told if len(self.columns) > 1 else (told,)
        held: dict[str, tuple[Cells, Any]] = {}
        for column, part in zip(self.columns, texts, strict=True):
            owner = held["member"][0][0] if column.field.key == "site" and "member" in held else None
            found = self._understand(column, part, owner)
            if found is BAD:
                return BAD
            if found:
                held[column.field.key] = found
        if "product" not in held or ("member" in held) == ("scope" in held) or ("site" in held and "member" not in held):
            return BAD
        return self._whole(held)

    def _whole(self, held: dict[str, tuple[Cells, Any]]) -> Any:
        """What a claim leaves unsaid is filled in, as settling does; BAD where a rule of the kind refuses it."""
        for field in SORT_FIELDS:
            if field.key not in held and field.default is not None:
                held[field.key] = field.type.cells(field.default), field.default
        if "status" not in held and held["measure"][1] == "capacity":
            held["status"] = ("operating",), "operating"
        if not self._allowed(held):
            return BAD
        cells = tuple(cell for field in SORT_FIELDS for cell in (held[field.key][0] if field.key in held else (None,) * len(field.type.columns)))
        return cells, self._amounts_of(cells[_PRODUCT])

    def _allowed(self, held: Mapping[str, tuple[Cells, Any]]) -> bool:
        """Whether the rules of the kind allow a claim to say this together; whose and of what it is makes no difference to them."""
        said = tuple((key, key in WHOSE or found[0]) for key, found in held.items())
        if said not in self._judged:
            if len(self._judged) > CACHED:
                self._judged.clear()
            try:
                judge(self.desk, CAPACITY, {"amount": True, **{key: value for key, (_, value) in held.items()}})
                self._judged[said] = True
            except Failure:
                self._judged[said] = False
        return self._judged[said]

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
        except Failure:
            return BAD
        if isinstance(value, Ref) and value.kind == "product":
            self._products[value.id] = value
        return column.field.type.cells(value), value


_PRODUCT = SORT.index("product")


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
