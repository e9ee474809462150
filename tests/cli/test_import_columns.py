"""Columns of tables as they come: own lists, lists of other bodies, a unit beside the figure, and all that nobody wants."""

from __future__ import annotations

import pytest


@pytest.fixture
def bring(ctl, home):
    """`bring("member", "name\\n…")`: the text as a CSV file, imported as that kind."""
    def bring(kind: str, content: str, *more: str, name: str = "a.csv"):
        (home / name).write_text(content, "utf-8")
        return ctl(f"import {name} --as {kind}", *more)

    return bring


@pytest.mark.parametrize("kind", ["member", "membership", "site", "product", "visit", "follow-up", "source"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "jsonl"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_list_of_this_program_speaks_of_the_records_it_lists(ctl, home, demo, kind, form, lang):
    before = demo.read_bytes()
    assert ctl(f"{kind} list -o list.{form} --lang {lang}", db=demo).code == 0
    sign = "、" if (form, lang) == ("xlsx", "zh") else ", " if form == "xlsx" else "; "
    done = ctl(f"import list.{form} --as {kind} --json", "--separator", sign, db=demo)
    assert done.code == 0, done.err
    assert (done.json["new"], done.json["changed"], done.json["refused"]) == (0, 0, 0)
    assert demo.read_bytes() == before


def test_a_name_beside_an_id_must_be_that_of_the_record(ctl, bring):
    ctl("member add 甲公司")
    refused = bring("site", "member,name\nM1 甲公司,一厂\nM1 乙公司,二厂\n", "--json")
    assert (refused.code, refused.error["error"]) == (4, "unknown-name")
    assert "M1 乙公司" in refused.error["message"]
    assert "M1 甲公司" not in refused.error["message"]


def test_what_is_offered_for_an_unknown_column_is_like_it(bring):
    message = bring("visit", "Date,Purpose,State,Country,Street,Headcont,visiting org,来访单位名\n2024-05,x,1,2,3,4,5,6\n", "--json", "--lang", "en").error["message"]
    assert message == ("a.csv has 6 columns that are not known: “State”, “Country”, “Street”, “Headcont” (headcount?), "
                       "“visiting org”, “来访单位名” (visitor?)")


def test_all_columns_that_nobody_knows_are_left_out_at_once_and_kept_so_under_a_name(ctl, bring):
    content = "Firm,place,x,y\n甲公司,衢州,1,2\n"
    refused = bring("member", content, "--json")
    assert '--ignore "*"' in refused.error["fix"]
    assert bring("member", content, "--map", "Firm=name", "--ignore", "*", "--save-map", "theirs").code == 0
    assert ctl("member list --json").json[0]["name"] == "甲公司"
    assert bring("member", content.replace("甲", "乙"), "--map", "theirs", name="b.csv").code == 0
    assert bring("member", content.replace("x,y", "x,z").replace("甲", "丙"), "--map", "theirs", name="c.csv").code == 4
    assert bring("member", content.replace("甲", "己"), "--map", "Firm=name", "--ignore", "place,*", name="d.csv").code == 0
    assert ctl("member list --json").json[-1]["place"] is None
    assert bring("member", '[{"name": "丁公司", "x": 1}, {"name": "戊公司", "y": 2}]', "--ignore", "*", "--from", "json").code == 0


def test_a_unit_beside_the_figure_is_that_of_its_row(ctl, bring):
    rows = "企业,产品,产能,计量单位\n甲公司,A,6,万吨/年\n甲公司,B,500,\n甲公司,C,3kt/a,MW\n甲公司,D,3,MW\n"
    assert bring("capacity", rows, "--unit", "t/a", "--create", "member,product").code == 0
    amounts = [(one["amount"]["base"], one["amount"]["base_unit"]) for one in ctl("capacity list --json").json]
    assert amounts == [("60000", "t/a"), ("500", "t/a"), ("3000", "t/a"), ("3", "MW")]


def test_a_table_with_years_as_columns_and_a_unit_in_each_row(ctl, bring):
    rows = "企业,产品,计量单位,2013,2014\n甲公司,A,万吨,6,7\n甲公司,B,t,N/A,8\n"
    assert bring("capacity", rows, "--unfold", "year=2013..2014", "--set", "measure=output", "--create", "member,product").code == 0
    assert [one["amount"]["base"] for one in ctl("capacity list --json").json] == ["60000", "70000", None, "8"]


def test_words_of_associations_for_ranks_and_of_offices_for_kinds(ctl, bring):
    rows = "企业全称,类型,级别,注册地,加入\n甲公司,国有企业,会长单位,衢州,2011\n乙公司,民营企业,会员单位,杭州,2012\n丙公司,外资企业,副会长,上海,2013\n"
    assert bring("member", rows).code == 0
    assert [(one["kind"], one["rank"]) for one in ctl("member list --json").json] == [
        ("enterprise", "chair"), ("enterprise", "member"), ("enterprise", "vice_chair")]
