"""A Word document laid out as official documents circulate (GB/T 9704—2012): editable in Word and WPS, the same bytes every time.

Decisions
- The text is written as markup in place of the document's empty body: python-docx's own cells cost seconds a thousand rows,
  and a tree of elements ten times the memory of the file.
- The archive is stored, not compressed: deflate gives other bytes with another zlib, and the same report is the same file.
- No date of creation: the clock has no part in a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from alliancectl.render import docx_numbers, docx_styles
from alliancectl.render.docx_numbers import Side, twips
from alliancectl.render.fitting import CELL_MARGIN
from alliancectl.render.official import PAGE, SIDEWAYS, UPRIGHT, Leaf, Line, laid_out
from alliancectl.render.official_table import Grid
from alliancectl.reports.model import Report
from alliancectl.text import Lang
from alliancectl.values.clean import visible

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_STYLES = {"title": "Title", "head": "Subtitle", "heading1": "Heading1", "heading2": "Heading2", "caption": "Caption",
           "text": "BodyText", "remark": "TableNote"}
_UNUSED = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering", "/webSettings")   # parts of python-docx's template
_FOOTER = 24            # mm below the page number: its upper edge is 7 mm below the text (GB/T 9704—2012, 7.5)
_FOOTER_SIDEWAYS = 10   # what it is anchored to
_SIDES: tuple[tuple[str, Side], ...] = (("default", "right"), ("even", "left"))
_APART = 400            # twips between the lines under the title and the text
_OFF = 60               # twips between a heading and a table


def render(report: Report, lang: Lang) -> Iterator[bytes]:
    """The report as the bytes of a .docx file."""
    import docx

    document = docx.Document()
    _dress(document, lang)
    _say_what_it_is(document, report, lang)
    yield _saved(document, _body(laid_out(report, lang), _footers(document)))


# ---- the body -----------------------------------------------------------------------------------------------------


def _body(leaves: list[Leaf], footers: dict[bool, str]) -> str:
    """The pages as markup; each leaf but the last ends with a section break."""
    found = []
    for number, leaf in enumerate(leaves, 1):
        found += [_markup(item, after) for item, after in zip(leaf.items, [*leaf.items[1:], None], strict=True)]
        end = _section(leaf.sideways, footers)
        found.append(end if number == len(leaves) else f'<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>{end}</w:pPr></w:p>')
    return "".join(found)


def _markup(item: Line | Grid, after: Line | Grid | None) -> str:
    style = after.style if isinstance(after, Line) else None
    if isinstance(item, Grid):
        return _table(item, followed=style == "remark")
    after_head = item.style == "head" and style != "head"
    return _paragraph(item, _APART if after_head else _OFF if isinstance(after, Grid) and item.style != "text" else 0)


def _paragraph(line: Line, off: int = 0) -> str:
    """A paragraph that stands so many twips `off` from what comes after it."""
    apart = f'<w:spacing w:after="{off}"/>' if off else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{_STYLES[line.style]}"/>{apart}</w:pPr>{_run(line.text)}</w:p>'


def _run(text: str, look: str = "") -> str:
    """A run of text, a line end as a break of the line."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{look}{lines}</w:r>" if text else ""


