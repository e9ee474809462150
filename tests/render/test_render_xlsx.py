"""The workbook: typed cells, filters, heads in sight, native charts; no text becomes a formula; the same bytes each time."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from alliancectl.actions.example import create_example
from alliancectl.render import xlsx
from alliancectl.render.xlsx_values import sheet_name, text, typed
from alliancectl.reports.model import Cell, Chart, Column, Prose, Report, Section, Table
from alliancectl.reports.year import year_report
from alliancectl.reports.year.period import period_of, span_before
from alliancectl.store.file import reading
from alliancectl.text import Text
from alliancectl.values.clean import from_sheet_cell, visible_lines

NONE = Text("", "")
FORMULAS = ("=1+1", "=HYPERLINK(\"http://x\")", "+1+1", "-1+1", "@SUM(A1)", "'=1+1", "''=1", "\t=1", "＝1+1", "#REF!", "#N/A", "1", "2025-01-01", "TRUE")
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)


def made(report: Report, lang="zh") -> bytes:
    return b"".join(xlsx.render(report, lang))


def opened(report: Report, lang="zh") -> Workbook:
    return load_workbook(io.BytesIO(made(report, lang)))


def of_cells(*cells: Cell, align="left") -> Report:
    table = Table("t", Text("表", "table"), (Column("a", Text("甲", "a"), align),), tuple({"a": cell} for cell in cells))
    return Report("x", Text("题", "title"), (Section("s", NONE, (table,)),))


def column(report: Report) -> list:
    return [row[0] for row in opened(report).worksheets[0].iter_rows(min_row=2)]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Report:
    path = str(tmp_path_factory.mktemp("xlsx") / "demo.db")
    create_example(path)
    with reading(path) as connection:
        period = period_of(2025, datetime.date(2026, 6, 30), "01-01")
        return year_report(connection, period, span_before(period))


def test_numbers_and_days_are_typed_and_shown_as_the_report_shows_them():
    figures = column(of_cells(
        Cell(Text("15 家", "15"), 15), Cell(Text("2.8万吨/年", "28,000 t/a"), "28000"), Cell("+7.1 %", "7.1"), Cell("−10.0 pp", "-10.0"),
        Cell("≈80,000 t", "80000"), Cell("12345678901234567", "12345678901234567"), Cell("60–80", None), align="right"))
    assert [cell.value for cell in figures] == [15, 28000, 7.1, -10, 80000, "12345678901234567", "60–80"]
    assert [cell.number_format for cell in figures[:5]] == [
        '#,##0" 家"', '#,##0" 吨/年"', '+#,##0.0" %";"−"#,##0.0" %";#,##0.0" %"', '+#,##0.0" pp";"−"#,##0.0" pp";#,##0.0" pp"', '"≈"#,##0" t"']
    days = column(of_cells(Cell("2025-03-12", "2025-03-12"), Cell("2025-04", "2025-04"), Cell("1890-01-01", "1890-01-01"), Cell("2025", "2025")))
    assert [cell.value for cell in days] == [datetime.datetime(2025, 3, 12), "2025-04", "1890-01-01", "2025"]
    assert days[0].number_format == "yyyy-mm-dd"


def test_no_text_becomes_a_formula_a_number_or_an_error():
    cells = column(of_cells(*(Cell(words) for words in FORMULAS)))
    assert [cell.data_type for cell in cells] == ["s"] * len(FORMULAS)
    assert [from_sheet_cell(cell.value) for cell in cells] == [visible_lines(words)[0] for words in FORMULAS]
    assert [cell.quotePrefix for cell in cells[:2]] == [True, True]
    with zipfile.ZipFile(io.BytesIO(made(of_cells(*(Cell(words) for words in FORMULAS))))) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist())


@settings(max_examples=40, deadline=None)
@given(st.lists(any_text, min_size=1, max_size=3))
def test_what_was_typed_comes_back(texts):
    cells = column(of_cells(Cell("first"), *(Cell(words) for words in texts), Cell("last")))
    wanted = ["\n".join(visible_lines(words)) for words in texts]
    assert [from_sheet_cell(cell.value or "") for cell in cells[1:-1]] == wanted


def test_a_section_is_a_sheet_and_an_annex_one_for_each_table(example):
    for lang in ("zh", "en", "both"):
        names = opened(example, lang).sheetnames
        annexes = len(example.sections[-1].blocks)
        large = [name for name in names if re.match(r"\d\.\d ", name)]
        assert len(names) == len(example.sections) - 1 + annexes + len(large) + 1   # and the notes
        assert all(len(name) <= 31 for name in names)
        assert [name.split(" ")[0] for name in names if name not in large][:8] == list("01234567")


def several(*rows: int) -> Report:
    tables = tuple(Table(f"t{at}", Text(f"表{at}", f"table {at}"), (Column("a", Text("甲", "a")), Column("b", Text("数", "n"), "right")),
                         tuple({"a": Cell(f"第{row}行"), "b": Cell(str(row), row)} for row in range(count)))
                   for at, count in enumerate(rows))
    return Report("x", Text("题", "title"), (Section("s", Text("节", "section"), tables, "3"),))


def test_a_long_table_has_a_sheet_of_its_own_and_its_place_leads_there():
    book = opened(several(5, 31))
    assert book.sheetnames == ["3 节", "3.1 表1"]
    (link,) = [cell for row in book["3 节"].iter_rows() for cell in row if cell.hyperlink]
    assert (link.value, link.hyperlink.location) == ("见工作表“3.1 表1”", "'3.1 表1'!A1")
    assert book["3.1 表1"].print_title_rows == "$4:$4"


def test_small_tables_that_share_a_sheet_are_not_divided_on_paper():
    sheet = opened(several(12, 12, 12, 12)).worksheets[0]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage   # it would make breaks void
    heads = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "甲"]
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks
    assert all(row + 1 in {head - 2 for head in heads} for row in breaks)


def test_the_head_of_figures_stands_over_them():
    sheet = opened(several(3)).worksheets[0]
    head, figure = (next(row for row in sheet.iter_rows() if row[0].value == first)[1] for first in ("甲", "第1行"))
    assert head.alignment.horizontal == figure.alignment.horizontal == "right"


def test_every_table_can_be_filtered_and_heads_stay_in_sight(example):
    book = opened(example)
    tables = [block for section in example.sections for block in section.blocks if isinstance(block, Table) and block.rows]
    filtered = [table for sheet in book.worksheets for table in sheet.tables.values()]
    assert len(filtered) == len(tables)
    assert len({table.displayName.casefold() for table in filtered}) == len(filtered)
    assert all(table.autoFilter.ref == table.ref for table in filtered)
    key = book.worksheets[0]
    assert key.freeze_panes == "B5"
    assert key.print_title_rows == "$4:$4"
    for sheet in book.worksheets[:-1]:
        assert sheet.freeze_panes
        for table in sheet.tables.values():
            heads = [str(cell.value) for cell in sheet[table.ref][0]]
            assert heads == [one.name for one in table.tableColumns]
            assert len(set(heads)) == len(heads)


def test_a_sheet_prints_on_a4_as_wide_as_the_paper(example):
    for sheet in opened(example).worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("9", "landscape") or sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0) or 40 <= sheet.page_setup.scale <= 100


def test_charts_are_native_and_rest_on_cells():
    chart = Chart("c", Text("图", "chart"), ("一", "二"), (3, 4.5), ("3", "4.5"))
    book = opened(Report("x", Text("题", "title"), (Section("s", Text("节", "section"), (Prose("p", "文"), chart), "1"),)))
    sheet = book.worksheets[0]
    assert len(sheet._charts) == 1
    rows = [[cell.value for cell in row[:2]] for row in sheet.iter_rows() if row[1].value is not None]
    assert rows == [["一", 3], ["二", 4.5]]
    assert "$B$7:$B$8" in sheet._charts[0].series[0].val.numRef.f


def test_a_chart_says_in_words_what_it_shows():
    chart = Chart("c", Text("图<>\"", "chart"), ("一", "二"), (3, 4.5), ("3", "4.5"))
    with zipfile.ZipFile(io.BytesIO(made(Report("x", Text("题", "title"), (Section("s", Text("节", "section"), (chart,), "1"),))))) as file:
        (drawing,) = [element for element in ElementTree.fromstring(file.read("xl/drawings/drawing1.xml")).iter() if element.get("descr")]
    assert drawing.get("descr") == '图<>": 一: 3; 二: 4.5'


def test_marks_stand_in_words_in_a_column_of_their_own(report):
    sheet = opened(report).worksheets[0]
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "指标")
    assert heads[-1] == "数据标记"
    marks = [row[-1] for row in sheet.iter_rows(values_only=True) if row[0] in ("成员（年末）", "走访（批次）", "R32 产能")]
    assert marks == [None, "上年: 缺; 本年: 不全", "上年: 沿用, 约; 本年: 冲突"]


class Counted(tuple):
    """Rows that know how often somebody went through them."""

    times = 0

    def __iter__(self):
        Counted.times += 1
        return super().__iter__()


def test_a_table_with_marks_is_not_gone_through_once_more_for_each_row(monkeypatch):
    columns = (Column("a", Text("甲", "a")), Column("b", Text("乙", "b")))
    times = []
    for count in (10, 100):
        monkeypatch.setattr(Counted, "times", 0)
        rows = Counted({"a": Cell("1"), "b": Cell("2", None, ("carried",))} for _ in range(count))
        made(Report("x", Text("题", "title"), (Section("s", NONE, (Table("t", Text("表", "table"), columns, rows),)),)))
        times.append(Counted.times)
    assert times[0] == times[1] > 0


def test_the_same_report_gives_the_same_bytes_whatever_writes_the_xml(example, tmp_path):
    code = ("import sys, datetime; from alliancectl.render import xlsx; from alliancectl.reports.model import *; from alliancectl.text import Text;"
            "c = Column('a', Text('甲', 'a')); t = Table('t', Text('表', 't'), (c,), ({'a': Cell('值 <&>')}, {'a': Cell('2025-01-01', '2025-01-01')}));"
            "s = Section('s', Text('节', 's'), (t, Chart('c', Text('图', 'c'), ('一',), (1,), ('1',))), '1');"
            "sys.stdout.buffer.write(b''.join(xlsx.render(Report('x', Text('题', 'x'), (s,)), 'zh')))")
    written = {subprocess.run([sys.executable, "-c", code], check=True, capture_output=True,
                              env={"OPENPYXL_LXML": lxml, "TZ": zone, "PYTHONPATH": str(Path(xlsx.__file__).parents[2]), "PYTHONHASHSEED": zone[-1:]}).stdout
               for lxml, zone in (("True", "UTC0"), ("False", "Asia/Shanghai-8"))}
    assert len(written) == 1
    with zipfile.ZipFile(io.BytesIO(written.pop())) as archive:
        assert {(one.date_time, one.compress_type) for one in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)}


def test_names_of_sheets_are_what_sheets_may_be_called():
    assert sheet_name("a/b:c*[d]?\\e'", ()) == "a b c d e"
    assert sheet_name("", ()) == "-"
    assert sheet_name("History", ()) == "History 2"
    assert sheet_name("部" * 40, ("部" * 31,)) == "部" * 29 + " 2"
    assert len(sheet_name("𠮷" * 40, ()).encode("utf-16-le")) <= 62


def test_a_text_longer_than_a_cell_is_cut_where_the_cell_ends():
    assert len(text("长" * 40000).value) == 32767
    assert typed(Cell("x", True), "zh", True).value == "x"


def test_an_empty_report_is_a_workbook_too():
    assert opened(Report("x", Text("空", "nothing"), ())).sheetnames
