"""Checks of capacity claims: what contradicts, does not add up, stands twice, or has grown old."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from alliancectl.actions.checks import Asked, command
from alliancectl.kinds import KINDS
from alliancectl.kinds.claims import Claim
from alliancectl.kinds.finding import Finding
from alliancectl.kinds.levels import InForce, Level, in_force, is_stale, together
from alliancectl.store.ask import capacity_claims, checked, members, problems
from alliancectl.text import Text
from alliancectl.values.when import place


def contradictions(asked: Asked) -> Iterator[Finding]:
    """`conflict-open` and `level-mismatch` in one look at what holds today and in each year: claims of one series that contradict each
    other where none is preferred, and a claim for the whole and the sum of its sites, lines or grades that differ."""
    limit = problems.tolerance(asked.connection)
    for group in _in_force(asked):
        names = _names(asked, group)
        yield from _conflicts(group, names)
        yield from _mismatches(group, names, limit)


def _conflicts(group: Sequence[InForce], names: Callable[[InForce], str]) -> Iterator[Finding]:
    for one in group:
        if one.effective.open and not one.ended_by:
            claim, others = one.effective.claim, ", ".join(map(_stated, one.effective.rivals))
            yield Finding("conflict-open", "warning", f"C{claim.id}", Text(
                f"{names(one)}：{_stated(claim)} 与 {others} 矛盾，尚未取定",
                f"{names(one)}: {_stated(claim)} contradicts {others}, and none is preferred"),
                command("capacity", "prefer", f"C{claim.id}", "--why", "REASON"))


def _mismatches(group: Sequence[InForce], names: Callable[[InForce], str], limit: Decimal) -> Iterator[Finding]:
    by_figure: dict[tuple[object, ...], list[InForce]] = {}
    for one in group:
        if not one.ended_by:
            key = (one.series.member, one.series.product, one.series.measure, one.series.base_unit,
                   one.effective.status if one.series.measure == "capacity" else "")
            by_figure.setdefault(key, []).append(one)
    for ones in by_figure.values():
        for found in together(ones, limit).mismatches:
            yield _mismatch(names(ones[0]), found.whole, found.parts)


def _mismatch(name: str, whole: Level, parts: Level) -> Finding:
    fewer = min(whole, parts, key=lambda level: len(level.effectives))
    codes = [[f"C{one.claim.id}" for one in level.effectives] for level in (whole, parts)]
    return Finding("level-mismatch", "warning", codes[0][0], Text(
        f"{name}：整体 {'、'.join(codes[0])} 与各部分之和（{'、'.join(codes[1])}）不符",
        f"{name}: the whole ({', '.join(codes[0])}) is not the sum of its parts ({', '.join(codes[1])})"),
        " && ".join(command("capacity", "prefer", f"C{one.claim.id}", "--why", "REASON") for one in fewer.effectives))


def held_back(asked: Asked) -> Iterator[Finding]:
    """`held-back`: claims that are later than a preferred one, which holds until another is preferred or it is withdrawn."""
    found = [one for one in _capacity(asked) if one.effective.held_back and not one.ended_by]
    names = _names(asked, found)
    for one in found:
        preferred, later = one.effective.claim, one.effective.held_back
        newest = max(later, key=lambda claim: (claim.as_of.earliest or "" if claim.as_of else "", -claim.tier, -claim.id))
        others = ", ".join(_stated(claim) for claim in later)
        yield Finding("held-back", "warning", f"C{newest.id}", Text(
            f"{names(one)}：已采用 {_stated(preferred)}，此后的 {others} 没有计入",
            f"{names(one)}: {_stated(preferred)} is preferred, so nothing later counts: {others}"),
            command("capacity", "prefer", f"C{newest.id}", "--why", "REASON"))


def duplicate_claim(asked: Asked) -> Iterator[Finding]:
    """`duplicate-claim`: the same amount of the same series, as-of and source, stated twice; `--fix` removes an exact copy."""
    for claim, first, copy in checked.repeated_claims(asked.connection):
        said = claim.kind.said(claim)
        yield Finding("duplicate-claim", "warning", claim.code, Text(f"{said} 与 {first} 重复", f"{said} repeats {first}"),
                      command("capacity", "remove", claim.code), copy)


def unit_unknown(asked: Asked) -> Iterator[Finding]:
    """`unit-unknown`: amounts in a unit that the file's table lacks."""
    for unit, code, value, base, base_unit in problems.unknown_units(asked.connection):
        family = checked.family_of(asked.connection, base_unit)
        factor = _factor(value, base) if family else "1"
        yield Finding("unit-unknown", "error", code, Text(
            f"{code} 的单位 {unit} 不在单位表里", f"the unit {unit} of {code} is not in the table of units"),
            command("unit", "add", unit, "--family", family or base_unit or unit, "--factor", factor, "--zh", unit, "--en", unit))


