"""report year: the yearly report of a year or any period, of today or as it was recorded, explained, or kept as issued."""

import datetime
import re
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from alliancectl import errors
from alliancectl.cli.command import WRITING, Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.text import Text
from alliancectl.values.clean import file_name

if TYPE_CHECKING:
    from alliancectl.reports.model import Report
    from alliancectl.reports.year.period import Period

_SEE = "alliancectl report year --help"
_KEYS = ("year", "key", "last", "first", "to", "label", "explain", "section", "as_recorded", "freeze")


def year() -> Command:
    """`report year [YEAR|--last]`: this year as of today when nothing is said."""
    def run(run: Run, values: Values) -> None:
        asked = _asked(values)
        if asked.explain and asked.key:
            run.show(_explained(run, asked), year=asked.year or "")
        elif asked.freeze:
            _freeze(run, asked)
        else:
            _show(run, asked)

    return Command(Text("年度报告", "the yearly report"), run, _PARAMS,
                   examples=("alliancectl report year 2025", "alliancectl report year --last --out '{year}.md'",
                             Text("alliancectl report year --from 2016-01-01 --to 2017-01-27 --label 评估期", "alliancectl report year --from 2016-01-01 --to 2017-01-27 --label review"),
                             "alliancectl report year 2025 --explain visits.people", Text("alliancectl report year 2025 --freeze 2025年报", "alliancectl report year 2025 --freeze issued-2025")))


_PARAMS = (
    Param("year", Text("报告年度，如 2025；不写就是今年，截至今天", "the report's year, such as 2025; this year as of today when left out"), metavar="[YEAR]"),
    Param("key", Text("与 --explain 同用：只说明这一项数字", "with --explain: this figure only"), metavar="[KEY]"),
    Param("last", Text("上一个完整的报告年度（供定时任务）", "the last complete year (for cron)"), ("--last",), switch=True),
    Param("first", Text("自定报告期的首日", "first day of a period of its own"), ("--from",), metavar="DAY"),
    Param("to", Text("自定报告期的末日；不写就到今天", "its last day; today when left out"), ("--to",), metavar="DAY"),
    Param("label", Text("自定报告期的名称", "its label"), ("--label",), metavar="TEXT"),
    Param("explain", Text("列出每项数字所依据的记录与来源", "list the records and sources behind each figure"), ("--explain",), switch=True),
    Param("section", Text("只要这一部分或这一张表（CSV 每次一张表）", "this section or table only (CSV holds one table)"), ("--section",), metavar="KEY"),
    Param("as_recorded", Text("按当时的记录：日期、时间或操作号 #41", "as recorded then: a date, a time, or an operation #41"), ("--as-recorded",), metavar="WHEN|#OP"),
    Param("freeze", Text("以这个名称留存所印发的报告", "keep the report as issued, under this name"), ("--freeze",), metavar="NAME"),
    *(param for param in WRITING if param.key in ("dry_run", "note")),
)


class Asked(NamedTuple):
    """What the options of `report year` say."""

    year: str | None = None
    key: str | None = None
    last: bool = False
    first: str | None = None
    to: str | None = None
    label: str | None = None
    explain: bool = False
    section: str | None = None
    as_recorded: str | None = None
    freeze: str | None = None


def show_year(run: Run, year: str | None) -> None:
    """Print the yearly report of a year in the format of the run. Raises: Usage for what is no year."""
    _show(run, Asked(year))


def _asked(values: Values) -> Asked:
    """The options, where they go together. Raises: Usage."""
    asked = Asked(*(values[key] for key in _KEYS))
    if asked.explain and asked.year and not asked.key and not _is_year(asked.year):
        asked = asked._replace(year=None, key=asked.year)   # `--last --explain visits.people`
    if asked.key and not asked.explain:
        raise errors.Usage(reason=Text(f"多出来的内容：{asked.key}", f"more than is expected: {asked.key}"), see=_SEE)
    if sum(map(bool, (asked.year, asked.last, asked.first or asked.to or asked.label))) > 1:
        raise errors.Usage(reason=Text("年份、--last 和 --from/--to 只能给一种", "give a year, --last, or --from and --to"), see=_SEE)
    if (asked.to or asked.label) and not asked.first:
        raise errors.Usage(reason=Text("自定报告期缺少 --from", "a period of its own needs --from"), see=_SEE)
    if asked.freeze is not None and (asked.as_recorded or asked.section or asked.explain):
        raise errors.Usage(reason=Text("--freeze 留存的是今天的整份报告，不能与 --as-recorded、--section、--explain 同用",
                                       "--freeze keeps the whole report of today, without --as-recorded, --section or --explain"), see=_SEE)
    return asked


# ---- what is printed ----------------------------------------------------------------------------------------------


def _show(run: Run, asked: Asked) -> None:
    from alliancectl.reports.year import year_report
    from alliancectl.reports.year.period import span_before

    with run.reading() as connection:
        period = _period(run, connection, asked)
        report = year_report(connection, period, span_before(period), explain=asked.explain)
    run.show(_part(report, asked), year=file_name(period.label))


def _part(report: "Report", asked: Asked) -> "Report":
    if not asked.section:
        return report
    from alliancectl.reports.only import only

    return only(report, asked.section)


