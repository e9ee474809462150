"""report member, report gaps, report conflicts: one member's file, what is missing, and what contradicts itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.shown import REF, found_by_ref
from alliancectl.kinds import KINDS
from alliancectl.text import Text

if TYPE_CHECKING:
    import sqlite3

    from alliancectl.kinds.record import Record
    from alliancectl.reports.capacity.told import Told
    from alliancectl.reports.year import Made
    from alliancectl.reports.year.period import Period

MEMBER = KINDS["member"]


def member() -> Command:
    """`report member REF [--contacts]`."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.reports.member import File, member_report
        from alliancectl.store import records
        from alliancectl.store.ask.log import told_about

        with run.reading() as connection:
            desk = run.desk(connection)
            record = found_by_ref(desk, MEMBER, values)
            told = _told(connection)
            held = {kind.key: found for kind, found in records.pointing_at(connection, record)}
            held["follow_up"] = _of_visits(connection, [visit.id for visit in held["visit"]])
            wanted = {("member", record.id), *(("membership", spell.id) for spell in held["membership"])}
            file = File(record, held, told_about(connection, wanted))
            report = member_report(file, told, desk.known, contacts=bool(values["contacts"]))
        run.show(report)

    contacts = Param("contacts", Text("连同联系人、电话、邮箱", "with contact, phone and email"), ("--contacts",), switch=True)
    return Command(Text("一个成员单位的档案", "the file of one member"), run, (REF, contacts),
                   examples=("alliancectl report member M1", "alliancectl report member M1 --out M1.md"))


def gaps() -> Command:
    """`report gaps [YEAR]`: everything that is missing, each with the command that fills it."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.reports.gaps import all_codes, gaps_report
        from alliancectl.store.ask.behind import behind

        with run.reading() as connection:
            made = _made(connection, values["year"])
            report = gaps_report(made.gaps, behind(connection, all_codes(made.gaps)), made.period, _file(run, values))
        run.show(report, year=made.period.label)

    year = Param("year", Text("报告年度；不写就是今年", "the report's year; this year when left out"), metavar="[YEAR]")
    return Command(Text("数据缺口，每条都附补正的命令", "the gaps in the records, each with the command that fills it"), run, (year,))


def conflicts() -> Command:
    """`report conflicts`: what contradicts itself, side by side."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.reports.conflicts import conflicts_report

        with run.reading() as connection:
            report = conflicts_report(_told(connection), _file(run, values))
        run.show(report)

    return Command(Text("相互矛盾的产能数据，并排比较", "claims that contradict each other, side by side"), run)


def _of_visits(connection: sqlite3.Connection, visits: list[int]) -> list[Record]:
    """What was asked for at these visits, in their order."""
    from alliancectl.store import records

    places = {visit: at for at, visit in enumerate(visits)}
    return sorted(records.among(connection, KINDS["follow_up"], "visit", visits), key=lambda one: places[one["visit"].id])


def _file(run: Run, values: Values) -> str:
    """The record file where commands must name it: where this one did."""
    return os.path.abspath(run.db) if values.get("db") else ""


def _made(connection: sqlite3.Connection, year: str | None) -> Made:
    """What the records say of a year, of one state of the file."""
    from alliancectl.reports.year import made

    return made(connection, *_periods(connection, year))


def _told(connection: sqlite3.Connection) -> Told:
    """What the records say of capacity this year, of one state of the file."""
    from alliancectl.reports.year import capacity_told

    return capacity_told(connection, *_periods(connection, None))


def _periods(connection: sqlite3.Connection, year: str | None) -> tuple[Period, Period]:
    """The period of a report and the one before. The file is held as it is."""
    from alliancectl.cli.report import year_number
    from alliancectl.reports.year.period import period_of, span_before
    from alliancectl.store import file, known

    file.holding(connection)
    starts = known.alliance(connection)["year_starts"] or "01-01"
    period = period_of(year_number(year) if year else None, known.today(connection), starts)
    return period, span_before(period)
