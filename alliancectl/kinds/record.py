"""How a kind of record and its fields are declared; everything else (table, history, commands, JSON, labels) follows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.kinds.types import Known, Type
from alliancectl.text import Text
from alliancectl.values.names import fold


class Field(NamedTuple):
    """One field of a kind. Its `key` is permanent: option, JSON key, TOML key, CSV header and column."""

    key: str
    label: Text
    type: Type
    required: bool = False
    many: bool = False           # several values: kept in a table of their own, `KIND_OPTION`
    extra: "Field | None" = None   # with `many`: one more value beside each (the quote of a source, the scope of an alias)
    default: str | None = None   # as a user would type it
    unique: bool = False         # no two standing records may have the same
    personal: bool = False       # shown by `show` and `--contacts` only; never in reports, messages or logs
    hidden: bool = False         # kept by the program, no option of any command
    option: str = ""             # the option's name where it differs: `--member` for `members`, `--from` for `visitor`
    help: Text = Text("", "")
    own: "tuple[Own, ...]" = ()    # with `many`: values that the record's own columns hold, before those of the table

    @property
    def flag(self) -> str:
        """The option that sets it: ``--as-of``."""
        return "--" + (self.option or self.key).replace("_", "-")


class Own(NamedTuple):
    """One of several values that stands in hidden fields of the record itself: the value, and what stands beside it.

    What stands beside is the text of the field `beside` with the number of the field `number` in place of its `|`.
    """

    value: str
    beside: str = ""
    number: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys of the fields that are cleared when the value goes."""
        return tuple(key for key in self if key)


class Shared(NamedTuple):
    """Columns whose values many records of a kind have in common: each such set of values is kept once, in a table `KIND_KEY`.

    `found_by` are those of them that tell sets apart best.
    """

    key: str
    columns: tuple[str, ...]
    found_by: tuple[str, ...]


class Ref(NamedTuple):
    """A record that another one points at."""

    kind: str
    id: int
    letter: str
    name: str

    @property
    def code(self) -> str:
        """The typed id: ``M12``."""
        return f"{self.letter}{self.id}"


class Entry(NamedTuple):
    """One value of a field that holds several; `extra` is what stands beside it."""

    value: Any
    extra: Any = None


class Record:
    """One record as it stands: `values` by field key, absent values left out; fields with `many` hold tuples of `Entry`."""

    __slots__ = ("id", "kind", "operation", "removed", "uid", "values")

    def __init__(self, kind: "Kind", id: int, values: dict[str, Any], operation: int = 0, removed: int | None = None, uid: str | None = None) -> None:
        self.kind, self.id, self.values = kind, id, values
        self.operation, self.removed, self.uid = operation, removed, uid

    @property
    def code(self) -> str:
        """The typed id: ``M12``."""
        return f"{self.kind.letter}{self.id}"

    @property
    def ref(self) -> Ref:
        """This record as others point at it."""
        return Ref(self.kind.key, self.id, self.kind.letter, self.kind.title(self.values))

    def __getitem__(self, key: str) -> Any:
        """The value of a field; None where there is none."""
        return self.values.get(key)

    def json(self, *, personal: bool = False) -> dict[str, Any]:
        """The record in JSON: every field of its kind, null or [] where absent; what stands beside several values apart.

        Personal fields only where asked for.
        """
        form: dict[str, Any] = {"id": self.code}
        for field in self.kind.fields:
            if (field.personal and not personal) or (field.hidden and not field.many):
                continue
            value = self.values.get(field.key)
            if not field.many:
                form[field.key] = None if value is None else field.type.json(value)
                continue
            form[field.key] = [field.type.json(entry.value) for entry in value or ()]
            if field.extra:
                form[field.extra.key + "s"] = [
                    {field.option: field.type.json(entry.value), field.extra.key: field.extra.type.json(entry.extra)}
                    for entry in value or () if entry.extra is not None]
        return form

    def entries(self, key: str) -> list[Any]:
        """The values of a field that holds several, without what stands beside them."""
        return [entry.value for entry in self.values.get(key, ())]


Rule = Callable[[Mapping[str, Any], Known], None]
Draft = Mapping[str, Any]   # field key -> typed text; a list of texts or of (text, what stands beside it) where it holds several


