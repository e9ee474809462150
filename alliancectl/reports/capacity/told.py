"""All that tables about capacity are made of, and the names of what claims speak of: members, products, places, units."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from alliancectl.kinds.claims import Claim, Series
from alliancectl.reports.capacity.rates import Pairs
from alliancectl.reports.capacity.state import State
from alliancectl.reports.cells import joined, named
from alliancectl.reports.model import Cell, Figure
from alliancectl.store.ask.capacity import Answers, Quotes
from alliancectl.text import Text

if TYPE_CHECKING:
    from alliancectl.reports.year.period import Period


class Told(NamedTuple):
    """All that the tables are made of. `kept` holds what many rows share: names, amounts and sources in words."""

    answers: Answers
    period: "Period"
    previous: "Period"
    now: State
    before: State
    start: State
    figures: dict[str, Figure]
    units: dict[int, str]
    pairs: Pairs
    quotes: Quotes
    kept: dict[tuple[Any, ...], Any]


P = ParamSpec("P")
Made = TypeVar("Made")


def once(make: Callable[Concatenate[Told, P], Made]) -> Callable[Concatenate[Told, P], Made]:
    """What is the same for every row that names it is made once a report; all by position."""
    def kept(told: Told, /, *args: P.args, **kwargs: P.kwargs) -> Made:
        found: Made | None = told.kept.get((make, args))
        if found is None:
            found = told.kept[make, args] = make(told, *args, **kwargs)
        return found

    return kept


@once
def product_name(told: Told, number: int) -> Text:
    """A product's name in both languages; its typed id where it was removed."""
    product = told.answers.products.get(number)
    return named(product.name, product.name_other) if product else Text(f"P{number}", f"P{number}")


@once
def member_name(told: Told, number: int | None) -> Text:
    """A member's name in both languages; its typed id where it was removed."""
    member = told.answers.members.get(number or 0)
    return named(member.name, member.name_other) if member else Text(f"M{number}", f"M{number}")


def place_of(told: Told, series: Series, claim: Claim) -> Text:
    """Site, line and grade of a claim, those that it names."""
    said = place_cell(told, series, claim).text
    assert isinstance(said, Text)
    return said


def place_cell(told: Told, series: Series, claim: Claim) -> Cell:
    """As `place_of`, as a cell."""
    if series.site is None and not series.line and not series.grade:
        return _NO_PLACE
    return _place(told, series.site, claim.words.line, claim.words.grade)


NOWHERE = Text("", "")
_NO_PLACE = Cell(NOWHERE)


@once
def _place(told: Told, number: int | None, line: str | None, grade: str | None) -> Cell:
    site = told.answers.sites.get(number or 0)
    return Cell(joined((part for part in (site.name if site else None, line, grade) if part), Text(" ", ", ")))


def unit_name(told: Told, key: str) -> Text:
    """A unit's name in both languages; its key where the table of units lacks it."""
    if key not in told.answers.units:
        return Text(key, key)
    return Text(told.answers.units[key].zh, told.answers.units[key].en)
