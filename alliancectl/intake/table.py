"""Which format a file has, and its rows."""

from __future__ import annotations

import os
from collections.abc import Sequence

from alliancectl import errors
from alliancectl.intake.rows import Table
from alliancectl.intake.source import STDIN, Incoming, refuse_name
from alliancectl.kinds.record import Kind

FORMATS = ("csv", "xlsx", "json", "jsonl", "toml")
_ENDINGS = {"csv": "csv", "tsv": "csv", "txt": "csv", "xlsx": "xlsx", "xlsm": "xlsx", "xls": "xlsx", "et": "xlsx", "json": "json",
            "jsonl": "jsonl", "ndjson": "jsonl", "toml": "toml", "html": "csv", "htm": "csv"}
_OTHERS = frozenset({"ods", "numbers", "pdf", "doc", "docx", "wps", "xlsb", "mdb", "accdb", "dbf", "xml"})


def format_of(path: str, asked: str | None) -> str:
    """The format of a file by its ending; `asked` overrides; standard input is CSV. Raises: UnknownFileFormat, OtherProgramsFile, NotAFile."""
    ending = os.path.splitext(path)[1].lstrip(".").lower()
    found = asked if asked in FORMATS else None if asked else "csv" if path == STDIN else _ENDINGS.get(ending)
    if found is None and path != STDIN:
        refuse_name(path)     # a folder or a lock file has no format either, and that is not the matter
        if not asked and ending in _OTHERS:
            raise errors.OtherProgramsFile(path=path, ending=ending)
    if found is None:
        raise errors.UnknownFileFormat(path=path)
    return found


def table(file: Incoming, form: str, kind: Kind, *, encoding: str | None = None, delimiter: str | None = None,
          sheet: str | None = None, limit: int = 0) -> Table:
    """The rows of a file of that format. `limit` (bytes) allows more than a workbook may unpack to."""
    names = names_of(kind)
    if form == "xlsx":
        from alliancectl.intake import xlsx

        return xlsx.read(file, names, sheet=sheet, unpacked=limit or xlsx.UNPACKED)
    if form == "json":
        from alliancectl.intake import json

        return json.read(file, names, asked_encoding=encoding)
    if form == "jsonl":
        from alliancectl.intake import jsonl

        return jsonl.read(file, asked_encoding=encoding)
    if form == "toml":
        from alliancectl.intake import toml

        return toml.read(file, names)
    from alliancectl.intake import csv

    return csv.read(file, asked_encoding=encoding, delimiter=delimiter)


def names_of(kind: Kind) -> Sequence[str]:
    """What the list of a kind may be called: its key, noun, labels in both languages."""
    return list(dict.fromkeys((kind.key, kind.noun, kind.view, *kind.plural, *kind.label, kind.key + "s")))
