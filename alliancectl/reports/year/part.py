"""What one section of the yearly report hands back: its figures, its tables, what is missing, what was left out."""

from typing import NamedTuple

from alliancectl.reports.model import Block, Cell, Figure, Section
from alliancectl.text import Text
from alliancectl.values.when import When


class Gap(NamedTuple):
    """One thing the records do not say, or say twice; listed in §6. `code` is the kind of gap (``no-headcount``).

    `mend` is the command that fills it; ``V…``, or REF for any kind, stands for the record.
    """

    code: str
    what: Text
    records: tuple[Cell, ...] = ()
    mend: str = ""

    def command(self, code: str) -> str:
        """The command that fills it for one record."""
        return self.mend.replace(f"{code[0]}…", code, 1).replace("REF", code)


class LeftOut(NamedTuple):
    """One record that is in no figure of the period, and why; listed in Annex A where it concerns the period.

    It does where its date is unknown or may lie in the period, or where something in the period left it out (`newly`).
    """

    code: str                 # the record: V1
    what: Text | str          # what it is, in its own words
    why: Text
    when: When | None = None
    sources: tuple[str, ...] = ()
    newly: bool = False


class Headline(NamedTuple):
    """A figure that §0 shows: its key, what it is, and its unit as people read it (家, 批次, 吨/年, %)."""

    key: str
    label: Text
    unit: Text


class Part(NamedTuple):
    """One section with everything that other sections draw from it.

    `headlines` are the figures that §0 shows, in order. `plan` and `annex` are blocks that belong to
    this subject but stand in §7 (capacity due to start) and in Annex A (the ledger, the register).
    """

    figures: dict[str, Figure]
    section: Section
    gaps: tuple[Gap, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    headlines: tuple[Headline, ...] = ()
    plan: tuple[Block, ...] = ()
    annex: tuple[Block, ...] = ()
