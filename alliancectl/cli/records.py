"""add, list, show, edit, remove: the same for every kind, from its declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from alliancectl.actions import write
from alliancectl.actions.settle import Desk, missing_values, settle, unknown_field
from alliancectl.cli import echo
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.errors import BadAssignment, Failure, MissingValue
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Field, Kind, Record
from alliancectl.kinds.types import Known
from alliancectl.reports.card import card
from alliancectl.reports.listing import listing, ranks_beside
from alliancectl.store import records
from alliancectl.text import Text

REF = Param("ref", Text("编号，或准确的名称、别名", "an id, or an exact name or alias"), metavar="REF")
QUERY = Param("query", Text("要找的词：项:值、项:起..止、项:（空）、-项:值、“,”（或）、项+ 或 项-（排序）",
                            "words to find; field:value, field:a..b, field: (empty), -field:value, “,” (or), field+ or field- (sort)"),
              many=True, metavar="[QUERY...]")
_QUERIES = {
    "member": ("alliancectl member list 巨化", "alliancectl member list kind:企业 -rank:observer joined-"),
    "visit": ("alliancectl visit list date:2025 level:省级", "alliancectl visit list member:M3 headcount:10.. date-"),
    "follow_up": ("alliancectl follow-up list state:open due:..2026-06", "alliancectl follow-up list state:open due: , owner:秘书处"),
    "capacity": ("alliancectl capacity list product:PVDC status:在产 amount-", "alliancectl capacity list amount:1万吨..5万吨 as_of:2025"),
}


def add(kind: Kind) -> Command:
    """`KIND add`: its arguments by position, every other field as an option."""
    def run(run: Run, values: Values) -> None:
        with run.change(f"{kind.noun} add") as (now, desk):
            draft = drafted(kind, values, desk)
            record = write.add(now, desk, kind, settle(desk, kind, draft))
            echo.new_names(run, now, desk)
            line = echo.said(record, desk.known)
            run.promise(record.code)
        run.done(line, now.operation)

    return Command(Text(f"新增{kind.label.zh}", f"add a {kind.label.en}"), run, tuple(_params(kind)), writes=True)


def list_(kind: Kind) -> Command:
    """`KIND list [QUERY...]`: every standing record, or those that the query words mean."""
    def run(run: Run, values: Values) -> None:
        personal = tuple(field.key for field in kind.fields if field.personal) if values.get("contacts") else ()
        with run.reading() as connection:
            known = run.desk(connection).known
            spells = records.records(connection, KINDS["membership"]) if kind.key == "member" else ()
            found, remark = _listed(connection, kind, values.get("query") or (), known)
            report = listing(kind, found, known, fields=(*kind.listed, *personal), personal=bool(personal), beside=ranks_beside(spells, known))
        run.show(report)
        run.say(*remark)

    contacts = Param("contacts", Text("连同联系人、电话、邮箱", "with contact, phone and email"), ("--contacts",), switch=True)
    params = (QUERY, *((contacts,) if any(field.personal for field in kind.fields) else ()))
    return Command(Text(f"列出{kind.plural.zh}", f"list the {kind.plural.en}"), run, params, examples=_QUERIES.get(kind.key, ()))


def _listed(connection: Any, kind: Kind, words: Sequence[str], known: Known) -> tuple[list[Record], tuple[str, ...]]:
    """The records to list, and a remark on those that may lie outside a period that was asked for."""
    order = records.order_of(kind)
    if not words:
        return records.records(connection, kind, order=order), ()
    from alliancectl.store import search
    from alliancectl.values.query import query

    found = search.found(connection, kind, query(words), known, order=order)
    if not found.maybe:
        return found.records, ()
    codes = " ".join(one.code for one in found.maybe[:10]) + (" …" if len(found.maybe) > 10 else "")
    return found.records, (Text(f"其中 {len(found.maybe)} 条只是可能在所问的时段内：{codes}",
                                f"{len(found.maybe)} of them only may lie in the period asked for: {codes}")(),)


def show(kind: Kind) -> Command:
    """`KIND show REF`: one record whole, and what belongs to it."""
    def run(run: Run, values: Values) -> None:
        with run.reading() as connection:
            desk = run.desk(connection)
            record = _only(connection, kind) if kind.key == "alliance" else found_by_ref(desk, kind, values)
            report = card(record, desk.known, records.pointing_at(connection, record))
        run.show(report)

    params = () if kind.key == "alliance" else (REF,)
    return Command(Text(f"查看一条{kind.label.zh}", f"show one {kind.label.en}"), run, params)


def edit(kind: Kind) -> Command:
    """`KIND edit REF --set FIELD=VALUE`: what is not named stays."""
    def run(run: Run, values: Values) -> None:
        with run.change(f"{kind.noun} edit") as (now, desk):
            old = _only(now.connection, kind) if kind.key == "alliance" else found_by_ref(desk, kind, values)
            changes = assigned(desk, old, values.get("set") or [])
            record = write.edit(now, desk, old, changes)
            echo.new_names(run, now, desk)
            lines = echo.changes(old, record, desk.known)
        if not lines:
            run.say(Text("没有变化", "nothing changes")())
            return
        run.done(kind.said(record, run.lang), now.operation)
        run.say(*lines)

    named = () if kind.key == "alliance" else (REF,)
    assign = Param("set", Text("项=值；项= 清除；多值项用 += 和 -=", "FIELD=VALUE; FIELD= clears; += and -= for lists"), ("--set",), many=True, metavar="FIELD=VALUE")
    return Command(Text(f"修改{kind.label.zh}", f"change a {kind.label.en}"), run, (*named, assign), writes=True)


def remove(kind: Kind) -> Command:
    """`KIND remove REF`: its id stays its own, and it can come back."""
    def run(run: Run, values: Values) -> None:
        with run.change(f"{kind.noun} remove") as (now, desk):
            old = found_by_ref(desk, kind, values)
            write.remove(now, old)
        run.done(Text("已移除 {what}", "removed {what}")(what=kind.said(old, run.lang)), now.operation)

    return Command(Text(f"移除{kind.label.zh}", f"remove a {kind.label.en}"), run, (REF,), writes=True)


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
    reshape = ARGUMENTS.get(kind.key)
    return reshape(draft, values, desk) if reshape else draft


def assigned(desk: Desk, old: Record, assignments: list[str]) -> dict[str, Any]:
    """The changes that `--set` names. Raises: BadAssignment, UnknownField, and what the values' types refuse."""
    changes: dict[str, Any] = {}
    if not assignments:
        raise MissingValue(missing="--set", example=f"alliancectl {old.kind.noun} edit {old.code} --set {old.kind.fields[0].key}=…")
    for text in assignments:
        key, operator, value = _parted(text)
        field = next((field for field in old.kind.fields if field.key == key and not field.hidden), None)
        if field is None:
            raise unknown_field(old.kind, key)
        if operator and not field.many:
            raise BadAssignment(text=text)
        changes[key] = _assigned(desk, old, field, operator, value, changes)
    return changes


