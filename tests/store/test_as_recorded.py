"""The report as it would have been printed then: the same bytes, whatever was done since, undone and redone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliancectl.store import as_recorded
from alliancectl.store.file import reading

MEMBERS = st.sampled_from(["M1", "M2", "M3"])
DAYS = st.sampled_from(["2024-03-01", "2025-02", "2025-06-15", "2025-12-31", "unknown", "2025?"])
COMMANDS = st.one_of(
    st.builds("member add 新成员{0} --joined {1} --kind 企业".format, st.integers(1, 9), DAYS),
    st.builds("member edit {0} --set place=地{1} --set chain+=上游".format, MEMBERS, st.integers(1, 3)),
    st.builds("member edit {0} --set chain-=上游 --set kind=".format, MEMBERS),
    st.builds("member rename {0} 改名{1}公司 --on 2025-05-01".format, MEMBERS, st.integers(1, 9)),
    st.builds("member leave {0} {1}".format, MEMBERS, DAYS),
    st.builds("member rejoin {0} {1}".format, MEMBERS, DAYS),
    st.builds("member rank {0} council {1}".format, MEMBERS, DAYS),
    st.builds("visit add {1} {0} 走访 --headcount {2} --source 登记簿".format, MEMBERS, DAYS, st.integers(1, 9)),
    st.builds("visit edit V1 --set date={0} --set members=M2 --note 更正".format, DAYS),
    st.builds("visit remove V{0}".format, st.integers(1, 3)),
    st.builds("follow-up add V1 事项 --due {0}".format, st.sampled_from(["2025-03-01", "2026-03-01"])),
    st.builds("follow-up done F{0} --on 2025-09-01".format, st.integers(1, 2)),
    st.builds("capacity add {0} PVDF {1}吨/年 --as-of {2} --source 来源{1} --status {3}".format, MEMBERS, st.integers(1, 4),
              st.sampled_from(["2024", "2025", "unknown"]), st.sampled_from(["operating", "planned", "idle"])),
    st.builds("capacity add {0} PVDF {1}吨/年 --year 2025 --measure output --source 来源1".format, MEMBERS, st.integers(1, 4)),
    st.builds("capacity prefer C{0} --why 核实".format, st.integers(1, 4)),
    st.builds("capacity withdraw C{0} --why 有误".format, st.integers(1, 4)),
    st.builds("capacity edit C{0} --set amount={1}吨/年 --set line=一期".format, st.integers(1, 3), st.integers(5, 9)),
    st.builds("capacity remove C{0}".format, st.integers(1, 3)),
    st.builds("report text 2025 problems --set 文字{0}".format, st.integers(1, 3)),
    st.just("report text 2025 problems --clear"),
    st.builds("report year 2025 --freeze 印发{0} -q".format, st.integers(1, 3)),
    st.builds("alliance edit --set tolerance={0}".format, st.integers(0, 50)),
    st.builds("source add 来源{0} --kind news".format, st.integers(1, 4)),
    st.just("undo"), st.just("undo"), st.just("redo"),
    st.builds("undo {0}".format, st.integers(2, 12)),
    st.builds("redo {0}".format, st.integers(4, 16)),
)
START = ("member add 甲公司 --joined 2024-01-01", "member add 乙公司 --kind 高等院校", "member add 丙公司 --joined 2025-03-01",
         "visit add 2025-05-14 M1 走访 --headcount 4 --source 登记簿", "follow-up add V1 事项 --due 2025-10-01",
         "capacity add M1 PVDF 3吨/年 --as-of 2024 --source 来源1", "capacity add M2 PVDF 5吨/年 --as-of 2025 --source 来源2")


@pytest.fixture
def empty(db: Path) -> bytes:
    """The record file as each example finds it."""
    return db.read_bytes()


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(commands=st.lists(COMMANDS, min_size=4, max_size=8))
def test_the_report_of_each_operation_can_be_printed_again_later(ctl, db: Path, empty: bytes, commands: list[str]) -> None:
    db.write_bytes(empty)
    printed = {}
    for command in (*START, *commands):
        ctl(command)
        number = ctl("log --json").json[0]["id"]
        printed[number] = ctl("report year 2025 --lang both").out
    for number, report in printed.items():
        assert ctl(f"report year 2025 --lang both --as-recorded #{number}".replace("#", "'#'")).out == report, (number, commands)


def test_every_row_of_every_table_is_as_it_was(ctl, demo: Path) -> None:
    """Not only what the report asks: all of it, after edits, removals, undo and redo of an import-sized operation."""
    saved = {}
    for command in ("member edit M3 --set place=衢州 --set chain+=下游", "capacity remove C5", "visit remove V23 -q", "undo", "member leave M5 2026-01-01",
                    "redo", "member merge M1 M2", "source edit R1 --set title=改过的标题", "undo 5", "undo 3", "redo"):
        ctl(command, db=demo)
        number = ctl("log --json", db=demo).json[0]["id"]
        saved[number] = rows(demo, None)
    for number, was in saved.items():
        assert rows(demo, number) == was


def rows(path: Path, number: int | None) -> dict[str, list[tuple[object, ...]]]:
    with reading(str(path)) as connection:
        names = [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('writing', 'series') AND name NOT LIKE 'sqlite_%'")]
        if number is not None:
            as_recorded.show_as_recorded(connection, number)
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in names}


def test_what_is_shown_as_recorded_cannot_be_written(demo: Path) -> None:
    with reading(str(demo)) as connection:
        as_recorded.show_as_recorded(connection, 2)
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("UPDATE main.member SET name = ''")


def test_edits_of_another_program_are_told_apart_by_their_place_in_the_log(ctl, db: Path) -> None:
    ctl("member add 甲公司 --joined 2024-01-01")
    ctl("member edit M1 --set place=衢州")
    before = ctl("report year 2025").out
    connection = sqlite3.connect(db)
    connection.execute("UPDATE member SET name = '别的程序写的' WHERE id = 1")
    connection.commit()
    connection.close()
    outside = ctl("report year 2025").out
    ctl("member edit M1 --set place=杭州")
    assert "别的程序写的" in outside
    assert ctl("report year 2025 --as-recorded '#3'").out == outside
    assert "别的程序写的" not in before


@pytest.mark.parametrize(("when", "code", "error"), [
    ("'#99'", 3, "no-operation"), ("'#0'", 3, "nothing-recorded-then"), ("2001", 3, "nothing-recorded-then"),
    ("2001-13-40", 4, "impossible-date"), ("不详", 2, "usage")])
def test_a_moment_without_records_is_named(ctl, when: str, code: int, error: str) -> None:
    refused = ctl(f"report year 2025 --json --as-recorded {when}")
    assert (refused.code, refused.error["error"]) == (code, error)


def test_a_day_and_a_time_are_of_the_files_time_zone(ctl, db: Path) -> None:
    ctl("member add 甲公司 --joined 2024-01-01")
    made = ctl("log --json").json[-1]["at"]
    assert ctl(f"report year 2025 --as-recorded {made[:16]}Z").code == 3
    assert ctl("report year 2025 --as-recorded 2099-12-31").out == ctl("report year 2025").out
    assert ctl("report year 2025 --as-recorded 2001-01-01").code == 3


def test_a_report_as_recorded_works_on_a_file_that_cannot_be_written(ctl, demo: Path) -> None:
    ctl("member edit M3 --set place=衢州", db=demo)
    before = demo.read_bytes()
    demo.chmod(0o400)
    demo.parent.chmod(0o500)
    try:
        assert ctl("report year 2025 --as-recorded '#2'", db=demo).code == 0
    finally:
        demo.parent.chmod(0o700)
    assert demo.read_bytes() == before


@pytest.mark.parametrize("since", [["product merge P1 P2 --yes"], ["product merge P1 P2 --yes", "redact C1 note --yes"]])
def test_claims_of_a_series_are_sought_as_they_were_also_when_many_were_changed_since(ctl, home: Path, db: Path, since: list[str]) -> None:
    (home / "claims.csv").write_text("member,product,amount,as_of,note\n" + "".join(
        f"甲公司,{'PVDF' if number % 2 else 'PVDC'},{number + 1} t/a,{2020 + number % 5},备注{number}\n" for number in range(40)), encoding="utf-8")
    for line in ("member add 甲公司", "product add PVDF --unit t/a", "product add PVDC --unit t/a", "import claims.csv --as capacity --allow no-source", *since):
        assert ctl(line).code == 0, line
    with reading(str(db)) as connection:
        as_recorded.show_as_recorded(connection, 5)
        plan = [row[3] for row in connection.execute(
            "EXPLAIN QUERY PLAN SELECT c.id FROM capacity_sort AS o CROSS JOIN capacity AS c ON c.sort = o.id WHERE o.series = 1 UNION ALL SELECT id FROM capacity WHERE series = 1")]
    assert not [step for step in plan if "AUTOMATIC" in step or step.startswith("SCAN")], plan
