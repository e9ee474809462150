"""One report, many forms: every row of every table shows the same numbers and the same marks, in each language."""

from __future__ import annotations

import datetime
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser

import pytest
from big import big_alliance

from alliancectl.actions.example import create_example
from alliancectl.render import parts, renderer
from alliancectl.reports.audience import handed_in, read
from alliancectl.reports.model import Cell, Report, Table
from alliancectl.reports.year import year_report
from alliancectl.reports.year.period import period_of, span_before
from alliancectl.store.file import reading
from alliancectl.text import Text

Row = tuple[str, ...]
MARKS = sorted({*(word for sign in parts.SIGNS.values() for word in sign.word)}, key=len, reverse=True)


def _report(path: str) -> Report:
    with reading(path) as connection:
        period = period_of(2025, datetime.date(2026, 6, 30), "01-01")
        return year_report(connection, period, span_before(period))


@pytest.fixture(scope="module", params=["example", "large"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The example, and a larger alliance with every kind of mark."""
    path = str(tmp_path_factory.mktemp("tables") / "a.db")
    if request.param == "example":
        create_example(path)
    else:
        big_alliance(path, members=40, years=4, visits=200, claims=900, seed=1)
    return _report(path)


def figures(words: str) -> str:
    """The digits of a cell and the signs that change what they say; without what a form adds."""
    return re.sub(r"[^\d.–≥≤≈~+−%—]", "", words)


def wanted(report: Report, said: Callable[[Text | str], str]) -> Counter[Row]:
    return Counter(tuple(figures(said(row.get(column.key, Cell("")).text)) for column in block.columns)
                   for section in report.sections for block in section.blocks if isinstance(block, Table) for row in (*block.rows, *block.total))


def under_each_other(text: Text | str) -> str:
    """Both languages, each whole, as pages and documents have them; other forms say once what is the same."""
    if isinstance(text, str):
        return text
    return text.zh if text.zh == text.en else f"{text.zh} {text.en}"


# ---- what each form shows -----------------------------------------------------------------------------------------


def of_plain(shown: str) -> Iterator[Row]:
    for block in shown.split("\n\n"):
        lines = [line for line in block.splitlines() if "\t" in line]
        for line in lines[1:]:
            yield tuple(figures(re.sub(r" \[[^\]]*\]$", "", cell)) for cell in line.split("\t"))


def of_markdown(shown: str) -> Iterator[Row]:
    lines = [*shown.splitlines(), ""]
    for at, line in enumerate(lines):
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line) and not re.fullmatch(r"\|[|\s:-]+", lines[at + 1]):
            cells = re.split(r"(?<!\\) ?\| ?", line)[1:-1]
            yield tuple(figures(re.sub(r"( [!<?+~^\\]+)?(\*\*)?\s*$", "", cell)) for cell in cells)


class _Tables(HTMLParser):
    """The rows of all tables; marks left out."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside, self.marks = False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            self.marks += bool(self.marks) or dict(attrs).get("class") == "marks"
        elif tag in ("tbody", "tfoot", "thead"):
            self.inside = tag != "thead"
        elif tag == "tr" and self.inside:
            self.rows.append([])
        elif tag in ("td", "th") and self.inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.marks -= tag == "span" and self.marks > 0
        self.inside = self.inside and tag not in ("tbody", "tfoot")

    def handle_data(self, data: str) -> None:
        if self.inside and self.rows and self.rows[-1] and not self.marks:
            self.rows[-1][-1] += data


def of_html(shown: str) -> Iterator[Row]:
    tables = _Tables()
    tables.feed(shown)
    return (tuple(map(figures, row)) for row in tables.rows)


def of_docx(shown: bytes) -> Iterator[Row]:
    import docx
    from docx.oxml.ns import qn

    words = "|".join(map(re.escape, MARKS))
    for table in docx.Document(io.BytesIO(shown)).tables:
        for row in table._tbl.tr_lst[1:]:
            cells = ("".join(part.text or "" if part.tag == qn("w:t") else "\n" for part in cell.iter(qn("w:t"), qn("w:br"))) for cell in row.tc_lst)
            yield tuple(figures(re.sub(rf" ?[（(](({words})[、, ]*)+[)）]$", "", cell, flags=re.MULTILINE)) for cell in cells)


FORMS: dict[str, Callable[..., Iterable[Row]]] = {"plain": of_plain, "md": of_markdown, "html": of_html, "docx": of_docx}


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
@pytest.mark.parametrize("form", FORMS)
def test_every_row_of_every_table_shows_the_same_numbers(report, form, lang):
    chunks = list(renderer(form)(report, lang))
    shown = b"".join(chunks) if isinstance(chunks[0], bytes) else "".join(chunks)
    audience = read(report) if form == "plain" else handed_in(read(report))
    said = under_each_other if lang == "both" and form in ("html", "docx") else lambda text: parts.said(text, lang)
    found, expected = Counter(FORMS[form](shown)), wanted(audience, said)
    assert len(expected) > 100
    assert (found - expected, expected - found) == (Counter(), Counter())


def test_the_reports_have_marks_of_every_kind_but_those_that_a_large_one_need_not_have(report):
    marks = {mark for section in report.sections for block in section.blocks if isinstance(block, Table)
             for row in (*block.rows, *block.total) for cell in row.values() for mark in cell.marks}
    assert {*parts.SIGNS} - marks <= {"approximate", "bound"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["plain", "html", "docx"])
def test_every_mark_stands_in_words_in_every_form(report, form, lang):
    chunks = list(renderer(form)(report, lang))
    shown = of_words(b"".join(chunks)) if isinstance(chunks[0], bytes) else "".join(chunks)
    audience = read(report) if form == "plain" else handed_in(read(report))
    counted = Counter(mark for section in audience.sections for block in section.blocks if isinstance(block, Table)
                      for row in (*block.rows, *block.total) for cell in row.values() for mark in cell.marks)
    pattern = {"plain": r"\[[^\]\t]*\b{}\b[^\]\t]*\](?=[\t\n])", "html": r'<span class="mark [a-z]+">{}</span>', "docx": r"[（(][^（()）]*{}[^（()）]*[)）]$"}[form]
    for mark, count in counted.items():
        word = getattr(parts.SIGNS[mark].word, lang)
        assert len(re.findall(pattern.replace("{}", re.escape(word)), shown, re.MULTILINE)) >= count, mark


def of_words(shown: bytes) -> str:
    """The cells of a document, one a line; a line end in a cell is one too."""
    import docx

    return "\n".join(cell.text for table in docx.Document(io.BytesIO(shown)).tables for row in table._tbl.tr_lst
                     for cell in (docx.table._Cell(tc, table) for tc in row.tc_lst))
