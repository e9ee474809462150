"""What a table says beside its records, by its words: examples, blanks, totals, notes, the unit above it."""

from __future__ import annotations

import re

from alliancectl.intake.rows import Row
from alliancectl.values.names import fold

EXAMPLE = ("示例：", "示例:", "Example: ")      # a row whose first cell begins so is a form's example, no record
BLANK = frozenset({"-", "—", "–", "――", "——", "/", "无", "N/A", "n/a", "NA", "#N/A", "nil"})   # a cell that says nothing
_TOTAL = re.compile(r"(?:本[页表]|[全各]部?|以上)?(合 ?计|小 ?计|总 ?计|共 ?计|累计|grand total|sub-? ?totals?|totals?|sum)"
                    r"[\s:：\d.,，年月家个户条项次人吨万%()（）]*")
_NOTE = re.compile(r"(?:[备附]?注|说明|(?:数据|资料)来源|(?:制表|填表|填报)人?|notes?|sources?) ?\d*[:：.、].*|[(（]?[一二三四五六七八九十]{1,3}[、)）.．].*")


def is_total(text: str) -> bool:
    """Whether a cell calls its row a total."""
    return len(text) < 40 and _TOTAL.fullmatch(fold(text)) is not None


def is_note(text: str) -> bool:
    """Whether the only filled cell of a row is a note below a table, or the numbered title of a group (一、)."""
    return _NOTE.fullmatch(fold(text)) is not None


def unit_said(row: Row) -> str:
    """What a row above the header calls the unit (单位：万吨/年); empty where it names none."""
    found = (re.search(r"(?:^|[\s(（,，;；])(?:计量)?(?:单 ?位|units?) ?[:：] ?([^\s,，;；)）]{1,20})", str(cell), re.IGNORECASE) for cell in row.cells if cell is not None)
    return next((match[1] for match in found if match), "")
