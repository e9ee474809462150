"""What holds for every date, whatever it is: read, spoken, placed, compared with the edtf package."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alliancectl.errors import AmbiguousDate, ImpossibleDate, NotADate
from alliancectl.values.when import When, place, spoken, uncertain, when

TODAY = datetime.date(2024, 6, 15)


def read(text: str, **options: Any) -> When:
    return when(text, today=TODAY, **options)


years = st.integers(1000, 2999)
days = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)).map(str)
plain = st.one_of(years.map(str), days, days.map(lambda day: day[:7]))
marks = st.sampled_from(["", "", "~", "?"])
points = st.builds("{}{}".format, plain, marks)
days_of_a_leap_year = st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
yearless = (st.builds("XXXX{}{}".format, days_of_a_leap_year.map(lambda day: str(day)[4:]), marks)
            | st.builds("XXXX-{:02d}".format, st.integers(1, 12)))


@st.composite
def ranges(draw: st.DrawFn) -> str:
    """Canonical ranges of years, months or days, both ends marked alike or not."""
    length = draw(st.sampled_from([4, 7, 10]))
    first, last = sorted((draw(days)[:length], draw(days)[:length]))
    assume(first != last)
    one, other = draw(marks), draw(marks)
    return f"{first}{one}/{last}{other}"


halves = st.builds("../{}".format, points) | st.builds("{}/..".format, points)
canonicals = st.one_of(points, yearless, ranges(), halves, st.just("unknown"))


@settings(max_examples=300, deadline=None)
@given(canonicals)
def test_a_canonical_form_is_read_as_itself(canonical: str) -> None:
    value = read(canonical)
    assert value.canonical == canonical
    assert read(value.canonical) == value
    assert read(canonical, order="dmy", complete_year=True) == value


@settings(max_examples=300, deadline=None)
@given(canonicals)
def test_what_is_spoken_is_read_back_as_the_same_date(canonical: str) -> None:
    value = read(canonical)
    for lang in ("zh", "en"):
        assert read(spoken(value, lang))[1:] == value[1:], spoken(value, lang)


@settings(max_examples=200, deadline=None)
@given(canonicals)
def test_the_earliest_day_is_never_after_the_latest(canonical: str) -> None:
    value = read(canonical)
    if value.earliest and value.latest:
        assert value.earliest <= value.latest


@settings(max_examples=200, deadline=None)
@given(canonicals, days, days)
def test_the_place_in_a_period_follows_from_both_ends(canonical: str, one: str, other: str) -> None:
    first, last = sorted((one, other))
    value = read(canonical)
    where = place(value, first, last)
    assert (where == "undated") == (value.earliest is None and value.latest is None)
    if where == "in":
        assert first <= (value.earliest or "") <= (value.latest or "9") <= last
        assert not uncertain(value)
    if where == "out":
        assert (value.latest or "9") < first or (value.earliest or "0") > last


@settings(max_examples=200, deadline=None)
@given(years, st.integers(1, 12), st.integers(1, 28))
def test_no_reading_is_more_precise_than_what_is_written(year: int, month: int, day: int) -> None:
    of_month = calendar.monthrange(year, month)[1]
    name = calendar.month_name[month]
    widths = {f"{year}年": 365, f"约{year}年": 365, f"{year}年上半年": 181, f"{year}Q1": 90,
              f"{year}年{month}月": of_month, f"{name} {year}": of_month, f"{year}.{month}": of_month,
              f"{year}年{month}月中旬": 10,
              f"{year}年{month}月{day}日": 1, f"{day} {name} {year}": 1}
    for text, width in widths.items():
        value = read(text)
        span = datetime.date.fromisoformat(value.latest or "") - datetime.date.fromisoformat(value.earliest or "")
        leap = calendar.isleap(year) and width in (365, 181, 90)
        assert span.days + 1 == width + leap, text
    for text in (f"{month}月{day}日", f"{day} {name}", f"{month}-{day}", f"{month}月", name):
        assert read(text)[2:] == (None, None)


pieces = st.sampled_from(["2024", "11", "5", "年", "月", "日", "至", "-", "/", ".", "..", "~", "?", "约", "前", "底",
"上旬", "三", "季度",
                          "June", "to", " ", "XXXX", "q3", "(", ")", "周", "星期四", "去", "昨天", "上午", "9点",
                          ":", "以前", "before ",
                          "since ", "end of ", "(存疑)", "十", "〇", "某", "0", "²", "٣", "\x00", "last year",
                          "early ", "\ud800"])


@settings(max_examples=1500, deadline=None)
@given(st.lists(pieces, max_size=12).map("".join) | st.text(max_size=40), st.sampled_from([None, "mdy", "dmy"]),
       st.booleans(), st.booleans())
def test_any_text_is_a_date_or_a_refusal(text: str, order: Any, complete_year: bool, serial: bool) -> None:
    try:
        value = read(text, order=order, complete_year=complete_year, serial=serial)
    except (NotADate, ImpossibleDate, AmbiguousDate) as refused:
        refused.says(), refused.mend()
    else:
        assert read(value.canonical)[1:] == value[1:]
        assert spoken(value, "both")


@settings(max_examples=150, deadline=None)
@given(st.one_of(points, ranges(), halves))
def test_the_edtf_package_agrees_on_the_ends(canonical: str) -> None:
    value, theirs = read(canonical), parse_edtf(canonical)
    lower, upper = theirs.lower_strict(), theirs.upper_strict()
    if value.earliest:
        assert (lower.tm_year, lower.tm_mon, lower.tm_mday) == tuple(map(int, value.earliest.split("-")))
    if value.latest:
        assert (upper.tm_year, upper.tm_mon, upper.tm_mday) == tuple(map(int, value.latest.split("-")))


@settings(max_examples=100, deadline=None)
@given(days, st.integers(0, 6))
def test_a_weekday_is_taken_only_when_it_is_right(day: str, number: int) -> None:
    text = f"{day} (周{'一二三四五六日'[number]})"
    if datetime.date.fromisoformat(day).weekday() == number:
        assert read(text).canonical == day
    else:
        with pytest.raises(ImpossibleDate):
            read(text)


@settings(max_examples=150, deadline=None)
@given(st.dates(datetime.date(1900, 3, 1), datetime.date(2999, 12, 31)))
def test_a_serial_is_the_day_that_excel_shows(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    assume(not 1800 <= serial <= 2199 and not (180001 <= serial <= 219912 and 1 <= serial % 100 <= 12))   # a year, a year and month
    assert read(str(serial), serial=True).canonical == str(day)
