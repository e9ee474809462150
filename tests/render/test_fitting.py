"""Widths of a printed table: heads part where a reader would part them, and short words are not broken."""

from __future__ import annotations

import pytest

from alliancectl.render.fitting import CELL_MARGIN, UPRIGHT_WIDTH, fitted, folded_head, height, room_of
from alliancectl.render.official_table import ties


@pytest.mark.parametrize(("head", "room", "shown"), [
    ("来访（批次）", 12, "来访（批次）"), ("来访（批次）", 9, "来访\n（批次）"), ("接待来访（批次）", 9, "接待来访\n（批次）"),
    ("产业链位置", 8.5, "产业链\n位置"), ("基地/生产线", 9, "基地/\n生产线"), ("at end of year (members)", 9, "at end of year (members)"),
    ("来访（批次）\nincoming (visits)", 9, "来访\n（批次）\nincoming (visits)"), ("编号", 2, "编号")])
def test_a_head_parts_before_its_bracket_or_into_lines_of_like_length(head, room, shown):
    assert folded_head(head, room) == shown


def test_a_product_of_six_characters_stands_on_one_line_where_there_is_room():
    rows = [["M1", "聚偏二氯乙烯", "示例氟材料产业技术研究院有限公司氟化工分公司", "2.8万–6万吨/年"]] * 5
    fit = fitted(["编号", "产品", "单位名称", "数量"], rows, [False, False, False, True], sideways=False)
    assert fit is not None
    assert sum(fit.widths) == UPRIGHT_WIDTH
    assert room_of(fit.widths[1], fit.size) >= 12


def test_of_two_languages_the_wider_counts_and_both_make_a_row_higher():
    zh, both = "企业", "企业\nenterprise"
    assert height([both], [2000], 10.5) == height([zh], [2000], 10.5) + 13.5
    assert height(["名" * 20], [2 * CELL_MARGIN + 2100], 10.5) == 2 * 13.5 + 6


def test_a_table_that_must_stay_gets_smaller_letters_instead_of_none():
    heads, rows, right = [f"head {at}" for at in range(12)], [["Polytetrafluoroethylene"] * 12] * 3, [False] * 12
    assert fitted(heads, rows, right, sideways=False) is None
    kept = fitted(heads, rows, right, sideways=False, kept=True)
    assert kept is not None
    assert (sum(kept.widths), kept.size) == (UPRIGHT_WIDTH, 7.5)


@pytest.mark.parametrize(("heights", "runs"), [
    ([20] * 6, [6]), ([60] * 6, [2, 1, 1, 2]), ([20] * 7, [2, 1, 1, 1, 2]), ([400, 20, 20, 20, 20], [1, 1, 1, 2]), ([400], [1]), ([], [0])])
def test_a_small_table_is_not_divided_and_of_a_long_one_no_row_stands_alone(heights, runs):
    assert ties(heights) == runs
