"""A report for those who read it: without tables that only repeat that there is nothing, long lists in the annex; and what is handed in."""

from __future__ import annotations

from collections.abc import Callable

from alliancectl.reports.model import Block, Prose, Report, Section, Table
from alliancectl.text import Text

LONG = 50   # rows of a list that the text still holds


def read(report: Report) -> Report:
    """The report as people read it; a part of it, which has no annex, keeps its lists."""
    if any(section.number == "A" for section in report.sections):
        report = _with_annexed(report)
    return _with(report, lambda section: section._replace(blocks=tuple(
        block for block in section.blocks if len(section.blocks) == 1 or not _is_silent(block))))


def handed_in(report: Report) -> Report:
    """The report without its internal columns and hints: a department sees no command lines."""
    return _with(report, lambda section: section._replace(blocks=tuple(map(_without, section.blocks))))


def _with(report: Report, change: Callable[[Section], Section]) -> Report:
    return report._replace(sections=tuple(map(change, report.sections)))


def _is_silent(block: Block) -> bool:
    """An optional table without rows."""
    return isinstance(block, Table) and block.optional and not block.rows and not block.total


def _without(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    return block._replace(columns=tuple(column for column in block.columns if not column.internal), hint=None)


# ---- long lists -----------------------------------------------------------------------------------------------------


def _with_annexed(report: Report) -> Report:
    """Lists that are too long for the text stand in the annex, in front of what was left out; where they stood it says so."""
    found = [block for section in report.sections if section.number != "A" for block in section.blocks if _is_long(block)]
    titles = {block.key: block.title for section in report.sections for block in section.blocks if isinstance(block, Table)}
    moved = [block for block in found if isinstance(block, Table) and block.annexed == block.key]

    def change(section: Section) -> Section:
        if section.number == "A":
            at = next((at for at, block in enumerate(section.blocks) if block.key == "left_out"), len(section.blocks))
            return section._replace(blocks=(*section.blocks[:at], *moved, *section.blocks[at:]))
        return section._replace(blocks=tuple(_place_of(block, titles) if _is_long(block) else block for block in section.blocks))

    return _with(report, change)


def _is_long(block: Block) -> bool:
    return isinstance(block, Table) and bool(block.annexed) and isinstance(block.rows, tuple) and len(block.rows) > LONG


def _place_of(block: Block, titles: dict[str, Text]) -> Block:
    """The sentence that stands for a list."""
    if not isinstance(block, Table) or not isinstance(block.rows, tuple):
        return block
    title = titles.get(block.annexed, block.title)
    return Prose(block.key, Text(f"共 {len(block.rows):,} 项，见附表“{title.zh}”。", f"{len(block.rows):,} in all: see the annex “{title.en}”."), block.title)
