"""When an organisation is counted as a member: dated spells of rank become days, and days uninterrupted stays.

The rule: a spell is half-open, since ≤ day < until; in counts a change happens on its latest possible day,
and an unknown since precedes everything. Written once, so that every list and every total agrees.

Decisions
- An until without a latest day (unknown, 2011/..) has not come yet: the member is still counted, and listed beside.
- Joining cannot come after leaving: a since that may lie after the until counts on the until's day.
- A leave that may come after the next joining counts on the day of that joining. Where the spell says how it ended, this
  is a leave and a joining; where it does not, it is a change of rank.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from alliancectl.kinds.record import Record
from alliancectl.values.when import When

BEFORE = ""              # precedes every ISO day
AFTER = "9999-12-31"     # follows every ISO day
NEVER = "9999-99-99"     # follows that


class Spell(NamedTuple):
    """One spell as it is counted: from `first`, no longer on `until`."""

    record: Record
    first: str
    until: str

    @property
    def rank(self) -> str | None:
        """The rank held, as its key."""
        rank: str | None = self.record.values.get("rank")
        return rank


class Stay(NamedTuple):
    """Spells without a break: one joining, at most one leaving, any number of ranks between."""

    spells: tuple[Spell, ...]

    @property
    def first(self) -> str:
        """The day it counts from."""
        return self.spells[0].first

    @property
    def until(self) -> str:
        """The first day it no longer counts."""
        return max(spell.until for spell in self.spells)

    @property
    def last(self) -> Spell:
        """The spell that it ended with, or will."""
        return max(self.spells, key=lambda spell: (spell.until, spell.first, spell.record.id))

    def on(self, day: str) -> Spell | None:
        """The spell in force on that day: of several the newest."""
        held = [spell for spell in self.spells if spell.first <= day < spell.until]
        return max(held, key=lambda spell: (spell.first, spell.record.id), default=None)


def stays(records: Iterable[Record]) -> tuple[Stay, ...]:
    """One member's membership records as stays, in order; no two of them share a day."""
    found: list[list[Spell]] = []
    for spell in sorted(map(_counted, records), key=lambda spell: (spell.first, spell.until, spell.record.id)):
        if found and max(earlier.until for earlier in found[-1]) >= spell.first:
            if not _left_by(found[-1], spell.first):
                found[-1].append(spell)
                continue
            found[-1] = [earlier._replace(until=min(earlier.until, spell.first)) for earlier in found[-1]]
        found.append([spell])
    return tuple(Stay(tuple(spells)) for spells in found)


def _counted(record: Record) -> Spell:
    until = _until_day(record.values.get("until"))
    return Spell(record, min(_since_day(record.values.get("since")), until), until)


def _since_day(since: When | None) -> str:
    return BEFORE if since is None else since.latest or since.earliest or BEFORE


def _until_day(until: When | None) -> str:
    return AFTER if until is None or until.latest is None else until.latest


def _left_by(spells: list[Spell], day: str) -> bool:
    """Whether every spell that reaches `day` is said to have ended, and may have done so by then."""
    return all(_may_have_left_by(spell.record, day) for spell in spells if spell.until >= day)


def _may_have_left_by(record: Record, day: str) -> bool:
    until: When | None = record.values.get("until")
    return bool(record.values.get("ended") and until and (until.earliest or BEFORE) <= day)


# ---- what is certain of spells as they are recorded -------------------------------------------------------------------


def share_a_day(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two spells of one member, by their values, certainly share a day."""
    return _surely_from(one) < _surely_to(other) and _surely_from(other) < _surely_to(one)


def may_be_member(spells: Iterable[Record], date: When) -> bool:
    """Whether some day of the date may lie in some spell."""
    return any(_perhaps_from(spell) <= (date.latest or AFTER) and _until_day(spell.values.get("until")) > (date.earliest or BEFORE)
               for spell in spells)


def absences(spells: Iterable[Record]) -> list[tuple[str, str]]:
    """The stretches of days that lie in no spell, from ≤ day < to, in order: a date on which nobody `may_be_member` lies wholly in one."""
    found, start = [], BEFORE
    for first, until in sorted((_perhaps_from(spell), _until_day(spell.values.get("until"))) for spell in spells):
        if first > start and first < until:
            found.append((start, first))
        start = max(start, until) if first < until else start
    return [*found, (start, NEVER)]


def _surely_from(values: Mapping[str, Any]) -> str:
    """The first day that is certainly inside; an unknown since precedes everything."""
    since: When | None = values.get("since")
    return (since.latest or (AFTER if since.earliest else BEFORE)) if since else BEFORE


def _surely_to(values: Mapping[str, Any]) -> str:
    """The first day that is perhaps outside again."""
    until: When | None = values.get("until")
    return AFTER if until is None else until.earliest or BEFORE


def _perhaps_from(spell: Record) -> str:
    since: When | None = spell.values.get("since")
    return (since.earliest if since else None) or BEFORE
