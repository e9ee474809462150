"""How values are given to statements, beyond one value for one question mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def numbered(*values: Any) -> dict[str, Any]:
    """The values by their number in the statement, the first being ``?1``: Python 3.14 takes those from a mapping only."""
    return {str(number): value for number, value in enumerate(values, 1)}


def listed(numbers: Iterable[int]) -> str:
    """Numbers as one value, for ``json_each(?)``, in their order. JSON writes them as Python does; its module costs a report a millisecond."""
    return str(sorted(numbers))
