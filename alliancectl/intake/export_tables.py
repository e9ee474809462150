"""An export as tables that comes back: a workbook, or a folder of CSV; each row is a record, by the ids and names of fields in its head."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from typing import Any

from alliancectl import errors
from alliancectl.intake.rows import Fault, Row
from alliancectl.intake.source import incoming
from alliancectl.kinds import KINDS
from alliancectl.kinds.exported import place
from alliancectl.kinds.exported_cells import ABOUT, EXACT, EXACT_TITLE, form
from alliancectl.text import Text

_SCHEMA = re.compile(r"alliancectl/\d+")
_LIMIT = 4_096_000_000       # bytes of one table in CSV

Rows = Iterable[Row]


def is_tables(path: str, limit: int) -> bool:
    """Whether a path is such an export; `limit` in bytes, of a workbook unpacked. Raises: what reading a workbook raises."""
    if os.path.isdir(path):
        about = os.path.join(path, ABOUT + ".csv")
        return os.path.isfile(about) and bool(_schema(_csv(about)))
    if os.path.splitext(path)[1].lower() not in (".xlsx", ".xlsm") or not os.path.isfile(path):
        return False
    from alliancectl.intake import xlsx

    with incoming(path, limit) as file:
        sheets = xlsx.titles(file, unpacked=limit)
        return len(sheets) > 1 and bool(_schema(xlsx.read(file, (), sheet=sheets[0], unpacked=limit).rows))


def tables(path: str, limit: int) -> dict[str, Any]:
    """What the tables say, as the JSON of an export has it; `limit` in bytes. Raises: BrokenExport, and what reading a file raises."""
    name = os.path.basename(os.path.abspath(path))
    about: list[Row] = []
    held: dict[str, list[dict[str, str]]] = {}
    for title, rows in _folder(path) if os.path.isdir(path) else _workbook(path, limit):
        if not about:
            about = list(rows)
            continue
        key = _place(title)
        if key is None:
            raise errors.BrokenExport(path=name, place=title[:60], reason=Text("没有这种记录", "there is no such kind"))
        held[key] = [*held.get(key, []), *_records(rows, f"{name} {title}")]
    exact = _exact(held.pop(EXACT, []), name)
    whole: dict[str, Any] = {"schema": _schema(about), "history": _history(about)}
    for kind in KINDS.values():
        forms = [form(kind, told, exact.get(told.get("id", ""), {})) for told in held.get(place(kind), [])]
        if forms:
            whole[place(kind)] = forms[0] if kind.key == "alliance" and len(forms) == 1 else forms
    return whole


def _folder(path: str) -> Iterator[tuple[str, Rows]]:
    """The tables of a folder. Files that an export does not write are left alone."""
    for title in (ABOUT, *(place(kind) for kind in KINDS.values()), EXACT):
        file = os.path.join(path, title + ".csv")
        if os.path.isfile(file):
            yield title, _csv(file)


def _csv(path: str) -> Iterator[Row]:
    from alliancectl.intake import csv

    with incoming(path, _LIMIT) as file:
        yield from csv.read(file, asked_encoding="utf-8", delimiter=",").rows


def _workbook(path: str, limit: int) -> Iterator[tuple[str, Rows]]:
    from alliancectl.intake import xlsx

    with incoming(path, limit) as file:
        yield from xlsx.every_sheet(file, unpacked=limit)


def _place(title: str) -> str | None:
    """The place of the kind whose table has that name, in whichever language it was exported; `EXACT` for what stands beside them."""
    names = dict.fromkeys((EXACT, *_titles(EXACT_TITLE)), EXACT)
    for kind in KINDS.values():
        names |= dict.fromkeys((place(kind), *_titles(kind.plural)), place(kind))
    return names.get(title)


def _titles(title: Text) -> Iterator[str]:
    """What a sheet of that title is called: a sheet's name has 31 characters."""
    return (words[:31].strip() for words in (title.zh, title.en, title.to("both")))


def _records(rows: Rows, where: str) -> Iterator[dict[str, str]]:
    """The rows under the head, which begins with ``id``; what stands above is the title of a sheet. Raises: BrokenExport."""
    head: list[str] = []
    for row in rows:
        texts = ["" if cell is None else str(cell) for cell in row.cells]
        if not head:
            head = texts if texts[:1] == ["id"] else []
            continue
        if not any(texts):
            continue
        fault = next((cell for cell in row.cells if isinstance(cell, Fault)), None)
        if fault is not None or any(texts[len(head):]):
            raise errors.BrokenExport(path=where, place=Text(f"第 {row.number} 行", f"row {row.number}"),
                                      reason=Text("有读不出的单元格", "it has a cell that cannot be read"))
        yield dict(zip(head, texts, strict=False))


def _exact(rows: Iterable[dict[str, str]], name: str) -> dict[str, dict[str, Any]]:
    """What stands beside the tables, by id. Raises: BrokenExport."""
    texts: dict[str, str] = {}
    for row in rows:
        texts[row.get("id", "")] = texts.get(row.get("id", ""), "") + row.get("text", "")
    found = {}
    for code, text in texts.items():
        try:
            found[code] = _plain(json.loads(text))
        except (ValueError, RecursionError):
            raise errors.BrokenExport(path=name, place=f"{EXACT} {code[:20]}", reason=Text("不合 JSON 写法", "it is no JSON")) from None
        if not isinstance(found[code], dict):
            raise errors.BrokenExport(path=name, place=f"{EXACT} {code[:20]}", reason=Text("不是记录", "it is no record"))
    return found


def _plain(value: Any) -> Any:
    """Values as cells are: numbers as text."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _schema(about: Rows) -> str:
    return next((str(cell) for row in about for cell in row.cells if cell is not None and _SCHEMA.fullmatch(str(cell))), "")


def _history(about: Iterable[Row]) -> dict[str, str]:
    texts = [str(cell) for row in about for cell in row.cells if cell is not None]
    return {"operation": next((text[1:] for text in texts if re.fullmatch(r"#\d+", text)), ""),
            "digest": next((text for text in texts if re.fullmatch(r"[0-9a-f]{64}", text)), "")}
