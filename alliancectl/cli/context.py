"""What every command is given: the record file, the language, the format, and how to answer and to talk."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from alliancectl import errors
from alliancectl.cli import settings
from alliancectl.cli.language import language_from
from alliancectl.cli.talk import fitted
from alliancectl.kinds.record import Kind, Ref
from alliancectl.reports.model import Report
from alliancectl.store import file
from alliancectl.text import Lang, Text, language
from alliancectl.values.clean import visible

if TYPE_CHECKING:   # who only reads does not load how records are written
    from alliancectl.actions.settle import Desk
    from alliancectl.kinds.types import Known
    from alliancectl.store import history


class Run:
    """One run: what the options of every command say."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.db = settings.record_file(values.get("db"))
        self._db_given = values.get("db")
        self._lang: Lang | None = values.get("lang")
        self.out: str | None = values.get("out")
        self.quiet = bool(values.get("quiet"))
        self.dry_run = bool(values.get("dry_run"))
        self.note: str | None = values.get("note")
        self.yes = bool(values.get("yes"))
        self.allow = _allowed(values.get("allow") or [])
        self.wait = _seconds(values.get("wait"))
        self.color = values.get("color") or settings.load().get("color") or "auto"
        self.asks = not values.get("no_input") and sys.stdin.isatty() and sys.stderr.isatty()
        self.format = _format(values.get("format") or "", bool(values.get("json")))
        self._meant: dict[tuple[str, str], Ref | errors.Failure] = {}   # what a person said an inexact reference means
        self._nothing = False   # whether the last change turned out to be none
        self.on_terminal = sys.stdout.isatty() and not self.out

    @property
    def lang(self) -> Lang:
        """The language of the answer."""
        return self._lang or language()

    @property
    def db_option(self) -> str:
        """What a shown command needs, to be typed for the same file."""
        return f" --db {quoted(self._db_given)}" if self._db_given else ""

    # ---- the file -------------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The record file, for questions."""
        with file.reading(self.db, self.wait) as connection:
            language_from(connection)
            yield connection

    @contextmanager
    def change(self, command: str, *, large: bool = False) -> Iterator[tuple[history.Change, Desk]]:
        """One operation on the record file, and a desk to settle drafts at; `large` as for `history.change`."""
        from alliancectl.store import history

        with history.change(self.db, command, note=self.note, wait=self.wait, dry_run=self.dry_run, large=large) as now:
            language_from(now.connection)
            now.once_kept = self.stands
            yield now, self.desk(now.connection)
        self._nothing = now.nothing

    def stands(self) -> None:
        """What this run is for is on the disk: from now on Ctrl-C comes too late."""
        _committed.append(True)

    def desk(self, connection: sqlite3.Connection) -> Desk:
        """Where drafts are settled; a person at a terminal is asked when a reference is not exact."""
        from alliancectl.actions.settle import Desk

        return Desk(connection, allow=self.allow, by_hand=True, choose=self._choose if self.asks else None)

    def known(self, connection: sqlite3.Connection) -> Known:
        """What kept values are shown with; only where a reference is to be found does it need a desk."""
        from alliancectl.store import known

        return known.known(connection, lambda kind, text: self.desk(connection).find(kind, text),
                           lambda kind, text: self.desk(connection).known.find_existing(kind, text))

    def _choose(self, kind: Kind, text: str, found: list[Ref]) -> Ref:
        """What a reference means; asked once in a run, so that the write that follows does not wait for a person."""
        from alliancectl.cli.asking import choose

        if (kind.key, text) not in self._meant:
            try:
                self._meant[kind.key, text] = choose(kind, text, found)
            except errors.Failure as failure:
                self._meant[kind.key, text] = failure
        meant = self._meant[kind.key, text]
        if isinstance(meant, errors.Failure):
            del self._meant[kind.key, text]
            raise meant
        return meant

    # ---- answers on stdout ----------------------------------------------------------------------------------------

    @property
    def form(self) -> str:
        """The format of the answer: the one asked for, else by the ending of --out, else what suits a terminal or a pipe."""
        if self.out and not self.format:
            return _by_ending(self.out)
        return self.format or ("table" if self.on_terminal else "plain")

    def show(self, report: Report, year: str = "") -> None:
        """Print a report in the format asked for, or write it to the file of --out."""
        self.give(self.rendered(report), year)

    def rendered(self, report: Report) -> Iterator[str | bytes]:
        """A report in the format asked for, piece by piece."""
        from alliancectl.render import BINARY, STREAMED, renderer
        from alliancectl.reports.model import held

        chosen = self.form
        if chosen in BINARY and self.on_terminal:
            raise errors.BinaryToTerminal(form=chosen)
        render = renderer(chosen)
        if chosen not in STREAMED:
            report = held(report)
        return render(report, self.lang, columns=self.columns(), colour=self.colored()) if chosen == "table" else render(report, self.lang)

    def give(self, chunks: Iterable[str | bytes], year: str = "") -> None:
        """Print what was rendered, or write it to the file of --out."""
        if self.out:
            from alliancectl.cli.outfile import write_file

            write_file(self.out.replace("{year}", year), chunks, keep_from=self.db)
            return
        for chunk in chunks:
            if isinstance(chunk, bytes):
                sys.stdout.flush()
                sys.stdout.buffer.write(chunk)
            else:
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
                print(fitted(visible(line)), file=sys.stderr)

    def confirm(self, what: str) -> None:
        """Ask a person at a terminal whether it shall be done; elsewhere --yes says it. A dry run only says so. Raises: Unconfirmed."""
        if self.yes:
            return
        if self.dry_run:
            self.say(Text("○ 实际执行时会先确认；脚本里加 --yes", "○ the real run asks first; a script needs --yes")())
            return
        if self.asks:
            from alliancectl.cli.asking import ask

            if ask(Text("{what}，确定吗（y/N）", "{what}: are you sure (y/N)")(what=what)).lower() in ("y", "yes", "是"):
                return
        raise errors.Unconfirmed(what=what)

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
        if self._nothing:
            self.say(Text("没有变化", "nothing changes")())
            return
        if self.dry_run:
            self.say(f"○ {line}", Text("  （试运行，没有写入）", "  (dry run, nothing was written)")())
            return
        undo = Text("撤销：alliancectl undo {number}{db}", "undo: alliancectl undo {number}{db}")(number=operation, db=self.db_option)
        self.say(f"✓ {line}", f"  {undo}")


