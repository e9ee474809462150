"""The records of one kind as a table."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from alliancectl.kinds import KINDS
from alliancectl.kinds.capacity import stated
from alliancectl.kinds.record import Field, Kind, Record, Ref
from alliancectl.kinds.types import Date, Known, Quantity, Whole
from alliancectl.reports.model import Cell, Column, Report, Section, Stream, Strip, Table
from alliancectl.store.blocks import Block, Blocks, Selection, is_text
from alliancectl.text import Lang, Text

if TYPE_CHECKING:
    from alliancectl.values.amount import Amount

_NOTHING: dict[str, Any] = {}
CLAIMANT = ("member", "scope", "site", "line")   # what says whom a claim speaks of
AMOUNT = ("amount", "measure")                   # what says what its amount is


class Beside(NamedTuple):
    """More columns as fields of another kind, and what asks for their values: by record, then by the field's key."""

    fields: tuple[Field, ...] = ()
    asked: Callable[[Sequence[int]], dict[int, dict[str, Any]]] | None = None


ALONE = Beside()


class Listing(NamedTuple):
    """Records of a kind that are listed: which, the fields shown, what stands beside them, and whether personal fields are told."""

    selection: Selection
    known: Known
    fields: tuple[Field, ...]
    beside: Beside
    personal: bool
    read: list[Blocks]   # what was read of them so far

    @property
    def kind(self) -> Kind:
        return self.selection.kind


def listing(selection: Selection, known: Known, *, fields: Sequence[str] = (), personal: bool = False, beside: Beside = ALONE) -> Listing:
    """What is to be listed: a kind's `listed` columns or the `fields` named, then the columns `beside`."""
    kind = selection.kind
    return Listing(selection, known, tuple(kind.field(key) for key in fields or kind.listed), beside, personal, [])


def report(listed: Listing) -> Report:
    """The report of a listing. Its records are read while they are shown, once: as rows, or as data for JSON."""
    kind = listed.kind
    columns = (Column("id", Text("编号", "id")), *map(column, (*listed.fields, *listed.beside.fields)))
    table = Table(kind.key, kind.plural, columns, Stream(_rows(listed)), empty=Text("（没有记录）", "(no records)"))
    return Report(f"{kind.key}_list", kind.plural, (Section(kind.key, Text("", ""), (table,)),), data=Stream(_data(listed)))


def changed(listed: Listing) -> bool:
    """Whether the file was written to while the listing was shown."""
    return any(blocks.changed for blocks in listed.read)


# ---- as rows ------------------------------------------------------------------------------------------------------


def _rows(listed: Listing) -> Iterator[tuple[Strip, ...]]:
    """The blocks of the table: what a column shows of a kept thing is said once for all blocks."""
    claims, amounts = _shows_claimants(listed.kind, listed.fields), _shows_amounts(listed.kind, listed.fields)
    needed = [*listed.fields, *map(listed.kind.field, (*(CLAIMANT if claims else ()), *(AMOUNT if amounts else ())))]
    blocks = _blocks(listed, needed)
    made = {field.key: _cell_of(field, blocks.reader(field), listed.known) for field in listed.fields}
    beside = [(field, _cell_of(field, lambda value: value, listed.known)) for field in listed.beside.fields]
    if claims:
        made["member"] = _claimant_of(blocks, listed.kind)
    if amounts:
        made["amount"] = _amount_of(blocks, listed)
    for block in blocks:
        kept = {**block.kept, "member": [*zip(*(block.kept[key] for key in CLAIMANT), strict=True)]} if claims else block.kept
        kept = {**kept, "amount": [*zip(*(block.kept[key] for key in AMOUNT), strict=True)]} if amounts else kept
        yield (_codes(listed.kind, block), *(Strip(field.key, kept[field.key], made[field.key]) for field in listed.fields),
               *(Strip(field.key, _held_beside(field, block), of) for field, of in beside))


def _blocks(listed: Listing, fields: Sequence[Field]) -> Blocks:
    blocks = listed.selection.blocks(fields, listed.beside.asked)
    listed.read.append(blocks)
    return blocks


def _codes(kind: Kind, block: Block) -> Strip:
    return Strip("id", [f"{kind.letter}{number}" for number in block.numbers])


def _cell_of(field: Field, read: Callable[[Any], Any], known: Known) -> Callable[[Any], Cell | None] | None:
    if is_text(field) and not field.many:
        return None

    def made(kept: Any) -> Cell | None:
        value = read(kept)
        return None if value in (None, ()) else cell(field, value, known)

    return made


def _claimant_of(blocks: Blocks, kind: Kind) -> Callable[[Any], Cell]:
    read = [blocks.reader(kind.field(key)) for key in CLAIMANT]
    return lambda kept: _claimant(*(one(part) for one, part in zip(read, kept, strict=True)))


def _amount_of(blocks: Blocks, listed: Listing) -> Callable[[Any], Cell | None]:
    field, (read, measure) = listed.kind.field("amount"), [blocks.reader(listed.kind.field(key)) for key in AMOUNT]

    def made(kept: Any) -> Cell | None:
        value = read(kept[0])
        return None if value is None else _stated(cell(field, value, listed.known), value, measure(kept[1]))

    return made


# ---- as data ------------------------------------------------------------------------------------------------------


