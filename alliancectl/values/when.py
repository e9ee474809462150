"""Partial dates: what is known of a date and no more; parsed, made canonical, placed in a period, spoken.

Canonical forms are a subset of EDTF (ISO 8601-2): 2024, 2024-05, 2024-05-14, each with ``~`` (approximate) or ``?``
(uncertain); ranges 2024-01/2024-06; ../2011 and 2011/..; XXXX-06-20 and XXXX-06 (year unknown); unknown.

Decisions
- 以前, 之前, 前 and 以后, 之后, 后 leave open whether the named date belongs, and official deadlines count it, so the
  wider reading is kept: 2011年以前 is ../2011. English *before* and *after* exclude it: before 2011 is ../2010.
- 截至2011年底 and *by 2011* are refused: a date that figures are *as of* is a day, not everything before it.
- 年底 and 年初 are about December and about January. 5月底, early May and the like are that month: certain, if less.
- Seasons, early 2019, mid-2019 and lunar dates are refused: nobody knows which days they mean.
- A two-digit year is read only with an order (--dates), then as POSIX does: 69-99 are 19xx, 00-68 are 20xx.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from alliancectl.errors import AmbiguousDate, ImpossibleDate, NotADate
from alliancectl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alliancectl.text import Lang

LONGEST = 100
FIRST_YEAR, LAST_YEAR = 1000, 2999
FORMS = ("2024-05-14", "2024-05", "2024", "2024-05~", "2024?", "2024-01/2024-06", "../2011", "2011/..", "XXXX-06-20",
         "XXXX-06", "unknown")

Order = Literal["mdy", "dmy"]


class When(NamedTuple):
    """A date as known: as written, canonical, and its earliest and latest day (ISO; None where open or unknown)."""

    text: str
    canonical: str
    earliest: str | None
    latest: str | None


def when(text: str, *, today: datetime.date, order: Order | None = None, complete_year: bool = False,
         serial: bool = False) -> When:
    """The date that `text` states, with no more precision than it states.

    `today` resolves 昨天 or 去年 and nothing else. `order` settles 6/7/11 and 5/6. `complete_year` is for the date of a
    visit typed by hand: a lone day and month is its latest past day. `serial` takes numbers for Excel's day numbers.

    Raises:
        NotADate: no form fits. ImpossibleDate: there is no such day. AmbiguousDate: several readings fit.
    """
    if len(text) > LONGEST:      # also what keeps every pattern below fast
        raise NotADate(text=text[:40] + "…")
    reader = _Reader(text, today, order)
    span = None if serial else _canonical(text)      # most texts are, and it saves compiling patterns
    if span is None:
        plain = _plain(text)
        if plain in _UNKNOWN:
            return When(text, "unknown", None, None)
        span = (reader.serial(plain) if serial else None) or reader.span(plain)
    if span is None:
        raise NotADate(text=text)
    if complete_year:
        span = _completed(span, today)
    return reader.value(*span)


def place(value: When, first: str, last: str) -> Literal["in", "maybe", "undated", "out"]:
    """Where the date falls for the period first..last (ISO days, both included); only ``in`` is counted.

    in: both ends inside and neither approximate nor uncertain. out: no day in common. undated: no year is known.
    """
    if value.earliest is None and value.latest is None:
        return "undated"
    if (value.latest is not None and value.latest < first) or (value.earliest is not None and value.earliest > last):
        return "out"
    if uncertain(value) or value.earliest is None or value.latest is None:
        return "maybe"
    return "in" if first <= value.earliest and value.latest <= last else "maybe"


def spoken(value: When, lang: Lang) -> str:
    """The date for reading: 约2024年5月, about May 2024; `when` reads it back."""
    if value.canonical == "unknown":
        return Text("不详", "unknown").to(lang)
    span = _canonical(value.canonical)
    return value.canonical if span is None else Text(_zh(*span), _en(*span)).to(lang)


def weekday(value: When, lang: Lang) -> str | None:
    """The day of the week of an exact day (周二, Tue), else None."""
    return _WEEKDAYS[_weekday(value.earliest)].to(lang) if is_day(value) and value.earliest else None


def is_day(value: When) -> bool:
    """Whether it is one day, in a known year and neither approximate nor uncertain."""
    return value.earliest is not None and value.earliest == value.latest and not uncertain(value)


def uncertain(value: When) -> bool:
    """Whether it is marked approximate (``~``) or uncertain (``?``)."""
    return "~" in value.canonical or "?" in value.canonical


# ---- parts ---------------------------------------------------------------------------------------------------------

_NO_YEAR = 0        # the text itself says that the year is unknown; None: it says nothing


class _Part(NamedTuple):
    """One end of a date. `bare` is a number without a unit, which only its neighbour explains (14 May to *16*)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    mark: str = ""
    weekday: int | None = None
    bare: int | None = None

    def __str__(self) -> str:
        year = f"{self.year:04d}" if self.year else "XXXX"
        return "-".join([year, *(f"{n:02d}" for n in (self.month, self.day) if n is not None)]) + self.mark

    def first(self) -> str | None:
        """Its earliest day, None when the year is unknown."""
        return f"{self.year:04d}-{self.month or 1:02d}-{self.day or 1:02d}" if self.year else None

    def last(self) -> str | None:
        """Its latest day, None when the year is unknown."""
        if not self.year:
            return None
        month = self.month or 12
        return f"{self.year:04d}-{month:02d}-{self.day or _days(self.year, month):02d}"

    def moved(self, steps: int) -> _Part:
        """The neighbouring year, month or day, whichever it is."""
        year = self.year or 0
        if self.month is None:
            return self._replace(year=year + steps)
        if self.day is None:
            months = year * 12 + self.month - 1 + steps
            return self._replace(year=months // 12, month=months % 12 + 1)
        day = datetime.date(year, self.month, self.day) + datetime.timedelta(steps)
        return self._replace(year=day.year, month=day.month, day=day.day)


_OPEN = _Part(bare=-1)                     # the open end of ../2011
_Span = tuple[_Part, _Part]


def _days(year: int, month: int) -> int:
    """The days of a month; of February 29 when no year says otherwise."""
    if month == 2:
        return 29 if not year or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _fault(part: _Part) -> Text | None:
    """Why there is no such date, or None."""
    year, month, day = part.year, part.month, part.day
    if year and not FIRST_YEAR <= year <= LAST_YEAR:
        return Text(f"年份只能是 {FIRST_YEAR} 至 {LAST_YEAR}", f"years run from {FIRST_YEAR} to {LAST_YEAR}")
    zh, en = (f"{year}年", str(year)) if year else ("任何一年都", "no year")
    has_no = "has no" if year else "has a"
    if month is not None and not 1 <= month <= 12:
        return Text(f"{zh}没有{month}月", f"{en} {has_no} month {month}")
    if month is not None and day is not None and not 1 <= day <= _days(year or 0, month):
        return Text(f"{zh}没有{month}月{day}日", f"{en} {has_no} {day} {_MONTHS[month - 1]}")
    return None


def _completed(span: _Span, today: datetime.date) -> _Span:
    """The same span, or for a lone day and month without a year its latest day that is not after today."""
    part = span[0]
    if span[1] != part or part.year is not None or part.month is None or part.day is None or part.mark or _fault(part):
        return span
    for year in range(today.year, max(today.year - 9, 0), -1):     # 29 February is at most eight years away
        full = part._replace(year=year)
        if _fault(full) is None and (full.first() or "") <= today.isoformat():
            return full, full
    return span


# ---- reading -------------------------------------------------------------------------------------------------------


class _Reader(NamedTuple):
    """Reads one text; its methods give a span, None when the form is another one, or raise what is wrong."""

    text: str
    today: datetime.date
    order: Order | None

    def value(self, first: _Part, last: _Part) -> When:
        """The checked When of a span."""
        ends = [end for end in (first, last) if end != _OPEN]
        for end in ends:
            self.checked(end)
        if not self.comparable(ends):
            raise NotADate(text=self.text)
        if len(ends) == 2 and _reversed(first, last):
            raise self.impossible(f"{_zh_day(last)}早于{_zh_day(first)}",
                                  f"{_en_day(last)} lies before {_en_day(first)}")
        if first == last or str(first) == str(last):
            return When(self.text, str(first), first.first(), last.last())
        names = (".." if end == _OPEN else str(end) for end in (first, last))
        return When(self.text, "/".join(names), first.first(), last.last())

    def comparable(self, ends: list[_Part]) -> bool:
        """Whether the ends make a date: something is known of each, and both know the year or neither does."""
        if any(end.bare is not None or (not end.year and end.month is None) for end in ends):
            return False
        known = sum(1 for end in ends if end.year)
        return known == len(ends) or (known == 0 and len(ends) == 2)

    def checked(self, part: _Part) -> None:
        """Nothing, when there is such a day and it has the weekday that is written."""
        fault = _fault(part)
        if fault is not None:
            raise ImpossibleDate(text=self.text, reason=fault)
        if part.weekday is None:
            return
        day = part.first()
        if day is None or part.day is None:
            raise self.impossible("只有完整的日期才能核对星期", "a weekday can only be checked for a full date")
        right = _weekday(day)
        if right != part.weekday:
            raise self.impossible(f"{_zh_day(part)}是{_WEEKDAYS[right].zh}",
                                  f"{_en_day(part)} is a {_LONG_WEEKDAYS[right]}")

    def impossible(self, zh: str, en: str) -> ImpossibleDate:
        return ImpossibleDate(text=self.text, reason=Text(zh, en))

    def serial(self, text: str) -> _Span | None:
        """The day of an Excel serial (1900 system); a whole number from 1800 to 2199 stays a year."""
        if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,17})?", text):
            return None
        text = re.sub(r"\.0+$", "", text)
        whole = int(text.partition(".")[0])
        if 1800 <= whole <= 2199:
            # as a number 2024.10 is kept as 2024.1: January or October, nobody can tell
            return self.one_of([_Part(whole, 1), _Part(whole, 10)]) if text.endswith(".1") else self.digits(text)
        if not 1 <= whole <= 2958465:
            return None
        if whole == 60:
            # Excel counts a leap day that 1900 did not have; so its days before are one off
            raise self.impossible("Excel 的第 60 天是 1900年2月29日，没有这一天",
                                  "Excel's day 60 is 29 February 1900, which never was")
        day = datetime.date(1899, 12, 31 if whole < 60 else 30) + datetime.timedelta(whole)
        read = _Part(day.year, day.month, day.day)
        typed = _Part(None, whole, int(text.partition(".")[2][:2] or 0))
        return self.one_of([read, typed]) if whole <= 12 and _fault(typed) is None else (read, read)

    def span(self, text: str) -> _Span | None:
        """Any form: canonical, open, one date, a range; None when none fits."""
        return _canonical(text) or self.about(text) or self.open(text) or self.point(text) or self.range(text)

    def about(self, text: str) -> _Span | None:
        """约, about: everything after it is approximate; (存疑) after it: everything before it is uncertain."""
        for pattern, mark in _MARKS_OF_ALL:
            rest = re.sub(pattern, "", text)
            span = None if rest == text else _canonical(rest) or self.open(rest) or self.point(rest) or self.range(rest)
            if span and all(end.mark in ("", mark) for end in span):
                first, last = (end if end == _OPEN else end._replace(mark=mark) for end in span)
                return first, last
        return None

    def open(self, text: str) -> _Span | None:
        """../2011, 2011年以前, before 2011; 2011/.., 2011年以来, since 2011."""
        for pattern, edge in _OPEN_ENDS:
            match = re.fullmatch(pattern, text)
            span = match and self.point(match[1])
            if span and all(end.year for end in span):
                return self.opened(span, edge)
        return None

    def opened(self, span: _Span, edge: str) -> _Span:
        for end in span:
            self.checked(end)
        first, last = span
        if edge == "before":
            return _OPEN, first.moved(-1)
        if edge == "after":
            return last.moved(1), _OPEN
        return (_OPEN, last) if edge == "until" else (first, _OPEN)

    def range(self, text: str) -> _Span | None:
        """Two dates with something between them; the second may leave out what the first has said."""
        text = re.sub(_SHARED_UNIT, r"\1\4\2\3\4", text)
        text = re.sub(_SHARED_MONTH, r"\2-\3 \1\4", text)
        text = re.sub(r"^(?:from |自|从|由)|止$", "", text)
        for left, right in _split(text):
            one = self.point(left.removesuffix("起"), part=True)
            other = one and self.point(right, part=True)
            joined = one and other and _joined(one, other, english=bool(re.search("[a-wyz]{3}", right)))
            if joined:
                return joined
        return None

    def point(self, text: str, *, part: bool = False) -> _Span | None:
        """One date, quarter, half or third of a month, with its mark, weekday and time of day.

        `part` also takes what only a range explains: 16, 16日.
        """
        rest, mark = _mark(text)
        rest, no_year = _without(_YEAR_UNKNOWN, rest)
        rest, time = _without(_TIME, rest)
        rest, day_of_week = _day_of_week(rest)
        span = self.shape(self.absolute(rest)) or (_loose(rest) if part else None)
        if span is None or (time and span[0].day is None) or (no_year and span[0].year):
            return None
        first, last = (end._replace(mark=mark or end.mark, weekday=day_of_week) for end in span)
        return (first._replace(year=_NO_YEAR), last._replace(year=_NO_YEAR)) if no_year else (first, last)

    def absolute(self, text: str) -> str:
        """The text with 昨天, 上月, 去年 put as dates."""
        text = re.sub(r"^(?:in|on|the) (?!day )", "", text)
        for word, days in _DAYS.items():
            if text == word:
                return (self.today + datetime.timedelta(days)).isoformat()
        for word, months in _RELATIVE_MONTHS.items():
            if text.startswith(word):
                month = _Part(self.today.year, self.today.month).moved(months)
                return f"{month.year}年{month.month}月{text.removeprefix(word)}"
        for word, years in _RELATIVE_YEARS.items():
            if text.startswith(word):
                return f"{self.today.year + years}年{text.removeprefix(word)}"
            if text.endswith(" " + word):
                return f"{text.removesuffix(word)}{self.today.year + years}"
        return text

    def shape(self, text: str) -> _Span | None:
        return self.digits(text) or self.chinese(text) or _quarter(text) or self.numbers(text) or self.english(text)

    def digits(self, text: str) -> _Span | None:
        """2024, 2024-5, 2024.5.14, 20240514, xxxx-06-20."""
        match = (re.fullmatch(r"([0-9]{4})()", text) or re.fullmatch(r"([0-9]{4})()([0-9]{2})([0-9]{2})", text)
                 or re.fullmatch(r"([0-9]{4}|xxxx) ?([-/.]) ?([0-9]{1,2})(?: ?\2 ?([0-9]{1,2})[.日号]?)?", text))
        return _alike(_year(match[1]), *(_number(n) for n in match.groups()[2:])) if match else None

    def chinese(self, text: str) -> _Span | None:
        """2024年5月14日 and its parts, with 上半年, 三季度, 上旬, 年底."""
        match = re.fullmatch(_CHINESE, text) if text else None
        if match is None:
            return None
        year, month, day, tail = match.groups()
        if (day and (tail or not month)) or (tail and not re.fullmatch(_TAILS[bool(month), bool(year)], tail)):
            return None
        if year and len(year) == 2:
            return self.one_of([_Part(century + int(year), _number(month), _number(day)) for century in (2000, 1900)])
        return _tail(_Part(_year(year), _number(month), _number(day)), tail or "")

    def numbers(self, text: str) -> _Span | None:
        """5-14, 5.14, 5/14; 6/2011; 13/5/2011, 6/7/11: day and month by numbers alone."""
        match = re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{1,2}))?", text)
        if match is None:
            month = re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{4})", text)
            return _alike(int(month[2]), int(month[1])) if month else None
        one, sign, two, year = match.groups()
        if year is None and sign != "/":
            return _alike(None, int(one), int(two))
        return self.one_of(_readings(one, two, year, self.order))

    def english(self, text: str) -> _Span | None:
        """20 June 2011, June 20 2011, June 2011, 2011 June 20, June 20."""
        excel = re.fullmatch(r"([a-z]{3,9})-([0-9]{2})", text)
        if excel and excel[1] in _MONTH_NUMBERS:
            return self.one_of(_month_and_two_digits(_MONTH_NUMBERS[excel[1]], int(excel[2])))
        vague = re.fullmatch(r"(?:(?:the )?(?:start|beginning|middle|end) of |early |mid[- ]|late )(.+)", text)
        span = self.worded(vague[1] if vague else text)
        if vague is None or span is None or span[0].day:
            return span if vague is None else None
        if span[0].month is None:
            tail = {"s": "初", "b": "初", "e": "底"}.get(text.removeprefix("the ")[0], "") if " of " in text else ""
            return _tail(span[0], tail) if tail else None
        return span

    def worded(self, text: str) -> _Span | None:
        """A month by its English name, or a lone year, with what stands around it."""
        words = re.findall(r"[a-z]+|[0-9]+(?:st|nd|rd|th)?", text)
        if not 1 <= len(words) <= 4 or re.sub(r"[a-z]+|[0-9]+(?:st|nd|rd|th)?|[ ,./-]+", "", text):
            return None
        words = [word for word in words if word != "of"]
        shape = "".join(_kind(word) for word in words)
        if shape not in _ENGLISH:
            return None
        found = dict(zip(shape, words, strict=True))
        month = _MONTH_NUMBERS[found["M"]] if "M" in found else None
        days = [int(re.sub("[a-z]", "", word)) for kind, word in zip(shape, words, strict=True) if kind == "D"]
        if shape in ("DMD", "MDD"):
            return self.one_of(_two_digit_years(month or 0, days, shape))
        return _alike(int(found["Y"]) if "Y" in found else None, month, days[0] if days else None)

    def one_of(self, readings: list[_Part]) -> _Span:
        """The only possible reading.

        Raises:
            AmbiguousDate: there are several. ImpossibleDate: there is none.
        """
        possible = [part for number, part in enumerate(readings) if part not in readings[:number] and not _fault(part)]
        if len(possible) == 1:
            return possible[0], possible[0]
        if not possible:
            raise ImpossibleDate(text=self.text, reason=_fault(readings[0]))
        spans = [(part, part) for part in possible]
        readings_zh, readings_en = (" 或 ".join(_zh(*s) for s in spans), " or ".join(_en(*s) for s in spans))
        forms = [str(part) for part in possible]
        raise AmbiguousDate(text=self.text, readings=Text(readings_zh, readings_en),
                            forms=Text(" 或 ".join(forms), " or ".join(forms)))


