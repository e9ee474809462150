"""The digest of rows is the same however they come, and another for whatever else they say."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alliancectl.store.history.digest import RowsDigest

CELL = st.one_of(st.none(), st.integers(-5, 10 ** 12), st.sampled_from(["", "a", "\n", "\0", '"', '"a"', "a\nb", "1", "氟", "\ud800", "null"]), st.text(max_size=4))
ROWS = st.lists(st.tuples(CELL, CELL), min_size=1, max_size=30)


def taken(rows: list[tuple[Any, Any]], cuts: list[int], first: int = 1) -> str:
    """The digest of rows that come in parts."""
    found = RowsDigest()
    for begin, end in zip([0, *cuts], [*cuts, len(rows)], strict=True):
        if begin < end:
            a, b = zip(*rows[begin:end], strict=True)
            columns = [(name, cells) for name, cells in (("a", a), ("b", b)) if name == "a" or any(cell is not None for cell in cells)]
            found.add(range(first + begin, first + end), columns)
    return found.hexdigest()


@given(rows=ROWS, cuts=st.lists(st.integers(0, 30), max_size=4))
def test_rows_give_the_same_digest_however_they_are_parted(rows: list[tuple[Any, Any]], cuts: list[int]) -> None:
    assert taken(rows, sorted(min(cut, len(rows)) for cut in cuts)) == taken(rows, [])


@given(rows=ROWS, others=ROWS)
def test_other_rows_give_another_digest(rows: list[tuple[Any, Any]], others: list[tuple[Any, Any]]) -> None:
    """Columns hold texts or numbers: a number and its digits stand in different ones."""
    def kept(found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
        return [tuple(None if cell is None else str(cell) for cell in row) for row in found]

    assert (taken(kept(rows), []) == taken(kept(others), [])) == (kept(rows) == kept(others))


def test_the_numbers_of_rows_count_and_a_column_that_holds_nothing_does_not() -> None:
    assert taken([("x", None)], []) != taken([("x", None)], [], first=2)
    found, other = RowsDigest(), RowsDigest()
    found.add([1, 2, 5], [("a", ["x", "y", "z"])])
    other.add([1, 2, 5], [("a", ["x", "y", "z"]), ("later", [None, None, None])])
    assert found.hexdigest() == other.hexdigest()
