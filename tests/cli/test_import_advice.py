"""What an import advises fits a file: each advice is an option of import, and following it does it."""

from __future__ import annotations

import shlex

import pytest


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_blank_that_means_as_above_is_filled_down(ctl, refused, lang):
    [(code, _, fix)] = refused("visit", "date,visitor,subject\n2026-05,科技厅,调研\n,科技局,调研\n", "", lang)
    assert code == "missing-value"
    assert "--fill-down" in fix
    assert "visit add" not in fix
    assert ctl("import a.csv --as visit --fill-down date").code == 0


def test_the_unit_above_a_table_is_offered_and_does_it(ctl, refused):
    [(code, _, fix)] = refused("capacity", "产能表,,\n单位：万吨/年,,\n成员,产品,产能\n甲公司,PVDC,6\n", "--create member,product", "zh")
    assert (code, fix) == ("no-unit", "表上方写的是“万吨/年”：整列的单位用 --unit 万吨/年 说明，或写在表头的括号里")
    assert ctl("import a.csv --as capacity --create member,product --unit 万吨/年").code == 0
    assert ctl("capacity show C1 --json").json["amount"]["base"] == "60000"


def test_a_word_above_a_table_that_is_no_unit_is_not_offered(refused):
    [(_, _, fix)] = refused("capacity", "填报单位：甲公司,,\n成员,产品,产能\n甲公司,PVDC,6\n", "--create member,product", "zh")
    assert fix == "整列的单位用 --unit 单位 说明，或写在表头的括号里"


def test_a_decimal_comma_is_offered_where_a_number_has_two_readings(ctl, refused):
    [(code, _, fix)] = refused("capacity", 'member,product,amount\n甲公司,PVDC,"1,5 t/a"\n', "--create member,product")
    assert code == "ambiguous-number"
    assert "--decimal comma" in fix
    assert ctl("import a.csv --as capacity --create member,product --decimal comma").code == 0


def test_a_word_of_another_body_is_replaced(ctl, refused):
    [(code, _, fix)] = refused("member", "name,kind\n甲公司,工厂\n")
    assert code == "not-a-choice"
    assert fix.endswith("or say by --replace which of them it means")
    assert ctl("import a.csv --as member --replace kind:工厂=企业").code == 0


def test_what_has_no_name_is_named_by_its_id(refused):
    [(code, _, fix)] = refused("follow-up", "visit,text\n五月那次,补报\n")
    assert (code, fix) == ("unknown-name", "give its id, see: alliancectl visit list")


@pytest.mark.parametrize("mark", ["xx", '"'])
def test_a_delimiter_that_is_none_is_refused(ctl, refused, mark):
    [(code, *_)] = refused("member", "name\tplace\n甲公司\t衢州\n", f"--delimiter {shlex.quote(mark)}")
    assert code == "bad-delimiter"
    assert ctl("import a.csv --as member --delimiter tab").code == 0


def test_a_row_is_named_once_however_many_of_its_columns_are_wrong(refused):
    [(_, message, _)] = refused("capacity", "member,product,2013,2014\n,PVDC,1,2\n", "--unfold year=2013,2014 --unit t/a --create product")
    assert message.startswith("a.csv, row 2: ")


# ---- a later edition ----------------------------------------------------------------------------------------------


def test_a_changed_rank_is_told_by_its_words(ctl, refused):
    ctl("member add 甲公司 --rank council --joined 2011")
    [(_, message, fix)] = refused("member", "name,rank\n甲公司,副理事长单位\n", "--update", "zh")
    assert "级别会从 理事单位 变为 副理事长单位" in message
    assert fix.startswith("alliancectl member rank M1 vice_chair ")


def test_a_new_name_is_a_renamed_member_only_where_more_than_the_legal_form_agrees(ctl, home):
    for name in ("丙公司", "丁化工有限公司", "甲公司"):
        ctl("member add", name)
    (home / "b.csv").write_text("name\n甲公司\n戊公司\n丁化学有限公司\n", "utf-8")
    said = ctl("import b.csv --as member --dry-run --lang en").err
    assert "perhaps renamed: M2 丁化工有限公司 → 丁化学有限公司 (if so, first: alliancectl member rename M2 '丁化学有限公司')" in said
    assert said.count("perhaps renamed") == 1
    assert ctl("member rename M2 丁化学有限公司").code == 0


def test_a_key_may_hold_when_a_member_joined(ctl, home):
    (home / "m.csv").write_text("name,joined,left\n教育部,1992,1995\n教育部,2010,\n", "utf-8")
    words = "import m.csv --as member --key name,joined --allow duplicate-name --json"
    assert ctl(words).json["new"] == 2
    again = ctl(words).json
    assert (again["new"], again["same"]) == (0, 2)


def test_what_only_refused_rows_name_is_not_made(ctl, home):
    rows = "member,site,product,amount,source\n甲公司,一厂,PVDC,1 t/a,公告\n乙公司,二厂,PVDF,很多,网页\n甲公司,三厂,PTFE,N/A,公告\n"
    rows += f"丁公司,五厂,R32,3 t/a,{'长' * 300}\n"
    (home / "c.csv").write_text(rows + "丙公司,四厂,R22,2 t/a,公告\n", "utf-8")
    assert ctl("import c.csv --as capacity --create member,site,product,source --skip-bad bad.csv").code == 0
    names = {kind: [one["name"] for one in ctl(f"{kind} list --json").json] for kind in ("member", "site", "product")}
    assert names == {"member": ["甲公司", "丙公司"], "site": ["一厂", "三厂", "四厂"], "product": ["PVDC", "PTFE", "R22"]}
    assert [one["title"] for one in ctl("source list --json").json] == ["c.csv", "公告"]


def test_a_later_edition_names_who_joined_and_who_is_missing(ctl, home):
    for name in ("甲公司", "乙研究所"):
        ctl("member add", name)
    (home / "b.csv").write_text("name\n甲公司\n戊大学\n", "utf-8")
    said = ctl("import b.csv --as member --dry-run --lang zh").err
    assert "  新出现的成员：戊大学\n" in said
    assert "文件中没有的成员：M2 乙研究所" in said
    assert "新出现" not in ctl("import b.csv --as member --dry-run --lang zh", db=_empty(ctl, home)).err


def _empty(ctl, home):
    ctl("init new.db --name 新 --no-input")
    return home / "new.db"


@pytest.mark.parametrize("verb", ["show", "remove"])
def test_a_kept_mapping_is_found_by_its_name(ctl, home, verb):
    (home / "a.csv").write_text("Firm\n甲公司\n", "utf-8")
    ctl("import a.csv --as member --map Firm=name --save-map 协会表")
    assert ctl(f"mapping {verb} 协会表").code == 0
    assert ctl(f"mapping {verb} 别的").code == 3
