"""Checks of names and memberships: what stands twice, who was no member when something happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alliancectl import errors
from alliancectl.actions import membership
from alliancectl.actions.checks import Asked, command
from alliancectl.kinds import KINDS
from alliancectl.kinds.finding import Finding
from alliancectl.kinds.record import Record
from alliancectl.kinds.spells import absences, may_be_member
from alliancectl.store.ask import checked, problems
from alliancectl.store.records import records
from alliancectl.text import Text
from alliancectl.values.when import When


def duplicate_name(asked: Asked) -> Iterator[Finding]:
    """`duplicate-name`: names that differ only in brackets, script or legal form."""
    for kind in KINDS.values():
        for twin in problems.twins(asked.connection, kind) if kind.named else ():
            first, second = twin.first, twin.second
            fix = (command("source", "edit", second.code, "--set", "title=TITLE") if kind.key == "source"
                   else command(kind.noun, "merge", first.code, second.code, "--yes"))
            yield Finding("duplicate-name", "warning", second.code, Text(
                f"{second.code} {second.name} 与 {first.code} {first.name} 可能是同一个",
                f"{second.code} {second.name} is likely the same as {first.code} {first.name}"), fix)


def membership_overlap(asked: Asked) -> Iterator[Finding]:
    """`membership-overlap`: two spells of one member that certainly share a day."""
    for spells in _by_member(asked).values():
        told: set[frozenset[str]] = set()
        for spell in spells if len(spells) > 1 else ():
            other = _overlapping(asked, spell)
            if other and frozenset((spell.code, other)) not in told:
                told.add(frozenset((spell.code, other)))
                yield _overlap(spell, next(one for one in spells if one.code == other))


def _overlapping(asked: Asked, spell: Record) -> str | None:
    try:
        membership.refuse_overlap(asked.connection, spell.values, spell.id)
    except errors.MembershipOverlap as overlap:
        return str(overlap.slots["other"])
    return None


def _overlap(one: Record, other: Record) -> Finding:
    """Mended by ending the earlier spell on the day the later one begins; where both begin alike, the later one goes."""
    first, second = sorted((one, other), key=lambda spell: (_since(spell), spell.id))
    begins = second["since"]
    fix = (command("membership", "edit", first.code, "--set", f"until={begins.canonical}") if _since(second) > _since(first)
           else command("membership", "remove", second.code))
    member = one["member"]
    return Finding("membership-overlap", "error", second.code, Text(
        f"{member.code} {member.name} 的两段成员资格 {first.code}、{second.code} 重叠",
        f"two memberships of {member.code} {member.name} overlap: {first.code} and {second.code}"), fix)


def _since(spell: Record) -> str:
    since: When | None = spell["since"]
    return (since.earliest or "") if since else ""


def outside_membership(asked: Asked) -> Iterator[Finding]:
    """`outside-membership`: visits and claims of an organisation at a time when it certainly was no member."""
    spells = _by_member(asked)
    for visit in checked.visited(asked.connection):
        for member in visit.entries("members"):
            if not may_be_member(spells.get(member.id, ()), visit["date"]):
                yield _outside(visit.code, member.code, member.name, visit["date"], spells.get(member.id, ()),
                               Text(f"走访 {visit.code}", f"visit {visit.code}"))
    away = ((member, *stretch) for member in checked.claimants(asked.connection) for stretch in absences(spells.get(member, ())))
    claims = [found for found in checked.stated(asked.connection, away) if not may_be_member(spells.get(found.member, ()), found.as_of)]
    names = problems.named(asked.connection, KINDS["member"], {found.member for found in claims})
    for found in claims:
        ref = names[found.member]
        more = found.claims - 1
        yield _outside(f"C{found.first}", ref.code, ref.name, found.as_of, spells.get(found.member, ()), Text(
            f"产能记录 C{found.first}" + (f" 等 {found.claims} 条" if more else ""),
            f"claim C{found.first}" + (f" and {more} more" if more else "")))


def _outside(code: str, member: str, name: str, date: When, spells: Sequence[Record], what: Text) -> Finding:
    later = sorted((spell for spell in spells if _since(spell) > str(date.latest)), key=_since)
    fix = (command("membership", "edit", later[0].code, "--set", f"since={date.canonical}") if later
           else command("member", "rejoin", member, date.canonical))
    return Finding("outside-membership", "notice", code, Text(
        f"{what.zh}（{date.canonical}）时，{member} {name} 不是成员", f"{member} {name} was no member at {what.en} ({date.canonical})"), fix)


def _by_member(asked: Asked) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for spell in records(asked.connection, KINDS["membership"], fields=("member", "since", "until")):
        found.setdefault(spell["member"].id, []).append(spell)
    return found
