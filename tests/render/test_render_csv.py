from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.errors import NoSuchTable, SeveralTables
from alliancectl.render.csv import render
from alliancectl.reports.model import Cell, Column, Prose, Report, Section, Table
from alliancectl.text import Text
from alliancectl.values.clean import from_sheet_cell

NONE = Text("", "")
_SIGNS = "=+-@\t\r＝＋－＠"
storable = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)) | st.sampled_from("\t\n=+-@'"), max_size=20)


def shown(report: Report, lang="zh", **options) -> str:
    return "".join(render(report, lang, **options))


def of_texts(texts) -> Report:
    columns = (Column("text", Text("文", "text")),)
    rows = tuple({"text": Cell(text)} for text in texts)
    return Report("x", NONE, (Section("x", NONE, (Table("x", NONE, columns, rows),)),))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


@settings(max_examples=100, deadline=None)
@given(st.lists(storable, max_size=6))
def test_what_a_record_may_hold_comes_back_exactly(texts):
    rows = read(shown(of_texts(texts), bom=False))
    assert rows[0] == ["text"]
    assert [from_sheet_cell("".join(row)) for row in rows[1:]] == texts


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(codec=None, exclude_categories=()), max_size=20), max_size=6))
def test_no_cell_is_a_formula_and_no_control_is_raw(texts):
    text = shown(of_texts(texts), bom=False)
    assert not [c for c in text if (ord(c) < 32 and c not in "\t\r\n") or 127 <= ord(c) < 160]
    for [cell] in (row or [""] for row in read(text)[1:]):
        assert cell.lstrip()[:1] not in [*_SIGNS] or re.fullmatch(r"[+-][\d,.eE+-]+%?", cell)
    assert text.encode()


def test_a_formula_is_text_and_a_negative_number_a_number():
    assert shown(of_texts(["=1+1", "-5.20", "＋x"]), bom=False) == "text\r\n'=1+1\r\n-5.20\r\n'＋x\r\n"


def test_people_get_a_bom_and_typed_values_in_either_language(listing):
    for lang in ("zh", "en"):
        lines = shown(listing(7), lang).split("\r\n")
        assert lines[0] == "\ufeffid,joined,name,kind,capacity,note"
        assert lines[7] == "M7,2011-06-25,中国科学院上海有机化学研究所,enterprise,259,"


def test_a_report_of_several_tables_asks_which(report):
    with pytest.raises(SeveralTables) as refused:
        render(report, "zh")
    assert refused.value.exit == 2
    assert "members.by_kind" in refused.value.says()
    assert "--section key.figures" in refused.value.mend()


@pytest.mark.parametrize("section", ["by_kind", "members.by_kind"])
def test_a_table_is_chosen_by_its_key(report, section):
    assert shown(report, section=section, bom=False) == "kind,start,end\r\n企业,80,82\r\n高等院校,38,39\r\n合计,118,121\r\n"


def test_a_section_with_one_table_is_chosen_by_its_key(report):
    assert shown(report, section="annex").startswith("\ufeffc1,c2,")


def test_a_section_with_two_tables_asks_again(report):
    with pytest.raises(SeveralTables) as refused:
        render(report, "zh", section="members")
    assert "members.by_kind, members.left" in refused.value.says()


def test_an_unknown_section_names_the_tables(report):
    with pytest.raises(NoSuchTable) as refused:
        render(report, "zh", section="nowhere")
    assert "nowhere" in refused.value.says()
    assert "annex.register" in refused.value.mend()


def test_a_report_of_prose_has_no_table():
    with pytest.raises(NoSuchTable):
        render(Report("x", NONE, (Section("x", NONE, (Prose("x", "y"),)),)), "zh")
