"""Periods: whole years, years that begin elsewhere, years that still run, and the same span a year earlier."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancectl.errors import PeriodBackwards, PeriodNotBegun
from alliancectl.reports.year.period import Period, last_complete, period_of, span_before, span_period, year_of

TODAY = datetime.date(2026, 6, 30)


def test_a_calendar_year_runs_from_january_to_december():
    assert period_of(2025, TODAY, "01-01") == Period("2025", "2025-01-01", "2025-12-31", True)


def test_a_year_is_named_after_the_year_it_begins_in():
    assert period_of(2024, TODAY, "03-01") == Period("2024", "2024-03-01", "2025-02-28", True)
    assert year_of(datetime.date(2025, 2, 28), "03-01") == 2024
    assert year_of(datetime.date(2025, 3, 1), "03-01") == 2025


def test_a_running_year_ends_today_and_is_compared_with_the_same_span():
    running = period_of(2026, TODAY, "01-01")
    assert running == Period("2026", "2026-01-01", "2026-06-30", False)
    assert span_before(running) == Period("2025", "2025-01-01", "2025-06-30", False)
    assert "截至 2026-06-30" in running.span.zh


def test_without_a_year_it_is_the_running_one_and_last_is_the_one_before():
    assert period_of(None, TODAY, "01-01").label == "2026"
    assert period_of(None, TODAY, "07-01").label == "2025"
    assert last_complete(TODAY, "01-01") == Period("2025", "2025-01-01", "2025-12-31", True)
    assert last_complete(TODAY, "07-01") == Period("2025", "2025-07-01", "2026-06-30", True)
    assert last_complete(TODAY, "10-01").label == "2024"


def test_a_year_ends_with_its_last_day():
    assert period_of(2025, datetime.date(2025, 12, 31), "01-01").complete


def test_the_year_before_a_leap_year_ends_on_its_own_last_day():
    assert span_before(period_of(2024, TODAY, "03-01")).last == "2024-02-29"
    assert span_before(period_of(2023, TODAY, "03-01")).last == "2023-02-28"
    assert span_before(span_period("2024-02-29", "2024-02-29", "闰日", TODAY))[1:3] == ("2023-03-01", "2023-03-01")


def test_a_period_may_be_longer_than_a_year():
    asked = span_period("2016-01-01", "2017-01-27", "评估期", TODAY)
    assert (asked.is_year, asked.name.zh) == (False, "评估期")
    assert span_before(asked)[:3] == ("2015-01-01–2016-01-27", "2015-01-01", "2016-01-27")


def test_a_year_that_has_not_begun_is_refused():
    with pytest.raises(PeriodNotBegun):
        period_of(2027, TODAY, "01-01")


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(PeriodBackwards):
        span_period("2025-02-01", "2025-01-31", "", TODAY)


@given(st.integers(1990, 2024), st.sampled_from(["01-01", "03-01", "04-01", "07-01", "12-31"]))
def test_years_follow_each_other_without_a_gap(year, starts):
    this = period_of(year, TODAY, starts)
    assert this.before == period_of(year - 1, TODAY, starts).last
    assert span_before(this) == period_of(year - 1, TODAY, starts)
    assert this.is_year
