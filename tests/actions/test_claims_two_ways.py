"""A table of claims is taken the short way, block by block, or the long way, row by row: what is recorded is the same to the last cell."""

from __future__ import annotations

import csv
import gc
import io
import json
import sqlite3
import weakref
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliancectl.actions.importing import saving
from alliancectl.actions.importing.claims import ClaimsReader
from alliancectl.actions.importing.plan import Plan
from alliancectl.kinds import KINDS
from alliancectl.store import bulk
from alliancectl.store.file import reading
from alliancectl.store.integrity import sound
from alliancectl.store.tables import tables

HEADER = ("member", "scope", "site", "line", "product", "grade", "measure", "basis", "amount", "status", "as_of", "year", "started", "ended",
          "confidence", "standing", "why", "note", "source")
CELLS: dict[str, list[str]] = {
    "member": ["甲公司", "M1", "m2", "乙公司", "新公司", "=1+1", "'=1+1", "Acme Co., Ltd", "丙", "", " 甲公司 "],
    "scope": ["", "", "", "", "中国", "全球"],
    "site": ["", "", "一厂", "二厂", "S1", "S2", "新厂"],
    "line": ["", "1号线", "１号线", "A", "a", "L\u200b1", "[red]x[/red]"],
    "product": ["PVDC", "P1", "R32", "r32", "新产品", "另一产品", ""],
    "grade": ["", "FR901", "fr901"],
    "measure": ["", "capacity", "产量", "output", "产能", "weird"],
    "basis": ["", "nameplate", "铭牌", "effective"],
    "amount": ["60000 t/a", "6万吨/年", "5", "12.50 t/a", "0.5kt/a", "2.189 t/a", "1.5万吨", "约3万吨", "3-5万吨/年", "不详", "", "-", "007 t/a", "1,200 t/a", "500 MW", "１２ t/a",
               "0 t/a", "0.0 t/a", "999999999999 t/a", "5 t", "5件/年", " 7 t/a", "7  t/a", "合计", "+50 %"],
    "status": ["", "operating", "在建", "planned", "idle", "关停", "nonsense"],
    "as_of": ["", "2024", "2024-05-14", "2024年5月", "2024?", "不详", "2024-02-30", "6/7/11", "2023-12-31"],
    "year": ["", "", "", "2024", "2025"],
    "started": ["", "", "1999", "2030"],
    "ended": ["", "", "2020"],
    "confidence": ["", "high", "低"],
    "standing": ["", "", "", "采用", "withdrawn"],
    "why": ["", "", "核对过"],
    "note": ["", "两行\n话", "quote \" and \\ and \t", "示例：不是", "\U0001f9ea", "-"],
    "source": ["", "年报", "R1", "新来源", "https://example.org/a?b=1"],
}
ROW = st.one_of(
    st.fixed_dictionaries({key: st.sampled_from(CELLS[key]) for key in HEADER}),
    st.fixed_dictionaries({"member": st.sampled_from(["甲公司", "乙公司", "新公司"]), "product": st.sampled_from(["PVDC", "R32", "新产品"]),
                           "amount": st.sampled_from(["60000 t/a", "5 t/a", "12.5 kt/a", "3-5万吨/年", "5"]), "as_of": st.sampled_from(["2024", "", "2023-12-31"]),
                           "source": st.sampled_from(["", "年报", "新来源"])}),
    st.just({}), st.just({"member": "示例：甲公司", "product": "PVDC", "amount": "5 t/a"}), st.just(dict(zip(HEADER, HEADER, strict=True))))
TABLES = st.tuples(st.lists(st.sampled_from(HEADER[1:]), unique=True, max_size=10), st.lists(ROW, min_size=1, max_size=25), st.booleans())


@pytest.fixture
def ground(ctl: Any, db: Path) -> Path:
    """A file that knows some of the names, and claims that some rows repeat."""
    for line in ("member add 甲公司", "member add 乙公司", "member add Acme --alias 'Acme Co., Ltd'", "product add PVDC --unit t/a", "product add R32",
                 "site add 甲公司 一厂", "site add 乙公司 二厂", "source add 年报", "capacity add 甲公司 PVDC 60000t/a --as-of 2024 --source 年报",
                 "capacity add 乙公司 R32 '5 t/a' --as-of 2023-12-31 --source 年报"):
        assert ctl(line).code == 0, line
    return db


