"""Fields that hold a number: an amount, its unit, a count, a factor, a share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliancectl import errors
from alliancectl.kinds.types.basis import Known, Type
from alliancectl.text import Lang
from alliancectl.values.names import fold

if TYPE_CHECKING:   # exact arithmetic costs start-up time; only a command that meets an amount pays for it
    from alliancectl.values.amount import Amount


class Quantity(Type):
    """An amount with its unit; exact, never a float."""

    columns = tuple((suffix, "TEXT") for suffix in
                    ("", "_value", "_high", "_qualifier", "_unit", "_base", "_base_high", "_base_unit"))

    def parse(self, text: str, known: Known) -> Amount:
        from alliancectl.values.amount import amount

        return amount(text, known.units, unit=known.unit)

    def cells(self, value: Amount) -> tuple[Any, ...]:
        return tuple(_digits(part) for part in value)

    def value(self, cells: tuple[Any, ...]) -> Amount | None:
        if cells[0] is None:
            return None
        from decimal import Decimal

        from alliancectl.values.amount import Amount

        text, value, high, qualifier, unit, base, base_high, base_unit = cells
        number = [None if part is None else Decimal(part) for part in (value, high, base, base_high)]
        return Amount(text, number[0], number[1], qualifier, unit, number[2], number[3], base_unit)

    def json(self, value: Amount) -> dict[str, Any]:
        return dict(zip(value._fields, self.cells(value), strict=True))

    def typed(self, value: Amount) -> str:
        return value.text

    def shown(self, value: Amount, lang: Lang, known: Known | None = None) -> str:
        from alliancectl.values.amount import shown

        return value.text if known is None else shown(value, known.units, lang)


class UnitOf(Type):
    """A unit of the file's table, by its key or any spelling."""

    def parse(self, text: str, known: Known) -> str:
        return known.units.find(text).key

    def shown(self, value: str, lang: Lang, known: Known | None = None) -> str:
        unit = known and known.units.get(value)
        return (unit.zh if lang == "zh" else unit.en) if unit else value


class Whole(Type):
    """A whole number, zero or more."""

    columns = (("", "INTEGER"),)

    def parse(self, text: str, known: Known) -> int:
        digits = fold(text)
        if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
            raise errors.NotANumber(text=text)
        return int(digits)


class Factor(Type):
    """A conversion factor: exact decimal text, more than zero."""

    def parse(self, text: str, known: Known) -> str:
        from decimal import Decimal, InvalidOperation

        try:
            factor = Decimal(fold(text))
        except InvalidOperation:
            raise errors.NotAFactor(text=text) from None
        if not (factor.is_finite() and factor > 0 and abs(factor.adjusted()) <= 30):
            raise errors.NotAFactor(text=text)
        return f"{factor:f}"


class Percent(Type):
    """A share in per cent, kept as exact decimal text: 1 means 1 %."""

    def parse(self, text: str, known: Known) -> str:
        from decimal import Decimal, InvalidOperation

        try:
            share = Decimal(fold(text).rstrip("%").strip())
        except InvalidOperation:
            raise errors.NotANumber(text=text) from None
        if not (share.is_finite() and 0 <= share < 100):
            raise errors.NotANumber(text=text)
        return f"{share:f}"


def _digits(part: Any) -> str | None:
    """A decimal as plain digits; text and None as they are."""
    return part if part is None or isinstance(part, str) else f"{part:f}"
