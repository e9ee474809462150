"""A news item or minutes, read into the proposal of a visit and of the capacity claims in it. It proposes; nothing is written.

Rules and no model: a field is proposed where the text says it in a known way, with the words it was taken from, and what is
doubtful is said beside it. Measured by tests/intake/test_articles.py.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.intake.article_claims import claims
from alliancectl.intake.article_dates import visited
from alliancectl.intake.article_people import Came, came
from alliancectl.intake.article_text import Article, Name, article
from alliancectl.intake.article_words import EN_TYPES, EN_VISITING, RECEIVED, TYPES, VISITING
from alliancectl.text import Text
from alliancectl.values.amount import Units

_SUBJECT_ZH = (r"(?:主题|议题|事由)\s*[:：]\s*(?P<it>[^。\n]{2,60})", r"就(?P<it>[^，。；]{2,40}?)(?:等)?(?:问题|情况|事宜|工作)?(?:进行|开展|展开|作)(?:了)?(?:专题|深入|实地)?(?:调研|考察|交流|座谈|检查|沟通)",
               r"围绕(?P<it>[^，。；]{2,40}?)(?:等)?(?:进行|开展|展开)", r"(?:专题)?(?:调研|考察|检查|了解|评估)(?P<it>[^，。；了]{2,24}(?:工作|情况|建设|发展|项目))",
               r"(?:开展|进行)(?P<it>[^，。；]{2,20}?)(?:专题)?(?:调研|考察|检查|评估|验收)")
_SUBJECT_EN = (r"(?i)\b(?:subject|topic)\s*:\s*(?P<it>[^.\n]{3,80})", r"\bto (?:discuss|study|learn about|inspect|review|look into|assess|survey|exchange views on) (?P<it>[^.,;]{3,80})",
               r"\bfact-finding (?:visit|tour|trip|mission) on (?P<it>[^.,;]{3,80})", r"\b(?:talks|discussions?|views) (?:about|on) (?P<it>[^.,;]{3,80})")
_REQUESTED = r"希望|要求|强调|建议|请求|提出了?[^，。]{0,10}(?:建议|希望|诉求)|恳请|呼吁"
_AFFIRMED = r"肯定|高度评价|赞扬|赞赏|称赞"
_EN_REQUESTED = r"\b(?:asked|urged|hoped|requested|called on|called for|suggested|recommended|proposed that|stressed)\b"
_EN_AFFIRMED = r"\b(?:praised|affirmed|commended|spoke highly|appreciated|congratulated)\b"
_PRESENTED = r"听取了?(?P<it>[^，。；]{2,40}?)的?(?:情况)?(?:汇报|介绍|报告)|(?P<who>[\u4e00-\u9fff]{2,20})(?:汇报|介绍)了(?P<what>[^，。；]{2,40})"
_EN_PRESENTED = r"\b(?:heard|listened to) (?:a |the )?(?:report|presentation|briefing)s? (?:by|from|on) (?P<it>[^.,;]{3,80})"


class Proposal(NamedTuple):
    """A visit and its claims as typed drafts, with remarks by field; `names` are those of the ids in them."""

    visit: dict[str, Any]
    remarks: dict[str, list[Text]]
    claims: list[tuple[dict[str, Any], dict[str, list[Text]]]]
    names: dict[str, str]


def proposal(words: str, known: Iterable[Name], units: Units, *, path: str = "") -> Proposal:
    """What the text says of a visit. `known` are the names of the record file. Raises: NothingProposed."""
    names = list(known)
    read = article(words, names)
    who, when = came(read), visited(read)
    remarks: dict[str, list[Text]] = {"date": list(when.doubts)}
    visit: dict[str, Any] = {"date": when.date, "end_date": when.end_date}
    hosts = _hosts(read, who, remarks)
    found = claims(read, units, hosts)
    if not hosts and not who.visitor and not found and not re.search(VISITING if read.is_chinese else EN_VISITING, read.text):
        raise errors.NothingProposed(path=path)
    _put_people(read, visit, who, remarks)
    visit |= {"members": hosts, "sites": _sites(read, hosts), "type": _type(read), "subject": _subject(read)}
    visit |= {"presentations": _presented(read), "affirmed": _said(read, _AFFIRMED, _EN_AFFIRMED), "requested": _said(read, _REQUESTED, _EN_REQUESTED)}
    source = _source(read, path, when.date)
    quotes = [read.quote(*place) for place in (_around(read, when.words), _around(read, who.words), _around(read, who.counted_at)) if place]
    visit["sources"] = [(source, " … ".join(dict.fromkeys(quotes)))]
    drafts = [({**claim.draft, "sources": [(source, read.quote(claim.start, claim.end))]}, claim.doubts) for claim in found]
    return Proposal({key: value for key, value in visit.items() if value}, {key: said for key, said in remarks.items() if said}, drafts,
                    {name.code: name.name for name in reversed(names)})


def _put_people(read: Article, visit: dict[str, Any], who: Came, remarks: dict[str, list[Text]]) -> None:
    visit["direction"] = "outgoing" if who.ours or not (who.visitor or who.head or re.search(RECEIVED, read.text)) else "incoming"
    if not who.ours:
        visit |= {"visitor": who.visitor, "level": who.level}
    visit |= {"head": who.head, "head_title": who.head_title, "accompanied_by": list(who.accompanied),
              "accompanied_open": "yes" if who.accompanied_open else ""}
    visit["headcount"] = who.headcount
    if not who.visitor and not who.ours:
        remarks["visitor"] = [Text("没有读出来访单位：秘书处自己去的就空着", "no visitor was found: leave it empty if the secretariat went out")]


def _hosts(read: Article, who: Came, remarks: dict[str, list[Text]]) -> list[str]:
    """The members visited, or the hosts: those named where a visit is told of; others are only mentioned."""
    verbs = VISITING if read.is_chinese else EN_VISITING
    told = [sentence for sentence in read.sentences if re.search(verbs, sentence.text)]
    told = [sentence for sentence in told if re.search(verbs, re.sub("座谈|交流|接待", "", sentence.text))] or told   # a mere reception only where nothing else is told
    named = [mention.name.code for sentence in told for mention in read.known("member", sentence.start, sentence.end)
             if not _is_in(mention.start, who) and mention.name.name not in who.visitor and not _is_passing(read, mention.start, mention.end)]
    named += [mention.name.member for sentence in told for mention in read.known("site", sentence.start, sentence.end) if mention.name.member]
    if not named and re.search(verbs, read.heading):
        named = [mention.name.code for mention in read.known("member", 0, len(read.heading) + 4)]
    named = named or _labelled(read, who)
    hosts = list(dict.fromkeys(named))
    others = [name for name in dict.fromkeys(mention.name.code for mention in read.mentions if mention.name.kind == "member") if name not in hosts]
    if others:
        remarks["members"] = [Text("文中还提到：" + "、".join(others), "also named in the text: " + ", ".join(others))]
    return hosts


def _labelled(read: Article, who: Came) -> list[str]:
    """The members named where minutes say who received, or at whose place it was."""
    lines = [sentence for sentence in read.sentences if re.match(r"(?:会议)?地点|接待|受访|被访|走访单位|被?调研单位|(?:Place|Venue|Host)s?\b", sentence.text)]
    return [mention.name.code for line in lines for mention in read.known("member", line.start, line.end) if mention.name.name not in who.visitor]


def _is_in(place: int, who: Came) -> bool:
    """Whether a name is that of the visitor."""
    return bool(who.words and who.words[0] <= place < who.words[1])


def _is_passing(read: Article, start: int, end: int) -> bool:
    """A name among those who came along, who have been compared, or to whom something was sold."""
    before, after = read.text[max(0, start - 8):start], read.text[end:end + 12]
    return bool(re.search(r"(?:供应商|客户|用户|竞争对手|类似于|不同于|相比|此前|曾|下一站|改日)[^，。]{0,4}$", before) or re.match(r"(?:等)?(?:代表|负责人|专家)(?:参加|出席)", after)
                or re.search(r"(?i)\b(?:supplier|customer|unlike|competitor|compared with|representatives of)\s+$", read.text[max(0, start - 22):start]))


def _sites(read: Article, hosts: list[str]) -> list[str]:
    return list(dict.fromkeys(mention.name.code for mention in read.mentions if mention.name.kind == "site" and (not hosts or mention.name.member in hosts)))


def _type(read: Article) -> str:
    """The kind of visit by the first of its verbs, the heading's first; a reception only where nothing else is said."""
    rules = TYPES if read.is_chinese else EN_TYPES
    weakest = ""
    for text in (read.heading, *(sentence.text for sentence in read.sentences)):
        places = {key: match.start() for key, pattern in rules if (match := re.search(pattern, text))}
        strong = [key for key in places if key not in ("reception", "exchange")] or [key for key in places if key != "reception"]
        if strong:
            return min(strong, key=lambda key: places[key])
        weakest = weakest or next(iter(places), "")
    return weakest


