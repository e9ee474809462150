"""News items, minutes, notices and press items are read right: measured over texts written for the purpose, in Chinese and English.

Two sets that are kept apart. `articles/` is what the rules were mended on, so its figures say little but that nothing got worse.
`articles/held_out/` is what they were not: texts and answers were written before any run, no rule was changed because of an error in
them, and nobody who mends a rule should look at which of them is read wrong (`pytest -s` prints the table of fields, not the texts).
One person wrote both sets and knew the rules of before: texts from elsewhere may be read worse. When a text of the held-out set has
been looked at, move it to `articles/` and write another.

Precision and recall of the held-out set: 0.81 and 0.69 before the rules were mended on its sister texts, 0.88 and 0.87 since.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from alliancectl import shipped
from alliancectl.errors import NothingProposed
from alliancectl.intake.article import Proposal, proposal
from alliancectl.intake.article_text import Name
from alliancectl.values.amount import amount, units_from

HERE = Path(__file__).parent / "articles"
DEVELOPED_ON = sorted(path for path in HERE.glob("*.toml") if path.stem != "names")
HELD_OUT = sorted((HERE / "held_out").glob("*.toml"))
SCORED = ("date", "end_date", "direction", "visitor", "level", "head", "head_title", "headcount", "members", "sites", "accompanied_by",
          "accompanied_open")
ONLY_IF_EXPECTED = ("type", "subject")   # a text may bear more than one, and any subject is one
CLAIM = ("member", "scope", "site", "status", "as_of", "started")
UNITS = units_from(shipped.table("units.toml")["unit"])
NAMES = [Name(kind, *row[:2], *row[2:]) for kind, rows in tomllib.loads((HERE / "names.toml").read_text("utf-8")).items() for row in rows]


class Score:
    """How many values were proposed, how many of them are right, how many were to be found."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.proposed: Counter[str] = Counter()
        self.expected: Counter[str] = Counter()
        self.wrong: list[str] = []

    def compare(self, where: str, field: str, proposed: Any, expected: Any) -> None:
        """One value, or a list of which each counts."""
        ours, theirs = (set(value) if isinstance(value, list) else {value} - {None, ""} for value in (proposed, expected))
        self.right[field] += len(ours & theirs)
        self.proposed[field] += len(ours)
        self.expected[field] += len(theirs)
        if ours != theirs:
            self.wrong.append(f"{where} {field}: {sorted(map(str, ours))} for {sorted(map(str, theirs))}")

    def rates(self, fields: Any = None) -> tuple[float, float]:
        """Precision and recall."""
        chosen = list(fields or self.expected)
        right = sum(self.right[field] for field in chosen)
        return right / max(sum(self.proposed[field] for field in chosen), 1), right / max(sum(self.expected[field] for field in chosen), 1)

    def table(self) -> str:
        """A line a field."""
        lines = [f"{'field':<18}{'right':>6}{'proposed':>10}{'expected':>10}{'precision':>11}{'recall':>8}"]
        for field in [*self.expected, None]:
            precision, recall = self.rates([field] if field else None)
            counts = [counter[field] if field else counter.total() for counter in (self.right, self.proposed, self.expected)]
            lines.append(f"{field or 'all':<18}{counts[0]:>6}{counts[1]:>10}{counts[2]:>10}{precision:>11.2f}{recall:>8.2f}")
        return "\n".join(lines)


@pytest.fixture(scope="module")
def developed_on() -> Score:
    score = _score(DEVELOPED_ON)
    print("\n" + score.table() + "\n" + "\n".join(score.wrong))
    return score


@pytest.fixture(scope="module")
def held_out() -> Score:
    score = _score(HELD_OUT)
    print("\n" + score.table())
    return score


def _score(texts: list[Path]) -> Score:
    found = Score()
    for path in texts:
        expected = tomllib.loads(path.read_text("utf-8"))
        _compare(found, path.stem, proposal(expected["text"], NAMES, UNITS, path=path.name), expected)
    return found


