"""Files to read, made on the spot, and workbooks as other programs write them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from alliancectl.intake.source import Incoming, incoming

FILES = Path(__file__).parent / "files"


@pytest.fixture
def came(tmp_path: Path):
    """`came(b"...", "a.csv")`: a file with these bytes, opened as an import opens it."""
    with ExitStack() as stack:
        def came(content: bytes, name: str = "a.csv") -> Incoming:
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            (folder / name).write_bytes(content)
            return stack.enter_context(incoming(str(folder / name), 10**9))

        yield came


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """`workbook({"Sheet": [[...], ...]}, hidden=("Other",))`: a workbook written by openpyxl."""
    def workbook(sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = (), name: str = "a.xlsx") -> Path:
        from openpyxl import Workbook

        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
            sheet.sheet_state = "hidden" if title in hidden else "visible"
        book.save(tmp_path / name)
        return tmp_path / name

    return workbook
