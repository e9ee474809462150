"""The Word document: the page of GB/T 9704—2012, real headings and tables, every figure, and the same bytes every time."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import alliancectl
from alliancectl.render.docx import render
from alliancectl.render.official import chinese
from alliancectl.reports.model import Cell, Chart, Column, Prose, Report, Section, Table
from alliancectl.text import Text

HOSTILE = ("<w:p/>&amp;", "\x1b[31m红", "\u202e倒写", "]]>", "a\nb\tc", "\udc80", "\ufffe", "'\"", "{{ x }}", "&lt;b&gt;")


def opened(report: Report, lang: str = "zh") -> Any:
    return docx.Document(io.BytesIO(b"".join(render(report, lang))))


def headings(document: Any) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]


def cells(table: Any) -> list[list[str]]:
    return [[text.text.replace("\n", "") for text in row.cells] for row in table.rows]


def parts(report: Report, lang: str = "zh") -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(b"".join(render(report, lang)))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def one(table: Table) -> Report:
    return Report("year", Text("报告", "report"), (Section("s", Text("情况", "state"), (table,), "1"),))


def table(rows: int, columns: int = 3, text: str = "文字") -> Table:
    heads = tuple(Column(f"c{at}", Text(f"栏{at}", f"head {at}"), "right" if at else "left") for at in range(columns))
    return Table("t", Text("表", "table"), heads, tuple({head.key: Cell(text) for head in heads} for _ in range(rows)))


# ---- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_the_page_is_a4_with_the_margins_of_the_standard(report, lang):
    page = opened(report, lang).sections[0]
    assert [round(length.mm) for length in (page.page_width, page.page_height)] == [210, 297]
    assert [round(length.mm, 1) for length in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [37, 35, 28, 26]


def test_a_page_on_its_side_is_the_upright_page_turned(report):
    page = opened(report).sections[-1]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert [round(length.mm) for length in (page.page_width, page.page_height)] == [297, 210]
    assert [round(length.mm, 1) for length in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [28, 26, 35, 37]


@pytest.mark.parametrize(("style", "font", "size"), [
    ("Title", "方正小标宋简体", 22), ("Body Text", "仿宋", 16), ("Heading 1", "黑体", 16), ("Heading 2", "楷体", 16), ("Heading 3", "仿宋", 16),
    ("Normal", "仿宋", 16), ("Footer", "宋体", 14)])
def test_the_fonts_are_those_of_the_standard(report, style, font, size):
    found = opened(report).styles[style]
    assert (found.element.rPr.rFonts.get(qn("w:eastAsia")), found.font.size) == (font, Pt(size))


def test_no_theme_font_overrules_ours(report):
    assert not re.search(r"w:\w*Theme=", parts(report)["word/styles.xml"] + parts(report)["word/document.xml"])


def test_each_chinese_font_names_what_stands_in_for_it(report):
    fonts = parts(report)["word/fontTable.xml"]
    for font, other in {"方正小标宋简体": "小标宋", "仿宋": "仿宋_GB2312", "楷体": "楷体_GB2312", "黑体": "SimHei"}.items():
        assert re.search(f'w:name="{font}"><w:altName w:val="[^"]*{other}', fonts)


def test_text_stands_in_lines_of_28_points_with_an_indent_of_two_characters(report):
    style = opened(report).styles["Body Text"]
    assert style.paragraph_format.line_spacing == Pt(28)
    assert style.element.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"
    assert style.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_the_english_document_uses_times_and_arial(report):
    styles = opened(report, "en").styles
    assert (styles["Body Text"].font.name, styles["Title"].font.name) == ("Times New Roman", "Arial")


def test_page_numbers_stand_outside(report):
    document = opened(report)
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = footer.paragraphs[0]
        assert re.fullmatch(r"— \d* —", number.text)
        assert number._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert "PAGE" in number._p.xml


def test_on_a_page_on_its_side_the_number_stands_at_the_foot_of_the_upright_page(report):
    section = opened(report).sections[-1]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        box = footer._element
        words = "".join(one.text or "" for one in box.iter(qn("w:t")))
        across, down = (int(one.text) / 36000 for one in box.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}posOffset"))
        wide, high = ((int(one.get("cx")) / 36000, int(one.get("cy")) / 36000) for one in box.iter() if one.tag.endswith("}extent")).__next__()
        assert re.fullmatch(r"— \d* —", words)
        assert (across + wide, down, high) == (28, 28, 156)   # 7 mm from the text, which is 35 mm from the edge, along all of it
        assert 'vert="vert"' in footer._element.xml
        assert [one.get(qn("w:val")) for one in box.iter(qn("w:jc"))] == [side]


# ---- what stands in it --------------------------------------------------------------------------------------------


def test_sections_bear_chinese_numerals_and_parts_bear_them_in_brackets(report):
    assert headings(opened(report)) == [
        ("Heading 1", "主要数据"), ("Heading 1", "二、组织建设与成员情况"), ("Heading 2", "（一）按单位性质"), ("Heading 2", "（二）退出的成员"),
        ("Heading 1", "六、存在问题"), ("Heading 1", "附表与资料来源"), ("Heading 2", "附表1　产能台账")]


def test_english_sections_are_numbered_in_figures(report):
    assert ("Heading 2", "2.1  By kind of organisation") in headings(opened(report, "en"))


def test_both_languages_stand_side_by_side_once(report):
    assert headings(opened(report, "both"))[-2:] == [("Heading 1", "附表与资料来源 Annexes"), ("Heading 2", "附表1　产能台账 Capacity register")]


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_parts_are_numbered_in_chinese_numerals(number, words):
    assert chinese(number) == words


def test_a_section_of_nothing_but_a_chart_leaves_no_empty_heading():
    chart = Chart("c", Text("图", "chart"), ("一",), (1,), ("1",))
    document = opened(Report("r", Text("报告", "report"), (Section("s", Text("情况", "state"), (chart,), "1"),)))
    assert headings(document) == []


def test_every_figure_of_the_key_figures_stands_in_it(demo, ctl):
    ctl("report year 2025 --out r.docx --lang zh", db=demo)
    ctl("report year 2025 --out r.json --json", db=demo)
    import json

    home = Path.cwd()
    rows = cells(docx.Document(str(home / "r.docx")).tables[0])
    wanted = json.loads((home / "r.json").read_text("utf-8"))["sections"][0]["blocks"][0]["rows"]
    assert len(rows) - 1 == len(wanted) > 20
    shown = ctl("report year 2025 --format plain --lang zh", db=demo).out.split("\n\n")[2].splitlines()[2:]
    marks = [re.sub(r" \[(.*)\]", lambda found: f"（{found[1].replace(', ', '、')}）", line) for line in shown]
    assert ["\t".join(row) for row in rows[1:]] == marks[:len(wanted)]


def test_a_mark_stands_in_words_and_is_explained(report):
    document = opened(report)
    assert cells(document.tables[0])[3][2:] == ["60,000–80,000（冲突）", ""]
    assert any("冲突——来源不一致" in paragraph.text for paragraph in document.paragraphs)


def test_a_table_without_rows_says_so(report):
    assert "本年没有成员退出" in [paragraph.text for paragraph in opened(report).paragraphs]


def test_prose_keeps_its_lines_and_loses_indents_of_its_own():
    prose = Prose("p", "　　一是数据不全。\n\n    二是没有走访。")
    document = opened(Report("r", Text("报告", "report"), (Section("s", Text("问题", "problems"), (prose,), "6"),)))
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Body Text"] == ["一是数据不全。", "二是没有走访。"]


# ---- tables -------------------------------------------------------------------------------------------------------


def test_the_head_of_a_table_is_repeated_and_no_row_is_divided():
    found = opened(one(table(500))).tables[0]
    rows = found._tbl.tr_lst
    assert len(rows) == 501
    assert [at for at, row in enumerate(rows) if row.trPr.find(qn("w:tblHeader")) is not None] == [0]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page(report):
    styles = opened(report).styles
    assert all(styles[name].paragraph_format.keep_with_next for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"))
    head, first, second = opened(one(table(50))).tables[0].rows[:3]
    assert [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in (head, first, second)] == [True, True, None]


def test_numbers_stand_on_the_right(report):
    row = opened(report).tables[0].rows[1]
    assert [cell.paragraphs[0].style.name for cell in row.cells] == ["表格文字", "表格数字", "表格数字", "表格数字"]
    assert opened(report).styles["表格数字"].element.pPr.find(qn("w:jc")).get(qn("w:val")) == "right"


def test_the_total_is_set_apart(report):
    total = opened(report).tables[1].rows[-1].cells[0].paragraphs[0].runs[0]
    assert (total.text, total.bold) == ("合计", True)


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
@pytest.mark.parametrize(("columns", "text"), [(1, "短"), (6, "氟材料产业技术研究院有限公司"), (20, "Fluorine-containing polymers"), (12, "A" * 300)])
def test_a_table_is_as_wide_as_its_page(columns, text, lang):
    document = opened(one(table(3, columns, text)), lang)
    page = document.sections[-1]
    room = page.page_width - page.left_margin - page.right_margin
    widths = [column.width for column in document.tables[0].columns]
    assert abs(sum(widths) - room) < Mm(0.5)
    assert min(widths) > 0


def test_a_table_too_wide_for_an_upright_page_goes_to_the_annexes(report):
    document = opened(one(table(3, 14, "氟材料产业技术研究院")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[2:4] == ["表", "详见附表1。"]
    assert "附表1　表" in texts
    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_a_table_of_pages_goes_to_the_annexes():
    document = opened(one(table(200)))
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Body Text"] == ["详见附表1。"]
    assert len(document.sections) == 2


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_the_key_figures_stay_where_they_are(demo, ctl, lang):
    assert ctl(f"report year 2025 --out r.docx --lang {lang}", db=demo).code == 0
    document = docx.Document("r.docx")
    assert document.tables[0].rows[0].cells[0].text == {"zh": "指标", "en": "figure", "both": "指标\nfigure"}[lang]


def test_of_two_languages_the_second_stands_under_the_first(report):
    document = opened(report, "both")
    assert document.paragraphs[0].text == "氟硅联盟 2025 年度报告\nFluorosilicon Alliance:\nreport of 2025"
    assert [cell.text for cell in document.tables[1].rows[0].cells] == ["性质\nkind", "年初\nat start", "年末\nat end"]


def test_a_listing_is_one_table_under_its_title(listing):
    document = opened(listing(40))
    assert document.paragraphs[0].text == "成员"
    assert len(document.tables[0].rows) == 41
    assert len(document.sections) == 1


def test_an_empty_listing_is_a_document(listing):
    assert "还没有成员" in [paragraph.text for paragraph in opened(listing(0)).paragraphs]


# ---- nothing acts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_text(value):
    from alliancectl.values.clean import visible

    columns = (Column("a", Text("甲", "a")),)
    report = Report("r", Text(value, value), (Section("s", Text(value, value), (
        Table("t", Text(value, value), columns, ({"a": Cell(value)},)), Prose("p", value)), "1"),), head=((Text(value, value), value),))
    document = opened(report)
    assert cells(document.tables[0])[1] == [visible(value)]
    assert headings(document)[0] == ("Heading 1", f"一、{visible(value)}")
    assert document.core_properties.title == visible(value)


def test_it_points_at_nothing_outside(report):
    assert not any('TargetMode="External"' in text for text in parts(report).values())


# ---- the same bytes -----------------------------------------------------------------------------------------------

SAME = """
import sys
sys.path.insert(0, sys.argv[1])
from conftest import yearly
from alliancectl.render.docx import render
sys.stdout.buffer.write(b"".join(render(yearly(), "zh")))
"""


def test_the_same_report_is_the_same_file_in_any_surroundings(report):
    here = b"".join(render(report, "zh"))
    for umask, zone, locale, seed in ((0o077, "Asia/Shanghai", "zh_CN.GB18030", "1"), (0o000, "America/New_York", "C", "2")):
        env = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed, "USER": zone,
               "PYTHONPATH": str(Path(alliancectl.__file__).parents[1])}
        done = subprocess.run([sys.executable, "-c", SAME, str(Path(__file__).parent)], env=env, umask=umask, capture_output=True, check=True)
        assert done.stdout == here


def test_nothing_in_the_file_depends_on_the_clock_or_the_machine(report):
    with zipfile.ZipFile(io.BytesIO(b"".join(render(report, "zh")))) as file:
        assert {(info.date_time, info.create_system, info.compress_type) for info in file.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0, zipfile.ZIP_STORED)}
        core = file.read("docProps/core.xml").decode()
    assert not re.search("dcterms:|lastModifiedBy|creator", core.split(">", 2)[2])


# ---- as a command -------------------------------------------------------------------------------------------------


def test_the_ending_of_out_chooses_the_form(demo, ctl):
    assert ctl("report year 2025 --out {year}.docx", db=demo).code == 0
    written = Path("2025.docx")
    assert docx.Document(str(written)).tables
    before = written.stat()
    assert ctl("report year 2025 --out {year}.docx", db=demo) == (0, "", "")
    assert (written.stat().st_ino, written.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_is_not_given_a_document(demo, home):
    import pexpect

    env = {**os.environ, "HOME": str(home), "PYTHONPATH": str(Path(alliancectl.__file__).parents[1])}
    said, code = pexpect.run(f"{sys.executable} -m alliancectl report year 2025 --db {demo} --format docx --lang zh", env=env,
                             withexitstatus=True, encoding="utf-8")
    assert code == 2
    assert "--out FILE.docx" in said
    assert "PK" not in said


def test_a_pipe_is_given_the_document(demo, home):
    env = {**os.environ, "HOME": str(home), "PYTHONPATH": str(Path(alliancectl.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-m", "alliancectl", "report", "year", "2025", "--db", str(demo), "--format", "docx"], env=env,
                          capture_output=True, check=True)
    assert docx.Document(io.BytesIO(done.stdout)).tables
