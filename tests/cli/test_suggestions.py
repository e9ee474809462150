"""What a message tells the user to type can be typed, and does what the message says."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Ctl


def commands(text: str) -> list[str]:
    """The command lines of a message, without the program's name; each ends at a mark that no command has."""
    return [line.strip() for line in re.findall(r"alliancectl ([^；;）\n]+)", text)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("near", ["石塘氟材料（有限公司）", "石塘 氟材料", "石塘氟材料 Co., Ltd."])
def test_the_command_that_keeps_another_spelling_runs_as_it_is_printed(ctl: Ctl, near: str, lang: str) -> None:
    ctl("member add 石塘氟材料有限公司")
    fix = ctl("member add", near, "--json", "--lang", lang).error["fix"]
    line = re.findall(r"alliancectl (member alias M1 '[^']+')", fix)
    assert len(line) == 1, fix
    assert ctl(*shlex.split(line[0])).code == 0
    assert near in ctl("member show M1").out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_exit_code_6_stands_on_the_page_of_exit_codes(ctl: Ctl, lang: str) -> None:
    page = ctl("help exit-codes --lang", lang).out
    assert re.search(r"^  6 +.*check.*--fail-on", page, re.MULTILINE)
    assert "check --fix" in page


def test_an_import_does_not_send_the_user_to_a_command_that_is_not_there(ctl: Ctl, tmp_path: Path) -> None:
    ctl("member add 甲公司")
    (tmp_path / "v.csv").write_text("日期,走访成员/接待单位,主题,来源\n2026-05-01,甲公司,走访,没见过的来源\n2026-05-02,没见过的公司,走访,\n", "utf-8")
    err = ctl("import", tmp_path / "v.csv", "--as", "visit").err
    assert "alliancectl source alias" not in err
    assert "--create source" in err
    assert "alliancectl member alias" in err


def test_a_template_of_no_kind_is_not_told_of_an_option_of_import(ctl: Ctl) -> None:
    said = ctl("template --json").error
    assert said["error"] == "missing-value"
    assert "--as" not in said["fix"]
    assert ctl(*shlex.split(commands(said["fix"])[0])[:2], "--format", "csv").code == 0


def test_rows_that_lack_different_fields_are_told_apart(ctl: Ctl, tmp_path: Path) -> None:
    ctl("member add 甲公司")
    (tmp_path / "v.csv").write_text("日期,走访成员/接待单位,主题\n2026-05-01,甲公司,\n,甲公司,走访\n2026-05-03,甲公司,\n", "utf-8")
    err = ctl("import", tmp_path / "v.csv", "--as", "visit").err
    assert "第 2、4 行：缺少：主题" in err
    assert "第 3 行：缺少：日期" in err


def test_who_empties_a_text_of_the_report_is_told_how_it_is_cleared(ctl: Ctl) -> None:
    ctl("report text 2026 plan --set 换届")
    fix = ctl("report text 2026 plan --json --set", "").error["fix"]
    assert ctl(*shlex.split(commands(fix)[0])).code == 0
    assert ctl("report text 2026 plan").out == ""


@pytest.mark.parametrize(("typed", "message"), [
    ("--visitor", "no option --visitor; did you mean --from"), ("--vistor", "no option --vistor; did you mean --from, --source"),
    ("--members", "no option --members; did you mean --member"),
])
def test_the_name_of_a_field_as_an_option_leads_to_the_option_of_that_field(ctl: Ctl, typed: str, message: str) -> None:
    assert ctl(f"visit add 2026-05-14 甲 走访 {typed} 乙 --lang en --json").error["message"] == message


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_of_a_visit_that_can_be_read_two_ways_is_offered_as_it_is_typed_for_a_visit(ctl: Ctl, lang: str) -> None:
    ctl("member add 甲公司")
    error = ctl("visit add 5/6 甲公司 走访 --json --lang", lang).error
    assert "XXXX" not in error["message"] + error["fix"]
    offered = re.findall(r"(?<![\d-])\d-\d(?![\d-])", error["fix"])
    assert offered == ["6-5", "5-6"]
    assert [ctl(f"visit add {day} 甲公司 走访").code for day in offered] == [0, 0]
    assert [visit["date"]["canonical"] for visit in ctl("visit list --json").json] == ["2026-05-06", "2026-06-05"]
