"""Tables, triggers and views, derived from the kinds; what the file says it is.

Every table of records has the same first columns: `id` (permanent), `operation` (the one that wrote the row),
`removed` (the one that removed it: no row is ever deleted) and `uid` (null unless the record came from another file:
otherwise it follows from the operation's). Updates are journaled by triggers, a row of `edit` a changed column; an insert
is recorded by the row's own `operation`, a removal by its `removed`. A row written by another program carries operation 0.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from alliancectl.kinds.record import Field, Kind

APPLICATION_ID = 0x414C4354   # "ALCT"
VERSION = 1


class Table(NamedTuple):
    """One table of records: a kind's own, or that of a field which holds several values."""

    name: str
    kind: Kind
    field: Field | None                       # None for the kind's own table
    columns: tuple[tuple[str, str], ...]      # (name, SQL type), without the first four
    references: tuple[tuple[str, str], ...]   # (column, table it points at)


def column_names(field: Field) -> tuple[str, ...]:
    """The columns a field is kept in."""
    stem = (field.option or field.key) if field.many else field.key
    return tuple(stem + suffix for suffix, _ in field.type.columns)


def kind_table(kind: Kind) -> Table:
    """The table of a kind."""
    columns = tuple(pair for field in kind.single for pair in _typed(field))
    references = tuple((field.key, field.type.reference) for field in kind.single if field.type.reference)
    return Table(kind.key, kind, None, columns, references)


def several_table(kind: Kind, field: Field) -> Table:
    """The table of a field that holds several values: owner, value, and what stands beside it."""
    parts = (field, field.extra) if field.extra else (field,)
    columns = ((kind.key, "INTEGER"), *(pair for part in parts for pair in _typed(part)))
    references = [(kind.key, kind.key)]
    references += [(column_names(part)[0], part.type.reference) for part in parts if part.type.reference]
    return Table(f"{kind.key}_{field.option or field.key}", kind, field, columns, tuple(references))


def tables(kinds: Iterable[Kind]) -> Iterator[Table]:
    """Every table of records, each kind's own first."""
    for kind in kinds:
        yield kind_table(kind)
        for field in kind.several:
            yield several_table(kind, field)


def statements(kinds: Iterable[Kind]) -> list[str]:
    """The whole schema, a statement each, in the order they are run."""
    kinds = tuple(kinds)
    made = [*_HISTORY]
    for table in tables(kinds):
        made += [_create(table), *_indexes(table), *_journal(table), _keep(table)]
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


def _typed(field: Field) -> Iterator[tuple[str, str]]:
    return zip(column_names(field), (sql for _, sql in field.type.columns), strict=True)


def _create(table: Table) -> str:
    pointing = dict(table.references)
    lines = [
        "id INTEGER PRIMARY KEY",
        "operation INTEGER NOT NULL DEFAULT 0 REFERENCES operation(id)",
        "removed INTEGER REFERENCES operation(id)",
        "uid TEXT",
    ]
    for column, sql in table.columns:
        must = " NOT NULL" if table.field and column == table.kind.key else ""
        lines.append(f'"{column}" {sql}{must}' + (f' REFERENCES "{pointing[column]}"(id)' if column in pointing else ""))
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n) STRICT"


def _indexes(table: Table) -> Iterator[str]:
    """One on every reference (the file is opened by others too), on folded names and on the day of lists; one on the few removed rows."""
    searched = [column for column, _ in table.columns if column.endswith(("_folded", "_near"))]
    searched += [f"{table.kind.order}_earliest"] if table.field is None and table.kind.order != "id" else []
    for column in [column for column, _ in table.references] + searched:
        yield f'CREATE INDEX "{table.name}_by_{column}" ON "{table.name}"("{column}")'
    yield f'CREATE INDEX "{table.name}_removed" ON "{table.name}"(removed) WHERE removed IS NOT NULL'


