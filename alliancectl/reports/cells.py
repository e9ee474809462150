"""Cells that any report is made of: words, dates, choices, and how names and lists read in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from alliancectl.kinds.record import Record
from alliancectl.kinds.types import Choice
from alliancectl.reports.model import Cell
from alliancectl.text import Text
from alliancectl.values.when import When, spoken

NOT_STATED = Text("未填", "not stated")
NOT_RECORDED = Text("未记", "not recorded")
UNKNOWN = Text("不详", "unknown")
NONE = Text("—", "—")

Labels = Mapping[str, Text]


def words_cell(words: Text | str | None) -> Cell:
    """Words; an empty cell where there are none."""
    return Cell(words or "")


def said_by(cell: Cell) -> Text:
    """What a cell says, in both languages."""
    return cell.text if isinstance(cell.text, Text) else Text(cell.text, cell.text)


@cache
def date_cell(when: When | None) -> Cell:
    """A date: 2025-04 as it is, ranges and uncertain ones in words; its typed value is the canonical form."""
    if when is None or when.canonical == "unknown":
        return Cell(UNKNOWN)
    if when.canonical.replace("-", "").isdigit():
        return Cell(when.canonical, when.canonical)
    return Cell(Text(spoken(when, "zh"), spoken(when, "en")), when.canonical)


def choice_cell(labels: Labels, key: str | None) -> Cell:
    """The label of a list's value; its typed value is the key."""
    return Cell(label(labels, key), key)


def label(labels: Labels, key: str | None) -> Text:
    """The label of a list's value: the bare key where the list has lost it."""
    return NOT_STATED if key is None else labels.get(key, Text(key, key))


def labels_of(choices: Iterable[Choice]) -> dict[str, Text]:
    """A list as labels by key, in its order."""
    return {choice.key: choice.label for choice in choices}


def code_of(row: Mapping[str, Cell]) -> str:
    """The typed id of the record that a row is about: the first cell that is a code and nothing else; empty for any other row."""
    for cell in row.values():
        if isinstance(cell.text, str) and cell.text == cell.value and cell.text in (*cell.records, *cell.sources):
            return cell.text
    return ""


def named(name: str, other: str | None) -> Text:
    """A name in both languages; the one it has where there is only one."""
    if not other:
        return Text(name, name)
    return Text(name, other) if _is_chinese(name) or not _is_chinese(other) else Text(other, name)


def name_of(record: Record) -> Text:
    """The name of an organisation in both languages."""
    return named(record.values.get("name") or record.code, record.values.get("name_other"))


def joined(parts: Iterable[Text | str], between: Text = Text("、", ", ")) -> Text:  # noqa: B008 (Text is immutable)
    """Words in a row."""
    both = [part if isinstance(part, Text) else Text(part, part) for part in parts]
    return Text(between.zh.join(part.zh for part in both), between.en.join(part.en for part in both))


def _is_chinese(name: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in name)
