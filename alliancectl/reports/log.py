"""The log: who did what, when and why, and what changed, old → new, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Known, OneOf
from alliancectl.reports.model import Cell, Column, Later, Report, Section, Table
from alliancectl.store.ask.log import Told, Touch
from alliancectl.store.history.runs import Run, joined
from alliancectl.text import Lang, Text

TITLE = Text("操作记录", "log")
WHAT = {
    "added": Text("新增 {code}", "added {code}"),
    "changed": Text("{code} {field}：{old} → {new}", "{code} {field}: {old} → {new}"),
    "removed": Text("移除 {code}", "removed {code}"),
    "restored": Text("恢复 {code}", "restored {code}"),
    "redacted": Text("抹除 {code} {field}", "redacted {code} {field}"),
}
MANY = 12   # touches shown of an operation in the whole log; `log #41` shows all


def log(told: Sequence[Told], known: Known, *, whole: bool = False) -> Report:
    """Operations as a table; `whole` shows everything each of them touched."""
    columns = (Column("operation", Text("操作", "operation")), Column("at", Text("时间（UTC）", "time (UTC)")), Column("actor", Text("操作人", "by")),
               Column("command", Text("命令", "command")), Column("changes", Text("变化", "changes")), Column("note", Text("说明", "note")))
    rows = tuple(_row(one, known, whole) for one in told)
    table = Table("log", TITLE, columns, rows, empty=Text("（还没有操作）", "(nothing was done yet)"))
    return Report("log_list", TITLE, (Section("log", Text("", ""), (table,)),), data=Later(data, (told,)))


def _row(one: Told, known: Known, whole: bool) -> dict[str, Cell]:
    made = one.operation
    command = Text(*(_command(one, lang) for lang in ("zh", "en")))
    return {"operation": Cell(f"#{made.id}", made.id), "at": Cell(made.at[:16].replace("T", " "), made.at), "actor": Cell(made.actor, made.actor),
            "command": Cell(command, made.command), "changes": Cell(Text(*(_changes(one, known, lang, whole) for lang in ("zh", "en")))),
            "note": Cell(made.note or "", made.note)}


def _command(one: Told, lang: Lang) -> str:
    said = one.operation.command
    if one.operation.takes_back is not None:
        word, _, rest = said.partition(" ")
        said = f"{word} #{one.operation.takes_back} {rest}".rstrip()
    if one.by is not None:
        said += Text("（已被 #{by} 撤销）", " (undone by #{by})").to(lang, by=one.by)
    return said


def _changes(one: Told, known: Known, lang: Lang, whole: bool) -> str:
    """What changed, the added records of one kind together: "新增 M1–M17"."""
    said = [*_ranges([touch for touch in one.touches if touch.what == "added"], "added", lang),
            *_ranges([touch for touch in one.touches if touch.what == "removed"], "removed", lang),
            *_ranges([touch for touch in one.touches if touch.what == "restored"], "restored", lang)]
    changed = [touch for touch in one.touches if touch.what in ("changed", "redacted")]
    more = 0 if whole else len(said) + len(changed) - MANY
    shown = changed if more <= 0 else changed[:max(MANY - len(said), 0)]
    said += [_changed(touch, known, lang) for touch in shown]
    if more > 0:
        said = [*said[:MANY], Text("……另有 {more} 处", "… {more} more").to(lang, more=more)]
    return "；".join(said) if lang == "zh" else "; ".join(said)


def _ranges(touches: Sequence[Touch], what: str, lang: Lang) -> list[str]:
    by_kind: dict[str, list[Run]] = {}
    for touch in touches:
        by_kind.setdefault(touch.kind.letter, []).append(touch.records)
    said = []
    for letter, found in by_kind.items():
        codes = [f"{letter}{run[0]}" + (f"–{letter}{run[-1]}" if len(run) > 1 else "") for run in joined(found)]
        said.append(WHAT[what].to(lang, code=" ".join(codes)))
    return said


def _changed(touch: Touch, known: Known, lang: Lang) -> str:
    field = field_of(touch.kind, touch.field)
    return WHAT[touch.what].to(lang, code=f"{touch.kind.letter}{touch.records[0]}", field=field.label.to(lang),
                              old=_shown(field, touch.old, known, lang), new=_shown(field, touch.new, known, lang))


def field_of(kind: Kind, key: str) -> Field:
    """The field of that key, or what stands beside the values of one."""
    return next(part for field in kind.fields for part in (field, field.extra) if part and part.key == key)


def _shown(field: Field, cell: Any, known: Known, lang: Lang) -> str:
    """A kept cell in words. Personal values are never shown in a log."""
    if cell is None:
        return "–"
    if field.personal:
        return "***"
    if field.type.reference:
        return f"{_letter(field)}{cell}"
    return field.type.shown(cell, lang, known) if isinstance(field.type, OneOf) else str(cell)


def _letter(field: Field) -> str:
    from alliancectl.kinds import KINDS

    return KINDS[field.type.reference or ""].letter


def data(told: Sequence[Told]) -> list[dict[str, Any]]:
    """Operations as JSON has them, each with its edits, a record each."""
    return [_data(one) for one in told]


def _data(one: Told) -> dict[str, Any]:
    made = one.operation
    return {"id": made.id, "at": made.at, "actor": made.actor, "command": made.command, "note": made.note,
            "takes_back": made.takes_back, "taken_back_by": one.by,
            "edits": [{"operation": made.id, "kind": touch.kind.key, "record": f"{touch.kind.letter}{record}", "what": touch.what,
                       "field": touch.field or None, "old": _plain(touch, touch.old), "new": _plain(touch, touch.new)}
                      for touch in one.touches for record in touch.records]}


def _plain(touch: Touch, cell: Any) -> Any:
    return "***" if cell is not None and touch.field and field_of(touch.kind, touch.field).personal else cell
