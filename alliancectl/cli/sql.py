"""sql: one SELECT, read-only, limited in time and rows."""

from __future__ import annotations

import os
from typing import Any

from alliancectl import errors
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.reports.model import Cell, Column, Report, Section, Table
from alliancectl.text import Text


def sql() -> Command:
    """`sql "SELECT ..."`."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.store import sql

        statement = values["statement"]
        if not (statement or "").strip():
            raise errors.Usage(reason=Text("写出一条 SELECT", "type one SELECT"), see="alliancectl sql --help")
        def end(failure: errors.Failure) -> None:
            """End a run that SQLite does not let go of: nothing is being written."""
            from alliancectl.cli.run import say_failure

            os._exit(say_failure(failure, as_json=bool(values["json"])))

        found = sql.ask(run.db, statement, wait=run.wait, late=end)
        run.show(_listing(found.columns, found.rows))
        if found.more:
            run.say(Text("只给出前 {rows} 行", "only the first {rows} rows are given")(rows=sql.ROWS))

    statement = Param("statement", Text("一条 SELECT 语句，用引号括起来", "one SELECT, in quotes"), metavar="SELECT")
    about = Text("用 SQL 查询，只读，最多 2 秒、10,000 行", "ask the file in SQL: read-only, at most 2 seconds and 10,000 rows")
    return Command(about, run, (statement,), examples=(
        'alliancectl sql "SELECT name, place FROM members"', 'alliancectl sql "SELECT code, date, subject FROM visits" --format csv'))


def _listing(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Report:
    """The answer as a listing: numbers to the right, bytes in hexadecimal, nothing for NULL."""
    numeric = [bool(rows) and all(isinstance(row[at], int | float) or row[at] is None for row in rows) for at in range(len(columns))]
    heads = tuple(Column(name, Text(name, name), "right" if numeric[at] else "left") for at, name in enumerate(columns))
    cells = tuple({name: _cell(value) for name, value in zip(columns, row, strict=True) if value is not None} for row in rows)
    title = Text("查询结果", "answer")
    table = Table("sql", title, heads, cells, empty=Text("（没有结果）", "(no rows)"))
    data = [{name: _plain(value) for name, value in zip(columns, row, strict=True)} for row in rows]
    return Report("sql_list", title, (Section("sql", Text("", ""), (table,)),), data=data)


def _cell(value: Any) -> Cell:
    plain = _plain(value)
    return Cell(str(plain), plain)


def _plain(value: Any) -> Any:
    """A value as JSON can hold it: bytes in hexadecimal, an infinite number as a word."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return str(value)
    return value
