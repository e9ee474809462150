"""The capacity claims of an article: amounts with a cue of capacity, output or quota; sales, money and shares are none.

年产6万吨 states a capacity, 年产量 an output: the nearest cue before an amount decides, one right behind it overrides.
"""

import re
from typing import NamedTuple

from alliancectl import errors
from alliancectl.intake.article_cues import (
    CUES_EN,
    CUES_ZH,
    EN_FORMER,
    FORMER,
    LATER,
    ONCE,
    RAISED,
    RIGHT_EN,
    RIGHT_ZH,
    SCOPE_EN,
    SCOPE_ZH,
    SCOPES,
    STATUS_EN,
    STATUS_ZH,
)
from alliancectl.intake.article_products import listed, product
from alliancectl.intake.article_text import Article, Mention, Sentence
from alliancectl.text import Text
from alliancectl.values.amount import Units, amount

_NO_UNITS = "元|美元|欧元|人民币|人|人次|名|位|个|条|米|度|度电|公里|平方|双方"
_EN_NO_UNITS = r"(?i)yuan|rmb|usd|us dollars?|euros?|cny|eur|people|persons?|m|km|g|l|person.*"


class Claim(NamedTuple):
    """One claim as the article states it; empty where it does not say. `doubts` by field."""

    draft: dict[str, str]
    doubts: dict[str, list[Text]]
    start: int
    end: int


def claims(read: Article, units: Units, hosts: list[str]) -> list[Claim]:
    """The claims in the order of the text; `hosts` are the members visited, of whom one alone is meant where none is named."""
    pattern = _amounts(units)
    found: list[Claim] = []
    for sentence in read.sentences:
        matches = list(re.finditer(pattern, sentence.text))
        for at, match in enumerate(matches):
            left = matches[at - 1].end() if at else 0
            left = _behind_product(read, sentence, left, match.start())
            if at and _is_former(sentence.text, matches[at - 1]):
                left = matches[at - 2].end() if at > 1 else 0
            right = matches[at + 1].start() if at + 1 < len(matches) else len(sentence.text)
            claim = _claim(read, sentence, match, (left, right), units, hosts, found)
            if claim:
                found.append(claim)
    return [one for at, one in enumerate(found) if one.draft not in [earlier.draft for earlier in found[:at]]]


def _behind_product(read: Article, sentence: Sentence, left: int, stop: int) -> int:
    """Where the words about an amount begin: a product that belongs to the amount before, as its object, is not among them."""
    for mention in read.known("product", sentence.start + left, sentence.start + stop) if left else ():
        between, behind = sentence.text[left:mention.start - sentence.start], sentence.text[mention.end - sentence.start:stop]
        if re.fullmatch(r"(?:/年)?的?|(?:/a|/year|/y)? of (?:\w+ )?", between) and re.search(r"[，；,;、和及]|\band\b", behind):
            return mention.end - sentence.start
        break
    return left


def _amounts(units: Units) -> str:
    """A pattern of numbers with a unit of the file."""
    words = {word for unit in units.known() for label in (unit.zh, unit.en, *unit.spellings) for word in (label, label.removesuffix("/年").removesuffix("/a"))}
    han = sorted((re.escape(word) for word in words if not word.isascii() and not re.fullmatch(_NO_UNITS, word)), key=len, reverse=True)
    latin = sorted((re.escape(word) for word in {*words, "ton", "tons"} if word.isascii() and not re.fullmatch(_EN_NO_UNITS, word)), key=len, reverse=True)
    number = r"\d[\d,]{0,20}(?:\.\d{1,20})?"   # bounded: the time for a line of digits grows with its square
    more = r"(?:约|大约|近|超过|逾|不低于|不少于|about |approximately |around |over |more than |nearly |almost |up to |at least |some )?"
    return (rf"(?P<amount>{more}(?:(?<![\d.A-Za-z\-])|(?<=[A-Z]{{3}})){number}(?:\s*(?:万|亿|千|百万))?(?:\s*(?:-|~|—|–|至|到| to )\s*{number})?\s*(?:万|亿|千|百万|million |thousand )?(?:余|多)?\s*"
            rf"(?:(?:{'|'.join(han)})(?!元|人|时|公里)|-?(?:{'|'.join(latin)})(?![A-Za-z]))"
            r"(?:\s*(?:/年|每年|/a|/yr|/y|/year)|[- ](?:per|a)[- ](?:year|annum)| annually)?(?:左右|以上)?)")


