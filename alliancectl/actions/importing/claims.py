"""The short way for capacity claims, which come by the million: a block of rows is looked up column by column, and what a look-up
does not know goes the long way of reading.py, row by row and in its turn."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import repeat
from operator import and_, getitem, is_, itemgetter, or_
from typing import Any, Literal

from alliancectl.actions.importing.desk import ImportDesk, Reader
from alliancectl.actions.importing.items import Item, Many
from alliancectl.actions.importing.match import SAME_CLAIM
from alliancectl.actions.importing.plan import Plan
from alliancectl.actions.importing.spool import Spool
from alliancectl.actions.importing.texts import BAD, CAPACITY, MEASURED, Cells, Sort, Told
from alliancectl.intake.asides import EXAMPLE
from alliancectl.intake.columns import Layout
from alliancectl.intake.drafts import Drafts
from alliancectl.intake.rows import Block, Row
from alliancectl.store import bulk
from alliancectl.store.tables import column_names

BLOCK = 1000      # rows that are looked up, kept and written at once
# The columns in which a claim that is stated again may say nothing of what is known; what it says must be the same.
MORE = tuple(name for key in ("measure", "started", "ended", "confidence", "standing", "why", "note") for name in column_names(CAPACITY.field(key)))


class ClaimsReader:
    """Takes blocks of rows. What is new is put into `items`, block by block."""

    def __init__(self, reader: Reader, desk: ImportDesk, drafts: Drafts, file: str, items: Spool[Item], slow: Callable[[Row], None], *, keyed: bool) -> None:
        self.reader, self.desk, self.drafts, self.file = reader, desk, drafts, file
        self.items, self.slow, self.keyed = items, slow, keyed
        self.rows = self.new = self.same = 0
        self._plans: dict[tuple[str, ...], Plan | None] = {}
        self._days = bulk.Days(desk.connection)

    def take(self, block: Block) -> None:
        """The rows of a block, in their order."""
        if block.header not in self._plans:
            self._plans[block.header] = self._plan(self.drafts.layout(block.header))
        plan = self._plans[block.header]
        self.rows += len(block.rows)
        if plan is None:
            for number, told in zip(block.numbers, block.rows, strict=True):
                self._long(block, number, told)
            return
        plan.opened = block.cell
        plan.begin()
        rows = block.rows if set(map(len, block.rows)) == {plan.width} else [plan.fitted(told) for told in block.rows]
        self._looked_up(plan, _Columns(plan, rows), block)

    def _plan(self, layout: Layout) -> Plan | None:
        """How rows under a header are taken; None when they need the long way: wide tables, ids, lists other than sources."""
        odd = any((column.field.many and column.field.key != "sources") or column.field.key == "id" for column in layout.columns)
        given = {column.field.key for column in layout.columns} | {key for key, _ in self.drafts.wishes.fixed}
        by_source = self.desk.scoped and any(column.field.key == "sources" for column in layout.columns)   # a name may mean another thing in each row
        fixed = any(key == "sources" for key, _ in self.drafts.wishes.fixed)
        if odd or by_source or fixed or self.keyed or layout.unfolded or self.drafts.table.keyed or "" in layout.header or not {"product", "amount"} <= given:
            return None
        return Plan(self.reader, self.drafts, layout, self._days)

    def _looked_up(self, plan: Plan, found: _Columns, block: Block) -> None:
        """Keep what is known, run by run; what is not is met in its turn."""
        begin = 0
        for at in found.unclear():
            self.desk.row = block.numbers[at]
            known = self._known(found, at) if found.meet(at) else "unclear"
            if known == "new":
                continue
            self._keep(plan, found, block, begin, at)
            begin = at + 1
            if known == "same":
                self.same += 1
            else:
                self._long(block, block.numbers[at], block.rows[at])
        self._keep(plan, found, block, begin, len(block.rows))

    def _keep(self, plan: Plan, found: _Columns, block: Block, begin: int, end: int) -> None:
        if begin < end:
            claims = bulk.Claims(*plan.defined(), list(block.numbers[begin:end]), *found.part(begin, end))
            self.items.append(Many(block.numbers[begin], end - begin, marshal.dumps(tuple(claims))))
            self.new += end - begin

    def _long(self, block: Block, number: int, told: list[Any]) -> None:
        row = block.row(number, told)
        if row is None:
            self.rows -= 1
        else:
            self.desk.row = number
            self.slow(row)

    def _known(self, found: _Columns, at: int) -> Literal["new", "same", "unclear"]:
        """Whether the record file holds no claim like this one, or this very claim; unclear when the long way must compare."""
        sort, told = found.sorts[at], found.tolds[at]
        if not sort.days >> told.bit & 1:
            return "new"
        mine = found.cells(at)
        rivals = [claim for claim in bulk.claims_of(self.desk.connection, sort.known, mine["as_of"]) if claim["basis"] == mine["basis"]]
        same = [claim for claim in rivals if all(claim[name] == mine[name] for name in SAME_CLAIM)]
        if any(all(mine[name] is None or claim[name] == mine[name] for name in MORE) for claim in same):
            return "same"
        names = {os.path.basename(path) for claim in rivals for path in bulk.files_cited(self.desk.connection, claim["id"])}
        return "unclear" if same or self.file in names else "new"


class _Columns:
    """What the rows of a block say, by column: BAD or None where it is not known yet."""

    def __init__(self, plan: Plan, rows: list[list[Any]]) -> None:
        self.plan, self.rows = plan, rows
        self.words, self.tellers = list(map(plan.pick, rows)), list(map(plan.pick_teller, rows))
        self.texts = _column(rows, plan.amount.at)
        self.sorts: list[Any] = list(map(plan.sorts.get, self.words))
        self.tolds: list[Any] = list(map(plan.tolds.get, self.tellers))
        if all(self.sorts):   # as in most blocks
            self.amounts: list[Any] = list(map(getitem, map(_amounts, self.sorts), self.texts))
        else:
            self.amounts = [sort.amounts[text] if sort else BAD for sort, text in zip(self.sorts, self.texts, strict=True)]
        self.notes: list[Any] = list(map(plan.notes.__getitem__, _column(rows, plan.note.at))) if plan.note else []

    def unclear(self) -> Sequence[int]:
        """The rows that are not known through and through, or may be in the file already, in their order."""
        clear = all(self.sorts) and all(self.amounts) and all(self.tolds) and all(self.notes) and not self.plan.unused
        if clear and all(map(is_, map(_of_sort, self.sorts), map(_of_amount, self.amounts))) and not self._meet_any():
            return ()
        parts = zip(self.sorts, self.amounts, self.tolds, self.notes or repeat(True), strict=False)
        return [at for at, (sort, amount, told, note) in enumerate(parts)
                if not (sort and amount and told and note) or sort.measure is not amount[MEASURED] or sort.days >> told.bit & 1 or self._example(at)]

    def _meet_any(self) -> bool:
        """Whether the file may hold a claim of any of these sorts and days; known of all of them at once."""
        if not self.plan.meets:
            return False
        days = reduce(or_, (1 << bit for bit in {*map(_bit, self.tolds)}))
        return any(map(and_, map(_days, self.sorts), repeat(days)))

    def _example(self, at: int) -> bool:
        """Whether a column that is not imported may begin the row with the word for an example."""
        return any(str(self.plan.opened(self.rows[at][beside])).startswith(EXAMPLE) for beside in self.plan.unused)

    def meet(self, at: int) -> bool:
        """Meet what a row names, in its turn, since it may be new; whether all of it is understood."""
        plan = self.plan
        if (self.notes and not self.notes[at]) or self._example(at):
            return False
        sort = self.sorts[at]
        if not sort or not self.amounts[at] or sort.measure is not self.amounts[at][MEASURED]:
            sort = self.sorts[at] = plan.sort(self.words[at], self.texts[at])
            if not sort:
                return False
            self.amounts[at] = sort.amounts[self.texts[at]]
        if self.tolds[at] is None:
            known = plan.tolds.get(self.tellers[at])
            self.tolds[at] = plan.told(self.tellers[at]) if known is None else known
        return bool(self.tolds[at])

    def part(self, begin: int, end: int) -> tuple[Any, ...]:
        """Some rows as a `bulk.Claims` has them."""
        def some(column: Iterable[Any]) -> list[Any]:
            return list(map(_first, column))

        return some(self.sorts[begin:end]), some(self.tolds[begin:end]), self.amounts[begin:end], some(self.notes[begin:end]) or None

    def cells(self, at: int) -> dict[str, Any]:
        """A row as it would be kept, by column."""
        note: Cells = self.notes[at] if self.notes else (None,)
        *amount, measure = self.amounts[at]
        return dict(zip((*bulk.SORT, *bulk.OWN_AMOUNT, *bulk.MEASURE, *bulk.DAY, "note"),
                        (*self.sorts[at].cells, *amount, *measure, *self.tolds[at].cells, *note), strict=True))


def _column(rows: list[list[Any]], at: int) -> list[Any]:
    return list(map(itemgetter(at), rows)) if at >= 0 else [""] * len(rows)


def _part(of: type[Sort] | type[Told], name: str) -> itemgetter[Any]:
    """What takes that field of a tuple."""
    return itemgetter(of._fields.index(name))


_first = itemgetter(0)   # the number of a sort or a told, or what is kept of a note
_bit, _amounts, _days = _part(Told, "bit"), _part(Sort, "amounts"), _part(Sort, "days")
_of_sort, _of_amount = _part(Sort, "measure"), itemgetter(MEASURED)   # the measure
