"""Words are found alike whether the texts of a column are read once each or a row at a time, and however many hits there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alliancectl.actions.settle import Desk
from alliancectl.kinds import KINDS
from alliancectl.store import search, worded
from alliancectl.store.file import reading
from alliancectl.store.hits import Hit, Hits
from alliancectl.values.query import query

WORDS = ["巨化", "巨化集團", "jhjt", "ptfe", "公告", "评价", "万吨", "M1", "c1", "2025", "氟 股份", "%", "“", "没有这样的词"]


@pytest.fixture(scope="module")
def connection(_example: Any) -> Iterator[sqlite3.Connection]:
    with reading(str(_example)) as opened:
        yield opened


def answers(connection: sqlite3.Connection, word: str) -> tuple[list[Any], dict[str, list[int]]]:
    """What `find` and every list say of a word."""
    known = Desk(connection).known
    return told(Hits(connection, word.split())), {
        kind.key: [*search.found(connection, kind, query(word.split()), known).numbers] for kind in KINDS.values() if "list" in kind.verbs}


def told(hits: Iterable[Hit]) -> list[tuple[Any, ...]]:
    return [(hit.rank, hit.code, hit.field.key, hit.text, hit.sound, hit.name) for hit in hits]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(("limit", "most"), [("_MOST_TEXTS", 0), ("_MOST_TEXTS", 5), ("_MOST_CHARACTERS", 40)])
def test_a_column_of_too_many_texts_is_searched_a_row_at_a_time_and_says_the_same(connection, monkeypatch, word, limit, most):
    few = answers(connection, word)
    monkeypatch.setattr(worded, limit, most)
    assert answers(connection, word) == few


def test_a_text_that_another_program_ended_with_a_zero_is_found(ctl, db: Path):
    assert ctl("member add 甲公司 --note 乙").code == 0
    with sqlite3.connect(db) as other:
        other.execute("UPDATE member SET note = '乙' || char(0) || '丙'")
    assert [row["id"] for row in ctl("find 丙 --json").json] == ["M1"]


@pytest.mark.parametrize("word", WORDS)
def test_the_best_hits_are_the_first_of_all_and_as_many_as_are_counted(connection, word):
    hits = Hits(connection, word.split())
    every = told(hits)
    assert len(hits) == len(every) == len({code for _, code, *_ in every})
    assert told(hits.best(3)) == every[:3]


def test_hundreds_of_words_are_looked_for_at_once(ctl):
    words = [f"词{number}" for number in range(200)]
    assert ctl("member add 甲公司", "--note", "。".join(words)).code == 0
    assert ctl("member add 乙公司", "--note", "。".join(words[1:])).code == 0
    assert [(row["id"], row["field"]) for row in ctl("find --json --", *words).json] == [("M1", "note")]
    assert [row["id"] for row in ctl("find --json --", *words, "没有").json] == []
