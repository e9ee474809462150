"""An article as text: one width of characters, its heading, its sentences, and the names in it that the record file knows."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import normalize

from alliancectl.intake.article_words import EN_PUBLISHED, PUBLISHED
from alliancectl.values.names import simplified

LONGEST = 1000   # characters that are read as one sentence: the time that the rules take grows with its square


class Name(NamedTuple):
    """A name or alias that the record file knows: of which kind, its typed id, for a site the id of its member."""

    kind: str
    code: str
    name: str
    member: str = ""


class Mention(NamedTuple):
    """Where a known name stands in the text."""

    name: Name
    start: int
    end: int


class Sentence(NamedTuple):
    """One sentence, in one width; `start` is its place in the text, `words` how it was written."""

    text: str
    start: int
    words: str

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)


class Person(NamedTuple):
    """A person as written, and where the words stand."""

    organisation: str
    title: str
    name: str
    start: int
    end: int


class Article(NamedTuple):
    """A text ready to be read: `heading` is its first line where that is no sentence, `published` are lines about publication."""

    text: str          # one width, simplified; as long as what was written
    words: str         # as written
    heading: str
    sentences: tuple[Sentence, ...]
    published: str
    mentions: tuple[Mention, ...]
    is_chinese: bool

    def quote(self, start: int, end: int) -> str:
        """The words as written between two places."""
        return " ".join(self.words[start:end].split())

    def known(self, kind: str, start: int, end: int) -> list[Mention]:
        """The mentions of a kind that lie between two places, in order."""
        return [found for found in self.mentions if found.name.kind == kind and start <= found.start and found.end <= end]


def article(words: str, names: Iterable[Name]) -> Article:
    """The text, read into its parts."""
    words = words.replace("\r\n", "\n").strip()
    text = _flat(words)
    lines = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    is_minutes = bool(re.search(r"(?m)^\s*(?:会议)?(?:地点|出席|参会|参加人员|主持|记录)", text))
    published = [line for line in lines if _is_about_publication(line[1], is_minutes)]
    heading = _heading([line for line in lines if line not in published])
    body = [line for line in lines if line not in published and line != heading]
    sentences = tuple(Sentence(text[start:end], start, words[start:end]) for line in body for start, end in _sentences(*line))
    return Article(text, words, words[heading[0]:heading[0] + len(heading[1])].strip(" #*\t") if heading else "", sentences,
                   "\n".join(line for _, line in published), _mentions(text, names), len(re.findall("[\u4e00-\u9fff]", text)) * 4 > len(text))


def _flat(words: str) -> str:
    """One width, simplified characters, no character more or less."""
    wide = "".join(one if len(one := normalize("NFKC", character)) == 1 and character not in "，；：！？（）" else character for character in words)
    flat = simplified(wide)
    return flat if len(flat) == len(words) else words


def _is_about_publication(line: str, is_minutes: bool) -> bool:
    """Whether a line tells when and where the text appeared; in minutes a bare date is that of the meeting."""
    bare = line.strip(" ()（）[]【】\t")
    if is_minutes and re.match("(?:会议)?日期", bare):
        return False
    if re.fullmatch(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: \d{1,2}:\d{2}(?::\d{2})?)?", bare):
        return True
    if re.fullmatch(r"(?:[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4})", bare):
        return True
    return len(line) < 80 and bool(re.search(PUBLISHED, line) or re.search(EN_PUBLISHED, line)) and not re.search("[。！]", line)


def _heading(lines: list[tuple[int, str]]) -> tuple[int, str] | None:
    """The first line, where more follows and it does not end like a sentence."""
    if len(lines) < 2 or len(lines[0][1]) > 120 or re.search(r"[。！；.;!]\s*$", lines[0][1]) or re.match(r"\s*(?:时间|日期|地点|Date|Time)\s*[:：]", lines[0][1]):
        return None
    return lines[0]


def _sentences(start: int, line: str) -> list[tuple[int, int]]:
    """The sentences of a line; a dot ends one only before a space and a capital, and not after Co. or Ltd."""
    found, at = [], 0
    for match in re.finditer(r"[。！？；!?;]+[”’」』)）]*|(?<!\bCo)(?<!\bLtd)(?<!\bInc)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\b[A-Z])\.[\"”']?(?=\s+[A-Z“\"]|\s*$)", line):
        found.append((start + at, start + match.end()))
        at = match.end()
    if line[at:].strip():
        found.append((start + at, start + len(line)))
    found = [(at, min(at + LONGEST, last)) for first, last in found for at in range(first, last, LONGEST)]
    return [(first + len(text) - len(text.lstrip()), last) for first, last in found if (text := line[first - start:last - start]).strip()]


def _mentions(text: str, names: Iterable[Name]) -> tuple[Mention, ...]:
    """Where known names stand; of overlapping ones the longest."""
    lowered, taken, found = text.lower(), [False] * len(text), []
    for name in sorted(names, key=lambda name: (-len(name.name), name.code)):
        key = _flat(name.name).lower().strip()
        if len(key) < 2:
            continue
        pattern = re.escape(key)
        if key[0].isascii() and key[0].isalnum():
            pattern = r"(?<![a-z0-9])" + pattern
        if key[-1].isascii() and key[-1].isalnum():
            more = r"[0-9]" if key[-1].isdigit() else r"[0-9](?![0-9.,]*\s*[万亿千吨])"   # 年产PTFE1万吨 has PTFE in it, R225 has no R22
            pattern += rf"(?![a-z]|-[0-9]|{more})"
        for match in re.finditer(pattern, lowered):
            if not any(taken[match.start():match.end()]):
                taken[match.start():match.end()] = [True] * (match.end() - match.start())
                found.append(Mention(name, match.start(), match.end()))
    return tuple(sorted(found, key=lambda mention: mention.start))
