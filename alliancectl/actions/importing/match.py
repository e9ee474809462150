"""Which known record a row speaks of, and what it says otherwise: so that the same file again changes nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from alliancectl import errors
from alliancectl.actions import membership
from alliancectl.actions.importing.desk import number_of
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Field, Kind, Record, Ref
from alliancectl.kinds.types import Date, Quantity
from alliancectl.store import bulk, records
from alliancectl.store.series import series_key, series_number
from alliancectl.text import Text
from alliancectl.values.names import fold

KEYS: dict[str, tuple[str, ...]] = {
    "visit": ("date", "visitor", "head", "members", "subject"), "site": ("member", "name"), "membership": ("member", "since"),
    "follow_up": ("visit", "text"), "choice": ("list", "key"), "unit": ("key",), "alliance": (),
    "capacity": ("member", "scope", "site", "line", "product", "grade", "measure", "as_of", "basis", "sources"),
}
SINGLY = 200   # parts of a kind that are read by themselves for the rows of a file; of one with more the whole kind is read at once
ADDED_TO = ("aliases", "sources")     # a list that says less than is known takes nothing away
SAME_CLAIM = ("amount_value", "amount_high", "amount_qualifier", "amount_unit", "status")   # of one series, day and basis: equal in these, it is stated again


class Matcher:
    """Finds the record a row speaks of: by id, else by key. `key` are fields the user named instead of the usual ones."""

    def __init__(self, connection: sqlite3.Connection, kind: Kind, key: Sequence[str], file: str) -> None:
        self.connection, self.kind, self.file = connection, kind, file
        self.asked = tuple(key)
        self.key = self.asked or KEYS.get(kind.key, (kind.titled,))
        self.source: int | None = None    # the source whose own names count in the row
        self._index: dict[tuple[Any, ...], list[int]] = {}
        self._parted = next((kind.field(key) for key in self.key if _finds(kind, key)), None)   # by what part of a kind is read
        self._parts: set[Any] = set()     # those that were read
        self._whole = False

    def number(self, text: str | None, values: Mapping[str, Any]) -> tuple[int | None, bool]:
        """The number of the record, and whether it is there already; (None, False) for a new one without an id.

        Raises: NotAnId, IdUsed, SeveralHaveKey.
        """
        if text is not None:
            number = number_of(self.kind, str(text))
            found = records.record(self.connection, self.kind, number)
            if found and found.removed is not None:
                raise errors.IdUsed(text=found.code)
            return number, found is not None
        numbers = self._by_key(values)
        if len(numbers) > 1:
            raise errors.SeveralHaveKey(candidates=Text("、", ", ")().join(f"{self.kind.letter}{number}" for number in numbers[:9]))
        return (numbers[0], True) if numbers else (None, False)

    def told(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The key of a row, to be compared with that of other rows."""
        return tuple(key_part(values.get(field)) for field in self.key)

    def _by_key(self, values: Mapping[str, Any]) -> list[int]:
        if self.asked:
            return self._indexed(values)
        if self.kind.key == "capacity":
            return self._claims(values)
        if self.kind.named:
            owner = values[self.kind.scope].id if self.kind.scope and values.get(self.kind.scope) else None
            found = records.by_name(self.connection, self.kind, str(values[self.kind.titled]), source=self.source, owner=owner)
            return [ref.id for ref in found]
        return self._indexed(values)

    def _indexed(self, values: Mapping[str, Any]) -> list[int]:
        """The records of that key, among those of the row's day or of what it belongs to; where rows name many such, among all."""
        if not self._whole:
            self._read(values)
        return self._index.get(self.told(values), [])

    def _read(self, values: Mapping[str, Any]) -> None:
        part = _part(self._parted, values) if self._parted else None
        if self._parted and part in self._parts:
            return
        if self._parted and len(self._parts) < SINGLY:
            self._parts.add(part)
            found = records.part(self.connection, self.kind, self._parted, part, self.key)
        else:
            self._whole = True
            self._index.clear()
            found = records.records(self.connection, self.kind, fields=self.key)
        for record in found:
            self._index.setdefault(self.told({**record.values, **self._spells(record.id)}), []).append(record.id)

    def _spells(self, member: int) -> dict[str, Any]:
        """What a list of members says of a member's spells, where the user made that part of the key."""
        asked = self.kind.key == "member" and {"joined", "approved_by", "rank", "left"} & set(self.asked)
        spells = membership.spells(self.connection, member) if asked else []
        return _told_by(spells) if spells else {}

    def _claims(self, values: Mapping[str, Any]) -> list[int]:
        """The claim that says the same; else the only one of the series and day that came from a file of this name."""
        cells = bulk.claim_cells(values)
        series = series_number(self.connection, series_key(self.connection, cells))
        if series is None:
            return []
        rivals = [claim for claim in bulk.claims_of(self.connection, series, cells["as_of"]) if claim["basis"] == cells["basis"]]
        same = [claim["id"] for claim in rivals if all(claim[column] == cells[column] for column in SAME_CLAIM)]
        if same:
            return same[:1]
        before = [claim["id"] for claim in rivals
                  if self.file in {os.path.basename(path) for path in bulk.files_cited(self.connection, claim["id"])}]
        return before if len(before) == 1 else []