def _explained(run: Run, asked: Asked) -> "Report":
    """One figure in full."""
    from alliancectl.reports.year import made
    from alliancectl.reports.year.explained import chosen, one_figure
    from alliancectl.reports.year.period import span_before
    from alliancectl.store.ask.behind import behind

    with run.reading() as connection:
        period = _period(run, connection, asked)
        found = made(connection, period, span_before(period))
        key = asked.key or ""
        figure = chosen(found.figures, key)
        return one_figure(key, figure, found.label(key), behind(connection, figure.records), behind(connection, figure.sources), found.stamp)


def _freeze(run: Run, asked: Asked) -> None:
    """The report, and a copy of it in the record file; nothing is kept where it cannot be printed."""
    from alliancectl.actions.freeze import KIND, freeze
    from alliancectl.cli.frozen import figures_as_json, report_as_json
    from alliancectl.reports.year import year_report
    from alliancectl.reports.year.period import span_before
    from alliancectl.store.ask.stamp import stamp

    with run.change("report freeze") as (now, desk):
        period = _period(run, now.connection, asked)
        report = year_report(now.connection, period, span_before(period))
        record = freeze(now, desk, asked.freeze or "", label=period.label, first=period.first, last=period.last, complete=period.complete,
                        stamp=stamp(now.connection), figures=figures_as_json(report), report=report_as_json(report, run.lang))
        printed = list(run.rendered(report))
        if run.out and not run.dry_run:
            run.give(printed, file_name(period.label))
    run.done(Text("{what}  报告期 {first} 至 {last}  #{stamp}", "{what}  {first} to {last}  #{stamp}")(
        what=KIND.said(record), first=period.first, last=period.last, stamp=record["stamp"]), now.operation)
    if not run.out:
        run.give(printed)


# ---- which period, of which state of the records ------------------------------------------------------------------


def _period(run: Run, connection: sqlite3.Connection, asked: Asked) -> "Period":
    """The period that is asked for; from here on the connection shows the records as they are, or were."""
    from alliancectl.reports.year.period import last_complete, period_of, span_period
    from alliancectl.store import file, known

    today = known.today(connection)
    if asked.as_recorded:
        today = _go_back(run, connection, asked.as_recorded, today)
    else:
        file.holding(connection)
    starts = known.alliance(connection)["year_starts"] or "01-01"
    if asked.first:
        first, last = (_day(day, today) if day else today.isoformat() for day in (asked.first, asked.to))
        return span_period(first, last, asked.label or f"{first}–{last}", today)
    return last_complete(today, starts) if asked.last else period_of(year_number(asked.year) if asked.year else None, today, starts)


def _go_back(run: Run, connection: sqlite3.Connection, text: str, today: datetime.date) -> datetime.date:
    """Let the connection show the records as they were; returns the day it was then."""
    from alliancectl.store import as_recorded, known

    number = re.fullmatch(r"\s*[#＃](\d{1,15})\s*", text, re.ASCII)
    if number:
        moment = as_recorded.after(connection, int(number[1]))
        day = known.day_of(connection, moment.at)
    else:
        then = _moment(text, today)
        moment = as_recorded.before(connection, known.end_of(connection, then), text)
        day = min(then.date() if isinstance(then, datetime.datetime) else then, today)
    as_recorded.show_as_recorded(connection, moment.operation)
    run.say(Text("按操作 #{number}（{at} UTC）之后的记录", "as recorded after operation #{number} ({at} UTC)")(
        number=moment.operation, at=moment.at[:16].replace("T", " ")))
    return day


def _moment(text: str, today: datetime.date) -> datetime.date | datetime.datetime:
    """The last day of a date, or a moment: 2025-06, 2025-06-30, 2025-06-30 17:00, 2025-06-30T09:00Z."""
    if re.fullmatch(r"\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?\s*", text, re.ASCII):
        try:
            return datetime.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
        except ValueError:
            raise errors.Usage(reason=Text(f"“{text}”不是日期和时间", f"“{text}” is no date and time"), see=_SEE) from None
    from alliancectl.values.when import when

    found = when(text, today=today)
    if not found.latest:
        raise errors.Usage(reason=Text(f"“{text}”没有说明到哪一天", f"“{text}” does not say until which day"), see=_SEE)
    return datetime.date.fromisoformat(found.latest)


def _day(text: str, today: datetime.date) -> str:
    """An exact ISO day. Raises: DateNotExact, and what `when` raises."""
    from alliancectl.values.when import is_day, when

    found = when(text, today=today)
    if not is_day(found):
        raise errors.DateNotExact(text=text, read=found.canonical)
    return found.canonical


def _is_year(text: str) -> bool:
    from alliancectl.values.names import fold

    digits = fold(text).removesuffix("年")
    return digits.isascii() and digits.isdigit()


def year_number(text: str) -> int:
    """The year of a text such as 2025年. Raises: Usage."""
    from alliancectl.values.names import fold

    digits = fold(text).removesuffix("年")
    if not (digits.isascii() and digits.isdigit() and 1000 <= int(digits) <= 2999):
        raise errors.Usage(reason=Text(f"“{text}”不是年份", f"“{text}” is no year"), see=_SEE)
    return int(digits)
