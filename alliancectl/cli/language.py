"""The language of a run: --lang, ALLIANCECTL_LANG, the settings, the record file, the locale; found before anything is said."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence

from alliancectl import errors
from alliancectl.cli import settings
from alliancectl.store import known
from alliancectl.store.file import reading
from alliancectl.text import Lang, language_is_known, use_language

LANGUAGES: tuple[Lang, ...] = ("zh", "en")


def language_of(argv: Sequence[str]) -> Lang | Callable[[], Lang]:
    """The language that the arguments, the environment, the settings, the file or the locale ask for. Raises: BadLanguage.

    What only the file can say is found when it is asked for: most commands open the file before they say a word.
    """
    given = after(argv, "--lang") or os.environ.get("ALLIANCECTL_LANG")
    if given:
        for lang in LANGUAGES:
            if given == lang:
                return lang
        if given == "both" and "report" in argv:   # a report's headings may be in both; the talk is in the file's
            given = None
        else:
            raise errors.BadLanguage(text=given)
    try:
        chosen, path = _of_settings(), settings.record_file(after(argv, "--db"))
    except errors.BadSettings:
        return _of_locale()   # the command says what is wrong with them; help works without
    if chosen or not os.path.isfile(path):
        return chosen or _of_locale()
    return lambda: _of_file(path) or _of_locale()


def language_from(connection: sqlite3.Connection) -> None:
    """Where only the record file can say the language of this run, it is taken from one that is open anyway."""
    if not language_is_known():
        use_language(known.language_of(connection) or _of_locale())


def after(argv: Sequence[str], flag: str) -> str | None:
    """The value of an option, read before the arguments are parsed."""
    for at, word in enumerate(argv):
        if word == flag and at + 1 < len(argv):
            return argv[at + 1]
        if word.startswith(flag + "="):
            return word[len(flag) + 1:]
    return None


def _of_settings() -> Lang | None:
    chosen = settings.load().get("lang")
    return chosen if chosen in LANGUAGES else None


def _of_file(path: str) -> Lang | None:
    try:
        with reading(path, wait=1.0, older=True) as connection:
            return known.language_of(connection)
    except errors.Failure:
        return None   # the command that opens the file says what is wrong with it


def _of_locale() -> Lang:
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if chosen.lower().startswith("zh") else "en"
