"""done and drop: a follow-up is closed on a day, with what came of it."""

from __future__ import annotations

from alliancectl.actions import write
from alliancectl.cli import echo
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.shown import REF, found_by_ref, named_at_terminal
from alliancectl.kinds import KINDS
from alliancectl.text import Text

FOLLOW_UP = KINDS["follow_up"]


def done() -> Command:
    """`follow-up done REF [--on WHEN] [--result TEXT]`."""
    return _close("done", Text("办结一件后续事项", "a follow-up is done"))


def drop() -> Command:
    """`follow-up drop REF [--on WHEN] [--result TEXT]`."""
    return _close("dropped", Text("不再办理一件后续事项", "a follow-up is dropped"))


def _close(state: str, about: Text) -> Command:
    def run(run: Run, values: Values) -> None:
        values = named_at_terminal(run, FOLLOW_UP, values)
        with run.change(f"follow-up {'done' if state == 'done' else 'drop'}") as (now, desk):
            old = found_by_ref(desk, FOLLOW_UP, values)
            held = old["closed_on"] if old["state"] == state and not values["on"] else None   # said again, it was still closed then
            day = held or FOLLOW_UP.field("closed_on").type.parse(values["on"] or desk.known.today.isoformat(), desk.known)
            changes = {"state": state, "closed_on": day, **({"result": values["result"]} if values["result"] else {})}
            record = write.edit(now, desk, old, changes)
            line = echo.said(record, desk.known)
        run.done(line, now.operation)

    on = Param("on", Text("办结日期，默认今天", "the day it was closed, today if not given"), ("--on",), metavar="WHEN")
    result = Param("result", Text("落实情况", "what came of it"), ("--result",))
    return Command(about, run, (REF, on, result), writes=True)
