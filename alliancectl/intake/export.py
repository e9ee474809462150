"""An export that comes back: one JSON file, a folder of TOML, or tables; recognised by its schema, not by its name."""

import os
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.intake.export_tables import is_tables, tables
from alliancectl.intake.source import incoming
from alliancectl.kinds import KINDS
from alliancectl.kinds.exported import HEAD, SCHEMA, place
from alliancectl.kinds.record import Kind
from alliancectl.text import Text

FILE_LIMIT = 16_000_000          # bytes of one record's file
WHOLE_LIMIT = 256_000_000        # bytes of a JSON file, which is read whole; --max-size allows more
_SCHEMA = re.compile(rb'\A(\xef\xbb\xbf)?\s*\{\s*"schema"\s*:\s*"alliancectl/')


class Exported(NamedTuple):
    """What an export says: of which state, and the forms of each kind's records, each with the place it stands in."""

    name: str
    operation: int
    digest: str
    kinds: dict[str, list[tuple[str, dict[str, Any]]]]


def is_export(path: str, limit: int = WHOLE_LIMIT) -> bool:
    """Whether a path is an export of this program, by what it says of itself. Raises: what reading a workbook raises."""
    return _is_forms(path) or is_tables(path, limit)


def _is_forms(path: str) -> bool:
    """Whether it is a JSON file, or a folder of TOML."""
    try:
        if os.path.isdir(path):
            path = os.path.join(path, HEAD + ".toml")
            if not os.path.isfile(path):
                return False
        if not os.path.isfile(path):
            return False
        with open(path, "rb") as file:
            head = file.read(4096)
    except (OSError, ValueError):
        return False
    return bool(_SCHEMA.match(head)) or (path.endswith(".toml") and head.startswith(b'schema = "alliancectl/'))


def exported(path: str, limit: int = WHOLE_LIMIT) -> Exported:
    """What an export says, its values still as they stand. Raises: OtherSchema, BrokenExport, and what reading a file raises."""
    whole = (tables(path, limit) if not _is_forms(path) else dict(_folder(path)) if os.path.isdir(path) else _file(path, limit))
    name = os.path.basename(os.path.abspath(path))
    if whole.get("schema") != SCHEMA:
        raise errors.OtherSchema(path=name, found=str(whole.get("schema"))[:40], known=SCHEMA)
    history = whole.get("history")
    known = {place(kind): kind for kind in KINDS.values()}
    for key in whole:
        if key not in known and key not in ("schema", "history"):
            raise errors.BrokenExport(path=name, place=key[:60], reason=Text("没有这种记录", "there is no such kind"))
    operation, digest = (str(history.get(key) or "") for key in ("operation", "digest")) if isinstance(history, dict) else ("", "")
    if not re.fullmatch(r"\d{1,15}", operation, re.ASCII) or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise errors.BrokenExport(path=name, place="history", reason=Text("没有说明记录的状态", "it does not say which state it shows"))
    return Exported(name, int(operation), digest, {kind.key: _forms(name, kind, whole.get(key)) for key, kind in known.items()})


def _forms(name: str, kind: Kind, given: Any) -> list[tuple[str, dict[str, Any]]]:
    listed = [given] if kind.key == "alliance" else given if isinstance(given, list) else [] if given is None else [given]
    found = []
    for number, form in enumerate(listed, 1):
        if not isinstance(form, dict):
            raise errors.BrokenExport(path=name, place=f"{place(kind)} {number}", reason=Text("不是记录", "it is no record"))
        found.append((f"{place(kind)} {str(form.get('id') or number)[:20]}", form))
    return found


def _file(path: str, limit: int) -> dict[str, Any]:
    from alliancectl.intake.json import cell, decoded

    with incoming(path, limit) as file:
        try:
            text = file.start().read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise errors.BrokenExport(path=file.name, place=Text("内容", "its contents"), reason=Text("不是 UTF-8", "it is no UTF-8")) from None
    whole, end = decoded(text, len(text) - len(text.lstrip()), file.name, Text("内容", "its contents"))
    if text[end:].strip() or not isinstance(whole, dict):
        raise errors.BrokenExport(path=file.name, place=Text("末尾", "its end"), reason=Text("还有别的内容", "there is more after the export"))
    return {key: cell(value) for key, value in whole.items()}


def _folder(path: str) -> Iterator[tuple[str, Any]]:
    """The folder as one object. Files that an export does not write are left alone."""
    yield from _toml(os.path.join(path, HEAD + ".toml")).items()
    for kind in KINDS.values():
        inside = os.path.join(path, place(kind))
        if kind.key == "alliance":
            yield place(kind), _toml(inside + ".toml")
        elif os.path.isdir(inside):
            yield place(kind), [_named(kind, os.path.join(inside, name)) for name in record_files(kind, inside)]


def record_files(kind: Kind, folder: str) -> list[str]:
    """The files of a kind's folder that are records, in the order of their ids. Raises: CannotRead."""
    try:
        names = [name for name in os.listdir(folder) if re.fullmatch(rf"{kind.letter}[1-9]\d{{0,14}}\.toml", name, re.ASCII)]
    except OSError as error:
        raise errors.CannotRead(path=folder, reason=errors.why(error)) from None
    return sorted(names, key=lambda name: int(name[1:-5]))


def _named(kind: Kind, path: str) -> dict[str, Any]:
    form = _toml(path)
    code = os.path.basename(path).removesuffix(".toml")
    if form.get("id") != code:
        raise errors.BrokenExport(path=f"{place(kind)}/{code}.toml", place="id", reason=Text("与文件名不同", "it is not that of the file's name"))
    return form


def _toml(path: str) -> dict[str, Any]:
    from alliancectl.intake import toml

    with incoming(path, FILE_LIMIT) as file:
        return toml.parsed(file)
