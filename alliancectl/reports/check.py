"""What check found, as a list: how serious, what, where, and the command that mends it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from alliancectl.kinds.finding import WORDS, Finding, Severity
from alliancectl.reports.model import Cell, Column, Report, Section, Stream, Strip, Table
from alliancectl.text import Text

TITLE = Text("检查结果", "what check found")
COLUMNS = (
    Column("severity", Text("程度", "severity")), Column("code", Text("代码", "code")), Column("record", Text("记录", "record")),
    Column("message", Text("问题", "problem")), Column("fix", Text("补正命令", "command that mends it")))
AT_ONCE = 600   # findings of a block


def check_list(findings: Iterable[Finding], db: str) -> Report:
    """The findings, which are gone through while they are shown; `db` is the record file where the commands must name it."""
    table = Table("check", TITLE, COLUMNS, Stream(_blocks(findings, db, _worded)), empty=Text("（没有发现问题）", "(no problem was found)"))
    return Report("check_list", TITLE, (Section("check", Text("", ""), (table,)),), data=Stream(_blocks(findings, db, None)))


def _blocks(findings: Iterable[Finding], db: str, severity: Callable[[Severity], Cell] | None) -> Iterator[tuple[Strip, ...]]:
    """Some findings at a time by column, in the order of JSON; all are texts but the `severity`, where people read it."""
    left = iter(findings)
    while some := list(islice(left, AT_ONCE)):
        yield (Strip("code", [one.code for one in some]), Strip("severity", [one.severity for one in some], severity),
               Strip("record", [one.record for one in some]), Strip("message", [one.message() for one in some]),
               Strip("fix", [named(one.fix, db) for one in some]))


def _worded(severity: Severity) -> Cell:
    return Cell(WORDS[severity], severity)


def named(command: str, db: str) -> str:
    """A command with the record file it is for."""
    if not db:
        return command
    return " && ".join(f"{part} --db {shlex.quote(db)}" if part.startswith("alliancectl ") else part for part in command.split(" && "))