def _subject(read: Article) -> str:
    """What it was about, in the words of the text; else its heading."""
    for sentence in read.sentences:
        for pattern in _SUBJECT_ZH if read.is_chinese else _SUBJECT_EN:
            match = re.search(pattern, sentence.text)
            if match:
                return read.quote(sentence.start + match.start("it"), sentence.start + match.end("it"))
    return read.heading or read.quote(read.sentences[0].start, read.sentences[0].end)[:60]


def _presented(read: Article) -> list[str]:
    found = []
    for sentence in read.sentences:
        match = re.search(_PRESENTED if read.is_chinese else _EN_PRESENTED, sentence.text)
        if match:
            found.append(match[0] if read.is_chinese and match["who"] else match["it"])
    return found


def _said(read: Article, chinese: str, english: str) -> str:
    """The sentences, as written, in which something is asked for or praised."""
    return "\n".join(read.quote(sentence.start, sentence.end) for sentence in read.sentences if re.search(chinese if read.is_chinese else english, sentence.text))


def _source(read: Article, path: str, date: str) -> str:
    """The title of the source: the heading, else the file's name; minutes are told apart by their date."""
    if re.fullmatch(r"(?i)(?:会议|座谈|调研)?(?:纪要|记录|简报|通讯)|minutes(?: of (?:the )?meeting)?|memo", read.heading.strip()) and date != "unknown":
        return f"{read.heading.strip()} {date}"
    name = re.sub(r"\.\w{1,5}$", "", path)
    return (read.heading or (name if name not in ("", "-", "stdin") else "") or read.quote(read.sentences[0].start, read.sentences[0].end))[:80]


def _around(read: Article, place: tuple[int, int] | None) -> tuple[int, int] | None:
    """The sentence in which something stands."""
    if place is None:
        return None
    return next(((sentence.start, sentence.end) for sentence in read.sentences if sentence.start <= place[0] < sentence.end), place)
