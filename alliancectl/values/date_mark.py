"""What may stand around one date: its mark, the day of the week, the time of day, that the year is unknown."""

from __future__ import annotations

import re

_ABOUT = r"^(?:大约|大概|约|about |around |circa |approximately |approx\.? |ca?\. ?|~)(?:在|为|于)?"
_PERHAPS = r"^(?:可能|疑为|疑似|possibly |probably |perhaps |maybe )(?:在|为|于)?"
_DOUBTFUL = r" ?\((?:存疑|待核实|待核|uncertain|\?)\)$"
ABOUT_ALL = ((_ABOUT, "~"), (_PERHAPS, "?"), (_DOUBTFUL, "?"))
"""The patterns that mark a whole text, with what each says."""

_ABOUT_ONE = (*ABOUT_ALL, (r" ?(?:~|左右|前后|or so)$", "~"), (r" ?\?$", "?"))

_YEAR_UNKNOWN = r" ?\(?(?:年份不详|年份未知|年份不明|year unknown|unknown year)\)?$"

_HOURS = "(?:2[0-4]|[01]?[0-9])"
_CLOCK = (rf"(?:{_HOURS}:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?(?: ?[ap]\.?m\.?)?|{_HOURS} ?[ap]\.?m\.?"
          rf"|{_HOURS}[点时](?:半|整|[0-5]?[0-9]分?)?)")
_DAYTIME = "(?:上午|下午|早上|早晨|中午|晚上|凌晨|傍晚|晚间|,? ?(?:in the )?(?:morning|afternoon|evening))"
_TIME = rf"(?: ?{_DAYTIME}(?:,? (?:at )?)?{_CLOCK}?|(?:t|,? (?:at )?|(?<=[日号天])){_CLOCK})$"

_CHINESE_DAYS = "一二三四五六日"
_CHINESE_WEEKDAY = r" ?\(?(?:周|星期|礼拜)([一二三四五六日天])\)?$"
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_WEEKDAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?"


def without_mark(text: str) -> tuple[str, str]:
    """The text without its one mark, and the mark (``~``, ``?`` or none)."""
    for pattern, mark in _ABOUT_ONE:
        rest = re.sub(pattern, "", text)
        if rest and rest != text:
            return rest, mark
    return text, ""


def without_unknown_year(text: str) -> tuple[str, bool]:
    """The text without the words that its year is unknown, and whether they were there."""
    return _without(_YEAR_UNKNOWN, text)


def without_time(text: str) -> tuple[str, bool]:
    """The text without the time of day, and whether there was one."""
    return _without(_TIME, text)


def without_weekday(text: str) -> tuple[str, int | None]:
    """The text without the day of the week before or after it, and that day (0 is Monday)."""
    match = re.search(_CHINESE_WEEKDAY, text)
    if match:
        return text[:match.start()], _CHINESE_DAYS.index(match[1].replace("天", "日"))
    match = re.match(rf"{_ENGLISH_WEEKDAY}[,.]{{0,2}} ", text)
    if match:
        return text[match.end():], _ENGLISH_DAYS.index(match[1])
    match = re.search(rf",? \(?{_ENGLISH_WEEKDAY}\.?\)?$", text)
    return (text[:match.start()], _ENGLISH_DAYS.index(match[1])) if match else (text, None)


def _without(pattern: str, text: str) -> tuple[str, bool]:
    """The text without what matches at its end, and whether something did."""
    match = re.search(pattern, text)
    return (text[:match.start()], True) if match and match.start() and match[0] else (text, False)
