"""Cells of §4: claims, amounts, ranges and names as its tables show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from alliancectl.kinds.capacity import BASIS, CONFIDENCE, MEASURE, STATUS
from alliancectl.kinds.claims import Claim, InForce, Level, Series
from alliancectl.kinds.source import SOURCE_KIND, tier
from alliancectl.reports.model import Cell, Column, Figure, Mark
from alliancectl.reports.year.capacity_figures import State, marks, records, sources, text
from alliancectl.reports.year.cells import NONE, choice_cell, date_cell, joined, labels_of, named, words_cell
from alliancectl.reports.year.period import Period
from alliancectl.store.ask.capacity import Answers
from alliancectl.text import Text
from alliancectl.values.amount import Amount, shown

BASIS_WORDS, STATUS_WORDS, MEASURE_WORDS = labels_of(BASIS.choices), labels_of(STATUS.choices), labels_of(MEASURE.choices)
CONFIDENCE_WORDS, SOURCE_WORDS = labels_of(CONFIDENCE.choices), labels_of(SOURCE_KIND.choices)
MEMBER, PRODUCT = Column("member", Text("单位名称", "member")), Column("product", Text("产品", "product"))
CLAIM, PLACE = Column("claim", Text("编号", "id")), Column("place", Text("基地/生产线", "site, line"))
AMOUNT, AS_OF = Column("amount", Text("数量", "amount"), "right"), Column("as_of", Text("截至", "as of"))
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


class Told(NamedTuple):
    """All that the tables are made of."""

    answers: Answers
    period: Period
    previous: Period
    now: State
    before: State
    start: State
    figures: dict[str, Figure]
    units: dict[int, str]


def everything(told: Told) -> tuple[InForce, ...]:
    """Everything in force at the end of the period and in it."""
    return (*told.now.counted, *told.now.year, *told.now.foreign)


def columned(columns: Sequence[Column], rows: Iterable[dict[str, Cell]]) -> tuple[dict[str, Cell], ...]:
    """Rows with only the cells that have a column."""
    keys = [column.key for column in columns]
    return tuple({key: row[key] for key in keys if key in row} for row in rows)


def where(told: Told, one: InForce) -> dict[str, Cell]:
    """Which series it is: the cells of its member, its product, its site and line."""
    return {"member": Cell(member_name(told, one.series.member)), "product": product_cell(told, one.series.product),
            "place": words_cell(place_of(told, one.series, one.effective.claim))}


def claim_cells(told: Told, series: Series, claim: Claim) -> dict[str, Cell]:
    """Everything a claim says, a cell each; a table takes those that it has columns for (`columned`)."""
    quotes = told.answers.words[claim.id].quotes if claim.id in told.answers.words else ()
    return {
        "claim": claim_cell(claim), "amount": stated_cell(told, series, claim), "as_of": date_cell(claim.as_of),
        "basis": choice_cell(BASIS_WORDS, claim.basis), "source": source_cell(told, claim), "tier": Cell(str(claim.tier), claim.tier),
        "confidence": choice_cell(CONFIDENCE_WORDS, claim.confidence) if claim.confidence else Cell(NONE),
        "quote": words_cell(joined((f"“{quote}”" for _, quote in quotes if quote), Text("", " "))),
    }


def claim_cell(claim: Claim) -> Cell:
    """The typed id of a claim, with the sources it cites."""
    return Cell(f"C{claim.id}", f"C{claim.id}", (), (f"C{claim.id}",), source_codes(claim))


def member_cell(number: int) -> Cell:
    """The typed id of a member."""
    return Cell(f"M{number}", f"M{number}", (), (f"M{number}",))


def source_codes(claim: Claim) -> tuple[str, ...]:
    """The typed ids of a claim's sources, in order."""
    return tuple(f"R{number}" for number in sorted(claim.sources))


def source_cell(told: Told, claim: Claim) -> Cell:
    """The titles of a claim's sources, each with its kind; the best first."""
    held = [told.answers.sources[number] for number in claim.sources if number in told.answers.sources]
    held.sort(key=lambda source: (tier(source.kind), source.id))
    kinds = [SOURCE_WORDS[source.kind or "other"] for source in held]
    titles = [Text(f"{source.name}（{kind.zh}）", f"{source.name} ({kind.en})") for source, kind in zip(held, kinds, strict=True)]
    return Cell(joined(titles, Text("；", "; ")) if held else Text("无来源", "no source"), None, (), (), source_codes(claim))


def stated_cell(told: Told, series: Series, claim: Claim) -> Cell:
    """What a claim says, as it says it."""
    if claim.amount is None:
        return Cell(NONE)
    exact = claim.amount.base_high is None and claim.amount.qualifier in ("=", "≈")
    said = amount_shown(told, claim.amount, series.measure)
    return Cell(said, text(claim.amount.base) if exact else None, (), (f"C{claim.id}",), source_codes(claim))


def amount_shown(told: Told, amount: Amount, measure: str) -> Text:
    """An amount for people; what was made in a year, or may be, is no rate: 1.95万吨, not 1.95万吨/年."""
    if amount.unit not in told.answers.units:
        return Text(amount.text, amount.text)
    zh, en = shown(amount, told.answers.units, "zh"), shown(amount, told.answers.units, "en")
    return Text(zh, en) if measure == "capacity" else per_year_dropped(Text(zh, en))