def _plain(text: str) -> str:
    """The text in small letters and ASCII digits, with 二〇一一 as 2011 and no blanks around Chinese characters.

    Not NFKC: that would turn a footnote mark (2024²) into a digit.
    """
    text = " ".join(text.translate(_SIGNS).lower().split()).replace("元月", "1月")
    text = re.sub(r" ?([〇\u4e00-\u9fff]) ?", r"\1", text)
    text = re.sub(rf"(?<![{_NUMERALS}0-9])[一二][{_NUMERALS}o0]{{3}}(?=[年至到]|$)", _year_in_words, text)
    text = re.sub(rf"(?<![{_NUMERALS}0-9])[{_NUMERALS}][{_NUMERALS}o0](?=年)", _year_in_words, text)
    return re.sub(r"(?<![周期拜])[一二三四五六七八九十廿卅]+", _number_in_words, text)


def _year_in_words(match: re.Match[str]) -> str:
    return match[0].translate(_DIGITS)


def _number_in_words(match: re.Match[str]) -> str:
    """3 for 三, 21 for 二十一 or 廿一; a word that is no such number stays."""
    word = match[0].replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = word.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return match[0]
    return str((int((tens or "一").translate(_DIGITS)) * 10 if ten else 0) + int((ones or "〇").translate(_DIGITS)))


