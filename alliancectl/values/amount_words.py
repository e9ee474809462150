"""The words around the number of an amount: 约, 不低于, 年产, up to, 左右; and those that stand in its place."""

from __future__ import annotations

import re

from alliancectl import errors
from alliancectl.text import Text
from alliancectl.values.amount_text import clip, has_number, words

_UNKNOWN = words(
    "unknown;not known;not stated;not disclosed;undisclosed;not available;n/a;tbd;to be determined;"
    "不详;未知;不明;待定;待核实;待查;未披露;未公布;未公开;不适用;无数据;数量不详;产能不详;"
    "翻番;翻一番;翻两番;doubled;doubling;to double"
)
_PERCENT = (
    r"(?i)百分之[零一二两三四五六七八九十百点]+"
    r"|[0-9]+(?:\.[0-9]+)?(?: ?[-~] ?[0-9]+(?:\.[0-9]+)?)? ?(?:%|percent|per cent|个百分点)(?![%A-Za-z])"
)

# The opening words and what each says: a qualifier, "a" for "in a year", "d" for another time, "" for nothing.
_OPENING_WORDS = {
    "≈": "约;大约;约为;大概;近;接近;将近;~;≈;about;approx;approx.;approximately;around;circa;ca;ca.;c.;nearly;almost;"
    "roughly",
    ">": "逾;超;超过;超出;大于;高于;多于;>;over;more than;greater than;exceeding;in excess of;above",
    "≥": "不低于;不少于;不小于;至少;起码;最少;≥;at least;not less than;no less than;minimum",
    "<": "低于;小于;少于;不足;不到;<;less than;fewer than;below;under",
    "≤": "不超过;不高于;不大于;不多于;至多;最多;最高;≤;up to;at most;not more than;no more than;not exceeding;maximum",
    "a": "年;年产;年产能;年产量;年生产;每年;annual;annually;yearly",
    "d": "日产;月产;日产能;月产能;时产;班产;每天;每日;每月;日均;月均;日处理;daily;monthly;weekly;hourly",
    "": "产能;产量;能力;生产能力;生产;配额;规模;设计;核定;名义;有效;现有;总;合计;共;为;是;达;达到;从;:;"
    "capacity;production;output;quota;nameplate;design;effective;total;of;is;from",
}
_OPENING = {word: says for says, many in _OPENING_WORDS.items() for word in words(many)}
_LONGEST_FIRST = sorted(_OPENING, key=len, reverse=True)

_CLOSING = {
    **dict.fromkeys(("左右", "上下", "or so"), "≈"),
    **dict.fromkeys(("以上", "及以上", "or more", "and above"), "≥"),
    **dict.fromkeys(("以下", "及以下", "以内", "之内", "or less", "and below"), "≤"),
}
_RATE = r" ?(?:/年|每年|/a|/y)?$"
_AND_MORE = r"(?<=[0-9零一二两三四五六七八九十百千万亿]) ?[余多+](?! ?[0-9])"
_CONTRADICTION = Text("限定词互相矛盾", "its words contradict each other")


def is_in_words(text: str) -> bool:
    """Whether the text says that no amount is known, or gives a percentage and no amount."""
    if text.lower() in _UNKNOWN:
        return True
    rest, found = re.subn(_PERCENT, " ", text)
    return found > 0 and not has_number(rest)


def unqualified(text: str, written: str) -> tuple[str, str, bool]:
    """The number and unit alone, the one mark that the words around them give, and whether they say "per year".

    Raises:
        NotAnAmount: the words contradict each other. OtherRate: they say per day or the like.
    """
    body, marks, yearly = _opened(text, written)
    body, closing = _closed(body)
    body, more = re.subn(_AND_MORE, "", body, count=1)
    mark = _one(marks | closing | ({"≥"} if more else set()), written)
    if body[:8].lower() == "between ":
        body = re.sub(r"(?i) and ", "-", body[8:], count=1)
    return body, mark, yearly


def _one(marks: set[str], written: str) -> str:
    """The mark that all say together: = of none, > of > and ≥."""
    if {">", "≥"} <= marks:
        marks = marks - {"≥"}
    if len(marks) > 1:
        raise errors.NotAnAmount(value=clip(written), reason=_CONTRADICTION)
    return min(marks, default="=")


def _opened(body: str, written: str) -> tuple[str, set[str], bool]:
    """The text without the words before the number, the marks they give, and whether they say "per year"."""
    said: set[str] = set()
    while not body[:1].isdigit():
        word = next((word for word in _LONGEST_FIRST if _begins(body, word)), None)
        if word is None:
            break
        body = body[len(word) :].lstrip()
        said.add(_OPENING[word])
        if _OPENING[word] == "d" and has_number(body):
            raise errors.OtherRate(value=clip(written))
    return body, said - {"", "a", "d"}, "a" in said


def _begins(body: str, word: str) -> bool:
    """Whether the text begins with that word, and not with a longer English one."""
    if body[: len(word)].lower() != word:
        return False
    after = body[len(word) : len(word) + 1]
    return not (word[-1].isascii() and word[-1].isalpha() and after.isascii() and after.isalpha())


def _closed(body: str) -> tuple[str, set[str]]:
    """The text without the words after it, which may also stand before the rate: 6万吨左右/年."""
    for word, says in _CLOSING.items():
        found = re.search(rf"(?i) ?及?{word}(?={_RATE})", body) if word in body.lower() else None
        if found:
            return body[: found.start()] + body[found.end() :], {says}
    return body, set()