def quoted(word: str) -> str:
    """A word as a shell takes it, within quotes only where it needs them."""
    if all(character.isalnum() or character in "/._-" for character in word):
        return word
    import shlex

    return shlex.quote(word)


_committed: list[bool] = []   # one for each thing of this run that is on the disk


def begin() -> None:
    """A new run: nothing is on the disk yet."""
    _committed.clear()


def committed() -> bool:
    """Whether this run has written."""
    return bool(_committed)


def _allowed(given: list[str]) -> frozenset[str]:
    known = sorted(cls.code for cls in errors.every() if issubclass(cls, errors.Refused) and cls.allowed) if given else []
    for code in given:
        if code not in known:
            raise errors.UnknownAllow(text=code, known=", ".join(known))
    return frozenset(given)


def _seconds(given: str | None) -> float:
    if given is None:
        return file.WAIT
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise errors.Usage(reason=Text(f"--wait 要 0 到 3600 之间的秒数，而不是“{given}”", f"--wait takes seconds, 0 to 3600, not “{given}”"), see="alliancectl --help")
    return seconds


def _format(named: str, json: bool) -> str:
    """The format asked for. Raises: Usage for --json and --format that do not agree."""
    if json and named not in ("", "json"):
        raise errors.Usage(reason=Text(f"--json 与 --format {named} 说的不是同一种格式", f"--json and --format {named} ask for two formats"), see="alliancectl --help")
    return "json" if json else named


_ENDINGS = {"": "plain", ".txt": "plain", ".md": "md", ".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".html": "html", ".htm": "html",
            ".xlsx": "xlsx", ".docx": "docx", ".pdf": "pdf"}


def _by_ending(path: str) -> str:
    """The format that the name of a file asks for; plain text where it has no ending. Raises: Usage for another ending."""
    ending = os.path.splitext(path)[1].lower()
    if ending not in _ENDINGS:
        known = " ".join(filter(None, _ENDINGS))
        raise errors.Usage(reason=Text(f"--out 的结尾“{ending}”看不出是什么格式；能写 {known}，或用 --format 指明",
                                       f"--out: no format goes by the ending “{ending}”; there are {known}, or name one with --format"), see="alliancectl --help")
    return _ENDINGS[ending]
