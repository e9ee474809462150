"""The dates of an article: when the visit was. A year that is not said stays unknown; the day of publication is never taken."""

import datetime
import re
from typing import NamedTuple

from alliancectl.intake.article_text import Article, Sentence
from alliancectl.intake.article_words import EN_RELATIVE, EN_VISITING, RELATIVE, VISITING
from alliancectl.text import Text
from alliancectl.values.date_names import MONTHS

_HAN = "〇零一二三四五六七八九十"
_DAY_ZH = (rf"(?:(?P<year>\d{{4}}|[{_HAN}]{{4}})年)?(?P<month>\d{{1,2}}|[{_HAN}]{{1,3}})月(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})[日号]?"
           rf"(?:(?<=[日号\d{_HAN}])\s*(?:至|到|-|—|–|~|、|和)+\s*(?:(?P<month2>\d{{1,2}}|[{_HAN}]{{1,3}})月)?(?P<day2>\d{{1,2}}|[{_HAN}]{{1,3}})[日号])?")
_MONTH_ZH = rf"(?P<year>\d{{4}}|[{_HAN}]{{4}})年(?P<month>\d{{1,2}}|[{_HAN}]{{1,3}})月(?!\d)"
_ISO = r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"
_NAMES = "|".join(sorted({name for month in MONTHS for name in (month, month[:3])} | {"Sept"}, key=len, reverse=True))
_MDY = rf"(?P<name>{_NAMES})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:\s*(?:-|–|—|to|and)\s*(?:(?P<name2>{_NAMES})\.? )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|[.,]\d))?(?:,? (?P<year>\d{{4}}))?"
_DMY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|–|—|to|and)\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)? (?:of )?(?P<name>{_NAMES})\.?(?:,? (?P<year>\d{{4}}))?"
_MY = rf"(?P<name>{_NAMES})\.? (?P<year>\d{{4}})"
_NOT_THE_VISIT = r"^\s*(?:电|讯|前|以前|之前|起施行|投产|成立|前完成)"
_BEFORE_NOT = r"(?:截至|截止|于是|自|将于|计划于|预计|力争|原定|by|before|since|until|end of)\s*$"


class Found(NamedTuple):
    """A date in the text: canonical, its last day where it is a range, and where it stands."""

    first: str
    last: str
    start: int
    end: int


class Visited(NamedTuple):
    """When the visit was; `date` is empty where nothing is said."""

    date: str
    end_date: str
    doubts: tuple[Text, ...]
    words: tuple[int, int] | None


def visited(read: Article) -> Visited:
    """The date of the visit, with what is doubtful about it."""
    found = _of_visit(read)
    if found:
        doubts = _doubts(read, found)
        return Visited(found.first, found.last, doubts, (found.start, found.end))
    relative = next((match for sentence in read.sentences for match in [re.search(RELATIVE if read.is_chinese else EN_RELATIVE, sentence.text)] if match), None)
    if relative:
        said = relative[0]
        return Visited("unknown", "", (Text(f"原文只说“{said}”", f"the text only says “{said}”"),), None)
    return Visited("unknown", "", (Text("原文没有日期", "the text gives no date"),), None)


def dates(text: str, offset: int = 0) -> list[Found]:
    """The days and months in a text, in order."""
    found: list[Found] = []
    for pattern in (_DAY_ZH, _ISO, _MDY, _DMY, _MONTH_ZH, _MY):
        for match in re.finditer(pattern, text):
            one = _found(match, offset)
            if one and not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def _of_visit(read: Article) -> Found | None:
    verbs = VISITING if read.is_chinese else EN_VISITING
    labelled = [one for sentence in read.sentences if re.match(r"(?:会议)?(?:时间|日期|Date|Time)\s*[:：]", sentence.text) for one in _usable(read, sentence)]
    spoken = [one for sentence in read.sentences if re.search(verbs, sentence.text) for one in _usable(read, sentence)]
    other = [one for sentence in read.sentences for one in _usable(read, sentence)]
    headed = dates(read.heading) if re.search(verbs, read.heading) else []
    first = other[0] if other and spoken and _same_opening(read, other[0]) else None
    return next(iter([*labelled, *([first] if first else []), *spoken, *headed, *other]), None)


def _same_opening(read: Article, one: Found) -> bool:
    """Whether a date opens the first sentence: on June 20 the delegation arrived. They visited …"""
    return bool(read.sentences) and read.sentences[0].start <= one.start < read.sentences[0].end


def _usable(read: Article, sentence: Sentence) -> list[Found]:
    """The dates of a sentence that may be those of a visit: no dateline, no deadline, no beginning of operation."""
    return [one for one in dates(sentence.text, sentence.start)
            if not re.match(_NOT_THE_VISIT, read.text[one.end:one.end + 6])
            and not re.search(_BEFORE_NOT, read.text[max(0, one.start - 10):one.start], re.IGNORECASE)
            and not re.match(r"[上下]?午?[^，。]{0,6}(?:投产|开工|成立)", read.text[one.end:one.end + 12])
            and not _is_dateline(read, sentence, one)]


def _is_dateline(read: Article, sentence: Sentence, one: Found) -> bool:
    """LINHAI, March 21, 2024 -- : where and when it was sent."""
    return bool(re.fullmatch(r"(?:[A-Z]{2,}[A-Z ,.]*)?\(?", read.text[sentence.start:one.start]) and re.match(r" ?(?:\(\w+\) ?)?(?:--|—|–|- )", read.text[one.end:one.end + 14]))


def _doubts(read: Article, found: Found) -> tuple[Text, ...]:
    if not found.first.startswith("XXXX"):
        return ()
    published = next(iter(dates(read.published)), None)
    if published:
        day = published.first
        return (Text(f"原文没有说年份；稿件日期 {day} 不是走访的年份", f"the text gives no year; {day} is the day of publication, not of the visit"),)
    return (Text("原文没有说年份：知道依据再补", "the text gives no year: add it only with a reason"),)


def _found(match: re.Match[str], offset: int) -> Found | None:
    parts = match.groupdict()
    year = _number(parts.get("year"), digits=True)
    month = _month(parts)
    day = _number(parts.get("day"))
    first = _canonical(year, month, day)
    if not first:
        return None
    month2 = _month({"name": parts.get("name2"), "month": parts.get("month2")}) or month
    last = _canonical(year, month2, _number(parts.get("day2"))) if parts.get("day2") else ""
    return Found(first, "" if last == first else last, match.start() + offset, match.end() + offset)


def _month(parts: dict[str, str | None]) -> int | None:
    name = parts.get("name")
    if name:
        return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))
    return _number(parts.get("month"))


def _canonical(year: int | None, month: int | None, day: int | None) -> str:
    """2011-06-20, XXXX-06-20, 2011-06; empty where there is no such day."""
    if not month or not 1 <= month <= 12:
        return ""
    try:
        datetime.date(year or 2024, month, day or 1)
    except ValueError:
        return ""
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "") if year else f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")


def _number(text: str | None, *, digits: bool = False) -> int | None:
    """The number of Arabic digits or Chinese numerals; of a year each stands for itself."""
    if not text:
        return None
    if text.isdigit() and text.isascii():
        return int(text)
    places = "〇一二三四五六七八九"
    plain = text.replace("零", "〇")
    if digits:
        return int("".join(str(places.index(one)) for one in plain)) if all(one in places for one in plain) else None
    tens, ten, ones = plain.partition("十")
    if not ten:
        return places.index(plain) if plain in places else None
    return (places.index(tens) if tens else 1) * 10 + (places.index(ones) if ones else 0) if (tens or "一") in places and (ones or "〇") in places else None
