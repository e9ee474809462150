from __future__ import annotations

from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.render import plain
from alliancectl.reports.model import Cell, Column, Report, Section, Table
from alliancectl.text import Text
from alliancectl.values.clean import visible

NONE = Text("", "")


def shown(report: Report, lang="zh") -> str:
    return "".join(plain.render(report, lang))


def of_texts(rows) -> Report:
    columns = (Column("a", Text("甲", "a")), Column("b", Text("乙", "b")))
    return Report("x", Text("题", "title"), (Section("x", NONE, (Table("x", Text("表", "table"), columns, rows),)),))


def test_a_listing_is_a_header_and_its_rows_and_nothing_else(listing):
    lines = shown(listing(300), "en").split("\n")
    assert lines[0] == "id\tjoined\tname\tkind\tcapacity (t/a)\tnote"
    assert lines[1] == "M1\t2011-06-25\t浙江大学\tenterprise\t37\t"
    assert len(lines) == 302
    assert {line.count("\t") for line in lines[:-1]} == {5}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(*[st.text(st.characters(codec=None, exclude_categories=()), max_size=20)] * 2), max_size=6))
def test_whatever_is_in_a_cell_a_row_stays_a_line_of_the_same_fields(rows):
    report = of_texts(tuple({"a": Cell(a), "b": Cell(b)} for a, b in rows))
    lines = shown(report).split("\n")
    assert [tuple(line.split("\t")) for line in lines[1:-1]] == [(visible(a), visible(b)) for a, b in rows]


def test_marks_stand_in_words_so_that_no_legend_is_needed():
    rows = ({"a": Cell("6万", "60000", ("conflict", "carried")), "b": Cell("", None, ("gap",))},)
    assert shown(of_texts(rows)).endswith("\n6万 [冲突, 沿用]\t[缺]\n")
    assert shown(of_texts(rows), "en").endswith("\n6万 [conflict, carried]\t[gap]\n")


def test_an_absent_cell_is_an_empty_field():
    assert shown(of_texts(({"b": Cell("x")},))) == "甲\t乙\n\tx\n"


def test_lines_come_before_the_last_row_is_known():
    taken = []

    def rows():
        for number in range(10_000):
            taken.append(number)
            yield {"a": Cell(str(number))}

    assert "".join(islice(plain.render(of_texts(rows()), "zh"), 2)).startswith("甲\t乙\n0\t\n1\t\n")
    assert len(taken) < 1000


def test_a_table_without_rows_says_so_in_a_report(report):
    assert "退出的成员\n本年没有成员退出\n" in shown(report)
