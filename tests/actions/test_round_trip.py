"""export → import → export: the same bytes, whatever the records hold."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliancectl.actions import write
from alliancectl.actions.create import create
from alliancectl.actions.importing.whole import restore
from alliancectl.actions.membership import change_rank
from alliancectl.actions.rename import rename
from alliancectl.actions.settle import Desk, settle, settle_alone
from alliancectl.cli.run import main
from alliancectl.errors import Failure
from alliancectl.intake.export import exported
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Record
from alliancectl.render.export import as_json, as_toml
from alliancectl.reports.whole import whole
from alliancectl.store.file import reading
from alliancectl.store.history import Change, change
from alliancectl.values.when import When

NASTY = ["“巨化”", 'a "b" \'c\'', "=1+1", "-2+3", "@SUM(A1)", "＝1", "'=1", "\u202eexe.txt", "𠮷田🧪", "a\\nb", "[[x]]", "#", "a = 1", "{}", "[red]x[/red]", "null", "007",
         "\u200bzero", "\u00e9 e\u0301", "<script>", "M１２x", "2024-05", "true", "1e5", '"""', "'''", "\ufeffbom", "NaN", "a; b", "c: d", "R1: x", " ; ", "2024-05-14", "1.50", "_x0041_", "#REF!"]
LINE = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1, max_size=40))
PROSE = st.one_of(LINE, st.builds("\n".join, st.lists(LINE, min_size=2, max_size=4)), st.builds("\r\n\t".join, st.lists(LINE, min_size=2, max_size=3)),
                  st.builds("\r".join, st.lists(LINE, min_size=2, max_size=3)))
DATE = st.sampled_from(["2024", "2024-05", "2024-05-14", "2024-05~", "2024?", "2024-01/2024-06", "../2011", "XXXX-06-20", "不详", "2024年5月14日", "约2024年",
                        "2024年上半年", "June 20 2011", "２０１１年６月", "2013-09-23?", "某年6月20日", "去年5月"])
AMOUNT = st.sampled_from(["60,000 t/a", "60 kt/y", "6万吨/年", "年产6万吨", "1.2亿件/年", "约6万吨", "3-5万吨/年", "不低于2万吨", "６万吨", "500 MW", "+50 %", "不详", ">0 t/a",
                          "12345", "0.10 kt/a"])


def _fill(now: Change, data: st.DataObject) -> None:
    """Records with whatever comes; what the program refuses is left out."""
    made: dict[str, list[str]] = {}

    def add(kind: str, /, **draft: Any) -> Record | None:
        desk = Desk(now.connection, allow=frozenset({"duplicate-name", "no-source"}), by_hand=True)
        try:
            record = write.add(now, desk, KINDS[kind], settle(desk, KINDS[kind], {key: value for key, value in draft.items() if value}))
        except Failure:
            return None
        made.setdefault(kind, []).append(record.code)
        return record

    draw = data.draw
    one = st.one_of(st.none(), LINE)
    add("choice", list="chain", key="recycling", zh=draw(LINE), en=draw(LINE), spellings=draw(st.lists(LINE, max_size=2)))
    add("unit", key="drum/a", family="pieces_per_year", factor="2.50", zh=draw(LINE), en="drum/a")
    for _ in range(draw(st.integers(1, 3))):
        add("source", title=draw(LINE), kind="news", published=draw(DATE), url=draw(one), note=draw(PROSE))
    cited = st.lists(st.tuples(st.sampled_from(made.get("source", ["R1"])), st.one_of(st.none(), PROSE)), max_size=3)
    for _ in range(draw(st.integers(1, 3))):
        alias = draw(st.lists(st.tuples(LINE, st.one_of(st.none(), st.sampled_from(made.get("source", ["R1"])))), max_size=2))
        member = add("member", name=draw(LINE), aliases=alias, place=draw(one), contact=draw(one), chain=draw(st.lists(st.sampled_from(["upstream", "检测"]), max_size=2)),
                     note=draw(PROSE), joined=draw(DATE), rank="council", sources=draw(cited))
        if member and draw(st.booleans()):
            try:
                change_rank(now, member.ref, "chair", When("2025-01", "2025-01", "2025-01-01", "2025-01-31"))
                rename(now, Desk(now.connection), member.ref, draw(LINE), When("2025", "2025", "2025-01-01", "2025-12-31"))
            except Failure:
                pass
    member = st.sampled_from(made.get("member", ["M1"]))
    add("product", name="PVDC", unit="t/a")
    add("site", member=draw(member), name=draw(LINE), note=draw(PROSE))
    for _ in range(2):
        add("visit", date=draw(DATE), subject=draw(LINE), members=[draw(member)], visitor=draw(one), summary=draw(PROSE), headcount="30余人", accompanied_open="yes",
            accompanied_by=draw(st.lists(LINE, max_size=2)), sources=draw(cited))
        add("capacity", member=draw(member), product=draw(st.sampled_from(["PVDC", "新产品"])), amount=draw(AMOUNT), as_of=draw(DATE), line=draw(one),
            sources=[*draw(cited), *made.get("visit", [])])
    add("follow_up", visit=made.get("visit", ["V1"])[0], text=draw(LINE), result=draw(PROSE))
    add("report_text", year="2025", section="plan", text=draw(PROSE))
    add("saved_query", name=draw(LINE), words=draw(LINE))
    if made.get("site"):
        record = _record(now, made["site"][0])
        write.remove(now, record)


def _record(now: Change, code: str) -> Record:
    return Desk(now.connection).find("site", code) and write.stands(now, KINDS["site"], int(code[1:]))


def _new(path: str) -> str:
    create(path, settle_alone(KINDS["alliance"], {"name": "联盟", "language": "zh"}))
    return path


def _json(path: str) -> str:
    with reading(path) as connection:
        return "".join(as_json(whole(connection)))


def _toml(path: str) -> dict[str, str]:
    with reading(path) as connection:
        return dict(as_toml(whole(connection), Desk(connection).known))


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_export_imported_and_exported_again_is_the_same_to_the_byte(data: st.DataObject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIANCECTL_TODAY", "2026-06-30")
    with tempfile.TemporaryDirectory() as home:
        old = _new(f"{home}/old.db")
        with change(old, "test") as now:
            _fill(now, data)
        json, toml = _json(old), _toml(old)
        for name, text in {"whole.json": json, **{f"toml/{name}": text for name, text in toml.items()}}.items():
            Path(home, name).parent.mkdir(parents=True, exist_ok=True)
            Path(home, name).write_text(text, "utf-8", newline="")
        for place in (["whole.xlsx"], ["tables", "--format", "csv"]):
            assert main(["export", f"{home}/{place[0]}", *place[1:], "--db", old, "-q"]) == 0
        for place in ("whole.json", "toml", "whole.xlsx", "tables"):
            new = _new(f"{home}/{place}.db")
            with change(new, "import") as now:
                restore(now, exported(f"{home}/{place}"))
            assert _json(new) == json
            assert _toml(new) == toml
