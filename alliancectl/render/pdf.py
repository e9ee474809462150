"""A PDF of the same layout as the Word document, set by Typst: the same bytes on the same machine with the same fonts.

Decisions
- The template is fixed and the report comes in as JSON: a value is never read as markup, so none has to be escaped.
- No font is bundled. Where none for Chinese is installed the report is refused, rather than printed as boxes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from alliancectl import errors
from alliancectl.render.fitting import BOLD, ink, room_of
from alliancectl.render.official import NUMBER_BELOW, SIDEWAYS, UPRIGHT, Leaf, Line, laid_out
from alliancectl.render.official_table import Grid
from alliancectl.reports.model import Report
from alliancectl.text import Lang
from alliancectl.values.clean import visible

# By preference: the standard's own fonts as Windows, macOS and WPS name them, then what is free.
_SONG = ("SimSun", "宋体", "Songti SC", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Source Han Serif CN", "AR PL UMing CN")
_HEI = ("SimHei", "黑体", "Heiti SC", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Source Han Sans CN",
        "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback")
_FANG = ("FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312", "STFangsong", "FZFangSong-Z02", "Zhuque Fangsong (technical preview)")
_KAI = ("KaiTi", "楷体", "KaiTi_GB2312", "楷体_GB2312", "Kaiti SC", "STKaiti", "FZKai-Z03", "LXGW WenKai", "AR PL UKai CN")
_TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "小标宋", "STZhongsong", "华文中宋")
_SERIF = ("Times New Roman", "Liberation Serif", "TeX Gyre Termes", "Libertinus Serif")
_SANS = ("Arial", "Liberation Sans", "Helvetica", "TeX Gyre Heros", "DejaVu Sans", "Libertinus Serif")
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_LONG_WORD = 32         # half-widths of a Chinese character, which every line of the text holds; a wider word, such as a URL, may be broken


def render(report: Report, lang: Lang) -> Iterator[bytes]:
    """The report as the bytes of a .pdf file. Raises: NoTypesetter without the extra `pdf`, NoChineseFont."""
    import json

    typst = _typesetter()
    leaves = laid_out(report, lang)
    title = visible(report.title.to(lang))
    content = {
        "title": title, "lang": "en" if lang == "en" else "zh", "leaves": [_leaf(leaf) for leaf in leaves],
        "look": _look(typst.Fonts().families(), lang, has_han=_has_han(title, leaves)),
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "official.typ"), "rb") as template:
        yield typst.compile(template.read(), sys_inputs={"report": json.dumps(content, ensure_ascii=False)})


def _typesetter() -> Any:
    try:
        import typst
    except ImportError as error:
        raise errors.NoTypesetter() from error
    return typst


# ---- fonts --------------------------------------------------------------------------------------------------------


def _look(families: Iterable[str], lang: Lang, *, has_han: bool) -> dict[str, Any]:
    """Fonts, sizes and lines in points, for the template."""
    known = set(families)
    song, hei = _first(_SONG, known) or _first(_HEI, known), _first(_HEI, known) or _first(_SONG, known)
    fang, kai = _first(_FANG, known) or song, _first(_KAI, known) or song
    if song is None and fang is None and has_han:
        raise errors.NoChineseFont()
    serif, sans = _first(_SERIF, known), _first(_SANS, known)
    if lang == "en":
        text, heading = _fonts(serif, fang), _fonts(sans, hei)
        return {"text": text, "heading": heading, "second": heading, "second-text": text, "number": text, "title": heading, "size": 12,
                "big": 14, "line": 20, "indent": 0, "weight": "bold", "heavy": "bold", "caption": 10.5, "remark": 9}
    title = _first(_TITLE, known)
    return {"text": _beside(serif, fang), "heading": _beside(sans, hei), "second": _beside(serif, kai), "second-text": _beside(serif, kai),
            "number": _beside(serif, song), "title": _beside(serif, title or song), "size": 16, "big": 16, "line": 28,
            "indent": 2, "weight": "regular", "heavy": "regular" if title else "bold", "caption": 12, "remark": 10.5}


def _first(names: Iterable[str], known: Collection[str]) -> str | None:
    return next((name for name in names if name in known), None)


def _fonts(*names: str | None) -> list[str]:
    return [name for name in names if name]


def _beside(latin: str | None, han: str | None) -> list[dict[str, str] | str]:
    """Fonts of a Chinese text: letters and digits in the first; quotes, dashes and dots, which both have, in the second."""
    return [{"name": latin, "covers": "latin-in-cjk"}, han] if latin and han else [*_fonts(latin, han)]


def _has_han(title: str, leaves: Iterable[Leaf]) -> bool:
    return any(re.search(_HAN, text) for text in _texts(title, leaves))


def _texts(title: str, leaves: Iterable[Leaf]) -> Iterator[str]:
    yield title
    for leaf in leaves:
        for item in leaf.items:
            yield from [item.text] if isinstance(item, Line) else (text for row in (item.heads, *item.rows) for text in row)


# ---- what the template is given -----------------------------------------------------------------------------------


def _leaf(leaf: Leaf) -> dict[str, Any]:
    items = [_item(item, after) for item, after in zip(leaf.items, [*leaf.items[1:], None], strict=True)]
    items = [item for item, before in zip(items, [{}, *items[:-1]], strict=True) if not before.get("note")]   # it stands in the table
    return {"sideways": leaf.sideways, "margin": SIDEWAYS if leaf.sideways else UPRIGHT, "upright": UPRIGHT, "below": NUMBER_BELOW, "items": items}


def _item(item: Line | Grid, after: Line | Grid | None) -> dict[str, Any]:
    if isinstance(item, Line):
        last = item.style == "head" and not (isinstance(after, Line) and after.style == "head")
        return {"style": item.style, "text": _breakable(item.text, _LONG_WORD), "last": last}
    note = _breakable(after.text, _LONG_WORD) if isinstance(after, Line) and after.style == "remark" else ""
    rooms = [room_of(wide, item.size) for wide in item.widths]
    bold, totals = [room / BOLD for room in rooms], len(item.rows) - item.totals
    rows = [_broken(row, bold if at >= totals else rooms) for at, row in enumerate(item.rows)]
    return {**item._asdict(), "heads": _broken(item.heads, bold), "rows": rows, "note": note}


def _broken(row: list[str], rooms: list[float]) -> list[str]:
    return [_breakable(text, room) for text, room in zip(row, rooms, strict=True)]


def _breakable(text: str, room: float) -> str:
    """`text` with places where a word too wide for its line may be broken; they have no width. `room` as for `ink`."""
    return re.sub("[!-~]+", lambda found: "\u200b".join(found[0]) if ink(found[0]) > room else found[0], text)
