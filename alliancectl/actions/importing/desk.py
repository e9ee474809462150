"""Where an import's drafts are settled: references by exact name only, what is unknown counted or made, values read once."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from alliancectl import errors
from alliancectl.actions.settle import Desk, judge, source_given
from alliancectl.intake.asides import is_total
from alliancectl.intake.drafts import Draft
from alliancectl.intake.fields import ENDED, LEFT
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Field, Kind, Ref, missing_values
from alliancectl.kinds.types import Quantity
from alliancectl.store import records
from alliancectl.text import Text
from alliancectl.values.names import fold, name, near, similar

HINTS = 20               # unknown names for which a likeness is looked for: it costs a comparison with every name
TITLE = 200              # characters of a name
SIGNS = "、；;，,/|"       # what people put between several values of a cell
ENUMERATING = "、；;"     # of these, what stands in no name
CACHED = 20_000          # values and names kept; more are read anew

Problem = tuple[str, errors.Failure]   # the field's key, "" for the whole row


class ImportDesk(Desk):
    """A desk for many drafts. What `create` allows to be made stands as a reference with a negative id until it is written."""

    def __init__(self, connection: sqlite3.Connection, *, allow: frozenset[str], create: Iterable[str] = (),
                 dates: Iterable[str] = (), separator: str | None = None) -> None:
        super().__init__(connection, allow=allow)
        dates = frozenset(dates)
        self.known.order = "mdy" if "mdy" in dates else "dmy" if "dmy" in dates else None
        self.months = "my" if "my" in dates else "md" if "md" in dates else None
        self.separator = separator                              # what the user said parts the values of a cell
        self.create = frozenset(create)
        self.made_here: dict[Ref, dict[str, Any]] = {}          # the values of what is to be made, and under "" the row that named it first
        self.row = 0                                            # the row that is read, the first to name something new
        self.scoped = records.scoped_aliases(connection)        # whether a name may mean something in one source only
        self.file: int | None = None                            # the source that stands for the file, where it is known
        self._by_key: dict[tuple[str, int | None, str], Ref] = {}
        self._near: dict[tuple[str, int | None, str], Ref] = {}      # what is to be made, by what it is likely the same as
        self._found: dict[tuple[str, str, int | None, int | None], Ref | errors.Failure] = {}
        self._hints = 0

    def find(self, kind_key: str, text: str) -> Ref:
        """The record of that id or exact name, or one to be made. Raises: UnknownName, Ambiguous, DuplicateName."""
        key = (kind_key, text, self.owner if KINDS[kind_key].scope else None, self.source)
        found = self._found.get(key)
        if found is None:
            try:
                found = self._look_up(KINDS[kind_key], text, key[2])
            except errors.Failure as failure:
                found = failure
            if len(self._found) < CACHED:
                self._found[key] = found
        if isinstance(found, errors.Failure):
            raise found.with_traceback(None)   # else the cached one would keep the trace of every row
        return found

    def known_file(self, sha256: str) -> None:
        """The file that is read has that digest: what only it calls something is understood where a row cites nothing else."""
        if self.scoped:
            known = records.having(self.connection, KINDS["source"], "sha256", sha256)
            self.file = self.source = known[0].id if known else None

    def forget(self) -> None:
        """All is read: of what was looked up only what is to be made is asked for again."""
        for known in (self._by_key, self._near, self._found):
            known.clear()

    def begin(self, draft: Mapping[str, Any]) -> None:
        """A draft begins: nothing of the last one counts any more; the source whose own names count is the first that it cites, else the file."""
        self.owner = self.known.unit = None
        self.source = (source_given(self, draft) or self.file) if self.scoped else None

    def exact(self, kind: Kind, text: str) -> list[Ref]:
        """What a text names without doubt; a source by its address too, and all as this program's own lists show them: ``M1 巨化集团``."""
        found = super().exact(kind, text) or (records.having(self.connection, kind, "url", text) if kind.key == "source" else [])
        code, _, rest = text.partition(" ")
        if found or not rest or not kind.number(code):
            return found
        return [ref for ref in super().exact(kind, code) if ref.name == rest]

    def _look_up(self, kind: Kind, text: str, owner: int | None) -> Ref:
        found = self.exact(kind, text)
        if len(found) > 1:
            raise errors.Ambiguous(text=text, kind=kind.label, candidates=Text("、", ", ")().join(f"{ref.code} {ref.name}" for ref in found[:9]))
        if found:
            return found[0] if found[0].id else self._placed(kind, found[0].name, owner, self.new.pop((kind.key, fold(found[0].name))))
        known = self._by_key.get((kind.key, owner, fold(text)))
        if known:
            return known
        if is_total(text):   # never one to be made, nor a spelling to be checked
            raise errors.TotalsRow(text=text)
        if kind.key in self.create and kind.number(text) is None:
            return self._made(kind, text, owner)
        raise errors.UnknownName(kind=kind.label, text=text, noun=kind.noun, key=kind.key, hint=self._likeness(kind, text))

    def _made(self, kind: Kind, text: str, owner: int | None) -> Ref:
        if kind.key == "source" and text.startswith(("http://", "https://")):
            return self._made_of_url(kind, text)
        written = name(text, id_letters=kind.letter)
        if "duplicate-name" not in self.allow:
            for like in records.nearly(self.connection, kind, written, owner=owner):
                raise errors.DuplicateName(name=written, known=f"{like.code} {like.name}", code=like.code, noun=kind.noun)
            first = self._near.get((kind.key, owner, near(written)))
            if first:
                raise errors.DuplicateInFile(name=written, other=first.name, row=self.made_here[first][""])
        values: dict[str, Any] = {kind.titled: written}
        if kind.scope:
            if owner is None:
                raise errors.SiteOfNobody(kind=kind.label, text=text)
            values[kind.scope] = Ref(kind.scope, owner, KINDS[kind.scope].letter, "")
        return self._placed(kind, written, owner, values)

    def _made_of_url(self, kind: Kind, url: str) -> Ref:
        """A source that is given as its address, which may be longer than a title."""
        title = url if len(url) <= TITLE else url[:TITLE - 1] + "…"
        return self._placed(kind, title, None, {kind.titled: title, "url": url}, url)

    def _placed(self, kind: Kind, written: str, owner: int | None, values: dict[str, Any], called: str = "") -> Ref:
        ref = Ref(kind.key, -len(self.made_here) - 1, kind.letter, written)
        self.made_here[ref] = {**values, "": self.row}
        self._by_key[kind.key, owner, fold(called or written)] = ref
        self._near.setdefault((kind.key, owner, near(written)), ref)
        return ref

    def _likeness(self, kind: Kind, text: str) -> str:
        self._hints += 1
        if self._hints > HINTS:
            return ""
        numbers = {known: number for number, known in records.names(self.connection, kind)}
        close = [f"{kind.letter}{numbers[known]} {known}" for known in similar(text, numbers, 1)]
        return Text("（是不是 {close}？）", " (did you mean {close}?)")(close=close[0]) if close else ""


