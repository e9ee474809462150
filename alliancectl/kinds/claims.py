"""Which of several claims of one series holds: the rule of the effective claim, written once; no I/O. Several series: `levels`.

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
- An open as-of (2011/..) counts from its first day on.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from alliancectl.kinds.capacity import PROJECT
from alliancectl.values.amount import EXACT, Amount
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


class Words(NamedTuple):
    """The words of a claim as they were written: which line and grade it speaks of, or of whom that is no member; why it stands as it does."""

    line: str | None = None
    grade: str | None = None
    scope: str | None = None
    why: str | None = None


class Claim(NamedTuple):
    """What the rule needs of one claim, and its words. `tier` is that of its best source; `sources` are their numbers.

    `again` are the numbers, all later, of claims that say the same but for a note and the row of their file, which no rule looks at: they
    are read once, and `every` spells them out.
    """

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
    again: tuple[int, ...] = ()
    words: Words = Words()

    @property
    def unverified(self) -> bool:
        """Whether it rests on news or worse only, or is of low confidence."""
        return self.tier >= UNVERIFIED_TIER or self.confidence == "low"


class Effective(NamedTuple):
    """What holds in one series on one day, in the base unit of the series.

    `claim` gives the number, `state` the status; they differ where a later claim has no number. `low` is None where no
    number is known, `high` where there is none or no upper bound. `rivals` contradict `claim`; they are `open` unless one
    is preferred. `others` are eligible beside it and never added: the latest of other bases, later numbers unknown.
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
        if self.state is self.claim and not self.open:
            return (self.claim,)
        state = () if self.state is self.claim else (self.state,)
        return (self.claim, *(self.rivals if self.open else ()), *state)


# ---- one series ---------------------------------------------------------------------------------------------------


def effective(claims: Iterable[Claim], day: str, tolerance: Decimal) -> Effective | None:
    """What holds in a series on an ISO day, given any of its claims in any order; None where nothing is eligible.

    `tolerance` is in per cent. Of the claims that are superseded (an as-of that ends before the effective claim's begins)
    only preferred ones, those with `ended` and the latest of each other basis matter: the rest may be left out.
    """
    held = [claim for claim in claims if eligible(claim, day)]
    if len(held) < 2 and not (held and held[0].again and bounds(held[0]) is None):   # a number said again is no other
        return _alone(held[0], day) if held else None
    held.sort(key=_order, reverse=True)
    claim = _chosen(held, tolerance)
    rivals = tuple(sorted(every(other for other in held if conflict(claim, other, tolerance)), key=lambda other: other.id))
    is_open = bool(rivals) and claim.standing != "preferred"
    state = _state(held, claim)
    contradicted = {other.id for other in rivals}
    beside = [other for other in held if other.id != claim.id and other.id not in contradicted]
    if bounds(claim) is None:   # a number said again is no other; that nothing is known may be said by several
        beside += list(every((claim,)))[1:]
    return Effective(
        claim, state, _status(state, held, day), *_hull((claim, *(rivals if is_open else ()))), rivals, is_open,
        _marks((claim, *(rivals if is_open else ())), is_open),
        tuple(every(other for other in beside if _is_other(other, claim) and not _superseded(other, held, claim))),
        tuple(every(other for other in beside if claim.standing == "preferred" and bounds(other) and after(other.as_of, claim.as_of))))


def every(claims: Iterable[Claim]) -> Iterator[Claim]:
    """These claims, each followed by those that say the same."""
    for claim in claims:
        yield claim
        for number in claim.again:
            yield claim._replace(id=number, again=())


def _alone(claim: Claim, day: str) -> Effective:
    """What a claim says that nothing stands beside: by far the most series of a large body."""
    low, high = bounds(claim) or (None, None)
    plain = claim.amount is not None and claim.amount.qualifier == "=" and low is not None
    status = claim.status if claim.started is None and claim.ended is None else _status(claim, (claim,), day)
    return Effective(claim, claim, status, low, high, (), False, () if plain else _marks((claim,), False))


