"""Undo and redo, with the rules of the records: what comes back must not clash with what was written meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from alliancectl import errors
from alliancectl.actions import membership
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind, Record
from alliancectl.store import history, records
from alliancectl.store.history import Change, Operation, Spared


def undo(now: Change, number: int | None, spared: Iterable[tuple[str, int]] = ()) -> Operation:
    """Take an operation back (the newest where no number is given), but for the records `spared` (kind, number); returns it.

    A member's memberships are spared with it. Raises: as store.history.undo, ComesBackTaken.
    """
    target = history.undo(now, number, _with_memberships(now, frozenset(spared), number))
    _refuse_clashes(now)
    return target


def redo(now: Change, number: int | None) -> Operation:
    """Take an undo back (the newest where no number is given); returns it. Raises: as store.history.redo, ComesBackTaken."""
    target = history.redo(now, number)
    _refuse_clashes(now)
    return target


def _with_memberships(now: Change, spared: Spared, number: int | None) -> Spared:
    if not spared:
        return spared
    number = history.newest_undoable(now.connection).id if number is None else number
    members = {one for kind, one in spared if kind == "member"}
    spells = frozenset(("membership", spell) for member in members
                       for spell in records.ever_belonging(now.connection, KINDS["membership"], "member", member))
    return spared | history.touched_among(now.connection, number, spells)


def _refuse_clashes(now: Change) -> None:
    """A name, code or spell that stands again must be free."""
    for key, number in history.touched(now, [kind.key for kind in KINDS.values() if _may_clash(kind)]):
        record = records.record(now.connection, KINDS[key], number)
        if record is None or record.removed:
            continue
        if record.kind.named:
            owner = record[record.kind.scope].id if record.kind.scope and record[record.kind.scope] else None
            for ref in records.by_name(now.connection, record.kind, record.ref.name, owner=owner):
                if ref.id != number:
                    raise errors.ComesBackTaken(record=record.kind.said(record), other=f"{ref.code} {ref.name}")
        _refuse_twins(now, record)
        if record.kind.key == "membership":
            try:
                membership.refuse_overlap(now.connection, record.values, number)
            except errors.Refused as refused:
                raise errors.ComesBackTaken(record=record.code, other=refused.slots["other"]) from None


def _may_clash(kind: Kind) -> bool:
    """Whether something of a record of that kind may stand only once: of claims, which come by the million, nothing."""
    return kind.named or bool(kind.together) or kind.key == "membership" or any(field.unique for field in kind.single)


def _refuse_twins(now: Change, record: Record) -> None:
    """What may stand only once: a credit code, the text of a year and section, the name of an issued report."""
    kind = record.kind
    twins = records.alike(now.connection, kind, record.values)
    for field in kind.single:
        if field.unique and record[field.key] is not None:
            twins += records.having(now.connection, kind, field.key, record[field.key])
    for other in twins:
        if other.id != record.id:
            raise errors.ComesBackTaken(record=kind.said(record), other=f"{other.code} {other.name}")
