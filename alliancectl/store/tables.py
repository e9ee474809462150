"""The tables that the kinds follow from: a kind's own, and one for each of its fields that hold several values."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from alliancectl.kinds.record import Field, Kind, Shared

ROW = "_row"   # what the table of the rows is called by, where a view has the name


class Table(NamedTuple):
    """One table of records: a kind's own, or that of a field which holds several values.

    Values are read and written under its `name`; `id`, `operation`, `removed`, `uid` and the owner also under `kept`, where the rows are.
    """

    name: str
    kind: Kind
    field: Field | None   # None for the kind's own table

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Its columns without the first four: (name, SQL type)."""
        typed = (pair for part in self._parts for pair in _typed(part))
        return ((self.kind.key, "INTEGER"), *typed) if self.field else tuple(typed)

    @property
    def references(self) -> tuple[tuple[str, str], ...]:
        """The columns that point at records: (column, table it points at)."""
        pointing = tuple((column_names(part)[0], part.type.reference) for part in self._parts if part.type.reference)
        return ((self.kind.key, self.kind.key), *pointing) if self.field else pointing

    @property
    def _parts(self) -> tuple[Field, ...]:
        """What stands in its columns, but for the owner: each field that holds one value, or the value and what stands beside it."""
        if self.field is None:
            return tuple(self.kind.single)
        return (self.field, self.field.extra) if self.field.extra else (self.field,)

    @property
    def kept(self) -> str:
        """The table of the rows themselves."""
        return self.name + ROW if self.is_view else self.name

    @property
    def is_view(self) -> bool:
        """Whether its name is that of a view: of rows that share values, or of several values of which a record holds some itself."""
        return bool(self.shared or (self.field and self.field.own))

    @property
    def shared(self) -> tuple[Shared, ...]:
        """What its rows have in common with others (kept.py); nothing in a table of several values."""
        return () if self.field else self.kind.shared


def column_names(field: Field) -> tuple[str, ...]:
    """The columns a field is kept in."""
    stem = (field.option or field.key) if field.many else field.key
    return tuple(stem + suffix for suffix, _ in field.type.columns)


def kind_table(kind: Kind) -> Table:
    """The table of a kind."""
    return Table(kind.key, kind, None)


def several_table(kind: Kind, field: Field) -> Table:
    """The table of a field that holds several values: owner, value, and what stands beside it."""
    return Table(f"{kind.key}_{field.option or field.key}", kind, field)


def tables(kinds: Iterable[Kind]) -> Iterator[Table]:
    """Every table of records, each kind's own first."""
    for kind in kinds:
        yield kind_table(kind)
        for field in kind.several:
            yield several_table(kind, field)


def _typed(field: Field) -> Iterator[tuple[str, str]]:
    return zip(column_names(field), (sql for _, sql in field.type.columns), strict=True)
