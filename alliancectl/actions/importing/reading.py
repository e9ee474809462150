"""Read a file against the records: what each of its rows would write, and everything that is wrong with it. Nothing is written."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.actions import write
from alliancectl.actions.importing import match
from alliancectl.actions.importing.claims import BLOCK, ClaimsReader
from alliancectl.actions.importing.desk import ImportDesk, Reader
from alliancectl.actions.importing.items import Edited, Item, New, Refused
from alliancectl.actions.importing.match import Matcher
from alliancectl.actions.importing.spool import Spool
from alliancectl.actions.importing.used import used
from alliancectl.intake.drafts import Draft, Drafts
from alliancectl.intake.problems import Place, Problems
from alliancectl.intake.rows import Row
from alliancectl.intake.source import Incoming
from alliancectl.kinds.record import Kind, Record
from alliancectl.kinds.types import Known
from alliancectl.store import bulk, records
from alliancectl.text import Text, language
from alliancectl.values.names import fold, near, similar
from alliancectl.values.when import When

LISTED = 200     # changes that are kept word by word for the echo; all are counted
SPELLS = ("joined", "rank", "approved_by", "left")


class Wanted(NamedTuple):
    """What the user asks of an import."""

    kind: Kind
    allow: frozenset[str] = frozenset()
    create: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()      # mdy or dmy for 6/7/11, my or md for Oct-12
    update: bool = False
    mark_left: When | None = None
    skip_bad: bool = False
    dry_run: bool = False


class Read:
    """A file read against the records: what would be written, and everything that is wrong."""

    def __init__(self, desk: ImportDesk, problems: Problems, stamp: int) -> None:
        self.desk, self.problems, self.stamp = desk, problems, stamp
        self.items: Spool[Item] = Spool()
        self.bad: Spool[Refused] = Spool()
        self.new = self.changed = self.same = 0
        self.many = 0                              # of the new ones, those that came the short way
        self.repeated: list[int] = []              # rows that say what an earlier row said
        self.changes: list[tuple[str, list[tuple[str, str, str]]]] = []   # record, (field, old, new)
        self.joined: list[str] = []                # members whom a later edition of a list names for the first time
        self.missing: list[Record] = []            # members now whom the list does not name
        self.renamed: list[tuple[str, str]] = []   # (a missing member, a new name that is like it)
        self.skipped: dict[str, list[int]] = {}
        self.header: tuple[str, ...] = ()
        self.rows = 0


def read(connection: sqlite3.Connection, drafts: Drafts, wanted: Wanted, incoming: Incoming,
         progress: Callable[[int], None] | None = None) -> Read:
    """Everything a file says, against the records as they are. Raises: what intake raises for the file as a whole."""
    desk = ImportDesk(connection, allow=wanted.allow, create=wanted.create, dates=wanted.dates, separator=drafts.options.separator)
    desk.known_file(incoming.sha256)
    found = Read(desk, Problems(incoming.name, drafts.table.sheet, drafts.table.row_word), bulk.newest_operation(connection))
    reader = _Rows(found, wanted, incoming, drafts)
    if wanted.kind.key == "capacity":
        _read_claims(found, reader, drafts, wanted, incoming, progress)
    else:
        for row in drafts.rows:
            desk.row = row.number
            found.rows += 1
            if progress and found.rows % 1000 == 0:
                progress(found.rows)
            reader.take_row(row)
    reader.close()
    desk.forget()
    if len(found.bad):
        desk.made_here = used(desk.made_here, found.items)
    return found


def _read_claims(found: Read, rows: "_Rows", drafts: Drafts, wanted: Wanted, incoming: Incoming, progress: Callable[[int], None] | None) -> None:
    claims = ClaimsReader(rows.reader, found.desk, drafts, incoming.name, found.items, rows.take_row, keyed=bool(wanted.key))
    for block in drafts.blocks(BLOCK):
        claims.take(block)
        if progress:
            progress(claims.rows)
    found.rows, found.new, found.same, found.many = claims.rows, found.new + claims.new, found.same + claims.same, claims.new


class _Rows:
    """Takes drafts one by one."""

    def __init__(self, found: Read, wanted: Wanted, incoming: Incoming, drafts: Drafts) -> None:
        self.found, self.wanted, self.drafts = found, wanted, drafts
        self.kind = wanted.kind
        self.reader = Reader(found.desk, wanted.kind)
        self.matcher = Matcher(found.desk.connection, wanted.kind, wanted.key, incoming.name)
        self.seen: dict[Any, tuple[int, int]] = {}      # key or number -> (row, what it said)
        self.names: dict[tuple[Any, ...], tuple[int, str]] = {}   # (near name, owner) or (field, value) -> row, name
        self.known: set[int] = set()                    # the records that the file speaks of
        self.bad_row = 0
        self.new_names: list[str] = []

    def take_row(self, row: Row) -> None:
        """The drafts of a row."""
        for draft in self.drafts.drafts(row):
            self.take(draft)

    def take(self, draft: Draft) -> None:
        """One draft: new, changed, the same, or wrong."""
        failures = list(draft.faults)
        by_id = draft.values.get("id") is not None
        values, problems = self.reader.values(draft, partial=False)
        if by_id and problems:
            values, problems = self._known_by_id(draft, values, problems)
        failures += [(self._header(draft, key), self._shown(draft, key), failure) for key, failure in problems]
        if failures:
            failures = self._instead(draft, failures)
        else:
            try:
                self._settled(draft, values)
                return
            except errors.Failure as failure:
                failures.append(("", self.kind.title(values), failure))
        for header, text, problem in failures:
            self.found.problems.add(Place(draft.row.number, header, text), problem)
        self._keep_bad(draft)

    def _instead(self, draft: Draft, failures: list[tuple[str, str, errors.Failure]]) -> list[tuple[str, str, errors.Failure]]:
        """The failures of a draft's values; where its row is no record at all, that alone."""
        other = self.drafts.no_record(draft.row)
        if isinstance(other, errors.TotalsRow) or (other and any(isinstance(failure, errors.MissingValue) for _, _, failure in failures)):
            return [("", str(other.slots["text"]), other)]
        return failures

    def _known_by_id(self, draft: Draft, values: dict[str, Any], problems: Any) -> Any:
        """A row that names a record by its id need not say again what is known."""
        try:
            there = self.matcher.number(draft.values["id"], values)[1]
        except errors.Failure:
            return values, problems
        return self.reader.values(draft, partial=True) if there else (values, problems)

    def _settled(self, draft: Draft, values: dict[str, Any]) -> None:
        """Put a row without problems where it belongs. Raises: Failure."""
        found = self.found
        self.matcher.source = found.desk.source
        number, there = self.matcher.number(draft.values.get("id"), values)
        if self._repeats(draft, values, number):
            return
        if not there:
            no_name = self.drafts.no_name(draft.row) if self.kind.named else None
            if no_name:
                raise no_name
            self._refuse_clashes(values, draft.row.number)
            found.items.append(New(draft.row.number, values, number))
            found.new += 1
            if self.kind.named and len(self.new_names) < 5000:
                self.new_names.append(self.kind.title(values))
            return
        assert number is not None
        self.known.add(number)
        self._compare(draft, values, number)

    def _compare(self, draft: Draft, values: dict[str, Any], number: int) -> None:
        found, connection = self.found, self.found.desk.connection
        old = records.record(connection, self.kind, number)
        assert old is not None
        changed = match.differences(old, values, draft.values)
        if self.kind.key == "member":
            changed |= match.spell_differences(connection, number, values, draft.values)
        if not changed:
            found.same += 1
            return
        told = [self._told(old, key, value) for key, value in changed.items()]
        if not self.wanted.update and not self.wanted.dry_run:
            raise errors.WouldChange(record=f"{old.code} {old.ref.name}", changes="; ".join(" ".join((name, a, "→", b)) for name, a, b in told))
        if "rank" in changed and self.wanted.update:
            _, before, after = told[list(changed).index("rank")]
            raise errors.RankNeedsDate(member=f"{old.code} {old.ref.name}", code=old.code, old=before, new=after, key=changed["rank"])
        found.changed += 1
        if len(found.changes) < LISTED:
            found.changes.append((f"{old.code} {old.ref.name}", told))
        found.items.append(Edited(draft.row.number, number, changed))

    def _told(self, old: Record, key: str, value: Any) -> tuple[str, str, str]:
        """A change in words: field, old, new; personal fields without their values."""
        field = next(field for field in self.reader.fields if field.key == key)
        if field.personal:
            return field.label(), "***", "***"
        desk = self.found.desk
        held = match.spell_told(desk.connection, old.id, key) if key in SPELLS and self.kind.key == "member" else old.values.get(key)
        return field.label(), _shown(field, held, desk.known), _shown(field, value, desk.known)

    def _repeats(self, draft: Draft, values: Mapping[str, Any], number: int | None) -> bool:
        """Whether an earlier row said the same of the same record. Raises: SameKey when it said something else."""
        if self.kind.key == "capacity" and draft.values.get("id") is None and not self.wanted.key:
            return False   # claims may contradict each other within one file too, where nobody says what tells them apart
        key = number if number is not None else self.matcher.told(values)
        said = hash(fold(repr(sorted(draft.values.items(), key=lambda item: item[0]))))
        before = self.seen.setdefault(key, (draft.row.number, said))
        if before[0] == draft.row.number and before[1] == said:
            return False
        if before[1] == said:
            self.found.repeated.append(draft.row.number)
            return True
        raise errors.SameKey(row=before[0], key=Text("、", ", ")().join(self.matcher.key) if number is None else f"{self.kind.letter}{number}")

    def _refuse_clashes(self, values: Mapping[str, Any], row: int) -> None:
        """A name or code that a record has, or nearly has, or an earlier row of the file."""
        desk = self.found.desk
        own = {field.key: values[field.key] for field in self.kind.fields if field.key in values}
        write.refuse_clashes(desk.connection, desk, self.kind, own)
        if not self.kind.named:
            return
        owner = values[self.kind.scope].id if self.kind.scope else None
        name = self.kind.title(values)
        unique: list[tuple[Any, ...]] = [("unique", field.key, str(own[field.key])) for field in self.kind.fields if field.unique and field.key in own]
        for key in (("near", near(name), owner), *unique):
            before, other = self.names.setdefault(key, (row, name))
            if before != row and key[0] == "unique":
                raise errors.SameInFile(label=self.kind.field(key[1]).label, value=key[2], row=before, other=other)
            if before != row and "duplicate-name" not in desk.allow:
                raise errors.DuplicateInFile(name=name, other=other, row=before)

    def _header(self, draft: Draft, key: str) -> str:
        layout = self.drafts.layout(draft.row.header)
        for column in layout.columns:
            if column.field.key == key:
                return column.header
        return next((column.header for column in layout.unfolded if key == "amount"), key)

    def _shown(self, draft: Draft, key: str) -> str:
        field = next((field for field in self.reader.fields if field.key == key), None)
        value = draft.values.get(key, "")
        if field is None or field.personal:
            return ""
        return "; ".join(part if isinstance(part, str) else str(part[0]) for part in value) if isinstance(value, list) else str(value)[:500]

    def _keep_bad(self, draft: Draft) -> None:
        if self.wanted.skip_bad and self.bad_row != draft.row.number:
            self.bad_row = draft.row.number
            self.found.bad.append(Refused(draft.row.number, draft.row.header, list(draft.row.cells)))

    def close(self) -> None:
        """What only the whole file shows: who is missing from a later edition of a list."""
        found = self.found
        found.skipped, found.header = self.drafts.skipped, self.drafts.header
        found.problems.unit = self._unit_above()
        if self.kind.key == "member" and (self.known or self.wanted.mark_left):
            found.missing = match.missing_members(found.desk.connection, self.known)
            found.joined = self.new_names
            stems = {near(name): name for name in self.new_names}     # 公司 at the end makes no two names alike
            for member in found.missing[:200]:
                for like in similar(near(member.ref.name), stems, 1):
                    found.renamed.append((f"{member.code} {member.ref.name}", stems[like]))

    def _unit_above(self) -> str:
        """The unit that stands above the table, where it is one."""
        from alliancectl.values.amount import amount

        unit = self.drafts.unit_above
        try:
            return unit if unit and amount(f"1 {unit}" if unit.isascii() else f"1{unit}", self.found.desk.known.units).unit else ""
        except errors.Failure:
            return ""


def _shown(field: Any, value: Any, known: Known) -> str:
    if value in (None, ()):
        return "–"
    parts = [entry.value for entry in value] if field.many else [value]
    return Text("、", ", ")().join(str(field.type.shown(part, language(), known)) for part in parts)
