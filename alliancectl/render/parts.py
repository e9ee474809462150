"""What every format reads from a report in the same way: words, heads, marks and their meaning, listings."""

from collections.abc import Collection
from typing import NamedTuple

from alliancectl.reports.model import Block, Cell, Column, Mark, Report, Section, Table
from alliancectl.text import Lang, Text


class Sign(NamedTuple):
    """How a mark is written: `symbol` where room is short and a legend follows, `word` where it must explain itself."""

    symbol: str
    word: Text
    meaning: Text


# The symbols are ASCII: one column wide on every terminal (≠ ≈ ≥ … are two wide on some Chinese ones), in every font.
SIGNS: dict[Mark, Sign] = {
    "conflict": Sign(
        "!", Text("冲突", "conflict"), Text("来源不一致，尚未取定", "sources disagree and none is preferred yet")
    ),
    "carried": Sign("<", Text("沿用", "carried"), Text("沿用较早日期的数", "carried over from an older date")),
    "gap": Sign("?", Text("缺", "gap"), Text("没有数据，不等于零", "no figure is known, which is not zero")),
    "partial": Sign(
        "+", Text("不全", "partial"), Text("只含已知部分，另有缺数", "what is known; some figures are missing")
    ),
    "approximate": Sign("~", Text("约", "approximate"), Text("约数", "approximate")),
    "bound": Sign("^", Text("界限", "bound"), Text("只知上限或下限", "only an upper or lower limit is known")),
}


def said(text: Text | str, lang: Lang) -> str:
    """The words in `lang`; what a person typed is in no language and stays."""
    return text.to(lang) if isinstance(text, Text) else text


def label(column: Column, lang: Lang) -> str:
    """The head of a column, with its unit."""
    if column.unit is None:
        return column.label.to(lang)
    pattern = "{}（{}）" if lang == "zh" else "{} ({})"
    return pattern.format(column.label.to(lang), column.unit.to(lang))


def heading(section: Section, lang: Lang) -> str:
    """The number and title of a section; empty where it has neither."""
    return f"{section.number} {section.title.to(lang)}".strip()


def title_of(block: Block, section: Section, report: Report, lang: Lang) -> str:
    """The title of a block; empty where it has none, or repeats that of its section or report."""
    if block.title is None or block.title in (section.title, report.title):
        return ""
    return block.title.to(lang)


def symbols(cell: Cell) -> str:
    """The symbols of a cell's marks, in the order of the legend."""
    return "".join(sign.symbol for mark, sign in SIGNS.items() if mark in cell.marks)


def worded(cell: Cell, lang: Lang) -> str:
    """The text of a cell with its marks in words: ``6万 [沿用]``."""
    if not cell.marks:
        return said(cell.text, lang)
    words = [sign.word.to(lang) for mark, sign in SIGNS.items() if mark in cell.marks]
    return beside(said(cell.text, lang), f"[{', '.join(words)}]" if words else "")


def beside(text: str, sign: str) -> str:
    """The two with a space between, where there are two."""
    return f"{text} {sign}" if text and sign else text or sign


def legend(marks: Collection[Mark], lang: Lang) -> list[tuple[str, str]]:
    """The symbols that were used, each with its meaning."""
    return [(sign.symbol, sign.meaning.to(lang)) for mark, sign in SIGNS.items() if mark in marks]


def listing(report: Report) -> Table | None:
    """The table of a report that is one table and nothing else; None for every other report."""
    if len(report.sections) != 1 or report.sections[0].number:
        return None
    blocks = report.sections[0].blocks
    return blocks[0] if len(blocks) == 1 and isinstance(blocks[0], Table) else None
