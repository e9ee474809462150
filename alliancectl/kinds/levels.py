"""What holds in many series on one day, and the figures that they add up to: projects that became plants, sites against the whole.

Decisions
- A plant claim ends the project on its line unless the project was stated wholly after it.
- A claim without a number reaches the series of the same line that has one: it has no dimension of its own.
- A figure is stale after three years, unless what it speaks of is over.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from alliancectl.kinds.claims import Claim, Effective, Series, after, bounds, differ, effective, eligible
from alliancectl.values.amount import total

STALE_YEARS = 3
OVER = ("retired", "cancelled")   # figures that need no later one


class InForce(NamedTuple):
    """One series on one day; a project that a plant claim on the same line has `ended_by` is in no figure."""

    series: Series
    effective: Effective
    ended_by: Claim | None = None


def in_force(held: Iterable[tuple[Series, Sequence[Claim]]], day: str, tolerance: Decimal) -> list[InForce]:
    """What holds in each series on that day, in the order given; series in which nothing is eligible are left out."""
    places: dict[tuple[object, ...], list[tuple[Series, Sequence[Claim]]]] = {}
    for one in held:
        places.setdefault(one[0][1:8], []).append(one)   # from member to measure: all of a series but its unit and phase
    found: list[InForce] = []
    for place in places.values():
        if len(place) > 1:
            found += _on_one_line(place, day, tolerance)
        elif holds := effective(place[0][1], day, tolerance):
            found.append(InForce(place[0][0], holds))
    return found


def _on_one_line(place: Sequence[tuple[Series, Sequence[Claim]]], day: str, tolerance: Decimal) -> list[InForce]:
    """The series of one product on one line: its plant, and its project unless the plant ended it."""
    found = []
    for series, claims in place:
        holds = effective((*claims, *_numberless(place, series)), day, tolerance)
        if holds and (holds.low is not None or not _counted_beside(place, series, day)):
            found.append(InForce(series, holds))
    plants = [one.effective.state for one in found if one.series.phase == "plant"]
    return [one if one.series.phase == "plant" else one._replace(ended_by=_ender(one.effective, plants)) for one in found]


def _numberless(place: Sequence[tuple[Series, Sequence[Claim]]], series: Series) -> list[Claim]:
    """Claims without a number that stand in a sister series only because they have no unit: a bare retirement."""
    return [claim for other, claims in place if other.id != series.id and other.phase == series.phase
            for claim in claims if bounds(claim) is None]


def _counted_beside(place: Sequence[tuple[Series, Sequence[Claim]]], series: Series, day: str) -> bool:
    return any(bounds(claim) and eligible(claim, day) for other, claims in place
               if other.id != series.id and other.phase == series.phase for claim in claims)


def _ender(project: Effective, plants: Sequence[Claim]) -> Claim | None:
    return next((plant for plant in plants if not after(project.state.as_of, plant.as_of)), None)


def is_stale(one: InForce, day: str, years: int = STALE_YEARS) -> bool:
    """Whether its figure is, on an ISO day, older than so many years and still needed."""
    when = one.effective.as_of
    return bool(when and (when.latest or "9999") < _earlier(day, years)) and one.effective.status not in OVER and not one.ended_by


@cache
def _earlier(day: str, years: int) -> str:
    return f"{int(day[:4]) - years:04d}{day[4:]}"


# ---- levels -------------------------------------------------------------------------------------------------------


class Mismatch(NamedTuple):
    """A claim for a whole and the sum of its parts that differ by more than the tolerance."""

    whole: "Level"
    parts: "Level"


class Level(NamedTuple):
    """One figure over one or several series, in the base unit. `low` is None where no number is known.

    `marks` are those of what it contains, `partial` where a number in it is unknown; `preferred` when every claim in it is.
    """

    low: Decimal | None
    high: Decimal | None
    effectives: tuple[Effective, ...]
    marks: frozenset[str] = frozenset()
    mismatches: tuple[Mismatch, ...] = ()
    preferred: bool = False


def together(held: Sequence[InForce], tolerance: Decimal) -> Level:
    """The figure of one member, product, measure, unit and status: parts added up, and held against claims for the whole.

    Equal within the tolerance: the parts. One of them preferred: that one. Else the range over both, and a mismatch.
    """
    if len(held) == 1:
        return _level(held[0].effective)
    if _are_parts(held):
        return _sum([one.effective for one in held])
    own = [one for one in held if one.series.site is None and not one.series.line and not one.series.grade]
    parts = [together(group, tolerance) for group in _by_site(held)]
    grades = [together(group, tolerance) for group in _by_grade(held)]
    estimates = [added(found) for found in ([_level(one.effective) for one in own], parts, grades) if found]
    figure = estimates[0]
    for other in estimates[1:]:
        figure = _settled(figure, other, tolerance)
    return figure


def _are_parts(held: Sequence[InForce]) -> bool:
    """Whether each is a site or a line that nothing else speaks of: then there is nothing to hold against each other."""
    places = {one.series.site or one.series.line for one in held}
    return len(places) == len(held) and "" not in places


def _sum(held: Sequence[Effective]) -> Level:
    """The sum of parts; where each is an exact number, at once."""
    lows = [one.low for one in held if one.low is not None and one.low == one.high and not one.marks]
    if len(lows) < len(held):
        return added([_level(one) for one in held])
    figure = total(lows)
    return Level(figure, figure, tuple(held), _NO_MARKS, (), {one.claim.standing for one in held} == {"preferred"})


def added(levels: Sequence[Level]) -> Level:
    """The sum; nothing unknown is taken for 0."""
    if len(levels) == 1:
        return levels[0]
    known = [level for level in levels if level.low is not None]
    marks = frozenset().union(*{level.marks for level in levels})
    if known and len(known) < len(levels):
        marks = marks - {"gap"} | {"partial"}
    highs = [level.high for level in known]
    return Level(
        total(level.low for level in known if level.low is not None) if known else None,
        total(high for high in highs if high is not None) if known and None not in highs else None,
        tuple(one for level in levels for one in level.effectives), marks,
        tuple(found for level in levels for found in level.mismatches),
        bool(levels) and all(level.preferred for level in levels))


_NO_MARKS: frozenset[str] = frozenset()


def _level(one: Effective) -> Level:
    return Level(one.low, one.high, (one,), frozenset(one.marks) if one.marks else _NO_MARKS, (), one.claim.standing == "preferred")


def _by_site(held: Sequence[InForce]) -> list[list[InForce]]:
    """The parts of a whole: its sites, and the lines that are given no site; each seen as a whole of its own."""
    groups: dict[tuple[int | None, str], list[InForce]] = {}
    for one in held:
        if one.series.site is not None:
            groups.setdefault((one.series.site, ""), []).append(one._replace(series=one.series._replace(site=None)))
        elif one.series.line:
            groups.setdefault((None, one.series.line), []).append(one._replace(series=one.series._replace(line="")))
    return list(groups.values())


def _by_grade(held: Sequence[InForce]) -> list[list[InForce]]:
    groups: dict[str, list[InForce]] = {}
    for one in held:
        if one.series.site is None and not one.series.line and one.series.grade:
            groups.setdefault(one.series.grade, []).append(one._replace(series=one.series._replace(grade="")))
    return list(groups.values())


def _settled(whole: Level, parts: Level, tolerance: Decimal) -> Level:
    """One figure from two accounts of the same thing."""
    if whole.low is None or parts.low is None:
        kept = whole if parts.low is None else parts
        return kept._replace(mismatches=whole.mismatches + parts.mismatches)
    if not differ(whole.low, whole.high, parts.low, parts.high, tolerance):
        better = _better_known(whole, parts)
        return better._replace(mismatches=whole.mismatches + parts.mismatches)
    if whole.preferred != parts.preferred:
        return whole if whole.preferred else parts
    return Level(
        min(whole.low, parts.low), None if whole.high is None or parts.high is None else max(whole.high, parts.high),
        whole.effectives + parts.effectives, whole.marks | parts.marks | {"conflict"},
        (*whole.mismatches, *parts.mismatches, Mismatch(whole, parts)))


def _better_known(whole: Level, parts: Level) -> Level:
    """Of two accounts that agree: the preferred one, the one in open conflict (what agrees with a rival settles nothing), the one
    without gaps and bounds, else the parts.
    """
    if whole.preferred != parts.preferred:
        return whole if whole.preferred else parts
    if ("conflict" in whole.marks) != ("conflict" in parts.marks):
        return whole if "conflict" in whole.marks else parts
    loose = {"bound", "partial"}
    return whole if parts.marks & loose and not whole.marks & loose else parts
