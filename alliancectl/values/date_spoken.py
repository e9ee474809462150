"""A date in words, for people: 约2024年5月, about May 2024."""

from __future__ import annotations

from alliancectl.text import Text
from alliancectl.values.date_names import MONTHS
from alliancectl.values.date_part import OPEN, Part, Span

UNKNOWN = Text("不详", "unknown")
_NO_YEAR = Text("（年份不详）", " (year unknown)")
_ABOUT = Text("约", "about ")
_DOUBTFUL = Text("（存疑）", " (uncertain)")


def in_words(span: Span) -> Text:
    """The span in both languages: 2024年1月至6月, January–June 2024."""
    first, last = span
    if last == OPEN:
        since = in_words((first, first))
        return Text(f"{since.zh}以来", f"since {since.en}")
    if first == OPEN:
        until = in_words((last, last))
        return Text(f"{until.zh}或以前", f"{until.en} or earlier")
    if first.mark != last.mark:
        return _qualified(Text(*_marked_apart(first, last)), first, "")
    return _qualified(Text(_zh(first, last), _en(first, last)), first, first.mark)


def day_in_words(part: Part) -> Text:
    """One end without its mark: 2024年5月14日, 14 May 2024."""
    return Text(_zh_day(part), _en_day(part))


def _zh(first: Part, last: Part) -> str:
    return _zh_day(first) if first == last else f"{_zh_day(first)}至{_zh_day(_shortened(last, first))}"


def _en(first: Part, last: Part) -> str:
    start, end = _en_day(_shortened(first, last)), _en_day(last)
    return end if first == last else f"{start} – {end}" if " " in start else f"{start}–{end}"


def _marked_apart(first: Part, last: Part) -> tuple[str, str]:
    """A range whose ends have different marks, each with its own."""
    return ("至".join(_zh_day(end) + end.mark.replace("~", "左右") for end in (first, last)),
            " – ".join(_en_day(end) + end.mark.replace("~", " or so") for end in (first, last)))


def _qualified(text: Text, part: Part, mark: str) -> Text:
    """The text with the words of its mark and of an unknown year."""
    if not part.year:
        text = Text(text.zh + _NO_YEAR.zh, text.en + _NO_YEAR.en)
    if mark == "~":
        return Text(_ABOUT.zh + text.zh, _ABOUT.en + text.en)
    return Text(text.zh + _DOUBTFUL.zh, text.en + _DOUBTFUL.en) if mark == "?" else text


def _shortened(part: Part, other: Part) -> Part:
    """The part without the year and month that the other end says as well."""
    if other.year != part.year or not (other.month and part.month):
        return part
    same_month = other.month == part.month and other.day and part.day
    return part._replace(year=None, month=None if same_month else part.month)


def _zh_day(part: Part) -> str:
    year, month = (f"{part.year}年" if part.year else ""), (f"{part.month}月" if part.month else "")
    return f"{year}{month}{part.day}日" if part.day else year + month


def _en_day(part: Part) -> str:
    month = MONTHS[part.month - 1] if part.month else ""
    return " ".join(word for word in (str(part.day or ""), month, str(part.year or "")) if word)
