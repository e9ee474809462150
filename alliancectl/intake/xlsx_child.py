"""Reads one worksheet in a process of its own, under limits of time and memory; imports nothing of the program.

Run as ``python -I xlsx_child.py FOLDER_OF_OPENPYXL SHEET MEMORY_MB SECONDS`` with the workbook as standard input. Writes JSON
lines: first what sheets there are, and nothing more where SHEET is empty; then the rows, ``[row number, [cell, …]]``, and ``"end"``; of
every visible sheet where SHEET is ``*``, each under ``{"sheet": its name}``. A cell is null, text, ["n", digits], ["d", day] or
["e", error]: what the sheet calls it, "=" for a formula without a stored value, "#" for a number of more than fifteen digits.
"""

import datetime
import json
import re
import sys
import zipfile
from typing import Any

ROWS, COLUMNS = 1_048_576, 16_384
BLANK_ROWS = 10_000      # so many in a row end the sheet: a stray cell far below is refused, not waited for


def main() -> int:
    """Read the sheet that the arguments name; returns the exit code, 3 where the workbook is refused."""
    folder, wanted, memory, seconds = sys.argv[1:5]
    limit(int(memory), int(seconds))
    sys.path.append(folder)
    try:
        return told(wanted)
    except MemoryError:
        return said("memory")
    except RecursionError:
        return said("broken")
    except Exception as error:   # whatever a broken workbook does to the library
        return said("broken", f"{type(error).__name__}")


def limit(memory: int, seconds: int) -> None:
    """Bound this process's memory (MB) and time (seconds)."""
    try:
        import resource
    except ImportError:      # Windows has no such limits; the parent still watches the time
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def told(wanted: str) -> int:
    """Write the sheets, then the rows of what is `wanted` of them, as the module's docstring says; returns the exit code."""
    given = open(0, "rb", closefd=False)   # noqa: SIM115 (the parent's: it stays open)
    archive = zipfile.ZipFile(given)
    refused = doctype(archive)
    if refused:
        return said("doctype", refused)
    import warnings

    warnings.simplefilter("ignore")
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    book = load_workbook(given, read_only=True, data_only=True, keep_links=False)
    tell({"sheets": [[sheet.title, sheet.sheet_state] for sheet in book.worksheets]})
    if not wanted:
        return 0
    if wanted == "*":
        return every([sheet for sheet in book.worksheets if sheet.sheet_state == "visible"], archive)
    sheet = next((sheet for sheet in book.worksheets if sheet.title == wanted), None)
    return 0 if sheet is None else rows(sheet, archive)


def every(sheets: list[Any], archive: zipfile.ZipFile) -> int:
    """Write the rows of all these sheets, each under its name; returns the exit code."""
    for sheet in sheets:
        tell({"sheet": sheet.title})
        code = rows(sheet, archive)
        if code:
            return code
    return 0


def doctype(archive: zipfile.ZipFile) -> str:
    """The part that declares a document type: what entities and their expansion need, and no workbook has."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                head = part.read(4096).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                return name
    return ""


def unstored(archive: zipfile.ZipFile, name: str) -> set[str]:
    """The cells with a formula that no program has stored a value for."""
    text = archive.read(name.lstrip("/"))
    if b"<f" not in text:
        return set()
    found = re.findall(rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>', text)
    return {reference.decode() for reference in found}


def rows(sheet: Any, archive: zipfile.ZipFile) -> int:
    """Write the rows of a sheet; returns the exit code."""
    sheet.reset_dimensions()
    no_value = unstored(archive, sheet._worksheet_path)
    number = blank = 0
    for cells in sheet.iter_rows():
        number += 1
        if len(cells) > COLUMNS or number > ROWS:
            return said("range")
        written = [shown(cell, no_value) for cell in cells]
        while written and written[-1] is None:
            written.pop()
        if not written:
            blank += 1
            continue
        if blank > BLANK_ROWS:
            return said("far", str(number))
        blank = 0
        tell([number, written])
    tell("end")
    return 0


def shown(cell: Any, no_value: set[str]) -> object:
    """A cell as JSON has it, see the module's docstring."""
    value = cell.value
    if no_value and getattr(cell, "column", None) and cell.coordinate in no_value:
        return ["e", "="]
    if value is None or isinstance(value, str):
        return ["e", value] if value and cell.data_type == "e" else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        day = east(cell, value)
        if day:
            return ["d", day]
        if abs(value) >= 1e15 and len(f"{value:.15g}".partition("e")[0].replace(".", "").strip("-0")) >= 10:
            return ["e", "#"]    # a code or a telephone number: zeros stand where its last digits were
        return ["n", str(value) if isinstance(value, int) else digits(value)]
    if isinstance(value, (datetime.datetime, datetime.date)):
        return ["d", as_shown(value, cell.number_format or "")]
    return str(value)


# Formats of Chinese, Japanese and Korean Excel and of WPS that have a number and no letters, which the library takes for plain numbers.
EAST = {**dict.fromkeys((27, 36, 50, 52, 57), "yyyy/m"), **dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 58), "yyyy/m/d")}


def east(cell: Any, value: float) -> str:
    """The date of a cell with such a format, as precise as it is shown; empty where there is none."""
    style = getattr(cell, "style_array", None)
    form = EAST.get(style.numFmtId) if style else None
    if form is None:
        return ""
    from openpyxl.utils.datetime import from_excel  # type: ignore[import-untyped]

    try:
        day = from_excel(value, cell.parent.parent.epoch)
    except (ValueError, OverflowError):
        return ""
    return as_shown(day, form) if isinstance(day, datetime.date) else ""


def as_shown(day: datetime.date, form: str) -> str:
    """A date as precise as the cell shows it: a sheet keeps May 2026, typed as a month, as the first of May."""
    letters = re.sub(r'"[^"]*"|\\[\s\S]|\[[^\]]*\]|am/pm', "", form.lower()).split(";")[0]
    if "d" in letters or "y" not in letters or day.day != 1:
        return day.isoformat()[:10]
    if "m" in letters:
        return day.isoformat()[:7]
    return day.isoformat()[:4] if day.month == 1 else day.isoformat()[:10]


def digits(value: float) -> str:
    """As many as a spreadsheet shows: fifteen; no exponent, which no amount has."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    from decimal import Decimal

    return f"{Decimal(f'{value:.15g}'):f}"


def tell(thing: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(thing) + "\n")


def said(code: str, more: str = "") -> int:
    """Write why the workbook is refused; returns the exit code."""
    sys.stdout.flush()
    tell({"refused": code, "more": more[:200]})
    sys.stdout.flush()
    return 3


if __name__ == "__main__":
    sys.exit(main())
