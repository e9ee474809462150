"""How the rows of a table are kept: their table, its indexes, and the triggers that write history.

A plain table is kept as it is told. Of a kind with `shared` columns each set of values that records have in common stands once, in a
table of its own; what has the kind's name is a view over the records' own columns and those sets, and can be written to like a table:
its triggers find the set that a row says, or make it. So a claim of a large import takes some eighty bytes instead of three hundred.
Of a field with `own` values (capacity's sources) the view puts those that the record's hidden columns hold before those of the table;
they have the ids below zero. No set is ever changed or deleted but by redaction: as-recorded reports and undo rely on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from alliancectl.kinds.record import Own, Shared
from alliancectl.store.tables import ROW, Table

UNTIL = "until"   # the day of `Kind.sought` as a whole number, 20241231: what an index is sorted by
_FIRST = ("id", "operation", "removed", "uid")


def kept(table: Table, views: Collection[str]) -> list[str]:
    """The statements that make a table, in the order they are run; `views` are the kinds whose own name is that of a view."""
    if table.shared:
        return [*_sharing(table, views)]
    made = [_create(table, views), *_indexes(table), *_journal(table), _keep(table.kept, "records are removed by alliancectl remove, never deleted")]
    return [*made, _outside_index(table), own_view(table), *_own_writing(table)] if table.is_view else made


# ---- a plain table ------------------------------------------------------------------------------------------------


def _create(table: Table, views: Collection[str]) -> str:
    return _table(table.kept, [*_HEAD, *(_column(table, column, sql, views) for column, sql in table.columns)])


_HEAD = (
    "id INTEGER PRIMARY KEY",
    "operation INTEGER NOT NULL DEFAULT 0 REFERENCES operation(id)",
    "removed INTEGER REFERENCES operation(id)",
    "uid TEXT",
)


def _table(name: str, lines: Iterable[str]) -> str:
    return f'CREATE TABLE "{name}" (\n  ' + ",\n  ".join(lines) + "\n) STRICT"


def _column(table: Table, column: str, sql: str, views: Collection[str]) -> str:
    other = dict(table.references).get(column, "")
    if other in views:
        other += ROW
    must = " NOT NULL" if table.field and column == table.kind.key else ""
    return f'"{column}" {sql}{must}' + (f' REFERENCES "{other}"(id)' if other else "")


def _indexes(table: Table) -> Iterator[str]:
    """One on every reference (the file is opened by others too), on folded names and on the day of lists; one on the few removed rows."""
    searched = [column for column, _ in table.columns if column.endswith(("_folded", "_near"))]
    searched += [f"{table.kind.order}_earliest"] if table.field is None and table.kind.order != "id" else []
    for column in [column for column, _ in table.references] + searched:
        yield f'CREATE INDEX "{table.name}_by_{column}" ON "{table.kept}"("{column}")'
    yield _removed_index(table)


def _removed_index(table: Table) -> str:
    return f'CREATE INDEX "{table.name}_removed" ON "{table.kept}"(removed) WHERE removed IS NOT NULL'


def _outside_index(table: Table) -> str:
    """On the few rows of other programs, of tables that may have millions: the log asks whether there are any."""
    return f'CREATE INDEX "{table.name}_outside" ON "{table.kept}"(operation) WHERE operation = 0'


def _journal(table: Table) -> Iterator[str]:
    changed = [(column, f"""SELECT '{column}' AS field, OLD."{column}" AS old, NEW."{column}" AS new""") for column in _told(table)]
    yield _changes(table, _told(table), [select for _, select in changed])
    yield _removal(table)


def _told(table: Table) -> list[str]:
    """The columns whose changes are history."""
    return ["uid", *(name for name, _ in table.columns)]


def _changes(table: Table, columns: Iterable[str], selects: Iterable[str]) -> str:
    """A row of `edit` a changed column."""
    changed = "\n    UNION ALL ".join(selects)
    return f"""CREATE TRIGGER "{table.name}_journal" AFTER UPDATE OF {", ".join(f'"{name}"' for name in columns)} ON "{table.kept}"
BEGIN
  INSERT INTO edit(operation, kind, record, field, old, new)
  SELECT coalesce((SELECT operation FROM writing), 0), '{table.name}', OLD.id, field, old, new
  FROM (
    {changed}
  )
  WHERE old IS NOT new;
END"""


def _removal(table: Table) -> str:
    """A removal by the operation at work is recorded by the row itself, so it costs no more than a look at `writing`: a million rows
    of an import are taken back by one mark each."""
    return f"""CREATE TRIGGER "{table.name}_removal" AFTER UPDATE OF removed ON "{table.kept}"
WHEN OLD.removed IS NOT NEW.removed AND (OLD.removed IS NOT NULL OR NEW.removed IS NOT (SELECT operation FROM writing))
BEGIN
  INSERT INTO edit(operation, kind, record, field, old, new)
  VALUES (coalesce((SELECT operation FROM writing), 0), '{table.name}', OLD.id, 'removed', OLD.removed, NEW.removed);