def _canonical(text: str) -> _Span | None:
    """The span of a canonical form, None for other text."""
    start, slash, end = text.upper().partition("/")
    first = _OPEN if slash and start == ".." else _canonical_part(start)
    last = (_OPEN if end == ".." else _canonical_part(end)) if slash else first
    return None if first is None or last is None or first == last == _OPEN else (first, last)


def _canonical_part(text: str) -> _Part | None:
    mark = text[-1:] if text[-1:] in ("~", "?") else ""
    fields = text.removesuffix(mark).split("-")
    whole = [int(field) for field in fields[1:] if len(field) == 2 and field.isascii() and field.isdigit()]
    year = 0 if fields[0] == "XXXX" else int(fields[0]) if re.fullmatch("[0-9]{4}", fields[0]) else None
    if year is None or len(whole) != len(fields) - 1 or len(whole) > 2 or (fields[0] == "XXXX" and not whole):
        return None
    # 0000 is a year out of range, not an unknown one
    month, day = ([*whole, None, None])[:2]
    return _Part(year if fields[0] == "XXXX" else year or -1, month, day, mark)


def _mark(text: str) -> tuple[str, str]:
    """The text without its one mark, and the mark."""
    for pattern, mark in _MARKS_OF_ONE:
        rest = re.sub(pattern, "", text)
        if rest and rest != text:
            return rest, mark
    return text, ""


