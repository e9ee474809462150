"""The short way for capacity claims, which come by the hundred thousand: each column's text is understood once, a row is put
together from what is known, and anything unusual goes the long way of import_.py, which names what is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from alliancectl.actions.settle import judge
from alliancectl.errors import Failure
from alliancectl.intake.columns import Column, Layout
from alliancectl.intake.drafts import Draft, Drafts
from alliancectl.intake.rows import Row
from alliancectl.kinds import KINDS
from alliancectl.kinds.capacity import phase
from alliancectl.kinds.record import Field, Ref
from alliancectl.store import bulk
from alliancectl.store.schema import column_names
from alliancectl.store.series import base_unit, series_number
from alliancectl.values.names import fold

CAPACITY = KINDS["capacity"]
FIELDS = tuple(field for field in CAPACITY.single if field.key != "series")
COLUMNS = tuple(name for field in FIELDS for name in column_names(field))
AT = {field.key: at for at, field in enumerate(FIELDS)}
BATCH = 1000         # claims that are kept as one item
CACHED = 10_000      # texts of a column that are remembered
_PLAIN = re.compile(r"([1-9][0-9]{0,11})((?: ?[A-Za-z吨件台套张兆瓦千万亿年/]{1,12})?)")
JUDGED = frozenset({"started", "ended", "standing", "why"})   # fields that the kind's rules compare
_BASE_UNIT = [name.removeprefix("amount") for name in column_names(CAPACITY.field("amount"))].index("_base_unit")
_UNIT = [name.removeprefix("amount") for name in column_names(CAPACITY.field("amount"))].index("_unit")
BAD = ("bad",)


class Claims:
    """Takes the rows of a table of claims. `slow` takes a draft the long way; `new` is called with whole batches."""

    def __init__(self, rows: Any, drafts: Drafts, slow: Callable[[Draft], None]) -> None:
        self.rows, self.drafts, self.slow = rows, drafts, slow
        self.found, self.reader, self.desk = rows.found, rows.reader, rows.found.desk
        self.layouts: dict[tuple[str, ...], _Plan | None] = {}
        self.series: dict[tuple[Any, ...], int] = {}
        self.keys: list[tuple[Any, ...]] = self.found.series      # of series that are to be made: -1 is the first
        self.folded: dict[str, str] = {"": ""}
        self.units: dict[int, str | None] = {}
        self.batch: list[tuple[Any, ...]] = []

    def take(self, row: Row) -> None:
        """One row: a claim that is new or known, or the long way."""
        plan = self.layouts.get(row.header, self)
        if plan is self:
            plan = self.layouts[row.header] = self._plan(self.drafts.layout(row.header))
        if plan is None or not self._short(plan, row):   # type: ignore[arg-type]
            for draft in self.drafts.drafts(row):
                self.slow(draft)

    def close(self) -> None:
        """Hand on the last batch."""
        if self.batch:
            self.found.items.append(("claims", 0, self.batch))
            self.batch = []

    def _plan(self, layout: Layout) -> _Plan | None:
        """How rows under a header are taken; None when they need the long way: wide tables, ids, lists other than sources."""
        odd = any((column.field.many and column.field.key != "sources") or column.field.key == "id" for column in layout.columns)
        if layout.unfolded or odd or "" in layout.header or self.rows.wanted.key or any(key == "sources" for key, _ in self.drafts.wishes.fixed):
            return None
        fixed = dict(self.drafts.wishes.fixed)
        given = {column.field.key for column in layout.columns} | set(fixed)
        if not {"product"} <= given:
            return None
        return _Plan(self, layout, fixed)

    def _short(self, plan: _Plan, row: Row) -> bool:
        """Whether the row could be taken the short way."""
        cells = row.cells
        if len(cells) > plan.width and any(cell is not None for cell in cells[plan.width:]):
            return False
        self.desk.row = row.number
        taken = plan.parts(cells)
        if taken is None:
            return False
        sources, parts = taken
        key = self._key(parts)
        series = self.series.get(key)
        if series is None:
            series = self._series(key)
        whole = tuple(chain.from_iterable(parts))
        if series > 0:
            known = self._known(series, parts, whole)
            if known is not None:
                self.found.same += known
                return bool(known)
        self.batch.append((row.number, series, whole, sources))
        self.found.new += 1
        if len(self.batch) >= BATCH:
            self.close()
        return True

    def _key(self, parts: list[tuple[Any, ...]]) -> tuple[Any, ...]:
        product = parts[AT["product"]][0]
        unit = parts[AT["amount"]][_BASE_UNIT]
        if unit is None:
            unit = base_unit(self.desk.connection, product)
        return (parts[0][0], self._fold(parts[1][0]), parts[2][0], self._fold(parts[3][0]), product, self._fold(parts[5][0]),
                parts[6][0] or "capacity", unit, phase(parts[AT["status"]][0]))

    def _fold(self, text: str | None) -> str:
        if not text:
            return ""
        found = self.folded.get(text)
        if found is None:
            if len(self.folded) > CACHED:
                self.folded.clear()
            found = self.folded[text] = fold(text)
        return found

    def _series(self, key: tuple[Any, ...]) -> int:
        number = series_number(self.desk.connection, key)
        if number is None:
            self.keys.append(key)
            number = -len(self.keys)
        self.series[key] = number
        return number

    def _known(self, series: int, parts: list[tuple[Any, ...]], whole: tuple[Any, ...]) -> int | None:
        """1 when the file holds this very claim, None when none like it, 0 when the long way must compare."""
        rivals = [claim for claim in bulk.claims_of(self.desk.connection, series, parts[AT["as_of"]][0]) if claim["basis"] == parts[AT["basis"]][0]]
        if not rivals:
            return None
        mine = dict(zip(COLUMNS, whole, strict=True))
        for claim in rivals:
            if all(claim[name] == mine[name] for name in COMPARED) and all(mine[name] is None or claim[name] == mine[name] for name in MORE):
                return 1
        names = {os.path.basename(path) for claim in rivals for path in bulk.files_cited(self.desk.connection, claim["id"])}
        return 0 if self.rows.matcher.file in names or any(all(claim[name] == mine[name] for name in COMPARED) for claim in rivals) else None


COMPARED = ("amount_value", "amount_high", "amount_qualifier", "amount_unit", "status")
MORE = tuple(name for name in COLUMNS if name in ("started", "ended", "confidence", "standing", "why", "note", "measure"))


class _Plan:
    """How a row under one header becomes the cells of a claim."""

    def __init__(self, claims: Claims, layout: Layout, fixed: dict[str, str]) -> None:
        self.claims, self.width = claims, len(layout.header)
        self.caches: list[dict[Any, Any]] = []
        self.refs: dict[int, Ref] = {}
        self.template: list[tuple[Any, ...]] = [(None,) * len(field.type.columns) for field in FIELDS]
        self.fixed = fixed
        self.ones: dict[tuple[str, str | None], tuple[Any, ...]] = {}
        self.columns = [*_ordered(layout, fixed)]
        self.caches = [{} for _ in self.columns]
        self.judged = bool(JUDGED & {column.field.key for column in self.columns})
        for field in FIELDS:
            if field.default is not None:
                self.template[AT[field.key]] = field.type.cells(field.default)

    def parts(self, cells: list[Any]) -> tuple[tuple[int, ...], list[tuple[Any, ...]]] | None:
        """The sources and each field's cells; None when something needs the long way."""
        parts = self.template.copy()
        sources: tuple[int, ...] = ()
        width = len(cells)
        for number, column in enumerate(self.columns):
            at = column.at
            cell = self.fixed[column.field.key] if at < 0 else cells[at] if at < width else None
            if cell is None:
                continue
            key = column.field.key
            context = parts[0][0] if key == "site" else self._unit(parts) if key == "amount" else None
            kept = cell if context is None and cell.__class__ is str else (cell.__class__, cell, context) if isinstance(cell, str) else None
            if kept is None:
                return None
            found = self.caches[number].get(kept)
            if found is None:
                found = self._understood(column, cell, context)
                if len(self.caches[number]) > CACHED:
                    self.caches[number].clear()
                self.caches[number][kept] = found
            if found is BAD:
                return None
            if found:
                if key == "sources":
                    sources = found
                elif key != "year":
                    parts[AT[key]] = found
                elif parts[AT["as_of"]][0] is None:
                    parts[AT["as_of"]] = found
        return (sources, parts) if self._completed(parts) else None

    def _completed(self, parts: list[tuple[Any, ...]]) -> bool:
        """Fill in what a claim leaves unsaid, as `settle` does; whether it is whole and within the rules."""
        status = AT["status"]
        if parts[status][0] is None and parts[AT["measure"]][0] == "capacity":
            parts[status] = ("operating",)
        if parts[AT["product"]][0] is None or (parts[0][0] is None and parts[1][0] is None):
            return False
        self._remember(parts[AT["product"]][0], parts[AT["amount"]][_UNIT])
        if not self.judged:
            return True
        values = {field.key: value for field, held in zip(FIELDS, parts, strict=True)
                  if field.key in JUDGED and (value := field.type.value(held)) is not None}
        try:
            judge(self.claims.desk, CAPACITY, {"scope": "-", **values})
        except Failure:
            return False
        return True

    def _scaled(self, text: str, unit: str | None) -> tuple[Any, ...] | None:
        """The cells of a plain whole number of a unit, from those of 1 of it: what `amount` says, without reading it again."""
        found = _PLAIN.fullmatch(text)
        if not found:
            return None
        words = found[2]
        one = self.ones.get((words, unit))
        if one is None:
            one = self.ones[words, unit] = self._one(words, unit)
        if not one:
            return None
        _, value, high, qualifier, name, base, base_high, base_unit = one
        number = int(found[1])
        return text, str(number * int(value)), high, qualifier, name, str(number * int(base)), base_high, base_unit

    def _one(self, words: str, unit: str | None) -> tuple[Any, ...]:
        """The cells of 1 of a unit where they are whole numbers; () where the long way is needed."""
        field, desk = CAPACITY.field("amount"), self.claims.desk
        desk.known.unit = unit
        try:
            cells = field.type.cells(field.type.parse(f"1{words}", desk.known))
        except Failure:
            return ()
        whole = all(cells[at] and cells[at].isascii() and cells[at].isdigit() for at in (1, 5)) and cells[2] is None and cells[3] == "="
        return cells if whole else ()

    def _remember(self, product: int, unit: str | None) -> None:
        """A new product is measured in the unit of its first amount."""
        if product < 0 and unit and self.claims.units.get(product) is None:
            self.claims.units[product] = unit
            self.claims.desk.made_here[self.refs[product]].setdefault("unit", unit)

    def _unit(self, parts: list[tuple[Any, ...]]) -> str | None:
        product = parts[AT["product"]][0]
        ref = self.refs.get(product) if product is not None and product > 0 else None
        if ref is None:
            return None
        unit = self.claims.units.get(product)
        if unit is None:
            unit = self.claims.units[product] = self.claims.reader.unit_of(ref)
        return unit

    def _understood(self, column: Column, cell: Any, context: Any) -> Any:
        """The cells of a text, () where it says nothing, BAD where the long way must say what is wrong."""
        faults: list[Any] = []
        value = self.claims.drafts.value(column, cell, faults)
        if faults:
            return BAD
        if value is None:
            return ()
        desk, reader, field = self.claims.desk, self.claims.reader, column.field
        if field.key == "amount" and (scaled := self._scaled(str(value), context)):
            return scaled
        desk.owner = context if field.key == "site" else None
        desk.known.unit = context if field.key == "amount" else None
        try:
            if field.key == "sources":
                return tuple(reader.one(field, text).id for text in value) if all(isinstance(text, str) for text in value) else BAD
            read = reader.one(_as_of(field), str(value))
        except Failure:
            return BAD
        if isinstance(read, Ref) and field.key == "product":
            self.refs[read.id] = read
        return field.type.cells(read)


def _as_of(field: Field) -> Field:
    return CAPACITY.field("as_of") if field.key == "year" else field


def _ordered(layout: Layout, fixed: dict[str, str]) -> Iterator[Column]:
    """The columns in the order of the kind's fields, so that a site comes after its member; those of `--set` stand nowhere (-1)."""
    held = {column.field.key: column for column in layout.columns}
    for key in fixed:
        held.setdefault(key, Column(-1, key, CAPACITY.field(key)))
    order = [*AT, "year", "sources"]
    yield from (held[key] for key in order if key in held)