def _text(fields: list[str], rows: list[dict[str, str]], ragged: bool) -> str:
    header = [*dict.fromkeys(("member", "product", "amount", *fields))]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        cells = [row.get(key, "") for key in header]
        while ragged and cells and not cells[-1]:
            cells.pop()
        writer.writerow(cells)
    return out.getvalue()


def _kept(path: Path) -> dict[str, list[Any]]:
    """Every row of every table, removed ones and the series too, but for what tells one file from another: uids, times, digests."""
    connection = sqlite3.connect(path)
    try:
        found = {}
        for table in tables(KINDS.values()):
            names = ["id", "operation", "removed", *(name for name, _ in table.columns if name not in ("series", "sha256"))]
            found[table.name] = connection.execute(f'SELECT {", ".join(names)} FROM "{table.name}" ORDER BY id').fetchall()
        found["span"] = connection.execute("SELECT * FROM span ORDER BY 1, 2").fetchall()
        found["series of"] = connection.execute(
            "SELECT c.id, s.member, s.scope, s.site, s.line, s.product, s.grade, s.measure, s.base_unit, s.phase"
            " FROM capacity AS c JOIN series AS s ON s.id = c.series ORDER BY c.id").fetchall()
        return found
    finally:
        connection.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES, create=st.booleans(), skip=st.booleans(), large=st.booleans(), small_blocks=st.booleans())
def test_both_ways_record_and_refuse_the_same(ctl: Any, ground: Path, home: Path, tmp_path: Path, table: Any, create: bool, skip: bool, large: bool,
                                              small_blocks: bool) -> None:
    (home / "claims.csv").write_text(_text(*table), encoding="utf-8", newline="")
    words = "import claims.csv --as capacity --json" + (" --create member,product,site,source" if create else "") + (" --skip-bad bad.csv" if skip else "")
    found = []
    for way in ("short", "long"):
        path = tmp_path / f"{way}.db"
        path.write_bytes(ground.read_bytes())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bulk, "LARGE", 1 if large else 10_000)
            patch.setattr("alliancectl.actions.importing.reading.BLOCK", 3 if small_blocks else 1000)
            for room in ("plan", "texts"):
                patch.setattr(f"alliancectl.actions.importing.{room}.CACHED", 2 if small_blocks else 20_000)
            patch.setattr("alliancectl.actions.importing.plan.TOLDS", 2 if small_blocks else 10_000)
            if way == "long":
                patch.setattr(ClaimsReader, "_plan", lambda self, layout: None)
            done = ctl(words, db=path)
        bad = (home / "bad.csv").read_bytes() if (home / "bad.csv").exists() else b""
        (home / "bad.csv").unlink(missing_ok=True)
        found.append((done.code, done.out, done.err.replace(f"{way}.db", "it.db"), bad, _kept(path)))
        assert sound(str(path)) == []
        with reading(str(path)) as connection:
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert found[0] == found[1]


def test_most_rows_of_an_ordinary_table_go_the_short_way(ctl: Any, ground: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"甲公司,PVDC,{number + 1}.5 kt/a,{2000 + number % 25},第 {number} 条,年报\n" for number in range(500))
    (home / "claims.csv").write_text("member,product,amount,as_of,note,source\n" + rows, encoding="utf-8")
    slow: list[int] = []
    monkeypatch.setattr(ClaimsReader, "_long", lambda self, block, number, told: slow.append(number))
    assert json.loads(ctl("import claims.csv --as capacity --json").out)["new"] == 500
    assert slow == []


def test_very_many_days_do_not_make_an_import_forget_whose_and_what_is_meant(ctl: Any, ground: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"甲公司,PVDC,5 kt/a,{1800 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02},线{number % 3}\n" for number in range(600))
    (home / "claims.csv").write_text("member,product,amount,as_of,line\n" + rows, encoding="utf-8")
    met: list[object] = []
    made = Plan._made
    monkeypatch.setattr("alliancectl.actions.importing.plan.CACHED", 50)
    monkeypatch.setattr("alliancectl.actions.importing.plan.TOLDS", 50)
    monkeypatch.setattr("alliancectl.actions.importing.reading.BLOCK", 10)
    monkeypatch.setattr(Plan, "_made", lambda self, *given: met.append(given) or made(self, *given))
    assert json.loads(ctl("import claims.csv --as capacity --json").out)["new"] == 600
    assert len(met) == 3 * 2   # the first rows, among which the header is looked for, come cell by cell
    assert sound(str(ground)) == []