def _claim(read: Article, sentence: Sentence, match: re.Match[str], around: tuple[int, int], units: Units, hosts: list[str], earlier: list[Claim]) -> Claim | None:
    text, left = sentence.text, around[0]
    measure = _measure(read, text, left, match)
    if not measure and earlier and earlier[-1].end > sentence.start and _goes_on(read, text, left, match):
        measure = earlier[-1].draft.get("measure", "capacity")
    if measure == "output" and re.search(r"(?:计划|目标|力争|有望|争取)[^，。；]{0,14}$|\b(?:will|expects? to|plans? to)\b[^,.;]{0,24}$", text[left:match.start()]):
        return None   # what is aimed at has not been made
    if not measure:
        return None
    start, end = sentence.start + match.start(), sentence.start + match.end()
    written = read.words[start:end].strip()
    doubts: dict[str, list[Text]] = {}
    draft = {"amount": _readable(written, units, doubts)}
    if measure != "capacity":
        draft["measure"] = measure
    if not _put_member(read, sentence, match, hosts, earlier, draft, doubts):
        return None
    made = product(read, sentence, match, left)
    draft["product"] = made or (_product_before(read, sentence, earlier))
    if draft["product"] and not made:
        doubts["product"] = [Text("没有另说产品：取前一条的", "no other product is named: that of the claim before")]
    elif not draft["product"]:
        doubts["product"] = [Text("原文没有说清是什么产品", "the text does not say which product")]
    elif not read.known("product", sentence.start, sentence.end) and draft["product"] == made:
        doubts["product"] = [Text("记录中还没有这个产品", "this product is not in the record file yet")]
    if measure == "capacity":
        _put_status(read, text, match, around, draft, doubts)
    _put_date(text, match, measure, draft, doubts, read.is_chinese)
    if measure == "output" and re.search(r"预计[^，。；]{0,14}$|\bexpected\b[^,.;]{0,30}$", text[left:match.start()]):
        doubts["amount"] = [*doubts.get("amount", []), Text("是预计数，还不是实际产量", "an estimate, not yet what was made")]
    return Claim({key: value for key, value in draft.items() if value}, doubts, *_clause(text, match, sentence.start))


def _product_before(read: Article, sentence: Sentence, earlier: list[Claim]) -> str:
    """The product of the claim before, where that stands close by in the same paragraph, or this is a further phase of it."""
    if not earlier:
        return ""
    between = read.text[earlier[-1].end:max(sentence.start, earlier[-1].end)]
    is_phase = len(between) < 100 and re.search(r"[一二三四]期|\bphase\b", sentence.text)
    is_beside = len(between) <= 30 and "\n" not in between
    return earlier[-1].draft.get("product", "") if is_phase or is_beside else ""


def _measure(read: Article, text: str, left: int, match: re.Match[str]) -> str:
    """capacity, output, quota, or "" for what is no claim."""
    before, after = text[left:match.start()], text[match.end():]
    if _is_former(text, match):
        return ""
    for measure, pattern in RIGHT_ZH if read.is_chinese else RIGHT_EN:
        if re.match(pattern, after):
            return _unless_negative(measure, before, read.is_chinese)
    nearest, where = "", -1
    for source in (before, text[:match.start()]) if left and not re.search(r"[，,；;]", before) else (before,):
        for measure, pattern in CUES_ZH if read.is_chinese else CUES_EN:
            for cue in re.finditer(pattern, source):
                if cue.end() > where or (not measure and cue.end() == where):   # 日处理能力 is no 处理能力
                    nearest, where = measure, cue.end()
        if where >= 0:
            return nearest
    return nearest


def _goes_on(read: Article, text: str, left: int, match: re.Match[str]) -> bool:
    """Whether an amount is the next of a list, or a part of the one before it, and so of the same measure."""
    between = text[left:match.start()]
    if not left or _is_former(text, match) or any(re.search(pattern, between) for measure, pattern in (CUES_ZH if read.is_chinese else CUES_EN) if not measure):
        return False
    return bool(re.search(r"其中|\bof which\b", between) or listed(between))


def _is_former(text: str, match: re.Match[str]) -> bool:
    """Whether it is the amount before a rise: 由2万吨提高到5万吨, from 7 kt/a to 10 kt/a."""
    before, after = text[:match.start()], text[match.end():]
    return bool((re.search(FORMER, before) and re.match(RAISED, after)) or re.search(EN_FORMER, before))


