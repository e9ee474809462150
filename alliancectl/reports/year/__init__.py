"""The yearly report: a module a section, put together here. From records alone; the same file gives the same report."""

from typing import TYPE_CHECKING, NamedTuple

from alliancectl.reports.capacity.told import product_name
from alliancectl.reports.cells import labels_of, name_of
from alliancectl.reports.model import Figure, Later, Report
from alliancectl.reports.year.alliance import alliance_section
from alliancectl.reports.year.annex import annex_section, cited
from alliancectl.reports.year.capacity import capacity_part, told_of
from alliancectl.reports.year.checked import checked
from alliancectl.reports.year.explained import explained, stamped
from alliancectl.reports.year.figures import key_figures
from alliancectl.reports.year.follow_ups import follow_ups_part
from alliancectl.reports.year.gaps import problems_section
from alliancectl.reports.year.json_form import json_form
from alliancectl.reports.year.labels import figure_label
from alliancectl.reports.year.members import members_part
from alliancectl.reports.year.members_numbers import Lists
from alliancectl.reports.year.part import Gap, Headline, Part
from alliancectl.reports.year.period import Period
from alliancectl.reports.year.plan import plan_section
from alliancectl.reports.year.roll import Roll, roll
from alliancectl.reports.year.texts import Texts, innovation_section, texts_of
from alliancectl.reports.year.visits import visits_part
from alliancectl.store import known
from alliancectl.store.ask.capacity import answers, quotes
from alliancectl.store.ask.follow_ups import follow_ups
from alliancectl.store.ask.members import memberships
from alliancectl.store.ask.sources import sources
from alliancectl.store.ask.stamp import stamp
from alliancectl.store.ask.visits import visits
from alliancectl.text import Text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from alliancectl.kinds.record import Record
    from alliancectl.reports.capacity.told import Told
    from alliancectl.store.ask.members import Membership


class Made(NamedTuple):
    """A report's parts before they are put together: members, visits with follow-ups, capacity."""

    alliance: "Record"
    stamp: int
    period: Period
    previous: Period
    now: Roll
    parts: tuple[Part, Part, Part]
    told: "Told"
    lists: Lists
    checked: tuple[Gap, ...]

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure by its permanent key."""
        return {key: figure for part in self.parts for key, figure in part.figures.items()}

    @property
    def gaps(self) -> list[Gap]:
        """What the records do not say, or say twice."""
        return [*(gap for part in self.parts for gap in part.gaps), *self.checked]

    def label(self, key: str) -> Text:
        """What a figure is called."""
        lists = {f"members.{name}": labels for name, labels in self.lists._asdict().items()}
        return figure_label(key, lists, lambda number: product_name(self.told, number))


def made(connection: "sqlite3.Connection", period: Period, previous: Period) -> Made:
    """What the records say of a period, compared with the one before. A fixed number of queries, however many records there are."""
    alliance, number = known.alliance(connection), stamp(connection)
    choices = known.choices(connection)
    lists = Lists(*(labels_of(choices.get(key, ())) for key in ("member_kind", "rank", "chain")))
    body = memberships(connection)
    now, before = roll(body, period), roll(body, previous)
    members = members_part(body, now, before, lists, period)
    seen = visits_part(
        visits(connection, min(period.first, previous.first), period.last), body, now, before,
        follow_ups_part(follow_ups(connection), period, previous), period, previous)
    told = capacity_told(connection, period, previous, body)
    found = checked(connection, told, body, [seen.figures[key] for key in ("visits.count", "visits.maybe")])
    return Made(alliance, number, period, previous, now, (members, seen, capacity_part(told)), told, lists, found)


def capacity_told(connection: "sqlite3.Connection", period: Period, previous: Period, body: "Sequence[Membership] | None" = None) -> "Told":
    """What the records say of capacity alone; `body` are the memberships, where they were read before."""
    found = answers(connection, memberships(connection) if body is None else body, period.first, period.last, period.before, previous.first, previous.last)
    return told_of(found, period, previous, lambda claims: quotes(connection, claims))


def year_report(connection: "sqlite3.Connection", period: Period, previous: Period, texts: Texts | None = None, *,
                explain: bool = False) -> Report:
    """The whole report of a period, compared with the one before.

    `texts` is what a person wrote for it, by section, where it is not to be read from the file; `explain` adds the
    annexes that list what each figure rests on.
    """
    texts = texts_of(connection, period) if texts is None else texts
    found = made(connection, period, previous)
    alliance, parts, figures = found.alliance, found.parts, found.figures
    headlines = [*(line for part in parts for line in part.headlines), *(Headline(key, found.label(key), unit) for key, unit in _GAPS)]
    sections = [
        key_figures(figures, headlines, period, previous),
        alliance_section(alliance, found.now, period),
        *(part.section for part in parts),
        innovation_section(texts),
        problems_section(texts, found.gaps, period),
        plan_section(texts, parts),
        annex_section(parts, sources(connection, cited(parts, period)), period),
    ]
    if explain:
        sections[-1] = sections[-1]._replace(blocks=(*sections[-1].blocks, *explained(figures, found.label, sections[:-1])))
    return Report("year", _title(alliance, period), tuple(sections), _head(alliance, period, found.stamp), figures,
                  Later(json_form, (alliance, period, f"#{found.stamp}", figures, sections)))


_GAPS = (("gaps.members_without_visit", Text("家", "members")), ("gaps.members_without_capacity", Text("家", "members")))


def _title(alliance: "Record", period: Period) -> Text:
    name = name_of(alliance)
    return Text(f"{name.zh}{period.name.zh}报告", f"{name.en}: annual report {period.name.en}")


def _head(alliance: "Record", period: Period, number: int) -> tuple[tuple[Text, Text | str], ...]:
    return (
        (Text("报告期", "period"), period.span),
        (Text("依托单位", "responsible organisation"), alliance.values.get("responsible_org") or Text("未填", "not stated")),
        stamped(number),
    )
