"""XLSX: the zip directory is looked at first, then a child process under limits reads the cells by their stored values."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import IO, Any

from alliancectl import errors
from alliancectl.intake.rows import Cell, Fault, Number, Row, Table
from alliancectl.intake.source import Incoming, refuse_content
from alliancectl.kinds.exported import FORM_LISTS
from alliancectl.text import Text
from alliancectl.values.clean import from_sheet_cell
from alliancectl.values.names import fold

UNPACKED = 64_000_000    # bytes all parts may have together
RATIO = 200              # of unpacked to packed, for parts over a megabyte
PARTS = 5_000
MEMORY, SECONDS = 512, 60
EVERY, NONE = "*", ""    # in place of a sheet's name, which can be neither: all visible ones; the list of sheets alone

_REFUSED = {
    "memory": Text("太大，读取时超出内存限制；另存为 CSV 再导入", "it is too large for the memory allowed; save it as CSV and import that"),
    "doctype": Text("其中的 {more} 声明了文档类型，正常的工作簿没有", "its part {more} declares a document type, which no workbook does"),
    "broken": Text("内容已损坏（{more}）", "its contents are damaged ({more})"),
    "range": Text("单元格超出了工作表的范围", "it has cells outside any worksheet"),
    "far": Text("第 {more} 行远在数据之外还有内容；删去它再导入", "row {more}, far below the data, holds something; clear it and import again"),
    "time": Text("读取时间太长；另存为 CSV 再导入", "it takes too long to read; save it as CSV and import that"),
}


def read(file: Incoming, names: Sequence[str], *, sheet: str | None = None, unpacked: int = UNPACKED) -> Table:
    """The rows of one worksheet: the one asked for, one named like the kind (`names`), else the only visible one.

    Raises: WrongContent, WorkbookRefused, WhichSheet, NoSheet; WorkbookRefused while rows are read.
    """
    _look(file, unpacked)
    sheets = _sheets(file)
    chosen = _chosen(file, sheets, names, sheet)
    hidden = [title for title, state in sheets if state != "visible" and title not in (chosen, FORM_LISTS)]
    said = (Text("未读取隐藏的工作表：{names}", "hidden sheets were not read: {names}")(names=Text("、", ", ")().join(hidden)),) if hidden else ()
    return Table(_rows(file, chosen), keyed=False, sheet=chosen, serials=True, said=said)


def titles(file: Incoming, *, unpacked: int = UNPACKED) -> list[str]:
    """The names of the visible worksheets. Raises: WrongContent, WorkbookRefused."""
    _look(file, unpacked)
    return [title for title, state in _sheets(file) if state == "visible"]


def every_sheet(file: Incoming, *, unpacked: int = UNPACKED) -> Iterator[tuple[str, list[Row]]]:
    """Every visible worksheet by name with its rows, read in one go. Raises: WrongContent, WorkbookRefused."""
    _look(file, unpacked)
    title, rows = "", list[Row]()
    for line in _told(file, EVERY):
        if isinstance(line, dict) and "sheet" in line:
            title, rows = line["sheet"], []
        elif isinstance(line, list):
            rows.append(Row(line[0], (), [_cell(cell) for cell in line[1]]))
        elif line == "end":
            yield title, rows


def _chosen(file: Incoming, sheets: list[tuple[str, str]], names: Sequence[str], asked: str | None) -> str:
    titles = [title for title, _ in sheets]
    hidden = Text("{title}（隐藏）", "{title} (hidden)")
    shown = Text("、", ", ")().join(title if state == "visible" else hidden(title=title) for title, state in sheets if title != FORM_LISTS)
    if asked is not None:
        for title in titles:
            if title == asked or fold(title) == fold(asked):
                return title
        raise errors.NoSheet(text=asked, sheets=shown)
    visible = [title for title, state in sheets if state == "visible"] or titles
    if not visible:
        raise _refusal(file, Text("没有工作表", "it has no sheet"))
    wanted = {fold(name) for name in names}
    like = [title for title in visible if fold(title) in wanted]
    if len(like) == 1 or len(visible) == 1:
        return (like or visible)[0]
    filled = [title for title in visible if next(_rows(file, title), None)]
    if len(filled) != 1:
        raise errors.WhichSheet(path=file.name, sheets=shown)
    return filled[0]


def _look(file: Incoming, unpacked: int) -> None:
    """Refuse by its first bytes and the zip directory alone what would not be a workbook, or too much of one.

    Raises: WrongContent, WorkbookRefused.
    """
    import zipfile

    refuse_content(file.start().read(512), file.name, "xlsx")
    try:
        with zipfile.ZipFile(file.start()) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, RuntimeError):
        raise _refusal(file, Text("不是 .xlsx 工作簿（不是完整的 zip 文件）", "it is no .xlsx workbook (no whole zip file)")) from None
    names = [part.filename for part in parts]
    if len(names) > PARTS or len(set(names)) < len(names):
        raise _refusal(file, Text("其中的部件重名或过多", "parts of it have the same name, or are too many"))
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name or "\0" in name for name in names):
        raise _refusal(file, Text("其中的部件名指向文件之外", "a part of it is named outside the file"))
    if any(part.flag_bits & 1 for part in parts):
        raise _refusal(file, Text("已加密；先在 Excel 或 WPS 中去掉密码", "it is encrypted; take the password away in Excel or WPS first"))
    if "xl/workbook.xml" not in names:
        raise _refusal(file, Text("其中没有工作簿", "there is no workbook in it"))
    whole = sum(part.file_size for part in parts)
    if whole > unpacked:
        raise _refusal(file, Text(f"解压后有 {whole // 1_000_000} MB，最多 {unpacked // 1_000_000} MB（--max-size 可放宽）",
                                  f"unpacked it has {whole // 1_000_000} MB; at most {unpacked // 1_000_000} (--max-size allows more)"))
    if any(part.file_size > 1_000_000 and part.file_size > RATIO * max(part.compress_size, 1) for part in parts):
        raise _refusal(file, Text("压缩比异常", "it is packed beyond all measure"))


def _sheets(file: Incoming) -> list[tuple[str, str]]:
    for line in _told(file, NONE):
        return [(title, state) for title, state in line["sheets"]]
    raise _refusal(file, _REFUSED["broken"], more="-")


def _rows(file: Incoming, sheet: str) -> Iterator[Row]:
    whole = False
    for line in _told(file, sheet):
        if line == "end":
            whole = True
        elif isinstance(line, list):
            yield Row(line[0], (), [_cell(cell) for cell in line[1]])
    if not whole:
        raise _refusal(file, _REFUSED["broken"], more="-")


def _cell(cell: Any) -> Cell:
    if isinstance(cell, list):
        form, value = cell
        return Number(value) if form == "n" else Fault(value) if form == "e" else value
    return from_sheet_cell(cell) if cell else None


def _told(file: Incoming, sheet: str) -> Iterator[Any]:
    """What the child writes, line by line. Raises: WorkbookRefused, CannotRead."""
    import subprocess

    process = subprocess.Popen(_command(sheet), stdin=file.start(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    watch = _watch(process)
    refused: dict[str, str] | None = None
    try:
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            if isinstance(told, dict) and "refused" in told:
                refused = told
                break
            yield told
        code = process.wait()
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        _close(process.stdout)
    if refused or code:
        found = refused or {"refused": "time" if code in (-9, -24) else "memory", "more": ""}
        raise _refusal(file, _REFUSED.get(found["refused"], _REFUSED["broken"]), more=found["more"] or "-")


def _watch(process: Any) -> Any:
    """Ends a child that neither writes nor stops."""
    import threading

    watch = threading.Timer(2 * SECONDS, process.kill)
    watch.daemon = True
    watch.start()
    return watch


def _command(sheet: str) -> list[str]:
    import os
    from importlib.util import find_spec

    from alliancectl.intake import __path__ as here

    found = find_spec("openpyxl")
    if found is None or not found.origin:
        raise errors.CannotRead(path="XLSX", reason=Text("没有安装 openpyxl", "openpyxl is not installed"))
    child = os.path.join(next(iter(here)), "xlsx_child.py")
    return [sys.executable, "-I", child, os.path.dirname(os.path.dirname(found.origin)), sheet, str(MEMORY), str(SECONDS)]


def _close(stream: IO[bytes] | None) -> None:
    if stream:
        stream.close()


def _refusal(file: Incoming, reason: Text, more: str = "") -> errors.WorkbookRefused:
    return errors.WorkbookRefused(path=file.name, reason=Text(*(form.replace("{more}", more) for form in reason)))
