"""What an import asks of the file, and how claims by the million are written: in blocks, from what many of them share.

Of a claim only the amount, the row of the file and the note are its own; its *sort* (whose, what, which measure …), and its day with
what it cites, are kept once for many (kept.py). The digest of the operation is taken on the way from the same pieces.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial, reduce
from itertools import chain
from operator import itemgetter, or_
from typing import TYPE_CHECKING, Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Shared
from alliancectl.store.history.digest import set_said
from alliancectl.store.history.log import DONE
from alliancectl.store.kept import same_set, shared_table
from alliancectl.store.records import cells_of
from alliancectl.store.series import add_series
from alliancectl.store.tables import column_names, kind_table

if TYPE_CHECKING:
    from alliancectl.store.history import Change

CAPACITY = KINDS["capacity"]
SORT_FIELDS = tuple(field for field in CAPACITY.single if field.key not in ("amount", "as_of", "note") and not field.hidden)
SORT = tuple(name for field in SORT_FIELDS for name in column_names(field))
AMOUNT, DAY = (column_names(CAPACITY.field(key)) for key in ("amount", "as_of"))
CAPACITY_TABLE = kind_table(CAPACITY)
MEASURE = tuple(name for name in AMOUNT if name in CAPACITY.shared[0].columns)        # what many amounts have in common
OWN_AMOUNT = tuple(name for name in AMOUNT if name not in MEASURE)
REFERENCES = (*CAPACITY_TABLE.references, ("series", "series"))
MADE = 20_000       # sets that are remembered
LARGE = 10_000      # claims from which it pays to build the indexes anew
TOGETHER = 200      # rows of one statement
TEXTS = 64          # lists of days that are remembered: returns are handed in on the same days by all

# One text a series, since a row a claim would cost more than all else that is asked of a full file. Of the tables, not of the view: so an index alone
# answers, the view's other columns would have each row fetched.
DAYS_OF_SERIES = "SELECT group_concat(coalesce(r.until, '')) FROM capacity_sort AS s JOIN capacity_row AS r ON r.sort = s.id WHERE s.series = ?"

Cells = tuple[Any, ...]


def newest_operation(connection: sqlite3.Connection) -> int:
    """The number of the last operation that was done; two equal ones say that nothing was written in between."""
    return int(connection.execute(f"SELECT coalesce(max(id), 0) FROM operation WHERE {DONE}").fetchone()[0])


def claim_cells(values: Mapping[str, Any]) -> dict[str, Any]:
    """A claim's values as they are kept, by column; the series is not yet known."""
    return cells_of(values, CAPACITY.single)


def claims_of(connection: sqlite3.Connection, series: int, as_of: str | None) -> list[dict[str, Any]]:
    """The standing claims of a series at a date as kept, by column, with their id."""
    cursor = connection.execute(
        "SELECT * FROM capacity WHERE series = ? AND as_of IS ? AND removed IS NULL ORDER BY id", (series, as_of))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def files_cited(connection: sqlite3.Connection, claim: int) -> set[str]:
    """The files that a claim cites, as its sources name them."""
    return {row[0] for row in connection.execute(
        "SELECT r.file FROM capacity_source AS s JOIN source AS r ON r.id = s.source"
        " WHERE s.capacity = ? AND s.removed IS NULL AND r.file IS NOT NULL", (claim,))}


def is_large(count: int) -> bool:
    """Whether so many claims are written the way of large imports."""
    return count >= LARGE


class Days:
    """For which last days the file holds claims of a series, as bits: few hundred of them stand for all days of a large file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.any = connection.execute("SELECT EXISTS (SELECT 1 FROM series)").fetchone()[0]   # whether a series can be there
        self._bits: dict[str, int] = {}
        self._of_text = lru_cache(TEXTS)(partial(_bits_of, self._bits))
        removed = connection.execute("SELECT EXISTS (SELECT 1 FROM capacity_row WHERE removed IS NOT NULL)").fetchone()[0]
        self.question = DAYS_OF_SERIES + (" AND r.removed IS NULL" if removed else "")

    def bit(self, latest: str | None) -> int:
        """The place of the bit that stands for this last day."""
        return _bit(self._bits, (latest or "").replace("-", ""))

    def of(self, series: int) -> int:
        """The bits of a series' standing claims."""
        text: str | None = self.connection.execute(self.question, (series,)).fetchone()[0]
        return 0 if text is None else self._of_text(text)


def _bits_of(bits: dict[str, int], text: str) -> int:
    return reduce(or_, (1 << _bit(bits, day) for day in {*text.split(",")}))


def _bit(bits: dict[str, int], day: str) -> int:
    return bits.setdefault(day, len(bits))


