"""Exact decimals: summed, written out, and whether the way they are written can be misread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, Underflow

from alliancectl.text import Text

EXACT = Context(prec=2000, Emin=-9999, Emax=9999, traps=[Inexact, InvalidOperation, Overflow, Underflow])
"""The context of every sum and product of amounts: it raises rather than rounds."""


def total(numbers: Iterable[Decimal]) -> Decimal:
    """The exact sum; 0 of none."""
    result = Decimal(0)
    for number in numbers:
        result = EXACT.add(result, number)
    return tidy(result)


def tidy(number: Decimal) -> Decimal:
    """The same number without trailing zeros or an exponent: 60000, 2.5."""
    if str(number).isdigit():   # by far the most are, and what follows costs ten times as much
        return number
    short = number.normalize(EXACT)
    padded = short.as_tuple().exponent > 0  # type: ignore[operator]  # a letter, but only of NaN
    return short.quantize(Decimal(1), context=EXACT) if padded else short


def written_out(number: Decimal) -> str:
    """All its digits and no more: 60000, 2.5."""
    return f"{tidy(number):f}"


def either(first: Decimal, second: Decimal) -> Text:
    """The two readings of a number, for a refusal."""
    one, other = written_out(first), written_out(second)
    return Text(f"{one} 或 {other}", f"{one} or {other}")


def dot_is_unclear(digits: str, factor: Decimal, spelled: str) -> bool:
    """Whether the dot of `digits` may be a thousands mark (see `amount`), before a unit of that factor and spelling."""
    if not re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", digits):
        return False
    return digits[-1] == "0" or not (factor >= 1000 or any("一" <= char <= "鿿" for char in spelled))
