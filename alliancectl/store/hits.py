"""One search over every kind: where words are found, the best places first.

Rank: a typed id or an exact name, the beginning of a name, its pinyin or initials from the first letter, inside a name, a
title, any other text. Every word must be found somewhere in the record; it is ranked by the worst placed of them, unless the
words together stand in one place. Personal fields are not looked in.

Of each record that is found its number and one more are kept, sixteen bytes; what stands there is read when it is shown.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Title
from alliancectl.store.reach import Reach, reaches
from alliancectl.store.records import records
from alliancectl.store.worded import NEVER, Where, Worded
from alliancectl.values.names import search_word

EXACT, BEGINNING, SOUND, INSIDE, TITLE, TEXT = range(6)
_AT_ONCE = 500
# Where the best place of a record is, in one number: the rank, then the word that is there, then the field. Of words that are
# placed equally badly the first is shown, and before it the words together.
_RANK, _WORD = 10 ** 12, 1000
_TOGETHER = 0
_PARTS = 20   # of one statement joined by UNION; SQLite takes 500, those within them counted


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


class Hits:
    """The standing records in which all the words are found, the best first: how many, and each of them, read in blocks."""

    def __init__(self, connection: sqlite3.Connection, words: Sequence[str]) -> None:
        wanted = list(dict.fromkeys(word for word in map(search_word, words) if word))
        worded = Worded(connection)
        kinds = [kind for kind in KINDS.values() if "list" in kind.verbs and "show" in kind.verbs]
        kinds.sort(key=lambda kind: kind.key == "source")
        self._of_kinds = [_OfKind(connection, worded, kind, wanted) for kind in kinds] if wanted else []

    def __len__(self) -> int:
        return sum(len(one.numbers) for one in self._of_kinds)

    def __iter__(self) -> Iterator[Hit]:
        for rank in range(TEXT + 1):
            for one in self._of_kinds:
                yield from one.ranked(rank)

    def best(self, most: int) -> list[Hit]:
        """So many of them."""
        return list(islice(self, most))


class _OfKind:
    """The records of one kind in which all the words are found, by rank and number."""

    def __init__(self, connection: sqlite3.Connection, worded: Worded, kind: Kind, words: list[str]) -> None:
        from array import array

        self._connection, self._worded, self._kind = connection, worded, kind
        self._fields = [one for one in reaches(kind).values() if one.is_worded]
        self._words = [search_word(" ".join(words)), *words] if len(words) > 1 else ["", *words]
        connection.create_function("rank_of", 3, _rank, deterministic=True)
        worded.read(kind, self._fields)
        self.numbers, self._places = array("q"), array("q")
        if found := self._found():
            for number, place in connection.execute(
                    f"SELECT id, min(place) AS place FROM ({found.sql}) GROUP BY id ORDER BY place / {_RANK}, id", found.values):
                self.numbers.append(number)
                self._places.append(place)

    def ranked(self, rank: int) -> Iterator[Hit]:
        """Those of a rank, in blocks; what was removed or rewritten since they were counted is left out."""
        from bisect import bisect_left

        start, end = (bisect_left(self._places, least, key=lambda place: place // _RANK) for least in (rank, rank + 1))
        for at in range(start, end, _AT_ONCE):
            upto = min(at + _AT_ONCE, end)
            yield from self._read(rank, self.numbers[at:upto], self._places[at:upto])

    # ---- counting

    def _found(self) -> Where | None:
        """A SELECT of the numbers and places of the records that have all words, or the words together; a number comes once or twice."""
        each = [_union(self._of_word(at)) for at in range(1, len(self._words))]
        whole = _all([Where(f"SELECT id, min(place) AS place FROM ({one.sql}) GROUP BY id", one.values) for one in each if one]) if all(each) else None
        together = self._of_word(_TOGETHER) if self._words[_TOGETHER] else []
        return _union([*([whole] if whole else []), *together])

    def _of_word(self, at: int) -> Iterator[Where]:
        """A SELECT for each field that has one of the words: the numbers of the records, and the place."""
        later = (len(self._words) - at) * _WORD if at else 0
        for place, one in enumerate(self._fields, 1):
            found = self._worded.having(self._kind, one, self._words[at])
            if found.sql != NEVER:
                rank, values = self._ranking(one, self._words[at])
                yield Where(f"SELECT {_owner(one)} AS id, {rank} * {_RANK} + {later + place} AS place {self._rows(one)} AND {found.sql}",
                            (*values, *found.values))
        number = self._kind.number(self._words[at])
        if number is not None:
            yield Where(f'SELECT t.id AS id, {later} AS place FROM "{self._kind.key}" AS t WHERE t.id = ? AND t.removed IS NULL', (number,))

    def _ranking(self, one: Reach, word: str) -> tuple[str, tuple[str, ...]]:
        """The SQL of a rank, and what is bound in it."""
        if not isinstance(one.type, Title):
            return str(TITLE if one.field.key == self._kind.titled else TEXT), ()
        return f"rank_of({one.column()}, {one.column('_pinyin') if _spoken(one) else 'NULL'}, ?)", (word,)

    def _rows(self, one: Reach) -> str:
        standing = f' AND s."{one.owner}" IN (SELECT id FROM "{self._kind.key}" WHERE removed IS NULL)'
        return one.rows + standing if one.rows else f'FROM "{self._kind.key}" AS t WHERE t.removed IS NULL'

    # ---- reading

    def _read(self, rank: int, numbers: Sequence[int], places: Sequence[int]) -> Iterator[Hit]:
        given = str([*numbers])
        names = {one.id: one.ref.name for one in records(
            self._connection, self._kind, "t.id IN (SELECT value FROM json_each(?)) AND t.removed IS NULL", (given,))}
        texts = {place: self._texts(place % _RANK, given) for place in set(places)}
        for number, place in zip(numbers, places, strict=True):
            if number in names and number in texts[place]:
                field, text, sound = texts[place][number]
                yield Hit(rank, self._kind, number, field, text, sound, names[number])

    def _texts(self, place: int, numbers: str) -> dict[int, tuple[Field, str, str]]:
        """What stands at a place in these records: the field, the best placed text, and how it sounds."""
        later, at = divmod(place, _WORD)
        if not at:
            return {number: (reaches(self._kind)["id"].field, f"{self._kind.letter}{number}", "") for number in _read_numbers(numbers)}
        one, word = self._fields[at - 1], self._words[len(self._words) - later if later else _TOGETHER]
        found = self._worded.having(self._kind, one, word)
        rank, values = self._ranking(one, word)
        sound = one.column("_pinyin") if _spoken(one) else "NULL"
        rows = self._connection.execute(
            f"SELECT {_owner(one)}, {one.column()}, {sound}, {rank} AS rank {self._rows(one)} AND {found.sql}"
            f" AND {_owner(one)} IN (SELECT value FROM json_each(?)) ORDER BY rank DESC, {'s' if one.rows else 't'}.id DESC",
            (*values, *found.values, numbers))
        return {number: (one.field, text, said or "") for number, text, said, _ in rows}   # the last is the best


def _all(parts: list[Where]) -> Where:
    """The records that are in every part, at the worst of their places."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) > _PARTS:
        parts = [_all(parts[at:at + _PARTS]) for at in range(0, len(parts), _PARTS)]
    found = _union(parts)
    assert found
    return Where(f"SELECT id, max(place) AS place FROM ({found.sql}) GROUP BY id HAVING count(*) = {len(parts)}", found.values)


def _union(parts: Iterable[Where]) -> Where | None:
    found = list(parts)
    if not found:
        return None
    return Where(" UNION ALL ".join(f"SELECT id, place FROM ({one.sql})" for one in found), tuple(value for one in found for value in one.values))


def _owner(one: Reach) -> str:
    return f's."{one.owner}"' if one.rows else "t.id"


def _spoken(one: Reach) -> bool:
    from alliancectl.kinds.types import Name

    return isinstance(one.type, Name)


def _read_numbers(numbers: str) -> Iterator[int]:
    return map(int, numbers.strip("[]").split(","))


def _rank(text: str, sound: str | None, word: str) -> int:
    """How well a word is placed in a name or title."""
    key = search_word(text)
    if key == word:
        return EXACT
    if key.startswith(word):
        return BEGINNING
    return SOUND if word not in key and any(said.startswith(word.replace(" ", "")) for said in (sound or "").split()) else INSIDE
