"""The PDF: the same layout set by Typst, the figures in its text, nothing that acts, the same bytes on the same machine."""

from __future__ import annotations

import builtins
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from alliancectl.errors import NoChineseFont, NoTypesetter
from alliancectl.render import pdf
from alliancectl.reports.model import Cell, Column, Prose, Report, Section, Table
from alliancectl.text import Text

typst = pytest.importorskip("typst", reason="the extra `pdf` is not installed")
HAN = bool({*pdf._SONG, *pdf._HEI, *pdf._FANG} & set(typst.Fonts().families()))
needs_han = pytest.mark.skipif(not HAN, reason="no Chinese font is installed")
HOSTILE = ("#panic(1)", "$x$", "@label", "*b* _i_ `c`", "<l>", "// gone", "/* gone */", "\\ \\u{41}", "[a] {b}", "= h", "- item", "~", "\x1b[31m", "\u202eevil", '"')


def made(report: Report, lang: Any) -> bytes:
    return b"".join(pdf.render(report, lang))


def text_of(content: bytes, folder: Path) -> str:
    """What a reader sees, without the spaces; the test is left out where no pdftotext is installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    file = folder / "r.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, encoding="utf-8", check=True)
    return re.sub(r"\s", "", done.stdout)


def pages_of(content: bytes, folder: Path) -> list[str]:
    """What a reader sees on each page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (folder / "r.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", "-enc", "UTF-8", str(folder / "r.pdf"), "-"], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.removesuffix("\f").split("\f")


def english(value: str) -> Report:
    columns = (Column("a", Text("甲", "head")),)
    blocks = (Table("t", Text("表", f"table {value}"), columns, ({"a": Cell(f"cell {value}")},)), Prose("p", f"prose {value}"))
    return Report("r", Text("报告", f"title {value}"), (Section("s", Text("节", f"section {value}"), blocks, "1"),))


@needs_han
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_the_report_is_a_pdf_in_every_language(report, lang):
    assert made(report, lang).startswith(b"%PDF-")


@needs_han
def test_the_same_report_gives_the_same_bytes(report, monkeypatch):
    first = made(report, "zh")
    for name, value in {"TZ": "America/New_York", "SOURCE_DATE_EPOCH": "1", "LC_ALL": "C", "USER": "x"}.items():
        monkeypatch.setenv(name, value)
    assert made(report, "zh") == first


def long_table(rows: int, sideways: bool = False) -> Report:
    columns = tuple(Column(f"c{at}", Text(f"栏{at}", f"head {at}")) for at in range(10 if sideways else 3))
    cells = tuple({column.key: Cell(f"row-{row} {'word ' * (3 if sideways else 1)}") for column in columns} for row in range(rows))
    table = Table("t", Text("表", "table"), columns, cells, Text("这是注。", "the remark"))
    return Report("r", Text("报告", "title"), (Section("s", Text("节", "section"), (table, Prose("p", "end")), "1"),))


@pytest.mark.parametrize("rows", range(24, 40))
def test_a_note_stands_below_rows_of_its_table_and_never_alone_on_a_page(rows, tmp_path):
    pages = pages_of(made(long_table(rows), "en"), tmp_path)
    (page,) = [page for page in pages if "the remark" in page]
    assert f"row-{rows - 1}" in page
    assert f"row-{rows - 2}" in page
    assert all("head 0" in page for page in pages if "row-" in page)


