"""Dates told from today: 昨天, 上月, last year."""

from __future__ import annotations

import datetime
import re

from alliancectl.values.date_part import Part

_DAYS = {"今天": 0, "今日": 0, "today": 0, "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2, "大前天": -3,
         "the day before yesterday": -2, "day before yesterday": -2, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2,
         "day after tomorrow": 2}
_MONTHS = {"上个月": -1, "上月": -1, "last month": -1, "本月": 0, "这个月": 0, "this month": 0,
           "下个月": 1, "下月": 1, "next month": 1}
_YEARS = {"今年": 0, "本年": 0, "this year": 0, "去年": -1, "上年": -1, "last year": -1, "前年": -2,
          "明年": 1, "next year": 1, "后年": 2}


def absolute(text: str, today: datetime.date) -> str:
    """The text with 昨天, 上月, 去年 put as dates: 去年5月 as 2023年5月."""
    text = re.sub(r"^(?:in|on|the) (?!day )", "", text)
    if text in _DAYS:
        return (today + datetime.timedelta(_DAYS[text])).isoformat()
    for word, months in _MONTHS.items():
        if text.startswith(word):
            month = Part(today.year, today.month).moved(months)
            return f"{month.year}年{month.month}月{text.removeprefix(word)}"
    for word, years in _YEARS.items():
        if text.startswith(word):
            return f"{today.year + years}年{text.removeprefix(word)}"
        if text.endswith(" " + word):
            return f"{text.removesuffix(word)}{today.year + years}"
    return text
