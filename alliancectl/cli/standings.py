"""prefer and withdraw: a person settles which claim stands, with the reason."""

from __future__ import annotations

from alliancectl import errors
from alliancectl.actions import write
from alliancectl.cli import echo
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.shown import REF, found_by_ref
from alliancectl.kinds import KINDS
from alliancectl.text import Text

CAPACITY = KINDS["capacity"]


def prefer() -> Command:
    """`capacity prefer REF --why REASON`."""
    return _stand("preferred", "prefer", Text("采用这条，矛盾就此了结", "this claim is the one to use: the contradiction is settled"))


def withdraw() -> Command:
    """`capacity withdraw REF --why REASON`."""
    return _stand("withdrawn", "withdraw", Text("撤回这条：不计入任何数字，记录仍在", "the claim counts for nothing any more; the record stays"))


def _stand(standing: str, verb: str, about: Text) -> Command:
    def run(run: Run, values: Values) -> None:
        if run.asks:
            from alliancectl.cli.wizard import filled, reference

            why = () if run.note else (("why", CAPACITY.field("why")),)
            values = filled(run, values, CAPACITY, (reference(CAPACITY), *why))
        if not (values["why"] or run.note):
            raise errors.StandingNeedsWhy(standing=standing)
        with run.change(f"capacity {verb}") as (now, desk):
            old = found_by_ref(desk, CAPACITY, values)
            record = write.edit(now, desk, old, {"standing": standing, "why": values["why"] or run.note})
            line = echo.said(record, desk.known)
            held_back = echo.held_back(run, now, record) if standing == "preferred" else []
        run.done(line, now.operation)
        run.say(*held_back)

    why = Param("why", Text("理由", "the reason"), ("--why",), metavar="REASON")
    return Command(about, run, (REF, why), writes=True)
