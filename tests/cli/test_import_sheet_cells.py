"""Cells of a worksheet that are not what they look like: each is refused with its reason, never taken for something near."""

from __future__ import annotations

import pytest


@pytest.fixture
def refused(ctl, home):
    """`refused([["name"], [1]])`: the problems of a worksheet of members, in English: code, message, fix."""
    def refused(rows, more: str = ""):
        from openpyxl import Workbook

        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(home / "a.xlsx")
        error = ctl(f"import a.xlsx --as member --json --lang en {more}").error
        return [(one["error"], one["message"].removeprefix("a.xlsx, sheet “Sheet”, "), one["fix"]) for one in error.get("problems", [error])]

    return refused


def test_a_year_and_month_in_digits_is_no_day_of_another_century(ctl, refused):
    [(code, message, fix)] = refused([["name", "joined"], ["甲公司", 201509]])
    assert (code, message) == ("ambiguous-date", "row 2, “joined”: the cell holds the number 201509, which has more than one reading: "
                               "16 September 2451 or September 2015")
    assert "--replace" in fix
    assert "--dates" not in fix
    assert ctl("import a.xlsx --as member --replace joined:201509=2015-09").code == 0
    assert ctl("member list --json").json[0]["joined"]["canonical"] == "2015-09"


def test_a_formula_without_a_stored_value_is_called_so_and_nothing_else(refused):
    assert refused([["name", "joined", "note"], ["甲公司", "=1+1", "x"]]) == [
        ("cell-fault", "row 2, “joined”: the cell holds a formula without a stored value",
         "open the file in Excel, WPS or LibreOffice, save it once, and import it again")]


def test_a_number_that_has_lost_its_last_digits_is_refused(refused):
    [(code, message, _)] = refused([["name", "credit_code"], ["甲公司", 913300001429122249]])
    assert (code, message) == ("many-digits", "row 2, “credit_code”: the cell holds a number of more than 15 digits, and a spreadsheet keeps only 15")
