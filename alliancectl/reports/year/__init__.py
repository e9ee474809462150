"""The yearly report: a module a section, put together here. From records alone; the same file gives the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alliancectl.reports.model import Figure, Report
from alliancectl.reports.year.alliance import alliance_section
from alliancectl.reports.year.annex import annex_section, cited
from alliancectl.reports.year.capacity import capacity_part
from alliancectl.reports.year.cells import labels_of, name_of
from alliancectl.reports.year.explained import explained_figures
from alliancectl.reports.year.figures import key_figures
from alliancectl.reports.year.follow_ups import follow_ups_part
from alliancectl.reports.year.gaps import problems_section
from alliancectl.reports.year.json_form import json_form
from alliancectl.reports.year.members import Lists, members_part
from alliancectl.reports.year.part import Gap, Part
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.plan import plan_section
from alliancectl.reports.year.roll import Roll, roll
from alliancectl.reports.year.texts import Texts, innovation_section, texts_of
from alliancectl.reports.year.visits import visits_part
from alliancectl.store import known
from alliancectl.store.ask.capacity import Answers, answers
from alliancectl.store.ask.follow_ups import follow_ups
from alliancectl.store.ask.members import memberships
from alliancectl.store.ask.sources import sources
from alliancectl.store.ask.stamp import stamp
from alliancectl.store.ask.visits import visits
from alliancectl.text import Text

if TYPE_CHECKING:
    import sqlite3

    from alliancectl.kinds.record import Record


class Made(NamedTuple):
    """A report's parts before they are put together: members, visits with follow-ups, capacity."""

    alliance: Record
    stamp: str
    period: Period
    previous: Period
    now: Roll
    parts: tuple[Part, Part, Part]
    answers: Answers

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure by its permanent key."""
        return {key: figure for part in self.parts for key, figure in part.figures.items()}

    @property
    def gaps(self) -> list[Gap]:
        """What the records do not say, or say twice."""
        return [gap for part in self.parts for gap in part.gaps]


def made(connection: sqlite3.Connection, period: Period, previous: Period) -> Made:
    """What the records say of a period, compared with the one before. A fixed number of queries, however many records there are."""
    alliance, number = known.alliance(connection), f"#{stamp(connection)}"
    lists = known.choices(connection)
    body = memberships(connection)
    now, before = roll(body, period), roll(body, previous)
    members = members_part(
        body, now, before, Lists(*(labels_of(lists.get(key, ())) for key in ("member_kind", "rank", "chain"))), period)
    seen = visits_part(
        visits(connection, min(period.first, previous.first), period.last), now, before,
        follow_ups_part(follow_ups(connection), period, previous), period, previous)
    held = answers(connection, body, period.first, period.last, period.before, previous.first, previous.last)
    return Made(alliance, number, period, previous, now, (members, seen, capacity_part(held, period, previous)), held)


def year_report(connection: sqlite3.Connection, period: Period, previous: Period, texts: Texts | None = None, *,
                explained: bool = False) -> Report:
    """The whole report of a period, compared with the one before.

    `texts` is what a person wrote for it, by section, where it is not to be read from the file; `explained` adds the
    annex that lists what each figure rests on.
    """
    texts = texts_of(connection, period) if texts is None else texts
    found = made(connection, period, previous)
    alliance, parts, figures = found.alliance, found.parts, found.figures
    headlines = [line for part in parts for line in part.headlines]
    sections = (
        key_figures(figures, headlines, period, previous),
        alliance_section(alliance, found.now, period),
        *(part.section for part in parts),
        innovation_section(texts),
        problems_section(texts, found.gaps),
        plan_section(texts, parts),
        annex_section(parts, sources(connection, cited(parts)), (explained_figures(figures, headlines),) if explained else ()),
    )
    return Report("year", _title(alliance, period), sections, _head(alliance, period, found.stamp), figures,
                  json_form(alliance, period, found.stamp, figures, sections))


def _title(alliance: Record, period: Period) -> Text:
    name = name_of(alliance)
    return Text(f"{name.zh}{period.name.zh}报告", f"{name.en}: annual report {period.name.en}")


def _head(alliance: Record, period: Period, number: str) -> tuple[tuple[Text, Text | str], ...]:
    return (
        (Text("报告期", "period"), period.span),
        (Text("依托单位", "responsible organisation"), alliance.values.get("responsible_org") or Text("未填", "not stated")),
        (Text("记录状态", "state of the records"), number),
    )
