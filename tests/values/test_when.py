"""Partial dates say what is known and no more: every form, every refusal, and what holds for all of them."""

from __future__ import annotations

import datetime
import subprocess
import sys
import time
from typing import Any

import pytest

from alliancectl import errors
from alliancectl.errors import AmbiguousDate, Failure, ImpossibleDate, NotADate
from alliancectl.text import Text
from alliancectl.values.when import FORMS, When, is_day, place, spoken, uncertain, weekday, when

TODAY = datetime.date(2024, 6, 15)


def read(text: str, **options: Any) -> When:
    return when(text, today=TODAY, **options)


# ---- every form ----------------------------------------------------------------------------------------------------

WRITTEN = {
    # canonical
    "2024": "2024", "2024-05": "2024-05", "2024-05-14": "2024-05-14", "2024-05~": "2024-05~", "2024?": "2024?",
    "2024-01/2024-06": "2024-01/2024-06", "../2011": "../2011", "2011/..": "2011/..", "XXXX-06-20": "XXXX-06-20",
    "XXXX-06": "XXXX-06", "unknown": "unknown", "2013-09-23?": "2013-09-23?", "2024~": "2024~",
    # digits
    "2024.5.14": "2024-05-14", "2024/5/14": "2024-05-14", "2024-5-14": "2024-05-14", "20240514": "2024-05-14",
    "2024.05.14.": "2024-05-14", "2024/5": "2024-05", "2024.5": "2024-05", "6/2011": "2011-06",
    "xxxx-06-20": "XXXX-06-20",
    "13/5/2011": "2011-05-13", "5/14/2024": "2024-05-14", "6/6/2011": "2011-06-06", "5/14": "XXXX-05-14",
    "5-14": "XXXX-05-14", "5.14": "XXXX-05-14", "２０２４年５月１４日": "2024-05-14",
    "２０２４－０５－１４": "2024-05-14",
    # Chinese
    "2024年5月14日": "2024-05-14", "2024年5月14号": "2024-05-14", "2024 年 5 月 14 日": "2024-05-14",
    "2024年5月": "2024-05", "2024年5月份": "2024-05", "2024年": "2024", "2024年度": "2024", "2024年元月": "2024-01",
    "约2024年": "2024~", "大约2024年": "2024~", "2024年左右": "2024~", "2024年前后": "2024~", "约2024年左右": "2024~",
    "大约2024年5月": "2024-05~", "约6月20日": "XXXX-06-20~", "可能2013年9月": "2013-09?",
    "2013年9月(存疑)": "2013-09?",
    "2024年上半年": "2024-01/2024-06", "2024年下半年": "2024-07/2024-12", "上半年": "XXXX-01/XXXX-06",
    "2024年三季度": "2024-07/2024-09", "2024年第三季度": "2024-07/2024-09", "三季度": "XXXX-07/XXXX-09",
    "2024年前三季度": "2024-01/2024-09", "2024年一至三季度": "2024-01/2024-09", "2024年3季度": "2024-07/2024-09",
    "某年6月20日": "XXXX-06-20", "某年6月": "XXXX-06", "6月20日": "XXXX-06-20", "6月": "XXXX-06",
    "6月20日（年份不详）": "XXXX-06-20", "二〇一一年六月二十日": "2011-06-20", "二零一一年": "2011",
    "二〇一一年六月": "2011-06",
    "二○一一年十二月三十一日": "2011-12-31", "二O一一年十月": "2011-10", "六月廿一日": "XXXX-06-21",
    "约二〇一一年": "2011~", "2024年5⽉14⽇": "2024-05-14", "2024年5月14號": "2024-05-14",
    "2024年5月上旬": "2024-05-01/2024-05-10", "2024年5月中旬": "2024-05-11/2024-05-20",
    "2024年2月下旬": "2024-02-21/2024-02-29", "2023年2月下旬": "2023-02-21/2023-02-28",
    "5月上旬": "XXXX-05-01/XXXX-05-10", "2024年5月底": "2024-05", "2024年5月初": "2024-05",
    "2019年底": "2019-12~", "2019年年底": "2019-12~", "2019年末": "2019-12~", "2019年初": "2019-01~",
    # English
    "June 20": "XXXX-06-20", "20 June": "XXXX-06-20", "June 20 2011": "2011-06-20", "June 20, 2011": "2011-06-20",
    "20 June 2011": "2011-06-20", "20-Jun-2011": "2011-06-20", "2011 June 20": "2011-06-20", "June 2011": "2011-06",
    "Jun. 2011": "2011-06", "Sept. 20th, 2011": "2011-09-20", "the 20th of June 2011": "2011-06-20",
    "in June 2011": "2011-06",
    "MAY 2024": "2024-05", "Oct-2012": "2012-10", "12-Oct": "XXXX-10-12", "20 June (year unknown)": "XXXX-06-20",
    "about 2024": "2024~", "c. 2024": "2024~", "circa May 2024": "2024-05~", "~2024": "2024~",
    "probably 2013": "2013?",
    "H1 2024": "2024-01/2024-06", "2024H1": "2024-01/2024-06", "2024-H2": "2024-07/2024-12",
    "1H 2024": "2024-01/2024-06",
    "2024Q3": "2024-07/2024-09", "Q3 2024": "2024-07/2024-09", "2024 q3": "2024-07/2024-09", "Q3": "XXXX-07/XXXX-09",
    "third quarter of 2024": "2024-07/2024-09", "first half of 2024": "2024-01/2024-06",
    "end of 2019": "2019-12~", "early May 2024": "2024-05", "late May 2024": "2024-05",
    # relative
    "昨天": "2024-06-14", "今天": "2024-06-15", "前天": "2024-06-13", "明天": "2024-06-16", "yesterday": "2024-06-14",
    "today": "2024-06-15", "the day before yesterday": "2024-06-13", "去年5月": "2023-05",
    "去年五月十四日": "2023-05-14",
    "今年3月": "2024-03", "前年": "2022", "去年": "2023", "明年": "2025", "前年底": "2022-12~",
    "去年上半年": "2023-01/2023-06",
    "上个月": "2024-05", "上月": "2024-05", "上个月14日": "2024-05-14", "本月": "2024-06", "last month": "2024-05",
    "last year": "2023", "May last year": "2023-05", "Q3 last year": "2023-07/2023-09",
    # ranges
    "2024年5月14日至16日": "2024-05-14/2024-05-16", "2024-05-14/2024-05-16": "2024-05-14/2024-05-16",
    "2024-05-14..16": "2024-05-14/2024-05-16", "2024-05-14/16": "2024-05-14/2024-05-16",
    "2024.5.14-16": "2024-05-14/2024-05-16", "2024.5.14-5.16": "2024-05-14/2024-05-16",
    "2024/5/14-2024/5/16": "2024-05-14/2024-05-16", "2024-05-14 - 2024-05-16": "2024-05-14/2024-05-16",
    "2024-05-14 to 2024-05-16": "2024-05-14/2024-05-16", "2024年5月14日～6月2日": "2024-05-14/2024-06-02",
    "2024年5月14-16日": "2024-05-14/2024-05-16", "自2024年5月14日起至16日止": "2024-05-14/2024-05-16",
    "5月14日至16日": "XXXX-05-14/XXXX-05-16", "12月30日至1月2日": "XXXX-12-30/XXXX-01-02",
    "六月二十日至二十二日": "XXXX-06-20/XXXX-06-22", "昨天至今天": "2024-06-14/2024-06-15",
    "20-22 June 2011": "2011-06-20/2011-06-22", "June 20-22, 2011": "2011-06-20/2011-06-22",
    "30 May – 2 June 2024": "2024-05-30/2024-06-02", "May 30 to June 2, 2024": "2024-05-30/2024-06-02",
    "January–June 2024": "2024-01/2024-06", "December 2023 – March 2024": "2023-12/2024-03",
    "from June 2011 to July 2012": "2011-06/2012-07", "2024年5月-7月": "2024-05/2024-07",
    "2024年5-7月": "2024-05/2024-07",
    "2024年1月至6月": "2024-01/2024-06", "约2024年1月至6月": "2024-01~/2024-06~", "2011-2013": "2011/2013",
    "2011—2013年": "2011/2013", "2024~2025": "2024/2025", "2024-05/2024-05": "2024-05",
    # open: Chinese 以前 keeps the wider reading, English before excludes
    "2011年以前": "../2011", "2011年之前": "../2011", "2011年前": "../2011", "2011年底前": "../2011",
    "2011年6月底前": "../2011-06",
    "去年底前": "../2023", "2011年6月20日前": "../2011-06-20", "before 2011": "../2010",
    "before January 2011": "../2010-12",
    "before 1 March 2024": "../2024-02-29", "2011 or earlier": "../2011", "2011年或以前": "../2011",
    "until 2011": "../2011",
    "before the end of 2011": "../2011", "since 2011": "2011/..", "from 2011": "2011/..", "2011年以来": "2011/..",
    "自2011年以来": "2011/..",
    "2011年起": "2011/..", "2011年至今": "2011/..", "2011年以后": "2011/..", "after 2011": "2012/..",
    "今年以来": "2024/..",
    "after 31 December 2011": "2012-01-01/..", "约2011年以来": "2011~/..", "2011-present": "2011/..",
    # a right weekday, a time of day
    "2024-05-14 (周二)": "2024-05-14", "2024-05-14（星期二）": "2024-05-14", "2024年5月14日 周二": "2024-05-14",
    "2024-05-12 (周日)": "2024-05-12", "2024-05-12 星期天": "2024-05-12", "2024-05-14 (Tue)": "2024-05-14",
    "Tuesday, 14 May 2024": "2024-05-14", "2024年5月14日(周二)至16日(周四)": "2024-05-14/2024-05-16",
    "2011年6月20日下午": "2011-06-20", "2011年6月20日上午9点": "2011-06-20", "2011年6月20日上午九点半": "2011-06-20",
    "2024-05-14 09:30": "2024-05-14", "2024-05-14 00:00:00": "2024-05-14", "2024-05-14T09:30:00": "2024-05-14",
    "14 May 2024 at 9:30": "2024-05-14", "14 May 2024, 9 am": "2024-05-14", "昨天下午": "2024-06-14",
    "2024-05-14 (周二) 上午9点": "2024-05-14", "6月20日下午3点": "XXXX-06-20",
    # unknown
    "不详": "unknown", "未知": "unknown", "n.d.": "unknown", "Unknown": "unknown", " 不详 ": "unknown",
}


