"""What a field may hold: how it is typed in, kept in columns, given as JSON and shown."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from alliancectl.errors import (
    DateNotExact,
    EmptyValue,
    NotAChoice,
    NotAKey,
    NotAMonthDay,
    NotANumber,
    NotATimeZone,
    NotYesOrNo,
    TooLong,
)
from alliancectl.text import Lang, Text
from alliancectl.values import when as dates
from alliancectl.values.clean import refuse_controls
from alliancectl.values.names import fold, name, near, pinyin

if TYPE_CHECKING:   # exact arithmetic costs start-up time; only a command that meets an amount pays for it
    from alliancectl.values.amount import Amount, Units

LONGEST = 1_000_000   # characters of one text; SQLite's own bound is far higher, a slip of the clipboard is not


class Choice(NamedTuple):
    """One value of a list: permanent `key`, label in both languages, other words that mean the same."""

    key: str
    label: Text
    also: tuple[str, ...] = ()


class Known:
    """What is needed to understand typed text: the day, the file's registries, and how a reference is found.

    Each is made by its maker when it is first asked for: most commands need one or two of them.
    """

    def __init__(self, today: Callable[[], datetime.date], units: Callable[[], Units], choices: Callable[[], Mapping[str, tuple[Choice, ...]]],
                 find: Callable[[str, str], Any]) -> None:
        self._makers: dict[str, Callable[[], Any]] = {"today": today, "units": units, "choices": choices}
        self.find = find                                       # (kind key, text) -> Ref
        self.order: Literal["mdy", "dmy"] | None = None        # how 6/7/11 is to be read, when the user has said so
        self.unit: str | None = None                           # the product's unit, for bare numbers

    today: datetime.date
    units: Units
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
        return _text(text, lines=False)

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


class Line(Type):
    """One line of text."""


class Prose(Type):
    """Text of any number of lines."""

    def parse(self, text: str, known: Known) -> str:
        return _text(text, lines=True)


class Title(Type):
    """The title of a source: found when given exactly, refused when nearly equal to a known one."""

    columns: tuple[tuple[str, str], ...] = (("", "TEXT"), ("_folded", "TEXT"), ("_near", "TEXT"))

    def __init__(self, letter: str) -> None:
        self.letter = letter   # of the kind's ids, which no name of the kind may look like: R32 is a product, not a source

    def parse(self, text: str, known: Known) -> str:
        return name(text, id_letters=self.letter)

    def cells(self, value: str) -> tuple[Any, ...]:
        return (value, fold(value), near(value))


class Name(Title):
    """The name of something: found by fold, kept apart by near, searched by pinyin too, so all three are columns."""

    columns = (*Title.columns, ("_pinyin", "TEXT"))

    def cells(self, value: str) -> tuple[Any, ...]:
        sound = pinyin(value)
        return (*super().cells(value), f"{sound.full} {sound.initials}")


class CreditCode(Type):
    """A unified social credit code (GB 32100-2015)."""

    def parse(self, text: str, known: Known) -> str:
        from alliancectl.values.credit_code import credit_code

        return credit_code(text)


class Date(Type):
    """A date as precise as what is known. `past` completes 5-14 to the latest such day: a visit typed by hand, nothing else."""

    columns = (("", "TEXT"), ("_text", "TEXT"), ("_earliest", "TEXT"), ("_latest", "TEXT"))

    def __init__(self, *, past: bool = False) -> None:
        self.past = past

    def parse(self, text: str, known: Known) -> dates.When:
        return dates.when(text, today=known.today, order=known.order)

    def parse_by_hand(self, text: str, known: Known) -> dates.When:
        """As `parse`, for a date that a person types at this moment."""
        return dates.when(text, today=known.today, order=known.order, complete_year=self.past)

    def cells(self, value: dates.When) -> tuple[Any, ...]:
        written = None if value.text == value.canonical else value.text
        return (value.canonical, written, value.earliest, value.latest)

    def value(self, cells: tuple[Any, ...]) -> dates.When | None:
        canonical, written, earliest, latest = cells
        return None if canonical is None else dates.When(written or canonical, canonical, earliest, latest)

    def json(self, value: dates.When) -> dict[str, Any]:
        return value._asdict()

    def typed(self, value: dates.When) -> str:
        return value.canonical

    def shown(self, value: dates.When, lang: Lang, known: Known | None = None) -> str:
        return dates.spoken(value, lang) if value.canonical[:1] == "X" or value.earliest is None else value.canonical


class Day(Date):
    """An exact day: what a due date or a closing day must be."""

    def parse(self, text: str, known: Known) -> dates.When:
        value = super().parse(text, known)
        if not dates.is_day(value):
            raise DateNotExact(text=text, read=value.canonical)
        return value


class Quantity(Type):
    """An amount with its unit; exact, never a float."""

    columns = tuple((suffix, "TEXT") for suffix in
                    ("", "_value", "_high", "_qualifier", "_unit", "_base", "_base_high", "_base_unit"))

    def parse(self, text: str, known: Known) -> Amount:
        from alliancectl.values.amount import amount

        return amount(text, known.units, unit=known.unit)

    def cells(self, value: Amount) -> tuple[Any, ...]:
        return tuple(_digits(part) for part in value)

    def value(self, cells: tuple[Any, ...]) -> Amount | None:
        if cells[0] is None:
            return None
        from decimal import Decimal

        from alliancectl.values.amount import Amount

        text, value, high, qualifier, unit, base, base_high, base_unit = cells
        number = [None if part is None else Decimal(part) for part in (value, high, base, base_high)]
        return Amount(text, number[0], number[1], qualifier, unit, number[2], number[3], base_unit)

    def json(self, value: Amount) -> dict[str, Any]:
        return dict(zip(value._fields, self.cells(value), strict=True))

    def typed(self, value: Amount) -> str:
        return value.text

    def shown(self, value: Amount, lang: Lang, known: Known | None = None) -> str:
        from alliancectl.values.amount import shown

        return value.text if known is None else shown(value, known.units, lang)


class UnitOf(Type):
    """A unit of the file's table, by its key or any spelling."""

    def parse(self, text: str, known: Known) -> str:
        return known.units.find(text).key

    def shown(self, value: str, lang: Lang, known: Known | None = None) -> str:
        unit = known and known.units.get(value)
        return (unit.zh if lang == "zh" else unit.en) if unit else value


