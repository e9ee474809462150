"""Copies of the record file that were verified, beside it in `NAME.backups/`; store/restore.py goes back to one.

A copy is made by SQLite's backup API under another name, checked, synced and only then given its name: a half one is never
listed, and another process may go on writing.
"""

import hashlib
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

from alliancectl import errors
from alliancectl.store.file import WAIT, reading, uninterrupted
from alliancectl.store.history import Operation
from alliancectl.store.integrity import damages, newest, sound
from alliancectl.store.unfinished import named, sweep, sync, unfinished

KEEP = 10          # copies kept, where the settings say nothing
AT_ONCE = 4096     # pages copied at once
AT = "%Y%m%dT%H%M%SZ"   # when a copy was made, in its name

Copied = Callable[[int, int], None]   # is told how many pages are copied, of how many


class Backup(NamedTuple):
    """One verified copy: where, when it was made (UTC), its last operation, its size in bytes."""

    path: str
    at: str
    operation: int
    size: int


# ---- making -------------------------------------------------------------------------------------------------------


def create(path: str, *, out: str | None = None, keep: int = KEEP, wait: float = WAIT, once_kept: Callable[[], None] | None = None,
           copied: Copied | None = None) -> Backup:
    """Make a verified copy of a record file, in its folder of backups or as `out`; of the folder's, the newest `keep` stay.

    `once_kept` is called when the copy has its name, before Ctrl-C is heard again. Raises: DamagedFile when the record file is;
    CannotWrite, FileNotSynced; FileExists and OtherRecords for what `out` must not replace.
    """
    with reading(path, wait, older=True) as connection:
        connection.execute("BEGIN")      # one state of the file: the operation read here is the last that the copy holds
        return made(connection, path, out, keep, once_kept, copied)


def before_risk(path: str, *, keep: int = KEEP, wait: float = WAIT, copied: Copied | None = None) -> Backup:
    """The verified copy that is made before a migration, a restore or a large import. Raises: as `create`."""
    return create(path, keep=keep, wait=wait, copied=copied)


def made(connection: sqlite3.Connection, path: str, out: str | None, keep: int, once_kept: Callable[[], None] | None = None,
         copied: Copied | None = None) -> Backup:
    """As `create`, on an open connection."""
    last = newest(connection)
    at = _now_or_just_after(path)
    target = out or free(os.path.join(folder_made(path), f"{stem(path)}-{at}-{last.id}.db"))
    if out:
        _refuse_target(connection, path, out)
    with ExitStack() as held, unfinished(target) as temporary:
        _copy(connection, temporary, copied)
        _verify_copy(temporary, last, path)
        sync(temporary)
        held.enter_context(uninterrupted())   # until the clean-up is done too
        named(temporary, target)
        if not out:
            _rotate(path, keep)
        if once_kept:
            once_kept()
    return Backup(target, at, last.id, os.path.getsize(target))


def _now_or_just_after(path: str) -> str:
    """Now (UTC), as names of copies have it; a second after the newest where the clock was set back, for the order of names is that of making."""
    import calendar

    now = time.strftime(AT, time.gmtime())
    newest_at = max((copy.at for copy in backups(path)), default="")
    try:
        return now if newest_at <= now else time.strftime(AT, time.gmtime(calendar.timegm(time.strptime(newest_at, AT)) + 1))
    except (ValueError, OverflowError):   # a name that no clock gave
        return now


def _copy(connection: sqlite3.Connection, target: str, copied: Copied | None = None) -> None:
    """Every page of an open file into a new one. It is synced by its maker, and needs no journal: nobody knows its name."""
    def told(_: int, remaining: int, pages: int) -> None:
        if copied:
            copied(pages - remaining, pages)

    copy = sqlite3.connect(target, isolation_level=None)
    try:
        copy.execute("PRAGMA journal_mode=OFF")
        copy.execute("PRAGMA synchronous=OFF")
        connection.backup(copy, pages=AT_ONCE, progress=told)
    finally:
        copy.close()


def _verify_copy(copy: str, last: Operation, path: str) -> None:
    """Raises: DamagedFile (of the original) when the copy is not sound or ends with another operation."""
    try:
        with reading(copy, 0, older=True) as connection:
            broken = [one for one in damages(connection) if one.serious and not one.mendable]
            same = newest(connection) == last
    except errors.Failure as failure:
        raise errors.DamagedFile(path=path, reason=failure.slots.get("reason", failure.code)) from failure
    if broken or not same:
        raise errors.DamagedFile(path=path, reason=broken[0].what if broken else f"#{last.id}")


