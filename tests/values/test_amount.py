"""What a written amount is taken to say, what is refused and why, and how it is shown again."""

from __future__ import annotations

import decimal
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alliancectl.errors import AmbiguousNumber, AmbiguousUnit, BadUnit, Failure, NotAnAmount, Refused, UnknownUnit
from alliancectl.text import Lang
from alliancectl.values.amount import EXACT, Units, amount, quantity, shown, total, units_from
from alliancectl.values.numeral import han

TABLE = Path(__file__).parents[2] / "data" / "units.toml"
ROWS: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["unit"]
UNITS = units_from(ROWS)
LANGS: tuple[Lang, ...] = ("zh", "en")


def read(text: str, unit: str | None = None, units: Units = UNITS) -> str:
    """`text` as qualifier, number(s) in the written unit, and number(s) in the base unit, in one line."""
    found = amount(text, units, unit=unit)
    if found.value is None:
        return found.qualifier
    own = "..".join(f"{end:f}" for end in (found.value, found.high) if end is not None)
    base = "..".join(f"{end:f}" for end in (found.base, found.base_high) if end is not None)
    return f"{found.qualifier} {own} {found.unit} = {base} {found.base_unit}"


def code_of(text: str, unit: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        amount(text, UNITS, unit=unit)
    return caught.value.code


def plus(**row: object) -> Units:
    """The shipped units and one that a user added."""
    return units_from([*ROWS, row])


SIXTY = "= 60000 t/a = 60000 t/a"
FORTY_UP = "≥ 40000 t/a = 40000 t/a"
THREE_TO_FIVE = "= 30000..50000 t/a = 30000..50000 t/a"

ACCEPTED = {
    # one number, one unit
    **dict.fromkeys((
        "60,000 t/a", "60000t/a", "60,000 t/y", "60,000 t/yr", "60,000 tpa", "60,000 tpy", "60,000 tonnes per year",
        "60,000 metric tons per annum", "60,000 tonnes a year", "60,000 t p.a.", "60,000 t a⁻¹", "60,000 t·a-1",
        "60,000 tonnes/year.", "60 000 t/a", "60'000 t/a", "60,000 Tonnes", "60000 T/A", "60k t/a", "60 thousand t/a",
        "6万吨/年", "6万吨", "6 万 吨 / 年", "6万吨每年", "6万公吨", "6万 t/a", "６万吨", "６萬噸／年", "60000吨",
        "60，000吨",
        "六万吨", "六萬噸", "陆万吨", "年产6万吨", "年产能6万吨/年", "产能6万吨/年", "产能：6万吨/年",
        "设计产能达到6万吨",
        "每年6万吨", "capacity of 60,000 t/a", "annual output: 60,000 tonnes", "6.0万吨", "060000 t/a",
    ), SIXTY),
    "60 kt/y": "= 60 kt/a = 60000 t/a",
    "60 KT": "= 60 kt/a = 60000 t/a",
    "60 ktpa": "= 60 kt/a = 60000 t/a",
    "6千吨": "= 6 kt/a = 6000 t/a",
    "六千吨": "= 6000 t/a = 6000 t/a",
    "2.189 Mt/a": "= 2.189 Mt/a = 2189000 t/a",
    "2 Mtpa": "= 2 Mt/a = 2000000 t/a",
    "5百万吨": "= 5 Mt/a = 5000000 t/a",
    "6百万件": "= 6000000 pcs/a = 6000000 pcs/a",
    "218.9万吨/年": "= 2189000 t/a = 2189000 t/a",
    "1.5 million t/a": "= 1500000 t/a = 1500000 t/a",
    "1.2 billion pieces": "= 1200000000 pcs/a = 1200000000 pcs/a",
    "1.2亿件/年": "= 120000000 pcs/a = 120000000 pcs/a",
    "一亿件": "= 100000000 pcs/a = 100000000 pcs/a",
    "1亿2000万件": "= 120000000 pcs/a = 120000000 pcs/a",
    "6万5千吨": "= 65000 t/a = 65000 t/a",
    "6万5000吨": "= 65000 t/a = 65000 t/a",
    "六万五千吨": "= 65000 t/a = 65000 t/a",
    "两万吨": "= 20000 t/a = 20000 t/a",
    "十二万吨": "= 120000 t/a = 120000 t/a",
    "一百零五吨": "= 105 t/a = 105 t/a",
    "三点五万吨": "= 35000 t/a = 35000 t/a",
    "1,234,567.89 kg": "= 1234567.89 kg/a = 1234.56789 t/a",
    "1 lb": "= 1 lb/a = 0.00045359237 t/a",
    "100 short tons": "= 100 short-ton/a = 90.718474 t/a",
    "0 t/a": "= 0 t/a = 0 t/a",
    "零吨": "= 0 t/a = 0 t/a",
    ".5 Mt": "= 0.5 Mt/a = 500000 t/a",
    # not by mass
    "500 MW": "= 500 MW = 500 MW",
    "500MW": "= 500 MW = 500 MW",
    "500 Mw": "= 500 MW = 500 MW",
    "6万千瓦": "= 60000 kW = 60 MW",
    "5千瓦": "= 5 kW = 0.005 MW",
    "三万千瓦": "= 30000 kW = 30 MW",
    "10GW": "= 10 GW = 10000 MW",
    "年产10GW": "= 10 GW/a = 10000 MW/a",
    "20 GWh": "= 20 GWh/a = 20000 MWh/a",
    "1.2亿千瓦时": "= 120000000 kWh/a = 120000 MWh/a",
    "3000万度": "= 30000000 kWh/a = 30000 MWh/a",
    "300 beds": "= 300 beds = 300 beds",
    "300张床位": "= 300 beds = 300 beds",
    "1 bed": "= 1 beds = 1 beds",
    "5万㎡/年": "= 50000 m2/a = 50000 m2/a",
    "5 k m2": "= 5000 m2/a = 5000 m2/a",
    "5 km2": "= 5 km2/a = 5000000 m2/a",
    "5 m³": "= 5 m3/a = 5 m3/a",
    "5000 Nm3/a": "= 5000 Nm3/a = 5000 Nm3/a",
    "5 kL": "= 5 kL/a = 5 m3/a",
    "120 km": "= 120 km/a = 120000 m/a",
    "10万台（套）": "= 100000 units/a = 100000 units/a",
    "500万元": "= 5000000 CNY/a = 5000000 CNY/a",
    "2万人次": "= 20000 person-visits/a = 20000 person-visits/a",
    # about
    **dict.fromkeys((
        "约6万吨", "大约6万吨/年", "近6万吨", "将近6万吨", "6万吨左右", "6万吨/年左右", "6万吨左右/年",
        "产能约6万吨/年", "年产约6万吨",
        "约年产6万吨", "about 60,000 t/a", "approx. 60,000 t/a", "ca. 60,000 t/a", "≈60,000 t/a", "~60,000 t/a",
        "～6万吨", "nearly 60,000 t", "约近6万吨",
    ), "≈ 60000 t/a = 60000 t/a"),
    "~60 kt": "≈ 60 kt/a = 60000 t/a",
    # at least
    **dict.fromkeys((
        "逾4万吨", "超4万吨", "超过4万吨", "over 40,000 t/a", "more than 40,000 t/a", "in excess of 40,000 t/a",
        "不低于4万吨", "至少4万吨", "at least 40,000 t", "≥40,000 t", ">= 40,000 t", ">40,000 t", "4万余吨", "4万多吨",
        "四万多吨", "4万吨以上", "4万吨及以上", "超过4万余吨", "40,000 t/a or more", "40,000+ t/a", "over 40,000+ t/a",
    ), FORTY_UP),
    "60余万吨": "≥ 600000 t/a = 600000 t/a",
    "十余万吨": "≥ 100000 t/a = 100000 t/a",
    "300余张床位": "≥ 300 beds = 300 beds",
    "500+ MW": "≥ 500 MW = 500 MW",
    # at most
    **dict.fromkeys((
        "不超过5万吨", "至多5万吨", "最多5万吨", "5万吨以下", "5万吨以内", "不足5万吨", "不到5万吨", "up to 50,000 t/a",
        "at most 50,000 t", "not more than 50,000 t", "less than 50,000 t", "≤50,000 t", "<= 50,000 t", "＜5万吨",
    ), "≤ 50000 t/a = 50000 t/a"),
    # more than nothing
    ">0 t/a": ">0 0 t/a = 0 t/a",
    "> 0 kt/a": ">0 0 kt/a = 0 t/a",
    "大于0吨": ">0 0 t/a = 0 t/a",
    "≥0 t/a": "≥ 0 t/a = 0 t/a",
    # from, to
    **dict.fromkeys((
        "3-5万吨/年", "3万-5万吨", "3~5万吨", "3～5万吨", "3—5万吨", "3——5万吨", "3至5万吨", "3到5万吨",
        "从3万到5万吨", "三至五万吨",
        "三万至五万吨", "3万吨-5万吨", "3万吨/年–5万吨/年", "30,000 to 50,000 t/a", "30,000 t/a to 50,000 t/a",
        "between 30,000 and 50,000 t/a", "from 30,000 to 50,000 t/a", "３－５万吨", "30-50 thousand t/a",
    ), THREE_TO_FIVE),
    "3–5 kt/a": "= 3..5 kt/a = 3000..5000 t/a",
    "3-5千吨": "= 3..5 kt/a = 3000..5000 t/a",
    "约3-5万吨": "≈ 30000..50000 t/a = 30000..50000 t/a",
    "3000吨-5万吨": "= 3000..50000 t/a = 3000..50000 t/a",
    "3万-50000吨": THREE_TO_FIVE,
    "0-5万吨": "= 0..50000 t/a = 0..50000 t/a",
    "5-5万吨": "= 50000 t/a = 50000 t/a",
    # the dot
    "0.125 t/a": "= 0.125 t/a = 0.125 t/a",
    "12.345吨": "= 12.345 t/a = 12.345 t/a",
    "12.3450 t/a": "= 12.345 t/a = 12.345 t/a",
    "2.180万吨": "= 21800 t/a = 21800 t/a",
    "1234.567 t/a": "= 1234.567 t/a = 1234.567 t/a",
    # words
    **dict.fromkeys((
        "unknown", "Unknown", "n/a", "not disclosed", "不详", "未知", "未披露", "+50 %", "+50%", "增长50%", "扩产50%",
        "约增长50％",
        "增长百分之五十", "50-60%", "up 50 percent", "翻番",
    ), "unknown"),
}   # fmt: skip


@pytest.mark.parametrize(("text", "said"), ACCEPTED.items())
def test_an_amount_is_read_exactly_as_it_is_meant(text: str, said: str) -> None:
    assert read(text) == said


@pytest.mark.parametrize(("text", "said"), {
    "60000": SIXTY, "60,000": SIXTY, "6万": SIXTY, "六万": SIXTY, "60k": SIXTY, "年产60000": SIXTY, "60000 ": SIXTY,
    "约6万": "≈ 60000 t/a = 60000 t/a", "3-5万": THREE_TO_FIVE, ">0": ">0 0 t/a = 0 t/a",
    "6万余": "≥ 60000 t/a = 60000 t/a",
    "60 kt": "= 60 kt/a = 60000 t/a", "500 MW": "= 500 MW = 500 MW", "+50 %": "unknown",
}.items())   # fmt: skip
def test_a_bare_number_has_the_unit_of_its_product(text: str, said: str) -> None:
    assert read(text, unit="t/a") == said


REFUSED = {
    "empty-amount": ("", " ", "\t", "\u3000"),
    "not-an-amount": (
        "hello", "万吨", "吨/天", "几万吨", "数万吨", "NaN", "nan t/a", "inf", "infinity t/a", "-", "*", "t/a",
        "6e4 t/a",
        "6E+4 t/a", "6×10^4 t", "6 x 10 t", "6万吨和3万吨", "6万吨、3万吨", "6万吨（60 kt）", "6万吨，增长50%",
        "99%的6万吨", "5+3万吨",
        "新增6万吨", "±5 t", "2024-05-14", "3-5-7万吨", "60² t/a", "½ t", "⑥万吨", "٦ t", "6\u200b0 t", "\u202e60 t",
        "60\x1b[31m t",
        "二〇〇吨", "六万五吨", "一百五吨", "两三万吨", "三五万吨", "3 5 t", "6 0000 t", "约6万吨以上",
        "不低于3-5万吨", "800 kg - 1.2 t",
        "3吨-5", "三至六万五千吨", "3至6万5千吨", "6万7万吨", "0x10 t", "US$5", "50% \x07", "1" * 197 + " t/a",
    ),
    "negative-amount": ("-5 t/a", "−5 t/a", "－５吨", "负5万吨", "minus 5 t", "about -5 t", "<0 t/a", "-0 t/a"),
    "reversed-range": ("5-3万吨", "5万-3万吨", "50 to 30 t/a", "3000-5万吨"),
    "ambiguous-number": (
        "1,5", "1,5 t/a", "12,34 t", "3，5万吨", "1.234,5 t", "1.234.567 t", "0,125 t", "1,23,456 t", "6,0000 t",
        "60.000 t/a", "60.000 kt/a", "60.000吨", "12.345 t/a", "1.035 MW", "2.189-3.5 t/a", "6万5吨", "1,5-2,5 t",
    ),
    "no-unit": ("60000", "60.000", "6万", ">0", "3-5万", "1.5 million"),
    "unknown-unit": ("6万朵", "60 zorkmids", "6 tone", "6万吨级", "6万吨PVC", "1.5m t/a", "2倍", "6 %%% t", "5 %o",
    "300 beds/a", "5 kPa"),
    "ambiguous-unit": (
        "60 mtpa", "60 MTPA", "60 mt", "60 MT/a", "60000 tons", "60000 ton/a", "60000 tons per year", "5 m", "5 M/a",
        "500 mW", "500 mw", "5 mwh", "5 gallons", "5万方",
    ),
    "other-rate": (
        "500吨/天", "500吨每天", "500 t/d", "500 tpd", "500 t per day", "500 tonnes a day", "5吨/月", "5 t/month",
        "5吨/小时", "5 t/h",
        "日产500吨", "月产能5万吨", "每月5万吨", "daily output of 500 t", "5万立方米/日", "500 bbl/d",
    ),
}   # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in REFUSED.items() for text in texts])
def test_what_is_not_one_clear_amount_is_refused_by_name(code: str, text: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize("text", ["12.345", "1,5", "60.000", "1,5-2"])
def test_a_default_unit_makes_no_number_clearer(text: str) -> None:
    assert code_of(text, unit="t/a") == "ambiguous-number"


def test_a_thousands_dot_makes_no_sense_with_thousands_of_tonnes() -> None:
    assert read("12.345", unit="kt/a") == "= 12.345 kt/a = 12345 t/a"


def test_an_ambiguous_number_is_refused_with_both_readings() -> None:
    for text, one, other in (("1,5 t", "1.5", "15"), ("60.000 t", "60", "60000"), ("1.234,5 t", "1234.5", "12345")):
        with pytest.raises(AmbiguousNumber) as caught:
            amount(text, UNITS)
        assert f"{one} or {other}" in caught.value.says()


def test_an_ambiguous_unit_is_refused_with_its_readings_and_the_command_that_settles_it() -> None:
    with pytest.raises(AmbiguousUnit) as caught:
        amount("60 mtpa", UNITS)
    assert "million tonnes" in caught.value.says()
    assert "metric tons" in caught.value.says()
    assert "alliancectl unit add mtpa --family mass_per_year" in caught.value.mend()


def test_an_unknown_unit_is_refused_with_near_ones_and_the_command_that_adds_it() -> None:
    for text, near in (("6 tone", "t/a"), ("5 megawats", "MW"), ("6万吨级", "t/a"), ("60 zorkmids", "t/a")):
        with pytest.raises(UnknownUnit) as caught:
            amount(text, UNITS)
        assert near in caught.value.says()
        assert "alliancectl unit add " in caught.value.mend()


def test_a_unit_in_a_command_to_copy_cannot_end_the_command() -> None:
    with pytest.raises(UnknownUnit) as caught:
        amount("5 x;rm -rf ~", UNITS)
    assert "unit add 'x;rm -rf ~' --family" in caught.value.mend()


def test_every_refusal_speaks_both_languages_and_says_what_to_do() -> None:
    for texts in REFUSED.values():
        for text in texts:
            with pytest.raises(Refused) as caught:
                amount(text, UNITS)
            refusal = caught.value
            for lang in LANGS:
                assert refusal.message.to(lang, **refusal.slots)
                assert refusal.fix.to(lang, **refusal.slots)
            assert refusal.exit == 4


def test_an_amount_keeps_the_words_as_written() -> None:
    assert amount("  年产６万吨 ", UNITS).text == "年产６万吨"


def test_a_million_tonnes_and_a_milliwatt_are_told_by_case() -> None:
    assert read("1 Mt") == "= 1 Mt/a = 1000000 t/a"
    assert code_of("1 mt") == "ambiguous-unit"
    assert read("1 MW") == "= 1 MW = 1 MW"
    assert code_of("1 mW") == "ambiguous-unit"


def test_a_unit_the_user_added_settles_what_was_ambiguous() -> None:
    units = plus(key="mtpa", family="mass_per_year", factor="1000000", zh="百万吨/年", en="mtpa")
    assert read("2 mtpa", units=units) == "= 2 mtpa = 2000000 t/a"
    assert code_of("2 mtpa") == "ambiguous-unit"


def test_a_unit_the_user_added_is_found_by_all_its_names_and_per_year() -> None:
    units = plus(key="drums/a", family="drums_per_year", factor=1, zh="桶/年", en="drums/a",
    spellings="大桶\nsteel drum")
    for text in ("6万桶", "6万桶/年", "60,000 drums", "60,000 drums per year", "60,000 steel drum", "6万大桶"):
        assert read(text, units=units) == "= 60000 drums/a = 60000 drums/a"


def test_a_rate_the_user_added_is_not_refused_as_another_rate() -> None:
    units = plus(key="t/d", family="mass_per_day", factor="1", zh="吨/天", en="t/d")
    assert read("500 t/d", units=units) == "= 500 t/d = 500 t/d"
    assert read("500 t per year", units=units) == "= 500 t/a = 500 t/a"


def test_a_spelling_of_two_units_is_refused_naming_both() -> None:
    units = plus(key="dozen/a", family="pieces_per_year", factor="12", spellings=["件"])
    with pytest.raises(AmbiguousUnit) as caught:
        amount("5件", units)
    assert "pcs/a / dozen/a" in caught.value.says()


@pytest.mark.parametrize("row", [
    {"key": "", "family": "mass_per_year", "factor": "1"},
    {"key": "t/a", "family": "mass_per_year", "factor": "1"},
    {"key": "x", "family": "new", "factor": "2"},
    *({"key": "x", "family": "mass_per_year", "factor": factor}
      for factor in ("0", "-1", "1e3", "NaN", "", "1,5", "1/3", 0.1, None, True, "9" * 60)),
])   # fmt: skip
def test_a_unit_that_could_not_be_exact_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(BadUnit):
        units_from([*ROWS, row])


def test_the_shipped_units_have_a_base_and_two_labels_and_no_spelling_twice() -> None:
    spellings = [word for row in ROWS for word in {row["key"], row["zh"], row["en"], *row["spellings"]}]
    assert len(spellings) == len(set(spellings))
    for unit in UNITS.known():
        assert UNITS.base(unit.family).factor == 1
        assert unit.zh
        assert unit.en
        for word in (unit.key, unit.zh, unit.en, *unit.spellings):
            assert UNITS.find(word) is unit


def test_units_are_listed_by_family_and_found_by_key() -> None:
    assert [unit.key for unit in UNITS.known("mass_per_year")][:4] == ["t/a", "kt/a", "Mt/a", "kg/a"]
    assert len(UNITS.known()) == len(ROWS)
    assert UNITS["kt/a"].label("zh") == "千吨/年"
    assert UNITS.get("kt/a") is UNITS["kt/a"] is UNITS.find("千吨")
    assert UNITS.get("zorkmid") is None
    assert "kt/a" in UNITS
    with pytest.raises(UnknownUnit):
        UNITS.find("zorkmid")
    with pytest.raises(UnknownUnit):
        UNITS["zorkmid"]
    with pytest.raises(UnknownUnit):
        UNITS.base("zorkmids")


@pytest.mark.parametrize(("text", "zh", "en"), [
    ("6万吨", "6万吨/年", "60,000 t/a"),
    ("60 kt/y", "6万吨/年", "60 kt/a"),
    ("2.189 Mt/a", "218.9万吨/年", "2.189 Mt/a"),
    ("1.2亿件", "1.2亿件/年", "120,000,000 pcs/a"),
    ("3-5万吨", "3万–5万吨/年", "30,000–50,000 t/a"),
    ("3000吨-5万吨", "3000吨/年–5万吨/年", "3,000–50,000 t/a"),
    ("约6万吨", "≈6万吨/年", "≈60,000 t/a"),
    ("6万余吨", "≥6万吨/年", "≥60,000 t/a"),
    ("不超过6万吨", "≤6万吨/年", "≤60,000 t/a"),
    (">0 t/a", ">0吨/年", ">0 t/a"),
    ("0 t/a", "0吨/年", "0 t/a"),
    ("500 MW", "500兆瓦", "500 MW"),
    ("6万千瓦", "6万千瓦", "60,000 kW"),
    ("300 beds", "300张床位", "300 beds"),
    ("12.3450 t/a", "12.345吨/年", "12.3450 t/a"),
    ("+50 %", "+50 %", "+50 %"),
    ("不详", "不详", "不详"),
])   # fmt: skip
def test_an_amount_is_shown_the_way_each_language_counts(text: str, zh: str, en: str) -> None:
    found = amount(text, UNITS)
    assert (shown(found, UNITS, "zh"), shown(found, UNITS, "en")) == (zh, en)


@pytest.mark.parametrize(("number", "zh", "en"), [
    ("60000", "6万吨/年", "60,000 t/a"),
    ("28500", "2.85万吨/年", "28,500 t/a"),
    ("12345", "1.2345万吨/年", "12,345 t/a"),
    ("9999", "9999吨/年", "9,999 t/a"),
    ("123456789", "12345.6789万吨/年", "123,456,789 t/a"),
    ("123450000", "1.2345亿吨/年", "123,450,000 t/a"),
    ("60000.5", "60000.5吨/年", "60,000.5 t/a"),
    ("6E+4", "6万吨/年", "60,000 t/a"),
    ("5E-7", "0.0000005吨/年", "0.0000005 t/a"),
    ("-60000", "-6万吨/年", "-60,000 t/a"),
    ("1.500", "1.5吨/年", "1.5 t/a"),
])   # fmt: skip
def test_a_sum_is_shown_with_all_its_digits(number: str, zh: str, en: str) -> None:
    assert quantity(Decimal(number), "t/a", UNITS, "zh") == zh
    assert quantity(Decimal(number), "t/a", UNITS, "en") == en
    assert quantity(Decimal(number), "t/a", UNITS, "both") == f"{zh} {en}"


def test_sums_are_exact_whatever_the_context_of_the_caller() -> None:
    parts = [Decimal("0.1")] * 10 + [Decimal("1e30"), Decimal("1e-30")]
    with decimal.localcontext(decimal.Context(prec=3)):
        assert str(total(parts)) == "1000000000000000000000000000001.000000000000000000000000000001"
        assert read("123456.789 kg") == "= 123456.789 kg/a = 123.456789 t/a"
        assert quantity(Decimal("1234567.891"), "t/a", UNITS, "en") == "1,234,567.891 t/a"
    assert total([]) == 0


def test_a_text_of_two_hundred_characters_is_read_and_a_longer_one_refused() -> None:
    digits = "9" * 195
    assert amount(f"{digits} Mt/a", UNITS).base == Decimal(digits + "000000")
    with pytest.raises(NotAnAmount):
        amount(f"9{digits} Mt/a", UNITS)


# ---- properties

decimals = st.decimals(min_value=0, max_value=10**13, places=6, allow_nan=False, allow_infinity=False) | st.integers(
    0, 10**13
).map(Decimal)
units_ = st.sampled_from(UNITS.known())


@settings(max_examples=150)
@given(decimals, st.none() | decimals, units_, st.sampled_from(["", "≈", "≥", "≤"]), st.sampled_from(LANGS))
def test_what_is_shown_is_read_back_as_the_same_amount(
    number: Decimal, high: Decimal | None, unit: Any, mark: str, lang: Any
) -> None:
    assume(high is None or (number < high and mark in ("", "≈")))
    text = f"{mark}{number:.7f}" + ("" if high is None else f"-{high:.7f}") + f" {unit.en}"
    found = amount(text, UNITS)
    assert found.base == EXACT.multiply(number, unit.factor)
    again = amount(shown(found, UNITS, lang), UNITS)
    assert (again.base, again.base_high, again.base_unit) == (found.base, found.base_high, found.base_unit)
    assert again.qualifier == found.qualifier


@settings(max_examples=150)
@given(st.integers(0, 10**9), st.integers(0, 4), st.sampled_from(["", "万", "亿", "千", "百万"]), units_)
def test_a_number_times_its_multiplier_and_factor_is_exact(digits: int, places: int, word: str, unit: Any) -> None:
    number = Decimal(digits).scaleb(-places)
    scale = {"": 1, "万": 10**4, "亿": 10**8, "千": 1000, "百万": 10**6}[word]
    try:
        found = amount(f"{number:f}{word}{unit.zh}", UNITS)
    except AmbiguousNumber:
        assert places == 3
        assert word in ("", "千", "百万")   # 千吨 is a unit, not 千 of 吨
        return
    assert found.base == EXACT.multiply(EXACT.multiply(number, Decimal(scale)), unit.factor)


def written_in_chinese(number: int) -> str:
    """`number` below 10¹² in Chinese numerals, by the textbook: an independent writer for `han`."""
    for scale, mark in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            head, rest = divmod(number, scale)
            gap = "零" if 0 < rest < scale // 10 else ""
            return written_in_chinese(head) + mark + (gap + written_in_chinese(rest) if rest else "")
    return "零一二三四五六七八九"[number]


@settings(max_examples=200)
@given(st.integers(0, 10**12 - 1) | st.integers(0, 20000))
def test_chinese_numerals_say_the_number_they_write(number: int) -> None:
    assert han(written_in_chinese(number)) == number
    assert amount(written_in_chinese(number) + "吨", UNITS).base == number


@settings(max_examples=100)
@given(decimals, decimals, st.sampled_from(["-", "–", "~", "至", " to "]))
def test_a_range_goes_up_or_is_refused(low: Decimal, high: Decimal, dash: str) -> None:
    text = f"{low:.7f}{dash}{high:.7f} kt/a"
    if low > high:
        assert code_of(text) == "reversed-range"
        return
    found = amount(text, UNITS)
    assert (found.value, found.high) == (low, None if low == high else high)


PARTS = st.sampled_from(
    [*"0123456789.,-~+%/ '",
     *"万亿千百十零一二两三五约近逾余多至点年月日产吨件台张床位²½⑥６，～mMkKtTWha%\u200b\x1b\ud800{}()",
     "t/a", "kt", "万吨", "/年", "per year", "million", "about ", "up to ", " to ", "between ", " and ", "以上",
     "左右", "MW", "e5",
     "不低于", "年产", "nan", "1,234", "12.345", "a⁻¹"]
)   # fmt: skip


@settings(max_examples=400)
@given(st.lists(PARTS, max_size=12).map("".join) | st.text(max_size=30), st.sampled_from([None, "t/a", "MW"]))
def test_no_text_does_worse_than_a_refusal(text: str, unit: str | None) -> None:
    try:
        found = amount(text, UNITS, unit=unit)
    except Failure as refusal:
        assert refusal.says() and refusal.mend()   # noqa: PT017, PT018 - that nothing but a Failure comes is the test
        return
    if found.value is None:
        assert (found.qualifier, found.unit, found.base) == ("unknown", None, None)
        return
    assert found.value >= 0
    assert found.high is None or found.high > found.value
    for lang in LANGS:
        again = amount(shown(found, UNITS, lang), UNITS)
        assert (again.base, again.base_high, again.qualifier) == (found.base, found.base_high, found.qualifier)
