"""A clever, impatient user: what contradicts itself is refused, what changed nothing says so, what is counted once is shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Ctl


@pytest.fixture
def two(ctl: Ctl) -> Ctl:
    """Two members with a site each, and a source."""
    for line in ("member add 甲公司 --joined 2010", "member add 乙公司 --joined 2011", "site add 甲公司 东厂", "site add 乙公司 西厂",
                 "source add 填报表 --kind return", "product add PVDC --unit t/a"):
        assert ctl(line).code == 0
    return ctl


@pytest.mark.parametrize("line", [
    "capacity add M1/S2 PVDC 6万吨 --source R1 --as-of 2024",
    "capacity add M1 PVDC 6万吨 --site S2 --source R1 --as-of 2024",
    "visit add 2025-05-14 M1 走访 --site S2",
])
def test_a_site_of_another_member_is_refused(two: Ctl, line: str) -> None:
    said = two(f"{line} --json")
    assert (said.code, said.error["error"]) == (4, "site-of-another")
    assert "S2 西厂" in said.error["message"]
    assert "M2" in said.error["fix"]
    assert two("capacity list --json").json == two("visit list --json").json == []


def test_a_claim_cannot_be_moved_to_the_site_of_another_member(two: Ctl) -> None:
    two("capacity add M1/S1 PVDC 6万吨 --source R1 --as-of 2024")
    assert two("capacity edit C1 --set site=S2 --json").error["error"] == "site-of-another"
    assert two("capacity edit C1 --set member=M2 --json").error["error"] == "site-of-another"
    assert two("capacity edit C1 --set member=M2 --set site=S2").code == 0


def test_a_follow_up_that_is_open_has_no_closing_day(two: Ctl) -> None:
    two("visit add 2025-05-14 M1 走访")
    two("follow-up add V1 补报")
    assert two("follow-up edit F1 --set closed_on=2026-01-01 --json").error["error"] == "open-but-closed"
    assert two("follow-up edit F1 --set state=done --set closed_on=2026-01-01").code == 0
    assert two("follow-up edit F1 --set state=open --set closed_on=").code == 0


@pytest.mark.parametrize("line", ["follow-up done F1 --on 2030-01-01", "follow-up edit F1 --set state=done --set closed_on=2030"])
def test_nothing_is_closed_in_the_future(two: Ctl, line: str) -> None:
    two("visit add 2025-05-14 M1 走访")
    two("follow-up add V1 补报")
    said = two(f"{line} --json")
    assert (said.code, said.error["error"]) == (4, "future-closing")


def test_closing_again_to_add_the_result_keeps_the_day_it_was_closed(two: Ctl) -> None:
    two("visit add 2025-05-14 M1 走访")
    two("follow-up add V1 补报")
    two("follow-up done F1 --on 2025-12-01")
    assert two("follow-up done F1 --result 已报").code == 0
    record = two("follow-up list --json").json[0]
    assert (record["closed_on"]["canonical"], record["result"]) == ("2025-12-01", "已报")


@pytest.mark.parametrize("line", ["follow-up done F1", "cite M1 R1 --quote 原文", "member rename M1 甲公司"])
def test_what_changes_nothing_says_so_and_offers_no_undo(two: Ctl, line: str) -> None:
    two("visit add 2025-05-14 M1 走访")
    two("follow-up add V1 补报")
    two("follow-up done F1")
    two("cite M1 R1 --quote 原文")
    before = len(two("log --json").json)
    said = two(line)
    assert (said.code, said.err) == (0, "没有变化\n")
    assert len(two("log --json").json) == before


def test_a_capacity_without_a_number_is_asked_for_it(two: Ctl) -> None:
    for line in ("capacity add M1 PVDC --source R1 --as-of 2024", "capacity add M1 PVDC --source R1 --year 2024 --measure output"):
        said = two(f"{line} --json")
        assert (said.code, said.error["error"]) == (2, "missing-value")
        assert "amount" in said.error["message"]


def test_a_retirement_needs_no_number(two: Ctl) -> None:
    assert two("capacity add M1 PVDC --source R1 --as-of 2024 --status retired").code == 0


def test_two_different_days_for_one_claim_are_refused(two: Ctl) -> None:
    said = two("capacity add M1 PVDC 6万吨 --source R1 --year 2025 --as-of 2024 --json")
    assert (said.code, said.error["error"]) == (4, "two-dates")
    assert two("capacity add M1 PVDC 6万吨 --source R1 --year 2025 --as-of 2025").code == 0


def test_a_claim_is_of_a_member_or_of_a_scope_and_not_of_both(two: Ctl) -> None:
    said = two("capacity add M1 PVDC 6万吨 --source R1 --scope 中国 --json")
    assert (said.code, said.error["error"]) == (4, "member-and-scope")


def test_a_reason_to_prefer_is_no_reason_to_withdraw(two: Ctl) -> None:
    two("capacity add M1 PVDC 6万吨 --source R1 --as-of 2024")
    two("capacity prefer C1 --why 盖章")
    assert two("capacity edit C1 --set standing=withdrawn --json").error["error"] == "why-missing"
    assert two("capacity edit C1 --set standing=withdrawn --set why=录错").code == 0


def test_a_new_member_is_echoed_with_its_rank_and_the_day_it_joined(ctl: Ctl) -> None:
    assert "2010-06  理事长单位" in ctl("member add 丙公司 --rank chair --joined 2010-06").err


def test_a_visit_of_nobody_is_refused(two: Ctl) -> None:
    said = two("visit add 2025-05-14 M1 走访 --headcount 0 --json")
    assert (said.code, said.error["error"]) == (4, "nobody-came")


def test_the_name_that_begins_like_what_was_typed_is_suggested_first(ctl: Ctl) -> None:
    for name in ("Delta", "Eta", "Zeta", "'Beta Inc'"):
        ctl(f"member add {name}")
    assert "M4 Beta Inc" in ctl("member show Beta --json").error["fix"]


def test_a_near_duplicate_of_a_source_names_no_command_that_is_not_there(two: Ctl) -> None:
    fix = two("source add 填报表。 --json").error["fix"]
    assert "R1" in fix
    assert "source alias" not in fix


def test_who_asks_for_a_removed_record_is_told_how_it_comes_back(two: Ctl) -> None:
    two("visit add 2025-05-14 M1 走访")
    two("visit remove V1")
    fix = two("visit show V1 --json").error["fix"]
    number = two("log --json").json[0]["id"]
    assert f"undo {number}" in fix


def test_an_overlap_on_rejoining_names_the_member(two: Ctl) -> None:
    two("member leave M1 2020")
    assert "M1 甲公司" in two("member rejoin M1 2019 --json").error["message"]


def test_what_cannot_be_undone_says_what_to_do_instead(ctl: Ctl) -> None:
    assert ctl("undo 1 --json").error["fix"]


def test_a_member_list_gives_dates_as_dates(two: Ctl) -> None:
    assert two("member list --json").json[0]["joined"] == {
        "text": "2010", "canonical": "2010", "earliest": "2010-01-01", "latest": "2010-12-31"}


def test_a_figure_of_unknown_amount_is_listed_once(two: Ctl) -> None:
    for amount in ("'60 kt'", "'60 MW'", "'+50 %'"):
        assert two(f"capacity add M1 PVDC {amount} --source R1 --as-of 2024").code == 0
    sections = two("report year 2025 --json").json["sections"]
    (table,) = [block for section in sections for block in section["blocks"] if block.get("key") == "listed_only"]
    claims = [row["claim"] for row in table["rows"]]
    assert len(claims) == len({str(claim) for claim in claims}) == 2


def test_one_of_something_is_not_said_in_the_plural(two: Ctl) -> None:
    two("visit add 2025-05-14 M1 走访")
    two("capacity add M1 PVDC 6万吨 --source R1 --as-of 2025")
    said = two("report year 2025 --lang en").out
    assert "the capacity of 1 member for 1 product is on record" in said
    assert "Of the 2 members at the end, 1 was visited or was host of a visit" in said


def test_a_source_that_shall_cite_another_is_told_so_and_not_called_missing(two: Ctl) -> None:
    refused = two("cite R1 R1 --json")
    assert (refused.code, refused.error["error"]) == (4, "nothing-to-cite")


@pytest.mark.parametrize("line", ["follow-up done F1 --on 2025-05-13", "follow-up edit F1 --set state=dropped --set closed_on=2025-04",
                                  "follow-up add V1 补报 --state done --closed-on 2025-05-01"])
def test_nothing_is_closed_before_the_visit_at_which_it_was_asked_for(two: Ctl, line: str) -> None:
    two("visit add 2025-05-14 M1 走访")
    two("follow-up add V1 补报")
    said = two(f"{line} --json")
    assert (said.code, said.error["error"]) == (4, "closed-before-visit")
    assert two("follow-up done F1 --on 2025-05").code == 0, "some day of that month may follow the visit"


@pytest.mark.parametrize("factor", ["0", "-1", "x", "1e999999", "nan", ""])
def test_a_factor_is_a_number_above_zero_and_that_is_said(two: Ctl, factor: str) -> None:
    said = two("unit add 桶/年 --family mass_per_year --zh 桶/年 --en drum/a --json --factor", factor)
    assert said.code in (2, 4)
    assert factor == "" or said.error["error"] == "not-a-factor"
