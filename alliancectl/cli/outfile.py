"""Files we write: a temporary file beside the target, synced and renamed; an unchanged file is not touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

from alliancectl.errors import CannotWrite
from alliancectl.text import Text


def write_file(path: str, chunks: Iterable[str | bytes], *, keep_from: str = "") -> bool:
    """Write `chunks` to `path`, 0600 or with the mode the file had; returns whether the file changed.

    Never through a link, onto a device or folder, or over the record file `keep_from`. Raises: CannotWrite.
    """
    _refuse_target(path, keep_from)
    content = b"".join(chunk.encode("utf-8", "surrogatepass") if isinstance(chunk, str) else chunk for chunk in chunks)
    try:
        mode = 0o600
        if os.path.exists(path):
            mode = stat.S_IMODE(os.stat(path).st_mode)
            with open(path, "rb") as file:
                if file.read() == content:
                    return False
        _replace(path, content, mode)
    except OSError as error:
        raise CannotWrite(path=path, reason=error.strerror or error) from error
    return True


def _replace(path: str, content: bytes, mode: int) -> None:
    folder = os.path.dirname(os.path.abspath(path))
    temporary = os.path.join(folder, f".{os.path.basename(path)}.{os.getpid()}.tmp")
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.chmod(temporary, mode)
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _refuse_target(path: str, keep_from: str) -> None:
    if os.path.islink(path):
        raise CannotWrite(path=path, reason=Text("是一个链接", "it is a link"))
    if os.path.exists(path) and not os.path.isfile(path):
        raise CannotWrite(path=path, reason=Text("不是普通文件", "it is not an ordinary file"))
    if keep_from and os.path.exists(path) and os.path.exists(keep_from) and os.path.samefile(path, keep_from):
        raise CannotWrite(path=path, reason=Text("它就是记录文件", "it is the record file itself"))
