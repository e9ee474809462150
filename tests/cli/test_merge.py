"""merge: two records of one thing become one, nothing that was typed is lost, and undo gives both back exactly."""

from __future__ import annotations

import pytest
from tests_support import standing


@pytest.fixture
def two(ctl, db):
    ctl("member add 巨化集团有限公司 --alias 巨化 --joined 2010-06 --kind 企业")
    ctl("member add 巨化集团（衢州） --alias Juhua --joined 2011 --place 衢州 --chain 上游 --allow duplicate-name")
    ctl("site add M2 衢州基地")
    ctl("visit add 2024-05-14 M1,M2 走访")
    ctl("visit add 2024-06-14 M2 再访")
    ctl("capacity add M2/衢州基地 PVDC 6万吨/年 --source 公告 --as-of 2024")
    ctl("capacity add M1 PVDC 5万吨/年 --source 公告 --as-of 2024")
    return db


def test_everything_that_points_at_the_one_moves_to_the_other(ctl, two):
    before = standing(two)
    merged = ctl("member merge M1 M2 --yes")
    assert merged.code == 0, merged.err
    kept = ctl("member show M1 --json").json
    assert (kept["name"], kept["place"], kept["chain"]) == ("巨化集团有限公司", "衢州", ["upstream"])
    assert kept["aliases"] == ["巨化", "巨化集团（衢州）", "Juhua"]
    assert [one["members"] for one in ctl("visit list --json").json] == [["M1"], ["M1"]]
    assert [(one["member"], one["site"]) for one in ctl("capacity list --json").json] == [("M1", "S1"), ("M1", None)]
    assert [one["id"] for one in ctl("membership list --json").json] == ["J1"]
    assert ctl("undo").code == 0
    assert standing(two) == before


def test_the_id_and_the_names_of_the_merged_record_lead_to_the_kept_one(ctl, two):
    ctl("member merge M1 M2 --yes")
    for reference in ("M2", "Juhua", "巨化集团（衢州）"):
        assert ctl("member show", reference, "--json").json["id"] == "M1"
    assert ctl("visit add 2024-07-01 M2 三访").code == 0
    assert ctl("visit show V3 --json").json["members"] == ["M1"]


def test_claims_that_never_met_are_one_series_after_the_merge(ctl, two):
    ctl("capacity edit C1 --set site=")
    ctl("member merge M1 M2 --yes")
    figure = ctl("report year 2025 --json").json["figures"]["capacity.P1.operating"]
    assert (figure["low"], figure["high"]) == ("50000", "60000")
    assert "conflict" in figure["marks"]


def test_a_merge_is_confirmed_and_never_with_itself(ctl, two):
    assert (ctl("member merge M1 M2 --json").error["error"], ctl("member merge M1 M2").code) == ("unconfirmed", 2)
    assert ctl("member merge M1 M1 --yes --json").error["error"] == "merge-with-itself"
    assert ctl("member merge M1 M9 --yes").code == 3
    assert [one["id"] for one in ctl("member list --json").json] == ["M1", "M2"]


def test_two_sites_of_one_name_are_merged_before_their_members(ctl, two):
    ctl("site add M1 衢州基地")
    refused = ctl("member merge M1 M2 --yes")
    assert refused.code == 4
    assert "S2" in refused.err
    assert ctl("site merge S2 S1 --yes").code == 0
    assert ctl("member merge M1 M2 --yes").code == 0


def test_products_are_merged_with_their_claims(ctl, two):
    ctl("product add 聚偏二氯乙烯 --unit t/a")
    ctl("capacity add M1 聚偏二氯乙烯 5万吨/年 --source 公告 --as-of 2023")
    assert ctl("product merge P1 P2 --yes").code == 0
    assert {one["product"] for one in ctl("capacity list --json").json} == {"P1"}
    assert ctl("product show 聚偏二氯乙烯 --json").json["id"] == "P1"


def test_an_alias_of_one_source_counts_with_that_source_only_and_goes_along_with_a_merge(ctl, two):
    assert ctl("source add 译文 --kind republished").code == 0
    source = ctl("source list --json").json[-1]["id"]
    assert ctl(f"member alias M2 卢州厂 --source {source}").code == 0
    before = standing(two)
    assert ctl("visit add 2024-08-01 卢州厂 走访").code == 3, "without the source nobody is called that"
    assert ctl(f"capacity add 卢州厂 PVDC 1万吨/年 --as-of 2020 --source {source}").code == 0
    assert ctl("capacity list --json").json[-1]["member"] == "M2"
    assert ctl("undo").code == 0
    assert standing(two) == before
    assert ctl("member merge M1 M2 --yes").code == 0
    assert {"alias": "卢州厂", "alias_source": source} in ctl("member show M1 --json").json["alias_sources"]
    assert ctl("visit add 2024-08-01 卢州厂 走访").code == 3
    assert ctl(f"capacity add 卢州厂 PVDC 1万吨/年 --as-of 2020 --source {source}").code == 0
    assert ctl("capacity list --json").json[-1]["member"] == "M1"
    assert (ctl("undo").code, ctl("undo").code) == (0, 0)
    assert standing(two) == before


@pytest.mark.parametrize("line", ["site merge S1 S2 --yes", "product merge P1 P2 --yes", "member rename M1 巨化股份有限公司 --on 2020-05", "member alias M1 又名一 又名二"])
def test_what_was_merged_renamed_or_given_another_name_comes_back_exactly_and_goes_forward_again(ctl, two, line):
    ctl("site add M2 第二基地")
    ctl("product add 聚偏二氯乙烯 --unit t/a")
    ctl("capacity add M2/第二基地 聚偏二氯乙烯 1万吨/年 --source 公告 --as-of 2021")
    before = standing(two)
    done = ctl(line)
    assert done.code == 0, done.err
    after = standing(two)
    assert after != before
    assert ctl("undo").code == 0
    assert standing(two) == before
    assert ctl("redo").code == 0
    assert standing(two) == after
    assert ctl("check integrity history-broken").code == 0
