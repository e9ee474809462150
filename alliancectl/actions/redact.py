"""Redact: erase words about a person from a record, from those merged into it, and from their history, for good."""

from collections.abc import Sequence
from typing import NamedTuple

from alliancectl import errors
from alliancectl.actions import write
from alliancectl.actions.settle import Desk, judge, settle
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field, Kind, Record
from alliancectl.kinds.types import CreditCode, Line, Prose, Title
from alliancectl.store import records, redaction
from alliancectl.store.history import Change, operation
from alliancectl.store.redaction import Place
from alliancectl.store.series import KEY as IN_A_SERIES
from alliancectl.store.tables import column_names, kind_table, several_table
from alliancectl.text import Text

NOTES = ("note", "notes", "说明")   # what the note of an operation is called
_WORDS = (Line, Prose, Title, CreditCode)


class Redacted(NamedTuple):
    """What was done: the record or operation, whether anything was there to go, and the typed ids and fields where the same words still stand."""

    record: str
    erased: bool
    still_in: list[str]


def redact(now: Change, desk: Desk, kind: Kind, number: int, keys: Sequence[str], words: str | None = None) -> Redacted:
    """Erase these fields of a record; `words` stand in place of the one field then. What was redacted before is no error.

    A key may say which of several values: ``aliases=旧名``. Raises: NotRedactable, NotSeveral, RedactNeedsWords, NothingToRedact, and
    what `words` are refused for.
    """
    root = _root(now, kind, number)
    wanted = [(field, only) for key in keys for field, only in _wanted(kind, root, key)]
    fields = [field for field, _ in wanted]
    cells = _instead(now, desk, root, fields, words)
    family = _family(now, root)
    places = [(_place(now, kind, field, family, cells), only) for field, only in wanted]
    held = [place for place in (redaction.holding(now.connection, *one) for one in places) if place.rows]
    if held:
        return Redacted(root.code, True, [_said(*one) for one in redaction.redact(now, held)])
    if any(redaction.was_redacted(now.connection, place) for place, only in places if only is None):
        return Redacted(root.code, False, [])
    raise errors.NothingToRedact(record=root.code, fields=", ".join(dict.fromkeys(field.label() for field in fields)))


def redact_note(now: Change, number: int, keys: Sequence[str], words: str | None = None) -> Redacted:
    """Erase the note of an operation, or put `words` in its place. Raises: NoOperation, RedactsNoteOnly, NothingToRedact."""
    code = f"#{number}"
    for key in keys:
        if key not in NOTES:
            raise errors.RedactsNoteOnly(record=code, field=key)
    found = operation(now.connection, number)
    if found.note and found.note != words:
        return Redacted(code, True, [_said(*one) for one in redaction.redact_note(now, number, words)])
    if redaction.note_was_redacted(now.connection, number):
        return Redacted(code, False, [])
    raise errors.NothingToRedact(record=code, fields=Text("说明", "note"))


def redactable(kind: Kind) -> list[str]:
    """The keys of the fields of a kind that can be redacted."""
    return list(dict.fromkeys(
        part.key for field in kind.fields for part in (field, field.extra) if part and _is_words(kind, part)))


def _is_words(kind: Kind, field: Field) -> bool:
    """Words that nothing is computed from: no date, number, choice or reference, and nothing that says which series a claim is of."""
    return isinstance(field.type, _WORDS) and field.key not in kind.own and not (kind.key == "capacity" and field.key in IN_A_SERIES)


def _wanted(kind: Kind, root: Record, key: str) -> list[tuple[Field, str | None]]:
    """The fields of that name, each with the one value that is meant where the key says so. Raises: NotRedactable, NotSeveral."""
    name, equals, only = key.partition("=")
    fields = _fields(kind, root, name)
    if equals and not (fields := [field for field in fields if field not in kind.single]):
        raise errors.NotSeveral(record=root.code, field=name, label=_fields(kind, root, name)[0].label)
    return [(field, only if equals else None) for field in fields]


def _fields(kind: Kind, root: Record, key: str) -> list[Field]:
    """The fields of that name: a field, what stands beside the values of one, or both (a claim's quote and those of its sources)."""
    wanted = key.replace("-", "_")
    found = [part for field in kind.fields for part in (field, field.extra)
             if part and wanted in (part.key, part.option, part.label.zh, part.label.en)]
    chosen = [field for field in found if _is_words(kind, field)]
    if not chosen:
        raise errors.NotRedactable(record=root.code, field=key, known=", ".join(redactable(kind)))
    return chosen


def _root(now: Change, kind: Kind, number: int) -> Record:
    """The record, or the one that it was merged into."""
    found = write.stands(now, kind, number)
    while found.removed and found["merged_into"]:
        found = write.stands(now, kind, found["merged_into"].id)
    return found


def _family(now: Change, root: Record) -> tuple[int, ...]:
    """The record and all that were merged into it: they hold the same words."""
    found = [root.id]
    if any(field.key == "merged_into" for field in root.kind.fields):
        for number in found:
            found += [one for one in records.merged_into(now.connection, root.kind, number) if one not in found]
    return tuple(found)


def _instead(now: Change, desk: Desk, root: Record, fields: Sequence[Field], words: str | None) -> dict[str, tuple[object, ...]]:
    """What shall stand in the fields: nothing, or `words` in the one there is; checked as an edit of the record is."""
    needed = next((field for field in fields if field.required), None)
    if (needed and words is None) or (words is not None and (len(fields) != 1 or fields[0] not in root.kind.single)):
        raise errors.RedactNeedsWords(record=root.code, label=(needed or fields[0]).label)
    values = settle(desk, root.kind, {fields[0].key: words}, partial=True) if words is not None else {}
    if values and not root.removed:
        write.edit(now, desk, root, values)
    elif not root.removed:
        judge(desk, root.kind, {key: value for key, value in root.values.items() if key not in {field.key for field in fields}})
    return {key: root.kind.field(key).type.cells(value) for key, value in values.items()}


def _place(now: Change, kind: Kind, field: Field, family: Sequence[int], cells: dict[str, tuple[object, ...]]) -> Place:
    """Where a field of these records is kept: in their own rows, or in those of a table of several values."""
    if field in kind.single:
        columns = column_names(field)
        return Place(kind_table(kind), columns, tuple(family), cells.get(field.key, (None,) * len(columns)))
    owner = next(one for one in kind.several if field in (one, one.extra))
    parts = [part for part in (owner, owner.extra) if part] if field == owner else [field]
    columns = tuple(column for part in parts for column in column_names(part))
    table = several_table(kind, owner)
    return Place(table, columns, records.entries_of(now.connection, table, family), (None,) * len(columns), whole=field == owner)


def _said(kind: str, number: int, key: str) -> str:
    return f"#{number} {key}" if not kind else f"{KINDS[kind].letter}{number} {key}"
