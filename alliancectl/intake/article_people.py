"""Who came: the visiting organisation, the head of the delegation, how many, and who went along."""

import re
from typing import NamedTuple

from alliancectl.intake import article_people_en as english
from alliancectl.intake import article_people_zh as chinese
from alliancectl.intake.article_text import Article
from alliancectl.intake.article_words import EN_NUMBERS, LEVELS, OWN


class Came(NamedTuple):
    """Who came; empty where the text does not say. `ours` when it was the secretariat itself that went out."""

    visitor: str
    level: str
    head: str
    head_title: str
    headcount: str
    counted_at: tuple[int, int] | None
    accompanied: tuple[str, ...]
    accompanied_open: bool
    ours: bool
    words: tuple[int, int] | None


def came(read: Article) -> Came:
    """The delegation of an article."""
    rules = chinese if read.is_chinese else english
    head = rules.head(read)
    visitor = rules.sender(read) or (head.organisation if head else "") or rules.visitor(read)
    count, place = _headcount(read)
    along, is_open = rules.along(read)
    ours = bool(re.search(rf"^(?:{OWN})|(?:{OWN})$", visitor)) or bool(re.search(r"(?i)\b(?:our|the) (?:alliance|secretariat)$|^secretariat", visitor))
    if not visitor and not read.is_chinese:
        ours = bool(re.search(r"(?i)\b(?:alliance(?:'s)? )?secretariat\b[^.]{0,60}\bvisited\b", read.text))
    rank = level(visitor) or (level(head.title) if head and not ours else "")
    return Came(visitor, rank, head.name if head else "", head.title if head else "", count, place, along, is_open, ours,
                (head.start, head.end) if head else None)


def level(organisation: str) -> str:
    """The level of an organisation by its name, empty where it does not say."""
    if re.search("研究院|研究所|大学|学院|公司|集团|University|Institute|Co\\.|Ltd|Company|Corp", organisation) and not re.search("国家|中国科学院|中国工程院", organisation):
        return "foreign" if re.search(LEVELS[0][1], organisation) else ""
    return next((key for key, pattern in LEVELS if re.search(pattern, organisation)), "") if organisation else ""


def _headcount(read: Article) -> tuple[str, tuple[int, int] | None]:
    """How many came, "30余人" where it is no exact number, and where it is said."""
    for sentence in read.sentences:
        for pattern in chinese.HEADCOUNTS if read.is_chinese else english.HEADCOUNTS:
            for match in re.finditer(pattern, sentence.text):
                count = _number(match["count"]) + ("others" in match.groupdict())
                if count > ("others" in match.groupdict()) and not _is_of_others(read, sentence.text, match):
                    loose = (match["about"] or "").strip() not in ("", "共") or bool(match.groupdict().get("more"))
                    return f"约{count}人" if loose else str(count), (sentence.start + match.start(), sentence.start + match.end())
    return "", None


def _is_of_others(read: Article, text: str, match: re.Match[str]) -> bool:
    """Whether it is staff or a meeting that was counted."""
    return read.is_chinese and bool(re.search("员工|职工|座谈会|会议", text[max(0, match.start() - 8):match.start() + 2]))


def _number(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    if text.lower() in EN_NUMBERS:
        return EN_NUMBERS[text.lower()]
    places = " 一二三四五六七八九"
    plain = text.replace("两", "二")
    tens, ten, ones = plain.partition("十")
    if not set(plain) <= set("一二三四五六七八九十"):
        return 0
    return (places.index(tens) if tens else 1) * 10 + (places.index(ones) if ones else 0) if ten else places.index(plain) if len(plain) == 1 else 0
