"""list: everything for Excel, and more of a record where the terminal has room."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from alliancectl.cli import shown
from alliancectl.kinds import KINDS


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_list_as_csv_has_every_field_but_personal_ones(ctl: Any, db: Path) -> None:
    ctl("member add 甲公司 --place 衢州 --contact 张三 --website https://a.example --note 备注", db=db)
    row = _rows(ctl("member list --format csv", db=db).out)[0]
    assert (row["place"], row["website"], row["note"]) == ("衢州", "https://a.example", "备注")
    assert not {"contact", "phone", "email"} & set(row)
    assert "张三" in ctl("member list --format csv --contacts", db=db).out


def test_the_columns_of_a_csv_list_are_the_fields_of_the_kind_the_usual_ones_first(ctl: Any, demo: Path) -> None:
    for key in ("visit", "capacity", "follow_up", "source", "site", "product"):
        kind = KINDS[key]
        head = ctl(f"{kind.noun} list --format csv", db=demo).out.removeprefix("\ufeff").splitlines()[0].split(",")
        assert head[1:1 + len(kind.listed)] == list(kind.listed)
        assert set(head) == {"id", *(field.key for field in kind.fields if not (field.personal or field.hidden))}


def test_a_claim_about_no_member_keeps_its_scope_apart_in_csv(ctl: Any, db: Path) -> None:
    ctl("capacity add - PVDC 6万吨/年 --scope 中国 --source 年鉴", db=db)
    row = _rows(ctl("capacity list --format csv", db=db).out)[0]
    assert (row["member"], row["scope"], row["amount"]) == ("", "中国", "6万吨/年")


def test_a_list_written_to_a_csv_file_is_the_same_as_on_stdout(ctl: Any, home: Path, demo: Path) -> None:
    ctl("visit list -o visits.csv", db=demo)
    assert (home / "visits.csv").read_bytes().decode() == ctl("visit list --format csv", db=demo).out


def test_a_plain_list_keeps_its_few_columns(ctl: Any, demo: Path) -> None:
    head = ctl("visit list", db=demo).out.splitlines()[0].split("\t")
    assert len(head) == 1 + len(KINDS["visit"].listed)


@pytest.mark.parametrize(("columns", "more"), [(159, ()), (160, ("summary",))])
def test_a_wide_terminal_shows_the_summary_of_a_visit_too(columns: int, more: tuple[str, ...]) -> None:
    run = SimpleNamespace(format="", out=None, on_terminal=True, columns=lambda: columns)
    assert shown._columns(run, KINDS["visit"]) == (*KINDS["visit"].listed, *more)   # type: ignore[arg-type]
