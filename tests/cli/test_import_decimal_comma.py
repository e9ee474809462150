"""A table written with the decimal comma: its texts are read so, its numbers are numbers, and what fits neither is refused."""

from __future__ import annotations

import json

import pytest

HEAD = "member;product;amount;as_of;source\n"


@pytest.fixture
def claims(ctl, home):
    """`claims("a.csv", content)`: what an import with --decimal comma said, into a file with one member, product and source."""
    for line in ("member add 甲公司", "product add PVDF --unit t/a", "source add 填报表"):
        assert ctl(line).code == 0

    def claims(name: str, content: bytes, more: str = ""):
        (home / name).write_bytes(content)
        return ctl(f"import {name} --as capacity --decimal comma --json {more}")

    return claims


@pytest.mark.parametrize(("written", "value"), [
    ("1.234,5 t/a", "1234.5"), ("1.234.567 t/a", "1234567"), ("0,5 t/a", "0.5"), ("1.500 t/a", "1500"), ("60 t/a", "60"), ("3,5-4,5 t/a", "3.5"),
])
def test_a_comma_is_for_decimals_and_a_dot_for_thousands(ctl, claims, written, value):
    done = claims("a.csv", f"{HEAD}甲公司;PVDF;{written};2020;填报表\n".encode())
    assert done.code == 0, done.err
    assert ctl("capacity list --json").json[0]["amount"]["value"] == value


@pytest.mark.parametrize("written", ["1.2345 t/a", "1.5 t/a", "0.500 t/a", "1.2345,6 t/a", "12.34.567 t/a", "1,234,567 t/a", "1,234.5 t/a"])
def test_a_number_that_the_other_mark_seems_to_have_written_is_refused(ctl, claims, written):
    refused = claims("a.csv", f"{HEAD}甲公司;PVDF;{written};2020;填报表\n".encode())
    assert refused.code == 4
    assert refused.error["error"] == "not-an-amount"
    assert written in refused.error["message"]
    assert ctl("capacity list --json").json == []


def _workbook(amount: float) -> bytes:
    import io

    import openpyxl

    book, held = openpyxl.Workbook(), io.BytesIO()
    for row in (["member", "product", "amount", "as_of", "source"], ["甲公司", "PVDF", amount, "2020", "填报表"]):
        book.active.append(row)
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(("name", "content"), [
    ("a.xlsx", _workbook(1234.567)),
    ("a.json", json.dumps([{"member": "甲公司", "product": "PVDF", "amount": 1234.567, "as_of": "2020", "source": "填报表"}]).encode()),
    ("a.jsonl", json.dumps({"member": "甲公司", "product": "PVDF", "amount": 1234.567, "as_of": "2020", "source": "填报表"}).encode()),
    ("a.toml", '[[capacity]]\nmember="甲公司"\nproduct="PVDF"\namount=1234.567\nas_of="2020"\nsource="填报表"\n'.encode()),
])
def test_what_a_file_holds_as_a_number_has_no_comma_to_be_read(ctl, claims, name, content):
    done = claims(name, content)
    assert done.code == 0, done.err
    assert ctl("capacity list --json").json[0]["amount"]["value"] == "1234.567"
