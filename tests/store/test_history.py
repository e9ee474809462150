"""Undo and redo: every record comes back as it was, byte for byte, whatever was done in whatever order."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests_support import asked_of, many_claims, standing, steps_of

from alliancectl.store import history

COMMANDS = (
    "member add 新成员{n}有限公司 --kind 企业 --rank council --joined 2019",
    "member edit M2 --set place=第{n}市 --set chain+=upstream",
    "member edit M3 --set aliases+=别名{n} --set website=",
    "member leave M5 2026-02-{d}",
    "member rank M4 council 2026-03-{d}",
    "member rename M8 更名{n}有限公司 --on 2026-04",
    "visit add 2026-05-{d} M2,M3 主题{n} --headcount 9",
    "visit edit V2 --set members-=M3 --set members+=M4 --set subject=改{n}",
    "visit remove V3",
    "follow-up add V4 事项{n} --due 2026-12-31",
    "follow-up done F6 --on 2026-06-0{e}",
    "capacity add M3 PTFE {n}00吨/年 --source 来源{n} --as-of 2024 --line 线{n}",
    "capacity prefer C1 --why 理由{n}",
    "capacity withdraw C2 --why 理由{n}",
    "capacity edit C11 --set amount={n}千吨/年 --set status=idle",
    "capacity remove C12",
    "member merge M2 M3 --yes",
    "product merge P1 P2 --yes",
    "product add 产品{n} --unit t/a",
    "source add 标题{n} --kind official",
    "member rejoin M5 2026-04-{d} --rank council",
    "member alias M4 别称{n} 又名{n} --source R1",
    "site add M4 基地{n}",
    "site merge S1 S2 --yes",
    "cite C1 R2 --quote 引文{n}",
    "membership edit J3 --set until=2026-01-{d}",
    "report text 2025 problems --set 文字{n}",
    "report text 2025 problems --clear",
    "import {csv} --as member",
    "unit add 桶{n} --family mass_per_year --factor 0.{n} --zh 桶{n} --en drum{n}",
    "choice add chain recycling{n} --zh 回收{n} --en recycling{n}",
    "alliance edit --set tolerance={e}",
    "undo",
    "redo",
)
steps = st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(10, 28)), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_any_sequence_undone_in_reverse_gives_back_every_step_and_redone_goes_forward_again(demo, ctl, tmp_path_factory, sequence):
    path = tmp_path_factory.mktemp("undo") / "a.db"
    shutil.copy(demo, path)
    seen, done = [standing(path)], []
    for number, was in carried_out(ctl, path, sequence):
        done.append(number)
        seen.append(was)
    undone = []
    for number, was in zip(reversed(done), reversed(seen[:-1]), strict=True):
        result = ctl(f"undo #{number}", db=path)
        assert result.code == 0, result.err
        undone.append(newest(path))
        assert standing(path) == was
    for number, was in zip(reversed(undone), seen[1:], strict=True):
        assert ctl(f"redo #{number}", db=path).code == 0
        assert standing(path) == was


    assert ctl("check integrity history-broken", db=path).code == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, steps)
def test_a_redaction_in_between_is_a_wall_for_what_was_erased_and_for_nothing_else(demo, ctl, tmp_path_factory, sequence, later):
    path = tmp_path_factory.mktemp("redact") / "a.db"
    shutil.copy(demo, path)
    told = [("member edit M2 --set contact=欧阳千寻七 --set place=旧地", 10), ("member edit M2 --set contact=另有其人八", 10)]
    earlier = [number for number, _ in carried_out(ctl, path, told + sequence)]
    assert ctl("redact M2 contact --yes", db=path).code in (0, 4)
    seen, done = [standing(path)], []
    for number, was in carried_out(ctl, path, later):
        done.append(number)
        seen.append(was)
    for number, was in zip(reversed(done), reversed(seen[:-1]), strict=True):
        undone = ctl(f"undo #{number}", db=path)
        assert undone.code == 0 or "redact" in undone.err, undone.err
        if undone.code:
            break   # it took back something from before the wall
        assert standing(path) == was
    for number in reversed(earlier):
        assert ctl(f"undo #{number}", db=path).code in (0, 4)
    assert "欧阳千寻七".encode() not in path.read_bytes()
    assert ctl("check integrity history-broken", db=path).code == 0


def carried_out(ctl, path, sequence):
    """The commands of a sequence that wrote, each as its operation and everything that stands after it."""
    for command, n in sequence:
        before = newest(path)
        csv = path.with_name(f"{n}.csv")
        csv.write_text(f"单位名称,所在地\n来客{n}有限公司,第{n}市\n四川晨光,改到{n}市\n", encoding="utf-8")
        result = ctl(command.format(n=n, d=n, e=n % 9 + 1, csv=csv), db=path)
        assert result.code in (0, 3, 4), result.err
        if newest(path) > before:
            yield newest(path), standing(path)


def newest(path) -> int:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    finally:
        connection.close()


def test_an_operation_that_later_ones_build_on_is_not_undone_and_they_are_named(ctl, db):
    ctl("member add 甲公司")                       # 2
    ctl("visit add 2024-05-14 甲公司 走访")         # 3
    ctl("member edit 甲公司 --set place=衢州")      # 4
    refused = ctl("undo #2")
    assert refused.code == 4
    assert "#3 #4" in refused.err
    assert "undo 4" in refused.err
    assert ctl("undo #4").code == 0
    assert ctl("undo #3").code == 0
    assert ctl("undo #2").code == 0
    assert ctl("member list --json").json == []


def test_an_old_operation_is_undone_when_nothing_depends_on_it(ctl, db):
    ctl("member add 甲公司")
    ctl("member add 乙公司")
    ctl("member edit 乙公司 --set place=衢州")
    assert ctl("undo #2").code == 0
    assert [one["name"] for one in ctl("member list --json").json] == ["乙公司"]


def test_an_undone_operation_is_not_undone_twice(ctl, db):
    ctl("member add 甲公司")
    ctl("undo #2")
    refused = ctl("undo #2")
    assert refused.code == 4
    assert "#3" in refused.err


def test_an_id_is_never_given_again_after_an_undo(ctl, db):
    assert ctl("member add 甲公司").out == "M1\n"
    ctl("undo")
    assert ctl("member add 乙公司").out == "M2\n"
    refused = ctl("redo #3")
    assert refused.code == 0
    assert [one["id"] for one in ctl("member list --json").json] == ["M1", "M2"]


def test_what_comes_back_may_not_take_a_name_that_was_given_meanwhile(ctl, db):
    ctl("member add 甲公司")
    ctl("member remove 甲公司")
    ctl("member add 甲公司")
    refused = ctl("undo #3")
    assert refused.code == 4
    assert "M2" in refused.err
    assert [one["id"] for one in ctl("member list --json").json] == ["M2"]


def test_the_creation_of_the_file_is_never_undone(ctl, db):
    refused = ctl("undo")
    assert refused.code == 4
    assert ctl("undo #1").code == 4


def test_every_operation_is_chained_to_the_one_before_by_a_digest_of_what_it_wrote(ctl, demo):
    ctl("member edit M2 --set place=新地", db=demo)
    ctl("visit remove V3", db=demo)
    ctl("undo #3", db=demo)
    connection = sqlite3.connect(demo)
    before = ""
    for row in connection.execute("SELECT * FROM operation WHERE id > 0 ORDER BY id").fetchall():
        made = history.Operation(*row)
        assert history.digest_of(connection, made, before) == made.digest, f"#{made.id}"
        before = made.digest
    connection.close()


def test_a_change_by_another_program_stands_in_the_log_and_breaks_the_chain(ctl, demo):
    connection = sqlite3.connect(demo)
    connection.execute("UPDATE member SET place = '别处' WHERE id = 2")
    connection.commit()
    made = history.Operation(*connection.execute("SELECT * FROM operation WHERE id = 2").fetchone())
    assert connection.execute("SELECT kind, record, field, new FROM edit WHERE operation = 0").fetchall() == [("member", 2, "place", "别处")]
    before = connection.execute("SELECT digest FROM operation WHERE id = 1").fetchone()[0]
    assert history.digest_of(connection, made, before) == made.digest, "the edit is journaled, so what was written then is still known"
    connection.close()
    assert "another program" in ctl("log M2 --lang en", db=demo).out


@pytest.mark.parametrize("statement", [
    "DELETE FROM member WHERE id = 2",
    "UPDATE operation SET actor = 'x' WHERE id = 1",
    "UPDATE operation SET actor = 'x' WHERE id = 0",
    "DELETE FROM operation WHERE id = 1",
    "UPDATE edit SET old = 'x'",
    "DELETE FROM edit",
    "INSERT OR REPLACE INTO operation VALUES (1, '', '', '', '', NULL, NULL, '')",
])
def test_another_program_cannot_delete_records_or_rewrite_the_log(ctl, demo, statement):
    ctl("member edit M2 --set place=新地", db=demo)
    connection = sqlite3.connect(demo)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()


def test_an_operation_can_write_itself_down_and_no_other(demo):
    with history.change(str(demo), "test") as now:
        now.update("visit", 1, {"subject": "回访"})
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            now.connection.execute("UPDATE operation SET actor = 'x' WHERE id = ?", (now.operation - 1,))
    with sqlite3.connect(demo) as connection:
        for number in (0, newest(demo)):   # another program that says it is the one being written
            connection.execute("UPDATE writing SET operation = ?", (number,))
            connection.execute("INSERT INTO writing SELECT ? WHERE NOT EXISTS (SELECT 1 FROM writing)", (number,))
            with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
                connection.execute("UPDATE operation SET actor = 'x' WHERE id = ?", (number,))
    connection.close()


def test_an_operation_that_another_program_says_is_being_written_still_stands_in_the_log(ctl, demo):
    number = newest(demo)
    with sqlite3.connect(demo) as connection:
        connection.execute("INSERT INTO writing VALUES (?)", (number,))
    connection.close()
    assert ctl(f"log #{number}", db=demo).code == 0
    assert ctl(f"report year 2025 --as-recorded #{number}", db=demo).code == 0
    assert ctl("undo", db=demo).code == 0


def test_what_another_program_built_on_an_operation_is_taken_over_before_that_is_undone(ctl, demo):
    assert ctl("member add 新成员有限公司 --joined 2024", db=demo).code == 0
    number = newest(demo)
    with sqlite3.connect(demo) as connection:
        connection.execute("INSERT INTO visit_member(visit, member) SELECT 1, max(id) FROM member")
    connection.close()
    refused = ctl(f"undo {number} --lang en", db=demo)
    assert refused.code == 4
    assert "alliancectl check --fix" in refused.err
    assert "#0" not in refused.err
    assert ctl("check --fix outside-writes", db=demo).code == 0
    assert f"undo {number + 1}" in ctl(f"undo {number}", db=demo).err
    assert [ctl(f"undo {one}", db=demo).code for one in (number + 1, number)] == [0, 0]


def test_an_operation_that_is_being_written_is_none_that_could_be_undone(ctl, demo):
    following = newest(demo) + 1
    for line in (f"undo {following}", f"redo {following}", f"undo {following} --except M1", f"redact #{following} note --yes"):
        assert ctl(line, db=demo).code == 3, line
    assert newest(demo) == following - 1


def test_an_add_takes_as_many_steps_however_much_was_recorded_and_edited_before(ctl, db, monkeypatch):
    steps = steps_of(monkeypatch)

    def add():
        assert ctl("visit add 2026-05-14 - 年度走访 --from 科技厅").code == 0

    ctl("init", db, "--name", "联盟")
    add()
    before = steps(add)
    with history.change(str(db), "test") as now:
        for number in range(2000):
            now.update("visit", 1, {"subject": f"走访{number}"})
    with history.change(str(db), "test") as now:
        now.insert_many("visit", ("date", "date_earliest", "date_latest", "subject"), [("2025", "2025-01-01", "2025-12-31", "走访")] * 2000)
    assert abs(steps(add) - before) < before / 10


def test_a_dry_run_takes_as_many_steps_however_much_was_recorded_before(ctl, db, monkeypatch):
    steps = steps_of(monkeypatch)

    def add():
        assert ctl("visit add 2026-05-14 - 年度走访 --from 科技厅 --dry-run").code == 0

    ctl("init", db, "--name", "联盟")
    add()
    before = steps(add)
    with history.change(str(db), "test") as now:
        now.insert_many("visit", ("date", "date_earliest", "date_latest", "subject"), [("2025", "2025-01-01", "2025-12-31", "走访")] * 4000)
    assert abs(steps(add) - before) < before / 10


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("write", [
    lambda now: now.insert("visit_member", {"visit": 1, "member": 999}),
    lambda now: now.insert("capacity_source", {"capacity": 999, "source": 1}),
    lambda now: now.update("visit_member", 1, {"member": 999}),
    lambda now: now.update("member", 2, {"merged_into": 999}),
    lambda now: now.update("capacity", 1, {"product": 999}),
])
def test_a_reference_that_leads_nowhere_is_refused_in_a_dry_run_as_it_is_in_earnest(demo, write, dry_run):
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"), history.change(str(demo), "test", dry_run=dry_run) as now:
        write(now)


@pytest.mark.parametrize("line", ["member edit M2 --set place=新地", "member edit M2 --set place=新地 --dry-run"])
def test_a_reference_of_another_program_that_leads_nowhere_keeps_nobody_from_writing(ctl, demo, line):
    with sqlite3.connect(demo) as connection:
        connection.execute("INSERT INTO visit_member(visit, member) VALUES (1, 999)")
    connection.close()
    assert ctl(line, db=demo).code == 0


def test_what_another_program_did_with_the_next_operations_number_does_not_break_the_chain(ctl, demo):
    with sqlite3.connect(demo) as connection:
        following = connection.execute("SELECT max(id) + 1 FROM operation").fetchone()[0]
        connection.execute("UPDATE visit SET removed = ? WHERE id = 2", (following,))
        connection.execute("UPDATE visit SET removed = NULL WHERE id = 2")
    connection.close()
    assert ctl("member add 新成员有限公司", db=demo).code == 0
    assert [one["code"] for one in ctl("check history-broken integrity --json", db=demo).json] == []


def test_sealing_an_add_asks_few_questions(ctl, demo, monkeypatch):
    asked = asked_of(monkeypatch)
    assert ctl("visit add 2026-05-14 M1 年度走访", db=demo).code == 0
    about_edits = [statement for statement in asked if "FROM edit" in statement]
    assert len(about_edits) <= 6   # not one or two a table, of which there are some thirty


def test_claims_that_stand_again_or_go_again_are_marked_in_their_rows_and_not_read(ctl, demo, monkeypatch):
    many_claims(demo, 300)
    was = standing(demo)
    assert ctl("undo", db=demo).code == 0
    gone = standing(demo)
    with monkeypatch.context() as patched:
        asked = asked_of(patched)
        assert ctl("redo", db=demo).code == 0
        assert len([statement for statement in asked if statement.startswith("SELECT")]) < 300   # none for each claim
        assert standing(demo) == was
        asked.clear()
        assert ctl("undo", db=demo).code == 0
    assert not [statement for statement in asked if statement.startswith('UPDATE "capacity" ')]   # as of a claim that says something else
    assert standing(demo) == gone
    assert ctl("check integrity history-broken", db=demo).code == 0
