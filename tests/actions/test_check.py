"""Each check: what makes it appear, and that the command it names mends it."""

from __future__ import annotations

import hashlib
import shlex
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alliancectl.actions.check import CHECKS
from alliancectl.cli.tree import MORE
from alliancectl.kinds.finding import SEVERITIES

Ctl = Callable[..., Any]

BASE = (
    "member add 甲公司 --joined 2010 --kind 企业", "member add 乙公司 --joined 2012",
    "site add M1 东厂", "site add M1 西厂", "product add PVDF --unit t/a", "source add 公告一 --kind company --published 2024-03-01")


@pytest.fixture
def filled(ctl: Ctl) -> Ctl:
    """The command, on a file with two members, two sites, a product and a source."""
    for line in BASE:
        assert ctl(line).code == 0
    return ctl


def findings(ctl: Ctl, code: str = "", **more: Any) -> list[dict[str, str]]:
    result = ctl(f"check {code} --json --fail-on notice", **more)
    assert result.code in (0, 6), result.err
    assert (result.code == 6) == bool(result.json)
    return result.json


def mended(ctl: Ctl, finding: dict[str, str], **words: str) -> None:
    """Run the command that a finding names, what only a person knows filled in, and see the finding gone."""
    for part in finding["fix"].split(" && "):
        line = part
        for name, word in words.items():
            line = line.replace(name, word)
        assert line.startswith("alliancectl "), line
        result = ctl(line.removeprefix("alliancectl "))
        assert result.code == 0 or (result.code == 6 and "check" in line), result.err
    assert finding not in findings(ctl, finding["code"])
    assert [one for one in findings(ctl, finding["code"]) if one["record"] == finding["record"]] == []