class Reader:
    """Settles drafts of one kind; the same text in the same field is read once."""

    def __init__(self, desk: ImportDesk, kind: Kind) -> None:
        self.desk, self.kind = desk, kind
        self.fields = (*kind.fields, *kind.also, *((LEFT, ENDED_AS) if kind.key == "member" else ()))
        self._read: dict[tuple[Any, ...], Any] = {}
        self._product: Ref | None = None   # of the draft that is read: its amount may be the first that is stated of it

    def values(self, draft: Draft, *, partial: bool = False) -> tuple[dict[str, Any], list[Problem]]:
        """The values of a draft, and its problems by field. With `partial` nothing is required and no default is filled in."""
        desk = self.desk
        problems: list[Problem] = []
        typed = {key: text for key, text in draft.values.items() if key != "id"}
        if not partial and self.kind.meant:
            typed = dict(self.kind.meant(typed))
        desk.begin(typed)
        values: dict[str, Any] = {}
        missing: list[Field] = []
        for field in self.fields:
            text = typed.get(field.key)
            if text in (None, [], ()) and not partial:
                text = field.default if field in self.kind.fields else None
            if text in (None, [], ()):
                if field.required and not partial:
                    missing.append(field)
                continue
            try:
                values[field.key] = self._value(field, text)
            except errors.Failure as failure:
                if not (isinstance(failure, errors.SiteOfNobody) and any(key == "member" for key, _ in problems)):   # which says it already
                    problems.append((field.key, failure))
            self._remember(field, values.get(field.key))
        faulty = {key for key, _ in problems}
        if missing and not draft.faults:
            problems.append(("", missing_values(self.kind, missing)))
        if not faulty and not missing and not partial and not draft.faults:   # a cell that cannot be read is no missing one
            self._judge(values, problems)
        return values, problems

    def _value(self, field: Field, text: Any) -> Any:
        if not field.many:
            return self.one(field, str(text))
        items = [text] if isinstance(text, str) else text
        one = self._one_of_cell if len(items) == 1 and not self.desk.separator else self.one
        entries: list[Entry] = []
        failures: list[errors.Failure] = []
        for item in items:
            value, beside = (item, None) if isinstance(item, str) else item
            try:
                extra = self.one(field.extra, str(beside)) if field.extra and beside else None
                entries.append(Entry(one(field, value), extra))
            except errors.Failure as failure:
                failures.append(failure)
        if failures:
            raise failures[0] if len(failures) == 1 else errors.SeveralProblems(failures)
        return tuple(dict.fromkeys(entries))

    def _one_of_cell(self, field: Field, text: str) -> Any:
        """The one value of a cell that was not taken apart.

        Raises: SeveralInCell where it is known for nothing, but each of its parts is, or would be made as one name.
        """
        kind = field.type.reference
        if kind in self.desk.create and kind != "source":   # a title may hold anything
            sign = next((sign for sign in ENUMERATING if sign in text), None)
            if sign and not self.desk.exact(KINDS[kind], text):
                raise errors.SeveralInCell(sign=sign)
        try:
            return self.one(field, text)
        except (errors.UnknownName, errors.NotAChoice):
            sign = next((sign for sign in SIGNS if self._knows_each(field, text.split(sign))), None)
            if sign is None:
                raise
            raise errors.SeveralInCell(sign=sign) from None

    def _knows_each(self, field: Field, texts: Iterable[str]) -> bool:
        """Whether these are several values, each of them known."""
        parts = [text.strip() for text in texts if text.strip()]
        if len(parts) < 2:
            return False
        try:
            for part in parts:
                self.one(field, part)
        except errors.Failure:
            return False
        return True

    def one(self, field: Field, text: str) -> Any:
        """The value of one text. Raises: Failure."""
        desk = self.desk
        if field.type.reference:   # which the desk remembers itself
            return field.type.parse(text, desk.known)
        key = (field.key, text, desk.known.unit if isinstance(field.type, Quantity) else None, desk.source)
        found = self._read.get(key)
        if found is None:
            try:
                found = field.type.parse(text, desk.known)
            except errors.AmbiguousDate as unclear:
                found = self._month_and_number(field, text) or unclear
            except errors.Failure as failure:
                found = failure
            if len(self._read) < CACHED and len(text) < 100:
                self._read[key] = found
        if isinstance(found, errors.Failure):
            raise found.with_traceback(None)
        return found

    def _month_and_number(self, field: Field, text: str) -> Any:
        """Oct-12 in the order the user gave: *my*, October 2012; *md*, 12 October. The words stay as written."""
        found = re.fullmatch(r"\s*([A-Za-z]{3,9})\.?[-' /](\d{2})\s*", text)
        if not found or self.desk.months is None:
            return None
        year = int(found[2]) + (1900 if int(found[2]) > 68 else 2000)    # the century as POSIX has it
        read = f"{found[1]} {year}" if self.desk.months == "my" else f"{int(found[2])} {found[1]}"
        return field.type.parse(read, self.desk.known)._replace(text=text)

    def _remember(self, field: Field, value: Any) -> None:
        """The member whose sites are meant, the unit of the product's bare numbers; a new product gets that of its first amount."""
        desk = self.desk
        if field.key == "member" and isinstance(value, Ref):
            desk.owner = value.id
        if field.key == "product" and isinstance(value, Ref):
            desk.known.unit = self.unit_of(value)
            self._product = value
        if field.key == "amount" and value is not None and value.unit and self._product and self._product.id < 0:
            desk.made_here[self._product].setdefault("unit", value.unit)

    def unit_of(self, product: Ref) -> str | None:
        """The unit that a bare number of a product is measured in; None where nobody has said."""
        if product.id < 0:
            return None   # nobody has said what a bare number of it is measured in: an earlier row of the file is no word
        key = ("unit of", product.id)
        if key not in self._read:
            found = records.record(self.desk.connection, KINDS["product"], product.id)
            self._read[key] = found["unit"] if found else None
        unit: str | None = self._read[key]
        return unit

    def _judge(self, values: dict[str, Any], problems: list[Problem]) -> None:
        try:
            judge(self.desk, self.kind, values)
        except errors.Failure as failure:
            problems.append(("", failure))


ENDED_AS = KINDS["membership"].field(ENDED.key)


def number_of(kind: Kind, text: str) -> int:
    """The number in a typed id. Raises: NotAnId."""
    number = kind.number(text)
    if not number:
        raise errors.NotAnId(text=text[:60], kind=kind.label, letter=kind.letter)
    return number
