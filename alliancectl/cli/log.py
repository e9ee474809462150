"""log, undo, redo: what was done, and taking it back."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from alliancectl import errors
from alliancectl.actions.settle import Desk
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.text import Text

if TYPE_CHECKING:
    from alliancectl.store.ask.log import Wanted

_SEE = "alliancectl log --help"
_OPERATION = re.compile(r"\s*[#＃]?(\d{1,15})\s*", re.ASCII)
FILTERS = (
    Param("by", Text("只要这个人做的", "only what this person did"), ("--by",), metavar="NAME"),
    Param("since", Text("从这天或这一刻起", "from this day or moment on"), ("--since",), metavar="WHEN"),
    Param("until", Text("到这天为止（含当天）或这一刻之前", "until this day (included) or before this moment"), ("--until",), metavar="WHEN"),
    Param("command", Text("只要这条命令，如 member add", "only this command, such as “member add”"), ("--command",), metavar="WORD"),
    Param("limit", Text("最多几步，从最近的数起", "at most so many, the newest ones"), ("--limit",), metavar="N"),
)
EXCEPT = Param("except", Text("这些记录不动，如 M3,M5", "leave these records as they are, such as M3,M5"), ("--except",), many=True, metavar="REF[,REF]...")
NUMBER = Param("operation", Text("操作号，如 #41；不写就是最近一步", "the operation, such as #41; the newest when left out"), metavar="[#OP]")


def log() -> Command:
    """`log [REF|#OP]`: the newest first; one record's history; or one operation in full; by whom, when and by which command."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.reports import log as told
        from alliancectl.store.ask import log as ask

        what = values["what"]
        with run.reading() as connection:
            desk = run.desk(connection)
            if what is None:
                found = ask.told_all(connection, _wanted(connection, values))
            elif (record := record_of(what)) is not None:
                found = ask.told_of(connection, *record, _wanted(connection, values))
            elif _OPERATION.fullmatch(what):
                found = [ask.told_number(connection, number_of(what) or 0)]
            else:
                ref = desk.find_existing(KINDS["member"], what)
                found = ask.told_of(connection, KINDS["member"], ref.id, _wanted(connection, values))
            report = told.log(found, desk.known, whole=what is not None)
        run.show(report)

    what = Param("what", Text("一条记录（如 M1）或一步操作（如 #41）；不写就是全部", "a record (M1) or an operation (#41); all when left out"), metavar="[REF|#OP]")
    return Command(Text("做过的每一步：谁、何时、改了什么", "everything that was done: who, when, what changed"), run, (what, *FILTERS),
                   examples=("alliancectl log M1", Text("alliancectl log --by 秘书 --since 2026-05 --command member", "alliancectl log --by secretary --since 2026-05 --command member"), "alliancectl log --limit 10 --format jsonl"))


def undo() -> Command:
    """`undo [#OP] [--except REF[,REF]...]`: takes back any operation, however old; refused where later ones depend on it."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.actions.take_back import undo

        with run.change("undo") as (now, desk):
            target = undo(now, number_of(values["operation"]), _spared(desk, values["except"] or ()))
        run.done(Text("已撤销 #{number} {command}", "undid #{number} {command}")(number=target.id, command=target.command), now.operation)

    return Command(Text("撤销一步操作", "take an operation back"), run, (NUMBER, EXCEPT), writes=True,
                   examples=("alliancectl undo", "alliancectl undo 41 --except M3,M5"))


def redo() -> Command:
    """`redo [#OP]`: takes back an undo."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.actions.take_back import redo

        with run.change("redo") as (now, _):
            target = redo(now, number_of(values["operation"]))
        run.done(Text("已重做（#{number}）", "redone (#{number})")(number=target.id), now.operation)

    return Command(Text("重做撤销了的一步", "take an undo back"), run, (NUMBER,), writes=True)


def _spared(desk: Desk, given: Iterable[str]) -> list[tuple[str, int]]:
    """The records that --except names: typed ids, several joined by commas, or the exact name of a member. Raises: NotFound, Ambiguous."""
    found = []
    for text in given:
        parts = [record_of(part) for part in re.split("[,，]", text)]
        named = [(kind.key, number) for kind, number in filter(None, parts)]
        found += named if len(named) == len(parts) else [("member", desk.find_existing(KINDS["member"], text).id)]
    return found


def _wanted(connection: sqlite3.Connection, values: Values) -> Wanted:
    """What the filters ask for. Raises: Usage, and what a date is refused for."""
    from alliancectl.store.ask.log import Wanted

    limit = values["limit"]
    if limit is not None and not (limit.isascii() and limit.isdigit() and 0 < int(limit) < 10**9):
        raise errors.Usage(reason=Text("--limit 要一个大于 0 的整数，而不是“{limit}”", "--limit takes a whole number above 0, not “{limit}”")(limit=limit), see=_SEE)
    since, until = (_bound(connection, values[key], last=key == "until") for key in ("since", "until"))
    return Wanted(values["by"], since, until, values["command"], int(limit) if limit else None)


def _bound(connection: sqlite3.Connection, text: str | None, *, last: bool) -> str | None:
    """Where a span of time begins, or (`last`) ends, as the log writes moments: 2026-05, 2026-05-14, 2026-05-14 17:00, yesterday."""
    import datetime

    from alliancectl.store import known
    from alliancectl.values.when import when

    if text is None:
        return None
    if re.fullmatch(r"\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?\s*", text, re.ASCII):
        try:
            return known.end_of(connection, datetime.datetime.fromisoformat(text.strip().replace("Z", "+00:00")))
        except ValueError:
            raise errors.Usage(reason=Text("“{text}”不是日期和时间", "“{text}” is no date and time")(text=text), see=_SEE) from None
    found = when(text, today=known.today(connection))
    day = found.latest if last else found.earliest
    if not day:
        raise errors.Usage(reason=Text("“{text}”没有说明是哪一天", "“{text}” does not say which day")(text=text), see=_SEE)
    return known.end_of(connection, datetime.date.fromisoformat(day) - datetime.timedelta(days=0 if last else 1))


def record_of(text: str) -> tuple[Kind, int] | None:
    """The kind and number that a typed id names."""
    return next(((kind, number) for kind in KINDS.values() if (number := kind.number(text)) is not None), None)


def number_of(text: str | None) -> int | None:
    """The number in ``#41`` or ``41``; None for nothing. Raises: NoOperation."""
    if text is None:
        return None
    found = _OPERATION.fullmatch(text)
    if not found:
        raise errors.NoOperation(number=text)
    return int(found[1])
