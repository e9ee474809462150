"""JSON: a list of records, or an object that holds one list; numbers keep their digits, nothing unclear is accepted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from alliancectl import errors
from alliancectl.intake.encoding import encoding
from alliancectl.intake.rows import COLUMNS, Cell, Number, Row, Table
from alliancectl.intake.source import Incoming, refuse_content
from alliancectl.text import Text

_SPACE = re.compile(r"[ \t\r\n]*")
_WORDS = {True: "yes", False: "no"}


def read(file: Incoming, names: Sequence[str], *, asked_encoding: str | None = None) -> Table:
    """The records of a JSON file; `names` are what the kind's list may be called in an object.

    Raises: WrongContent, UnclearEncoding; BrokenFile while rows are read.
    """
    refuse_content(file.start().read(512), file.name, "json")
    found = encoding(file.file, file.name, asked_encoding)
    return Table(_rows(file, found.codec, names), keyed=True, said=found.lines, row_word="item")


def _rows(file: Incoming, codec: str, names: Sequence[str]) -> Iterator[Row]:
    text = file.start().read().decode(codec)
    start = _space(text, 0)
    if text.startswith("[", start):
        for number, item in enumerate(_items(text, start + 1, file.name), 1):
            yield row(item, number, file.name)
        return
    whole, end = decoded(text, start, file.name, Text("内容", "its contents"))
    if _space(text, end) != len(text):
        raise _broken(file.name, Text("末尾", "at its end"), Text("还有别的内容", "there is more after the value"))
    del text
    for number, item in enumerate(listed(whole, names, file.name), 1):
        yield row(item, number, file.name)


def listed(whole: Any, names: Sequence[str], path: str) -> list[Any]:
    """The records in a parsed file: the list, the list under one of `names`, the only list, or the one record itself."""
    if isinstance(whole, list):
        return whole
    if not isinstance(whole, dict):
        raise errors.WrongContent(path=path, found=Text("单个值", "a single value"))
    lists = {key: value for key, value in whole.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    for key in names:
        found = whole.get(key)
        if isinstance(found, list):
            return found
    if len(lists) == 1 and not any(isinstance(value, str | int) for value in whole.values()):
        return next(iter(lists.values()))
    if lists and not any(isinstance(value, str) for value in whole.values()):
        raise errors.WrongContent(path=path, found=Text(f"几个列表（{'、'.join(lists)}），其中没有要导入的这一种",
                                                        f"several lists ({', '.join(lists)}), none of the kind that is imported"))
    return [whole]


def row(item: Any, number: int, path: str) -> Row:
    """One record as a row. Raises: BrokenFile, TooManyColumns."""
    place = Text(f"第 {number} 条", f"item {number}")
    if not isinstance(item, dict):
        raise _broken(path, place, Text("不是“字段：值”的记录", "it is no record of fields and values"))
    if len(item) > COLUMNS:

        raise errors.TooManyColumns(path=path, place=place, count=len(item), limit=COLUMNS)
    return Row(number, tuple(item), [cell(value) for value in item.values()])


def cell(value: Any) -> Cell:
    """A value as a cell: numbers are their digits already, yes and no are words, lists and tables stay."""
    if isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, list):
        return [cell(part) for part in value]
    if isinstance(value, dict):
        return {key: cell(part) for key, part in value.items()}
    return None if value is None or value == "" else value if isinstance(value, str) else Number(value) if isinstance(value, int) else str(value)


def decoded(text: str, at: int, path: str, place: Text) -> tuple[Any, int]:
    """The value at `at` and where it ends. Raises: BrokenFile for what is broken, doubled, not finite or too deep."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        reason = Text(f"第 {error.lineno} 行第 {error.colno} 个字符不合 JSON 写法", f"no JSON at line {error.lineno}, character {error.colno}")
        raise _broken(path, place, reason) from None
    except _Unclear as error:
        raise _broken(path, place, error.args[0]) from None
    except RecursionError:
        raise _broken(path, place, Text("嵌套太深", "it is nested too deeply")) from None


def _items(text: str, at: int, path: str) -> Iterator[Any]:
    """The values of a list, one after the other, so that only one is in memory."""
    number = 1
    at = _space(text, at)
    if text.startswith("]", at):
        at += 1
    else:
        while True:
            item, at = decoded(text, _space(text, at), path, Text(f"第 {number} 条", f"item {number}"))
            yield item
            at, number = _space(text, at), number + 1
            mark = text[at:at + 1]
            at += 1
            if mark == "]":
                break
            if mark != ",":
                raise _broken(path, Text(f"第 {number - 1} 条之后", f"after item {number - 1}"), Text("列表没有结束", "the list does not end"))
    if _space(text, at) != len(text):
        raise _broken(path, Text("末尾", "at its end"), Text("还有别的内容", "there is more after the list"))


class _Unclear(Exception):
    """What JSON allows and records cannot: its one argument is a Text."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Unclear(Text(f"“{twice[:40]}”写了两次", f"“{twice[:40]}” stands twice"))
    return held


def _no_number(text: str) -> Any:
    raise _Unclear(Text(f"{text} 不是数字", f"{text} is no number"))


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=Number, parse_float=Number, parse_constant=_no_number)


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _broken(path: str, place: Text, reason: Text) -> errors.Refused:
    return errors.BrokenFile(path=path, place=place, reason=reason)
