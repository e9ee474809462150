"""A workbook as bytes that depend on nothing but its content: no clock, no versions, no compressor."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook  # type: ignore[import-untyped]

_APP = (b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>alliancectl</Application>'
        b"</Properties>")


def package(book: Workbook, title: str) -> bytes:
    """The file. Its parts lie uncompressed: zlib and its successors make different bytes of the same text."""
    import datetime
    from zipfile import ZIP_DEFLATED, ZipFile

    from openpyxl.writer.excel import ExcelWriter  # type: ignore[import-untyped]

    properties = book.properties
    properties.title, properties.creator = title, "alliancectl"
    properties.created = properties.modified = datetime.datetime(2000, 1, 1)
    words = [[chart.words for chart in sheet._charts] for sheet in book.worksheets if sheet._charts]
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        ExcelWriter(book, archive).save()
    return _anew(buffer, {f"xl/drawings/drawing{number}.xml": charts for number, charts in enumerate(words, 1)})


def _anew(written: BytesIO, words: dict[str, list[str]]) -> bytes:
    from zipfile import ZIP_STORED, ZipFile, ZipInfo

    result = BytesIO()
    with ZipFile(written) as old, ZipFile(result, "w", ZIP_STORED) as new:
        for name in old.namelist():
            part = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.create_system, part.external_attr = 0, 0
            new.writestr(part, _canonical(_APP if name == "docProps/app.xml" else _spoken(old.read(name), words.get(name, []))))
    return result.getvalue()


def _spoken(part: bytes, words: list[str]) -> bytes:
    """A drawing whose charts say in words what they show."""
    from xml.sax.saxutils import quoteattr

    for number, said in enumerate(words, 1):
        name = f'name="Chart {number}"'
        part = part.replace(name.encode(), f"{name} descr={quoteattr(said)}".encode())
    return part


def _canonical(part: bytes) -> bytes:
    """The XML in the one form that it has, whichever library wrote it (Canonical XML 2.0)."""
    from xml.etree.ElementTree import canonicalize

    return canonicalize(part.decode()).encode()
