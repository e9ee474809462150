"""Completion: what a Tab offers, that bash, zsh and fish take it as one word, and that it costs no more than opening the file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path

import pexpect
import pytest

import alliancectl
from alliancectl.cli import settings
from alliancectl.cli.command import COMMON, WRITING
from alliancectl.cli.complete import answer
from alliancectl.cli.completion_scripts import SCRIPTS
from alliancectl.cli.completion_table import PLACE, source
from alliancectl.cli.tree import Branch, tree
from alliancectl.store.offered import folded
from alliancectl.values.names import fold

ROOT = str(Path(alliancectl.__file__).parents[1])
NASTY = "甲:乙 (Co.) & 'x' \"y\" $HOME `ls` ;#=\\"
BEGINNINGS = ["甲", "甲:", "甲:乙", r"甲:乙\ (Co".replace("(", r"\("), "'甲", "'甲:乙 (Co.", '"甲', '"甲:乙 (Co. ', "jyco"]


@pytest.fixture
def tab(demo, home, monkeypatch, capfdbinary):
    """The values that are offered at the end of a line (bash) or of its words (the other shells)."""
    def tab(line: str, shell: str = "bash", db: object = demo, **env: str) -> list[str]:
        for key, value in {"ALLIANCECTL_DB": str(db), "HOME": str(home), "_ALLIANCECTL_LINE": line, "LANG": "C.UTF-8", **env}.items():
            monkeypatch.setenv(key, value)
        capfdbinary.readouterr()
        answer(shell)
        out, err = capfdbinary.readouterr()
        assert err == b""
        lines = out.decode().splitlines()
        return lines if shell == "fish" else lines[1:] if lines[:1] in (["words"], ["open"]) else lines

    monkeypatch.delenv("ALLIANCECTL_LANG", raising=False)
    monkeypatch.delenv("_ALLIANCECTL_BREAKS", raising=False)
    return tab


# ---- what is offered ----------------------------------------------------------------------------------------------


def test_the_words_are_those_of_the_commands():
    assert Path(PLACE).read_text("utf-8") == source(), "make it anew: python -m alliancectl.cli.completion_table"


@pytest.mark.parametrize(("line", "offered"), [
    ("alliancectl mem", ["member", "membership"]),
    ("alliancectl --lang zh member ren", ["rename"]),
    ("alliancectl --db=x.db -q member sh", ["show"]),
    ("alliancectl member show M1 --no-i", ["--no-input"]),
    ("alliancectl member show M1 --dry", []),
    ("alliancectl member remove M1 --dry", ["--dry-run"]),
    ("alliancectl member list --format js", ["json", "jsonl"]),
    ("alliancectl member list --color=al", ["always"]),
    ("alliancectl member add X --kind ent", ["enterprise"]),
    ("alliancectl member add X --kind 企", ["企业"]),
    ("alliancectl member add X --kind public-i", ["public_institution"]),
    ("alliancectl member rank M1 副", ["副理事长单位"]),
    ("alliancectl member leave M1 2026 --ended ex", ["expelled"]),
    ("alliancectl visit add 5-14 M1 x --accompanied-open ", ["yes", "no"]),
    ("alliancectl product add X --unit t/", ["t/a"]),
    ("alliancectl member edit M1 --set pl", ["place="]),
    ("alliancectl member edit M1 --set left", []),
    ("alliancectl follow-up list st", ["state:"]),
    ("alliancectl follow-up list -st", ["-state:"]),
    ("alliancectl follow-up list state:o", ["open"]),
    ("alliancectl follow-up list -state:未", ["未办结"]),
    ("alliancectl visit list -- level:", ["national", "provincial", "municipal", "county", "industry", "foreign", "other"]),
    ("alliancectl config get l", ["lang"]),
    ("alliancectl help am", ["amounts"]),
    ("alliancectl help visit a", ["add"]),
    ("alliancectl completion install z", ["zsh"]),
    ("alliancectl report text 2025 ", ["innovation", "problems", "plan"]),
    ("alliancectl report text 2025 协", ["协同创新"]),
    ("alliancectl check stale un", ["unit-unknown", "undated"]),
    ("alliancectl redact jh", ["巨化集团有限公司", "镜花密封技术有限公司"]),
    ("alliancectl report year --as-recorded ", []),
    ("alliancectl report diff ", []),
    ("cd /tmp && alliancectl mem", ["member", "membership"]),
    ("alliancectl nothing such ", []),
    ("alliancectl member list --note", []),
])
def test_commands_options_choices_and_fields_are_completed(tab, line, offered):
    assert tab(line) == offered


@pytest.mark.parametrize(("line", "offered"), [
    ("alliancectl member show jh", ["巨化集团有限公司", "镜花密封技术有限公司"]),
    ("alliancectl member show juhua", ["巨化集团有限公司"]),
    ("alliancectl member show 方壶", ["方壶聚合物有限公司", "方壶市新材料产业促进局"]),
    ("alliancectl member show 锂电", ["蜃楼锂电材料有限公司"]),
    ("alliancectl member show 華胥", ["华胥氟橡胶有限公司"]),
    ("alliancectl member show M17", ["M17"]),
    ("alliancectl member show m1", ["M1", "M10", "M11", "M12", "M13", "M14", "M15", "M16", "M17"]),
    ("alliancectl member show M99", []),
    ("alliancectl product show PV", ["PVDC", "PVDF"]),
    ("alliancectl visit show V23", ["V23"]),
    ("alliancectl visit show 安全", ["V23"]),
    ("alliancectl follow-up done F1", ["F1"]),
    ("alliancectl visit add 5-14 M1,hxf", ["M1,华胥氟橡胶有限公司"]),
    ("alliancectl visit add 5-14 M1，hxf", ["M1，华胥氟橡胶有限公司"]),
    ("alliancectl visit add 5-14 M1 x --member hxf", ["华胥氟橡胶有限公司"]),
    ("alliancectl capacity add M3/", ["M3/子虚一厂", "M3/子虚二厂"]),
    ("alliancectl capacity add 巨化/衢", ["巨化/衢州基地"]),
    ("alliancectl visit list member:hxf", ["华胥氟橡胶有限公司"]),
    ("alliancectl visit list members:M17", ["M17"]),
])
def test_records_are_completed_by_id_name_alias_and_pinyin(tab, line, offered):
    assert tab(line) == offered


def test_an_option_is_offered_once_unless_it_may_be_repeated(tab):
    assert "--type" in tab("alliancectl visit add --")
    assert "--type" not in tab("alliancectl visit add --type study --")
    assert "--member" in tab("alliancectl visit add --member M1 --")


def test_where_a_file_is_meant_the_shell_completes_it(tab):
    assert tab("alliancectl --db ") == tab("alliancectl member list -o ") == tab("alliancectl init ") == ["files"]


def test_the_file_of_the_option_the_environment_or_the_settings_is_asked(tab, tmp_path, demo, home):
    (home / "config.toml").write_text(f'db = "{demo}"\n', "utf-8")
    missing = tmp_path / "missing.db"
    assert tab("alliancectl member show hxf", db=missing) == []
    assert tab(f"alliancectl member show --db {demo} hxf", db=missing) == ["华胥氟橡胶有限公司"]
    assert tab("alliancectl member show hxf", db="", ALLIANCECTL_CONFIG=str(home / "config.toml")) == ["华胥氟橡胶有限公司"]
    assert not missing.exists()


def test_what_was_removed_is_not_offered(tab, ctl, demo):
    assert ctl("member remove M17 --allow x", db=demo).code == 2
    ctl("visit remove V22", db=demo)
    assert tab("alliancectl visit show V22") == []


def test_saved_queries_are_offered_behind_an_at_sign(tab, ctl, demo):
    ctl("saved-query add 逾期 state:open", db=demo)
    assert tab("alliancectl follow-up list @", _ALLIANCECTL_BREAKS=":=") == ["@逾期"]
    assert tab("alliancectl follow-up list @逾", _ALLIANCECTL_BREAKS=":=@") == ["逾期"]


def test_every_command_offers_its_own_options_and_those_of_every_command(tab):
    for word, node in tree().items():
        leaves = {f"{word} {verb}": leaf for verb, leaf in node.verbs.items()} if isinstance(node, Branch) else {word: node}
        for path, leaf in leaves.items():
            command = leaf.load()
            params = (*command.params, *COMMON, *(WRITING if command.writes else ()))
            flags = {flag for param in params for flag in param.flags if flag.startswith("--")} | {"--help"}
            assert set(tab(f"alliancectl {path} --")) == flags, path


@pytest.mark.parametrize("shell", ["zsh", "powershell"])
def test_the_other_shells_get_a_description_in_the_language_of_the_file(tab, shell):
    assert tab("member\nshow\nhxf", shell) == ["华胥氟橡胶有限公司\tM17"]
    assert tab("member\nsh", shell) == ["show\t查看成员"]
    assert tab("member\nsh", shell, ALLIANCECTL_LANG="en") == ["show\tshow a member"]


def test_fish_is_offered_the_pinyin_that_begins_with_what_was_typed(tab):
    assert tab("alliancectl\nmember\nshow\nhxf", "fish") == ["hxfxjyxgs\t华胥氟橡胶有限公司 M17"]
    assert tab("alliancectl\nmember\nshow\n'华", "fish") == ["华胥氟橡胶有限公司\tM17"]


@pytest.mark.parametrize("content", [b"", b"not a record file", b"SQLite format 3\0" + b"\0" * 100])
def test_a_file_that_cannot_be_read_offers_nothing_and_says_nothing(tab, tmp_path, content):
    path = tmp_path / "other.db"
    path.write_bytes(content)
    assert tab("alliancectl member show hx", db=path) == []
    assert tab("member\nshow\nhx", "zsh", db=path) == []
    assert path.read_bytes() == content


def test_another_programs_database_and_a_busy_file_offer_nothing(tab, tmp_path, demo):
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE member (id)")
    other.commit()
    assert tab("alliancectl member show hx", db=tmp_path / "other.db") == []
    busy = sqlite3.connect(demo, isolation_level=None)
    busy.execute("BEGIN EXCLUSIVE")
    assert tab("alliancectl member show hx") == []
    assert tab("alliancectl member sho") == ["show"]
    busy.close()


def test_a_word_is_folded_as_names_are():
    for text in ("ＰＶＤＦ", "Acme  Co", "甲公司", "ﬁ", "Ｍ１"):
        assert folded(text) == fold(text).replace(" ", "")


# ---- what it costs ------------------------------------------------------------------------------------------------


def test_a_tab_loads_nothing_that_sqlite3_does_not(demo, tmp_path):
    (tmp_path / "config.toml").write_text(f'# settings\ndb = "{demo}"\nlang = "zh"\n', "utf-8")
    program = "import os, sys, sqlite3\nbefore = set(sys.modules)\nfrom alliancectl.__main__ import run\ntry: run()\nexcept SystemExit: pass\n"
    program += "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60, check=True, env={
        "PYTHONPATH": ROOT, "_ALLIANCECTL_COMPLETE": "bash", "_ALLIANCECTL_LINE": "alliancectl member show hxf", "ALLIANCECTL_CONFIG": str(tmp_path / "config.toml")})
    assert done.stdout == "words\n华胥氟橡胶有限公司\n"
    loaded = set(done.stderr.split())
    assert {name for name in loaded if not name.startswith("alliancectl")} <= {"__future__"}
    assert {name for name in loaded if name.startswith("alliancectl.")} == {
        "alliancectl.__main__", "alliancectl.cli", "alliancectl.cli.complete", "alliancectl.cli.complete_line",
        "alliancectl.cli.completion_words", "alliancectl.cli.settings", "alliancectl.store", "alliancectl.store.offered"}


@pytest.mark.parametrize("written", [
    'db = "a.db"\n', '# mine\n\nlang="zh"\ncolor = "never"', 'db = \'a.db\'', 'db = "a\\tb"', 'backups = 3', 'db = "a.db" # here', '[db]\nx = "1"', 'db = "a"\ndb = "b"', "db = a.db",
    'db = ""', 'db = """\na"""', 'other = "x"', '"db" = "a"', 'db = "a\x01b"', '\ufeffdb = "a"', ""])
def test_settings_read_without_the_toml_reader_are_as_that_reads_them(tmp_path, written):
    where = tmp_path / "config.toml"
    where.write_text(written, "utf-8")
    plain = settings._plain(str(where))
    assert plain is None or plain == tomllib.loads(written)


# ---- in the shells themselves -------------------------------------------------------------------------------------


@pytest.fixture
def shell_home(tmp_path, ctl, demo):
    """A home with `alliancectl` on PATH, the scripts, and a member whose name needs every kind of quoting."""
    assert ctl("member add", NASTY, "--kind", "企业", db=demo).code == 0
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "alliancectl"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m alliancectl "$@"\n', "utf-8")
    program.chmod(0o755)
    for name, script in SCRIPTS.items():
        (tmp_path / name).write_text(script, "utf-8")
    return tmp_path, {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "dumb",
                      "ALLIANCECTL_DB": str(demo)}


def bash(home):
    """An interactive bash with completion, in front of its prompt."""
    folder, env = home
    child = pexpect.spawn("bash", ["--norc", "--noprofile", "-i"], env=env, encoding="utf-8", dimensions=(40, 400), timeout=30)
    child.sendline(f"PS1='$ '; bind 'set enable-bracketed-paste off'; source {folder}/bash; printf 'REA''DY\\n'")
    child.expect("READY\r\n")
    return child, "printf '<%s>\\n' "


def zsh(home):
    """An interactive zsh with completion."""
    folder, env = home
    child = pexpect.spawn("zsh", ["-f", "-i"], env=env, encoding="utf-8", dimensions=(40, 400), timeout=30)
    child.sendline(f"PS1='%% '; autoload -Uz compinit; compinit -u -D; unset zle_bracketed_paste; source {folder}/zsh; print 'REA''DY'")
    child.expect("READY\r\n")
    return child, "printf '<%s>\\n' "


def words_after_tab(started, typed: str, more: str = "") -> list[str]:
    """The words that the shell has when Tab is pressed behind `typed`: the line is run as the arguments of printf."""
    child, printf = started
    child.send(f"{typed}\t{more}\x01{printf}\x05; printf 'DO''NE\\n'\r")
    child.expect("DONE\r\n")
    child.close()
    return [line[1:-1] for line in child.before.replace("\r", "").split("\n") if line.startswith("<") and line.endswith(">")]


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


CASES = [
    ("alliancectl member sho", ["member", "show"]),
    ("alliancectl member show hxf", ["member", "show", "华胥氟橡胶有限公司"]),
    ("alliancectl member show M17", ["member", "show", "M17"]),
    ("alliancectl visit list level:pro", ["visit", "list", "level:provincial"]),
    ("alliancectl visit list date:2025 member:hxf", ["visit", "list", "date:2025", "member:华胥氟橡胶有限公司"]),
    ("alliancectl member edit M1 --set kind=ent", ["member", "edit", "M1", "--set", "kind=enterprise"]),
    ("alliancectl member add X --kind=ent", ["member", "add", "X", "--kind=enterprise"]),
    ("alliancectl visit add 5-14 M1,hxf", ["visit", "add", "5-14", "M1,华胥氟橡胶有限公司"]),
    *((f"alliancectl member show {begun}", ["member", "show", NASTY]) for begun in BEGINNINGS),
]


@needs("bash")
@pytest.mark.parametrize(("typed", "words"), CASES)
def test_bash_has_the_whole_value_as_one_word(shell_home, typed, words):
    assert words_after_tab(bash(shell_home), typed) == ["alliancectl", *words]


@needs("bash")
def test_bash_completes_in_the_middle_of_a_line_and_behind_an_open_field(shell_home):
    assert words_after_tab(bash(shell_home), "alliancectl member show hxf --json" + "\x02" * 7) == [
        "alliancectl", "member", "show", "华胥氟橡胶有限公司", "--json"]
    assert words_after_tab(bash(shell_home), "alliancectl member edit M1 --set pla", more="here") == [
        "alliancectl", "member", "edit", "M1", "--set", "place=here"]


@needs("bash")
def test_bash_completes_a_file_by_itself(shell_home):
    _, env = shell_home
    db = env["ALLIANCECTL_DB"]
    assert words_after_tab(bash(shell_home), f"alliancectl member list --db {db[:-4]}")[-1] == db


@needs("zsh")
@pytest.mark.parametrize(("typed", "words"), CASES)
def test_zsh_has_the_whole_value_as_one_word(shell_home, typed, words):
    assert words_after_tab(zsh(shell_home), typed) == ["alliancectl", *words]


@needs("zsh")
def test_zsh_leaves_no_space_behind_an_open_field(shell_home):
    assert words_after_tab(zsh(shell_home), "alliancectl member edit M1 --set pla", more="here")[-1] == "place=here"


@needs("fish")
@pytest.mark.parametrize(("typed", "offered"), [
    ("alliancectl member sho", "show\t查看成员"),
    ("alliancectl member show 华", "华胥氟橡胶有限公司\tM17"),
    ("alliancectl member show '华", "华胥氟橡胶有限公司\tM17"),
    ("alliancectl member show hxf", "hxfxjyxgs\t华胥氟橡胶有限公司 M17"),
    ("alliancectl member show 甲:", NASTY + "\tM18"),
    ("alliancectl visit list level:pro", "level:provincial\t省级"),
    ("alliancectl member edit M1 --set kind=ent", "kind=enterprise\t企业"),
])
def test_fish_offers_the_value_with_its_description(shell_home, typed, offered):
    folder, env = shell_home
    done = subprocess.run(["fish", "--no-config", "-c", f"source {folder}/fish; complete -C \"{typed}\""], env=env, capture_output=True,
                          encoding="utf-8", timeout=60, check=True)
    assert done.stdout == offered + "\n"


def test_the_scripts_that_a_shell_can_check_are_well_formed(shell_home):
    folder, env = shell_home
    for shell in ("bash", "zsh", "fish"):
        if shutil.which(shell):
            assert subprocess.run([shell, "-n", str(folder / shell)], env=env, check=False).returncode == 0


@needs("pwsh")
def test_powershell_offers_the_value_quoted(shell_home):
    folder, env = shell_home
    script = f". {folder}/powershell; (TabExpansion2 'alliancectl member show 华' 27).CompletionMatches.CompletionText"
    done = subprocess.run(["pwsh", "-NoProfile", "-c", script], env=env, capture_output=True, encoding="utf-8", timeout=120, check=True)
    assert done.stdout.split() == ["华胥氟橡胶有限公司"]


# ---- completion show, completion install --------------------------------------------------------------------------


@pytest.mark.parametrize("shell", sorted(SCRIPTS))
def test_show_prints_the_script_and_install_writes_it_and_says_what_is_left_to_do(ctl, home, shell):
    assert ctl(f"completion show {shell}").out == SCRIPTS[shell]
    done = ctl(f"completion install {shell}")
    assert (done.code, done.out) == (0, "")
    written = [path for path in home.rglob("*") if path.is_file()]
    assert [path.read_text("utf-8") for path in written] == [SCRIPTS[shell]]
    assert str(written[0]) in done.err
    assert shell == "fish" or f" {written[0]}" in done.err.splitlines()[-1]
    assert ctl(f"completion install {shell}").code == 0


def test_no_rc_file_is_touched(ctl, home):
    (home / ".bashrc").write_text("# mine\n")
    ctl("completion install bash")
    assert (home / ".bashrc").read_text() == "# mine\n"
    assert not (home / ".zshrc").exists()


def test_the_shell_is_that_of_the_user_unless_one_is_named(ctl):
    assert ctl("completion show", env={"SHELL": "/usr/bin/zsh"}).out == SCRIPTS["zsh"]
    for line, env in (("completion show tcsh", {}), ("completion show", {"SHELL": "/bin/tcsh"}), ("completion show", {"SHELL": None})):
        refused = ctl(line, "--json", env=env)
        assert (refused.code, refused.error["error"]) == (2, "unknown-shell")
        assert "bash" in refused.error["fix"]


def test_without_a_home_nothing_is_written_and_show_is_named(ctl):
    refused = ctl("completion install bash --json", env={"HOME": None})
    assert (refused.code, refused.error["error"]) == (1, "no-home")
    assert "completion show bash" in refused.error["fix"]
