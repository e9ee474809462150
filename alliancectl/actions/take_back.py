"""Undo and redo, with the rules of the records: what comes back must not clash with what was written meanwhile."""

from __future__ import annotations

from alliancectl.actions import membership
from alliancectl.actions.settle import Desk
from alliancectl.errors import ComesBackTaken, Refused
from alliancectl.kinds import KINDS
from alliancectl.store import history, records
from alliancectl.store.history import Change, Operation


def undo(now: Change, desk: Desk, number: int | None) -> Operation:
    """Take an operation back (the newest where no number is given); returns it. Raises: as store.history.undo, ComesBackTaken."""
    target = history.undo(now, number)
    _refuse_clashes(now)
    return target


def redo(now: Change, desk: Desk, number: int | None) -> Operation:
    """Take an undo back (the newest where no number is given); returns it. Raises: as store.history.redo, ComesBackTaken."""
    target = history.redo(now, number)
    _refuse_clashes(now)
    return target


def _refuse_clashes(now: Change) -> None:
    """A name, code or spell that stands again must be free."""
    for kind_key, number in history.touched(now):
        kind = KINDS.get(kind_key)
        record = records.record(now.connection, kind, number) if kind else None
        if record is None or record.removed:
            continue
        if record.kind.named:
            owner = record[record.kind.scope].id if record.kind.scope and record[record.kind.scope] else None
            for ref in records.by_name(now.connection, record.kind, record.ref.name, owner=owner):
                if ref.id != number:
                    raise ComesBackTaken(record=record.kind.said(record, "en"), other=f"{ref.code} {ref.name}")
        if record.kind.key == "membership":
            try:
                membership.refuse_overlap(now.connection, record.values, number)
            except Refused as refused:
                raise ComesBackTaken(record=record.code, other=refused.slots["other"]) from None