def _without(pattern: str, text: str) -> tuple[str, bool]:
    """The text without what matches at its end, and whether something did."""
    match = re.search(pattern, text)
    return (text[:match.start()], True) if match and match.start() and match[0] else (text, False)


def _day_of_week(text: str) -> tuple[str, int | None]:
    """The text without the day of the week before or after it, and that day (0 is Monday)."""
    match = re.search(r" ?\(?(?:周|星期|礼拜)([一二三四五六日天])\)?$", text)
    if match:
        return text[:match.start()], "一二三四五六日天".index(match[1]) % 7 if match[1] != "天" else 6
    match = re.match(rf"{_ENGLISH_WEEKDAY}[,.]{{0,2}} ", text)
    if match:
        return text[match.end():], _ENGLISH_DAYS.index(match[1])
    match = re.search(rf",? \(?{_ENGLISH_WEEKDAY}\.?\)?$", text)
    return (text[:match.start()], _ENGLISH_DAYS.index(match[1])) if match else (text, None)


def _loose(text: str) -> _Span | None:
    """What a range takes from its other end: 16, 16日, 20th."""
    match = re.fullmatch(r"([0-9]{1,2})(?:[日号]|(st|nd|rd|th))?", text)
    if match is None:
        return None
    number = int(match[1])
    return _alike(None, None, number) if match[0] != match[1] else (_Part(bare=number), _Part(bare=number))


