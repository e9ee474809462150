"""Making faults: which calls of the system a run makes, one of them failed or the run killed at it, and what is left then."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.store.file import reading
from alliancectl.store.tables import tables

STARTED = Path(__file__).with_name("started.py")

# The calls that change files. A file that was only just created is seen at the first call that follows.
CHANGING = ("write,pwrite64,writev,pwritev,ftruncate,fallocate,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2,link,linkat,"
            "mkdir,mkdirat,chmod,fchmod,sendfile,copy_file_range")


READING = ("openat", "read", "pread64", "fcntl")


class Ended(NamedTuple):
    """What a run left: exit code (negative: the signal that ended it), stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def acknowledged(self) -> bool:
        """Whether the user was told that it is done."""
        return self.code == 0 or "✓" in self.err

    @property
    def speaks_plainly(self) -> bool:
        """Whether a failure is said in one line and a remedy, without a traceback."""
        lines = self.err.splitlines()
        return self.code == 1 and sum(line.startswith("✗ ") for line in lines) == 1 and not re.search(r"Traceback|sqlite3|\.py\b", self.err)


class Call(NamedTuple):
    """One call of the system in a run: its name, the how-manieth of that name it is, what it works on."""

    name: str
    number: int
    on: str

    def __str__(self) -> str:
        return f"{self.name} #{self.number} {self.on}"


def under(strace: str, log: Path, calls: str, *, paths: Iterable[Path] = (), inject: str = "") -> list[str]:
    """The words that start a run under strace, which writes `calls` down and injects a fault where told."""
    only = [word for path in paths for word in ("-P", str(path))]
    return [strace, "-f", "-qq", "-y", "-o", str(log), *only, "-e", "signal=none", "-e", f"trace={calls}", *(["-e", f"inject={inject}"] if inject else [])]


def calls_in(log: Path) -> list[Call]:
    """The calls that strace wrote down, in their order."""
    found: list[Call] = []
    seen: dict[str, int] = {}
    for line in log.read_text(errors="replace").splitlines():
        named = re.match(r"\d+\s+(\w+)\((.*)", line)
        if named:
            seen[named[1]] = seen.get(named[1], 0) + 1
            on = re.search(r'<([^>]*)>|"([^"]*)"', named[2])
            found.append(Call(named[1], seen[named[1]], (on[1] or on[2] or "").rsplit("/", 1)[-1] if on else ""))
    return found


def telling(calls: Sequence[Call]) -> list[Call]:
    """Of a row of like calls (the pages of one file, one after the other) the first two, the middle and the last; of calls that only
    read eight of each kind, since they go to and fro."""
    rows = [list(row) for _, row in groupby(calls, key=lambda call: (call.name, call.on))]
    told = [row[at] for row in rows for at in sorted({0, min(1, len(row) - 1), len(row) // 2, len(row) - 1})]
    kinds = {(call.name, call.on) for call in told if call.name in READING}
    kept = {call for kind in kinds for call in spread([call for call in told if (call.name, call.on) == kind], 8)}
    return [call for call in told if call.name not in READING or call in kept]


def spread(found: Sequence[Any], number: int) -> list[Any]:
    """So many of them, evenly spread."""
    return [found[len(found) * (2 * at + 1) // (2 * number)] for at in range(number)] if len(found) > number else list(found)


# ---- what is left -------------------------------------------------------------------------------------------------


def records(path: Path) -> dict[str, Any]:
    """Everything that the record file holds, the log too; without what differs from run to run (times, random numbers)."""
    with reading(str(path)) as connection:
        return _rows(connection)


def _rows(connection: sqlite3.Connection) -> dict[str, Any]:
    found = {"operation": connection.execute("SELECT id, command, takes_back FROM operation ORDER BY id").fetchall(),
             "edit": connection.execute("SELECT * FROM edit ORDER BY id").fetchall(), "span": connection.execute("SELECT * FROM span").fetchall()}
    for table in tables(KINDS.values()):
        names = ", ".join(f'"{name}"' for name, _ in table.columns)
        found[table.name] = connection.execute(f'SELECT id, operation, removed, {names} FROM "{table.name}" ORDER BY id').fetchall()
    return found
