"""What is missing is asked for at a terminal: defaults, ways back, choices by number or initial; nothing is written until it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pexpect")

from terminal import Terminal


@pytest.fixture
def terminal(home: Path, db: Path, ctl) -> Terminal:
    """A terminal on a file that knows one member."""
    assert ctl("member add 巨化集团有限公司 --kind 企业 --joined 2010").code == 0
    return Terminal(home, db)


def test_what_is_missing_is_asked_for_a_line_each(terminal: Terminal, ctl) -> None:
    shown = terminal.run("member add", "浙江大学", "高等院校", "", "2011", "")
    assert terminal.code == 0
    assert "单位名称" in shown
    assert "✓ M2  浙江大学  高等院校" in shown
    assert ctl("member show M2 --json").json["kind"] == "university"


def test_a_choice_is_a_number_an_initial_or_a_word_of_either_language(terminal: Terminal, ctl) -> None:
    for number, (typed, key) in enumerate([("2", "university"), ("ky", "institute"), ("univ", "university"), ("zhengfu", "government"), ("企业", "enterprise")], 2):
        terminal.run("member add", f"第{number}家单位", typed, "", "", "")
        assert ctl(f"member show M{number} --json").json["kind"] == key, typed


def test_the_last_record_gives_the_defaults_and_a_dash_leaves_them_out(terminal: Terminal, ctl) -> None:
    terminal.run("capacity add M1 PVDC 6万吨", "", "2025", "2025填报表")
    shown = terminal.run("capacity add M1 PVDF 2万吨", "", "-", "")
    assert "截至（产量、配额写年度） [2025]" in shown
    assert "来源 [R1 2025填报表]" in shown
    assert ctl("capacity show C2 --json").json["as_of"] is None
    assert ctl("capacity show C2 --json").json["sources"] == ["R1"]


def test_a_smaller_sign_goes_back_to_the_question_before(terminal: Terminal, ctl) -> None:
    shown = terminal.run("site add", "M1", "<", "", "衢州基地", "衢州")
    assert terminal.code == 0, shown
    assert ctl("site show S1 --json").json["name"] == "衢州基地"


def test_a_wrong_answer_is_explained_and_stands_in_the_line_again(terminal: Terminal, ctl) -> None:
    shown = terminal.run("visit add", "5/6", "\x15" "5-14", "jhjt", "", "年度走访")
    assert "[ambiguous-date]" in shown
    assert "日期：5/6" in shown.split("[ambiguous-date]")[1]
    assert ctl("visit show V1 --json").json["date"]["canonical"] == "2026-05-14"


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_giving_up_writes_nothing(terminal: Terminal, ctl, key: str) -> None:
    shown = terminal.run("visit add 5-14", "jhjt", key)
    assert terminal.code == 130
    assert "没有写入" in shown
    assert "V1" not in ctl("visit list").out


def test_a_likely_duplicate_is_shown_before_the_next_question(terminal: Terminal, ctl) -> None:
    shown = terminal.run("member add", "巨化集团", "", "\x15" "巨化股份", "", "", "", "")
    assert "M1 巨化集团有限公司" in shown.split("单位性质")[0]
    assert "✓ M2  巨化股份" in shown


def test_a_likely_duplicate_can_be_meant(terminal: Terminal, ctl) -> None:
    assert "✓ M2  巨化集团" in terminal.run("member add", "巨化集团", "!", "", "", "", "")


def test_tab_completes_a_name_by_its_pinyin(terminal: Terminal) -> None:
    shown = terminal.run("visit add 5-14", "jhj\t", "", "", "年度走访")
    assert "✓ V1" in shown
    assert "M1 巨化集团有限公司" in shown


def test_repeat_asks_for_the_next_one_until_the_first_answer_is_empty(terminal: Terminal, ctl) -> None:
    shown = terminal.run("member add --repeat", "甲研究所", "3", "", "2012", "", "乙研究所", "", "", "", "", "")
    assert terminal.code == 0
    assert "✓ M2" in shown
    assert "✓ M3" in shown
    assert ctl("member show M3 --json").json["kind"] == "institute"
    assert ctl("undo").code == 0
    assert ctl("member show M2").code == 0
    assert ctl("member show M3").code == 3


def test_what_was_written_before_an_interruption_of_repeat_stays(terminal: Terminal, ctl) -> None:
    shown = terminal.run("member add --repeat", "甲研究所", "3", "", "", "", "乙研究所", "\x03")
    assert "这一条没有写入" in shown
    assert ctl("member show M2").code == 0
    assert ctl("member show M3").code == 3


def test_what_is_refused_at_the_end_is_asked_again_with_the_answers_kept(terminal: Terminal, ctl) -> None:
    shown = terminal.run("visit add", "2026-07-14", "M1", "", "年度走访", "\x15" "2026-06-14", "", "", "")
    assert "[future-visit]" in shown
    assert terminal.code == 0, shown
    assert ctl("visit show V1 --json").json["date"]["canonical"] == "2026-06-14"


def test_what_was_given_wrong_is_refused_before_anything_is_asked(terminal: Terminal) -> None:
    shown = terminal.run("capacity add 没有这家 PVDC")
    assert terminal.code == 3
    assert "数量" not in shown


def test_a_claim_of_no_member_asks_for_its_scope(terminal: Terminal, ctl) -> None:
    terminal.run("capacity add", "-", "中国", "PVDF", "20万吨", "", "2025", "行业年报")
    assert ctl("capacity show C1 --json").json["scope"] == "中国"


def test_a_new_product_that_is_spelled_like_a_known_one_may_be_that_one(terminal: Terminal, ctl) -> None:
    terminal.run("capacity add M1 PVDC 6万吨", "", "2025", "填报表")
    shown = terminal.run("capacity add M1", "PVDCC", "1", "7万吨", "", "2026", "")
    assert "P1 PVDC" in shown
    assert ctl("capacity show C2 --json").json["product"] == "P1"


def test_an_output_is_told_from_a_capacity_before_it_is_written(terminal: Terminal, ctl) -> None:
    shown = terminal.run("capacity add", "jhjt", "PVDC", "5.1万吨", "2", "2025", "填报表")
    assert "指标 1 产能  2 产量  3 配额 [产能]" in shown
    assert ctl("capacity show C1 --json").json["measure"] == "output"
    assert ctl("capacity show C1 --json").json["as_of"]["canonical"] == "2025"


def test_a_wrong_credit_code_is_refused_at_its_question(terminal: Terminal, ctl) -> None:
    shown = terminal.run("member add", "浙江大学", "2", "", "", "91330000123456789X", "\x15")
    assert "✗" in shown.split("统一社会信用代码")[1]
    assert ctl("member show M2 --json").json["credit_code"] is None


def test_choices_that_do_not_fit_stand_on_lines_of_their_own_and_none_is_cut(home: Path, db: Path) -> None:
    shown = Terminal(home, db, COLUMNS="80").run("member add", "浙江大学", "7", "", "", "")
    assert "  1 企业  2 高等院校  3 科研院所  4 事业单位  5 社会组织  6 金融机构  7 政府部门\n  8 其他\n单位性质" in shown


def test_an_incoming_visit_asks_who_came(terminal: Terminal, ctl) -> None:
    shown = terminal.run("visit add 5-14 M1 技术交流 --direction incoming", "", "省科技厅", "9")
    assert "来访单位必须填写" in shown
    assert ctl("visit show V1 --json").json["visitor"] == "省科技厅"


def test_an_outgoing_visit_does_not_ask_who_came(terminal: Terminal) -> None:
    assert "来访单位" not in terminal.run("visit add 5-14 --direction outgoing", "M1", "年度走访")


def test_memberships_are_asked_for_too(terminal: Terminal, ctl) -> None:
    assert "副理事长单位" in terminal.run("member rank", "jhjt", "fu", "2026-03")
    assert terminal.code == 0
    terminal.run("member leave", "M1", "2026-05")
    assert terminal.code == 0


def test_init_asks_for_the_name(home: Path, tmp_path: Path) -> None:
    terminal = Terminal(home, tmp_path / "new.db")
    assert "✓ 已新建" in terminal.run("init", "氟材料联盟", "")


def test_questions_are_in_english_where_the_person_reads_english(home: Path, db: Path) -> None:
    shown = Terminal(home, db, "en").run("member add", "Utopia", "enterprise", "chair", "2010", "")
    assert "name:" in shown
    assert "✓ M1  Utopia  enterprise" in shown


def test_nothing_is_asked_without_a_terminal(ctl) -> None:
    said = ctl("member add")
    assert said.code == 2
    assert "[missing-value]" in said.err


@pytest.mark.parametrize("line", ["member add X --repeat", "visit add --repeat"])
def test_repeat_needs_a_terminal(ctl, line: str) -> None:
    said = ctl(line)
    assert said.code == 2
    assert "--repeat" in said.err


def test_no_input_means_that_nothing_is_asked(terminal: Terminal) -> None:
    terminal.run("member add --no-input")
    assert terminal.code == 2


def test_what_is_said_is_folded_between_words_and_a_command_is_left_whole(home: Path, db: Path, ctl) -> None:
    ctl("member add", "Utopia Fluorochemical Company for Advanced Materials Co., Ltd.")
    shown = Terminal(home, db, "en", COLUMNS="80").run("member add", "Utopia Fluorochemical Company for Advanced Materials", "\x03")
    assert all(len(line) <= 80 for line in shown.splitlines() if "alliancectl " not in line)
    assert any("alliancectl member alias M1 'Utopia Fluorochemical Company for Advanced Materials'" in line for line in shown.splitlines())
    future = Terminal(home, db, "en", COLUMNS="80").run("visit add 2099-05-14 M1 annual-visit --no-input")
    assert "  → record a visit once it has happened; what is due is a follow-up: follow-up" in future
    assert all(len(line) <= 80 for line in future.splitlines())
    assert "✗ “Utopia Fluorochemical Company for Advanced Materials” is likely the same as M1 Utopia Fluorochemical" in " ".join(shown.split())
    assert "  → see: alliancectl completion install --help" in Terminal(home, db, "en", COLUMNS="30").run("completion install bash -n")
