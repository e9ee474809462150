"""What the texts of a table of claims mean, column by column, each understood once: amounts, days, notes, sources, and whole *sorts*."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from alliancectl.errors import Failure
from alliancectl.kinds import KINDS
from alliancectl.values.decimals import EXACT, written_out

if TYPE_CHECKING:
    from alliancectl.actions.importing.plan import Plan

CAPACITY = KINDS["capacity"]
CACHED = 20_000      # texts of a column that are remembered
BAD: Any = False     # what the long way must look at
_PLAIN = re.compile(r"(?:([1-9][0-9]{0,11})|((?:0|[1-9][0-9]{0,8})\.[0-9]{1,2}))((?: ?[A-Za-z吨件台套张兆瓦千万亿年/]{1,12})?)")
VALUE, UNIT, BASE, BASE_UNIT = 1, 4, 5, 7    # places in the cells of an amount (bulk.AMOUNT)

Cells = tuple[Any, ...]


class Day(NamedTuple):
    """A date: its cells in the order of `DAY`; `bit` stands for its span in `Sort.days`."""

    number: int
    bit: int
    cells: Cells


class Sort(NamedTuple):
    """Everything about a claim but its amount, day, note and sources: its cells in the order of `SORT`, and its series."""

    number: int
    cells: Cells
    series: Cells         # the key of its series
    base: str             # the base unit of the amounts of that series
    amounts: Amounts      # how bare numbers of its product are read
    days: int             # the days of the claims of the series that the file holds: bits as in `Day`
    known: int            # the series in the file; 0 where there is none


class Amounts(dict[Any, Any]):
    """Text -> the cells of the amount, or BAD; a bare number is in `unit`."""

    def __init__(self, plan: Plan, unit: str | None) -> None:
        self.plan, self.unit = plan, unit
        self._ones: dict[str, Cells] = {}

    def __missing__(self, told: Any) -> Any:
        if len(self) > CACHED:
            self.clear()
        found = self[told] = self._understood(told)
        return found

    def _understood(self, told: Any) -> Any:
        text = self.plan.value(self.plan.amount, told)
        if not text:
            return BAD
        found = self._scaled(text) or self._read(text)
        return found if found and found[BASE_UNIT] else BAD

    def _scaled(self, text: str) -> Cells:
        """The cells of a plain number of a unit, from those of 1 of it: what reading it would say; () where it is not that plain."""
        found = _PLAIN.fullmatch(text)
        if not found:
            return ()
        one = self._ones.get(found[3])
        if one is None:
            one = self._ones[found[3]] = self._one(found[3])
        if not one:
            return ()
        value, base = (self._times(found, cell) for cell in (one[VALUE], one[BASE]))
        return text, value, None, "=", one[UNIT], base, None, one[BASE_UNIT]

    def _times(self, found: re.Match[str], many: str) -> str:
        return str(int(found[1]) * int(many)) if found[1] else written_out(EXACT.multiply(Decimal(found[2]), Decimal(many)))

    def _one(self, words: str) -> Cells:
        """The cells of 1 of a unit where they are whole numbers; () where each amount must be read by itself."""
        cells = self._read(f"1{words}")
        whole = cells and all(cells[at].isascii() and cells[at].isdigit() for at in (VALUE, BASE)) and cells[2:4] == (None, "=")
        return cells if whole else ()

    def _read(self, text: str) -> Cells:
        field, known = self.plan.amount.field, self.plan.desk.known
        known.unit = self.unit
        try:
            cells = field.type.cells(field.type.parse(text, known))
        except Failure:
            return ()
        return cells if cells[VALUE] is not None else ()


class Dated(dict[Any, Any]):
    """The texts of as_of and year -> Day, or BAD."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __missing__(self, told: Any) -> Any:
        if len(self) > CACHED:
            self.plan.forget()
        found = self[told] = self._understood(told)
        return found

    def _understood(self, told: Any) -> Any:
        plan = self.plan
        texts = [plan.value(column, part) for column, part in zip(plan.dates, told if len(plan.dates) > 1 else (told,), strict=True)]
        if BAD in texts or (None not in texts and len(texts) > 1):   # both a year and a date: the long way compares them
            return BAD
        text = next(filter(None, texts), None)
        if text is None:
            return plan.undated
        cells = plan.cells(CAPACITY.field("as_of").key, text)
        return plan.day(cells) if cells else BAD


class Notes(dict[Any, Any]):
    """The text of a note -> (what is kept of it,), or BAD."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __missing__(self, told: Any) -> Any:
        if len(self) > CACHED:
            self.clear()
        assert self.plan.note
        text = self.plan.value(self.plan.note, told)
        found = self[told] = BAD if text is BAD else (None,) if text is None else self.plan.cells("note", text) or BAD
        return found


class Cited(dict[Any, Any]):
    """The text of sources -> ((their numbers),), or BAD. A new source is placed by its first row, so only `met` adds to it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def met(self, told: Any) -> Any:
        """What a text cites, that may be new."""
        if len(self) > CACHED:
            self.clear()
        found = self[told] = self._understood(told)
        return found

    def _understood(self, told: Any) -> Any:
        plan = self.plan
        assert plan.source
        texts = plan.value(plan.source, told)
        if texts is None:
            return ((),)
        if texts is BAD or not all(isinstance(text, str) for text in texts):
            return BAD
        plan.desk.owner = None
        try:
            return (tuple(dict.fromkeys(plan.reader.one(plan.source.field, text).id for text in texts)),)
        except Failure:
            return BAD
