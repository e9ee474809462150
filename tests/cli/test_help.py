"""`alliancectl help`: its examples run, its tables are made from the program, and it reads well in both languages."""

from __future__ import annotations

import datetime
import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pexpect  # type: ignore[import-untyped]
import pytest

from alliancectl import errors
from alliancectl.cli import topics_failures, topics_surroundings, topics_values
from alliancectl.cli.run import main
from alliancectl.cli.topics import TOPICS
from alliancectl.cli.topics_values import Spelled
from alliancectl.cli.tree import Branch, tree
from alliancectl.errors import Failure, Refused, SeveralProblems
from alliancectl.text import Lang
from alliancectl.values.amount import amount, units_from
from alliancectl.values.clean import width
from alliancectl.values.when import FORMS, when

ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2024, 6, 15)
UNITS = units_from(tomllib.loads((ROOT / "data" / "units.toml").read_text(encoding="utf-8"))["unit"])
LANGS: tuple[Lang, ...] = ("zh", "en")
PAGES = [(topic, lang) for topic in ("", *TOPICS) for lang in LANGS]


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Ctl = Callable[..., Answer]


@pytest.fixture
def ctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ctl:
    """Runs a command line in this process, in an empty home, on 15 June 2024."""
    for name in ("ALLIANCECTL_LANG", "ALLIANCECTL_CONFIG", "NO_COLOR", "COLUMNS", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("ALLIANCECTL_DB", str(tmp_path / "a.db"))
    monkeypatch.setenv("ALLIANCECTL_TODAY", TODAY.isoformat())
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Answer:
        code = main(words)
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def recorded(ctl: Ctl) -> Ctl:
    """The same, with a record file that has what the examples name."""
    for line in (
        "init --name 测试联盟 --lang zh",
        "member add 巨化集团有限公司 --joined 2010-06 --name-other 'Juhua Group'",
        "member add 浙江大学",
        "site add M1 衢州基地",
        "visit add 2024-05-14 M1 年度走访",
        "visit add 2024-05-15 M2 座谈",
        "capacity add M1 PVDC 5万吨/年 --source 公告 --as-of 2022",
        "member edit M2 --set place=杭州",
    ):
        answer = ctl(*shlex.split(line))
        assert answer.code == 0, answer.err
    return ctl


def examples(page: str) -> list[str]:
    """The commands that a page sets in, without what stands beside them."""
    found = re.findall(r"^  (alliancectl .+?)(?:  .*)?$", page, re.MULTILINE)
    return [line.removeprefix("alliancectl ") for line in found]


# ---- the pages -----------------------------------------------------------------------------------------------------


def test_help_lists_every_topic_with_a_line_about_it(ctl: Ctl) -> None:
    for lang in LANGS:
        page = ctl("help", "--lang", lang)
        assert page.code == 0
        rows = dict(re.findall(r"^  (\S+) {2,}(.+)$", page.out, re.MULTILINE))
        assert rows == {name: topic.about.to(lang) for name, topic in TOPICS.items()}


@pytest.mark.parametrize(("topic", "lang"), PAGES)
def test_a_page_fits_a_terminal(topic: str, lang: str, ctl: Ctl) -> None:
    page = ctl("help", *([topic] if topic else []), "--lang", lang)
    assert page.code == 0
    assert page.err == ""
    lines = page.out.split("\n")
    with_paths = ("0 7 5 1 * ", "ExecStart=", "记录文件 ", "设置文件 ", "record file ", "settings ")
    assert [line for line in lines if width(line) > 79 and not line.strip().startswith(with_paths)] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert len(lines) <= 42 or topic == "exit-codes"   # it lists every failure there is
    assert page.out.endswith("\n")
    assert not page.out.endswith("\n\n")


@pytest.mark.parametrize("topic", ["", *TOPICS])
def test_a_page_speaks_the_language_that_is_asked_for(topic: str, ctl: Ctl) -> None:
    words = [topic] if topic else []
    zh, en = (ctl("help", *words, "--lang", lang).out for lang in LANGS)
    told = [line for line in zh.split("\n") if line and not line.startswith("  ")]
    assert all(re.search("[一-鿿]|。$", line) for line in told)
    assert [line for line in told if re.search(r"[一-鿿][,;:!?()]|[,;:!?(][一-鿿]", line)] == []
    assert [line for line in en.split("\n") if re.search("[，。；：！？（）、]", line)] == []
    assert [line for line in en.split("\n") if not line.startswith("  ") and re.search("[一-鿿]", line)] == []


def test_a_page_is_the_same_in_a_pipe_and_on_a_narrow_terminal(ctl: Ctl, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ctl("help", "dates")
    monkeypatch.setenv("COLUMNS", "40")
    assert ctl("help", "dates", "--color", "always") == before


def test_a_topic_is_found_by_its_chinese_name_too(ctl: Ctl) -> None:
    for name, topic in TOPICS.items():
        assert ctl("help", topic.zh).out == ctl("help", name).out
    assert ctl("help", "Exit", "Codes").out == ctl("help", "exit-codes").out


def test_help_needs_no_record_file_and_makes_none(ctl: Ctl, tmp_path: Path) -> None:
    for topic in TOPICS:
        assert ctl("help", topic).code == 0
    assert not (tmp_path / "a.db").exists()


def test_help_keeps_to_the_options_of_every_command(ctl: Ctl, tmp_path: Path) -> None:
    page = ctl("help", "dates").out
    assert json.loads(ctl("help", "dates", "--json").out) == {"topic": "dates", "text": page}
    assert ctl("help", "dates", "--out", "dates.txt").out == ""
    assert (tmp_path / "dates.txt").read_text(encoding="utf-8") == page


# ---- commands ------------------------------------------------------------------------------------------------------


def commands() -> list[list[str]]:
    """Every command there is, and every noun."""
    nodes = tree()
    verbs = [[word, verb] for word, node in nodes.items() if isinstance(node, Branch) for verb in node.verbs]
    return [[word] for word in nodes if word not in TOPICS] + verbs


def test_help_with_a_command_is_what_the_command_says_of_itself(ctl: Ctl) -> None:
    for words in commands():
        assert ctl("help", *words) == ctl(*words, "--help"), words


def test_where_a_topic_is_named_like_a_command_its_page_points_to_the_command(ctl: Ctl) -> None:
    for name in TOPICS.keys() & tree().keys():
        assert f"alliancectl {name} --help" in ctl("help", name).out


def test_an_unknown_topic_is_refused_with_what_was_perhaps_meant(ctl: Ctl) -> None:
    assert ctl("help", "date", "--lang", "en") == (2, "", (
        "✗ “date” is neither a topic nor a command  [unknown-topic]\n"
        "  → did you mean: dates; all topics: alliancectl help\n"))
    assert ctl("help", "exit-code", "--lang", "zh") == (2, "", (
        "✗ “exit-code”既不是说明主题，也不是命令  [unknown-topic]\n"
        "  → 是不是：exit-codes；全部主题：alliancectl help\n"))
    assert "did you mean: member rename;" in ctl("help", "member", "renmae", "--lang", "en").err
    assert "there are: dates, amounts, " in ctl("help", "zzzz", "--lang", "en").err
    for words in (("undo", "more"), ("member", "add", "more"), ("member", "zzzz")):
        assert ctl("help", *words).code == 2


# ---- values --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelled", topics_values.DATES, ids=lambda spelled: spelled.en[0])
def test_every_spelling_of_a_date_on_one_line_is_the_same_date(spelled: Spelled) -> None:
    assert len({when(text, today=TODAY)[1:] for text in spelled.zh + spelled.en}) == 1


def test_the_page_of_dates_has_every_canonical_form(ctl: Ctl) -> None:
    for lang in LANGS:
        page = ctl("help", "dates", "--lang", lang).out
        assert set(FORMS) <= set(re.findall(r"^  (\S+)", page, re.MULTILINE))


def test_what_the_page_of_dates_says_of_today_follows_today(ctl: Ctl) -> None:
    page = ctl("help", "dates", "--lang", "en").out
    assert re.search(r"^  2024-06-14 +yesterday$", page, re.MULTILINE)
    assert re.search(r"^  2023-05 +May last year$", page, re.MULTILINE)
    assert "visit add 5-14 M1 annual-visit  2024-05-14 (Tue)\n" in page
    assert "visit add 5-14 M1 年度走访  2024-05-14（周二）\n" in ctl("help", "dates", "--lang", "zh").out


def test_a_visit_gets_the_year_that_the_page_of_dates_says(recorded: Ctl) -> None:
    added = recorded(*shlex.split(examples(recorded("help", "dates", "--lang", "en").out)[0]))
    assert "2024-05-14" in added.err


@pytest.mark.parametrize("spelled", topics_values.AMOUNTS, ids=lambda spelled: spelled.en[0])
def test_every_spelling_of_an_amount_on_one_line_is_the_same_amount(spelled: Spelled) -> None:
    for texts in spelled:
        read = [amount(text, UNITS) for text in texts]
        assert len({(one.qualifier, one.base, one.base_high, one.base_unit) for one in read}) == 1


def test_the_page_of_amounts_has_every_unit(ctl: Ctl) -> None:
    for lang in LANGS:
        words = re.split(r"\s{2,}", ctl("help", "amounts", "--lang", lang).out)
        assert [unit.key for unit in UNITS.known() if unit.label(lang) not in words] == []


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_pages_call_refused_is_refused(lang: Lang, ctl: Ctl) -> None:
    def told(topic: str) -> str:
        return re.sub(r"\s+", "", ctl("help", topic, "--lang", lang).out)

    def read_date(text: str) -> object:
        return when(text, today=TODAY)

    def read_amount(text: str) -> object:
        return amount(text, UNITS)

    cases: list[tuple[str, Spelled, Callable[[str], object]]] = [
        ("dates", topics_values.REFUSED_DATES, read_date), ("amounts", topics_values.REFUSED_AMOUNTS, read_amount)]
    for topic, spelled, read in cases:
        page = told(topic)
        for text in spelled.zh if lang == "zh" else spelled.en:
            with pytest.raises(Refused) as caught:
                read(text)
            assert re.sub(r"\s+", "", caught.value.says()) in page


# ---- examples ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("topic", ["", "dates", "amounts", "references", "undo", "allow"])
def test_every_command_on_a_page_runs_as_it_stands(topic: str, lang: str, recorded: Ctl) -> None:
    found = examples(recorded("help", *([topic] if topic else []), "--lang", lang).out)
    assert found
    for line in found:
        answer = recorded(*shlex.split(line))
        assert answer.code == 0, f"{line}\n{answer.err}"


def test_undo_again_takes_back_the_operation_before(recorded: Ctl) -> None:
    assert (recorded("undo").code, recorded("undo").code) == (0, 0)
    assert "杭州" not in recorded("member", "show", "M2").out
    assert recorded("capacity", "list").out.count("\nC") == 0
    assert recorded("visit", "list").out.count("\nV") == 2


def test_init_cannot_be_undone_as_the_page_says(recorded: Ctl) -> None:
    assert recorded("undo", "1").code == 4


def test_off_a_terminal_a_part_of_a_name_is_not_enough_as_the_page_says(recorded: Ctl) -> None:
    answer = recorded("member", "show", "巨化")
    assert answer.code == 3
    assert "M1 巨化集团有限公司" in answer.err
    assert recorded("member", "show", "m1").code == 0
    assert recorded("member", "show", "ＪＵＨＵＡ　group").code == 0


# ---- failures ------------------------------------------------------------------------------------------------------


def failures() -> list[type[Failure]]:
    return [cls for cls in errors.every() if "code" in vars(cls) and cls not in (Failure, SeveralProblems)]   # the others have no name of their own


def test_every_failure_stands_on_the_page_beside_its_exit_code(ctl: Ctl) -> None:
    for lang in LANGS:
        page = ctl("help", "exit-codes", "--lang", lang).out
        table = page.split("\n\n")[-2]
        beside = {int(code): set(re.split(r"[\s,、]+", names.strip())) for code, names in re.findall(r"^  (\d+) +(.+(?:\n {4,}.+)*)", table, re.MULTILINE)}
        wanted: dict[int, set[str]] = {}
        for cls in failures():
            wanted.setdefault(cls.exit, set()).add(cls.code)
        assert beside == wanted


def test_every_exit_code_of_a_failure_has_a_meaning() -> None:
    assert {cls.exit for cls in failures()} <= set(topics_failures.MEANINGS)


def test_each_exit_code_is_what_a_real_command_ends_with(recorded: Ctl, tmp_path: Path) -> None:
    assert recorded("member", "list").code == 0
    assert recorded("follow-up", "list").code == 0, "an empty list is no failure"
    assert recorded("member", "list", "--db", "missing.db").code == 1
    assert recorded("member", "list", "--nonsense").code == 2
    assert recorded("member", "add").code == 2
    assert recorded("member", "show", "M99").code == 3
    assert recorded("visit", "add", "2024-02-30", "M1", "年度走访").code == 4
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        assert recorded("member", "add", "新单位", "--wait", "0", "--lang", "zh").code == 5
    finally:
        other.close()
    assert recorded("member", "add", "新单位").code == 0, "trying again is safe"


def test_ctrl_c_at_a_question_ends_with_130_and_leaves_no_file(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "ALLIANCECTL_CONFIG": str(tmp_path / "none.toml")}
    words = ["-m", "alliancectl", "init", str(tmp_path / "b.db"), "--lang", "en"]
    child = pexpect.spawn(sys.executable, words, cwd=str(ROOT), env=environment, timeout=30)
    child.expect("name of the alliance")
    child.sendcontrol("c")
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 130
    assert not (tmp_path / "b.db").exists()


def test_a_failure_changes_nothing_and_json_makes_it_one_object(recorded: Ctl, tmp_path: Path) -> None:
    before = (tmp_path / "a.db").read_bytes()
    answer = recorded("member", "show", "M99", "--json", "--lang", "en")
    assert json.loads(answer.err).keys() == {"error", "message", "fix"}
    assert recorded("member", "add", "巨化集团公司").code == 4
    assert (tmp_path / "a.db").read_bytes() == before


def test_the_page_of_allow_has_what_allow_takes_and_nothing_else(recorded: Ctl) -> None:
    wanted = {cls.code for cls in failures() if issubclass(cls, Refused) and cls.allowed}
    for lang in LANGS:
        page = recorded("help", "allow", "--lang", lang).out
        table = page.split("\n\n")[2].split("\n")[1:]
        assert {line.split()[0] for line in table} == wanted
        assert "{" not in page
    for code in {cls.code for cls in failures()}:
        assert recorded("member", "list", "--allow", code).code == 2, "a reader has nothing to allow"
        assert recorded("member", "edit", "M1", "--set", "place=衢州", "--allow", code).code == (0 if code in wanted else 2), code


@pytest.mark.parametrize("code", ["no-source", "duplicate-name"])
def test_what_an_example_of_allow_accepts_is_refused_without_it(code: str, recorded: Ctl) -> None:
    line = next(line for line in examples(recorded("help", "allow", "--lang", "zh").out) if code in line)
    refused = recorded(*shlex.split(line.replace(f"--allow {code}", "")))
    assert (refused.code, f"[{code}]" in refused.err) == (4, True)
    assert recorded(*shlex.split(line)).code == 0


# ---- surroundings --------------------------------------------------------------------------------------------------


READ_BY_SQLITE = {"SQLITE_TMPDIR", "TMPDIR"}   # https://sqlite.org/tempfiles.html


def variables_read() -> set[str]:
    """The environment variables that the source of the program names."""
    found: set[str] = set()
    for file in (ROOT / "alliancectl").rglob("*.py"):
        if file.name.startswith("topics"):
            continue
        source = file.read_text(encoding="utf-8")
        found |= set(re.findall(r"(?<!_)ALLIANCECTL_[A-Z_]+", source))   # with _ in front: between a shell's function and the program
        for asked in re.findall(r"(?:environ(?:\.get\(|\[)|getenv\()([^)\]]*)", source):
            found |= set(re.findall(r"[\"']([A-Z][A-Z_]+)[\"']", asked))
        found |= set(re.findall(r"[\"'](XDG_[A-Z_]+)[\"']", source))
    return found


def test_the_page_of_the_environment_has_every_variable_that_is_read_and_no_other() -> None:
    pages = topics_surroundings.OURS | topics_surroundings.OTHERS | topics_surroundings.FOLDERS
    assert {name for names in pages for name in names.split(", ")} == variables_read() | READ_BY_SQLITE


def test_the_page_of_the_environment_says_which_files_are_in_use(ctl: Ctl, tmp_path: Path) -> None:
    page = ctl("help", "environment", "--db", "other.db", "--lang", "en").out
    assert f"record file  {tmp_path / 'other.db'}\n" in page
    assert f"settings     {tmp_path / 'home' / 'alliancectl' / 'config.toml'}\n" in page


def test_the_crontab_line_writes_the_report_from_anywhere_with_no_environment(recorded: Ctl, tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    (tmp_path / "a.db").rename(folder / "100% ours.db")
    page = recorded("help", "cron", "--db", "a folder/100% ours.db", "--lang", "en").out
    line = re.search(r"^  0 7 5 1 \* (.+)$", page, re.MULTILINE)
    assert line
    assert not re.search(r"(?<!\\)%", line[1]), "cron ends the line at a bare %"
    words = ["sh", "-c", line[1].replace("\\%", "%")]
    done = subprocess.run(words, cwd=ROOT, env={"ALLIANCECTL_TODAY": "2024-01-05"}, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (folder / "report-2023.md").stat().st_size > 0


def test_the_program_is_named_by_the_path_it_was_started_with(ctl: Ctl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "alliancectl").touch()
    monkeypatch.setattr(sys, "argv", ["./alliancectl"])
    assert f"  0 7 5 1 * {tmp_path}/alliancectl report year --last " in ctl("help", "cron").out
    monkeypatch.setattr(sys, "argv", ["/somewhere/else"])
    assert f"  0 7 5 1 * {shlex.quote(sys.executable)} -m alliancectl report year --last " in ctl("help", "cron").out


def test_on_windows_the_page_has_the_task_scheduler_and_no_crontab(ctl: Ctl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    page = ctl("help", "cron", "--lang", "en").out
    assert "  schtasks /Create /TN alliance-report /SC MONTHLY /M JAN /D 5 /ST 07:00 /TR " in page
    assert "crontab" not in page


@pytest.mark.parametrize(("word", "crontab", "systemd", "schtasks"), [
    ("plain", "plain", "plain", "plain"),
    ("a b", "'a b'", '"a b"', '\\"a b\\"'),
    ("50%", "50\\%", "50%%", "50%"),
    ("it's $1", "'it'\"'\"'s $1'", '"it\'s $$1"', '\\"it\'s $1\\"'),
    ("{year}.md", "'{year}.md'", '"{year}.md"', "{year}.md"),
])
def test_a_path_is_quoted_for_the_scheduler_that_reads_it(word: str, crontab: str, systemd: str, schtasks: str) -> None:
    assert topics_surroundings.for_crontab([word]) == crontab
    assert topics_surroundings.for_systemd([word]) == systemd
    assert topics_surroundings.for_schtasks([word]).endswith(f' /TR "{schtasks}"')
