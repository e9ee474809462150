"""find, and the query words of every list, as a secretary types them."""

from __future__ import annotations

import pytest

KINDS = ["member", "visit", "capacity", "follow-up", "source", "site", "product", "membership", "unit", "choice"]


@pytest.fixture
def found(ctl):
    """The ids that `find` names, in its order."""
    return lambda *words: [row["id"] for row in ctl("find --json --", *words).json]


@pytest.fixture
def listed(ctl):
    """The ids that `KIND list WORDS` names, in its order."""
    return lambda line, *words: [row["id"] for row in ctl(line, *words, "--json").json]


# ---- find ---------------------------------------------------------------------------------------------------------


def test_the_best_place_comes_first_exact_beginning_initials_inside_text(ctl, found):
    for line in ("member add 丙公司 --note 从前给jhjt供货", "member add 甲jhjt公司", "member add 巨化集团有限公司", "member add jhjt科技公司",
                 "member add 乙公司 --alias JHJT"):
        assert ctl(line).code == 0
    assert found("jhjt") == ["M5", "M4", "M3", "M2", "M1"]


def test_every_word_must_be_found_somewhere_in_the_record(ctl, found):
    ctl("member add 巨化集团有限公司 --note 理事长单位")
    ctl("member add 巨化股份公司")
    assert found("巨化", "理事长") == ["M1"]
    assert found("巨化") == ["M1", "M2"]
    assert found("巨化", "没有") == []


def test_words_that_stand_together_in_a_name_find_it_first(ctl, found):
    ctl("member add", "Ltd Acme Co")
    ctl("member add", "Acme Co Works")
    assert found("acme", "co") == ["M2", "M1"]


def test_names_of_every_kind_subjects_notes_and_quotes_are_searched(ctl):
    ctl("member add 甲公司")
    ctl("site add M1 甲北基地")
    ctl("visit add 2026-05-14 M1 谈甲醇 --summary 也谈乙烯")
    ctl("follow-up add V1 补报甲醇产能")
    ctl("capacity add M1 甲醇 6万吨/年 --source 公告", "--quote", "甲醇年产6万吨", "--year", 2025)
    rows = ctl("find 甲 --json").json
    assert [(row["kind"], row["id"], row["field"]) for row in rows] == [
        ("member", "M1", "name"), ("site", "S1", "name"), ("product", "P1", "name"), ("visit", "V1", "subject"), ("follow_up", "F1", "text"),
        ("capacity", "C1", "quote")]
    assert rows[0] == {"kind": "member", "id": "M1", "name": "甲公司", "field": "name", "text": "甲公司"}
    assert ctl("find 乙烯 --json").json == [{"kind": "visit", "id": "V1", "name": "谈甲醇", "field": "summary", "text": "也谈乙烯"}]


@pytest.mark.parametrize(("name", "word"), [
    ("曾氏化工厂", "zengshi"), ("单氏电子厂", "shanshi"), ("仇氏阀门厂", "qiushi"), ("重庆制药厂", "chongqing"), ("厦门钨材厂", "xmwcc"),
    ("解氏机械厂", "xieshi"),
])
def test_surnames_and_places_are_read_as_people_say_them(ctl, found, name, word):
    assert ctl("member add", name).code == 0
    assert found(word) == ["M1"]


def test_a_reading_that_is_wrong_is_mended_by_an_alias(ctl, found):
    ctl("member add 单仁化工厂")
    assert found("shanren") == []
    ctl("member alias M1 shanren")
    assert found("shanren") == ["M1"]


@pytest.mark.parametrize("word", ["蜃樓", "蜃楼", "ＪＨＪＴ", "M1", "m１", "锂电", "Ptfe"])
def test_either_script_full_width_ids_and_two_characters_find(ctl, demo, word):
    assert ctl("find --json", word, db=demo).json


def test_what_was_removed_or_is_personal_is_not_found(ctl, found):
    ctl("member add 甲公司 --contact 张三丰 --alias 甲老厂")
    assert found("张三丰") == []
    ctl("member remove M1")
    assert found("甲公司") == found("甲老厂") == found("M1") == []


@pytest.mark.parametrize("word", ["%", "_", "\\", "'", "*", "\x00", "[x]"])
def test_no_sign_is_a_wildcard(ctl, demo, word):
    assert all(word in row["text"] for row in ctl("find --json", word, db=demo).json)


def test_off_a_terminal_the_words_are_plain_and_on_one_they_are_marked(ctl):
    ctl("member add 巨化集團有限公司")
    assert ctl("find 集团").out == "类别\t编号\t名称\t所在项\t原文\n成员\tM1\t巨化集團有限公司\t单位名称\t\n"
    assert "巨化\x1b[1;33m集團\x1b[0m有限公司" in ctl("find 集团 --format table --color always").out
    assert "\x1b" not in ctl("find 集团 --format table --color never").out


def test_initials_are_marked_on_the_characters_they_stand_for(ctl):
    ctl("member add 巨化集团")
    assert "\x1b[1;33m巨化\x1b[0m集团" in ctl("find jh --format table --color always").out


