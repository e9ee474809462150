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
    field: Field | None                       # None for the kind's own table
    columns: tuple[tuple[str, str], ...]      # (name, SQL type), without the first four
    references: tuple[tuple[str, str], ...]   # (column, table it points at)

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
    columns = tuple(pair for field in kind.single for pair in _typed(field))
    references = tuple((field.key, field.type.reference) for field in kind.single if field.type.reference)
    return Table(kind.key, kind, None, columns, references)


def several_table(kind: Kind, field: Field) -> Table:
    """The table of a field that holds several values: owner, value, and what stands beside it."""
    parts = (field, field.extra) if field.extra else (field,)
    columns = ((kind.key, "INTEGER"), *(pair for part in parts for pair in _typed(part)))
    references = [(kind.key, kind.key)]
    references += [(column_names(part)[0], part.type.reference) for part in parts if part.type.reference]
    return Table(f"{kind.key}_{field.option or field.key}", kind, field, columns, tuple(references))


def tables(kinds: Iterable[Kind]) -> Iterator[Table]:
    """Every table of records, each kind's own first."""
    for kind in kinds:
        yield kind_table(kind)
        for field in kind.several:
            yield several_table(kind, field)


def _typed(field: Field) -> Iterator[tuple[str, str]]:
    return zip(column_names(field), (sql for _, sql in field.type.columns), strict=True)
