"""From what was typed to values: every field understood, every reference resolved, every problem named at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Draft, Entry, Field, Kind, Record, Ref, Rule, missing_values
from alliancectl.kinds.types import Date, Known
from alliancectl.store import known as registries
from alliancectl.store import records
from alliancectl.store.schema import in_memory
from alliancectl.text import Text, language
from alliancectl.values.names import fold, name, similar

NEW = ("product", "source", "site")   # kinds that come into being by their first use


class Desk:
    """Where drafts are settled: one file, its registries, and what will come into being by being named.

    `choose` is asked when a reference is not exact; without it (no terminal) only ids and exact names count.
    """

    def __init__(self, connection: sqlite3.Connection, *, allow: frozenset[str] = frozenset(), by_hand: bool = False,
                 choose: Callable[[Kind, str, list[Ref]], Ref] | None = None) -> None:
        self.connection = connection
        self.allow = allow
        self.by_hand = by_hand
        self.choose = choose
        self.known: Known = registries.known(connection, self.find, lambda key, text: self.find_existing(KINDS[key], text))
        self.new: dict[tuple[str, str], dict[str, Any]] = {}   # (kind, folded name) -> values of what is to be created
        self.owner: int | None = None                          # the member whose sites are meant
        self.source: int | None = None                         # the source whose own spellings count

    def find(self, kind_key: str, text: str) -> Ref:
        """The record that a text means: by id, exact name or alias; else as `choose` says. Raises: NotFound, Ambiguous."""
        kind = KINDS[kind_key]
        found = self.exact(kind, text)
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            if self.choose:
                return self.choose(kind, text, found)
            raise errors.Ambiguous(text=text, kind=kind.label, candidates=", ".join(f"{ref.code} {ref.name}" for ref in found))
        if kind_key in NEW and not kind.number(text) and (not kind.scope or self.owner):
            return self.made(kind, text, **({kind.scope: Ref(kind.scope, self.owner or 0, "", "")} if kind.scope else {}))
        if self.choose:
            near = self.nearest(kind, text)
            if near:
                return self.choose(kind, text, near)
        raise errors.NotFound(kind=kind.label, text=text, hint=self.hint(kind, text))

    def find_existing(self, kind: Kind, text: str) -> Ref:
        """As `find`, for a record that must be there already: nothing comes into being. Raises: NotFound, Ambiguous."""
        found = self.find(kind.key, text)
        if not found.id:
            self.new.pop((kind.key, fold(found.name)), None)
            raise errors.NotFound(kind=kind.label, text=text, hint=self.hint(kind, text))
        return found

    def exact(self, kind: Kind, text: str) -> list[Ref]:
        """What a text names without doubt."""
        number = kind.number(text)
        if number:
            found = records.record(self.connection, kind, number)
            while found and found.removed is not None and found["merged_into"]:   # a merged record's id leads to what it was merged into
                found = records.record(self.connection, kind, found["merged_into"].id)
            if not found or found.removed is not None:
                return []
            self._refuse_strange(kind, found)
            return [found.ref]
        if kind.key == "source" and KINDS["visit"].number(text):
            return [self.visit_as_source(self.find("visit", text))]
        if not kind.named:   # a mapping and a query have a name, which may be anything
            return records.having(self.connection, kind, kind.titled, text) if kind.key in ("mapping", "saved_query") else []
        return records.by_name(self.connection, kind, text, source=self.source, owner=self.owner if kind.scope else None)

    def _refuse_strange(self, kind: Kind, found: Record) -> None:
        """A site given by its id must be one of the member in question. Raises: SiteOfAnother."""
        owner = found[kind.scope] if kind.scope and self.owner else None
        if owner and owner.id != self.owner:
            member = records.record(self.connection, KINDS[kind.scope], self.owner or 0)
            raise errors.SiteOfAnother(site=f"{found.code} {found.ref.name}", owner=f"{owner.code} {owner.name}", code=owner.code,
                                       member=member.kind.said(member) if member else "")

    def made(self, kind: Kind, text: str, **values: Any) -> Ref:
        """A record that will come into being by its first use. Raises: DuplicateName when it nearly equals a known one."""
        written = name(text, id_letters=kind.letter)
        for like in records.nearly(self.connection, kind, written, owner=self.owner if kind.scope else None):
            if "duplicate-name" not in self.allow:
                raise errors.DuplicateName(name=written, known=f"{like.code} {like.name}", code=like.code, noun=kind.noun)
        self.new.setdefault((kind.key, fold(written)), {kind.titled: written, **values})
        return Ref(kind.key, 0, kind.letter, written)

    def visit_as_source(self, visit: Ref) -> Ref:
        """The source that stands for a visit, made when it is first cited."""
        known = records.having(self.connection, KINDS["source"], "visit", visit.id)
        if known:
            return known[0]
        title = f"{visit.code}: {visit.name}"
        self.new[("source", fold(title))] = {"title": title, "kind": "visit", "visit": visit}
        return Ref("source", 0, "R", title)

    def nearest(self, kind: Kind, text: str) -> list[Ref]:
        """What a text may be a part, a beginning or the pinyin of."""
        return records.partly(self.connection, kind, text, owner=self.owner if kind.scope else None)

    def hint(self, kind: Kind, text: str) -> str:
        """What was perhaps meant, for a message; never chosen."""
        number = kind.number(text)
        gone = records.record(self.connection, kind, number) if number else None
        if gone and gone.removed:
            return Text("{code} 已被 #{by} 移除；恢复：alliancectl undo {by}",
                        "{code} was removed by #{by}; to have it back: alliancectl undo {by}").to(language(), code=gone.code, by=gone.removed)
        by_name = {known: number for number, known in records.names(self.connection, kind)}
        close = [f"{kind.letter}{by_name[known]} {known}" for known in {by_name[like]: like for like in reversed(similar(text, by_name))}.values()]
        if close:
            return Text("是不是：{close}", "did you mean: {close}").to(language(), close=", ".join(close))
        return Text("看看有哪些：alliancectl {noun} list；新增：alliancectl {noun} add",
                    "see which there are: alliancectl {noun} list; add one: alliancectl {noun} add").to(language(), noun=kind.noun)


def settle(desk: Desk, kind: Kind, draft: Draft, *, partial: bool = False) -> dict[str, Any]:
    """The values of a draft. With `partial` (an edit) nothing is required and no default is filled in.

    Raises: the one `Failure` found, or SeveralProblems with all of them.
    """
    draft = draft if partial or not kind.meant else kind.meant(draft)
    problems: list[errors.Failure] = []
    values: dict[str, Any] = {}
    unread: set[str] = set()   # references that were given but mean nothing: what depends on them is not complained of as well
    _refuse_unknown(kind, draft, problems)
    desk.source = source_given(desk, draft)
    missing = []
    for field in kind.fields + kind.also:
        typed = draft.get(field.key)
        if typed in (None, [], ()) and not partial and field.default is not None and field in kind.fields:
            typed = field.default
        if typed in (None, [], ()):
            if field.required and not partial:
                missing.append(field)
            continue
        if field.type.reference == "site" and unread & {"member", "members"}:
            continue
        try:
            values[field.key] = _several(desk, field, typed) if field.many else _one(desk, field, typed)
        except errors.Failure as problem:
            problem.field = field.key
            problems.append(problem)
            unread |= {field.key} if field.type.reference or field.key == "amount" else set()
        _remember(desk, field, values.get(field.key))
    if missing:
        problems.append(missing_values(kind, missing))
    if not partial and (values or missing):
        _judge(kind.rules + (kind.typed_rules if desk.by_hand else ()), values | dict.fromkeys(unread, True), desk.known, problems)
    _raise(problems)
    return values


def source_given(desk: Desk, draft: Draft) -> int | None:
    """The known source that a draft cites first: what only that source calls something is understood then."""
    cited = draft.get("sources")
    first = cited[0] if isinstance(cited, list | tuple) and cited else cited
    text = first if isinstance(first, str) or not first else first[0]
    if not text or KINDS["visit"].number(str(text)):
        return None
    found = desk.exact(KINDS["source"], str(text))
    return found[0].id if len(found) == 1 else None


def settle_one(desk: Desk, field: Field, typed: Any) -> Any:
    """The value of one field, by which the next ones may be read (a member's sites, a product's unit). Raises: Failure."""
    value = _several(desk, field, typed) if field.many else _one(desk, field, typed)
    _remember(desk, field, value)
    return value


def settle_alone(kind: Kind, draft: Draft) -> dict[str, Any]:
    """The values of a draft that no record file is needed for: the alliance itself, before its file exists. Raises: as `settle`."""
    with in_memory(KINDS.values()) as connection:
        return settle(Desk(connection, by_hand=True), kind, draft)


def judge(desk: Desk, kind: Kind, values: Mapping[str, Any]) -> None:
    """Refuse what one record alone can show wrong. Raises: as `settle`."""
    problems: list[errors.Failure] = []
    _judge(kind.rules, values, desk.known, problems)
    _raise(problems)


def _one(desk: Desk, field: Field, typed: Any) -> Any:
    text = str(typed)
    if isinstance(field.type, Date) and desk.by_hand:
        return field.type.parse_by_hand(text, desk.known)
    return field.type.parse(text, desk.known)


def _several(desk: Desk, field: Field, typed: Any) -> tuple[Entry, ...]:
    entries = []
    for item in [typed] if isinstance(typed, str) else typed:
        text, beside = (item, None) if isinstance(item, str) else item
        extra = _one(desk, field.extra, beside) if field.extra and beside is not None else None
        entries.append(Entry(_one(desk, field, text), extra))
    return tuple(dict.fromkeys(entries))


def _remember(desk: Desk, field: Field, value: Any) -> None:
    """What one field says about how the next ones are read: the member's sites, the product's unit."""
    if field.key == "member" and isinstance(value, Ref):
        desk.owner = value.id
    if field.key == "members" and value:
        desk.owner = value[0].value.id if len(value) == 1 else None
    if field.type.reference == "product" and isinstance(value, Ref):
        product = records.record(desk.connection, KINDS["product"], value.id)
        desk.known.unit = product["unit"] if product else None


def _refuse_unknown(kind: Kind, draft: Draft, problems: list[errors.Failure]) -> None:
    allowed = [field.key for field in kind.fields + kind.also if not field.hidden]
    for key in draft:
        if key not in allowed:
            problems.append(unknown_field(kind, key))
            problems[-1].field = key


def unknown_field(kind: Kind, key: str) -> errors.UnknownField:
    """The failure for a field that a kind does not have, with what was perhaps meant first."""
    allowed = [field.key for field in kind.fields + kind.also if not field.hidden]
    close = similar(key, allowed, 2)
    return errors.UnknownField(kind=kind.label, field=key, known=", ".join([*close, *(k for k in allowed if k not in close)]))


def _judge(rules: Iterable[Rule], values: Mapping[str, Any], known: Known, problems: list[errors.Failure]) -> None:
    for rule in rules:
        try:
            rule(values, known)
        except errors.Failure as problem:
            problems.append(problem)


def _raise(problems: list[errors.Failure]) -> None:
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise errors.SeveralProblems(problems)
