"""A native chart of a workbook: bars over the labels and values that stand in two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

_MANY = 13          # above, bars lie
_COLOUR = "4F86AC"


def bars(sheet: Worksheet, first: int, last: int, title: str, words: str) -> Any:
    """The chart of rows `first` to `last`: labels in column A, values in column B; `words` say the same to who cannot see it."""
    from openpyxl.chart import BarChart, Reference  # type: ignore[import-untyped]
    from openpyxl.chart.label import DataLabelList  # type: ignore[import-untyped]

    chart = BarChart()
    chart.type = "col" if last - first < _MANY else "bar"
    chart.title, chart.legend, chart.gapWidth = title, None, 60
    chart.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.series[0].graphicalProperties.solidFill = _COLOUR
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False)
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    if chart.type == "bar":
        chart.x_axis.scaling.orientation = "maxMin"
    chart.width, chart.height = 17, 8
    chart.words = words     # openpyxl has no place for it: xlsx_file puts it into the drawing
    return chart
