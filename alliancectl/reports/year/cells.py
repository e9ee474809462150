"""Cells of the yearly report's tables, and the names and lists in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from alliancectl.kinds.record import Record
from alliancectl.kinds.types import Choice
from alliancectl.reports.model import Cell, Mark
from alliancectl.text import Text
from alliancectl.values.when import When, spoken

NOT_STATED = Text("未填", "not stated")
UNKNOWN = Text("不详", "unknown")
NONE = Text("—", "—")
MOST = 10            # records named in one cell before the rest is only counted

Labels = Mapping[str, Text]


def code_cell(record: Record) -> Cell:
    """The typed id of a record, with the sources it cites."""
    return Cell(record.code, record.code, (), (record.code,), sources_of((record,)))


def codes_cell(codes: Sequence[str]) -> Cell:
    """Typed ids; beyond the first ten only how many there are."""
    if len(codes) <= MOST:
        return Cell(" ".join(codes), None, (), tuple(codes))
    shown = " ".join(codes[:MOST])
    return Cell(Text(f"{shown} 等 {len(codes)} 条", f"{shown} and {len(codes) - MOST} more"), None, (), tuple(codes))


def words_cell(words: Text | str | None) -> Cell:
    """Words; an empty cell where there are none."""
    return Cell(words or "")


def count_cell(number: int, records: Sequence[str] = (), marks: tuple[Mark, ...] = ()) -> Cell:
    """A count with the records behind it."""
    return Cell(f"{number:,}", number, marks, tuple(records))


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


def used(labels: Labels, keys: Iterable[str | None]) -> list[str | None]:
    """Every key of the list, then those in use that it lacks; None last, where something has none."""
    found = set(keys)
    extra = sorted(key for key in found if key is not None and key not in labels)
    return [*labels, *extra, *([None] if None in found else [])]


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


def sources_of(records: Iterable[Record]) -> tuple[str, ...]:
    """The typed ids of the sources that some records cite, each once, in order."""
    numbers = {source.id for record in records for source in record.entries("sources")}
    return tuple(f"R{number}" for number in sorted(numbers))


def _is_chinese(name: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in name)
