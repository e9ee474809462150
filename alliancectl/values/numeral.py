"""Chinese numerals: 六万五千, 一百零五, 三点五万; and what 万, 亿, million multiply by."""

from __future__ import annotations

from decimal import Decimal

from alliancectl.values.decimals import EXACT

SCALES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "k": 10**3, "thousand": 10**3, "mn": 10**6, "mln": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
"""What each multiplier behind a number stands for."""

NUMERALS = "零一二两三四五六七八九十百千万亿"
"""Every character of a Chinese numeral."""

_PLACES = "零一二三四五六七八九"
_DIGITS = {char: Decimal(number) for number, char in enumerate(_PLACES)} | {"两": Decimal(2)}
_MARKS = (("亿", 10**8, 10**8), ("万", 10**4, 10**4), ("千", 1000, 10), ("百", 100, 10), ("十", 10, 10))
"""Each mark, largest first, with what it multiplies by and the bound of what stands before it."""


def han(text: str) -> Decimal | None:
    """The number that Chinese numerals write in full (六万五千, 一百零五, 三点五万); None where they do not.

    六万五, which speech uses for 65,000, is none: by the letter it would be 60,005.
    """
    if "点" in text:
        return _fraction(text)
    for mark, scale, most in _MARKS:
        head, found, tail = text.rpartition(mark)
        if found:
            number, rest = _head(head, mark, most), _tail(tail, scale)
            return None if number is None or rest is None else EXACT.add(EXACT.multiply(number, Decimal(scale)), rest)
    return _DIGITS.get(text)


def _head(head: str, mark: str, most: int) -> Decimal | None:
    """What stands before a mark; 十 may stand alone."""
    number = Decimal(1) if not head and mark == "十" else han(head)
    return None if number is None or not 0 < number < most or (mark == "十" and head == "两") else number


def _tail(tail: str, scale: int) -> Decimal | None:
    """What follows a mark: the next place directly, a lower one behind a 零."""
    if not tail:
        return Decimal(0)
    rest = han(tail.removeprefix("零"))
    if not rest or tail[-1] == "两" or rest >= scale:
        return None
    return rest if tail[0] == "零" or rest * 10 >= scale else None


def _fraction(text: str) -> Decimal | None:
    """三点五, 三点五万: single digits after the 点, then one multiplier."""
    whole, _, fraction = text.partition("点")
    places = fraction.rstrip("百千万亿")
    scale, front = fraction[len(places) :], han(whole)
    if front is None or not places or not set(places) <= set(_PLACES) or (scale and scale not in SCALES):
        return None
    digits = "".join(str(_DIGITS[char]) for char in places)
    return EXACT.multiply(EXACT.add(front, Decimal(f"0.{digits}")), Decimal(SCALES.get(scale, 1)))
