"""A source's address is kept as it was given and shown as words: in no output is it a link that does something when it is clicked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HOSTILE = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "<javascript:alert(1)>", "[x](javascript:alert(1))",
           "https://example.org/\" onclick=\"alert(1)", "file:///etc/passwd"]


@pytest.fixture
def cited(ctl: Callable[..., Any]) -> Callable[..., Any]:
    """The command, on a file in which each of these addresses stands in the report's list of sources."""
    ctl("member add 甲公司 --joined 2020")
    for number, url in enumerate(HOSTILE, 1):
        assert ctl(f"source add 网页{number} --url", url).code == 0
        assert ctl(f"visit add 2025-05-1{number} M1 走访{number} --source R{number}").code == 0
    return ctl


def test_an_address_is_kept_and_given_to_programs_as_it_was_typed(cited: Callable[..., Any]) -> None:
    assert [one["url"] for one in cited("source list --json").json] == HOSTILE


def test_a_page_has_no_link_to_it(cited: Callable[..., Any]) -> None:
    page = cited("report year 2025 --format html").out
    assert "javascript:alert(1)" in page, "it is shown"
    assert re.findall(r'(?:href|src|action)="(?!#)[^"]*"', page) == []
    assert "<script" not in page
    assert "onclick=\"" not in page


def test_a_document_and_a_workbook_have_no_link_to_it(cited: Callable[..., Any], home: Path) -> None:
    for name in ("report.docx", "report.xlsx"):
        assert cited(f"report year 2025 --out {name}").code == 0
        with zipfile.ZipFile(home / name) as parts:
            for part in parts.namelist():
                text = parts.read(part).decode("utf-8", "replace")
                assert 'TargetMode="External"' not in text, (name, part)


def test_markdown_makes_no_link_of_it(cited: Callable[..., Any]) -> None:
    page = cited("report year 2025 --format md").out
    assert not re.search(r"(?<!\\)<\s*(javascript|data|vbscript|file):", page)
    assert not re.search(r"(?<!\\)\]\((javascript|data|vbscript|file):", page)
