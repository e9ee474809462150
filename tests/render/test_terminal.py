from __future__ import annotations

import re
from io import StringIO
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text as RichText

from alliancectl.render import terminal
from alliancectl.reports.model import Cell, Chart, Column, Prose, Report, Section, Table
from alliancectl.text import Text
from alliancectl.values.clean import visible, width

NONE = Text("", "")


def shown(report: Report, lang="zh", columns=80, colour=False) -> str:
    return "".join(terminal.render(report, lang, columns=columns, colour=colour))


def of_table(columns: list[Column], rows: list[dict[str, Cell]], **rest) -> Report:
    return Report("x", NONE, (Section("x", NONE, (Table("x", NONE, tuple(columns), tuple(rows), **rest),)),))


def of_texts(rows: list[list[str]], right: tuple[int, ...] = ()) -> Report:
    columns = [Column(f"c{i}", Text("栏", "c"), "right" if i in right else "left") for i in range(len(rows[0]))]
    return of_table(columns, [{f"c{i}": Cell(text) for i, text in enumerate(row)} for row in rows])


def letters(text: str) -> list[str]:
    """What must not get lost: every character but spaces and rules, in no order, since folded cells interleave."""
    return sorted(character for character in text if character not in " \n─\u3000\xa0" and not character.isspace())


@pytest.mark.parametrize("columns", [30, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_every_line_fits_in_the_width(report, listing, lang, columns):
    for each in (report, listing(15), listing(230)):
        assert max(width(line) for line in shown(each, lang, columns).split("\n")) <= columns


@pytest.mark.parametrize("columns", [30, 80, 120])
def test_no_text_of_a_cell_is_lost(report, listing, columns):
    for each in (report, listing(230)):
        here = shown(each, "zh", columns)
        seen = letters(here)
        tables = [b for section in each.sections for b in section.blocks if isinstance(b, Table)]
        texts = [c.text for t in tables for row in t.rows + t.total for c in row.values()]
        wanted = letters("".join(visible(text.to("zh") if isinstance(text, Text) else text) for text in texts))
        assert all(seen.count(character) >= wanted.count(character) for character in set(wanted))


def test_a_name_that_does_not_fit_folds_and_is_never_cut():
    name = "中国科学院上海有机化学研究所氟化学重点实验室（筹）"
    for columns in (30, 40, 80):
        lines = shown(of_texts([["M1", name]]), columns=columns).rstrip("\n").split("\n")[3:]
        assert "".join(line[2:].strip() for line in lines) == name


_texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
_tables = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(_texts, min_size=n, max_size=n), min_size=1, max_size=4))


@settings(max_examples=60, deadline=None)
@given(_tables, st.sampled_from([30, 80]))
def test_whatever_is_in_a_cell_it_is_shown_whole_and_within_the_width(rows, columns):
    here = shown(of_texts(rows), columns=columns)
    seen = letters(here)
    wanted = letters("".join(visible(text) for row in rows for text in row))
    assert all(seen.count(character) >= wanted.count(character) for character in set(wanted))
    assert all(width(line) <= columns for line in here.split("\n"))
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in here)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text("aé中文，（ ", max_size=25), min_size=3, max_size=3), min_size=1, max_size=5),
       st.sampled_from([40, 80]))
def test_the_table_for_long_lists_looks_like_the_short_one(rows, columns):
    """Rich draws up to 200 rows, own code the rest: both in the same look."""
    long = [row for _ in range(40) for row in rows] + rows * 161
    short = shown(of_texts(rows, right=(2,)), columns=columns).split("\n")
    both = shown(of_texts(long, right=(2,)), columns=columns).split("\n")
    assert both[: len(short) - 1] == short[:-1]


def test_columns_of_a_long_list_widen_when_a_later_row_needs_it():
    here = shown(of_texts([[f"M{i}", "x"] for i in range(1, 1202)])).split("\n")
    assert [line for line in here if line.startswith(("M9 ", "M1000 ", "M1201 "))] == ["M9    x", "M1000  x", "M1201  x"]


def test_a_mark_that_comes_late_in_a_full_table_is_still_shown():
    rows = [{"c0": Cell("字" * 10), "c1": Cell("1" * 14)} for _ in range(300)]
    rows.append({"c0": Cell("末"), "c1": Cell("2" * 20, None, ("conflict",))})
    columns = [Column("c0", Text("名", "name")), Column("c1", Text("数", "n"), "right")]
    here = shown(of_table(columns, rows), columns=30)
    assert here.count("2") == 20
    assert "2 !\n" in here
    assert max(map(width, here.split("\n"))) <= 30


def test_a_long_list_is_written_before_all_of_it_is_known():
    taken = []

    def rows():
        for number in range(10_000):
            taken.append(number)
            yield {"c0": Cell(str(number))}

    table = Table("x", NONE, (Column("c0", Text("栏", "c")),), rows())
    chunks = terminal.render(Report("x", NONE, (Section("x", NONE, (table,)),)), "en", columns=80, colour=False)
    assert "0\n1\n2\n" in "".join(islice(chunks, 4))
    assert len(taken) < 1000


