"""What the store answers about capacity: as much as a day needs, no more, and the same figures as the whole history gives."""

from __future__ import annotations

import datetime
import random
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from alliancectl.actions.create import create
from alliancectl.actions.example import create_example
from alliancectl.kinds import KINDS
from alliancectl.kinds.claims import Claim, Effective, Series, effective, every
from alliancectl.kinds.record import Entry, Ref
from alliancectl.reports.model import Figure, Table
from alliancectl.reports.year.capacity import capacity_part, told_of
from alliancectl.reports.year.part import Part
from alliancectl.reports.year.period import Period
from alliancectl.store import records
from alliancectl.store.ask import capacity, capacity_claims, claims_made
from alliancectl.store.ask.members import memberships
from alliancectl.store.history import change
from alliancectl.store.known import units
from alliancectl.values.amount import amount
from alliancectl.values.when import when

TODAY = datetime.date(2026, 6, 30)
ONE = Decimal(1)


# ---- the example ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("example") / "example.alliance"
    create_example(str(path))
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def year(number: int) -> Period:
    return Period(str(number), f"{number}-01-01", f"{number}-12-31", True)


def part_of(connection: sqlite3.Connection, number: int) -> Part:
    now, before = year(number), year(number - 1)
    found = capacity.answers(connection, memberships(connection), now.first, now.last, before.last, before.first, before.last)
    return told_part(connection, found, now, before)


def told_part(connection: sqlite3.Connection, found: capacity.Answers, now: Period, before: Period) -> Part:
    return capacity_part(told_of(found, now, before, lambda claims: capacity.quotes(connection, claims)))


@pytest.fixture(scope="module")
def part(example: sqlite3.Connection) -> Part:
    return part_of(example, 2025)


def said(figure: Figure) -> str:
    """A figure in one line: value or range, last year, change in %, marks."""
    value = figure.value if figure.value is not None else f"{figure.low}–{figure.high}"
    return f"{value} ({figure.previous}) {figure.percent} {' '.join(figure.marks)}".rstrip()


@pytest.mark.parametrize(("key", "figure"), [
    ("capacity.P1.operating", "28000–60000 (28000–60000) None conflict carried"),
    ("capacity.P1.planned", "10000 (10000) 0.0 carried"),
    ("capacity.P1.construction", "0 (0) None"),
    ("capacity.P2.operating", "32000–36000 (30000) None conflict carried"),
    ("capacity.P2.construction", "8000 (0) None"),
    ("capacity.P2.planned", "0 (8000) -100.0"),
    ("capacity.P3.operating", "70000–80000 (60000) None conflict approximate"),
    ("capacity.P4.operating", "25000 (20000) 25.0"),
    ("capacity.P4.idle", "5000 (0) None"),
    ("capacity.P4.retired", "8000 (0) None"),
    ("capacity.P5.operating", "3000–None (3000) None bound"),
    ("capacity.P5.commissioning", "5000 (0) None"),
    ("capacity.P5.construction", "0 (5000) -100.0"),
    ("capacity.P5.planned", "6000 (0) None"),
    ("capacity.P6.operating", "3000–4000 (3000) None"),
    ("capacity.P6.cancelled", "2000 (0) None"),
    ("capacity.P7.operating", "10000 (6000) 66.7"),
    ("capacity.P8.operating", "1200000 (1000000) 20.0"),
    ("output.P2", "26400 (24300) 8.6"),
    ("output.P4", "19500 (15000) 30.0"),
    ("output.P7", "7500 (5100) 47.1"),
    ("output.P1", "None–None (None) None gap"),
    ("rate.P2", "73.3–82.5 (81.0) None conflict carried"),
    ("rate.P4", "78.0 (75.0) None"),
    ("rate.P7", "75.0 (85.0) None"),
    ("conflicts.open", "2 (1) 100.0"),
    ("gaps.members_without_capacity", "7 (8) -12.5"),
])
def test_the_examples_figures_are_those_computed_by_hand(part: Part, key: str, figure: str) -> None:
    assert said(part.figures[key]) == figure


