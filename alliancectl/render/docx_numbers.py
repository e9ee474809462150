"""Page numbers of a Word document: — 1 —, outside; on a page on its side they stand where the bound document has them.

A wide table's page is the upright page turned, its head at the left edge; the number stays at the upright page's foot
(GB/T 9704—2012, 8), which is the left edge of the page as it is read on a screen.
"""

from __future__ import annotations

from typing import Literal

from alliancectl.render.official import NUMBER_BELOW, SIDEWAYS, UPRIGHT

Side = Literal["right", "left"]
_OFFICE = "http://schemas.openxmlformats.org"
_SPACES = (f'xmlns:mc="{_OFFICE}/markup-compatibility/2006" xmlns:wp="{_OFFICE}/drawingml/2006/wordprocessingDrawing" '
           f'xmlns:a="{_OFFICE}/drawingml/2006/main" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"')
_HIGH = 8    # mm: room for one line


def page_number(side: Side, sideways: bool) -> str:
    """The paragraph of a footer, as WordprocessingML; `side` is that of the upright page."""
    number = _number(side)
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r>{_turned(number, side)}</w:r></w:p>' if sideways else number


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def _number(side: Side) -> str:
    """The number, one character in from the outer margin."""
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return (f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">— </w:t></w:r>{field}<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>')


def _turned(number: str, side: Side) -> str:
    """The number in a box at the left edge, turned to the right, along the whole text."""
    across, down = _emu(SIDEWAYS[2] - NUMBER_BELOW - _HIGH), _emu(UPRIGHT[2])
    wide, high = _emu(_HIGH), _emu(210 - UPRIGHT[2] - UPRIGHT[3])
    return (
        f'<mc:AlternateContent {_SPACES}><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>{across}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{down}</wp:posOffset></wp:positionV><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{1 + (side == "left")}" name="page number {side}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr>'
        f'<wps:txbx><w:txbxContent>{number}</w:txbxContent></wps:txbx><wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0"/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>")


def _emu(millimetres: float) -> int:
    """English metric units, as drawings are measured."""
    return round(millimetres * 36000)