def test_a_long_text_is_shown_around_the_words_and_whole_in_json(ctl):
    ctl("member add 甲公司", "--note", "前" * 100 + "萤石" + "后" * 100)
    assert ctl("find 萤石").out.splitlines()[1].split("\t")[4] == "…" + "前" * 30 + "萤石" + "后" * 30 + "…"
    assert ctl("find 萤石 --json").json[0]["text"] == "前" * 100 + "萤石" + "后" * 100


def test_of_very_many_the_best_fifty_are_shown_with_the_count_and_data_holds_all(ctl, tmp_path):
    assert ctl("member add 甲公司").code == 0
    (tmp_path / "visits.csv").write_text("date,subject\n" + "".join(f"2025-05-14,谈甲醇 {number}\n" for number in range(1200)), "utf-8")
    assert ctl("import --as visit --yes", tmp_path / "visits.csv").code == 0
    shown = ctl("find 甲")
    assert [line.split("\t")[1] for line in shown.out.splitlines()[1:]] == ["M1", *(f"V{number}" for number in range(1, 50))]
    assert shown.err == "共找到 1,201 条，这里是最前面的 50 条；再加一个词可以缩小范围，全部：alliancectl find --format csv 甲\n"
    assert ctl("find 甲 --lang en -q").err == ""
    every = ["M1", *(f"V{number}" for number in range(1, 1201))]
    assert [row["id"] for row in ctl("find 甲 --json").json] == every
    assert [line.split(",")[1] for line in ctl("find 甲 --format csv").out.splitlines()[1:]] == every


def test_nothing_to_find_is_a_usage_error_and_nothing_found_is_an_empty_list(ctl):
    assert ctl("find").code == 2
    assert ctl("find", " ").code == 2
    assert ctl("find 没有 --json") == (0, "[]\n", "")


# ---- list WORDS ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_takes_words_and_refuses_an_unknown_field(ctl, demo, kind):
    assert ctl(f"{kind} list 没有这样的词 --json", db=demo) == (0, "[]\n", "")
    refused = ctl(f"{kind} list nofield:x --json", db=demo)
    assert (refused.code, refused.error["error"]) == (2, "unknown-query-field")
    assert ctl(f"{kind} list nofield+", db=demo).code == 2


def test_what_is_left_out_is_no_row_of_options(ctl, demo, listed):
    assert listed(f"follow-up list --db {demo} state:open -owner:秘书处 due-") == ["F8", "F5", "F6"]
    assert ctl("follow-up list -x", db=demo).code == 2


def test_the_examples_of_the_help_find_something(ctl, demo):
    for kind in KINDS:
        page = ctl(f"{kind} list -h").out
        for line in page.splitlines():
            if line.strip().startswith("alliancectl "):
                assert ctl(line.strip().removeprefix("alliancectl "), "--json", db=demo).json, line


def test_a_suggestion_is_made_for_a_misspelt_field(ctl):
    said = ctl("visit list levle:省级").err
    assert "是不是 level" in said
    assert ":levle:省级" in said


def test_what_only_may_lie_in_the_period_is_said_beside_the_list(ctl, demo):
    said = ctl("visit list date:2026-01", db=demo)
    assert "V19" in said.out
    assert said.err == "其中 1 条只是可能在所问的时段内：V19\n"
    assert ctl("visit list date:2024-03", db=demo).err == ""


def test_a_site_with_a_traditional_name_is_found_in_simplified_and_back(ctl, listed):
    ctl("member add 東陽光化學")
    ctl("site add M1 宜昌厂 --note 備註：萤石")
    assert listed("member list 东阳光") == listed("member list 東陽光") == ["M1"]
    assert listed("site list 备注") == listed("site list note:備註") == ["S1"]


def test_two_searches_joined_by_or_and_a_sort_over_both(listed, demo):
    assert listed(f"visit list --db {demo} headcount:30 , headcount:18 date-") == ["V23", "V10"]


def test_query_words_are_kept_under_a_name(ctl, demo, listed):
    assert ctl("saved-query add 逾期", "state:open due:..2026-05 due-", db=demo).out == "Q1\n"
    assert ctl("saved-query add 逾期 x", db=demo).code == 4
    assert listed(f"follow-up list --db {demo} @逾期") == ["F8", "F5"]
    assert listed(f"follow-up list --db {demo} @逾期 -owner:蜃楼") == ["F5"]
    refused = ctl("follow-up list @过期 --json", db=demo)
    assert (refused.code, refused.error["error"]) == (3, "no-saved-query")
    assert "逾期" in refused.error["fix"]


def test_a_saved_query_keeps_quoted_words_together_and_an_open_quote_is_a_sign(ctl, listed):
    ctl("member add", "Acme Co")
    ctl("member add", "Co O'Neil Acme")
    ctl("saved-query add a", '"acme co"')
    ctl("saved-query add b", "O'Neil acme")
    assert (listed("member list @a"), listed("member list @b")) == (["M1"], ["M2"])
