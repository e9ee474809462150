"""How a record looks outside the file, exactly: what an export writes and its import reads back; no I/O.

Two forms: JSON, where a date and an amount are objects, and lines (TOML), where each is one line and what stands beside it
has a key of its own (``date_text``, ``amount_unit``), so that one edit is one line in git.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancectl import errors
from alliancectl.kinds.record import Entry, Field, Kind, Record
from alliancectl.kinds.types import Date, Flag, Known, Line, OneOf, Quantity, Title, Type, UnitOf, Whole
from alliancectl.values.when import When

SCHEMA = "alliancectl/1"     # raised when a reader of the one before would misread a file
HEAD = "alliancectl"         # the file of a folder that says what it is
FORM_LISTS = "alliancectl lists"   # the hidden sheet of a form that holds what may be chosen
LEFT_OUT = frozenset({"series", "merged_into"})   # derived from the rest; held by removed records only
AMOUNT = tuple(suffix for suffix, _ in Quantity.columns[1:])


def place(kind: Kind) -> str:
    """The key of a kind's list in JSON, and its folder: ``members``, ``capacity_claims``."""
    return "alliance" if kind.key == "alliance" else kind.view


def fields(kind: Kind) -> tuple[Field, ...]:
    """The fields that are exported, hidden ones too."""
    return tuple(field for field in kind.fields if field.key not in LEFT_OUT and field.key not in kind.own)


def as_json(record: Record, uid: str) -> dict[str, Any]:
    """A record in JSON: every field, null or [] where absent."""
    form: dict[str, Any] = {"id": record.code, "uid": uid}
    for field in fields(record.kind):
        value = record.values.get(field.key)
        if field.many:
            form[field.key] = [_entry(field, entry, lambda part, one: {part.option or part.key: part.type.json(one)}) for entry in value or ()]
        else:
            form[field.key] = None if value is None else field.type.json(value)
    return form


def as_lines(record: Record, uid: str, known: Known) -> dict[str, Any]:
    """A record in text, whole numbers, yes or no, and lists of these or of flat tables; absent fields are left out."""
    form: dict[str, Any] = {"id": record.code, "uid": uid}
    for field in fields(record.kind):
        value = record.values.get(field.key)
        if value not in (None, (), ""):
            form |= as_line(field, value, known)
    return form


def as_line(field: Field, value: Any, known: Known) -> dict[str, Any]:
    """A field that says something, as `as_lines` has it."""
    if field.many:
        return {field.key: [_entry(field, entry, lambda part, one: _lines(part.option or part.key, part.type, one, known)) for entry in value]}
    return _lines(field.key, field.type, value, known)


def _entry(field: Field, entry: Entry, told: Any) -> Any:
    """One of several values: by itself, or with what stands beside it."""
    if not field.extra:
        return field.type.json(entry.value)
    return told(field, entry.value) | ({} if entry.extra is None else told(field.extra._replace(option=""), entry.extra))


def _lines(key: str, kind: Type, value: Any, known: Known) -> dict[str, Any]:
    if isinstance(kind, Date):
        return {key: value.canonical} | ({} if value.text == value.canonical else {key + "_text": value.text})
    if not isinstance(kind, Quantity):
        return {key: kind.json(value)}
    for unit, beside in ((None, {}), (value.unit, {key + "_unit": value.unit})):
        if says_amount(kind, value, unit, known):
            return {key: value.text, **beside}
    return {key: value.text} | {key + suffix: cell for suffix, cell in zip(AMOUNT, kind.cells(value)[1:], strict=True) if cell is not None}


def says_amount(kind: Quantity, value: Any, unit: str | None, known: Known) -> bool:
    """Whether the words of an amount, and this unit for a bare number, are read as that amount."""
    return _amount_cells(kind, value.text, unit, known) == kind.cells(value)


def _amount_cells(kind: Quantity, text: str, unit: str | None, known: Known) -> tuple[Any, ...] | None:
    from alliancectl.values.amount import amount

    try:
        return kind.cells(amount(text, known.units, unit=unit))
    except errors.Failure:
        return None


# ---- and back -----------------------------------------------------------------------------------------------------


