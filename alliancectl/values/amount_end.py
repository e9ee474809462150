"""One end of an amount: a number and the unit behind it, and what the lower end of a range leaves to the upper one."""

import re
from decimal import Decimal
from typing import NamedTuple

from alliancectl import errors
from alliancectl.text import Text
from alliancectl.values.amount_number import UNCLEAR, Number, numbers
from alliancectl.values.amount_text import clip, has_number
from alliancectl.values.decimals import EXACT, dot_is_unclear, either
from alliancectl.values.numeral import NUMERALS
from alliancectl.values.unit import Unit, Units

NO_NUMBER = Text("里面没有数字", "there is no number in it")
SEVERAL = Text("里面不止一个数量，请分开记录", "there is more than one amount in it; record each by itself")
_BEFORE = Text("数字前面的文字读不懂", "the words before the number are not known")
_SCIENTIFIC = Text("不接受科学记数法，请写出全部数字", "scientific notation is not accepted; write the digits out")
_IN_FULL = Text("范围的两端请分别写全", "write both ends of the range in full")


class End(NamedTuple):
    """A number, the unit behind it and how that is spelled; no unit where nothing is behind it."""

    number: Number
    unit: Unit | None
    spelled: str

    def borrowing(self, last: "End", written: str) -> "End":
        """This end with what it leaves to the upper one: the 万 and the unit of 3-5万吨."""
        if self is last or self.unit is not None or self.number.scale != 1:
            return self._replace(spelled=self.spelled or last.spelled)
        if last.number.scale is None:
            raise errors.NotAnAmount(value=clip(written), reason=_IN_FULL)
        return End(self.number._replace(scale=last.number.scale), last.unit, last.spelled)

    def value(self, unit: Unit, written: str) -> Decimal:
        """Its number in that unit. Raises: AmbiguousNumber, where a dot may be a thousands mark."""
        number = self.number
        if number.scale == 1 and dot_is_unclear(number.digits, unit.factor, self.spelled):
            readings = either(number.value, Decimal(number.digits.replace(".", "")))
            raise errors.AmbiguousNumber(value=clip(written), number=number.digits, readings=readings)
        return EXACT.multiply(number.value, number.scale or Decimal(1))


def end(text: str, written: str, units: Units, yearly: bool) -> End:
    """The number at the start of `text` and the unit behind it; of an amount that is per year if `yearly`."""
    rest = text
    for number, rest in numbers(text, written):
        unit = units.match(rest, yearly=yearly) if rest else None
        if unit or not rest:
            return End(number, unit, rest)
    if rest == text:
        raise errors.NotAnAmount(value=clip(written), reason=_BEFORE if has_number(text) else NO_NUMBER)
    raise _rest_refused(rest, written, units)


def _rest_refused(rest: str, written: str, units: Units) -> "errors.NotAnAmount | errors.OtherRate | errors.UnknownUnit":
    """What to raise for what stands behind the number and is no unit."""
    reason = _why_no_unit(rest)
    return units.refusal(rest, written) if reason is None else errors.NotAnAmount(value=clip(written), reason=reason)


def _why_no_unit(rest: str) -> Text | None:
    """Why it cannot be a unit at all, None where it can."""
    if re.match(r"[eE][+-]?[0-9]|[×xX*·] ?10", rest):
        return _SCIENTIFIC
    if re.match(f"[0-9{NUMERALS}]", rest):
        return UNCLEAR
    if re.search(r"(?<![A-Za-z0-9])[0-9]", rest) or has_number(re.sub("[A-Za-z][0-9]+", "", rest)):
        return SEVERAL
    return None if any(char.isalpha() for char in rest) else UNCLEAR
