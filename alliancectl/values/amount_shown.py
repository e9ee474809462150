"""Quantities as each language counts: 2.85万吨/年 in Chinese, 28,500 t/a in English; never rounded."""

from decimal import Decimal
from typing import NamedTuple

from alliancectl.text import Lang, Text
from alliancectl.values.decimals import EXACT, dot_is_unclear, tidy, written_out
from alliancectl.values.unit import Unit, Units


def quantity(number: Decimal, unit_key: str, units: Units, lang: Lang) -> str:
    """`number` of a unit for people, never rounded: 2.85万吨/年 in Chinese, 28,500 t/a in English."""
    unit = units[unit_key]
    zh, en = _zh(number, unit, units), _en(number, unit)
    return Text("".join(zh), "".join(en)).to(lang)


def range_shown(low: Decimal, high: Decimal, unit_key: str, units: Units) -> Text:
    """The range from low to high: 3万–5万吨/年, 30,000–50,000 t/a."""
    unit = units[unit_key]
    return Text(_joined(_zh(low, unit, units), _zh(high, unit, units)), _joined(_en(low, unit), _en(high, unit)))


class _Pieces(NamedTuple):
    """The digits, their multiplier, and the unit with the space it needs before it."""

    digits: str
    scale: str
    label: str


def _zh(number: Decimal, unit: Unit, units: Units) -> _Pieces:
    number, unit = _in_chinese_terms(number, unit, units)
    digits, scale = _by_myriads(number)
    return _clear(_Pieces(digits, scale, unit.zh), unit)


def _en(number: Decimal, unit: Unit) -> _Pieces:
    return _clear(_Pieces(f"{tidy(number):,f}", "", unit.en), unit)


def _clear(pieces: _Pieces, unit: Unit) -> _Pieces:
    """The pieces, never in a way that would be refused, or misread, when typed."""
    digits, scale, label = pieces
    if not scale and dot_is_unclear(digits.lstrip("-"), unit.factor, label):
        digits += "0"
    return _Pieces(digits, scale, label if "一" <= label[:1] <= "鿿" else " " + label)


def _in_chinese_terms(number: Decimal, unit: Unit, units: Units) -> tuple[Decimal, Unit]:
    """60 千吨 as 60,000 吨, since Chinese counts in 万吨, not in 千吨; 千瓦 and 千升 are units of their own."""
    base = units.base(unit.family)
    if unit.zh in ("千" + base.zh, "百万" + base.zh):
        return EXACT.multiply(number, unit.factor), base
    return number, unit


def _by_myriads(number: Decimal) -> tuple[str, str]:
    """The digits and 亿, 万 or nothing: the largest that leaves 1 or more, and at most four decimals."""
    for scale, word in ((10**8, "亿"), (10**4, "万")):
        if abs(number) >= scale:
            digits = written_out(EXACT.divide(number, Decimal(scale)))
            if len(digits.partition(".")[2]) <= 4:
                return digits, word
    return written_out(number), ""


def _joined(first: _Pieces, second: _Pieces) -> str:
    if first.scale == second.scale:
        return f"{first.digits}{first.scale}–{''.join(second)}"
    return f"{''.join(first)}–{''.join(second)}"  # 3000–5万吨 would lend its 万 to the 3000