def _unless_negative(measure: str, before: str, is_chinese: bool) -> str:
    """A plant that is sold or paid for is still a plant; waste that is treated is not."""
    if measure == "capacity" and re.search(r"(?:销售|出口|处理|日产|耗水|消耗|采购)\w{0,4}$" if is_chinese else r"(?i)(?:sold|exported|consumed|treats?) \w{0,8} ?$", before):
        return ""
    return measure


def _readable(written: str, units: Units, doubts: dict[str, list[Text]]) -> str:
    """The amount as the program can read it; with a doubt where the words had to be changed."""
    try:
        amount(written, units)
        return written
    except errors.Failure as failure:
        said = failure
    tonnes = re.sub(r"(?i)[- ]?\btons?\b", " t", written.replace("-per-year", "/a").replace("-a-year", "/a"))
    tonnes = re.sub(r"(?i) ?(?:/yr|/y|/year|per year|a year|per annum|annually)$", "/a", tonnes)
    try:
        amount(tonnes, units)
    except errors.Failure:
        doubts["amount"] = [Text(f"“{written}”读不懂：{said.message.to('zh', **said.slots)}", f"“{written}” cannot be read: {said.message.to('en', **said.slots)}")]
        return written
    if re.search(r"(?i)\btons?\b", written):
        doubts["amount"] = [Text(f"原文是“{written}”：按公吨读", f"the text has “{written}”: read as tonnes")]
    return tonnes


def _put_member(read: Article, sentence: Sentence, match: re.Match[str], hosts: list[str], earlier: list[Claim], draft: dict[str, str],
                doubts: dict[str, list[Text]]) -> bool:
    """Whose claim it is: named before the amount in the sentence, a whole industry, else the one member visited. False: somebody else's."""
    before = sentence.text[:match.start()]
    place = sentence.start + match.start()
    named = read.known("member", sentence.start, place)
    sites = read.known("site", sentence.start, place) or _site_before(read, sentence, before)
    scopes = list(re.finditer(SCOPE_ZH if read.is_chinese else SCOPE_EN, before))
    others = [one for one in re.finditer(r"[\u4e00-\u9fff]{2,20}?(?:公司|集团|化工厂)" if read.is_chinese else r"(?:[A-Z][\w&-]+ )+(?:Co\.,? Ltd\.?|Company|Corporation|Group|Inc\.?)", before)
              if not _is_generic(one[0]) and not any(one.start() + sentence.start < mention.end and mention.start < one.end() + sentence.start for mention in named)]
    last = max((mention.end - sentence.start for mention in named), default=-1)
    if scopes and scopes[-1].end() > last:
        draft["scope"] = SCOPES.get(scopes[-1][1], scopes[-1][1])
        return True
    if others and others[-1].end() > last:
        draft["member"] = re.sub(r"^.*(?:其中|另有|还有|以及|和|与|是|，)", "", others[-1][0])
        doubts["member"] = [Text("记录中没有这个成员", "no such member is in the record file")]
        return True
    if named:
        draft["member"] = named[-1].name.code
        if len({mention.name.code for mention in named}) > 1:
            doubts["member"] = [Text("这一句提到几个成员：请核对", "the sentence names several members: check which")]
    else:
        _put_member_of_before(read, sentence, hosts, earlier, draft, doubts)
    fitting = [site for site in sites if not draft.get("member") or site.name.member == draft["member"]]
    fitting = fitting or [site for site in read.known("site", place, sentence.start + _end_of_clause(sentence.text, match.end()))
                          if site.name.member == draft.get("member") and not read.is_chinese]
    if fitting:
        draft.setdefault("member", fitting[-1].name.member)
        draft["site"] = fitting[-1].name.name
    return True


def _site_before(read: Article, sentence: Sentence, before: str) -> list[Mention]:
    """The site of the plant that was named right before: 自贡基地四氟乙烯装置。该装置 ..."""
    return read.known("site", max(0, sentence.start - 60), sentence.start) if re.search("该(?:装置|生产线|产线|项目|车间)", before) else []


def _end_of_clause(text: str, start: int) -> int:
    stop = re.search(r"[，。；,;.]", text[start:])
    return start + stop.start() if stop else len(text)


def _put_member_of_before(read: Article, sentence: Sentence, hosts: list[str], earlier: list[Claim], draft: dict[str, str], doubts: dict[str, list[Text]]) -> None:
    """No member in the sentence: the one visited, else the one named last before it."""
    before = read.known("member", 0, sentence.start)
    if len(hosts) == 1:
        draft["member"] = hosts[0]
    elif before:
        draft["member"] = before[-1].name.code
        doubts["member"] = [Text("这一句没有说是谁：取前文最后提到的成员", "the sentence does not say whose: the member named last before it")]
    else:
        doubts["member"] = [Text("原文没有说是哪个成员", "the text does not say which member")]


