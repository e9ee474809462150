"""How a record stands in a table of an export, a column a field, and back; what cells alone cannot say stands beside the tables. No I/O."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from alliancectl.kinds.exported import as_line, fields, says_amount
from alliancectl.kinds.record import Entry, Field, Kind, Record
from alliancectl.kinds.types import Date, Flag, Known, Quantity
from alliancectl.text import Text

ABOUT = "about"            # the table that says what an export is
EXACT = "exact"            # the table of what cells cannot say, and its title
EXACT_TITLE = Text("照原样的值", "exact values")
BETWEEN = "; "             # values of one cell
PART = 30_000              # characters of a cell: a spreadsheet holds 32,767
BESIDE = ("_value", "_high", "_qualifier", "_unit")   # of an amount, beside its words; the rest follows from these

Kept = Callable[[str], bool]   # whether a format gives a text back as it is


def columns(field: Field) -> tuple[str, ...]:
    """The columns of a field."""
    beside = (field.extra.key + "s",) if field.extra else (field.key + "_text",) if isinstance(field.type, Date) and not field.many else ()
    return (field.key, *beside, *((field.key + part for part in BESIDE) if isinstance(field.type, Quantity) else ()))


def cells(record: Record) -> dict[str, str | int]:
    """A record's cells by column, in no language; empty ones are left out."""
    found: dict[str, str | int] = {}
    for field in fields(record.kind):
        value = record.values.get(field.key)
        if value not in (None, (), ""):
            found |= _several(field, value) if field.many else _one(field, value)
    return found


def exact(record: Record, told: Mapping[str, str | int], known: Known, kept: Kept) -> str:
    """The fields that the cells `told` do not give back, as JSON in ASCII; empty where they give back all."""
    lost: dict[str, Any] = {}
    texts = [text for text in told.values() if text.__class__ is str]
    whole = "".join(texts).isprintable() and all(map(kept, texts))   # most rows: there is nothing to be lost in a text
    for field, names in _columned(record.kind):
        value = record.values.get(field.key)
        if value in (None, (), ""):
            continue
        if not (whole or all(kept(str(told[key])) for key in names if key in told)) or not _gives_back(field, value, told, known):
            lost |= as_line(field, value, known)
    return json.dumps(lost) if lost else ""


def form(kind: Kind, told: Mapping[str, str], beside: Mapping[str, Any]) -> dict[str, Any]:
    """A record as lines say it, from its cells and what stands `beside` the tables; what no field has is kept, to be refused."""
    found: dict[str, Any] = {}
    used = {"id", "uid"}
    for field in fields(kind):
        names = columns(field)
        used.update(names)
        own = {key: value for key, value in beside.items() if key == field.key or key.startswith(field.key + "_")}
        found |= own if field.key in own else _read(field, {key: told[key] for key in names if told.get(key)})
    return {key: value for key, value in told.items() if value and (key in ("id", "uid") or key not in used)} | found


def _columned(kind: Kind) -> list[tuple[Field, tuple[str, ...]]]:
    """The fields of a kind, each with its columns."""
    if kind.key not in _made:
        _made[kind.key] = [(field, columns(field)) for field in fields(kind)]
    return _made[kind.key]


_made: dict[str, list[tuple[Field, tuple[str, ...]]]] = {}


# ---- a field --------------------------------------------------------------------------------------------------------


def _several(field: Field, entries: Iterable[Entry]) -> dict[str, str | int]:
    texts = [(field.type.typed(entry.value), entry.extra) for entry in entries]
    found: dict[str, str | int] = {field.key: BETWEEN.join(text for text, _ in texts)}
    beside = [f"{text}: {field.extra.type.typed(extra)}" for text, extra in texts if extra is not None] if field.extra else []
    return found | ({field.extra.key + "s": "\n".join(beside)} if field.extra and beside else {})


def _one(field: Field, value: Any) -> dict[str, str | int]:
    if isinstance(field.type, Date):
        return {field.key: value.canonical} | ({} if value.text == value.canonical else {field.key + "_text": value.text})
    if isinstance(field.type, Quantity):
        _, *parts = field.type.cells(value)[:1 + len(BESIDE)]
        return {field.key: value.text} | {field.key + part: cell for part, cell in zip(BESIDE, parts, strict=True) if cell is not None}
    return {field.key: value if type(value) is int and not isinstance(field.type, Flag) else field.type.typed(value)}


def _read(field: Field, held: Mapping[str, str]) -> dict[str, Any]:
    """A field as lines say it, from its cells; empty where there is none."""
    text = held.get(field.key)
    if text is None:
        return {}
    if field.many:
        values = text.split(BETWEEN)
        return {field.key: values if not field.extra else _with_extras(field, field.extra.key, values, held.get(field.extra.key + "s", ""))}
    beside = [key for key in (field.key + "_text", field.key + "_unit") if key in held]
    return {field.key: text} | {key: held[key] for key in beside}


def _with_extras(field: Field, extra: str, values: list[str], beside: str) -> list[dict[str, str]]:
    """Each value with what a line of `beside` says of it."""
    said: dict[str, str] = {}
    for line in beside.split("\n") if beside else ():
        value = next((value for value in values if line.startswith(value + ": ") and value not in said), None)
        if value is not None:
            said[value] = line[len(value) + 2:]
    return [{field.option or field.key: value} | ({extra: said[value]} if value in said else {}) for value in values]


def _gives_back(field: Field, value: Any, told: Mapping[str, str | int], known: Known) -> bool:
    """Whether the cells of a field, each given back as it is, say what the record holds: one text does."""
    if isinstance(field.type, Quantity):
        return says_amount(field.type, value, value.unit, known)
    if not field.many:
        return True
    texts, said = str(told[field.key]), str(told.get(field.extra.key + "s", "")) if field.extra else ""
    parts = texts.split(BETWEEN)
    if len(parts) == len(set(parts)) == len(value) and ": " not in texts and said.count("\n") < max(sum(entry.extra is not None for entry in value), 1):
        return True    # each value and each line stands for itself
    return bool(_read(field, {key: str(told[key]) for key in columns(field) if key in told}) == as_line(field, value, known))
