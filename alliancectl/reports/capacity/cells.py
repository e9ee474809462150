"""Cells about claims: amounts, ranges, sources and names as the tables of any report show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from alliancectl.kinds.capacity import BASIS, MEASURE, STATUS, stated
from alliancectl.kinds.claims import Claim, Effective, Series
from alliancectl.kinds.levels import InForce, Level
from alliancectl.kinds.source import SOURCE_KIND, tier
from alliancectl.reports.capacity.figures import is_carried, marks, rests_on, source_ids, text
from alliancectl.reports.capacity.told import NOWHERE, Told, member_name, once, place_cell, place_of, product_name
from alliancectl.reports.cells import NONE, choice_cell, date_cell, joined, labels_of, said_by, words_cell
from alliancectl.reports.model import Cell, Column, Figure, Mark
from alliancectl.store.ask.capacity import Named
from alliancectl.text import Text
from alliancectl.values.amount import Amount, shown

BASIS_WORDS, STATUS_WORDS, MEASURE_WORDS = labels_of(BASIS.choices), labels_of(STATUS.choices), labels_of(MEASURE.choices)
SOURCE_WORDS = labels_of(SOURCE_KIND.choices)
BASIS_CELLS, STATUS_CELLS, MEASURE_CELLS = (
    {key: choice_cell(words, key) for key in words} for words in (BASIS_WORDS, STATUS_WORDS, MEASURE_WORDS))
MEMBER, PRODUCT = Column("member", Text("单位名称", "member")), Column("product", Text("产品", "product"))
CLAIM, PLACE = Column("claim", Text("编号", "id")), Column("place", Text("基地/生产线", "site, line"))
AMOUNT, AS_OF = Column("amount", Text("数量", "amount"), "right"), Column("as_of", Text("截至", "as of"))
SERIES = Column("series", Text("单位与产品", "member and product"))
SOURCE, QUOTE = Column("source", Text("来源", "source")), Column("quote", Text("原文", "quote"))
NOTE = Column("note", Text("说明", "note"))
MARK_WORDS: dict[Mark, Text] = {
    "conflict": Text("数据矛盾", "conflicting"),
    "carried": Text("沿用以前数据", "carried over"),
    "gap": Text("数据缺失", "missing"),
    "partial": Text("统计不全", "partial"),
    "approximate": Text("含约数", "approximate"),
    "bound": Text("仅知上限或下限", "bound only"),
}


def columned(columns: Sequence[Column], rows: Iterable[dict[str, Cell]]) -> tuple[dict[str, Cell], ...]:
    """Rows with only the cells that have a column."""
    keys = [column.key for column in columns]
    return tuple({key: row[key] for key in keys if key in row} for row in rows)


# ---- what a claim says --------------------------------------------------------------------------------------------


def where(told: Told, one: InForce) -> dict[str, Cell]:
    """Which series it is: the cells of its member, its product, its site and line."""
    return {"member": member_named(told, one.series.member), "product": product_cell(told, one.series.product),
            "place": place_cell(told, one.series, one.effective.claim)}


def claim_cells(told: Told, series: Series, claim: Claim) -> dict[str, Cell]:
    """Everything a claim says, a cell each; a table takes those that it has columns for (`columned`)."""
    return {
        "claim": claim_cell(claim), "amount": stated_cell(told, series, claim), "as_of": date_cell(claim.as_of),
        "basis": BASIS_CELLS[claim.basis], "source": tiered_cell(told, claim),
        "quote": words_cell(joined((f"“{quote}”" for quote in quotes(told, claim)), Text("", " "))),
    }


def quotes(told: Told, claim: Claim) -> list[str]:
    """The words of its sources, in the order they were cited."""
    return [quote for _, quote in told.quotes.get(claim.id, ()) if quote]


def claim_cell(claim: Claim) -> Cell:
    """The typed id of a claim, with the sources it cites."""
    code = f"C{claim.id}"
    return Cell(code, code, (), (code,), source_codes(claim))


def source_codes(claim: Claim) -> tuple[str, ...]:
    """The typed ids of a claim's sources, in order."""
    return source_ids(claim.sources)


