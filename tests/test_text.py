"""One text in both languages: in one of them, or side by side."""

from __future__ import annotations

import pytest

from alliancectl.text import Text


@pytest.mark.parametrize(("zh", "en", "both"), [
    ("成员", "members", "成员 members"),
    ("2025-01-01", "2025-01-01", "2025-01-01"),
    ("15 家", "15 members", "15 家 members"),
    ("2025年度", "2025", "2025年度"),
    ("+3.0 百分点", "+3.0 pp", "+3.0 百分点 pp"),
    ("2025-01-01 至 2025-12-31", "2025-01-01 to 2025-12-31", "2025-01-01 至 to 2025-12-31"),
    ("2.8万–6万吨/年", "28,000–60,000 t/a", "2.8万–6万吨/年 28,000–60,000 t/a"),
    ("1 批次年份不详。", "1 visit is of unknown year.", "1 批次年份不详。 1 visit is of unknown year."),
    ("第 2 号操作", "operation 2", "第 2 号操作 operation 2"),
    ("2025 年", "2026 year", "2025 年 2026 year"),
])
def test_two_languages_stand_side_by_side_and_a_number_in_both_stands_once(zh: str, en: str, both: str) -> None:
    assert Text(zh, en).to("both") == both


def test_slots_are_filled_before_the_languages_are_set_side_by_side() -> None:
    assert Text("{number} 家", "{number} members").to("both", number=15) == "15 家 members"