@pytest.mark.parametrize(("text", "canonical"), WRITTEN.items())
def test_a_written_form_is_read_as_what_it_states(text: str, canonical: str) -> None:
    value = read(text)
    assert value.canonical == canonical
    assert value.text == text
    assert value[1:] == read(canonical)[1:]


@pytest.mark.parametrize(("text", "earliest", "latest"), [
    ("2024", "2024-01-01", "2024-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
    ("2024-05-14", "2024-05-14", "2024-05-14"),
    ("2024-05~", "2024-05-01", "2024-05-31"), ("2024-01/2024-06", "2024-01-01", "2024-06-30"),
    ("../2011", None, "2011-12-31"),
    ("2011/..", "2011-01-01", None), ("XXXX-06-20", None, None), ("XXXX-07/XXXX-09", None, None),
    ("unknown", None, None),
    ("1900-02", "1900-02-01", "1900-02-28"), ("2000-02", "2000-02-01", "2000-02-29"),
])
def test_a_date_knows_its_earliest_and_latest_day(text: str, earliest: str | None, latest: str | None) -> None:
    assert read(text)[2:] == (earliest, latest)


# ---- refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "reason_zh", "reason_en"), [
    ("2024-13-01", "2024年没有13月", "2024 has no month 13"),
    ("2024-02-30", "2024年没有2月30日", "2024 has no 30 February"),
    ("2023年2月29日", "2023年没有2月29日", "2023 has no 29 February"),
    ("2月30日", "任何一年都没有2月30日", "no year has a 30 February"),
    ("20240230", "2024年没有2月30日", "2024 has no 30 February"),
    ("31 June 2024", "2024年没有6月31日", "2024 has no 31 June"),
    ("before 31 June 2024", "2024年没有6月31日", "2024 has no 31 June"),
    ("14/14/2024", "2024年没有14月", "2024 has no month 14"),
    ("2024-06/2024-01", "2024年1月早于2024年6月", "January 2024 lies before June 2024"),
    ("6月20日至16日", "6月16日早于6月20日", "16 June lies before 20 June"),
    ("2024年12月30日至1月2日", "2024年1月2日早于2024年12月30日", "2 January 2024 lies before 30 December 2024"),
    ("2024-05-14 (周四)", "2024年5月14日是周二", "14 May 2024 is a Tuesday"),
    ("14 May 2024 (Thursday)", "2024年5月14日是周二", "14 May 2024 is a Tuesday"),
    ("2024年5月14日(周二)至16日(周五)", "2024年5月16日是周四", "16 May 2024 is a Thursday"),
    ("6月20日(周一)", "只有完整的日期才能核对星期", "a weekday can only be checked for a full date"),
    ("0999", "年份只能是 1000 至 2999", "years run from 1000 to 2999"),
    ("3000-01-01", "年份只能是 1000 至 2999", "years run from 1000 to 2999"),
    ("before 1000", "年份只能是 1000 至 2999", "years run from 1000 to 2999"),
    ("0000", "年份只能是 1000 至 2999", "years run from 1000 to 2999"),
])
def test_an_impossible_date_is_refused_with_what_is_impossible(text: str, reason_zh: str, reason_en: str) -> None:
    with pytest.raises(ImpossibleDate) as refused:
        read(text)
    assert refused.value.code == "impossible-date"
    assert refused.value.slots["reason"] == Text(reason_zh, reason_en)
    assert text in refused.value.says()