def test_a_rate_changes_in_percentage_points(part: Part) -> None:
    assert (part.figures["rate.P4"].change, part.figures["rate.P7"].change) == ("3.0", "-10.0")


def test_a_figure_says_from_when_it_is_and_what_it_rests_on(part: Part) -> None:
    figure = part.figures["capacity.P2.operating"]
    assert (figure.as_of, figure.unit, figure.records) == ("2023-12-31", "t/a", ("C26", "C28", "C29"))
    assert part.figures["output.P7"].records == ("C50",)


def table(part: Part, key: str) -> Table:
    return next(block for block in part.section.blocks if isinstance(block, Table) and block.key == key)


def column(part: Part, key: str, name: str) -> list[Any]:
    return [row[name].value for row in table(part, key).rows]


def test_every_rival_claim_of_an_open_conflict_is_listed_and_a_settled_one_apart(part: Part) -> None:
    assert column(part, "conflicts", "claim") == ["M5 S4 P2 capacity", "C28", "C29", "M1 P1 capacity", "C1", "C2"]
    assert column(part, "settled_conflicts", "claim") == ["C46"]
    assert [row["records"].records for row in table(part, "level_mismatches").rows] == [("C13", "C14", "C15")]
    assert column(part, "unverified", "claim") == ["C1", "C15", "C48"]


def test_context_is_listed_and_in_no_total(part: Part) -> None:
    assert column(part, "context", "claim") == ["C6", "C7", "C8", "C9", "C10"]
    assert not {"C6", "C7", "C8", "C9", "C10"} & {code for figure in part.figures.values() for code in figure.records}


def test_the_changes_of_the_year_are_derived_and_a_first_record_is_no_new_plant(part: Part) -> None:
    found = [(row["change"].value, *row["after"].records) for row in table(part, "capacity_changes").rows]
    assert found == [
        ("expanded", "C13"), ("expanded", "C19"), ("expanded", "C28", "C29"), ("expanded", "C46"), ("expanded", "C53"),
        ("commissioning", "C39"), ("construction", "C31"), ("retired", "C18"), ("cancelled", "C44"),
        ("first", "C20"), ("first", "C21"), ("first", "C40")]


def test_what_is_left_out_says_why(part: Part) -> None:
    assert {one.code: one.why.en for one in part.left_out if one.code in ("C5", "C8", "C51")} == {
        "C5": "the project became the plant of C2", "C8": "context, not of a member",
        "C51": "withdrawn: 录入时多写一个零,填报表为7,500吨。"}


def test_what_is_due_to_start_next_year_is_in_the_plan(part: Part) -> None:
    assert [row["claim"].value for block in part.plan if isinstance(block, Table) for row in block.rows] == ["C31"]


def test_amounts_are_shown_in_the_words_of_each_language(part: Part) -> None:
    rows = {row["product"].value: row for row in table(part, "capacity_by_product").rows}
    assert rows["P1"]["operating"].text == ("2.8万–6万吨/年", "28,000–60,000 t/a")
    made = {row["product"].value: row["output"].text for row in table(part, "output_and_rate").rows}
    assert made["P4"] == ("1.95万吨", "19,500 t")


def test_a_year_before_any_record_has_figures_too(example: sqlite3.Connection) -> None:
    part = part_of(example, 2009)
    assert part.figures["conflicts.open"].value == 0
    assert part.figures["capacity.P4.operating"] == Figure(None, unit="t/a", marks=("gap",))
    assert table(part, "capacity_changes").rows == ()


def test_only_members_of_the_day_are_counted_and_the_others_are_listed(example: sqlite3.Connection) -> None:
    found = capacity.answers(example, memberships(example), "2025-01-01", "2025-12-31", "2024-12-31", "2024-01-01", "2024-12-31")
    without = found._replace(end=found.end._replace(members=found.end.members - {3}))
    part = told_part(example, without, year(2025), year(2024))
    assert part.figures["capacity.P4.operating"].value == "10000"
    assert {"C19", "C23"} <= {one.code for one in part.left_out if "not of a member" in one.why.en}


# ---- bounded reading -----------------------------------------------------------------------------------------------

