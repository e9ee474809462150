"""Claims share what they say: what is told of them, by us or by another program, does not show it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from alliancectl.store.integrity import sound


@pytest.fixture
def imported(ctl: Any, db: Path, home: Path) -> Any:
    """Twenty claims of two sorts and two days, imported; C21 is typed."""
    for line in ("member add 甲公司", "product add PVDC --unit t/a", "source add 年报", "source add 公告"):
        assert ctl(line).code == 0
    rows = "".join(f"甲公司,PVDC,{number + 1}00 t/a,{2023 + number % 2},{'在产' if number % 4 < 2 else '停产'},年报\n" for number in range(20))
    (home / "claims.csv").write_text("member,product,amount,as_of,status,source\n" + rows, encoding="utf-8")
    assert ctl("import claims.csv --as capacity").code == 0
    assert ctl("capacity add M1 PVDC '6 kt/a' --as-of 2024 --source 年报 --quote 年产6千吨").code == 0
    return ctl


def asked(path: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def outside(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=ON")
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def test_what_many_claims_say_is_kept_once_and_their_sources_with_it(imported: Any, db: Path) -> None:
    assert asked(db, "SELECT count(*) FROM capacity_row") == [(21,)]
    assert asked(db, "SELECT count(*), count(DISTINCT told) FROM capacity_row WHERE id <= 20") == [(20, 2)]
    assert asked(db, "SELECT count(*), count(DISTINCT amount_unit) FROM capacity_sort") == [(3, 2)]
    assert asked(db, "SELECT capacity, quote FROM capacity_source_row") == [(21, "年产6千吨")]
    assert asked(db, "SELECT id, source, quote FROM capacity_source WHERE capacity = 3 ORDER BY id") == [(-2, 1, None), (-1, 3, "第 4 行")]
    shown = imported("capacity show C3 --json").json
    assert (shown["sources"], shown["quotes"]) == (["R1", "R3"], [{"source": "R3", "quote": "第 4 行"}])


def test_a_source_that_a_claim_holds_itself_can_be_taken_away_and_comes_back(imported: Any, db: Path) -> None:
    assert imported("capacity edit C3 --set sources-=R1 --set sources+=R2").code == 0
    assert imported("capacity show C3 --json").json["sources"] == ["R3", "R2"]
    assert imported("capacity show C4 --json").json["sources"] == ["R1", "R3"]
    told = imported("log C3").out
    assert "来源：R1 → –" in told
    assert "来源：– → R2" in told
    assert imported("undo").code == 0
    assert imported("capacity show C3 --json").json["sources"] == ["R1", "R3"]
    assert imported("source remove R1").code == 4
    assert "C3" in imported("source remove R1").err
    assert sound(str(db)) == []


def test_another_program_writes_to_the_view_as_to_a_table_and_check_says_so(imported: Any, db: Path) -> None:
    outside(db, "UPDATE capacity SET line = '2号线', amount_base = '7' WHERE id = 3",
            "INSERT INTO capacity(member, product, measure, basis, amount, as_of, as_of_earliest, as_of_latest, standing)"
            " VALUES (1, 1, 'capacity', 'unspecified', '8 t/a', '2020', '2020-01-01', '2020-12-31', 'normal')",
            "INSERT INTO capacity_source(capacity, source, quote) VALUES (22, 1, '八吨')", "UPDATE capacity SET removed = 0 WHERE id = 4")
    assert asked(db, "SELECT operation, field, old, new FROM edit WHERE kind = 'capacity' AND record = 3 ORDER BY id") == [
        (0, "line", None, "2号线"), (0, "amount_base", "300", "7")]
    assert asked(db, "SELECT operation, until FROM capacity WHERE id = 22") == [(0, 20201231)]
    told = imported("check outside-writes --json").json
    assert [one["record"] for one in told] == ["C22"]
    assert "C3" in told[0]["message"]
    assert "C4" in told[0]["message"]
    assert imported("check outside-writes --fix").code in (0, 6)
    assert sound(str(db)) == []
    assert imported("capacity show C22 --json").json["sources"] == ["R1"]


@pytest.mark.parametrize("statement", [
    "UPDATE capacity_sort SET line = 'x'", "DELETE FROM capacity_sort", "UPDATE capacity_told SET as_of = 'x'", "DELETE FROM capacity_told",
    "DELETE FROM capacity_row", "UPDATE capacity_source SET quote = 'x' WHERE id < 0",
    "INSERT INTO capacity_source(id, capacity, source) VALUES (-2, 3, 2)"])
def test_what_claims_share_and_hold_cannot_be_changed_for_all_of_them(imported: Any, db: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        outside(db, statement)


def test_the_view_for_other_programs_seeks_the_sources_of_a_claim_and_names_them_in_their_order(imported: Any, db: Path) -> None:
    assert imported("capacity edit C3 --set sources-=R1").code == 0
    assert imported("capacity edit C3 --set sources+=R2 --set sources+=R1").code == 0
    question = "SELECT sources FROM capacity_claims WHERE id IN (3, 4)"
    assert asked(db, question) == [("R3 claims.csv; R2 公告; R1 年报",), ("R1 年报; R3 claims.csv",)]
    plan = [row[3] for row in asked(db, "EXPLAIN QUERY PLAN " + question)]
    assert not [step for step in plan if "MATERIALIZE" in step or "AUTOMATIC" in step], plan


def test_a_claim_that_stands_in_the_index_under_another_day_is_found(imported: Any, db: Path) -> None:
    outside(db, "UPDATE capacity_row SET until = 20990101 WHERE id = 5")
    assert [broken.where for broken in sound(str(db))] == ["C5"]


@pytest.mark.parametrize("statement", ["UPDATE series SET member = 2 WHERE id = 1", "UPDATE series SET line = 'x' WHERE id = 1", "DELETE FROM series WHERE id = 1"])
def test_a_series_that_is_another_than_its_claims_say_is_found(imported: Any, db: Path, statement: str) -> None:
    assert imported("member add 乙公司").code == 0
    outside(db, statement)
    assert [broken.where for broken in sound(str(db))] == ["C1"]


def test_a_claim_that_another_program_moved_is_no_damage(imported: Any, db: Path) -> None:
    for line in ("member add 乙公司", "product add 无单位", "capacity add M1 PVDC - --status 停产 --line 二号线 --as-of 2025 --source 年报",
                 "capacity add M1 无单位 - --status 停产 --as-of 2025 --source 年报", "product edit P1 --set unit=件/年"):
        assert imported(line).code == 0, line
    outside(db, "UPDATE capacity SET member = 2 WHERE id = 3", "UPDATE capacity SET line = 'x' WHERE id = 22", "UPDATE capacity SET product = NULL WHERE id = 5")
    assert sound(str(db)) == []
    for line in ("member merge M2 M1 --yes", "redact C7 note --with 无 --yes", "check --fix", "undo"):
        imported(line)
    assert sound(str(db)) == []


def test_words_that_are_redacted_are_gone_from_what_claims_share(imported: Any, db: Path) -> None:
    assert imported("capacity prefer C3 --why 欧阳千寻电话所述").code == 0
    assert imported("redact C3 why --with 电话所述 --yes").code == 0
    assert "欧阳千寻".encode() not in db.read_bytes()
    assert imported("capacity show C3 --json").json["why"] == "电话所述"
    assert sound(str(db)) == []


def test_an_undone_import_is_one_mark_a_claim(imported: Any, db: Path) -> None:
    assert imported("undo 6").code == 0
    assert asked(db, "SELECT count(*) FROM edit") == [(0,)]
    assert asked(db, "SELECT count(*) FROM capacity WHERE removed IS NULL") == [(1,)]
    assert imported("redo").code == 0
    assert len(imported("capacity list --json").json) == 21
    assert sound(str(db)) == []


@pytest.mark.parametrize("question", [
    "SELECT sources FROM capacity_claims WHERE id = 3", "SELECT s.capacity, s.id, s.source FROM capacity_source AS s WHERE s.capacity BETWEEN 3 AND 5 ORDER BY s.capacity, s.id",
    "SELECT t.id FROM capacity AS t WHERE t.id < 5 AND NOT EXISTS (SELECT 1 FROM capacity_source AS s WHERE s.capacity = t.id AND s.removed IS NULL)",
    "SELECT id FROM capacity WHERE member = 1", "SELECT capacity FROM capacity_source WHERE source = 1 AND removed IS NULL"])
def test_the_sources_of_a_claim_are_found_without_reading_those_of_all(imported: Any, db: Path, question: str) -> None:
    plan = [row[3] for row in asked(db, f"EXPLAIN QUERY PLAN {question}")]
    assert [step for step in plan if step.startswith(("SCAN r", "SCAN capacity", "MATERIALIZE"))] == []


def test_a_claim_that_another_program_removed_is_written_no_more(imported: Any, db: Path) -> None:
    outside(db, "UPDATE capacity SET removed = 0 WHERE id IN (4, 21)")
    for line in ("capacity withdraw C21 --why 有误", "capacity edit C4 --set note=x --allow no-source", "cite C4 R2"):
        assert imported(line + " --json").error["error"] == "not-found", line
