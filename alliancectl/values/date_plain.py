"""The text of a date made plain: one width, small letters, Arabic digits, simplified characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMERALS = "〇零○一二三四五六七八九"
_DIGITS = str.maketrans("〇零○o一二三四五六七八九", "0000123456789")


def plain(text: str) -> str:
    """The text in small letters and ASCII digits, with 二〇一一 as 2011 and no blanks around Chinese characters.

    Not NFKC: that would turn a footnote mark (2024²) into a digit.
    """
    text = " ".join(text.translate(_SIGNS).lower().split()).replace("元月", "1月")
    text = re.sub(r" ?([〇\u4e00-\u9fff]) ?", r"\1", text)
    text = re.sub(rf"(?<![{_NUMERALS}0-9])[一二][{_NUMERALS}o0]{{3}}(?=[年至到]|$)", _year, text)
    text = re.sub(rf"(?<![{_NUMERALS}0-9])[{_NUMERALS}][{_NUMERALS}o0](?=年)", _year, text)
    return re.sub(r"(?<![周期拜])[一二三四五六七八九十廿卅]+", _number, text)


def _year(match: re.Match[str]) -> str:
    """2011 for 二〇一一, 11 for 一一."""
    return match[0].translate(_DIGITS)


def _number(match: re.Match[str]) -> str:
    """3 for 三, 21 for 二十一 or 廿一; a word that is no such number stays."""
    word = match[0].replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = word.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return match[0]
    return str((int((tens or "一").translate(_DIGITS)) * 10 if ten else 0) + int((ones or "〇").translate(_DIGITS)))


def _pairs(signs: Iterable[tuple[str, str]]) -> dict[int, str]:
    return {ord(sign): replacement for many, replacement in signs for sign in many}


_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = _FULL_WIDTH | _pairs((
    ("【〔［", "("), ("】〕］", ")"), ("。", "."), ("—–―〜", "–"), ("‐‑−", "-"), ("◯", "〇"),
    ("號", "号"), ("週", "周"), ("約", "约"), ("後", "后"), ("來", "来"), ("個", "个"), ("詳", "详"), ("禮", "礼"),
    # radicals that a copy from a PDF puts in place of the characters
    ("⽉", "月"), ("⽇", "日"), ("⼀", "一"), ("⼆", "二"), ("⼋", "八"), ("⼗", "十"),
))