def eligible(claim: Claim, day: str) -> bool:
    """Whether a claim may hold on that day: not withdrawn, its as-of over, or without a year."""
    as_of = claim.as_of
    if claim.standing == "withdrawn" or as_of is None:
        return claim.standing != "withdrawn"
    if as_of.latest is None:
        return as_of.earliest is None or as_of.earliest <= day
    return as_of.latest <= day


def conflict(a: Claim, b: Claim, tolerance: Decimal) -> bool:
    """Whether two claims of one series contradict each other; `tolerance` is in per cent."""
    one, two = bounds(a), bounds(b)
    return (
        a.id != b.id and one is not None and two is not None
        and (a.basis == b.basis or "unspecified" in (a.basis, b.basis))
        and meet(a.as_of, b.as_of) and differ(*one, *two, tolerance))


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
    stated = [claim for claim in held if bounds(claim)]
    if not stated:
        return held[0]
    first = min(stated, key=_pool)   # of one pool the first
    if first.standing == "preferred":
        return first
    return next((claim for claim in stated if claim.standing == "preferred" and conflict(first, claim, tolerance)), first)


def _state(held: Sequence[Claim], claim: Claim) -> Claim:
    """The claim that says the status: a later one that gives no number, or one of another basis, else the effective one."""
    later = [other for other in held
             if _is_other(other, claim) and other.status != "unknown" and _first(other) > _first(claim)]
    return max(later, key=lambda other: _order(other)[1:], default=claim)


def _is_other(other: Claim, claim: Claim) -> bool:
    """Whether it stands beside the effective claim without being a contradiction or of its basis: no number, another basis."""
    return other.id != claim.id and (bounds(other) is None or _pool(other) != _pool(claim))


def _superseded(other: Claim, held: Sequence[Claim], claim: Claim) -> bool:
    """Whether a later number of its own basis took its place; where it gives no number, the effective one."""
    if bounds(other) is None:
        return bounds(claim) is not None and after(claim.as_of, other.as_of)
    return any(_pool(later) == _pool(other) and after(later.as_of, other.as_of) and bounds(later) for later in held)


_POOL_OF = {basis: place for place, pool in enumerate(POOLS) for basis in pool}


def _pool(claim: Claim) -> int:
    return _POOL_OF[claim.basis]


def _status(state: Claim, held: Sequence[Claim], day: str) -> str:
    """The status on the day, overridden by certain dates."""
    if state.status == "cancelled":
        return "cancelled"
    started = _happened(state.started, day) and (state.status in BEFORE_RUNNING or after(state.started, state.as_of))
    if any(_happened(claim.ended, day) and (claim is state or not after(state.as_of, claim.ended)) for claim in held):
        return "cancelled" if state.status in PROJECT and not started else "retired"
    return "operating" if started else state.status


def _happened(when: When | None, day: str) -> bool:
    """Whether a date has certainly come."""
    return when is not None and not uncertain(when) and when.latest is not None and when.latest <= day


def _hull(claims: Sequence[Claim]) -> tuple[Decimal | None, Decimal | None]:
    found = [ends for claim in claims if (ends := bounds(claim))]
    if not found:
        return None, None
    highs = [high for _, high in found]
    return min(low for low, _ in found), None if None in highs else max(high for high in highs if high is not None)


def _marks(claims: Sequence[Claim], is_open: bool) -> tuple[str, ...]:
    said = {claim.amount.qualifier for claim in claims if claim.amount}
    marks = {"conflict": is_open, "gap": not any(map(bounds, claims)), "approximate": "≈" in said,
             "bound": bool(said.intersection(BOUNDS))}
    return tuple(mark for mark, holds in marks.items() if holds)


def bounds(claim: Claim) -> tuple[Decimal, Decimal | None] | None:
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


def meet(a: When | None, b: When | None) -> bool:
    """Whether two spans have a day in common, or one is unknown."""
    return not after(a, b) and not after(b, a)


def after(a: When | None, b: When | None) -> bool:
    """Whether `a` certainly begins after `b` ends."""
    return a is not None and b is not None and a.earliest is not None and b.latest is not None and a.earliest > b.latest
