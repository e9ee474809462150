"""Write what an import has read: what is new by being named first, then every item, each citing the file and its row."""

import marshal
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.actions import membership, write
from alliancectl.actions.importing.items import Item, Many, New
from alliancectl.actions.importing.reading import SPELLS, Read, Wanted
from alliancectl.actions.rename import rename
from alliancectl.actions.settle import Desk
from alliancectl.intake.problems import Place
from alliancectl.intake.source import Incoming
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Kind, Record, Ref
from alliancectl.store import bulk, records
from alliancectl.store.history import Change
from alliancectl.text import Text


class Written(NamedTuple):
    """What an import wrote: the ids of the first and the last new record ("" where none is new), what was created by being named,
    and how many members it marked as left.
    """

    first: str = ""
    last: str = ""
    created: tuple[Ref, ...] = ()
    left: int = 0


def save(now: Change, found: Read, wanted: Wanted, incoming: Incoming, progress: Callable[[int], None] | None = None) -> Written:
    """Write what was read. What only writing shows wrong is added to the problems; the caller refuses all of it then."""
    writer = _Writer(now, found, wanted, incoming)
    for ref, values in found.desk.made_here.items():
        try:
            writer.make(ref, values)
        except errors.Failure as failure:
            found.problems.add(Place(values[""], "", ref.name), failure)
            return Written()
    with bulk.indexes_apart(now.connection, found.many):
        _write(writer, found, progress)
    return writer.close()


def _write(writer: "_Writer", found: Read, progress: Callable[[int], None] | None) -> None:
    written = 0
    for at, item in enumerate(found.items):
        try:
            written += writer.write(item)
        except errors.Failure as failure:
            found.problems.add(Place(item.row), failure)
        if progress and (isinstance(item, Many) or at % 1000 == 0):
            progress(written)


class _Writer:
    """Writes items one by one, each with the file as its source."""

    def __init__(self, now: Change, found: Read, wanted: Wanted, incoming: Incoming) -> None:
        self.now, self.found, self.wanted, self.incoming = now, found, wanted, incoming
        self.kind = wanted.kind
        self.fields = frozenset(field.key for field in self.kind.fields)
        self.desk = Desk(now.connection, allow=wanted.allow)
        self.real: dict[int, Ref] = {}
        self.cites = "sources" in self.fields
        self._source: Ref | None = None
        self.numbers: list[int] = []     # of the first and the last new record
        self._claims: bulk.ClaimsWriter | None = None
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

    def write(self, item: Item) -> int:
        """Write one item; returns how many rows of the file it is. Raises: Failure."""
        if isinstance(item, Many):
            self._add_claims(bulk.Claims(*marshal.loads(item.claims)))
            return item.many
        if isinstance(item, New):
            self._add(item.row, item.values, item.number)
        else:
            self._edit(item.row, item.number, {key: self._real(value) for key, value in item.values.items()})
        return 1

    def _add(self, row: int, values: Mapping[str, Any], number: int | None) -> None:
        own = {key: self._real(value) for key, value in values.items()}
        if self.kind.key == "membership":
            membership.refuse_overlap(self.now.connection, own, 0)
        if self.cites:
            own |= self._citing(own.get("sources", ()), row)
        made = records.add(self.now, self.kind, {key: value for key, value in own.items() if key in self.fields and value is not None}, number=number)
        also = write.AFTER_ADD.get(self.kind.key)
        if also:
            also(self.now, made, own)
        if self.kind.key == "member" and own.get("left"):
            membership.leave(self.now, Ref("member", made, "M", str(own["name"])), own["left"], own.get("ended"))
        if not self.numbers:
            self.numbers.append(made)
        self.numbers[1:] = [made]

    def _add_claims(self, claims: bulk.Claims) -> None:
        if self._claims is None:
            self._claims = bulk.ClaimsWriter(self.now, self.source().id, self._place_words())
        first, last = self._claims.write(self._made(claims) if self.real else claims)
        if not self.numbers:
            self.numbers.append(first)
        self.numbers[1:] = [last]

    def _made(self, claims: bulk.Claims) -> bulk.Claims:
        """Claims with the numbers of what was made in place of those below zero."""
        sorts = [(number, tuple(self._number(cell) for cell in cells), tuple(self._number(part) for part in key), known)
                 for number, cells, key, known in claims.sorts]
        tolds = [(number, cells, tuple(self._number(source) for source in cited)) for number, cells, cited in claims.tolds]
        return claims._replace(sorts=sorts, tolds=tolds)

    def _number(self, cell: Any) -> Any:
        """The number of what was made; what only refused rows name was not."""
        return self.real[cell].id if isinstance(cell, int) and cell in self.real else cell

    def _edit(self, row: int, number: int, changes: dict[str, Any]) -> None:
        old = write.stands(self.now, self.kind, number)
        self._edit_spells(old, changes)
        own = {key: value for key, value in changes.items() if key in self.fields}
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

    def _citing(self, named: Sequence[Entry], row: int) -> dict[str, Any]:
        """What a new record cites: what its row names, then the file; in fields of its own where the kind has them and there is no more."""
        if not self.kind.own or len(named) > 1 or any(entry.extra is not None for entry in named):
            return {"sources": (*named, self._cited(row))}
        by, (file, place, number) = (one.fields for one in self.kind.field("sources").own)
        return {"sources": (), by[0]: named[0].value if named else None, file: self.source(), place: self._place_words(), number: row}

    def _place(self, row: int) -> str:
        return self._place_words().replace("|", str(row))

    def _place_words(self) -> str:
        """Where in the file something stands, in words; a | is for the number of the row."""
        word = {"row": Text("第 {row} 行", "row {row}"), "line": Text("第 {row} 行", "line {row}"), "item": Text("第 {row} 条", "item {row}")}
        return word[self.found.problems.row_word](row="|")

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
        if self._claims:
            self._claims.close()
        if self.wanted.mark_left:
            for member in self.found.missing:
                try:
                    membership.leave(self.now, member.ref, self.wanted.mark_left, None)
                    self.left += 1
                except errors.Failure as failure:
                    self.found.problems.add(Place(0, "", member.code), failure)
        codes = [f"{self.kind.letter}{number}" for number in self.numbers]
        return Written(codes[0] if codes else "", codes[-1] if codes else "", tuple(self.real.values()), self.left)
