"""How a sheet prints: A4 on its side, one table's heads on every page, or several small tables none of which is divided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

LINE = 16              # the height of a line in points
_ACROSS, _DOWN = 770, 480   # points of an A4 page on its side within the margins
_CHARACTER = 6.5       # points that a digit takes at most, whichever font stands in
CHART_WIDTH = 84       # of a chart, in characters: 17 cm, with as much room as they may be narrower
_MARGIN = 0.5          # inches
_FOOT = 0.8


def fit_to_width(sheet: Worksheet) -> None:
    """All columns on one page; the program finds the scale, and takes no notice of page breaks."""
    from openpyxl.worksheet.properties import PageSetupProperties  # type: ignore[import-untyped]

    _lie(sheet)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def keep_whole(sheet: Worksheet, starts: list[int], last: int, across: float, heads: int) -> None:
    """Pages that begin with a block where it would be divided; blocks begin at the rows `starts`, `heads` rows are repeated.

    The sheet reaches `across` so many characters.
    """
    from openpyxl.worksheet.pagebreak import Break  # type: ignore[import-untyped]

    _lie(sheet)
    sheet.page_setup.scale = scale = max(40, min(100, int(100 * _ACROSS / (_CHARACTER * max(across, 1)))))
    page = _DOWN * 100 / scale
    used = _height(sheet, 1, starts[0])
    for start, end in zip(starts, [*starts[1:], last + 1], strict=True):
        high = _height(sheet, start, end)
        if start != starts[0] and used + high > page:
            sheet.row_breaks.append(Break(id=start - 1))
            used = _height(sheet, 1, heads + 1)
        used += high
        used = used if used <= page else used % page


def _height(sheet: Worksheet, first: int, end: int) -> float:
    return float(sum(sheet.row_dimensions[row].height or LINE for row in range(first, end)))


def _lie(sheet: Worksheet) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.oddFooter.center.text = "— &P / &N —"
    margins: Any = sheet.page_margins
    margins.left = margins.right = margins.top = _MARGIN
    margins.bottom, margins.footer = _FOOT, _MARGIN - 0.1
