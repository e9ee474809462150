"""What an import asks of the file, and how claims by the million are written: in blocks, from what many of them share.

Of a claim only the amount is its own; its *sort* (whose, what, which measure …) and its day are written into small temporary
tables once and joined to the rows as they are inserted. The digest of the operation is taken on the way from the same pieces.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, repeat
from operator import is_not
from typing import TYPE_CHECKING, Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.store.records import cells_of
from alliancectl.store.schema import column_names
from alliancectl.store.series import add_series

if TYPE_CHECKING:
    from alliancectl.store.history import Change

CAPACITY = KINDS["capacity"]
SORT_FIELDS = tuple(field for field in CAPACITY.single if field.key not in ("amount", "as_of", "note") and not field.hidden)
SORT = tuple(name for field in SORT_FIELDS for name in column_names(field))
AMOUNT, DAY = (column_names(CAPACITY.field(key)) for key in ("amount", "as_of"))
LARGE = 10_000      # claims from which it pays to build the indexes anew
TOGETHER = 200      # rows of one statement

Cells = tuple[Any, ...]


def newest_operation(connection: sqlite3.Connection) -> int:
    """The number of the last operation; two equal ones say that nothing was written in between."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()[0])


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
    """For which days the file holds claims of a series, as bits: few hundred of them stand for all days of a large file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.any = connection.execute("SELECT EXISTS (SELECT 1 FROM series)").fetchone()[0]   # whether a series can be there
        self._bits: dict[tuple[str | None, str | None], int] = {}
        removed = connection.execute("SELECT EXISTS (SELECT 1 FROM capacity WHERE removed IS NOT NULL)").fetchone()[0]
        self._question = "SELECT as_of_earliest, as_of_latest FROM capacity WHERE series = ?" + (" AND removed IS NULL" if removed else "")

    def bit(self, earliest: str | None, latest: str | None) -> int:
        """The place of the bit that stands for these first and last days."""
        return self._bits.setdefault((earliest, latest), len(self._bits))

    def of(self, series: int) -> int:
        """The bits of a series' standing claims."""
        found = 0
        for earliest, latest in self.connection.execute(self._question, (series,)):
            found |= 1 << self.bit(earliest, latest)
        return found


class Claims(NamedTuple):
    """Claims that are to be written, in their order: plain values only, so that they can wait in a file.

    `sorts` and `days` are new ones that these and later claims name by number; those up to `forgotten` are named no more.
    """

    forgotten: int
    sorts: list[Cells]                  # (number, cells in the order of SORT, key of the series, the series or 0)
    days: list[Cells]                   # (number, cells in the order of DAY)
    rows: list[int]                     # where in the imported file
    sort: list[int]
    day: list[int]
    amounts: list[Cells]                # each in the order of AMOUNT
    cited: list[Sequence[int]] | None   # the sources of each; None where no claim names any
    notes: list[str | None] | None


