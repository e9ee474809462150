"""The words of a query, as typed: what is looked for, in which field, what is left out, in which order. No field is known here.

``巨化 state:open -level:省级 date:2024..2025 , note: date-``: words are ANDed, a comma between words is OR, `field:` is an
empty field, a word that ends in + or - sorts. Full-width signs are signs too. `:word` is the word itself, whatever stands in it.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from alliancectl import errors

ANY = ""                     # the field of a word that is looked for everywhere
_MINUS, _PLUS, _COLON, _COMMA = "－−-", "+＋", ":：", (",", "，")   # the hyphen last: it ends a class of characters
_AT = "@＠"
_RANGE = re.compile(r"(?<!/)(?:\.\.|．．)(?!/)")   # ../2011 is one date, from no first day to 2011


class Term(NamedTuple):
    """One thing that must hold, or with `negated` must not: `text` is found in the field, or lies from `low` to `high`.

    `text` is empty where the field is to be empty; `low` and `high` are None where there is no range, empty where it is open.
    """

    field: str
    text: str
    negated: bool = False
    low: str | None = None
    high: str | None = None

    @property
    def typed(self) -> str:
        """As it was typed, without the sign in front."""
        return f"{self.field}:{self.text}" if self.field else self.text


class Sort(NamedTuple):
    """An order; what has no value comes last in either direction."""

    field: str
    descending: bool = False


class Query(NamedTuple):
    """Any of the alternatives, of which every term must hold. No alternative: everything."""

    alternatives: tuple[tuple[Term, ...], ...] = ()
    order: tuple[Sort, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of all alternatives."""
        return tuple(term for terms in self.alternatives for term in terms)


Saved = Callable[[str], Sequence[str]]   # the words kept under a name


def query(words: Sequence[str], saved: Saved | None = None) -> Query:
    """The query that these words make; `@name` stands for what `saved` has under that name, as if in brackets.

    Raises: QueryWithoutWord for a sign with nothing to look for, SavedInItself; what `saved` raises.
    """
    return _query(words, saved, ())


def _query(words: Sequence[str], saved: Saved | None, within: tuple[str, ...]) -> Query:
    alternatives: list[tuple[Term, ...]] = []
    order: list[Sort] = []
    now: list[tuple[Term, ...]] = [()]   # what the words since the last comma make: several alternatives behind a saved query
    for word in filter(None, (word.strip() for word in words)):
        sort = _sort(word)
        if word in _COMMA:
            alternatives, now = alternatives + now, [()]
        elif sort:
            order.append(sort)
        elif saved and word[0] in _AT and len(word) > 1:
            inner = _saved(word[1:], saved, within)
            now = [terms + more for terms in now for more in inner.alternatives or ((),)]
            order += inner.order
        else:
            now = [(*terms, _term(word)) for terms in now]
    return Query(tuple(filter(None, alternatives + now)), tuple(order))


def _saved(name: str, saved: Saved, within: tuple[str, ...]) -> Query:
    if name in within:
        raise errors.SavedInItself(name=name)
    return _query(saved(name), saved, (*within, name))


def field_key(text: str) -> str:
    """A field's name as typed, for comparing: case, dashes and underscores are one."""
    return text.strip().casefold().replace("-", "_")


def shielded(argv: Sequence[str]) -> list[str]:
    """The words of a command line with the minus of `-field:value`, `-:word` and `-词` made one that is no option's.

    What follows ``--`` stays: nothing there is an option.
    """
    end = argv.index("--") if "--" in argv else len(argv)
    return [*("−" + word[1:] if re.match(r"-(?!-)(?:[\w-]*[:：]|[^\x00-\x7f])", word) else word for word in argv[:end]), *argv[end:]]


def _sort(word: str) -> Sort | None:
    found = re.fullmatch(rf"([^\W\d][\w-]*)([{_PLUS}{_MINUS}])", word)
    return Sort(field_key(found[1]), found[2] in _MINUS) if found else None


def _term(word: str) -> Term:
    negated = word[0] in _MINUS
    found = re.fullmatch(rf"([^\W\d][\w-]*|)[{_COLON}](.*)", word[negated:], re.DOTALL)
    field, text = (field_key(found[1]), found[2].strip()) if found else (ANY, word[negated:].strip())
    if not text and not field:
        raise errors.QueryWithoutWord(text=word)
    ends = _RANGE.split(text) if field else []
    low, high = (ends[0].strip(), ends[1].strip()) if len(ends) == 2 else (None, None)
    return Term(field, text, negated, low, high)
