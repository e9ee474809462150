"""The page: well-formed, named, reachable, without a script or an address, and deaf to what a value would like to do."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancectl.actions.example import create_example
from alliancectl.render import html
from alliancectl.render.markup import escaped
from alliancectl.render.parts import SIGNS
from alliancectl.reports.model import Cell, Chart, Column, Prose, Report, Section, Table
from alliancectl.reports.year import year_report
from alliancectl.reports.year.period import period_of, span_before
from alliancectl.store.file import reading
from alliancectl.text import Text
from alliancectl.values.clean import visible

LANGS = ("zh", "en", "both")
NONE = Text("", "")
VOID = {"meta", "br", "hr", "link", "img", "input"}
HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "javascript:alert(1)", "</style><b>",
           "</title><svg onload=alert(1)>", "&lt;b&gt;", "]]><!--", "\x1b[31m\u202e", "`${7*7}`", "{{7*7}}")
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)


class Element:
    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Element | str] = []

    def every(self, *tags: str) -> list[Element]:
        """The elements below this one, in order; those of some tags where given."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if not tags or child.tag in tags else []
                found += child.every(*tags)
        return found

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class _Tree(HTMLParser):
    """Elements nested as they are written; a tag that is closed out of turn fails."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"<{tag}> has an attribute twice"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag.lower()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")


def parsed(page: str) -> Element:
    tree = _Tree()
    tree.feed(page)
    tree.close()
    assert [element.tag for element in tree.open] == [""]
    return tree.root


def shown(report: Report, lang="zh") -> str:
    return "".join(html.render(report, lang))


def of_texts(*texts: str) -> Report:
    columns = (Column("a", Text("甲", "a")), Column("b", Text("乙", "b"), "right"))
    rows = tuple({"a": Cell(text), "b": Cell(text, None, (), (text,), (text,))} for text in texts)
    chart = Chart("c", Text("图", "chart"), texts, tuple(range(len(texts))), texts)
    head = tuple((Text(text, text), text) for text in texts)
    return Report("x", Text("题", "title") if not texts else Text(texts[0], texts[0]), (
        Section("s", Text("节", "section"), (Table("t", Text(texts[0], texts[0]) if texts else NONE, columns, rows, remark=Text("注", "note")),
                                             Prose("p", "\n".join(texts), Text("文", "prose")), chart)),), head)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Report:
    path = str(tmp_path_factory.mktemp("html") / "demo.db")
    create_example(path)
    with reading(path) as connection:
        period = period_of(2025, datetime.date(2026, 6, 30), "01-01")
        return year_report(connection, period, span_before(period))


@pytest.fixture(params=LANGS)
def page(example: Report, request: pytest.FixtureRequest) -> str:
    return shown(example, request.param)


def test_the_page_needs_nothing_but_itself(page):
    root = parsed(page)
    assert not root.every("script", "link", "img", "iframe", "object", "embed", "form", "base")
    loading = [(e.tag, name) for e in root.every() for name in e.attributes if name in ("src", "srcset", "style", "xlink:href") or name[:2] == "on"]
    assert loading == []
    assert all(e.attributes["href"].startswith("#") for e in root.every("a"))
    style = root.every("style")[0].text
    assert not re.search(r"url\(|@import|://|</", style)
    assert "default-src 'none'" in page


def test_every_link_leads_to_one_place_on_the_page(page):
    root = parsed(page)
    ids = Counter(e.attributes["id"] for e in root.every() if "id" in e.attributes)
    assert [name for name, number in ids.items() if number > 1] == []
    named = {one for e in root.every() for name in ("aria-labelledby",) for one in (e.attributes.get(name) or "").split()}
    assert named <= set(ids)
    assert {e.attributes["href"][1:] for e in root.every("a")} <= set(ids)


def test_headings_come_in_order_and_say_something(page):
    headings = parsed(page).every("h1", "h2", "h3", "h4")
    levels = [int(heading.tag[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(heading.text.strip() for heading in headings)


def test_tables_have_heads_with_scope_and_a_name(page):
    tables = parsed(page).every("table")
    assert tables
    for table in tables:
        assert table.attributes.get("aria-label") or table.attributes.get("aria-labelledby")
        columns = len(table.every("thead")[0].every("th"))
        assert all(head.attributes["scope"] == "col" and head.text.strip() for head in table.every("thead")[0].every("th"))
        for row in table.every("tr")[1:]:
            assert [cell.attributes.get("scope") for cell in row.every("th")] == ["row"]
            assert len(row.every("th", "td")) == columns


def test_what_may_be_wider_than_a_telephone_scrolls_by_itself_with_the_keyboard(page):
    for scroll in (e for e in parsed(page).every("div") if "scroll" in (e.attributes.get("class") or "").split()):
        assert scroll.attributes["role"] == "group"
        assert scroll.attributes.get("aria-label") or scroll.attributes.get("aria-labelledby")
        assert ("tabindex" in scroll.attributes) == (len(scroll.every("thead")[0].every("th")) >= 4)


def test_charts_say_in_words_what_they_draw(example, page):
    charts = [block for section in example.sections for block in section.blocks if isinstance(block, Chart)]
    drawn = parsed(page).every("svg")
    assert len(drawn) == len(charts) > 0
    for svg, chart in zip(drawn, charts, strict=True):
        assert svg.attributes["role"] == "img"
        assert svg.every("title")[0].text.strip()
        values = svg.every("desc")[0].text.split("; ")
        assert [value.rsplit(": ", 1)[1] for value in values] == [str(one) for one in chart.shown]


def test_a_long_chart_is_a_line():
    values = tuple(range(60))
    report = Report("x", NONE, (Section("s", NONE, (Chart("c", Text("图", "chart"), tuple(map(str, values)), values, tuple(map(str, values))),)),))
    assert len(parsed(shown(report)).every("svg")[0].every("polyline")) == 1


def test_the_page_and_its_parts_say_their_language(report):
    assert [parsed(shown(report, lang)).every("html")[0].attributes["lang"] for lang in LANGS] == ["zh-Hans", "en", "zh-Hans"]
    heading = parsed(shown(report, "both")).every("h2")[-1]
    assert [(span.attributes["lang"], span.text) for span in heading.every("span") if "lang" in span.attributes] != []
    assert '<span lang="zh-Hans">三月</span>' not in shown(report, "zh")
    assert '<span lang="zh-Hans">' in shown(report, "en")


def test_marks_stand_in_words_with_their_legend(report):
    root = parsed(shown(report))
    marks = [e for e in root.every("span") if "mark" in (e.attributes.get("class") or "").split()]
    assert {mark.text for mark in marks} == {sign.word.zh for sign in SIGNS.values()}
    legend = next(e for e in root.every("section") if e.attributes.get("class") == "legend")
    assert [dd.text for dd in legend.every("dd")] == [sign.meaning.zh for sign in SIGNS.values()]


def test_figures_lead_to_the_records_behind_them(example):
    root = parsed(shown(example, "en"))
    ids = {e.attributes["id"]: e for e in root.every() if "id" in e.attributes}
    members = next(row for row in root.every("tr") if row.every("th")[0].text == "members at the end")
    proof = ids[members.every("a")[0].attributes["href"][1:]]
    codes = proof.every("span")[-1]
    figure = example.figures["members.end"]
    assert codes.text.split() == [*figure.records, *figure.sources]
    assert [ids[a.attributes["href"][1:]].tag for a in codes.every("a")] == ["tr"] * len(codes.every("a"))
    assert len(codes.every("a")) == len(figure.records) + len(figure.sources)
    assert proof.every("a")[0].attributes["href"][1:] in ids   # and back


@pytest.mark.parametrize("lang", LANGS)
def test_hostile_values_are_words_and_nothing_else(lang):
    tame, wild = parsed(shown(of_texts(*["x"] * len(HOSTILE)), lang)), parsed(shown(of_texts(*HOSTILE), lang))
    assert [e.tag for e in wild.every() if e.tag not in ("span", "tspan", "text")] == [
        e.tag for e in tame.every() if e.tag not in ("span", "tspan", "text")]
    assert {name for e in wild.every() for name in e.attributes} <= {name for e in tame.every() for name in e.attributes} | {"lang"}
    rows = [row.every("td")[0].text for row in wild.every("tbody")[0].every("tr")]
    assert rows == [visible(text) for text in HOSTILE]


@settings(max_examples=60, deadline=None)
@given(st.lists(any_text, min_size=1, max_size=3))
def test_a_reader_of_the_page_sees_each_cell_as_it_is(texts):
    root = parsed(shown(of_texts(*texts)))
    assert [row.every("td")[0].text for row in root.every("tbody")[0].every("tr")] == [visible(text) for text in texts]


def test_what_a_browser_could_obey_is_escaped():
    assert escaped("<a b='c' d=\"e\">&`\n\x00") == "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;&#96;⏎\\x00"


def test_an_empty_report_and_an_empty_table_are_pages_too():
    parsed(shown(Report("x", Text("空", "nothing"), ())))
    empty = Table("t", Text("表", "table"), (Column("a", NONE),))
    assert "（无）" in parsed(shown(Report("x", Text("空", "nothing"), (Section("s", NONE, (empty,)),)))).text


def test_heads_are_repeated_and_rows_kept_whole_on_paper():
    style = shown(Report("x", NONE, ()))
    printed = style[style.index("@media print"):]
    assert "thead { display: table-header-group; }" in printed
    assert re.search(r"tr, [^{]*\{ break-inside: avoid; \}", printed)
    assert "size: A4" in style
    assert "prefers-color-scheme: dark" in style


# ---- in a browser, where there is one -----------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
AXE = os.environ.get("ALLIANCECTL_TEST_AXE")   # the path of axe.min.js
OFFLINE = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--allow-file-access-from-files"]


def browsed(page: str, script: str, folder: Path, width: int, *more: str) -> dict:
    """What a script that runs after the page has loaded wrote down; the page's own policy is taken off so that it may run."""
    probe = f'<script>{script}</script><pre id="told"></pre></body>'
    (folder / "page.html").write_text(re.sub(r"<meta http-equiv=[^>]*>", "", page).replace("</body>", probe), "utf-8")
    done = subprocess.run(
        [CHROMIUM, *OFFLINE, *more, f"--user-data-dir={folder / 'profile'}", f"--window-size={width},900", "--virtual-time-budget=20000", "--dump-dom",
         (folder / "page.html").as_uri()], capture_output=True, encoding="utf-8", check=True, timeout=120)
    return json.loads(next(e for e in parsed(done.stdout.replace("<!--", "")).every("pre") if e.attributes.get("id") == "told").text)


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed")
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_hangs_over_the_edge_of_a_telephone(example, lang, tmp_path):
    # A window cannot be made narrower than 500 px there, a frame can.
    (tmp_path / "inner.html").write_text(shown(example, lang), "utf-8")
    frame = ('<!DOCTYPE html><html><head><title>x</title></head><body><iframe width="360" height="800" src="inner.html"></iframe></body></html>')
    script = ("onload=()=>{const d=document.querySelector('iframe').contentDocument.documentElement;"
              "document.getElementById('told').textContent=JSON.stringify({wide:d.scrollWidth,room:d.clientWidth})}")
    told = browsed(frame, script, tmp_path, 1000)
    assert told["wide"] <= told["room"] <= 360


@pytest.mark.skipif(not CHROMIUM or not AXE, reason="needs Chromium, and axe-core: ALLIANCECTL_TEST_AXE=/path/to/axe.min.js")
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [500, 1200])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation(example, lang, width, dark, tmp_path):
    script = (Path(AXE).read_text("utf-8").replace("</script", "<\\/script") + ";onload=()=>axe.run(document).then(r=>{document.getElementById('told')"
              ".textContent=JSON.stringify({broken:r.violations.map(v=>v.id),passed:r.passes.length,dark:matchMedia('(prefers-color-scheme: dark)').matches})})")
    told = browsed(shown(example, lang), script, tmp_path, width, f"--blink-settings=preferredColorScheme={0 if dark else 1}")
    assert told["dark"] == dark
    assert told["broken"] in ([], ["region"])   # our own probe stands outside every landmark
    assert told["passed"] > 20
