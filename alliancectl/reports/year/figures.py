"""Key figures: this period's beside the last one's, and the table of §0 that shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from alliancectl.kinds.record import Record
from alliancectl.reports.cells import NONE, NOT_RECORDED, words_cell
from alliancectl.reports.model import Cell, Column, Figure, Section, Table
from alliancectl.reports.year.cells import sources_of
from alliancectl.reports.year.part import Headline
from alliancectl.reports.year.period import Period
from alliancectl.text import Text

# ---- figures -------------------------------------------------------------------------------------------------------


def counted(now: Sequence[Record], before: Sequence[Record], *, sources: Sequence[Record] | None = None) -> Figure:
    """How many records there are, and were; `sources` are the records whose sources it rests on, where not the same."""
    figure = Figure(len(now), records=tuple(record.code for record in now),
                    sources=sources_of(now if sources is None else sources))
    return compared(figure, Figure(len(before)))


def compared(now: Figure, before: Figure) -> Figure:
    """A figure with the last period's, the change, and the change in %; a rate changes in percentage points.

    A previous range is kept as words ("28000–60000", "≥3000"). A change needs both values; its % needs a last
    value other than zero.
    """
    now = now._replace(previous=before.value if before.value is not None else _range(before, str))
    if now.value is None or before.value is None:
        return now
    if isinstance(now.value, int) and isinstance(before.value, int):
        change = now.value - before.value
        return now._replace(change=change, percent=_percent(change, before.value))
    from decimal import Decimal

    difference = Decimal(now.value) - Decimal(before.value)
    percent = None if now.unit == "%" else _percent(difference, Decimal(before.value))
    return now._replace(change=f"{difference:f}", percent=percent)


def _percent(change: Any, before: Any) -> str | None:
    """The change in % of what was, to one decimal, half away from zero; None where that was nothing."""
    if not before:
        return None
    tenths = int((2 * abs(change) * 1000 + abs(before)) // (2 * abs(before)))
    return f"{'-' if change < 0 and tenths else ''}{tenths // 10}.{tenths % 10}"


# ---- how they are shown --------------------------------------------------------------------------------------------


def figure_cell(figure: Figure) -> Cell:
    """A figure's value, its range, or a dash where nothing is known."""
    if figure.value == 0 and "partial" in figure.marks:   # a sum of which no part is known
        return Cell(NOT_RECORDED, None, ("gap",), figure.records, figure.sources)
    shown = _number(figure.value) if figure.value is not None else _range(figure, _number)
    return Cell(shown or NONE, figure.value, figure.marks, figure.records, figure.sources)


MOST_PRODUCTS = 10   # in §0; of more, those with the most records behind them


def key_figures(figures: dict[str, Figure], headlines: Sequence[Headline], period: Period, previous: Period) -> Section:
    """§0: the headlines with last period's value, this one's, the change, and its marks; of many products only some."""
    columns = (
        Column("figure", Text("指标", "figure")),
        Column("unit", Text("单位", "unit")),
        Column("previous", _head(previous), "right"),
        Column("value", _head(period), "right"),
        Column("change", Text("增减", "change"), "right"),
        Column("percent", Text("增减幅度", "change in %"), "right"),
    )
    shown, more = _chosen(headlines, figures)
    rows = tuple(_row(headline, figures[headline.key]) for headline in shown)
    return Section("key_figures", Text("主要数据", "Key figures"),
                   (Table("key_figures", Text("主要数据对比", "Key figures compared"), columns, rows, _remark(more)),), "0")


def _chosen(headlines: Sequence[Headline], figures: Mapping[str, Figure]) -> tuple[list[Headline], int]:
    """The headlines that are shown, in their order, and how many products are not."""
    products = dict.fromkeys(product for line in headlines if (product := product_of(line.key)))
    kept = set(sorted(products, key=lambda product: -len(figures[f"capacity.{product}.operating"].records))[:MOST_PRODUCTS])
    return [line for line in headlines if (product := product_of(line.key)) is None or product in kept], len(products) - len(kept)


def product_of(key: str) -> str | None:
    """The typed id of the product that a figure is about; None for every other figure."""
    family, *rest = key.split(".")
    return rest[0] if family in ("capacity", "output", "rate") else None


def _remark(more: int) -> Text:
    """What the dash means, and where the products that are not shown stand."""
    said = Text("“—”：上期为零或不详，或数据为区间，无法计算增减。比率的增减以百分点计。",
                "“—”: the last value is zero or unknown, or a value is a range. Rates change in percentage points.")
    if not more:
        return said
    return Text(f"{said.zh}列出记录最多的 {MOST_PRODUCTS} 种产品，其余 {more} 种见“产业与产能情况”。",
                f"{said.en} The {MOST_PRODUCTS} products with the most records are shown; for {more} more see “Industry and capacity”.")


def _row(headline: Headline, figure: Figure) -> dict[str, Cell]:
    return {
        "figure": Cell(headline.label, headline.key),
        "unit": words_cell(headline.unit),
        "previous": Cell(before_shown(figure.previous), figure.previous),
        "value": figure_cell(figure),
        "change": Cell(_change(figure), figure.change),
        "percent": Cell(_percent_shown(figure.percent), figure.percent),
    }


def _head(period: Period) -> Text:
    if period.complete:
        return period.name
    return Text(f"{period.first} 至 {period.last}", f"{period.first} to {period.last}")


def _change(figure: Figure) -> Text | str:
    if figure.change is None:
        return NONE
    shown = _signed(figure.change)
    return Text(f"{shown} 百分点", f"{shown} pp") if figure.unit == "%" else shown


def before_shown(previous: int | str | None) -> Text | str:
    """The last period's value or range, with thousands marks."""
    if not isinstance(previous, str):
        return _number(previous) or NONE
    bound = previous[0] if previous[0] in "≥≤" else ""
    return bound + "–".join(map(_number, previous.removeprefix(bound).split("–")))


def _percent_shown(percent: str | None) -> Text | str:
    return NONE if percent is None else f"{_signed(percent)} %"


def _signed(number: int | str) -> str:
    """With its sign, and a real minus."""
    shown = _number(number)
    if shown.startswith("-"):
        return "−" + shown[1:]
    return shown if not shown.strip("0.,") else "+" + shown


def _number(number: int | str | None) -> str:
    """With thousands marks; words stay as they are."""
    if number is None:
        return ""
    if isinstance(number, int):
        return f"{number:,}"
    whole, dot, rest = number.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() and whole != "-0" else number


def _range(figure: Figure, shown: Callable[[Any], str]) -> str | None:
    if figure.low is None and figure.high is None:
        return None
    if figure.high is None:
        return f"≥{shown(figure.low)}"
    return f"≤{shown(figure.high)}" if figure.low is None else f"{shown(figure.low)}–{shown(figure.high)}"
