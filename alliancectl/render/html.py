"""HTML: one page that needs nothing else. No script, no picture, no address; opens offline, prints on A4, reads aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from alliancectl.render.html_table import Rows, inside
from alliancectl.render.markup import TAGS, bare, escaped, spoken
from alliancectl.render.parts import SIGNS, said, title_of
from alliancectl.render.svg import chart
from alliancectl.reports.model import Block, Chart, Prose, Report, Section, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import visible_lines

_CONTENTS = Text("目录", "Contents")
_MARKS = Text("数据标记", "Marks beside figures")
_PROOFS = Text("数据所依据的记录", "Records behind the figures")
_NOTES = Text("说明", "Notes")
_FEW, _WIDE = 3, 9   # a table of at most _FEW columns is not stretched; from _WIDE on it prints smaller, an annex of such tables on landscape paper


def render(report: Report, lang: Lang) -> Iterator[str]:
    """The page in chunks. Figures link to their records in the annex; marks stand in words, with a legend."""
    page = _Page(report, lang)
    yield page.opening()
    for section in report.sections:
        yield from page.section(section)
    yield page.closing()


class _Page:
    """One page: its language, its ids, and what its figures rest on."""

    def __init__(self, report: Report, lang: Lang) -> None:
        self.report, self.lang = report, lang
        self.rows = Rows(report, lang)
        self._ids: dict[str, int] = {}

    # ---- the frame

    def opening(self) -> str:
        style = _style()
        title = bare(self.report.title, self.lang)
        return (
            f'<!DOCTYPE html>\n<html lang="{TAGS[self.lang]}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
            f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'{_digest(style)}\'">\n'
            f'<style>{style}</style>\n</head>\n<body class="{self.lang}">\n{self._header()}{self._contents()}<main>\n{self._legend()}')

    def _header(self) -> str:
        pairs = "".join(f"<div><dt>{spoken(name, self.lang)}</dt><dd>{spoken(value, self.lang)}</dd></div>\n"
                        for name, value in self.report.head)
        facts = f"<dl>\n{pairs}</dl>\n" if pairs else ""
        return f"<header>\n<h1>{spoken(self.report.title, self.lang)}</h1>\n{facts}</header>\n"

    def _contents(self) -> str:
        lines = "".join(f'<li><a href="#s-{escaped(section.key)}">{self._heading(section)}</a></li>\n'
                        for section in self.report.sections if section.title.zh)
        if lines.count("<li>") < 2:
            return ""
        label = bare(_CONTENTS, self.lang)
        return f'<nav aria-label="{label}">\n<h2>{spoken(_CONTENTS, self.lang)}</h2>\n<ul>\n{lines}</ul>\n</nav>\n'

    def _legend(self) -> str:
        used = {mark for block in _tables(self.report) for row in (*block.rows, *block.total)
                for cell in row.values() for mark in cell.marks}
        lines = "".join(
            f'<div><dt><span class="mark {mark}">{spoken(sign.word, self.lang)}</span></dt><dd>{spoken(sign.meaning, self.lang)}</dd></div>\n'
            for mark, sign in SIGNS.items() if mark in used)
        return f'<section class="legend">\n<h2>{spoken(_MARKS, self.lang)}</h2>\n<dl>\n{lines}</dl>\n</section>\n' if lines else ""

    def closing(self) -> str:
        notes = "".join(f"<p>{spoken(note, self.lang)}</p>\n" for note in self.report.foot)
        foot = f"<footer>\n<h2>{spoken(_NOTES, self.lang)}</h2>\n{notes}</footer>\n" if notes else ""
        return f"{self._proofs()}</main>\n{foot}</body>\n</html>\n"

    def _proofs(self) -> str:
        """The lists of records; for the screen: paper has no links to follow."""
        lines = "".join(self.rows.proof(proof) for proof in self.rows.evidence.proofs())
        return f'<section class="proofs">\n<h2>{spoken(_PROOFS, self.lang)}</h2>\n<ol>\n{lines}</ol>\n</section>\n' if lines else ""

    # ---- sections and blocks

    def section(self, section: Section) -> Iterator[str]:
        title = self._heading(section)
        style = ' class="landscape"' if section.number.isalpha() and any(map(is_wide, section.blocks)) else ""
        yield f'<section id="s-{escaped(section.key)}"{style}>\n' + (f"<h2>{title}</h2>\n" if title else "")
        for block in section.blocks:
            yield from self._block(block, section, bool(title))
        yield "</section>\n"

    def _heading(self, section: Section) -> str:
        number = f'<span class="number">{escaped(section.number)}</span> ' if section.number else ""
        title = spoken(section.title, self.lang)
        return number + title if title else ""

    def _block(self, block: Block, section: Section, deep: bool) -> Iterator[str]:
        name, level = self._name(f"{section.key}-{block.key}"), "h3" if deep else "h2"
        # A block whose title would repeat that of its section is named by the section's.
        titled = bool(title_of(block, section, self.report, self.lang))
        title = f'<{level} id="{name}">{spoken(block.title or "", self.lang)}</{level}>\n' if titled else ""
        if isinstance(block, Chart):
            yield f'<figure>\n<figcaption>{spoken(block.title, self.lang)}</figcaption>\n{chart(block, name, self.lang)}</figure>\n'
        elif isinstance(block, Prose):
            yield f'<div class="prose">\n{title}{self._prose(said(block.text, self.lang), block)}</div>\n'
        else:
            size = " few" if len(block.columns) <= _FEW else " wide" if is_wide(block) else ""
            yield f'<div class="block{size}">\n{title}'
            label = f'aria-labelledby="{name}"' if titled else f'aria-label="{bare(block.title, self.lang)}"'
            yield from self._table(block, label)
            yield (f'<p class="remark">{inside(block.remark, self.lang)}</p>\n' if block.remark is not None else "") + "</div>\n"

    def _prose(self, text: str, block: Prose) -> str:
        if self.lang == "both" and isinstance(block.text, Text):
            return "".join(f'<div lang="{TAGS[one]}">{_paragraphs(block.text.to(one))}</div>\n' for one in ("zh", "en"))
        return _paragraphs(text)

    def _table(self, table: Table, label: str) -> Iterator[str]:
        if not table.rows and not table.total:
            yield f'<p class="empty">{inside(table.empty, self.lang)}</p>\n'
            return
        yield from self.rows.table(table, label)

    def _name(self, wanted: str) -> str:
        """An id that no other element has."""
        self._ids[wanted] = number = self._ids.get(wanted, 0) + 1
        return escaped(f"b-{wanted}" if number == 1 else f"b-{wanted}-{number}")


def is_wide(block: Block) -> bool:
    """Whether a table has too many columns for upright paper."""
    return isinstance(block, Table) and len(block.columns) >= _WIDE


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escaped(line)}</p>\n" for line in visible_lines(text) if line.strip())


def _tables(report: Report) -> Iterable[Table]:
    return (block for section in report.sections for block in section.blocks if isinstance(block, Table))


def _style() -> str:
    import os

    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "page.css"), encoding="utf-8") as file:
        return file.read()


def _digest(style: str) -> str:
    """What the page's own style is known by: the browser uses no other."""
    import base64
    import hashlib

    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
