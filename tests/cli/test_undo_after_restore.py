"""undo: what is final is named, not passed over in silence."""

from __future__ import annotations


def test_undo_right_after_a_restore_says_that_a_restore_cannot_be_undone(ctl) -> None:
    ctl("member add 甲公司")
    ctl("backup create")
    ctl("member add 乙公司")
    assert ctl("backup restore --last --yes").code == 0
    refused = ctl("undo --json")
    assert (refused.code, refused.error["error"]) == (4, "not-undoable")
    assert "backup restore" in refused.error["message"]
    assert "alliancectl backup list" in refused.error["fix"]


def test_undo_in_a_new_file_has_nothing_to_undo(ctl) -> None:
    assert ctl("undo --json").error["error"] == "nothing-to-undo"
