"""What check found, as a list: how serious, what, where, and the command that mends it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from alliancectl.kinds.finding import WORDS, Finding
from alliancectl.reports.model import Cell, Column, Report, Section, Table
from alliancectl.text import Text, language

TITLE = Text("检查结果", "what check found")
COLUMNS = (
    Column("severity", Text("程度", "severity")), Column("code", Text("代码", "code")), Column("record", Text("记录", "record")),
    Column("message", Text("问题", "problem")), Column("fix", Text("补正命令", "command that mends it")))


def check_list(findings: Sequence[Finding], db: str) -> Report:
    """The findings; `db` is the record file where the commands must name it."""
    rows = tuple({
        "severity": Cell(WORDS[one.severity], one.severity), "code": Cell(one.code, one.code), "record": Cell(one.record, one.record),
        "message": Cell(one.message, one.message()), "fix": Cell(named(one.fix, db), named(one.fix, db))} for one in findings)
    data = [{"code": one.code, "severity": one.severity, "record": one.record, "message": one.message.to(language()),
             "fix": named(one.fix, db)} for one in findings]
    table = Table("check", TITLE, COLUMNS, rows, empty=Text("（没有发现问题）", "(no problem was found)"))
    return Report("check_list", TITLE, (Section("check", Text("", ""), (table,)),), data=data)


def named(command: str, db: str) -> str:
    """A command with the record file it is for."""
    if not db:
        return command
    return " && ".join(f"{part} --db {shlex.quote(db)}" if part.startswith("alliancectl ") else part for part in command.split(" && "))