def _many_days_and_sources(home: Path) -> None:
    """A table in which each claim has its own day and, nearly, its own source."""
    rows = "".join(f"甲公司,PVDC,5 kt/a,{1800 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02},来源{number % 200:03}号,线{number % 40}\n"
                   for number in range(600))
    (home / "claims.csv").write_text("member,product,amount,as_of,source,line\n" + rows, encoding="utf-8")


def test_of_very_many_days_and_sources_few_are_remembered_at_once(ctl: Any, ground: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _many_days_and_sources(home)
    held: list[tuple[int, ...]] = []
    write = bulk.ClaimsWriter.write

    def watched(self: bulk.ClaimsWriter, claims: bulk.Claims) -> tuple[int, int]:
        found = write(self, claims)
        held.append((len(self._tolds), len(self._waiting_tolds), *(len(sets._made) for sets in self._sets.values())))
        return found

    monkeypatch.setattr("alliancectl.actions.importing.plan.TOLDS", 50)
    monkeypatch.setattr("alliancectl.actions.importing.reading.BLOCK", 10)
    monkeypatch.setattr(bulk, "MADE", 30)
    monkeypatch.setattr(bulk.ClaimsWriter, "write", watched)
    assert json.loads(ctl("import claims.csv --as capacity --create source --json").out)["new"] == 600
    most = [max(column) for column in zip(*held, strict=True)]
    assert all(found <= limit for found, limit in zip(most, (51 + 10, 0, 31, 31), strict=True)), most
    assert sound(str(ground)) == []
    assert _kept(ground)["series of"][-1][:2] == (602, 1)


def test_what_was_understood_of_a_file_is_let_go_before_it_is_written(ctl: Any, ground: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _many_days_and_sources(home)
    made, alive = [], []
    begin, save = Plan.__init__, saving.save
    monkeypatch.setattr(Plan, "__init__", lambda self, *given: made.append(weakref.ref(self)) or begin(self, *given))
    monkeypatch.setattr(saving, "save", lambda *given: alive.extend(plan for plan in made if plan()) or save(*given))
    gc.disable()   # a long run looks for garbage too rarely to be helped by it
    try:
        assert json.loads(ctl("import claims.csv --as capacity --create source --json").out)["new"] == 600
    finally:
        gc.enable()
    assert (len(made), alive) == (1, [])


def test_the_same_large_file_again_changes_nothing_after_an_undo_it_is_new_again(ctl: Any, ground: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LARGE", 100)
    rows = "".join(f"乙公司,R32,{number + 1} t/a,{1990 + number % 30},线{number % 7}\n" for number in range(400))
    (home / "claims.csv").write_text("member,product,amount,as_of,line\n" + rows, encoding="utf-8")
    first = ctl("import claims.csv --as capacity --json").json
    again = ctl("import claims.csv --as capacity --json").json
    assert (first["new"], again["new"], again["same"]) == (400, 0, 400)
    assert ctl("undo").code == 0
    assert len(ctl("capacity list --json").json) == 2
    anew = ctl("import claims.csv --as capacity --json").json
    assert (anew["new"], anew["same"]) == (400, 0)
    assert sound(str(ground)) == []


def test_a_claim_that_was_changed_behind_our_back_is_found_in_a_large_import(ctl: Any, ground: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LARGE", 100)
    (home / "claims.csv").write_text("member,product,amount,as_of\n" + "".join(f"甲公司,PVDC,{number + 1} t/a,{1800 + number}\n" for number in range(200)))
    assert ctl("import claims.csv --as capacity").code == 0
    connection = sqlite3.connect(ground)
    trigger = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'capacity_journal'").fetchone()[0]
    connection.executescript(f"DROP TRIGGER capacity_journal; UPDATE capacity SET amount_base = '7' WHERE id = 150; {trigger};")
    connection.close()
    assert [broken.where for broken in sound(str(ground))] == [f"#{12}"]
