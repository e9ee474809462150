"""What an import makes because rows name it, but for what only refused rows name."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from alliancectl.actions.importing.items import Item, Many
from alliancectl.kinds.record import Entry, Ref
from alliancectl.store import bulk


def used(made: Mapping[Ref, dict[str, Any]], items: Iterable[Item]) -> dict[Ref, dict[str, Any]]:
    """Of what is to be made (`ImportDesk.made_here`), what these items name, and whose sites those are."""
    wanted: set[int] = set()
    defined: dict[int, set[int]] = {}
    for item in items:
        wanted |= _named_by_claims(bulk.Claims(*marshal.loads(item.claims)), defined) if isinstance(item, Many) else _named_in(item.values.values())
    for ref, values in made.items():
        if ref.id in wanted:
            wanted |= _named_in(values.values())     # whose site it is
    return {ref: values for ref, values in made.items() if ref.id in wanted}


def _named_in(values: Iterable[Any]) -> set[int]:
    """The numbers below zero of the references among these values."""
    parts = [part for value in values for part in (chain.from_iterable(value) if isinstance(value, tuple) and value and isinstance(value[0], Entry) else (value,))]
    return {part.id for part in parts if isinstance(part, Ref) and part.id < 0}


def _named_by_claims(claims: bulk.Claims, defined: dict[int, set[int]]) -> set[int]:
    """As above, of claims that came the short way: what their sorts and tolds name, as these or earlier claims have `defined` them."""
    for number, cells in chain(((sort[0], sort[1]) for sort in claims.sorts), ((told[0], told[2]) for told in claims.tolds)):
        if named := {cell for cell in cells if isinstance(cell, int) and cell < 0}:
            defined[number] = named
    return set().union(*(defined.pop(number) for number in {*claims.sort, *claims.told} & defined.keys()))
