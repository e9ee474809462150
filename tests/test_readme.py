"""Every command that README.md shows is run here, on a terminal, and prints what README.md says.

A `console` block holds commands (`$ …`) and what they print; a line `…` stands for lines left out. A block ``csv NAME`` is a file
that lies there. The blocks of one section (##) follow one another in one home folder; the next section begins with an empty one.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

import alliancectl

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")
TODAY = "2026-06-30"
COLUMNS = 100


class Shown(NamedTuple):
    """One command of README.md and what it is said to print."""

    line: int
    command: str
    output: tuple[str, ...]


def sections() -> Iterator[tuple[str, list[Shown]]]:
    """The sections that show commands, by title."""
    title, shown, inside, fence, table = "", [], False, "", ""
    for number, line in enumerate(README.splitlines(), 1):
        if line.startswith("```"):
            if fence.startswith("```csv "):
                shown = [*shown, Shown(number, f"cat >{fence.split()[1]} <<'END'\n{table}END", ())]
            inside, fence, table = not inside, "" if inside else line, ""
        elif not inside and re.match("##? ", line):
            if shown:
                yield title, shown
            title, shown = line.lstrip("# "), []
        elif fence.startswith("```csv "):
            table += f"{line}\n"
        elif inside and fence == "```console":
            if line.startswith("$ "):
                shown = [*shown, Shown(number, line[2:], ())]
            elif shown:
                shown = [*shown[:-1], shown[-1]._replace(output=(*shown[-1].output, line))]
    if shown:
        yield title, shown


SECTIONS = dict(sections())


@pytest.mark.parametrize("title", SECTIONS)
def test_readme_shows_what_the_commands_print(title: str, terminal: Terminal) -> None:
    differing = []
    for shown in SECTIONS[title]:
        printed = terminal.run(shown.command)
        if not fits(list(shown.output), printed):
            differing.append(f"README.md:{shown.line} $ {shown.command}\n" + "\n".join(printed))
    assert not differing, "\n\n".join(differing)


def test_readme_has_sessions_in_both_languages() -> None:
    assert len(SECTIONS) >= 4
    assert any(re.search("[\u4e00-\u9fff]", title) for title in SECTIONS)


def test_the_first_screen_holds_two_lines_that_each_need_only_python() -> None:
    """One to look, one to run every test; .ci/run types them in a fresh environment."""
    first = README.split("```sh\n")[1].split("```")[0].splitlines()
    assert first == ["pip install uv && uv run alliancectl demo", "pip install uv && uv run pytest"]
    assert README.index(first[-1]) < README.index("\n## ")
    assert README[:README.index(first[-1])].count("\n") < 24


def test_readme_names_only_commands_that_exist() -> None:
    from alliancectl.cli.tree import tree

    named = set(re.findall(r"`alliancectl ([a-z-]+)", README)) | {
        word for shown in SECTIONS.values() for one in shown for word in re.findall(r"\balliancectl ([a-z-]+)", one.command)}
    assert sorted(named - set(tree())) == []


@pytest.mark.parametrize(("said", "printed", "fit"), [
    (["a", "b"], ["a", "b"], True),
    (["a"], ["a", "b"], False),
    (["a", "…"], ["a", "b", "c"], True),
    (["…", "c"], ["a", "b", "c"], True),
    (["a", "…", "c", "…"], ["a", "c"], True),
    (["a", "…", "d"], ["a", "b", "c"], False),
    ([], ["a"], False),
])
def test_a_line_of_dots_stands_for_lines_left_out(said: list[str], printed: list[str], fit: bool) -> None:
    assert fits(said, printed) is fit


def fits(said: list[str], printed: list[str]) -> bool:
    """Whether the printed lines are those said, where `…` stands for any number of lines."""
    if not said:
        return not printed
    if said[0].strip() == "…":
        return any(fits(said[1:], printed[at:]) for at in range(len(printed) + 1))
    return bool(printed) and said[0].rstrip() == printed[0].rstrip() and fits(said[1:], printed[1:])


class Terminal:
    """A terminal of a user whose home is `home`; the command is the one of this checkout."""

    def __init__(self, home: Path, programs: Path) -> None:
        self.home = home
        command = programs / "alliancectl"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m alliancectl "$@"\n', "utf-8")
        command.chmod(0o755)
        self.environment = {
            "HOME": str(home), "PATH": f"{programs}:{os.environ.get('PATH', '')}", "LANG": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1",
            "COLUMNS": str(COLUMNS), "ALLIANCECTL_TODAY": TODAY, "ALLIANCECTL_ACTOR": "secretary",
            "PYTHONPATH": str(Path(alliancectl.__file__).parents[1])}

    def run(self, command: str) -> list[str]:
        """The lines that a command prints; the home folder reads ~, and the moments of log and backups the time in README.md."""
        shell = pexpect.spawn("/bin/sh", ["-c", command], cwd=self.home, env=self.environment, encoding="utf-8", timeout=60,
                              dimensions=(50, COLUMNS))
        printed = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shell.read()).replace(str(self.home), "~")
        shell.close()
        printed = re.sub(r"\r+\n", "\n", printed)
        printed = re.sub(r"[^\n]*\r", "", printed)   # what was overwritten: how far a long command is
        printed = re.sub(r"\b20\d{6}T\d{6}Z", f"{TODAY.replace('-', '')}T090000Z", printed)
        return re.sub(r"\b20\d\d-\d\d-\d\d \d\d:\d\d\b", f"{TODAY} 09:00", printed).splitlines()


@pytest.fixture
def terminal(home: Path, tmp_path: Path) -> Terminal:
    """A terminal with an empty home folder."""
    programs = tmp_path / "bin"
    programs.mkdir()
    return Terminal(home, programs)
