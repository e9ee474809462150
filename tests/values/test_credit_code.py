"""Unified social credit codes as certificates show them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.errors import CreditCode, CreditCodeCharacter, CreditCodeCheck, CreditCodeLength
from alliancectl.text import Text
from alliancectl.values.credit_code import credit_code

LISTED = "91330000704204554C"
PUBLIC = [
    LISTED,
    "91330100799655058B",
    "9144030071526726XG",
    "914403001922038216",
    "12100000400000624D",
]
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", PUBLIC)
def test_a_published_code_is_accepted(code: str) -> None:
    assert credit_code(code) == code


@pytest.mark.parametrize(
    "text",
    [LISTED.lower(), "9133 0000 7042 0455 4C", f" {LISTED}\n", "９１３３００００７０４２０４５５４Ｃ"],
)
def test_case_spaces_and_full_width_do_not_matter(text: str) -> None:
    assert credit_code(text) == LISTED


@given(st.sampled_from(PUBLIC), st.integers(0, 17), st.sampled_from(CHARACTERS))
@settings(max_examples=200, deadline=None)
def test_any_one_mistyped_character_is_noticed(code: str, place: int, typed: str) -> None:
    mistyped = code[:place] + typed + code[place + 1 :]
    if mistyped == code:
        assert credit_code(mistyped) == code
    else:
        with pytest.raises(CreditCodeCheck):
            credit_code(mistyped)


@given(st.sampled_from(PUBLIC), st.integers(0, 16))
@settings(max_examples=60, deadline=None)
def test_two_neighbours_exchanged_are_noticed(code: str, place: int) -> None:
    exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if exchanged != code:
        with pytest.raises(CreditCodeCheck):
            credit_code(exchanged)


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), (LISTED[:-1], 17), (LISTED + "0", 19), ("330000000012345", 15)]
)
def test_a_code_of_another_length_is_refused_with_its_length(text: str, length: int) -> None:
    with pytest.raises(CreditCodeLength, match=f"has {length} characters instead of 18"):
        credit_code(text)


@pytest.mark.parametrize(("letter", "shown"), [(c, c) for c in "IOZSV-中"] + [("\x1b", r"\x1b")])
def test_a_letter_that_no_code_has_is_named_with_its_place(letter: str, shown: str) -> None:
    with pytest.raises(CreditCodeCharacter) as refused:
        credit_code(LISTED[:8] + letter + LISTED[9:])
    assert str(refused.value).startswith("character 9 of the credit code")
    assert f"is “{shown}”" in str(refused.value)


def test_the_right_check_digit_is_not_told() -> None:
    with pytest.raises(CreditCode) as refused:
        credit_code(LISTED[:-1] + "D")
    said = refused.value.message.to("both", **refused.value.slots) + refused.value.fix.to("both")
    assert refused.value.code == "credit-code"
    assert "one of the characters is mistyped" in said
    assert "其中有一位写错了" in said
    assert "4C" not in said


def test_every_refusal_speaks_both_languages() -> None:
    for kind in (CreditCodeLength, CreditCodeCharacter, CreditCodeCheck):
        assert isinstance(kind.message, Text)
        assert kind.message.zh != kind.message.en
        assert kind.code == "credit-code"