AMOUNTS = ("100", "101", "150", "100-200", "约120", "≥90", "不详", None)
DATES = ("XXXX-06-20", "2019", "2020-12-31", "2021", "2021-06", "2021-12-31", "2022~", "../2020", "2021/..", "2023", "2023-03-31", None)


@pytest.fixture
def empty(tmp_path: Path) -> str:
    path = str(tmp_path / "empty.alliance")
    create(path, {"name": "联盟", "tolerance": "1"})
    with change(path, "test") as now:
        records.add(now, KINDS["member"], {"name": "甲"})
        records.add(now, KINDS["product"], {"name": "乙", "unit": "t/a"})
        records.add(now, KINDS["source"], {"title": "丙", "kind": "news"})
    return path


def random_claim(chance: random.Random, known: Any) -> dict[str, Any]:
    stated, as_of = chance.choice(AMOUNTS), chance.choice(DATES)
    values: dict[str, Any] = {
        "member": Ref("member", 1, "M", "甲"), "product": Ref("product", 1, "P", "乙"), "line": chance.choice("甲乙丙丁"),
        "measure": "capacity", "basis": chance.choice(("nameplate", "unspecified", "unspecified", "effective", "approved")),
        "status": chance.choice(("operating", "operating", "idle", "planned", "retired")),
        "standing": chance.choice(("normal",) * 8 + ("preferred", "withdrawn")),
    }
    if stated:
        values["amount"] = amount(stated, known, unit="t/a")
    if as_of:
        values["as_of"] = when(as_of, today=TODAY)
    if chance.random() < 0.1:
        values["ended"] = when(chance.choice(("2021-06-30", "2022")), today=TODAY)
    if chance.random() < 0.5:
        values["sources"] = (Entry(Ref("source", 1, "R", "丙"), "quote"),)
    return values


def all_of_history(connection: sqlite3.Connection) -> list[tuple[Series, tuple[Claim, ...]]]:
    everything = f"SELECT {claims_made.CLAIM} FROM capacity AS c WHERE c.removed IS NULL"
    return capacity_claims.held(connection, capacity_claims.Question(everything, {}))[0]


def on_day(connection: sqlite3.Connection, day: str) -> capacity_claims.Held:
    return capacity_claims.held(connection, capacity_claims.on_day(day))[0]


def in_2021(connection: sqlite3.Connection) -> capacity_claims.Held:
    return capacity_claims.held(connection, capacity_claims.within("2021-01-01", "2021-12-31"))[0]


def essence(found: Effective | None) -> tuple[Any, ...] | None:
    return found and (found.claim, found.state, found.status, found.low, found.high, found.open, found.marks,
                      found.rivals if found.open else (), sorted(found.others))


@pytest.mark.parametrize("seed", range(12))
def test_what_is_read_for_a_day_gives_what_the_whole_history_gives(empty: str, seed: int) -> None:
    chance = random.Random(seed)
    with change(empty, "test") as now:
        known = units(now.connection)
        for _ in range(chance.choice((10, 40, 150))):
            records.add(now, KINDS["capacity"], random_claim(chance, known))
        now.mark("capacity", "id % 11 = 0", ())
    connection = sqlite3.connect(empty)
    for day in ("2018-12-31", "2020-12-31", "2021-06-30", "2021-12-31", "2022-12-31", "2025-12-31"):
        needed = {series: essence(effective(claims, day, ONE)) for series, claims in on_day(connection, day)}
        whole = {series: essence(effective(claims, day, ONE)) for series, claims in all_of_history(connection)}
        assert {key: value for key, value in needed.items() if value} == {key: value for key, value in whole.items() if value}
    connection.close()


