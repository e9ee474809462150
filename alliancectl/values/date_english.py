"""Dates with the English name of a month, in any order: 20 June 2011, June 20, end of 2019."""

from __future__ import annotations

import re

from alliancectl.values.date_names import MONTHS
from alliancectl.values.date_numbers import posix_year, with_centuries
from alliancectl.values.date_part import Part, Span, alike, fault
from alliancectl.values.date_period import period
from alliancectl.values.date_typed import Typed

_MONTH_NUMBERS = {name[:length].lower(): number for number, name in enumerate(MONTHS, 1)
                  for length in (3, len(name))} | {"sept": 9}
_ORDERS = ("M", "Y", "MY", "YM", "MD", "DM", "DMY", "MDY", "YMD", "DMD", "MDD")
_VAGUE = r"(?:(?:the )?(?:start|beginning|middle|end) of |early |mid[- ]|late )(.+)"
_WORD = "[a-z]+|[0-9]+(?:st|nd|rd|th)?"


def english(text: str, typed: Typed) -> Span | None:
    """20 June 2011, June 20 2011, June 2011, 2011 June 20, June 20. Raises: AmbiguousDate, as of Oct-12."""
    excel = re.fullmatch(r"([a-z]{3,9})-([0-9]{2})", text)
    if excel and excel[1] in _MONTH_NUMBERS:
        return typed.only(_month_and_two_digits(_MONTH_NUMBERS[excel[1]], int(excel[2])))
    vague = re.fullmatch(_VAGUE, text)
    return _vague(text, _worded(vague[1], typed)) if vague else _worded(text, typed)


def _vague(text: str, span: Span | None) -> Span | None:
    """Early May is that month, the end of 2019 is about December; early 2019 is no date."""
    if span is None or span[0].day:
        return None
    if span[0].month is not None:
        return span
    name = {"s": "初", "b": "初", "e": "底"}.get(text.removeprefix("the ")[0]) if " of " in text else None
    return period(span[0], name) if name else None


def _worded(text: str, typed: Typed) -> Span | None:
    """A month by its English name, or a lone year, with what stands around it."""
    words = re.findall(_WORD, text)
    if not 1 <= len(words) <= 4 or re.sub(rf"{_WORD}|[ ,./-]+", "", text):
        return None
    words = [word for word in words if word != "of"]
    order = "".join(map(_kind, words))
    if order not in _ORDERS:
        return None
    found = dict(zip(order, words, strict=True))
    month = _MONTH_NUMBERS[found["M"]] if "M" in found else None
    days = [int(word.rstrip("stndrh")) for kind, word in zip(order, words, strict=True) if kind == "D"]
    if order in ("DMD", "MDD"):
        return typed.only(_two_digit_years(month or 0, days, order))
    return alike(int(found["Y"]) if "Y" in found else None, month, days[0] if days else None)


def _kind(word: str) -> str:
    """M for the name of a month, Y for four digits, D for at most two, ! for another word."""
    if word in _MONTH_NUMBERS:
        return "M"
    number = word.rstrip("stndrh")
    if not number.isdigit() or len(number) == 3 or len(number) > 4:
        return "!"
    return ("Y" if number == word else "!") if len(number) == 4 else "D"


def _month_and_two_digits(month: int, number: int) -> list[Part]:
    """What Oct-12 can mean: the 12th, or the year 2012; above 31 the year in either century."""
    day = Part(None, month, number)
    return [Part(2000 + number, month), Part(1900 + number, month)] if fault(day) else [day, Part(2000 + number, month)]


def _two_digit_years(month: int, days: list[int], order: str) -> list[Part]:
    """What 12 Oct 11 and Oct 12 11 can mean."""
    one, two = days
    other = [Part(posix_year(one), month, two)] if order == "DMD" else []
    return with_centuries([Part(posix_year(two), month, one), *other])
