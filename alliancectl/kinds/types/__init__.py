"""What a field may hold: how it is typed in, kept in columns, given as JSON and shown. One module a subject."""

from __future__ import annotations

from alliancectl.kinds.types.basis import LONGEST, Choice, Known, Type
from alliancectl.kinds.types.choices import Flag, Listed, OneOf, Reference
from alliancectl.kinds.types.dates import Date, Day, MonthDay, TimeZone
from alliancectl.kinds.types.numbers import Factor, Percent, Quantity, UnitOf, Whole
from alliancectl.kinds.types.words import CreditCode, Key, Line, Name, Prose, Title

__all__ = [
    "LONGEST", "Choice", "CreditCode", "Date", "Day", "Factor", "Flag", "Key", "Known", "Line", "Listed", "MonthDay", "Name", "OneOf", "Percent", "Prose", "Quantity", "Reference", "TimeZone", "Title", "Type", "UnitOf", "Whole",
]
