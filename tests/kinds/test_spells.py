"""Spells become stays: changes on their latest possible day, no two stays sharing a day."""

from __future__ import annotations

import datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.kinds.membership import MEMBERSHIP
from alliancectl.kinds.record import Record
from alliancectl.kinds.spells import BEFORE, NEVER, absences, may_be_member, stays
from alliancectl.values.when import when

TODAY = datetime.date(2026, 6, 30)


def spell(number: int, since: str | None, until: str | None = None, ended: str | None = None, rank: str = "member") -> Record:
    values = {"since": since and when(since, today=TODAY), "until": until and when(until, today=TODAY), "ended": ended, "rank": rank}
    return Record(MEMBERSHIP, number, {key: value for key, value in values.items() if value is not None})


def days(*spells: Record) -> list[tuple[str, str]]:
    return [(stay.first, stay.until[:4] if stay.until > "9" else stay.until) for stay in stays(spells)]


def test_an_unknown_since_precedes_everything():
    assert days(spell(1, None)) == [(BEFORE, "9999")]
    assert days(spell(1, "unknown")) == [(BEFORE, "9999")]


def test_a_change_counts_on_its_latest_possible_day():
    assert days(spell(1, "2016-03", "2024", "withdrawn")) == [("2016-03-31", "2024-12-31")]


def test_a_change_of_rank_is_no_leaving():
    held = stays([spell(1, "2021-06-15", "2025-04-18"), spell(2, "2025-04-18", rank="council")])
    assert len(held) == 1
    assert (held[0].on("2025-04-17").rank, held[0].on("2025-04-18").rank) == ("member", "council")


def test_leaving_and_joining_again_in_a_year_are_two_stays():
    assert days(spell(1, "2020-01-01", "2025-03-01", "lapsed"), spell(2, "2025-06-01")) == [
        ("2020-01-01", "2025-03-01"), ("2025-06-01", "9999")]


def test_leaving_and_joining_again_on_one_day_are_two_stays():
    assert days(spell(1, "2020-01-01", "2025-03-01", "lapsed"), spell(2, "2025-03-01")) == [
        ("2020-01-01", "2025-03-01"), ("2025-03-01", "9999")]


def test_a_leaving_of_an_unknown_day_lies_before_the_next_joining():
    assert days(spell(1, "2020-01-01", "unknown", "lapsed"), spell(2, "2025-03-01")) == [
        ("2020-01-01", "2025-03-01"), ("2025-03-01", "9999")]


def test_a_leaving_without_any_day_has_not_come_yet():
    assert days(spell(1, "2020-01-01", "unknown", "withdrawn")) == [("2020-01-01", "9999")]


def test_joining_cannot_come_after_leaving():
    assert days(spell(1, "2025", "2025-09-30", "withdrawn")) == [("2025-09-30", "2025-09-30")]


DATES = st.one_of(
    st.none(), st.just("unknown"),
    st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(2022, 2026), st.integers(1, 12), st.integers(1, 28)),
    st.builds("{:04d}-{:02d}".format, st.integers(2022, 2026), st.integers(1, 12)),
    st.builds("{:04d}{}".format, st.integers(2022, 2026), st.sampled_from(["", "~", "?"])),
    st.builds("{0:04d}/{1:04d}".format, st.integers(2022, 2024), st.integers(2025, 2026)),
    st.sampled_from(["../2024", "2024/..", "XXXX-06-20"]))
SPELLS = st.lists(st.tuples(DATES, DATES, st.sampled_from([None, "withdrawn"]), st.sampled_from(["member", "council"])), max_size=4)


@settings(max_examples=150, deadline=None)
@given(SPELLS, st.dates(datetime.date(2021, 12, 1), datetime.date(2027, 2, 1)))
def test_a_spell_is_in_force_exactly_within_a_stay(drawn, day):
    held = stays(spell(number, *one) for number, one in enumerate(drawn, 1))
    assert sum(len(stay.spells) for stay in held) == len(drawn)
    assert all(earlier.until <= later.first for earlier, later in pairwise(held))
    for stay in held:
        assert stay.first <= stay.until
        assert (stay.on(day.isoformat()) is not None) == (stay.first <= day.isoformat() < stay.until)


# ---- absences -----------------------------------------------------------------------------------------------------


def test_absences_are_what_no_spell_may_hold():
    assert absences([]) == [(BEFORE, NEVER)]
    assert absences([spell(1, "2010", "2012-06", "lapsed"), spell(2, "2012-06-10", "2014"), spell(3, "2016-03-01")]) == [
        (BEFORE, "2010-01-01"), ("2014-12-31", "2016-03-01"), ("9999-12-31", NEVER)]
    assert absences([spell(1, None, "2014-05-01")]) == [("2014-05-01", NEVER)]


_WHENS = st.sampled_from([None, "unknown", "2010", "2010-06", "2010-06-15", "2010-07-01", "2011", "2011?", "2011-01-01", "2010-03/2011-02", "../2010"])


@given(st.lists(st.tuples(_WHENS, _WHENS), max_size=4), st.sampled_from(["2009-12-31", "2010", "2010-06", "2010-06-15", "2010-06-30", "2010-12/2011-01", "2011", "2012"]))
def test_a_date_outside_every_spell_lies_in_one_absence(ends, text):
    spells, date = [spell(number, *each) for number, each in enumerate(ends)], when(text, today=TODAY)
    away = absences(spells)
    assert away == sorted(away)
    assert all(one[1] < other[0] for one, other in pairwise(away))
    within = [stretch for stretch in away if stretch[0] <= date.earliest and date.latest < stretch[1]]
    if not may_be_member(spells, date):
        assert len(within) == 1
    if within:   # but for a spell that ended before it began, which some date around both may still meet
        assert not may_be_member([one for one in spells if not _ended_first(one)], date)


def _ended_first(one: Record) -> bool:
    since, until = one.values.get("since"), one.values.get("until")
    return bool(since and since.earliest and until and until.latest and until.latest <= since.earliest)
