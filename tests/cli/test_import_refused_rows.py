"""Rows that are no records, and names that only a whole file shows to be one: told before anything is written, each with its row."""

from __future__ import annotations

import shlex

import pytest


def test_two_names_of_one_file_that_are_likely_one_are_refused_with_both_rows_before_anything_is_made(ctl, refused):
    rows = "member,product,amount,as_of\nAcme,PVDC,1 t/a,2024\nAcme GmbH,PVDC,2 t/a,2024\n甲有限公司,PVDC,3 t/a,2024\n甲公司,PVDC,3 t/a,2024\n"
    [(code, message, fix)] = refused("capacity", rows, "--create member,product")
    assert code == "duplicate-name"
    assert message == ("a.csv, “member”: 2 rows, 2 values: “Acme GmbH” (row 3), “甲公司” (row 5); "
                       "“Acme GmbH” is likely the same as “Acme” in row 2")
    assert "--allow duplicate-name" in fix
    assert ctl("import a.csv --as capacity --create member,product --allow duplicate-name").code == 0
    assert [one["name"] for one in ctl("member list --json").json] == ["Acme", "Acme GmbH", "甲有限公司", "甲公司"]


def test_a_code_that_two_rows_have_is_told_as_such(refused):
    [(code, message, _)] = refused("member", "name,credit_code\n甲公司,91330000142912224B\n乙公司,91330000142912224B\n")
    assert (code, message) == ("not-unique", "a.csv, row 3: “乙公司” — credit code “91330000142912224B” already belongs to “甲公司” in row 2")


def test_every_unknown_name_of_a_cell_is_counted_by_itself(refused):
    rows = "date,members,subject\n2026-05-01,甲;乙,x\n2026-05-02,乙;丙,y\n2026-05-03,乙,z\n"
    [(code, message, _)] = refused("visit", rows, "--separator ';'")
    assert (code, message) == ("unknown-name", "a.csv, “members”: not known: 3 rows, 3 values: “乙” ×3, “甲” ×1, “丙” ×1")


def test_a_list_of_names_is_never_made_as_one_name(ctl, refused):
    [(code, _, fix)] = refused("visit", "date,members,subject\n2026-05-01,甲公司、乙公司,x\n", "--create member")
    assert (code, fix) == ("several-in-cell", "add --separator '、'")
    assert ctl("import a.csv --as visit --create member", *shlex.split(fix.removeprefix("add "))).code == 0
    assert [one["name"] for one in ctl("member list --json").json] == ["甲公司", "乙公司"]


def test_a_site_without_a_member_is_not_blamed_on_its_spelling(refused):
    rows = "member,scope,site,product,amount\n,丹麦,Østkraft,PVDC,90 t/a\n"
    [(code, message, fix)] = refused("capacity", rows, "--create member,site,product")
    assert code == "no-member"
    assert message == "a.csv, row 2, “site”: there is no site “Østkraft”, and the row names no member it could belong to"
    assert fix == "name the member in that row"


@pytest.mark.parametrize("word", ["合计", "总 计", "合计：2家", "本页小计", "Total", "Grand total:"])
def test_a_row_of_totals_is_never_a_record(ctl, refused, word):
    for kind, content, more in (("member", f"name,joined\n甲公司,2011\n{word},\n", ""),
                                ("capacity", f"member,product,amount\n甲公司,PVDC,1 t/a\n{word},,1\n{word},PVDC,1 t/a\n", "--create member,product")):
        [(code, message, fix)] = refused(kind, content, more)
        assert (code, f"“{word}” looks like a row of totals" in message, fix) == ("totals-row", True, "leave rows of totals out: --skip-totals")
        assert ctl(f"import a.csv --as {kind} --skip-totals {more}").code == 0
    assert [one["name"] for one in ctl("member list --json").json] == ["甲公司"]


def test_a_member_may_be_called_total_where_it_is_known(ctl, refused):
    ctl("member add Total")
    assert [code for code, *_ in refused("member", "name,place\nTotal,Paris\n")] == ["would-change"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_titles_of_groups_and_notes_are_told_apart_from_records_that_lack_something(ctl, refused, lang):
    rows = "member,product,amount\n一、华东,,\n甲公司,PVDC,1 t/a\n注：来自年报,,\n"
    [(code, _, fix)] = refused("capacity", rows, "--create member,product", lang)
    assert (code, "--skip-groups" in fix) == ("lone-cell", True)
    assert ctl("import a.csv --as capacity --create member,product --skip-groups").code == 0


def test_a_note_below_a_list_of_names_is_no_member(ctl, refused):
    rows = "name,joined,rank\n甲公司,2011,\n乙公司,,\n备注：截至年底,,\n"
    assert [code for code, *_ in refused("member", rows)] == ["lone-cell"]
    assert ctl("import a.csv --as member --skip-groups").code == 0


def test_each_name_that_is_likely_known_is_told_with_the_record_it_is_like(ctl, refused):
    for name in ("甲公司", "乙公司"):
        ctl("member add", name)
    [(code, message, _)] = refused("member", "name\n甲有限公司\n乙有限公司\n")
    assert code == "duplicate-name"
    assert "“甲有限公司” (row 2: M1 甲公司), “乙有限公司” (row 3: M2 乙公司); " in message


def test_hidden_sheets_are_named_as_such_where_one_must_be_chosen(ctl, home):
    from openpyxl import Workbook

    book = Workbook()
    for title in ("一", "二", "三"):
        book.create_sheet(title).append(["name"])
    book["三"].sheet_state = "hidden"
    del book["Sheet"]
    book.save(home / "a.xlsx")
    assert ctl("import a.xlsx --as member --json --lang zh").error["message"] == "a.xlsx 有几张工作表：一、二、三（隐藏）"