@pytest.mark.parametrize(("text", "readings", "forms"), [
    ("6/7/11", "6 July 2011 or 7 June 2011", "2011-07-06 or 2011-06-07"),
    ("6/7/2011", "6 July 2011 or 7 June 2011", "2011-07-06 or 2011-06-07"),
    ("6.7.2011", "6 July 2011 or 7 June 2011", "2011-07-06 or 2011-06-07"),
    ("Oct-32", "October 2032 or October 1932", "2032-10 or 1932-10"),
    ("24-05-14", "24 May 2014 or 14 May 2024", "2014-05-24 or 2024-05-14"),
    ("31/12/99", "31 December 1999 or 31 December 2099", "1999-12-31 or 2099-12-31"),
    ("11年6月", "June 2011 or June 1911", "2011-06 or 1911-06"),
    ("12-Oct-11", "12 October 2011 or 11 October 2012", "2011-10-12 or 2012-10-11"),
    ("20 June 11", "20 June 2011 or 11 June 2020", "2011-06-20 or 2020-06-11"),
])
def test_an_ambiguous_date_is_refused_with_each_reading_in_full(text: str, readings: str, forms: str) -> None:
    for complete_year in (False, True):
        assert_ambiguous(text, readings, forms, complete_year)


@pytest.mark.parametrize(("text", "complete_year", "readings", "forms"), [
    ("5/6", False, "5 June (year unknown) or 6 May (year unknown)", "XXXX-06-05 or XXXX-05-06"),
    ("5/6", True, "5 June 2024 or 6 May 2024", "6-5 or 5-6"),
    ("8/7", True, "8 July 2023 or 7 August 2023", "7-8 or 8-7"),
    ("Oct-12", False, "12 October (year unknown) or October 2012", "XXXX-10-12 or 2012-10"),
    ("Oct-12", True, "12 October 2023 or October 2012", "10-12 or 2012-10"),
])
def test_an_ambiguous_day_without_a_year_is_offered_as_it_is_typed_there(text: str, complete_year: bool, readings: str, forms: str) -> None:
    assert_ambiguous(text, readings, forms, complete_year)
    if complete_year:
        known = [read(form, complete_year=True).canonical for form in forms.split(" or ")]
        assert known == [read(reading).canonical for reading in readings.split(" or ")]


