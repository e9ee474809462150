"""What a write says back: what was understood, resolved names and full dates included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancectl.actions.settle import Desk
from alliancectl.cli.context import Run
from alliancectl.kinds import KINDS
from alliancectl.kinds.capacity import stated
from alliancectl.kinds.record import Field, Record
from alliancectl.kinds.types import Date, Flag, Known, Quantity
from alliancectl.store import records
from alliancectl.store.history import Change
from alliancectl.text import Text, language
from alliancectl.values.when import weekday


def said(record: Record, known: Known, settled: Mapping[str, Any] = {}) -> str:
    """One line: the id and everything a glance must verify, what was `settled` beside the record's own fields too.

    Personal fields are left out.
    """
    parts = [record.code]
    for field in record.kind.fields:
        value = record.values.get(field.key)
        if value in (None, ()) or field.personal or field.hidden or field.key in ("note", "sources") or _is_default(field, value):
            continue
        parts.append(_said(record, field, value, known))
    parts += [_shown(field, settled[field.key], known) for field in record.kind.also if settled.get(field.key) not in (None, ())]
    sources = [entry.value.code for entry in record.values.get("sources", ())]
    return "  ".join([*parts, *([" ".join(sources)] if sources else [])])


def changes(old: Record, new: Record, known: Known) -> list[str]:
    """A line a changed field: old → new."""
    lines = []
    for field in new.kind.fields:
        before, after = old.values.get(field.key), new.values.get(field.key)
        if before != after and not field.hidden:
            shown = ["***" if field.personal else _said(of, field, value, known) if value not in (None, ()) else "–"
                     for of, value in ((old, before), (new, after))]
            lines.append(Text("  {field}：{before} → {after}", "  {field}: {before} → {after}")(field=field.label, before=shown[0], after=shown[1]))
    return lines


def new_names(run: Run, now: Change, desk: Desk) -> None:
    """Say what came into being by being named."""
    for (key, _), values in desk.new.items():
        kind = KINDS[key]
        for made in records.having(now.connection, kind, kind.titled, values[kind.titled]):
            run.say(Text("+ 新建{kind} {code} {name}", "+ new {kind} {code} {name}")(kind=kind.label, code=made.code, name=made.name))


def held_back(run: Run, now: Change, record: Record) -> list[str]:
    """What to know of a claim that was recorded, or preferred, while another one is preferred, and the command that changes it."""
    if record.kind.key != "capacity":
        return []
    from alliancectl.actions.standing import held_back_by

    by = held_back_by(now.connection, record)
    said = PREFERRED_BOTH if record["standing"] == "preferred" else HELD_BACK
    return [said(code=record.code, by=by, db=run.db_option)] if by else []


HELD_BACK = Text("! {code} 暂不计入：{by} 已被采用，一直有效。改用这条：alliancectl capacity prefer {code} --why 理由{db}；"
                 "不再优先采用：alliancectl capacity edit {by} --set standing=normal{db}",
                 "! {code} does not count: {by} is preferred and holds. To use this one: alliancectl capacity prefer {code} --why REASON{db}; "
                 "to prefer none: alliancectl capacity edit {by} --set standing=normal{db}")
PREFERRED_BOTH = Text("! {by} 也被采用，且更晚：它开始以后仍以它为准。只用 {code}：alliancectl capacity edit {by} --set standing=normal{db}",
                      "! {by} is preferred too and later: from its as-of on it holds. To use {code} alone: "
                      "alliancectl capacity edit {by} --set standing=normal{db}")


def _said(record: Record, field: Field, value: Any, known: Known) -> str:
    """A value of a record; an amount as of what it measures."""
    shown = _shown(field, value, known)
    return stated(shown, value, record.values.get("measure")) if isinstance(field.type, Quantity) else shown


def _shown(field: Field, value: Any, known: Known) -> str:
    lang = language()
    if field.many:
        return ("、" if lang == "zh" else ", ").join(field.type.shown(entry.value, lang, known) for entry in value)
    if isinstance(field.type, Flag) and value:
        return field.label()   # a bare "yes" says nothing in a line of values
    shown = field.type.shown(value, lang, known)
    if isinstance(field.type, Date):
        day = weekday(value, lang)
        return f"{shown} ({day})" if day else shown
    return shown


def _is_default(field: Field, value: object) -> bool:
    return (field.default is not None and value == field.default) or (field.key, value) == ("headcount_basis", "stated")
