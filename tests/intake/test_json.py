from __future__ import annotations

import pytest

from alliancectl.errors import Refused
from alliancectl.intake import json, jsonl, toml


def items(came, content: bytes, read=json.read, name: str = "a.json"):
    table = read(came(content, name)) if read is jsonl.read else read(came(content, name), ["member", "members"])
    return [(row.number, dict(zip(row.header, row.cells, strict=True))) for row in table.rows]


def test_a_list_an_object_with_one_and_a_single_record(came):
    wanted = [(1, {"name": "甲", "founded": "2010", "open": "yes", "note": None})]
    one = '{"name": "甲", "founded": 2010, "open": true, "note": null}'
    assert items(came, f"[{one}]".encode()) == wanted
    assert items(came, f'{{"members": [{one}], "sites": [{{"name": "x"}}]}}'.encode()) == wanted
    assert items(came, f'{{"whatever": [{one}]}}'.encode()) == wanted
    assert items(came, one.encode()) == wanted
    assert items(came, f"{one}\n\n{one}\n".encode(), jsonl.read, "a.jsonl") == [*wanted, (3, wanted[0][1])]
    assert items(came, '[[member]]\nname = "甲"\nfounded = 2010\nopen = true\n'.encode(), toml.read) == [
        (1, {"name": "甲", "founded": "2010", "open": "yes"})]


def test_numbers_keep_their_digits(came):
    assert items(came, b'[{"a": 0.10, "b": 123456789012345678901234567890, "c": 1e3}]') == [
        (1, {"a": "0.10", "b": "123456789012345678901234567890", "c": "1e3"})]


def test_an_empty_list_has_no_records(came):
    assert items(came, b"[]") == []


@pytest.mark.parametrize("content", [
    b"null", b"5", b'"x"', b"[1, 2]", b'[{"a"', b'[{"a": 1}', b'[{"a": 1}] x', b"[" * 100_000, b'{"a":' * 50_000,
    b'[{"a": NaN}]', b'[{"a": Infinity}]', b'[{"a": 1, "a": 2}]', b'[{"a": 1} {"a": 2}]', b"<html>",
])
def test_broken_and_unclear_json_is_refused(came, content):
    with pytest.raises(Refused):
        items(came, content)


@pytest.mark.parametrize("content", [
    b"a = = 1", b"a = 1\na = 2", b'a = "Zo\xeb"', b"a = " + b"[" * 5000, b"a" + b".a" * 20_000 + b" = 1", b"a = " + b"9" * 5000,
    b"d = 2024-02-30",
])
def test_broken_toml_is_refused_in_no_time(came, content):
    with pytest.raises(Refused):
        items(came, content, toml.read, "a.toml")


def test_a_line_of_json_with_more_than_one_value_is_refused_by_number(came):
    with pytest.raises(Refused) as refused:
        items(came, b'{"a": 1}\n{"a": 1} {"a": 2}\n', jsonl.read, "a.jsonl")
    assert "line 2" in refused.value.says()