class OneOf(Type):
    """One of a fixed list: the program's rules depend on these."""

    def __init__(self, *choices: Choice) -> None:
        self.choices = choices

    def among(self, known: Known | None) -> tuple[Choice, ...]:
        """The values it may take."""
        return self.choices

    def parse(self, text: str, known: Known) -> str:
        wanted = _plain(text)
        for choice in self.among(known):
            if wanted in {_plain(word) for word in (choice.key, choice.label.zh, choice.label.en, *choice.also)}:
                return choice.key
        raise NotAChoice(text=text, known=", ".join(f"{c.key} {c.label.zh}" for c in self.among(known)))

    def shown(self, value: str, lang: Lang, known: Known | None = None) -> str:
        return next((choice.label.to(lang) for choice in self.among(known) if choice.key == value), value)


class Listed(OneOf):
    """One of a list kept in the file, which a user can add to (`choice add`)."""

    def __init__(self, list_key: str) -> None:
        super().__init__()
        self.list_key = list_key

    def among(self, known: Known | None) -> tuple[Choice, ...]:
        return known.choices.get(self.list_key, ()) if known else ()


class Reference(Type):
    """Another record."""

    columns = (("", "INTEGER"),)

    def __init__(self, kind: str) -> None:
        self.reference = kind

    def parse(self, text: str, known: Known) -> Any:
        return known.find(self.reference or "", text)

    def cells(self, value: Any) -> tuple[Any, ...]:
        return (value.id,)

    def json(self, value: Any) -> str:
        return str(value.code)

    def typed(self, value: Any) -> str:
        return str(value.code)

    def shown(self, value: Any, lang: Lang, known: Known | None = None) -> str:
        return f"{value.code} {value.name}".rstrip()


