"""Which of several claims holds: the rule of the effective claim (records.md), written once; no I/O.

Decisions
- Order: preferred, later first day, better basis, better tier, higher confidence (none is between medium and low), lower id.
  A claim without a year (or without a date) comes last. A preferred claim holds until another is preferred or it is
  withdrawn, whatever is recorded later; `Effective.held_back` names the later claims, so that a report can say so.
- Nameplate and unspecified figures are one pool: an unspecified one may be a nameplate one, so a later one replaces it. At
  equal first days nameplate is taken. Approved and effective figures are taken only where the pool is empty.
- A claim without a number (unknown, "+50 %", a bare retirement) never replaces a number, which is carried on; where it is
  later it says the status.
- Two numbers differ when the gap between them is more than the tolerance of the larger one.
- ≤ counts from 0; ≥ and >0 have no high.
- `started` makes operating what was not yet running, or what started after the as-of: an idle plant started once, too.
  `ended` retires; what never started it cancels. Neither touches what is cancelled already.
- A plant claim ends the project on its line unless the project was stated wholly after it.
- An open as-of (2011/..) counts from its first day on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from alliancectl.kinds.capacity import PROJECT
from alliancectl.values.amount import EXACT, Amount, total
from alliancectl.values.when import When, uncertain

BASES = ("nameplate", "unspecified", "approved", "effective")   # of several, the first is taken
POOLS = (("nameplate", "unspecified"), ("approved",), ("effective",))
CONFIDENCE = ("high", "medium", None, "low")                    # the best first
NO_SOURCE_TIER = 4
UNVERIFIED_TIER = 4
BEFORE_RUNNING = PROJECT - {"cancelled"} | {"commissioning", "unknown"}
BOUNDS = ("≥", "≤", ">0")


class Series(NamedTuple):
    """Everything about a claim but its words; `line` and `grade` are folded. Claims of one series meet or contradict."""

    id: int
    member: int | None
    scope: str
    site: int | None
    line: str
    product: int
    grade: str
    measure: str
    base_unit: str
    phase: str


class Claim(NamedTuple):
    """What the rule needs of one claim. `tier` is that of its best source; `sources` are their numbers."""

    id: int
    series: int
    basis: str
    status: str
    amount: Amount | None
    as_of: When | None
    started: When | None = None
    ended: When | None = None
    tier: int = NO_SOURCE_TIER
    confidence: str | None = None
    standing: str = "normal"
    sources: tuple[int, ...] = ()

    @property
    def unverified(self) -> bool:
        """Whether it rests on news or worse only, or is of low confidence."""
        return self.tier >= UNVERIFIED_TIER or self.confidence == "low"


class Effective(NamedTuple):
    """What holds in one series on one day, in the base unit of the series.

    `claim` gives the number, `state` the status; they differ where a later claim has no number. `low` is None where no
    number is known, `high` where there is none or no upper bound. `rivals` contradict `claim`; they are `open` unless one
    is preferred. `others` are eligible beside it and never added: other bases, numbers unknown.
    """

    claim: Claim
    state: Claim
    status: str
    low: Decimal | None
    high: Decimal | None
    rivals: tuple[Claim, ...]
    open: bool
    marks: tuple[str, ...]
    others: tuple[Claim, ...] = ()
    held_back: tuple[Claim, ...] = ()

    @property
    def as_of(self) -> When | None:
        """The date that the number is carried from."""
        return self.claim.as_of

    @property
    def behind(self) -> tuple[Claim, ...]:
        """Every claim that the figure rests on."""
        state = () if self.state is self.claim else (self.state,)
        return (self.claim, *(self.rivals if self.open else ()), *state)


# ---- one series ---------------------------------------------------------------------------------------------------


def effective(claims: Iterable[Claim], day: str, tolerance: Decimal) -> Effective | None:
    """What holds in a series on an ISO day, given any of its claims in any order; None where nothing is eligible.

    `tolerance` is in per cent. Of the claims that are superseded (an as-of that ends before the effective claim's begins)
    only preferred ones and those with `ended` matter: the others may be left out.
    """
    held = sorted((claim for claim in claims if eligible(claim, day)), key=_order, reverse=True)
    if not held:
        return None
    claim = _chosen(held, tolerance)
    rivals = tuple(sorted((other for other in held if conflict(claim, other, tolerance)), key=lambda other: other.id))
    is_open = bool(rivals) and claim.standing != "preferred"
    state = _state(held, claim)
    beside = [other for other in held if other is not claim and other not in rivals]
    return Effective(
        claim, state, _status(state, held, day), *_hull((claim, *(rivals if is_open else ()))), rivals, is_open,
        _marks((claim, *(rivals if is_open else ())), is_open),
        tuple(other for other in beside if _is_other(other, claim)),
        tuple(other for other in beside if claim.standing == "preferred" and _bounds(other) and _after(other.as_of, claim.as_of)))


def eligible(claim: Claim, day: str) -> bool:
    """Whether a claim may hold on that day: not withdrawn, its as-of over, or without a year."""
    if claim.standing == "withdrawn":
        return False
    if claim.as_of is None or claim.as_of.latest is None:
        return claim.as_of is None or claim.as_of.earliest is None or claim.as_of.earliest <= day
    return claim.as_of.latest <= day


def conflict(a: Claim, b: Claim, tolerance: Decimal) -> bool:
    """Whether two claims of one series contradict each other; `tolerance` is in per cent."""
    one, two = _bounds(a), _bounds(b)
    return (
        a.id != b.id and one is not None and two is not None
        and (a.basis == b.basis or "unspecified" in (a.basis, b.basis))
        and _meet(a.as_of, b.as_of) and differ(*one, *two, tolerance))


def differ(low: Decimal, high: Decimal | None, other_low: Decimal, other_high: Decimal | None, tolerance: Decimal) -> bool:
    """Whether two numbers or ranges lie further apart than `tolerance` per cent of the larger; None is no upper bound."""
    if (high is None or high >= other_low) and (other_high is None or other_high >= low):
        return False
    larger = max(low, other_low)
    smaller = min(end for end in (high, other_high) if end is not None)
    gap = EXACT.subtract(larger, smaller)
    return EXACT.multiply(gap, Decimal(100)) > EXACT.multiply(tolerance, larger)


def _order(claim: Claim) -> tuple[bool, bool, str, int, int, int, int]:
    """The greatest comes first."""
    dated = claim.as_of is not None and (claim.as_of.earliest is not None or claim.as_of.latest is not None)
    first = (claim.as_of.earliest if claim.as_of else None) or ""
    return (claim.standing == "preferred", dated, first, -BASES.index(claim.basis), -claim.tier,
            -CONFIDENCE.index(claim.confidence), -claim.id)


DECIDED_BY = ("preferred", "dated", "later", "basis", "tier", "confidence", "id")


def decided_by(taken: Claim, other: Claim) -> str:
    """Why the rule takes one of two claims and not the other: the first point of DECIDED_BY in which they differ."""
    if _pool(taken) != _pool(other) and "preferred" not in (taken.standing, other.standing):
        return "basis"
    return next(point for point, one, two in zip(DECIDED_BY, _order(taken), _order(other), strict=True) if one != two)


def _chosen(held: Sequence[Claim], tolerance: Decimal) -> Claim:
    """The claim whose number holds: of the best basis; a preferred rival of another basis takes its place."""
    stated = [claim for claim in held if _bounds(claim)]
    if not stated:
        return held[0]
    pool = next(pool for pool in POOLS if any(claim.basis in pool for claim in stated))
    first = next(claim for claim in stated if claim.basis in pool)
    if first.standing == "preferred":
        return first
    return next((claim for claim in stated if claim.standing == "preferred" and conflict(first, claim, tolerance)), first)


def _state(held: Sequence[Claim], claim: Claim) -> Claim:
    """The claim that says the status: a later one that gives no number, or one of another basis, else the effective one."""
    later = [other for other in held
             if _is_other(other, claim) and other.status != "unknown" and _first(other) > _first(claim)]
    return max(later, key=lambda other: _order(other)[1:], default=claim)


def _is_other(other: Claim, claim: Claim) -> bool:
    """Whether it stands beside the effective claim without being older or a contradiction: no number, another basis."""
    return other.id != claim.id and (_bounds(other) is None or _pool(other) != _pool(claim))


def _pool(claim: Claim) -> int:
    return next(place for place, pool in enumerate(POOLS) if claim.basis in pool)


def _status(state: Claim, held: Sequence[Claim], day: str) -> str:
    """The status on the day, overridden by certain dates."""
    if state.status == "cancelled":
        return "cancelled"
    started = _happened(state.started, day) and (state.status in BEFORE_RUNNING or _after(state.started, state.as_of))
    if any(_happened(claim.ended, day) and (claim is state or not _after(state.as_of, claim.ended)) for claim in held):
        return "cancelled" if state.status in PROJECT and not started else "retired"
    return "operating" if started else state.status


def _happened(when: When | None, day: str) -> bool:
    """Whether a date has certainly come."""
    return when is not None and not uncertain(when) and when.latest is not None and when.latest <= day


def _hull(claims: Sequence[Claim]) -> tuple[Decimal | None, Decimal | None]:
    bounds = [found for claim in claims if (found := _bounds(claim))]
    if not bounds:
        return None, None
    highs = [high for _, high in bounds]
    return min(low for low, _ in bounds), None if None in highs else max(high for high in highs if high is not None)


def _marks(claims: Sequence[Claim], is_open: bool) -> tuple[str, ...]:
    said = {claim.amount.qualifier for claim in claims if claim.amount}
    marks = {"conflict": is_open, "gap": not any(map(_bounds, claims)), "approximate": "≈" in said,
             "bound": bool(said.intersection(BOUNDS))}
    return tuple(mark for mark, holds in marks.items() if holds)


def _bounds(claim: Claim) -> tuple[Decimal, Decimal | None] | None:
    """The least and the most that a claim says, in the base unit; None where it gives no number."""
    amount = claim.amount
    if amount is None or amount.base is None:
        return None
    if amount.qualifier in ("≥", ">0"):
        return amount.base, None
    high = amount.base if amount.base_high is None else amount.base_high
    return Decimal(0) if amount.qualifier == "≤" else amount.base, high


# ---- spans of days ------------------------------------------------------------------------------------------------


def _first(claim: Claim) -> str:
    return (claim.as_of.earliest if claim.as_of else None) or ""


def _meet(a: When | None, b: When | None) -> bool:
    """Whether two spans have a day in common, or one is unknown."""
    return not _after(a, b) and not _after(b, a)


def _after(a: When | None, b: When | None) -> bool:
    """Whether `a` certainly begins after `b` ends."""
    return a is not None and b is not None and a.earliest is not None and b.latest is not None and a.earliest > b.latest


# ---- several series -----------------------------------------------------------------------------------------------


class InForce(NamedTuple):
    """One series on one day; a project that a plant claim on the same line has `ended_by` is in no figure."""

    series: Series
    effective: Effective
    ended_by: Claim | None = None


def in_force(held: Iterable[tuple[Series, Sequence[Claim]]], day: str, tolerance: Decimal) -> list[InForce]:
    """What holds in each series on that day, in the order given; series in which nothing is eligible are left out."""
    places: dict[tuple[object, ...], list[tuple[Series, Sequence[Claim]]]] = {}
    for series, claims in held:
        places.setdefault(series[1:8], []).append((series, claims))
    return [found for place in places.values() for found in _on_one_line(place, day, tolerance)]


def _on_one_line(place: Sequence[tuple[Series, Sequence[Claim]]], day: str, tolerance: Decimal) -> list[InForce]:
    """The series of one product on one line: its plant, and its project unless the plant ended it."""
    found = []
    for series, claims in place:
        holds = effective((*claims, *_numberless(place, series)) if len(place) > 1 else claims, day, tolerance)
        if holds and (len(place) == 1 or holds.low is not None or not _counted_beside(place, series, day)):
            found.append(InForce(series, holds))
    plants = [one.effective.state for one in found if one.series.phase == "plant"]
    return [one if one.series.phase == "plant" else one._replace(ended_by=_ender(one.effective, plants)) for one in found]


def _numberless(place: Sequence[tuple[Series, Sequence[Claim]]], series: Series) -> list[Claim]:
    """Claims without a number that stand in a sister series only because they have no unit: a bare retirement."""
    return [claim for other, claims in place if other.id != series.id and other.phase == series.phase
            for claim in claims if _bounds(claim) is None]


def _counted_beside(place: Sequence[tuple[Series, Sequence[Claim]]], series: Series, day: str) -> bool:
    return any(_bounds(claim) and eligible(claim, day) for other, claims in place
               if other.id != series.id and other.phase == series.phase for claim in claims)


def _ender(project: Effective, plants: Sequence[Claim]) -> Claim | None:
    return next((plant for plant in plants if not _after(project.state.as_of, plant.as_of)), None)


# ---- levels -------------------------------------------------------------------------------------------------------


class Mismatch(NamedTuple):
    """A claim for a whole and the sum of its parts that differ by more than the tolerance."""

    whole: Level
    parts: Level


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
    own = [one for one in held if one.series[3:5] == (None, "") and not one.series.grade]
    parts = [together(group, tolerance) for group in _by_site(held)]
    grades = [together(group, tolerance) for group in _by_grade(held)]
    estimates = [added(found) for found in ([_level(one.effective) for one in own], parts, grades) if found]
    figure = estimates[0]
    for other in estimates[1:]:
        figure = _settled(figure, other, tolerance)
    return figure


def added(levels: Sequence[Level]) -> Level:
    """The sum; nothing unknown is taken for 0."""
    if len(levels) == 1:
        return levels[0]
    known = [level for level in levels if level.low is not None]
    marks = frozenset().union(*(level.marks for level in levels))
    if known and len(known) < len(levels):
        marks = marks - {"gap"} | {"partial"}
    highs = [level.high for level in known]
    return Level(
        total(level.low for level in known if level.low is not None) if known else None,
        total(high for high in highs if high is not None) if known and None not in highs else None,
        tuple(one for level in levels for one in level.effectives), marks,
        tuple(found for level in levels for found in level.mismatches),
        bool(levels) and all(level.preferred for level in levels))


def _level(one: Effective) -> Level:
    return Level(one.low, one.high, (one,), frozenset(one.marks), (), one.claim.standing == "preferred")


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
    """Of two accounts that agree: the preferred one, the one without gaps and bounds, else the parts."""
    if whole.preferred != parts.preferred:
        return whole if whole.preferred else parts
    loose = {"bound", "partial"}
    return whole if parts.marks & loose and not whole.marks & loose else parts
