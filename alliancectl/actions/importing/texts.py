"""What the texts of a table of claims mean, column by column, each understood once: amounts, days, notes, sources.

Also what a row is put together of: a `Sort` and a `Told`, which plan.py makes of several columns.
"""

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import proxy

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.store.bulk import AMOUNT, DAY, MEASURE, OWN_AMOUNT
from alliancectl.values.decimals import EXACT, written_out

if TYPE_CHECKING:
    from alliancectl.actions.importing.plan import Plan

CAPACITY = KINDS["capacity"]
CACHED = 20_000      # texts of a column, and sorts, that are remembered
TOLDS = 10_000       # days with their sources that are: a table has few of them, or nearly one a row
BAD: Any = False     # what the long way must look at
_PLAIN = re.compile(r"(?:([1-9][0-9]{0,11})|((?:0|[1-9][0-9]{0,8})\.[0-9]{1,2}))((?: ?[A-Za-z吨件台套张兆瓦千万亿年/]{1,12})?)")
VALUE, BASE, BASE_UNIT = (AMOUNT.index(f"amount_{part}") for part in ("value", "base", "base_unit"))   # places in the cells of an amount

MEASURED = len(OWN_AMOUNT)                      # place of what many amounts have in common, and within it:
UNIT_OF = MEASURE.index("amount_unit")

UNDATED = (None,) * len(DAY)

Cells = tuple[Any, ...]


class Told(NamedTuple):
    """As of when, and by whom: the cells of the day in the order of `DAY`, the sources that are named; `bit` stands for the day in `Sort.days`."""

    number: int
    bit: int
    cells: Cells
    cited: tuple[int, ...]


class Sort(NamedTuple):
    """Everything about a claim but its number, day, note and sources: its cells in the order of `SORT`, and its measure."""

    number: int
    cells: Cells
    measure: Cells        # what its amounts have in common: the very one that `Amounts` gives
    amounts: "Amounts"      # how bare numbers of its product are read
    days: int             # the days of the claims of the series that the record file holds: bits as in `bulk.Days`
    known: int            # its series in the record file; 0 where there is none


class _Understood(dict[Any, Any]):
    """Text -> what it means, or BAD: understood when it is first met; all is forgotten when it is too much."""

    def __init__(self, plan: "Plan") -> None:
        super().__init__()
        self.plan = proxy(plan)   # which holds this: together they would stay when all is read, until garbage is looked for

    def __missing__(self, told: Any) -> Any:
        if len(self) > CACHED:
            self.clear()
        found = self[told] = self._understood(told)
        return found

    def _understood(self, told: Any) -> Any:
        """What a text means, or BAD; each column of a claim says how."""
        raise NotImplementedError   # there is no text of no column


class Amounts(_Understood):
    """Text -> the cells of the amount as `bulk.Claims` has them, its measure last, or BAD; a bare number is in `unit`."""

    def __init__(self, plan: "Plan", unit: str | None) -> None:
        super().__init__(plan)
        self.unit = unit
        self._measures: dict[Cells, Cells] = {}       # each once, however many amounts have it
        self._ones: dict[str, Cells] = {}

    def _understood(self, told: Any) -> Any:
        text = self.plan.value(self.plan.amount, told)
        if not text:
            return BAD
        found = self._scaled(text) or self._read(text)
        return self._parted(found) if found and found[BASE_UNIT] else BAD

    def _parted(self, cells: Cells) -> Cells:
        held = dict(zip(AMOUNT, cells, strict=True))
        shared = tuple(map(held.get, MEASURE))
        return *map(held.get, OWN_AMOUNT), self._measures.setdefault(shared, shared)

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
        return text, value, *one[2:BASE], base, *one[BASE + 1:]

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
        except errors.Failure:
            return ()
        return cells if cells[VALUE] is not None else ()


class Dated(_Understood):
    """The texts of as_of and year -> the cells of the day, or BAD."""

    def _understood(self, told: Any) -> Any:
        plan = self.plan
        texts = [plan.value(column, part) for column, part in zip(plan.dates, told if len(plan.dates) > 1 else (told,), strict=True)]
        if BAD in texts or (None not in texts and len(texts) > 1):   # both a year and a date: the long way compares them
            return BAD
        text = next(filter(None, texts), None)
        if text is None:
            return UNDATED
        return plan.cells("as_of", text) or BAD


class Notes(_Understood):
    """The text of a note -> (what is kept of it,), or BAD."""

    def _understood(self, told: Any) -> Any:
        assert self.plan.note
        text = self.plan.value(self.plan.note, told)
        return BAD if text is BAD else (None,) if text is None else self.plan.cells("note", text) or BAD


class Cited(_Understood):
    """The text of sources -> ((their numbers),), or BAD. A source may be new: it is placed by its first row, so texts are met in their turn."""

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
        except errors.Failure:
            return BAD
