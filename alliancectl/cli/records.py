"""add, edit, remove: the same for every kind, from its declaration. list and show are in shown.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancectl import errors
from alliancectl.actions import write
from alliancectl.actions.settle import Desk, settle, unknown_field
from alliancectl.cli import echo
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.shown import REF, found_by_ref, named_at_terminal, only
from alliancectl.cli.tree import does
from alliancectl.kinds import KINDS
from alliancectl.kinds.common import split
from alliancectl.kinds.record import Entry, Field, Kind, Record
from alliancectl.text import Text


def add(kind: Kind) -> Command:
    """`KIND add`: its arguments by position, every other field as an option."""
    def run(run: Run, values: Values) -> None:
        def written(values: Values) -> None:
            with run.change(f"{kind.noun} add") as (now, desk):
                draft = drafted(kind, values, desk)
                settled = settle(desk, kind, draft)
                record = write.add(now, desk, kind, settled)
                echo.new_names(run, now, desk)
                line = echo.said(record, desk.known, settled)
                held_back = echo.held_back(run, now, record)
                run.promise(record.code)
            run.done(line, now.operation)
            run.say(*held_back)

        if any(values.get(key) for key in ("edit", "from_form", "from_text")):
            from alliancectl.cli.by_form import added

            added(run, kind, values)
        elif run.asks:
            from alliancectl.cli.wizard import entered

            entered(run, kind, values, written, repeat=bool(values.get("repeat")))
        else:
            _refuse_repeat(kind, values)
            written(values)

    params = (*_params(kind), REPEAT, EDIT, FROM_FORM, *((FROM_TEXT,) if kind.key == "visit" else ()))
    return Command(does("add", kind), run, params, writes=True)


EDIT = Param("edit", Text("在编辑器（VISUAL、EDITOR）中填写表单", "fill in a form in your editor (VISUAL, EDITOR)"), ("--edit",), switch=True)
REPEAT = Param("repeat", Text("接着问下一条，第一问空着就结束", "ask for the next one until the first answer is empty"), ("--repeat",), switch=True)
FROM_FORM = Param("from_form", Text("从填好的表单（TOML）记录", "record what a filled-in form (TOML) says"), ("--from-form",), metavar="FILE|-")
FROM_TEXT = Param("from_text", Text("从新闻或纪要读出走访，确认后才写入", "propose a visit from a news item or minutes, to be confirmed"),
                  ("--from-text",), metavar="FILE|-")


def _refuse_repeat(kind: Kind, values: Values) -> None:
    if values.get("repeat"):
        raise errors.Usage(reason=Text("--repeat 逐条提问，只能在终端里用", "--repeat asks for each record, which takes a terminal"), see=f"alliancectl {kind.noun} add --help")


def edit(kind: Kind) -> Command:
    """`KIND edit REF --set FIELD=VALUE`: what is not named stays."""
    def run(run: Run, values: Values) -> None:
        values = named_at_terminal(run, kind, values) if named else values
        if values.get("edit"):
            from alliancectl.cli.by_form import edited

            edited(run, kind, values)
            return
        with run.change(f"{kind.noun} edit") as (now, desk):
            old = only(now.connection, kind) if kind.key == "alliance" else found_by_ref(desk, kind, values)
            changes = assigned(desk, old, values.get("set") or [])
            record = write.edit(now, desk, old, changes)
            echo.new_names(run, now, desk)
            lines = echo.changes(old, record, desk.known)
        if not lines:
            run.say(Text("没有变化", "nothing changes")())
            return
        run.done(kind.said(record), now.operation)
        run.say(*lines)

    named = () if kind.key == "alliance" else (REF,)
    assign = Param("set", Text("项=值；项= 清除；多值项用 += 和 -=", "FIELD=VALUE; FIELD= clears; += and -= for lists"), ("--set",), many=True, metavar="FIELD=VALUE")
    return Command(does("edit", kind), run, (*named, assign, EDIT), writes=True)


def remove(kind: Kind) -> Command:
    """`KIND remove REF`: its id stays its own, and it can come back."""
    def run(run: Run, values: Values) -> None:
        values = named_at_terminal(run, kind, values)
        with run.change(f"{kind.noun} remove") as (now, desk):
            old = found_by_ref(desk, kind, values)
            write.remove(now, old)
        run.done(Text("已移除 {what}", "removed {what}")(what=kind.said(old)), now.operation)

    return Command(does("remove", kind), run, (REF,), writes=True)


# ---- what was typed becomes a draft -------------------------------------------------------------------------------


def drafted(kind: Kind, values: Values, desk: Desk) -> dict[str, Any]:
    """The draft that the parameters of `add` make: field key -> text, or pairs of a text and what stands beside it."""
    draft: dict[str, Any] = {}
    for field in kind.fields + kind.also:
        given = values.get(field.key)
        if given in (None, [], ()):
            continue
        if field.many and field.extra and field.extra.key in values:
            beside = list(values.get(field.extra.key) or [])
            draft[field.key] = [(text, beside[at] if at < len(beside) else None) for at, text in enumerate(given)]
        else:
            draft[field.key] = given
    return kind.parted(draft, values, lambda text: bool(desk.exact(KINDS["member"], text))) if kind.parted else draft


def assigned(desk: Desk, old: Record, assignments: list[str]) -> dict[str, Any]:
    """The changes that `--set` names. Raises: BadAssignment, UnknownField, and what the values' types refuse."""
    changes: dict[str, Any] = {}
    if not assignments:
        raise errors.MissingValue(missing="--set", example=f"alliancectl {old.kind.noun} edit {old.code} --set {old.kind.fields[0].key}=…")
    for text in sorted(assignments, key=lambda text: not text.startswith(("member=", "product="))):   # what others are read by comes first
        key, operator, value = _parted(text)
        field = next((field for field in old.kind.fields if field.key == key and not field.hidden), None)
        if field is None:
            raise unknown_field(old.kind, key)
        if operator and not field.many:
            raise errors.BadAssignment(text=text)
        changes[key] = _assigned(desk, old, field, operator, value, changes)
    return changes


