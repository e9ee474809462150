"""A record file that a test fills, its yearly report, and the report of the example."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from alliancectl.actions import membership, write
from alliancectl.actions.create import create
from alliancectl.actions.example import create_example
from alliancectl.actions.settle import Desk, settle
from alliancectl.kinds import KINDS
from alliancectl.reports.model import Report
from alliancectl.reports.year import year_report
from alliancectl.reports.year.period import Period, period_of, span_before
from alliancectl.store.file import reading
from alliancectl.store.history import Change, change
from alliancectl.values.when import when

TODAY = datetime.date(2026, 6, 30)


class Filled:
    """A record file on disk; every method is one operation, `writing` puts several into one."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.now: Change | None = None

    def add(self, kind: str, /, **draft: Any) -> str:
        with self.writing() as now:
            desk = self._desk(now)
            return write.add(now, desk, KINDS[kind], settle(desk, KINDS[kind], draft)).code

    def edit(self, code: str, kind: str, **draft: Any) -> None:
        with self.writing() as now:
            desk = self._desk(now)
            old = write.stands(now, KINDS[kind], int(code[1:]))
            write.edit(now, desk, old, settle(desk, KINDS[kind], draft, partial=True))

    def leave(self, member: str, day: str, how: str = "withdrawn") -> None:
        with self.writing() as now:
            membership.leave(now, self._desk(now).find("member", member), when(day, today=TODAY), how)

    def rejoin(self, member: str, day: str, rank: str = "member") -> None:
        with self.writing() as now:
            membership.rejoin(now, self._desk(now).find("member", member), when(day, today=TODAY), {"rank": rank})

    def rank(self, member: str, rank: str, day: str) -> None:
        with self.writing() as now:
            membership.change_rank(now, self._desk(now).find("member", member), rank, when(day, today=TODAY))

    def visit(self, date: str, *members: str, **draft: Any) -> str:
        draft = {"direction": "outgoing", "subject": "年度走访", **draft}
        return self.add("visit", date=date, members=list(members), **draft)

    def report(self, year: int = 2025, starts: str = "01-01", today: datetime.date = TODAY) -> Report:
        return self.between(period_of(year, today, starts))

    def between(self, period: Period, trace: Callable[[str], None] | None = None) -> Report:
        with reading(self.path) as connection:
            connection.set_trace_callback(trace)
            return year_report(connection, period, span_before(period))

    @contextmanager
    def writing(self) -> Iterator[Change]:
        if self.now is not None:
            yield self.now
            return
        with change(self.path, "test", note="测试") as now:
            self.now = now
            try:
                yield now
            finally:
                self.now = None

    def _desk(self, now: Change) -> Desk:
        desk = Desk(now.connection)
        desk.known.today = TODAY
        return desk


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """An alliance without any record yet."""
    path = tmp_path / "records.db"
    create(str(path), {"name": "测试联盟", "name_other": "Test Alliance", "year_starts": "01-01", "language": "zh"})
    return Filled(path)


@pytest.fixture(scope="session")
def example_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("example") / "demo.db")
    create_example(path)
    return path


@pytest.fixture(scope="session")
def example(example_path: str) -> Callable[[int], Report]:
    """The example's report of a year."""
    def of(year: int) -> Report:
        period = period_of(year, TODAY, "01-01")
        with reading(example_path) as connection:
            return year_report(connection, period, span_before(period))
    return of
