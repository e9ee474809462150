"""The example alliance: public facts with their sources, and fictional parts marked so, loaded into a new file."""

from __future__ import annotations

import datetime
import sqlite3
from typing import Any

from alliancectl import shipped
from alliancectl.actions import membership, write
from alliancectl.actions.create import create
from alliancectl.actions.settle import Desk, settle, settle_alone
from alliancectl.kinds import KINDS
from alliancectl.store import records
from alliancectl.store.file import reading
from alliancectl.store.history import Change, one_operation, was_done
from alliancectl.values.when import when

ORDER = (("sources", "source"), ("products", "product"), ("members", "member"), ("sites", "site"),
         ("visits", "visit"), ("follow_ups", "follow_up"), ("capacity", "capacity"), ("report_texts", "report_text"))
WRITTEN_ON = datetime.date(2026, 6, 30)   # the day the example was written: none of its visits lies after it


def create_example(path: str) -> None:
    """Make the example's record file. Raises: FileExists, CannotWrite."""
    alliance = settle_alone(KINDS["alliance"], shipped.table("example/alliance.toml")["alliance"])
    create(path, alliance, note="虚构示例 / fictional example", fill=_fill)


def is_example(path: str) -> bool:
    """Whether a record file was made by `create_example`. Raises: what opening a file raises."""
    with reading(path) as connection:
        return was_done(connection, "demo")


def _fill(connection: sqlite3.Connection) -> None:
    """One operation, as an import would write it."""
    labels: dict[str, str] = {}   # the data's own labels of visits -> typed ids
    with one_operation(connection, "demo") as now:
        for file, kind_key in ORDER:
            content = shipped.table(f"example/{file}.toml")
            for row in content[kind_key]:
                _add(now, kind_key, row, labels)
            for row in content.get("membership", ()):
                _spell(now, row)
            for row in content.get("rename", ()):
                _rename(now, row)


def _add(now: Change, kind_key: str, row: dict[str, Any], labels: dict[str, str]) -> None:
    kind, label = KINDS[kind_key], row.pop("ref", None)
    until = {key: row.pop(key) for key in ("until", "ended", "why") if kind_key == "member" and key in row}
    desk = _desk(now)
    record = write.add(now, desk, kind, settle(desk, kind, _drafted(row, labels)))
    if label:
        labels["@" + label] = record.code
    if until:
        membership.leave(now, record.ref, when(until["until"], today=WRITTEN_ON), until.get("ended"), until.get("why"))


def _drafted(row: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    return {key: _resolved(value, labels) for key, value in row.items()}


def _resolved(value: Any, labels: dict[str, str]) -> Any:
    """A draft's value with the data's own labels replaced, and pairs made of tables ({source, quote}, {name, source})."""
    if isinstance(value, list):
        return [_resolved(item, labels) for item in value]
    if isinstance(value, dict):
        return (_resolved(value["name"], labels), value["source"]) if "name" in value else (_resolved(value["source"], labels), value.get("quote"))
    return labels.get(value, value) if isinstance(value, str) else value


def _spell(now: Change, row: dict[str, Any]) -> None:
    desk = _desk(now)
    values = settle(desk, KINDS["membership"], _drafted(row, {}))
    membership.refuse_overlap(now.connection, values, 0)
    records.add(now, KINDS["membership"], write.create_named(now, desk, values))


def _rename(now: Change, row: dict[str, Any]) -> None:
    from alliancectl.actions.rename import rename

    desk = _desk(now)
    ref = desk.find("member", row["member"])
    rename(now, desk, ref, row["name"], when(row["on"], today=WRITTEN_ON))


def _desk(now: Change) -> Desk:
    desk = Desk(now.connection)
    desk.known.today = WRITTEN_ON
    return desk
