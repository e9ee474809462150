"""A table whose rows are read while they are shown looks like one whose rows are all there, in every format."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.render import STREAMED, renderer, shape
from alliancectl.render.parts import beside
from alliancectl.render.shape import GAP, Cells, Shape
from alliancectl.render.strips import measured, padded, widths, woven
from alliancectl.reports.model import Cell, Column, Report, Section, Stream, Strip, Table, held
from alliancectl.text import Text
from alliancectl.values.clean import fold_to, pad, visible, width

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


CALLS = 130   # of a block of 200 rows
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


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("value", [None, True, 1.5, "", 'say "x" \\ y', "a\nb\u202e", {}, [], {"a": 1}, {"a": "\n", "b": None}, [1, "x"],
                                   {"a": {"b": [1]}}, [{"a": 1}], {"a": []}, {"a": Text("甲", "a")}], ids=repr)
def test_a_value_of_any_shape_is_written_alike_in_blocks_and_alone(form: str, value: Any) -> None:
    blocks = [(Strip("id", ["V1", "V2"]), Strip("value", [1, 2], lambda _: value), Strip("same", [None, None]))]
    objects = [{"id": f"V{at}", "value": value, "same": None} for at in (1, 2)]
    streamed, whole = ("".join(renderer(form)(Report("x", NONE, (), data=data), "zh")) for data in (Stream(blocks), objects))
    assert streamed == whole


@given(st.lists(st.none() | SOME, min_size=1, max_size=4).flatmap(lambda heads: st.tuples(st.just(heads), st.integers(1, 5))))
def test_woven_pieces_are_the_rows_one_after_the_other(case: tuple[list[str | None], int]) -> None:
    pieces, rows = case[0], case[1]
    columns = [[f"{at}.{row} " for row in range(rows)] if piece is None else piece for at, piece in enumerate(pieces)]
    wanted = [column if isinstance(column, str) else column[row] for row in range(rows) for column in columns]
    assert woven(columns, rows) == "".join(wanted)


def _calls(form: str, rows: int) -> int:
    """How many Python functions a list of so many rows calls, in blocks of 200 with values that come again."""
    some = [(f"第 {at} 次调研", (f"{at % 7}", at % 7)) for at in range(rows)]
    said = Stream((ids, words, numbers._replace(made=lambda kept: kept[1])) for ids, words, numbers in _blocks(some, 200))
    report = _report(Stream(_blocks(some, 200)))._replace(data=said if form in ("json", "jsonl") else None)
    called = [0]

    def count(frame: object, event: str, _: object) -> None:
        called[0] += event == "call"

    sys.setprofile(count)
    try:
        "".join(renderer(form)(report, "zh"))
    finally:
        sys.setprofile(None)
    return called[0]


@pytest.mark.parametrize("form", ["plain", "csv", "json", "jsonl", "md", "table"])
def test_a_row_more_in_a_block_is_no_function_more_that_is_called(form: str) -> None:
    """What was slow: a call a cell. Rows are looked at, filled and joined a column of a block at a time."""
    _calls(form, 400)   # what is remembered
    a_block = (_calls(form, 2400) - _calls(form, 1400)) / 5
    assert a_block <= CALLS


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
def test_the_columns_wideof_many_texts_at_once_are_those_of_each(texts: list[str]) -> None:
    texts = [text.replace("\n", " ") for text in texts if not any("\ud800" <= character <= "\udfff" for character in text)]
    assert widths(texts) == [width(text) for text in texts]


@given(st.lists(SOME, max_size=4).flatmap(lambda some: st.lists(st.sampled_from(some or ["é"]), max_size=40)), st.integers(0, 20), st.sampled_from(["left", "right"]))
def test_texts_filled_at_once_are_those_filled_one_by_one(texts: list[str], columns: int, align: Any) -> None:
    texts = [visible(text) for text in texts]
    assert padded(texts, columns, align) == padded(texts, columns, align, widths(texts)) == [pad(text, columns, align) for text in texts]


@given(st.lists(SOME, max_size=4).flatmap(lambda some: st.lists(st.sampled_from(some or ["é"]), max_size=40)))
def test_texts_measured_at_once_are_each_made_visible_and_measured(texts: list[str]) -> None:
    assert [*map(list, measured(texts))] == [[*map(visible, texts)], [width(visible(text)) for text in texts]]


CELL = st.tuples(SOME, st.sampled_from(["", "", "!", "<+"]))
ALIKE = st.lists(CELL, min_size=1, max_size=3).flatmap(lambda some: st.lists(st.sampled_from(some), min_size=40, max_size=40))
OTHERS = st.lists(CELL, min_size=40, max_size=40)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(ALIKE | OTHERS, st.sampled_from(["left", "right"]), st.integers(2, 14)), min_size=1, max_size=4))
def test_rows_laid_a_column_at_a_time_are_those_laid_one_by_one(columns: list[tuple[list[tuple[str, str]], Any, int]]) -> None:
    cells = [Cells([text for text, _ in of], [sign for _, sign in of] if any(sign for _, sign in of) else []) for of, _, _ in columns]
    margins = [one.margin() if align == "right" else 0 for one, (_, align, _) in zip(cells, columns, strict=True)]
    columns_wide = [own + margin for (_, _, own), margin in zip(columns, margins, strict=True)]
    drawn = Shape(tuple(Column("x", NONE, align) for _, align, _ in columns), [""] * len(columns), columns_wide, margins)
    rows = zip(*([_laid(*cell, align, own, margin) for cell in of] for (of, align, own), margin in zip(columns, margins, strict=True)), strict=True)
    assert drawn.lines(cells) == "".join(_row([*row], columns_wide) for row in rows)


def _laid(text: str, sign: str, align: Any, columns: int, margin: int) -> list[str]:
    """The lines of one cell, as simply as it can be said; behind a figure its signs in a margin of their own."""
    if align == "left":
        return [pad(line, columns) for line in fold_to(beside(visible(text), sign), columns)]
    *lines, last = [pad(line, columns, "right") for line in fold_to(visible(text), columns)]
    return [*(line + " " * margin for line in lines), last + pad(sign and " " + sign, margin)]


def _row(cells: list[list[str]], columns: list[int]) -> str:
    filled = ([*lines, *[" " * own] * (max(map(len, cells)) - len(lines))] for lines, own in zip(cells, columns, strict=True))
    return "".join(GAP.join(line).rstrip() + "\n" for line in zip(*filled, strict=True))


WORDS = st.tuples(st.sampled_from(["1", "1 ", "巨"]), st.integers(0, 6)).map(lambda some: some[0] * some[1])
BLOCK = st.lists(st.tuples(WORDS, st.sampled_from(["", "", "", "<+"])), min_size=3, max_size=3).map(lambda row: [row])


@settings(max_examples=400, deadline=None)
@given(st.lists(BLOCK, min_size=2, max_size=4), st.lists(BLOCK, max_size=1), st.lists(WORDS, min_size=3, max_size=3), st.integers(14, 34))
def test_a_block_that_fits_into_the_columns_leaves_them_as_they_would_be(blocks: list[Any], last: list[Any], heads: list[str], room: int) -> None:
    table = Table("x", NONE, COLUMNS)
    *blocks, total = ([Cells([text for text, _ in of], [sign for _, sign in of] if any(sign for _, sign in of) else []) for of in zip(*block, strict=True)]
                      for block in [*blocks, *(last or [[[("", "")] * 3]])])
    before = None
    for block in blocks:
        found = shape.shaped(table, heads, block, total, room, before)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Shape, "holds", lambda *_: False)
            assert found == shape.shaped(table, heads, block, total, room, before)
        before = found or before


def test_a_column_of_a_block_is_measured_once_and_asks_for_no_room_that_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was slow: each block was looked at for control characters, for its widths, and for its words, though all fits."""
    called = dict.fromkeys(("measured", "_asked"), 0)

    def counted(name: str, of: Any) -> Any:
        def count(*given: Any) -> Any:
            called[name] += 1
            return of(*given)

        return count

    for name in called:
        monkeypatch.setattr(shape, name, counted(name, getattr(shape, name)))
    rows = [(f"第 {at:04} 次调研", (f"{at % 7}", at % 7)) for at in range(1000)]
    "".join(renderer("table")(_report(Stream(_blocks(rows, 200))), "zh"))
    assert called == {"measured": 3 * (5 + 1 + 1), "_asked": 3}   # five blocks, no total, the heads


def test_the_lines_of_folded_cells_stand_below_their_columns() -> None:
    shape = Shape(tuple(Column(key, NONE, align) for key, align in (("a", "left"), ("b", "right"), ("c", "left"))), [""] * 3, [4, 3, 4], [0] * 3)   # type: ignore[arg-type]
    block = [Cells(["一二三", "x", ""], []), Cells(["1234567", "1", ""], []), Cells(["甲乙", "丙丁戊", ""], [])]
    assert shape.lines(block, ["> \n", "", ""]) == "> \n一二  123  甲乙\n三    456\n        7\nx       1  丙丁\n           戊\n\n"
