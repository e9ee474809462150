"""What every command is given: the record file, the language, the format, and how to answer and to talk."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from alliancectl.actions.settle import Desk
from alliancectl.cli import settings
from alliancectl.errors import Refused, UnknownAllow, Usage
from alliancectl.reports.model import Report
from alliancectl.store import file, history
from alliancectl.text import Lang, Text, language
from alliancectl.values.clean import visible


class Run:
    """One run: what the options of every command say."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.db = settings.record_file(values.get("db"))
        self._db_given = values.get("db")
        self.lang: Lang = values.get("lang") or language()
        self.out: str | None = values.get("out")
        self.quiet = bool(values.get("quiet"))
        self.dry_run = bool(values.get("dry_run"))
        self.note: str | None = values.get("note")
        self.yes = bool(values.get("yes"))
        self.allow = _allowed(values.get("allow") or [])
        self.wait = _seconds(values.get("wait"))
        self.color = values.get("color") or settings.load().get("color") or "auto"
        self.asks = not values.get("no_input") and sys.stdin.isatty() and sys.stderr.isatty()
        self.format = "json" if values.get("json") else values.get("format") or ""
        self.on_terminal = sys.stdout.isatty() and not self.out

    @property
    def db_option(self) -> str:
        """What a shown command needs, to be typed for the same file."""
        given: str = self._db_given or ""
        if given and not all(character.isalnum() or character in "/._-" for character in given):
            import shlex

            given = shlex.quote(given)
        return f" --db {given}" if given else ""

    # ---- the file -------------------------------------------------------------------------------------------------

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """The record file, for questions."""
        return file.reading(self.db, self.wait)

    @contextmanager
    def change(self, command: str) -> Iterator[tuple[history.Change, Desk]]:
        """One operation on the record file, and a desk to settle drafts at."""
        with history.change(self.db, command, note=self.note, wait=self.wait, dry_run=self.dry_run) as now:
            yield now, self.desk(now.connection)
        _committed.append(now.operation)

    def desk(self, connection: sqlite3.Connection) -> Desk:
        """Where drafts are settled; a person at a terminal is asked when a reference is not exact."""
        from alliancectl.cli.asking import choose

        return Desk(connection, allow=self.allow, by_hand=True, choose=choose if self.asks else None)

    # ---- answers on stdout ----------------------------------------------------------------------------------------

    def show(self, report: Report, year: str = "") -> None:
        """Print a report in the format asked for, or write it to the file of --out."""
        from alliancectl.render import renderer

        chosen = self.format or ("table" if self.on_terminal else "plain")
        if self.out and not self.format:
            chosen = _by_ending(self.out)
        render = renderer(chosen)
        chunks = render(report, self.lang, columns=self.columns(), colour=self.colored()) if chosen == "table" else render(report, self.lang)
        if self.out:
            from alliancectl.cli.outfile import write_file

            write_file(self.out.replace("{year}", year), chunks, keep_from=self.db)
            return
        for chunk in chunks:
            sys.stdout.write(chunk)

    def answer(self, text: str) -> None:
        """Print an answer of one line."""
        sys.stdout.write(text + "\n")

    def columns(self) -> int:
        """The terminal's width."""
        given = os.environ.get("COLUMNS", "")
        if given.isascii() and given.isdigit() and int(given) >= 20:
            return min(int(given), 500)
        try:
            return max(os.get_terminal_size(sys.stdout.fileno()).columns, 20)
        except (OSError, ValueError):
            return 80

    def colored(self) -> bool:
        """Whether colour is wanted: --color, else NO_COLOR and the terminal decide."""
        if self.color in ("always", "never"):
            return self.color == "always"
        return self.on_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in ("dumb", "")

    # ---- talk on stderr -------------------------------------------------------------------------------------------

    def say(self, *lines: str) -> None:
        """Talk: echoes, hints, what was understood. Nobody has to listen."""
        if self.quiet:
            return
        for line in lines:
            with suppress(OSError, ValueError):
                print(visible(line), file=sys.stderr)

    def promise(self, code: str) -> None:
        """Answer a script with the id a record is about to get: before COMMIT, so that an answer that cannot be given writes nothing."""
        if not self.dry_run and not sys.stdout.isatty():
            try:
                self.answer(code)
                sys.stdout.flush()
            except BrokenPipeError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())   # nobody wants the answer; the record is still wanted

    def done(self, line: str, operation: int) -> None:
        """Echo what was understood and how it is undone; called when it is on the disk."""
        if self.dry_run:
            self.say(f"○ {line}", Text("  （试运行，没有写入）", "  (dry run, nothing was written)")())
            return
        undo = Text("撤销：alliancectl undo {number}{db}", "undo: alliancectl undo {number}{db}")(number=operation, db=self.db_option)
        self.say(f"✓ {line}", f"  {undo}")


_committed: list[int] = []   # operations of this run that are on the disk


def begin() -> None:
    """A new run: nothing is on the disk yet."""
    _committed.clear()


def committed() -> bool:
    """Whether this run has written."""
    return bool(_committed)


def _allowed(given: list[str]) -> frozenset[str]:
    known = sorted(cls.code for cls in _all(Refused) if cls.allowed)
    for code in given:
        if code not in known:
            raise UnknownAllow(text=code, known=", ".join(known))
    return frozenset(given)


def _all(cls: type[Refused]) -> list[type[Refused]]:
    return [cls, *(below for sub in cls.__subclasses__() for below in _all(sub))]


def _seconds(given: str | None) -> float:
    if given is None:
        return file.WAIT
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise Usage(reason=Text(f"--wait 要 0 到 3600 之间的秒数，而不是“{given}”", f"--wait takes seconds, 0 to 3600, not “{given}”"), see="alliancectl --help")
    return seconds


def _by_ending(path: str) -> str:
    ending = path.rsplit(".", 1)[-1].lower() if "." in path else ""
    return {"md": "md", "json": "json", "jsonl": "jsonl", "csv": "csv", "txt": "plain"}.get(ending, "plain")
