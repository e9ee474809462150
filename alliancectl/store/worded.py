"""The texts of a record file as words are looked for in them: folded and simplified, by Python, each different text once.

A function called a row costs a million calls; a column of a million rows holds few different texts (lines, grades, amounts). So
these are read first, several columns in one pass, and the condition becomes "is one of those that have the word". Where a column
holds too many, each of its rows is looked at by a function of the reading connection. Both find the same.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from alliancectl.kinds.record import Kind
from alliancectl.kinds.types import Name
from alliancectl.store.kept import home_of
from alliancectl.store.reach import Reach
from alliancectl.store.tables import kind_table
from alliancectl.values.names import search_word

NEVER = "0"
_MOST_TEXTS = 20_000         # different ones, or combinations of them, that are read of some columns
_MOST_CHARACTERS = 2_000_000


class Where(NamedTuple):
    """A condition and the values bound in it."""

    sql: str
    values: tuple[Any, ...] = ()


class Worded:
    """The texts of one record file, read while a question is answered."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._texts: dict[tuple[str, str], Sequence[str] | None] = {}   # by table and column; None where they are too many
        connection.create_function("search_word", 1, _searched, deterministic=True)

    def read(self, kind: Kind, fields: Iterable[Reach]) -> None:
        """Read the texts of these fields of a kind, those of one table in one pass."""
        tables: dict[str, list[Reach]] = {}
        for one in fields:
            if (rows := _rows(kind, one), one.stem) not in self._texts:
                tables.setdefault(rows, []).append(one)
        for rows, some in tables.items():
            self._read(rows, some)

    def having(self, kind: Kind, one: Reach, text: str) -> Where:
        """The condition that a field has a word in it; a name also by a part of its pinyin or its initials."""
        word = search_word(text)
        found = self._among(kind, one, word)
        if not isinstance(one.type, Name) or not sounds(word):
            return found
        return Where(f"({found.sql} OR instr({one.column('_pinyin')}, ?))", (*found.values, word.replace(" ", "")))

    def _among(self, kind: Kind, one: Reach, word: str) -> Where:
        self.read(kind, [one])
        texts = self._texts[_rows(kind, one), one.stem]
        if texts is None:
            return Where(f"({one.column()} IS NOT NULL AND instr(search_word({one.column()}), ?))", (word,))
        having = [text for text in texts if word in search_word(text)]
        return Where(f"{one.column()} IN (SELECT value FROM json_each(?))", (json.dumps(having),)) if having else Where(NEVER)

    def _read(self, rows: str, fields: list[Reach]) -> None:
        """Read the columns together; if they are too many, each half of them by itself."""
        columns = self._distinct(rows, fields)
        if columns is None and len(fields) > 1:
            self._read(rows, fields[:len(fields) // 2])
            self._read(rows, fields[len(fields) // 2:])
            return
        for at, one in enumerate(fields):
            self._texts[rows, one.stem] = None if columns is None else sorted(columns[at])

    def _distinct(self, rows: str, fields: list[Reach]) -> list[set[str]] | None:
        columns: list[set[str]] = [set() for _ in fields]
        left = _MOST_CHARACTERS
        asked = f"SELECT DISTINCT {', '.join(one.column() for one in fields)} {rows} LIMIT {_MOST_TEXTS + 1}"
        for count, row in enumerate(self._connection.execute(asked), 1):
            left -= sum(map(len, filter(None, row)))
            if count > _MOST_TEXTS or left < 0 or any("\0" in text for text in filter(None, row)):   # json_each would end there
                return None
            for texts, text in zip(columns, row, strict=True):
                if text is not None:
                    texts.add(text)
        return columns


def sounds(word: str) -> bool:
    """Whether a folded word may be pinyin: two letters or more."""
    return word.isascii() and len(word) > 1 and word.replace(" ", "").isalnum()


def _rows(kind: Kind, one: Reach) -> str:
    """Where the texts of a field stand; what records share is read where each stands once, of removed records too."""
    return one.rows or f'FROM "{home_of(kind_table(kind), one.stem)}" AS t'


def _searched(text: object) -> str | None:
    """`search_word` of a cell; what is short comes again and again in a column."""
    if not isinstance(text, str):
        return None
    return _cached(text) if len(text) < 40 else search_word(text)


_cached = lru_cache(maxsize=8192)(search_word)
