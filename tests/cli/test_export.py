"""export and its import, as a secretary uses them: files, folders kept in git, refusals."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sqlite3
import stat
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _new(ctl, home: Path, name: str = "new.db") -> Path:
    assert ctl(f"init {name} --name 空 --lang zh").code == 0
    return home / name


@pytest.mark.parametrize("target", ["whole.xlsx", "tables --format csv"])
def test_tables_give_back_what_no_cell_can_hold_and_what_was_changed_in_them(ctl, home: Path, db: Path, target: str) -> None:
    name = target.split()[0]
    ctl("member add", "‮gpj.=1+1", "--alias", "a; b", "--alias", "c", "--note", "长" * 40_000 + "\r\n_x0041_\n", "--place", "衢州")
    ctl("source add", "M1: x", "--kind", "news")
    ctl("cite M1 R1 --quote", "R1: 一\nR1: 二")
    assert ctl(f"export {target}").code == 0
    assert ctl("export first.json").code == 0
    _change(home / name, "衢州", "上海")
    new = _new(ctl, home)
    assert ctl("import", name, db=new).code == 0
    ctl("export again.json", db=new)
    first, again = ((home / file).read_text("utf-8") for file in ("first.json", "again.json"))
    assert first.replace('"place": "衢州"', '"place": "上海"') == again


def test_tables_of_an_older_export_leave_nothing_behind(ctl, home: Path, db: Path) -> None:
    ctl("member add", "甲公司", "--alias", "a; b")
    ctl("export tables --format csv")
    assert (home / "tables" / "exact.csv").exists()
    ctl("member edit M1 --set aliases=")
    assert ctl("export tables --format csv").code == 0
    assert not (home / "tables" / "exact.csv").exists()


@pytest.mark.parametrize("target", ["whole.xlsx", "tables --format csv"])
def test_damaged_tables_are_refused_whole(ctl, home: Path, demo: Path, target: str) -> None:
    name = target.split()[0]
    ctl(f"export {target}", db=demo)
    _change(home / name, "enterprise", "empire")
    new = _new(ctl, home)
    before = hashlib.sha256(new.read_bytes()).digest()
    said = ctl("import", name, "--json", db=new)
    assert (said.code, {one["error"] for one in said.error["problems"]}) == (4, {"not-a-choice"})
    assert hashlib.sha256(new.read_bytes()).digest() == before


def _change(path: Path, old: str, new: str) -> None:
    """Change the cells of exported members that hold `old`."""
    if path.is_dir():
        members = path / "members.csv"
        members.write_bytes(members.read_bytes().replace(f",{old},".encode(), f",{new},".encode()))
        return
    book = openpyxl.load_workbook(path)
    for cell in (cell for row in book["成员"] for cell in row if cell.value == old):
        cell.value = new
    book.save(path)


@pytest.mark.parametrize("target", ["whole.json", "folder", "whole.xlsx --lang zh", "whole.xlsx --lang en", "tables --format csv --lang en"])
def test_an_export_imported_into_a_new_file_gives_the_same_records_ids_and_uids(ctl, home: Path, demo: Path, target: str) -> None:
    assert ctl(f"export {target}", db=demo).code == 0
    new = _new(ctl, home)
    assert ctl("import", target.split()[0], db=new).code == 0
    assert ctl("export again.json", db=new).code == 0
    assert ctl("export first.json", db=demo).code == 0
    assert (home / "again.json").read_bytes() == (home / "first.json").read_bytes()
    assert ctl("report year 2025 --format md", db=new).out.replace("#2", "#N") == ctl("report year 2025 --format md", db=demo).out.replace("#2", "#N")


def test_the_import_of_an_export_is_one_operation_that_names_the_state_it_shows(ctl, home: Path, demo: Path) -> None:
    ctl("export whole.json", db=demo)
    new = _new(ctl, home)
    ctl("import whole.json", db=new)
    log = ctl("log --json", db=new).json
    history = json.loads((home / "whole.json").read_text())["history"]
    assert [one["command"] for one in log] == ["import", "init"]
    assert log[0]["note"] == f"export of #{history['operation']} {history['digest']}"
    assert ctl("undo", db=new).code == 0
    assert ctl("member list --json", db=new).json == []


def test_an_export_is_imported_only_into_a_file_without_records(ctl, home: Path, demo: Path) -> None:
    ctl("export whole.json", db=demo)
    new = _new(ctl, home)
    ctl("member add 甲公司", db=new)
    before = hashlib.sha256(new.read_bytes()).digest()
    said = ctl("import whole.json --json", db=new)
    assert (said.code, said.error["error"]) == (4, "file-not-empty")
    assert hashlib.sha256(new.read_bytes()).digest() == before


def test_a_damaged_export_is_refused_whole_with_every_problem(ctl, home: Path, demo: Path) -> None:
    ctl("export whole.json", db=demo)
    whole = json.loads((home / "whole.json").read_text())
    whole["members"][0]["kind"] = "empire"
    whole["visits"][0]["date"]["earliest"] = "2031-01-01"
    whole["capacity_claims"][0]["product"] = "P99"
    whole["capacity_claims"][1]["amount"]["base"] = "1"
    whole["sites"][0]["colour"] = "red"
    whole["sources"][1]["uid"] = whole["sources"][0]["uid"]
    (home / "whole.json").write_text(json.dumps(whole))
    new = _new(ctl, home)
    said = ctl("import whole.json", db=new)
    assert said.code == 4
    assert all(code in said.err for code in ("not-a-choice", "not-as-exported", "not-found", "unknown-field", "broken-export"))
    assert ctl("member list --json", db=new).json == []


def test_a_newer_schema_is_refused_by_name(ctl, home: Path, demo: Path) -> None:
    ctl("export whole.json", db=demo)
    text = (home / "whole.json").read_text().replace("alliancectl/1", "alliancectl/7")
    (home / "whole.json").write_text(text)
    said = ctl("import whole.json", db=_new(ctl, home))
    assert said.code == 4
    assert "alliancectl/7" in said.err


def test_exported_files_are_for_their_owner_only(ctl, home: Path, demo: Path) -> None:
    ctl("export whole.json", db=demo)
    ctl("export folder", db=demo)
    modes = {oct(stat.S_IMODE(path.stat().st_mode)) for path in [home / "whole.json", *(home / "folder").rglob("*.toml")]}
    assert modes == {"0o600"}
    assert {oct(stat.S_IMODE(path.stat().st_mode)) for path in [home / "folder", home / "folder/members"]} == {"0o700"}


def test_in_git_one_edit_is_one_line_and_a_removed_record_takes_its_file_along(ctl, home: Path, demo: Path) -> None:
    ctl("export folder", db=demo)
    before, times = _tree(home / "folder"), {path: path.stat().st_mtime_ns for path in (home / "folder").rglob("*.toml")}
    assert ctl("export folder", db=demo).code == 0
    assert {path: path.stat().st_mtime_ns for path in (home / "folder").rglob("*.toml")} == times

    ctl("member edit M1 --set place=衢州", db=demo)
    ctl("export folder", db=demo)
    after = _tree(home / "folder")
    assert [name for name in after if after[name] != before[name]] == ["alliancectl.toml", "members/M1.toml"]
    lines = [(a, b) for a, b in zip(before["members/M1.toml"].splitlines(), after["members/M1.toml"].splitlines(), strict=True) if a != b]
    assert [(a.decode(), b.decode()) for a, b in lines] == [('place = "浙江省衢州市"', 'place = "衢州"')]

    ctl("visit add 2026-05-14 - 年度走访", db=demo)
    ctl("export folder", db=demo)
    added = set(_tree(home / "folder")) - set(after)
    ctl("undo", db=demo)
    ctl("export folder", db=demo)
    assert len(added) == 1
    assert set(_tree(home / "folder")) == set(after)


def test_a_folder_with_other_things_in_it_is_refused_but_a_readme_beside_an_export_stays(ctl, home: Path, demo: Path) -> None:
    (home / "papers").mkdir()
    (home / "papers" / "letter.txt").write_text("x")
    assert ctl("export papers", db=demo).code == 4
    assert sorted(os.listdir(home / "papers")) == ["letter.txt"]
    ctl("export folder", db=demo)
    (home / "folder" / "README.md").write_text("x")
    (home / "folder" / "members" / "notes.txt").write_text("x")
    assert ctl("export folder", db=demo).code == 0
    assert (home / "folder" / "README.md").exists()
    assert (home / "folder" / "members" / "notes.txt").exists()


def test_an_export_never_writes_through_a_link_or_over_the_record_file(ctl, home: Path, demo: Path) -> None:
    (home / "elsewhere").mkdir()
    (home / "folder").mkdir()
    (home / "folder" / "members").symlink_to(home / "elsewhere")
    assert ctl("export folder", db=demo).code == 1
    assert os.listdir(home / "elsewhere") == []
    (home / "link.json").symlink_to(home / "elsewhere" / "x")
    assert ctl("export link.json", db=demo).code == 1
    before = demo.read_bytes()
    assert ctl("export", demo, "--format json", "--format", "json", db=demo).code != 0
    assert demo.read_bytes() == before


def test_the_csv_folder_opens_in_excel_and_calculates_nothing(ctl, home: Path, db: Path) -> None:
    ctl("member add =1+1 --place", "@SUM(A1)", "--contact", "+86 1", db=db)
    assert ctl("export tables --format csv", db=db).code == 0
    raw = (home / "tables" / "members.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    row = next(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert (row["id"], row["name"], row["place"], row["contact"]) == ("M1", "'=1+1", "'@SUM(A1)", "'+86 1")


def test_the_workbook_has_a_sheet_a_kind_typed_cells_and_the_same_bytes_each_time(ctl, home: Path, demo: Path) -> None:
    ctl("export one.xlsx", db=demo)
    ctl("export two.xlsx", db=demo)
    assert (home / "one.xlsx").read_bytes() == (home / "two.xlsx").read_bytes()
    book = openpyxl.load_workbook(home / "one.xlsx")
    rows = list(book["产能记录"].values)
    head = next(at for at, row in enumerate(rows) if row[0] == "id")
    assert [type(row[rows[head].index("amount_value")]) for row in rows[head + 1:]].count(int) > 20
    visits = list(book["走访与接待"].values)
    heads = next(row for row in visits if row[0] == "id")
    assert any(isinstance(row[heads.index("date")], datetime) for row in visits)
    assert len(book.sheetnames) >= 12


def test_a_file_name_is_no_folder_and_an_unknown_format_is_named(ctl, demo: Path) -> None:
    assert ctl("export x.csv", db=demo).code == 2
    assert "pdf" in ctl("export x --format pdf", db=demo).err
    assert ctl("export - --format json", db=demo).json["schema"] == "alliancectl/1"


def test_what_another_program_put_into_the_file_is_named_when_it_is_left_out(ctl, demo: Path) -> None:
    with sqlite3.connect(demo) as connection:
        connection.execute("CREATE TABLE lunches (day TEXT)")
        connection.execute("INSERT INTO member(name) VALUES ('外来单位')")
    said = ctl("export - --format json", db=demo)
    assert "lunches" in said.err
    assert "外来单位" in [member["name"] for member in said.json["members"]]


def test_a_visit_with_a_long_subject_that_is_cited_comes_back(ctl, home: Path, db: Path) -> None:
    ctl("member add 甲公司", db=db)
    ctl("visit add 2026-05-14 M1", "长" * 300 + " ", db=db)
    assert ctl("capacity add M1 PVDC 6万吨/年 --source V1", db=db).code == 0
    ctl("export whole.json", db=db)
    said = ctl("import whole.json", db=_new(ctl, home))
    assert said.code == 0, said.err


@pytest.mark.parametrize("size", ["x", "0", "-1"])
def test_a_size_that_is_no_number_is_refused_for_an_export_as_for_a_table(ctl, home: Path, demo: Path, size: str) -> None:
    ctl("export whole.json", db=demo)
    refused = ctl(f"import whole.json --json --max-size={size}", db=_new(ctl, home))
    assert (refused.code, refused.error["error"]) == (2, "usage")
    assert "--max-size" in refused.error["message"]
