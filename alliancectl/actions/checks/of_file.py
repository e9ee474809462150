"""Checks of the file itself: its soundness, its history, what other programs did to it, where it lies."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator

from alliancectl import errors
from alliancectl.actions.checks import Asked, command
from alliancectl.kinds.finding import Finding, Severity
from alliancectl.store import integrity, outside
from alliancectl.store.schema import VERSION
from alliancectl.text import Text
from alliancectl.values.names import fold

RESTORE = command("backup", "restore", "--last")
MEND = command("check", "--fix")

# Folders that programs copy behind our back, by how their names begin (folded). They tear a database that is being written.
CLOUDS = (
    "onedrive", "dropbox", "icloud", "mobile documents", "com~apple~clouddocs", "cloudstorage", "google drive", "googledrive",
    "box sync", "megasync", "pcloud", "nextcloud", "owncloud", "seafile", "syncthing", "nutstore", "坚果云", "我的坚果云",
    "baidunetdisk", "baidusyncdisk", "百度网盘", "百度云", "阿里云盘", "aliyundrive", "wps云盘", "wpsdrive", "weiyun", "微云", "腾讯微云")


def integrity_of(asked: Asked) -> Iterator[Finding]:
    """`integrity`: pages, references, and every text of the schema."""
    for broken in integrity.damages(asked.connection):
        severity: Severity = "error" if broken.serious else "notice"
        fix = MEND if broken.mendable else RESTORE if broken.serious else _drop(asked.path, broken)
        yield Finding("integrity", severity, broken.where or _name(asked.path), broken.what, fix, broken.mendable)


def damaged(path: str, failure: errors.DamagedFile) -> Finding:
    """`integrity` of a file that cannot even be opened."""
    reason = failure.slots["reason"]
    return Finding("integrity", "error", _name(path), Text(
        f"文件已损坏，无法读取：{reason}", f"the file is damaged and cannot be read: {reason}"), RESTORE)


def unreadable(path: str, code: str, error: Exception) -> Finding:
    """`integrity` of a file in which a check met what cannot be. The error's kind only: its words may hold values."""
    kind = type(error).__name__
    return Finding("integrity", "error", _name(path), Text(
        f"数据已损坏，{code} 无法检查（{kind}）", f"the data is damaged: {code} cannot be checked ({kind})"), RESTORE)


def history_broken(asked: Asked) -> Iterator[Finding]:
    """`history-broken`: the first operation whose digest no longer fits, and records their history does not lead to."""
    for broken in integrity.broken_history(asked.connection):
        yield Finding("history-broken", "error", broken.where, broken.what, RESTORE)


def outside_writes(asked: Asked) -> Iterator[Finding]:
    """`outside-writes`: what another program added, changed or removed; `--fix` takes it over as it stands."""
    for found in outside.written_outside(asked.connection):
        codes = list(dict.fromkeys((*found.added, *found.changed, *found.removed)))
        yield Finding(
            "outside-writes", "notice", codes[0], Text(
                f"{found.kind.label.zh}被别的程序写过：{_counted(found, 'zh')}",
                f"another program wrote {found.kind.plural.en}: {_counted(found, 'en')}"),
            MEND, True)


def _counted(found: outside.Outside, lang: str) -> str:
    words = {"zh": ("新增", "改动", "移除"), "en": ("added", "changed", "removed")}[lang]
    parts = [f"{word} {' '.join(codes[:5])}{' …' if len(codes) > 5 else ''}"
             for word, codes in zip(words, (found.added, found.changed, found.removed), strict=True) if codes]
    return ("，" if lang == "zh" else ", ").join(parts)


def schema_old(asked: Asked) -> Iterator[Finding]:
    """`schema-old`: the file has the format of an earlier version."""
    found = integrity.version(asked.connection)
    if found < VERSION:
        yield Finding("schema-old", "warning", _name(asked.path), Text(
            f"文件是旧格式（{found}，现为 {VERSION}）", f"the file has an older format ({found}, now {VERSION})"), MEND, True)


def cloud_folder(asked: Asked) -> Iterator[Finding]:
    """`cloud-folder`: the file lies where a synchroniser copies it while it is written."""
    path = os.path.realpath(asked.path)
    for part in os.path.dirname(path).split(os.sep):
        if fold(part).startswith(CLOUDS):
            target = os.path.join(asked.shelter, os.path.basename(path))
            yield Finding("cloud-folder", "warning", _name(path), Text(
                f"文件放在网盘同步文件夹“{part}”里，同步会损坏正在写入的记录",
                f"the file lies in “{part}”, and a synchroniser can tear it while it is written"),
                shlex.join(["mv", path, target]))
            return


def _name(path: str) -> str:
    return os.path.basename(path)


def _drop(path: str, broken: integrity.Broken) -> str:
    """Somebody else's table, view or index, thrown away by who put it there: this program does not know what is in it."""
    name = broken.where.replace('"', '""')
    return f"sqlite3 {shlex.quote(path)} " + shlex.quote(f'DROP {broken.foreign.upper()} "{name}"')
