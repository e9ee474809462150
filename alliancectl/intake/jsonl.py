"""JSON lines: a record a line, read line by line."""

from __future__ import annotations

import io
from collections.abc import Iterator

from alliancectl import errors
from alliancectl.intake.encoding import encoding
from alliancectl.intake.json import decoded, row
from alliancectl.intake.rows import Row, Table
from alliancectl.intake.source import Incoming, refuse_content
from alliancectl.text import Text

LONGEST_LINE = 16_000_000   # characters


def read(file: Incoming, *, asked_encoding: str | None = None) -> Table:
    """The records of a file of JSON lines; blank lines are none. Raises: as `json.read`."""
    refuse_content(file.start().read(512), file.name, "jsonl")
    found = encoding(file.file, file.name, asked_encoding)
    return Table(_rows(file, found.codec), keyed=True, said=found.lines, row_word="line")


def _rows(file: Incoming, codec: str) -> Iterator[Row]:
    text = io.TextIOWrapper(file.start(), codec)
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            place = Text(f"第 {number} 行", f"line {number}")
            if len(line) >= LONGEST_LINE:
                raise errors.BrokenFile(path=file.name, place=place, reason=Text("太长", "it is too long"))
            if not line.strip():
                continue
            item, end = decoded(line.strip(), 0, file.name, place)
            if end != len(line.strip()):
                raise errors.BrokenFile(path=file.name, place=place, reason=Text("一行中有不止一个值", "there is more than one value in the line"))
            yield row(item, number, file.name)
    finally:
        if not text.buffer.closed:   # the file may be closed before the rows are forgotten
            text.detach()