class Whole(Type):
    """A whole number, zero or more."""

    columns = (("", "INTEGER"),)

    def parse(self, text: str, known: Known) -> int:
        digits = fold(text)
        if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
            raise NotANumber(text=text)
        return int(digits)


class Flag(Type):
    """Yes or no."""

    columns = (("", "INTEGER"),)
    words: ClassVar = {"yes": 1, "true": 1, "1": 1, "y": 1, "是": 1, "no": 0, "false": 0, "0": 0, "n": 0, "否": 0}

    def parse(self, text: str, known: Known) -> bool:
        if fold(text) not in self.words:
            raise NotYesOrNo(text=text)
        return bool(self.words[fold(text)])

    def cells(self, value: bool) -> tuple[Any, ...]:
        return (int(value),)

    def value(self, cells: tuple[Any, ...]) -> bool | None:
        return None if cells[0] is None else bool(cells[0])

    def typed(self, value: bool) -> str:
        return "yes" if value else "no"

    def shown(self, value: bool, lang: Lang, known: Known | None = None) -> str:
        return (Text("是", "yes") if value else Text("否", "no")).to(lang)


class Factor(Type):
    """A conversion factor: exact decimal text, more than zero."""

    def parse(self, text: str, known: Known) -> str:
        from decimal import Decimal, InvalidOperation

        try:
            factor = Decimal(fold(text))
        except InvalidOperation:
            raise NotANumber(text=text) from None
        if not (factor.is_finite() and factor > 0):
            raise NotANumber(text=text)
        return f"{factor:f}"


class Key(Type):
    """A permanent key that a user gives to a list's new value: small letters, digits and underscores."""

    def parse(self, text: str, known: Known) -> str:
        key = fold(text).replace("-", "_")
        if not (key.isascii() and key.replace("_", "").isalnum() and key[0].isalpha()):
            raise NotAKey(text=text)
        return key


class MonthDay(Type):
    """The day a reporting year begins on: MM-DD. 29 February is refused: most years have none."""

    def parse(self, text: str, known: Known) -> str:
        try:
            day = datetime.date.fromisoformat("2023-" + fold(text))
        except ValueError:
            raise NotAMonthDay(text=text) from None
        return f"{day.month:02d}-{day.day:02d}"


class TimeZone(Type):
    """A time zone of the IANA database: Asia/Shanghai."""

    def parse(self, text: str, known: Known) -> str:
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(text.strip()).key
        except (ValueError, OSError, KeyError):
            raise NotATimeZone(text=text) from None


class Percent(Type):
    """A share in per cent, kept as exact decimal text: 1 means 1 %."""

    def parse(self, text: str, known: Known) -> str:
        from decimal import Decimal, InvalidOperation

        try:
            share = Decimal(fold(text).rstrip("%").strip())
        except InvalidOperation:
            raise NotANumber(text=text) from None
        if not (share.is_finite() and 0 <= share < 100):
            raise NotANumber(text=text)
        return f"{share:f}"


def _text(text: str, *, lines: bool) -> str:
    """The text as given. Raises: EmptyValue, TooLong, ControlCharacter."""
    if not text.strip():
        raise EmptyValue()
    if len(text) > LONGEST:
        raise TooLong(length=len(text), longest=LONGEST)
    refuse_controls(text, lines=lines)
    return text


def _plain(word: str) -> str:
    """A word for comparing choices: dashes, underscores and spaces are one."""
    return fold(word).replace("-", "_").replace(" ", "_")


def _digits(part: Any) -> str | None:
    """A decimal as plain digits; text and None as they are."""
    return part if part is None or isinstance(part, str) else f"{part:f}"