def outside(db: Path, *statements: str) -> None:
    """What another program does to the file."""
    connection = sqlite3.connect(db, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


# ---- each code appears, and is mended by its command --------------------------------------------------------------

CASES = [
    # code, how it comes about, the record it names, what a person fills in
    ("conflict-open", ["capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2024", "capacity add M1 PVDF 6万吨/年 --source 年报 --as-of 2024"],
     "C1", {"REASON": "以公告为准"}),
    ("conflict-open", ["capacity add M1 PVDF 5000吨/年 --measure output --source R1 --as-of 2024",
                       "capacity add M1 PVDF 6000吨/年 --measure output --source 年报 --as-of 2024"], "C1", {"REASON": "以公告为准"}),
    ("level-mismatch", ["capacity add M1 PVDF 9万吨/年 --source R1 --as-of 2024", "capacity add M1/东厂 PVDF 3万吨/年 --source R1 --as-of 2024",
                        "capacity add M1/西厂 PVDF 4万吨/年 --source R1 --as-of 2024"], "C1", {"REASON": "以合计为准"}),
    ("held-back", ["capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2023", "capacity prefer C1 --why 以公告为准",
                   "capacity add M1 PVDF 6万吨/年 --source R1 --as-of 2024", "capacity add M1 PVDF 7万吨/年 --source R1 --as-of 2025"],
     "C3", {"REASON": "新一期填报表"}),
    ("no-source", ["capacity add M1 PVDF 5万吨/年 --as-of 2024 --allow no-source"], "C1", {"SOURCE": "R1"}),
    ("undated", ["visit add unknown M1 调研"], "V1", {"YEAR": "2023", "REASON": "照片日期"}),
    ("undated", ["visit add XXXX-06-20 M1 调研"], "V1", {"YEAR": "2023", "REASON": "照片日期"}),
    ("undated", ["capacity add M1 PVDF 5万吨/年 --source R1"], "C1", {"YEAR": "2023"}),
    ("year-suspicious", ["source add 氟材料动态 --published 2019-11-25", "visit add 2019-06-20 M1 调研 --source R2 --quote 6月20日一行来访"], "V1", {}),
    ("year-suspicious", ["source add 氟材料动态 --published 2019-11-25", "capacity add M1 PVDF 800吨/年 --measure output --as-of 2019 --source R2 --quote 产量约800吨"],
     "C1", {}),
    ("duplicate-claim", ["capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2024", "capacity add M1 PVDF 50000t/a --source R1 --as-of 2024"], "C2", {}),
    ("duplicate-visit", ["visit add 2024-05-14 M1,M2 调研", "visit add 2024-05-15 M1,M2 调研", "visit add 2024-05-14 M1 调研", "visit add 2024-05-14 M2,M1 调研"],
     "V4", {}),
    ("outside-membership", ["visit add 2009-05-14 M1 走访"], "V1", {}),
    ("outside-membership", ["member leave M2 2020-01-01", "visit add 2021-05-14 M2 走访"], "V1", {}),
    ("outside-membership", ["capacity add M1 PVDF 1万吨/年 --source R1 --as-of 2008"], "C1", {}),
    ("source-file-missing", ["source edit R1 --set file=nowhere.pdf"], "R1", {}),
    ("stale", ["capacity add M1/东厂 PVDF 1万吨/年 --source R1 --as-of 2020 --line 一号线 --status idle"], "C1", {"AMOUNT": "1万吨/年", "SOURCE": "R1"}),
    ("follow-up-overdue", ["visit add 2025-05-14 M1 走访", "follow-up add V1 补报 --due 2025-12-31"], "F1", {}),
]


@pytest.mark.parametrize(("code", "lines", "record", "words"), CASES)
def test_the_command_that_a_finding_names_mends_it(filled: Ctl, code: str, lines: list[str], record: str, words: dict[str, str]) -> None:
    assert findings(filled, code) == []
    for line in lines:
        result = filled(line)
        assert result.code == 0, result.err
    found = findings(filled, code)
    assert [one["record"] for one in found] == [record]
    assert found[0]["code"] == code
    mended(filled, found[0], **words)


def test_a_duplicate_name_is_mended_by_a_merge_or_for_a_source_by_another_title(filled: Ctl) -> None:
    filled("member add 甲公司有限公司 --allow duplicate-name")
    filled("source add （公告一） --allow duplicate-name")
    by_record = {one["record"]: one for one in findings(filled, "duplicate-name")}
    assert sorted(by_record) == ["M3", "R2"]
    assert by_record["M3"]["fix"] == "alliancectl member merge M1 M3 --yes"
    mended(filled, by_record["R2"], TITLE="公告二")
    if "merge" in MORE["member"]:
        mended(filled, by_record["M3"])


def test_sites_of_two_members_may_have_one_name(filled: Ctl) -> None:
    filled("site add M2 东厂")
    assert findings(filled, "duplicate-name") == []


def test_an_unknown_unit_is_mended_by_adding_it_with_its_factor(filled: Ctl) -> None:
    filled("unit add 桶/年 --family mass_per_year --factor 0.2 --zh 桶/年 --en drum/a")
    filled("capacity add M1 PVDF 500桶/年 --source R1 --as-of 2024")
    operation = filled("log --json").json[1]["id"]
    assert filled(f"undo #{operation}").code == 0
    found = findings(filled, "unit-unknown")
    assert (found[0]["record"], found[0]["severity"]) == ("C1", "error")
    assert "--family mass_per_year --factor 0.2" in found[0]["fix"]
    mended(filled, found[0])


def test_overlapping_memberships_are_mended_by_ending_the_earlier_one(filled: Ctl, db: Path) -> None:
    filled("member rank M1 council 2015-01-01")
    outside(db, "UPDATE membership SET until = NULL, until_earliest = NULL, until_latest = NULL WHERE id = 1")
    found = findings(filled, "membership-overlap")
    assert [(one["record"], one["severity"]) for one in found] == [("J3", "error")]
    mended(filled, found[0])


def test_a_changed_file_of_a_source_is_found_by_its_digest(filled: Ctl, db: Path) -> None:
    file = db.parent / "公告.pdf"
    file.write_bytes(b"one")
    filled(f"source edit R1 --set file=公告.pdf --set sha256={hashlib.sha256(b'one').hexdigest()}")
    assert findings(filled, "source-file-changed") == []
    file.write_bytes(b"two")
    mended(filled, findings(filled, "source-file-changed")[0])


@pytest.mark.parametrize("folder", ["OneDrive", "Dropbox (个人)", "iCloud Drive", "坚果云", "我的坚果云", "百度网盘", "Nextcloud"])
def test_a_record_file_in_a_synchronised_folder_is_told_to_move(filled: Ctl, db: Path, folder: str) -> None:
    place = db.parent / folder / "联盟" / "a.db"
    place.parent.mkdir(parents=True)
    place.write_bytes(db.read_bytes())
    found = findings(filled, "cloud-folder", db=place)
    assert found[0]["record"] == "a.db"
    target = Path(shlex.split(found[0]["fix"])[2])
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(found[0]["fix"], shell=True, check=True)
    assert findings(filled, "cloud-folder", db=target) == []
    assert findings(filled, "cloud-folder") == []


def test_a_file_of_an_earlier_format_is_brought_to_this_one_after_a_copy(filled: Ctl, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alliancectl.actions.checks import of_file
    from alliancectl.store import file, integrity, schema

    later = schema.VERSION + 1
    for module in (of_file, integrity, schema, file):
        monkeypatch.setattr(module, "VERSION", later)
    outside(db, "DROP VIEW members", "DROP TRIGGER visit_keep")
    found = findings(filled)
    assert [one["code"] for one in found] == ["schema-old"]
    mended(filled, found[0])
    assert findings(filled) == []
    assert len(filled("backup list --json").json) == 1


def test_every_code_has_a_test_here() -> None:
    told = Path(__file__).read_text("utf-8")
    assert [code for code in CHECKS if f'"{code}"' not in told] == []


# ---- what a year is no evidence for -------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [
    "visit add 2019-06-20 M1 调研 --source R2 --quote 2019年6月20日一行来访",
    "visit add 2019-06-20 M1 调研 --source R2 --quote 二〇一九年六月二十日一行来访",
    "visit add 2019-11-18 M1 调研 --source R2 --quote 上周一行来访",
    "visit add 2018-06-20 M1 调研 --source R2 --quote 6月20日一行来访",
    "visit add 2019-06-20 M1 调研 --source R2 --quote 6月20日一行来访 --source R1",
    "capacity add M1 PVDF 800吨/年 --as-of 2019 --source R2 --quote 年产800吨",
])
def test_a_year_that_more_than_the_publication_supports_is_not_suspicious(filled: Ctl, line: str) -> None:
    filled("source add 氟材料动态 --published 2019-11-25")
    assert filled(line).code == 0
    assert findings(filled, "year-suspicious") == []