@pytest.fixture
def stated_often(empty: str, request: pytest.FixtureRequest) -> str:
    """Output of two lines in 2021 and around it, most of it stated many times over, with all kinds of sources."""
    chance = random.Random(request.param)
    with change(empty, "test") as now:
        records.add(now, KINDS["membership"], {"member": Ref("member", 1, "M", "甲"), "rank": "member", "since": when("2021-05", today=TODAY)})
        early = records.add(now, KINDS["source"], {"title": "快报", "kind": "news", "published": when("2021-07-01", today=TODAY)})
        for row in range(2, 150):
            values = random_claim(chance, units(now.connection)) | {"measure": "output", "line": chance.choice("甲乙"),
                                                                        "basis": "unspecified"}
            values["as_of"] = when(chance.choice(("2021", "2021", "2021", "2020/2021", "2021-02", "XXXX-06-20")), today=TODAY)
            for rare in ("status", "standing", "ended", "sources"):
                if chance.random() < 0.8:
                    values.pop(rare, None)
            if not values.get("sources") and chance.random() < 0.8:
                values |= {"asserted_in": Ref("source", early, "R", "快报"), "asserted_place": "第 | 行", "asserted_row": row + chance.choice((0, 1949))}
            records.add(now, KINDS["capacity"], values)
    return empty


@pytest.mark.parametrize("stated_often", range(8), indirect=True)
def test_output_that_is_said_again_is_read_once_and_gives_what_each_statement_gives(stated_often: str) -> None:
    connection = sqlite3.connect(stated_often)
    year = in_2021(connection)
    whole = {series: tuple(claim for claim in claims if claim.standing != "withdrawn") for series, claims in all_of_history(connection)}
    assert {series: sorted(claim._replace(again=()) for claim in every(claims)) for series, claims in year} == {
        series: sorted(claims) for series, claims in whole.items()}
    assert sum(len(claims) for _, claims in year) < sum(map(len, whole.values())) * 4 / 5
    for series, claims in year:
        assert plain(effective(claims, "2021-12-31", ONE)) == plain(effective(whole[series], "2021-12-31", ONE))
    connection.close()