def test_the_number_of_a_page_on_its_side_runs_along_its_left_edge(tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (tmp_path / "r.pdf").write_bytes(made(long_table(30, sideways=True), "en"))
    done = subprocess.run(["pdftotext", "-bbox", str(tmp_path / "r.pdf"), "-"], capture_output=True, encoding="utf-8", check=True)
    page = done.stdout.split("<page ")[2]
    left, top, right, bottom = next(tuple(float(one) * 25.4 / 72 for one in found) for found in re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">2<', page))
    assert 20 < left < right < 30        # mm; the text begins at 35
    assert 28 < top < bottom < 60        # an even page: left on the upright page


@needs_han
def test_no_date_stands_in_it(report):
    assert not re.search(rb"/CreationDate|/ModDate|xmp:CreateDate", made(report, "zh"))


@needs_han
def test_the_pdf_holds_headings_figures_and_their_marks(report, tmp_path):
    shown = text_of(made(report, "zh"), tmp_path)
    for words in ("氟硅联盟2025年度报告", "主要数据", "二、组织建设与成员情况", "（一）按单位性质", "附表1", "1,204（不全）", "60,000–80,000（冲突）", "—1—"):
        assert words in shown


@needs_han
def test_every_key_figure_of_the_example_stands_in_it(demo, ctl, tmp_path):
    assert ctl("report year 2025 --out {year}.pdf --lang zh", db=demo).code == 0
    shown = text_of(Path("2025.pdf").read_bytes(), tmp_path)
    figures = ctl("report year 2025 --json", db=demo).json["figures"]
    counts = [figure["value"] for figure in figures.values() if isinstance(figure["value"], int)]
    assert len(counts) > 20
    lines = ctl("report year 2025 --format plain --lang zh", db=demo).out.split("\n\n")[2].splitlines()[2:]
    cells = [cell.split(" [")[0] for line in lines if "\t" in line for cell in line.split("\t")]
    assert [cell for cell in cells if cell.replace(" ", "") not in shown] == []


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_text(value, tmp_path):
    from alliancectl.values.clean import visible

    shown = text_of(made(english(value), "en"), tmp_path).replace("’", "'").replace("”", '"').replace("“", '"')
    squeezed = re.sub(r"\s", "", visible(value))
    for place in ("title", "section", "cell", "prose"):
        assert f"{place}{squeezed}" in shown


@pytest.mark.parametrize("length", [100, 3000, 20000])
def test_a_long_text_is_not_cut(length, tmp_path):
    words = "".join(f"w{number:05d} " for number in range(length // 7))
    assert "".join(words.split()) in re.sub("id|head|—\\d+—", "", text_of(made(english(words), "en"), tmp_path))


def test_a_long_word_that_its_column_holds_is_not_broken(tmp_path):
    columns = tuple(Column(f"c{at}", Text("栏", f"head {at}")) for at in range(3))
    row = {"c0": Cell("Shenlou Battery Materials Company hexafluorophosphate Polytetrafluoroethylene"), "c1": Cell("word " * 20), "c2": Cell("word " * 20)}
    blocks = (Table("t", Text("表", "table"), columns, (row,)), Prose("p", "a line of some words that end before the page does hexafluorophosphate " * 3))
    pages = pages_of(made(Report("r", Text("题", "title"), (Section("s", Text("节", "section"), blocks, "1"),)), "en"), tmp_path)
    words = " ".join(pages).split()
    assert (words.count("hexafluorophosphate"), words.count("Polytetrafluoroethylene")) == (4, 1)


def test_a_word_wider_than_its_column_is_broken(tmp_path):
    word = "".join(chr(97 + number % 26) for number in range(700))
    assert word in text_of(made(english(word), "en"), tmp_path)


def test_without_the_extra_the_error_says_what_to_install(report, monkeypatch):
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "typst":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(NoTypesetter) as refused:
        made(report, "zh")
    assert refused.value.exit == 1
    assert "pip install 'alliancectl[pdf]'" in refused.value.mend()


def test_without_a_chinese_font_a_chinese_report_is_refused(report, monkeypatch):
    monkeypatch.setattr(typst, "Fonts", lambda: type("Fonts", (), {"families": lambda self: ["Libertinus Serif"]})())
    with pytest.raises(NoChineseFont) as refused:
        made(report, "zh")
    assert refused.value.exit == 1
    assert "fonts-noto-cjk" in refused.value.mend()


def test_without_a_chinese_font_an_english_report_is_made(monkeypatch):
    monkeypatch.setattr(typst, "Fonts", lambda: type("Fonts", (), {"families": lambda self: ["Libertinus Serif"]})())
    assert made(english("plain"), "en").startswith(b"%PDF-")


@needs_han
def test_an_unchanged_file_is_not_touched(demo, ctl):
    assert ctl("report year 2025 --out r.pdf", db=demo).code == 0
    before = Path("r.pdf").stat()
    assert ctl("report year 2025 --out r.pdf", db=demo) == (0, "", "")
    assert (Path("r.pdf").stat().st_ino, Path("r.pdf").stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_failure_leaves_the_last_good_file(demo, ctl, home, monkeypatch):
    (home / "r.pdf").write_bytes(b"last good")
    monkeypatch.setattr(typst, "Fonts", lambda: type("Fonts", (), {"families": lambda self: []})())
    said = ctl("report year 2025 --out r.pdf --lang zh", db=demo)
    assert (said.code, said.out, (home / "r.pdf").read_bytes()) == (1, "", b"last good")
    assert "no-chinese-font" in said.err
    assert [path.name for path in home.iterdir() if path.suffix == ".tmp"] == []
