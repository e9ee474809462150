"""The record file: what it is, how it is opened, and how SQLite's failures become ours.

Rollback journal (`DELETE`) with `synchronous=EXTRA`: SQLite's defaults and WAL lose an acknowledged record at a power cut,
WAL needs a writable folder to read and leaves three files where a secretary copies one. Readers open read-write with
`query_only`, since `mode=ro` cannot roll back the journal that a killed writer left.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from alliancectl import errors
from alliancectl.store.schema import APPLICATION_ID, VERSION
from alliancectl.text import Text

MAGIC = b"SQLite format 3\0"
WAIT = 10.0   # seconds a busy file is waited for

_EVERY = (
    "PRAGMA foreign_keys=ON", "PRAGMA recursive_triggers=ON", "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0",
)
_WRITER = ("PRAGMA secure_delete=ON", "PRAGMA synchronous=EXTRA", "PRAGMA journal_mode=DELETE")


@contextmanager
def reading(path: str, wait: float = WAIT, *, older: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write. Fetch all, then print: no lock is held while a pager waits. What printing fails of is left as it is.

    `older`: also to a file of an earlier format, for who only looks at its pages, copies it, or brings it to this one.
    """
    with _translated(path, wait, reads=True), _connection(path, wait, older) as connection:
        connection.execute("PRAGMA query_only=ON")
        yield connection


def holding(connection: sqlite3.Connection) -> None:
    """From now on a reading connection sees one state of the file, however many questions it asks; writers wait."""
    if not connection.in_transaction:
        connection.execute("BEGIN")


@contextmanager
def writing(path: str, wait: float = WAIT, *, older: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that can write; store/history/ opens the transaction. `older` as in `reading`."""
    with _system_translated(path), _translated(path, wait), _connection(path, wait, older) as connection:
        for pragma in _WRITER:
            connection.execute(pragma)
        yield connection


def loosen(connection: sqlite3.Connection) -> None:
    """For an operation of very many rows: references are not looked up row by row (the writer has). Indexes are sorted in as many
    KiB as the cache has: fewer are faster, since they stay in the processor's own cache."""
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA cache_size=-1000")


@contextmanager
def creating(path: str) -> Iterator[sqlite3.Connection]:
    """A connection to a new, empty file, 0600. The caller moves it to its final name when it is whole."""
    with _system_translated(path), _translated(path, WAIT):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(_uri(path, "rw"), uri=True, isolation_level=None)
        try:
            for pragma in _EVERY + _WRITER:
                connection.execute(pragma)
            yield connection
        finally:
            connection.close()


@contextmanager
def _connection(path: str, wait: float, older: bool) -> Iterator[sqlite3.Connection]:
    _look_at_head(path)
    mode = "rw" if os.access(path, os.W_OK) and os.access(os.path.dirname(os.path.abspath(path)), os.W_OK) else "ro"
    connection = sqlite3.connect(_uri(path, mode), uri=True, isolation_level=None, timeout=wait)
    try:
        for pragma in _EVERY:
            connection.execute(pragma)
        _look_at_version(connection, path, older)
        yield connection
    finally:
        connection.close()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C comes too late in here: a run that says it was interrupted must have written nothing."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def path_of(connection: sqlite3.Connection) -> str:
    """The path of the file that a connection is open to; its name may be no UTF-8."""
    texts, connection.text_factory = connection.text_factory, os.fsdecode
    try:
        return str(connection.execute("PRAGMA database_list").fetchone()[2])
    finally:
        connection.text_factory = texts


def _uri(path: str, mode: str) -> str:
    """The file as SQLite's URI: what means something there is spelled out, and no part of the path is a host (https://sqlite.org/uri.html)."""
    name = os.path.abspath(path).replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    return f"file:{'//' * name.startswith('/')}{name}?mode={mode}"


def _look_at_head(path: str) -> None:
    """Refuse what is no SQLite file before SQLite is let near it. Raises: NoFile, ForeignFile, FileFailed."""
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise errors.ForeignFile(path=path, found=Text("不是普通文件", "not an ordinary file"))
        with open(path, "rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError:
        raise errors.NoFile(path=path) from None
    except OSError as error:
        raise errors.FileFailed(path=path, reason=errors.why(error)) from None
    if not head:
        raise errors.ForeignFile(path=path, found=Text("空文件", "an empty file"))
    if head != MAGIC:
        raise errors.ForeignFile(path=path, found=Text("不是 SQLite 文件", "not an SQLite file"))


def _look_at_version(connection: sqlite3.Connection, path: str, older: bool) -> None:
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if found != APPLICATION_ID:
        raise errors.ForeignFile(path=path, found=Text("是另一程序的 SQLite 文件", "another program's SQLite file"))
    if version > VERSION:
        raise errors.NewerFile(path=path, version=version, known=VERSION)
    if version < 1:
        raise errors.DamagedFile(path=path, reason=f"user_version {version}")
    if version < VERSION and not older:
        raise errors.OlderFile(path=path, version=version, known=VERSION)


_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_FORMAT}


@contextmanager
def _translated(path: str, wait: float, *, reads: bool = False) -> Iterator[None]:
    """SQLite's failures in our words; never the statement, never its parameters. What only `reads` can fill no disk but that of temporary files."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise   # the schema refused what the program wrote: a defect, no damage
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _BUSY:
            raise errors.FileBusy(path=path, wait=f"{wait:g}") from None
        if code == sqlite3.SQLITE_FULL and reads:
            raise errors.NoRoomAside(reason=error) from error
        if code in _DAMAGED or not isinstance(error, sqlite3.OperationalError):
            raise errors.DamagedFile(path=path, reason=error) from error
        raise errors.FileFailed(path=path, reason=error) from error
    except (UnicodeDecodeError, OverflowError) as error:
        raise errors.DamagedFile(path=path, reason=type(error).__name__) from error


@contextmanager
def _system_translated(path: str) -> Iterator[None]:
    """The system's failures while a file is written, in our words."""
    try:
        yield
    except OSError as error:
        raise errors.FileFailed(path=path, reason=errors.why(error)) from error
