"""§4 as its readers meet it: what changed and since when, contradictions in groups, products in order, nothing summed over them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from alliancectl.reports.model import Report, Table
from alliancectl.reports.year.period import period_of

TODAY = datetime.date(2026, 6, 30)


def table(report: Report, key: str) -> Table:
    found = [block for section in report.sections for block in section.blocks if isinstance(block, Table) and block.key == key]
    assert found, f"no table {key}"
    return found[0]


def said(report: Report, key: str, *columns: str) -> list[tuple[str, ...]]:
    """The English words of some columns of a table."""
    return [tuple(row[column].text if isinstance(row[column].text, str) else row[column].text.en for column in columns) for row in table(report, key).rows]


@pytest.fixture
def body(filled: Any) -> Any:
    """Two members, two products in two chain positions, one source."""
    filled.add("member", name="甲公司", name_other="First Ltd", joined="2010")
    filled.add("member", name="乙公司", name_other="Second Ltd", joined="2010")
    filled.add("product", name="丙树脂", name_other="Resin", unit="t/a", chain=["downstream"])
    filled.add("product", name="丁矿石", name_other="Ore", unit="t/a", chain=["upstream"])
    filled.add("source", title="填报表", kind="return")
    return filled


def claim(body: Any, amount: str | None, as_of: str, **more: Any) -> str:
    given = {"member": "M1", "product": "P1", "basis": "nameplate", "sources": ["R1"], **more}
    return body.add("capacity", as_of=as_of, **({"amount": amount} if amount else {}), **given)


# ---- changes ----------------------------------------------------------------------------------------------------------


def test_a_figure_at_the_start_is_not_marked_for_being_of_the_year_before(body: Any) -> None:
    claim(body, "5000 t/a", "2024-12-31")
    claim(body, "8000 t/a", "2025-12-31")
    row = table(body.report(), "capacity_changes").rows[0]
    assert (row["before"].text.en, row["before"].marks, row["after"].text.en, row["after"].marks) == ("5,000 t/a", (), "8,000 t/a", ())


def test_a_figure_at_the_start_that_is_older_than_the_last_period_says_from_when(body: Any) -> None:
    claim(body, "5000 t/a", "2019-12-31")
    claim(body, "8000 t/a", "2025-12-31")
    row = table(body.report(), "capacity_changes").rows[0]
    assert (row["before"].text, row["before"].marks) == (("5000吨/年（2019-12-31）", "5,000 t/a (2019-12-31)"), ())


def test_what_did_not_change_is_no_row(body: Any) -> None:
    claim(body, "5000 t/a", "2024-12-31")
    claim(body, "5000 t/a", "2025-12-31")
    assert table(body.report(), "capacity_changes").rows == ()


def test_each_change_has_its_day_from_what_to_what_and_its_source(body: Any) -> None:
    claim(body, "5000 t/a", "2024-12-31", line="1", status="construction")
    claim(body, "5000 t/a", "2025-12-31", line="1", started="2025-08-01")
    claim(body, "900 t/a", "2024-12-31", line="2")
    claim(body, None, "2025-12-31", line="2", status="retired", ended="2025-03-31")
    claim(body, "800 t/a", "2024-12-31", line="3")
    claim(body, "800 t/a", "2025-06-30", line="3", status="idle")
    claim(body, "700 t/a", "2024-12-31", line="4")
    claim(body, "600 t/a", "2025", line="4")
    assert said(body.report(), "capacity_changes", "change", "series", "before", "after", "date", "source") == [
        ("commissioned", "First Ltd 1 Resin", "5,000 t/a (under construction)", "5,000 t/a", "2025-08-01", "填报表 (signed return)"),
        ("reduced", "First Ltd 4 Resin", "700 t/a", "600 t/a", "2025", "填报表 (signed return)"),
        ("idled", "First Ltd 3 Resin", "800 t/a (operating)", "800 t/a", "2025-06-30", "填报表 (signed return)"),
        ("retired", "First Ltd 2 Resin", "900 t/a (operating)", "900 t/a", "2025-03-31", "填报表 (signed return)")]


def test_what_is_first_recorded_says_its_status(body: Any) -> None:
    claim(body, "5000 t/a", "2025-12-31", status="idle")
    assert said(body.report(), "capacity_changes", "change", "before", "after") == [("first recorded (idle)", "—", "5,000 t/a")]


# ---- contradictions ---------------------------------------------------------------------------------------------------


def test_the_claims_of_a_conflict_stand_below_one_line_for_their_series(body: Any) -> None:
    body.add("source", title="晚报", kind="news")
    claim(body, "5000 t/a", "2025-12-31")
    claim(body, "8000 t/a", "2025", sources=[("R2", "年产8000吨")])
    shown = table(body.report(), "conflicts")
    assert [column.key for column in shown.columns] == ["claim", "amount", "as_of", "basis", "source", "quote"]
    assert [row["claim"].value for row in shown.rows] == ["M1 P1 capacity", "C1", "C2"]
    head, *claims = shown.rows
    assert (head["claim"].text.en, head["amount"].text.en, head["amount"].marks) == ("First Ltd Resin", "5,000–8,000 t/a", ("conflict",))
    assert head.keys() == {"claim", "amount"}
    assert [(row["amount"].text.en, row["source"].text.en, row["quote"].text.en) for row in claims] == [
        ("5,000 t/a", "填报表 (signed return, tier 1)", ""), ("8,000 t/a", "晚报 (news, tier 4)", "“年产8000吨”")]


def test_an_unverified_figure_says_why(body: Any) -> None:
    body.add("source", title="晚报", kind="news")
    claim(body, "5000 t/a", "2025-12-31", confidence="low")
    claim(body, "700 t/a", "2025-12-31", product="P2", sources=["R2"])
    assert said(body.report(), "unverified", "claim", "why") == [("C1", "low confidence"), ("C2", "tier 4")]


def test_a_preferred_claim_that_holds_back_a_later_one_is_a_gap(body: Any) -> None:
    claim(body, "5000 t/a", "2024-12-31", standing="preferred", why="填报表")
    claim(body, "8000 t/a", "2025-12-31")
    report = body.report()
    assert said(report, "held_back", "claim", "amount", "later") == [("C1", "5,000 t/a", "C2 8,000 t/a (2025-12-31)")]
    assert [(row["gap"].value, row["records"].text) for row in table(report, "data_gaps").rows if row["gap"].value == "held-back"] == [("held-back", "C2")]


# ---- products ---------------------------------------------------------------------------------------------------------


def test_products_stand_by_chain_position_and_then_by_name_in_every_table(body: Any) -> None:
    body.add("product", name="丙乳液", name_other="Emulsion", unit="t/a", chain=["downstream"])
    body.add("product", name="戊", unit="t/a")
    for product in ("P1", "P2", "P3", "P4"):
        claim(body, "5000 t/a", "2024-12-31", product=product)
        claim(body, "8000 t/a", "2025-12-31", product=product)
        claim(body, "100 t", "2025", product=product, measure="output")
    report = body.report()
    for key, column in (("capacity_by_product", "product"), ("output_and_rate", "product"), ("capacity_register", "product")):
        assert list(dict.fromkeys(row[column].value for row in table(report, key).rows)) == ["P2", "P3", "P1", "P4"], key
    assert [row["series"].value for row in table(report, "capacity_changes").rows] == [f"M1 {product} capacity" for product in ("P2", "P3", "P1", "P4")]


def test_a_chain_position_counts_products_and_members_and_adds_no_amounts(body: Any) -> None:
    claim(body, "5000 t/a", "2025-12-31")
    claim(body, "5000 t/a", "2025-12-31", member="M2", status="planned")
    claim(body, "5000 t/a", "2025-12-31", product="P2")
    shown = table(body.report(), "capacity_by_chain")
    assert [tuple(row[key].value for key in ("position", "products", "members", "operating", "construction", "planned")) for row in shown.rows] == [
        ("upstream", 1, 1, 1, 0, 0), ("downstream", 1, 2, 1, 0, 1)]
    assert shown.total == table(body.report(), "capacity_by_product").total == ()


def test_other_statuses_have_a_table_only_where_there_are_any(body: Any) -> None:
    claim(body, "5000 t/a", "2025-12-31")
    assert "capacity_other_statuses" not in {block.key for section in body.report().sections for block in section.blocks}
    claim(body, "300 t/a", "2025-12-31", product="P2", status="idle")
    assert said(body.report(), "capacity_other_statuses", "product", "idle") == [("Ore", "300 t/a")]


# ---- output -----------------------------------------------------------------------------------------------------------


def test_output_is_in_tonnes_and_capacity_in_tonnes_a_year_in_every_form(body: Any) -> None:
    claim(body, "8000 t/a", "2025-12-31")
    claim(body, "4000 t", "2025", measure="output")
    report = body.report()
    assert report.figures is not None
    assert (report.figures["capacity.P1.operating"].unit, report.figures["output.P1"].unit, report.figures["rate.P1"].unit) == ("t/a", "t", "%")
    assert said(report, "output_and_rate", "output", "rate", "members") == [("4,000 t", "50.0 %", "1")]


def test_a_rate_is_over_the_members_that_have_both_and_names_the_others(body: Any) -> None:
    claim(body, "8000 t/a", "2025-12-31")
    claim(body, "4000 t", "2025", measure="output")
    claim(body, "9000 t", "2025", member="M2", measure="output")
    row = table(body.report(), "output_and_rate").rows[0]
    assert (row["output"].value, row["rate"].value, row["members"].value, row["members"].records) == ("13000", "50.0", 1, ("M1",))
    assert row["note"].text == ("乙公司无同口径在产产能", "Second Ltd: no operating capacity of the same scope")


def test_the_output_of_a_product_without_capacity_is_a_key_figure_too(body: Any) -> None:
    claim(body, "4000 t", "2025", measure="output")
    assert "output.P1" in {row["figure"].value for row in table(body.report(), "key_figures").rows}


# ---- how much is asked ------------------------------------------------------------------------------------------------


def test_the_report_asks_as_many_questions_of_many_claims_as_of_few(body: Any) -> None:
    def asked() -> int:
        statements: list[str] = []
        body.between(period_of(2025, TODAY, "01-01"), statements.append)
        return len(statements)

    claim(body, "8000 t/a", "2025-12-31")
    claim(body, "4000 t", "2025", measure="output")
    few = asked()
    with body.writing():
        for number in range(60):
            claim(body, f"{1000 + number} t/a", f"{1966 + number}-12-31", line=str(number % 7), member=f"M{number % 2 + 1}")
    assert asked() == few
