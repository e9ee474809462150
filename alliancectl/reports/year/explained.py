"""What each figure rests on: the records and sources behind it, all figures as one table, or one figure in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from alliancectl.errors import UnknownFigure
from alliancectl.kinds.record import Record
from alliancectl.reports.model import Cell, Column, Figure, Report, Section, Table
from alliancectl.reports.year.cells import words_cell
from alliancectl.reports.year.figures import figure_cell
from alliancectl.reports.year.part import Headline
from alliancectl.text import Text

TITLE = Text("各项数字及其依据", "Figures and what they rest on")
_KEY, _FIGURE, _VALUE = Column("key", Text("代码", "key")), Column("figure", Text("指标", "figure")), Column("value", Text("数值", "value"), "right")
_RECORDS, _SOURCES = Column("records", Text("记录", "records")), Column("sources", Text("来源", "sources"))


def explained_figures(figures: Mapping[str, Figure], headlines: Sequence[Headline]) -> Table:
    """Every figure with all records and sources behind it, none left out."""
    labels = {line.key: line.label for line in headlines}
    rows = tuple({
        "key": Cell(key, key), "figure": words_cell(labels.get(key)), "value": figure_cell(figure), "unit": words_cell(figure.unit),
        "as_of": words_cell(figure.as_of), "records": _codes(figure.records, figure.records, ()), "sources": _codes(figure.sources, (), figure.sources),
    } for key, figure in figures.items())
    columns = (_KEY, _FIGURE, _VALUE, Column("unit", Text("单位", "unit")), Column("as_of", Text("截至", "as of")), _RECORDS, _SOURCES)
    return Table("figures_explained", TITLE, columns, rows, Text(
        "每项数字都可核对：编号所指的记录用 alliancectl 的 show 命令查看。", "Every figure can be checked: the show command prints the record an id names."))


def one_figure(key: str, figure: Figure, label: Text | None, records: Sequence[Record], sources: Sequence[Record], stamp: str) -> Report:
    """One figure with its records, each with its sources and their words, and the sources themselves."""
    head = (Text("数值", "value"), figure_cell(figure).text), (Text("记录状态", "state of the records"), stamp)
    sections = (Section("figure", Text("", ""), (_records(records), _sources(sources)), ""),)
    data = {"key": key, **figure._asdict(), "records": [_as_json(record) for record in records], "sources": [source.json() for source in sources],
            "stamp": stamp}
    title = Text(f"{key} {label.zh}", f"{key}: {label.en}") if label else Text(key, key)
    return Report("figure", title, sections, head, data=data)


def chosen(figures: Mapping[str, Figure], key: str) -> Figure:
    """The figure of a key. Raises: UnknownFigure, with what was perhaps meant."""
    if key in figures:
        return figures[key]
    import difflib

    close = difflib.get_close_matches(key, list(figures), 3, 0.5) or [name for name in figures if key in name][:3]
    raise UnknownFigure(text=key, close=Text(f"是不是 {'、'.join(close)}", f"did you mean {', '.join(close)}") if close else Text("核对代码", "check the key"))


def _codes(codes: Iterable[str], records: tuple[str, ...], sources: tuple[str, ...]) -> Cell:
    return Cell(" ".join(codes), None, (), records, sources)


def _records(records: Sequence[Record]) -> Table:
    columns = (Column("id", Text("编号", "id")), Column("kind", Text("类别", "kind")), Column("record", Text("记录", "record")),
               _SOURCES, Column("quote", Text("原文", "quote")))
    rows = tuple({
        "id": Cell(record.code, record.code, (), (record.code,)), "kind": Cell(record.kind.label, record.kind.key),
        "record": Cell(record.kind.title(record.values)),
        "sources": _codes(held := tuple(entry.value.code for entry in record.values.get("sources", ())), (), held),
        "quote": Cell(" ".join(f"“{entry.extra}”" for entry in record.values.get("sources", ()) if entry.extra)),
    } for record in records)
    return Table("records", Text("依据的记录", "Records behind it"), columns, rows, empty=Text("没有记录。", "No record."))


def _sources(sources: Sequence[Record]) -> Table:
    from alliancectl.kinds.source import tier

    columns = (Column("id", Text("编号", "id")), Column("title", Text("标题", "title")), Column("publisher", Text("发布者", "publisher")),
               Column("tier", Text("等级", "tier"), "right"))
    rows = tuple({
        "id": Cell(source.code, source.code, (), (), (source.code,)), "title": words_cell(source["title"]), "publisher": words_cell(source["publisher"]),
        "tier": Cell(str(tier(source["kind"])), tier(source["kind"])),
    } for source in sources)
    return Table("sources", Text("来源", "Sources"), columns, rows, empty=Text("没有引用来源。", "No source is cited."))


def _as_json(record: Record) -> dict[str, object]:
    return {"id": record.code, "kind": record.kind.key, "title": record.kind.title(record.values),
            "sources": [{"source": entry.value.code, "quote": entry.extra} for entry in record.values.get("sources", ())]}
