"""CSV: comma, semicolon, tab or bar, found by a strict rule; any line end; a quoted cell may hold several lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from alliancectl import errors
from alliancectl.intake.encoding import encoding
from alliancectl.intake.rows import COLUMNS, Cell, Row, Table
from alliancectl.intake.source import CHUNK, Incoming, refuse_content
from alliancectl.text import Text
from alliancectl.values.clean import from_sheet_cell

DELIMITERS = ",;\t|"
NAMES = {"\t": "TAB", "tab": "\t", "comma": ",", "semicolon": ";", "bar": "|", "\\t": "\t"}
LONGEST_CELL = 1_000_001     # characters; what is longer no field may hold
LONGEST_LINE = 8 * CHUNK     # bytes without a line end: no table has such a line
SAMPLE = 50                  # rows the delimiter is judged by


def read(file: Incoming, *, asked_encoding: str | None = None, delimiter: str | None = None) -> Table:
    """The rows of a CSV file. Raises: WrongContent, UnclearEncoding, UnclearDelimiter; BrokenFile while rows are read."""
    refuse_content(file.start().read(512), file.name, "csv")
    _refuse_bytes(file, asked_encoding or "")
    found = encoding(file.file, file.name, asked_encoding)
    mark = _asked(delimiter) if delimiter else _delimiter(file, found.codec)
    lines = _Lines(file, found.codec, mark)
    return Table(lines.rows(), keyed=False, said=found.lines, more=lines.more, cell=_cell)


def _asked(delimiter: str) -> str:
    """The delimiter that `--delimiter` names. Raises: BadDelimiter."""
    mark = NAMES.get(delimiter.lower(), delimiter)
    if len(mark) != 1 or mark in "\"\r\n\0":
        raise errors.BadDelimiter(text=delimiter)
    return mark


class _Lines:
    """The lines of the file, a row at a time or many; each taken once. Raises: BrokenFile, TooManyColumns."""

    def __init__(self, file: Incoming, codec: str, mark: str) -> None:
        self.file, self.codec, self.mark = file, codec, mark
        self.number = 0
        self._text: io.TextIOWrapper | None = None

    def rows(self) -> Iterator[Row]:
        """The rows one by one, each cell None where it is empty."""
        while True:
            first, found = self.more(1)
            if not found:
                return
            yield Row(first, (), [_cell(cell) for cell in found[0]])

    def more(self, count: int) -> tuple[int, list[list[str]]]:
        """The number of the next row, and so many rows as they stand; fewer at the end, none after it."""
        if self._text is None:
            self._text = _Text(self.file.start(), self.codec, newline="")
        found: list[list[str]] = []
        try:
            found.extend(_cells(self._text, self.mark, count))   # what was read before a failure is kept: it is counted
        except csv.Error as error:
            raise errors.BrokenFile(path=self.file.name, place=_place(self.number + len(found) + 1), reason=_reason(error)) from None
        first, self.number = self.number + 1, self.number + len(found)
        if max(map(len, found), default=0) > COLUMNS:
            at = next(at for at, cells in enumerate(found) if len(cells) > COLUMNS)
            raise errors.TooManyColumns(path=self.file.name, place=_place(first + at), count=len(found[at]), limit=COLUMNS)
        return first, found


class _Text(io.TextIOWrapper):
    """The text of a file that stays open when the text is forgotten: it is read again, and closed by who opened it."""

    def close(self) -> None:
        """Nothing: see above."""


def _cell(cell: str) -> Cell:
    """The text of a cell, with the ``'`` taken away that made a formula harmless; None where it is empty."""
    if not cell:
        return None
    return from_sheet_cell(cell) if cell[0] == "'" else cell


def _cells(text: io.TextIOWrapper, mark: str, count: int) -> Iterable[list[str]]:
    """The cells of so many rows, a list each. Raises: csv.Error while they are taken.

    Where no cell is quoted they are what stands between the marks of a line; taken so, a large table is read in three quarters of the time.
    """
    lines = list(islice(text, count))
    whole = "".join(lines)
    if '"' in whole or len(whole) > LONGEST_CELL:
        return islice(_reader(chain(lines, text), mark), count)
    return [line.split(mark) if line else [] for line in (line.rstrip("\r\n") for line in lines)]


def _reader(text: Iterable[str], mark: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(text, delimiter=mark, strict=True)


def _delimiter(file: Incoming, codec: str) -> str:
    """The mark that parts most sampled rows into as many cells as the widest; a single column is a comma's. Raises: UnclearDelimiter."""
    widths = {mark: _widths(file, codec, mark) for mark in DELIMITERS}
    good = {mark: max(found) for mark, found in widths.items() if found and max(found) > 1 and _steady(found)}
    best = [mark for mark, width in good.items() if width == max(good.values())]
    if len(best) > 1:   # a decimal comma parts the numbers, but not the header
        best = [mark for mark in best if len(set(widths[mark])) == 1] or best
    if len(best) > 1:
        raise errors.UnclearDelimiter(path=file.name, readings=" / ".join(NAMES.get(mark, mark) for mark in best))
    if best:
        return best[0]
    loose = {mark: max(found) for mark, found in widths.items() if found and max(found) > 1}
    return max(loose, key=lambda mark: (loose[mark], mark == ",")) if loose else ","


def _steady(widths: list[int]) -> bool:
    """Whether most rows are as wide as the widest: titles above and notes below may be narrower."""
    return 2 * widths.count(max(widths)) >= len(widths)


def _widths(file: Incoming, codec: str, mark: str) -> list[int]:
    text = _Text(file.start(), codec, newline="")
    try:
        return [len(cells) for cells in islice(_reader(text, mark), SAMPLE) if any(cell.strip() for cell in cells)]
    except csv.Error:
        return []


def _refuse_bytes(file: Incoming, asked: str) -> None:
    """Refuse what is no text of lines before it is taken apart: NUL bytes, a line without end.

    Raises: WrongContent, BrokenFile; UnmarkedEncoding for what is UTF-16 all the same.
    """
    source, since = file.start(), 0
    head = source.read(512)
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or asked.lower().replace("_", "-").startswith(("utf-16", "utf16", "utf-32", "utf32"))
    source.seek(0)
    while chunk := source.read(CHUNK):
        if not wide and b"\0" in chunk:
            for mark, codec in ((b"\n\0", "utf-16-le"), (b"\0\n", "utf-16-be")):
                if mark in head and head.index(mark) % 2 == 0:
                    raise errors.UnmarkedEncoding(path=file.name, encoding=codec)
            raise errors.WrongContent(path=file.name, found=Text("二进制数据（含 NUL 字节）", "binary data (NUL bytes)"))
        since = 0 if b"\n" in chunk or b"\r" in chunk else since + len(chunk)
        if since > LONGEST_LINE:
            raise errors.BrokenFile(path=file.name, place=Text("某一行", "a line"), reason=Text("太长，不像表格", "it is too long for a table"))


def _place(number: int) -> Text:
    return Text(f"第 {number} 行", f"row {number}")


def _reason(error: csv.Error) -> Text:
    said = str(error)
    if "field larger" in said:
        return Text("一个单元格超过 100 万字，可能少了右引号", "a cell of more than a million characters; perhaps a closing quote is missing")
    if "unexpected end" in said:
        return Text("引号没有结束", "a quote is never closed")
    if "expected after" in said:
        return Text("右引号之后还有别的内容", "there is more after a closing quote")
    return Text("CSV 写法有误", "this is no well-formed CSV")
