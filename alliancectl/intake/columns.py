"""Which column means which field: by its header, by `--map`, or left out by `--ignore`; all that is unknown is named at once."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from alliancectl import errors
from alliancectl.intake.fields import ID, field_of, fields, in_brackets, plain, told_only, without_brackets, words
from alliancectl.kinds.record import Field, Kind
from alliancectl.text import Text

LOOKED_AT = 30       # rows among which the header is looked for
IGNORED = ""         # the field of a column that is left out
REST = "*"           # all columns that nobody knows
LIKE = 0.76          # of two words, for one to be offered for the other: street is no start
LIKE_HAN = 0.7       # of a few characters: 单位全称 is 单位名称


class Unfold(NamedTuple):
    """A wide table: each of these columns is a row of its own; its header becomes `field`, its cell the amount."""

    field: str
    columns: tuple[str, ...]


class Wishes(NamedTuple):
    """What the user says about columns."""

    pairs: tuple[tuple[str, str], ...] = ()   # (header, field key or IGNORED)
    fixed: tuple[tuple[str, str], ...] = ()   # (field key, what every row has)
    unfold: Unfold | None = None
    rest: bool = False                        # whether columns that nobody knows are left out: --ignore "*"


class Column(NamedTuple):
    """One column that is used: where it stands, its header, its field; `unit` is what a bare number in it is measured in."""

    at: int
    header: str
    field: Field
    unit: str = ""


class Layout(NamedTuple):
    """A header understood."""

    header: tuple[str, ...]
    columns: tuple[Column, ...]
    unfolded: tuple[Column, ...] = ()


def layout(kind: Kind, header: Sequence[str], wishes: Wishes, path: str, *, partial: bool = False) -> Layout:
    """Each column's field. With `partial` (JSON: a record may lack any) no required column is missed.

    Raises: UnknownColumns, SameField, MissingColumns, NoSuchColumn.
    """
    asked = {plain(name): key for name, key in wishes.pairs}
    wide = _wide(header, wishes, partial)
    used: list[Column] = []
    unknown: list[str] = []
    for at, name in enumerate(header):
        if at in wide or not name.strip():
            continue
        field = _asked(kind, asked, name)
        if field is None:
            unknown += [] if wishes.rest or plain(name) in told_only(kind) else [name]
        elif field != IGNORED:
            assert isinstance(field, Field)
            used.append(Column(at, name, field, in_brackets(name)))
    if unknown:
        raise unknown_columns(kind, path, unknown)
    _refuse_twice(used)
    unfolded = tuple(Column(at, header[at], _field(kind, wishes.unfold.field), in_brackets(header[at])) for at in sorted(wide)
                     ) if wishes.unfold else ()
    if not partial:
        _refuse_missing(kind, header, used, wishes, path)
    return Layout(tuple(header), tuple(used), unfolded)


def _asked(kind: Kind, asked: dict[str, str], name: str) -> Field | str | None:
    if plain(name) in asked:
        key = asked[plain(name)]
        return _field(kind, key) if key else IGNORED
    return field_of(kind, name)


def header_at(kind: Kind, rows: Iterable[Sequence[object]], wishes: Callable[[Sequence[str]], Wishes]) -> int | None:
    """Which of the first rows is the header: the first with the most cells that are known; else the first with two cells."""
    best, found, first = 0, None, None
    for at, cells in enumerate(rows):
        words = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        named = _named(words, wishes)
        known = sum(plain(word) in named or field_of(kind, word) is not None for word in words if len(word) < 200)
        if known > best:
            best, found = known, at
        if words and (first is None or first[1] < 2 <= len(words)):
            first = (at, len(words))
    return found if found is not None else first[0] if first else None


def _named(header: Sequence[str], wishes: Callable[[Sequence[str]], Wishes]) -> set[str]:
    """The columns that the user names, where this row has them all."""
    try:
        wished = wishes(header)
    except errors.Failure:
        return set()
    return {plain(name) for name, _ in wished.pairs} | {plain(name) for name in (wished.unfold.columns if wished.unfold else ())}


def asked_pairs(kind: Kind, header: Sequence[str], texts: Sequence[str], ignored: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What `--map COLUMN=FIELD,...` and `--ignore COLUMN,...` say; headers may hold commas and equals signs.

    Raises: BadMapping, NoSuchColumn, UnknownColumns for a field that is none.
    """
    pairs: list[tuple[str, str]] = []
    for text in texts:
        rest = text
        while rest:
            name, key, rest = _pair(header, rest, text)
            if key not in {field.key for field in fields(kind)} and key:
                found = field_of(kind, key)
                if found is None:
                    raise _no_field(kind, key)
                key = found.key
            pairs.append((name, key))
    return (*pairs, *((name, IGNORED) for text in ignored for name in names(header, text)))


def without_rest(texts: Sequence[str]) -> tuple[list[str], bool]:
    """What `--ignore` names, and whether all columns that nobody knows are among it: ``tier,*``."""
    found = [(text[:-1].rstrip(", ，"), True) if text == REST or text.endswith((",*", "，*", ", *")) else (text, False) for text in texts]
    return [text for text, _ in found if text], any(rest for _, rest in found)


def kept(kind: Kind, header: Sequence[str], wishes: Wishes) -> tuple[tuple[str, str], ...]:
    """What was said of columns, to be kept under a name: those that were left out because nobody knows them, each by its header."""
    named = {plain(name) for name, _ in wishes.pairs} | {plain(name) for name in (wishes.unfold.columns if wishes.unfold else ())}
    unknown = (name for name in header if name.strip() and plain(name) not in named and field_of(kind, name) is None)
    return (*wishes.pairs, *((name, IGNORED) for name in unknown if wishes.rest))


