"""Merge two records that are the same thing: everything that points at the one moves to the other, which keeps both names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancectl import errors
from alliancectl.actions import membership, write
from alliancectl.actions.settle import Desk
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Kind, Record, Ref
from alliancectl.store import records
from alliancectl.store.history import Change


def merge(now: Change, desk: Desk, keep: Ref, drop: Ref) -> tuple[Record, list[str]]:
    """Merge `drop` into `keep`; returns what stands and the typed ids of everything that moved.

    The dropped name becomes an alias, its id leads to the kept record, and what the kept one lacks is filled in. A spell of the
    dropped member that certainly overlaps one of the kept member's goes with it. Raises: MergeWithItself, NameTaken.
    """
    kind = KINDS[keep.kind]
    if keep.id == drop.id:
        raise errors.MergeWithItself(record=f"{keep.code} {keep.name}")
    kept, dropped = write.stands(now, kind, keep.id), write.stands(now, kind, drop.id)
    _refuse_same_sites(now, kind, keep, drop)
    moved = [_moved(now, kept, dropped, one, keys) for one, keys in _pointing(now, dropped)]
    records.edit(now, dropped, {"merged_into": keep, "aliases": ()})
    records.retire(now, dropped)
    whole = write.edit(now, desk, kept, _filled(kept, dropped))
    return whole, [code for code in moved if code]


def _pointing(now: Change, dropped: Record) -> list[tuple[Record, list[str]]]:
    """The standing records that point at one, each with the fields that do."""
    found: dict[tuple[str, int], tuple[Record, list[str]]] = {}
    for other, pointing in records.pointing_at(now.connection, dropped):
        for one in pointing:
            keys = [field.key for field in other.fields if field.type.reference == dropped.kind.key and _points(one, field.key, dropped.id)]
            found[(other.key, one.id)] = (one, keys)
    return list(found.values())


def _points(one: Record, key: str, number: int) -> bool:
    value = one.values.get(key)
    if isinstance(value, Ref):
        return value.id == number
    return any(entry.value.id == number for entry in value or ())


def _moved(now: Change, kept: Record, dropped: Record, one: Record, keys: list[str]) -> str:
    """Point one record at the kept one; returns its typed id, or nothing where it went with the dropped one."""
    changes: dict[str, Any] = {}
    for key in keys:
        value = one.values[key]
        changes[key] = kept.ref if isinstance(value, Ref) else tuple(dict.fromkeys(
            Entry(kept.ref, entry.extra) if entry.value.id == dropped.id else entry for entry in value))
    if one.kind.key == "membership" and membership.overlaps(now.connection, {**one.values, **changes}, one.id):
        records.remove(now, one)
        return ""
    records.edit(now, one, changes)
    return one.code


def _refuse_same_sites(now: Change, kind: Kind, keep: Ref, drop: Ref) -> None:
    """Two sites of one name would meet at the kept member: they are merged first. Raises: NameTaken."""
    if kind.key != "member":
        return
    for site in records.belonging(now.connection, KINDS["site"], "member", drop.id):
        for other in records.by_name(now.connection, KINDS["site"], site.ref.name, owner=keep.id):
            raise errors.NameTaken(name=site.ref.name, known=f"{other.code} {other.name}", code=other.code)


def _filled(kept: Record, dropped: Record) -> Mapping[str, Any]:
    """What the kept record gains: the other's names as aliases, its several values, and whatever it lacks itself."""
    gained: dict[str, Any] = {}
    for field in kept.kind.fields:
        mine, theirs = kept.values.get(field.key), dropped.values.get(field.key)
        if field.key in (kept.kind.titled, "merged_into", "aliases") or theirs in (None, ()):
            continue
        if field.many:
            gained[field.key] = tuple(dict.fromkeys((*(mine or ()), *theirs)))
        elif mine is None:
            gained[field.key] = theirs
    held = {kept.kind.title(kept.values), *kept.entries("aliases")}
    names = [Entry(dropped.kind.title(dropped.values)), *dropped.values.get("aliases", ())]
    gained["aliases"] = (*kept.values.get("aliases", ()), *(entry for entry in names if entry.value not in held))
    return gained
