"""Lists of thousands: complete, in order, in bounded memory, by the file's indexes, and without a lock while they are shown."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import alliancectl
from alliancectl.actions.settle import Desk
from alliancectl.kinds import KINDS
from alliancectl.render import renderer
from alliancectl.reports.listing import changed, listing, report
from alliancectl.store import records
from alliancectl.store.blocks import AT_ONCE, Selection
from alliancectl.store.file import reading
from alliancectl.store.history import change

VISITS = 4 * AT_ONCE + 345
COLUMNS = ("date", "date_earliest", "date_latest", "direction", "visitor", "headcount", "subject")


def _row(number: int) -> tuple[Any, ...]:
    """More than two blocks on one day, others about it, some of no year."""
    day = None if number % 50 == 7 else "2024-05-14" if number % 10 else f"20{number % 20 + 5:02}-0{number % 9 + 1}-11"
    return (day or "XXXX-06-20", day, day, "incoming", f"第 {number % 7} 研究院", number % 30 or None, f"第 {number} 次调研")


def _filled(db: Path, count: int) -> Path:
    with change(str(db), "test") as now:
        now.insert_many("visit", COLUMNS, [_row(number) for number in range(count)])
        now.insert_many("visit_member", ("visit", "member"), [(number, 1 + number % 2) for number in range(1, count, 3)])
    return db


@pytest.fixture
def long(ctl: Any, db: Path) -> Path:
    """The record file with more than four blocks of visits."""
    ctl("member add 甲公司")
    ctl("member add 乙公司")
    return _filled(db, VISITS)


def _in_order(db: Path) -> list[str]:
    return [f"V{row[0]}" for row in sqlite3.connect(db).execute(
        "SELECT id FROM visit WHERE removed IS NULL ORDER BY date_earliest IS NULL, date_earliest, id")]


# ---- what is shown ------------------------------------------------------------------------------------------------


def test_a_long_list_is_every_record_once_in_the_order_of_days_in_every_form(ctl: Any, long: Path) -> None:
    wanted = _in_order(long)
    assert [line.split("\t")[0] for line in ctl("visit list").out.splitlines()[1:]] == wanted
    assert [line.split(",")[0] for line in ctl("visit list --format csv").out.splitlines()[1:]] == wanted
    assert [one["id"] for one in ctl("visit list --json").json] == wanted
    assert [json.loads(line)["id"] for line in ctl("visit list --format jsonl").out.splitlines()] == wanted
    assert [line.split()[1] for line in ctl("visit list --format md").out.splitlines() if line.startswith("| V")] == wanted
    assert [line.split()[0] for line in ctl("visit list --format table").out.splitlines() if line.startswith("V")] == wanted


def test_a_long_list_in_an_order_that_was_asked_for_is_in_that_order(ctl: Any, long: Path) -> None:
    shown = ctl("visit list headcount- --format jsonl").out.splitlines()
    counts = [json.loads(line)["headcount"] for line in shown]
    assert counts == sorted((count for count in counts if count), reverse=True) + [None] * counts.count(None)
    assert len(counts) == VISITS


def test_what_may_lie_outside_a_period_is_counted_whatever_its_length(ctl: Any, long: Path) -> None:
    with change(str(long), "test") as now:
        now.insert_many("visit", COLUMNS, [("2023-12/2024-01", "2023-12-01", "2024-01-31", "outgoing", None, None, "跨年")] * (AT_ONCE + 5))
    said = ctl("visit list date:2023")
    assert f"其中 {AT_ONCE + 5} 条只是可能在所问的时段内：V{VISITS + 1} V{VISITS + 2}" in said.err
    assert said.err.rstrip().endswith("…")


def test_a_claim_whose_unit_another_program_made_up_is_listed_as_written(ctl: Any, db: Path) -> None:
    ctl("capacity add - PVDC 6万吨/年 --scope 中国 --source 年鉴")
    connection = sqlite3.connect(db)
    connection.execute("UPDATE capacity SET amount = '9 firkin', amount_unit = 'firkin'")
    connection.commit()
    said = ctl("capacity list")
    assert (said.code, "9 firkin" in said.out) == (0, True)


_DAYS = {
    "a day": ("2024-05-14", None, "2024-05-14", "2024-05-14"), "as written": ("2024-05-14", "2024年5月14日", "2024-05-14", "2024-05-14"),
    "a month": ("2024-05", None, "2024-05-01", "2024-05-31"), "no year": ("XXXX-06-20", None, None, None), "nothing": (None, None, None, None),
}


@pytest.mark.parametrize("days", [["a day"], ["nothing"], ["a day", "nothing"], ["a day", "as written"], ["a day", "a month"], ["no year"], [*_DAYS]], ids=str)
def test_records_in_blocks_are_those_read_one_by_one_whatever_days_they_have(db: Path, days: list[str]) -> None:
    columns = ("date", "date_text", "date_earliest", "date_latest", "end_date", "end_date_text", "end_date_earliest", "end_date_latest", "direction", "subject")
    with change(str(db), "test") as now:
        now.insert_many("visit", columns, [(*_DAYS["a day"], *_DAYS[days[at % len(days)]], "outgoing", f"{at}") for at in range(2 * AT_ONCE)])
    with reading(str(db)) as connection:
        visit = KINDS["visit"]
        by_block = [(one.id, one.values) for one, _ in Selection(connection, visit, by_number=True).blocks(visit.fields).records()]
        alone = [(one.id, one.values) for one in records.records(connection, visit)]
    assert by_block == sorted(alone, key=lambda one: one[0])


def test_a_block_asks_the_same_few_questions_however_many_its_rows(long: Path) -> None:
    def asked(form: str) -> int:
        statements: list[str] = []
        with reading(str(long)) as connection:
            chunks = _streamed(connection, form)[1]
            connection.set_trace_callback(statements.append)
            assert "".join(chunks)
            connection.set_trace_callback(None)
        return len(statements)

    blocks = VISITS // AT_ONCE + 3   # those of the days, of no day, and the two that find nothing more
    assert asked("plain") <= 8 * blocks    # BEGIN, two for the rows, the file's version, three for the members, COMMIT
    assert asked("json") <= 16 * blocks    # five fields that hold several


def test_a_long_list_on_a_terminal_is_shown_without_loading_rich(long: Path, home: Path) -> None:
    program = "import sys; from alliancectl.cli.run import main; main(sys.argv[1:]); print(*sorted({'rich', 'alliancectl.render.terminal'} & {*sys.modules}))"
    env = {"HOME": str(home), "PYTHONPATH": str(Path(alliancectl.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", program, "visit", "list", "--format", "table", "--color", "always", "--db", str(long)],
                          env=env, capture_output=True, encoding="utf-8", check=True)
    assert f"V{VISITS}" in done.stdout
    assert done.stdout.splitlines()[-1] == "alliancectl.render.terminal"


# ---- while others write -------------------------------------------------------------------------------------------


def _streamed(connection: sqlite3.Connection, form: str = "plain") -> tuple[Any, Iterator[str]]:
    listed = listing(Selection(connection, KINDS["visit"]), Desk(connection).known)
    return listed, iter(renderer(form)(report(listed), "zh"))   # type: ignore[arg-type]


def test_a_list_that_waits_for_its_reader_holds_no_lock(long: Path) -> None:
    with reading(str(long)) as connection:
        listed, chunks = _streamed(connection)
        shown = [next(chunks), next(chunks)]   # the head, the first block
        last = _in_order(long)[-1]
        with change(str(long), "test", wait=0) as now:
            now.mark("visit", "id = ?", (int(last[1:]),))
            now.insert_many("visit", COLUMNS, [("unknown", None, None, "outgoing", None, None, "后来的")])
        lines = "".join([*shown, *chunks]).splitlines()
    assert last not in {line.split("\t")[0] for line in lines}
    assert lines[-1].split("\t")[0] == f"V{VISITS + 1}"
    assert changed(listed)


def test_a_list_that_nobody_wrote_to_says_nothing_of_it(ctl: Any, long: Path) -> None:
    assert ctl("visit list").err == ""


def test_who_lists_a_file_that_is_written_to_is_told(ctl: Any, long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alliancectl.reports import listing as lists

    monkeypatch.setattr(lists, "changed", lambda listed: True)
    assert "the file was written to meanwhile" in ctl("visit list --lang en", env={"ALLIANCECTL_LANG": "en"}).err


# ---- memory and indexes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["plain", "csv", "json", "jsonl", "md", "table"])
def test_three_times_the_records_take_no_more_memory(long: Path, form: str) -> None:
    def peak() -> int:
        with reading(str(long)) as connection:
            chunks = _streamed(connection, form)[1]
            tracemalloc.start()
            for _ in chunks:
                pass
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    peak()   # what is loaded once
    before = peak()
    _filled_again = [_row(number) for number in range(4 * AT_ONCE)]
    with change(str(long), "test") as now:
        now.insert_many("visit", COLUMNS, _filled_again)
    assert peak() < 1.5 * before


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS.values() if "list" in kind.verbs])
@pytest.mark.parametrize("form", ["plain", "json"])
def test_no_block_of_a_list_is_sorted_or_looked_for_without_an_index(demo: Path, kind: str, form: str) -> None:
    asked: list[str] = []
    with reading(str(demo)) as connection:
        known = Desk(connection).known
        shown = report(listing(Selection(connection, KINDS[kind]), known))
        known.units, known.choices   # noqa: B018 (read once for a whole list)
        connection.set_trace_callback(asked.append)
        "".join(renderer(form)(shown, "zh"))   # type: ignore[arg-type]
        connection.set_trace_callback(None)
        plans = {statement: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
                 for statement in asked if statement.startswith("SELECT") and "EXISTS" not in statement}
    assert plans
    for statement, plan in plans.items():
        assert not [step for step in plan if "TEMP B-TREE" in step or (step.startswith("SCAN") and "json_each" not in step)], (statement, plan)


# ---- where it goes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["plain", "csv", "json", "jsonl", "md", "table"])
def test_a_reader_that_has_read_enough_ends_the_list_quietly(long: Path, home: Path, form: str) -> None:
    env = {**os.environ, "ALLIANCECTL_DB": str(long), "HOME": str(home), "PYTHONPATH": str(Path(alliancectl.__file__).parents[1])}
    process = subprocess.Popen([sys.executable, "-m", "alliancectl", "visit", "list", "--format", form], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(1)
    process.stdout.close()
    assert (process.stderr.read(), process.wait(60)) == (b"", 0)
    process.stderr.close()


def test_a_list_in_a_file_is_the_list_and_written_once(ctl: Any, long: Path, home: Path) -> None:
    ctl("visit list -o visits.json")
    before = (home / "visits.json").stat()
    assert (home / "visits.json").read_text("utf-8") == ctl("visit list --json").out
    assert before.st_size > 1 << 20
    ctl("visit list -o visits.json")
    assert (home / "visits.json").stat().st_ino == before.st_ino
    assert [path.name for path in home.iterdir() if "tmp" in path.name] == []


@pytest.mark.parametrize("line", ["visit list --json --format csv", "--json visit list --format csv", "visit list --format csv --json"])
def test_two_formats_at_once_are_refused_by_name(ctl: Any, db: Path, line: str) -> None:
    said = ctl(line)
    assert (said.code, said.out) == (2, "")
    assert "--json" in said.error["message"]
    assert "--format csv" in said.error["message"]


def test_json_twice_is_json(ctl: Any, db: Path) -> None:
    assert ctl("visit list --json --format json").json == []


# ---- exports ------------------------------------------------------------------------------------------------------


def test_an_export_is_of_one_state_and_a_writer_waits_for_it(ctl: Any, long: Path) -> None:
    from alliancectl.errors import FileBusy
    from alliancectl.reports.whole import whole

    with reading(str(long)) as connection:
        forms = whole(connection).json(KINDS["visit"])
        next(forms)
        with pytest.raises(FileBusy), change(str(long), "test", wait=0) as now:
            now.insert_many("visit", COLUMNS, [_row(1)])
        assert 1 + sum(1 for _ in forms) == VISITS


def test_an_export_to_standard_output_is_the_one_in_a_file(ctl: Any, long: Path, home: Path) -> None:
    ctl("export whole.json")
    assert ctl("export -").out == (home / "whole.json").read_text("utf-8")
    assert len(json.load(io.BytesIO((home / "whole.json").read_bytes()))["visits"]) == VISITS
