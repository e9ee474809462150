"""Add, edit, remove a record of any kind: what one record cannot show wrong is checked here, then the store writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from alliancectl import errors
from alliancectl.actions import membership
from alliancectl.actions.settle import Desk, judge
from alliancectl.actions.source_file import with_digest
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Kind, Record, Ref
from alliancectl.store import records
from alliancectl.store.file import path_of
from alliancectl.store.history import Change
from alliancectl.text import Text


def add(now: Change, desk: Desk, kind: Kind, values: Mapping[str, Any]) -> Record:
    """Write a new record from settled values; returns it as it stands. Raises: Refused for what the file already holds."""
    own = {key: value for key, value in values.items() if key in {field.key for field in kind.fields}}
    refuse_clashes(now.connection, desk, kind, own)
    refuse_strange_sites(now.connection, own)
    refuse_closed_before_visit(now.connection, own)
    if kind.key == "source":
        own = with_digest(path_of(now.connection), own)
    if kind.key == "capacity":
        _refuse_unsourced(own, desk)
    number = records.add(now, kind, create_named(now, desk, own))
    also = AFTER_ADD.get(kind.key)
    if also:
        also(now, number, values)
    return stands(now, kind, number)


def edit(now: Change, desk: Desk, old: Record, values: Mapping[str, Any]) -> Record:
    """Change a record; None clears a field. Returns it as it stands. Raises: Refused."""
    whole = {key: value for key, value in {**old.values, **values}.items() if value is not None}
    judge(desk, old.kind, whole)
    missing = [field for field in old.kind.fields if field.required and field.key not in whole]
    if missing:
        raise errors.MissingValue(missing=Text("、", ", ")().join(field.label() for field in missing),
                                  example=f"alliancectl {old.kind.noun} edit {old.code} --set {missing[0].key}=…")
    refuse_clashes(now.connection, desk, old.kind, whole, old)
    if values.keys() & {"member", "members", "site", "sites"}:
        refuse_strange_sites(now.connection, whole)
    if values.keys() & {"visit", "closed_on"}:
        refuse_closed_before_visit(now.connection, whole)
    if old.kind.key == "source":
        values = with_digest(path_of(now.connection), values, old)
    if old.kind.key == "visit":
        _year_has_a_reason(old, whole, now.note)
    if old.kind.key == "capacity":
        _refuse_unsourced(whole, desk)
        _standing_has_its_own_reason(old, values)
    if old.kind.key == "membership":
        membership.refuse_overlap(now.connection, whole, old.id)
    records.edit(now, old, create_named(now, desk, values))
    return stands(now, old.kind, old.id)


def remove(now: Change, old: Record) -> None:
    """Remove a record that nothing points at; a member takes its memberships along. Raises: StillReferred."""
    if old.kind.key == "member":
        for spell in membership.spells(now.connection, old.id):
            records.remove(now, spell)
    records.remove(now, old)


def stands(now: Change, kind: Kind, number: int) -> Record:
    """The record as this operation leaves it."""
    found = records.record(now.connection, kind, number)
    assert found is not None
    return found


def create_named(now: Change, desk: Desk, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with every record that comes into being by being named created, and its number filled in."""
    made: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Ref):
            made[key] = _made(now, desk, value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Entry):
            made[key] = tuple(Entry(*(_made(now, desk, part) if isinstance(part, Ref) else part for part in entry)) for entry in value)
        else:
            made[key] = value
    if isinstance(made.get("product"), Ref) and made.get("amount") and values["product"].id == 0:
        now.update("product", made["product"].id, {"unit": made["amount"].unit})
    return made


def _made(now: Change, desk: Desk, ref: Ref) -> Ref:
    if ref.id:
        return ref
    kind = KINDS[ref.kind]
    values = next(values for (key, _), values in desk.new.items() if key == ref.kind and values[kind.titled] == ref.name)
    known = records.by_name(now.connection, kind, ref.name, owner=values[kind.scope].id if kind.scope else None)
    return known[0] if known else ref._replace(id=records.add(now, kind, with_defaults(kind, values)))


