"""One search over every kind: where words are found, the best places first.

Rank: a typed id or an exact name, the beginning of a name, its pinyin or initials from the first letter, inside a name, a
title, any other text. Every word must be found somewhere in the record; it is ranked by the worst placed of them, unless the
words together stand in one place. Personal fields are not looked in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Name, Title
from alliancectl.store.reach import Reach, reaches
from alliancectl.store.records import records
from alliancectl.store.search import contains, sounds, teach
from alliancectl.values.names import search_word

EXACT, BEGINNING, SOUND, INSIDE, TITLE, TEXT = range(6)


class Hit(NamedTuple):
    """A record that was found: its id and name, the field and the text where, and the pinyin of a name."""

    rank: int
    kind: Kind
    number: int
    field: Field
    text: str
    sound: str = ""
    name: str = ""

    @property
    def code(self) -> str:
        """The typed id: ``M12``."""
        return f"{self.kind.letter}{self.number}"


def hits(connection: sqlite3.Connection, words: Sequence[str]) -> list[Hit]:
    """The standing records in which all the words are found, the best first."""
    wanted = [word for word in map(search_word, words) if word]
    if not wanted:
        return []
    teach(connection)
    found: list[Hit] = []
    for kind in KINDS.values():
        if "list" in kind.verbs and "show" in kind.verbs:
            found += _named(connection, kind, _of_kind(connection, kind, wanted))
    place = {key: at for at, key in enumerate(KINDS)}
    return sorted(found, key=lambda hit: (hit.rank, hit.kind.key == "source", place[hit.kind.key], hit.number))


def _of_kind(connection: sqlite3.Connection, kind: Kind, words: list[str]) -> list[Hit]:
    each = [_of_word(connection, kind, word) for word in words]
    found = {number: max((best[number] for best in each), key=lambda hit: hit.rank)
             for number in each[0] if all(number in best for best in each)}
    if len(words) > 1:
        for number, hit in _of_word(connection, kind, search_word(" ".join(words))).items():
            found[number] = min(hit, found.get(number, hit), key=lambda hit: hit.rank)
    return list(found.values())


def _of_word(connection: sqlite3.Connection, kind: Kind, word: str) -> dict[int, Hit]:
    """The best place of one word in each record that has it."""
    best: dict[int, Hit] = {}
    for one in reaches(kind).values():
        for hit in _places(connection, kind, one, word) if one.is_worded else ():
            if hit.number not in best or hit.rank < best[hit.number].rank:
                best[hit.number] = hit
    number = kind.number(word)
    if number is not None and records(connection, kind, "t.id = ? AND t.removed IS NULL", (number,), fields=()):
        best[number] = Hit(EXACT, kind, number, reaches(kind)["id"].field, f"{kind.letter}{number}")
    return best


def _places(connection: sqlite3.Connection, kind: Kind, one: Reach, word: str) -> Iterator[Hit]:
    sound = one.column("_pinyin") if isinstance(one.type, Name) else "NULL"
    found, values = [contains(one)], [word]
    if sounds(word) and isinstance(one.type, Name):
        found.append(f"instr({sound}, ?)")
        values.append(word.replace(" ", ""))
    rows = one.rows or f'FROM "{kind.key}" AS t WHERE t.removed IS NULL'
    owner = f's."{one.owner}"' if one.rows else "t.id"
    standing = f' AND {owner} IN (SELECT id FROM "{kind.key}" WHERE removed IS NULL)' if one.rows else ""
    for number, text, said in connection.execute(
            f"SELECT {owner}, {one.column()}, {sound} {rows}{standing} AND ({' OR '.join(found)})", values):
        yield Hit(_rank(kind, one, text, said or "", word), kind, number, one.field, text, said or "")


def _rank(kind: Kind, one: Reach, text: str, sound: str, word: str) -> int:
    if not isinstance(one.type, Title):
        return TITLE if one.field.key == kind.titled else TEXT
    key = search_word(text)
    if key == word:
        return EXACT
    if key.startswith(word):
        return BEGINNING
    return SOUND if word not in key and any(said.startswith(word.replace(" ", "")) for said in sound.split()) else INSIDE


def _named(connection: sqlite3.Connection, kind: Kind, found: list[Hit]) -> Iterator[Hit]:
    numbers = str([hit.number for hit in found])
    titles = {one.id: one.ref.name for one in records(connection, kind, "t.id IN (SELECT value FROM json_each(?))", (numbers,))} if found else {}
    for hit in found:
        yield hit._replace(name=titles[hit.number])
