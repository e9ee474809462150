"""Files under way: beside their target, under a name that says whose they are, so that what a killed run left is known as such.

`.NAME.HOST-PROCESS.RANDOM.tmp`: HOST stands for the machine, PROCESS is the number that the run has there.
"""

from __future__ import annotations

import os
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from alliancectl import errors

LEFT_OVER = 3600   # seconds without a write after which a file is taken away, whatever became of its run
_OURS = re.compile(r"\.(?P<name>.+?)(?:\.(?P<host>[0-9a-f]{4})-(?P<process>[0-9]+))?\.[0-9a-f]+\.tmp(?:-journal)?", re.ASCII | re.DOTALL)
_mine: set[str] = set()   # names of the files that this run is writing


@contextmanager
def unfinished(target: str) -> Iterator[str]:
    """A new, empty file beside `target`, 0600; gone again unless it was renamed. What killed runs left of `target` goes. Raises: CannotWrite."""
    place, name = os.path.split(os.path.abspath(target))
    with suppress(OSError):   # a folder that may be written to, but not be read
        sweep(place, name)
    temporary = os.path.join(place, f".{name}.{_host()}-{os.getpid()}.{os.urandom(4).hex()}.tmp")
    _mine.add(os.path.basename(temporary))
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield temporary
    except OSError as error:
        raise errors.CannotWrite(path=target, reason=errors.why(error)) from error
    finally:
        for leftover in (temporary, temporary + "-journal"):
            with suppress(OSError):   # what was to be done is done, or has failed by itself; a later run sweeps
                os.unlink(leftover)
        _mine.discard(os.path.basename(temporary))


def named(temporary: str, target: str) -> None:
    """Give a finished file its name, in the place of what had it. Raises: OSError where it did not get it; FileNotSynced where it did."""
    os.replace(temporary, target)
    kept_in_folder(target)


def kept_in_folder(path: str) -> None:
    """On disk, that a file has its name now. Raises: FileNotSynced."""
    try:
        sync(os.path.dirname(os.path.abspath(path)))
    except OSError as error:
        raise errors.FileNotSynced(path=path, reason=errors.why(error)) from error


def sync(path: str) -> None:
    """On disk, a file or a folder. Raises: OSError."""
    if os.name != "posix" and os.path.isdir(path):
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(place: str, name: str | None = None) -> None:
    """Take away what runs that were killed left in a folder, all of it or only what was to become `name`. Raises: OSError.

    Only files under our own kind of name, and none that a run may still be writing.
    """
    with os.scandir(place) as entries:
        for entry in entries:
            found = _OURS.fullmatch(entry.name)
            if found and name in (None, found["name"]) and entry.is_file(follow_symlinks=False):
                with suppress(FileNotFoundError):   # another run swept too
                    if _is_left(found, entry):
                        os.unlink(entry.path)


def _is_left(found: re.Match[str], entry: os.DirEntry[str]) -> bool:
    """Whether nobody writes a file any more: its run is gone, or it was not written to for long."""
    if entry.name.removesuffix("-journal") in _mine:
        return False
    gone = found["process"] and found["host"] == _host() and not _runs(int(found["process"]))
    return bool(gone) or time.time() - entry.stat().st_mtime > LEFT_OVER


def _runs(process: int) -> bool:
    """Whether another run has that number. In a container each may have the same one: this very run is not the one that is asked for."""
    if os.name != "posix":
        return True   # there the same call would end it
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
        return True
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:   # somebody else's
        return True


def _host() -> str:
    """Four digits that tell apart whose processes are numbered together: machines that share a folder, and containers on one machine."""
    import platform

    named = platform.node()
    with suppress(OSError):
        named += os.readlink("/proc/self/ns/pid")
    return f"{zlib.crc32(named.encode('utf-8', 'surrogatepass')) & 0xFFFF:04x}"
