"""The data that comes with the program (example alliance, units, lists): beside the package in a wheel, else in the checkout."""

from __future__ import annotations

import os
from typing import Any

_HERE = os.path.dirname(os.path.abspath(__file__))


def table(name: str) -> dict[str, Any]:
    """The content of a shipped TOML file, such as ``units.toml``. Raises: FileNotFoundError."""
    import tomllib

    with open(path(name), "rb") as file:
        return tomllib.load(file)


def path(name: str) -> str:
    """Where a shipped file lies. Raises: FileNotFoundError."""
    for folder in (os.path.join(_HERE, "data"), os.path.join(os.path.dirname(_HERE), "data")):
        found = os.path.join(folder, name)
        if os.path.exists(found):
            return found
    raise FileNotFoundError(name)
