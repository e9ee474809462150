"""undo --except: the rest of a bulk operation is taken back, what is named stays, and redo gives it all again."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests_support import many_claims, standing, steps_of


@pytest.fixture
def imported(ctl, db, home):
    """Three members from one import, #2, which keeps the file as their source."""
    (home / "members.csv").write_text("name,joined,place\n甲公司,2019-01-01,衢州\n乙公司,2020-01-01,衢州\n丙公司,2021-01-01,衢州\n", "utf-8")
    done = ctl("import members.csv --as member")
    assert done.code == 0, done.err
    return db


def test_an_import_is_taken_back_but_for_the_records_that_are_named(ctl, imported):
    done = ctl("undo 2 --except M1,M3,R1")
    assert done.code == 0, done.err
    assert [one["id"] for one in ctl("member list --json").json] == ["M1", "M3"]
    assert "undo #2 --except" in ctl("log 3 --lang en").out
    assert "history-broken" not in ctl("check --json").out


def test_a_member_that_stays_keeps_its_memberships(ctl, imported):
    before = {row[0] for row in standing(imported)["membership"]}
    ctl("undo 2 --except 甲公司 --except R1")
    assert {row[0] for row in standing(imported)["membership"]} < before
    assert len(standing(imported)["membership"]) == 1


def test_a_record_that_an_operation_did_not_touch_is_refused_without_going_through_all_that_it_did(ctl, demo, monkeypatch):
    many_claims(demo, 20_000)
    refused = []
    assert steps_of(monkeypatch)(lambda: refused.append(ctl("undo --except M2", db=demo))) < 20_000 / 100 / 4   # not a step for four of them
    assert refused[0].code == 4
    assert "M2" in refused[0].err


def test_redo_brings_back_the_rest_and_undo_then_takes_back_all(ctl, imported):
    before = standing(imported)
    ctl("undo 2 --except M1,R1")
    assert ctl("redo 3").code == 0
    assert standing(imported) == before
    assert ctl("undo 2").code == 0
    assert ctl("member list --json").json == []


def test_what_a_kept_record_went_through_later_does_not_stop_the_rest(ctl, imported):
    ctl("member edit M1 --set place=上海")
    ctl("visit add 2024-05-14 M1 走访")
    assert ctl("undo 2").code == 4
    assert ctl("undo 2 --except M1,R1").code == 0
    assert [(one["id"], one["place"]) for one in ctl("member list --json").json] == [("M1", "上海")]


def test_a_kept_record_may_not_point_at_one_that_goes(ctl, db):
    ctl("visit add 2024-05-14 - 走访 --from 省厅")
    ctl("capacity add - PVDF 3万吨/年 --scope 中国 --source 年鉴")     # 3: the claim, its product and its source
    refused = ctl("undo 3 --except C1 --lang en")
    assert refused.code == 4
    assert "C1→P1" in refused.err
    assert "C1→R1" in refused.err
    assert "undo 3 --except C1,P1,R1" in refused.err
    assert ctl("undo 3 --except C1,P1,R1").code == 4, "nothing is left to be taken back"
    assert ctl("undo 3 --except P1,R1").code == 0
    assert [one["id"] for one in ctl("product list --json").json] == ["P1"]
    assert ctl("capacity list --json").json == []


def test_a_record_that_the_operation_did_not_touch_cannot_be_kept(ctl, imported):
    ctl("member add 丁公司")
    refused = ctl("undo 2 --except M4")
    assert refused.code == 4
    assert "M4" in refused.err
    assert ctl("undo 2 --except 戊公司").code == 3


def test_what_was_kept_still_stands_on_what_came_before(ctl, db):
    ctl("member add 甲公司")                            # 2
    ctl("member add 乙公司")                            # 3
    ctl("member merge M1 M2 --yes")                      # 4
    ctl("member edit M1 --set place=衢州")               # 5
    assert ctl("undo 4 --except M1").code == 4, "the name of the one that comes back is the other's alias"
    assert ctl("undo 5").code == 0
    assert ctl("undo 4").code == 0


def test_an_operation_below_a_kept_change_is_refused(ctl, db, home):
    ctl("member add 甲公司")                             # 2
    ctl("member add 乙公司")                             # 3
    ctl("member edit M1 --set place=甲地")               # 4
    (home / "m.csv").write_text("id,place\nM1,新甲地\nM2,新乙地\n", "utf-8")
    assert ctl("import m.csv --as member --update --yes").code == 0     # 5
    assert ctl("undo 5 --except M1,R1").code == 0           # 6
    refused = ctl("undo 4")
    assert refused.code == 4
    assert "#5" in refused.err
    assert ctl("undo 3 --lang en").code == 0
    assert [(one["id"], one["place"]) for one in ctl("member list --json").json] == [("M1", "新甲地")]


BULK = ("member merge M2 M3 --yes", "product merge P1 P2 --yes", "visit add 2026-05-14 M2,M3 主题 --source 新来源", "member add 新公司 --joined 2019",
        "capacity add M3 PTFE 12吨/年 --source 来源 --as-of 2024")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(BULK), st.data())
def test_any_undo_with_exceptions_is_redone_and_undone_exactly(demo, ctl, tmp_path_factory, command, data):
    path = tmp_path_factory.mktemp("except") / "a.db"
    shutil.copy(demo, path)
    before = standing(path)
    assert ctl(command, db=path).code == 0
    number = ctl("log --limit 1 --json", db=path).json[0]["id"]
    after = standing(path)
    touched = sorted({edit["record"] for edit in ctl(f"log {number} --json", db=path).json[0]["edits"]})
    kept = data.draw(st.lists(st.sampled_from(touched), min_size=1, unique=True))
    done = ctl(f"undo {number} --except {','.join(kept)}", db=path)
    if done.code:
        assert (done.code, standing(path)) == (4, after)
        return
    partly = standing(path)
    assert ctl(f"redo {number + 1}", db=path).code == 0
    assert standing(path) == after
    assert ctl(f"undo {number + 2}", db=path).code == 0
    assert standing(path) == partly
    assert ctl(f"redo {number + 3}", db=path).code == 0
    assert ctl(f"undo {number}", db=path).code == 0
    assert standing(path) == before
