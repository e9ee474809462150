from __future__ import annotations

import csv as standard
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.errors import BrokenFile, TooManyColumns, UnclearDelimiter, WrongContent
from alliancectl.intake import csv
from alliancectl.values.clean import sheet_cell


def rows(came, content: bytes, **more):
    return [(row.number, row.cells) for row in csv.read(came(content), **more).rows]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_delimiter_and_any_line_end(came, mark, end):
    text = end.join([mark.join(row) for row in (["名称", "地"], ["甲", "衢州"], ["乙", "上海"])])
    assert rows(came, text.encode()) == [(1, ["名称", "地"]), (2, ["甲", "衢州"]), (3, ["乙", "上海"])]


def test_a_decimal_comma_is_no_delimiter(came):
    assert rows(came, b"name;amount\nA;1,5\nB;2,5\n")[1] == (2, ["A", "1,5"])


def test_two_marks_that_fit_alike_are_refused_with_both(came):
    with pytest.raises(UnclearDelimiter) as refused:
        rows(came, b"a,b;c\n1,2;3\n")
    assert "; " in refused.value.says() or ";" in refused.value.says()
    assert rows(came, b"a,b;c\n1,2;3\n", delimiter=";")[0] == (1, ["a,b", "c"])


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(came):
    assert rows(came, b'a,b\n\n"two\nlines",x\nlast,y\n') == [(1, ["a", "b"]), (2, []), (3, ["two\nlines", "x"]), (4, ["last", "y"])]


@pytest.mark.parametrize(("content", "failure"), [
    (b'a,b\n"never closed,x\n', BrokenFile),
    (b'a,b\n"closed"late,x\n', BrokenFile),
    (b"a,b\n" + b"x" * 1_100_000 + b",y\n", BrokenFile),
    (b"," * 20_000, TooManyColumns),
    (b"," * 9_000_000, BrokenFile),
    (b"a,b\nx\0,y\n", WrongContent),
    (b"<html><table>", WrongContent),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, WrongContent),
    (b"PK\x03\x04", WrongContent),
])
def test_what_is_no_table_is_refused_and_never_cut(came, content, failure):
    with pytest.raises(failure):
        rows(came, content)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="\0\r", codec="utf-8"), max_size=8),
                          st.sampled_from(["=1+1", "+x", "-5", "@a", "'=1", "6万吨"])), min_size=1, max_size=5))
def test_what_is_written_for_a_spreadsheet_comes_back_as_it_was(cells):
    from alliancectl.intake.source import Incoming

    written = io.StringIO()
    writer = standard.writer(written)
    writer.writerow(["first", "second", "third"])
    for one, two in cells:
        writer.writerow([sheet_cell(one), sheet_cell(two), "end"])
    content = io.BytesIO(b"\xef\xbb\xbf" + written.getvalue().encode())
    found = list(csv.read(Incoming("a.csv", "", 0, "", content), delimiter=",").rows)
    assert [(row.cells[0] or "", row.cells[1]) for row in found[1:]] == cells


@settings(max_examples=300)
@given(text=st.text(st.sampled_from('a氟,"\r\n\u2028 ;'), max_size=60), size=st.integers(1, 4))
def test_rows_without_quotes_are_parted_as_the_csv_module_parts_them(text, size):
    """The same rows, and the same failure at the same row, however many are taken at once."""
    def taken(rows):
        found = []
        try:
            for row in rows:
                found.append(row)
        except standard.Error as error:
            return found, str(error)
        return found, None

    def ours():
        lines = io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8", newline="")
        while found := [*csv._cells(lines, ",", size)]:
            yield from found

    found, failure = taken(standard.reader(io.StringIO(text, newline=""), strict=True))
    mine, mine_failed = taken(ours())
    assert (mine_failed is None, found[:len(mine)]) == (failure is None, mine)
    assert failure or mine == found
