"""The answer to a Tab, given before anything else of the program is imported.

A shell's function (completion_scripts.py) runs the program with _ALLIANCECTL_COMPLETE naming the shell and _ALLIANCECTL_LINE
holding what stands before the cursor: for bash the line itself, for the others a word a line, the last one unfinished. What may
stand there is known from completion_words.py and the record file. A value is printed as the shell can insert it.
"""

from __future__ import annotations

import os
import sys

from alliancectl.cli.complete_line import Line, for_shell, read
from alliancectl.cli.completion_words import ARGUMENTS, CHOICES, COMMANDS, FIELDS, KINDS, OPTIONS
from alliancectl.store.offered import Offered

FILES = None                       # the shell itself completes names of files
Offers = list[tuple[str, str, str, bool]]   # the whole word, what it is, how it sounds, whether the word is then finished


def answer(shell: str) -> None:
    """Print what may stand at the cursor. Whatever goes wrong, nothing is offered: a Tab must not show an error."""
    try:
        line = read(shell, os.environ.get("_ALLIANCECTL_LINE", ""))
        lines = for_shell(shell, line, Asked(line, describes=shell != "bash").offers())
        sys.stdout.buffer.write("".join(one + "\n" for one in lines).encode("utf-8", "surrogateescape"))
        sys.stdout.flush()
    except Exception:
        if os.environ.get("ALLIANCECTL_TRACEBACK"):
            raise


