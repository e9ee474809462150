"""rename and alias: a name is never lost, and everything is found by every name it has had."""

from __future__ import annotations

from alliancectl.actions import rename as names
from alliancectl.actions.settle import missing_values
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.records import REF
from alliancectl.kinds.record import Kind
from alliancectl.text import Text
from alliancectl.values.when import when


def rename(kind: Kind) -> Command:
    """`KIND rename REF NEW [--on WHEN]`."""
    def run(run: Run, values: Values) -> None:
        if not values["ref"] or not values["new"]:
            raise missing_values(kind, [kind.field("name")])
        with run.change(f"{kind.noun} rename") as (now, desk):
            ref = desk.find_existing(kind, values["ref"])
            day = when(values["on"], today=desk.known.today) if values["on"] else None
            record = names.rename(now, desk, ref, values["new"], day)
        run.done(Text("{code}  {old} → {new}", "{code}  {old} → {new}")(code=record.code, old=ref.name, new=record.ref.name), now.operation)

    new = Param("new", Text("新名称", "the new name"), metavar="NEW")
    on = Param("on", Text("更名日期", "the day it was renamed"), ("--on",), metavar="WHEN")
    return Command(Text("改名，旧名留作别名", "give it a new name; the old one stays an alias"), run, (REF, new, on), writes=True)


def alias(kind: Kind) -> Command:
    """`KIND alias REF NAME... [--source S]`: with a source, the name counts only where that source is given."""
    def run(run: Run, values: Values) -> None:
        if not values["ref"] or not values["names"]:
            raise missing_values(kind, [kind.field("aliases")])
        with run.change(f"{kind.noun} alias") as (now, desk):
            ref = desk.find_existing(kind, values["ref"])
            source = desk.find("source", values["source"]) if values["source"] else None
            record = names.alias(now, desk, ref, values["names"], source)
        run.done(f"{kind.said(record, run.lang)}  = {', '.join(values['names'])}", now.operation)

    more = Param("names", Text("别名", "the aliases"), many=True, metavar="NAME...")
    source = Param("source", Text("只在引用这个来源时算数", "counts only where this source is given"), ("--source",))
    return Command(Text("加别名", "add names to find it by"), run, (REF, more, source), writes=True)