# ---- other programs -----------------------------------------------------------------------------------------------


def test_what_another_program_wrote_is_told_and_taken_over_by_fix_as_one_operation(filled: Ctl, db: Path) -> None:
    outside(db, "INSERT INTO member(name, name_folded, name_near) VALUES ('丙公司', '', '')", "UPDATE member SET place = '衢州' WHERE id = 2",
            "UPDATE site SET removed = 0 WHERE id = 2", "INSERT INTO member_chain(member, chain) VALUES (1, 'upstream')")
    assert [one["code"] for one in findings(filled)] == ["outside-writes", "outside-writes"]
    member, site = findings(filled, "outside-writes")
    assert (member["severity"], member["record"]) == ("notice", "M3")
    assert "M1 M2" in member["message"]
    assert "S2" in site["message"]
    assert filled("member show 丙公司").code == 3
    last = filled("log --json").json[0]["id"]
    mended(filled, member)
    assert filled("member show 丙公司").code == 0
    assert findings(filled) == []
    assert filled("log --json").json[0]["id"] == last + 1
    assert filled("undo").code == 0
    assert filled("member show 丙公司").code == 3
    assert findings(filled, "history-broken integrity") == []
    assert filled("redo").code == 0
    assert findings(filled) == []


def test_a_later_change_of_ours_ends_the_notice(filled: Ctl, db: Path) -> None:
    outside(db, "UPDATE member SET place = '衢州' WHERE id = 2")
    assert filled("member edit M2 --set place=杭州").code == 0
    assert findings(filled) == []


