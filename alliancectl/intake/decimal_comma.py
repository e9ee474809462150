"""Numbers whose decimal mark is the comma (`--decimal comma`), rewritten with a dot as amounts are read."""

from __future__ import annotations

import re

from alliancectl import errors
from alliancectl.text import Text

_RUN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_IN_TRIPLES = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
_UNCLEAR = Text("在 --decimal comma 之下小数用逗号，点之后必须是三位一组的数字",
                "with --decimal comma the comma is for decimals, a dot only before groups of three digits")


def with_dot(text: str) -> str:
    """`1.234,5 t` as `1234.5 t`. Raises: NotAnAmount for 1.5, 1,234,567 and whatever else the other mark seems to have written."""
    return _RUN.sub(lambda found: _rewritten(found[0], text), text)


def _rewritten(run: str, text: str) -> str:
    if not (_IN_TRIPLES.fullmatch(run) or _PLAIN.fullmatch(run)):
        raise errors.NotAnAmount(value=text[:60], reason=_UNCLEAR)
    return run.replace(".", "").replace(",", ".")
