"""What a write says back: what was understood, resolved names and full dates included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancectl.actions.settle import Desk
from alliancectl.cli.context import Run
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field, Record
from alliancectl.kinds.types import Date, Known
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
        parts.append(_shown(field, value, known))
    parts += [_shown(field, settled[field.key], known) for field in record.kind.also if settled.get(field.key) not in (None, ())]
    sources = [entry.value.code for entry in record.values.get("sources", ())]
    return "  ".join([*parts, *([" ".join(sources)] if sources else [])])


def changes(old: Record, new: Record, known: Known) -> list[str]:
    """A line a changed field: old → new."""
    lines = []
    for field in new.kind.fields:
        before, after = old.values.get(field.key), new.values.get(field.key)
        if before != after and not field.hidden:
            shown = ["***" if field.personal else _shown(field, value, known) if value not in (None, ()) else "–" for value in (before, after)]
            lines.append(f"  {field.label()}: {shown[0]} → {shown[1]}")
    return lines


def new_names(run: Run, now: Change, desk: Desk) -> None:
    """Say what came into being by being named."""
    for (key, _), values in desk.new.items():
        kind = KINDS[key]
        for made in records.having(now.connection, kind, kind.titled, values[kind.titled]):
            run.say(Text("+ 新建{kind} {code} {name}", "+ new {kind} {code} {name}")(kind=kind.label, code=made.code, name=made.name))


def _shown(field: Field, value: object, known: Known) -> str:
    lang = language()
    if field.many:
        return ("、" if lang == "zh" else ", ").join(field.type.shown(entry.value, lang, known) for entry in value)   # type: ignore[attr-defined]
    shown = field.type.shown(value, lang, known)
    if isinstance(field.type, Date):
        day = weekday(value, lang)   # type: ignore[arg-type]
        return f"{shown} ({day})" if day else shown
    return shown


def _is_default(field: Field, value: object) -> bool:
    return (field.default is not None and value == field.default) or (field.key, value) == ("headcount_basis", "stated")
