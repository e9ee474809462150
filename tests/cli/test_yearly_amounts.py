"""What was made in a year, or may be, is no rate: the same words in the echo, lists, cards and the report; kept as it was typed."""

from __future__ import annotations

import pytest


@pytest.fixture
def made(ctl):
    """The command, on a file with a capacity, an output and a quota, and what was echoed."""
    for line in ("member add 甲公司 --joined 2010", "product add PVDF --unit t/a", "source add 公告 --kind company"):
        assert ctl(line).code == 0
    lines = ("capacity add M1 P1 3万吨/年 --as-of 2025 --source R1", "capacity add M1 P1 年产1.95万吨 --measure output --year 2025 --source R1",
             "capacity add M1 P1 2万吨/年 --measure quota --year 2025 --source R1")
    return ctl, [ctl(line).err for line in lines]


def test_the_echo_says_it(made):
    assert ["3万吨/年" in made[1][0], "1.95万吨  " in made[1][1], "2万吨  " in made[1][2]] == [True, True, True]


@pytest.mark.parametrize(("lang", "amounts"), [("zh", ["3万吨/年", "1.95万吨", "2万吨"]), ("en", ["30,000 t/a", "19,500 t", "20,000 t"])])
def test_lists_and_cards_say_it_as_the_report_does(made, lang, amounts):
    ctl, _ = made
    for line in ("capacity list --format plain", "report year 2025 --section capacity_register", "product show P1"):
        said = ctl(f"{line} --lang {lang}").out.replace("\t", "\n").splitlines()
        assert [amount in [part.strip() for one in said for part in one.split("  ")] for amount in amounts] == [True] * 3, (line, said)
    assert f" {amounts[1]}\n" in ctl(f"capacity show C2 --lang {lang}").out.replace("\t", " ")


def test_json_and_csv_keep_what_was_typed_and_the_unit_it_is_counted_in(made):
    ctl, _ = made
    assert [one["amount"]["text"] for one in ctl("capacity list --json").json] == ["3万吨/年", "年产1.95万吨", "2万吨/年"]
    assert {one["amount"]["base_unit"] for one in ctl("capacity list --json").json} == {"t/a"}
    assert "年产1.95万吨" in ctl("capacity list --format csv").out
