"""The file that a source names: where it lies, and the digest that shows one day whether it is still the one that was cited."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from alliancectl.kinds.record import Record


def place(record_file: str, named: str) -> str:
    """Where a source's file lies: beside the record file when its path is not absolute."""
    return os.path.join(os.path.dirname(os.path.abspath(record_file)), os.path.expanduser(named))


def digest(path: str) -> str | None:
    """SHA-256 (hex) of a file; None when it cannot be read."""
    import hashlib

    sha = hashlib.sha256()
    try:
        if not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                sha.update(block)
    except OSError:
        return None
    return sha.hexdigest()


def with_digest(record_file: str, values: Mapping[str, Any], old: Record | None = None) -> dict[str, Any]:
    """The values with the digest of a file that is newly named, unless they give it themselves.

    A path is kept as it was typed where it leads to the file from beside the record file, else made absolute from the current folder.
    """
    named = values.get("file")
    if not named or (old and old["file"] == named):
        return dict(values)
    if not os.path.isfile(place(record_file, named)) and os.path.isfile(named):
        named = os.path.abspath(named)
    given = values.get("sha256")
    return {**values, "file": named, "sha256": given or digest(place(record_file, named))}
