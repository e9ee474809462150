"""§7 Plan for next year: what a person wrote, follow-ups carried over, capacity due to start."""

from __future__ import annotations

from collections.abc import Sequence

from alliancectl.reports.model import Section
from alliancectl.reports.year.part import Part
from alliancectl.reports.year.texts import PLAN, Texts, written
from alliancectl.text import Text


def plan_section(texts: Texts, parts: Sequence[Part]) -> Section:
    """§7, with what each subject hands over."""
    blocks = (block for part in parts for block in part.plan)
    return Section("plan", Text("下一年度工作计划", "Plan for next year"), (*written(texts, PLAN), *blocks), "7")
