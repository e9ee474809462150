"""Which claim stands in the way of another: what is recorded beside a preferred claim counts for nothing until that is changed."""

from __future__ import annotations

import sqlite3

from alliancectl.kinds.claims import effective, meet
from alliancectl.kinds.record import Record
from alliancectl.store.ask import capacity_claims, problems

ALWAYS = "9999-12-31"   # a claim of a day to come is held back, too, once it has come


def held_back_by(connection: sqlite3.Connection, claim: Record) -> str | None:
    """The id of the preferred claim that keeps this one from counting; None where it counts, or gives no number.

    Output and quotas belong to their time: there only claims of the same time stand in the way of each other.
    """
    beside = capacity_claims.beside_preferred(connection, claim["series"])
    if claim["measure"] in ("output", "quota"):
        beside = tuple(one for one in beside if meet(one.as_of, claim["as_of"]))
    held = effective(beside, ALWAYS, problems.tolerance(connection))
    if held is None or held.claim.standing != "preferred" or held.claim.id == claim.id:
        return None
    kept_out = {one.id for one in (*held.held_back, *held.rivals)}
    return f"C{held.claim.id}" if claim.id in kept_out or claim["standing"] == "preferred" else None
