"""The large sample is the same sample every time, and a sound record file."""

from __future__ import annotations

import datetime
from pathlib import Path

from big import big_alliance

from alliancectl.render import renderer
from alliancectl.reports.year import year_report
from alliancectl.reports.year.period import period_of, span_before
from alliancectl.store.file import reading
from alliancectl.store.integrity import damages

PERIOD = period_of(2025, datetime.date(2026, 6, 30), "01-01")


def test_the_same_seed_writes_the_same_records(tmp_path: Path) -> None:
    shown = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        big_alliance(tmp_path / name, members=30, years=3, visits=60, claims=240, seed=seed)
        with reading(str(tmp_path / name)) as connection:
            assert damages(connection) == []
            shown.append("".join(renderer("md")(year_report(connection, PERIOD, span_before(PERIOD)), "zh")))
    assert shown[0] == shown[1] != shown[2]
