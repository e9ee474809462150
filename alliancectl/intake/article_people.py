"""Who came: the visiting organisation, the head of the delegation, how many, and who went along."""

from __future__ import annotations

import re
from typing import NamedTuple

from alliancectl.intake.article_text import Article
from alliancectl.intake.article_words import (
    EN_NAME,
    EN_NUMBERS,
    EN_ORG,
    EN_TITLE,
    LEVELS,
    ORGANISATION,
    OWN,
    SURNAMES,
    TITLE,
    TITLES,
    VISITING,
)

_NAME = rf"(?:{SURNAMES})(?:[\u4e00-\u9fff某]|[\u4e00-\u9fff某×xX*]{{2}})"
_AFTER = (r"(?=一行|率|带|领|等|、|，|。|；|来|到|赴|莅|在|及|和|与|对|前|陪|介|汇|主|出|参|一同|受|向|就|于|深|先|的|\s|$|（|\(|作|表示|说|指|强|也|全程|为|随|走|考|视|调|同志|博士|教授)")
_PERSON = rf"(?P<title>{TITLES})(?P<name>{_NAME}){_AFTER}"
_LEADING = r"(?:同志)?(?:（[^）]*）)?(?:一行|率队|率领|率|带队|带领|领队|等(?:领导)?(?:一行)?(?=\d|[一二三四五六七八九十]))"
_BEFORE_ORG = (r"^(?:[^，。]*?(?:月\d*|\d+)[日号]|当天|当日|上午|下午|中午|晚上|近日|日前|昨日|昨天|今天|今日|随后|会上|会后|期间|在|由|经|应|受|对|以|和|与|及|并|欢迎|接待了|接待|迎来了|迎来|邀请|来自|其中|带领|率领|率"
               r"|联盟(?=[\u4e00-\u9fff]*(?:厅|局|委|部|协会)))+")
_HEADCOUNT = r"(?P<about>约|近|共|大约)?\s*(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})\s*(?P<more>余|多)?\s*(?:人|名|位)"
_HEADCOUNTS_ZH = (rf"一行\s*{_HEADCOUNT}", rf"等(?:一行)?\s*{_HEADCOUNT}(?!大|次)", rf"{_HEADCOUNT}(?:组成)?的?(?:代表团|考察团|调研组|考察组|检查组|专家组|工作组|团队)",
                  rf"(?:代表团|考察团|调研组|考察组|检查组|专家组)(?:一行)?(?:共)?\s*{_HEADCOUNT}", rf"(?:率|带领|率领)[^，。]{{0,14}}?{_HEADCOUNT}", rf"(?:共|一共)\s*{_HEADCOUNT}(?=参加|前往|随行|参与)")
_EN_COUNT = r"(?P<about>about |some |around |over |more than |nearly |almost )?(?P<count>\d{1,4}|[a-z]+)"
_EN_GROUP = r"(?:delegation|group|party|team|mission)"
_HEADCOUNTS_EN = (rf"(?i)\b{_EN_GROUP} of {_EN_COUNT}\b(?! (?:companies|enterprises|organi))", rf"(?i)\b{_EN_COUNT}[- ](?:member|person|strong|man)\b[- ]?(?:strong )?{_EN_GROUP}",
                  rf"(?i)\band (?:his|her|their) (?:party|team|delegation) of {_EN_COUNT}\b", rf"(?i)\b{_EN_COUNT} (?:people|officials|experts|delegates|representatives) from\b")


class Person(NamedTuple):
    """A person as written, and where the words stand."""

    organisation: str
    title: str
    name: str
    start: int
    end: int


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
    head = (_head_zh if read.is_chinese else _head_en)(read)
    visitor = (head.organisation if head else "") or (_visitor_zh if read.is_chinese else _visitor_en)(read)
    count, place = _headcount(read)
    along, is_open = (_along_zh if read.is_chinese else _along_en)(read)
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


# ---- Chinese ------------------------------------------------------------------------------------------------------