def _refuse_target(connection: sqlite3.Connection, path: str, out: str) -> None:
    """A file that is there is replaced only by a later state of the same records."""
    if os.path.islink(out) or (os.path.exists(out) and not os.path.isfile(out)):
        raise errors.FileExists(path=out)
    if not os.path.exists(out):
        return
    if os.path.samefile(out, path):
        raise errors.FileExists(path=out)
    try:
        with reading(out, 0, older=True) as there:
            last = newest(there)
    except errors.Failure:
        raise errors.OtherRecords(path=out) from None
    if connection.execute("SELECT digest FROM operation WHERE id = ?", (last.id,)).fetchone() != (last.digest,):
        raise errors.OtherRecords(path=out)


# ---- listing ------------------------------------------------------------------------------------------------------


def folder(path: str) -> str:
    """Where the copies of a record file lie."""
    return os.path.abspath(path) + ".backups"


def backups(path: str) -> list[Backup]:
    """The copies in the record file's folder, the newest first. Unfinished ones have other names."""
    pattern = re.compile(re.escape(stem(path)) + r"-(\d{8}T\d{6}Z)-(\d+)(?:-(\d+))?\.db", re.ASCII)
    found = []
    with suppress(FileNotFoundError), os.scandir(folder(path)) as entries:
        for entry in entries:
            named = pattern.fullmatch(entry.name)
            if named and entry.is_file(follow_symlinks=False):
                order = (named[1], int(named[2]), int(named[3] or 1))
                found.append((order, Backup(entry.path, named[1], int(named[2]), entry.stat().st_size)))
    return [backup for _, backup in sorted(found, reverse=True)]


def _rotate(path: str, keep: int) -> None:
    for old in backups(path)[max(keep, 1):]:
        os.unlink(old.path)


# ---- verifying ----------------------------------------------------------------------------------------------------


def verify(copy: str, scratch_in: str | None = None) -> Operation:
    """Restore a copy into a scratch file, check all of it, history too, and compare; returns its last operation.

    `scratch_in` is a folder for the scratch file; the system's own when left out. Raises: NoFile, NotABackup.
    """
    with scratch(copy, scratch_in or _temporary_folder()) as restored:
        return last_of(restored)


@contextmanager
def scratch(copy: str, place: str) -> Iterator[str]:
    """A scratch file restored from a copy and found equal to it, sound in every part."""
    with unfinished(os.path.join(place, os.path.basename(copy))) as restored:
        try:
            with reading(copy, older=True) as connection:
                connection.execute("BEGIN")
                _copy(connection, restored)
                wanted = _content(connection)
            broken = sound(restored)
            with reading(restored, older=True) as connection:
                same = _content(connection) == wanted
        except errors.NoFile:
            raise
        except errors.Failure as failure:
            raise errors.NotABackup(path=copy, reason=failure.says()) from failure
        except (ValueError, TypeError, LookupError) as error:   # what damage makes of rows; never their values
            raise errors.NotABackup(path=copy, reason=type(error).__name__) from error
        if broken or not same:
            raise errors.NotABackup(path=copy, reason=broken[0].what if broken else "≠")
        yield restored


def _content(connection: sqlite3.Connection) -> bytes:
    """SHA-256 over every row of every table."""
    sha = hashlib.sha256()
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
        sha.update(f"{name}\n".encode())
        for row in connection.execute(f'SELECT * FROM "{name}"'):
            sha.update(repr(row).encode("utf-8", "surrogatepass"))
    return sha.digest()


def last_of(path: str) -> Operation:
    """The last operation of a file."""
    with reading(path, older=True) as connection:
        return newest(connection)


# ---- files --------------------------------------------------------------------------------------------------------


def folder_made(path: str) -> str:
    """The folder of backups, 0700, made when it is missing; what killed runs left in it goes. Raises: CannotWrite."""
    place = folder(path)
    try:
        if not os.path.isdir(place):
            os.mkdir(place, 0o700)
            sync(os.path.dirname(place))
        sweep(place)
    except OSError as error:
        raise errors.CannotWrite(path=place, reason=errors.why(error)) from error
    return place


def free(path: str) -> str:
    """That path, or the next of its number: several copies of one second. One that rotation took away is not used again."""
    place, name = os.path.split(path.removesuffix(".db"))
    numbers = [int(found[1] or 1) for other in os.listdir(place)
               if (found := re.fullmatch(re.escape(name) + r"(?:-(\d+))?\.db", other, re.ASCII))]
    return f"{os.path.join(place, name)}-{max(numbers) + 1}.db" if numbers else path


def stem(path: str) -> str:
    """The name of a record file without its ending."""
    return os.path.splitext(os.path.basename(os.path.abspath(path)))[0]


def _temporary_folder() -> str:
    import tempfile

    return tempfile.gettempdir()
