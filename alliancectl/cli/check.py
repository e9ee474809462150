"""check: every problem, each with the command that mends it."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from alliancectl import errors
from alliancectl.cli import settings
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.kinds.finding import SEVERITIES, Severity
from alliancectl.text import Text

if TYPE_CHECKING:
    from alliancectl.store.findings import Findings

FOUND = 6   # exit code: something was found at or above --fail-on


def check() -> Command:
    """`check [CODE...]`: all problems in one run; `--fix` mends those with one safe answer."""
    def run(run: Run, values: Values) -> int:
        from alliancectl.actions.check import serious
        from alliancectl.reports.check import check_list

        least = _severity(values["fail_on"])
        years = _years(values["stale"])

        def told(findings: Findings) -> int:
            with suppress(BrokenPipeError):   # whoever reads only the first still gets the exit code of all
                run.show(check_list(findings, os.path.abspath(run.db) if values.get("db") else ""))
                _summary(run, findings)
            return FOUND if serious(findings, least) else 0

        with _findings(run, values, years) as findings:
            if not values["fix"] or not any(finding.safe for finding in findings):
                return told(findings)
            _fix(run, findings)
            if run.dry_run:
                return told(findings)
        with _findings(run, values, years) as findings:
            return told(findings)

    codes = Param("codes", Text("只查这些代码、这些编号的记录；不写就全部检查", "only these codes, and what names these ids; all when left out"),
                  many=True, metavar="[CODE|ID...]")
    fail_on = Param("fail_on", Text("到哪个程度算失败（退出码 6），默认 error", "from which severity on it fails (exit code 6), error when left out"),
                    ("--fail-on",), metavar="error|warning|notice", choices=SEVERITIES)
    fix = Param("fix", Text("只有一种稳妥做法的，直接补正（可撤销）", "mend what has one safe answer (undo takes it back)"), ("--fix",), switch=True)
    stale = Param("stale", Text("几年前的数据算陈旧，默认 3", "after how many years a figure is stale, 3 when left out"), ("--stale",), metavar="YEARS")
    return Command(Text("找出所有问题，并给出补正的命令", "every problem, each with the command that mends it"), run,
                   (codes, fail_on, fix, stale), writes=True,
                   examples=("alliancectl check", "alliancectl check conflict-open no-source", "alliancectl check --fix --json"))


def _findings(run: Run, values: Values, years: int) -> Findings:
    from alliancectl.actions.check import check

    ids = [word.upper() for word in values["codes"] or () if re.fullmatch("[A-Za-z][0-9]+", word)]
    codes = [word for word in values["codes"] or () if word.upper() not in ids]
    return check(run.db, codes, ids, years=years, shelter=settings.folder("data"), wait=run.wait)


def _fix(run: Run, findings: Findings) -> None:
    """Mend, and say what was done and how it is undone."""
    from alliancectl.actions.fix import MENDS, fix, fix_schema, migrate
    from alliancectl.cli.backup import kept

    copy = None if run.dry_run else migrate(run.db, findings, kept(), run.wait, run.stands)
    if copy:
        run.say(Text("✓ 已转为新格式；原来的留在 {path}", "✓ brought to the latest format; the file as it was is kept in {path}")(path=copy))
    names = [] if run.dry_run else fix_schema(run.db, findings, run.wait)
    if names:
        run.say(Text("✓ 已重建 {names}", "✓ made anew: {names}")(names=", ".join(names)))
    if not any(finding.safe and finding.code in MENDS for finding in findings):
        return
    with run.change("check --fix") as (now, _):
        mended = fix(now, findings)
    if mended:
        run.done(Text("已补正 {codes}", "mended {codes}")(codes=", ".join(mended)), now.operation)


def _summary(run: Run, findings: Findings) -> None:
    counts = findings.counts()
    if not any(counts.values()):
        run.say(Text("✓ 没有发现问题", "✓ no problem was found")())
        return
    run.say(Text("错误 {0}，警告 {1}，提示 {2}", "errors {0}, warnings {1}, notices {2}")().format(*counts.values()))


def _severity(text: str | None) -> Severity:
    for severity in SEVERITIES:
        if text in (None, severity):
            return severity
    raise errors.Usage(reason=Text(f"--fail-on 是 {'、'.join(SEVERITIES)} 之一，不是“{text}”", f"--fail-on is one of {', '.join(SEVERITIES)}, not “{text}”"),
                       see="alliancectl check --help")


def _years(text: str | None) -> int:
    from alliancectl.kinds.levels import STALE_YEARS

    if text is None:
        return STALE_YEARS
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise errors.NotANumber(text=text)
    return int(text)
