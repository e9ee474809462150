"""`visit add --from-text`: the form of a visit as a news item or minutes tell of it, with the capacity claims in it."""

from __future__ import annotations

import sqlite3

from alliancectl.cli import form
from alliancectl.cli.context import Run
from alliancectl.intake.article import Proposal, proposal
from alliancectl.intake.article_text import Name
from alliancectl.intake.encoding import encoding
from alliancectl.intake.source import incoming
from alliancectl.kinds import KINDS
from alliancectl.store import records
from alliancectl.text import Text

LONGEST = 200_000   # bytes of an article: some 60,000 characters, far beyond any minutes


def proposed(run: Run, path: str) -> str:
    """The text of the form. Raises: NothingProposed, and what reading a file raises."""
    with incoming(path, LONGEST) as found:
        told = encoding(found.file, found.name)
        words = found.start().read().decode(told.codec)
        run.say(*told.lines)
    with run.reading() as connection:
        desk = run.desk(connection)
        read = proposal(words, known_names(connection), desk.known.units, path=found.name)
        return form.form(_parts(read), desk.known, title=Text("读出的走访：请核对每一项", "the visit as it was read: check every field")())


def known_names(connection: sqlite3.Connection) -> list[Name]:
    """The members, sites and products of the file by every name they have."""
    owners = {record.id: record["member"].code for record in records.records(connection, KINDS["site"], fields=("member",))}
    found = [Name(key, f"{KINDS[key].letter}{number}", name, owners.get(number, "") if key == "site" else "")
             for key in ("member", "site", "product") for number, name in records.names(connection, KINDS[key])]
    return [*found, *_other_names(connection)]


def _other_names(connection: sqlite3.Connection) -> list[Name]:
    return [Name(key, record.code, record["name_other"]) for key in ("member", "product")
            for record in records.records(connection, KINDS[key], fields=("name_other",)) if record["name_other"]]


def _parts(read: Proposal) -> list[form.Part]:
    visit = form.Part(KINDS["visit"], {**read.visit, "": read.names}, read.remarks)
    return [visit, *(form.Part(KINDS["capacity"], {**draft, "": read.names}, doubts) for draft, doubts in read.claims)]
