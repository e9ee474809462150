"""Going back to a backup: the copy takes the place of the record file, which is kept first.

Where SQLite can still open the record file this is one transaction on it, under a lock that also covers keeping what is
replaced; a file beyond that is kept byte for byte and replaced by a rename.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

from alliancectl import errors
from alliancectl.store.backup import (
    KEEP,
    Backup,
    Copied,
    backups,
    folder,
    folder_made,
    free,
    last_of,
    made,
    scratch,
    stem,
    verify,
)
from alliancectl.store.file import WAIT, reading, uninterrupted, writing
from alliancectl.store.history import Operation, one_operation
from alliancectl.store.integrity import newest, version
from alliancectl.store.migrate import bring_up
from alliancectl.store.schema import VERSION
from alliancectl.store.unfinished import named, sync, unfinished
from alliancectl.values.clean import visible

RESTORE = "backup restore"


class Restored(NamedTuple):
    """What a restore did: the copy gone back to, where the replaced file is kept (None: there was none), the log's operation."""

    source: str
    kept: str | None
    operation: int


def newest_sound(path: str) -> Backup:
    """The newest copy that can be restored from. Raises: NoBackup; NotABackup when none of them can."""
    held = backups(path)
    if not held:
        raise errors.NoBackup(folder=folder(path))
    for backup in held:
        try:
            verify(backup.path, folder(path))
            return backup
        except errors.NotABackup as failure:
            last = failure
    raise last


def restore(path: str, source: str, *, keep: int = KEEP, wait: float = WAIT, once_kept: Callable[[], None] | None = None,
            copied: Copied | None = None) -> Restored:
    """Put a copy in the place of the record file, which is kept as a backup first; the log of what stands then says so.

    `once_kept` is called when the copy stands there, before Ctrl-C is heard again. Raises: NotABackup, NoFile, NewerFile, FileBusy, CannotWrite.
    """
    with ExitStack() as held, scratch(source, folder_made(path)) as restored, _locked(path, wait) as record_file:
        before = last_of(restored)
        _bring_up(restored)
        kept = _kept_whole(record_file, path, keep, copied) if record_file is not None else None
        if record_file is not None and kept is None:
            record_file.close()
            record_file = None
        kept = kept or _kept_as_it_is(path)
        _note_down(restored, before, source, kept)
        held.enter_context(uninterrupted())   # until the clean-up is done too
        if record_file is not None:
            _write_over(record_file, restored, path, wait)
        else:
            _replace(restored, os.path.realpath(path))
        if once_kept:
            once_kept()
    return Restored(source, kept, before.id + 1)


def _bring_up(restored: str) -> None:
    """A copy of an earlier format comes back in this one, which is what is written down in."""
    with reading(restored, older=True) as connection:
        older = version(connection) < VERSION
    if older:
        bring_up(restored)


@contextmanager
def _locked(path: str, wait: float) -> Iterator[sqlite3.Connection | None]:
    """The record file, locked from now on against every other program; None when SQLite cannot open it."""
    with ExitStack() as held:
        connection = None
        with suppress(errors.NoFile, errors.ForeignFile, errors.DamagedFile):
            connection = held.enter_context(_opened(path, wait))
        yield connection


@contextmanager
def _opened(path: str, wait: float) -> Iterator[sqlite3.Connection]:
    with writing(path, wait, older=True) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")      # the transaction ends, the lock of the file stays
        yield connection


def _kept_whole(connection: sqlite3.Connection, path: str, keep: int, copied: Copied | None) -> str | None:
    """A verified copy of the file that is to be replaced; None when it is damaged."""
    with suppress(errors.DamagedFile, sqlite3.DatabaseError):
        return made(connection, path, None, keep, copied=copied).path
    return None


def _kept_as_it_is(path: str) -> str | None:
    """A copy byte for byte, its journal too; None when there is no file."""
    if not os.path.exists(path):
        return None
    at = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    target = free(os.path.join(folder_made(path), f"{stem(path)}-{at}-damaged.db"))
    for ending in ("-journal", ""):
        if os.path.exists(path + ending):
            with unfinished(target + ending) as temporary:
                shutil.copyfile(path + ending, temporary)
                sync(temporary)
                os.replace(temporary, target + ending)
    sync(os.path.dirname(target))
    return target


def _write_over(record_file: sqlite3.Connection, restored: str, path: str, wait: float) -> None:
    """Every page of a scratch file into a record file, as one transaction. Raises: RestoredNotSynced."""
    with reading(restored, older=True) as copy:
        last = newest(copy)
        try:
            copy.backup(record_file, pages=-1, progress=_until(path, wait))
        except sqlite3.OperationalError as error:
            if not _ends_with(record_file, last):
                raise
            raise errors.RestoredNotSynced(number=last.id, path=path, reason=error) from error


def _ends_with(connection: sqlite3.Connection, last: Operation) -> bool:
    """Whether that is the last operation of a file, whatever writing it said."""
    with suppress(sqlite3.Error, errors.Failure):
        return newest(connection) == last
    return False


def _replace(restored: str, path: str) -> None:
    """Give a scratch file the name of a record file that SQLite cannot open."""
    sync(restored)
    try:
        if os.path.exists(path + "-journal"):   # of the file that goes: SQLite would roll it back into the one that comes
            os.unlink(path + "-journal")
            sync(os.path.dirname(path))
        named(restored, path)
    except OSError as error:
        raise errors.CannotWrite(path=path, reason=errors.why(error)) from error


def _note_down(restored: str, before: Operation, source: str, kept: str | None) -> None:
    """The operation that says so, the last of what will stand."""
    note = visible(f"{os.path.basename(source)} #{before.id}" + (f"; {os.path.basename(kept)}" if kept else ""))
    with writing(restored, older=True) as connection, one_operation(connection, RESTORE, note=note) as now:
        now.stands = True


def _until(path: str, wait: float) -> Callable[[int, int, int], None]:
    """Stops waiting for a busy file in time. Raises: FileBusy."""
    end = time.monotonic() + wait

    def look(status: int, remaining: int, pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise errors.FileBusy(path=path, wait=f"{wait:g}")

    return look
