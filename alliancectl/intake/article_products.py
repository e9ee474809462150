"""What an amount in an article is of: a product of the file, else the words beside it."""

from __future__ import annotations

import re

from alliancectl.intake.article_text import Article, Mention, Sentence

_PLANT = "示范装置|中试装置|生产装置|试验装置|装置|示范线|中试线|试验线|生产线|产线|工厂|车间|项目"
_WORD = r"[\u4e00-\u9fffA-Za-z0-9\-（）()]"
_NO_PRODUCT = (r"(?:新|旧|本|该|这|此|首|[一二三四五]期|[一二三四五]条)?(?:期|条|个|套)?(?:建|增)?(?:项目|工厂|厂|基地|生产|产线|装置|车间|产能|能力|规模|工程|已|现|可|左右|以上|的|提|增|扩|比|占|位|居|是|为|其中"
               r"|并|均|订单|投|开工|全部|正在|正处|将|用于|出口|销|预计|计划|由|与|产品(?=$))")
_LEAD = (r"^.*(?:新增|建成后|投产后|达产后|将|可|公司|企业|基地|集团|研究院|现有|目前|其|拥有|具备|形成|建有|建成|年|了|的|是|全国|我国|国内|中|实际|全年|该院|该厂|此外|另有|还有|以及|两种|主要产品"
         r"|该(?:车间|装置|工厂|生产线|产线|项目|基地|单位)|一期|二期|三期|四期|新建|扩建|在建|规划|介绍|拟建|实现|完成|投资建设|建设|投资)")
_NAMELESS = r"[\d.]*|该|总|年|设计|实际|有效|合计|生产|全|前|去|今|明|当|年均|季度|预计|计划|最大|单套|核定|额定|名义|规模|以上|产品|加工|处理|累计|已|共"
_EN_PLANT = r"(?:line|plant|unit|facility|project|workshop|factory)"
_EN_ADJECTIVES = {"second", "new", "first", "third", "fourth", "production", "large", "another", "pilot", "demonstration", "annual", "total", "design", "nameplate", "its", "the", "existing",
                  "current", "installed", "combined", "actual", "rated", "a", "an", "own", "overall", "present", "and", "of", "designed", "said", "that", "yearly", "additional", "with", "has", "phase", "company",
                  "more", "whole", "entire", "output", "capacity", "full", "expanded", "planned", "their", "this", "each", "our", "one", "two", "site", "per", "is", "was", "in", "at", "by", "last", "to", "on",
                  "for", "line", "plant", "year", "years", "month", "them", "it", "which", "those", "these", "material", "materials", "products", "product", "about", "some"}


def product(read: Article, sentence: Sentence, match: re.Match[str], left: int) -> str:
    """A product of the file right before or behind the amount, else what the words beside it say; empty where they say nothing."""
    text = sentence.text
    stop = re.search(r"[，。；、,;.]|(?<=[\u4e00-\u9fff])和|\band\b|(?<![A-Za-z\d\-])\d{2,}", text[match.end():])
    end = match.end() + (stop.start() if stop else len(text) - match.end())
    behind = read.known("product", sentence.start + match.end(), sentence.start + end)
    before = read.known("product", sentence.start + left, sentence.start + match.start())
    if before and _touches(text, before[-1].end - sentence.start, match.start()) and not (behind and behind[0].start - sentence.start - match.end() <= 1):
        return before[-1].name.code
    for mention in (*behind[:1], *before[-1:]):
        return mention.name.code
    named = [mention.end - sentence.start for kind in ("member", "site") for mention in read.known(kind, sentence.start + left, sentence.start + match.start())]
    words = (_chinese if read.is_chinese else _english)(text, match, max([left, *named]), end)
    return words or _of_plant(read, sentence, match) or _last_known(read, sentence, match)


def listed(words: str) -> str:
    """The next of a list, where nothing but its name stands between two amounts: 磷酸铁锂2万吨，三元材料1万吨."""
    found = re.fullmatch(r"(?:/年|左右|以上)?[，、和及；](?:其中|以及)?(?!合计|共计|总计|其他|占)(?![^，]*(?:年|产|配额|能力|规模|出口|投资|销|目前|达))([\u4e00-\u9fffA-Za-z0-9\-（）]{2,12})", words)
    return found[1] if found else ""


def _touches(text: str, end: int, start: int) -> bool:
    """Whether nothing but a cue stands between a product and its amount."""
    return len(text[end:start]) <= 12 and not re.search(r"[，,；;、]", text[end:start])


def _last_known(read: Article, sentence: Sentence, match: re.Match[str]) -> str:
    found: list[Mention] = read.known("product", sentence.start, sentence.start + match.start())
    return found[-1].name.code if found else ""


