"""TOML: one record, or an array of tables (``[[member]]``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from alliancectl import errors
from alliancectl.intake.json import cell, listed, row
from alliancectl.intake.rows import Number, Row, Table
from alliancectl.intake.source import Incoming, refuse_content
from alliancectl.text import Text

DEEPEST = 100   # tables in tables; a record needs three


def read(file: Incoming, names: Sequence[str]) -> Table:
    """The records of a TOML file, which is UTF-8 by its definition. Raises: UndecodableText, BrokenFile."""
    refuse_content(file.start().read(512), file.name, "toml")
    return Table(_rows(file, names), keyed=True, row_word="item")


def _rows(file: Incoming, names: Sequence[str]) -> Iterator[Row]:
    whole = parsed(file)
    if not whole:
        return
    for number, item in enumerate(listed(whole, names, file.name), 1):
        yield row(item, number, file.name)


def parsed(file: Incoming) -> dict[str, Any]:
    """A TOML file as it is, numbers and dates as text. Raises: UndecodableText, BrokenFile."""
    import tomllib

    try:
        text = file.start().read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[:error.start].count(b"\n") + 1
        raise errors.UndecodableText(path=file.name, encoding="UTF-8", line=line, byte=f"0x{error.object[error.start]:02x}") from None
    _refuse_depth(text, file.name)
    try:
        whole: dict[str, Any] = _plain(tomllib.loads(text, parse_float=Number))
        return whole
    except tomllib.TOMLDecodeError as error:
        raise errors.BrokenFile(path=file.name, place=Text("内容", "its contents"), reason=Text(f"不合 TOML 写法（{error}）", f"no TOML ({error})")) from None
    except RecursionError:
        raise _deep(file.name) from None
    except ValueError:   # an integer of thousands of digits, a date that cannot be
        raise errors.BrokenFile(path=file.name, place=Text("内容", "its contents"),
                                reason=Text("有不可能的数字或日期", "it holds an impossible number or date")) from None


def _refuse_depth(text: str, path: str) -> None:
    """The parser works through dotted keys one table at a time, so that a long one would take minutes. Raises: BrokenFile."""
    for line in text.splitlines():
        key = line.split("=", 1)[0] if len(line) > DEEPEST else ""
        if key.count(".") > DEEPEST and '"' not in key and "'" not in key:
            raise _deep(path)


def _deep(path: str) -> errors.BrokenFile:
    return errors.BrokenFile(path=path, place=Text("内容", "its contents"), reason=Text("嵌套太深", "it is nested too deeply"))


def _plain(value: Any) -> Any:
    """Values as cells are: dates and numbers as text."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else cell(value)
