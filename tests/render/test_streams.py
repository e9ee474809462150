"""A table whose rows are read while they are shown looks like one whose rows are all there, in every format."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.render import STREAMED, renderer
from alliancectl.render.strips import widths
from alliancectl.reports.model import Cell, Column, Report, Section, Stream, Strip, Table, held
from alliancectl.text import Text
from alliancectl.values.clean import width

NONE = Text("", "")
COLUMNS = (Column("id", Text("编号", "id")), Column("words", Text("原文", "as written")), Column("number", Text("人数", "people"), "right"))
SOME = st.text(st.characters(codec=None, exclude_categories=()), max_size=12) | st.sampled_from(["=1+1", "巨化集团，有限公司", "a,b", 'say "x"', "1. item", "é\u0301" * 9, ""])


def _cell(kept: tuple[str, int]) -> Cell:
    return Cell(Text(f"{kept[0]} 人", f"{kept[0]} people"), kept[1])


def _blocks(rows: list[tuple[str | None, tuple[str, int] | None]], size: int) -> list[tuple[Strip, ...]]:
    return [(Strip("id", [f"V{at}" for at in range(start, start + len(rows[start:start + size]))]),
             Strip("words", [row[0] for row in rows[start:start + size]]),
             Strip("number", [row[1] for row in rows[start:start + size]], lambda kept: None if kept is None else _cell(kept)))
            for start in range(0, len(rows), size)]


def _report(rows: Any) -> Report:
    return Report("x", Text("题", "title"), (Section("x", NONE, (Table("x", Text("表", "table"), COLUMNS, rows),)),))


ROWS = st.lists(st.tuples(st.none() | SOME, st.none() | st.tuples(SOME, st.integers(0, 99))), max_size=9)


@pytest.mark.parametrize("form", ["plain", "csv", "md", "table"])
@settings(max_examples=60)
@given(rows=ROWS, size=st.integers(1, 4), lang=st.sampled_from(["zh", "en"]))
def test_rows_that_are_read_in_blocks_look_like_rows_that_are_there(form: str, rows: list[Any], size: int, lang: Any) -> None:
    blocks = _blocks(rows, size)
    assert "".join(renderer(form)(_report(Stream(blocks)), lang)) == "".join(renderer(form)(held(_report(Stream(blocks))), lang))


@pytest.mark.parametrize("form", ["plain", "csv", "md", "table"])
@pytest.mark.parametrize("size", [7, 200, 1000])
def test_many_rows_look_the_same_in_blocks_of_any_size(form: str, size: int) -> None:
    rows = [(f"第 {at} 次调研" * (1 + (at > 450) * 9), (f"{at % 7}", at % 7) if at % 3 else None) for at in range(1203)]
    shown = {"".join(renderer(form)(report, "zh")) for report in (_report(Stream(_blocks(rows, size))), held(_report(Stream(_blocks(rows, size)))))}
    assert len(shown) == 1
    assert f"V{len(rows) - 1}" in shown.pop()


@pytest.mark.parametrize("form", ["json", "jsonl"])
@settings(max_examples=60)
@given(rows=ROWS, size=st.integers(1, 4))
def test_data_in_blocks_is_written_as_its_objects_are(form: str, rows: list[Any], size: int) -> None:
    def said(kept: Any) -> Any:
        return [] if kept is None else {"text": kept[0], "value": kept[1], "label": Text(kept[0], kept[0])}

    blocks = [(ids, words, numbers._replace(made=said)) for ids, words, numbers in _blocks(rows, size)]
    objects = [{"id": f"V{at}", "words": words, "number": said(number)} for at, (words, number) in enumerate(rows)]
    reports = [Report("x", NONE, (), data=data) for data in (Stream(blocks), objects)]
    streamed, whole = ("".join(renderer(form)(report, "zh")) for report in reports)
    assert streamed == whole


@pytest.mark.parametrize("form", sorted(STREAMED - {"json", "jsonl"}))
def test_a_format_holds_no_more_than_three_blocks(form: str) -> None:
    """Of 50 blocks of 200 rows: the one that is shown, the one before it, the one that is fetched to see whether there are more."""
    taken = [0]

    def blocks() -> Any:
        for start in range(50):
            taken[0] += 1
            yield (Strip("id", [f"V{start}-{at}" for at in range(200)]), Strip("words", ["x"] * 200), Strip("number", [None] * 200))

    for chunk in renderer(form)(_report(Stream(blocks())), "en"):
        last = max((start for start in range(50) if f"V{start}-0" in chunk), default=None)
        assert last is None or taken[0] - last <= 3
    assert taken[0] == 50


def test_a_stream_without_rows_is_as_good_as_no_rows() -> None:
    assert not Stream([])
    assert [*Stream(_blocks([("a", None)], 1))] == [{"id": Cell("V0", "V0"), "words": Cell("a", "a")}]
    for form in ("plain", "csv", "md", "table", "html"):
        assert "".join(renderer(form)(_report(Stream([])), "zh")) == "".join(renderer(form)(_report(()), "zh"))


@given(st.lists(SOME, max_size=6))
def test_the_widths_of_many_texts_at_once_are_those_of_each(texts: list[str]) -> None:
    texts = [text.replace("\n", " ") for text in texts if not any("\ud800" <= character <= "\udfff" for character in text)]
    assert widths(texts) == [width(text) for text in texts]