def _chinese(text: str, match: re.Match[str], left: int, end: int) -> str:
    behind, before = text[match.end():end], text[left:match.start()]
    found = re.match(rf"(?:/年)?(?:的)?\s*({_WORD}{{2,24}}?)(?:的)?(?:{_PLANT}|年?产能|生产能力|能力|生产基地|工程|已|将|正|于|在|，|$)", behind)
    if found and not re.match(_NO_PRODUCT, found[1]):
        return found[1]
    in_list = listed(before)
    if in_list:
        return in_list
    found = re.search(rf"([A-Za-z][A-Za-z0-9\-]*|{_WORD}{{2,12}}?)(?:的)?(?:现有|总|设计|合计)*(?:年产|年?产能|年?(?:生产|加工|处理)?能力|(?:年|实际)?产量|生产配额|配额|规模)[^，。]{{0,6}}$", before)
    return _bare(found[1]) if found else ""


def _bare(name: str) -> str:
    """The name without what leads to it and the plant that makes it."""
    name = re.sub(_LEAD, "", re.sub(rf"(?:{_PLANT})$", "", name))
    name = re.sub(rf"(?:{_PLANT}|\d+[条套台个])$", "", name)
    return "" if re.fullmatch(_NAMELESS, name) or re.match(_NO_PRODUCT, name) else name


def _of_plant(read: Article, sentence: Sentence, match: re.Match[str]) -> str:
    """What the plant of an earlier clause makes, or the main product: 现有尼龙装置1套，设计产能500吨; 四氟乙烯装置。该装置能力1.5万吨."""
    if not read.is_chinese:
        return ""
    before = sentence.text[:match.start()]
    main = re.search(rf"主(?:要|导)?(?:产品|生产|从事)(?:为|是|有|包括)?({_WORD}{{2,12}}?)(?:的?(?:生产|研发|等))?，", before)
    own = re.search(rf"(?:现有|拥有|建有|建成|设有|新建|有)了?({_WORD}{{2,12}}?)(?:{_PLANT})\d*[条套台个]?，", before)
    named = main or own
    if named:
        return re.sub(r"^年?产?[\d.]+[万千亿]?[吨台套件米]?", "", named[1])
    if not re.search(r"该(?:装置|生产线|产线|项目|车间)", before):
        return ""
    earlier = read.text[max(0, sentence.start - 60):sentence.start]
    place = max([mention.end - max(0, sentence.start - 60) for kind in ("member", "site") for mention in read.known(kind, max(0, sentence.start - 60), sentence.start)], default=0)
    found = re.search(rf"({_WORD}{{2,10}}?)(?:{_PLANT})", earlier[place:])
    return re.sub(r"^.*(?:查看|参观|察看|考察|走进|深入|了解|来到)了?", "", found[1]) if found else ""


def _english(text: str, match: re.Match[str], left: int, end: int) -> str:
    behind, before = text[match.end():end], text[left:match.start()]
    word, stop = r"[A-Za-z][\w-]*", r"(?= (?:a|per|each|every|in|at|and|is|was|are|by|to|with|last|annually|on|under|for|from|as|this|while|but|this)\b|[,.;]|$)"
    candidates = (
        re.match(rf"s?(?:[- ](?:per|a)[- ](?:year|annum)|/y(?:ea)?r?|/a)?(?: of)? ({word}(?: {word}){{0,2}}?)(?: {_EN_PLANT}s?| capacity| pilot {_EN_PLANT})?{stop}", behind),
        re.search(rf"\b(?:[Aa]n?|[Ii]ts|[Tt]he|[Tt]heir|runs|operates|has|plans) (?:second |new |first |third |\w+-phase )?({word}(?: {word})??) {_EN_PLANT},? (?:with|of|has|which has)(?: [\w-]+){{0,4}} $", before),
        re.search(rf"\b(?:[Oo]utput|[Pp]roduction|[Cc]apacity|[Qq]uota)(?: capacity)? (?:of|for) ({word}(?: {word})?) (?:\w+ ){{0,4}}$", before),
        re.search(rf"\b({word}(?: {word})??) (?:capacity|output|production|quota)\b[^,.;]{{0,45}}$", before),
        re.search(r"\b([A-Z][A-Za-z]*[A-Z0-9][\w-]*)[^,.;]{0,30}$", before),
    )
    for found in candidates:
        name = found[1].strip() if found else ""
        while name and name.split()[0].lower() in _EN_ADJECTIVES:
            name = name.partition(" ")[2]
        name = re.sub(r" pilot$", "", name)
        if name and name.split()[-1].lower() not in _EN_ADJECTIVES:
            return name
    return ""
