"""Which visits a period counts, how many people came along, and which members they reached."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from alliancectl.kinds.record import Record
from alliancectl.reports.model import Mark
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.roll import Roll
from alliancectl.values.when import When, place


class Placed(NamedTuple):
    """The visits of a period: counted, perhaps in it, and of no known year."""

    counted: tuple[Record, ...]
    maybe: tuple[Record, ...]
    undated: tuple[Record, ...]


class People(NamedTuple):
    """How many people came along: the sum of the stated headcounts, and what is wrong with it."""

    number: int
    marks: tuple[Mark, ...]
    known: bool = True     # false where there are visits and no headcount at all


def placed(visits: Sequence[Record], period: Period) -> Placed:
    """The visits of a period; the first day decides."""
    found: dict[str, list[Record]] = {"in": [], "maybe": [], "undated": [], "out": []}
    for visit in visits:
        date: When | None = visit.values.get("date")
        found[place(date, period.first, period.last) if date else "undated"].append(visit)
    return Placed(*(tuple(found[where]) for where in ("in", "maybe", "undated")))


def people(visits: Iterable[Record]) -> People:
    """The people of some visits. A missing headcount makes the sum partial, an estimated one approximate."""
    every = tuple(visits)
    stated = [visit for visit in every if visit.values.get("headcount") is not None]
    partial: tuple[Mark, ...] = ("partial",) if len(stated) < len(every) else ()
    estimated = any(visit.values.get("headcount_basis") == "estimated" for visit in stated)
    return People(sum(visit.values["headcount"] for visit in stated), (*partial, "approximate") if estimated else partial,
                  bool(stated) or not every)


def of(visits: Iterable[Record], direction: str) -> tuple[Record, ...]:
    """Those of one direction."""
    return tuple(visit for visit in visits if visit.values.get("direction") == direction)


def reached(visits: Iterable[Record], roll: Roll) -> list[Record]:
    """The members at the end that some of the visits names, as visited or as host."""
    named = _named(visits)
    return [one.member for one in roll.end if one.member.id in named]


def missed(visits: Iterable[Record], roll: Roll) -> list[Record]:
    """The members at the end that none of the visits names."""
    named = _named(visits)
    return [one.member for one in roll.end if one.member.id not in named]


def _named(visits: Iterable[Record]) -> set[int]:
    return {member.id for visit in visits for member in visit.entries("members")}
