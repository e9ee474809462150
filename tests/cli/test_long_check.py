"""Thousands of findings: all of them, in their order, in bounded memory, a few questions a block, and no lock while they are shown."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from alliancectl.actions.check import check
from alliancectl.kinds.finding import Finding, Severity
from alliancectl.render import renderer
from alliancectl.reports.check import AT_ONCE, check_list
from alliancectl.store.ask import capacity_claims, checked
from alliancectl.store.file import reading
from alliancectl.store.findings import Findings
from alliancectl.store.history import change
from alliancectl.text import Text

COPIES = 3 * AT_ONCE + 45


def copied(db: Path, claim: int, copies: int, **other: Any) -> None:
    """As many copies of a claim, its sources with it; `other` is what they say otherwise."""
    with sqlite3.connect(db) as connection:
        of = connection.execute("SELECT * FROM capacity WHERE id = ?", (claim,))
        columns = [column[0] for column in of.description if column[0] not in ("id", "operation", "removed", "uid", "sort", "told", "until")]
        row = dict(zip([column[0] for column in of.description], of.fetchone(), strict=True))
        cited = connection.execute("SELECT source, quote FROM capacity_source_row WHERE capacity = ?", (claim,)).fetchall()
    connection.close()
    row |= other
    with change(str(db), "test") as now:
        first = now.insert_many("capacity", columns, [[row[column] for column in columns]] * copies)
        now.insert_many("capacity_source", ("capacity", "source", "quote"),
                        [(number, *one) for number in range(first, first + copies) for one in cited])


@pytest.fixture
def long(ctl: Any, db: Path) -> Path:
    """A record file with more than three blocks of repeated claims, a conflict, and an overlap that is more serious than they."""
    for line in ("member add 甲公司 --joined 2010 --kind 企业", "product add PVDF --unit t/a", "capacity add M1 PVDF 5万吨/年 --source 公告 --as-of 2024",
                 "capacity add M1 PVDF 6万吨/年 --source 年报 --as-of 2024", "capacity add M1 PVDF 50000吨/年 --source 公告 --as-of 2024",
                 "visit add 2009-05-14 M1 走访", "member rank M1 council 2015-01-01"):
        assert ctl(line).code == 0
    copied(db, 1, COPIES)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE membership SET until = NULL, until_earliest = NULL, until_latest = NULL WHERE id = 1")
    connection.close()
    return db


WANTED = [("membership-overlap", "J2"), ("conflict-open", "C1"), ("duplicate-claim", "C3"),
          *(("duplicate-claim", f"C{number}") for number in range(4, 4 + COPIES)), ("outside-writes", "J1"), ("outside-membership", "V1")]


def test_thousands_of_findings_are_all_told_in_their_order_in_every_form(ctl: Any, long: Path) -> None:
    said = ctl("check --json")
    assert said.code == 6
    assert [(one["code"], one["record"]) for one in said.json] == WANTED
    assert "errors 1, warnings 1847, notices 2" in ctl("check --lang en").err
    assert [json.loads(line) for line in ctl("check --format jsonl").out.splitlines()] == said.json
    for form, delimiter in (("plain", "\t"), ("csv", ",")):
        rows = [*csv.reader(io.StringIO(ctl(f"check --format {form}").out.lstrip("\ufeff")), delimiter=delimiter)][1:]
        assert [tuple(row[1:]) for row in rows] == [(one["code"], one["record"], one["message"], one["fix"]) for one in said.json]
    shown = [line.split()[1] for line in ctl("check --format table", env={"COLUMNS": "300"}).out.splitlines() if "alliancectl" in line or "…" in line]
    assert shown == [code for code, _ in WANTED]


def test_a_copy_is_told_from_a_claim_that_says_the_same_in_other_words(ctl: Any, long: Path) -> None:
    assert ctl("check --fix duplicate-claim", "--yes").code == 0   # warnings are left, no error
    assert [one["record"] for one in ctl("check duplicate-claim --json").json] == ["C3"]


# ---- what is held -------------------------------------------------------------------------------------------------


def _peak(db: Path, codes: list[str], form: str = "plain") -> int:
    """The most that Python holds while these codes are looked for and what is found is shown."""
    tracemalloc.start()
    with check(str(db), codes) as findings:
        for _ in renderer(form)(check_list(findings, ""), "zh"):
            pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


@pytest.mark.parametrize("form", ["plain", "csv", "json", "jsonl", "md", "table"])
def test_three_times_the_findings_take_no_more_memory(long: Path, form: str) -> None:
    _peak(long, ["duplicate-claim"], form)   # what is loaded once
    before = _peak(long, ["duplicate-claim"], form)
    copied(long, 1, 2 * COPIES)
    assert _peak(long, ["duplicate-claim"], form) < 1.5 * before


@pytest.mark.parametrize("codes", [["no-source"], ["undated"], ["year-suspicious"], ["outside-membership", "duplicate-visit"]], ids=" ".join)
def test_three_times_the_records_that_a_check_tells_of_take_no_more_memory(ctl: Any, db: Path, codes: list[str]) -> None:
    for line in ("member add 甲公司 --joined 2010", "product add PVDF --unit t/a", "capacity add M1 PVDF 5万吨/年 --allow no-source",
                 "source add 氟材料动态 --published 2009-11-25", "capacity add M1 PVDF 800吨 --measure output --as-of 2009 --source R1 --quote 产量约800吨"):
        assert ctl(line).code == 0

    def more(number: int) -> None:
        copied(db, 2 if codes == ["year-suspicious"] else 1, number)
        with change(str(db), "test") as now:
            visits = [("2009-06-20", "2009-06-20", "2009-06-20", "outgoing", "走访")] * number
            first = now.insert_many("visit", ("date", "date_earliest", "date_latest", "direction", "subject"), visits)
            now.insert_many("visit_member", ("visit", "member"), [(visit, 1) for visit in range(first, first + number)])

    more(COPIES)
    _peak(db, codes)   # what is loaded once
    before = _peak(db, codes)
    more(2 * COPIES)
    assert _peak(db, codes) < 1.5 * before
    assert len(ctl(f"check {' '.join(codes)} --json").json) >= 3 * COPIES


def test_three_times_the_records_that_were_edited_take_no_more_memory(long: Path) -> None:
    def edited(first: int, number: int) -> None:
        with change(str(long), "test") as now:
            for row in range(first, first + number):
                now.update("capacity", row, {"line": "一号线"})

    copied(long, 1, 2 * COPIES)
    edited(4, COPIES)
    _peak(long, ["history-broken"])   # what is loaded once
    before = _peak(long, ["history-broken"])
    edited(4 + COPIES, 2 * COPIES)
    assert _peak(long, ["history-broken"]) < 1.5 * before


def _output(db: Path, years: range) -> None:
    """Hundreds of statements of the output of each of these years."""
    for year in years:
        copied(db, 1, 500, as_of=f"{year}", as_of_earliest=f"{year}-01-01", as_of_latest=f"{year}-12-31")


def test_what_holds_in_each_year_is_read_once_for_all_checks_and_one_year_is_held_at_a_time(ctl: Any, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    within = capacity_claims.within
    monkeypatch.setattr(capacity_claims, "within", lambda first, last: read.append(first) or within(first, last))

    codes = ["conflict-open", "level-mismatch", "held-back", "stale"]
    for line in ("member add 甲公司", "product add PVDF --unit t/a", "capacity add M1 PVDF 5万吨 --measure output --source 公告 --as-of 2025"):
        assert ctl(line).code == 0
    _output(db, range(2001, 2005))
    _peak(db, codes)   # what is loaded once
    before = _peak(db, codes)
    _output(db, range(2005, 2013))
    read.clear()
    assert _peak(db, codes) < 1.5 * before
    assert read == [f"{year}-01-01" for year in (*range(2001, 2013), 2025)]


def test_of_the_claims_of_members_only_those_of_an_absence_are_read(long: Path) -> None:
    asked: list[str] = []
    with reading(str(long)) as connection:
        connection.set_trace_callback(asked.append)
        assert checked.stated(connection, [(1, "", "2010-01-01")]) == []
        connection.set_trace_callback(None)
        assert [(one.first, one.claims) for one in checked.stated(connection, [(1, "2024-01-01", "2025-01-01")])] == [(1, COPIES + 3)]
        assert checked.stated(connection, [(1, "2024-01-02", "2025-01-01"), (1, "", "2024-12-31"), (2, "", "9999-99-99")]) == []
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert [step for step in plan if step.startswith(("SCAN o", "SCAN r"))] == []
    assert len([step for step in plan if "USING INDEX capacity_by_sort (sort=? AND until>? AND until<?)" in step]) == 1


def test_repeated_claims_are_read_in_blocks(long: Path) -> None:
    asked: list[str] = []
    with reading(str(long)) as connection:
        connection.set_trace_callback(asked.append)
        assert sum(1 for _ in checked.repeated_claims(connection)) == COPIES + 1
        connection.set_trace_callback(None)
    blocks = (COPIES + 1) // (AT_ONCE // 2) + 1
    assert len(asked) <= 1 + 12 * blocks   # all pairs; BEGIN, the rows, the file's version, the names, the sources, COMMIT


def test_only_claims_that_end_on_one_day_in_one_series_are_held_against_each_other(long: Path) -> None:
    copied(long, 1, 2, as_of=None, as_of_earliest=None, as_of_latest=None)   # of no day: these are found too
    asked: list[str] = []
    with reading(str(long)) as connection:
        connection.set_trace_callback(asked.append)
        found = [*checked.repeated_claims(connection)]
        connection.set_trace_callback(None)
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert [(one.claim.code, one.first, one.copy) for one in (found[0], found[1], found[-1])] == [
        ("C3", "C1", False), ("C4", "C1", True), (f"C{5 + COPIES}", f"C{4 + COPIES}", True)]
    assert [step for step in plan if step.startswith("SCAN r")] == []
    assert len([step for step in plan if "capacity_by_sort (sort=? AND until=?)" in step]) == 1


def test_findings_that_wait_for_their_reader_hold_no_lock(long: Path) -> None:
    with check(str(long)) as findings:
        chunks = renderer("plain")(check_list(findings, ""), "zh")
        shown = [next(chunks), next(chunks)]
        with change(str(long), "test", wait=0) as now:
            now.mark("visit", "id = ?", (1,))
        assert len("".join(map(str, [*shown, *chunks])).splitlines()) == 1 + len(WANTED)


# ---- findings that are put aside ----------------------------------------------------------------------------------


def _finding(code: str, severity: Severity) -> Finding:
    return Finding(code, severity, "C1", Text("一", "one"), "alliancectl show C1", severity == "notice")


def test_findings_come_by_severity_then_by_check_then_as_they_were_found() -> None:
    put = [(2, _finding("c", "warning")), (1, _finding("b", "notice")), (0, _finding("d", "warning")), (2, _finding("a", "warning")), (9, _finding("e", "error"))]
    with Findings() as findings:
        for place, finding in put:
            findings.put(place, finding)
        assert [*findings] == [*findings] == [put[at][1] for at in (4, 2, 0, 3, 1)]
        assert findings.counts() == {"error": 1, "warning": 3, "notice": 1}
        findings.forget(2)
        assert [finding.code for finding in findings] == ["e", "d", "b"]
        findings.clear()
        assert ([*findings], findings.counts()) == ([], {"error": 0, "warning": 0, "notice": 0})


def test_findings_that_no_folder_can_hold_are_said_to_be_so_and_the_record_file_is_not_blamed(ctl: Any, long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(path: str, *args: Any, connect: Any = sqlite3.connect, **more: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, *args, **more)
        if not path:   # the temporary file
            connection.execute("PRAGMA max_page_count=20")
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect)
    result = ctl("check --json", db=long)
    assert (result.code, result.out, result.error["error"]) == (1, "", "no-room-aside")
    assert "SQLITE_TMPDIR" in result.error["fix"]
