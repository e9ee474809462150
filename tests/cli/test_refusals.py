"""Nothing wrong is accepted: each refusal has its code, says why and what to type, and leaves the file as it was."""

from __future__ import annotations

import hashlib
import re

import pytest

FIXED = "2026-06-30"

REFUSED = [
    # the command, its code name, exit code, words of the remedy
    ("capacity add 甲公司 PVDC '6万担/年' --source 公告", "unknown-unit", 4, "unit add"),
    ("capacity add 甲公司 PVDC '3 mtpa' --source 公告", "ambiguous-unit", 4, ""),
    ("capacity add 甲公司 PVDC '-5 t/a' --source 公告", "usage", 2, ""),
    ("capacity add 甲公司 PVDC '' --source 公告", "empty-amount", 4, ""),
    ("capacity add 甲公司 PVDC ' ' --source 公告", "empty-amount", 4, ""),
    ("capacity add 甲公司 PVDC '1,5 t/a' --source 公告", "ambiguous-number", 4, ""),
    ("capacity add 甲公司 PVDC '5吨/天' --source 公告", "other-rate", 4, ""),
    ("capacity add 甲公司 PVDC 6万吨/年", "no-source", 4, "--allow no-source"),
    ("capacity add - PVDC 6万吨/年 --source 公告", "no-member", 4, "--scope"),
    ("capacity add 无此公司 PVDC 6万吨/年 --source 公告", "not-found", 3, "member list"),
    ("capacity add 甲公司 PVDC 6万吨/年 --source R77", "not-found", 3, "source list"),
    ("capacity add 甲公司 PVDC 6万吨/年 --source 公告 --as-of 2024-13", "impossible-date", 4, ""),
    ("capacity add 甲公司 PVDC 6万吨/年 --source 公告 --status 运行中", "not-a-choice", 4, "operating"),
    ("capacity add 甲公司 PVDC 6万吨/年 --source 公告 --started 2025 --ended 2024", "end-before-start", 4, ""),
    ("capacity add 甲公司 PVDC 6万吨/年 --source 公告 --standing preferred", "why-missing", 4, "--why"),
    ("visit add 2024-02-30 甲公司 走访", "impossible-date", 4, "2024-05"),
    ("visit add 2027-01-01 甲公司 走访", "future-visit", 4, "follow-up add"),
    ("visit add 6/7/11 甲公司 走访", "ambiguous-date", 4, "2011"),
    ("visit add 5/6 甲公司 走访", "ambiguous-date", 4, "--dates mdy"),
    ("visit add Oct-12 甲公司 走访", "ambiguous-date", 4, "--dates my"),
    ("visit add 20:24 甲公司 走访", "not-a-date", 4, "help dates"),
    ("visit add 2024-05-14 某某厅 走访", "not-found", 3, ""),
    ("visit add 2024-05-14 甲公司", "missing-value", 2, "visit add 2024-05-14"),
    ("visit add 2024-05-14 甲公司 走访 --headcount 很多", "not-a-number", 4, ""),
    ("visit add 2024-05-14 甲公司 走访 --sumary x", "usage", 2, "--summary"),
    ("visit add 2024-05-14 甲公司 走访 --end-date 2024-05-13", "end-before-start", 4, ""),
    ("visit add 2024-05-14 甲公司 走访 --direction incoming", "nobody-named", 4, "--from"),
    ("visit add 2024-05-14 甲公司 走访 --direction outgoing --from 省厅", "outgoing-visitor", 4, "--direction outgoing"),
    ("visit add 2024-05-14 甲公司 $'走\x1b[2J访'", "control-character", 4, ""),
    ("member add 甲公司", "name-taken", 4, "M1"),
    ("member add 甲 公司 乙", "usage", 2, ""),
    ("member add '甲公司有限公司'", "duplicate-name", 4, "--allow duplicate-name"),
    ("member add M12", "name-like-id", 4, ""),
    ("member add $'两\n行'", "control-character", 4, ""),
    ("member add ''", "empty-name", 4, ""),
    ("member add", "missing-value", 2, "member add"),
    ("member add 丙公司 --credit-code 91330000142917890X", "credit-code", 4, ""),
    ("member add 丙公司 --kind 公司", "not-a-choice", 4, "enterprise"),
    ("member leave 甲公司 2009", "leave-before-join", 4, ""),
    ("member rank 甲公司 理事 2009-05", "leave-before-join", 4, ""),
    ("member rejoin 甲公司 2024", "still-a-member", 4, "member leave"),
    ("member edit 甲公司 --set plase=衢州", "unknown-field", 2, "place"),
    ("member edit 甲公司 --set place", "bad-assignment", 2, "="),
    ("member edit 甲公司 --set place+=衢州", "bad-assignment", 2, ""),
    ("member edit 甲公司 --set name=", "missing-value", 2, ""),
    ("member edit 甲公司", "missing-value", 2, "--set"),
    ("member remove 甲公司", "still-referred", 4, ""),
    ("member show 甲", "not-found", 3, "甲公司"),
    ("member show M77", "not-found", 3, ""),
    ("memebr list", "usage", 2, "member"),
    ("member lst", "usage", 2, "list"),
    ("member add 丁公司 --allow everything", "unknown-allow", 2, "no-source"),
    ("report year 二十", "usage", 2, ""),
    ("undo #99", "no-operation", 3, "log"),
    ("config get colour", "unknown-setting", 2, "color"),
    ("membership edit J1 --set since=2024 --set until=2020", "leave-before-join", 4, ""),
    ("choice add rank 首席 --zh 首席 --en first", "not-a-key", 4, ""),
    ("unit add drum/a --family mass_per_year --factor 0 --zh 桶 --en drum", "not-a-factor", 4, "--factor"),
]


