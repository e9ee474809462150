"""Write, change or clear what a person says in a year's report; kept with history like every record."""

from __future__ import annotations

from alliancectl import errors
from alliancectl.actions import write
from alliancectl.actions.settle import Desk, settle
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.store.ask.texts import texts
from alliancectl.store.history import Change

KIND = KINDS["report_text"]


def put(now: Change, desk: Desk, year: str, section: str, text: str, *, shown: str | None = None) -> Record | None:
    """The text of a year and section as it now stands, None where it stood so before; `shown` is what an editor was given to change.

    Raises: TextChangedMeanwhile when the text is no longer the one that was shown, EmptyValue, TooLong, ControlCharacter.
    """
    values = settle(desk, KIND, {"year": year, "section": section, "text": text})
    old = texts(now.connection, values["year"]).get(values["section"])
    if shown is not None and (old["text"] if old else "") != shown:
        raise errors.TextChangedMeanwhile(what=KIND.title(values))
    if old and old["text"] == values["text"]:
        return None
    if old is None:
        return write.add(now, desk, KIND, values)
    return write.edit(now, desk, old, {"text": values["text"]})


def clear(now: Change, year: str, section: str) -> Record:
    """Remove the text of a year and section; returns it. Raises: NoReportText."""
    old = texts(now.connection, year).get(section)
    if old is None:
        raise errors.NoReportText(what=KIND.title({"year": year, "section": section}))
    write.remove(now, old)
    return old