def assert_ambiguous(text: str, readings: str, forms: str, complete_year: bool) -> None:
    """The refusal names these readings, and these forms to type."""
    with pytest.raises(AmbiguousDate) as refused:
        read(text, complete_year=complete_year)
    assert refused.value.code == "ambiguous-date"
    message = refused.value.message.to("en", **refused.value.slots)
    assert message == f"“{text}” has more than one reading: {readings}"
    assert refused.value.fix.to("en", **refused.value.slots).startswith(f"type {forms};")


def test_the_readings_are_named_in_chinese_too() -> None:
    with pytest.raises(AmbiguousDate) as refused:
        read("6/7/11")
    message = refused.value.message.to("zh", **refused.value.slots)
    assert message == "“6/7/11”有不止一种读法：2011年7月6日 或 2011年6月7日"


@pytest.mark.parametrize("text", [
    "", " ", "。", "1", "45426", "202405", "20:24", "2024²", "2024年春", "spring 2024", "early 2019", "2019年中",
    "last June",
    "农历五月十四", "10年前", "3天前", "上午9点", "2024年5月上午", "2024-05-14 25:00", "2024-05-14T09:30:00Z",
    "../..", "XXXX",
    "XXXX-06/..", "6月以前", "2024-06/XXXX-07", "5月14日至2024年6月2日", "unknown/2011", "2024-05-14-16", "2024年5",
    "20日至16日",
    "截至2011年底", "by 2011", "约2024年?", "2024 5 14", "Thu", "2024年5月14日9", "2024年第5季度", "FY2024", "待定",
    "2024;2025",
])
def test_what_is_no_date_is_refused_with_examples_and_where_the_forms_are(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        read(text)
    assert refused.value.code == "not-a-date"
    assert refused.value.slots == {"text": text}
    for lang in ("zh", "en"):
        assert "2024-05-14" in refused.value.fix.to(lang)
        assert "alliancectl help dates" in refused.value.fix.to(lang)


def test_every_example_of_the_refusal_can_be_typed() -> None:
    for text in NotADate.fix.zh.removeprefix("例如 ").partition("；")[0].split("、"):
        assert read(text)
    for text in NotADate.fix.en.removeprefix("such as ").partition(";")[0].split(", "):
        assert read(text)


# ---- what the user says beside the text ----------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "order", "canonical"), [
    ("6/7/11", "mdy", "2011-06-07"), ("6/7/11", "dmy", "2011-07-06"), ("6/7/2011", "dmy", "2011-07-06"),
    ("5/6", "mdy", "XXXX-05-06"), ("5/6", "dmy", "XXXX-06-05"), ("31/12/99", "dmy", "1999-12-31"),
    ("31/12/69", "dmy", "1969-12-31"), ("31/12/68", "dmy", "2068-12-31"),
    ("2024/5/6", "dmy", "2024-05-06"), ("5-6", "dmy", "XXXX-05-06"),
])
def test_a_stated_order_settles_day_and_month(text: str, order: Any, canonical: str) -> None:
    assert read(text, order=order).canonical == canonical


