"""report: the yearly report."""

from __future__ import annotations

from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.errors import Usage
from alliancectl.text import Text


def year() -> Command:
    """`report year [YEAR|--last]`: this year as of today when nothing is said."""
    def run(run: Run, values: Values) -> None:
        if values["year"] and values["last"]:
            raise Usage(reason=Text("年份和 --last 只能给一个", "give a year or --last, not both"), see="alliancectl report year --help")
        show_year(run, values["year"], last=bool(values["last"]))

    which = Param("year", Text("报告年度，如 2025；不写就是今年，截至今天", "the report's year, such as 2025; this year as of today when left out"), metavar="[YEAR]")
    last = Param("last", Text("上一个完整的报告年度（供定时任务）", "the last complete year (for cron)"), ("--last",), switch=True)
    return Command(Text("年度报告", "the yearly report"), run, (which, last),
                   examples=("alliancectl report year 2025", "alliancectl report year --last --out '{year}.md'"))


def show_year(run: Run, year: str | None, *, last: bool = False) -> None:
    """Print the yearly report of a year in the format of the run. Raises: Usage for what is no year."""
    from alliancectl.reports.year import year_report
    from alliancectl.reports.year.period import last_complete, period_of, span_before
    from alliancectl.store import known

    with run.reading() as connection:
        starts = known.alliance(connection)["year_starts"] or "01-01"
        today = known.today(connection)
        period = last_complete(today, starts) if last else period_of(_number(year) if year else None, today, starts)
        report = year_report(connection, period, span_before(period))
    run.show(report, year=period.label)


def _number(text: str) -> int:
    from alliancectl.values.names import fold

    digits = fold(text).removesuffix("年")
    if not (digits.isascii() and digits.isdigit() and 1000 <= int(digits) <= 2999):
        raise Usage(reason=Text(f"“{text}”不是年份", f"“{text}” is no year"), see="alliancectl report year --help")
    return int(digits)