class ClaimsWriter:
    """Writes claims through a `Change`. Each cites the source `file` too; `place` says in words where: what stands before and after the row."""

    def __init__(self, now: Change, file: int, place: tuple[str, str]) -> None:
        self.now, self.connection, self.file, self.place = now, now.connection, file, place
        for table, columns in (("claim_sort", (*SORT, "series")), ("claim_day", DAY)):
            self.connection.execute(f"CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY, {', '.join(columns)})")
        self._waiting: dict[int, Cells] = {}
        self._pieces: dict[int, Any] = {}     # of sorts and days, as a digest says them
        self._used: set[str] = set()          # columns of sorts and days that hold anything
        self._cited: set[int] = set()
        self._series: dict[Cells, int] = {}
        now.follow("capacity")
        now.follow("capacity_source")

    def write(self, claims: Claims) -> tuple[int, int]:
        """Write them; returns the numbers of the first and the last."""
        if claims.forgotten:
            self._forget(claims.forgotten)
        self._define(claims)
        ids = self._insert(claims)
        self._cite(claims, ids)
        return ids[0], ids[-1]

    def close(self) -> None:
        """Check what was named, since nobody looked while it was written. Raises: sqlite3.IntegrityError."""
        self._check()
        for table in ("claim_sort", "claim_day"):
            self.connection.execute(f"DROP TABLE {table}")
        for source in self._cited | {self.file}:
            if not self.connection.execute("SELECT 1 FROM source WHERE id = ?", (source,)).fetchone():
                raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")

    # ---- sorts and days -------------------------------------------------------------------------------------------

    def _forget(self, number: int) -> None:
        """Drop sorts and days up to that number: memory holds only so many."""
        if not any(key <= number for key in self._pieces):
            return
        self._check()
        for table in ("claim_sort", "claim_day"):
            self.connection.execute(f"DELETE FROM {table} WHERE id <= ?", (number,))
        self._pieces = {key: piece for key, piece in self._pieces.items() if key > number}
        self._waiting = {key: cells for key, cells in self._waiting.items() if key > number}
        self._series.clear()

    def _check(self) -> None:
        """What the sorts name must be there. Raises: sqlite3.IntegrityError."""
        for column in ("member", "site", "product", "series"):
            if self.connection.execute(f"SELECT 1 FROM claim_sort AS t WHERE t.{column} IS NOT NULL"
                                       f" AND NOT EXISTS (SELECT 1 FROM {column} WHERE id = t.{column})").fetchone():
                raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")

    def _define(self, claims: Claims) -> None:
        """Write the sorts and days that are used for the first time; a series is made when its first claim is written."""
        self._waiting.update((found[0], found) for found in chain(claims.sorts, claims.days))
        for number in sorted({*claims.sort, *claims.day} - self._pieces.keys()):
            found = self._waiting.pop(number)
            if len(found) > 2:   # a sort: its key and its series stand behind the cells
                self._define_sort(*found)
            else:
                self._define_day(*found)

    def _define_sort(self, number: int, cells: Cells, key: Cells, known: int) -> None:
        series = known or self._series.get(key)
        if not series:
            series = self._series[key] = add_series(self.connection, key)
        self.connection.execute(f"INSERT INTO claim_sort VALUES (?, ?{', ?' * len(SORT)})", (number, *cells, series))
        named = sorted((name, cell) for name, cell in (*zip(SORT, cells, strict=True), ("series", series)) if cell is not None)
        self._used.update(name for name, _ in named)
        self._pieces[number] = (_said(named, lambda name: name < "note"), _said(named, lambda name: name > "note"))

    def _define_day(self, number: int, cells: Cells) -> None:
        self.connection.execute(f"INSERT INTO claim_day VALUES (?{', ?' * len(DAY)})", (number, *cells))
        named = sorted((name, cell) for name, cell in zip(DAY, cells, strict=True) if cell is not None)
        self._used.update(name for name, _ in named)
        self._pieces[number] = _said(named, lambda name: True)

    # ---- rows -----------------------------------------------------------------------------------------------------

    def _insert(self, claims: Claims) -> range:
        first = int(self.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM capacity").fetchone()[0])
        ids = range(first, first + len(claims.rows))
        amounts = dict(zip(AMOUNT, zip(*claims.amounts, strict=True), strict=True))
        own = {name: column for name, column in amounts.items() if any(map(_IS_SOME, column))}
        if claims.notes:
            own["note"] = tuple(claims.notes)
        sorts, days = ([name for name in columns if name in self._used] for columns in ((*SORT, "series"), DAY))
        head = (f"INSERT INTO capacity(operation, id, {', '.join(chain(own, sorts, days))})"
                f" SELECT {self.now.operation}, v.column1, {', '.join(f'v.column{at}' for at in range(4, 4 + len(own)))},"
                f" {', '.join(chain((f's.{name}' for name in sorts), (f'd.{name}' for name in days)))} FROM (VALUES ")
        tail = ") AS v CROSS JOIN claim_sort AS s ON s.id = v.column2 CROSS JOIN claim_day AS d ON d.id = v.column3"
        self._run(head, f"(?{', ?' * (2 + len(own))})", tail, zip(ids, claims.sort, claims.day, *own.values(), strict=True))
        self.now.added("capacity", ids[0], ids[-1], self._lines(claims, ids, amounts, plain=not own.keys() & {"amount_high", "amount_base_high", "note"}))
        return ids

    def _run(self, head: str, one: str, tail: str, rows: Iterable[Cells]) -> None:
        """Run an insertion of rows, each written as `one`, many at a time."""
        cells, width = list(chain.from_iterable(rows)), one.count("?")
        whole = head + ", ".join([one] * TOGETHER) + tail
        for at in range(0, len(cells), TOGETHER * width):
            part = cells[at:at + TOGETHER * width]
            self.connection.execute(whole if len(part) == TOGETHER * width else head + ", ".join([one] * (len(part) // width)) + tail, part)

    def _lines(self, claims: Claims, ids: range, amounts: Mapping[str, Cells], *, plain: bool) -> str:
        """The rows as `history.digest` says them; `plain`: no note, no upper bound of an amount."""
        piece, json = self._pieces, _json()
        sorts = {sort: "".join(piece[sort]) for sort in set(claims.sort)}
        if plain:
            tails = {parts: f',"amount_base_unit",{json(parts[0])},"amount_qualifier",{json(parts[1])},"amount_unit",{json(parts[2])},"amount_value","'
                     for parts in set(zip(*(amounts[name] for name in _MEASURE), strict=True))}
            return "".join([
                f'["capacity","id",{number},"amount",{text},"amount_base","{base}"{tail}{value}"{day}{sort}]\n'
                for number, text, base, tail, value, day, sort in zip(
                    ids, map(json, amounts["amount"]), amounts["amount_base"],
                    map(tails.__getitem__, zip(*(amounts[name] for name in _MEASURE), strict=True)), amounts["amount_value"],
                    map(piece.__getitem__, claims.day), map(sorts.__getitem__, claims.sort), strict=True)])
        said = [_said(sorted(pair for pair in zip(AMOUNT, cells, strict=True) if pair[1] is not None), lambda name: True) for cells in claims.amounts]
        notes = ["" if note is None else f',"note",{json(note)}' for note in claims.notes or [None] * len(ids)]
        return "".join([
            f'["capacity","id",{number}{amount}{piece[day]}{piece[sort][0]}{note}{piece[sort][1]}]\n'
            for number, amount, day, sort, note in zip(ids, said, claims.day, claims.sort, notes, strict=True)])

    # ---- sources --------------------------------------------------------------------------------------------------

    def _cite(self, claims: Claims, ids: range) -> None:
        """Each claim's own sources, then the imported file with the row."""
        first = int(self.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM capacity_source").fetchone()[0])
        if claims.cited and set(map(len, claims.cited)) == {1}:
            self._cite_one(claims, ids, first)
        else:
            self._cite_any(claims, ids, first)

    def _cite_one(self, claims: Claims, ids: range, first: int) -> None:
        """As `_cite`, where every claim has one source of its own: so it is in most tables, and half of an import's rows are these."""
        cited = list(chain.from_iterable(claims.cited or ()))
        self._cited.update(cited)
        last = first + 2 * len(ids)
        before, after = self.place
        quotes = [f"{before}{row}{after}" for row in claims.rows]
        one = f"({self.now.operation}, ?, ?, ?, NULL), ({self.now.operation}, ?, ?, {self.file}, ?)"
        self._run(_CITE, one, "", zip(range(first, last, 2), ids, cited, range(first + 1, last, 2), ids, quotes, strict=True))
        before, after = _json()(f"{before}\n{after}").split("\\n")
        self.now.added("capacity_source", first, last - 1, "".join([
            f'["capacity_source","id",{number},"capacity",{claim},"source",{source}]\n'
            f'["capacity_source","id",{number + 1},"capacity",{claim},"quote",{before}{row}{after},"source",{self.file}]\n'
            for number, claim, source, row in zip(range(first, last, 2), ids, cited, claims.rows, strict=True)]))

    def _cite_any(self, claims: Claims, ids: range, first: int) -> None:
        self._cited.update(*(claims.cited or ()))
        json, (before, after) = _json(), self.place
        rows: list[Cells] = []
        for claim, row, cited in zip(ids, claims.rows, claims.cited or repeat(()), strict=False):
            rows += [(claim, source, None) for source in cited]
            rows.append((claim, self.file, f"{before}{row}{after}"))
        self._run(_CITE, f"({self.now.operation}, ?, ?, ?, ?)", "", ((number, *row) for number, row in enumerate(rows, first)))
        self.now.added("capacity_source", first, first + len(rows) - 1, "".join([
            f'["capacity_source","id",{number},"capacity",{claim}' + ("" if quote is None else f',"quote",{json(quote)}') + f',"source",{source}]\n'
            for number, (claim, source, quote) in enumerate(rows, first)]))


_CITE = "INSERT INTO capacity_source(operation, id, capacity, source, quote) VALUES "
_MEASURE = ("amount_base_unit", "amount_qualifier", "amount_unit")
_IS_SOME = partial(is_not, None)


def _said(named: Sequence[tuple[str, Any]], wanted: Callable[[str], bool]) -> str:
    json = _json()
    return "".join(f',"{name}",{cell if isinstance(cell, int) else json(cell)}' for name, cell in named if wanted(name))


def _json() -> Callable[[str], str]:
    from json.encoder import encode_basestring

    return encode_basestring


@contextmanager
def indexes_apart(connection: sqlite3.Connection, count: int) -> Iterator[None]:
    """While many claims are written the indexes of their tables stand aside, where building them anew costs less than keeping them."""
    held = int(connection.execute("SELECT coalesce(max(id), 0) FROM capacity").fetchone()[0])
    if not is_large(count) or 3 * count < held:
        yield
        return
    found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('capacity', 'capacity_source')"
                               " AND sql NOT LIKE '% WHERE %' ORDER BY rowid").fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _, sql in found:
        connection.execute(sql)
