"""Tables, triggers and views, derived from the kinds; what the file says it is.

Every table of records has the same first columns: `id` (permanent), `operation` (the one that wrote the row),
`removed` (the one that removed it: no row is ever deleted) and `uid` (null unless the record came from another file:
otherwise it follows from the operation's). Updates are journaled by triggers, a row of `edit` a changed column; an insert
is recorded by the row's own `operation`, a removal by its `removed`. A row written by another program carries operation 0.

Records that come by the million are kept smaller than they are told: what has the kind's name is then a view, which is
read and written as the table would be (kept.py). History tells of the view's columns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from alliancectl.kinds.record import Field, Kind
from alliancectl.store.kept import kept
from alliancectl.store.tables import column_names, several_table, tables

APPLICATION_ID = 0x414C4354   # "ALCT"
VERSION = 3


def statements(kinds: Iterable[Kind]) -> list[str]:
    """The whole schema, a statement each, in the order they are run."""
    kinds = tuple(kinds)
    made, views = [*_HISTORY], {kind.key for kind in kinds if kind.shared}
    for table in tables(kinds):
        made += kept(table, views)
    made += [_SERIES, _SERIES_INDEX, *_CLAIM_INDEXES] if any(kind.key == "capacity" for kind in kinds) else []
    return made + [_view(kind, {kind.key: kind for kind in kinds}) for kind in kinds]


def create_schema(connection: sqlite3.Connection, kinds: Iterable[Kind]) -> None:
    """Write the schema into an empty database, say what file it is, and make room for what other programs write."""
    for statement in statements(kinds):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={VERSION}")
    connection.execute("INSERT INTO operation(id, uid, at, actor, command, digest) VALUES (0, '', '', '', 'another program', '')")


@contextmanager
def in_memory(kinds: Iterable[Kind]) -> Iterator[sqlite3.Connection]:
    """An empty record file that lies on no disk."""
    connection = sqlite3.connect(":memory:")
    try:
        create_schema(connection, kinds)
        yield connection
    finally:
        connection.close()


# An operation stands in its table from its beginning, since rows point at it: SQLite would else look for them, when it comes, in every
# table of the file, row by row. While it is written it has no digest, and may be given one; operation 0 has none ever.
_UNLESS_SEALED = {"operation": "\nWHEN OLD.id IS NOT (SELECT operation FROM writing) OR OLD.digest <> '' OR OLD.id = 0"}
_HISTORY = (
    """CREATE TABLE operation (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  command TEXT NOT NULL,
  note TEXT,
  takes_back INTEGER REFERENCES operation(id),
  digest TEXT NOT NULL
) STRICT""",
    "CREATE INDEX operation_by_takes_back ON operation(takes_back) WHERE takes_back IS NOT NULL",
    """CREATE TABLE edit (
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation(id),
  kind TEXT NOT NULL,
  record INTEGER NOT NULL,
  field TEXT NOT NULL,
  old ANY,
  new ANY
) STRICT""",
    "CREATE INDEX edit_by_operation ON edit(operation)",
    "CREATE INDEX edit_by_record ON edit(kind, record)",
    """CREATE TABLE span (
  operation INTEGER NOT NULL REFERENCES operation(id),
  kind TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (operation, kind)
) STRICT, WITHOUT ROWID""",
    "CREATE TABLE writing (operation INTEGER) STRICT",
    *(f"""CREATE TRIGGER {table}_{verb.lower()}_refused BEFORE {verb} ON {table}{when}
BEGIN
  SELECT RAISE(ABORT, 'the log is only ever added to');
END""" for table in ("operation", "edit", "span") for verb, when in (("UPDATE", _UNLESS_SEALED.get(table, "")), ("DELETE", ""))),
    *(f"""CREATE TRIGGER {table}_new_only BEFORE INSERT ON {table}
WHEN NEW.id <= (SELECT max(id) FROM {table})
BEGIN
  SELECT RAISE(ABORT, 'the log is only ever added to') WHERE NEW.id IS NOT -1;
END""" for table in ("operation", "edit")),
)

# A series is everything about a claim but its words: claims of one series can meet or contradict each other.
_SERIES = """CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  member INTEGER REFERENCES member(id),
  scope TEXT NOT NULL,
  site INTEGER REFERENCES site(id),
  line TEXT NOT NULL,
  product INTEGER NOT NULL REFERENCES product(id),
  grade TEXT NOT NULL,
  measure TEXT NOT NULL,
  base_unit TEXT NOT NULL,
  phase TEXT NOT NULL
) STRICT"""
_SERIES_INDEX = """CREATE UNIQUE INDEX series_key ON series(
  product, coalesce(member, 0), coalesce(site, 0), measure, phase, base_unit, line, grade, scope)"""
# The claims of a day are found by seeking each series; the few that override the latest, or stand beside it, have small indexes of their own.
_CLAIM_INDEXES = (
    "CREATE INDEX capacity_preferred ON capacity_sort(series) WHERE standing = 'preferred'",
    "CREATE INDEX capacity_withdrawn ON capacity_sort(series) WHERE standing = 'withdrawn'",
    "CREATE INDEX capacity_ended ON capacity_sort(series) WHERE ended IS NOT NULL",
    "CREATE INDEX capacity_lesser ON capacity_sort(series, basis) WHERE basis IN ('approved', 'effective')",
)


def _view(kind: Kind, kinds: dict[str, Kind]) -> str:
    """What stands of a kind, with names for ids: made for people who open the file with another tool."""
    shown = [f"""'{kind.letter}' || t.id AS "code\""""]
    for field in (field for field in kind.fields if field.key not in kind.own):
        shown.append(_shown_several(kind, field, kinds) if field.many else _shown_single(field, kinds))
    return (f'CREATE VIEW "{kind.view}" AS\nSELECT t.id,\n  ' + ",\n  ".join(shown)
            + f'\nFROM "{kind.key}" AS t\nWHERE t.removed IS NULL')


def _shown_single(field: Field, kinds: dict[str, Kind]) -> str:
    if not field.type.reference:
        return f't."{field.key}"'
    other = kinds[field.type.reference]
    return f"""(SELECT '{other.letter}' || o.id || ' ' || o."{other.titled}" FROM "{other.key}" AS o WHERE o.id = t."{field.key}") AS "{field.key}\""""


def _shown_several(kind: Kind, field: Field, kinds: dict[str, Kind]) -> str:
    """The values in a row, in their order; read before they are joined: SQLite looks into a view of them only so."""
    table, column = several_table(kind, field), column_names(field)[0]
    value, joined = f's."{column}"', ""
    if field.type.reference:
        other = kinds[field.type.reference]
        value = f"""'{other.letter}' || o.id || ' ' || o."{other.titled}\""""
        joined = f' CROSS JOIN "{other.key}" AS o ON o.id = s."{column}"'
    return (f"""(SELECT group_concat(said, '; ') FROM (SELECT {value} AS said, s.id FROM "{table.name}" AS s{joined} """
            f"""WHERE s."{kind.key}" = t.id AND s.removed IS NULL ORDER BY s.id)) AS "{field.key}\"""")
