"""The number of an amount: digits with thousands marks, a multiplier or several behind them, or Chinese numerals."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from alliancectl import errors
from alliancectl.text import Text
from alliancectl.values.amount_text import clip
from alliancectl.values.decimals import EXACT, either
from alliancectl.values.numeral import NUMERALS, SCALES, han

UNCLEAR = Text("数字写法读不懂", "the number is not written in a known way")

_ARABIC = r"\.?[0-9]+(?:[,.' ][0-9]+)*"
_PLAIN = r"[0-9]*\.?[0-9]+"
_IN_TRIPLES = r"[1-9][0-9]{0,2}([,' ])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?"
_HAN = f"[{NUMERALS}点]+"
_MARK = "千万|百万|十万|亿|万|千|百"
_COMPOUND = rf"([0-9]+(?:\.[0-9]+)?) ?({_MARK}) ?(?=[0-9])"
_LONGEST_FIRST = sorted(SCALES, key=len, reverse=True)


class Number(NamedTuple):
    """A number as it stands: `value` times `scale`. `scale` is None where it has several multipliers, none to lend."""

    digits: str
    value: Decimal
    scale: Decimal | None


def numbers(text: str, written: str) -> Iterator[tuple[Number, str]]:
    """Each way to part `text` into a number and the rest, likeliest first: 5千瓦 is 5 of 千瓦, 5万吨 is 5万 of 吨.

    Raises:
        NotAnAmount, AmbiguousNumber: the number is not written in one clear way; `written` is named in the refusal.
    """
    compound, rest = _compound(text, written)
    if compound is not None:
        yield compound, rest
    elif found := re.match(_ARABIC, text):
        yield from _scaled(found[0], text[found.end() :].lstrip(), written)
    elif found := re.match(_HAN, text):
        yield from _chinese(found[0], text)


def _scaled(digits: str, rest: str, written: str) -> Iterator[tuple[Number, str]]:
    """The digits by themselves, then with each multiplier that may stand behind them."""
    value = _decimal(digits, written)
    yield Number(digits, value, Decimal(1)), rest
    for word in _LONGEST_FIRST:
        if rest[: len(word)].lower() == word and (not word.isascii() or not rest[len(word) : len(word) + 1].isalpha()):
            yield Number(digits, value, Decimal(SCALES[word])), rest[len(word) :].lstrip()


def _decimal(digits: str, written: str) -> Decimal:
    """The decimal that Arabic digits with thousands marks write. Raises: AmbiguousNumber, with the readings."""
    if re.fullmatch(_PLAIN, digits):
        return Decimal(digits)
    if re.fullmatch(_IN_TRIPLES, digits):
        return Decimal(re.sub("[,' ]", "", digits))
    if " " in digits or "'" in digits:
        raise errors.NotAnAmount(value=clip(written), reason=UNCLEAR)
    whole, _, fraction = digits.replace(",", ".").rpartition(".")
    whole = whole.replace(".", "")
    readings = either(Decimal(f"{whole}.{fraction}"), Decimal(whole + fraction))
    raise errors.AmbiguousNumber(value=clip(written), number=clip(digits), readings=readings)


def _chinese(run: str, text: str) -> Iterator[tuple[Number, str]]:
    """The longest run of numerals that is a number, then shorter ones: the 千 of 六千瓦 may be the unit's."""
    for length in range(len(run), 0, -1):
        value = han(run[:length])
        if value is not None:
            yield _lent(run[:length], value), text[length:].lstrip()


def _lent(run: str, value: Decimal) -> Number:
    """六万 as 6 times 万, so that 三至六万 can lend it; 六万五千 lends nothing."""
    head = run.rstrip("百千万亿")
    mantissa = han(head) if head else None
    if mantissa is None or (head != run and re.search("[百千万亿]", head)):
        return Number(run, value, None)
    scale = Decimal(SCALES.get(run[len(head) :], 1))
    return Number(run, EXACT.divide(value, scale), scale)


def _compound(text: str, written: str) -> tuple[Number | None, str]:
    """A number of several descending multipliers, 1亿2000万 or 6万5千, and the rest; (None, text) where it is none."""
    value, ceiling, at = Decimal(0), Decimal("Infinity"), 0
    while found := re.match(_COMPOUND, text[at:]):
        scale = Decimal(SCALES[found[2]])
        step = _below(EXACT.multiply(Decimal(found[1]), scale), ceiling, written)
        value, ceiling, at = EXACT.add(value, step), scale, at + found.end()
    if not at:
        return None, text
    last = re.match(rf"([0-9]+) ?({_MARK})?", text[at:])
    if last is None or "." in text[:at]:
        raise errors.NotAnAmount(value=clip(written), reason=UNCLEAR)
    run, rest = text[: at + last.end()], text[at + last.end() :].lstrip()
    if last[2] is None and len(last[1]) != ceiling.adjusted():  # 6万5 is 65,000 in speech, 60,005 by the letter
        raise _spoken(run, value, last[1], ceiling, written)
    tail = EXACT.multiply(Decimal(last[1]), Decimal(SCALES.get(last[2], 1)))
    return Number(run, EXACT.add(value, _below(tail, ceiling, written)), None), rest


def _below(number: Decimal, ceiling: Decimal, written: str) -> Decimal:
    """The number itself, when it is less than the multiplier before it."""
    if number >= ceiling:
        raise errors.NotAnAmount(value=clip(written), reason=UNCLEAR)
    return number


def _spoken(run: str, value: Decimal, last: str, ceiling: Decimal, written: str) -> "errors.AmbiguousNumber":
    """The refusal of 6万5, with what it says in speech and by the letter."""
    spoken = EXACT.add(value, EXACT.multiply(Decimal("0." + last), ceiling))
    readings = either(spoken, EXACT.add(value, Decimal(last)))
    return errors.AmbiguousNumber(value=clip(written), number=clip(run), readings=readings)
