"""§6 says what `check` finds in the records that the period rests on, without reading all claims."""

from __future__ import annotations

import sqlite3

import pytest

from alliancectl.store.ask import problems
from alliancectl.store.file import reading

BASE = (
    "member add 甲公司 --joined 2010 --kind 企业", "member add 乙公司 --joined 2012", "product add PVDF --unit t/a",
    "source add 公告一 --kind company --published 2025-03-01")
FOUND = {   # the code of check: (its code in §6, what makes it, the record)
    "no-source": ("no-source", ["capacity add M1 PVDF 1万吨/年 --as-of 2025 --allow no-source"], "C1"),
    "undated": ("undated-claim", ["capacity add M1 PVDF 1万吨/年 --as-of 不详 --source R1"], "C1"),
    "duplicate-name": ("duplicate-name", ["member add 甲公司有限公司 --joined 2020 --allow duplicate-name"], "M3"),
    "year-suspicious": ("year-suspicious", ["visit add 2025-01-20 M1 调研 --source R1 --quote 1月20日一行来访"], "V1"),
    "duplicate-claim": ("duplicate-claim", ["capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2024", "capacity add M1 PVDF 50000t/a --source R1 --as-of 2024"], "C2"),
    "outside-membership": ("outside-membership-claim", ["member add 丙公司 --joined 2025-06-01", "capacity add M3 PVDF 1万吨/年 --source R1 --as-of 2025-02-01"], "C1"),
    "stale": ("stale", ["capacity add M1 PVDF 1万吨/年 --source R1 --as-of 2020"], "C1"),
    "follow-up-overdue": ("follow-up-overdue", ["visit add 2025-05-14 M1 走访", "follow-up add V1 补报 --due 2025-11-30"], "F1"),
    "conflict-open": ("conflict-open", ["capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2025", "capacity add M1 PVDF 8万吨/年 --source R1 --as-of 2025"], "C1"),
}


@pytest.fixture
def recorded(ctl):
    """The command, on a file with two members, a product and a source."""
    for line in BASE:
        assert ctl(line).code == 0
    return ctl


def gaps(ctl, year: int = 2025):
    """What §6 lists: the records by the code of the gap."""
    [section] = ctl(f"report year {year} --section problems --json").json["sections"]
    [table] = [block for block in section["blocks"] if block["key"] == "data_gaps"]
    return {row["gap"]: row["records"] for row in table["rows"]}


@pytest.mark.parametrize("code", FOUND)
def test_what_check_finds_in_the_period_stands_in_section_6(recorded, code):
    listed, lines, record = FOUND[code]
    assert listed not in gaps(recorded)
    for line in lines:
        assert recorded(line).code == 0, recorded(line).err
    assert record in gaps(recorded)[listed].split()
    assert record in [one["record"] for one in recorded(f"check {code} --json").json]
    [command] = [one["command"] for one in recorded("report gaps 2025 --json").json if (one["code"], one["record"]) == (listed, record)]
    if command.startswith("alliancectl check "):
        assert record in [one["record"] for one in recorded(command.removeprefix("alliancectl ") + " --json").json]


@pytest.mark.parametrize("code", ["no-source", "duplicate-claim", "year-suspicious"])
def test_what_lies_after_the_period_does_not_concern_it(recorded, code):
    listed, lines, _ = FOUND[code]
    for line in lines:
        assert recorded(line).code == 0
    assert listed not in gaps(recorded, 2023)


def test_a_unit_that_the_table_lacks_stands_in_section_6(recorded):
    recorded("unit add 桶 --family mass_per_year --factor 0.2 --zh 桶 --en barrel")
    recorded("capacity add M1 PVDF 100桶 --as-of 2025 --source R1")
    operation = next(one["id"] for one in recorded("log --json").json if "unit add" in one["command"])
    assert recorded(f"undo #{operation}").code == 0
    assert gaps(recorded)["unit-unknown"] == "C1"


def test_a_figure_is_stale_as_of_the_end_of_the_period(recorded):
    recorded("capacity add M1 PVDF 1万吨/年 --source R1 --as-of 2020")
    assert "stale" not in gaps(recorded, 2023)
    assert gaps(recorded, 2024)["stale"] == "C1"


def test_only_the_secretary_is_pointed_to_check(recorded):
    assert "逐条的补正命令：alliancectl report gaps 2025。" in recorded("report year 2025 --section problems").out
    assert "由 alliancectl check 检查" in recorded("report year 2025 --section problems").out
    assert "alliancectl check" not in recorded("report year 2025 --format md").out


def test_no_question_of_the_report_reads_the_whole_table_of_claims(recorded, db):
    for line in FOUND["duplicate-claim"][1]:
        recorded(line)
    asked: list[str] = []
    with reading(str(db)) as connection:
        connection.set_trace_callback(asked.append)
        assert problems.repeated(connection, [1, 2]) == [(1, 2)]
        assert problems.unknown_units(connection, [1, 2]) == []
        assert [*problems.of_the_year_of_publication(connection, ([], [1, 2]))] == []
        connection.set_trace_callback(None)
        plan = [row[3] for query in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert [step for step in plan if step.startswith(("SCAN capacity", "SCAN a", "SCAN b", "SCAN t", "SCAN s"))] == []
    assert [step for step in plan if "capacity_source_by_source" in step] == []   # one source may be cited by every claim


def test_a_claim_whose_date_another_program_let_point_at_nothing_breaks_no_report_and_check_names_it(ctl, demo):
    with sqlite3.connect(demo) as connection:
        connection.execute("UPDATE capacity_row SET told = 99999 WHERE id = 28")
    connection.close()
    assert ctl("report year 2025", db=demo).code == 0
    assert "capacity_row" in ctl("check integrity", db=demo).out
