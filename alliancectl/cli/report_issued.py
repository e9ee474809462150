"""report list, report diff: the reports that were issued, and what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliancectl import errors
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.kinds import KINDS
from alliancectl.text import Text

if TYPE_CHECKING:
    import sqlite3

    from alliancectl.reports.model import Report

ISSUED = KINDS["issued"]


def list_() -> Command:
    """`report list`: the issued reports, in the order they were issued."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.reports.listing import listing, report
        from alliancectl.store.blocks import Selection

        with run.reading() as connection:
            run.show(report(listing(Selection(connection, ISSUED), run.known(connection))))

    return Command(Text("印发时留存的报告", "the reports that were kept as issued"), run)


def diff() -> Command:
    """`report diff NAME`: every figure that differs today, and the operations that changed it; exit 0."""
    def run(run: Run, values: Values) -> None:
        if not values["name"]:
            raise errors.MissingValue(missing=ISSUED.field("name").label(), example=Text("alliancectl report diff 2025年报", "alliancectl report diff issued-2025"))
        with run.reading() as connection:
            report = _diff(connection, values["name"])
        run.show(report)

    name = Param("name", Text("留存报告的名称（--freeze）或编号", "the name it was kept under (--freeze), or its id"), metavar="NAME")
    return Command(Text("印发的报告与现在有哪些数字不同", "which figures differ from those of an issued report"), run, (name,),
                   examples=(Text("alliancectl report diff 2025年报", "alliancectl report diff issued-2025"),))


def _diff(connection: sqlite3.Connection, text: str) -> Report:
    from alliancectl.cli.frozen import figures_from_json
    from alliancectl.reports.diff import diff_report, differences
    from alliancectl.reports.year import made
    from alliancectl.reports.year.period import Period, span_before
    from alliancectl.store import file, records
    from alliancectl.store.ask.since import since, spoken_of

    file.holding(connection)
    number = text[1:] if text[:1].upper() == ISSUED.letter and text[1:].isdecimal() else None   # Z1
    held = records.having(connection, ISSUED, "name", text) or (records.having(connection, ISSUED, "id", int(number)) if number else [])
    if not held:
        raise errors.NotFound(kind=ISSUED.label, text=text, hint="alliancectl report list")
    issued = records.standing(connection, held[0])
    period = Period(issued["label"], issued["first"].canonical, issued["last"].canonical, bool(issued["complete"]))
    today = made(connection, period, span_before(period))
    then = figures_from_json(issued["figures"])
    later = since(connection, issued["stamp"])
    codes = {code for one in later for code in one.codes} | {code for figures in (then, today.figures) for figure in figures.values() for code in figure.records}
    return diff_report(issued, differences(then, today.figures, later, spoken_of(connection, codes)), today.label, f"#{today.stamp}")
