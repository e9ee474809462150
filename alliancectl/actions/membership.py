"""Join, change rank, leave, rejoin: the dated spells of a member."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record, Ref
from alliancectl.kinds.spells import share_a_day
from alliancectl.store import records
from alliancectl.store.history import Change
from alliancectl.values.when import When

SPELL = KINDS["membership"]


def spells(connection: sqlite3.Connection, member: int) -> list[Record]:
    """The standing spells of a member, in the order they were recorded."""
    return records.belonging(connection, SPELL, "member", member)


def open_first(now: Change, member: int, values: Mapping[str, Any]) -> None:
    """The first spell of a new member: since `joined`, or since an unknown day."""
    _open(now, member, values.get("joined"), values)


def change_rank(now: Change, member: Ref, rank: str, day: When, approved_by: str | None = None) -> tuple[int, int]:
    """Close the open spell on a day and open the next with another rank; returns both numbers."""
    old = _open_spell(now, member)
    _close(now, old, day, None)
    return old.id, _open(now, member.id, day, {"rank": rank, "approved_by": approved_by, "name": member.name})


def leave(now: Change, member: Ref, day: When, ended: str | None, why: str | None = None) -> int:
    """Close the open spell; returns its number. `why` it ended goes to its note. Raises: NoOpenSpell, LeaveBeforeJoin."""
    old = _open_spell(now, member)
    _close(now, old, day, ended, why)
    return old.id


def rejoin(now: Change, member: Ref, day: When, values: Mapping[str, Any]) -> int:
    """Open a new spell of a member that left; returns its number. Raises: StillAMember, MembershipOverlap."""
    for spell in spells(now.connection, member.id):
        if spell["until"] is None:
            raise errors.StillAMember(member=f"{member.code} {member.name}", spell=spell.code)
    return _open(now, member.id, day, {**values, "name": member.name})


def refuse_overlap(connection: sqlite3.Connection, values: Mapping[str, Any], number: int) -> None:
    """Refuse a spell that certainly shares a day with another of the same member. Raises: MembershipOverlap."""
    member = values["member"]
    for other in overlaps(connection, values, number):
        raise errors.MembershipOverlap(member=f"{member.code} {member.name}", other=other.code)


def overlaps(connection: sqlite3.Connection, values: Mapping[str, Any], number: int) -> list[Record]:
    """The other spells of the same member that certainly share a day with these values."""
    return [other for other in spells(connection, values["member"].id)
            if other.id != number and share_a_day(values, other.values)]


def _open(now: Change, member: int, since: When | None, values: Mapping[str, Any]) -> int:
    spell = {
        "member": Ref("member", member, "M", values.get("name") or ""), "rank": values.get("rank") or "member",
        "since": since, "approved_by": values.get("approved_by")}
    refuse_overlap(now.connection, spell, 0)
    return records.add(now, SPELL, {key: value for key, value in spell.items() if value is not None})


def _open_spell(now: Change, member: Ref) -> Record:
    for spell in reversed(spells(now.connection, member.id)):
        if spell["until"] is None:
            return spell
    raise errors.NoOpenSpell(member=f"{member.code} {member.name}", code=member.code)


def _close(now: Change, spell: Record, day: When, ended: str | None, why: str | None = None) -> None:
    since = spell["since"]
    if since and since.earliest and day.latest and day.latest <= since.earliest:
        raise errors.LeaveBeforeJoin(since=since.canonical, until=day.canonical)
    note = "\n".join(filter(None, (spell["note"], why)))
    records.edit(now, spell, {"until": day, **({"ended": ended} if ended else {}), **({"note": note} if why else {})})