def test_a_write_that_passes_by_the_triggers_names_the_operation_it_changed(filled: Ctl, db: Path) -> None:
    assert filled("backup create").code == 0
    connection = sqlite3.connect(db, isolation_level=None)
    trigger = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'member_journal'").fetchone()[0]
    connection.close()
    outside(db, "DROP TRIGGER member_journal", "UPDATE member SET place = '宁波' WHERE id = 2", trigger)
    found = findings(filled)
    assert [(one["code"], one["record"], one["severity"]) for one in found] == [("history-broken", "#3", "error")]
    assert filled("backup restore --last --yes").code == 0
    assert findings(filled) == []


def test_a_row_that_was_overwritten_by_another_program_names_the_operation_that_wrote_it(filled: Ctl, db: Path) -> None:
    assert filled("backup create").code == 0
    outside(db, "INSERT OR REPLACE INTO member(id, name, name_folded, name_near) VALUES (2, '丙公司', '', '')")
    found = [one for one in findings(filled) if one["code"] == "history-broken"]
    assert [(one["record"], one["severity"]) for one in found] == [("#3", "error")]
    assert filled(found[0]["fix"].removeprefix("alliancectl ") + " --yes").code == 0
    assert findings(filled) == []
    assert [one["name"] for one in filled("member list --json").json] == ["甲公司", "乙公司"]


def test_a_record_changed_behind_its_edits_is_named(filled: Ctl, db: Path) -> None:
    filled("member edit M2 --set place=杭州")
    outside(db, "DROP TRIGGER member_journal", "UPDATE member SET place = '宁波' WHERE id = 2")
    assert ("history-broken", "M2") in [(one["code"], one["record"]) for one in findings(filled)]


def test_a_log_whose_newest_digest_was_computed_anew_still_breaks_the_chain(filled: Ctl, db: Path) -> None:
    from alliancectl.store.history import digest_of, operation

    outside(db, "DROP TRIGGER member_journal", "UPDATE member SET place = '宁波' WHERE id = 1", "DROP TRIGGER operation_update_refused")
    connection = sqlite3.connect(db, isolation_level=None)
    forged = operation(connection, 2)
    connection.execute("UPDATE operation SET digest = ? WHERE id = 2", (digest_of(connection, forged, operation(connection, 1).digest),))
    connection.close()
    assert [one["record"] for one in findings(filled, "history-broken")] == ["#3"]


def test_missing_triggers_indexes_and_views_are_found_and_made_anew_by_fix(filled: Ctl, db: Path) -> None:
    outside(db, "DROP TRIGGER visit_keep", "DROP INDEX capacity_by_sort", "DROP VIEW members", "CREATE VIEW members AS SELECT 1")
    found = findings(filled)
    assert {one["code"] for one in found} == {"integrity"}
    assert {(one["record"], one["severity"]) for one in found} == {("visit_keep", "error"), ("capacity_by_sort", "error"), ("members", "error")}
    assert filled("check --fix").code == 0
    assert findings(filled) == []


def test_a_foreign_trigger_is_an_error_and_a_foreign_table_a_notice(filled: Ctl, db: Path) -> None:
    outside(db, "CREATE TABLE mine(x)", "CREATE TRIGGER sly AFTER INSERT ON visit BEGIN SELECT 1; END")
    sly, mine = findings(filled)
    assert [(one["record"], one["severity"]) for one in (sly, mine)] == [("sly", "error"), ("mine", "notice")]
    mended(filled, sly)
    program, file, statement = shlex.split(mine["fix"])
    assert (program, file) == ("sqlite3", str(db))
    outside(db, statement)
    assert findings(filled) == []


# ---- the run ------------------------------------------------------------------------------------------------------


