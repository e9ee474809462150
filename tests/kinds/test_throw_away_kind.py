"""The promise of the house: one declaration gives a kind its table, history, commands, JSON and both languages."""

from __future__ import annotations

import sqlite3

import pytest

from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Choice, Date, Line, OneOf, Prose, Reference
from alliancectl.store.schema import in_memory
from alliancectl.text import Text

AGREEMENT = Kind(
    key="agreement",
    letter="G",
    label=Text("协议", "agreement"),
    plural=Text("协议", "agreements"),
    view="agreements",
    titled="subject",
    title=lambda values: str(values.get("subject", "")),
    fields=(
        Field("subject", Text("事由", "subject"), Line(), required=True),
        Field("partners", Text("签约方", "partners"), Reference("member"), many=True, option="partner"),
        Field("signed", Text("签订日期", "signed"), Date()),
        Field("state", Text("状态", "state"),
              OneOf(Choice("valid", Text("有效", "valid")), Choice("ended", Text("终止", "ended"))), default="valid"),
        Field("terms", Text("条款", "terms"), Prose()),
    ),
    arguments=("subject",),
    listed=("subject", "partners", "signed", "state"),
    about=Text("协议", "agreements"),
)


@pytest.fixture
def ctl_with_agreements(monkeypatch, tmp_path, ctl):
    monkeypatch.setitem(KINDS, "agreement", AGREEMENT)
    path = tmp_path / "agreements.db"
    assert ctl(f"init {path} --name 示例联盟 --language zh", db=None).code == 0
    assert ctl("member add 甲公司", db=path).code == 0
    assert ctl("member add 乙公司", db=path).code == 0
    return lambda words, **more: ctl(words, db=path, **more)


def test_a_new_kind_is_added_listed_shown_edited_removed_and_undone(ctl_with_agreements):
    ctl = ctl_with_agreements
    assert ctl("agreement add 联合攻关协议 --partner 甲公司 --partner M2 --signed 2024年5月").out == "G1\n"
    assert ctl("agreement list").out == "编号\t事由\t签约方\t签订日期\t状态\nG1\t联合攻关协议\tM1 甲公司、M2 乙公司\t2024-05\t有效\n"
    assert ctl("agreement edit G1 --set state=终止 --set partners-=M2").code == 0
    assert ctl("agreement show G1 --json").json == {
        "id": "G1", "subject": "联合攻关协议", "partners": ["M1"], "state": "ended", "terms": None,
        "signed": {"text": "2024年5月", "canonical": "2024-05", "earliest": "2024-05-01", "latest": "2024-05-31"}}
    assert ctl("undo").code == 0
    assert ctl("agreement list --json").json[0]["partners"] == ["M1", "M2"]
    assert ctl("agreement remove G1").code == 0
    assert ctl("agreement list --json").json == []
    assert ctl("undo").code == 0
    assert ctl("agreement list --json").json[0]["state"] == "valid"


def test_a_new_kind_speaks_both_languages_and_stands_in_the_log(ctl_with_agreements):
    ctl = ctl_with_agreements
    ctl("agreement add joint-research --partner 甲公司")
    assert ctl("agreement list --lang en").out.splitlines()[0] == "id\tsubject\tpartners\tsigned\tstate"
    assert "--signed" in ctl("agreement add --help --lang en").out
    assert "签订日期" in ctl("agreement add --help --lang zh").out
    assert "新增 G1" in ctl("log G1").out


def test_what_a_new_kind_points_at_cannot_be_removed(ctl_with_agreements):
    ctl = ctl_with_agreements
    ctl("agreement add 联合攻关协议 --partner 甲公司")
    refused = ctl("member remove 甲公司")
    assert refused.code == 4
    assert "G1" in refused.err


def test_a_new_kind_may_point_at_any_other_also_at_one_that_is_kept_apart_from_its_name():
    doubt = AGREEMENT._replace(key="doubt", letter="D", view="doubts", fields=(
        Field("subject", Text("事由", "subject"), Line(), required=True), *(Field(key, kind.label, Reference(key)) for key, kind in KINDS.items())))
    with in_memory([*KINDS.values(), doubt]) as connection:
        connection.commit()
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("INSERT INTO doubt(subject) VALUES ('x')")
        for key in KINDS:
            with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
                connection.execute(f'INSERT INTO doubt(subject, "{key}") VALUES (?, ?)', ("x", 99))
