"""Keep a report as it was issued: its figures and the whole of it, under a name that is used once."""

from __future__ import annotations

from alliancectl import errors
from alliancectl.actions import write
from alliancectl.actions.settle import Desk
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.store import records
from alliancectl.store.history import Change

KIND = KINDS["issued"]


def freeze(now: Change, desk: Desk, name: str, *, label: str, first: str, last: str, complete: bool, stamp: int, figures: str, report: str) -> Record:
    """The issued report as kept. `figures` and `report` are JSON; the digest is that of `report` as UTF-8. Raises: NameIssued."""
    import hashlib

    name = KIND.field("name").type.parse(name, desk.known)
    for held in records.having(now.connection, KIND, "name", name):
        raise errors.NameIssued(name=name, known=held.code)
    days = {key: KIND.field(key).type.parse(day, desk.known) for key, day in (("first", first), ("last", last))}
    return write.add(now, desk, KIND, {
        "name": name, "label": label, **days, "complete": complete, "stamp": stamp, "figures": figures, "report": report,
        "sha256": hashlib.sha256(report.encode("utf-8", "surrogatepass")).hexdigest()})