def _assigned(desk: Desk, old: Record, field: Field, operator: str, value: str, changes: Mapping[str, Any]) -> Any:
    if not field.many:
        return settle(desk, old.kind, _beside_member(old, field, value), partial=True)[field.key] if value else None
    held = changes.get(field.key, old.values.get(field.key, ()))
    entries = _pieces(desk, old, field, value) if value else ()
    if operator == "+":
        return (*held, *(entry for entry in entries if entry.value not in [one.value for one in held]))
    if operator == "-":
        return tuple(one for one in held if one.value not in [entry.value for entry in entries])
    return entries


def _beside_member(old: Record, field: Field, value: str) -> dict[str, Any]:
    """A site is looked for among its member's; an amount is read in its product's unit."""
    beside = {"site": "member", "amount": "product"}.get(field.key)
    return {beside: old[beside].code, field.key: value} if beside and old[beside] else {field.key: value}


def _pieces(desk: Desk, old: Record, field: Field, text: str) -> tuple[Entry, ...]:
    """The values in a text: tried whole first, then split at commas."""
    try:
        return settle(desk, old.kind, {field.key: [text]}, partial=True)[field.key]   # type: ignore[no-any-return]
    except Failure:
        parts = split(text)
        if len(parts) < 2:
            raise
        return settle(desk, old.kind, {field.key: parts}, partial=True)[field.key]   # type: ignore[no-any-return]


def split(text: str) -> list[str]:
    """The parts of a text between commas of either width."""
    for comma in "，、;；":
        text = text.replace(comma, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


def _parted(text: str) -> tuple[str, str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise BadAssignment(text=text)
    operator = key[-1:] if key[-1:] in ("+", "-") else ""
    return key.removesuffix(operator).strip().replace("-", "_"), operator, value


# ---- arguments that hold more than one thing ----------------------------------------------------------------------


def _visit_arguments(draft: dict[str, Any], values: Values, desk: Desk) -> dict[str, Any]:
    """MEMBER[,MEMBER], whole before it is split; `-` for none. More come by --member."""
    given = draft.pop("members", None)
    first = given[0] if isinstance(given, list) and given else given
    more = list(values.get("members_more") or [])
    found: list[str] = []
    if first and first != "-":
        whole = desk.exact(KINDS["member"], first)
        found = [first] if whole or len(split(first)) < 2 else split(first)
    if found or more:
        draft["members"] = [*found, *more]
    return draft


def _capacity_arguments(draft: dict[str, Any], values: Values, desk: Desk) -> dict[str, Any]:
    """MEMBER[/SITE], whole before it is split; `-` for a claim about no member, which needs --scope."""
    given = draft.get("member")
    if given == "-":
        del draft["member"]
    elif given and "/" in given and not desk.exact(KINDS["member"], given):
        member, _, site = given.partition("/")
        draft["member"] = member
        draft.setdefault("site", site)
    if draft.get("amount") == "-":
        del draft["amount"]
    return draft


ARGUMENTS: dict[str, Callable[[dict[str, Any], Values, Desk], dict[str, Any]]] = {
    "visit": _visit_arguments, "capacity": _capacity_arguments}


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


# ---- reading ------------------------------------------------------------------------------------------------------


def found_by_ref(desk: Desk, kind: Kind, values: Values) -> Record:
    """The record that the argument REF means. Raises: MissingValue, NotFound, Ambiguous."""
    if not values.get("ref"):
        raise missing_values(kind, [kind.fields[0]._replace(key="REF", label=Text("编号或名称", "id or name"))])
    ref = desk.find_existing(kind, values["ref"])
    return records.standing(desk.connection, ref)


def _only(connection: Any, kind: Kind) -> Record:
    return records.records(connection, kind)[0]
