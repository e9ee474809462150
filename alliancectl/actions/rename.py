"""A new name for something: the old one stays as an alias, so that it is still found."""

from __future__ import annotations

from alliancectl.actions import write
from alliancectl.actions.settle import Desk
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Record, Ref
from alliancectl.store.history import Change
from alliancectl.values.names import name
from alliancectl.values.when import When


def rename(now: Change, desk: Desk, ref: Ref, new: str, on: When | None = None) -> Record:
    """Give a record a new name; the old one stays as an alias; `on` dates the change. Raises: NameTaken, DuplicateName."""
    kind = KINDS[ref.kind]
    old = write.stands(now, kind, ref.id)
    written = name(new, id_letters=kind.letter)
    former = kind.title(old.values)
    if written == former:
        return old
    aliases = tuple(entry for entry in old.values.get("aliases", ()) if entry.value != written)
    return write.edit(now, desk, old, {
        kind.titled: written, "aliases": (*aliases, Entry(former)),
        "former_names": (*old.values.get("former_names", ()), Entry(former, on))})


def alias(now: Change, desk: Desk, ref: Ref, new: list[str], source: Ref | None = None) -> Record:
    """Add names by which a record is found; with a source, only where that source is given. Raises: NameTaken."""
    kind = KINDS[ref.kind]
    old = write.stands(now, kind, ref.id)
    held = old.values.get("aliases", ())
    return write.edit(now, desk, old, {"aliases": (*held, *(Entry(name(text, id_letters=kind.letter), source) for text in new))})
