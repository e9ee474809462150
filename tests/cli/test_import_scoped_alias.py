"""A name that only one source uses is understood in what is imported from that source, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

HEADER = "member,product,amount,as_of"


@pytest.fixture
def table(ctl: Any, home: Path) -> Path:
    """A file in which 东岳 means one member, as only it and 年报甲 call that one; elsewhere it is nobody's name."""
    path = home / "claims.csv"
    path.write_text(f"{HEADER}\n东岳,PVDF,5 kt/a,2024\n", encoding="utf-8")
    for line in ("member add 山东东岳化工有限公司", "member add 巨化集团有限公司", "product add PVDF --unit t/a", "source add 年报甲", "source add 年报乙",
                 "member alias M1 东岳 --source 年报甲", "member alias M2 东岳 --source 年报乙"):
        assert ctl(line).code == 0, line
    return path


def members(ctl: Any) -> list[str]:
    return [one["member"] for one in ctl("capacity list --json").json]


def test_a_name_that_belongs_to_a_source_is_unknown_in_a_file_of_another_one(ctl: Any, table: Path) -> None:
    refused = ctl(f"import {table} --as capacity")
    assert (refused.code, "东岳" in refused.err, members(ctl)) == (4, True, [])


def test_the_source_that_a_row_names_says_what_its_names_mean(ctl: Any, table: Path) -> None:
    table.write_text(f"{HEADER},source\n东岳,PVDF,5 kt/a,2024,年报甲\n东岳,PVDF,6 kt/a,2024,年报乙\n东岳,PVDF,7 kt/a,2023,年报甲\n", encoding="utf-8")
    done = ctl(f"import {table} --as capacity")
    assert done.code == 0, done.err
    assert members(ctl) == ["M1", "M2", "M1"]


def test_the_source_that_every_row_has_says_what_its_names_mean(ctl: Any, table: Path) -> None:
    assert ctl(f"import {table} --as capacity --set source=年报乙").code == 0
    assert members(ctl) == ["M2"]


def test_a_file_that_is_a_source_itself_says_what_its_own_names_mean(ctl: Any, table: Path) -> None:
    assert ctl(f"source add 填报表 --file {table}").code == 0
    assert ctl("member alias M1 东岳 --source 填报表").code == 0
    assert ctl(f"import {table} --as capacity").code == 0
    assert members(ctl) == ["M1"]
    assert ctl(f"import {table} --as capacity").code == 0
    assert members(ctl) == ["M1"], "the same file again changes nothing"


def test_a_list_of_members_under_the_names_of_its_source_speaks_of_the_known_ones(ctl: Any, table: Path) -> None:
    table.write_text("name,source,place\n东岳,年报甲,桓台\n", encoding="utf-8")
    assert ctl(f"import {table} --as member --update").code == 0
    assert [(one["name"], one.get("place")) for one in ctl("member list --json").json] == [("山东东岳化工有限公司", "桓台"), ("巨化集团有限公司", None)]
