"""A report that cannot be written says why, in the language of the run, and leaves what was there."""

from __future__ import annotations

import errno
import os
from typing import Any

import pytest

REASONS = {
    errno.ENOSPC: ("磁盘已满", "the disk is full"), errno.EACCES: ("没有权限", "permission denied"),
    errno.EROFS: ("文件系统是只读的", "the file system is read-only"), errno.EIO: ("磁盘读写出错", "the disk fails"),
}


@pytest.mark.parametrize(("lang", "reason"), [("zh", "没有这个文件或文件夹"), ("en", "there is no such file or folder")])
def test_a_folder_that_is_not_there(demo, ctl, lang, reason):
    said = ctl(f"report year 2025 --out missing/r.docx --lang {lang}", db=demo)
    assert (said.code, said.out) == (1, "")
    assert f"missing/r.docx{'：' if lang == 'zh' else ': '}{reason}  [cannot-write]" in said.err
    assert not os.path.exists("missing")


@pytest.mark.parametrize("number", REASONS)
@pytest.mark.parametrize("lang", [0, 1], ids=["zh", "en"])
@pytest.mark.parametrize("form", ["docx", "html", "xlsx"])
def test_a_disk_that_refuses_leaves_the_last_good_report(demo, ctl, home, monkeypatch, form, lang, number):
    (home / f"r.{form}").write_bytes(b"last good")
    real = os.fsync

    def refuses(handle: int, *rest: Any) -> None:
        real(handle, *rest)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuses)
    said = ctl(f"report year 2025 --out r.{form} --lang {('zh', 'en')[lang]}", db=demo)
    assert (said.code, said.out, (home / f"r.{form}").read_bytes()) == (1, "", b"last good")
    assert REASONS[number][lang] in said.err.splitlines()[0]
    assert [path.name for path in home.iterdir() if path.suffix == ".tmp"] == []