def test_a_date_that_contradicts_the_stated_order_is_refused() -> None:
    with pytest.raises(ImpossibleDate):
        read("5/14/2024", order="dmy")


@pytest.mark.parametrize(("text", "canonical"), [
    ("5-14", "2024-05-14"), ("5月14日", "2024-05-14"), ("14 May", "2024-05-14"), ("5.14", "2024-05-14"),
    ("5/14", "2024-05-14"),
    ("6-15", "2024-06-15"), ("6-16", "2023-06-16"), ("12月31日", "2023-12-31"), ("2-29", "2024-02-29"),
    ("5月14日 (周二)", "2024-05-14"), ("5月14日下午", "2024-05-14"),
])
def test_a_day_typed_for_a_visit_is_its_latest_past_day(text: str, canonical: str) -> None:
    value = read(text, complete_year=True)
    assert value == When(text, canonical, canonical, canonical)


@pytest.mark.parametrize(("today", "canonical"), [
    ("2024-02-28", "2020-02-29"), ("2024-02-29", "2024-02-29"), ("2023-06-01", "2020-02-29"),
    ("1904-02-28", "1896-02-29"),
])
def test_29_february_is_completed_to_a_leap_year(today: str, canonical: str) -> None:
    assert when("2-29", today=datetime.date.fromisoformat(today), complete_year=True).canonical == canonical