class Asked:
    """A command line up to the cursor: which command, what was given, and what the unfinished word is."""

    def __init__(self, line: Line, *, describes: bool) -> None:
        self.word = line.word
        self.path: list[str] = []        # noun and verb
        self.given: list[str] = []       # arguments
        self.flags: set[str] = set()
        self.values: dict[str, str] = {}
        self.pending = ""                # the option whose value the word is
        self.ended = False               # after `--` there are no options
        for word in line.words:
            self._step(word)
        self.file = Offered(self._record_file())
        self.chinese = describes and self._language() == "zh"

    def offers(self) -> Offers | None:
        """What may stand for the unfinished word; None: files."""
        if self.pending:
            return self.value(self._options()[self.pending][1] or "", self.word)
        if self.word.startswith("--") and "=" in self.word and not self.ended:
            flag, _, value = self.word.partition("=")
            return _behind(flag + "=", self.value(self._options().get(flag, ((), "", False, "", ""))[1] or "", value))
        if self.word.startswith("-") and not self.ended:
            return self._flags() + self._argument_offers(self.word)
        if self._complete():
            return self.value(self._argument(), self.word)
        return self._words(COMMANDS.get(" ".join(self.path), ()), self.word)

    # ---- what stands before the cursor

    def _step(self, word: str) -> None:
        if self.pending:
            self.values[self.pending] = word
            self.pending = ""
        elif word == "--" and not self.ended:
            self.ended = True
        elif word.startswith("-") and not self.ended and word.partition("=")[0] in self._options():
            flag, sign, value = word.partition("=")
            self.flags.add(flag)
            if self._options()[flag][1] is not None and not sign:
                self.pending = flag
            self.values[flag] = value
        elif self._complete():
            self.given.append(word)
        elif not word.startswith("-"):
            self.path.append(word)

    def _complete(self) -> bool:
        """Whether noun and verb are there."""
        return " ".join(self.path) in ARGUMENTS or (bool(self.path) and " ".join(self.path) not in COMMANDS)

    def _options(self) -> dict[str, tuple[tuple[str, ...], str | None, bool, str, str]]:
        """The options of the command so far, by every flag of theirs."""
        path = " ".join(self.path)
        writes = ARGUMENTS.get(path, ("",))[0] == "!"
        options = (*OPTIONS.get(path, ()), *(OPTIONS["!"] if writes else ()), *OPTIONS[""], (("-h", "--help"), None, False, "显示说明", "show the help"))
        found: dict[str, tuple[tuple[str, ...], str | None, bool, str, str]] = {}
        for option in options:
            for flag in option[0]:
                found.setdefault(flag, option)
        return found

    def _argument(self) -> str:
        """What may stand for the argument at the cursor."""
        arguments = ARGUMENTS.get(" ".join(self.path), ("",))[1:]
        if not arguments:
            return ""
        at = len(self.given)
        last = arguments[min(at, len(arguments) - 1)]
        return last.removesuffix("*") if at < len(arguments) or last.endswith("*") else ""

    # ---- what may stand at the cursor

    def _flags(self) -> Offers:
        found: Offers = []
        for flag, (flags, _, many, zh, en) in self._options().items():
            if flag.startswith("--") and flag.startswith(self.word) and (many or not self.flags & set(flags)):
                found.append((flag, zh if self.chinese else en, "", True))
        return found

    def _argument_offers(self, word: str) -> Offers:
        """Of a word with a minus only a query's `-field:value` may be meant."""
        what = self._argument()
        return _behind("-", self.value(what, word[1:])) or [] if what.startswith("query ") and len(word) > 1 and word[1] != "-" else []

    def value(self, what: str, word: str) -> Offers | None:
        """What may stand for a value of that description (completion_table.py) which begins with the word; None: files."""
        kind, _, name = what.partition(" ")
        if kind == "file":
            return FILES
        if kind == "one":
            return self._words(CHOICES[name], word)
        if kind == "list":
            return self._words(tuple(self.file.listed(name)), word)
        if kind == "unit":
            return self._words(tuple(self.file.units()), word)
        if kind == "help":
            return self._words((*(CHOICES["topic"] if not self.given else ()), *COMMANDS.get(self.given[0] if self.given else "", ())), word)
        if kind in ("ref", "refs", "place"):
            return self._references(kind, name or "member", word)
        return self._fields(kind, name, word) if kind in ("set", "query") else []

    def _words(self, words: tuple[tuple[str, str, str], ...], word: str) -> Offers:
        """Words by their key, or by their label in either language."""
        typed = word.casefold().replace("-", "_")
        found = [(key, zh if self.chinese else en, "", True) for key, zh, en in words if key.replace("-", "_").casefold().startswith(typed)]
        if found or not word:
            return found
        return [(zh if zh.startswith(word) else key, key, "", True) for key, zh, en in words
                if zh.startswith(word) or en.casefold().startswith(word.casefold())]

    def _references(self, how: str, kind: str, word: str) -> Offers:
        found = self._records(kind, word)
        if how == "place" and "/" in word and not found:
            member, _, site = word.partition("/")
            return [(f"{member}/{name}", said, "", True) for name, said, _ in self.file.sites(member, site)]
        comma = max(word.rfind(","), word.rfind("，")) if how == "refs" and not found else -1
        return found if comma < 0 else _behind(word[:comma + 1], self._records(kind, word[comma + 1:])) or []

    def _records(self, kind: str, word: str) -> Offers:
        letter, column, has_names = KINDS[kind]
        offers = self.file.names(kind, letter, word) if has_names else self.file.titles(kind, letter, column, word)
        return [(value, said, sound, True) for value, said, sound in offers]

    def _fields(self, how: str, kind: str, word: str) -> Offers:
        """FIELD=VALUE, FIELD+= and FIELD-= for --set; FIELD:VALUE for a query, or @NAME of a saved one."""
        if how == "query" and word[:1] == "@":
            return [("@" + name, said, "", True) for name, said, _ in self.file.saved(word[1:])]
        sign = "=" if how == "set" else ":"
        name, found, value = word.partition(sign)
        fields = [field for field in FIELDS[kind] if how == "query" or field[5]]
        if found:
            key = name.rstrip("+-").replace("-", "_")
            what = next((field[1] for field in fields if key in (field[0], field[4])), "")
            return _behind(name + sign, self.value(what, value)) or []
        return [(key + sign, zh if self.chinese else en, "", False) for key, _, zh, en, _, _ in fields if key.startswith(word.replace("-", "_"))]

    # ---- the record file

    def _record_file(self) -> str:
        from alliancectl.cli import settings

        return os.path.expanduser(settings.record_file(self.values.get("--db")))

    def _language(self) -> str:
        said = self.values.get("--lang") or os.environ.get("ALLIANCECTL_LANG") or self.file.language()
        return said or ("zh" if (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").startswith("zh") else "en")


def _behind(head: str, offers: Offers | None) -> Offers | None:
    """The offers as parts of a longer word."""
    return None if offers is None else [(head + value, said, head + sound if sound else "", done) for value, said, sound, done in offers]