@pytest.mark.parametrize("stated_often", range(4), indirect=True)
def test_a_report_lists_each_claim_that_is_said_again(stated_often: str, ctl: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [ctl(f"report year 2021 {form}", db=stated_often).out for form in ("--json", "--format plain --lang en")]
    monkeypatch.setattr(capacity_claims, "_WITHIN", capacity_claims._WITHIN.replace("GROUP BY", "GROUP BY id,"))
    assert reports == [ctl(f"report year 2021 {form}", db=stated_often).out for form in ("--json", "--format plain --lang en")]
    for gap in ("figure without a source", "figure of unknown year", "figure recorded twice", "year that stands only in the publication date",
                "figure of a time when its organisation was no member", "figures contradict each other"):
        assert gap in reports[1]


def test_five_hundred_equal_statements_are_held_as_one(empty: str) -> None:
    with change(empty, "test") as now:
        values = {"member": Ref("member", 1, "M", "甲"), "product": Ref("product", 1, "P", "乙"), "measure": "output", "standing": "normal",
                  "amount": amount("100", units(now.connection), unit="t/a"), "as_of": when("2021", today=TODAY)}
        for _ in range(500):
            records.add(now, KINDS["capacity"], values)
    connection = sqlite3.connect(empty)
    assert [(claim.id, claim.again) for _, claims in in_2021(connection) for claim in claims] == [
        (1, tuple(range(2, 501)))]
    connection.close()


def test_each_of_several_statements_that_a_figure_is_not_known_is_listed(empty: str) -> None:
    with change(empty, "test") as now:
        member = Ref("member", 1, "M", "甲")
        records.add(now, KINDS["membership"], {"member": member, "rank": "member"})
        for _ in range(3):
            records.add(now, KINDS["capacity"], {
                "member": member, "product": Ref("product", 1, "P", "乙"), "measure": "output", "basis": "unspecified", "standing": "normal",
                "amount": amount("不详", units(now.connection), unit="t/a"), "as_of": when("2021", today=TODAY)})
    connection = sqlite3.connect(empty)
    part = part_of(connection, 2021)
    connection.close()
    assert [row["claim"].value for row in table(part, "listed_only").rows] == ["C1", "C2", "C3"]


def plain(found: Effective | None) -> object:
    """What was found, without what is known of claims that were said again."""
    def alone(claims: tuple[Claim, ...]) -> list[Claim]:
        return sorted(claim._replace(again=()) for claim in claims)

    return found and (alone((found.claim,)), alone((found.state,)), found.status, found.low, found.high, found.open, found.marks,
                      alone(found.rivals), alone(found.others), alone(found.held_back))


def test_superseded_history_is_not_read(empty: str) -> None:
    with change(empty, "test") as now:
        known = units(now.connection)
        for number in range(50):
            records.add(now, KINDS["capacity"], {
                "member": Ref("member", 1, "M", "甲"), "product": Ref("product", 1, "P", "乙"), "measure": "capacity",
                "basis": "unspecified", "standing": "normal", "status": "operating", "amount": amount(str(100 + number), known, unit="t/a"),
                "as_of": when(f"{1970 + number}", today=TODAY)})
    connection = sqlite3.connect(empty)
    assert [len(claims) for _, claims in on_day(connection, "2025-12-31")] == [1]
    connection.close()


@pytest.mark.parametrize("query", ["_ON_A_DAY", "_BEYOND", "_WITHIN", "_ASIDE", "_OF_SERIES"])
def test_no_question_reads_the_whole_table_of_claims(example: sqlite3.Connection, query: str) -> None:
    values = {"day": "2025-12-31", "until": 20251231, "since": 20250101, "last": "2025-12-31", "series": 1}
    plan = [row[3] for row in example.execute("EXPLAIN QUERY PLAN " + getattr(capacity_claims, query), values)]
    claims = [step for step in plan if step.startswith(("SCAN r", "SEARCH r"))]
    assert claims
    by_told = [step for step in claims if "USING INDEX capacity_by_told (told=?)" in step]   # those that reach over the end of a period, or never end
    assert len(by_told) == (query in ("_ON_A_DAY", "_BEYOND", "_WITHIN"))
    assert [step for step in claims if step not in by_told and not any(by in step for by in (
        "USING INDEX capacity_by_sort (sort=?", "USING INTEGER PRIMARY KEY (rowid=?)", "INDEX capacity_source_by_capacity (capacity=?)"))] == []


def test_the_latest_figure_of_another_basis_is_listed_however_old_it_is(empty: str) -> None:
    stated = {"member": Ref("member", 1, "M", "甲"), "product": Ref("product", 1, "P", "乙"), "measure": "capacity", "standing": "normal"}
    with change(empty, "test") as now:
        known = units(now.connection)
        records.add(now, KINDS["membership"], {"member": stated["member"], "rank": "member"})
        for basis, as_of in (("effective", "2018"), ("approved", "2019"), ("effective", "2020"), ("effective", "2020"), ("nameplate", "2021"),
                             ("nameplate", "2024")):
            records.add(now, KINDS["capacity"], stated | {
                "basis": basis, "status": "operating", "amount": amount("100", known, unit="t/a"), "as_of": when(as_of, today=TODAY)})
    connection = sqlite3.connect(empty)
    part = part_of(connection, 2025)
    connection.close()
    assert part.figures["capacity.P1.operating"].records == ("C6",)
    assert [(row["claim"].value, row["why"].text.en) for row in table(part, "listed_only").rows] == [
        ("C2", "one basis a scope is taken"), ("C3", "one basis a scope is taken"), ("C4", "one basis a scope is taken")]


def test_an_output_belongs_to_its_year_and_one_that_may_not_is_listed(empty: str) -> None:
    stated = {"member": Ref("member", 1, "M", "甲"), "product": Ref("product", 1, "P", "乙"), "measure": "output",
              "basis": "unspecified", "standing": "normal"}
    with change(empty, "test") as now:
        known = units(now.connection)
        records.add(now, KINDS["membership"], {"member": stated["member"], "rank": "member"})
        for number, as_of in enumerate(("2024", "2025", "2025?", "2024-07/2025-06", "unknown"), 1):
            records.add(now, KINDS["capacity"], stated | {
                "amount": amount(str(100 * number), known, unit="t/a"), "as_of": when(as_of, today=TODAY)})
    connection = sqlite3.connect(empty)
    part = part_of(connection, 2025)
    connection.close()
    assert said(part.figures["output.P1"]) == "200 (100) 100.0"
    assert [(one.code, one.why.en) for one in part.left_out] == [
        ("C3", "may lie outside the period"), ("C4", "may lie outside the period"), ("C5", "year unknown")]