@pytest.mark.parametrize("text", ["某年5月14日", "5月14日(年份不详)", "14 May (year unknown)", "XXXX-05-14", "5月",
"约5月14日",
                                  "5月14日至16日", "三季度", "5月上旬"])
def test_nothing_else_gets_a_year(text: str) -> None:
    assert read(text, complete_year=True) == read(text)
    assert "XXXX" in read(text).canonical


def test_a_wrong_weekday_of_a_completed_day_is_refused() -> None:
    with pytest.raises(ImpossibleDate):
        read("5月14日 (周四)", complete_year=True)


@pytest.mark.parametrize(("text", "canonical"), [
    ("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01"), ("45426", "2024-05-14"),
    ("45426.5", "2024-05-14"),
    ("45426.0", "2024-05-14"), ("401768", "2999-12-31"), ("201513", "2451-09-20"), ("2024", "2024"), ("2024.0", "2024"), ("1800", "1800"),
    ("2199", "2199"), ("2200", "1906-01-08"), ("1799", "1904-12-03"), ("20240514", "2024-05-14"),
    ("2024.5", "2024-05"),
    ("2024-05-14", "2024-05-14"), ("不详", "unknown"),
])
def test_a_spreadsheet_number_is_its_day_but_a_year_stays_a_year(text: str, canonical: str) -> None:
    assert read(text, serial=True).canonical == canonical


@pytest.mark.parametrize(("text", "kind"), [
    ("60", ImpossibleDate), ("2958465", ImpossibleDate), ("2958466", NotADate), ("0", NotADate), ("-1", NotADate),
    ("2024.1", AmbiguousDate), ("5.14", AmbiguousDate), ("201509", AmbiguousDate), ("199012", AmbiguousDate),
])
def test_a_spreadsheet_number_that_is_no_certain_day_is_refused(text: str, kind: type[Failure]) -> None:
    with pytest.raises(kind):
        read(text, serial=True)


# ---- period, words, weekday ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "where"), [
    ("2024-05-14", "in"), ("2024-01-01", "in"), ("2024-12-31", "in"), ("2024", "in"), ("2024Q3", "in"),
    ("2023-12-31", "out"),
    ("2025", "out"), ("2023-12/2024-01", "maybe"), ("2024~", "maybe"), ("2024-05-14?", "maybe"), ("2025~", "out"),
    ("../2024-05", "maybe"), ("../2023", "out"), ("2024/..", "maybe"), ("2011/..", "maybe"), ("2025/..", "out"),
    ("XXXX-06-20", "undated"), ("三季度", "undated"), ("unknown", "undated"), ("2024-01~/2024-06", "maybe"),
])
def test_a_date_is_placed_in_the_year_2024(text: str, where: str) -> None:
    assert place(read(text), "2024-01-01", "2024-12-31") == where


