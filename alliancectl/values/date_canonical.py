"""The canonical form of a date (see `when`), read."""

from __future__ import annotations

from alliancectl.values.date_part import NO_YEAR, OPEN, OUT_OF_RANGE, Part, Span


def canonical(text: str) -> Span | None:
    """The span of a canonical form, None for other text; whether there is such a day is not asked."""
    start, slash, end = text.upper().partition("/")
    first = OPEN if slash and start == ".." else _part(start)
    last = (OPEN if end == ".." else _part(end)) if slash else first
    return None if first is None or last is None or first == last == OPEN else (first, last)


def _part(text: str) -> Part | None:
    mark = text[-1:] if text[-1:] in ("~", "?") else ""
    name, *fields = text.removesuffix(mark).split("-")
    year = _year(name)
    if year is None or len(fields) > 2 or not all(_is_number(field, 2) for field in fields):
        return None
    if year == NO_YEAR and not fields:
        return None
    month, day = [*map(int, fields), None, None][:2]
    return Part(year, month, day, mark)


def _year(text: str) -> int | None:
    if text == "XXXX":
        return NO_YEAR
    return (int(text) or OUT_OF_RANGE) if _is_number(text, 4) else None


def _is_number(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdigit()