def source_cell(told: Told, claim: Claim) -> Cell:
    """The titles of a claim's sources, each with its kind; the best first."""
    return _sources(told, claim.sources, False)


def tiered_cell(told: Told, claim: Claim) -> Cell:
    """As `source_cell`, each with its tier too."""
    return _sources(told, claim.sources, True)


@once
def _sources(told: Told, numbers: tuple[int, ...], tiered: bool) -> Cell:
    held = sources_of(told, numbers)
    titles = [titled(source, tiered) for source in held]
    return Cell(joined(titles, Text("；", "; ")) if held else Text("无来源", "no source"), None, (), (), source_ids(numbers))


def titled(source: Named, tiered: bool) -> Text:
    """A source by its title and kind, with its tier where wanted."""
    kind, level = SOURCE_WORDS[source.kind or "other"], tier(source.kind)
    rank = Text(f"，{level} 级", f", tier {level}") if tiered else Text("", "")
    return Text(f"{source.name}（{kind.zh}{rank.zh}）", f"{source.name} ({kind.en}{rank.en})")


def sources_of(told: Told, numbers: Iterable[int]) -> list[Named]:
    """The sources of these numbers, the best first."""
    return sorted((told.answers.sources[number] for number in numbers if number in told.answers.sources),
                  key=lambda source: (tier(source.kind), source.id))


def stated_cell(told: Told, series: Series, claim: Claim) -> Cell:
    """What a claim says, as it says it."""
    if claim.amount is None:
        return Cell(NONE)
    exact = claim.amount.base_high is None and claim.amount.qualifier in ("=", "≈")
    return Cell(amount_shown(told, claim.amount, series.measure), text(claim.amount.base) if exact else None, (), (f"C{claim.id}",),
                source_codes(claim))


def brief(told: Told, series: Series, claim: Claim) -> Text:
    """A claim in a few words: its id, amount and date."""
    said, date = said_by(stated_cell(told, series, claim)), said_by(date_cell(claim.as_of))
    return Text(f"C{claim.id} {said.zh}（{date.zh}）", f"C{claim.id} {said.en} ({date.en})")


def series_cell(told: Told, series: Series, claim: Claim) -> Cell:
    """Whom and what a series speaks of; its typed value is made of ids, the measure, and line and grade as claims are compared."""
    codes = (f"M{series.member}" if series.member else None, f"S{series.site}" if series.site else None, f"P{series.product}", series.measure,
             f"line:{series.line}" if series.line else None, f"grade:{series.grade}" if series.grade else None)
    return Cell(series_name(told, series, claim), " ".join(code for code in codes if code))


def series_name(told: Told, series: Series, claim: Claim) -> Text:
    """Whom and what a series speaks of: member or scope, place, product; the measure where it is no capacity."""
    who = member_name(told, series.member) if series.member else claim.words.scope or ""
    measure = "" if series.measure == "capacity" else MEASURE_WORDS[series.measure]
    parts = (who, place_of(told, series, claim), product_name(told, series.product), measure)
    return joined((part for part in parts if part and part != NOWHERE), Text(" ", " "))


def named_claim(told: Told, series: Series, claim: Claim) -> Text:
    """Whom and what a claim speaks of, and its amount."""
    measure = MEASURE_WORDS["capacity"] if series.measure == "capacity" else ""
    parts = (series_name(told, series, claim), measure, stated_cell(told, series, claim).text)
    return joined((part for part in parts if part), Text(" ", " "))


# ---- figures ------------------------------------------------------------------------------------------------------


def one_cell(told: Told, one: InForce, first: str | None = None) -> Cell:
    """The figure of one series, a range where it is in conflict; `carried` from before the period, or from before `first`."""
    held = one.effective
    said, exact = _amount(told, held.low, held.high, one.series.base_unit, "approximate" in held.marks, one.series.measure)
    return Cell(said, exact, _marks(held, first or told.period.first), *rests_on((held,)))


def _marks(held: Effective, first: str) -> tuple[Mark, ...]:
    if not held.marks:
        return ("carried",) if is_carried(held, first) else ()
    return marks(Level(held.low, held.high, (held,), frozenset(held.marks)), first)