def _alike(year: int | None, month: int | None = None, day: int | None = None) -> _Span:
    part = _Part(year, month, day)
    return part, part


def _year(text: str | None) -> int | None:
    """The year of 2024; 某 and xxxx are a year said to be unknown; -1 stands for 0000, which is out of range."""
    return None if text is None else _NO_YEAR if text in ("xxxx", "某") else int(text) or -1


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _tail(part: _Part, tail: str) -> _Span:
    """The span of a year or month with 上半年, 三季度, 上旬, 年底 after it."""
    if tail in ("上旬", "中旬", "下旬"):
        start = {"上": 1, "中": 11, "下": 21}[tail[0]]
        ends = _days(part.year or 0, part.month or 1) if start == 21 else start + 9
        return part._replace(day=start), part._replace(day=ends)
    if tail[-1:] in ("初", "底", "末") and part.month is None:
        about = part._replace(month=1 if tail[-1] == "初" else 12, mark="~")
        return about, about
    if not tail or part.month is not None:
        return part, part
    return _months(part, tail)


def _months(part: _Part, tail: str) -> _Span:
    """The months of 上半年, h1, 三季度, q3, 前三季度."""
    if tail[0] in "上下h":
        first = 1 if tail in ("上半年", "h1") else 7
        return part._replace(month=first), part._replace(month=first + 5)
    number = int(re.sub("[^0-9]", "", tail))
    return part._replace(month=1 if tail[0] == "前" else number * 3 - 2), part._replace(month=number * 3)


