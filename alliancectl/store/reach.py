"""The fields of a kind as a question reaches them: its own columns, tables of several values, and what spells say of a member."""

from typing import NamedTuple

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import CreditCode, Key, Line, MonthDay, Prose, Reference, TimeZone, Title, Type
from alliancectl.store.tables import several_table
from alliancectl.text import Text
from alliancectl.values.names import similar
from alliancectl.values.query import Term, field_key

WORDED = (Line, Prose, Title, CreditCode, Key, MonthDay, TimeZone)   # what is looked for as a part of a text
# What the list of members shows of their spells: name there -> (label, field of the spell, which of its spells).
OF_SPELLS = {
    "rank": (Text("级别", "rank"), "rank", "max"),
    "joined": (Text("加入", "joined"), "since", "min"),
    "left": (Text("退出", "left"), "until", "max"),
}


class Reach(NamedTuple):
    """One field and where its columns are: in the kind's own row `t`, or in rows `s` of another table that belong to it."""

    field: Field
    stem: str             # of its columns
    rows: str = ""        # FROM … WHERE … of the other table
    owner: str = ""       # the other table's column that says whose row it is

    @property
    def type(self) -> Type:
        """The type of the field."""
        return self.field.type

    @property
    def is_worded(self) -> bool:
        """Whether words are looked for in it when no field is named: texts that are not personal."""
        return isinstance(self.type, WORDED) and not self.field.personal

    def column(self, suffix: str = "") -> str:
        """The SQL of one of its columns."""
        return f'{"s" if self.rows else "t"}."{self.stem}{suffix}"'

    def holds(self, condition: str) -> str:
        """The SQL of a condition on its columns, as one on the record."""
        return f't.id IN (SELECT s."{self.owner}" {self.rows} AND ({condition}))' if self.rows else f"({condition})"

    def first(self, expression: str) -> str:
        """The SQL of an expression of its columns, as one of the record; of several values the first."""
        if not self.rows:
            return expression   # else `id` stands among what is selected: SQLite looks into a view of several values only then
        return f'(SELECT said FROM (SELECT {expression} AS said, s.id {self.rows} AND s."{self.owner}" = t.id ORDER BY s.id LIMIT 1))'


def reaches(kind: Kind) -> dict[str, Reach]:
    """Every field of a kind that a query may name, by its machine name; what stands beside several values has its own."""
    found = {"id": Reach(Field("id", Text("编号", "id"), Reference(kind.key)), "id")}
    for field in kind.fields:
        if field.many:
            found |= _of_several(kind, field)
        elif not field.hidden:
            found[field.key] = Reach(field, field.key)
    return found | (_of_spells() if kind.key == "member" else {})


def reach(kind: Kind, term: Term) -> Reach:
    """The field that a term names: by machine name, option or Chinese label. Raises: UnknownQueryField."""
    return named(kind, term.field, f":{term.typed}")


def named(kind: Kind, name: str, typed: str) -> Reach:
    """The field of that name; `typed` says it as words. Raises: UnknownQueryField."""
    fields = reaches(kind)
    if name in fields:
        return fields[name]
    other = {word: one for one in fields.values() for word in (field_key(one.field.option), one.field.label.zh)}
    if name in other:
        return other[name]
    close = similar(name, [*fields, *(one.field.option for one in fields.values() if one.field.option)], 2)
    meant = Text(f"，是不是 {'、'.join(close)}", f"; did you mean {' or '.join(close)}") if close else ""
    raise errors.UnknownQueryField(kind=kind.label, field=name, meant=meant, known=", ".join(fields), literal=typed)


def _of_several(kind: Kind, field: Field) -> dict[str, Reach]:
    """What stands beside values is looked for in the table alone: beside those of the record itself are words of this program."""
    table, rows = several_table(kind, field), 'FROM "{name}" AS s WHERE s.removed IS NULL'
    found = {field.key: Reach(field, field.option or field.key, rows.format(name=table.name), kind.key)}
    if field.extra:
        found[field.extra.key] = Reach(field.extra, field.extra.key, rows.format(name=table.kept), kind.key)
    return found


def _of_spells() -> dict[str, Reach]:
    found = {}
    for name, (label, key, which) in OF_SPELLS.items():
        rows = ('FROM membership AS s WHERE s.removed IS NULL AND s.id IN ('
                f'SELECT {which}(id) FROM membership WHERE removed IS NULL GROUP BY member)')
        found[name] = Reach(KINDS["membership"].field(key)._replace(key=name, label=label), key, rows, "member")
    return found