def with_defaults(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the defaults of a kind where they say nothing: nobody was asked about what is created by being named."""
    return {**{field.key: field.default for field in kind.fields if field.default is not None}, **values}


def refuse_clashes(connection: sqlite3.Connection, desk: Desk, kind: Kind, values: Mapping[str, Any], old: Record | None = None) -> None:
    """Refuse a name or code that another record than `old` has, or nearly has. Raises: NameTaken, DuplicateName, NotUnique."""
    number = old.id if old else 0
    owner = values[kind.scope].id if kind.scope and isinstance(values.get(kind.scope), Ref) else None
    if kind.named:
        for field in kind.fields:
            if field.key not in (kind.titled, "name_other", "aliases") or field.key not in values:
                continue
            for entry in values[field.key] if field.many else (Entry(values[field.key]),):
                if old is None or _is_new_name(old, entry.value):
                    _refuse_name(connection, desk, kind, entry, number, owner, strict=field.key == kind.titled)
    for field in kind.fields:
        if field.unique and field.key in values:
            for other in records.having(connection, kind, field.key, values[field.key]):
                if other.id != number:
                    raise errors.NotUnique(label=field.label, value=values[field.key], known=other.name, noun=kind.noun, code=other.code)
    for other in records.alike(connection, kind, values):
        if other.id != number:
            raise errors.NotUnique(label=kind.label, value=kind.title(values), known=other.code, noun=kind.noun, code=other.code)


def _is_new_name(old: Record, written: str) -> bool:
    held = [old.kind.title(old.values), old["name_other"], *old.entries("aliases")]
    return written not in held


def _refuse_name(
    connection: sqlite3.Connection, desk: Desk, kind: Kind, entry: Entry, number: int, owner: int | None, *, strict: bool,
) -> None:
    """An exact clash always; a near one for the name itself, unless allowed. A scoped alias clashes with nothing."""
    if isinstance(entry.extra, Ref):
        return
    for ref in records.by_name(connection, kind, entry.value, owner=owner):
        if ref.id != number:
            raise errors.NameTaken(name=entry.value, known=f"{ref.code} {ref.name}", code=ref.code)
    if strict and "duplicate-name" not in desk.allow:
        for ref in records.nearly(connection, kind, entry.value, owner=owner):
            if ref.id != number:
                raise errors.DuplicateName(name=entry.value, known=f"{ref.code} {ref.name}", code=ref.code, noun=kind.noun)


def refuse_strange_sites(connection: sqlite3.Connection, values: Mapping[str, Any]) -> None:
    """Refuse a site of a member that the record does not speak of. Raises: SiteOfAnother."""
    members = [ref for ref in (values.get("member"), *(entry.value for entry in values.get("members", ()))) if isinstance(ref, Ref)]
    sites = [ref for ref in (values.get("site"), *(entry.value for entry in values.get("sites", ()))) if isinstance(ref, Ref) and ref.id]
    for site in sites if members else ():
        known = records.record(connection, KINDS["site"], site.id)
        owner = known["member"] if known else None
        if owner and owner.id not in [ref.id for ref in members]:
            raise errors.SiteOfAnother(site=f"{site.code} {site.name}", owner=f"{owner.code} {owner.name}", code=owner.code,
                                       member=", ".join(f"{ref.code} {ref.name}" for ref in members))


def refuse_closed_before_visit(connection: sqlite3.Connection, values: Mapping[str, Any]) -> None:
    """Refuse a follow-up that was closed before anyone can have asked for it. Raises: ClosedBeforeVisit."""
    closed, visit = values.get("closed_on"), values.get("visit")
    held = records.record(connection, KINDS["visit"], visit.id) if closed and isinstance(visit, Ref) else None
    date = held["date"] if held else None
    if held and date and date.earliest and closed and closed.latest and closed.latest < date.earliest:
        raise errors.ClosedBeforeVisit(closed=closed.canonical, visit=held.code, date=date.canonical)


def _standing_has_its_own_reason(old: Record, values: Mapping[str, Any]) -> None:
    """The reason that preferred a claim does not withdraw it."""
    standing = values.get("standing") or old["standing"]
    if standing != old["standing"] and standing != "normal" and not values.get("why"):
        raise errors.StandingNeedsWhy(standing=standing)


def _refuse_unsourced(values: Mapping[str, Any], desk: Desk) -> None:
    if not values.get("sources") and "no-source" not in desk.allow:
        raise errors.NoSource()


def _year_has_a_reason(old: Record, whole: Mapping[str, Any], note: str | None) -> None:
    """A year that the source does not give is assigned by a person, with a reason."""
    before, after = old["date"], whole.get("date")
    if before and before.earliest is None and before.latest is None and after and after.earliest and not note:
        raise errors.YearNeedsNote()


AFTER_ADD: dict[str, Callable[[Change, int, Mapping[str, Any]], None]] = {"member": membership.open_first}
