"""What a person writes for a year's report: joint innovation, problems, next year's plan; one text a year and section.

Source: the annual work summaries (年度工作总结) that departments ask for: results, problems, the plan for next year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancectl import errors
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Choice, Known, Line, OneOf, Prose
from alliancectl.text import Text
from alliancectl.values.names import fold

SECTION = OneOf(
    Choice("innovation", Text("协同创新", "joint innovation")),
    Choice("problems", Text("存在问题", "problems"), ("问题",)),
    Choice("plan", Text("下一年度工作计划", "plan for next year"), ("工作计划", "计划")),
)


class YearOrLabel(Line):
    """The year of a report, 2025, or the label of a period of its own (评估期)."""

    def parse(self, text: str, known: Known) -> str:
        year = fold(text).removesuffix("年度").removesuffix("年")
        if year.isascii() and year.isdigit():
            if not (len(year) == 4 and 1000 <= int(year) <= 2999):
                raise errors.NotAYear(text=text)
            return year
        return str(super().parse(text, known)).strip()


def _named(values: Mapping[str, Any]) -> str:
    section = str(values.get("section", ""))
    label = next((choice.label for choice in SECTION.choices if choice.key == section), Text(section, section))
    return f"{values.get('year', '')} {label()}"


REPORT_TEXT = Kind(
    key="report_text",
    letter="T",
    label=Text("报告文字", "report text"),
    plural=Text("报告文字", "report texts"),
    view="report_texts",
    titled="year",
    title=_named,
    fields=(
        Field("year", Text("报告年度", "report year"), YearOrLabel(), required=True),
        Field("section", Text("部分", "section"), SECTION, required=True),
        Field("text", Text("正文", "text"), Prose(), required=True),
    ),
    together=("year", "section"),
    listed=("year", "section", "text"),
    verbs=(),
    about=Text("报告中由人撰写的文字", "what a person writes for a year's report"),
)
