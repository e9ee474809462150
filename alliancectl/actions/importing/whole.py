"""Settle an export in an empty file: the same records under the same ids and uids, or nothing; one operation."""

from __future__ import annotations

import re
from typing import Any

from alliancectl import errors
from alliancectl.actions import membership, write
from alliancectl.actions.settle import Desk, judge
from alliancectl.intake.export import Exported
from alliancectl.kinds import KINDS
from alliancectl.kinds.exported import values
from alliancectl.kinds.record import Kind, Record, Ref
from alliancectl.store import export, records
from alliancectl.store.history import Change
from alliancectl.text import Text

ALLOWED = frozenset({"duplicate-name", "no-source"})   # what was accepted once need not be accepted again
TOLD = 50                                              # problems that are named; all are counted
_BAD_ID = Text("缺失、重复或不合规", "it is missing, malformed or stands twice")


def restore(now: Change, exported: Exported) -> dict[str, int]:
    """Write everything that an export holds; returns how many records of each kind. The operation's note says where it came from.

    Raises: FileNotEmpty, RowsRefused with every problem.
    """
    filled = export.occupied(now.connection)
    if filled:
        raise errors.FileNotEmpty(kind=filled.plural)
    come = export.CAME_FROM.format(operation=exported.operation, digest=exported.digest)
    now.note = f"{come}\n{now.note}" if now.note else come
    writer = _Writer(now, exported)
    for kind in KINDS.values():
        writer.kind(kind)
    if writer.problems:
        raise errors.RowsRefused(writer.problems[:TOLD], len(writer.problems) - TOLD)
    return {kind: len(forms) for kind, forms in exported.kinds.items() if forms}


class _Writer:
    """Writes the records of an export, those that a kind points at found among the export's own."""

    def __init__(self, now: Change, exported: Exported) -> None:
        self.now, self.exported = now, exported
        self.problems: list[errors.Failure] = []
        self.uids: set[str] = set()
        self.refs = {kind.key: self._numbered(kind) for kind in KINDS.values()}

    def kind(self, kind: Kind) -> None:
        """Write the records of one kind, in the order of their ids; the lists first, since the others are read with them."""
        desk = _Desk(self.now, self.refs)   # anew: it remembers the lists
        held = {record.id: record for record in records.records(self.now.connection, kind)}
        for number, (place, form) in sorted(self.refs[kind.key].items()):
            try:
                self._write(desk, kind, number, form, held.pop(number, None))
            except errors.Failure as failure:
                self._problem(place, failure)
        for shipped in held.values():   # a list that this version ships and the export does not have
            records.remove(self.now, shipped)

    def _write(self, desk: Desk, kind: Kind, number: int, form: dict[str, Any], old: Record | None) -> None:
        found = values(kind, form, desk.known)
        judge(desk, kind, found)
        missing = [field for field in kind.fields if field.required and field.key not in found]
        if missing:
            raise errors.BrokenExport(path=self.exported.name, place=missing[0].key, reason=Text("缺这一项", "it is missing"))
        uid = self._uid(form)
        if old:
            records.edit(self.now, old, {field.key: found.get(field.key) for field in kind.fields if not field.hidden or field.key in found})
            self.now.update(kind.key, number, {"uid": uid})
            return
        if kind.key == "membership":
            membership.refuse_overlap(self.now.connection, found, 0)
        write.refuse_clashes(self.now.connection, desk, kind, found)
        records.add(self.now, kind, found, number=number, uid=uid)

    def _uid(self, form: dict[str, Any]) -> str:
        uid = str(form.get("uid"))
        if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uid) or uid in self.uids:
            raise errors.BrokenExport(path=self.exported.name, place="uid", reason=_BAD_ID)
        self.uids.add(uid)
        return uid

    def _numbered(self, kind: Kind) -> dict[int, tuple[str, dict[str, Any]]]:
        """The forms of a kind by their number; ids that are none, or stand twice, are problems."""
        found: dict[int, tuple[str, dict[str, Any]]] = {}
        for place, form in self.exported.kinds[kind.key]:
            code = re.fullmatch(rf"{kind.letter}([1-9]\d{{0,14}})", str(form.get("id")), re.ASCII)
            if not code or int(code[1]) in found:
                self._problem(place, errors.BrokenExport(path=self.exported.name, place="id", reason=_BAD_ID))
                continue
            found[int(code[1])] = (place, form)
        return found

    def _problem(self, place: str, failure: errors.Failure) -> None:
        where = f"{self.exported.name} {place}" + (f" {failure.field}" if failure.field else "")
        self.problems.append(errors.RowProblem(failure.code, where=where, reason=failure.says(), remedy=failure.mend(), file=self.exported.name))


class _Desk(Desk):
    """A desk at which references are ids of the export itself, whether their record is written already or not."""

    def __init__(self, now: Change, refs: dict[str, dict[int, tuple[str, dict[str, Any]]]]) -> None:
        super().__init__(now.connection, allow=ALLOWED)
        self.refs = refs

    def find(self, kind_key: str, text: str) -> Ref:
        """The record of that id in the export. Raises: NotFound."""
        kind = KINDS[kind_key]
        number = kind.number(text) or 0
        if number not in self.refs[kind_key]:
            raise errors.NotFound(kind=kind.label, text=text, hint=Text("导出的文件中没有它", "the export does not have it")())
        return Ref(kind_key, number, kind.letter, str(self.refs[kind_key][number][1].get(kind.titled) or ""))
