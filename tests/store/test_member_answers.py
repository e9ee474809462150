"""What the store answers the reports: members, visits and follow-ups that stand, in a fixed order."""

from __future__ import annotations

import pytest

from alliancectl.actions.example import create_example
from alliancectl.store.ask.follow_ups import follow_ups
from alliancectl.store.ask.members import memberships
from alliancectl.store.ask.sources import sources
from alliancectl.store.ask.stamp import stamp
from alliancectl.store.ask.visits import visits
from alliancectl.store.file import reading


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("answers") / "demo.db")
    create_example(path)
    with reading(path) as opened:
        yield opened


def test_every_member_has_its_stays(connection):
    body = memberships(connection)
    assert [one.member.code for one in body] == [f"M{number}" for number in range(1, 18)]
    assert {one.member.code: [[spell.record.code for spell in stay.spells] for stay in one.stays] for one in body
            if one.member.code in ("M1", "M10", "M11")} == {"M1": [["J1"]], "M10": [["J10", "J19"]], "M11": [["J11"], ["J18"]]}


def test_members_come_without_contacts(connection):
    assert not any(key in one.member.values for one in memberships(connection) for key in ("contact", "phone", "email"))


def test_visits_are_those_that_may_lie_in_the_span_and_those_without_a_year(connection):
    assert [visit.code for visit in visits(connection, "2024-10-01", "2024-12-31")] == ["V1", "V6", "V7"]
    assert [visit.code for visit in visits(connection, "2026-01-01", "2026-01-31")] == ["V1", "V20", "V19"]


def test_a_follow_up_is_opened_on_the_day_of_its_visit(connection):
    assert {one.record.code: one.opened.canonical for one in follow_ups(connection)}["F6"] == "2025-06-10"


def test_only_the_sources_asked_for(connection):
    assert [source.code for source in sources(connection, {12, 8})] == ["R8", "R12"]
    assert sources(connection, set()) == []


def test_the_stamp_of_a_new_example(connection):
    last = connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    assert stamp(connection) == last
