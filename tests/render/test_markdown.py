from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from alliancectl.render import markdown
from alliancectl.reports.model import Cell, Column, Prose, Report, Section, Table
from alliancectl.text import Text
from alliancectl.values.clean import visible, width

NONE = Text("", "")
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)


def shown(report: Report, lang="zh") -> str:
    return "".join(markdown.render(report, lang))


def html(text: str) -> str:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)


def plain(fragment: str) -> str:
    text = re.sub(r"<[^>]*>", "", fragment.replace("<br />\n", "\n"))
    for entity, character in {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}.items():
        text = text.replace(entity, character)
    return text.replace("\xa0", " ")


def of_texts(rows) -> Report:
    columns = (Column("a", Text("甲", "a")), Column("b", Text("乙", "b"), "right"))
    return Report("x", Text("题", "title"), (Section("x", NONE, (Table("x", NONE, columns, rows),)),))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(any_text, any_text), min_size=1, max_size=4))
def test_a_reader_of_markdown_sees_each_cell_as_it_is(rows):
    page = html(shown(of_texts(tuple({"a": Cell(a), "b": Cell(b)} for a, b in rows))))
    cells = [plain(cell).split() for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)]
    assert cells == [visible(text).split() for row in rows for text in row]


@settings(max_examples=80, deadline=None)
@given(any_text)
def test_a_reader_of_markdown_sees_prose_as_it_is(text):
    page = html(shown(Report("x", NONE, (Section("x", NONE, (Prose("x", text),)),))))
    wanted = [visible(line) for line in re.split(r"\r\n|\n|\r", text)]
    assert plain(page).split() == " ".join(wanted).split()
    assert not re.search(r"<(pre|ul|ol|blockquote|em|strong|a|img|h2|hr)\b", page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_are_aligned_in_the_source_too(report, lang):
    tables = re.findall(r"(?:^\|.*\|\n)+", shown(report, lang), re.MULTILINE)
    assert len(tables) == 4
    for table in tables:
        assert len({width(line) for line in table.splitlines()}) == 1


def test_marks_have_their_legend_at_the_end(report):
    here = shown(report)
    assert here.index("60,000–80,000 !") < here.index("- ! 来源不一致，尚未取定")
    assert "60,000 \\<\\~" in here


def test_an_unaligned_cell_does_not_widen_the_whole_column():
    here = shown(of_texts(({"a": Cell("长" * 100)}, {"a": Cell("短")})))
    assert "| 短  |" in here
