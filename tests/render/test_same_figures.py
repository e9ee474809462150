"""One report, many forms: every form says the same key figures. Each is parsed as its reader would."""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from alliancectl.actions.example import create_example
from alliancectl.render import renderer
from alliancectl.reports.model import Report
from alliancectl.reports.year import year_report
from alliancectl.reports.year.period import period_of, span_before
from alliancectl.store.file import reading
from alliancectl.text import Lang

Said = list[tuple[str, str, str]]   # what it is, last year, this year: digits and signs only


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Report:
    path = str(tmp_path_factory.mktemp("figures") / "demo.db")
    create_example(path)
    with reading(path) as connection:
        period = period_of(2025, datetime.date(2026, 6, 30), "01-01")
        return year_report(connection, period, span_before(period))


def _figure(shown: object) -> str:
    """A number, a range or a bound, without what a form adds to it: thousands marks, marks, units, an exact zero behind the point."""
    if isinstance(shown, int | float | Decimal):
        return f"{Decimal(str(shown)).normalize():f}"
    bare = re.sub(r"[^\d.–≥≤—-]", "", str(shown if shown is not None else "—").replace(",", ""))
    return re.sub(r"\d+\.\d+", lambda match: f"{Decimal(match[0]).normalize():f}", bare)


def of_plain(shown: str) -> Iterator[list[str]]:
    lines = shown.splitlines()
    start = next(at for at, line in enumerate(lines) if line.count("\t") == 5)
    for line in lines[start + 1:]:
        if "\t" not in line:
            return
        yield re.sub(r" \[[^\]]*\]", "", line).split("\t")


def of_markdown(shown: str) -> Iterator[list[str]]:
    lines = shown.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("|"))
    for line in lines[start + 2:]:
        if not line.startswith("|"):
            return
        yield [re.sub(r" [!<?+~^\\]+$", "", cell.strip()) for cell in line.strip("|").split("|")]


class _Table(HTMLParser):
    """The rows of the first table; marks left out."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.done, self.marks = False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            self.marks += bool(self.marks) or dict(attrs).get("class") == "marks"
        elif not self.done and tag == "tr":
            self.rows.append([])
        elif not self.done and tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.done = self.done or tag == "table"
        self.marks -= tag == "span" and self.marks > 0

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1] and not self.done and not self.marks:
            self.rows[-1][-1] += data


def of_html(shown: str) -> Iterator[list[str]]:
    table = _Table()
    table.feed(shown)
    yield from table.rows[1:]


def of_xlsx(shown: bytes) -> Iterator[list[object]]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(shown)).worksheets[0]
    (table,) = sheet.tables.values()
    for row in sheet[table.ref][1:]:
        yield [cell.value for cell in row]


PARSERS: dict[str, Callable[..., Iterator[list[object]]]] = {"plain": of_plain, "md": of_markdown, "html": of_html, "xlsx": of_xlsx}


def wanted(example: Report, lang: Lang) -> Said:
    table = example.sections[0].blocks[0]
    return [(row["figure"].text.to(lang), *(_figure(_words(row[key].text, lang)) for key in ("previous", "value"))) for row in table.rows]


def _words(text: object, lang: Lang) -> str:
    return text if isinstance(text, str) else text.to(lang)   # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", PARSERS)
def test_every_form_shows_the_same_key_figures(example, form, lang):
    chunks = list(renderer(form)(example, lang))
    shown = b"".join(chunks) if isinstance(chunks[0], bytes) else "".join(chunks)
    rows = list(PARSERS[form](shown))
    assert [(str(row[0]), _figure(row[2]), _figure(row[3])) for row in rows] == wanted(example, lang)


def test_json_holds_the_figures_that_the_others_show(example):
    figures = json.loads("".join(renderer("json")(example, "zh")))["figures"]
    table = example.sections[0].blocks[0]
    for row in table.rows:
        figure = figures[row["figure"].value]
        bounds = [figure["value"]] if figure["value"] is not None else [one for one in (figure["low"], figure["high"]) if one is not None]
        assert "–".join(_figure(Decimal(str(one))) for one in bounds) == _figure(_words(row["value"].text, "zh")).strip("≥≤") or not bounds
        assert figure["marks"] == [*row["value"].marks]
        assert figure["records"] == [*row["value"].records]