def test_findings_come_the_most_serious_first_and_json_has_stable_keys(demo: Path, ctl: Ctl) -> None:
    found = findings(ctl, db=demo)
    assert {tuple(one) for one in found} == {("code", "severity", "record", "message", "fix")}
    assert [one["severity"] for one in found] == sorted((one["severity"] for one in found), key=SEVERITIES.index)
    assert {one["code"] for one in found} == {"conflict-open", "level-mismatch", "undated", "outside-membership", "follow-up-overdue", "stale"}


@pytest.mark.parametrize(("least", "code"), [("", 0), ("--fail-on error", 0), ("--fail-on warning", 6), ("--fail-on notice", 6)])
def test_fail_on_sets_the_severity_from_which_it_fails(demo: Path, ctl: Ctl, least: str, code: int) -> None:
    assert ctl(f"check {least}", db=demo).code == code


def test_a_file_without_problems_gives_an_empty_list_and_0(filled: Ctl) -> None:
    assert (filled("check --json").out, filled("check").code) == ("[]\n", 0)


def test_check_can_be_asked_about_some_records(filled: Ctl) -> None:
    for line in ("visit add unknown M1 调研", "visit add unknown M2 调研", "visit add 2009-05-14 M2 走访"):
        assert filled(line).code == 0
    assert [one["record"] for one in filled("check V1 --json").json] == ["V1"]
    assert [one["record"] for one in filled("check undated v1 V2 --json").json] == ["V1", "V2"]
    assert [one["record"] for one in filled("check M2 --json").json] == ["V3"]   # named by the finding
    assert filled("check V9 --json").json == []


def test_an_unknown_code_or_severity_is_named(ctl: Ctl) -> None:
    assert ctl("check no-sauce --json").error["error"] == "unknown-check"
    wrong = ctl("check --fail-on fatal --json")
    assert (wrong.code, wrong.error["error"]) == (2, "usage")
    assert ctl("check --stale x --json").error["error"] == "not-a-number"


def test_a_dry_run_of_fix_writes_nothing(filled: Ctl, db: Path) -> None:
    outside(db, "UPDATE member SET place = '衢州' WHERE id = 2", "DROP VIEW members")
    before = db.read_bytes()
    assert filled("check --fix -n").code == 6
    assert db.read_bytes() == before


def test_fix_removes_only_exact_copies(filled: Ctl) -> None:
    for line in ("capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2024", "capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2024",
                 "capacity add M1 PVDF 5万吨/年 --source R1 --as-of 2024 --note 另有说明"):
        assert filled(line).code == 0
    assert [one["record"] for one in findings(filled, "duplicate-claim")] == ["C2", "C3"]
    assert filled("check --fix duplicate-claim --fail-on warning").code == 6
    assert [one["record"] for one in findings(filled, "duplicate-claim")] == ["C3"]


def test_commands_name_the_file_when_it_was_named(demo: Path, ctl: Ctl) -> None:
    result = ctl("check undated --json --db", demo)
    assert all(one["fix"].endswith(f"--db {demo}") for one in result.json)


def test_no_personal_field_is_ever_shown(filled: Ctl, db: Path) -> None:
    filled("member edit M1 --set phone=13800000007 --set contact=张三七 --set email=zhang@canary.example")
    outside(db, "UPDATE member SET phone = '13900000008', email = 'x@canary.example' WHERE id = 1",
            "DROP TRIGGER member_journal", "UPDATE member SET contact = '李四八' WHERE id = 1")
    for line in ("check", "check --json", "check --lang en"):
        result = filled(line)
        assert "M1" in result.out
        for word in ("138000", "139000", "canary", "张三七", "李四八"):
            assert word not in result.out + result.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_speaks_both_languages(demo: Path, ctl: Ctl, lang: str) -> None:
    out = ctl(f"check --lang {lang}", db=demo).out
    assert ("矛盾" in out) == (lang == "zh")
    assert ("contradicts" in out) == (lang == "en")
