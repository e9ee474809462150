"""What a person writes for the year: joint innovation, problems, next year's plan. One place where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from alliancectl.reports.model import Prose, Section
from alliancectl.store.ask import texts as ask
from alliancectl.text import Text

if TYPE_CHECKING:
    import sqlite3

    from alliancectl.reports.year.period import Period

INNOVATION, PROBLEMS, PLAN = "innovation", "problems", "plan"
Texts = Mapping[str, str]   # by section

_NOTHING = Text("本报告期未填写。", "Nothing was written for this period.")


def texts_of(connection: sqlite3.Connection, period: Period) -> dict[str, str]:
    """What was written for a period, by section: under its year, or its own label."""
    return {section: record["text"] for section, record in ask.texts(connection, period.label).items() if record["text"]}


def innovation_section(texts: Texts) -> Section:
    """§5, which is only what was written."""
    return Section("innovation", Text("协同创新", "Joint innovation"), written(texts, INNOVATION) or (Prose("text", _NOTHING),), "5")


def written(texts: Texts, section: str) -> tuple[Prose, ...]:
    """What a person wrote for a section; nothing where it is not written yet."""
    return (Prose("text", texts[section]),) if section in texts else ()