def test_figures_stay_under_each_other_whatever_their_marks():
    rows = [{"c0": Cell("1")}, {"c0": Cell("22", 22, ("conflict", "carried"))}, {"c0": Cell("333", 333, ("gap",))}]
    here = shown(of_table([Column("c0", Text("数", "n"), "right")], rows)).split("\n")
    assert here[1:6] == [" 数", "──────", "  1", " 22 !<", "333 ?"]


def test_marks_are_explained_once_and_only_those_that_were_used(report):
    rows = [{"c0": Cell("1", 1, ("gap",))}, {"c0": Cell("2", 2, ("gap",))}]
    assert shown(of_table([Column("c0", Text("数", "n"))], rows), "en").endswith(
        "1 ?\n2 ?\n\n?  no figure is known, which is not zero\n"
    )
    assert shown(report).count("来源不一致，尚未取定") == 1


def test_colour_changes_the_dress_and_nothing_else(report, listing):
    for each in (report, listing(230)):
        coloured = shown(each, colour=True)
        assert "\x1b[" in coloured
        bare = re.sub(r"\x1b\[[\d;]*m", "", coloured)
        assert re.sub(r" +$", "", bare, flags=re.MULTILINE) == shown(each)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30).map(visible), st.sampled_from(sorted(terminal._STYLES)), st.booleans())
def test_a_line_is_dressed_as_rich_dresses_it(text, style, colour):
    out = StringIO()
    console = Console(file=out, width=80, force_terminal=colour, no_color=not colour, color_system="standard" if colour else None, _environ={})
    console.print(RichText(text, terminal._STYLES[style]), end="", soft_wrap=True)
    assert terminal._Screen("zh", 80, colour)._styled(text, style) == out.getvalue()


def test_markup_and_emoji_codes_are_text(report):
    here = shown(report, colour=True)
    assert "[bold]粗[/bold]" in here
    assert ":smile:" in here


def test_a_table_too_wide_for_columns_is_a_card_a_row(report):
    here = shown(report)
    assert "第 1 栏   1-1 含氟聚合物装置一期\n  第 2 栏   1-2 0123456789\n" in here


def test_a_bar_is_as_long_as_its_share_and_zero_has_none():
    chart = Chart("x", NONE, ("a", "b", "c", "d"), (80, 40, 0, 0.001), ("80", "40", "0", "0.001"))
    here = shown(Report("x", NONE, (Section("x", NONE, (chart,), "1"),))).split("\n")
    assert [line.count("█") for line in here[3:7]] == [40, 20, 0, 0]
    assert here[6].endswith("▏")
    assert here[5] == "  c      0"


def test_a_chart_without_any_visit_is_shown():
    chart = Chart("x", Text("图", "chart"), ("a", "b"), (0, 0), ("0", "0"))
    assert "a  0\n" in shown(Report("x", NONE, (Section("x", NONE, (chart,)),)))


def test_prose_keeps_its_lines_and_folds_at_the_width():
    prose = Prose("x", "一" * 50 + "\n\n末行")
    here = shown(Report("x", NONE, (Section("x", NONE, (prose,)),)), columns=80)
    assert here == "\n" + "一" * 40 + "\n" + "一" * 10 + "\n\n末行\n"


def test_a_terminal_without_a_width_worth_the_name_still_gets_everything(report):
    assert shown(report, columns=1) == shown(report, columns=30)


def test_no_word_is_broken_where_the_table_has_room_for_it():
    title = "Zhejiang Provincial Department of Science and Technology investigates fluorine materials"
    row = ["R1", title, "company announcement", "China Chemical Reporter", "2019-11-25", "official"]
    words = shown(of_texts([row] * 3)).split()
    assert all(word in words for word in title.split() + row[2].split() + row[3].split())


def test_a_name_with_a_word_too_long_for_its_column_stands_above_its_row():
    rows = [["joined", "members", "1", "2", "+1"], ["Polytetrafluoroethylene: operating capacity", "t/a", "28,000–60,000", "32,000–36,000", "—"]]
    lines = shown(of_texts(rows, right=(2, 3, 4)), columns=56).splitlines()
    assert lines[3:] == [
        "joined         members              1              2  +1",
        "Polytetrafluoroethylene: operating capacity",
        "               t/a      28,000–60,000  32,000–36,000   —"]


def test_words_in_a_column_of_figures_stand_under_each_other_before_the_table_becomes_cards():
    row = {"a": Cell("reception"), **{key: Cell("not recorded", None, ("partial",)) for key in "bcde"}}
    columns = [Column("a", Text("型", "type")), *(Column(key, Text("人次", "people"), "right") for key in "bcde")]
    lines = shown(of_table(columns, [row]), "en", columns=60).splitlines()
    assert lines[1].split() == ["type", "people", "people", "people", "people"]
    assert lines[3].split() == ["reception", "not", "not", "not", "not"]
    assert lines[4].split() == ["recorded", "+"] * 4
