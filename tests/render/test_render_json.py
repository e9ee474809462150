from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.render import renderer
from alliancectl.reports.model import Prose, Report, Section
from alliancectl.text import Text

NONE = Text("", "")
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)


def shown(report: Report, form="json", lang="zh") -> str:
    return "".join(renderer(form)(report, lang))


def of_records(records) -> Report:
    return Report("x list", NONE, (), data=records)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(any_text, any_text | st.integers() | st.none() | st.lists(any_text)), max_size=4))
def test_records_come_back_exactly_and_nothing_unseen_is_raw(records):
    for form, read in (("json", json.loads), ("jsonl", lambda text: [json.loads(line) for line in text.splitlines()])):
        text = shown(of_records(records), form)
        assert read(text) == json.loads(json.dumps(records))
        assert not [c for c in text if c != "\n" and not c.isprintable() and not c.isspace()]
        assert text.encode("utf-8", "strict").decode() == text


def test_chinese_stays_readable_and_texts_speak_the_language_of_the_run():
    record = {"name": "巨化集团", "kind": Text("企业", "enterprise"), "chain": [Text("上游", "upstream")]}
    assert shown(of_records([record]), "jsonl") == '{"name":"巨化集团","kind":"企业","chain":["上游"]}\n'
    assert shown(of_records([record]), "jsonl", "en") == '{"name":"巨化集团","kind":"enterprise","chain":["upstream"]}\n'


def test_what_a_terminal_would_obey_is_escaped_and_means_the_same():
    text = "\x1b[31m \x9b \u202e \udc80 \U000e0041 \u3000"
    assert shown(of_records([text]), "jsonl") == '"\\u001b[31m \\u009b \\u202e \\udc80 \\udb40\\udc41 \u3000"\n'


def test_the_records_of_a_list_may_still_be_on_their_way():
    assert json.loads(shown(of_records(iter([{"id": "M1"}, {"id": "M2"}])))) == [{"id": "M1"}, {"id": "M2"}]
    assert shown(of_records({"id": "M1"} for _ in range(2)), "jsonl") == '{"id":"M1"}\n' * 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_without_data_of_its_own_is_its_figures_and_sections(report, lang):
    data = json.loads(shown(report, "json", lang))
    assert list(data) == ["schema", "key", "title", "head", "figures", "sections"]
    assert list(data["figures"]["members.end"]) == [
        "value", "low", "high", "unit", "as_of", "previous", "change", "percent", "marks", "records", "sources",
    ]
    assert data["figures"]["capacity.P1.operating"]["low"] == "60000"
    table = data["sections"][0]["blocks"][0]
    assert [column["key"] for column in table["columns"]] == ["what", "before", "now", "change"]


def test_a_column_of_figures_holds_figures_or_null_and_the_words_stand_beside(report):
    table = json.loads(shown(report))["sections"][0]["blocks"][0]
    assert [row["now"] for row in table["rows"]] == [121, 1204, None]
    assert table["evidence"][-1] == {
        "in": "rows", "row": 2, "column": "now", "text": "60,000–80,000", "marks": ["conflict"],
        "records": ["C1", "C7"], "sources": ["R1", "R9"],
    }


def test_a_report_is_one_json_line_too(report):
    assert shown(report, "jsonl").count("\n") == 1
    assert json.loads(shown(report, "jsonl")) == json.loads(shown(report))


def test_a_report_without_data_prints_its_sections():
    report = Report("gaps", Text("缺口", "gaps"), (Section("a", NONE, (Prose("p", Text("无", "none")),)),))
    data = json.loads(shown(report, "json", "en"))
    assert (data["schema"], data["key"], data["title"]) == (1, "gaps", "gaps")
    assert data["sections"][0]["blocks"] == [{"key": "p", "title": None, "text": "none"}]


def test_an_empty_dict_is_data_too():
    assert shown(of_records({})) == "{}\n"
