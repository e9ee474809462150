"""The text of an amount or of a unit: made plain, looked into, and cut short for a message."""

from __future__ import annotations

import re

_CHARACTERS = str.maketrans({
    **dict.fromkeys("‐‑‒–—―−─", "-"), **dict.fromkeys("〜∼～", "~"), **dict.fromkeys("≒≃≅", "≈"),
    "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "’": "'", "‘": "'", "μ": "µ",
    **dict(zip("萬億噸約產餘個張達點兩過於臺雙輛條塊從間負貳參陸壹贰叁肆伍陆柒捌玖拾佰仟〇",
               "万亿吨约产余个张达点两过于台双辆条块从间负二三六一二三四五六七八九十百千零", strict=True)),
})  # fmt: skip
_NUMERAL = "[0-9]|[一二两三四五六七八九十][百千万亿]|[零一二两三四五六七八九十百千万亿](?=[吨件台套])"


def folded(text: str) -> str:
    """The text with one width, one kind of dash and space, simplified characters, and a⁻¹ as /a."""
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFKC", text).translate(_CHARACTERS)
    plain = " ".join(text.split()).replace(">=", "≥").replace("<=", "≤")
    return plain[:-3].rstrip(" ·") + "/a" if plain.endswith((" a-1", "·a-1")) else plain


def hides_a_digit(text: str) -> bool:
    """Whether a character that is no digit becomes one: 60² would be read as 602. A unit's m² is no such case."""
    if text.isascii():
        return False
    from unicodedata import normalize

    return any(
        "0" <= normalize("NFKC", char)[:1] <= "9" and not (before.isascii() and before.isalpha())
        for before, char in zip(" " + text, text.replace("⁻¹", "--"), strict=False)
        if not char.isascii() and not char.isdecimal()
    )


def has_number(text: str) -> bool:
    """Whether a plain text has digits in it, or Chinese numerals that are no part of a word."""
    return re.search(_NUMERAL, text) is not None


def words(text: str) -> tuple[str, ...]:
    """A list of words that is written as one text, with ; between them."""
    return tuple(text.split(";"))


def clip(text: str) -> str:
    """The text, cut after 40 characters, for a message."""
    return text if len(text) <= 40 else text[:39] + "…"


def quoted(text: str) -> str:
    """The text as one word of a command to copy."""
    from shlex import quote  # only a refusal needs it

    return quote(clip(text))