def per_year_dropped(text_: Text) -> Text:
    """An amount without its /年, /a."""
    return Text(text_.zh.replace("/年", ""), text_.en.replace("/a", ""))


def brief(told: Told, series: Series, claim: Claim) -> Text:
    """A claim in a few words: its id, amount and date."""
    stated = stated_cell(told, series, claim).text
    said = stated if isinstance(stated, Text) else Text(stated, stated)
    when = date_cell(claim.as_of).text
    date = when if isinstance(when, Text) else Text(when, when)
    return Text(f"C{claim.id} {said.zh}（{date.zh}）", f"C{claim.id} {said.en} ({date.en})")


def named_claim(told: Told, series: Series, claim: Claim) -> Text:
    """Whom and what a claim speaks of, and its amount."""
    who = member_name(told, series.member) if series.member else words_of(told, claim, "scope") or ""
    return joined((who, product_name(told, series.product), MEASURE_WORDS[series.measure], stated_cell(told, series, claim).text), Text(" ", " "))


def one_cell(told: Told, one: InForce) -> Cell:
    """The figure of one series, a range where it is in conflict."""
    level = Level(one.effective.low, one.effective.high, (one.effective,), frozenset(one.effective.marks))
    return level_cell(told, level, one.series.base_unit, one.series.measure)


def level_cell(told: Told, level: Level, unit: str, measure: str = "capacity") -> Cell:
    """A figure over several series, with all claims and sources behind it; its typed value only where it is exact."""
    exact = text(level.low) if level.low == level.high else None
    return Cell(range_of(told, level.low, level.high, unit, "approximate" in level.marks, measure), exact, marks(level, told.period.first),
                records(level.effectives), sources(level.effectives))


def amount_cell(told: Told, figure: Figure, measure: str = "capacity") -> Cell:
    """A figure of the report as its tables show it: an amount, a range, a percentage."""
    if figure.unit == "%":
        return Cell(_percent(figure), figure.value, figure.marks, figure.records, figure.sources)
    low, high = (None if end is None else Decimal(end) for end in (figure.low, figure.high))
    return Cell(range_of(told, low, high, figure.unit or "", "approximate" in figure.marks, measure), figure.value, figure.marks,
                figure.records, figure.sources)


def _percent(figure: Figure) -> Text | str:
    if figure.low is None and figure.high is None:
        return NONE
    if figure.value is not None:
        return f"{figure.value} %"
    if figure.high is None:
        return f"≥{figure.low} %"
    return f"≤{figure.high} %" if figure.low is None else f"{figure.low}–{figure.high} %"


def range_of(
    told: Told, low: Decimal | None, high: Decimal | None, unit: str, approximate: bool = False, measure: str = "capacity",
) -> Text:
    """A number or a range for people: 2.8万–6万吨/年, 28,000–60,000 t/a; a dash where nothing is known."""
    if low is None:
        return NONE
    if low == high == 0:
        return Text("0", "0")
    if unit not in told.answers.units:
        return Text(text(low) or "", text(low) or "")
    qualifier = "≥" if high is None else "≈" if approximate and low == high else "="
    amount = Amount("", low, high if high != low else None, qualifier, unit, low, high, unit)
    return amount_shown(told, amount, measure)


def said_cell(told: Told, previous: int | str | None, unit: str | None) -> Cell:
    """Last period's figure: a number, or a range in words."""
    if previous is None:
        return Cell(NONE)
    if unit == "%":
        return Cell(f"{previous} %", previous)
    ends = str(previous).removeprefix("≥").split("–")
    low = Decimal(ends[0]) if ends[0][:1].isdigit() else None
    high = None if str(previous).startswith("≥") else Decimal(ends[-1]) if low is not None else None
    return Cell(range_of(told, low, high, unit or "", measure="output") if low is not None else str(previous), previous)


def product_cell(told: Told, number: int) -> Cell:
    """The name of a product; its typed value is its typed id."""
    return Cell(product_name(told, number), f"P{number}", (), (f"P{number}",))


def product_name(told: Told, number: int) -> Text:
    """A product's name in both languages; its typed id where it was removed."""
    product = told.answers.products.get(number)
    return named(product.name, product.name_other) if product else Text(f"P{number}", f"P{number}")


def member_name(told: Told, number: int | None) -> Text:
    """A member's name in both languages; its typed id where it was removed."""
    member = told.answers.members.get(number or 0)
    return named(member.name, member.name_other) if member else Text(f"M{number}", f"M{number}")


def place_of(told: Told, series: Series, claim: Claim) -> Text:
    """Site, line and grade of a claim, those that it names."""
    site = told.answers.sites.get(series.site or 0)
    parts = (site.name if site else None, words_of(told, claim, "line"), words_of(told, claim, "grade"))
    return joined((part for part in parts if part), Text(" ", ", "))


def words_of(told: Told, claim: Claim, key: str) -> str | None:
    """One of the words of a claim (`Words`), as it was written."""
    words = told.answers.words.get(claim.id)
    found: str | None = getattr(words, key) if words else None
    return found


def unit_name(told: Told, key: str) -> Text:
    """A unit's name in both languages; its key where the table of units lacks it."""
    if key not in told.answers.units:
        return Text(key, key)
    return Text(told.answers.units[key].zh, told.answers.units[key].en)
