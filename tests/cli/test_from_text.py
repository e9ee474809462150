"""A news item or minutes becomes the form of a visit, to be confirmed; nothing is written by itself."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

ARTICLES = Path(__file__).parents[1] / "intake" / "articles"


@pytest.fixture
def news(home: Path, ctl) -> Path:
    """A news item of a visit whose year it does not say; the file knows its member, alias, site and product."""
    assert ctl("member add 巨化集团有限公司 --alias 巨化集团").code == 0
    assert ctl("site add M1 衢州基地").code == 0
    assert ctl("product add PVDC --unit t/a").code == 0
    path = home / "news.txt"
    path.write_text("省科技厅调研巨化集团\n发布时间：2019-11-25\n6月20日下午，浙江省科技厅副厅长王某某一行9人到巨化集团调研，公司总经理李某某陪同。"
                    "巨化集团衢州基地年产6万吨PVDC新型食品包装材料，2018年产量5.1万吨，销售收入30亿元。\n", "utf-8")
    return path


def test_the_command_that_records_the_form_is_for_the_same_file(ctl, news: Path, db: Path) -> None:
    for words, shown in (("", "FILE"), ("--out 'my form.toml'", "'my form.toml'")):
        said = ctl(f"visit add --from-text news.txt --lang en --db {db} {words}")
        assert said.err.splitlines()[-1].endswith(f": alliancectl visit add --from-form {shown} --db {db}")
    assert ctl("visit add --from-form 'my form.toml' --dry-run", db=db).code == 0


def test_the_form_is_printed_and_nothing_is_written(shell, ctl, news: Path, db: Path) -> None:
    before = db.read_bytes()
    said = shell("visit add --from-text news.txt", env={"ALLIANCECTL_LANG": "zh"})
    assert said.code == 0, said.err
    assert db.read_bytes() == before
    assert "没有写入。核对后记下：alliancectl visit add --from-form 文件" in said.err
    form = tomllib.loads(said.out)
    assert form["date"] == "XXXX-06-20"
    assert (form["visitor"], form["head"], form["head_title"], form["headcount"]) == ("浙江省科技厅", "王某某", "副厅长", "9")
    assert (form["members"], form["sites"], form["level"]) == (["M1"], ["S1"], "provincial")
    assert form["accompanied_by"] == ["公司总经理李某某"]
    assert [(claim["product"], claim["amount"], claim.get("measure"), claim.get("as_of")) for claim in form["capacity"]] == [
        ("P1", "6万吨", None, None), ("P1", "5.1万吨", "output", "2018")]


def test_what_is_doubtful_is_said_above_the_field(shell, news: Path) -> None:
    lines = shell("visit add --from-text news.txt", env={"ALLIANCECTL_LANG": "zh"}).out.splitlines()
    assert "2019-11-25 不是走访的年份" in lines[lines.index('date = "XXXX-06-20"') - 1]


def test_the_words_a_claim_was_taken_from_stand_beside_it(shell, news: Path) -> None:
    form = tomllib.loads(shell("visit add --from-text news.txt").out)
    assert form["capacity"][0]["sources"] == [{"source": "省科技厅调研巨化集团", "quote": "巨化集团衢州基地年产6万吨PVDC新型食品包装材料"}]
    assert form["sources"][0]["source"] == "省科技厅调研巨化集团"


def test_the_form_is_recorded_as_one_operation(shell, ctl, news: Path) -> None:
    assert shell("visit add --from-text news.txt -o form.toml").code == 0
    said = shell("visit add --from-form form.toml")
    assert said.out == "V1\nC1\nC2\n", said.err
    assert ctl("visit show V1 --json").json["date"]["canonical"] == "XXXX-06-20"
    assert ctl("capacity show C1 --json").json["sources"] == ctl("visit show V1 --json").json["sources"] == ["R1"]
    assert ctl("undo").code == 0
    assert ctl("capacity list --json").code == 0
    assert "C1" not in ctl("capacity list").out


def test_it_may_come_through_a_pipe_and_in_gb18030(shell, news: Path) -> None:
    piped = shell("visit add --from-text -", input=news.read_text("utf-8").encode("gb18030"))
    assert piped.code == 0, piped.err
    assert tomllib.loads(piped.out)["visitor"] == "浙江省科技厅"


@pytest.mark.skipif(os.name != "posix", reason="the editor is a shell script")
def test_on_a_terminal_it_is_confirmed_in_the_editor(home: Path, db: Path, ctl, news: Path) -> None:
    pytest.importorskip("pexpect")
    from terminal import Terminal

    terminal = Terminal(home, db, EDITOR="sed -i 's/^headcount = .*/headcount = \"10\"/'")
    shown = terminal.run("visit add --from-text news.txt")
    assert terminal.code == 0, shown
    assert ctl("visit show V1 --json").json["headcount"] == 10


def test_a_text_without_a_visit_is_said_to_be_none(shell, home: Path) -> None:
    (home / "list.txt").write_text("苹果\n梨\n", "utf-8")
    said = shell("visit add --from-text list.txt")
    assert said.code == 4
    assert "[nothing-proposed]" in said.err


@pytest.mark.parametrize("path", sorted(path.relative_to(ARTICLES).with_suffix("").as_posix() for path in ARTICLES.rglob("*.toml") if path.stem != "names"))
def test_every_form_can_be_read_again(ctl, home: Path, path: str) -> None:
    """Also where the names are not known to the file: then what is missing is refused, and no form is broken."""
    (home / "text.txt").write_text(tomllib.loads((ARTICLES / f"{path}.toml").read_text("utf-8"))["text"], "utf-8")
    made = ctl("visit add --from-text text.txt")
    assert made.code == 0, made.err
    assert tomllib.loads(made.out)["subject"]
    said = ctl("visit add --from-form -", input=made.out)
    assert "[form-wrong]" not in said.err
    assert "[bug]" not in said.err
