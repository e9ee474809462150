"""The words of a query: what each sign means, and that a word is never more than a word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.errors import QueryWithoutWord, SavedInItself
from alliancectl.values.query import Query, Sort, Term, query, shielded


def terms(*words: str) -> list[Term]:
    return list(query(words).terms)


def test_words_without_a_field_are_looked_for_everywhere_and_all_must_hold():
    assert query(["巨化", "年度 走访"]) == Query(((Term("", "巨化"), Term("", "年度 走访")),))


def test_nothing_asked_is_everything():
    assert query([]) == query(["", "  "]) == Query()


@pytest.mark.parametrize(("word", "term"), [
    ("state:open", Term("state", "open")),
    ("as-of:2025", Term("as_of", "2025")),
    ("AS_OF:2025", Term("as_of", "2025")),
    ("note:", Term("note", "")),
    ("-level:省级", Term("level", "省级", True)),
    ("级别:理事长单位", Term("级别", "理事长单位")),
    ("title:Acme Co., Ltd", Term("title", "Acme Co., Ltd")),
    ("url:https://example.org/a:b", Term("url", "https://example.org/a:b")),
    ("date:2024..2025", Term("date", "2024..2025", low="2024", high="2025")),
    ("date:..2025", Term("date", "..2025", low="", high="2025")),
    ("date:2024..", Term("date", "2024..", low="2024", high="")),
    ("as_of:../2011", Term("as_of", "../2011")),
    ("as_of:2011/..", Term("as_of", "2011/..")),
])
def test_a_field_and_what_it_is_to_hold(word, term):
    assert terms(word) == [term]


@pytest.mark.parametrize(("typed", "plain"), [
    ("state：open", "state:open"), ("－level:省级", "-level:省级"), ("−level：省级", "-level:省级"), ("date:2024．．2025", "date:2024..2025"),
    ("date＋", "date+"), ("date－", "date-"), ("，", ","),
])
def test_full_width_signs_are_signs(typed, plain):
    read, wanted = query(["a", typed, "b"]), query(["a", plain, "b"])
    assert [(t.field, t.negated, t.low, t.high) for t in read.terms] == [(t.field, t.negated, t.low, t.high) for t in wanted.terms]
    assert (read.order, len(read.alternatives)) == (wanted.order, len(wanted.alternatives))


@pytest.mark.parametrize(("word", "text"), [
    ("9月23日公司公告:PVDC", "9月23日公司公告:PVDC"), ("10:30", "10:30"), (":http://x", "http://x"), (":Na+", "Na+"), ("C++", "C++"),
    ("Co.,Ltd", "Co.,Ltd"), ("2024..2025", "2024..2025"), ("100%", "100%"),
])
def test_what_only_looks_like_a_sign_is_a_word(word, text):
    assert terms(word) == [Term("", text)]


def test_a_word_in_front_of_which_stands_a_minus_must_not_be_there():
    assert terms("-巨化", "-:PVDC") == [Term("", "巨化", True), Term("", "PVDC", True)]


def test_a_comma_between_words_is_or_and_a_spare_one_is_nothing():
    assert query(["巨化", "state:open", ",", "乌有"]).alternatives == ((Term("", "巨化"), Term("state", "open")), (Term("", "乌有"),))
    assert query([",", "巨化", ","]).alternatives == ((Term("", "巨化"),),)


def test_a_sign_behind_a_field_sorts_the_whole_answer():
    assert query(["巨化", "date-", ",", "乌有", "level+"]).order == (Sort("date", True), Sort("level"))


@pytest.mark.parametrize("word", ["-", ":", "-:", "－"])
def test_a_sign_alone_is_refused(word):
    with pytest.raises(QueryWithoutWord) as refused:
        query([word])
    assert word in refused.value.says()
    assert refused.value.exit == 2


def test_a_minus_in_front_of_a_field_is_no_option():
    assert shielded(["-owner:秘书处", "-巨化", "-:PVDC", "--json", "-o", "x.csv", "-q", "a-b", "--", "-n:x"]) == [
        "−owner:秘书处", "−巨化", "−:PVDC", "--json", "-o", "x.csv", "-q", "a-b", "--", "-n:x"]


@settings(max_examples=200)
@given(st.lists(st.text(max_size=12), max_size=4))
def test_any_words_are_read_or_refused_by_name(words):
    try:
        read = query(words)
    except QueryWithoutWord:
        return
    assert all(terms for terms in read.alternatives)
    assert all(term.text or term.field for term in read.terms)


@settings(max_examples=100)
@given(st.text(min_size=1, max_size=12).filter(str.strip))
def test_a_colon_in_front_makes_anything_a_word(text):
    assert terms(":" + text) == [Term("", text.strip())]


# ---- saved queries ------------------------------------------------------------------------------------------------

SAVED = {"late": ["state:open", "due:..2025"], "two": ["a", ",", "b", "date-"], "both": ["@two", "@late"], "self": ["x", "@self"], "none": []}


def test_a_saved_query_stands_in_brackets():
    assert query(["@two", "c"], SAVED.__getitem__) == Query(
        ((Term("", "a"), Term("", "c")), (Term("", "b"), Term("", "c"))), (Sort("date", True),))
    assert query(["c", "＠two", ",", "d"], SAVED.__getitem__).alternatives == (
        (Term("", "c"), Term("", "a")), (Term("", "c"), Term("", "b")), (Term("", "d"),))


def test_a_saved_query_may_use_another_but_not_itself():
    assert len(query(["@both"], SAVED.__getitem__).alternatives) == 2
    assert query(["@none"], SAVED.__getitem__) == Query()
    with pytest.raises(SavedInItself):
        query(["@self"], SAVED.__getitem__)


def test_an_at_sign_is_a_word_behind_a_colon_and_where_nothing_is_saved():
    assert query([":@late"], SAVED.__getitem__).terms == (Term("", "@late"),)
    assert terms("@late", "@") == [Term("", "@late"), Term("", "@")]
