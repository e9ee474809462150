"""From format 1 to 2: claims share what many of them say (kept.py), and the digest of rows is taken column by column (history/digest.py).

The tables stand here in words, as format 2 has them: what the kinds declare later must not change what this step makes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from alliancectl.kinds import KINDS
from alliancectl.store.binding import numbered
from alliancectl.store.history import OUTSIDE, Operation, digest_of
from alliancectl.store.history.digest import first_old
from alliancectl.store.tables import Table, tables

_SORT = ("member", "scope", "site", "line", "product", "grade", "measure", "basis", "amount_qualifier", "amount_unit", "amount_base_unit", "status",
         "started", "started_text", "started_earliest", "started_latest", "ended", "ended_text", "ended_earliest", "ended_latest",
         "confidence", "standing", "why", "series")
_TOLD = ("as_of", "as_of_text", "as_of_earliest", "as_of_latest")
_OWN = ("id", "operation", "removed", "uid", "amount", "amount_value", "amount_high", "amount_base", "amount_base_high", "note")


def _named(columns: tuple[str, ...], of: str = "") -> str:
    return ", ".join(f'{of}"{column}"' for column in columns)


def _same(columns: tuple[str, ...], of: str) -> str:
    return " AND ".join(f'{of}."{column}" IS c."{column}"' for column in columns)


STEP = (
    """CREATE TABLE "capacity_sort" (
  id INTEGER PRIMARY KEY,
  "member" INTEGER REFERENCES "member"(id),
  "scope" TEXT,
  "site" INTEGER REFERENCES "site"(id),
  "line" TEXT,
  "product" INTEGER REFERENCES "product"(id),
  "grade" TEXT,
  "measure" TEXT,
  "basis" TEXT,
  "amount_qualifier" TEXT,
  "amount_unit" TEXT,
  "amount_base_unit" TEXT,
  "status" TEXT,
  "started" TEXT,
  "started_text" TEXT,
  "started_earliest" TEXT,
  "started_latest" TEXT,
  "ended" TEXT,
  "ended_text" TEXT,
  "ended_earliest" TEXT,
  "ended_latest" TEXT,
  "confidence" TEXT,
  "standing" TEXT,
  "why" TEXT,
  "series" INTEGER
) STRICT""",
    """CREATE TABLE "capacity_told" (
  id INTEGER PRIMARY KEY,
  "as_of" TEXT,
  "as_of_text" TEXT,
  "as_of_earliest" TEXT,
  "as_of_latest" TEXT,
  "asserted_by" INTEGER REFERENCES "source"(id),
  "asserted_in" INTEGER REFERENCES "source"(id),
  "asserted_place" TEXT
) STRICT""",
    """CREATE TABLE "capacity_row" (
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL DEFAULT 0 REFERENCES operation(id),
  removed INTEGER REFERENCES operation(id),
  uid TEXT,
  "sort" INTEGER NOT NULL REFERENCES "capacity_sort"(id),
  "told" INTEGER NOT NULL REFERENCES "capacity_told"(id),
  "until" INTEGER,
  "amount" TEXT,
  "amount_value" TEXT,
  "amount_high" TEXT,
  "amount_base" TEXT,
  "amount_base_high" TEXT,
  "asserted_row" INTEGER,
  "note" TEXT
) STRICT""",
    """CREATE TABLE "capacity_source_row" (
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL DEFAULT 0 REFERENCES operation(id),
  removed INTEGER REFERENCES operation(id),
  uid TEXT,
  "capacity" INTEGER NOT NULL REFERENCES "capacity_row"(id),
  "source" INTEGER REFERENCES "source"(id),
  "quote" TEXT
) STRICT""",
    *(f"INSERT INTO capacity_{key}({_named(columns)}) SELECT {_named(columns)} FROM capacity GROUP BY {_named(columns)} ORDER BY min(id)"
      for key, columns in (("sort", _SORT), ("told", _TOLD))),
    "CREATE INDEX step_sort ON capacity_sort(series, basis, status)",
    "CREATE INDEX step_told ON capacity_told(as_of)",
    f"""INSERT INTO capacity_row({_named(_OWN)}, sort, told, until)
