"""A cell that holds several names: an import that knows each of them says how they are taken apart."""

from __future__ import annotations

import shlex

import pytest

HEAD = "日期,走访成员/接待单位,主题\n"


@pytest.fixture
def refused(ctl, home):
    """The problems of a file of visits, in Chinese, by code."""
    ctl("member add 甲公司")
    ctl("member add 乙公司")

    def refused(rows: str, more: str = ""):
        (home / "v.csv").write_text(HEAD + rows, "utf-8")
        error = ctl(f"import v.csv --as visit --json --lang zh {more}").error
        return [(one["error"], one["message"], one["fix"]) for one in error.get("problems", [error])]

    return refused


@pytest.mark.parametrize("sign", ["、", "；", ";", "/", "|"])
def test_the_sign_between_names_that_are_known_is_offered_and_does_it(ctl, refused, sign: str) -> None:
    [(code, message, fix)] = refused(f"2026-05-01,甲公司{sign}乙公司,走访\n")
    assert (code, message) == ("several-in-cell", f"v.csv 第 2 行 “走访成员/接待单位”：“甲公司{sign}乙公司” — 一格里是用“{sign}”隔开的几个值")
    option = fix.removeprefix("加 ")
    assert shlex.split(option) == ["--separator", sign]
    assert ctl("import v.csv --as visit", *shlex.split(option)).code == 0
    assert ctl("visit show V1 --json").json["members"] == ["M1", "M2"]


def test_each_sign_is_told_apart_and_a_name_nobody_knows_stays_unknown(refused) -> None:
    found = refused("2026-05-01,甲公司、乙公司,走访\n2026-05-02,甲公司；M2,走访\n2026-05-03,甲公司、丙公司,走访\n")
    assert [(code, fix) for code, _, fix in found] == [
        ("several-in-cell", "加 --separator '、'"), ("several-in-cell", "加 --separator '；'"),
        ("unknown-name", "核对写法，或加为别名：alliancectl member alias；一并新建：--create member")]


def test_words_of_a_list_are_taken_apart_in_the_same_way(ctl, home) -> None:
    (home / "m.csv").write_text("name,chain\n丁公司,上游、中游\n", "utf-8")
    assert ctl("import m.csv --as member --json --lang en").error["fix"] == "add --separator '、'"


def test_a_file_whose_separator_was_named_is_not_offered_another(refused) -> None:
    assert [code for code, _, _ in refused("2026-05-01,甲公司；乙公司,走访\n", "--separator 、")] == ["unknown-name"]