def _table(grid: Grid, *, followed: bool) -> str:
    """A table of fixed widths; `followed` keeps its last row with the note below."""
    look = "" if grid.size == 10.5 else f'<w:rPr><w:sz w:val="{grid.size * 2:.0f}"/><w:szCs w:val="{grid.size * 2:.0f}"/></w:rPr>'
    head = _row(grid.heads, ["TableHead"] * len(grid.heads), grid.widths, look, keep=True, head=True)
    names = ["TableNumber" if right else "TableText" for right in grid.right]
    bold = (look or "<w:rPr></w:rPr>").replace("<w:rPr>", "<w:rPr><w:b/>")
    rows, end, ends = [], len(grid.rows), set(accumulate(grid.ties))
    for at, row in enumerate(grid.rows, 1):
        keep = followed if at == end else at not in ends
        rows.append(_row(row, names, grid.widths, bold if at > end - grid.totals else look, keep=keep))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid.widths)
    return (f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(grid.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{"".join(rows)}</w:tbl>')


def _row(texts: list[str], names: list[str], widths: list[int], look: str, *, keep: bool, head: bool = False) -> str:
    """One row, which stays on one page; a `head` is repeated on each."""
    kept = "<w:keepNext/>" if keep else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{kept}</w:pPr>{_run(text, look)}</w:p></w:tc>'
        for text, name, width in zip(texts, names, widths, strict=True))
    return f'<w:tr><w:trPr><w:cantSplit/>{"<w:tblHeader/>" if head else ""}</w:trPr>{cells}</w:tr>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parsed(markup: str) -> Any:
    """The element of a piece of markup, in the document's name spaces."""
    from docx.oxml import parse_xml

    tag = markup[1:markup.index(">")].split()[0].rstrip("/")
    return parse_xml(markup.replace(f"<{tag}", f"<{tag} {_SPACES}", 1))


# ---- pages --------------------------------------------------------------------------------------------------------


def _section(sideways: bool, footers: dict[bool, str]) -> str:
    """The page of a section, with the page numbers at its foot."""
    size = (PAGE[1], PAGE[0]) if sideways else PAGE
    top, bottom, left, right = map(twips, SIDEWAYS if sideways else UPRIGHT)
    turned = ' w:orient="landscape"' if sideways else ""
    footer = twips(_FOOTER_SIDEWAYS if sideways else _FOOTER)
    return (
        f'<w:sectPr>{footers[sideways]}<w:type w:val="nextPage"/><w:pgSz w:w="{twips(size[0])}" w:h="{twips(size[1])}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{twips(15)}" w:footer="{footer}" w:gutter="0"/>'
        "</w:sectPr>")


def _footers(document: Any) -> dict[bool, str]:
    """What upright sections and those on their side say of their page numbers, which stand outside: right on odd pages, left on even ones."""
    return {sideways: "".join(_footer(document, kind, docx_numbers.page_number(side, sideways)) for kind, side in _SIDES)
            for sideways in (False, True)}


def _footer(document: Any, kind: str, number: str) -> str:
    part, rid = document.part.add_footer_part()
    for child in list(part.element):
        part.element.remove(child)
    part.element.append(_parsed(number))
    return f'<w:footerReference w:type="{kind}" r:id="{rid}"/>'


# ---- the file -----------------------------------------------------------------------------------------------------


def _dress(document: Any, lang: Lang) -> None:
    """Our styles and fonts in place of the template's; none of its other parts."""
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for markup in (docx_styles.defaults(), *docx_styles.all_styles(lang, CELL_MARGIN)):
        styles.append(_parsed(markup))
    document.settings.odd_and_even_pages_header_footer = True
    for rels in (document.part.rels, document.part.package.rels):
        for rid in [rid for rid, rel in rels.items() if rel.reltype.endswith(_UNUSED)]:
            del rels[rid]


def _say_what_it_is(document: Any, report: Report, lang: Lang) -> None:
    core = document.core_properties._element
    for child in list(core):
        core.remove(child)
    document.core_properties.title = visible(report.title.to(lang))
    document.core_properties.language = "en" if lang == "en" else "zh-CN"


def _saved(document: Any, body: str) -> bytes:
    """The file with this body, its parts in the same order and without a time."""
    from io import BytesIO
    from zipfile import ZipFile, ZipInfo

    saved, fixed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as old, ZipFile(fixed, "w") as new:
        for name in old.namelist():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            new.writestr(info, _filled(old.read(name), body) if name == "word/document.xml" else _part(name, old.read(name)))
    return fixed.getvalue()


def _filled(document: bytes, body: str) -> bytes:
    start, end = document.index(b"<w:body>") + len(b"<w:body>"), document.index(b"</w:body>")
    return document[:start] + body.encode() + document[end:]


def _part(name: str, content: bytes) -> bytes:
    """A part of the file; those that python-docx copies from its template are made anew."""
    start = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    if name == "word/fontTable.xml":
        return start + f'<w:fonts xmlns:w="{_W}">{docx_styles.font_table()}</w:fonts>'.encode()
    if name == "docProps/app.xml":
        space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
        return start + f'<Properties xmlns="{space}"><Application>alliancectl</Application></Properties>'.encode()
    if name == "word/settings.xml":
        return content.replace(b'w:eastAsia="ja-JP"', b'w:eastAsia="zh-CN"')
    return content