def _finds(kind: Kind, key: str) -> bool:
    """Whether an index leads to the records of one value of a field: the day of the kind's lists, or what a record belongs to."""
    field = next((field for field in kind.single if field.key == key), None)
    return field is not None and (key == kind.order or bool(field.type.reference))


def _part(field: Field, values: Mapping[str, Any]) -> Any:
    """Which part of a kind a row may be in: the first day that its date can mean, or the number of what it belongs to."""
    value = values.get(field.key)
    return value and (value.id if field.type.reference else value.earliest)


def key_part(value: Any) -> Any:
    """A value for comparing: what is written in another way is the same."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, Ref):
        return value.kind, value.id
    if isinstance(value, tuple) and value and isinstance(value[0], Entry):
        return frozenset(key_part(entry.value) for entry in value)
    canonical = getattr(value, "canonical", None)
    return canonical if canonical is not None else value


def differences(old: Record, values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What `values` would change of a record, of the fields that the file gave: field key -> new value."""
    changed: dict[str, Any] = {}
    for field in old.kind.fields:
        if field.key not in given or field.key not in values:
            continue
        new, held = values[field.key], old.values.get(field.key)
        if field.many:
            whole = _joined(field, held or (), new)
            if _entries(whole) != _entries(held or ()):
                changed[field.key] = whole
        elif held is None or not _alike(field, held, new, old):
            changed[field.key] = new
    return changed


def _joined(field: Field, held: tuple[Entry, ...], new: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if field.key not in ADDED_TO:
        return new
    known = {key_part(entry.value) for entry in held}
    return (*held, *(entry for entry in new if key_part(entry.value) not in known))


def _entries(entries: tuple[Entry, ...]) -> set[Any]:
    return {key_part(entry.value) for entry in entries}


def _alike(field: Field, held: Any, new: Any, old: Record) -> bool:
    if isinstance(field.type, Date):
        return bool(held.canonical == new.canonical)
    if isinstance(field.type, Quantity):
        return _stated(held) == _stated(new)
    if field.key == old.kind.titled and old.kind.named:
        return fold(new) in {fold(held), *(fold(entry.value) for entry in old.values.get("aliases", ()))}
    return bool(held == new) or (isinstance(held, Ref) and isinstance(new, Ref) and held.id == new.id)


def _stated(amount: Any) -> tuple[Any, ...]:
    return amount.value, amount.high, amount.qualifier, amount.unit, amount.text if amount.value is None else None


# ---- members: what their spells say -------------------------------------------------------------------------------


def spell_differences(connection: sqlite3.Connection, member: int, values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a list of members says otherwise of spells: joined, rank, approved_by, left."""
    spells = membership.spells(connection, member)
    if not spells:
        return {}
    return {key: values[key] for key, old in _told_by(spells).items()
            if key in given and key in values and (old is None or key_part(old) != key_part(values[key]))}


def spell_told(connection: sqlite3.Connection, member: int, key: str) -> Any:
    """What is recorded of a member's spells now; None where nothing."""
    return _told_by(membership.spells(connection, member))[key]


def _told_by(spells: Sequence[Record]) -> dict[str, Any]:
    """What a list of members would say of a member with these spells; None where nothing."""
    first, last = spells[0], spells[-1]
    return {"joined": first["since"], "approved_by": first["approved_by"], "rank": last["rank"], "left": last["until"]}


def missing_members(connection: sqlite3.Connection, seen: set[int]) -> list[Record]:
    """The members now whom the list does not name."""
    here = {spell["member"].id for spell in records.records(connection, KINDS["membership"]) if spell["until"] is None}
    return [record for record in records.records(connection, KINDS["member"], fields=("name",)) if record.id in here - seen]
