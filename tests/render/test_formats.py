"""What holds for every format: names, lazy imports, nothing that acts, the same bytes twice."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import alliancectl
from alliancectl.errors import UnknownFormat
from alliancectl.render import BINARY, FORMATS, renderer
from alliancectl.render.parts import SIGNS
from alliancectl.reports.model import Mark, Report
from alliancectl.text import Text
from alliancectl.values.clean import width

PACKAGE = Path(alliancectl.__file__).parent
WRITTEN = [form for form in FORMATS if form not in BINARY]   # the others have tests of their own
FREE = {"csv": {"section": "typed"}, "table": {"colour": False}}


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(UnknownFormat) as refused:
        renderer("yaml")
    assert refused.value.exit == 2
    assert "yaml" in refused.value.says()
    assert all(name in refused.value.mend() for name in FORMATS)


def test_every_format_has_a_renderer():
    assert all(callable(renderer(name)) for name in FORMATS)


def test_only_the_asked_for_format_is_imported():
    code = (
        "import sys; from alliancectl.render import renderer; renderer('plain'); "
        "print([m for m in ('rich', 'json', 'csv', 'dataclasses', 'alliancectl.render.terminal') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_rich_is_imported_by_the_terminal_and_the_prompts_only():
    homes = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if "rich" in imported(path)}
    assert {home for home in homes if not home.startswith("cli/")} == {"render/terminal.py"}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_no_format_lets_a_value_reach_the_terminal_as_an_order(report, form, lang):
    shown = "".join(renderer(form)(report, lang, **FREE.get(form, {})))
    # CSV keeps what a record may hold, so that an import gives the same record: line ends and bidi marks too.
    acting = "\x1b\x9b\x07\x00" if form == "csv" else "\x1b\x9b\x07\x00\u202e\u202c\r"
    assert not [character for character in shown if character in acting]
    assert shown.encode()   # no lone surrogate is left


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"pdf"}))   # it needs a Chinese font: test_pdf.py
def test_the_same_report_gives_the_same_bytes(report, form, monkeypatch):
    first = list(renderer(form)(report, "zh", **FREE.get(form, {})))
    for name, value in {"NO_COLOR": "1", "COLUMNS": "33", "TERM": "dumb", "FORCE_COLOR": "1", "LC_ALL": "C"}.items():
        monkeypatch.setenv(name, value)
    assert list(renderer(form)(report, "zh", **FREE.get(form, {}))) == first


@pytest.mark.parametrize(("form", "shown"), [
    ("table", "成员\n\n还没有成员\n"),
    ("plain", "编号\t加入\t名称\t性质\t产能（t/a）\t备注\n"),
    ("md", "# 成员\n\n还没有成员\n"),
    ("json", "[]\n"),
    ("jsonl", ""),
    ("csv", "\ufeffid,joined,name,kind,capacity,note\r\n"),
])
def test_an_empty_list_is_an_answer(listing, form, shown):
    options = {"colour": False} if form == "table" else {}
    assert "".join(renderer(form)(listing(0), "zh", **options)) == shown


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"csv"}))
def test_a_report_without_sections_is_shown(form):
    assert any(renderer(form)(Report("nothing", Text("空", "nothing"), ()), "en"))


def test_every_mark_has_a_sign_that_is_one_column_wide_and_its_own():
    assert set(SIGNS) == set(Mark.__args__)
    assert all(width(sign.symbol) == 1 and sign.symbol.isascii() for sign in SIGNS.values())
    assert len({sign.symbol for sign in SIGNS.values()}) == len(SIGNS)
