"""Charts as our own small SVG: bars under each other, a line where there are too many for bars; a text says the same."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from alliancectl.render.markup import bare, escaped
from alliancectl.render.parts import said
from alliancectl.reports.model import Chart
from alliancectl.text import Lang
from alliancectl.values.clean import fold_to, width

_ACROSS = 400          # the width all is drawn in; the page scales it
_ROW, _BAR = 24, 14    # the height of a row, and of the bar in it
_LETTER = 6.6          # the width of a Latin letter at 12 px; a Han character takes two
_LABEL_MOST = 26       # columns of a label before it is folded
_BARS_MOST = 36        # above, a line
_HIGH = 180            # the height of a line chart's field


class _Bar(NamedTuple):
    label: list[str]
    value: float
    shown: str


def chart(drawn: Chart, name: str, lang: Lang) -> str:
    """The chart as one ``<svg>``, its title and every value in words; `name` makes its ids unique on the page."""
    bars = [_Bar(fold_to(said(label, lang), _LABEL_MOST), float(value), said(shown, lang))
            for label, value, shown in zip(drawn.labels, drawn.values, drawn.shown, strict=True)]
    height, shapes = _bars(bars) if len(bars) <= _BARS_MOST else _line(bars)
    values = "; ".join(f"{bare(label, lang)}: {bare(shown, lang)}" for label, shown in zip(drawn.labels, drawn.shown, strict=True))
    return (f'<svg class="chart" role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {_ACROSS} {height}">\n'
            f'<title id="{name}-t">{bare(drawn.title, lang)}</title>\n<desc id="{name}-d">{values}</desc>\n'
            + "".join(shape + "\n" for shape in shapes) + "</svg>\n")


def _bars(bars: Sequence[_Bar]) -> tuple[int, Iterator[str]]:
    heights = [_ROW + 15 * (len(bar.label) - 1) for bar in bars]
    return sum(heights) + 4, _rows(bars, heights)


def _rows(bars: Sequence[_Bar], heights: Sequence[int]) -> Iterator[str]:
    left = max((width(line) for bar in bars for line in bar.label), default=0) * _LETTER + 10
    right = max((width(bar.shown) for bar in bars), default=0) * _LETTER + 10
    scale = (_ACROSS - left - right) / (max([0.0, *(bar.value for bar in bars)]) or 1)
    top = 2.0
    for bar, height in zip(bars, heights, strict=True):
        middle, long = top + height / 2, max(bar.value, 0) * scale
        for number, line in enumerate(bar.label):
            down = middle + 4 + 15 * (number - (len(bar.label) - 1) / 2)
            yield f'<text class="label" x="{_at(left - 8)}" y="{_at(down)}" text-anchor="end">{escaped(line)}</text>'
        yield f'<rect class="bar" x="{_at(left)}" y="{_at(middle - _BAR / 2)}" width="{_at(long)}" height="{_BAR}"/>'
        yield f'<text class="value" x="{_at(left + long + 6)}" y="{_at(middle + 4)}">{escaped(bar.shown)}</text>'
        top += height
    yield f'<path class="axis" d="M{_at(left)} 0V{_at(top + 2)}"/>'


def _line(bars: Sequence[_Bar]) -> tuple[int, Iterator[str]]:
    return _HIGH + 30, _curve(bars)


def _curve(bars: Sequence[_Bar]) -> Iterator[str]:
    """A line through all points; the first, the last and the highest are named."""
    top = max(range(len(bars)), key=lambda at: bars[at].value)
    scale = (_HIGH - 30) / (max(bars[top].value, 0) or 1)
    points = [(10 + at * (_ACROSS - 20) / (len(bars) - 1), _HIGH - max(bar.value, 0) * scale) for at, bar in enumerate(bars)]
    yield f'<path class="axis" d="M10 {_HIGH}H{_ACROSS - 10}"/>'
    yield f'<polyline class="line" points="{" ".join(f"{_at(x)},{_at(y)}" for x, y in points)}"/>'
    for at in sorted({0, top, len(bars) - 1}):
        x, y = points[at]
        anchor = "start" if x < _ACROSS / 4 else "end" if x > _ACROSS * 3 / 4 else "middle"
        yield f'<circle class="point" cx="{_at(x)}" cy="{_at(y)}" r="3"/>'
        yield f'<text class="value" x="{_at(x)}" y="{_at(y - 8)}" text-anchor="{anchor}">{escaped(bars[at].shown)}</text>'
        yield f'<text class="label" x="{_at(x)}" y="{_HIGH + 18}" text-anchor="{anchor}">{escaped(" ".join(bars[at].label))}</text>'


def _at(number: float) -> str:
    """A coordinate, to a tenth."""
    return f"{number:.1f}".removesuffix(".0")
