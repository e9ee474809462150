"""What a search over all kinds found, as a table: the records, and the words where they were found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliancectl.reports.model import Cell, Column, Report, Section, Stream, Table, in_blocks
from alliancectl.store.hits import Hit
from alliancectl.text import Text
from alliancectl.values.names import search_word

TITLE = Text("查找结果", "what was found")
COLUMNS = (
    Column("kind", Text("类别", "kind")), Column("id", Text("编号", "id")), Column("name", Text("名称", "name")),
    Column("field", Text("所在项", "found in")), Column("text", Text("原文", "text")),
)
AROUND = 30   # characters shown before and after the words, of a long text


def found(hits: Sequence[Hit], words: Sequence[str]) -> Report:
    """The hits in their order, the words marked; in JSON each is {kind, id, name, field, text} with the whole text."""
    parts = dict.fromkeys(part for hit in hits for word in words for part in (_part(hit, word), matched(hit.name, word)) if part)
    return _report(tuple(_row(hit, words) for hit in hits), map(_data, hits), tuple(parts))


def every(hits: Iterable[Hit], words: Sequence[str]) -> Report:
    """As `found`, of very many hits: they are gone through once, as rows or as data, and no word is marked."""
    return _report(Stream(in_blocks(COLUMNS, (_row(hit, words) for hit in hits))), map(_data, hits), ())


def _report(rows: Sequence[dict[str, Cell]] | Stream, data: Iterable[dict[str, str]], parts: tuple[str, ...]) -> Report:
    table = Table("found", TITLE, COLUMNS, rows, empty=Text("（没有找到）", "(nothing found)"), found=parts)
    return Report("found", TITLE, (Section("found", Text("", ""), (table,)),), data=data)


def _row(hit: Hit, words: Sequence[str]) -> dict[str, Cell]:
    text = Cell("" if hit.text == hit.name else excerpt(hit.text, words), hit.text)
    return {"kind": Cell(hit.kind.label, hit.kind.key), "id": Cell(hit.code, hit.code), "name": Cell(hit.name, hit.name),
            "field": Cell(hit.field.label, hit.field.key), "text": text}


def _data(hit: Hit) -> dict[str, str]:
    return {"kind": hit.kind.key, "id": hit.code, "name": hit.name, "field": hit.field.key, "text": hit.text}


def matched(text: str, word: str) -> str:
    """The part of a text that is the word, as it stands there: 集團 for 集团, Ｐｖｄｆ for pvdf; empty when there is none."""
    wanted = search_word(word).replace(" ", "")
    keys = [(key, at) for at, character in enumerate(text) for key in search_word(character)]
    start = "".join(key for key, _ in keys).find(wanted) if wanted else -1
    return text[keys[start][1]:keys[start + len(wanted) - 1][1] + 1] if start >= 0 else ""


def excerpt(text: str, words: Sequence[str]) -> str:
    """A long text around the first of the words that stands in it, the cuts shown."""
    part = next(filter(None, (matched(text, word) for word in words)), "")
    start = max(text.find(part) - AROUND, 0)
    end = text.find(part) + len(part) + AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _part(hit: Hit, word: str) -> str:
    """What to mark in the hit's text; of initials the characters they stand for, where each has one."""
    part = matched(hit.text, word)
    initials = hit.sound.split()[1:]
    if part or not initials or len(initials[0]) != len(hit.text):
        return part
    start = initials[0].find(search_word(word))
    return hit.text[start:start + len(word)] if start >= 0 else ""
