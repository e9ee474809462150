"""list and show: records of any kind as they stand, without what only writing needs."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.tree import does
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind, Record, missing_values
from alliancectl.kinds.types import Known
from alliancectl.store import records
from alliancectl.store.blocks import Selection
from alliancectl.text import Text

if TYPE_CHECKING:
    from alliancectl.actions.settle import Desk
    from alliancectl.reports.listing import Beside

REF = Param("ref", Text("编号，或准确的名称、别名", "an id, or an exact name or alias"), metavar="REF")
QUERY = Param("query", Text("要找的词：项:值、项:起..止、项:（空）、-项:值、“,”（或）、项+ 或 项-（排序）",
                            "words to find; field:value, field:a..b, field: (empty), -field:value, “,” (or), field+ or field- (sort)"),
              many=True, metavar="[QUERY...]")
_QUERIES: dict[str, tuple[str | Text, ...]] = {
    "member": (Text("alliancectl member list 巨化", "alliancectl member list juhua"), Text("alliancectl member list kind:企业 -rank:observer joined-", "alliancectl member list kind:enterprise -rank:observer joined-")),
    "visit": (Text("alliancectl visit list date:2025 level:省级", "alliancectl visit list date:2025 level:provincial"), "alliancectl visit list member:M3 headcount:10.. date-"),
    "follow_up": ("alliancectl follow-up list state:open due:..2026-06", Text("alliancectl follow-up list state:open due: , owner:秘书处", "alliancectl follow-up list state:open due: , due:..2026-06")),
    "capacity": (Text("alliancectl capacity list product:PVDC status:在产 amount-", "alliancectl capacity list product:PVDC status:operating amount-"), Text("alliancectl capacity list amount:1万吨..5万吨 as_of:2025", "alliancectl capacity list amount:10kt..50kt as_of:2025")),
}


def list_(kind: Kind) -> Command:
    """`KIND list [QUERY...]`: every standing record, or those that the query words mean."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.reports.listing import changed, listing, report

        personal = tuple(field.key for field in kind.fields if field.personal) if values.get("contacts") else ()
        with run.reading() as connection:
            known = run.known(connection)
            selection, remark = _selected(connection, kind, values.get("query") or (), known)
            listed = listing(selection, known, fields=(*_columns(run, kind), *personal), personal=bool(personal), beside=_beside(connection, kind))
            run.show(report(listed))
        run.say(*remark, *([CHANGED()] if changed(listed) else []))

    contacts = Param("contacts", Text("连同联系人、电话、邮箱", "with contact, phone and email"), ("--contacts",), switch=True)
    params = (QUERY, *((contacts,) if any(field.personal for field in kind.fields) else ()))
    return Command(does("list", kind), run, params, examples=_QUERIES.get(kind.key, ()))


WIDE = 160   # columns from which a terminal shows more of a record


def _columns(run: Run, kind: Kind) -> tuple[str, ...]:
    """The fields of a list: all but personal ones in CSV, so that who works in Excel loses nothing; more on a wide terminal."""
    if run.format == "csv" or (not run.format and (run.out or "").lower().endswith(".csv")):
        return (*kind.listed, *(field.key for field in kind.fields if not (field.personal or field.hidden or field.key in kind.listed)))
    return (*kind.listed, *kind.wide) if run.format in ("", "table") and run.on_terminal and run.columns() >= WIDE else kind.listed


CHANGED = Text("列出期间文件有改动：各条以读到时为准，要同一时刻的列表请再运行一次",
               "the file was written to meanwhile: each record is shown as it was when it was read; run it again for one state")


def _selected(connection: sqlite3.Connection, kind: Kind, words: Sequence[str], known: Known) -> tuple[Selection, tuple[str, ...]]:
    """The records to list, and a remark on those that may lie outside a period that was asked for."""
    if not words:
        return Selection(connection, kind), ()
    from alliancectl.store import search
    from alliancectl.values.query import query

    found = search.found(connection, kind, query(words, search.saved(connection)), known)
    selection = Selection(connection, kind, found.numbers)
    if not found.maybe:
        return selection, ()
    codes = " ".join(f"{kind.letter}{number}" for number in found.maybe[:10]) + (" …" if len(found.maybe) > 10 else "")
    return selection, (Text(f"其中 {len(found.maybe)} 条只是可能在所问的时段内：{codes}",
                            f"{len(found.maybe)} of them only may lie in the period asked for: {codes}")(),)


def _beside(connection: sqlite3.Connection, kind: Kind) -> Beside:
    """What stands beside the records of a list: the ranks of members, where there are any."""
    from alliancectl.reports.listing import ALONE, ranks

    spell = KINDS["membership"]
    if kind.key != "member" or records.newest(connection, spell) is None:
        return ALONE
    return ranks(lambda numbers: records.among(connection, spell, "member", numbers))


def show(kind: Kind) -> Command:
    """`KIND show REF`: one record whole, and what belongs to it."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.reports.card import card

        values = values if kind.key == "alliance" else named_at_terminal(run, kind, values)
        with run.reading() as connection:
            desk = run.desk(connection)
            record = only(connection, kind) if kind.key == "alliance" else found_by_ref(desk, kind, values)
            report = card(record, desk.known, records.pointing_at(connection, record))
        run.show(report)

    params = () if kind.key == "alliance" else (REF,)
    return Command(does("show", kind), run, params)


# ---- which record is meant ---------------------------------------------------------------------------------------


def named_at_terminal(run: Run, kind: Kind, values: Values) -> Values:
    """The values with REF asked for at a terminal where it is missing."""
    if values.get("ref") or not run.asks:
        return values
    from alliancectl.cli.wizard import filled, reference

    return filled(run, values, kind, (reference(kind),))


def found_by_ref(desk: Desk, kind: Kind, values: Values) -> Record:
    """The record that the argument REF means. Raises: MissingValue, NotFound, Ambiguous."""
    if not values.get("ref"):
        raise missing_values(kind, [kind.fields[0]._replace(key="REF", label=Text("编号或名称", "id or name"))])
    ref = desk.find_existing(kind, values["ref"])
    return records.standing(desk.connection, ref)


def only(connection: sqlite3.Connection, kind: Kind) -> Record:
    """The one record of a kind that has one."""
    return records.records(connection, kind)[0]
