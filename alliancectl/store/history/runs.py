"""Rows that an operation added or removed, as runs of numbers: the ten million of an import are told as one run, and not read one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import Any

from alliancectl.store.binding import numbered
from alliancectl.store.history.log import OUTSIDE
from alliancectl.store.tables import Table

Run = range   # numbers that follow on each other
_LARGE = 10_000   # rows; fewer are counted one by one


def span_of(connection: sqlite3.Connection, table: Table, number: int) -> tuple[int, int] | None:
    """The first and last row that an operation added to a table; rows of others may lie between. None where it added none."""
    if number == OUTSIDE:
        first, last = connection.execute(f'SELECT min(id), max(id) FROM "{table.kept}" WHERE operation = 0').fetchone()
        return None if first is None else (first, last)
    row = connection.execute("SELECT first, last FROM span WHERE operation = ? AND kind = ?", (number, table.name)).fetchone()
    return row if row else None


def added(connection: sqlite3.Connection, table: Table, number: int) -> list[Run]:
    """The rows that an operation added to a table."""
    span = span_of(connection, table, number)
    if not span:
        return []
    if span[1] - span[0] >= _LARGE and number != OUTSIDE and _is_whole(connection, table, number, *span):
        return [range(span[0], span[1] + 1)]
    where = "operation = 0" if number == OUTSIDE else "id BETWEEN ?1 AND ?2 AND operation = ?3"   # a number in words: of these rows there is an index
    return _found(connection, f'SELECT id FROM "{table.kept}" WHERE {where}', numbered(*span, number))


def _is_whole(connection: sqlite3.Connection, table: Table, number: int, first: int, last: int) -> bool:
    """Whether all rows from the first to the last are that operation's, without a look at them.

    They are where no number is missing in the whole table (SQLite counts by its smallest index, a page at a time), no other operation's
    span reaches there, and no other program wrote there.
    """
    beside = connection.execute(
        f'SELECT EXISTS (SELECT 1 FROM "{table.kept}" WHERE operation = 0 AND id BETWEEN ?1 AND ?2)'
        " OR EXISTS (SELECT 1 FROM span WHERE kind = ?3 AND operation <> ?4 AND first <= ?2 AND last >= ?1)", numbered(first, last, table.name, number)).fetchone()
    count, least, most = (connection.execute(f'SELECT {what} FROM "{table.kept}"').fetchone()[0] for what in ("count(*)", "min(id)", "max(id)"))
    return not beside[0] and bool(count == most - least + 1)


def removed(connection: sqlite3.Connection, table: Table, number: int, again: bool) -> list[Run]:
    """The rows of a table that an operation removed; `again`: some of them stood again later."""
    return _found(connection, f'SELECT id FROM "{table.kept}" WHERE removed = ?1'
                  + (" UNION SELECT record FROM edit WHERE kind = ?2 AND field = 'removed' AND old = ?1" if again else ""), numbered(number, table.name))


def stood_again(connection: sqlite3.Connection, number: int | None = None) -> dict[int, set[str]]:
    """Operation -> the tables of which a row that it removed stood again later; of the operation `number` alone where it is given.

    What an operation removed is let stand again by itself, by later ones or by another program.
    """
    later = "" if number is None else " AND old = ?1 AND (operation >= ?1 OR operation = 0)"
    found: dict[int, set[str]] = {}
    for old, name in connection.execute(
            f"SELECT DISTINCT old, kind FROM edit WHERE field = 'removed' AND old IS NOT NULL{later}", () if number is None else numbered(number)):
        found.setdefault(old, set()).add(name)
    return found


def removers(connection: sqlite3.Connection, table: Table) -> list[int]:
    """The operations that removed rows of a table which do not stand again; each is sought once, however many rows it removed."""
    return [row[0] for row in connection.execute(
        f'WITH RECURSIVE one(number) AS (SELECT min(removed) FROM "{table.kept}" WHERE removed IS NOT NULL'
        f' UNION ALL SELECT (SELECT min(removed) FROM "{table.kept}" WHERE removed > number) FROM one WHERE number IS NOT NULL)'
        " SELECT number FROM one WHERE number IS NOT NULL")]


def _found(connection: sqlite3.Connection, query: str, values: Sequence[Any] | Mapping[str, Any]) -> list[Run]:
    """The numbers that a query gives. They are counted first: mostly they are one run, and need not be read. Three questions: each is
    answered by an index alone."""
    count, first, last = (connection.execute(f"SELECT {what} FROM ({query})", values).fetchone()[0] for what in ("count(*)", "min(id)", "max(id)"))
    if not count:
        return []
    if last - first + 1 == count:
        return [range(first, last + 1)]
    return runs(row[0] for row in connection.execute(f"{query} ORDER BY 1", values))


def runs(numbers: Iterable[int]) -> list[Run]:
    """Numbers as runs, in their order: one ends where the next number does not follow on it."""
    found: list[Run] = []
    first = last = None
    for number in numbers:
        if last is None or number != last + 1:
            if first is not None and last is not None:
                found.append(range(first, last + 1))
            first = number
        last = number
    return found if first is None or last is None else [*found, range(first, last + 1)]


def joined(found: Iterable[Run]) -> list[Run]:
    """Runs, in any order, as few as tell the same numbers as often."""
    ordered = sorted(found, key=itemgetter(0))
    if any(one[-1] >= two[0] for one, two in pairwise(ordered)):   # told twice: what another program removed is
        return runs(sorted(chain.from_iterable(ordered)))
    whole: list[Run] = []
    for run in ordered:
        if whole and whole[-1].stop == run[0]:
            run = range(whole.pop()[0], run.stop)
        whole.append(run)
    return whole
