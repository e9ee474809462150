"""The program, started with faults that need no strace: as a later version of it, or killed at its Nth act.

FAULTS_LATER: with a column more in `product`, a file format higher and the step that leads there. FAULTS_AT: kill this process (or
send it FAULTS_SIGNAL) at its Nth act that changes files: a statement of SQLite, a call of `os`. FAULTS_COUNT: write down how many there were. FAULTS_CLOCK: the
seconds by which the clock is put forward (or back).
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import Any

STATEMENTS = ("UPDATE", "INSERT", "DELETE", "DROP", "CREATE", "ALTER", "COMMIT", "VACUUM", "BEGIN")
CALLS = ("write", "replace", "rename", "unlink", "mkdir", "fsync", "chmod", "open")
seen = 0


def become_later() -> None:
    """A version of the program with a field more: what every release with a migration is."""
    from alliancectl.kinds import KINDS
    from alliancectl.kinds.record import Field
    from alliancectl.kinds.types import Line
    from alliancectl.store import schema
    from alliancectl.text import Text

    product = KINDS["product"]
    motto = Field("motto", Text("口号", "motto"), Line())
    KINDS["product"] = product._replace(fields=(*product.fields[:2], motto, *product.fields[2:]))
    schema.VERSION += 1
    from alliancectl.store import migrate

    migrate.STEPS[schema.VERSION - 1] = ('ALTER TABLE product ADD COLUMN "motto" TEXT',)


def act() -> None:
    """Count one act; the Nth is never done."""
    global seen
    seen += 1
    if seen == int(os.environ.get("FAULTS_AT") or 0):
        os.kill(os.getpid(), getattr(signal, os.environ.get("FAULTS_SIGNAL") or "SIGKILL"))


def watch() -> None:
    """Let every act be counted from now on."""
    connect = sqlite3.connect

    def connected(*words: Any, **named: Any) -> sqlite3.Connection:
        made = connect(*words, **named)
        made.set_trace_callback(lambda statement: statement.split(None, 1)[0].upper() in STATEMENTS and act())
        return made

    sqlite3.connect = connected   # type: ignore[assignment]
    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))


def counted(call: Callable[..., Any]) -> Callable[..., Any]:
    def made(*words: Any, **named: Any) -> Any:
        act()
        return call(*words, **named)

    return made


if os.environ.get("FAULTS_CLOCK"):
    now = time.time
    time.time = lambda: now() + float(os.environ["FAULTS_CLOCK"])
    gmtime = time.gmtime
    time.gmtime = lambda seconds=None: gmtime(time.time() if seconds is None else seconds)
if os.environ.get("FAULTS_LATER"):
    become_later()
if os.environ.get("FAULTS_AT") or os.environ.get("FAULTS_COUNT"):
    from alliancectl.cli.run import main as ready  # noqa: F401

    watch()
if __name__ == "__main__":
    from alliancectl.cli.run import main

    code = main(sys.argv[1:])
    if os.environ.get("FAULTS_COUNT"):
        with open(os.environ["FAULTS_COUNT"], "w", encoding="ascii") as file:
            file.write(str(seen))
    sys.exit(code)
