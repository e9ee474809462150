"""The sample in every format, byte for byte as it was read and accepted; a file that is missing is written, and fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliancectl.render import renderer

GOLDEN = Path(__file__).parent / "golden"
YEARLY = [
    ("table", "zh", {"columns": 80, "colour": False}, "year.zh.80.txt"),
    ("table", "zh", {"columns": 120, "colour": False}, "year.zh.120.txt"),
    ("table", "en", {"columns": 80, "colour": False}, "year.en.80.txt"),
    ("table", "both", {"columns": 120, "colour": False}, "year.both.120.txt"),
    ("table", "zh", {"columns": 80, "colour": True}, "year.zh.80.colour.txt"),
    ("plain", "zh", {}, "year.zh.plain.txt"),
    ("plain", "en", {}, "year.en.plain.txt"),
    ("md", "zh", {}, "year.zh.md"),
    ("md", "en", {}, "year.en.md"),
    ("json", "zh", {}, "year.zh.json"),
    ("csv", "zh", {"section": "by_kind"}, "by_kind.zh.csv"),
]
LISTING = [
    ("table", "zh", {"columns": 80, "colour": False}, "list.zh.80.txt"),
    ("table", "en", {"columns": 120, "colour": False}, "list.en.120.txt"),
    ("table", "zh", {"columns": 40, "colour": False}, "list.zh.40.txt"),
    ("plain", "en", {}, "list.en.tsv"),
    ("md", "zh", {}, "list.zh.md"),
    ("json", "en", {}, "list.en.json"),
    ("jsonl", "zh", {}, "list.zh.jsonl"),
    ("csv", "zh", {}, "list.zh.csv"),
]


@pytest.mark.parametrize(("form", "lang", "options", "name"), YEARLY, ids=[case[3] for case in YEARLY])
def test_the_yearly_report_looks_as_accepted(report, form, lang, options, name):
    compare(name, "".join(renderer(form)(report, lang, **options)))


@pytest.mark.parametrize(("form", "lang", "options", "name"), LISTING, ids=[case[3] for case in LISTING])
def test_a_listing_looks_as_accepted(listing, form, lang, options, name):
    compare(name, "".join(renderer(form)(listing(15), lang, **options)))


def compare(name: str, shown: str) -> None:
    path = GOLDEN / name
    if not path.exists():
        path.write_bytes(shown.encode())
        pytest.fail(f"{path} was missing: read it, then run again")
    assert shown == path.read_bytes().decode()
