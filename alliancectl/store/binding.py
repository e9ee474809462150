"""Values for statements that use one of them more than once (?1, ?2): Python 3.14 takes them from a mapping only."""

from __future__ import annotations

from typing import Any


def numbered(*values: Any) -> dict[str, Any]:
    """The values by their number in the statement, the first being ``?1``."""
    return {str(number): value for number, value in enumerate(values, 1)}