class Asked(NamedTuple):
    """A piece that `add` asks for at a terminal where it is not given.

    `needed`: without it the questions begin. `carried`: the last record's value is the default. `none`: ``-`` is an answer
    although one is needed. `beside` and `needed_if` name another field: ``visitor`` where it has a value, ``!member`` where
    it has none, ``direction=incoming`` where it has that one; asked, or needed, only then.
    """

    key: str
    needed: bool = False
    carried: bool = False
    none: bool = False
    beside: str = ""
    needed_if: str = ""
    label: Text = Text("", "")   # the question, where the field's own label says too little


class Kind(NamedTuple):
    """One kind of record. `title` names a record in lists and echoes; `rules` refuse what one record alone can show wrong."""

    key: str
    letter: str
    label: Text
    plural: Text
    fields: tuple[Field, ...]
    title: Callable[[Mapping[str, Any]], str]
    view: str                              # the view that shows what stands, with names for ids
    arguments: tuple[str, ...] = ()        # fields given by position in `add`
    also: tuple[Field, ...] = ()           # taken by `add` besides its fields, for its action (member: joined, rank)
    listed: tuple[str, ...] = ()           # columns of `list`
    wide: tuple[str, ...] = ()             # more of them where a terminal is 160 columns wide
    rules: tuple[Rule, ...] = ()
    verbs: tuple[str, ...] = ("add", "list", "show", "edit", "remove")
    together: tuple[str, ...] = ()         # no two standing records may agree in all of these
    reported: bool = True                  # whether a change of it is a change of what reports show
    titled: str = "name"                   # the column that names a record in the file's views
    named: bool = False                    # found by name and alias; near-duplicates are refused
    scope: str = ""                        # with `named`: names are unique within this reference (a site within its member)
    order: str = "id"                      # the order of `list`
    asked: tuple[Asked, ...] = ()          # what `add` asks for at a terminal, in this order
    typed_rules: tuple[Rule, ...] = ()     # what is asked of a person who types one record, not of a ledger that is imported
    parted: Callable[[dict[str, Any], Draft, Callable[[str], bool]], dict[str, Any]] | None = None   # arguments that hold more than one thing
    meant: Callable[[Draft], Draft] | None = None   # what a draft means beyond its words
    shared: tuple[Shared, ...] = ()        # of a kind whose records come by the million
    sought: str = ""                       # with `shared`: the column of an ISO day by which those of one `shared[0]` are sought
    example: Text = Text("", "")           # of `add`
    about: Text = Text("", "")             # one line for help

    def field(self, key: str) -> Field:
        """The field of that key. Raises: KeyError."""
        for field in self.fields + self.also:
            if field.key == key:
                return field
        raise KeyError(key)

    def number(self, text: str) -> int | None:
        """The number in a typed id of this kind (M12, m12, Ｍ１２); None where the text is none."""
        word = fold(text)
        digits = word[1:] if word[:1] == self.letter.lower() else ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None   # SQLite's largest id has 19

    @property
    def noun(self) -> str:
        """The command's word: ``follow-up``."""
        return self.key.replace("_", "-")

    @property
    def single(self) -> tuple[Field, ...]:
        """The fields kept in the kind's own table."""
        return tuple(field for field in self.fields if not field.many)

    @property
    def several(self) -> tuple[Field, ...]:
        """The fields kept in a table of their own."""
        return tuple(field for field in self.fields if field.many)

    @property
    def own(self) -> dict[str, Field]:
        """The fields that hold what is told as one of several values, by key, each with the field that tells it."""
        return {key: field for field in self.fields for one in field.own for key in one.fields}

    def said(self, record: Record) -> str:
        """The record as echoes name it: ``M1 巨化集团有限公司``."""
        return f"{record.code} {self.title(record.values)}".rstrip()


def missing_values(kind: Kind, fields: Sequence[Field]) -> "errors.MissingValue":
    """The failure that names every missing piece by its label and its key, with an example of the command."""
    said = [field.label() if field.label() == field.key.replace("_", " ") else f"{field.label()} ({field.key})" for field in fields]
    return errors.MissingValue(missing=Text("、", ", ")().join(said), example=kind.example if kind.example.zh else f"alliancectl {kind.noun} add --help")
