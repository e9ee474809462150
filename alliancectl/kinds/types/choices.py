"""Fields that hold one of several: a choice, a value of a list of the file, another record, yes or no."""

from __future__ import annotations

from typing import Any, ClassVar

from alliancectl import errors
from alliancectl.kinds.types.basis import Choice, Known, Type
from alliancectl.text import Lang, Text
from alliancectl.values.names import fold, simplified


class OneOf(Type):
    """One of a fixed list: the program's rules depend on these."""

    def __init__(self, *choices: Choice) -> None:
        self.choices = choices

    def among(self, known: Known | None) -> tuple[Choice, ...]:
        """The values it may take."""
        return self.choices

    def parse(self, text: str, known: Known) -> str:
        found = self._named(_folded(text), known)
        if found is None and not text.isascii():
            found = self._named(simplified(_folded(text)), known)
        if found is not None:
            return found
        raise errors.NotAChoice(text=text, known=Text("、", ", ")().join(choice.offered() for choice in self.among(known)))

    def _named(self, wanted: str, known: Known) -> str | None:
        """The value that a folded word names."""
        for choice in self.among(known):
            if wanted in {_folded(word) for word in (choice.key, choice.label.zh, choice.label.en, *choice.also)}:
                return choice.key
        return None

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


class Flag(Type):
    """Yes or no."""

    columns = (("", "INTEGER"),)
    words: ClassVar = {"yes": 1, "true": 1, "1": 1, "y": 1, "是": 1, "no": 0, "false": 0, "0": 0, "n": 0, "否": 0}

    def parse(self, text: str, known: Known) -> bool:
        if fold(text) not in self.words:
            raise errors.NotYesOrNo(text=text)
        return bool(self.words[fold(text)])

    def cells(self, value: bool) -> tuple[Any, ...]:
        return (int(value),)

    def value(self, cells: tuple[Any, ...]) -> bool | None:
        return None if cells[0] is None else bool(cells[0])

    def typed(self, value: bool) -> str:
        return "yes" if value else "no"

    def shown(self, value: bool, lang: Lang, known: Known | None = None) -> str:
        return (Text("是", "yes") if value else Text("否", "no")).to(lang)


def _folded(word: str) -> str:
    """A word for comparing choices: dashes, underscores and spaces are one."""
    return fold(word).replace("-", "_").replace(" ", "_")