def asked_fixed(kind: Kind, texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What `--set FIELD=VALUE` says. Raises: BadFixed, and for a field that is none."""
    pairs = []
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign:
            raise errors.BadFixed(text=text)
        field = field_of(kind, key)
        if field is None or field == ID:
            raise _no_field(kind, key)
        pairs.append((field.key, value))
    return tuple(pairs)


def asked_unfold(kind: Kind, header: Sequence[str], text: str | None) -> Unfold | None:
    """What `--unfold FIELD=COLUMN,COLUMN` or ``FIELD=FIRST..LAST`` says. Raises: BadMapping, NoSuchColumn."""
    if text is None:
        return None
    key, sign, listed = text.partition("=")
    field = field_of(kind, key)
    if not sign or field is None:
        raise errors.BadMapping(text=text) if not sign else _no_field(kind, key)
    first, dots, last = listed.partition("..")
    if dots and header:
        ends = [_position(header, name) for name in (first, last)]
        return Unfold(field.key, tuple(header[min(ends):max(ends) + 1]))
    return Unfold(field.key, tuple(names(header, listed)))


def unknown_columns(kind: Kind, path: str, unknown: Sequence[str]) -> "errors.UnknownColumns":
    """The failure that names every unknown column, with what was perhaps meant."""
    from difflib import get_close_matches

    known, by_word = [field.key for field in fields(kind)], words(kind)
    shown = []
    for name in unknown[:30]:
        close = get_close_matches(plain(without_brackets(name))[:60], sorted(by_word), 1, LIKE if name.isascii() else LIKE_HAN)
        shown.append(f"“{name[:60]}”" + (Text("（{key}？）", " ({key}?)")(key=by_word[close[0]].key) if close else ""))
    more = "" if len(unknown) <= 30 else Text("……", " …")()
    return errors.UnknownColumns(path=path, count=len(unknown), columns=Text("、", ", ")().join(shown) + more, first=unknown[0][:60], known=Text("、", ", ")().join(known),
                                 names=list(unknown))


def _no_field(kind: Kind, key: str) -> Exception:
    return errors.UnknownField(kind=kind.label, field=key, known=Text("、", ", ")().join(field.key for field in fields(kind)))


def _pair(header: Sequence[str], rest: str, whole: str) -> tuple[str, str, str]:
    """The first COLUMN=FIELD of a text, and what follows it; a known header is taken whole."""
    for name in sorted(filter(None, header), key=len, reverse=True):
        if rest.casefold().startswith(name.casefold() + "="):
            key, _, after = rest[len(name) + 1:].partition(",")
            return name, key.strip(), after.strip()
    first, _, after = rest.partition(",")
    name, sign, key = first.rpartition("=")
    if not sign or not name.strip():
        raise errors.BadMapping(text=whole)
    return header[_position(header, name)] if header else name.strip(), key.strip(), after.strip()


def names(header: Sequence[str], text: str) -> list[str]:
    """The columns in a text: whole, or several between commas. Raises: NoSuchColumn."""
    found: list[str] = []
    rest = text
    while rest:
        whole = next((name for name in sorted(filter(None, header), key=len, reverse=True)
                      if rest.casefold() == name.casefold() or rest.casefold().startswith(name.casefold() + ",")), None)
        first = whole if whole is not None else rest.partition(",")[0]
        found.append(whole if whole is not None else header[_position(header, first)] if header else first.strip())
        rest = rest[len(first) + 1:].strip()
    return found


def _position(header: Sequence[str], name: str) -> int:
    for compare in (lambda text: text.strip(), plain, lambda text: plain(without_brackets(text))):
        for at, known in enumerate(header):
            if known and compare(known) == compare(name):
                return at
    raise errors.NoSuchColumn(text=name, columns=Text("、", ", ")().join(part[:40] for part in header[:40]))


def _wide(header: Sequence[str], wishes: Wishes, partial: bool) -> set[int]:
    if not wishes.unfold:
        return set()
    return {_position(header, name) for name in wishes.unfold.columns if not partial or name in header}


def _field(kind: Kind, key: str) -> Field:
    return next(field for field in fields(kind) if field.key == key)


def _refuse_twice(used: Sequence[Column]) -> None:
    by_field: dict[str, list[str]] = {}
    for column in used:
        by_field.setdefault(column.field.key, []).append(column.header)
    for key, names in by_field.items():
        if len(names) > 1:
            field = next(column.field for column in used if column.field.key == key)
            raise errors.SameField(columns=Text("、", ", ")().join(f"“{name}”" for name in names), field=f"{field.label()} ({key})")


def _refuse_missing(kind: Kind, header: Sequence[str], used: Sequence[Column], wishes: Wishes, path: str) -> None:
    given = {column.field.key for column in used} | {key for key, _ in wishes.fixed}
    if wishes.unfold:
        given |= {wishes.unfold.field, "amount"}
    if "id" in given:
        return   # rows of known records need not say everything again
    missing = [field for field in kind.fields if field.required and field.default is None and field.key not in given | COMPLETED]
    if missing:
        shown = [name[:40] for name in header if name.strip()][:30]
        raise errors.MissingColumns(path=path, missing=Text("、", ", ")().join(f"{field.label()} ({field.key})" for field in missing), columns=Text("、", ", ")().join(shown))


COMPLETED = frozenset({"direction"})   # what settling a draft fills in
