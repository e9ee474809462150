"""The yearly report: a module a section, put together here. From records alone; the same file gives the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliancectl.reports.model import Report
from alliancectl.reports.year.alliance import alliance_section
from alliancectl.reports.year.annex import annex_section, cited
from alliancectl.reports.year.capacity import capacity_part
from alliancectl.reports.year.cells import labels_of, name_of
from alliancectl.reports.year.figures import key_figures
from alliancectl.reports.year.follow_ups import follow_ups_part
from alliancectl.reports.year.gaps import problems_section
from alliancectl.reports.year.json_form import json_form
from alliancectl.reports.year.members import Lists, members_part
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.plan import plan_section
from alliancectl.reports.year.roll import roll
from alliancectl.reports.year.texts import Texts, innovation_section
from alliancectl.reports.year.visits import visits_part
from alliancectl.store import known
from alliancectl.store.ask.capacity import answers
from alliancectl.store.ask.follow_ups import follow_ups
from alliancectl.store.ask.members import memberships
from alliancectl.store.ask.sources import sources
from alliancectl.store.ask.stamp import stamp
from alliancectl.store.ask.visits import visits
from alliancectl.text import Text

if TYPE_CHECKING:
    import sqlite3

    from alliancectl.kinds.record import Record


def year_report(connection: sqlite3.Connection, period: Period, previous: Period, texts: Texts | None = None) -> Report:
    """The whole report of a period, compared with the one before; `texts` is what a person wrote for it, by section.

    A fixed number of queries, however many records there are.
    """
    texts = texts or {}
    alliance, number = known.alliance(connection), f"#{stamp(connection)}"
    lists = known.choices(connection)
    body = memberships(connection)
    now, before = roll(body, period), roll(body, previous)

    members = members_part(
        body, now, before, Lists(*(labels_of(lists.get(key, ())) for key in ("member_kind", "rank", "chain"))), period)
    seen = visits_part(
        visits(connection, min(period.first, previous.first), period.last), now, before,
        follow_ups_part(follow_ups(connection), period, previous), period, previous)
    made = capacity_part(
        answers(connection, body, period.first, period.last, period.before, previous.first, previous.last), period, previous)
    parts = (members, seen, made)

    figures = {key: figure for part in parts for key, figure in part.figures.items()}
    sections = (
        key_figures(figures, [line for part in parts for line in part.headlines], period, previous),
        alliance_section(alliance, now, period),
        *(part.section for part in parts),
        innovation_section(texts),
        problems_section(texts, [gap for part in parts for gap in part.gaps]),
        plan_section(texts, parts),
        annex_section(parts, sources(connection, cited(parts))),
    )
    return Report("year", _title(alliance, period), sections, _head(alliance, period, number), figures,
                  json_form(alliance, period, number, figures, sections))


def _title(alliance: Record, period: Period) -> Text:
    name = name_of(alliance)
    return Text(f"{name.zh}{period.name.zh}报告", f"{name.en}: annual report {period.name.en}")


def _head(alliance: Record, period: Period, number: str) -> tuple[tuple[Text, Text | str], ...]:
    return (
        (Text("报告期", "period"), period.span),
        (Text("依托单位", "responsible organisation"), alliance.values.get("responsible_org") or Text("未填", "not stated")),
        (Text("记录状态", "state of the records"), number),
    )