def _assigned(desk: Desk, old: Record, field: Field, operator: str, value: str, changes: Mapping[str, Any]) -> Any:
    if not field.many:
        return settle(desk, old.kind, _beside_member(old, field, value, changes), partial=True)[field.key] if value else None
    held = changes.get(field.key, old.values.get(field.key, ()))
    entries = _pieces(desk, old, field, value) if value else ()
    if operator == "+":
        return (*held, *(entry for entry in entries if entry.value not in [one.value for one in held]))
    if operator == "-":
        return tuple(one for one in held if one.value not in [entry.value for entry in entries])
    return entries


def _beside_member(old: Record, field: Field, value: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A site is looked for among its member's; an amount is read in its product's unit."""
    beside = {"site": "member", "amount": "product"}.get(field.key)
    ref = (changes.get(beside) or old[beside]) if beside else None
    return {beside: ref.code, field.key: value} if beside and ref and ref.id else {field.key: value}


def _pieces(desk: Desk, old: Record, field: Field, text: str) -> tuple[Entry, ...]:
    """The values in a text: tried whole first, then split at commas."""
    found: tuple[Entry, ...]
    try:
        found = settle(desk, old.kind, {field.key: [text]}, partial=True)[field.key]
    except errors.Failure:
        parts = split(text)
        if len(parts) < 2:
            raise
        found = settle(desk, old.kind, {field.key: parts}, partial=True)[field.key]
    return found


def _parted(text: str) -> tuple[str, str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise errors.BadAssignment(text=text)
    operator = key[-1:] if key[-1:] in ("+", "-") else ""
    return key.removesuffix(operator).strip().replace("-", "_"), operator, value


# ---- the parameters of `add` --------------------------------------------------------------------------------------


def _params(kind: Kind) -> list[Param]:
    params = [Param(key, _help(kind.field(key)), metavar=_metavar(kind, key)) for key in kind.arguments]
    for field in kind.fields + kind.also:
        if field.hidden:
            continue
        if field.key in kind.arguments:
            if field.many:
                params.append(Param(f"{field.key}_more", _help(field), (field.flag,), many=True))
            continue
        params.append(Param(field.key, _help(field), (field.flag,), many=field.many, choices=_choices(field)))
        if field.extra and field.key == "sources":
            params.append(Param(field.extra.key, _help(field.extra), ("--" + field.extra.key,), many=True))
    return params


def _metavar(kind: Kind, key: str) -> str:
    return {("visit", "date"): "WHEN", ("visit", "members"): "MEMBER[,MEMBER]", ("capacity", "member"): "MEMBER[/SITE]"}.get(
        (kind.key, key), key.upper())


def _help(field: Field) -> Text:
    return field.help if field.help.zh else field.label


def _choices(field: Field) -> tuple[str, ...]:
    return tuple(choice.key for choice in getattr(field.type, "choices", ()))
