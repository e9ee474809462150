"""Which of the declared questions are asked, and which must be answered, after what is known already."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alliancectl.cli.asking import NONE, chosen
from alliancectl.cli.command import Values
from alliancectl.kinds.record import Asked, Kind
from alliancectl.kinds.types import OneOf


def when_wanted(kind: Kind, asked: Asked, values: Values) -> Callable[[Mapping[str, str]], bool] | None:
    """Whether a question is asked at all, by the answers before it; None: always."""
    return (lambda given: _holds(kind, asked.beside, {**values, **given})) if asked.beside else None


def is_needed(kind: Kind, asked: Asked, values: Values) -> bool:
    """Whether a question must be answered."""
    return asked.needed or (bool(asked.needed_if) and _holds(kind, asked.needed_if, values))


def _holds(kind: Kind, condition: str, given: Values) -> bool:
    """Whether a condition of a declaration holds: ``visitor``, ``!member``, ``direction=incoming``."""
    key, sign, wanted = condition.removeprefix("!").partition("=")
    value = given.get(key) or NONE
    field = kind.field(key)
    choices = field.type.choices if sign and isinstance(field.type, OneOf) else ()
    there = chosen(str(value), choices) == wanted if sign else value != NONE
    return there != condition.startswith("!")
