"""What an import says before it reads: a file of another kind is called what it is, and nothing is written over what is read."""

from __future__ import annotations

import pytest

MEMBERS = "单位名称,级别\n甲公司,理事单位\n"


@pytest.mark.parametrize("name", ["a.csv", "./a.csv", "hard.csv"])
def test_refused_rows_are_never_written_over_the_file_they_come_from(ctl, home, name):
    (home / "a.csv").write_text("name,joined\n甲公司,2011\n乙公司,很久\n", "utf-8")
    (home / "hard.csv").hardlink_to(home / "a.csv")
    before = (home / "a.csv").read_bytes()
    assert ctl(f"import a.csv --as member --skip-bad {name}").code == 2
    assert (home / "a.csv").read_bytes() == before
    assert ctl("member list --json").json == []


def test_refused_rows_are_csv_and_are_called_so(ctl, home):
    (home / "a.csv").write_text("name,joined\n甲公司,很久\n", "utf-8")
    assert ctl("import a.csv --as member --skip-bad bad.xlsx").code == 2
    assert not (home / "bad.xlsx").exists()


@pytest.mark.parametrize("option", ["--sheet 1", "--delimiter ;"])
def test_an_option_that_the_file_gives_no_use_is_refused(ctl, home, option):
    (home / "a.csv").write_text(MEMBERS, "utf-8")
    (home / "a.json").write_text("[]")
    refused = ctl(f"import a.json --as member {option} --json")
    assert (refused.code, refused.error["error"]) == (2, "usage")


@pytest.mark.parametrize(("name", "code", "exit_code"), [
    ("folder", "not-a-file", 4), ("~$a.xlsx", "not-a-file", 4), (".~lock.a.xlsx#", "not-a-file", 4), ("a.ods", "unknown-file-format", 2),
    ("noending", "unknown-file-format", 2)])
def test_what_has_no_format_is_called_what_it_is(ctl, home, name, code, exit_code):
    (home / "folder").mkdir()
    for file in ("~$a.xlsx", ".~lock.a.xlsx#", "a.ods", "noending"):
        (home / file).write_text("x")
    refused = ctl("import", name, "--as", "member", "--json")
    assert (refused.code, refused.error["error"]) == (exit_code, code)


@pytest.mark.parametrize(("content", "form"), [('[{"name": "甲公司"}]', "json"), ('{"name": "甲公司"}', "json"), ('{"name": "甲"}\n{"name": "乙"}\n', "jsonl")])
def test_json_from_a_pipe_is_no_csv_and_the_option_for_it_is_named(shell, content, form):
    refused = shell("import - --as member --json --lang en", input=content)
    assert (refused.code, refused.error["fix"]) == (4, f"add --from {form}")
    assert shell(f"import - --as member --from {form}", input=content).code == 0


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_offered_and_read(ctl, home, codec):
    (home / "a.csv").write_bytes(MEMBERS.encode(codec))
    refused = ctl("import a.csv --as member --json --lang en")
    assert (refused.code, refused.error["fix"]) == (4, f"if it is, say so: --encoding {codec}")
    assert ctl(f"import a.csv --as member --encoding {codec}").code == 0


def test_a_table_in_traditional_characters_is_offered_as_big5_and_read(ctl, home):
    (home / "a.csv").write_bytes("單位名稱,級別,單位性質\n甲公司,理事單位,科研院所\n".encode("big5"))
    refused = ctl("import a.csv --as member --json")
    assert "BIG5 “單位名稱" in refused.error["message"]
    assert ctl("import a.csv --as member --encoding big5").code == 0
    assert [(one["name"], one["rank"], one["kind"]) for one in ctl("member list --json").json] == [("甲公司", "council", "institute")]


def test_a_fixed_value_is_written_as_one(ctl, home):
    (home / "a.csv").write_text(MEMBERS, "utf-8")
    refused = ctl("import a.csv --as member --set rank --json --lang en")
    assert (refused.code, refused.error["message"]) == (2, "“rank” is no FIELD=VALUE")