def level_cell(told: Told, level: Level, unit: str, measure: str) -> Cell:
    """A figure over several series, with all claims and sources behind it; its typed value only where it is exact."""
    said, exact = _amount(told, level.low, level.high, unit, "approximate" in level.marks, measure)
    return Cell(said, exact, marks(level, told.period.first), *rests_on(level.effectives))


def figure_cell(told: Told, product: int, key: str) -> Cell:
    """A figure of a product, `capacity.P{}.operating` and the like, as tables show it: an amount, a range, a percentage."""
    figure = told.figures[key.format(product)]
    if figure.unit == "%":
        return Cell(_percent(figure), figure.value, figure.marks, figure.records, figure.sources)
    low, high = (None if end is None else Decimal(end) for end in (figure.low, figure.high))
    said = range_of(told, low, high, told.units.get(product, ""), "approximate" in figure.marks, key.split(".")[0])
    return Cell(said, figure.value, figure.marks, figure.records, figure.sources)


def previous_cell(told: Told, product: int, key: str) -> Cell:
    """The same figure in the last period: a number, or a range in words."""
    figure = told.figures[key.format(product)]
    previous = figure.previous
    if previous is None:
        return Cell(NONE)
    if figure.unit == "%":
        return Cell(f"{previous} %", previous)
    ends = str(previous).removeprefix("≥").split("–")
    low = Decimal(ends[0]) if ends[0][:1].isdigit() else None
    high = None if str(previous).startswith("≥") else Decimal(ends[-1]) if low is not None else None
    said = range_of(told, low, high, told.units.get(product, ""), False, key.split(".")[0])
    return Cell(said if low is not None else str(previous), previous)


def _percent(figure: Figure) -> Text | str:
    if figure.low is None and figure.high is None:
        return NONE
    if figure.value is not None:
        return f"{figure.value} %"
    if figure.high is None:
        return f"≥{figure.low} %"
    return f"≤{figure.high} %" if figure.low is None else f"{figure.low}–{figure.high} %"


@once
def _amount(told: Told, low: Decimal | None, high: Decimal | None, unit: str, approximate: bool, measure: str) -> tuple[Text, str | None]:
    """As `range_of`, with the typed value, where it is exact."""
    return range_of(told, low, high, unit, approximate, measure), text(low) if low == high else None


def range_of(told: Told, low: Decimal | None, high: Decimal | None, unit: str, approximate: bool, measure: str) -> Text:
    """A number or a range for people: 2.8万–6万吨/年, 28,000–60,000 t/a; a dash where nothing is known."""
    if low is None:
        return NONE
    if low == high == 0:
        return Text("0", "0")
    if unit not in told.answers.units:
        return Text(text(low) or "", text(low) or "")
    qualifier = "≥" if high is None else "≈" if approximate and low == high else "="
    return amount_shown(told, Amount("", low, high if high != low else None, qualifier, unit, low, high, unit), measure)


@once
def amount_shown(told: Told, amount: Amount, measure: str) -> Text:
    """An amount for people; what was made in a year, or may be, is no rate: 1.95万吨, not 1.95万吨/年."""
    if amount.unit not in told.answers.units:
        return Text(amount.text, amount.text)
    zh, en = shown(amount, told.answers.units, "zh"), shown(amount, told.answers.units, "en")
    return Text(stated(zh, amount, measure), stated(en, amount, measure))


def per_year_dropped(text_: Text) -> Text:
    """An amount without its /年, /a."""
    return Text(text_.zh.replace("/年", ""), text_.en.replace("/a", ""))


# ---- names ----------------------------------------------------------------------------------------------------------


def member_cell(number: int) -> Cell:
    """The typed id of a member."""
    return Cell(f"M{number}", f"M{number}", (), (f"M{number}",))


@once
def member_named(told: Told, number: int | None) -> Cell:
    """The name of a member."""
    return Cell(member_name(told, number))


@once
def product_cell(told: Told, number: int) -> Cell:
    """The name of a product; its typed value is its typed id."""
    return Cell(product_name(told, number), f"P{number}", (), (f"P{number}",))
