"""What was written for the report of a year, section by section."""

from __future__ import annotations

from collections.abc import Mapping

from alliancectl.kinds.report_text import SECTION
from alliancectl.reports.model import Prose, Report, Section
from alliancectl.text import Text

_NOTHING = Text("（未填写）", "(nothing was written)")


def texts_report(year: str, section: str | None, texts: Mapping[str, str]) -> Report:
    """The texts of a year, or of one section; in JSON {year, texts: {section: text or null}}."""
    chosen = [choice for choice in SECTION.choices if section in (None, choice.key)]
    title = Text(f"{year}年度报告文字", f"texts of the report of {year}") if year.isdigit() else Text(f"{year}报告文字", f"texts of the report “{year}”")
    sections = tuple(Section(choice.key, choice.label, (Prose("text", texts.get(choice.key) or _NOTHING),)) for choice in chosen)
    return Report("report_texts", title, sections, data={"year": year, "texts": {choice.key: texts.get(choice.key) for choice in chosen}})
