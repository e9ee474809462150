"""An empty form of a kind, for a spreadsheet: data; what its columns are called, what may stand in them, an example."""

from typing import NamedTuple

from alliancectl.text import Text


class FormColumn(NamedTuple):
    """One column. `choices` are offered by a list; where it is `open`, something else may be typed too."""

    key: str
    head: Text
    hint: Text
    example: Text
    choices: tuple[Text, ...] = ()
    open: bool = False
    required: bool = False


class Form(NamedTuple):
    """A form; `mark` stands in front of the example's first cell, by which an import knows it."""

    title: Text
    columns: tuple[FormColumn, ...]
    mark: Text

    def heads(self, lang: str) -> list[str]:
        """The header in a language; a star marks what is needed."""
        return [column.head.to("en" if lang == "en" else "zh") + ("*" if column.required else "") for column in self.columns]

    def example(self, lang: str) -> list[str]:
        """The row of the example in a language."""
        cells = [column.example.to("en" if lang == "en" else "zh") for column in self.columns]
        return [self.mark.to("en" if lang == "en" else "zh") + cells[0], *cells[1:]]