def _journal(table: Table) -> Iterator[str]:
    """A row of `edit` a changed column. A removal by the operation at work is recorded by the row itself, so it costs no more than
    a look at `writing`: a million rows of an import are taken back by one mark each."""
    names = ["uid", *(name for name, _ in table.columns)]
    changed = "\n    UNION ALL ".join(f"""SELECT '{column}' AS field, OLD."{column}" AS old, NEW."{column}" AS new""" for column in names)
    yield f"""CREATE TRIGGER "{table.name}_journal" AFTER UPDATE OF {", ".join(f'"{name}"' for name in names)} ON "{table.name}"
BEGIN
  INSERT INTO edit(operation, kind, record, field, old, new)
  SELECT coalesce((SELECT operation FROM writing), 0), '{table.name}', OLD.id, field, old, new
  FROM (
    {changed}
  )
  WHERE old IS NOT new;
END"""
    yield f"""CREATE TRIGGER "{table.name}_removal" AFTER UPDATE OF removed ON "{table.name}"
WHEN OLD.removed IS NOT NEW.removed AND (OLD.removed IS NOT NULL OR NEW.removed IS NOT (SELECT operation FROM writing))
BEGIN
  INSERT INTO edit(operation, kind, record, field, old, new)
  VALUES (coalesce((SELECT operation FROM writing), 0), '{table.name}', OLD.id, 'removed', OLD.removed, NEW.removed);
END"""


def _keep(table: Table) -> str:
    return f"""CREATE TRIGGER "{table.name}_keep" BEFORE DELETE ON "{table.name}"
BEGIN
  SELECT RAISE(ABORT, 'records are removed by alliancectl remove, never deleted');
END"""


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
    *(f"""CREATE TRIGGER {table}_{verb.lower()}_refused BEFORE {verb} ON {table}
BEGIN
  SELECT RAISE(ABORT, 'the log is only ever added to');
END""" for table in ("operation", "edit", "span") for verb in ("UPDATE", "DELETE")),
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
    "CREATE INDEX capacity_by_series ON capacity(series, as_of_latest, as_of_earliest)",
    "CREATE INDEX capacity_preferred ON capacity(series) WHERE standing = 'preferred'",
    "CREATE INDEX capacity_withdrawn ON capacity(series) WHERE standing = 'withdrawn'",
    "CREATE INDEX capacity_ended ON capacity(series) WHERE ended IS NOT NULL",
    "CREATE INDEX capacity_lesser ON capacity(series, basis, as_of_latest, as_of_earliest) WHERE basis IN ('approved', 'effective')",
)


def _view(kind: Kind, kinds: dict[str, Kind]) -> str:
    """What stands of a kind, with names for ids: made for people who open the file with another tool."""
    shown = [f"""'{kind.letter}' || t.id AS "code\""""]
    for field in kind.fields:
        shown.append(_shown_several(kind, field, kinds) if field.many else _shown_single(field, kinds))
    return (f'CREATE VIEW "{kind.view}" AS\nSELECT t.id,\n  ' + ",\n  ".join(shown)
            + f'\nFROM "{kind.key}" AS t\nWHERE t.removed IS NULL')


def _shown_single(field: Field, kinds: dict[str, Kind]) -> str:
    if not field.type.reference:
        return f't."{field.key}"'
    other = kinds[field.type.reference]
    return f"""(SELECT '{other.letter}' || o.id || ' ' || o."{other.titled}" FROM "{other.key}" AS o WHERE o.id = t."{field.key}") AS "{field.key}\""""


def _shown_several(kind: Kind, field: Field, kinds: dict[str, Kind]) -> str:
    table, column = several_table(kind, field), column_names(field)[0]
    value, joined = f's."{column}"', ""
    if field.type.reference:
        other = kinds[field.type.reference]
        value = f"""'{other.letter}' || o.id || ' ' || o."{other.titled}\""""
        joined = f' JOIN "{other.key}" AS o ON o.id = s."{column}"'
    return (f"""(SELECT group_concat({value}, '; ') FROM "{table.name}" AS s{joined} """
            f"""WHERE s."{kind.key}" = t.id AND s.removed IS NULL) AS "{field.key}\"""")