def _quarter(text: str) -> _Span | None:
    """2024q3, q3 2024, 3q 2024, h1 2024, third quarter of 2024."""
    for word, sign in _QUARTER_WORDS:
        text = re.sub(rf"^(?:the )?{word}(?: of)?\b", sign, text)
    match = re.fullmatch(r"(?:([0-9]{4})[- ]?)?([qh][1-4]|[1-4][qh])(?:[-, ]{0,2}([0-9]{4}))?", text)
    if match is None or (match[1] and match[3]):
        return None
    sign = "".join(sorted(match[2], reverse=True))
    year = match[1] or match[3]
    return None if sign in ("h3", "h4") else _months(_Part(_year(year)), sign)


def _readings(one: str, two: str, year: str | None, order: Order | None) -> list[_Part]:
    """What three numbers, or two with a slash, can mean; the order leaves one."""
    a, b = int(one), int(two)
    years: list[int | None] = [None] if year is None else [int(year) or -1] if len(year) == 4 else [_posix(int(year))]
    by_order = {"dmy": [_Part(y, b, a) for y in years], "mdy": [_Part(y, a, b) for y in years]}
    if order is not None:
        return by_order[order]
    readings = by_order["dmy"] + by_order["mdy"]
    if year is None or len(year) == 4:
        return readings
    if len(one) == 2:
        readings.append(_Part(_posix(a), b, int(year)))
    return _with_centuries(readings)


def _with_centuries(readings: list[_Part]) -> list[_Part]:
    """The readings; a single possible one with both its centuries, since two digits never say which."""
    possible = list(dict.fromkeys(part for part in readings if _fault(part) is None))
    if len(possible) != 1 or not possible[0].year:
        return readings
    return [possible[0], possible[0]._replace(year=possible[0].year + (100 if possible[0].year < 2000 else -100))]


def _posix(year: int) -> int:
    return year + (1900 if year >= 69 else 2000)


def _month_and_two_digits(month: int, number: int) -> list[_Part]:
    """What Oct-12 can mean: the 12th, or the year 2012; above 31 the year in either century."""
    day = _Part(None, month, number)
    return [day, _Part(2000 + number, month)] if _fault(day) is None else [
        _Part(2000 + number, month), _Part(1900 + number, month)]


def _two_digit_years(month: int, days: list[int], shape: str) -> list[_Part]:
    """What 12 Oct 11 and Oct 12 11 can mean."""
    one, two = days
    readings = [_Part(_posix(two), month, one)] + ([_Part(_posix(one), month, two)] if shape == "DMD" else [])
    return _with_centuries(readings)


def _kind(word: str) -> str:
    """M for the name of a month, Y for four digits, D for at most two, ! for another word."""
    if word in _MONTH_NUMBERS:
        return "M"
    number = word.rstrip("stndrh")
    if not number.isdigit() or len(number) == 3 or len(number) > 4:
        return "!"
    return ("Y" if number == word else "!") if len(number) == 4 else "D"


def _split(text: str) -> Iterator[tuple[str, str]]:
    """The ways to cut a text into two dates, the clearest sign first."""
    for sign in ("至", "到", "..", " / ", " - ", " to ", " until ", " through ", "–", "/", "~", "-"):
        left, found, right = text.partition(sign)
        # an unspaced sign may also be inside a date (2024-05-14), so it cuts only where it stands once
        if found and left.strip() and right.strip() and sign not in right:
            yield left.strip(), right.strip()


def _joined(one: _Span, other: _Span, *, english: bool) -> _Span | None:
    """The range from one to the other, each completed from what the other says; None when they do not fit."""
    first, last = _explained(one[0], other[1]), _explained(other[1], one[0])
    if english and last.year and first.year is None:
        first = first._replace(year=last.year)
    if english and first.day is not None and first.month is None:
        first = first._replace(month=last.month)
    if last.year is None:
        last = last._replace(year=first.year, month=first.month if last.month is None else last.month)
    fits = all(end.bare is None and (end.year or end.month) and (end.day is None or end.month) for end in (first, last))
    return (first, last) if fits else None


def _explained(part: _Part, other: _Part) -> _Part:
    """A bare number as the day or month that its neighbour has."""
    if part.bare is None or other.bare is not None or other.month is None:
        return part
    named = part._replace(bare=None)
    return named._replace(month=part.bare) if other.day is None else named._replace(day=part.bare)


