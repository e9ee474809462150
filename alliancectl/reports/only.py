"""A part of a report: one section or one table of it, for every format."""

from __future__ import annotations

from typing import Any

from alliancectl import errors
from alliancectl.reports.model import Block, Later, Report, Section
from alliancectl.text import Text


def only(report: Report, key: str) -> Report:
    """The report with nothing but the section, the table, or the SECTION.TABLE of that key. Raises: UnknownSection."""
    chosen: list[tuple[Section, tuple[Block, ...]]] = []
    for section in report.sections:
        blocks = section.blocks if key == section.key else tuple(
            block for block in section.blocks if key in (block.key, f"{section.key}.{block.key}"))
        if blocks:
            chosen.append((section, blocks))
    if any(section.key == key for section, _ in chosen):   # a section's first table often has the section's own name
        chosen = [(section, blocks) for section, blocks in chosen if section.key == key]
    if not chosen:
        raise errors.UnknownSection(text=key, close=_close(report, key), known=", ".join(section.key for section in report.sections))
    return report._replace(sections=tuple(section._replace(blocks=blocks) for section, blocks in chosen), data=_later(report.data, chosen))


def _close(report: Report, key: str) -> Text:
    """The tables that were perhaps meant."""
    import difflib

    names = {block.key: f"{section.key}.{block.key}" for section in report.sections for block in section.blocks}
    part = key.rsplit(".", 1)[-1]
    found = difflib.get_close_matches(part, list(names), 3, 0.6) or [name for name in names if part in name][:3]
    meant = [names[name] for name in found]
    return Text(f"是不是 {'、'.join(meant)}；", f"did you mean {', '.join(meant)}; ") if meant else Text("", "")


def _later(data: Any, chosen: list[tuple[Section, tuple[Block, ...]]]) -> Any:
    if not isinstance(data, Later):
        return data
    return Later(_data, (data, {section.key: {block.key for block in blocks} for section, blocks in chosen}))


def _data(whole: Later, kept: dict[str, set[str]]) -> dict[str, Any]:
    data = whole.made()
    return {**data, "sections": [
        {**section, "blocks": [block for block in section["blocks"] if block["key"] in kept[section["key"]]]}
        for section in data["sections"] if section["key"] in kept]}
