"""A record as a form: TOML with a comment above every field, what is empty commented out; written, read, and marked with errors."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Field, Kind, Record, Ref
from alliancectl.kinds.types import Date, Flag, Known, OneOf, Prose, Quantity
from alliancectl.text import Text
from alliancectl.values.clean import visible

MARK = "#! "        # begins a line that says what is wrong; taken away when the form is read again
DOUBT = Text("？", "?")   # begins a remark on what is doubtful
BASE = "#= "        # begins the line that says which state of the record was shown
BESIDE = "capacity"   # the records that a form of a visit may bring along, each under [[capacity]]

Draft = dict[str, Any]   # field key -> text, or a list of texts and of (text, what stands beside it)


class Part(NamedTuple):
    """One record of a form: what is typed, and remarks by field ("" for the whole)."""

    kind: Kind
    draft: Draft
    remarks: Mapping[str, Sequence[Text]] = {}


def form(parts: Sequence[Part], known: Known, *, title: str, base: str = "", also: bool = True) -> str:
    """The text of a form: the first part's fields at the top, each further one under ``[[kind]]``.

    `also` adds what `add` takes besides the fields.
    """
    lines = [f"# {title}", *_how(), *([BASE + base] if base else []), ""]
    for at, part in enumerate(parts):
        if at:
            lines += [f"[[{part.kind.key}]]"]
        lines += [f"# {DOUBT()} {visible(remark())}" for remark in part.remarks.get("", ())]
        for field in fields_of(part.kind, also=also):
            lines += _field(field, part, known)
        lines.append("")
    return "\n".join(lines)


def fields_of(kind: Kind, *, also: bool) -> list[Field]:
    """The fields that a form shows; `year` is only another way to say as_of."""
    return [field for field in (*kind.fields, *(kind.also if also else ())) if not field.hidden and field.key != "year"]


def draft_of(record: Record) -> Draft:
    """The record as typed text."""
    draft: Draft = {}
    for field in fields_of(record.kind, also=False):
        value = record.values.get(field.key)
        if value in (None, ()):
            continue
        draft[field.key] = [_pair(field, entry) for entry in value] if field.many else field.type.typed(value)
    return draft


def names_of(record: Record) -> dict[str, str]:
    """The names of the records that one points at, by id."""
    values = [entry.value if isinstance(entry, Entry) else entry for value in record.values.values()
              for entry in (value if isinstance(value, tuple) and not hasattr(value, "_fields") else (value,))]
    return {value.code: value.name for value in values if isinstance(value, Ref)}


def _pair(field: Field, entry: Entry) -> Any:
    text = field.type.typed(entry.value)
    return (text, field.extra.type.typed(entry.extra)) if field.extra and entry.extra is not None else text


# ---- writing ------------------------------------------------------------------------------------------------------


def _how() -> list[str]:
    return [Text("# 填好后保存并关闭，就会写入；全部删去则放弃。", "# Save and close to record it; delete everything to give up.")(),
            Text("# “#”之后是说明，或没有填的项：去掉“#”，写上值。文字加引号，多个值写成 [\"甲\", \"乙\"]。",
                 "# After “#” stands a remark, or a field that is empty: take the # away and give a value. Text in quotes, several as [\"one\", \"two\"].")()]


def _field(field: Field, part: Part, known: Known) -> list[str]:
    lines = ["# " + visible("  ".join(filter(None, (field.label(), *_hints(field, known)))))]
    lines += [f"# {DOUBT()} {visible(remark())}" for remark in part.remarks.get(field.key, ())]
    value = part.draft.get(field.key)
    if value in (None, "", []):
        return [*lines, f"# {field.key} = {'[]' if field.many else _quoted('')}"]
    if not field.many:
        names = part.draft.get("", {})
        return [*lines, f"{field.key} = {_quoted(str(value))}" + _named(names, [str(value)])]
    return [*lines, _several(field, [value] if isinstance(value, str) else value, part.draft.get("", {}))]


def _hints(field: Field, known: Known) -> list[str]:
    hints = [Text("（必填）", "(needed)")()] if field.required else []
    if isinstance(field.type, OneOf):
        hints.append(" | ".join(choice.offered() for choice in field.type.among(known)))
    elif field.help.zh:
        hints.append(field.help())
    elif isinstance(field.type, Date):
        hints.append("2024-05-14 | 2024-05 | 2024 | XXXX-06-20 | unknown")
    elif isinstance(field.type, Quantity):
        hints.append(Text("6万吨/年 | 约6万吨 | 3-5万吨/年", "60,000 t/a | about 60 kt/a | 3-5 kt/a")())
    elif isinstance(field.type, Flag):
        hints.append("yes | no")
    elif isinstance(field.type, Prose):
        hints.append(Text("多行用三个引号", "three quotes for several lines")())
    return hints


def _several(field: Field, values: Iterable[Any], names: Mapping[str, str]) -> str:
    items = [_item(field, value) for value in values]
    texts = [value if isinstance(value, str) else value[0] for value in values]
    if all(isinstance(value, str) for value in values) and len(", ".join(items)) < 100:
        return f"{field.key} = [{', '.join(items)}]" + _named(names, texts)
    inner = [f"    {item}," + _named(names, [text]) for item, text in zip(items, texts, strict=True)]
    return "\n".join([f"{field.key} = [", *inner, "]"])


def _item(field: Field, value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    text, beside = value
    if not field.extra or beside in (None, ""):
        return _quoted(text)
    return f"{{ {field.option} = {_quoted(text)}, {field.extra.key} = {_quoted(beside)} }}"


def _named(names: Mapping[str, str], codes: Sequence[str]) -> str:
    said = [names[code] for code in codes if names.get(code)]
    return f"   # {visible('、'.join(said))}" if said else ""


def _quoted(text: str) -> str:
    import tomli_w

    lines = "\n" in text and "\r" not in text and "\n" + MARK.rstrip() not in "\n" + text   # else an editor, or reading it again, would lose some
    return tomli_w.dumps({"x": text}, multiline_strings=lines).removeprefix("x = ").rstrip("\n")


# ---- reading ------------------------------------------------------------------------------------------------------


def read(text: str, kind: Kind) -> list[Part]:
    """The records of a form, as typed. Raises: FormWrong, FormValue; their `field` says where, `section` in which part."""
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise errors.FormWrong(line=line, reason=str(error).partition(" (at ")[0]) from None
    except (RecursionError, ValueError) as error:
        raise errors.FormWrong(line=1, reason=type(error).__name__) from None
    beside = found.pop(BESIDE, []) if kind.key == "visit" else []
    return [Part(kind, _draft(kind, found)), *(Part(KINDS[BESIDE], _draft(KINDS[BESIDE], one)) for one in _tables(beside))]


def _tables(found: Any) -> list[Any]:
    if isinstance(found, dict):
        return [found]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise errors.FormValue(key=BESIDE)
    return found


def _draft(kind: Kind, found: Mapping[str, Any]) -> Draft:
    fields = {field.key: field for field in kind.fields + kind.also}
    draft: Draft = {}
    for key, value in found.items():
        try:
            cell = _cell(key, value, fields.get(key))
        except errors.Failure as failure:
            failure.field = key
            raise
        if cell not in ("", []):
            draft[key] = cell
    return draft


def _cell(key: str, value: Any, field: Field | None) -> Any:
    if field and field.many:
        return [part for part in (_entry(key, one, field) for one in (value if isinstance(value, list) else [value])) if part != ""]
    return _text(key, value)


def _entry(key: str, value: Any, field: Field) -> Any:
    if not isinstance(value, dict):
        return _text(key, value)
    extra = field.extra.key if field.extra else ""
    if field.option not in value or set(value) - {field.option, extra}:
        raise errors.FormValue(key=key)
    beside = _text(key, value.get(extra, ""))
    return (_text(key, value[field.option]), beside) if beside else _text(key, value[field.option])


def _text(key: str, value: Any) -> str:
    if isinstance(value, dict | list):
        raise errors.FormValue(key=key)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def base_of(text: str) -> str:
    """Which state of the record a form was made from, empty where it does not say."""
    found = re.search(rf"^{BASE}(\w+)\s*$", text, re.MULTILINE)
    return found[1] if found else ""


# ---- marking ------------------------------------------------------------------------------------------------------


def marked(text: str, failure: errors.Failure) -> str:
    """The form with each problem as a comment above its field; those of before are taken away."""
    problems = failure.problems if isinstance(failure, errors.SeveralProblems) else [failure]
    lines = unmarked(text).split("\n")
    for problem in problems:
        at = _place(lines, problem)
        said = [f"✗ {visible(problem.says())}  [{problem.code}]", *(f"  → {visible(line)}" for line in filter(None, problem.mend().split("\n")))]
        lines[at:at] = [MARK + line for line in said]
    return "\n".join(lines)


def unmarked(text: str) -> str:
    """The form without the marks of an earlier try."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(MARK))


def noted(text: str, notes: Mapping[str, str], base: str) -> str:
    """The form with a note above each of these fields, and made from another state of the record."""
    lines = [BASE + base if line.startswith(BASE) else line for line in unmarked(text).split("\n")]
    for key, note in notes.items():
        probe = errors.Failure()
        probe.field = key
        at = _place(lines, probe)
        lines[at:at] = [MARK + visible(note)]
    return "\n".join(lines)


def _place(lines: Sequence[str], problem: errors.Failure) -> int:
    """The line above which a problem is written: that of its field, in its part; else the top."""
    if isinstance(problem, errors.FormWrong):
        wanted, seen = int(str(problem.slots["line"])), 0
        for at, line in enumerate(lines):   # marks that were added are not counted
            seen += not line.startswith(MARK)
            if seen == wanted:
                return at
        return len(lines)
    heads = [0, *(at for at, line in enumerate(lines) if re.match(r"\s*\[\[", line)), len(lines)]
    section = min(getattr(problem, "section", 0), len(heads) - 2)
    for at in range(heads[section], heads[section + 1]):
        if problem.field and re.match(rf"\s*#?\s*\"?{re.escape(problem.field)}\"?\s*=", lines[at]):
            return at
    return heads[section] + (1 if section else 0)
