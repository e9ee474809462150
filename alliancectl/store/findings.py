"""The findings of one `check`, put aside in a temporary file of SQLite's own: of very many, a few at a time are in memory.

The most serious come first, and what is serious may be found last; so they are put aside as they are found and gone through in
their order when the record file is closed again. The temporary file has no name, and is made only of what its cache cannot hold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Self

from alliancectl import errors
from alliancectl.kinds.finding import SEVERITIES, Finding, Severity
from alliancectl.text import Text


class Findings:
    """Findings, the most serious first, then by the place of their check, then as they came. Close it, or use it in a `with`."""

    def __init__(self) -> None:
        self._aside = sqlite3.connect("", isolation_level=None)
        for statement in (
                "PRAGMA journal_mode=OFF",
                "CREATE TABLE finding (number INTEGER PRIMARY KEY, severity INTEGER, place INTEGER, code TEXT, record BLOB, zh BLOB, en BLOB, fix BLOB, safe INTEGER)",
                "CREATE INDEX finding_in_order ON finding(severity, place)",
                "BEGIN"):
            self._aside.execute(statement)

    def put(self, place: int, finding: Finding) -> None:
        """One more finding, of the check in that place. Raises: NoRoomAside."""
        code, severity, record, (zh, en), fix, safe = finding
        try:
            self._aside.execute("INSERT INTO finding(severity, place, code, record, zh, en, fix, safe) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                (SEVERITIES.index(severity), place, code, *map(_bytes, (record, zh, en, fix)), safe))
        except sqlite3.OperationalError as error:
            raise errors.NoRoomAside(reason=error) from error

    def forget(self, place: int) -> None:
        """What the check in that place found does not count."""
        self._aside.execute("DELETE FROM finding WHERE place = ?", (place,))

    def clear(self) -> None:
        """Nothing that was found counts."""
        self._aside.execute("DELETE FROM finding")

    def __iter__(self) -> Iterator[Finding]:
        for severity, code, safe, *texts in self._aside.execute(
                "SELECT severity, code, safe, record, zh, en, fix FROM finding ORDER BY severity, place, number"):
            record, zh, en, fix = map(_text, texts)
            yield Finding(code, SEVERITIES[severity], record, Text(zh, en), fix, bool(safe))

    def counts(self) -> dict[Severity, int]:
        """How many there are of each severity."""
        found = dict(self._aside.execute("SELECT severity, count(*) FROM finding GROUP BY severity"))
        return {severity: found.get(at, 0) for at, severity in enumerate(SEVERITIES)}

    def close(self) -> None:
        """The temporary file goes."""
        self._aside.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()


def _bytes(text: str) -> bytes:
    """A text that may name a file whose name is no UTF-8, which SQLite takes as bytes only."""
    return text.encode("utf-8", "surrogatepass")


def _text(kept: bytes) -> str:
    return kept.decode("utf-8", "surrogatepass")
