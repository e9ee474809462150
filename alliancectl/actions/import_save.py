"""Write what an import has read: what is new by being named first, then every item, each citing the file and its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from alliancectl.actions import membership, write
from alliancectl.actions.import_ import SPELLS, Read, Wanted
from alliancectl.actions.import_claims import COLUMNS
from alliancectl.actions.rename import rename
from alliancectl.actions.settle import Desk
from alliancectl.errors import Failure
from alliancectl.intake.problems import Place
from alliancectl.intake.source import Incoming
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Kind, Record, Ref
from alliancectl.store import records
from alliancectl.store.history import Change
from alliancectl.store.series import make_series
from alliancectl.text import Text


class Written(NamedTuple):
    """What an import wrote: ids of new records, numbers of changed ones, what was created by being named."""

    first: str = ""
    last: str = ""
    created: tuple[Ref, ...] = ()
    left: int = 0


def save(now: Change, found: Read, wanted: Wanted, incoming: Incoming, progress: Callable[[int], None] | None = None) -> Written:
    """Write what was read. What only writing shows wrong is added to the problems; the caller refuses all of it then."""
    writer = _Writer(now, found, wanted, incoming)
    for ref, values in found.desk.made_here.items():
        writer.make(ref, values)
    for at, item in enumerate(found.items):
        try:
            writer.write(item)
        except Failure as failure:
            found.problems.add(Place(item[1]), failure)
        if progress and at % 1000 == 0:
            progress(at)
    return writer.close()


class _Writer:
    """Writes items one by one, each with the file as its source."""

    def __init__(self, now: Change, found: Read, wanted: Wanted, incoming: Incoming) -> None:
        self.now, self.found, self.wanted, self.incoming = now, found, wanted, incoming
        self.kind = wanted.kind
        self.desk = Desk(now.connection, allow=wanted.allow)
        self.real: dict[int, Ref] = {}
        self.cites = any(field.key == "sources" for field in self.kind.fields)
        self._source: Ref | None = None
        self.numbers: list[int] = []
        self.made_series: dict[int, int] = {}
        self.left = 0

    def make(self, ref: Ref, values: dict[str, Any]) -> None:
        """Create what came into being by being named."""
        kind = KINDS[ref.kind]
        own = {key: self._real(value) for key, value in values.items() if key}
        if any(field.key == "sources" for field in kind.fields):
            own["sources"] = (self._cited(values[""]),)
        own = write.with_defaults(kind, own)
        if self.kind.key == "membership" and ref.kind == "member":   # its spells come from the file, none is to be assumed
            self.real[ref.id] = ref._replace(id=records.add(self.now, kind, own))
            return
        self.real[ref.id] = write.add(self.now, self.desk, kind, own).ref

    def write(self, item: tuple[Any, ...]) -> None:
        """Write one item. Raises: Failure."""
        what, row, *rest = item
        if what == "claims":
            self._add_claims(rest[0])
        elif what == "new":
            self._add(row, rest[0], rest[1])
        else:
            self._edit(row, rest[0], {key: self._real(value) for key, value in rest[1].items()})

    def _add(self, row: int, values: Mapping[str, Any], number: int | None) -> None:
        own = {key: self._real(value) for key, value in values.items()}
        if self.kind.key == "membership":
            membership.refuse_overlap(self.now.connection, own, 0)
        if self.cites:
            own["sources"] = (*own.get("sources", ()), self._cited(row))
        made = records.add(self.now, self.kind, {key: value for key, value in own.items() if key in self._fields}, number=number)
        also = write.AFTER_ADD.get(self.kind.key)
        if also:
            also(self.now, made, own)
        if self.kind.key == "member" and own.get("left"):
            membership.leave(self.now, Ref("member", made, "M", str(own["name"])), own["left"], own.get("ended"))
        if not self.numbers:
            self.numbers.append(made)
        self.numbers[1:] = [made]

    def _add_claims(self, batch: list[tuple[Any, ...]]) -> None:
        """A batch of claims as their cells: (row, series, cells, sources)."""
        places = [COLUMNS.index(name) for name in ("member", "site", "product")]
        file = self.source().id
        rows: list[tuple[Any, ...]] = []
        cited: list[tuple[Any, ...]] = []
        for _, series, cells, _ in batch:
            if self.real:
                cells = list(cells)
                for at in places:
                    if cells[at] is not None and cells[at] < 0:
                        cells[at] = self.real[cells[at]].id
            rows.append((*cells, series if series > 0 else self._series(series)))
        first = self.now.insert_many("capacity", (*COLUMNS, "series"), rows)
        for number, (row, _, _, sources) in enumerate(batch, first):
            cited += [(number, source if source > 0 else self.real[source].id, None) for source in sources]
            cited.append((number, file, self._place(row)))
        self.now.insert_many("capacity_source", ("capacity", "source", "quote"), cited)
        if not self.numbers:
            self.numbers.append(first)
        self.numbers[1:] = [first + len(rows) - 1]

    def _series(self, placed: int) -> int:
        """The number of a series that is to be made, made when it is first met."""
        found = self.made_series.get(placed)
        if found is None:
            key = tuple(self.real[part].id if isinstance(part, int) and part < 0 else part for part in self.found.series[-placed - 1])
            found = self.made_series[placed] = make_series(self.now.connection, key)
        return found

    @property
    def _fields(self) -> frozenset[str]:
        return frozenset(field.key for field in self.kind.fields)

    def _edit(self, row: int, number: int, changes: dict[str, Any]) -> None:
        old = write.stands(self.now, self.kind, number)
        self._edit_spells(old, changes)
        own = {key: value for key, value in changes.items() if key in self._fields}
        if self.kind.named and self.kind.titled in own:
            old = rename(self.now, self.desk, old.ref, own.pop(self.kind.titled))
        if self.cites:
            held = own.get("sources", old.values.get("sources", ()))
            cited = self._cited(row)
            if cited.value.id not in [entry.value.id for entry in held]:
                own["sources"] = (*held, cited)
        if own:
            write.edit(self.now, self.desk, old, own)

    def _edit_spells(self, old: Record, changes: Mapping[str, Any]) -> None:
        if self.kind.key != "member" or not any(key in changes for key in SPELLS):
            return
        first = membership.spells(self.now.connection, old.id)[0]
        edits = {to: changes[key] for key, to in (("joined", "since"), ("approved_by", "approved_by")) if key in changes}
        if edits:
            write.edit(self.now, self.desk, first, edits)
        if "left" in changes:
            membership.leave(self.now, old.ref, changes["left"], changes.get("ended"))

    def _cited(self, row: int) -> Entry:
        return Entry(self.source(), self._place(row))

    def _place(self, row: int) -> str:
        word = {"row": Text("第 {row} 行", "row {row}"), "line": Text("第 {row} 行", "line {row}"), "item": Text("第 {row} 条", "item {row}")}
        return word[self.found.problems.row_word](row=row)

    def source(self) -> Ref:
        """The source that stands for the file: known by its digest, else made."""
        if self._source is None:
            kind = KINDS["source"]
            known = records.having(self.now.connection, kind, "sha256", self.incoming.sha256)
            self._source = known[0] if known else self._make_source(kind)
        return self._source

    def _make_source(self, kind: Kind) -> Ref:
        title = self.incoming.name
        if records.by_name(self.now.connection, kind, title) or len(title) < 3:
            title = f"{title} (sha256 {self.incoming.sha256[:8]})"
        values = {"title": title[:200], "kind": "other", "file": self.incoming.path or None, "sha256": self.incoming.sha256}
        number = records.add(self.now, kind, {key: value for key, value in values.items() if value})
        return Ref("source", number, kind.letter, title)

    def _real(self, value: Any) -> Any:
        """A value with every reference to something new replaced by what was made."""
        if isinstance(value, Ref):
            return self.real[value.id] if value.id < 0 else value
        if isinstance(value, tuple) and value and isinstance(value[0], Entry):
            return tuple(Entry(*(self._real(part) for part in entry)) for entry in value)
        return value

    def close(self) -> Written:
        """Mark those who left, where asked, and say what was written."""
        if self.wanted.mark_left:
            for member in self.found.missing:
                try:
                    membership.leave(self.now, member.ref, self.wanted.mark_left, None)
                    self.left += 1
                except Failure as failure:
                    self.found.problems.add(Place(0, "", member.code), failure)
        codes = [f"{self.kind.letter}{number}" for number in self.numbers]
        return Written(codes[0] if codes else "", codes[-1] if codes else "", tuple(self.real.values()), self.left)