def values(kind: Kind, form: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """The values of a record from either form, numbers being text; each is checked as a typed one is.

    Raises: a `Failure` whose `field` names the one at fault.
    """
    _refuse_unknown(kind, form)
    found: dict[str, Any] = {}
    for field in fields(kind):
        given = form.get(field.key)
        if given in (None, [], ""):
            continue
        try:
            found[field.key] = _several(field, given, known) if field.many else _value(field.type, field.key, form, known)
        except errors.Failure as failure:
            failure.field = field.key
            raise
    return found


def _several(field: Field, given: Any, known: Known) -> tuple[Entry, ...]:
    entries = []
    for part in given if isinstance(given, list) else [given]:
        form = part if isinstance(part, dict) else {field.option or field.key: part}
        value = _value(field.type, field.option or field.key, form, known)
        has_more = field.extra and form.get(field.extra.key) is not None
        entries.append(Entry(value, _value(field.extra.type, field.extra.key, form, known) if field.extra and has_more else None))
    return tuple(entries)


def _value(kind: Type, key: str, form: Mapping[str, Any], known: Known) -> Any:
    given = form.get(key)
    if isinstance(kind, Date):
        return _date(kind, key, form, known)
    if isinstance(kind, Quantity):
        return _amount(kind, key, form, known)
    if not isinstance(given, str):
        raise errors.NotAsExported(value=str(given)[:80])
    if isinstance(kind, OneOf):
        if given not in {choice.key for choice in kind.among(known)}:
            raise errors.NotAChoice(text=given, known=", ".join(choice.key for choice in kind.among(known)))
        return given
    if isinstance(kind, UnitOf) and given in {unit.key for unit in known.units.known()}:
        return given
    if type(kind) is Title:   # that of a visit's source is made of its subject, which may be longer than a title that is typed
        return Line().parse(given, known)
    read = kind.parse(given, known)
    if read != given and not kind.reference and not isinstance(kind, Whole | Flag):
        raise errors.NotAsExported(value=given[:80])
    return read


def _date(kind: Date, key: str, form: Mapping[str, Any], known: Known) -> When:
    given = form.get(key)
    told = given if isinstance(given, dict) else {"canonical": given, "text": form.get(key + "_text", given)}
    read = kind.parse(str(told.get("canonical")), known)
    text = Line().parse(str(told.get("text") or read.canonical), known)
    ends = [told.get(end, getattr(read, end)) for end in ("earliest", "latest")]
    if read.canonical != told.get("canonical") or ends != [read.earliest, read.latest]:
        raise errors.NotAsExported(value=str(told.get("canonical")))
    return read._replace(text=text)


def _amount(kind: Quantity, key: str, form: Mapping[str, Any], known: Known) -> Any:
    given = form.get(key)
    told = given if isinstance(given, dict) else {"text": given, **{suffix[1:]: form.get(key + suffix) for suffix in AMOUNT}}
    text = Line().parse(str(told.get("text")), known)
    cells = (text, *(told.get(suffix[1:]) for suffix in AMOUNT))
    if told.get("qualifier") is None:   # a line: the text says it all, but perhaps the unit
        from alliancectl.values.amount import amount

        return amount(text, known.units, unit=told.get("unit"))
    if _amount_cells(kind, text, told.get("unit"), known) != cells:
        _refuse_sum(cells, known)
    return kind.value(cells)


def _refuse_sum(cells: tuple[Any, ...], known: Known) -> None:
    """An amount whose words are no longer read as they were must at least agree with itself. Raises: NotAsExported."""
    from decimal import Decimal, InvalidOperation

    from alliancectl.values.amount import EXACT

    text, value, high, qualifier, key, base, base_high, base_unit = cells
    unit = next((unit for unit in known.units.known() if unit.key == key), None)
    try:
        sums = [part is None if number is None else unit is not None and part is not None and Decimal(number) >= 0
                and EXACT.multiply(Decimal(number), unit.factor) == Decimal(part) for number, part in ((value, base), (high, base_high))]
    except InvalidOperation:
        sums = [False]
    named = base_unit == (known.units.base(unit.family).key if unit else None)
    if not all(sums) or not named or qualifier not in ("=", "≈", "≥", "≤", ">0", "unknown") or (value is None) != (qualifier == "unknown"):
        raise errors.NotAsExported(value=text)


def _refuse_unknown(kind: Kind, form: Mapping[str, Any]) -> None:
    allowed = {"id", "uid"}
    for field in fields(kind):
        allowed |= {field.key}
        if isinstance(field.type, Date):
            allowed.add(field.key + "_text")
        if isinstance(field.type, Quantity):
            allowed |= {field.key + suffix for suffix in AMOUNT}
    for key in form:
        if key not in allowed:
            raise errors.UnknownField(kind=kind.label, field=key, known=", ".join(field.key for field in fields(kind)))
