"""Who came, where the article is in Chinese."""

from __future__ import annotations

import re

from alliancectl.intake.article_text import Article, Person
from alliancectl.intake.article_words import NO_NAME, ORGANISATION, OWN, SURNAMES, TITLE, TITLES, VISITING

_GIVEN = r"(?:[\u4e00-\u9fff某]|[\u4e00-\u9fff某×xX*]{2})"
_FOREIGN = r"[\u4e00-\u9fff]{1,6}(?:[·•・][\u4e00-\u9fff]{1,8}?)+(?=一行|率|等|博士|教授|先生|女士|来|到|访|[，。、])|[A-Z][a-z]+(?: [A-Z][a-z]*\.?){1,3}|[\u4e00-\u9fff]{2,6}(?=先生|女士)"
_NAME = rf"(?:{_FOREIGN}|(?!{NO_NAME})(?:{SURNAMES}){_GIVEN})"
_AFTER = (r"(?=一行|率|带|领|等|、|，|。|；|来|到|赴|莅|在|及|和|与|对|前|陪|介|汇|主|出|参|一同|受|向|就|于|深|先|的|\s|$|（|\(|作|表示|说|指|强|也|全程|为|随|走|考|视|调|会见|担?任|同志|先生|女士|博士|教授)")
_PERSON = rf"(?P<title>{TITLES})(?P<name>{_NAME}){_AFTER}"
_LEADING = (r"(?:同志|先生|女士|博士|教授)?(?:（[^）]*）)?(?:一行|率队|率领|率|带队|带领|领队|担?任(?:专家组|检查组|验收组|代表团|考察团)?[组团]长|等(?:领导|专家)?(?:一行)?(?:共|约)?(?=\d|[一二三四五六七八九十]))")
_BEFORE_ORG = (r"^(?:[^，。]*?(?:月\d*|\d+)[日号]|当天|当日|上午|下午|中午|晚上|近日|日前|昨日|昨天|今天|今日|随后|会上|会后|期间|在|由|经|应|受|对|以|和|与|及|并|欢迎|接待了|接待|迎来了|迎来|邀请|来自|其中|带领|率领|率"
               r"|联盟(?=[\u4e00-\u9fff]*(?:厅|局|委|部|协会)))+")
_HEADCOUNT = r"(?P<about>约|近|共|大约)?\s*(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})\s*(?P<more>余|多)?\s*(?:人|名|位)"
_TEAM = "代表团|考察团|考察组|调研组|调研团|检查组|督导组|验收组|评审组|视察组|专家组|工作组|参观团|访问团"
HEADCOUNTS = (rf"一行\s*{_HEADCOUNT}", rf"等(?:一行)?\s*{_HEADCOUNT}(?!大|次)", rf"{_HEADCOUNT}(?:组成)?的?(?:{_TEAM}|团队)",
              rf"(?:{_TEAM})(?:成员|人员)?(?:一行|共计|共有|有|为)?\s*{_HEADCOUNT}", rf"(?:率|带领|率领)[^，。]{{0,24}}?{_HEADCOUNT}",
              rf"(?:共|一共|共计)\s*{_HEADCOUNT}(?=参加|前往|随行|参与|组成|来访|到访|出席)")


def head(read: Article) -> Person | None:
    """The person who is said to lead; else the first one named with a visit."""
    return _leading(read) or _leading_by_title_behind(read) or _going(read)


def sender(read: Article) -> str:
    """An organisation that sent experts, whoever of them led: 省科技厅组织专家组对 ..."""
    for sentence in read.sentences:
        found = re.search(rf"([\u4e00-\u9fffA-Za-z0-9（）()·]{{2,30}}?(?:{ORGANISATION}))(?:牵头)?(?:组织|派出|委派|选派|抽调)(?:了)?(?:有关|相关|\d+名|[一二三四五六七八九十]+名)?(?:{_TEAM}|专家|人员)", sentence.text)
        if found and not re.search("评审会|座谈会", found[0]):
            return re.sub(_BEFORE_ORG, "", found[1])
    return ""


def visitor(read: Article) -> str:
    """An organisation that came without anyone being named."""
    for text in (*(sentence.text for sentence in read.sentences), read.heading):
        for match in re.finditer(rf"([\u4e00-\u9fffA-Za-z0-9（）()·]{{2,40}}?(?:{ORGANISATION}))(?:的)?(?:党政)?(?:派出)?(?:专家)?(?:{_TEAM}|客人|一行(?=\s*[\d一二两三四五六七八九十约近])|(?=来访|到访|莅临))",
                                 text):
            found = re.sub(_BEFORE_ORG, "", match[1])
            if len(found) > 2:
                return found
        own = re.search(rf"((?:[\u4e00-\u9fff]{{0,12}})(?:{OWN}))(?:工作人员)?(?:一行[^，。]*?)?(?:走访|赴|到|前往|对)", text)
        if own:
            return re.sub(_BEFORE_ORG, "", own[1])
    return ""


