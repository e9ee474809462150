"""A report laid out as official documents circulate, for DOCX and PDF alike: numbered headings, fitted tables, annexes.

Decisions
- Sections 1 to 9 are 一、二、… with （一）（二）… below; key figures come first and bear no number; annexes are 附表1, 附表2, …
- A table too wide for an upright page goes to the annexes, which then lie on their side, and its place says where it is:
  a bound document should not turn in the middle of its text. So does a table of pages. The key figures never do.
- Marks stand in words, in brackets behind their value, and are explained once, under the key figures or at the end.
- Of two languages the second stands under the first, in cells, heads and titles: side by side they would double every width.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple

from alliancectl.render.official_table import Grid, each, grid, has_rows
from alliancectl.render.parts import SIGNS, Sign, listing, said, title_of
from alliancectl.reports.audience import LONG
from alliancectl.reports.model import Chart, Mark, Report, Section, Table
from alliancectl.text import Lang, Text
from alliancectl.values.clean import visible, visible_lines, width

Style = Literal["title", "head", "heading1", "heading2", "caption", "text", "remark"]

# GB/T 9704—2012: A4, margins in mm. A page on its side is the upright page turned, the bound edge on top.
PAGE = (210, 297)
UPRIGHT = (37, 35, 28, 26)     # top, bottom, left, right
SIDEWAYS = (28, 26, 35, 37)
NUMBER_BELOW = 7               # from the text to the upper edge of the page number (7.5); on both pages at the upright page's foot (8)

_ANNEXES = Text("附表", "Annexes")
_ANNEX = Text("附表{number}　{title}", "Annex {number}. {title}")
_SEE = Text("详见附表{number}。", "See Annex {number}.")
_TITLE = 36                    # half-widths of a Chinese character that a line of the title holds, with room beside figures
_DIGITS = "〇一二三四五六七八九"


class Line(NamedTuple):
    """One paragraph; a line end in its text is ours."""

    style: Style
    text: str


class Leaf(NamedTuple):
    """Pages of one direction; each leaf begins a page."""

    sideways: bool
    items: list[Line | Grid]


class _Moved(NamedTuple):
    """A table that went to the annexes."""

    table: Table
    title: str


def laid_out(report: Report, lang: Lang) -> list[Leaf]:
    """The whole report, made visible: nothing in it may act or be hidden. Charts are left out: their numbers stand in a table."""
    only = listing(report)
    if only is not None:
        return [_lone(only, report, lang)]
    moved: list[_Moved] = []
    own = [_Moved(block, title) for block, title in _annexed(report, lang)]
    body = [*_opening(report, lang), *_body(report, lang, moved, len(own))]
    annexes = own + moved
    end: list[Line | Grid] = [*([] if _has_key_figures(report) else _meaning(report, lang)), *_foot(report, lang)]
    if not annexes:
        return [Leaf(False, body + end)]
    sideways = any(has_rows(one.table) and grid(one.table, lang, False) is None for one in annexes)
    return [Leaf(False, body), Leaf(sideways, [*_annexes(report, annexes, lang, sideways), *end])]


def _lone(table: Table, report: Report, lang: Lang) -> Leaf:
    """A report that is one table and nothing else."""
    sideways = grid(table, lang, False) is None
    items = [*_opening(report, lang), *_table(table, lang, sideways), *_meaning(report, lang), *_foot(report, lang)]
    return Leaf(sideways, items)


def _opening(report: Report, lang: Lang) -> Iterator[Line]:
    yield Line("title", each(lambda one: _title(visible(report.title.to(one))), lang))
    for name, value in report.head:
        yield Line("head", each(partial(_fact, name, value), lang))


def _fact(name: Text, value: Text | str, lang: Lang) -> str:
    words = visible(name.to(lang))
    return f"{words[:1].upper()}{words[1:]}{': ' if lang == 'en' else '：'}{visible(said(value, lang))}"


def _title(title: str) -> str:
    """A title in lines that part between words: the body's name, then the year's report; one line where it is short."""
    return title if width(title) <= _TITLE else re.sub(r"(?<=\D)(?=\d{4}年)|(?<=:) ", "\n", title, count=1)


# ---- the text -----------------------------------------------------------------------------------------------------


def _body(report: Report, lang: Lang, moved: list[_Moved], before: int) -> Iterator[Line | Grid]:
    """Every section but the annexes; tables that are too wide are put into `moved`, behind `before` other annexes."""
    for section in report.sections:
        if section.number == "A" or (section.blocks and all(isinstance(block, Chart) for block in section.blocks)):
            continue
        title = visible(section.title.to(lang))
        if title:
            yield Line("heading1", _numbered(section.number, title, lang))
        yield from _blocks(section, report, lang, moved, before)
        if section.number == "0":
            yield from _meaning(report, lang)


def _blocks(section: Section, report: Report, lang: Lang, moved: list[_Moved], before: int) -> Iterator[Line | Grid]:
    titled = [block for block in section.blocks if not isinstance(block, Chart) and title_of(block, section, report, lang)]
    number = 0
    for block in section.blocks:
        if isinstance(block, Chart):
            continue
        title = visible(title_of(block, section, report, lang))
        if title and len(titled) > 1 and section.number not in ("", "0"):
            number += 1
            yield Line("heading2", _below(section.number, number, title, lang))
        elif title:
            yield Line("caption" if isinstance(block, Table) and has_rows(block) else "heading2", title)
        if not isinstance(block, Table):
            yield from _paragraphs(each(partial(said, block.text), lang))
        elif section.number != "0" and _is_annexed(block, lang):
            moved.append(_Moved(block, title or visible(section.title.to(lang))))
            yield Line("text", _SEE.to(lang, number=before + len(moved)))
        else:
            yield from _table(block, lang, False)


def _numbered(number: str, title: str, lang: Lang) -> str:
    if not number.isdigit() or number == "0":
        return title
    return f"{number}  {title}" if lang == "en" else f"{chinese(int(number))}、{title}"


def _below(section: str, number: int, title: str, lang: Lang) -> str:
    return f"{section}.{number}  {title}" if lang == "en" else f"（{chinese(number)}）{title}"


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals: 一, 十, 十二, 三十."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def _paragraphs(text: str) -> Iterator[Line]:
    """The lines a person wrote, without empty ones and without indents of their own: the style indents."""
    return (Line("text", line.strip()) for line in visible_lines(text) if line.strip())


# ---- the annexes --------------------------------------------------------------------------------------------------


def _annexed(report: Report, lang: Lang) -> Iterator[tuple[Table, str]]:
    for section in report.sections:
        for block in section.blocks if section.number == "A" else ():
            if isinstance(block, Table):
                yield block, visible(block.title.to(lang))


def _annexes(report: Report, annexes: list[_Moved], lang: Lang, sideways: bool) -> Iterator[Line | Grid]:
    title = next((section.title for section in report.sections if section.number == "A"), _ANNEXES)
    yield Line("heading1", visible(title.to(lang)))
    for number, one in enumerate(annexes, 1):
        yield Line("heading2", _ANNEX.to("en" if lang == "en" else "zh", number=number, title=one.title))   # a title has its languages
        yield from _table(one.table, lang, sideways)


# ---- tables -------------------------------------------------------------------------------------------------------


def _table(table: Table, lang: Lang, sideways: bool) -> Iterator[Line | Grid]:
    if not has_rows(table):
        yield Line("text", visible(table.empty.to(lang)))
    else:
        fitted = grid(table, lang, sideways) or grid(table, lang, sideways, kept=True)
        assert fitted is not None, "a table that must be kept fits its page"
        yield fitted
    if table.remark is not None:
        yield Line("remark", each(partial(_remark, table.remark), lang))


def _is_annexed(table: Table, lang: Lang) -> bool:
    return len([*table.rows]) > LONG or (has_rows(table) and grid(table, lang, False) is None)


# ---- notes --------------------------------------------------------------------------------------------------------


def _meaning(report: Report, lang: Lang) -> Iterator[Line]:
    """What the marks that were used mean."""
    used = set(_marks(report))
    signs = [sign for mark, sign in SIGNS.items() if mark in used]
    if not signs:
        return
    yield Line("remark", each(partial(_explained, signs), lang))


def _explained(signs: Sequence[Sign], lang: Lang) -> str:
    if lang == "en":
        return f"Words in brackets: {'; '.join(f'{sign.word.en} – {sign.meaning.en}' for sign in signs)}."
    return _note(f"括号内文字的含义：{'；'.join(f'{sign.word.zh}——{sign.meaning.zh}' for sign in signs)}。", lang)


def _marks(report: Report) -> Iterable[Mark]:
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for row in (*block.rows, *block.total):
                    for cell in row.values():
                        yield from cell.marks


def _shown(words: Text, lang: Lang) -> str:
    return visible(words.to(lang))


def _remark(words: Text, lang: Lang) -> str:
    return _note(_shown(words, lang), lang)


def _note(text: str, lang: Lang) -> str:
    return f"Note: {text}" if lang == "en" else f"注：{text}"


def _foot(report: Report, lang: Lang) -> Iterator[Line]:
    return (Line("remark", each(partial(_shown, text), lang)) for text in report.foot)


def _has_key_figures(report: Report) -> bool:
    return any(section.number == "0" for section in report.sections)
