"""What a preferred claim keeps from counting is said at once, with the command that changes it; and what no claim may say."""

from __future__ import annotations

import pytest


@pytest.fixture
def preferred(ctl):
    """The command, on a file with the preferred claim C1 of 2024."""
    for line in ("member add 甲公司 --joined 2010", "product add PVDF --unit t/a", "capacity add M1 PVDF 5万吨/年 --source 年报 --as-of 2024",
                 "capacity prefer C1 --why 以年报为准"):
        assert ctl(line).code == 0
    return ctl


def test_a_later_claim_that_is_held_back_says_so_at_once(preferred) -> None:
    said = preferred("capacity add M1 PVDF 6万吨/年 --source R1 --as-of 2025")
    assert said.code == 0
    assert said.err.splitlines()[-1] == (
        "! C2 暂不计入：C1 已被采用，一直有效。改用这条：alliancectl capacity prefer C2 --why 理由；"
        "不再优先采用：alliancectl capacity edit C1 --set standing=normal")
    said = preferred("capacity add M1 PVDF 7万吨/年 --source R1 --as-of 2025 --lang en")
    assert said.err.splitlines()[-1] == (
        "! C3 does not count: C1 is preferred and holds. To use this one: alliancectl capacity prefer C3 --why REASON; "
        "to prefer none: alliancectl capacity edit C1 --set standing=normal")


@pytest.mark.parametrize("command", ["capacity prefer C2 --why 新填报表", "capacity edit C1 --set standing=normal"])
def test_each_command_that_is_named_makes_the_later_claim_count(preferred, command: str) -> None:
    preferred("capacity add M1 PVDF 6万吨/年 --source R1 --as-of 2025")
    assert preferred(command).code == 0
    assert preferred("check held-back --json").json == []
    figure = preferred("report year 2025 --json").json["figures"]["capacity.P1.operating"]
    assert (figure["value"], figure["records"]) == ("60000", ["C2"])


def test_what_contradicts_the_preferred_claim_says_that_it_does_not_count(preferred) -> None:
    assert "C2 暂不计入：C1" in preferred("capacity add M1 PVDF 6万吨/年 --source R1 --as-of 2024").err


@pytest.mark.parametrize("line", [
    "capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2020",                       # older: it would not hold anyway
    "capacity add M1 PVDF 6万吨/年 --source R1 --as-of 2025 --line 二线",            # another series
    "capacity add M1 PVDF 4万吨 --source R1 --as-of 2025 --measure output",
    "capacity add M1 PVDF --source R1 --as-of 2025 --status retired",               # gives no number, and its status counts
])
def test_a_claim_that_is_not_held_back_says_nothing(preferred, line: str) -> None:
    said = preferred(line)
    assert said.code == 0, said.err
    assert "!" not in said.err


def test_an_output_is_held_back_only_by_the_preferred_one_of_its_year(preferred) -> None:
    output = "capacity add M1 PVDF {} --source R1 --measure output --year {}"
    for amount, year in (("4万吨", 2023), ("5万吨", 2024)):
        preferred(output.format(amount, year))
    for claim in ("C2", "C3"):
        preferred(f"capacity prefer {claim} --why 年报")
    assert "C4 暂不计入：C2" in preferred(output.format("3万吨", 2023)).err
    assert "!" not in preferred(output.format("3万吨", 2025)).err


def test_preferring_an_older_claim_says_that_the_later_preferred_one_holds(preferred) -> None:
    preferred("capacity add M1 PVDF 6万吨/年 --source R1 --as-of 2025")
    assert "!" not in preferred("capacity prefer C2 --why 新填报表").err
    preferred("capacity edit C1 --set standing=normal")
    assert preferred("capacity prefer C1 --why 年报").err.splitlines()[-1] == (
        "! C2 也被采用，且更晚：它开始以后仍以它为准。只用 C1：alliancectl capacity edit C2 --set standing=normal")


# ---- output to come ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["--year 2030", "--as-of 2026-07", "--as-of 2026-07-01"])
def test_output_of_a_time_that_has_not_begun_is_refused(preferred, when: str) -> None:
    said = preferred(f"capacity add M1 PVDF 5万吨 --measure output --source R1 {when} --json")
    assert (said.code, said.error["error"]) == (4, "future-output")


@pytest.mark.parametrize("line", ["--measure output --year 2026", "--measure quota --year 2027", "--status planned --as-of 2026-06"])
def test_output_of_this_year_and_a_quota_set_ahead_are_kept(preferred, line: str) -> None:
    assert preferred(f"capacity add M1 PVDF 5万吨 --source R1 {line}").code == 0


def test_a_claim_from_a_form_says_so_too(preferred, home) -> None:
    (home / "form.toml").write_text('member = "M1"\nproduct = "PVDF"\namount = "6万吨/年"\nas_of = "2025"\nsources = ["R1"]\n', encoding="utf-8")
    said = preferred("capacity add --from-form form.toml")
    assert said.code == 0, said.err
    assert "C2 暂不计入：C1 已被采用" in said.err