def _data(listed: Listing) -> Iterator[tuple[Strip, ...]]:
    """The blocks of the records in JSON: every field, null or [] where absent; what stands beside several values apart."""
    fields = [field for field in listed.kind.fields if (listed.personal or not field.personal) and (field.many or not field.hidden)]
    blocks = _blocks(listed, fields)
    made = [(key, field.key, of) for field in fields for key, of in _json_of(field, blocks.reader(field))]
    beside = [(field, of) for field in listed.beside.fields for _, of in _json_of(field, lambda value: value)]
    for block in blocks:
        yield (_codes(listed.kind, block), *(Strip(key, block.kept[kept], of) for key, kept, of in made),
               *(Strip(field.key, _held_beside(field, block), of) for field, of in beside))


def _json_of(field: Field, read: Callable[[Any], Any]) -> Iterator[tuple[str, Callable[[Any], Any] | None]]:
    """The keys of a field in JSON, and what each says of a kept thing."""
    json = field.type.json
    if not field.many:
        yield field.key, None if is_text(field) else lambda kept: None if (value := read(kept)) is None else json(value)
        return
    yield field.key, lambda kept: [json(entry.value) for entry in read(kept)]
    if extra := field.extra:
        yield extra.key + "s", lambda kept: [{field.option: json(entry.value), extra.key: extra.type.json(entry.extra)}
                                             for entry in read(kept) if entry.extra is not None]


def _held_beside(field: Field, block: Block) -> list[Any]:
    return [block.beside.get(number, _NOTHING).get(field.key) for number in block.numbers]


# ---- the ranks of members -----------------------------------------------------------------------------------------


def ranks(spells: Callable[[Sequence[int]], Sequence[Record]]) -> Beside:
    """Rank, joined and left of each member as columns; `spells` finds those of some members."""
    return Beside(RANKS, lambda numbers: ranks_of(spells(numbers)))


def ranks_of(spells: Sequence[Record]) -> dict[int, dict[str, Any]]:
    """Of each member, from its spells: the latest rank, the first day, the last."""
    held: dict[int, list[Record]] = {}
    for spell in spells:
        held.setdefault(spell["member"].id, []).append(spell)
    return {member: {"rank": of[-1]["rank"], "joined": of[0]["since"], "left": of[-1]["until"]} for member, of in held.items()}


_RANK, _SINCE, _UNTIL = map(KINDS["membership"].field, ("rank", "since", "until"))
RANKS = (_RANK._replace(label=Text("级别", "rank")), _SINCE._replace(key="joined", label=Text("加入", "joined")), _UNTIL._replace(key="left", label=Text("退出", "left")))


# ---- cells --------------------------------------------------------------------------------------------------------


def column(field: Field) -> Column:
    """The column of a field; figures to the right."""
    return Column(field.key, field.label, "right" if isinstance(field.type, Whole | Quantity) else "left")


def cells(record: Record, fields: Sequence[Field], known: Known) -> dict[str, Cell]:
    """The cells of a record's fields; absent values have none."""
    held = {field.key: cell_of(record, field, known) for field in fields if record.values.get(field.key) not in (None, ())}
    return held | {"member": _claimant(*(record[key] for key in CLAIMANT))} if _shows_claimants(record.kind, fields) else held


def _shows_claimants(kind: Kind, fields: Sequence[Field]) -> bool:
    return kind.key == "capacity" and {"member", "scope"} & {field.key for field in fields} == {"member"}


def _shows_amounts(kind: Kind, fields: Sequence[Field]) -> bool:
    return kind.key == "capacity" and any(field.key == "amount" for field in fields)


def _claimant(member: Ref | None, scope: str | None, site: Ref | None, line: str | None) -> Cell:
    """Whom a claim speaks of, in one cell: the member and its site and line, or the scope."""
    parts = [f"{member.code} {member.name}" if member else scope or "", site.name if site else "", line or ""]
    return Cell(" / ".join(part for part in parts if part), member.code if member else None)


def cell_of(record: Record, field: Field, known: Known) -> Cell:
    """One value of a record as a cell; an amount as of what it measures."""
    shown = cell(field, record.values[field.key], known)
    return _stated(shown, record.values[field.key], record.values.get("measure")) if isinstance(field.type, Quantity) else shown


def _stated(cell: Cell, amount: "Amount", measure: str | None) -> Cell:
    words = cell.text if isinstance(cell.text, Text) else Text(cell.text, cell.text)
    return cell._replace(text=Text(stated(words.zh, amount, measure), stated(words.en, amount, measure)))


def cell(field: Field, value: Any, known: Known) -> Cell:
    """One value as a cell, in both languages."""
    if field.many and field.type.reference == "source":   # a title would fill the row; its id leads to it
        codes = " ".join(entry.value.code for entry in value)
        return Cell(codes, codes)
    if field.many:
        parts = [entry.value for entry in value]
        return Cell(Text(*(_joined(lang, parts, field, known) for lang in ("zh", "en"))), "; ".join(field.type.typed(part) for part in parts))
    typed: Any = value if type(value) is int else field.type.typed(value)   # yes and no are words
    if isinstance(field.type, Date):
        typed = value.canonical
    return Cell(Text(field.type.shown(value, "zh", known), field.type.shown(value, "en", known)), typed)


def _joined(lang: Lang, parts: Sequence[Any], field: Field, known: Known) -> str:
    return ("、" if lang == "zh" else ", ").join(field.type.shown(part, lang, known) for part in parts)
