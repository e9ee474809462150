"""rank, leave, rejoin: a member's spells."""

from __future__ import annotations

from typing import Any

from alliancectl.actions import membership
from alliancectl.actions.settle import Desk
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.shown import REF
from alliancectl.kinds import KINDS
from alliancectl.kinds.membership import ENDED, RANK
from alliancectl.kinds.record import Ref, missing_values
from alliancectl.text import Text
from alliancectl.values.when import When

MEMBER, SPELL = KINDS["member"], KINDS["membership"]
WHEN = Param("when", Text("日期", "the day"), metavar="WHEN")
APPROVED = Param("approved_by", Text("批准", "approved by"), ("--approved-by",))


def rank() -> Command:
    """`member rank REF RANK WHEN`: one spell ends, the next begins the same day."""
    def run(run: Run, values: Values) -> None:
        values = _asked(run, values, "ref", "rank", "when")
        with run.change("member rank") as (now, desk):
            ref, day = _member_and_day(desk, values)
            key = SPELL.field("rank").type.parse(values["rank"], desk.known)
            numbers = membership.change_rank(now, ref, key, day, values["approved_by"])
            shown = SPELL.field("rank").type.shown(key, run.lang if run.lang != "both" else "zh", desk.known)
        run.done(f"{ref.code} {ref.name}  {shown}  {day.canonical}  J{numbers[0]} → J{numbers[1]}", now.operation)

    key = Param("rank", Text("级别", "the rank"), metavar="RANK")
    return Command(Text("改级别", "change a member's rank"), run, (REF, key, WHEN, APPROVED), writes=True)


def leave() -> Command:
    """`member leave REF WHEN [--ended HOW] [--why TEXT]`: the day is the first it is no member."""
    def run(run: Run, values: Values) -> None:
        values = _asked(run, values, "ref", "when")
        with run.change("member leave") as (now, desk):
            ref, day = _member_and_day(desk, values)
            how = ENDED.parse(values["ended"] or "withdrawn", desk.known)
            why = SPELL.field("note").type.parse(values["why"], desk.known) if values["why"] else None
            number = membership.leave(now, ref, day, how, why)
        run.done(f"{ref.code} {ref.name}  {ENDED.shown(how, run.lang)}  {day.canonical}  J{number}", now.operation)

    how = Param("ended", Text("怎样终止：退出、除名……", "how it ended: withdrawn, expelled …"), ("--ended",), choices=tuple(c.key for c in ENDED.choices))
    why = Param("why", Text("原因，列入年度报告", "the reason, told in the yearly report"), ("--why",))
    return Command(Text("退出联盟", "a member left"), run, (REF, WHEN, how, why), writes=True)


def rejoin() -> Command:
    """`member rejoin REF WHEN [--rank RANK]`."""
    def run(run: Run, values: Values) -> None:
        values = _asked(run, values, "ref", "when")
        with run.change("member rejoin") as (now, desk):
            ref, day = _member_and_day(desk, values)
            opened: dict[str, Any] = {"approved_by": values["approved_by"]}
            if values["rank"]:
                opened["rank"] = SPELL.field("rank").type.parse(values["rank"], desk.known)
            number = membership.rejoin(now, ref, day, opened)
        run.done(Text("{member} 重新加入 {day}  J{number}", "{member} joined again {day}  J{number}")(
            member=f"{ref.code} {ref.name}", day=day.canonical, number=number), now.operation)

    key = Param("rank", Text("级别", "the rank"), ("--rank",))
    return Command(Text("重新加入", "a member joined again"), run, (REF, WHEN, key, APPROVED), writes=True)


def _asked(run: Run, values: Values, *keys: str) -> Values:
    """The values, what is missing asked for at a terminal. Raises: MissingValue."""
    if run.asks and not all(values.get(key) for key in keys):
        from alliancectl.cli.wizard import filled, reference

        pieces = {"ref": reference(MEMBER), "rank": ("rank", RANK), "when": ("when", SPELL.field("since")._replace(label=Text(*_WORDS["when"])))}
        values = filled(run, values, MEMBER, [pieces[key] for key in keys])
    _need(values, *keys)
    return values


def _need(values: Values, *keys: str) -> None:
    missing = [SPELL.fields[0]._replace(key=key.upper(), label=Text(*_WORDS[key])) for key in keys if not values.get(key)]
    if missing:
        raise missing_values(MEMBER, missing)


_WORDS = {"ref": ("成员", "member"), "rank": ("级别", "rank"), "when": ("日期", "day")}


def _member_and_day(desk: Desk, values: Values) -> tuple[Ref, When]:
    day: When = SPELL.field("since").type.parse(values["when"], desk.known)
    return desk.find_existing(MEMBER, values["ref"]), day