SELECT {_named(_OWN, "c.")}, s.id, t.id, CAST(replace(c.as_of_latest, '-', '') AS INTEGER)
FROM capacity AS c CROSS JOIN capacity_sort AS s ON {_same(_SORT, "s")} CROSS JOIN capacity_told AS t ON {_same(_TOLD, "t")}
ORDER BY c.id""",
    "DROP INDEX step_sort",
    "DROP INDEX step_told",
    "INSERT INTO capacity_source_row SELECT id, operation, removed, uid, capacity, source, quote FROM capacity_source ORDER BY id",
    "DROP TABLE capacity_source",
    "DROP TABLE capacity",
)


def seal_anew(connection: sqlite3.Connection) -> None:
    """Take every operation's digest as format 2 takes it; one that did not match in format 1 does not match afterwards either."""
    trigger = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'operation_update_refused'").fetchone()[0]
    connection.execute("DROP TRIGGER operation_update_refused")
    was = sealed = ""
    for row in connection.execute("SELECT * FROM operation ORDER BY id").fetchall():
        made = Operation(*row)
        if made.id == OUTSIDE:
            continue
        if made.digest == _digest(connection, made, was):
            sealed = digest_of(connection, made, sealed)
            connection.execute("UPDATE operation SET digest = ? WHERE id = ?", (sealed, made.id))
        else:
            sealed = made.digest
        was = made.digest
    connection.execute(trigger)


def _digest(connection: sqlite3.Connection, operation: Operation, before: str) -> str:
    """The digest of an operation in format 1: of its rows line by line, each with the columns that hold anything."""
    import hashlib

    sha = hashlib.sha256(_line([before, *operation[:-1]]))
    for table in tables(KINDS.values()):
        rows = _hashed(_line([table.name, *(part for pair in row for part in pair)]) for row in _rows(connection, table, operation.id))
        removed = _hashed(b"%d\n" % row for row in connection.execute(
            f'SELECT id FROM "{table.kept}" WHERE removed = ?1'
            " UNION SELECT record FROM edit WHERE kind = ?2 AND field = 'removed' AND old = ?1 ORDER BY 1", numbered(operation.id, table.name)))
        for said in ([table.name, rows] if rows else [], [table.name, "removed", removed] if removed else []):
            if said:
                sha.update(_line(said))
    for edit in connection.execute("SELECT kind, record, field, old, new FROM edit WHERE operation = ? ORDER BY id", (operation.id,)):
        sha.update(_line(list(edit)))
    return sha.hexdigest()


def _rows(connection: sqlite3.Connection, table: Table, operation: int) -> Iterator[list[tuple[str, object]]]:
    span = connection.execute("SELECT first, last FROM span WHERE operation = ? AND kind = ?", (operation, table.name)).fetchone()
    if not span:
        return
    names = ["id", "uid", *sorted(name for name, _ in table.columns)]
    old = first_old(connection, table, operation, span)
    for row in connection.execute(f'SELECT {", ".join(f"t.{name}" for name in names)} FROM "{table.name}" AS t'
                                  " WHERE t.id BETWEEN ? AND ? AND t.operation = ? ORDER BY t.id", (*span, operation)):
        edits = old.get(row[0], {})
        held = ((name, edits.get(name, cell)) for name, cell in zip(names, row, strict=True))
        yield [pair for pair in held if pair[1] is not None]


def _hashed(lines: Iterator[bytes]) -> str:
    import hashlib

    sha, some = hashlib.sha256(), False
    for line in lines:
        sha.update(line)
        some = True
    return sha.hexdigest() if some else ""


def _line(cells: Sequence[object]) -> bytes:
    return json.dumps([*cells], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"
