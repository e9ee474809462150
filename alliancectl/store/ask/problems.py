"""The questions that `check` and the yearly report ask of the records: what stands twice, or does not fit.

A report asks them of a few claims (`among`), which are then found by index. What `check` alone asks is in checked.py.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.publication import Dated
from alliancectl.kinds.record import Kind, Ref
from alliancectl.kinds.types import Date
from alliancectl.store.binding import listed
from alliancectl.store.tables import column_names, several_table

_DATE = Date()


class Twin(NamedTuple):
    """Two records of a kind with names that are nearly the same."""

    kind: Kind
    first: Ref
    second: Ref


def of_the_year_of_publication(connection: sqlite3.Connection, among: tuple[Iterable[int], Iterable[int]] | None = None) -> Iterator[Dated]:
    """Visits, output and quotas whose year is that of the publication of the only source they have; `among` these (visits, claims)."""
    visits, claims = among or (None, None)
    yield from _of_one_year(connection, KINDS["visit"], "date", "", visits)
    yield from _of_one_year(connection, KINDS["capacity"], "as_of", _YEARLY, claims)


_YEARLY = " AND t.measure IN ('output', 'quota')"


def _of_one_year(connection: sqlite3.Connection, kind: Kind, field: str, more: str, among: Iterable[int] | None) -> Iterator[Dated]:
    of, values = (f'"{kind.key}" AS t', ()) if among is None else (f'json_each(?) AS j CROSS JOIN "{kind.key}" AS t ON t.id = j.value', (listed(among),))
    mine = ", ".join(f't."{column}"' for column in column_names(kind.field(field)))
    theirs = ", ".join(f'r."{column}"' for column in column_names(KINDS["source"].field("published")))
    words = "".join(f" WHEN t.{one.beside} IS NOT NULL THEN t.{one.beside}" for one in kind.field("sources").own if one.beside)
    quote = f"CASE WHEN s.id > 0 THEN s.quote{words} END" if words else "s.quote"   # its own words without the number of a row, which may look like a year
    rows = connection.execute(
        f'SELECT t.id, s.id, r.title, {quote}, {mine}, {theirs} FROM {of}'
        f' CROSS JOIN "{kind.key}_source" AS s ON s."{kind.key}" = t.id AND s.removed IS NULL CROSS JOIN source AS r ON r.id = s.source'
        f" WHERE t.removed IS NULL AND substr(t.{field}_earliest, 1, 4) = substr(r.published_earliest, 1, 4)"
        f" AND substr(t.{field}_latest, 1, 4) = substr(r.published_latest, 1, 4)"
        f' AND NOT EXISTS (SELECT 1 FROM "{kind.key}_source" AS o'
        f' WHERE o."{kind.key}" = t.id AND o.removed IS NULL AND o.source IS NOT s.source){more}'
        " ORDER BY t.id, s.id", values)
    for number, told in groupby(rows, key=itemgetter(0)):
        every = [*told]
        date, published = _DATE.value(every[0][4:8]), _DATE.value(every[0][8:12])
        if date and published:
            quotes = "\n".join(row[3] for row in every if row[3] is not None)
            yield Dated(f"{kind.letter}{number}", kind.noun, field, date, every[0][2], quotes, published)


def twins(connection: sqlite3.Connection, kind: Kind) -> list[Twin]:
    """Pairs of standing records of which one's name is nearly a name or alias of the other; of sites, within one member."""
    scope = f't."{kind.scope}"' if kind.scope else "0"
    titled = [f'SELECT {scope} AS scope, "{kind.titled}_near" AS near, t.id AS id, 1 AS titled FROM "{kind.key}" AS t'
              " WHERE t.removed IS NULL"]
    for field in kind.fields:
        if field.key == "name_other":
            titled.append(f'SELECT {scope}, name_other_near, t.id, 0 FROM "{kind.key}" AS t WHERE t.removed IS NULL')
        elif field.key == "aliases":
            titled.append(f'SELECT {scope}, a.alias_near, t.id, 0 FROM "{several_table(kind, field).name}" AS a JOIN "{kind.key}" AS t'
                          f' ON t.id = a."{kind.key}" WHERE t.removed IS NULL AND a.removed IS NULL AND a.alias_source IS NULL')
    pairs = connection.execute(
        f"WITH names AS MATERIALIZED ({' UNION ALL '.join(titled)})"
        " SELECT DISTINCT min(a.id, b.id), max(a.id, b.id) FROM names AS a JOIN names AS b"
        " ON b.scope = a.scope AND b.near = a.near AND b.id <> a.id WHERE a.titled = 1 AND a.near <> '' ORDER BY 1, 2").fetchall()
    found = named(connection, kind, {number for pair in pairs for number in pair}) if pairs else {}
    return [Twin(kind, found[one], found[other]) for one, other in pairs]


