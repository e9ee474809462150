"""Amounts: how much, in which unit, exactly as it was written and as an exact decimal in the family's base unit.

Behind this door: `unit`, `decimals`, `amount_shown`, and the rooms that read an amount, `amount_reading` first, which
are loaded when one is read.

Decisions
- Only amounts per year are kept. A unit that is a flow means "per year" when nothing is said; 年产 says it of any
  unit, so 年产10GW is GW/a while 10GW is installed power. Per day or month is refused: it needs the days of operation.
- 近 is ≈; 逾, 超过, 余, 多, over and + are ≥; 不足, 不到 and below are ≤; > and < are kept as ≥ and ≤. The one strict
  mark is ``>0``: something is there, its lower bound is 0.
- In `3-5万吨` the 万 belongs to both ends; an end with its own 万 or unit borrows none. An end written with several
  multipliers (6万5千) lends none either, so such a range must be written in full.
- A comma (or a space, an apostrophe) is a thousands mark only before exact triples; any other comma is refused.
- A dot before exactly three digits (`2.189`, `60.000`) is a thousands mark in half of Europe. It is read as a decimal
  point after a leading 0 and before 万 or million; and, unless the last digit is a 0, with a unit written in Chinese
  or of at least a thousand base units (kt, Mt, GW). Else it is refused with both readings; 12.3450 or 12345 is clear.
- Case counts first: Mt is a million tonnes, MW is not mW. Where the exact spelling is unknown other case is forgiven,
  but never between m (milli) and M (mega) in a symbol; mt, MT, mtpa, MTPA are refused (million or metric tonnes?).
- A percentage (`+50 %`, 增长50%) or a doubling is no amount of its own: kept in words, with the qualifier ``unknown``.
"""

from decimal import Decimal
from typing import NamedTuple

from alliancectl.text import Lang, Text
from alliancectl.values.amount_shown import quantity, range_shown
from alliancectl.values.decimals import EXACT, tidy, total
from alliancectl.values.unit import Unit, Units, factor, units_from

__all__ = ["EXACT", "LONGEST", "Amount", "Unit", "Units", "amount", "factor", "quantity", "shown", "total",
           "units_from"]

LONGEST = 200
"""The most characters an amount may have."""


class Amount(NamedTuple):
    """What was written and what it says: `value` (to `high`, of a range) in `unit`, and the same in `base_unit`.

    `qualifier` is one of ``= ≈ ≥ ≤ >0 unknown``. Of ``≥`` and ``>0`` the value is the lower bound, of ``≤`` the upper
    one; of ``unknown`` there is none.
    """

    text: str
    value: Decimal | None
    high: Decimal | None
    qualifier: str
    unit: str | None
    base: Decimal | None
    base_high: Decimal | None
    base_unit: str | None


def amount(text: str, units: Units, *, unit: str | None = None) -> Amount:
    """The amount that `text` states; `unit` is the key of the unit that a bare number has.

    Raises:
        EmptyAmount, NotAnAmount, NegativeAmount, ReversedRange, AmbiguousNumber: the text is no one clear amount.
        NoUnit, UnknownUnit, AmbiguousUnit, OtherRate: its unit is missing, not known, not clear, or not per year.
    """
    from alliancectl.values.amount_reading import reading

    written = text.strip()
    found = reading(written, units, unit, longest=LONGEST)
    if found is None:
        return Amount(written, None, None, "unknown", None, None, None, None)
    one, its = Decimal(1), found.unit
    return Amount(written, _times(found.value, one), _times(found.high, one), found.qualifier, its.key,
                  _times(found.value, its.factor), _times(found.high, its.factor), units.base(its.family).key)


def _times(number: Decimal | None, many: Decimal) -> Decimal | None:
    return None if number is None else tidy(EXACT.multiply(number, many))


def shown(value: Amount, units: Units, lang: Lang) -> str:
    """`value` for people: 6万吨/年, ≈60,000 t/a, 3万–5万吨/年; the words as written where no number, or not its unit, is known."""
    if value.value is None or value.unit is None or value.unit not in units:
        return value.text
    mark = "" if value.qualifier == "=" else value.qualifier[:1]
    if value.high is None:
        return mark + quantity(value.value, value.unit, units, lang)
    both = range_shown(value.value, value.high, value.unit, units)
    return Text(mark + both.zh, mark + both.en).to(lang)