@pytest.fixture
def alliance(ctl, db):
    assert ctl("member add 甲公司 --joined 2010-06-18").code == 0
    assert ctl("visit add 2024-05-14 甲公司 走访").code == 0
    return db


@pytest.mark.parametrize(("words", "code", "exit_code", "remedy"), REFUSED, ids=[row[0] for row in REFUSED])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_input_is_refused_by_name_with_a_remedy_and_nothing_is_written(ctl, alliance, words, code, exit_code, remedy, lang):
    before = hashlib.sha256(alliance.read_bytes()).hexdigest()
    result = ctl(words + f" --json --lang {lang}", env={"ALLIANCECTL_TODAY": FIXED})
    assert result.out == ""
    assert (result.code, result.error["error"]) == (exit_code, code), result.err
    assert remedy in result.error["message"] + result.error["fix"]
    assert result.error["message"]
    own = re.sub("“[^”]*”|'[^']*'|甲公司|甲", "", result.error["message"] + result.error["fix"])
    for word in re.findall("[\u4e00-\u9fff]+", words):
        own = own.replace(word, "")
    assert lang == "zh" or not re.search("[\u4e00-\u9fff]", own)
    assert hashlib.sha256(alliance.read_bytes()).hexdigest() == before


def test_an_incoming_visit_may_name_its_head_alone(ctl, alliance):
    assert ctl("visit add 2024-05-14 甲公司 走访 --direction incoming --head 张副省长").code == 0


def test_a_ledger_without_the_visitors_is_imported_all_the_same(ctl, alliance, home):
    (home / "visits.csv").write_text("日期,方向,成员,主题\n2024-05-14,来访,甲公司,座谈\n", "utf-8")
    said = ctl("import visits.csv --as visit")
    assert said.code == 0, said.err
    assert ctl("visit show V2 --json").json["visitor"] is None


def test_dry_run_is_not_suggested_where_nothing_is_written(ctl):
    said = ctl("completion install bash -n --lang en").err
    assert "no option -n" in said
    assert "did you mean -n" not in said


def test_what_is_missing_is_named_once_with_an_example_in_the_same_language(ctl):
    assert ctl("visit add --lang en").err == ("✗ missing: date, subject  [missing-value]\n"
                                              "  → example: alliancectl visit add 2024-05-14 M1 'yearly visit'\n")
    assert ctl("visit add --lang zh").err == ("✗ 缺少：日期 (date)、主题 (subject)  [missing-value]\n"
                                              "  → 例：alliancectl visit add 2024-05-14 M1 年度走访\n")


def test_all_problems_of_one_record_are_named_at_once(ctl, alliance):
    result = ctl("visit add 2024-02-30 乙公司 走访 --headcount 很多 --type 游览")
    assert result.code == 4
    for code in ("impossible-date", "not-found", "not-a-number", "not-a-choice"):
        assert f"[{code}]" in result.err


def test_a_named_refusal_can_be_accepted_by_its_name_alone(ctl, alliance):
    assert ctl("member add 甲公司有限公司 --allow duplicate-name").out == "M2\n"
    assert ctl("capacity add 甲公司 PVDC 6万吨/年 --allow no-source").out == "C1\n"
    assert ctl("capacity add 甲公司 PVDC 6万吨/年 --allow duplicate-name").code == 4


def test_group_and_listed_company_are_two_companies(ctl, db):
    assert ctl("member add 巨化集团有限公司").code == 0
    assert ctl("member add 巨化股份有限公司").code == 0


def test_a_year_for_a_visit_without_one_needs_a_reason(ctl, alliance):
    ctl("visit add 某年6月20日 甲公司 调研")
    refused = ctl("visit edit V2 --set date=2011-06-20")
    assert refused.code == 4
    assert "--note" in refused.err
    assert ctl("visit edit V2 --set date=2011-06-20 --note 厅里的日程表").code == 0
    assert ctl("visit show V2 --json").json["date"]["canonical"] == "2011-06-20"
    assert "厅里的日程表" in ctl("log V2").out


def test_a_month_and_day_typed_by_hand_is_the_latest_such_day_and_is_echoed_in_full(ctl, alliance):
    result = ctl("visit add 5-14 甲公司 走访", env={"ALLIANCECTL_TODAY": "2026-05-13"})
    assert result.out == "V2\n"
    assert "2025-05-14 (周三)" in result.err
    assert ctl("follow-up add V2 办事 --due 5-14").code == 0
    assert ctl("follow-up show F1 --json").json["due"]["canonical"] == "XXXX-05-14"


def test_dry_run_says_the_same_and_writes_nothing(ctl, alliance):
    before = alliance.read_bytes()
    result = ctl("visit add 2024-05-15 甲公司 走访 -n")
    assert result.code == 0
    assert "V2" in result.err
    assert "2024-05-15" in result.err
    assert result.out == ""
    assert alliance.read_bytes() == before


def test_a_personal_field_is_in_no_echo_and_no_log(ctl, alliance):
    shown = [ctl("member add 乙公司 --contact 张三丰 --phone 13800138000 --email zhang@example.org"),
             ctl("member edit 乙公司 --set phone=13900139000"), ctl("log M2"), ctl("log"), ctl("log --json"), ctl("member list"),
             ctl("member list --json"), ctl("member add 乙公司 --phone 13700137000")]
    for result in shown:
        for secret in ("张三丰", "13800138000", "13900139000", "13700137000", "zhang@example.org"):
            assert secret not in result.out + result.err
    assert "13900139000" in ctl("member show 乙公司").out
    assert "13900139000" in ctl("member list --contacts").out
