"""Who is or was a member: the organisations, and their dated spells."""

import sqlite3
from typing import NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.kinds.spells import Stay, stays
from alliancectl.store.records import records

FIELDS = ("name", "name_other", "kind", "place", "chain", "representative", "representative_title", "sources",
          "former_names")


class Membership(NamedTuple):
    """One organisation with its stays, in order."""

    member: Record
    stays: tuple[Stay, ...]


def memberships(connection: sqlite3.Connection) -> list[Membership]:
    """Every organisation with its stays, by id; without contact, phone and email."""
    spells: dict[int, list[Record]] = {}
    for spell in records(connection, KINDS["membership"]):
        if spell.values.get("member"):   # another program may have left it out
            spells.setdefault(spell.values["member"].id, []).append(spell)
    return [Membership(member, stays(spells.get(member.id, ())))
            for member in records(connection, KINDS["member"], fields=FIELDS)]