def along(read: Article) -> tuple[tuple[str, ...], bool]:
    """Who is said to have gone along, and whether there were others."""
    for sentence in read.sentences:
        found = (re.search(r"(?:在|由)(?P<who>[^，。；]{2,80}?)(?:的)?(?:全程)?陪同", sentence.text)
                 or re.search(r"陪同(?:调研|考察|视察|检查|参观|走访)?(?:的|人员)?(?:还)?(?:有|：|:)(?P<who>[^。；]{2,80})", sentence.text)
                 or re.search(r"(?:^|[，。；])(?P<who>[^，。；]{2,80}?)(?:热情接待并|一同|全程|参加)*陪同", sentence.text))
        people = _people(found["who"]) if found else []
        if people:
            return tuple(dict.fromkeys(people)), bool(re.search(_OTHERS, found["who"])) if found else False
    return (), False


# ---- the head -----------------------------------------------------------------------------------------------------


def _leading(read: Article) -> Person | None:
    """The one of whom it is said, or, of several named together, the first."""
    for sentence in read.sentences:
        people = list(re.finditer(_PERSON, sentence.text))
        for at, match in enumerate(people):
            rest = sentence.text[match.end("name"):]
            counted = re.match(rf"[^。；]{{0,40}}?一行\s*{_HEADCOUNT}", rest)
            if re.match(_LEADING, rest) or (counted and "陪同" not in counted[0]):
                return _person(sentence.text, sentence.start, _first_of(sentence.text, people[:at + 1]))
    return None


def _first_of(text: str, people: list[re.Match[str]]) -> re.Match[str]:
    """The first of people named one after another: 秘书长甲、副秘书长乙一行."""
    first = people[-1]
    for one in reversed(people[:-1]):
        between = text[one.end("name"):first.start()]
        if not re.fullmatch(r"(?:同志)?[、和及][^，。；：、]{0,20}", between):
            break
        first = one
    return first


def _leading_by_title_behind(read: Article) -> Person | None:
    """The title stands behind the name: 赵新华教授一行."""
    for sentence in read.sentences:
        match = re.search(rf"(?P<name>{_NAME})(?P<title>{TITLE})(?={_LEADING})", sentence.text)
        if match:
            before = re.split(r"[，。；：、“”\s]", sentence.text[:match.start()])[-1]
            return Person(_organisation(before), match["title"], match["name"], sentence.start + match.start() - len(before), sentence.start + match.end())
    return None


def _going(read: Article) -> Person | None:
    """One who goes somewhere; who went along, or reported, did not lead."""
    for sentence in read.sentences:
        for match in re.finditer(_PERSON, sentence.text):
            rest = re.sub(r"^(?:同志)?(?:等)?在[^，。]{2,60}陪同下，?", "", sentence.text[match.end("name"):])
            goes = re.match("(?:同志|先生|女士)?(?:等)?(?:于[^，。]{1,12})?(?:来|到|赴|莅临|前往|走访|深入|先后|对|在|视察|调研|考察|检查|访问|看望)", rest) and re.search(VISITING, rest[:60])
            if goes and not re.search("陪同|汇报|介绍", rest[:20]):
                return _person(sentence.text, sentence.start, match)
    return None


def _person(text: str, start: int, match: re.Match[str]) -> Person:
    place = match.start("title")
    before = text[:place]
    clause = re.split(r"[，。；：、“”\s]", before)[-1]
    listed = re.search(rf"([\u4e00-\u9fff]{{2,20}}(?:{ORGANISATION}))\s*[：:]\s*$", before[:len(before) - len(clause)])   # 江南大学：化学院副院长 ...
    organisation = listed[1] if listed else _organisation(clause)
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


# ---- those who went along -----------------------------------------------------------------------------------------

_OTHERS = r"(?:等(?:领导|人|同志|负责人|相关负责人)?(?:的)?(?:热情接待并|一同|参加|全程)*)$"


def _people(who: str) -> list[str]:
    """The people of a list, each with all of its titles: 集团党委书记、董事长费文远 is one."""
    found, titles = [], ""
    for part in re.split("(、|和|及|与|，)", re.sub(_OTHERS, "", who)):
        person = part.strip()
        if re.fullmatch("、|和|及|与|，", person):
            titles += "、" if titles and person == "、" else ""
        elif re.search(rf"{TITLE}{_NAME}$", person) or re.fullmatch(_NAME, person):
            found.append(titles + person)
            titles = ""
        elif re.search(rf"{TITLE}$", person):
            titles = (titles if titles.endswith("、") else "") + person
        elif re.search(r"(?:负责人|领导)$", person) and not re.search("有关|相关", person):
            found.append(person)
            titles = ""
        else:
            titles = ""
    return [*found, titles] if titles.strip("、") and not found else found