def _reversed(first: _Part, last: _Part) -> bool:
    """Whether the range runs backwards; without a year only days of one month can tell."""
    if first.year and last.year:
        return (first.first() or "") > (last.last() or "")
    return first.month == last.month and (first.day or 0) > (last.day or 31)


def _weekday(day: str | None) -> int:
    return datetime.date.fromisoformat(day or "").weekday()


# ---- speaking ------------------------------------------------------------------------------------------------------


def _zh(first: _Part, last: _Part) -> str:
    """约2024年5月, 2024年1月至6月, 6月20日（年份不详）."""
    if last == _OPEN:
        return f"{_zh(first, first)}以来"
    if first == _OPEN:
        return f"{_zh(last, last)}或以前"
    if first.mark != last.mark:
        both = "至".join(_zh_day(end) + end.mark.replace("~", "左右") for end in (first, last))
        return _qualified(both, first._replace(mark=""), ("", ""), "（年份不详）")
    text = _zh_day(first) if first == last else f"{_zh_day(first)}至{_zh_day(last, first)}"
    return _qualified(text, first, ("约", "（存疑）"), "（年份不详）")


def _zh_day(part: _Part, before: _Part | None = None) -> str:
    """2024年5月14日; after a date of the same year or month only what differs."""
    same_year = before is not None and before.year == part.year and bool(before.month and part.month)
    same_month = same_year and before is not None and before.month == part.month and bool(before.day and part.day)
    year = f"{part.year}年" if part.year and not same_year else ""
    month = f"{part.month}月" if part.month and not same_month else ""
    return f"{year}{month}{part.day}日" if part.day else year + month


def _en(first: _Part, last: _Part) -> str:
    """about May 2024, January–June 2024, 20 June (year unknown)."""
    if last == _OPEN:
        return f"since {_en(first, first)}"
    if first == _OPEN:
        return f"{_en(last, last)} or earlier"
    if first.mark != last.mark:
        both = " – ".join(_en_day(end) + end.mark.replace("~", " or so") for end in (first, last))
        return _qualified(both, first._replace(mark=""), ("", ""), " (year unknown)")
    start, end = _en_day(first, last), _en_day(last)
    text = end if first == last else f"{start} – {end}" if " " in start else f"{start}–{end}"
    return _qualified(text, first, ("about ", " (uncertain)"), " (year unknown)")


def _en_day(part: _Part, after: _Part | None = None) -> str:
    """14 May 2024; before a date of the same year or month only what differs."""
    same_year = after is not None and after.year == part.year and bool(after.month and part.month)
    same_month = same_year and after is not None and after.month == part.month and bool(after.day and part.day)
    words = [str(part.day) if part.day else "", _MONTHS[part.month - 1] if part.month and not same_month else "",
             str(part.year) if part.year and not same_year else ""]
    return " ".join(word for word in words if word)


def _qualified(text: str, part: _Part, words: tuple[str, str], no_year: str) -> str:
    """The text with its mark's word (`words`: approximate before it, uncertain after it) and an unknown year."""
    about, doubtful = words
    text = text if part.year else text + no_year
    return about + text if part.mark == "~" else text + doubtful if part.mark == "?" else text


# ---- words ---------------------------------------------------------------------------------------------------------

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")
_MONTH_NUMBERS = {name[:length].lower(): number for number, name in enumerate(_MONTHS, 1)
                  for length in {3, len(name)}} | {"sept": 9}
_WEEKDAYS = (Text("周一", "Mon"), Text("周二", "Tue"), Text("周三", "Wed"), Text("周四", "Thu"), Text("周五", "Fri"),
             Text("周六", "Sat"), Text("周日", "Sun"))
_LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_WEEKDAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?"
_ENGLISH = ("M", "Y", "MY", "YM", "MD", "DM", "DMY", "MDY", "YMD", "DMD", "MDD")

_UNKNOWN = ("unknown", "不详", "未知", "不明", "不清楚", "日期不详", "日期未知", "时间不详", "时间未知", "年份不详",
            "n.d.", "n.d", "nd", "no date", "undated", "date unknown")
_DAYS = {"今天": 0, "今日": 0, "today": 0, "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2, "大前天": -3,
         "the day before yesterday": -2, "day before yesterday": -2, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2,
         "day after tomorrow": 2}
_RELATIVE_MONTHS = {"上个月": -1, "上月": -1, "last month": -1, "本月": 0, "这个月": 0, "this month": 0,
                    "下个月": 1, "下月": 1, "next month": 1}
_RELATIVE_YEARS = {"今年": 0, "本年": 0, "this year": 0, "去年": -1, "上年": -1, "last year": -1, "前年": -2,
                   "明年": 1, "next year": 1, "后年": 2}

