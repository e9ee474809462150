"""How the cells of a workbook look: a few styles, each made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliancectl.render.xlsx_values import Typed, calculates
from alliancectl.text import Lang

if TYPE_CHECKING:
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.cell.cell import Cell  # type: ignore[import-untyped]

_QUIET, _RULE, _INK, _WASH, _LINK = "FF59636E", "FFD5DAE0", "FF26323D", "FFEAEEF2", "FF1C5A86"
# A font that both Excel and WPS have where Chinese is read; where it is missing, the program takes its own.
_FONTS = {"zh": "Microsoft YaHei", "both": "Microsoft YaHei", "en": "Calibri"}


class Styles:
    """The styles of one workbook."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self._font = _FONTS[lang]
        self._made: dict[tuple[str, str, bool], Any] = {}
        normal = book._named_styles["Normal"]
        normal.font.name, normal.font.sz, normal.font.scheme = self._font, 10, None
        book._fonts[0] = normal.font   # what Excel measures columns by

    def apply(self, cell: Cell, kind: str, value: Typed) -> None:
        """Give a cell the style `kind` (title, heading, head, figure head, words, figure, name, quiet, link, subtitle; ``total `` in front for sums)."""
        key = (kind, value.shown, value.as_text and isinstance(value.value, str) and calculates(value.value))
        if key not in self._made:
            self._make(cell, *key)
            self._made[key] = cell._style
        cell._style = self._made[key]

    def _make(self, cell: Cell, kind: str, shown: str, quoted: bool) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # type: ignore[import-untyped]

        total, right = kind.startswith("total "), "figure" in kind
        kind = kind.removeprefix("total ").removeprefix("figure ")
        size = {"title": 14, "heading": 11}.get(kind, 10)
        cell.font = Font(name=self._font, sz=size, b=total or kind in ("title", "heading", "head", "name"),
                         u="single" if kind == "link" else None, color=_QUIET if kind in ("quiet", "subtitle") else _LINK if kind == "link" else _INK)
        cell.alignment = Alignment(horizontal="right" if right else "left", vertical="top", indent=int(right),
                                   wrap_text=kind not in ("title", "subtitle", "heading", "figure", "link"))
        if kind == "head":
            cell.fill = PatternFill("solid", fgColor=_WASH)
            cell.border = Border(bottom=Side("thin", _INK), top=Side("thin", _INK))
            cell.alignment = Alignment(horizontal="right" if right else "left", vertical="center", wrap_text=True, indent=int(right))
        elif kind in ("words", "figure"):
            cell.border = Border(top=Side("thin", _INK)) if total else Border(bottom=Side("hair", _RULE))
        cell.number_format = shown
        cell.quotePrefix = int(quoted)
