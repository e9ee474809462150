"""Is the file what we wrote? Its pages, references and schema; its history, recomputed. What other programs wrote: outside.py.

`PRAGMA integrity_check` alone sees three of four silently wrong listings: a changed cell is sound to it. So every operation's
digest is computed anew from the rows, and every row is held against the edits that led to it.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.store.file import reading, writing
from alliancectl.store.history import LOG, OUTSIDE, Operation, digest_of
from alliancectl.store.history.runs import removers, stood_again
from alliancectl.store.kept import UNTIL, until_of
from alliancectl.store.schema import VERSION, in_memory
from alliancectl.store.series import KEY, series_key
from alliancectl.store.tables import Table, tables
from alliancectl.text import Text

SEALED_SINCE = 2   # the format from which on an operation's digest is taken as in this one

_SAYS_SERIES = ("member", "scope", "site", "line", "product", "grade", "measure", "amount_base_unit", "status")
MOST = 20   # messages of SQLite that are told; one damaged page can give thousands


class Broken(NamedTuple):
    """One thing that is not as it should be. `where` is a table, a typed id or an operation (``#41``)."""

    where: str
    what: Text
    mendable: bool = False   # `mend_schema` makes it good
    serious: bool = True
    foreign: str = ""        # what it is, where somebody else put it there: table, view, index


# ---- the file as SQLite sees it -----------------------------------------------------------------------------------


def damages(connection: sqlite3.Connection) -> list[Broken]:
    """What is wrong with pages, references and schema; empty when the file is sound. Raises: sqlite3.Error."""
    return [*_pages(connection), *_references(connection), *(_schema(connection) if version(connection) == VERSION else ())]


def version(connection: sqlite3.Connection) -> int:
    """The version of the file's format."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _pages(connection: sqlite3.Connection) -> Iterator[Broken]:
    """What SQLite finds. Asked for all of a file that has views it may leave the list of free pages out (seen in 3.40);
    asked for the schema alone it looks at that list."""
    told: set[str] = set()
    for asked in (str(MOST), "sqlite_schema"):
        for (said,) in connection.execute(f"PRAGMA integrity_check({asked})"):
            if said != "ok" and said not in told:
                told.add(said)
                yield Broken("", Text(f"SQLite 检查：{said}", f"SQLite says: {said}"))


def _references(connection: sqlite3.Connection) -> Iterator[Broken]:
    for table, row, other, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(MOST):
        yield Broken(f"{table} {row}", Text(
            f"{table} 第 {row} 行指向不存在的 {other}", f"row {row} of {table} points at a {other} that is not there"))


def _schema(connection: sqlite3.Connection) -> Iterator[Broken]:
    """Every table, index, trigger and view against the text we ship."""
    found, whole = _texts(connection), shipped()
    for name, (kind, _, text) in whole.items():
        if name not in found:
            yield Broken(name, Text(f"{kind} {name} 不见了", f"the {kind} {name} is missing"), kind != "table")
        elif _meaning(found[name]) != _meaning(whole[name]):
            yield Broken(name, Text(f"{kind} {name} 被改过", f"the {kind} {name} was changed"), kind != "table" and bool(text))
    for name, (kind, _, _) in found.items():
        if name not in whole:   # a trigger can change what is written; it goes, and no data with it
            yield Broken(name, Text(f"多出 {kind} {name}，不是本程序建的", f"the {kind} {name} is not ours"), kind == "trigger", kind == "trigger", kind)


def _texts(connection: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    """Name -> (type, table, text) of all that the schema holds, SQLite's own aside."""
    return {name: (kind, table, text) for kind, name, table, text in connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")}


def _meaning(found: tuple[str, str, str]) -> object:
    """What must be equal of two texts. Of a table, its columns in any order: a step to a later format adds one at the end."""
    kind, table, text = found
    if kind != "table":
        return found
    head, _, rest = text.partition("(")
    body, _, tail = rest.rpartition(")")
    return kind, table, head.strip(), sorted(" ".join(part.split()) for part in re.split(r",(?![^(]*\))", body)), tail.strip()


def shipped() -> dict[str, tuple[str, str, str]]:
    """Name -> (type, table, text) of all that a new file's schema holds."""
    with in_memory(KINDS.values()) as fresh:
        return _texts(fresh)


def mend_schema(path: str, wait: float) -> list[str]:
    """Write missing or changed indexes, triggers and views anew, and drop triggers that are not ours; returns their names. No record is touched."""
    with writing(path, wait) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            names = [broken.where for broken in _schema(connection) if broken.mendable]
            whole = shipped()
            for name in names:
                kind, _, text = whole.get(name, ("trigger", "", ""))
                connection.execute(f'DROP {kind} IF EXISTS "{_quoted(name)}"')
                if text:
                    connection.execute(text)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return names


def _quoted(name: str) -> str:
    return name.replace('"', '""')


# ---- the history --------------------------------------------------------------------------------------------------


def broken_history(connection: sqlite3.Connection) -> list[Broken]:
    """The first operation that was changed behind our back, and every record that its history does not lead to."""
    return [*_first_broken(connection), *_unclaimed(connection), *_led_elsewhere(connection), *_unfound(connection), *_misplaced(connection)]


def _first_broken(connection: sqlite3.Connection) -> Iterator[Broken]:
    """Each operation's digest anew, chained to the one that is kept before it."""
    before: str | None = None
    touched = touched_tables(connection)
    for row in connection.execute("SELECT * FROM operation ORDER BY id").fetchall():
        operation = Operation(*row)
        if operation.id == OUTSIDE:
            right = operation[1:] == ("", "", "", "another program", None, None, "")
        else:
            right = operation.digest == digest_of(connection, operation, before or "", touched.get(operation.id, ()))
        if not right or (before is None and operation.id != OUTSIDE):
            yield Broken(f"#{operation.id}", Text(
                f"操作 #{operation.id} 写下的内容与它的摘要不符：它或它之前的记录被绕过本程序改动过",
                f"what operation #{operation.id} wrote does not match its digest: it was changed behind this program's back"))
            return
        before = operation.digest


def touched_tables(connection: sqlite3.Connection) -> dict[int, list[Table]]:
    """The tables that each operation added to or removed from, in their order: most touch two of some thirty."""
    every = list(tables(KINDS.values()))
    found = stood_again(connection)
    for number, name in connection.execute("SELECT operation, kind FROM span"):
        found.setdefault(number, set()).add(name)
    for table in every:
        for number in removers(connection, table):
            found.setdefault(number, set()).add(table.name)
    return {number: [table for table in every if table.name in names] for number, names in found.items()}


def _unclaimed(connection: sqlite3.Connection) -> Iterator[Broken]:
    """Rows that name an operation which did not write them; an operation that was left open."""
    for table in tables(KINDS.values()):
        row = connection.execute(
            f'SELECT t.id, t.operation FROM "{table.kept}" AS t WHERE t.operation <> 0 AND NOT EXISTS ('
            " SELECT 1 FROM span AS s WHERE s.operation = t.operation AND s.kind = ? AND t.id BETWEEN s.first AND s.last) LIMIT 1",
            (table.name,)).fetchone()
        if row:
            yield Broken(f"#{row[1]}", Text(f"{table.name} 第 {row[0]} 行自称由 #{row[1]} 写入，其实不是",
                                            f"row {row[0]} of {table.name} says that #{row[1]} wrote it, which did not"))
    if connection.execute("SELECT EXISTS (SELECT 1 FROM writing)").fetchone()[0]:
        yield Broken("writing", Text("有一步操作没有收尾的痕迹", "an operation was left open"))


def _led_elsewhere(connection: sqlite3.Connection) -> Iterator[Broken]:
    """Records whose newest edit did not lead to what they hold, and edits that do not follow on each other."""
    every = {table.name: table for table in tables(KINDS.values())}
    edits = connection.execute(f"{_EDITS} ORDER BY kind, record, id", (LOG,))
    wrong = (of for of, some in groupby(edits, key=itemgetter(0, 1)) if not _leads(connection, every.get(of[0]), of[1], some))
    for kind, record in islice(wrong, MOST):
        code = _code(connection, every[kind], record) if kind in every else f"{kind} {record}"
        yield Broken(code, Text(f"{code} 的内容与它的修改历史不符", f"{code} does not hold what its history leads to"))


_EDITS = "SELECT kind, record, field, old, new FROM edit WHERE field <> 'removed' AND NOT (kind = ? AND field = 'note')"


def _leads(connection: sqlite3.Connection, table: Table | None, record: int, edits: Iterable[tuple[Any, ...]]) -> bool:
    """Whether the edits of a record follow on each other, and lead to what it holds."""
    held: dict[str, Any] = {}
    for _, _, field, old, new in edits:
        if field in held and not _same(held[field], old):
            return False
        held[field] = new
    return table is not None and _holds(connection, table, record, held)


def _unfound(connection: sqlite3.Connection) -> Iterator[Broken]:
    """Records that stand in an index under another day than theirs: a report would look past them."""
    for table in tables(KINDS.values()):
        if table.field is None and table.kind.sought:
            for (record,) in connection.execute(f'SELECT id FROM "{table.name}" WHERE "{UNTIL}" IS NOT {until_of(table.kind.sought)}').fetchmany(MOST):
                code = f"{table.kind.letter}{record}"
                yield Broken(code, Text(f"{code} 的日期与它的索引不符", f"{code} stands in the index under another day than its own"))


def _misplaced(connection: sqlite3.Connection) -> Iterator[Broken]:
    """Claims of a series that is another than any of its claims says: a report would tell their figures of somebody else."""
    agreed, named = set(), set()
    for *held, series in connection.execute(
            f"SELECT {', '.join(f'o.{name}' for name in _SAYS_SERIES)}, {', '.join(f's.{name}' for name in KEY)}, o.series"
            " FROM capacity_sort AS o LEFT JOIN series AS s ON s.id = o.series WHERE o.series IS NOT NULL"):
        cells = dict(zip(_SAYS_SERIES, held, strict=False))
        kept = dict(zip(KEY, held[len(_SAYS_SERIES):], strict=True))
        if not cells["amount_base_unit"]:   # without a number it is that of the product's unit of that day
            cells["amount_base_unit"] = kept["base_unit"] = "?"
        named.add(series)
        if series_key(connection, cells) == tuple(kept.values()):
            agreed.add(series)
    for series in sorted(named - agreed)[:MOST]:   # what another program wrote is told elsewhere, and its series found anew by `check --fix`
        (claim,) = connection.execute(
            "SELECT min(c.id) FROM capacity AS c WHERE c.series = ? AND c.operation <> 0 AND NOT EXISTS ("
            " SELECT 1 FROM edit AS e WHERE e.kind = 'capacity' AND e.record = c.id AND e.operation = 0)", (series,)).fetchone()
        if claim:
            yield Broken(f"C{claim}", Text(f"C{claim} 的成员、产品或指标与它所在的序列不符",
                                           f"C{claim} stands in a series of another member, product or measure than its own"))


def _holds(connection: sqlite3.Connection, table: Table, record: int, wanted: dict[str, Any]) -> bool:
    if not set(wanted) <= {"uid", *(name for name, _ in table.columns)}:
        return False
    names = ", ".join(f'"{name}"' for name in wanted)
    row = connection.execute(f'SELECT {names} FROM "{table.name}" WHERE id = ?', (record,)).fetchone()
    return row is not None and all(map(_same, row, wanted.values()))


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _code(connection: sqlite3.Connection, table: Table, row: int) -> str:
    """The typed id of the record that a row belongs to."""
    if table.field is None:
        return f"{table.kind.letter}{row}"
    owner = connection.execute(f'SELECT "{table.kind.key}" FROM "{table.name}" WHERE id = ?', (row,)).fetchone()
    return f"{table.kind.letter}{owner[0] if owner else '?'}"


# ---- a whole file -------------------------------------------------------------------------------------------------


def sound(path: str) -> list[Broken]:
    """What is wrong with the records of a file and, where it has this format, with their history: no trigger or index that `mend_schema`
    makes anew. Raises: as opening it."""
    with reading(path, 0, older=True) as connection:
        history = broken_history(connection) if version(connection) >= SEALED_SINCE else []
        return [broken for broken in (*damages(connection), *history) if broken.serious and not broken.mendable]


def newest(connection: sqlite3.Connection) -> Operation:
    """The last operation."""
    return Operation(*connection.execute("SELECT * FROM operation ORDER BY id DESC LIMIT 1").fetchone())
