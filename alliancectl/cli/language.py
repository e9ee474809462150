"""The language of a run: --lang, ALLIANCECTL_LANG, the settings, the record file, the locale; found before anything is said."""

from __future__ import annotations

import os
from collections.abc import Sequence

from alliancectl.cli import settings
from alliancectl.errors import BadLanguage, BadSettings
from alliancectl.text import Lang

LANGUAGES: tuple[Lang, ...] = ("zh", "en")


def language_of(argv: Sequence[str]) -> Lang:
    """The language that the arguments, the environment, the file or the locale ask for. Raises: BadLanguage."""
    given = after(argv, "--lang") or os.environ.get("ALLIANCECTL_LANG")
    if given:
        if given in ("zh", "en"):
            return given   # type: ignore[return-value]
        if given == "both" and "report" in argv:   # a report's headings may be in both; the talk is in the file's
            given = None
        else:
            raise BadLanguage(text=given)
    try:
        return _of_settings() or _of_file(argv) or _of_locale()
    except BadSettings:
        return _of_locale()   # the command says what is wrong with them; help works without


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


def _of_file(argv: Sequence[str]) -> Lang | None:
    from alliancectl.errors import Failure
    from alliancectl.store import known
    from alliancectl.store.file import reading

    path = settings.record_file(after(argv, "--db"))
    if not os.path.isfile(path):
        return None
    try:
        with reading(path, wait=1.0) as connection:
            return known.language_of(connection)
    except Failure:
        return None   # the command that opens the file says what is wrong with it


def _of_locale() -> Lang:
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if chosen.lower().startswith("zh") else "en"
