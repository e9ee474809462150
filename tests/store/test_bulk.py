"""What an import asks of a file of very many claims, and how it writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alliancectl.store import bulk
from alliancectl.store.file import reading


@pytest.fixture
def full(ctl: Any, db: Path, home: Path) -> Any:
    """Claims of three lines: of two on the same days, one of them undated; of the third on another day."""
    assert ctl("member add 甲公司").code == 0
    assert ctl("product add PVDC --unit t/a").code == 0
    _imported(ctl, home, [("1号线", "2023"), ("1号线", ""), ("2号线", "2023"), ("2号线", ""), ("3号线", "2024-05-14")])
    return ctl


def _imported(ctl: Any, home: Path, rows: list[tuple[str, str]]) -> Any:
    told = "".join(f"甲公司,PVDC,{number}00 t/a,{line},{day}\n" for number, (line, day) in enumerate(rows, 1))
    (home / "claims.csv").write_text("member,product,amount,line,as_of\n" + told, encoding="utf-8")
    return ctl("import claims.csv --as capacity --json").json


def test_the_days_of_a_series_are_those_of_its_standing_claims(full: Any, db: Path) -> None:
    assert full("capacity remove C3 --yes").code == 0
    with reading(str(db)) as connection:
        days = bulk.Days(connection)
        undated, year, day = (1 << days.bit(latest) for latest in (None, "2023-12-31", "2024-05-14"))
        assert [days.of(series) for series in (1, 2, 3, 99)] == [year | undated, undated, day, 0]


def test_the_days_of_a_series_are_one_row_told_by_indexes_alone(full: Any, db: Path) -> None:
    with reading(str(db)) as connection:
        question = bulk.Days(connection).question
        plan = [row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + question, (1,))]
        assert [step.split(" USING ")[1].split(" (")[0] for step in plan] == ["COVERING INDEX capacity_sort_by_series", "COVERING INDEX capacity_by_sort"]
        assert len(connection.execute(question, (1,)).fetchall()) == 1


def test_a_series_is_asked_for_its_days_once_however_many_claims_are_told_of_it(full: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    of = bulk.Days.of
    monkeypatch.setattr(bulk.Days, "of", lambda self, series: asked.append(series) or of(self, series))
    days = [f"{year}-{month:02}-15" for year in range(1990, 2020) for month in range(1, 13)]
    assert _imported(full, home, [(f"{line}号线", day) for day in days for line in (1, 2)])["new"] == 2 * len(days)
    assert sorted(asked) == [1, 1, 2, 2]   # twice: the first rows, among which the header is looked for, come cell by cell