class Claims(NamedTuple):
    """Claims that are to be written, in their order: plain values only, so that they can wait in a file.

    `sorts` and `tolds` are new ones that these and later claims name by number; sorts up to `no_sort`, tolds up to `no_told` are named no more.
    """

    no_sort: int
    no_told: int
    sorts: list[Cells]               # (number, cells in the order of SORT and MEASURE, key of the series, the series or 0)
    tolds: list[Cells]               # (number, cells in the order of DAY, the sources that are named)
    rows: list[int]                  # where in the imported file
    sort: list[int]
    told: list[int]
    amounts: list[Cells]             # each in the order of OWN_AMOUNT, and what is of the sort
    notes: list[str | None] | None


class ClaimsWriter:
    """Writes claims through a `Change`. Each cites the source `file` too; `place` says in words where, with a | for the row.

    A claim that names one source at the most holds both itself (kinds/capacity.py); of more, all stand in the table of sources.
    """

    def __init__(self, now: "Change", file: int, place: str) -> None:
        self.now, self.connection, self.file, self.place = now, now.connection, file, place
        self._sets = {shared.key: _Sets(now.connection, shared) for shared in CAPACITY.shared}
        self._first = {key: sets.last for key, sets in self._sets.items()}
        self._no_sort = self._no_told = 0
        self._waiting_sorts: dict[int, Cells] = {}   # not used yet
        self._waiting_tolds: dict[int, Cells] = {}
        self._sorts: dict[int, _Kept] = {}
        self._tolds: dict[int, _Told] = {}
        now.follow("capacity")
        now.follow("capacity_source")

    def write(self, claims: Claims) -> tuple[int, int]:
        """Write them; returns the numbers of the first and the last."""
        self._forget(claims.no_sort, claims.no_told)
        self._define(claims)
        several = any(self._tolds[number].several for number in {*claims.told})
        ids = self._insert(claims, several)
        if several:
            self._cite(claims, ids)
        return ids[0], ids[-1]

    def close(self) -> None:
        """Check what was named, since nobody looked while it was written. Raises: sqlite3.IntegrityError."""
        for key, sets in self._sets.items():
            for column, other in REFERENCES:
                if column in sets.columns and self.connection.execute(
                        f"SELECT 1 FROM {sets.name} AS t WHERE t.id > ? AND t.{column} IS NOT NULL"
                        f" AND NOT EXISTS (SELECT 1 FROM {other} WHERE id = t.{column})", (self._first[key],)).fetchone():
                    raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")

    # ---- what claims share ----------------------------------------------------------------------------------------

    def _forget(self, no_sort: int, no_told: int) -> None:
        """Drop sorts and tolds up to these numbers: memory holds only so many."""
        if no_sort > self._no_sort:
            self._no_sort = no_sort
            self._waiting_sorts = {key: cells for key, cells in self._waiting_sorts.items() if key > no_sort}
            self._sorts = {key: kept for key, kept in self._sorts.items() if key > no_sort}
        if no_told > self._no_told:
            self._no_told = no_told
            self._waiting_tolds = {key: cells for key, cells in self._waiting_tolds.items() if key > no_told}
            self._tolds = {key: kept for key, kept in self._tolds.items() if key > no_told}

    def _define(self, claims: Claims) -> None:
        """Write the sorts and tolds that are used for the first time; a series is made when its first claim is written."""
        self._waiting_sorts.update((found[0], found) for found in claims.sorts)
        self._waiting_tolds.update((found[0], found) for found in claims.tolds)
        for number in sorted(number for number in {*claims.sort} if number not in self._sorts):
            self._sorts[number] = self._sort(*self._waiting_sorts.pop(number)[1:])
        for number in sorted(number for number in {*claims.told} if number not in self._tolds):
            self._tolds[number] = self._told(*self._waiting_tolds.pop(number)[1:])

    def _sort(self, cells: Cells, key: Cells, known: int) -> "_Kept":
        series = known or add_series(self.connection, key)
        return self._sets["sort"].kept(dict(zip(_SORT_CELLS, (*cells, series), strict=True)))

    def _told(self, cells: Cells, cited: Sequence[int]) -> "_Told":
        held = dict(zip(DAY, cells, strict=True))
        if len(cited) < 2:
            held |= {"asserted_by": cited[0] if cited else None, "asserted_in": self.file, "asserted_place": self.place}
        until = held[CAPACITY.sought]
        return _Told(*self._sets["told"].kept(held), until and int(until.replace("-", "")), cited if len(cited) > 1 else ())

    # ---- rows -----------------------------------------------------------------------------------------------------

    def _insert(self, claims: Claims, several: bool) -> range:
        first = int(self.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM capacity_row").fetchone()[0])
        ids = range(first, first + len(claims.rows))
        sorts, tolds = list(map(self._sorts.__getitem__, claims.sort)), list(map(self._tolds.__getitem__, claims.told))
        amounts = dict(zip(OWN_AMOUNT, zip(*claims.amounts, strict=True), strict=False))
        rows = [None if told.several else row for row, told in zip(claims.rows, tolds, strict=True)] if several else claims.rows
        own = {name: column for name, column in amounts.items() if column.count(None) < len(column)}
        if claims.notes:
            own["note"] = tuple(claims.notes)
        self._run(f"INSERT INTO capacity_row(operation, sort, told, until, asserted_row, {', '.join(own)}) VALUES ",   # an id is the one after the last
                  f"({self.now.operation}, ?, ?, ?, ?{', ?' * len(own)})",
                  zip(map(_number, sorts), map(_number, tolds), map(_until, tolds), rows, *own.values(), strict=True))
        self.now.added("capacity", ids, [
            *own.items(), ("asserted_row", rows), ("sort", [*map(_said, sorts)]), ("told", [*map(_said, tolds)])])
        return ids

    def _run(self, head: str, one: str, rows: Iterable[Cells]) -> None:
        """Run an insertion of rows, each written as `one`, many at a time."""
        cells, width = list(chain.from_iterable(rows)), one.count("?")
        whole = head + ", ".join([one] * TOGETHER)
        for at in range(0, len(cells), TOGETHER * width):
            part = cells[at:at + TOGETHER * width]
            self.connection.execute(whole if len(part) == TOGETHER * width else head + ", ".join([one] * (len(part) // width)), part)

    # ---- sources --------------------------------------------------------------------------------------------------

    def _cite(self, claims: Claims, ids: range) -> None:
        """Of each claim that names several sources these, then the imported file with the row."""
        rows: list[Cells] = []
        for claim, row, told in zip(ids, claims.rows, map(self._tolds.__getitem__, claims.told), strict=True):
            if told.several:
                rows += [(claim, source, None) for source in told.several]
                rows.append((claim, self.file, self.place.replace("|", str(row))))
        first = int(self.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM capacity_source_row").fetchone()[0])
        self._run("INSERT INTO capacity_source_row(operation, id, capacity, source, quote) VALUES ", f"({self.now.operation}, ?, ?, ?, ?)",
                  ((number, *row) for number, row in enumerate(rows, first)))
        self.now.added("capacity_source", range(first, first + len(rows)), [*zip(("capacity", "source", "quote"), zip(*rows, strict=True), strict=True)])


class _Kept(NamedTuple):
    """A set of values as it is kept: its number, and what stands for it in a digest."""

    number: int
    said: str | None


class _Told(NamedTuple):
    """A day, and what is cited, as they are kept: beside a `_Kept` the day that is sought, and sources that the claim does not hold itself."""

    number: int
    said: str | None
    until: int | None
    several: Sequence[int]


class _Sets:
    """The sets of one kind that the file holds, and that are made."""

    def __init__(self, connection: sqlite3.Connection, shared: Shared) -> None:
        self.connection, self.shared, self.columns = connection, shared, shared.columns
        self.name = shared_table(CAPACITY_TABLE, shared)
        self.last = int(connection.execute(f"SELECT coalesce(max(id), 0) FROM {self.name}").fetchone()[0])
        self._any = self.last > 0   # whether one can be there
        self._question = f"SELECT min(id) FROM {self.name} WHERE {same_set(shared, lambda column: '?')}"
        self._insertion = f"INSERT INTO {self.name}({', '.join(self.columns)}) VALUES (?{', ?' * (len(self.columns) - 1)})"
        self._made: dict[str | None, int] = {}   # by what stands for a set in a digest: the values themselves would take five times the memory

    def kept(self, held: Mapping[str, Any]) -> _Kept:
        """The set of these values, which is made where there is none."""
        said = set_said(self.shared, held)
        return _Kept(self._made.get(said) or self._number(said, tuple(map(held.get, self.columns))), said)

    def _number(self, said: str | None, cells: Cells) -> int:
        found = 0
        if self._any:
            found = self.connection.execute(self._question, cells).fetchone()[0]
        if not found:
            found = int(self.connection.execute(self._insertion, cells).lastrowid or 0)
        if len(self._made) > MADE:
            self._made.clear()
            self._any = True
        self._made[said] = found
        return found


_SORT_CELLS = (*SORT, *MEASURE, "series")
_number, _said, _until = itemgetter(0), itemgetter(1), itemgetter(2)


@contextmanager
def indexes_apart(connection: sqlite3.Connection, count: int) -> Iterator[None]:
    """While many claims are written the indexes of their table stand aside, where building them anew costs less than keeping them.

    What fails in the block must be rolled back by the caller: they are not built then.
    """
    held = int(connection.execute("SELECT coalesce(max(id), 0) FROM capacity_row").fetchone()[0])
    if not is_large(count) or 3 * count < held:
        yield
        return
    found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'capacity_row'"
                               " AND sql NOT LIKE '% WHERE %' ORDER BY rowid").fetchall()
    if held:   # what is told anew stands at the end of this one: it only grows
        found = [one for one in found if one[0] != "capacity_by_told"]
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _, sql in found:
        connection.execute(sql)
