"""What `check` finds in the records that a period rests on, as gaps of §6; its own rules and questions, asked of few records.

Decisions
- Claims are those that the report has read: what holds at the end and at the start of the period, and its output and quotas. So the
  number of claims on record does not matter; the other years, the file itself and the files of sources are for `check` alone, and
  whether a source's file is there depends on the machine.
- A figure is stale as of the period's last day, not of today: the same file gives the same report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from alliancectl.kinds import KINDS
from alliancectl.kinds.claims import Claim, bounds, every
from alliancectl.kinds.levels import is_stale
from alliancectl.kinds.publication import is_suspicious
from alliancectl.kinds.spells import absences, may_be_member
from alliancectl.reports.capacity.cells import claim_cell
from alliancectl.reports.capacity.told import Told, once
from alliancectl.reports.model import Cell, Figure
from alliancectl.reports.year.part import Gap
from alliancectl.store.ask import problems
from alliancectl.store.ask.members import Membership
from alliancectl.text import Text
from alliancectl.values.when import place

if TYPE_CHECKING:
    import sqlite3


def checked(connection: sqlite3.Connection, told: Told, body: Sequence[Membership], visits: Sequence[Figure]) -> tuple[Gap, ...]:
    """The gaps, whether or not there is one of a kind; `visits` are the figures whose records are the visits of the period."""
    return (*_of_claims(told, body), *_asked(connection, told, visits))


def _of_claims(told: Told, body: Sequence[Membership]) -> Iterable[Gap]:
    """What the claims say by themselves."""
    def gap(code: str, what: Text, claims: Iterable[Claim], mend: str) -> Gap:
        return Gap(code, what, tuple(claim_cell(claim) for claim in sorted(set(claims))), mend)

    claims = _claims(told)
    yield gap("no-source", Text("产能数据没有来源", "figure without a source"), every(claim for claim in claims.values() if not claim.sources),
              "alliancectl cite C… SOURCE")
    yield gap("undated-claim", Text("不知数据截至哪一年", "figure of unknown year"),
              every(claim for claim in claims.values() if not claim.as_of or not (claim.as_of.earliest or claim.as_of.latest)),
              "alliancectl capacity edit C… --set as_of=…")
    yield gap("outside-membership-claim", Text("数据所属时间该单位不是成员", "figure of a time when its organisation was no member"), _outside(told, body),
              "alliancectl check outside-membership REF")
    yield gap("stale", Text("数据陈旧，已超过三年", "figure more than three years old"),
              (one.effective.claim for one in told.now.everything if one.series.measure == "capacity" and is_stale(one, told.period.last)),
              "alliancectl check stale REF")


def _asked(connection: sqlite3.Connection, told: Told, visits: Sequence[Figure]) -> Iterable[Gap]:
    """What only the file can tell: a fixed number of questions."""
    claims = _claims(told)
    strange = [number for number, claim in claims.items() if claim.amount and claim.amount.unit and claim.amount.unit not in told.answers.units]
    yield Gap("unit-unknown", Text("单位不在单位表里", "unit that the table of units lacks"),
              _cells(row[1] for row in problems.unknown_units(connection, strange)), "alliancectl check unit-unknown REF")
    yield Gap("duplicate-claim", Text("产能数据重复记录", "figure recorded twice"),
              _cells(f"C{later}" for later in _repeated(connection, told)), "alliancectl capacity remove C…")
    numbers = {int(code[1:]) for figure in visits for code in figure.records}
    yearly = {f"C{claim.id}": claim for _, claims in told.answers.year.held for claim in claims}
    dated = problems.of_the_year_of_publication(connection, (numbers, (claim.id for claim in yearly.values())))
    suspicious = [one.code for one in dated if is_suspicious(one)]
    yield Gap("year-suspicious", Text("年份只见于来源的发布日期", "year that stands only in the publication date of its source"),
              _cells((*(code for code in suspicious if code not in yearly),
                      *(f"C{claim.id}" for claim in sorted(every(yearly[code] for code in suspicious if code in yearly))))),
              "alliancectl check year-suspicious REF")
    yield Gap("duplicate-name", Text("名称可能重复", "names that are nearly the same"), _cells(_twins(connection, told, visits)),
              "alliancectl check duplicate-name REF")


def _cells(codes: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(Cell(code, code, (), (code,)) for code in dict.fromkeys(codes))


# ---- the records that are meant -------------------------------------------------------------------------------------


@once
def _claims(told: Told) -> Mapping[int, Claim]:
    """The claims of the period, of those who were members in it."""
    members = told.answers.end.members | told.answers.start.members
    return {claim.id: claim for held in (told.answers.end.held, told.answers.year.held) for series, claims in held
            if series.member in members for claim in claims}


def _repeated(connection: sqlite3.Connection, told: Told) -> list[int]:
    """The claims that say what an earlier one of the same source says: of those that may, and those that say it to the letter."""
    found = [claims for held in (told.answers.end.held, told.answers.year.held) for _, claims in held]
    companions = {claim.id for claims in found if len(claims) > 1 for claim in claims}
    return sorted({number for claims in found for claim in claims if claim.again and claim.sources and bounds(claim) for number in claim.again}.union(
        later for _, later in problems.repeated(connection, companions)))


def _outside(told: Told, body: Sequence[Membership]) -> Iterable[Claim]:
    """Of the claims of one organisation with one as-of, in the period's time, the first; where it certainly was no member then."""
    spells = {one.member.id: [spell.record for stay in one.stays for spell in stay.spells] for one in body}
    always = {member for member, held in spells.items()
              if not any(start <= told.period.last and told.period.first < end for start, end in absences(held))}
    first: dict[tuple[int | None, str], Claim] = {}
    for series, claims in (one for held in (told.answers.end.held, told.answers.year.held) for one in held if one[0].member not in always):
        for claim in claims:
            if claim.as_of and place(claim.as_of, told.period.first, told.period.last) != "out" and not may_be_member(
                    spells.get(series.member or 0, ()), claim.as_of):
                key = series.member, claim.as_of.canonical
                first[key] = min(claim, first.get(key, claim), key=lambda one: one.id)
    return first.values()


def _twins(connection: sqlite3.Connection, told: Told, visits: Sequence[Figure]) -> Iterable[str]:
    """The later ones of two that are called nearly the same: members, sites, products, and the sources of the period."""
    cited = {code for figure in visits for code in figure.sources} | {f"R{number}" for claim in _claims(told).values() for number in claim.sources}
    for kind in KINDS.values():
        for twin in problems.twins(connection, kind) if kind.named else ():
            if kind.key != "source" or cited & {twin.first.code, twin.second.code}:
                yield twin.second.code
