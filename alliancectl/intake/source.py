"""The bytes that come in: an ordinary file or standard input, read once for its size and digest, and again for its rows."""

import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from alliancectl import errors
from alliancectl.text import Text

CHUNK = 1 << 20                       # bytes read at once
LIMITS = {"csv": 4096, "jsonl": 4096, "xlsx": 64, "json": 64, "toml": 16}   # MB; what is read in rows may be large
STDIN = "-"

# What a file of another kind begins with, whatever its name says.
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Text("旧版 Office 文件（.xls、.doc）", "an old Office file (.xls, .doc)")),
    (b"\x89PNG", Text("图片（PNG）", "a picture (PNG)")),
    (b"\xff\xd8\xff", Text("图片（JPEG）", "a picture (JPEG)")),
    (b"%PDF", Text("PDF 文件", "a PDF file")),
    (b"\x1f\x8b", Text("压缩文件（gzip）", "a compressed file (gzip)")),
    (b"Rar!", Text("压缩文件（RAR）", "a compressed file (RAR)")),
    (b"7z\xbc\xaf", Text("压缩文件（7z）", "a compressed file (7z)")),
    (b"SQLite format 3\0", Text("SQLite 数据库", "an SQLite database")),
)
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<head")


class Incoming(NamedTuple):
    """A file that is being imported; `file` stands at any place, seek before reading."""

    name: str      # for people and as the title of the source: the last part of its path
    path: str      # absolute; empty for standard input
    size: int      # in bytes
    sha256: str
    file: IO[bytes]

    def start(self) -> IO[bytes]:
        """The file at its first byte."""
        self.file.seek(0)
        return self.file


@contextmanager
def incoming(path: str, limit: int) -> Iterator[Incoming]:
    """The file at `path`, or standard input for ``-``; at most `limit` bytes.

    Raises: CannotRead, NotAFile, FileTooLarge, EmptyFile; FileChanged when it did not stay the same while it was read.
    """
    with _opened(path) as (file, name):
        before = _state(file)
        size, sha256 = _measured(file, name, limit)
        if not size:
            raise errors.EmptyFile(path=name)
        yield Incoming(name, "" if path == STDIN else os.path.abspath(path), size, sha256, file)
        if _state(file) != before:
            raise errors.FileChanged(path=name)


def refuse_content(head: bytes, path: str, wanted: str) -> None:
    """Refuse what the first bytes show to be something else than its name says. Raises: WrongContent."""
    if head[:4] == b"PK\x03\x04" and wanted != "xlsx":
        raise errors.WrongContent(path=path, found=Text("压缩文件或 Excel 文件（是 Excel 文件就加 --from xlsx）", "a zip or Excel file (if it is Excel: --from xlsx)"))
    for magic, found in _MAGIC:
        if head.startswith(magic):
            raise errors.WrongContent(path=path, found=found)
    if wanted == "csv" and re.match(rb'(\xef\xbb\xbf)?\s*(\[\s*\{|\{\s*")', head):
        raise errors.JsonContent(path=path, form="jsonl" if re.match(rb'[^\n]*\}\s*\n\s*\{', head) else "json")
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise errors.WrongContent(path=path, found=Text("网页或 XML（有些系统把它导出成 .xls）", "a web page or XML (some programs call it .xls)"))


@contextmanager
def _opened(path: str) -> Iterator[tuple[IO[bytes], str]]:
    try:
        if path == STDIN:
            with _spooled() as file:
                yield file, "stdin"
            return
        refuse_name(path)
        if "\0" in path:
            raise errors.CannotRead(path=path, reason=Text("文件名不可用", "no such name is possible"))
        _refuse_mode(path, os.stat(path).st_mode)
        with open(path, "rb", opener=_without_waiting) as opened:
            _refuse_mode(path, os.fstat(opened.fileno()).st_mode)
            yield opened, os.path.basename(path)
    except OSError as error:
        raise errors.CannotRead(path=path, reason=errors.why(error)) from None


def _without_waiting(path: str, flags: int) -> int:
    """A pipe without a writer must not hang the program."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


@contextmanager
def _spooled() -> Iterator[IO[bytes]]:
    """Standard input kept in an unnamed file, so that it can be read twice."""
    import tempfile

    with tempfile.TemporaryFile() as file:
        given = getattr(sys.stdin, "buffer", None)
        while given and (chunk := given.read(CHUNK)):
            file.write(chunk)
        file.seek(0)
        yield file


def refuse_name(path: str) -> None:
    """Refuse a lock file and a folder by what the name shows. Raises: NotAFile."""
    name = os.path.basename(path)
    if name.startswith(("~$", ".~lock.")):
        raise errors.NotAFile(path=path, what=Text("这是 Excel、WPS 打开文件时留下的锁文件", "it is the lock file of an open document"),
                              remedy=Text("导入文件本身：{name}", "import the document itself: {name}")(
                                  name=name.removeprefix("~$") if name.startswith("~$") else name.removeprefix(".~lock.").removesuffix("#")))
    if os.path.isdir(path):
        _refuse_mode(path, stat.S_IFDIR)


def _refuse_mode(path: str, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    folder = stat.S_ISDIR(mode)
    what = Text("是文件夹", "it is a folder") if folder else Text("不是普通文件", "it is not an ordinary file")
    remedy = (Text("逐个导入其中的文件", "import the files in it one by one") if folder
              else Text("要从管道读取就写 -", "to read from a pipe type -"))
    raise errors.NotAFile(path=path, what=what, remedy=remedy)


def _state(file: IO[bytes]) -> tuple[int, int]:
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def _measured(file: IO[bytes], name: str, limit: int) -> tuple[int, str]:
    """Size and SHA-256 (hex)."""
    import hashlib

    sha, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > limit:
            whole = max(os.fstat(file.fileno()).st_size, size)
            raise errors.FileTooLarge(path=name, size=-(-whole // 1_000_000), limit=limit // 1_000_000)
        sha.update(chunk)
    return size, sha.hexdigest()
