"""backup create | list | verify | restore: verified copies of the record file, and going back to one."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from alliancectl import errors
from alliancectl.cli import settings
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.reports.model import Cell, Column, Report, Section, Table
from alliancectl.text import Text

FILE = Param("file", Text("备份文件", "the backup"), metavar="[FILE]")
LONG = 20_000_000   # bytes of a record file that take more than a moment
COPY_ABOVE = 1000   # records of an import

LAST = Param("last", Text("最近一份", "the newest one"), ("--last",), switch=True)


def create() -> Command:
    """`backup create [--out FILE] [--verify]`."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.store import backup

        with Copying(run) as copied:
            made = backup.create(run.db, out=run.out, keep=kept(), wait=run.wait, once_kept=run.stands, copied=copied)
            if values["verify"]:
                _verify(made.path)
        run.say(Text("✓ 已备份到 {path}（操作 #{number}）", "✓ backed up to {path} (operation #{number})")(path=made.path, number=made.operation))
        run.answer(made.path)

    verify = Param("verify", Text("再恢复到临时文件，连历史一起核对", "also restore it into a scratch file and check its history"),
                   ("--verify",), switch=True)
    return Command(Text("做一份核对过的备份", "make a verified copy"), run, (verify,),
                   examples=("alliancectl backup create", "alliancectl backup create --verify --out /media/usb/alliance.db"))


def list_() -> Command:
    """`backup list`: the newest first."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.store import backup

        found = backup.backups(run.db)
        columns = (Column("file", Text("文件", "file")), Column("at", Text("时间（UTC）", "time (UTC)")),
                   Column("operation", Text("操作", "operation"), "right"), Column("size", Text("字节", "bytes"), "right"))
        rows = tuple({"file": Cell(one.path, one.path), "at": Cell(_spoken(one.at), _iso(one.at)),
                      "operation": Cell(f"#{one.operation}", one.operation), "size": Cell(f"{one.size:,}", one.size)} for one in found)
        title = Text("备份", "backups")
        table = Table("backups", title, columns, rows, empty=Text("（没有备份）", "(no backup)"))
        data = [{"file": one.path, "at": _iso(one.at), "operation": one.operation, "size": one.size} for one in found]
        run.show(Report("backup_list", title, (Section("backups", Text("", ""), (table,)),), data=data))

    return Command(Text("列出备份，最近的在前", "the backups, the newest first"), run)


def verify() -> Command:
    """`backup verify [FILE|--last]`: the newest when nothing is said."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.store import backup

        path = values["file"] or _newest(run)
        last = backup.verify(path)
        run.say(Text("✓ {path} 完好，可以恢复（操作 #{number}，{at}）", "✓ {path} is sound and can be restored (operation #{number}, {at})")(
            path=path, number=last.id, at=last.at))

    return Command(Text("把备份恢复到临时文件，核对无误", "restore a backup into a scratch file and check it"), run, (FILE, LAST))


def restore() -> Command:
    """`backup restore FILE|--last`: keeps what it replaces as a backup first; cannot be undone."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.store import backup
        from alliancectl.store.restore import newest_sound, restore

        if bool(values["file"]) == bool(values["last"]):
            raise errors.Usage(reason=Text("写出备份文件，或用 --last", "name a backup, or say --last"), see="alliancectl backup restore --help")
        source = values["file"] or newest_sound(run.db).path
        if run.dry_run:
            last = backup.verify(source)
            run.say(Text("○ 将恢复到 {path}（操作 #{number}）", "○ would go back to {path} (operation #{number})")(path=source, number=last.id))
        run.confirm(Text("{source} 将替换 {path}，不能撤销（原来的内容先留一份备份）", "{source} replaces {path}, which cannot be undone (what is there now is kept as a backup first)")(
            source=source, path=run.db))
        if run.dry_run:
            return
        with Copying(run) as copied:
            copied.checking()   # the copy, before that which it replaces is kept
            done = restore(run.db, source, keep=kept(), wait=run.wait, once_kept=run.stands, copied=copied)
        run.say(Text("✓ 已恢复 {path}（记为操作 #{number}）", "✓ restored {path} (logged as operation #{number})")(path=source, number=done.operation))
        if done.kept:
            run.say(Text("  原来的内容留在 {path}", "  what it replaced is kept in {path}")(path=done.kept))

    return Command(Text("恢复备份；被替换的内容先留一份备份", "go back to a backup; what it replaces is kept as one first"), run, (FILE, LAST), writes=True,
                   examples=("alliancectl backup restore --last",))


class Copying:
    """A running figure on a terminal's stderr, a line that is written over; nothing where nobody looks, or the record file is small."""

    def __init__(self, run: Run) -> None:
        size = os.path.getsize(run.db) if os.path.isfile(run.db) else 0
        self.shown = size > LONG and not run.quiet and sys.stderr.isatty()
        self.said = ""

    def __enter__(self) -> Copying:
        return self

    def __call__(self, done: int, pages: int) -> None:
        """So many pages are copied; when all are, the copy is checked."""
        if done < pages:
            self._show(Text("正在复制 {percent}%……", "copying {percent} % …")(percent=100 * done // pages))
        else:
            self.checking()

    def checking(self) -> None:
        """A copy is checked."""
        self._show(Text("正在核对……", "checking …")())

    def __exit__(self, *_: object) -> None:
        if self.said:
            self._write("")

    def _show(self, line: str) -> None:
        if self.shown and line != self.said:
            self._write(line)

    def _write(self, line: str) -> None:
        self.said = line
        with suppress(OSError, ValueError):
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()


def _verify(made: str) -> None:
    """Restore a new copy into a scratch file beside it. Raises: NotABackup; NotVerified for Ctrl-C, since the copy is there."""
    from alliancectl.store import backup

    try:
        backup.verify(made, os.path.dirname(os.path.abspath(made)))
    except KeyboardInterrupt:
        raise errors.NotVerified(path=made) from None


def kept() -> int:
    """How many backups are kept: the setting `backups`. Raises: BadSettings."""
    from alliancectl.store.backup import KEEP

    given = str(settings.load().get("backups") or KEEP)
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 1000):
        raise errors.BadSettings(path=settings.path(), reason=f"backups = {given}")
    return int(given)


def copied_before(run: Run, count: int) -> None:
    """Make a verified copy of the record file before an import that writes many records."""
    if count > COPY_ABOVE and not run.dry_run:
        from alliancectl.store.backup import before_risk

        with Copying(run) as copied:
            made = before_risk(run.db, keep=kept(), wait=run.wait, copied=copied)
        run.say(Text("已备份到 {path}", "a copy was made: {path}")(path=made.path))


def _newest(run: Run) -> str:
    from alliancectl.store import backup

    found = backup.backups(run.db)
    if not found:
        raise errors.NoBackup(folder=backup.folder(run.db))
    return found[0].path


def _iso(at: str) -> str:
    """20260102T030405Z as 2026-01-02T03:04:05Z."""
    return f"{at[:4]}-{at[4:6]}-{at[6:11]}:{at[11:13]}:{at[13:]}"


def _spoken(at: str) -> str:
    return _iso(at)[:19].replace("T", " ")
