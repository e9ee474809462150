"""Fields that hold words: a line, prose, a name, a key, a credit code."""

from __future__ import annotations

from typing import Any

from alliancectl import errors
from alliancectl.kinds.types.basis import Known, Type, plain_text
from alliancectl.values.names import fold, name, near, pinyin


class Line(Type):
    """One line of text."""


class Prose(Type):
    """Text of any number of lines."""

    def parse(self, text: str, known: Known) -> str:
        return plain_text(text, lines=True)


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


class Key(Type):
    """A permanent key that a user gives to a list's new value: small letters, digits and underscores."""

    def parse(self, text: str, known: Known) -> str:
        key = fold(text).replace("-", "_")
        if not (key.isascii() and key.replace("_", "").isalnum() and key[0].isalpha()):
            raise errors.NotAKey(text=text)
        return key