def _head_zh(read: Article) -> Person | None:
    """The person who is said to lead; else the first one named with a visit."""
    people = [(sentence, match) for sentence in read.sentences for match in re.finditer(_PERSON, sentence.text)]
    for sentence, match in people:
        rest = sentence.text[match.end("name"):]
        counted = re.match(rf"[^。；]{{0,40}}?一行\s*{_HEADCOUNT}", rest)
        if re.match(_LEADING, rest) or (counted and "陪同" not in counted[0]):
            return _person(sentence.text, sentence.start, match)
    for sentence in read.sentences:
        match_after = re.search(rf"(?P<name>{_NAME})(?P<title>{TITLE})(?={_LEADING})", sentence.text)
        if match_after:
            before = re.split(r"[，。；：、“”\s]", sentence.text[:match_after.start()])[-1]
            return Person(_organisation(before), match_after["title"], match_after["name"], sentence.start + match_after.start() - len(before),
                          sentence.start + match_after.end())
    for sentence, match in people:
        rest = sentence.text[match.end("name"):]
        goes = re.match("(?:同志)?(?:等)?(?:于[^，。]{1,12})?(?:来|到|赴|莅临|前往|走访|深入|先后|对|在)", rest) and re.search(VISITING, rest[:60])
        if goes and not re.search("陪同|汇报|介绍", rest[:20]):   # who went along or reported did not lead
            return _person(sentence.text, sentence.start, match)
    return None


def _person(text: str, start: int, match: re.Match[str]) -> Person:
    place = match.start("title")
    before = text[:place]
    clause = re.split(r"[，。；：、“”\s]", before)[-1]
    organisation = _organisation(clause)
    title = match["title"]
    if not organisation:   # 衢州市副市长: the place is the organisation
        found = re.search(r"([\u4e00-\u9fff]{2,8}[省市县区])$", clause)
        organisation = re.sub(_BEFORE_ORG, "", found[1]) if found else ""
        committee = re.match("([省市县区])委", title)   # 自贡市委副书记: the title has taken the 市
        place_name = re.search(r"[\u4e00-\u9fff]{2,4}$", re.sub(_BEFORE_ORG, "", clause)) if committee else None
        organisation = organisation or (place_name[0] + committee[1] if committee and place_name else "")
    return Person(organisation, title, match["name"], start + place - len(organisation), start + match.end("name"))


def _organisation(clause: str) -> str:
    bare = re.sub(_BEFORE_ORG, "", clause)
    found = re.search(rf"([\u4e00-\u9fffA-Za-z0-9（）()·]{{1,30}}(?:{ORGANISATION})|{OWN})(?:党组|党委)?$", bare)
    return found[1] if found else ""


def _visitor_zh(read: Article) -> str:
    """An organisation that came without anyone being named."""
    for text in (*(sentence.text for sentence in read.sentences), read.heading):
        for match in re.finditer(rf"([\u4e00-\u9fffA-Za-z0-9（）()·]{{2,40}}?(?:{ORGANISATION}))(?:的)?(?:派出)?(?:专家)?(?:代表团|考察团|考察组|调研组|检查组|专家组|工作组|一行(?=\s*[\d一二两三四五六七八九十约近])|(?=来访|到访|莅临))",
                                 text):
            found = re.sub(_BEFORE_ORG, "", match[1])
            if len(found) > 2:
                return found
        own = re.search(rf"((?:[\u4e00-\u9fff]{{0,12}})(?:{OWN}))(?:工作人员)?(?:一行[^，。]*?)?(?:走访|赴|到|前往|对)", text)
        if own:
            return re.sub(_BEFORE_ORG, "", own[1])
    return ""


def _along_zh(read: Article) -> tuple[tuple[str, ...], bool]:
    people: list[str] = []
    is_open = False
    for sentence in read.sentences:
        found = (re.search(r"(?:在|由)(?P<who>[^，。；]{2,80}?)(?:的)?(?:全程)?陪同", sentence.text)
                 or re.search(r"陪同(?:调研|考察|视察|检查|参观|走访)?(?:的|人员)?(?:还)?(?:有|：|:)(?P<who>[^。；]{2,80})", sentence.text)
                 or re.search(r"(?:^|[，。；])(?P<who>[^，。；]{2,80}?)(?:一同|全程|参加)?陪同", sentence.text))
        if not found:
            continue
        who = found["who"]
        stripped = re.sub(r"(?:等(?:领导|人|同志|负责人|相关负责人)?(?:的)?(?:一同|参加|全程)?)$", "", who)
        is_open = is_open or stripped != who
        for part in re.split("、|和|及|与|，", stripped):
            person = part.strip()
            if re.search(rf"{TITLE}{_NAME}$", person) or re.fullmatch(_NAME, person) or (re.search(rf"{TITLE}$|负责人$|领导$", person) and people is not None and not re.search("有关|相关", person)):
                people.append(person)
        if people:
            break
    return tuple(dict.fromkeys(people)), is_open and bool(people)