def _compare(score: Score, where: str, read: Proposal, expected: dict[str, Any]) -> None:
    for field in SCORED:
        score.compare(where, field, read.visit.get(field), expected["visit"].get(field))
    for field in ONLY_IF_EXPECTED:
        if field in expected["visit"]:
            score.compare(where, field, read.visit.get(field), expected["visit"][field])
    ours = {_key(draft): draft for draft, _ in read.claims}
    theirs = {_key(claim): claim for claim in expected.get("claim", ())}
    score.compare(where, "claim", list(ours), list(theirs))
    for key in ours.keys() & theirs.keys():
        for field in CLAIM:
            score.compare(f"{where} {key}", "claim." + field, ours[key].get(field), theirs[key].get(field))


def _key(draft: dict[str, Any]) -> str:
    try:
        base = amount(draft["amount"], UNITS).base
    except Exception:
        base = draft["amount"]
    return f"{base} {draft.get('measure', 'capacity')} {draft.get('product', '')}"


@pytest.mark.parametrize(("texts", "least"), [(DEVELOPED_ON, 40), (HELD_OUT, 14)])
def test_there_are_texts_in_both_languages(texts: list[Path], least: int) -> None:
    assert len(texts) >= least
    assert {path.stem[:2] for path in texts} == {"zh", "en"}


def test_no_text_is_in_both_sets() -> None:
    assert not {path.stem for path in DEVELOPED_ON} & {path.stem for path in HELD_OUT}


def test_the_texts_that_the_rules_were_mended_on_are_read_right(developed_on: Score) -> None:
    precision, recall = developed_on.rates()
    assert precision >= 0.97, developed_on.table()
    assert recall >= 0.97, developed_on.table()


def test_what_is_proposed_of_a_text_never_seen_is_mostly_right(held_out: Score) -> None:
    assert held_out.rates()[0] >= 0.87, held_out.table()


def test_most_of_what_a_text_never_seen_says_is_found(held_out: Score) -> None:
    assert held_out.rates()[1] >= 0.85, held_out.table()


@pytest.mark.parametrize("repeated", ["市委副书记、", "6万吨、", "王主任", "3月5日至", "1,", "visited director and ", "Aa Bb, "])
def test_a_text_that_repeats_one_thing_for_ever_is_read_in_one_go(repeated: str) -> None:
    """What rules that look back and forth would not come to an end with."""
    try:
        read = proposal("调研\n调研" + repeated * 3000, NAMES, UNITS)
    except NothingProposed:
        return
    assert read.visit["subject"] == "调研"


@pytest.mark.parametrize(("text", "said"), [
    ("日前，省科技厅副厅长王平一行3人到巨化集团调研。", "原文只说“日前”"),
    ("3月5日，省科技厅副厅长王平一行3人到巨化集团调研。", "原文没有说年份：知道依据再补"),
    ("Recently, a delegation of three from the Provincial Department of Science visited Juhua Group.", "原文只说“Recently”"),
])
def test_a_date_that_is_not_said_is_marked_as_doubtful(text: str, said: str) -> None:
    assert [remark.zh for remark in proposal(text, NAMES, UNITS).remarks["date"]] == [said]


def test_an_estimate_is_marked_as_no_output_yet() -> None:
    read = proposal("2024年5月6日，市长李明到巨化集团调研。巨化集团PVDC全年预计产量5万吨。", NAMES, UNITS)
    assert [doubts["amount"][0].en for _, doubts in read.claims] == ["an estimate, not yet what was made"]


@pytest.mark.parametrize("words", [
    "实现销售收入30亿元", "总投资12亿元", "占地面积200亩", "累计生产8万吨", "日处理能力600吨", "出口1.2万吨", "储罐总储量8000吨", "计划2027年产量达到9万吨", "同比增长31%"])
def test_what_is_no_capacity_is_no_claim(words: str) -> None:
    assert proposal(f"2024年5月6日，市长李明到巨化集团调研。巨化集团PVDC{words}。", NAMES, UNITS).claims == []
