"""The unified social credit code (统一社会信用代码) of an organisation: 18 characters, one a check."""

from __future__ import annotations

from unicodedata import normalize

from alliancectl import errors
from alliancectl.values.clean import visible

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def credit_code(text: str) -> str:
    """The code in `text`, in capitals, without spaces; full-width characters are read too.

    Rule: GB 32100-2015: the values of the first 17 characters, each weighted with 3^(place - 1), and the
    value of the 18th add up to a multiple of 31.

    Raises: CreditCodeLength, CreditCodeCharacter, CreditCodeCheck: each says what is wrong.
    """
    code = "".join(normalize("NFKC", text).split()).upper()
    if len(code) != _LENGTH:
        raise errors.CreditCodeLength(text=visible(text[:40]), length=len(code))
    for place, character in enumerate(code, 1):
        if character not in _CHARACTERS:
            raise errors.CreditCodeCharacter(text=visible(code), position=place, character=visible(character))
    if _weighed(code[:-1]) + _CHARACTERS.index(code[-1]) not in (31, 0):
        raise errors.CreditCodeCheck(text=code)
    return code


def _weighed(characters: str) -> int:
    return sum(_CHARACTERS.index(c) * pow(3, place, 31) for place, c in enumerate(characters)) % 31