def named(connection: sqlite3.Connection, kind: Kind, wanted: Iterable[int]) -> dict[int, Ref]:
    """The records of these numbers as others point at them."""
    return {row[0]: Ref(kind.key, row[0], kind.letter, row[1]) for row in connection.execute(
        f'SELECT id, "{kind.titled}" FROM "{kind.key}" WHERE id IN (SELECT value FROM json_each(?))', (listed(wanted),))}


def repeated(connection: sqlite3.Connection, among: Iterable[int]) -> list[tuple[int, int]]:
    """The numbers of such pairs among these claims, each later one with the first that it repeats."""
    return repetitions(connection, "json_each(?) AS j CROSS JOIN capacity ON capacity.id = j.value", (listed(among),)).fetchall()


# Claims that end on one day in one series: an index knows them, and of most large files few are left to be looked at.
_CROWDED = """(SELECT o.series, c.until FROM capacity_sort AS o CROSS JOIN capacity AS c ON c.sort = o.id
  GROUP BY o.series, c.until HAVING count(*) > 1) AS k
CROSS JOIN capacity_sort AS o ON o.series IS k.series CROSS JOIN capacity ON capacity.sort = o.id AND capacity.until IS k.until"""


def repetitions(connection: sqlite3.Connection, of: str = _CROWDED, values: tuple[str, ...] = ()) -> sqlite3.Cursor:
    """A cursor of such pairs; of all claims where nothing else is said."""
    same = "capacity.series, capacity.as_of, amount_base, amount_base_high, capacity.amount_qualifier, capacity.basis, capacity.status"
    return connection.execute(
        "WITH grouped AS MATERIALIZED (SELECT capacity.id AS id, min(capacity.id) OVER same AS first, count(*) OVER same AS times"
        f" FROM {of} WHERE removed IS NULL AND amount_base IS NOT NULL AND capacity.standing IS NOT 'withdrawn'"
        f" WINDOW same AS (PARTITION BY {same})"
        "), paired AS MATERIALIZED (SELECT g.id AS id, g.first AS first, c.source AS source"
        "  FROM grouped AS g CROSS JOIN capacity_source AS c ON c.capacity = g.id WHERE g.times > 1 AND c.removed IS NULL"
        "), cited AS (SELECT id, min(id) OVER (PARTITION BY first, source) AS first FROM paired)"
        " SELECT min(first), id FROM cited WHERE first < id GROUP BY id ORDER BY id", values)


def unknown_units(connection: sqlite3.Connection, among: Iterable[int] | None = None) -> list[tuple[str, Any, Any, Any, Any]]:
    """Units in use that the file's table lacks: key, first claim or product in it, its value, its base value, base unit.

    Of products, and of claims: `among` these.
    """
    of, values = ("capacity", ()) if among is None else ("json_each(?) AS j CROSS JOIN capacity ON capacity.id = j.value", (listed(among),))
    known = "SELECT u.key FROM unit AS u WHERE u.removed IS NULL"
    rows = connection.execute(
        f"SELECT amount_unit, 'C' || min(capacity.id), amount_value, amount_base, amount_base_unit FROM {of}"
        f" WHERE removed IS NULL AND amount_unit IS NOT NULL AND amount_unit NOT IN ({known}) GROUP BY amount_unit"
        f" UNION ALL SELECT unit, 'P' || min(id), NULL, NULL, NULL FROM product WHERE removed IS NULL AND unit IS NOT NULL"
        f" AND unit NOT IN ({known}) GROUP BY unit ORDER BY 1, 2", values).fetchall()
    return list({row[0]: row for row in reversed(rows)}.values())


def tolerance(connection: sqlite3.Connection) -> Decimal:
    """How far two figures may lie apart, in per cent."""
    return Decimal(connection.execute("SELECT coalesce(tolerance, '1') FROM alliance").fetchone()[0])