def _factor(value: str | None, base: str | None) -> str:
    """How many base units one of it is, from an amount in both; FACTOR where there is no number."""
    from decimal import Decimal

    if not value or not base or not Decimal(value):
        return "FACTOR"
    return f"{(Decimal(base) / Decimal(value)).normalize():f}"


def stale(asked: Asked) -> Iterator[Finding]:
    """`stale`: a figure of a present member that is older than so many years."""
    day = asked.today.isoformat()
    present = {one.member.id for one in members.memberships(asked.connection) if any(stay.on(day) for stay in one.stays)}
    old = [one for one in _capacity(asked) if one.series.member in present and is_stale(one, day, asked.years)]
    names = _names(asked, old)
    for one in old:
        claim = one.effective.claim
        as_of = claim.as_of.canonical if claim.as_of else ""
        yield Finding("stale", "notice", f"C{claim.id}", Text(
            f"{names(one)} 的数据截至 {as_of}，已超过 {asked.years} 年",
            f"the figure of {names(one)} is of {as_of}, more than {asked.years} years ago"),
            command(*_again(one, day)))


def _again(one: InForce, day: str) -> list[object]:
    """The words of the command that records a later figure of the same series."""
    where = f"M{one.series.member}" + (f"/S{one.series.site}" if one.series.site else "")
    status, words = one.effective.status, one.effective.claim.words
    given = {"--line": words.line, "--grade": words.grade, "--status": None if status == "operating" else status}
    return ["capacity", "add", where, f"P{one.series.product}", "AMOUNT", "--as-of", day, "--source", "SOURCE",
            *(part for flag, value in given.items() if value for part in (flag, value))]


# ---- what holds ---------------------------------------------------------------------------------------------------


def _in_force(asked: Asked) -> Iterator[list[InForce]]:
    """What holds today, then the output and quotas of each year; one is held at a time."""
    yield _capacity(asked)
    limit = problems.tolerance(asked.connection)
    for year in checked.years_measured(asked.connection):
        first, last = f"{year}-01-01", f"{year}-12-31"
        held = [(series, tuple(claim for claim in claims if claim.as_of and place(claim.as_of, first, last) == "in"))
                for series, claims in capacity_claims.held(asked.connection, capacity_claims.within(first, last))[0]]
        yield in_force(held, last, limit)


def _capacity(asked: Asked) -> list[InForce]:
    if "day" not in asked.found:
        day = asked.today.isoformat()
        claims, = capacity_claims.held(asked.connection, capacity_claims.on_day(day))
        asked.found["day"] = in_force(claims, day, problems.tolerance(asked.connection))
    held: list[InForce] = asked.found["day"]
    return held


def _names(asked: Asked, found: Iterable[InForce]) -> Callable[[InForce], str]:
    """What names a series of those found: member and product."""
    found = list(found)
    members = problems.named(asked.connection, KINDS["member"], {one.series.member for one in found if one.series.member})
    products = problems.named(asked.connection, KINDS["product"], {one.series.product for one in found})

    def named(one: InForce) -> str:
        refs = members.get(one.series.member or 0), products.get(one.series.product)
        return " ".join(ref.name for ref in refs if ref)

    return named


def _stated(claim: Claim) -> str:
    parts = (f"C{claim.id}", claim.amount.text if claim.amount else "", f"({claim.as_of.canonical})" if claim.as_of else "")
    return " ".join(part for part in parts if part)
