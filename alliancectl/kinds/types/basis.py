"""What a type of field is, and what is needed to understand typed text."""

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from alliancectl import errors
from alliancectl.text import Lang, Text
from alliancectl.values.clean import refuse_controls

if TYPE_CHECKING:   # exact arithmetic costs start-up time; only a command that meets an amount pays for it
    from alliancectl.kinds.record import Ref
    from alliancectl.values.amount import Units

LONGEST = 1_000_000   # characters of one text; SQLite's own bound is far higher, a slip of the clipboard is not


class Choice(NamedTuple):
    """One value of a list: permanent `key`, label in both languages, other words that mean the same."""

    key: str
    label: Text
    also: tuple[str, ...] = ()

    @property
    def offered(self) -> Text:
        """The key with what it means, where that says more: ``planned 拟建``."""
        plain = self.label.en.replace("-", " ") == self.key.replace("_", " ")
        return Text(f"{self.key} {self.label.zh}", self.key if plain else f"{self.key} ({self.label.en})")


class Known:
    """What is needed to understand typed text: the day, the file's registries, and how a reference is found.

    Each is made by its maker when it is first asked for: most commands need one or two of them.
    """

    def __init__(self, today: Callable[[], datetime.date], units: "Callable[[], Units]", choices: Callable[[], Mapping[str, tuple[Choice, ...]]],
                 find: "Callable[[str, str], Ref]", find_existing: "Callable[[str, str], Ref]") -> None:
        self._makers: dict[str, Callable[[], Any]] = {"today": today, "units": units, "choices": choices}
        self.find = find                                       # given a kind's key and what was typed
        self.find_existing = find_existing                     # the same, and nothing comes into being by it
        self.order: Literal["mdy", "dmy"] | None = None        # how 6/7/11 is to be read, when the user has said so
        self.unit: str | None = None                           # the product's unit, for bare numbers

    today: datetime.date
    units: "Units"
    choices: Mapping[str, tuple[Choice, ...]]

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there yet."""
        if name not in ("today", "units", "choices"):
            raise AttributeError(name)
        setattr(self, name, self._makers[name]())
        return getattr(self, name)


class Type:
    """A type of field. The plain one is a line of text; each other overrides what differs."""

    columns: tuple[tuple[str, str], ...] = (("", "TEXT"),)   # (suffix of the column, SQL type)
    reference: str | None = None                             # the kind it points at

    def parse(self, text: str, known: Known) -> Any:
        """The value of typed text. Raises: a `Failure` that names the text and the remedy."""
        return plain_text(text, lines=False)

    def cells(self, value: Any) -> tuple[Any, ...]:
        """The value as kept, one cell a column."""
        return (value,)

    def value(self, cells: tuple[Any, ...]) -> Any:
        """The value of kept cells; None when there is none."""
        return cells[0]

    def json(self, value: Any) -> Any:
        """The value in JSON."""
        return value

    def typed(self, value: Any) -> str:
        """Text that `parse` takes for the same value."""
        return str(value)

    def shown(self, value: Any, lang: Lang, known: Known | None = None) -> str:
        """The value for people."""
        return self.typed(value)


def plain_text(text: str, *, lines: bool) -> str:
    """The text as given. Raises: EmptyValue, TooLong, ControlCharacter."""
    if not text.strip():
        raise errors.EmptyValue()
    if len(text) > LONGEST:
        raise errors.TooLong(length=len(text), longest=LONGEST)
    refuse_controls(text, lines=lines)
    return text
