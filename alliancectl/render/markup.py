"""Words as HTML: every text that reaches a page passes `escaped`; what is in another language than the page says so."""

from __future__ import annotations

import re

from alliancectl.render.parts import said
from alliancectl.text import Lang, Text
from alliancectl.values.clean import visible

_ENTITIES = {ord(sign): f"&{name};" for sign, name in zip("&<>\"'`", ("amp", "lt", "gt", "quot", "#39", "#96"), strict=True)}
_HAN = re.compile("[\u3400-\u9fff]")
TAGS = {"zh": "zh-Hans", "en": "en", "both": "zh-Hans"}   # the language of the page


def escaped(text: str) -> str:
    """`text` made visible, on one line, so that it can stand between tags and in quoted attributes, and acts in neither."""
    return visible(text).translate(_ENTITIES)


def bare(words: Text | str, lang: Lang) -> str:
    """Words where no tag may stand: in an attribute, in ``<title>``, in a drawing."""
    return escaped(said(words, lang))


def spoken(words: Text | str, lang: Lang) -> str:
    """Words with the language of each part; two that differ stand side by side, or under each other as the style says."""
    if lang == "both" and isinstance(words, Text) and words.zh != words.en:
        return f'<span lang="zh-Hans">{escaped(words.zh)}</span> <span lang="en">{escaped(words.en)}</span>'
    text = said(words, "zh" if lang == "both" else lang)
    if lang == "en" and not text.isascii() and _HAN.search(text):
        return f'<span lang="zh-Hans">{escaped(text)}</span>'
    return escaped(text)
