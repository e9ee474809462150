"""The file of --out: its ending says the format, and an ending that says none is no reason to guess."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("line", ["report year 2025", "member list", "report conflicts"])
def test_an_unknown_ending_is_refused_with_the_known_ones(ctl, demo, home, line):
    said = ctl(f"{line} --out r.foo --lang en", db=demo)
    assert (said.code, said.out, (home / "r.foo").exists()) == (2, "", False)
    assert "no format goes by the ending “.foo”; there are .txt .md .json .jsonl .csv .html .htm .xlsx .docx .pdf" in said.err


def test_with_a_format_the_file_may_be_called_anything(ctl, demo, home):
    assert ctl("member list --format csv --out r.foo", db=demo).code == 0
    assert (home / "r.foo").read_text("utf-8-sig").startswith("id,")


@pytest.mark.parametrize("name", ["report", "r.txt", "R.TXT", "v1.2/report"])
def test_no_ending_and_txt_are_plain_text(ctl, demo, home, name):
    (home / "v1.2").mkdir()
    assert ctl(f"member list --out {name}", db=demo).code == 0
    assert (home / name).read_text("utf-8") == ctl("member list --format plain", db=demo).out


def test_nothing_is_frozen_where_the_ending_is_unknown(ctl, demo):
    assert ctl("report year 2025 --freeze issued --out r.foo", db=demo).code == 2
    assert ctl("report list --json", db=demo).json == []
