"""cite: one more source for a record, with its quote."""

from __future__ import annotations

from alliancectl import errors
from alliancectl.actions import write
from alliancectl.actions.settle import Desk, settle
from alliancectl.cli import echo
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.shown import REF
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.store import records
from alliancectl.text import Text


def cite() -> Command:
    """`cite REF SOURCE [--quote TEXT]`: REF is any typed id, or the exact name of a member."""
    def run(run: Run, values: Values) -> None:
        missing = [word for word in ("ref", "source") if not values[word]]
        if missing:
            raise errors.MissingValue(missing=", ".join(word.upper() for word in missing), example=Text("alliancectl cite C1 R4 --quote 年产6万吨", "alliancectl cite C1 R4 --quote '60,000 t/a'"))
        with run.change("cite") as (now, desk):
            old = _record(desk, values["ref"])
            new = settle(desk, old.kind, {"sources": [(values["source"], values["quote"])]}, partial=True)["sources"]
            held = tuple(entry for entry in old.values.get("sources", ()) if entry.value.id != new[0].value.id or not entry.value.id)
            record = write.edit(now, desk, old, {"sources": (*held, *new)})
            echo.new_names(run, now, desk)
            line = f"{record.kind.said(record)}  ← {' '.join(ref.code for ref in record.entries('sources'))}"
        run.done(line, now.operation)

    source = Param("source", Text("来源：编号、走访编号或标题", "the source: an id (a visit's too) or a title"), metavar="SOURCE")
    quote = Param("quote", Text("原文", "the words of the source"), ("--quote",), metavar="TEXT")
    return Command(Text("给一条记录再加一个来源", "one more source for a record"), run, (REF, source, quote), writes=True)


def _record(desk: Desk, text: str) -> Record:
    """The record that a typed id of any kind names; a name means a member."""
    for kind in KINDS.values():
        if kind.number(text):
            if not any(field.key == "sources" for field in kind.fields):
                raise errors.NothingToCite(record=text, kind=kind.label)
            return records.standing(desk.connection, desk.find_existing(kind, text))
    return records.standing(desk.connection, desk.find_existing(KINDS["member"], text))
