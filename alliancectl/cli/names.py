"""merge, rename, alias: a name is never lost, and everything is found by every name it has had."""

from __future__ import annotations

from alliancectl import errors
from alliancectl.actions import rename as names
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.shown import REF
from alliancectl.cli.tree import NAMES
from alliancectl.kinds.record import Kind, missing_values
from alliancectl.text import Text
from alliancectl.values.when import when


def merge(kind: Kind) -> Command:
    """`KIND merge KEEP DROP`: both names stay, one record does."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.actions.merge import merge as merged

        if not values["ref"] or not values["drop"]:
            raise errors.MissingValue(missing="KEEP, DROP", example=f"alliancectl {kind.noun} merge {kind.letter}3 {kind.letter}7")
        with run.reading() as connection:
            desk = run.desk(connection)
            keep, drop = desk.find_existing(kind, values["ref"]), desk.find_existing(kind, values["drop"])
        question = Text("把 {drop} 并入 {keep}", "merge {drop} into {keep}")(drop=f"{drop.code} {drop.name}", keep=f"{keep.code} {keep.name}")
        run.confirm(question)   # asked without a lock on the file
        with run.change(f"{kind.noun} merge") as (now, desk):
            keep, drop = desk.find_existing(kind, keep.code), desk.find_existing(kind, drop.code)
            _, moved = merged(now, desk, keep, drop)
        run.done(f"{question}  {' '.join(moved)}".rstrip(), now.operation)

    keep = Param("ref", Text("保留的记录", "the record to keep"), metavar="KEEP")
    drop = Param("drop", Text("并入的记录；它的编号从此指向保留的记录", "the record to merge into it; its id will lead there"), metavar="DROP")
    return Command(NAMES["merge"].about, run, (keep, drop), writes=True)


def rename(kind: Kind) -> Command:
    """`KIND rename REF NEW [--on WHEN]`."""
    def run(run: Run, values: Values) -> None:
        values = _asked(run, kind, values, "new")
        if not values["ref"] or not values["new"]:
            raise missing_values(kind, [kind.field("name")])
        with run.change(f"{kind.noun} rename") as (now, desk):
            ref = desk.find_existing(kind, values["ref"])
            day = when(values["on"], today=desk.known.today) if values["on"] else None
            record = names.rename(now, desk, ref, values["new"], day)
        run.done(Text("{code}  {old} → {new}", "{code}  {old} → {new}")(code=record.code, old=ref.name, new=record.ref.name), now.operation)

    new = Param("new", Text("新名称", "the new name"), metavar="NEW")
    on = Param("on", Text("更名日期", "the day it was renamed"), ("--on",), metavar="WHEN")
    return Command(NAMES["rename"].about, run, (REF, new, on), writes=True)


def alias(kind: Kind) -> Command:
    """`KIND alias REF NAME... [--source S]`: with a source, the name counts only where that source is given."""
    def run(run: Run, values: Values) -> None:
        values = _asked(run, kind, values, "names")
        if not values["ref"] or not values["names"]:
            raise missing_values(kind, [kind.field("aliases")])
        with run.change(f"{kind.noun} alias") as (now, desk):
            ref = desk.find_existing(kind, values["ref"])
            source = desk.find("source", values["source"]) if values["source"] else None
            record = names.alias(now, desk, ref, values["names"], source)
        run.done(f"{kind.said(record)}  = {', '.join(values['names'])}", now.operation)

    more = Param("names", Text("别名", "the aliases"), many=True, metavar="NAME...")
    source = Param("source", Text("只在引用这个来源时算数", "counts only where this source is given"), ("--source",))
    return Command(NAMES["alias"].about, run, (REF, more, source), writes=True)


def _asked(run: Run, kind: Kind, values: Values, key: str) -> Values:
    """The values, with the record and the new name asked for at a terminal where they are missing."""
    if not run.asks or (values["ref"] and values[key]):
        return values
    from alliancectl.cli.wizard import filled, reference

    label = Text("新名称", "new name") if key == "new" else Text("别名", "alias")
    found = filled(run, values, kind, (reference(kind), (key, kind.field("name")._replace(key="new_name", label=label))))
    return {**found, key: [found[key]]} if key == "names" and isinstance(found[key], str) else found
