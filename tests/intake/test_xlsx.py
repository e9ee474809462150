from __future__ import annotations

import datetime
import io
import re
import zipfile

import pytest

from alliancectl.errors import NoSheet, WhichSheet, WorkbookRefused, WrongContent
from alliancectl.intake import xlsx
from alliancectl.intake.rows import Fault, Number
from alliancectl.intake.source import incoming


def rows(path, names=("member",), **more):
    with incoming(str(path), 10**8) as file:
        table = xlsx.read(file, names, **more)
        return [(row.number, row.cells) for row in table.rows], table


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def altered(path, name: str, change) -> None:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[name] = change(parts[name])
    path.write_bytes(packed(parts))


def test_numbers_dates_texts_and_yes_keep_what_they_are(workbook):
    path = workbook({"S": [["a", "b", "c", "d", "e"], [12, 0.1 + 0.2, "007", datetime.date(2024, 5, 14), True], [1e15, 2024.0]]})
    found, _ = rows(path)
    assert found[1] == (2, ["12", "0.3", "007", "2024-05-14", "yes"])
    assert [type(cell) for cell in found[1][1]] == [Number, Number, str, str, str]
    assert found[2] == (3, ["1000000000000000", "2024"])


@pytest.mark.parametrize(("day", "form", "text"), [
    ((2026, 5, 1), "mmm-yy", "2026-05"), ((2026, 5, 1), 'yyyy"年"m"月"', "2026-05"), ((2026, 1, 1), "yyyy", "2026"),
    ((2026, 5, 1), 'yyyy"年"m"月"d"日"', "2026-05-01"), ((2026, 5, 1), "[$-F800]dddd, mmmm dd, yyyy", "2026-05-01"),
    ((2026, 5, 14), "mmm-yy", "2026-05-14"), ((2026, 5, 1), "yyyy-mm-dd;@", "2026-05-01"), ((2026, 5, 1), r"yyyy\-mm", "2026-05")])
def test_a_date_is_as_precise_as_its_cell_shows_it(workbook, day, form, text):
    import openpyxl

    path = workbook({"S": [["a"], [datetime.date(*day)]]})
    book = openpyxl.load_workbook(path)
    book["S"]["A2"].number_format = form
    book.save(path)
    found, _ = rows(path)
    assert found[1] == (2, [text])


@pytest.mark.parametrize(("number", "text"), [(57, "2015-09"), (27, "2015-09"), (31, "2015-09-01"), (58, "2015-09-01"), (14, "2015-09-01")])
def test_a_date_in_a_format_that_only_eastern_programs_have_is_a_date_and_no_more_precise_than_it_is_shown(workbook, number, text):
    path = workbook({"S": [["a"], [datetime.date(2015, 9, 1)]]})
    altered(path, "xl/styles.xml", lambda part: re.sub(rb'<xf numFmtId="(?!0")[0-9]+"', b'<xf numFmtId="%d"' % number, part))
    found, _ = rows(path)
    assert found[1] == (2, [text])


def test_digits_that_a_worksheet_does_not_keep_are_a_fault(workbook):
    found, _ = rows(workbook({"S": [["a", "b", "c"], [123456789012345678, 1e18, 123456789012345]]}))
    assert found[1][1] == ["#", "1000000000000000000", "123456789012345"]
    assert [type(cell) for cell in found[1][1]] == [Fault, Number, Number]


def test_blank_rows_are_counted_and_not_told(workbook):
    found, _ = rows(workbook({"S": [["a"], [], [], ["x"]]}))
    assert found == [(1, ["a"]), (4, ["x"])]


def test_the_sheet_is_the_only_visible_one_the_one_named_like_the_kind_or_asked_for(workbook):
    two = {"说明": [["请填写"]], "member": [["name"], ["甲"]]}
    assert rows(workbook(two))[0][1] == (2, ["甲"])
    found, table = rows(workbook({"A": [["name"], ["甲"]], "B": [["x"]]}, hidden=("B",)))
    assert found[1] == (2, ["甲"])
    assert "B" in table.said[0]
    assert rows(workbook({"A": [["name"]], "空": []}))[0] == [(1, ["name"])]
    with pytest.raises(WhichSheet):
        rows(workbook({"A": [["name"]], "B": [["name"]]}))
    assert rows(workbook({"A": [["name"]], "B": [["other"]]}), sheet="b")[0] == [(1, ["other"])]
    with pytest.raises(NoSheet):
        rows(workbook({"A": [["name"]]}), sheet="C")


def test_a_formula_is_read_by_its_stored_value_and_without_one_it_is_a_fault(workbook):
    path = workbook({"S": [["a", "b"], ["=1+1", "x"]]})
    found, _ = rows(path)
    assert found[1][1] == ["=", "x"]
    assert isinstance(found[1][1][0], Fault)
    altered(path, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    assert rows(path)[0][1][1] == ["2", "x"]


def test_a_declared_range_of_the_whole_sheet_costs_nothing(workbook):
    path = workbook({"S": [["a"], ["x"]]})
    altered(path, "xl/worksheets/sheet1.xml", lambda part: part.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    assert rows(path)[0] == [(1, ["a"]), (2, ["x"])]


def test_a_stray_cell_at_the_end_of_the_sheet_is_named(workbook):
    path = workbook({"S": [["a"], ["x"]]})
    altered(path, "xl/worksheets/sheet1.xml",
            lambda part: part.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'))
    with pytest.raises(WorkbookRefused) as refused:
        rows(path)
    assert "1048576" in refused.value.says()


def test_a_document_type_is_refused_before_anything_is_expanded(workbook):
    path = workbook({"S": [["a"]]})
    altered(path, "xl/worksheets/sheet1.xml", lambda part: part.replace(
        b"<worksheet", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet', 1))
    with pytest.raises(WorkbookRefused) as refused:
        rows(path)
    assert "document type" in refused.value.says()


@pytest.mark.parametrize("content", [
    b"PK\x03\x04" + b"\x07" * 3000, b"PK\x05\x06" + b"\0" * 18, packed({"a.txt": b"x"}), packed({"xl/workbook.xml": b"x", "../../evil": b"x"}),
    packed({"xl/workbook.xml": b"hello"}), packed({"xl/workbook.xml": b"x", "xl/big.xml": b"\0" * 90_000_000}), b"name\nx\n",
])
def test_what_is_no_workbook_is_refused_by_the_zip_directory_or_by_the_child(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(WorkbookRefused):
        rows(tmp_path / "a.xlsx")


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, b"<html><table><tr><td>1</table>"])
def test_an_old_or_a_disguised_file_is_called_what_it_is(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(WrongContent):
        rows(tmp_path / "a.xlsx")