# ---- English ------------------------------------------------------------------------------------------------------


def _head_en(read: Article) -> Person | None:
    for sentence in read.sentences:
        for pattern in (
                rf"(?:led|headed) by (?P<title>{EN_TITLE})(?: of (?:the )?(?P<org0>{EN_ORG}))? (?P<name>{EN_NAME})(?: (?:of|from) (?:the )?(?P<org>{EN_ORG}))?",
                rf"(?:led|headed) by (?:Mr\.? |Ms\.? |Dr\.? |Prof\.? )?(?P<name>{EN_NAME}),? (?P<title>{EN_TITLE})(?: (?:of|at|from) (?:the )?(?P<org>{EN_ORG}))?",
                rf"(?:led|headed) by (?:Mr\.? |Ms\.? |Dr\.? |Prof\.? )?(?P<name>{EN_NAME})",
                rf"(?<!by )(?<![A-Za-z] )(?P<name>{EN_NAME}), (?P<title>{EN_TITLE}) (?:of|at) (?:the )?(?P<org>{EN_ORG})(?=,? (?:and|led|visited|came|toured|inspected|called|with))",
                rf"(?P<title>{EN_TITLE}) (?P<name>{EN_NAME})(?=,? (?:led|headed))",
                rf"(?P<title>{EN_TITLE}) (?P<name>{EN_NAME}) (?:of|from) (?:the )?(?P<org>{EN_ORG})(?=,? (?:and (?:his|her)|led|visited|came|toured|inspected|called|with))"):
            match = re.search(pattern, sentence.text)
            if match:
                parts = match.groupdict()
                organisation = parts.get("org") or parts.get("org0") or ""
                return Person(_trimmed(organisation), parts.get("title") or "", match["name"], sentence.start + match.start(), sentence.start + match.end())
    return None


def _visitor_en(read: Article) -> str:
    for sentence in read.sentences:
        match = (re.search(rf"(?:^|The |the )(?P<org>{EN_ORG}) sent (?:a|an|its|\w+) ", sentence.text)
                 or re.search(rf"(?i:delegation|group|party|team|mission|people|officials|experts|delegates|representatives) (?:[^.,]{{0,30}}? )??(?:from|of) (?:the )?(?P<org>{EN_ORG})", sentence.text)
                 or re.search(rf"(?:^|The |the )(?P<org>{EN_ORG}) (?:delegation|team|mission) ", sentence.text))
        if match and not re.fullmatch(r"[A-Z][a-z]+ \d+", match["org"]):
            return _trimmed(match["org"])
    return ""


def _trimmed(organisation: str) -> str:
    return re.sub(r"(?:,| (?:of|and|for|the|on))+$", "", organisation).strip(" ,")


def _along_en(read: Article) -> tuple[tuple[str, ...], bool]:
    for sentence in read.sentences:
        match = re.search(r"(?i:accompanied by) (?P<who>.+?)(?=,? (?:the (?:delegation|group|party|visitors)|they|he|she|visited|toured|inspected|on a tour|during)\b|[;.]$|\.|$)", sentence.text)
        if not match:
            continue
        who, others = re.subn(r",? and others$|,? among others$|,? and other (?:officials|staff|leaders).*$", "", match["who"])
        people = [re.sub(r"^(?:and|by) ", "", part.strip()) for part in re.split(r",? and (?=[A-Z])|, (?=(?:and )?(?:[A-Z][a-z]+ ){1,3}[A-Z]|(?:Mr|Ms|Dr)\b)", who)]
        return tuple(part for part in people if part), bool(others)
    return (), False


# ---- both ---------------------------------------------------------------------------------------------------------


def _headcount(read: Article) -> tuple[str, tuple[int, int] | None]:
    """How many came, "30余人" where it is no exact number, and where it is said."""
    for sentence in read.sentences:
        for pattern in _HEADCOUNTS_ZH if read.is_chinese else _HEADCOUNTS_EN:
            for match in re.finditer(pattern, sentence.text):
                count = _number(match["count"])
                if count and not (read.is_chinese and re.search("员工|职工|座谈会|会议", sentence.text[max(0, match.start() - 8):match.start() + 2])):
                    loose = (match["about"] or "").strip() not in ("", "共") or bool(match.groupdict().get("more"))
                    return f"约{count}人" if loose else str(count), (sentence.start + match.start(), sentence.start + match.end())
    return "", None


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