@pytest.mark.parametrize(("text", "zh", "en"), [
    ("2024-05-14", "2024年5月14日", "14 May 2024"), ("2024", "2024年", "2024"),
    ("2024-05~", "约2024年5月", "about May 2024"),
    ("2013-09?", "2013年9月（存疑）", "September 2013 (uncertain)"),
    ("2024-01/2024-06", "2024年1月至6月", "January–June 2024"),
    ("2024-05-14/2024-05-16", "2024年5月14日至16日", "14–16 May 2024"),
    ("2024-05-30/2024-06-02", "2024年5月30日至6月2日", "30 May – 2 June 2024"),
    ("2023-12/2024-03", "2023年12月至2024年3月", "December 2023 – March 2024"),
    ("2011/2013", "2011年至2013年", "2011–2013"),
    ("../2011", "2011年或以前", "2011 or earlier"), ("2011/..", "2011年以来", "since 2011"),
    ("XXXX-06-20", "6月20日（年份不详）", "20 June (year unknown)"),
    ("XXXX-06-20~", "约6月20日（年份不详）", "about 20 June (year unknown)"),
    ("XXXX-07/XXXX-09", "7月至9月（年份不详）", "July–September (year unknown)"), ("unknown", "不详", "unknown"),
])
def test_a_date_is_spoken_in_both_languages(text: str, zh: str, en: str) -> None:
    assert (spoken(read(text), "zh"), spoken(read(text), "en")) == (zh, en)
    assert spoken(read(text), "both") == ("2024年" if en == "2024" else zh if zh == en else f"{zh} {en}")   # a year in both stands once


def test_only_an_exact_day_has_a_weekday() -> None:
    assert (weekday(read("2024-05-16"), "zh"), weekday(read("2024-05-16"), "en")) == ("周四", "Thu")
    for text in ("2024-05", "2024-05-16?", "XXXX-05-16", "2024-05-16/2024-05-17", "unknown", "../2024-05-16"):
        assert weekday(read(text), "zh") is None
        assert not is_day(read(text))
    assert is_day(read("2024-05-16"))
    assert [uncertain(read(text)) for text in ("2024~", "2024?", "2024-01/2024-06~", "2024", "unknown")] == [
        True, True, True, False, False]


# ---- the module -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", ["2024", " ", "年", "约", "(存疑)", "至", "1至", "-", "/", "~", "2024-05-14 ",
"前", "底前", "after ", "一", "a",
                                   "9:30", "上午", "june ", "或以前", "."])
def test_a_long_text_is_refused_at_once(piece: str) -> None:
    started = time.perf_counter()
    for length in (99, 10_000):
        with pytest.raises(Failure) as refused:
            read((piece * length)[:length])
        assert len(refused.value.says()) < 200
    assert time.perf_counter() - started < 2


def test_the_documented_canonical_forms_are_all_canonical() -> None:
    assert [read(form).canonical for form in FORMS] == list(FORMS)


def test_the_codes_of_the_refusals_stay() -> None:
    assert [kind.code for kind in (errors.NotADate, errors.ImpossibleDate, errors.AmbiguousDate)] == [
        "not-a-date", "impossible-date", "ambiguous-date"]


def test_a_date_is_kept_and_placed_without_what_reads_dates() -> None:
    program = ("import sys; from alliancectl.values.when import When, is_day, place; day = When('x', *['2024-05-14'] * 3); "
               "place(day, '2024', '2025'), is_day(day); print(*(name for name in sys.modules if 'values.' in name))")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["alliancectl.values.when"]
