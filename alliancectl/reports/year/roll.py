"""Who was a member around a period: at its start, who joined, who left, at its end."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from alliancectl.kinds.record import Record
from alliancectl.kinds.spells import Spell, Stay
from alliancectl.reports.year.period import Period
from alliancectl.store.ask.members import Membership


class Standing(NamedTuple):
    """A member in one of its stays, and the spell that matters: in force on the day, or the one that began or ended."""

    member: Record
    stay: Stay
    spell: Spell


class Roll(NamedTuple):
    """Who was a member around a period; start + joined − left = end."""

    start: tuple[Standing, ...]
    joined: tuple[Standing, ...]
    left: tuple[Standing, ...]
    end: tuple[Standing, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody was a member in the period."""
        return not (self.start or self.joined)


def roll(body: Sequence[Membership], period: Period) -> Roll:
    """Who was a member on the day before a period and on its last day, who joined and who left in it, by day."""
    held = [(member, stay) for member, stays in body for stay in stays]
    came = [Standing(member, stay, stay.spells[0]) for member, stay in held if period.first <= stay.first <= period.last]
    went = [Standing(member, stay, stay.last) for member, stay in held if period.first <= stay.until <= period.last]
    came.sort(key=lambda one: one.stay.first)
    went.sort(key=lambda one: one.stay.until)
    return Roll(_on(held, period.before), tuple(came), tuple(went), _on(held, period.last))


def _on(held: Iterable[tuple[Record, Stay]], day: str) -> tuple[Standing, ...]:
    return tuple(Standing(member, stay, spell) for member, stay in held if (spell := stay.on(day)))
