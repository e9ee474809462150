"""member leave: how it ended and why, kept with the membership and told in the yearly report."""

from __future__ import annotations


def test_the_reason_of_a_leave_is_kept_with_the_membership_and_told_in_the_report(ctl) -> None:
    ctl("member add 甲公司 --joined 2020-01-01")
    ctl("member leave 甲公司 2025-06-30 --ended withdrawn --why 转产，不再从事氟材料业务")
    assert ctl("membership list --json").json[0]["note"] == "转产，不再从事氟材料业务"
    left = ctl("report year 2025 --json --section members.left").json["sections"][0]["blocks"][0]["rows"]
    assert [(row["id"], row["how"], row["why"], row["membership"]) for row in left] == [("M1", "withdrawn", "转产，不再从事氟材料业务", "J1")]


def test_the_reason_stands_below_an_older_note(ctl) -> None:
    ctl("member add 甲公司 --joined 2020-01-01")
    ctl("membership edit J1 --set note=发起单位")
    ctl("member leave 甲公司 2025-06-30 --why 并购")
    assert ctl("membership list --json").json[0]["note"] == "发起单位\n并购"


def test_a_leave_without_a_reason_leaves_the_note_as_it_is(ctl) -> None:
    ctl("member add 甲公司 --joined 2020-01-01")
    ctl("membership edit J1 --set note=发起单位")
    ctl("member leave 甲公司 2025-06-30")
    assert ctl("membership list --json").json[0]["note"] == "发起单位"


def test_the_reason_is_taken_back_with_the_leave(ctl) -> None:
    ctl("member add 甲公司 --joined 2020-01-01")
    ctl("member leave 甲公司 2025-06-30 --why 并购")
    ctl("undo")
    held = ctl("membership list --json").json[0]
    assert (held["until"], held["note"]) == (None, None)
