"""The operations that must be whole or not at all, each with what it finds, what is typed, and what it leaves."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from faulting import records

from alliancectl.store import backup

EARLIER = (
    "member add 巨化集团有限公司 --joined 2010 --rank chair --contact 欧阳千寻", "member add 东岳化工有限公司 --joined 2012",
    "product add PVDF --unit t/a", "visit add 2024-05-14 M1,M2 年度走访 --headcount 9",
    "capacity add M1 PVDF 5万吨/年 --source 公告 --as-of 2024", "member edit M2 --set place=淄博")


class Risk(NamedTuple):
    """One operation: `line` is typed (`{place}` is the folder of the record file), `left` says what of it is there."""

    name: str
    line: str
    left: Callable[[Path], Any]
    later: bool = False   # done by a later version of the program
    again: int = 0        # exit code of the same line once it was done
    gone: str = ""        # words that no byte of the record file holds any more, once it is said to be done

    @property
    def made_by(self) -> dict[str, str]:
        """The environment for started.py, where the program is not the one that is released."""
        return {"FAULTS_LATER": "1"} if self.later else {}

    def still_holds(self, path: Path) -> bool:
        """Whether the record file, its free pages too, holds what should be gone."""
        return bool(self.gone) and self.gone.encode() in path.read_bytes()

    def __str__(self) -> str:
        return self.name


def place_for(risk: Risk, made: Path, folder: Path) -> Path:
    """A folder of its own with all that the operation finds; returns the record file in it."""
    folder.mkdir()
    path = folder / "alliance.db"
    shutil.copy(made, path)
    (folder / "report.html").write_text("an earlier report")
    (folder / "members.csv").write_text("".join(["单位名称,所在地\n", *(f"第{number}氟化工厂,第{number}市\n" for number in range(40))]), encoding="utf-8")
    if risk.name == "restore":
        shutil.copy(made.with_name("older.db"), folder / "older.db")
    return path


def in_file(path: Path) -> Any:
    """All of the records and their log."""
    return records(path)


def in_file_and_copies(path: Path) -> Any:
    """All of the records, and whether a whole copy of them was made. Each copy that is listed must be sound."""
    copies = backup.backups(str(path))
    for copy in copies:
        backup.verify(copy.path)
    return records(path), bool(copies)


def in_file_or_before(path: Path) -> Any:
    """All of the records, whichever they are; the copies that are listed must be sound."""
    for copy in backup.backups(str(path)):
        backup.verify(copy.path)
    return records(path)


def in_report(path: Path) -> Any:
    """All of the records, and the report."""
    return records(path), (path.parent / "report.html").read_text(encoding="utf-8")


def in_either_format(path: Path) -> Any:
    """The file's format with the columns that belong to it, and the members; the copies that are listed must be sound."""
    for copy in backup.backups(str(path)):
        backup.verify(copy.path)
    connection = sqlite3.connect(path)   # the released program refuses the later format
    try:
        asked = ("PRAGMA user_version", "SELECT name FROM pragma_table_info('product')", "PRAGMA integrity_check",
                 "SELECT id, name, place FROM member", "SELECT * FROM edit", "SELECT type, name FROM sqlite_schema ORDER BY 1, 2")
        return [connection.execute(question).fetchall() for question in asked]
    finally:
        connection.close()


RISKS = (
    Risk("add", "member add 新会员有限公司 --joined 2020 --alias 新会员", in_file, again=4),
    Risk("undo", "undo", in_file),
    Risk("import", "import {place}/members.csv --as member", in_file),
    Risk("migration", "check --fix", in_either_format, later=True),
    Risk("backup", "backup create", in_file_and_copies),
    Risk("restore", "backup restore {place}/older.db --yes", in_file_or_before),
    Risk("redact", "redact M1 contact --yes", in_file, gone="欧阳千寻"),
    Risk("report", "report year 2024 --out {place}/report.html", in_report),
)
