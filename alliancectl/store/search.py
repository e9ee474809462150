"""A query over one kind becomes SQL: which records it means, in which order, and which of them perhaps only.

Texts are compared folded and simplified (store/worded.py), so that every text field is searched alike; names are found by pinyin
too. Every value is bound.

Decisions
- A word without a field is looked for in names, aliases, their pinyin, texts, quotes and the names of the records pointed at.
- A date matches a period it lies in or may lie in; `Found.maybe` says which only may.
- A range of amounts is compared with the numbers as written: ≥4万吨 is 4万吨.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.kinds.types import Date, Factor, Flag, Known, Name, OneOf, Percent, Quantity, Reference, Title, UnitOf, Whole
from alliancectl.store.reach import Reach, named, reach, reaches
from alliancectl.store.records import STANDS, by_name, order_of, records
from alliancectl.store.worded import NEVER, Where, Worded
from alliancectl.text import Text
from alliancectl.values.names import fold
from alliancectl.values.query import ANY, Query, Sort, Term

EQUAL = (OneOf, UnitOf, Flag, Factor, Percent)
FIRST, LAST = "0000-01-01", "9999-12-31"


class Found(NamedTuple):
    """The numbers of the records that a query means, in its order; `maybe` are those that may lie outside a period it names."""

    numbers: Sequence[int]
    maybe: Sequence[int] = ()


def found(connection: sqlite3.Connection, kind: Kind, query: Query, known: Known) -> Found:
    """The standing records of a kind that a query means, eight bytes each; in the order of its lists where it does not say one.

    Raises: UnknownQueryField, BadQueryValue, QueryBackwards.
    """
    connection.create_function("amount_within", 4, _amount_within, deterministic=True)
    worded = Worded(connection)
    numbers = _numbers(connection, kind, query, known, worded)
    if not any(isinstance(reach(kind, term).type, Date) for term in query.terms if term.field):
        return Found(numbers)
    return Found(numbers, _numbers(connection, kind, query, known, worded, maybe=True))


def saved(connection: sqlite3.Connection) -> Callable[[str], list[str]]:
    """What finds the words that are kept under a name. Raises, when it is called: NoSavedQuery."""
    def words(name: str) -> list[str]:
        held = {fold(one["name"]): one["words"] for one in records(connection, KINDS["saved_query"], fields=("name", "words"))}
        if fold(name) not in held:
            raise errors.NoSavedQuery(name=name, known=", ".join(held) or "–")
        import shlex

        try:
            return shlex.split(held[fold(name)])
        except ValueError:   # a quote that is not closed is a sign like any other
            return str(held[fold(name)]).split()
    return words


def _numbers(
    connection: sqlite3.Connection, kind: Kind, query: Query, known: Known, worded: Worded, *, maybe: bool = False,
) -> Sequence[int]:
    """The numbers that a query means, or of these only what does not lie in its periods for certain."""
    from array import array

    ask = _Question(connection, kind, known, worded, certain=False)
    parts = [_meant(ask, query)]
    if maybe:
        sure = _meant(_Question(connection, kind, known, worded, certain=True), query)
        parts.append(Where(f"NOT coalesce({sure.sql}, 0)", sure.values))
    by = [ask.order(sort) for sort in query.order]
    columns = ", ".join([*(part.sql for part in by), "t.id"]) if by else order_of(kind)
    return array("q", (row[0] for row in connection.execute(
        f'SELECT t.id FROM "{kind.key}" AS t WHERE {STANDS} AND {" AND ".join(part.sql for part in parts)} ORDER BY {columns}',
        tuple(value for part in (*parts, *by) for value in part.values))))


def _meant(ask: "_Question", query: Query) -> Where:
    return ask.any_of(ask.all_of(terms) for terms in query.alternatives) if query.alternatives else Where("1")


class _Question:
    """What one query asks of one kind."""

    def __init__(self, connection: sqlite3.Connection, kind: Kind, known: Known, worded: Worded, *, certain: bool) -> None:
        self.connection, self.kind, self.known, self.worded, self.certain = connection, kind, known, worded, certain

    def any_of(self, parts: Iterable[Where]) -> Where:
        return _joined(" OR ", parts)

    def all_of(self, terms: Iterable[Term]) -> Where:
        return _joined(" AND ", map(self.term, terms))

    def term(self, term: Term) -> Where:
        """The condition of one term."""
        found = self.anywhere(term.text) if term.field == ANY else self.field(reach(self.kind, term), term)
        return Where(f"NOT coalesce({found.sql}, 0)", found.values) if term.negated else found

    # ---- in no field or one

    def anywhere(self, text: str) -> Where:
        """A word in any text, in the names of what is pointed at, or an id."""
        fields = [one for one in reaches(self.kind).values() if not one.field.personal]
        texts = [one for one in fields if one.is_worded or isinstance(one.type, Quantity)]
        self.worded.read(self.kind, texts)
        parts = [self.within(one, text) for one in texts]
        for one in fields:
            if isinstance(one.type, Reference) and one.field.key != "id":
                parts.append(self.pointing(one, text, partly=True))
            elif isinstance(one.type, Reference) and (number := self.kind.number(text)) is not None:
                parts.append(Where("t.id = ?", (number,)))
        return _joined(" OR ", parts)

    def field(self, one: Reach, term: Term) -> Where:
        """The condition of a term on one field. Raises: BadQueryValue, QueryBackwards."""
        if not term.text:
            return Where(f"NOT {one.holds(one.column() + ' IS NOT NULL')}")
        try:
            return self._field(one, term)
        except errors.QueryBackwards:
            raise
        except errors.Failure as failure:
            raise errors.BadQueryValue(typed=term.typed, reason=_both(failure.message, failure), fix=_both(failure.fix, failure)) from None

    def _field(self, one: Reach, term: Term) -> Where:
        if isinstance(one.type, Date):
            return self.date(one, term)
        if isinstance(one.type, Quantity):
            return self.amount(one, term)
        if isinstance(one.type, Whole):
            return _between(one, term, [one.type.parse(end, self.known) if end else None for end in _ends(term)])
        if isinstance(one.type, Reference):
            return self.reference(one, term)
        if isinstance(one.type, EQUAL):
            value: Any = one.type.parse(term.text, self.known)
            return Where(one.holds(f"{one.column()} = ?"), one.type.cells(value))
        return self.within(one, term.text)

    def within(self, one: Reach, text: str) -> Where:
        """A word within a text of the record."""
        found = self.worded.having(self.kind, one, text)
        return found if found.sql == NEVER else Where(one.holds(found.sql), found.values)

    # ---- references

    def reference(self, one: Reach, term: Term) -> Where:
        """By id, a range of ids, exact name, else a part of a name."""
        other = KINDS[one.type.reference or ""]
        ends = [other.number(end) for end in _ends(term)]
        if term.low is not None and any(end is not None for end in ends):
            return _between(one, term, ends)
        return self.pointing(one, term.text)

    def pointing(self, one: Reach, text: str, *, partly: bool = False) -> Where:
        """What points at a record of that id or name."""
        other = KINDS[one.type.reference or ""]
        number = other.number(text)
        if number is not None:
            return Where(one.holds(f"{one.column()} = ?"), (number,))
        exact = [] if partly or not other.named else by_name(self.connection, other, text)
        if exact:
            return Where(one.holds(f"{one.column()} IN ({', '.join('?' * len(exact))})"), tuple(ref.id for ref in exact))
        called = _called(self.worded, other, text)
        return Where(one.holds(f"{one.column()} IN ({called.sql})"), called.values)

    # ---- dates and amounts

    def date(self, one: Reach, term: Term) -> Where:
        """In the period or, unless `certain`, perhaps in it; an unknown date only where asked for."""
        first, last = (Date().parse(end, self.known) if end else None for end in _ends(term))   # of a due date, too, a year may be asked
        said, earliest, latest = one.column(), one.column("_earliest"), one.column("_latest")
        if term.low is None and first and first.earliest is None and first.latest is None:
            if first.canonical != "unknown":
                return Where(one.holds(f"{said} = ?"), (first.canonical,))
            return Where(one.holds(f"{earliest} IS NULL AND {latest} IS NULL AND {said} IS NOT NULL"))
        period = (first and first.earliest) or FIRST, (last and last.latest) or LAST
        if period[0] > period[1]:
            raise errors.QueryBackwards(typed=term.typed)
        if self.certain and not term.negated:
            sure = f"instr({said}, '~') = 0 AND instr({said}, '?') = 0"
            return Where(one.holds(f"{earliest} >= ? AND {latest} <= ? AND {sure}"), period)
        return Where(one.holds(f"coalesce({earliest}, {latest}) IS NOT NULL AND coalesce({latest}, '{LAST}') >= ?"
                               f" AND coalesce({earliest}, '{FIRST}') <= ?"), period)

    def amount(self, one: Reach, term: Term) -> Where:
        """In the same dimension, the number or range within; exact."""
        from alliancectl.values.amount import amount

        text = f"{term.low}-{term.high}" if term.low and term.high else term.low or term.high or term.text
        asked = amount(text, self.known.units, unit=self.known.unit)
        if asked.base is None:
            return Where(one.holds(f"{one.column('_qualifier')} = 'unknown'"))
        low, high = f"{asked.base:f}", f"{asked.base_high if asked.base_high is not None else asked.base:f}"
        if term.low == "" or asked.qualifier == "≤":
            low = ""
        elif term.high == "" or asked.qualifier in ("≥", ">0"):
            high = ""
        columns = f"{one.column('_base')}, {one.column('_base_high')}"
        return Where(one.holds(f"{one.column('_base_unit')} = ? AND amount_within({columns}, ?, ?)"), (asked.base_unit, low, high))

    # ---- order

    def order(self, sort: Sort) -> Where:
        """The ORDER BY of a sort. Raises: UnknownQueryField."""
        one = named(self.kind, sort.field, f":{sort.field}{'-' if sort.descending else '+'}")
        keys, values = _sorted_by(one, self.known)
        direction = " DESC" if sort.descending else ""
        parts = [one.first(key) for key in keys]
        return Where(", ".join([f"{parts[0]} IS NULL", *(part + direction for part in parts)]), values * 2)


def _sorted_by(one: Reach, known: Known) -> tuple[list[str], tuple[Any, ...]]:
    """What a field is sorted by: days, numbers, the order of a list, the sound of a name."""
    if isinstance(one.type, Date):
        return [f"coalesce({one.column('_earliest')}, {one.column('_latest')})"], ()
    if isinstance(one.type, Quantity):
        return [one.column("_base_unit"), f"CAST({one.column('_base')} AS REAL)"], ()
    if isinstance(one.type, OneOf):
        places = ",".join(["", *(choice.key for choice in one.type.among(known)), ""])
        return [f"nullif(instr(?, ',' || {one.column()} || ','), 0)"], (places,)
    if isinstance(one.type, Reference) and one.field.key != "id":
        other = KINDS[one.type.reference or ""]
        return [f'(SELECT o."{other.titled}{_sound(other)}" FROM "{other.key}" AS o WHERE o.id = {one.column()})'], ()
    if isinstance(one.type, Title):
        return [one.column("_pinyin" if isinstance(one.type, Name) else "_folded")], ()
    return [one.column() if isinstance(one.type, Whole | Flag | Reference) else f"search_word({one.column()})"], ()


def _sound(kind: Kind) -> str:
    title = next((field.type for field in kind.fields if field.key == kind.titled), None)
    return "_pinyin" if isinstance(title, Name) else "_folded" if isinstance(title, Title) else ""


def _called(worded: Worded, kind: Kind, text: str) -> Where:
    """A SELECT of the ids of what a text is a part of the name of."""
    titles = [one for one in reaches(kind).values() if isinstance(one.type, Title) or one.field.key == kind.titled]
    having = [(one, worded.having(kind, one, text)) for one in titles]
    parts = _joined(" OR ", (Where(one.holds(found.sql), found.values) for one, found in having))
    return Where(f'SELECT t.id FROM "{kind.key}" AS t WHERE {STANDS} AND {parts.sql}', parts.values)


def _ends(term: Term) -> tuple[str, str]:
    return (term.text, term.text) if term.low is None else (term.low, term.high or "")


def _between(one: Reach, term: Term, between: list[int | None]) -> Where:
    low, high = between
    if low is not None and high is not None and low > high:
        raise errors.QueryBackwards(typed=term.typed)
    ends = [(sign, end) for sign, end in ((">=", low), ("<=", high)) if end is not None]
    return Where(one.holds(" AND ".join([f"{one.column()} {sign} ?" for sign, _ in ends] or [f"{one.column()} IS NOT NULL"])),
                 tuple(end for _, end in ends))


def _joined(word: str, parts: Iterable[Where]) -> Where:
    found = list(parts)
    return Where("(" + (word.join(part.sql for part in found) or NEVER) + ")", tuple(value for part in found for value in part.values))


def _both(text: Text, failure: errors.Failure) -> Text:
    """A failure's words in both languages, its slots filled."""
    return Text(text.to("zh", **failure.slots), text.to("en", **failure.slots))


def _amount_within(base: str | None, base_high: str | None, low: str, high: str) -> bool:
    """Whether a stated number or range meets low..high; an empty end is open."""
    from decimal import Decimal

    if base is None:
        return False
    return (not low or Decimal(base_high or base) >= Decimal(low)) and (not high or Decimal(base) <= Decimal(high))
