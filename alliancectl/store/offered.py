"""What a record file offers for completion: names and ids, the values of its lists, its units.

Nothing but sqlite3 is imported here: the answer to a Tab must not cost more than opening the file. No answer is worth an error:
a file that cannot be read offers nothing.
"""

from __future__ import annotations

import os
import sqlite3

MOST = 100          # of one kind; a list that long is read by nobody
MOST_IDS = 20
Offer = tuple[str, str, str]   # what is typed for it, what it is, and how it sounds where that is how it was found


class Offered:
    """The record file at a path, opened when it is first asked."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def language(self) -> str:
        """The file's language, empty when it says none."""
        return next((str(row[0]) for row in self._rows("SELECT language FROM alliance") if row[0]), "")

    def names(self, table: str, letter: str, word: str) -> list[Offer]:
        """Members, sites or products by name, alias, pinyin or id: those that begin with the word, else those that have it inside."""
        if word[:1].upper() == letter and word[1:].isdigit() and word.isascii():
            return self._by_id(table, letter, "name", word[1:])
        key, script = folded(word), _script(word)
        key = key.translate(script)
        found: dict[int, Offer] = {}
        inside: list[Offer] = []
        for number, name, name_key, sound in self._rows(f'SELECT id, name, name_folded, name_pinyin FROM "{table}" WHERE removed IS NULL'):
            name_key = (name_key or "").translate(script) if script else name_key
            begins = _begins(name_key, key)
            if begins or _said(sound, key):
                found[number] = (name, f"{letter}{number}", "" if begins else _said(sound, key))
            elif key in (name_key or "").replace(" ", "") and len(inside) < MOST:
                inside.append((name, f"{letter}{number}", ""))
            if len(found) == MOST:
                break
        self._aliases(table, letter, key, script, found)
        return [found[number] for number in sorted(found)] or inside

    def titles(self, table: str, letter: str, column: str, word: str) -> list[Offer]:
        """Records that have no name, by id or by a part of their title; the newest first."""
        if not word or word.upper() == letter or (word[:1].upper() == letter and word[1:].isdigit() and word.isascii()):
            return self._by_id(table, letter, column, word[1:])
        if not column:
            return []
        return [(f"{letter}{number}", title, "") for number, title in self._rows(
            f'SELECT id, "{column}" FROM "{table}" WHERE removed IS NULL AND instr(lower("{column}"), ?) ORDER BY id DESC LIMIT {MOST_IDS}',
            word.lower())]

    def sites(self, member: str, word: str) -> list[Offer]:
        """The sites of a member, given by id or exact name."""
        owner = int(member[1:]) if member[:1] in "Mm" and member[1:].isdigit() else 0
        return [(name, f"S{number}", "") for number, name, key in self._rows(
            "SELECT id, name, name_folded FROM site WHERE removed IS NULL"
            " AND member IN (SELECT id FROM member WHERE id = ? OR name_folded = ?"
            " UNION SELECT member FROM member_alias WHERE alias_folded = ? AND removed IS NULL)",
            owner, folded(member, " "), folded(member, " ")) if _begins(key, folded(word))]

    def listed(self, name: str) -> list[Offer]:
        """The values of a list of the file: key, Chinese, English."""
        return self._rows("SELECT key, zh, en FROM choice WHERE list = ? AND removed IS NULL ORDER BY position IS NULL, position, id", name)

    def saved(self, word: str) -> list[Offer]:
        """The names of the saved queries that begin with the word, and what they say."""
        rows = self._rows("SELECT name, words FROM saved_query WHERE removed IS NULL ORDER BY id")
        return [(name, words, "") for name, words in rows if folded(name).startswith(folded(word))]

    def units(self) -> list[Offer]:
        """The units of the file: key, Chinese, English."""
        return self._rows("SELECT key, zh, en FROM unit WHERE removed IS NULL ORDER BY id")

    def _aliases(self, table: str, letter: str, key: str, script: dict[int, int], found: dict[int, Offer]) -> None:
        if not key:
            return
        for number, alias, alias_key, sound, name in self._rows(
                f'SELECT s."{table}", s.alias, s.alias_folded, s.alias_pinyin, t.name FROM "{table}_alias" AS s'
                f' JOIN "{table}" AS t ON t.id = s."{table}" WHERE s.removed IS NULL AND t.removed IS NULL'):
            begins = _begins((alias_key or "").translate(script) if script else alias_key, key)
            said = "" if begins else _said(sound, key)
            if number not in found and len(found) < MOST and (said or begins):
                found[number] = (name if said else alias, f"{letter}{number}" + ("" if said else f" {name}"), said)

    def _by_id(self, table: str, letter: str, column: str, digits: str) -> list[Offer]:
        """Ids that begin with these digits: each number of digits is one range of ids."""
        shown, most = f'"{column}"' if column else "''", 10 ** 15
        if not digits:
            ranges = [(0, most)]
        else:
            ranges = [(int(digits) * 10 ** more, (int(digits) + 1) * 10 ** more - 1) for more in range(max(16 - len(digits), 1))]
        rows: list[tuple[int, str]] = []
        for low, high in ranges:
            if low > most or len(rows) >= MOST_IDS:
                break
            rows += self._rows(f'SELECT id, {shown} FROM "{table}" WHERE id BETWEEN ? AND ? AND removed IS NULL'
                               f" ORDER BY id {'' if digits else 'DESC'} LIMIT {MOST_IDS}", low, high)
        return [(f"{letter}{number}", title or "", "") for number, title in rows]

    def _rows(self, question: str, *values: object) -> list:   # type: ignore[type-arg]   # of what is not said: that would take typing
        """The rows of an answer; none where the file cannot say."""
        try:
            if self._connection is None:
                if not os.path.isfile(self._path):
                    return []
                self._connection = sqlite3.connect(self._path, timeout=0.2, isolation_level=None)
                self._connection.execute("PRAGMA query_only=ON")
                self._connection.execute("PRAGMA trusted_schema=OFF")
            return self._connection.execute(question, values).fetchall()
        except sqlite3.Error:
            return []


def folded(text: str, space: str = "") -> str:
    """A word as names are folded for comparison (values/names.py), without spaces, and without what costs an import for ASCII."""
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFKC", text)
    return space.join(text.casefold().split())


def _script(word: str) -> dict[int, int]:
    """The simplified character of each traditional one, by which a Chinese word is compared; for others it is not loaded."""
    if word.isascii():
        return {}
    from alliancectl.values.traditional import SIMPLIFIED, TRADITIONAL

    return dict(zip(map(ord, TRADITIONAL), map(ord, SIMPLIFIED), strict=True))


def _begins(name: str | None, key: str) -> bool:
    """Whether a folded name begins with a word, spaces aside."""
    return (name or "").replace(" ", "").startswith(key)


def _said(sound: str | None, key: str) -> str:
    """The pinyin or the initials that begin with a word, empty when neither does."""
    return next((said for said in (sound or "").split() if key and said.startswith(key)), "")
