"""help dates counts 昨天 from the same day as a visit: in the alliance's time zone where there is a record file."""

from __future__ import annotations

import datetime
import re

import pytest

from alliancectl.store import known


class Late(datetime.datetime):
    """18:30 UTC on New Year's Eve: in Asia the year has turned."""

    @classmethod
    def now(cls, tz=None):
        return datetime.datetime(2025, 12, 31, 18, 30, tzinfo=datetime.UTC).astimezone(tz or datetime.UTC)


class Clock:
    """The module `datetime` with that moment."""

    datetime, date, UTC = Late, datetime.date, datetime.UTC


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> dict[str, None]:
    monkeypatch.setattr(known, "datetime", Clock)
    return {"ALLIANCECTL_TODAY": None}


@pytest.mark.parametrize(("zone", "yesterday"), [("Asia/Shanghai", "2025-12-31"), ("UTC", "2025-12-30")])
def test_yesterday_on_the_page_is_yesterday_of_a_visit(ctl, late, zone: str, yesterday: str) -> None:
    ctl(f"alliance edit --set time_zone={zone}")
    ctl("member add 甲公司")
    page = ctl("help dates --lang zh", env=late).out
    assert re.findall(r"^  (\S+) .*昨天", page, re.MULTILINE) == [yesterday]
    assert ctl("visit add 昨天 甲公司 走访", env=late).code == 0
    assert ctl("visit show V1 --json").json["date"]["canonical"] == yesterday


def test_without_a_record_file_or_with_a_damaged_one_the_machine_says_what_day_it_is(ctl, late, tmp_path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"SQLite format 3\0" + bytes(3000))
    for db in (tmp_path / "none.db", damaged):
        page = ctl("help dates --lang zh", db=db, env=late)
        assert page.code == 0
        assert re.findall(r"^  (\S+) .*昨天", page.out, re.MULTILINE) == ["2025-12-30"]
    assert not (tmp_path / "none.db").exists()
