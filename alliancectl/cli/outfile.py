"""Files we write: a temporary file beside the target, synced and renamed; an unchanged file is not touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from itertools import chain

from alliancectl import errors
from alliancectl.store.file import uninterrupted
from alliancectl.store.unfinished import named, unfinished
from alliancectl.text import Text

_IN_MEMORY = 1 << 20   # bytes; a file of more is written beside the old one before the two are compared


def write_file(path: str, chunks: Iterable[str | bytes], *, keep_from: str = "") -> bool:
    """Write `chunks` to `path`, 0600 or with the mode the file had; returns whether the file changed.

    Never through a link, onto a device or folder, or over the record file `keep_from`. Raises: CannotWrite, FileNotSynced.
    """
    _refuse_target(path, keep_from)
    left = (chunk.encode("utf-8", "surrogatepass") if isinstance(chunk, str) else chunk for chunk in chunks)
    begun = _begun(left)
    try:
        mode = stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else 0o600
        if len(begun) < _IN_MEMORY and _holds(path, [begun]):
            return False
        return _replace(path, chain([begun], left), mode)
    except OSError as error:
        raise errors.CannotWrite(path=path, reason=errors.why(error)) from error


def _begun(chunks: Iterator[bytes]) -> bytes:
    """The chunks up to so many bytes: all of a small file, which is compared before anything is written."""
    parts, size = [], 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size >= _IN_MEMORY:
            break
    return b"".join(parts)


def _holds(path: str, chunks: Iterable[bytes]) -> bool:
    """Whether a file holds exactly these chunks."""
    if not os.path.exists(path):
        return False
    with open(path, "rb") as file:
        return all(file.read(len(chunk)) == chunk for chunk in chunks) and not file.read(1)


def _replace(path: str, chunks: Iterable[bytes], mode: int) -> bool:
    """Write beside the file and put it in its place; returns False, and leaves the file alone, where it holds the same."""
    with unfinished(path) as temporary:
        with open(temporary, "r+b") as file:
            file.writelines(chunks)
            file.flush()
            os.chmod(temporary, mode)
            os.fsync(file.fileno())
        with open(temporary, "rb") as file:
            if os.path.getsize(temporary) >= _IN_MEMORY and _holds(path, iter(lambda: file.read(1 << 16), b"")):
                return False
        with uninterrupted():
            named(temporary, path)
    return True


def _refuse_target(path: str, keep_from: str) -> None:
    if os.path.islink(path):
        raise errors.CannotWrite(path=path, reason=Text("是一个链接", "it is a link"))
    if os.path.exists(path) and not os.path.isfile(path):
        raise errors.CannotWrite(path=path, reason=Text("不是普通文件", "it is not an ordinary file"))
    if keep_from and os.path.exists(path) and os.path.exists(keep_from) and os.path.samefile(path, keep_from):
        raise errors.CannotWrite(path=path, reason=Text("它就是记录文件", "it is the record file itself"))
