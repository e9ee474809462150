"""Records of any kind: read whole, found by reference, written through a `Change`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Field, Kind, Record, Ref
from alliancectl.store.series import series_of
from alliancectl.store.tables import Table, column_names, several_table, tables
from alliancectl.values.names import fold, like_pattern, near, search_word

if TYPE_CHECKING:   # who only reads does not load how records are written
    from alliancectl.store.history import Change

Cells = dict[str, Any]
Values = Sequence[Any] | Mapping[str, Any]   # what a statement is given: in order, or by number (store/binding.py)
STANDS = "t.removed IS NULL"

# Columns that follow from others of the same row: kind -> what they are, given the connection and the row's cells.
DERIVED: dict[str, Callable[[sqlite3.Connection, Cells], Cells]] = {"capacity": series_of}


# ---- reading ------------------------------------------------------------------------------------------------------


def records(
    connection: sqlite3.Connection, kind: Kind, where: str = STANDS, values: Values = (),
    fields: Iterable[str] | None = None, order: str = "t.id",
) -> list[Record]:
    """The records that `where` (over the table as `t`) selects; only some `fields` where given, for speed."""
    wanted = [field for field in kind.fields if fields is None or field.key in fields]
    single = [field for field in wanted if not field.many]
    parts = ["t.id", "t.operation", "t.removed", "t.uid"]
    for field in single:
        parts += [f't."{column}"' for column in column_names(field)]
        if field.type.reference:
            parts.append(_name_of(field, f't."{field.key}"'))
    rows = connection.execute(
        f'SELECT {", ".join(parts)} FROM "{kind.key}" AS t WHERE {where} ORDER BY {order}', values).fetchall()
    found = {row[0]: Record(kind, row[0], _single(single, row[4:]), row[1], row[2], row[3]) for row in rows}
    for field in wanted:
        if field.many and found:
            _read_several(connection, kind, field, found, where, values)
    return list(found.values())


def order_of(kind: Kind) -> str:
    """The order in which a kind is listed: by its date, undated ones last, else by id. `Blocks` reads in this order by key."""
    return f"t.{kind.order}_earliest IS NULL, t.{kind.order}_earliest, t.id" if kind.order != "id" else "t.id"


def pointing_at(connection: sqlite3.Connection, old: Record) -> list[tuple[Kind, list[Record]]]:
    """The standing records that point at one, by kind, through a field of their own or one that holds several."""
    found = []
    for other in KINDS.values():
        for field in other.fields:
            if field.type.reference != old.kind.key or field.hidden:
                continue
            where = f't."{field.key}" = ?'
            if field.many:
                table, column = several_table(other, field).name, column_names(field)[0]
                where = f't.id IN (SELECT s."{other.key}" FROM "{table}" AS s WHERE s."{column}" = ? AND s.removed IS NULL)'
            found.append((other, records(connection, other, f"{where} AND {STANDS}", (old.id,))))
    return found


def belonging(connection: sqlite3.Connection, kind: Kind, key: str, number: int) -> list[Record]:
    """The standing records whose reference `key` is the record of that number."""
    return records(connection, kind, f't."{key}" = ? AND {STANDS}', (number,))


def ever_belonging(connection: sqlite3.Connection, kind: Kind, key: str, number: int) -> list[int]:
    """The numbers of the records whose reference `key` is the record of that number, removed ones too."""
    return [row[0] for row in connection.execute(f'SELECT id FROM "{kind.key}" WHERE "{key}" = ?', (number,))]


def among(connection: sqlite3.Connection, kind: Kind, key: str, numbers: Sequence[int]) -> list[Record]:
    """The standing records whose reference `key` is one of these records."""
    return records(connection, kind, f't."{key}" IN ({", ".join(map(str, numbers))}) AND {STANDS}')


def part(connection: sqlite3.Connection, kind: Kind, field: Field, cell: Any, fields: Iterable[str]) -> list[Record]:
    """The standing records, with some `fields`, that have in a field this reference, or a date with this first day; None: none."""
    column = f't."{field.key}{"" if field.type.reference else "_earliest"}"'
    where, values = (f"{column} IS NULL", ()) if cell is None else (f"{column} = ?", (cell,))   # not IS: a view would be read whole for it
    return records(connection, kind, f"{where} AND {STANDS}", values, fields=fields)


def record(connection: sqlite3.Connection, kind: Kind, number: int) -> Record | None:
    """The record of that number, removed or not; None when there never was one."""
    found = records(connection, kind, "t.id = ?", (number,))
    return found[0] if found else None


def newest(connection: sqlite3.Connection, kind: Kind) -> Record | None:
    """The record that was added last, of those that stand."""
    row = connection.execute(f'SELECT max(id) FROM "{kind.key}" WHERE removed IS NULL').fetchone()
    return record(connection, kind, row[0]) if row[0] else None


def merged_into(connection: sqlite3.Connection, kind: Kind, number: int) -> list[int]:
    """The records that were merged into that one."""
    return [row[0] for row in connection.execute(f'SELECT id FROM "{kind.key}" WHERE merged_into = ? ORDER BY id', (number,))]


def entries_of(connection: sqlite3.Connection, table: Table, owners: Iterable[int]) -> tuple[int, ...]:
    """The rows of a table of several values that belong to these records, removed ones too."""
    return tuple(row[0] for row in connection.execute(
        f'SELECT id FROM "{table.kept}" WHERE "{table.kind.key}" IN ({",".join(map(str, owners))}) ORDER BY id'))


def standing(connection: sqlite3.Connection, ref: Ref) -> Record:
    """The record that a resolved reference means."""
    return records(connection, KINDS[ref.kind], "t.id = ?", (ref.id,))[0]


def _single(fields: Sequence[Field], cells: Sequence[Any]) -> dict[str, Any]:
    values, at = {}, 0
    for field in fields:
        width = len(field.type.columns)
        value: Any = None
        if field.type.reference:
            if cells[at] is not None:
                value = Ref(field.type.reference, cells[at], KINDS[field.type.reference].letter, cells[at + 1])
            width += 1
        elif cells[at] is not None:
            value = field.type.value(tuple(cells[at:at + width]))
        if value is not None:
            values[field.key] = value
        at += width
    return values


def _read_several(
    connection: sqlite3.Connection, kind: Kind, field: Field, found: Mapping[int, Record], where: str, values: Values,
) -> None:
    table = several_table(kind, field)
    parts = [part for part in (field, field.extra) if part]
    columns = []
    for part in parts:
        columns += [f's."{column}"' for column in column_names(part)]
        if part.type.reference:
            columns.append(_name_of(part, f's."{column_names(part)[0]}"'))
    for row in connection.execute(
            f'SELECT t.id, s.id, {", ".join(columns)} FROM "{kind.key}" AS t CROSS JOIN "{table.name}" AS s ON s."{kind.key}" = t.id'
            f" WHERE ({where}) AND s.removed IS NULL ORDER BY s.id", values):
        cells = _single(parts, row[2:])
        entry = Entry(cells[field.key], cells.get(field.extra.key) if field.extra else None)
        held = found[row[0]].values
        held[field.key] = (*held.get(field.key, ()), entry)


def _name_of(field: Field, column: str) -> str:
    other = KINDS[field.type.reference or ""]
    return f'(SELECT o."{other.titled}" FROM "{other.key}" AS o WHERE o.id = {column})'


# ---- finding ------------------------------------------------------------------------------------------------------


def by_name(connection: sqlite3.Connection, kind: Kind, name: str, *, source: int | None = None, owner: int | None = None) -> list[Ref]:
    """What is called exactly that, after folding: by name, name in the other language, or alias.

    An alias scoped to a source counts only where that `source` is given; `owner` narrows to one member's sites.
    """
    return _named(connection, kind, "folded", fold(name), source, owner)


def scoped_aliases(connection: sqlite3.Connection) -> bool:
    """Whether anything has a name that counts only where one source is given."""
    return any(
        connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{several_table(kind, field).name}" WHERE "{field.extra.key}" IS NOT NULL AND removed IS NULL)').fetchone()[0]
        for kind in KINDS.values() for field in kind.several if field.extra and field.extra.type.reference == "source")


def having(connection: sqlite3.Connection, kind: Kind, key: str, cell: Any) -> list[Ref]:
    """The standing records whose field is kept as exactly that cell."""
    return [Ref(kind.key, row[0], kind.letter, row[1]) for row in connection.execute(
        f'SELECT id, "{kind.titled}" FROM "{kind.key}" WHERE "{key}" = ? AND removed IS NULL ORDER BY id', (cell,))]


def alike(connection: sqlite3.Connection, kind: Kind, values: Mapping[str, Any]) -> list[Ref]:
    """The standing records that agree with these values in every field that together may stand only once."""
    if not kind.together or any(values.get(key) is None for key in kind.together):
        return []
    cells = cells_of(values, [kind.field(key) for key in kind.together])
    where = " AND ".join(f'"{column}" IS ?' for column in cells)
    return [Ref(kind.key, row[0], kind.letter, str(row[1])) for row in connection.execute(
        f'SELECT id, "{kind.titled}" FROM "{kind.key}" WHERE {where} AND removed IS NULL ORDER BY id', tuple(cells.values()))]


def nearly(connection: sqlite3.Connection, kind: Kind, name: str, *, owner: int | None = None) -> list[Ref]:
    """What differs from that name only in brackets, script or legal form: likely the same thing."""
    return _named(connection, kind, "near", near(name), None, owner)


def _named(connection: sqlite3.Connection, kind: Kind, column: str, key: str, source: int | None, owner: int | None) -> list[Ref]:
    asked: list[str] = []
    values: list[Any] = []
    for field in kind.fields:
        if not any(suffix == "_" + column for suffix, _ in field.type.columns):
            continue
        if field.many:
            table = several_table(kind, field)
            stem = column_names(field)[0]
            asked.append(f'SELECT "{kind.key}" FROM "{table.name}" WHERE "{stem}_{column}" = ? AND removed IS NULL'
                         + (f' AND ("{field.extra.key}" IS NULL OR "{field.extra.key}" IS ?)' if field.extra else ""))
            values += [key, source] if field.extra else [key]
        else:
            asked.append(f'SELECT id FROM "{kind.key}" WHERE "{field.key}_{column}" = ?')
            values.append(key)
    within = f' AND "{kind.scope}" = ?' if kind.scope and owner is not None else ""
    return [Ref(kind.key, row[0], kind.letter, row[1]) for row in connection.execute(
        f'SELECT id, "{kind.titled}" FROM "{kind.key}" WHERE removed IS NULL AND id IN ({" UNION ".join(asked)}){within} ORDER BY id',
        (*values, *([owner] if within else [])))]


def partly(connection: sqlite3.Connection, kind: Kind, text: str, *, owner: int | None = None) -> list[Ref]:
    """What a text, as it is or simplified, is a part of: of the name, an alias, their pinyin, or (from the first letter) their initials."""
    parts = [f"%{part}%" for part in dict.fromkeys((like_pattern(fold(text)), like_pattern(search_word(text)))) if part]
    if not kind.named or not parts:
        return []
    asked, values = [], []
    for field in kind.fields:
        if not any(suffix == "_folded" for suffix, _ in field.type.columns):
            continue
        table = several_table(kind, field).name if field.many else kind.key
        stem, owned = column_names(field)[0], kind.key if field.many else "id"
        searched = [f'"{stem}{suffix}" LIKE ? ESCAPE \'\\\'' for suffix, _ in field.type.columns if suffix in ("_folded", "_pinyin") for _ in parts]
        asked.append(f'SELECT "{owned}" FROM "{table}" WHERE removed IS NULL AND ({" OR ".join(searched)})')
        values += parts * (len(searched) // len(parts))
    within = f' AND "{kind.scope}" = ?' if kind.scope and owner is not None else ""
    return [Ref(kind.key, row[0], kind.letter, row[1]) for row in connection.execute(
        f'SELECT id, "{kind.titled}" FROM "{kind.key}" WHERE removed IS NULL AND id IN ({" UNION ".join(asked)}){within} ORDER BY id',
        (*values, *([owner] if within else [])))]


def names(connection: sqlite3.Connection, kind: Kind) -> list[tuple[int, str]]:
    """Every name and alias of a kind with the id it belongs to, for suggestions."""
    found = [(row[0], row[1]) for row in connection.execute(
        f'SELECT id, "{kind.titled}" FROM "{kind.key}" WHERE removed IS NULL AND "{kind.titled}" IS NOT NULL')]
    for field in kind.several:
        if field.key == "aliases":
            found += connection.execute(
                f'SELECT "{kind.key}", alias FROM "{several_table(kind, field).name}" WHERE removed IS NULL').fetchall()
    return found


# ---- writing ------------------------------------------------------------------------------------------------------


def add(now: Change, kind: Kind, values: Mapping[str, Any], *, number: int | None = None, uid: str | None = None) -> int:
    """Write a new record; returns its number."""
    cells = cells_of(values, kind.single)
    cells |= DERIVED[kind.key](now.connection, cells) if kind.key in DERIVED else {}
    if uid:
        cells["uid"] = uid
    new = now.insert(kind.key, cells, number)
    for field in kind.several:
        for entry in values.get(field.key, ()):
            now.insert(several_table(kind, field).name, _entry_cells(kind, field, new, entry))
    return new


def edit(now: Change, old: Record, values: Mapping[str, Any]) -> None:
    """Write what `values` changes of a record: None clears a field, a tuple of entries replaces those it holds."""
    kind = old.kind
    changed = [field for field in kind.single if field.key in values]
    if changed:
        cells = cells_of(values, changed)
        if kind.key in DERIVED:
            cells |= DERIVED[kind.key](now.connection, cells_of(old.values, kind.single) | cells)
        now.update(kind.key, old.id, cells)
    for field in kind.several:
        if field.key in values:
            _replace_entries(now, old, field, values[field.key] or ())


def remove(now: Change, old: Record) -> None:
    """Mark a record as removed, with the values it holds. Raises: StillReferred."""
    others = referring(now.connection, old)
    if others:
        shown = others[:10]
        raise errors.StillReferred(record=old.kind.said(old), others=" ".join(shown) + (" …" if len(others) > 10 else ""))
    now.mark(old.kind.key, "id = ?", (old.id,))
    for field in old.kind.several:
        now.mark(several_table(old.kind, field).name, f'"{old.kind.key}" = ?', (old.id,))


def retire(now: Change, old: Record) -> None:
    """Mark one row as removed and nothing else: what pointed at it has been moved."""
    now.mark(old.kind.key, "id = ?", (old.id,))


def referring(connection: sqlite3.Connection, old: Record) -> list[str]:
    """The standing records that point at this one, as typed ids."""
    found: list[str] = []
    for table in tables(KINDS.values()):
        if table.field and table.kind.key == old.kind.key and table.references[0][1] == old.kind.key:
            columns = [column for column, other in table.references[1:] if other == old.kind.key]
        else:
            columns = [column for column, other in table.references if other == old.kind.key]
        owner = f'"{table.kind.key}"' if table.field else "id"
        for column in columns:
            found += [f"{table.kind.letter}{row[0]}" for row in connection.execute(
                f'SELECT DISTINCT {owner} FROM "{table.name}" WHERE "{column}" = ? AND removed IS NULL', (old.id,))]
    return sorted(set(found), key=lambda code: (code[0], int(code[1:])))


def cells_of(values: Mapping[str, Any], fields: Iterable[Field]) -> Cells:
    """What these fields of a record are kept as, by column; all None for a field without a value."""
    cells: Cells = {}
    for field in fields:
        value = values.get(field.key)
        held = field.type.cells(value) if value is not None else (None,) * len(field.type.columns)
        cells.update(zip(column_names(field), held, strict=True))
    return cells


def _entry_cells(kind: Kind, field: Field, owner: int, entry: Entry) -> Cells:
    cells: Cells = {kind.key: owner, **cells_of({field.key: entry.value}, (field,))}
    if field.extra:
        cells |= cells_of({field.extra.key: entry.extra}, (field.extra,))
    return cells


def _replace_entries(now: Change, old: Record, field: Field, entries: Sequence[Entry]) -> None:
    table = several_table(old.kind, field)
    columns = [name for name, _ in table.columns]
    named = ", ".join(f'"{name}"' for name in columns)
    standing = now.connection.execute(
        f'SELECT id, {named} FROM "{table.name}"'
        f' WHERE "{old.kind.key}" = ? AND removed IS NULL', (old.id,)).fetchall()
    wanted = [tuple(_entry_cells(old.kind, field, old.id, entry)[name] for name in columns) for entry in entries]
    for row in standing:
        if row[1:] not in wanted and row[0] < 0:   # the record holds it itself
            now.update(old.kind.key, old.id, dict.fromkeys(field.own[row[0]].fields))
        elif row[1:] not in wanted:
            now.mark(table.name, "id = ?", (row[0],))
    kept = {row[1:] for row in standing}
    for cells in wanted:
        if cells not in kept:
            now.insert(table.name, dict(zip(columns, cells, strict=True)))
