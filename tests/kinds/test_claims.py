"""The rule of the effective claim: which of several claims holds, and when the figure is a range."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.kinds.capacity import phase
from alliancectl.kinds.claims import BASES, CONFIDENCE, Claim, Series, conflict, effective
from alliancectl.kinds.levels import InForce, in_force, together
from alliancectl.values.amount import Amount, units_from
from alliancectl.values.amount import amount as read_amount
from alliancectl.values.when import When
from alliancectl.values.when import when as read_date

TODAY = datetime.date(2026, 6, 30)
END = "2025-12-31"
ONE = Decimal(1)
UNITS = units_from([{"key": "t/a", "family": "mass_per_year", "factor": "1", "zh": "吨/年", "en": "t/a", "spellings": ("t", "吨")}])


def quantity(text: str | None) -> Amount | None:
    return None if text is None else read_amount(text, UNITS, unit="t/a")


def date(text: str | None) -> When | None:
    return None if text is None else read_date(text, today=TODAY)


def claim(number: int, amount: str | None = "10000", as_of: str | None = END, **more: object) -> Claim:
    given_: dict[str, object] = {"basis": "unspecified", "status": "operating", **more}
    for key in ("started", "ended"):
        if isinstance(given_.get(key), str):
            given_[key] = date(str(given_[key]))
    return Claim(number, 1, amount=quantity(amount), as_of=date(as_of), **given_)  # type: ignore[arg-type]


def figure(*claims: Claim, day: str = END) -> tuple[int, str | None, str | None, bool]:
    found = effective(claims, day, ONE)
    assert found
    low, high = (None if end is None else f"{end:f}" for end in (found.low, found.high))
    return found.claim.id, low, high, found.open


def status(*claims: Claim, day: str = END) -> str:
    found = effective(claims, day, ONE)
    assert found
    return found.status


# ---- which claim --------------------------------------------------------------------------------------------------


def test_a_later_as_of_holds_and_the_older_one_is_growth_not_conflict() -> None:
    assert figure(claim(1, "8000", "2024-12-31"), claim(2, "10000", "2025-12-31")) == (2, "10000", "10000", False)


def test_an_as_of_that_ends_after_the_day_does_not_count_yet() -> None:
    old, new = claim(1, "8000", "2024-12-31"), claim(2, "10000", "2025")
    assert figure(old, new, day="2025-12-30") == (1, "8000", "8000", False)
    assert figure(old, new, day="2025-12-31") == (2, "10000", "10000", False)


def test_before_the_first_claim_there_is_no_figure() -> None:
    assert effective([claim(1, as_of="2026")], END, ONE) is None


def test_a_better_tier_then_a_higher_confidence_then_the_lower_id_decides_between_equal_dates() -> None:
    same = {"amount": "10000", "as_of": "2025"}
    assert figure(claim(1, **same, tier=3), claim(2, **same, tier=1))[0] == 2
    assert figure(claim(1, **same), claim(2, **same, confidence="medium"))[0] == 2
    assert figure(claim(1, **same, confidence="low"), claim(2, **same))[0] == 2
    assert figure(claim(7, **same), claim(3, **same))[0] == 3


def test_a_claim_without_a_year_ranks_last_and_contradicts_any_year() -> None:
    assert figure(claim(1, "60000", "XXXX-06-20", tier=1), claim(2, "28000", "2013-09-23?", tier=5)) == (2, "28000", "60000", True)
    assert figure(claim(1, "60000", None), claim(2, "28000", "2013")) == (2, "28000", "60000", True)


def test_a_withdrawn_claim_is_no_rival() -> None:
    assert figure(claim(1, "10000"), claim(2, "75000", standing="withdrawn")) == (1, "10000", "10000", False)


def test_a_preferred_claim_holds_and_closes_the_conflict() -> None:
    assert figure(claim(1, "20000", tier=1), claim(2, "24000", standing="preferred", tier=4)) == (2, "24000", "24000", False)


def test_a_preferred_claim_names_the_later_ones_that_it_holds_back() -> None:
    found = effective([claim(1, "20000", "2024", standing="preferred"), claim(2, "24000", "2025")], END, ONE)
    assert found
    assert (found.claim.id, [later.id for later in found.held_back]) == (1, [2])


def test_of_several_bases_nameplate_is_taken_and_the_others_are_listed() -> None:
    found = effective([claim(1, "10000", basis="nameplate"), claim(2, "8500", basis="effective"),
                       claim(3, "9000", basis="approved")], END, ONE)
    assert found
    assert (found.claim.id, found.low, found.open, {other.id for other in found.others}) == (1, Decimal(10000), False, {2, 3})
    assert figure(claim(1, "8500", basis="effective"), claim(2, "9000", basis="approved"))[0] == 2


def test_of_another_basis_only_what_no_later_figure_of_it_replaced_is_listed() -> None:
    found = effective([claim(1, "10000", "2024", basis="nameplate"), claim(2, "8000", "2018", basis="effective"), claim(3, "8500", "2020", basis="effective"),
                       claim(4, "8600", "2020", basis="effective"), claim(5, "9000", "2019", basis="approved"), claim(6, None, "2021", basis="effective")], END, ONE)
    assert found
    assert (found.claim.id, sorted(other.id for other in found.others)) == (1, [3, 4, 5])


def test_a_later_effective_figure_does_not_replace_the_nameplate_one_but_a_later_unspecified_one_does() -> None:
    old = claim(1, "10000", "2024", basis="nameplate")
    assert figure(old, claim(2, "8500", "2025", basis="effective"))[0] == 1
    assert figure(old, claim(2, "15000", "2025"))[0] == 2


# ---- contradictions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b", "contradict"), [
    (("10000", "2025"), ("10100", "2025"), False),            # 1 % of the larger is 101
    (("10000", "2025"), ("10102", "2025"), True),
    (("10000", "2024"), ("20000", "2025"), False),            # growth
    (("10000", "2025"), ("20000", "2025-06"), True),
    (("10000", "2025"), ("20000", None), True),
    (("3000-4000", "2025"), ("3500-5000", "2025"), False),    # ranges that overlap
    (("3000-4000", "2025"), ("5000", "2025"), True),
    (("≥3000", "2025"), ("90000", "2025"), False),
    (("≥3000", "2025"), ("2000", "2025"), True),
    (("≤3000", "2025"), ("5000", "2025"), True),
    (("unknown", "2025"), ("5000", "2025"), False),
])   # fmt: skip
def test_what_contradicts_what(a: tuple[str, str], b: tuple[str, str | None], contradict: bool) -> None:
    assert conflict(claim(1, *a), claim(2, *b), ONE) is contradict
    assert conflict(claim(2, *b), claim(1, *a), ONE) is contradict


def test_two_stated_bases_do_not_contradict_an_unspecified_one_does() -> None:
    nameplate, working = claim(1, "10000", basis="nameplate"), claim(2, "8500", basis="effective")
    assert not conflict(nameplate, working, ONE)
    assert conflict(nameplate, claim(3, "8500"), ONE)


def test_the_tolerance_is_the_bodys_own() -> None:
    assert conflict(claim(1, "100"), claim(2, "104"), ONE)
    assert not conflict(claim(1, "100"), claim(2, "104"), Decimal(5))


# ---- amounts that are no plain number -----------------------------------------------------------------------------


def test_about_counts_and_is_marked_at_least_has_no_high_and_a_range_is_a_range() -> None:
    about, bound, ranged = (effective([claim(1, text)], END, ONE) for text in ("约80000", "≥3000", "3000-4000"))
    assert about
    assert bound
    assert ranged
    assert (about.low, about.high, about.marks) == (Decimal(80000), Decimal(80000), ("approximate",))
    assert (bound.low, bound.high, bound.marks) == (Decimal(3000), None, ("bound",))
    assert (ranged.low, ranged.high, ranged.marks) == (Decimal(3000), Decimal(4000), ())


def test_an_unknown_amount_is_listed_and_replaces_no_number() -> None:
    found = effective([claim(1, "10000", "2024"), claim(2, "+50 %", "2025")], END, ONE)
    assert found
    assert (found.claim.id, found.low, [other.id for other in found.others]) == (1, Decimal(10000), [2])
    alone = effective([claim(2, "+50 %", "2025")], END, ONE)
    assert alone
    assert (alone.low, alone.high, alone.marks) == (None, None, ("gap",))


def test_an_output_of_nothing_is_a_figure() -> None:
    assert figure(claim(1, "0", "2025")) == (1, "0", "0", False)


# ---- status -------------------------------------------------------------------------------------------------------


def test_a_retirement_needs_no_amount() -> None:
    found = effective([claim(1, "8000", "2024-12-31"), claim(2, None, "2025-06-30", status="retired")], END, ONE)
    assert found
    assert (found.status, found.low, found.claim.id) == ("retired", Decimal(8000), 1)


@pytest.mark.parametrize(("stated", "dates", "holds"), [
    ("construction", {"started": "2025-06"}, "operating"),
    ("construction", {"started": "2025-06?"}, "construction"),        # not certain
    ("construction", {"started": "2026-06"}, "construction"),         # not yet
    ("commissioning", {"started": "2025-06-01"}, "operating"),
    ("idle", {"started": "2010"}, "idle"),                            # it started once; it is idle now
    ("operating", {"ended": "2025-06-30"}, "retired"),
    ("operating", {"ended": "2025-06-30~"}, "operating"),
    ("planned", {"ended": "2025-06-30"}, "cancelled"),
    ("cancelled", {"started": "2025-06"}, "cancelled"),
])   # fmt: skip
def test_certain_dates_override_the_status(stated: str, dates: dict[str, str], holds: str) -> None:
    assert status(claim(1, as_of="2025-06", status=stated, **dates)) == holds


def test_an_end_known_from_another_claim_counts_unless_a_later_one_replaces_it() -> None:
    ends = claim(1, as_of="2023", ended="2025-03-31")
    assert status(ends, claim(2, as_of="2024")) == "retired"
    assert status(ends, claim(2, as_of="2025-10-01")) == "operating"


# ---- project and plant --------------------------------------------------------------------------------------------


def series(number: int, state: str = "operating", *, site: int | None = None, line: str = "", grade: str = "", unit: str = "t/a") -> Series:
    return Series(number, 1, "", site, line, 1, grade, "capacity", unit, phase(state))


def held(*found: tuple[Series, list[Claim]], day: str = END) -> list[InForce]:
    return in_force(found, day, ONE)


def test_a_plant_claim_ends_the_project_on_its_line_and_on_no_other() -> None:
    project = (series(1, "construction", line="1"), [claim(1, as_of="2024", status="construction")])
    other = (series(2, "planned", line="2"), [claim(2, as_of="2024", status="planned")])
    plant = (series(3, line="1"), [claim(3, as_of="2025")])
    assert [one.ended_by and one.ended_by.id for one in held(project, other, plant)] == [3, None, None]
    assert [one.ended_by for one in held(project, other, plant, day="2024-12-31")] == [None, None]


def test_a_project_stated_after_the_plant_is_a_new_one() -> None:
    plant, project = (series(1), [claim(1, as_of="2024")]), (series(2, "planned"), [claim(2, as_of="2025", status="planned")])
    assert [one.ended_by for one in held(plant, project)] == [None, None]


def test_a_retirement_without_a_unit_reaches_the_plant_it_is_about() -> None:
    found = held((series(1), [claim(1, as_of="2024")]), (series(2, unit=""), [claim(2, None, "2025", status="retired")]))
    assert [(one.series.id, one.effective.status) for one in found] == [(1, "retired")]


# ---- levels -------------------------------------------------------------------------------------------------------


def level(*parts: tuple[Series, Claim]) -> tuple[object, ...]:
    found = together(held(*((one, [said._replace(series=one.id)]) for one, said in parts)), ONE)
    return found.low, found.high, sorted(found.marks), len(found.mismatches)


def test_sites_and_lines_without_a_site_are_added() -> None:
    assert level((series(1, site=1), claim(1, "5")), (series(2, site=2), claim(2, "7")), (series(3, line="a"), claim(3, "1"))) == (
        Decimal(13), Decimal(13), [], 0)


def test_a_whole_that_equals_its_parts_is_one_figure() -> None:
    assert level((series(1), claim(1, "100")), (series(2, site=1), claim(2, "60")), (series(3, site=2), claim(3, "40"))) == (
        Decimal(100), Decimal(100), [], 0)


def test_a_whole_that_differs_from_its_parts_is_a_range_and_a_mismatch() -> None:
    whole, one, two = claim(1, "约80000"), claim(2, "50000"), claim(3, "20000")
    assert level((series(1), whole), (series(2, site=1), one), (series(3, site=2), two)) == (
        Decimal(70000), Decimal(80000), ["approximate", "conflict"], 1)
    preferred = whole._replace(standing="preferred")
    assert level((series(1), preferred), (series(2, site=1), one), (series(3, site=2), two)) == (
        Decimal(80000), Decimal(80000), ["approximate"], 0)


def test_parts_that_agree_with_one_of_two_contradicting_claims_for_the_whole_do_not_settle_which_is_right() -> None:
    whole = (series(1), [claim(1, "28000")._replace(series=1), claim(2, "60000")._replace(series=1)])
    site = claim(3, "60000", None)._replace(series=2)

    def figure_of(part: Claim) -> tuple[object, ...]:
        found = together(held(whole, (series(2, site=1), [part])), ONE)
        return found.low, found.high, sorted(found.marks), len(found.mismatches)

    assert figure_of(site) == (Decimal(28000), Decimal(60000), ["conflict"], 0)
    assert figure_of(site._replace(standing="preferred")) == (Decimal(60000), Decimal(60000), [], 0)


def test_lines_are_held_against_their_site_and_grades_against_the_product() -> None:
    assert level((series(1, site=1), claim(1, "20")), (series(2, site=1, line="a"), claim(2, "12")))[:2] == (Decimal(12), Decimal(20))
    assert level((series(1), claim(1, "20")), (series(2, grade="a"), claim(2, "12")), (series(3, grade="b"), claim(3, "8"))) == (
        Decimal(20), Decimal(20), [], 0)


def test_a_part_without_a_number_makes_the_sum_partial() -> None:
    assert level((series(1, site=1), claim(1, "5")), (series(2, site=2), claim(2, "+50 %"))) == (Decimal(5), Decimal(5), ["partial"], 0)


def test_a_part_without_an_upper_bound_leaves_the_sum_without_one() -> None:
    assert level((series(1, site=1), claim(1, "5")), (series(2, site=2), claim(2, "≥7"))) == (Decimal(12), None, ["bound"], 0)


# ---- what always holds --------------------------------------------------------------------------------------------

AMOUNTS = st.sampled_from([None, "0", "100", "101", "150", "100-200", "约120", "≥90", "≤130", "unknown"])
AS_OF = st.sampled_from([None, "XXXX-06-20", "2023", "2024", "2024-12-31", "2025", "2025-06", "2025-12-31", "2024~", "../2024", "2024/..",
                         "2026"])
CLAIMS = st.builds(
    claim, st.just(0), AMOUNTS, AS_OF, basis=st.sampled_from(BASES), status=st.sampled_from(["operating", "idle", "retired", "unknown"]),
    tier=st.integers(1, 5), confidence=st.sampled_from(CONFIDENCE), standing=st.sampled_from(["normal"] * 4 + ["preferred", "withdrawn"]),
    ended=st.sampled_from([None, None, None, "2024-06-30", "2025?"]))
SEVERAL = st.lists(CLAIMS, max_size=6).map(lambda found: [one._replace(id=number) for number, one in enumerate(found, 1)])
DAYS = st.sampled_from(["2023-12-31", "2024-12-31", "2025-12-31", "2026-12-31"])
quick = settings(max_examples=150, deadline=None)


@quick
@given(SEVERAL, DAYS, st.randoms())
def test_the_order_of_the_claims_does_not_matter(claims: list[Claim], day: str, random: object) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert effective(claims, day, ONE) == effective(shuffled, day, ONE)


@quick
@given(SEVERAL, DAYS)
def test_no_number_is_invented_and_a_range_covers_every_open_rival(claims: list[Claim], day: str) -> None:
    found = effective(claims, day, ONE)
    if found is None or found.low is None:
        return
    said = {end for one in claims if one.amount for end in (one.amount.base, one.amount.base_high)} | {Decimal(0), None}
    assert {found.low, found.high} <= said
    for rival in found.rivals if found.open else ():
        assert rival.amount
        assert rival.amount.base is not None
        assert found.low <= rival.amount.base
        assert found.high is None or rival.amount.base <= found.high


@quick
@given(SEVERAL, DAYS, CLAIMS)
def test_a_withdrawn_claim_changes_nothing(claims: list[Claim], day: str, extra: Claim) -> None:
    gone = extra._replace(id=99, standing="withdrawn")
    assert effective([*claims, gone], day, ONE) == effective(claims, day, ONE)


@quick
@given(SEVERAL, DAYS)
def test_preferring_one_of_the_rivals_closes_the_conflict(claims: list[Claim], day: str) -> None:
    found = effective(claims, day, ONE)
    for rival in (found.claim, *found.rivals) if found else ():
        chosen = [one._replace(standing="preferred") if one.id == rival.id else one for one in claims]
        settled = effective(chosen, day, ONE)
        assert settled
        assert not settled.open
        assert not found or not found.open or settled.claim.id == rival.id


@quick
@given(CLAIMS, DAYS)
def test_a_dated_number_says_alone_what_it_says_beside_a_claim_that_adds_nothing(only: Claim, day: str) -> None:
    only, mute = only._replace(id=1), claim(2, None, "1999", status="unknown")
    found, beside = effective([only], day, ONE), effective([only, mute], day, ONE)
    if found is not None and found.low is not None and only.as_of and only.as_of.earliest:
        assert beside is not None
        assert found == beside._replace(others=())


def test_the_pure_rule_imports_no_store() -> None:
    import alliancectl.kinds.claims as module

    assert "sqlite" not in Path(str(module.__file__)).read_text(encoding="utf-8")
