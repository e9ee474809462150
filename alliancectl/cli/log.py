"""log, undo, redo: what was done, and taking it back."""

from __future__ import annotations

import re

from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.errors import NoOperation
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.text import Text

_OPERATION = re.compile(r"\s*[#＃]?(\d{1,15})\s*", re.ASCII)
NUMBER = Param("operation", Text("操作号，如 #41；不写就是最近一步", "the operation, such as #41; the newest when left out"), metavar="[#OP]")


def log() -> Command:
    """`log [REF|#OP]`: the newest first; one record's history; or one operation in full."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.reports import log as told
        from alliancectl.store.ask import log as ask

        what = values["what"]
        with run.reading() as connection:
            desk = run.desk(connection)
            if what is None:
                found = ask.told_all(connection)
            elif (record := _record(what)) is not None:
                found = ask.told_of(connection, *record)
            elif _OPERATION.fullmatch(what):
                found = [ask.told_number(connection, number_of(what) or 0)]
            else:
                ref = desk.find_existing(KINDS["member"], what)
                found = ask.told_of(connection, KINDS["member"], ref.id)
            report = told.log(found, desk.known, whole=what is not None)
        run.show(report)

    what = Param("what", Text("一条记录（如 M1）或一步操作（如 #41）；不写就是全部", "a record (M1) or an operation (#41); all when left out"), metavar="[REF|#OP]")
    return Command(Text("做过的每一步：谁、何时、改了什么", "everything that was done: who, when, what changed"), run, (what,))


def undo() -> Command:
    """`undo [#OP]`: takes back any operation, however old; refused where later ones depend on it."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.actions.take_back import undo

        with run.change("undo") as (now, desk):
            target = undo(now, desk, number_of(values["operation"]))
        run.done(Text("已撤销 #{number} {command}", "undid #{number} {command}")(number=target.id, command=target.command), now.operation)

    return Command(Text("撤销一步操作", "take an operation back"), run, (NUMBER,), writes=True)


def redo() -> Command:
    """`redo [#OP]`: takes back an undo."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.actions.take_back import redo

        with run.change("redo") as (now, desk):
            target = redo(now, desk, number_of(values["operation"]))
        run.done(Text("已重做（#{number}）", "redone (#{number})")(number=target.id), now.operation)

    return Command(Text("重做撤销了的一步", "take an undo back"), run, (NUMBER,), writes=True)


def _record(text: str) -> tuple[Kind, int] | None:
    """The kind and number that a typed id names."""
    found = re.fullmatch(r"\s*([A-Za-z])(\d{1,15})\s*", text, re.ASCII)
    kind = next((kind for kind in KINDS.values() if found and kind.letter == found[1].upper()), None)
    return (kind, int(found[2])) if found and kind else None


def number_of(text: str | None) -> int | None:
    """The number in ``#41`` or ``41``; None for nothing. Raises: NoOperation."""
    if text is None:
        return None
    found = _OPERATION.fullmatch(text)
    if not found:
        raise NoOperation(number=text)
    return int(found[1])
