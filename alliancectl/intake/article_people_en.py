"""Who came, where the article is in English, written so or translated."""

from __future__ import annotations

import re

from alliancectl.intake.article_text import Article, Person
from alliancectl.intake.article_words import EN_NAME, EN_ORG, EN_TITLE, EN_TITLES

_COUNT = r"(?P<about>about |some |around |over |more than |nearly |almost )?(?P<count>\d{1,4}|[a-z]+)"
_GROUP = r"(?:delegation|group|party|team|mission)"
HEADCOUNTS = (rf"(?i)\b{_GROUP} of {_COUNT}\b(?! (?:companies|enterprises|organi))", rf"(?i)\b{_COUNT}[- ](?:member|person|strong|man|people)\b[- ]?(?:strong )?{_GROUP}",
              rf"(?i)\b(?:and|with) (?:his|her|their) (?:party|team|delegation) of {_COUNT}\b", rf"(?i)\b{_COUNT} (?:people|officials|experts|delegates|representatives) from\b",
              rf"(?i)\b(?:and|with) {_COUNT} (?P<others>colleagues|others|companions|other (?:officials|experts|delegates|people))\b")
_HONORIFIC = r"(?:Mr\.? |Ms\.? |Mrs\.? |Dr\.? |Prof\.? )?"
_GOES = r"(?=,? (?:and (?:his|her|their|a|an|[a-z]+ (?:colleagues|others))|with|led|visited|came|went|paid|arrived|travelled|toured|inspected|called|on))"
_HEADS = (
    rf"(?:led|headed) by (?:its |the |their |deputy )??(?P<title>{EN_TITLE})(?: of (?:the )?(?P<org0>{EN_ORG}))?,? (?P<name>{EN_NAME})(?: (?:of|from) (?:the )?(?P<org>{EN_ORG}))?",
    rf"(?:led|headed) by {_HONORIFIC}(?P<name>{EN_NAME}),? (?:the )?(?P<title>{EN_TITLES})(?: (?:of|at|from) (?:the )?(?P<org>{EN_ORG}))?",
    rf"(?:led|headed) by {_HONORIFIC}(?P<name>{EN_NAME})",
    rf"(?<!by )(?<![A-Za-z] )(?P<name>{EN_NAME}), (?P<title>{EN_TITLES}) (?:of|at) (?:the )?(?P<org>{EN_ORG}){_GOES}",
    rf"(?P<title>{EN_TITLE}) (?P<name>{EN_NAME})(?=,? (?:led|headed))",
    rf"(?P<title>{EN_TITLE}) (?P<name>{EN_NAME}) (?:of|from) (?:the )?(?P<org>{EN_ORG}){_GOES}",
    rf"(?P<title>{EN_TITLE}) (?P<name>{EN_NAME})(?: and [a-z]+ (?:colleagues|others|researchers|experts|officials)) (?:of|from) (?:the )?(?P<org>{EN_ORG})",
)
_MARKS = r"(?:The |the |^)"
_DAYS = "January|February|March|April|May|June|July|August|September|Sept|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


def head(read: Article) -> Person | None:
    """The person who is said to lead, or to have come."""
    for sentence in read.sentences:
        for pattern in _HEADS:
            match = re.search(pattern, sentence.text)
            if match:
                parts = match.groupdict()
                organisation = parts.get("org") or parts.get("org0") or ""
                return Person(_trimmed(organisation), parts.get("title") or "", match["name"], sentence.start + match.start(), sentence.start + match.end())
    return None


def sender(read: Article) -> str:
    """An organisation that sent others; said with its people in English."""
    return ""


def visitor(read: Article) -> str:
    """An organisation that came without its head being named."""
    for sentence in read.sentences:
        match = (re.search(rf"{_MARKS}(?P<org>{EN_ORG}) sent (?:a|an|its|\w+) ", sentence.text)
                 or re.search(rf"(?i:delegation|group|party|team|mission|people|officials|experts|delegates|representatives) (?:[^.,]{{0,30}}? )??(?:from|of) (?:the )?(?P<org>{EN_ORG})", sentence.text)
                 or re.search(rf"{_MARKS}(?P<org>{EN_ORG}) (?:delegation|team|mission) ", sentence.text))
        if match and not re.fullmatch(r"[A-Z][a-z]+ \d+", match["org"]):
            return _trimmed(match["org"])
    return ""


def along(read: Article) -> tuple[tuple[str, ...], bool]:
    """Who is said to have gone along, and whether there were others."""
    for sentence in read.sentences:
        match = (re.search(r"(?i:accompanied by) (?P<who>.+?)(?=,? (?:the (?:delegation|group|party|visitors|guests|officials)|they|he|she|visited|toured|inspected|on a tour|during)\b|[;.]$|\.|$)", sentence.text)
                 or re.search(r"(?i:also present were) (?P<who>.+?)(?=[;.]$|\.|$)", sentence.text)
                 or re.search(rf"(?:^|, and |[;,] )(?P<who>(?!he |she |they )[^,;.]*?{EN_NAME}(?: and [^,;.]*?{EN_NAME})?) accompanied (?:the|them|him|her)\b", sentence.text))
        if not match:
            continue
        who, others = re.subn(r",? and others\b.*$|,? among others$|,? and other (?:officials|staff|leaders).*$", "", match["who"])
        people = [re.sub(r"^(?:and|by) ", "", part.strip()) for part in re.split(_NEXT, who)]
        return tuple(part for part in people if part), bool(others)
    return (), False


_NEXT = rf",? and (?=[A-Z]|(?:[\w'-]+ ){{0,4}}?{EN_TITLE} [A-Z])|, (?=(?:and )?(?:[A-Z][a-z]+ ){{1,3}}[A-Z]|(?:Mr|Ms|Dr)\b)"


def _trimmed(organisation: str) -> str:
    bare = re.sub(rf" (?:on|in|and|for) (?:{_DAYS}).*$", "", organisation)   # ... University on March 6
    return re.sub(r"(?:,| (?:of|and|for|the|on))+$", "", bare).strip(" ,")
