"""The styles of a Word document after GB/T 9704—2012, as WordprocessingML; fonts are named as Windows and WPS name them.

A Chinese document: title 方正小标宋简体 22 pt, text 仿宋 16 pt, headings 黑体 and 楷体 16 pt, lines of 28 pt, indent of two
characters. An English one: Times New Roman 12 pt and Arial in lines of 20 pt on the same page.
"""

from typing import NamedTuple

from alliancectl.text import Lang


class Font(NamedTuple):
    """The East Asian and the Latin font of a style."""

    han: str
    latin: str


TITLE = Font("方正小标宋简体", "Times New Roman")
TEXT = Font("仿宋", "Times New Roman")
HEADING = Font("黑体", "Arial")
SECOND = Font("楷体", "Times New Roman")
NUMBER = Font("宋体", "Times New Roman")

# What stands in where a font is not installed, by preference; Word and WPS read it from the font table.
INSTEAD = {
    "方正小标宋简体": ("方正小标宋_GBK,小标宋,方正小标宋,华文中宋,宋体", "roman"),
    "仿宋": ("仿宋_GB2312,FangSong,华文仿宋,宋体", "modern"),
    "楷体": ("楷体_GB2312,KaiTi,华文楷体,宋体", "modern"),
    "黑体": ("SimHei,华文黑体,微软雅黑", "modern"),
    "宋体": ("SimSun,华文宋体", "auto"),
    "Times New Roman": ("Liberation Serif", "roman"),
    "Arial": ("Liberation Sans", "swiss"),
}


class Style(NamedTuple):
    """One paragraph style. Sizes and lines in points, `line` 0 for as high as needed; `before` and `after` in points."""

    id: str
    name: tuple[str, str]      # Chinese, English; Word's own names are the same in both
    font: Font
    size: float
    line: float = 0
    align: str = "left"
    indent: bool = False       # two characters on the first line
    bold: bool = False
    outline: int | None = None
    keep: bool = False         # with the next paragraph
    before: float = 0
    after: float = 0


def fonts(font: Font) -> str:
    """A run's fonts; no theme font may overrule them."""
    return f'<w:rFonts w:ascii="{font.latin}" w:hAnsi="{font.latin}" w:cs="{font.latin}" w:eastAsia="{font.han}"/>'


def styles(lang: Lang) -> list[Style]:
    """Every paragraph style of a document."""
    english = lang == "en"
    size, line = (12.0, 20.0) if english else (16.0, 28.0)
    first = Style("Heading1", ("heading 1", "heading 1"), HEADING, 14 if english else size, line, indent=not english, bold=english, outline=0,
                  keep=True, before=6)
    second = first._replace(id="Heading2", name=("heading 2", "heading 2"), font=HEADING if english else SECOND, size=size, outline=1)
    return [
        Style("Normal", ("Normal", "Normal"), TEXT, size, line, "both"),
        Style("BodyText", ("Body Text", "Body Text"), TEXT, size, line, "both", indent=True),
        Style("Title", ("Title", "Title"), HEADING if english else TITLE, 22, 34, "center", bold=english, after=line / 2, keep=True),
        Style("Subtitle", ("Subtitle", "Subtitle"), SECOND, size, line, "center"),
        first, second, second._replace(id="Heading3", name=("heading 3", "heading 3"), font=TEXT, outline=2),
        Style("Caption", ("caption", "caption"), HEADING, 10.5 if english else 12, 20, "center", bold=english, keep=True, before=4),
        Style("TableHead", ("表头", "Table Head"), HEADING, 10.5, 0, "center", bold=english),
        Style("TableText", ("表格文字", "Table Text"), TEXT, 10.5),
        Style("TableNumber", ("表格数字", "Table Number"), TEXT, 10.5, align="right"),
        Style("TableNote", ("表注", "Table Note"), TEXT, 9 if english else 10.5, 0, "both", before=3, after=3),
        Style("Footer", ("footer", "footer"), NUMBER, 14),
        Style("SectionEnd", ("分节", "Section End"), TEXT, 1, 1),
    ]


def style_xml(style: Style, lang: Lang) -> str:
    """A style's definition."""
    own = style.id.startswith(("Table", "Section"))
    based = "" if style.id == "Normal" else '<w:basedOn w:val="Normal"/>'
    after = '<w:next w:val="BodyText"/>' if style.outline is not None or style.id == "Caption" else ""
    return (
        f'<w:style w:type="paragraph"{_flags(style, own)} w:styleId="{style.id}"><w:name w:val="{style.name[lang == "en"]}"/>'
        f"{based}{after}<w:qFormat/>{_paragraph(style)}"
        f"<w:rPr>{fonts(style.font)}<w:b w:val=\"{int(style.bold)}\"/><w:i w:val=\"0\"/><w:color w:val=\"000000\"/>"
        f'<w:kern w:val="0"/><w:sz w:val="{style.size * 2:.0f}"/><w:szCs w:val="{style.size * 2:.0f}"/></w:rPr></w:style>')


def _flags(style: Style, own: bool) -> str:
    return (' w:default="1"' if style.id == "Normal" else "") + (' w:customStyle="1"' if own else "")


def _paragraph(style: Style) -> str:
    keep = "<w:keepNext/><w:keepLines/>" if style.keep else '<w:keepNext w:val="0"/>'
    line = f'w:line="{style.line * 20:.0f}" w:lineRule="exact"' if style.line else 'w:line="240" w:lineRule="auto"'
    spacing = f'<w:spacing w:before="{style.before * 20:.0f}" w:after="{style.after * 20:.0f}" {line}/>'
    first = f'<w:ind w:firstLineChars="200" w:firstLine="{style.size * 40:.0f}"/>' if style.indent else '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else ""
    return f'<w:pPr>{keep}<w:widowControl/><w:snapToGrid w:val="0"/>{spacing}{first}<w:jc w:val="{style.align}"/>{outline}</w:pPr>'


TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="{margin}" w:type="dxa"/>'
    '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}'
    '</w:tblBorders></w:tblPr></w:style>',
)
CHARACTER_STYLE = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>')


def all_styles(lang: Lang, margin: int) -> list[str]:
    """Every style definition of a document; `margin` within a cell in twips."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    return [*(style_xml(style, lang) for style in styles(lang)), CHARACTER_STYLE,
            *(text.format(margin=margin, borders=borders) for text in TABLE_STYLE)]


def defaults() -> str:
    """What holds where no style says otherwise: fonts and languages."""
    return (f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(TEXT)}<w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>")


def font_table() -> str:
    """The fonts of a document, each with what stands in for it."""
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="{"86" if ord(name[0]) > 0x2e80 else "00"}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, (others, family) in INSTEAD.items())
