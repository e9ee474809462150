"""Claims as they are made of rows: what many of them say alike (their series, their sort, their date and sources) is read and made once."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate, chain, pairwise
from typing import Any, NamedTuple

from alliancectl.kinds.capacity import CAPACITY, STATUS
from alliancectl.kinds.claims import BASES, CONFIDENCE, NO_SOURCE_TIER, Claim, Series, Words
from alliancectl.kinds.source import tier
from alliancectl.store.binding import listed
from alliancectl.store.tables import column_names
from alliancectl.values.when import When

SHARED = _SORT, _TOLD = CAPACITY.shared
_AMOUNT, _DATE = CAPACITY.field("amount"), CAPACITY.field("as_of").type
_COLUMNS = column_names(_AMOUNT)
_ALIKE = [name for name in _COLUMNS if any(name in shared.columns for shared in SHARED)]
OWN = [name for name in _COLUMNS if name not in _ALIKE]   # what a claim says of its amount for itself
CLAIM = ", ".join(f"c.{name}" for name in ("series", "id", *(shared.key for shared in SHARED), *OWN))
_CELLS = 4 + len(OWN)   # of a row; a further one holds the numbers of claims that say the same
_GROUPS = (("basis", "status", "confidence", "standing"), column_names(CAPACITY.field("started")), column_names(CAPACITY.field("ended")), Words._fields, _ALIKE)
_SAID = ("id", *chain.from_iterable(_GROUPS))
_ENDS = tuple(accumulate(map(len, _GROUPS), initial=0))   # where each group begins and ends in what a sort says
_DATED = ("id", *column_names(CAPACITY.field("as_of")), *(own.value for own in CAPACITY.field("sources").own))
_DATED_TO = 1 + len(_DATE.columns)
_UNTOLD = None, (None,) * len(CAPACITY.field("sources").own)   # another program may have let a claim point at nothing
_STATUSES = {choice.key for choice in STATUS.choices}


class Made(NamedTuple):
    """Claims and their series, each by its number."""

    series: dict[int, Series]
    claims: dict[int, Claim]


def made(connection: sqlite3.Connection, rows: Mapping[int, tuple[Any, ...]]) -> Made:
    """The claims of these rows of `CLAIM`, given by their numbers, with their series."""
    said, amounts = _Kept(_sort), _Kept(_amount)
    series = _read(connection, "series", Series._fields, {row[0] for row in rows.values()}, Series._make)
    sorts = _read(connection, f"capacity_{_SORT.key}", _SAID, {row[2] for row in rows.values()}, lambda row: said[row[1:]])
    tolds = _read(connection, f"capacity_{_TOLD.key}", _DATED, {row[3] for row in rows.values()}, lambda row: (_DATE.value(row[1:_DATED_TO]), row[_DATED_TO:]))
    cited = _cited(connection, rows)
    sources = _sources(connection, {source for _, own in tolds.values() for source in own}.union(*cited.values()) - {None})
    claims = {}
    for number, row in rows.items():
        basis, status, confidence, standing, started, ended, words, alike = sorts[row[2]]
        as_of, own = tolds.get(row[3], _UNTOLD)
        held, best = sources[(*own, *cited[number]) if number in cited else own]
        claims[number] = Claim(
            number, row[0], basis, status, amounts[alike, row[4:_CELLS]], as_of, started, ended, best, confidence, standing, held,
            tuple(sorted(map(int, row[_CELLS].split(","))))[1:] if len(row) > _CELLS else (), words)
    return Made(series, claims)


def _read(connection: sqlite3.Connection, table: str, columns: Iterable[str], numbers: Iterable[Any], make: Callable[[tuple[Any, ...]], Any]) -> dict[int, Any]:
    """What is made of these rows of a table, each by its number, which is the first of the columns."""
    return {row[0]: make(row) for row in connection.execute(
        f"SELECT {', '.join(f't.{name}' for name in columns)} FROM json_each(?) AS j CROSS JOIN {table} AS t ON t.id = j.value", (listed(numbers),))}


def _cited(connection: sqlite3.Connection, claims: Iterable[int]) -> dict[int, list[int]]:
    """The sources of each claim beside those that it holds itself; claims without any are left out."""
    found: dict[int, list[int]] = {}
    for claim, source in connection.execute(
            "SELECT c.capacity, c.source FROM json_each(?) AS j CROSS JOIN capacity_source_row AS c ON c.capacity = j.value"
            " WHERE c.removed IS NULL ORDER BY c.id", (listed(claims),)):
        found.setdefault(claim, []).append(source)
    return found


def _sources(connection: sqlite3.Connection, numbers: Iterable[Any]) -> "_Kept":
    """Of sources as they are cited, each once, in their order, and the best of their tiers."""
    tiers = _read(connection, "source", ("id", "kind"), numbers, lambda row: tier(row[1]))

    def once(cited: tuple[int | None, ...]) -> tuple[tuple[int, ...], int]:
        known = tuple(dict.fromkeys(source for source in cited if source in tiers))
        return known, min(map(tiers.__getitem__, known), default=NO_SOURCE_TIER)

    return _Kept(once)


class _Kept(dict[Any, Any]):
    """What was made of the same cells: many sorts say the same, many claims hold one amount, one list of sources."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cells: Any) -> Any:
        made = self[cells] = self._make(cells)
        return made


class _Sort(NamedTuple):
    """What the claims of a sort say alike; `alike` are the cells of their amounts."""

    basis: str
    status: str
    confidence: str | None
    standing: str
    started: When | None
    ended: When | None
    words: Words
    alike: tuple[Any, ...]


def _sort(cells: tuple[Any, ...]) -> _Sort:
    """What a sort says. Another program may have written what is no choice."""
    (basis, status, confidence, standing), started, ended, words, alike = (cells[first:last] for first, last in pairwise(_ENDS))
    return _Sort(basis if basis in BASES else "unspecified", status if status in _STATUSES else "unknown",
                 confidence if confidence in CONFIDENCE else None, standing or "normal", _DATE.value(started), _DATE.value(ended), Words._make(words), alike)


def _amount(cells: tuple[tuple[Any, ...], tuple[Any, ...]]) -> Any:
    """The amount of what claims say alike and what one says for itself."""
    by_name = dict(zip((*_ALIKE, *OWN), (*cells[0], *cells[1]), strict=True))
    return _AMOUNT.type.value(tuple([by_name[name] for name in _COLUMNS]))
