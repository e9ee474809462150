"""One SELECT that a person typed, asked of the file without any power over it: no write, no other file, no end-less run.

Besides the read-only connection an authorizer lets SELECT, READ, FUNCTION and RECURSIVE pass and nothing else: ATTACH would create
files even under `mode=ro`, VACUUM INTO and PRAGMA too. Temporary results stay in memory, and that is limited.
"""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.store.file import WAIT, reading
from alliancectl.text import Text

SECONDS = 2.0            # a query may run
ROWS = 10_000            # are given
CELL = 1_000_000         # bytes of one cell, and of any text on the way to it
ANSWER = 64_000_000      # bytes of all cells
MEMORY = 512_000_000     # bytes SQLite may hold while it looks
GRACE = 3.0              # seconds after which a query that cannot be interrupted ends the program
STEPS = 10_000           # of SQLite's machine between two looks at the clock

FORBIDDEN = frozenset({
    "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "fsdir", "lsmode", "zipfile", "sqlar_compress",
    "sqlar_uncompress", "sqlite_compileoption_get", "sqlite_compileoption_used", "sqlite_log", "icu_load_collation", "eval"})
HIDDEN = ("pragma_", "dbstat", "sqlite_dbpage", "sqlite_stmt", "bytecode", "tables_used", "fsdir", "zipfile", "sqlite_memstat")
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, CELL), (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000), (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000), (sqlite3.SQLITE_LIMIT_COLUMN, 500), (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0))


class Rows(NamedTuple):
    """The answer: names of its columns, its rows, and whether there are more than are given."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    more: bool


def ask(path: str, statement: str, *, wait: float = WAIT, seconds: float = SECONDS,
        late: "Callable[[errors.Failure], None] | None" = None) -> Rows:
    """The rows of one SELECT. `late` is called, from another thread, for a query that does not even stop when told to.

    Raises: SqlRefused for anything but one SELECT; SqlWrong, SqlTooLong, SqlTooMuch; as opening a file.
    """
    refused: list[str] = []
    with reading(path, wait, older=True) as connection:
        _bind(connection, refused, seconds)
        watch = threading.Timer(seconds + GRACE, _too_late, (late, seconds)) if late else None
        if watch:
            watch.daemon = True
            watch.start()
        try:
            return _rows(connection, statement)
        except sqlite3.Error as error:
            raise _failure(error, refused, seconds) from None
        except (MemoryError, OverflowError):
            raise errors.SqlTooMuch(reason=Text("内存", "memory")) from None
        finally:
            if watch:
                watch.cancel()


def _too_late(late: "Callable[[errors.Failure], None]", seconds: float) -> None:
    late(errors.SqlTooLong(seconds=f"{seconds:g}"))


def _bind(connection: sqlite3.Connection, refused: list[str], seconds: float) -> None:
    """Take every power but looking from a connection. What is refused is written down, in SQLite's words."""
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute(f"PRAGMA hard_heap_limit={MEMORY}")
    with suppress(sqlite3.OperationalError):   # made now: the authorizer is asked for a write of the schema at their first use
        connection.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')").fetchall()
    for limit, value in _LIMITS:
        connection.setlimit(limit, value)
    connection.text_factory = lambda held: held.decode("utf-8", "backslashreplace")
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
    connection.set_authorizer(_authorizer(refused))


def _authorizer(refused: list[str]) -> Callable[[int, str | None, str | None, str | None, str | None], int]:
    def allowed(action: int, one: str | None, two: str | None, database: str | None, inner: str | None) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and not (one or "").lower().startswith(HIDDEN):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and (two or "").lower() not in FORBIDDEN:
            return sqlite3.SQLITE_OK
        refused.append(next((word for word in (two if action == sqlite3.SQLITE_FUNCTION else one, one, two) if word), ""))
        return sqlite3.SQLITE_DENY

    return allowed


def _rows(connection: sqlite3.Connection, statement: str) -> Rows:
    cursor = connection.execute(statement)
    if cursor.description is None:
        raise errors.SqlRefused(reason=Text("这不是查询", "that is no question"))
    found: list[tuple[Any, ...]] = []
    size = 0
    for row in cursor:
        if len(found) == ROWS:
            return Rows(_columns(cursor), found, True)
        size += sum(len(cell) if isinstance(cell, str | bytes) else 8 for cell in row)
        if size > ANSWER:
            raise errors.SqlTooMuch(reason=Text(f"结果超过 {ANSWER // 1_000_000} MB", f"more than {ANSWER // 1_000_000} MB in all"))
        found.append(row)
    return Rows(_columns(cursor), found, False)


def _columns(cursor: sqlite3.Cursor) -> tuple[str, ...]:
    """The names of the columns, each once: ``name``, ``name_2``."""
    names: list[str] = []
    for (name, *_) in cursor.description:
        number, given = 1, str(name)
        while given in names:
            number += 1
            given = f"{name}_{number}"
        names.append(given)
    return tuple(names)


def _failure(error: sqlite3.Error, refused: list[str], seconds: float) -> Exception:
    """SQLite's failure in our words. Damage goes its usual way."""
    code = getattr(error, "sqlite_errorcode", None)
    code = None if code is None else code & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR):
        return error
    if code == sqlite3.SQLITE_INTERRUPT:
        return errors.SqlTooLong(seconds=f"{seconds:g}")
    if code in (sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_FULL):
        return errors.SqlTooMuch(reason=Text(f"一个值超过 {CELL // 1_000_000} MB", f"a value of more than {CELL // 1_000_000} MB"))
    if refused or code in (sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY):
        return errors.SqlRefused(reason=refused[0] if refused and refused[0] else str(error))
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.Warning) and "one statement" in str(error):
        return errors.SqlRefused(reason=Text("一次只能一条语句", "one statement at a time"))
    return errors.DamagedFile(path="", reason=str(error)) if code == sqlite3.SQLITE_FORMAT else errors.SqlWrong(reason=str(error))