def _is_generic(words: str) -> bool:
    return bool(re.fullmatch(r"(?:.*(?:，|。))?(?:该|本|我|子|分|母|总|贵|其|各|两家|公司|集团|目前|介绍|据|参观了|走访了|负责人|情况|现有|指出|表示|位于.*|一家|全资|控股|上市|这家|由)*(?:公司|集团)", words))


def _put_status(read: Article, text: str, match: re.Match[str], around: tuple[int, int], draft: dict[str, str], doubts: dict[str, list[Text]]) -> None:
    """The state of the plant: said behind the amount, else by the nearest words before it."""
    left, right = around
    rules = STATUS_ZH if read.is_chinese else STATUS_EN
    behind = re.split(r"[，；;]|, ", text[match.end():right])
    said = next((status for status, pattern in rules[:5] if re.search(pattern, behind[0])), "")
    said = "construction" if said == "planned" and re.search(rules[0][1], text[left:match.start()]) else said
    if not said and len(behind) > 1:
        said = next((status for status, pattern in LATER if any(re.match(pattern, part) for part in behind[1:])), "")
    before = text[left:match.start()]
    near = {status: max(found.end() for found in re.finditer(pattern, before)) for status, pattern in rules if re.search(pattern, before)}
    if not said and near:
        said = max(near, key=lambda status: near[status])
        if (said == "operating" and near.get("planned", -1) >= near["operating"] - 1) or re.search(ONCE, before):
            said = "construction" if "construction" in near else "planned"
    if not said and re.match(r"[^，。]{0,16}项目|[^,.]{0,30}\bproject\b", text[match.end():]):
        said = "unknown"
        doubts["status"] = [Text("原文只说“项目”，没有说是否投产", "the text speaks of a project and not of its state")]
    if said and said != "operating":
        draft["status"] = said   # operating is the default


def _put_date(text: str, match: re.Match[str], measure: str, draft: dict[str, str], doubts: dict[str, list[Text]], is_chinese: bool) -> None:
    """The year that the amount is of, the day it is as of, and when it began; no year is filled in from elsewhere."""
    before = text[:match.start()]
    started = re.findall(r"(\d{4})年(?:\d{1,2}月)?(?:正式|全面)?(?:建成|投产)" if is_chinese else r"\b(?:commissioned|started|opened|completed) in (\d{4})\b", before)
    if started and measure == "capacity" and draft.get("status") in (None, "operating"):
        draft["started"] = started[-1]
    as_of = re.findall(r"截[至止]到?(?:目前|(\d{4})年(?:(\d{1,2})月)?)?(底|末)?" if is_chinese else r"(?i)\b(?:as of|at) (?:the )?(end of )?(?:June |December )?(\d{4})", before)
    years = re.findall(r"(\d{4})年(?!\d{0,2}月?\d{0,2}日?(?:[^，。]{0,4}(?:建成|投产|成立)))" if is_chinese else r"\b(?:in|for) (\d{4})\b", before if is_chinese else text)
    if as_of and is_chinese and as_of[-1][0]:
        year, month, end = as_of[-1]
        draft["as_of"] = f"{year}-{int(month):02d}" if month else f"{year}-12-31" if end else year
    elif as_of and not is_chinese:
        draft["as_of"] = f"{as_of[-1][1]}-12-31" if as_of[-1][0] else as_of[-1][1]
    elif measure != "capacity" and years:
        draft["as_of"] = years[-1]
    elif measure != "capacity":
        doubts["as_of"] = [Text("原文没有说是哪一年的", "the text does not say of which year")]
    elif draft.get("status") in (None, "operating"):
        doubts["as_of"] = [Text("原文没有说截至何时；可写走访的日期", "the text does not say as of when; the visit's date may stand here")]
        if not is_chinese and re.search(r"annual output of", before):
            doubts["measure"] = [Text("译文的 annual output of 多为“年产”，是产能：请核对", "“annual output of” mostly renders 年产, a capacity: check it")]


def _clause(text: str, match: re.Match[str], offset: int) -> tuple[int, int]:
    """The words that the claim is taken from: its clause."""
    start = max((found.end() for found in re.finditer(r"[，；;：]|,\s", text[:match.start()])), default=0)
    stop = re.search(r"[，。；;]|,\s|\.$", text[match.end():])
    return offset + start, offset + match.end() + (stop.start() if stop else len(text) - match.end())
