"""A dry run says that the real one asks first, and what a script needs: exit code 0 of the one is no promise for the other."""

from __future__ import annotations

import pytest

ASKS = {"zh": "○ 实际执行时会先确认；脚本里加 --yes", "en": "○ the real run asks first; a script needs --yes"}


@pytest.fixture
def two(ctl):
    """Two members, and a copy of the file."""
    ctl("member add 甲公司 --phone 0570-1")
    ctl("member add 乙公司")
    assert ctl("backup create").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("line", ["member merge M1 M2", "redact M1 phone", "backup restore --last"])
def test_a_dry_run_of_what_is_confirmed_says_so(ctl, two, line: str, lang: str) -> None:
    said = ctl(f"{line} --dry-run --lang {lang}")
    assert said.code == 0, said.err
    assert said.err.splitlines().count(ASKS[lang]) == 1
    assert ctl(f"{line} --lang {lang}").code == 2
    confirmed = ctl(f"{line} --dry-run --yes --lang {lang}")
    assert (confirmed.code, ASKS[lang] in confirmed.err) == (0, False)


def test_a_dry_run_of_an_import_that_changes_many_records_says_so(ctl, home) -> None:
    rows = "".join(f"第{number}公司,衢州\n" for number in range(30))
    for name, text in (("a.csv", rows), ("b.csv", rows.replace("衢州", "杭州"))):
        (home / name).write_text("name,place\n" + text, "utf-8")
    added = ctl("import a.csv --as member --dry-run --lang zh")
    assert (added.code, ASKS["zh"] in added.err) == (0, False)
    assert ctl("import a.csv --as member").code == 0
    said = ctl("import b.csv --as member --update --dry-run --lang zh")
    assert (said.code, said.err.splitlines().count(ASKS["zh"])) == (0, 1)
    assert ctl("import b.csv --as member --update").code == 2
