"""Which names are one, which are likely one, and what finds them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.errors import ControlCharacter, EmptyName, LongName, NameLikeId
from alliancectl.values import names
from alliancectl.values.traditional import SIMPLIFIED, TRADITIONAL

NAMES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "巨化",
                "集团",
                "集團",
                "股份",
                "有限公司",
                "有限责任公司",
                "公司",
                "总",
                "(浙江)",
                "（浙江）",
            ]
        ),
        st.sampled_from(
            [
                "Acme",
                "Zinc",
                "Co",
                "Co.,",
                "Ltd",
                ".",
                "-",
                " inc",
                "GmbH",
                "&",
                "1",
                "2",
                "3.5",
                "㈱",
                "ﬁ",
                "İ",
            ]
        ),
        st.sampled_from([" ", "\u3000", "\u200b", "\ufe0f", "\u0301", "Å", "ß"]),
        st.text(max_size=3),
    ),
    max_size=8,
).map("".join)
several = settings(max_examples=300, deadline=None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("巨化集团", " 巨化 集团 "),
        ("巨化集团", "巨化\u3000集团"),
        ("巨化集团", "巨化\u200b集团"),
        ("3F中化", "３ｆ 中化"),
        ("Acme  Co", "ACME CO"),
        ("巨化（浙江）", "巨化(浙江)"),
        ("Straße", "STRASSE"),
        ("Café", "Cafe\u0301"),
    ],
)
def test_a_name_is_found_whatever_its_case_width_and_spaces(one: str, other: str) -> None:
    assert names.fold(one) == names.fold(other)


@pytest.mark.parametrize(("one", "other"), [("Acme One", "AcmeOne"), ("巨化集团", "巨化集團")])
def test_other_spellings_are_other_names(one: str, other: str) -> None:
    assert names.fold(one) != names.fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("巨化集团有限公司", "巨化集团"),
        ("巨化集团有限公司", "巨化集團有限公司"),
        ("巨化集团有限公司", "巨化（集团）有限责任公司"),
        ("巨化集团有限公司", "巨化集团公司"),
        ("餘姚瀋陽鍾氏", "余姚沈阳钟氏"),
        ("Acme Co., Ltd", "Acme"),
        ("Acme Co.,Ltd.", "ACME Company Limited"),
        ("Acme GmbH & Co. KG", "Acme, Inc."),
        ("Acme S.A.", "“Acme” AG"),
        ("巨化Co.,Ltd", "巨化"),
        ("R-134a", "R134a"),
        ("尼龙-66", "尼龙66"),
    ],
)
def test_names_that_differ_in_brackets_script_or_legal_form_are_likely_one(
    one: str, other: str
) -> None:
    assert names.near(one) == names.near(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("巨化集团有限公司", "巨化股份有限公司"),
        ("巨化集团", "巨化"),
        ("巨化股份", "巨化"),
        ("巨化（浙江）", "巨化"),
        ("中国石化总公司", "中国石化"),
        ("巨化公司兰溪分公司", "巨化"),
        ("Zinc", "Z"),
        ("Hoag", "Ho"),
        ("Acme Group Ltd", "Acme Ltd"),
        ("1-2号线", "12号线"),
        ("3.5号", "35号"),
    ],
)
def test_what_tells_companies_apart_is_never_folded(one: str, other: str) -> None:
    assert names.near(one) != names.near(other)


def test_a_name_that_is_only_a_legal_form_keeps_its_key() -> None:
    keys = {"有限公司": "有限公司", "Inc.": "inc", "Co Co有限公司": "co", "()": "()", "-": "-"}
    assert {each: names.near(each) for each in keys} == keys


@given(NAMES)
@several
def test_folding_a_folded_name_changes_nothing(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)
    assert names.near(names.near(text)) == names.near(text)


@given(NAMES)
@several
def test_names_that_are_found_as_one_are_likely_one_too(text: str) -> None:
    assert names.near(names.fold(text)) == names.near(text)
    assert bool(names.near(text)) == bool(names.fold(text))


def test_every_traditional_character_has_one_simplified_character_which_has_none() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL)) > 2000
    assert not set(TRADITIONAL) & set(SIMPLIFIED)
    assert names.simplified("臺灣東華團業廠礦鋼鐵乾於著") == "台湾东华团业厂矿钢铁乾於著"


@pytest.mark.parametrize(
    ("text", "full", "initials"),
    [
        ("巨化集团", "juhuajituan", "jhjt"),
        ("巨化集團", "juhuajituan", "jhjt"),
        ("重庆大学", "chongqingdaxue", "cqdx"),
        ("重钢", "chonggang", "cg"),
        ("厦门钨业", "xiamenwuye", "xmwy"),
        ("厦钨新能", "xiawuxinneng", "xwxn"),
        ("广厦", "guangsha", "gs"),
        ("朝阳", "chaoyang", "cy"),
        ("长电科技", "changdiankeji", "cdkj"),
        ("理事长", "lishizhang", "lsz"),
        ("成都", "chengdu", "cd"),
        ("漯河", "luohe", "lh"),
        ("六安", "luan", "la"),
        ("行业协会", "hangyexiehui", "hyxh"),
        ("联合会", "lianhehui", "lhh"),
        ("会计学院", "kuaijixueyuan", "kjxy"),
        ("研究院", "yanjiuyuan", "yjy"),
        ("铝业", "lvye", "ly"),
        ("3F 中化", "3fzhonghua", "3fzh"),
        ("Shanghai Fluoro Tech", "shanghaifluorotech", "sft"),
        ("Société Générale", "societegenerale", "sg"),
        ("R-134a", "r134a", "r1"),
        ("ＰＶＤＦ", "pvdf", "p"),
        ("テスト", "", ""),
        ("", "", ""),
    ],
)
def test_a_name_is_spelled_in_pinyin(text: str, full: str, initials: str) -> None:
    assert names.pinyin(text) == (full, initials)


@given(NAMES)
@several
def test_pinyin_is_small_letters_and_digits(text: str) -> None:
    full, initials = names.pinyin(text)
    assert all(c.isascii() and (c.islower() or c.isdigit()) for c in full + initials)
    assert len(initials) <= len(full)


@given(st.text(alphabet="a%_\\b", max_size=6), st.text(alphabet="a%_\\b", max_size=6))
@settings(max_examples=100, deadline=None)
def test_a_word_is_found_in_just_the_texts_that_contain_it(word: str, text: str) -> None:
    db = sqlite3.connect(":memory:")
    query = r"SELECT ? LIKE '%' || ? || '%' ESCAPE '\'"
    assert bool(db.execute(query, (text, names.like_pattern(word))).fetchone()[0]) == (word in text)
    db.close()


def test_a_misspelt_name_brings_the_nearest_known_ones() -> None:
    known = ["巨化股份", "巨化集团", "三爱富", "Shanghai Fluoro Tech"]
    assert names.similar("巨话集团", known) == ["巨化集团"]
    assert names.similar("巨化", known) == ["巨化集团", "巨化股份"]
    assert names.similar("shanghai floro tech", known) == ["Shanghai Fluoro Tech"]
    assert names.similar("", known) == names.similar("xyz", known) == []


@pytest.mark.parametrize(
    "text", ["巨化集团", "=1+1", "--help", "[b]x[/]", "R134a", "M", "M12a", "12", "a" * 200]
)
def test_a_name_is_kept_as_written(text: str) -> None:
    assert names.name(f" {text}\u3000\n") == text


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\u200b"])
def test_a_name_that_shows_nothing_is_refused(text: str) -> None:
    with pytest.raises(EmptyName):
        names.name(text)


def test_a_name_of_more_than_200_characters_is_refused_with_its_length() -> None:
    with pytest.raises(LongName, match=r"巨巨….* 201 characters; at most 200"):
        names.name("巨" * 201)


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\x1b[2Jb", "a\x85b", "a\u2028b", "a\ud800b"])
def test_a_name_with_a_line_break_or_a_control_is_refused(text: str) -> None:
    with pytest.raises(ControlCharacter, match="character 2 is the control character"):
        names.name(text)


@pytest.mark.parametrize("text", ["M12", "v3", "Ｐ４", "R22", "J1", "S1", "F9", "C7"])
def test_a_name_that_reads_as_an_id_is_refused(text: str) -> None:
    with pytest.raises(NameLikeId, match="looks like an id") as refused:
        names.name(text)
    assert refused.value.code == "name-like-id"


def test_a_refrigerant_may_be_called_r22_where_r_is_no_id_of_its_kind() -> None:
    assert names.name("R22", id_letters="P") == "R22"
    with pytest.raises(NameLikeId):
        names.name("P4", id_letters="P")


def test_only_a_chinese_name_costs_pypinyin_and_none_costs_more() -> None:
    script = (
        "import sys; from alliancectl.values import names; names.pinyin('Acme Co., Ltd'); "
        "assert 'pypinyin' not in sys.modules and 'difflib' not in sys.modules; names.pinyin('巨化'); "
        "assert 'pypinyin' in sys.modules and 'dataclasses' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