_ABOUT = r"^(?:大约|大概|约|about |around |circa |approximately |approx\.? |ca?\. ?|~)(?:在|为|于)?"
_PERHAPS = r"^(?:可能|疑为|疑似|possibly |probably |perhaps |maybe )(?:在|为|于)?"
_DOUBTFUL = r" ?\((?:存疑|待核实|待核|uncertain|\?)\)$"
_MARKS_OF_ALL = ((_ABOUT, "~"), (_PERHAPS, "?"), (_DOUBTFUL, "?"))
_MARKS_OF_ONE = (*_MARKS_OF_ALL, (r" ?(?:~|左右|前后|or so)$", "~"), (r" ?\?$", "?"))
_YEAR_UNKNOWN = r" ?\(?(?:年份不详|年份未知|年份不明|year unknown|unknown year)\)?$"
_HOURS = "(?:2[0-4]|[01]?[0-9])"
_CLOCK = (rf"(?:{_HOURS}:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?(?: ?[ap]\.?m\.?)?|{_HOURS} ?[ap]\.?m\.?"
          rf"|{_HOURS}[点时](?:半|整|[0-5]?[0-9]分?)?)")
_DAYTIME = ("(?:上午|下午|早上|早晨|中午|晚上|凌晨|傍晚|晚间|,? ?(?:in the )?(?:morning|afternoon|evening))")
_TIME = rf"(?: ?{_DAYTIME}(?:,? (?:at )?)?{_CLOCK}?|(?:t|,? (?:at )?|(?<=[日号天])){_CLOCK})$"
_CHINESE = (r"(?:([0-9]{4}|[0-9]{2}|xxxx|某)年度?)?(?:([0-9]{1,2})月份?)?(?:([0-9]{1,2})[日号]?)?"
            r"(年?底|年?末|年?初|中|[上下]半年|前?第?[1-4]季度?|前?第?[1-4]个?季度|q[1-4]|h[12]|[上中下]旬)?")
# what may follow, by whether a month and whether a year stands before it
_TAILS = {(True, True): "底|末|初|中|.旬", (True, False): "底|末|初|中|.旬", (False, False): "[上下]半年|.*季度?",
          (False, True): "年?[底末初]|[上下]半年|.*季度?|q.|h."}
_QUARTER_WORDS = (("(?:first|1st) quarter", "q1"), ("(?:second|2nd) quarter", "q2"), ("(?:third|3rd) quarter", "q3"),
                  ("(?:fourth|4th|last) quarter", "q4"), ("(?:first|1st) half", "h1"), ("(?:second|2nd) half", "h2"))
_OPEN_ENDS = (
    (r"\.\./(.+)", "until"), (r"(.+)/\.\.", "since"),
    (r"(?!.*前后$)(.+?)(?:(?<=年)年)?[底末](?:以前|之前|前)", "until"),
    (r"(?:before|by)(?: the)? end of (.+)", "until"),
    (r"(?:until |up to |(?:no|not) later than |不晚于|不迟于)(.+)", "until"),
    (r"(?!.*前后$)(?![0-9]{1,2}年前$)(.+?)(?:[及或]?以前|之前|前|[及或]更早)", "until"),
    (r"(.+?),? (?:or|and) (?:earlier|before)", "until"),
    (r"before (.+)", "before"), (r"after (.+)", "after"),
    (r"(?:since|from) (.+?)(?: onwards?| on)?", "since"),
    (r"(.+?)(?: onwards?| (?:or|and) (?:later|after)|(?: to | ?[-–] ?)(?:date|present|now))", "since"),
    (r"(?!.*前后$)(?:自从|自|从)?(.+?)(?:以来|起|开始|至今|[及或]?以后|之后|后)", "since"),
)
_SHARED_UNIT = r"(?<![0-9./-])([0-9]{1,4}) ?(至|到|-|–|~) ?([0-9]{1,4})(年|月|日|号|季度)$"
_SHARED_MONTH = (r"^([a-z]{3,9}\.? )([0-9]{1,2})(?:st|nd|rd|th)? ?(?:-|–|to|~) ?"
                 r"([0-9]{1,2})(?:st|nd|rd|th)?(,? [0-9]{4})?$")

_NUMERALS = "〇零○一二三四五六七八九"
_DIGITS = str.maketrans("〇零○o一二三四五六七八九", "0000123456789")


def _pairs(signs: Iterable[tuple[str, str]]) -> dict[int, str]:
    return {ord(sign): plain for many, plain in signs for sign in many}


_SIGNS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | _pairs((
    ("【〔［", "("), ("】〕］", ")"), ("。", "."), ("—–―〜", "–"), ("‐‑−", "-"), ("◯", "〇"),
    ("號", "号"), ("週", "周"), ("約", "约"), ("後", "后"), ("來", "来"), ("個", "个"), ("詳", "详"), ("禮", "礼"),
    # radicals that a copy from a PDF puts in place of the characters
    ("⽉", "月"), ("⽇", "日"), ("⼀", "一"), ("⼆", "二"), ("⼋", "八"), ("⼗", "十"),
))
