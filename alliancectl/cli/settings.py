"""The user's settings (which record file, language, colour) and where things lie when nothing is said."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False   # typing itself would cost a Tab half as much again (cli/complete.py)
if TYPE_CHECKING:
    from typing import Any

KEYS = ("db", "lang", "color", "backups")


def folder(kind: str) -> str:
    """The user's folder for ``config`` or ``data``, by the custom of the system; without a home, the current folder."""
    home = os.environ.get("HOME") or os.environ.get("USERPROFILE") or ""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA" if kind == "config" else "LOCALAPPDATA") or home
    else:
        custom = {"config": ("XDG_CONFIG_HOME", ".config"), "data": ("XDG_DATA_HOME", ".local/share")}[kind]
        base = os.environ.get(custom[0]) or (os.path.join(home, custom[1]) if home else "")
    return os.path.join(base, "alliancectl") if base else "."


def path() -> str:
    """The settings file: ALLIANCECTL_CONFIG, else config.toml in the user's settings folder."""
    return os.environ.get("ALLIANCECTL_CONFIG") or os.path.join(folder("config"), "config.toml")


def record_file(given: str | None) -> str:
    """The record file: --db, else ALLIANCECTL_DB, else the settings', else alliance.db in the user's data folder."""
    return given or os.environ.get("ALLIANCECTL_DB") or load().get("db") or os.path.join(folder("data"), "alliance.db")


_loaded: dict[str, dict[str, Any]] = {}


def load() -> dict[str, Any]:
    """The settings; empty when there are none. No TOML reader is imported when there is no file. Raises: BadSettings."""
    where = path()
    if where not in _loaded:
        _loaded[where] = _read(where) if os.path.isfile(where) else {}
    return _loaded[where]


def _read(where: str) -> dict[str, Any]:
    plain = _plain(where)
    if plain is not None:
        return plain
    import tomllib

    from alliancectl import errors

    try:
        with open(where, "rb") as file:
            return tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise errors.BadSettings(path=where, reason=error) from None


def _plain(where: str) -> dict[str, Any] | None:
    """The settings where the file is as `config set` writes it, a `key = "text"` a line; None: a TOML reader must look.

    That reader costs a Tab more than all the rest.
    """
    try:
        with open(where, encoding="utf-8") as file:
            lines = [line.strip() for line in file.read(100_000).split("\n")]
    except (OSError, UnicodeDecodeError):
        return None
    found: dict[str, Any] = {}
    for line in lines:
        key, sign, value = (part.strip() for part in line.partition("="))
        text = value[1:-1]
        if not line or (line[0] == "#" and line.isprintable()):
            continue
        if key not in KEYS or key in found or not sign or len(value) < 2 or value[0] != '"' or value[-1] != '"' or not text.isprintable() or '"' in text or "\\" in text:
            return None
        found[key] = text
    return found