END"""


def _keep(name: str, why: str, verb: str = "DELETE") -> str:
    return f"""CREATE TRIGGER "{name}_{'keep' if verb == 'DELETE' else 'as_it_is'}" BEFORE {verb} ON "{name}"
BEGIN
  SELECT RAISE(ABORT, '{why}');
END"""


# ---- rows that share what they say --------------------------------------------------------------------------------


def shared_table(table: Table, shared: Shared) -> str:
    """The name of the table of the sets."""
    return f"{table.name}_{shared.key}"


def until_of(day: str) -> str:
    """The SQL of an ISO day as the whole number that an index is sorted by."""
    return f"CAST(replace({day}, '-', '') AS INTEGER)"


def sets_of(table: Table) -> tuple[str, ...]:
    """The names of the tables of sets that the rows of a table share."""
    return tuple(shared_table(table, shared) for shared in table.shared)


def own_columns(table: Table) -> tuple[tuple[str, str], ...]:
    """The columns that each row keeps for itself, with their types."""
    common = {column for shared in table.shared for column in shared.columns}
    return tuple(pair for pair in table.columns if pair[0] not in common)


def home_of(table: Table, column: str) -> str:
    """The table that a column of a kind stands in."""
    return next((shared_table(table, shared) for shared in table.shared if column in shared.columns), table.kept)


def row_columns(table: Table) -> tuple[str, ...]:
    """The columns of the rows that share values, as they are kept."""
    return (*_FIRST, *physical(table), *(column for column, _ in own_columns(table)))


def physical(table: Table) -> tuple[str, ...]:
    """What the view of rows that share shows beside the columns of the kind: the number of each set, and the day that is sought."""
    return (*(shared.key for shared in table.shared), *([UNTIL] if table.kind.sought else []))


def _sharing(table: Table, views: Collection[str]) -> Iterator[str]:
    types = dict(table.columns)
    for shared in table.shared:
        name = shared_table(table, shared)
        yield _table(name, ["id INTEGER PRIMARY KEY", *(_column(table, column, types[column], views) for column in shared.columns)])
        pointing = [column for column, _ in table.references if column in shared.columns]
        for columns in dict.fromkeys((shared.found_by, *((column,) for column in pointing))):
            yield f'CREATE INDEX "{name}_by_{"_".join(columns)}" ON "{name}"({", ".join(columns)})'
        for verb in ("UPDATE", "DELETE"):
            yield _keep(name, "what records share is only ever added to", verb)
    numbers = [f'"{shared.key}" INTEGER NOT NULL REFERENCES "{shared_table(table, shared)}"(id)' for shared in table.shared]
    until = [f'"{UNTIL}" INTEGER'] if table.kind.sought else []
    yield _table(table.kept, [*_HEAD, *numbers, *until, *(_column(table, *pair, views) for pair in own_columns(table))])
    yield from _row_indexes(table)
    yield _shared_journal(table)
    yield _removal(table)
    yield _keep(table.kept, "records are removed by alliancectl remove, never deleted")
    yield shared_view(table)
    yield from _shared_writing(table)


def _row_indexes(table: Table) -> Iterator[str]:
    for shared in table.shared:
        first = [shared.key, UNTIL] if table.kind.sought and shared is table.shared[0] else [shared.key]
        yield f'CREATE INDEX "{table.name}_by_{shared.key}" ON "{table.kept}"({", ".join(first)})'
    own = [column for column, _ in own_columns(table)]
    for column in (column for column, _ in table.references if column in own):
        yield f'CREATE INDEX "{table.name}_by_{column}" ON "{table.kept}"("{column}")'
    yield _removed_index(table)
    yield _outside_index(table)


def shared_view(table: Table) -> str:
    """The rows as they are told. LEFT JOIN: a set that nothing is asked of is not looked up."""
    place = {column: shared.key for shared in table.shared for column in shared.columns}
    columns = [*(f"r.{name}" for name in _FIRST), *(f'{place.get(column, "r")}."{column}"' for column, _ in table.columns),
               *(f'r."{name}"' for name in physical(table))]
    joined = "".join(f'\nLEFT JOIN "{shared_table(table, shared)}" AS {shared.key} ON {shared.key}.id = r."{shared.key}"' for shared in table.shared)
    return f'CREATE VIEW "{table.name}" AS\nSELECT {", ".join(columns)}\nFROM "{table.kept}" AS r{joined}'


def _shared_writing(table: Table) -> Iterator[str]:
    """The view takes rows as a table does: what they say in common is found, or made."""
    made = "".join(f"  {_set_made(table, shared)};\n" for shared in table.shared)
    own = [f'"{column}"' for column, _ in own_columns(table)]
    numbers = [f'"{shared.key}"' for shared in table.shared]
    found = [_set_found(table, shared) for shared in table.shared]
    until = [f'"{UNTIL}"'] if table.kind.sought else []
    day = [until_of(f'NEW."{table.kind.sought}"')] if table.kind.sought else []
    yield (f'CREATE TRIGGER "{table.name}_insert" INSTEAD OF INSERT ON "{table.name}"\nBEGIN\n{made}'
           f'  INSERT INTO "{table.kept}"({", ".join((*_FIRST, *numbers, *until, *own))})\n  VALUES ('
           + ", ".join(("NEW.id", "coalesce(NEW.operation, 0)", "NEW.removed", "NEW.uid", *found, *day, *(f"NEW.{name}" for name in own))) + ");\nEND")
    sets = [*(f"{name} = NEW.{name}" for name in ("operation", "removed", "uid", *own)),
            *(f"{name} = {value}" for name, value in zip((*numbers, *until), (*found, *day), strict=True))]
    yield (f'CREATE TRIGGER "{table.name}_update" INSTEAD OF UPDATE ON "{table.name}"\nBEGIN\n{made}'
           f'  UPDATE "{table.kept}" SET {", ".join(sets)} WHERE id = OLD.id;\nEND')


def same_set(shared: Shared, value: Callable[[str], str], of: str = "") -> str:
    """The SQL of: a set `of` a table holds in each column this value. With the + SQLite seeks by the columns that tell sets apart, not by others."""
    return " AND ".join(f'{"" if column in shared.found_by else "+"}{of}"{column}" IS {value(column)}' for column in shared.columns)


def _same(shared: Shared) -> str:
    return same_set(shared, lambda column: f'NEW."{column}"')


def _set_made(table: Table, shared: Shared) -> str:
    name, columns = shared_table(table, shared), ", ".join(f'"{column}"' for column in shared.columns)
    said = ", ".join(f'NEW."{column}"' for column in shared.columns)
    return f'INSERT INTO "{name}"({columns}) SELECT {said} WHERE NOT EXISTS (SELECT 1 FROM "{name}" WHERE {_same(shared)})'


def _set_found(table: Table, shared: Shared) -> str:
    return f'(SELECT min(id) FROM "{shared_table(table, shared)}" WHERE {_same(shared)})'


def _shared_journal(table: Table) -> str:
    selects = []
    place = {column: shared for shared in table.shared for column in shared.columns}
    for column in _told(table):
        if shared := place.get(column):
            name = shared_table(table, shared)
            old, new = (f'(SELECT "{column}" FROM "{name}" WHERE id = {when}."{shared.key}")' for when in ("OLD", "NEW"))
        else:
            old, new = f'OLD."{column}"', f'NEW."{column}"'
        selects.append(f"SELECT '{column}' AS field, {old} AS old, {new} AS new")
    return _changes(table, ("uid", *(shared.key for shared in table.shared), *(column for column, _ in own_columns(table))), selects)


# ---- several values, some of them the record's own ----------------------------------------------------------------


def own_view(table: Table, where: str = "") -> str:
    """The values of a field, those that the records themselves hold among them, numbered from below zero in their order.

    `where` is ``TEMP `` for a view over what a connection sees under these names.
    """
    columns = [name for name, _ in table.columns]
    listed = ", ".join((*_FIRST, *(f'"{name}"' for name in columns)))
    arms = []
    own = table.field.own if table.field else ()
    for number, one in enumerate(own, -len(own)):   # types as of the table: SQLite looks into such arms alone
        arms.append(f'SELECT CAST({number} AS INTEGER) AS id, operation, removed, CAST(NULL AS TEXT) AS uid, id AS "{table.kind.key}", {_said(one, columns[1:])}'
                    f' FROM "{table.kind.key}"'
                    f' WHERE "{one.value}" IS NOT NULL')
    arms.append(f'SELECT {listed} FROM "{table.kept}"')
    return f'CREATE {where}VIEW "{table.name}" AS\n' + "\nUNION ALL ".join(arms)


def _said(one: Own, names: Sequence[str]) -> str:
    beside = f"""replace("{one.beside}", '|', "{one.number}")""" if one.beside else "NULL"
    return ", ".join(f'{said} AS "{name}"' for said, name in zip((f'"{one.value}"', f"CAST({beside} AS TEXT)"), names, strict=True))


def _own_writing(table: Table) -> Iterator[str]:
    """The view takes rows as its table does; a value that a record holds itself goes when the record's columns are cleared."""
    names = [*_FIRST, *(f'"{name}"' for name, _ in table.columns)]
    said = ["NEW.id", "coalesce(NEW.operation, 0)", *(f"NEW.{name}" for name in names[2:])]
    yield (f'CREATE TRIGGER "{table.name}_insert" INSTEAD OF INSERT ON "{table.name}"\nBEGIN\n'
           "  SELECT RAISE(ABORT, 'an id below zero is of what a record keeps itself') WHERE NEW.id < 0;\n"
           f'  INSERT INTO "{table.kept}"({", ".join(names)}) VALUES ({", ".join(said)});\nEND')
    sets = ", ".join(f"{name} = NEW.{name}" for name in names[1:])
    yield (f'CREATE TRIGGER "{table.name}_update" INSTEAD OF UPDATE ON "{table.name}"\nBEGIN\n'
           "  SELECT RAISE(ABORT, 'this is kept by the record itself') WHERE OLD.id < 0;\n"
           f'  UPDATE "{table.kept}" SET {sets} WHERE id = OLD.id;\nEND')
