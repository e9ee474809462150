"""A query over one kind: what each field finds, in either language and script, and that nothing in a word is a wildcard or SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliancectl.actions.settle import Desk
from alliancectl.errors import BadQueryValue, QueryBackwards, UnknownQueryField
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.reports.listing import RANKS, ranks_of
from alliancectl.store import search
from alliancectl.store.file import reading
from alliancectl.store.reach import OF_SPELLS, reaches
from alliancectl.store.records import records
from alliancectl.values.query import Query, Term, query

QUERIED = [kind for kind in KINDS.values() if "list" in kind.verbs]
KINDS_AND_FIELDS = [(kind, key) for kind in QUERIED for key in reaches(kind)]


@pytest.fixture(scope="module")
def connection(_example: Any) -> Iterator[sqlite3.Connection]:
    with reading(str(_example)) as opened:
        yield opened


@pytest.fixture
def codes(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch):
    """The typed ids that query words find."""
    monkeypatch.setenv("ALLIANCECTL_TODAY", "2026-06-30")

    def codes(kind: str, *words: str) -> list[str]:
        return [f"{KINDS[kind].letter}{number}" for number in search.found(connection, KINDS[kind], query(words), Desk(connection).known).numbers]

    return codes


# ---- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "member"), [
    ("巨化", "M1"), ("巨化集團", "M1"), ("juhua", "M1"), ("jhjt", "M1"), ("JHJT", "M1"), ("ｊｈｊｔ", "M1"), ("化集", "M1"), ("M1", "M1"), ("m１", "M1"),
    ("蜃楼锂", "M10"), ("蜃樓鋰", "M10"), ("巨 化", "M1"),
])
def test_a_member_is_found_by_a_part_of_its_name_in_either_script_by_pinyin_and_by_id(codes, word, member):
    assert codes("member", word) == [member]


@pytest.mark.parametrize("part", ["化集", "化集團", "juhua", "jhjt"])
def test_a_reference_is_offered_by_a_part_in_either_script(connection, part):
    assert [ref.code for ref in Desk(connection).nearest(KINDS["member"], part)] == ["M1"]


def test_all_words_must_be_there_and_a_comma_is_or(codes):
    assert codes("member", "氟", "股份") == ["M3"]
    assert codes("member", "股份", ",", "巨化") == ["M1", "M3"]


def test_a_word_is_looked_for_in_the_names_of_what_a_record_points_at(codes):
    assert codes("visit", "巨化") == ["V1"]
    assert set(codes("follow_up", "聚四氟乙烯")) == {"F5"}
    assert codes("capacity", "ptfe", "id:C6..C7") == ["C6", "C7"]


def test_a_word_is_looked_for_in_quotes_and_an_amount_as_written(codes):
    assert codes("capacity", "6万吨") == ["C1"]
    assert codes("capacity", "quote:年产") == codes("capacity", "原文:年产") == ["C29", "C39"]


@pytest.mark.parametrize("word", ["%", "_", "\\", "'", '"', "*", "?", "[", "x' OR 1=1 --", "%%", "巨_", "M1 OR"])
def test_nothing_in_a_word_is_a_wildcard_or_sql(codes, word):
    assert codes("member", f":{word}") == []   # no text of a member of the example holds any of these signs


def test_personal_fields_are_looked_in_only_when_named(ctl):
    assert ctl("member add 甲公司 --contact 张三丰 --phone 13800001111").code == 0
    assert [row["id"] for row in ctl("member list 张三丰 --json").json] == []
    assert [row["id"] for row in ctl("member list 1380000 --json").json] == []
    assert [row["id"] for row in ctl("member list contact:张三丰 --json").json] == ["M1"]


# ---- fields -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "words", "found"), [
    ("member", ["kind:企业", "chain:装备"], ["M8"]),
    ("member", ["kind:enterprise", "chain:equipment"], ["M8"]),
    ("member", ["rank:理事长单位"], ["M1"]),
    ("member", ["rank:chair"], ["M1"]),
    ("member", ["级别:chair"], ["M1"]),
    ("member", ["left:2025"], ["M12"]),
    ("member", ["joined:2025..2026"], ["M16", "M17"]),
    ("member", ["alias:巨化"], ["M1"]),
    ("member", ["id:M3..M5"], ["M3", "M4", "M5"]),
    ("member", ["id:..m2", ",", "id:M17"], ["M1", "M2", "M17"]),
    ("visit", ["level:省级", "date:2024"], ["V3"]),
    ("visit", ["member:M1"], ["V1"]),
    ("visit", ["members:巨化"], ["V1"]),
    ("visit", ["from:科学技术厅", "date:2026"], ["V21"]),
    ("visit", ["headcount:18"], ["V23"]),
    ("visit", ["headcount:18..30"], ["V10", "V23"]),
    ("visit", ["date:2025-11..2025-12-31"], ["V18", "V17", "V19"]),
    ("visit", ["date:unknown"], ["V1"]),
    ("visit", ["date:某年6月20日"], ["V1"]),
    ("visit", ["members:", "date:2025"], ["V16"]),
    ("follow_up", ["state:open", "due:..2025"], ["F5"]),
    ("follow_up", ["state:未办结", "due:"], ["F6"]),
    ("follow_up", ["visit:V12"], ["F5"]),
    ("capacity", ["amount:6万吨/年"], ["C1"]),
    ("capacity", ["amount:60 kt/y"], ["C1"]),
    ("capacity", ["amount:200万吨/年.."], ["C8"]),
    ("capacity", ["amount:≥200万吨/年"], ["C8"]),
    ("capacity", ["amount:5..6万吨/年", "status:operating", "product:PVDC"], ["C1"]),
    ("capacity", ["amount:不详"], ["C10"]),
    ("capacity", ["product:PVDC", "-status:拟建", "-as_of:1999"], ["C1", "C2"]),
    ("product", ["unit:件/年"], ["P8"]),
    ("source", ["kind:return"], ["R9", "R10", "R11"]),
])
def test_a_field_finds_what_it_holds(codes, kind, words, found):
    assert sorted(codes(kind, *words)) == sorted(found)


@pytest.mark.parametrize("kind", QUERIED, ids=lambda kind: kind.key)
def test_every_value_is_found_by_itself_in_its_field(connection, codes, kind: Kind):
    for one in records(connection, kind):
        for key, reach in reaches(kind).items():
            values = one.entries(key) if reach.field.many else [one[key]] if key != "id" else [one.ref]
            for value in values:
                if value is not None:
                    assert one.code in codes(kind.key, f"{key}:{reach.type.typed(value)}"), key


@pytest.mark.parametrize(("kind", "key"), KINDS_AND_FIELDS, ids=lambda part: getattr(part, "key", part))
def test_a_field_is_empty_or_not_and_every_field_sorts_with_the_empty_ones_last(codes, kind: Kind, key: str):
    empty, filled, every = codes(kind.key, f"{key}:"), codes(kind.key, f"-{key}:"), codes(kind.key)
    assert sorted(empty + filled) == sorted(every)
    for sign in "+-":
        ordered = codes(kind.key, key + sign)
        assert sorted(ordered) == sorted(every)
        assert set(ordered[len(ordered) - len(empty):]) == set(empty) or key == "amount"


def test_what_spells_say_of_a_member_is_what_the_list_shows(connection, codes):
    for number, values in ranks_of(records(connection, KINDS["membership"])).items():
        for field in RANKS:
            shown = "" if values[field.key] is None else field.type.typed(values[field.key])
            assert f"M{number}" in codes("member", f"{field.key}:{shown}")
    assert [field.key for field in RANKS] == [*OF_SPELLS]


def test_a_field_has_its_option_and_its_chinese_label_as_names(codes):
    assert codes("visit", "member:M3") == codes("visit", "members:m3") != []
    assert codes("visit", "主题:年度") == codes("visit", "subject:年度") != []


# ---- order --------------------------------------------------------------------------------------------------------


def test_lists_sort_by_days_numbers_amounts_the_order_of_a_list_and_the_sound_of_a_name(codes):
    assert codes("visit", "date-")[:3] == ["V23", "V22", "V21"]
    assert codes("visit", "headcount-")[:3] == ["V10", "V23", "V17"]
    assert codes("capacity", "product:PVDC", "amount-")[:3] == ["C1", "C2", "C5"]
    assert codes("member", "rank+")[:3] == ["M1", "M2", "M3"]
    assert codes("member", "name+")[:2] == ["M7", "M15"]   # fanghu, before haishi


def test_two_orders_are_first_the_one_then_the_other(codes):
    assert codes("visit", "direction+", "headcount-")[:2] == ["V10", "V23"]


# ---- periods ------------------------------------------------------------------------------------------------------


def test_what_may_lie_in_a_period_is_there_and_named_what_certainly_does_is_not(connection):
    found = search.found(connection, KINDS["visit"], query(["date:2026-01"]), Desk(connection).known)
    assert set(found.numbers) == {19, 20}
    assert [*found.maybe] == [19]


def test_an_approximate_or_uncertain_date_is_in_no_period_for_certain(connection):
    found = search.found(connection, KINDS["capacity"], query(["as_of:2013", "product:PVDC"]), Desk(connection).known)
    assert [*found.maybe] == [*found.numbers] == [2, 3, 4]


def test_a_period_left_out_leaves_out_what_may_lie_in_it_and_keeps_what_has_no_date(codes):
    assert "V19" not in codes("visit", "-date:2026-01")
    assert "V1" in codes("visit", "-date:2026-01")


# ---- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["levle:省级", "levle+", "-levle:", "levle:a..b"])
def test_an_unknown_field_is_refused_with_what_was_perhaps_meant(codes, word):
    with pytest.raises(UnknownQueryField) as refused:
        codes("visit", word)
    assert "did you mean level" in refused.value.says()
    assert refused.value.exit == 2


@pytest.mark.parametrize(("word", "said"), [
    ("date:2024-13", "2024-13"), ("date:5/6", "5/6"), ("level:省部", "省部"), ("headcount:many", "many"), ("accompanied_open:perhaps", "perhaps"),
])
def test_a_value_that_the_field_cannot_have_is_refused_with_its_reason(codes, word, said):
    with pytest.raises(BadQueryValue) as refused:
        codes("visit", word)
    assert said in refused.value.says()
    assert refused.value.mend()
    assert refused.value.exit == 2


@pytest.mark.parametrize(("kind", "word"), [("visit", "date:2025..2024"), ("visit", "headcount:9..3"), ("member", "id:M9..M3")])
def test_a_range_backwards_is_refused(codes, kind, word):
    with pytest.raises(QueryBackwards):
        codes(kind, word)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(list(reaches(KINDS["visit"]))), text=st.text(max_size=8), negated=st.booleans())
def test_any_value_of_any_field_finds_or_is_refused_and_the_rest_is_what_is_left(connection, field, text, negated):
    kind, known = KINDS["visit"], Desk(connection).known
    try:
        asked = search.found(connection, kind, Query(((Term(field, text.strip(), negated),),)), known).numbers
        other = search.found(connection, kind, Query(((Term(field, text.strip(), not negated),),)), known).numbers
    except BadQueryValue:
        return
    assert sorted([*asked, *other]) == [one.id for one in records(connection, kind)]
