"""What `check` looks for, a module a subject: each function gives the findings of one code, or of two that one look finds."""

import datetime
import shlex
import sqlite3
from typing import Any, NamedTuple


class Asked(NamedTuple):
    """What a check is given: the open file, where it lies, the day, and the user's wishes.

    `years` is the age at which a figure is stale; `shelter` the folder where a record file is safe from synchronisers; `found`
    keeps what several checks need.
    """

    connection: sqlite3.Connection
    path: str
    today: datetime.date
    years: int
    shelter: str
    found: dict[str, Any]


def command(*words: object) -> str:
    """A command line of ours, its words quoted for a shell."""
    return " ".join(["alliancectl", *(shlex.quote(str(word)) for word in words)])
