"""What a person writes for the year: joint innovation, problems, next year's plan. One place where it is read.

The texts themselves (kind `report_text`) come in an issue of their own; until then every year has none.
"""

from __future__ import annotations

from collections.abc import Mapping

from alliancectl.reports.model import Prose, Section
from alliancectl.text import Text

INNOVATION, PROBLEMS, PLAN = "innovation", "problems", "plan"
Texts = Mapping[str, str]   # by section

_NOTHING = Text("本报告期未填写。", "Nothing was written for this period.")


def innovation_section(texts: Texts) -> Section:
    """§5, which is only what was written."""
    return Section("innovation", Text("协同创新", "Joint innovation"), written(texts, INNOVATION) or (Prose("text", _NOTHING),), "5")


def written(texts: Texts, section: str) -> tuple[Prose, ...]:
    """What a person wrote for a section; nothing where it is not written yet."""
    return (Prose("text", texts[section]),) if section in texts else ()
