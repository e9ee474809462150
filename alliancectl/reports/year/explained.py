"""What each figure rests on: the records and sources behind it; all figures and all tables at once, or one figure in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from alliancectl import errors
from alliancectl.kinds.record import Record
from alliancectl.kinds.source import tier
from alliancectl.reports.capacity.cells import MARK_WORDS
from alliancectl.reports.cells import code_of, joined, words_cell
from alliancectl.reports.model import Cell, Column, Figure, Report, Section, Table
from alliancectl.reports.year.figures import figure_cell
from alliancectl.text import Text

_KEY, _FIGURE, _VALUE = Column("key", Text("代码", "key")), Column("figure", Text("指标", "figure")), Column("value", Text("数值", "value"), "right")
_RECORDS, _SOURCES = Column("records", Text("记录", "records")), Column("sources", Text("来源", "sources"))

_STATES = Column("states", Text("所记数量", "states"), "right")

Labelled = Callable[[str], Text]


def explained(figures: Mapping[str, Figure], label: Labelled, sections: Sequence[Section]) -> tuple[Table, Table]:
    """Every figure of the report, and every figure of its tables, with all records and sources behind each."""
    return _figures(figures, label), _tables(sections)


def _figures(figures: Mapping[str, Figure], label: Labelled) -> Table:
    rows = tuple({
        "key": Cell(key, key), "figure": Cell(label(key)), "value": figure_cell(figure), "unit": words_cell(figure.unit),
        "as_of": words_cell(figure.as_of), **_behind(figure.records, figure.sources),
    } for key, figure in figures.items())
    columns = (_KEY, _FIGURE, _VALUE, Column("unit", Text("单位", "unit")), Column("as_of", Text("截至", "as of")), _RECORDS, _SOURCES)
    return Table("figures_explained", Text("各项数字及其依据", "Figures and what they rest on"), columns, rows, Text(
        "上期的数字见上期报告的同名附表。", "For the previous figures see this table in the report of the previous period."), hint=Text(
        "编号所指的记录：alliancectl 类别 show 编号，如 alliancectl visit show V9。",
        "The record an id names: alliancectl KIND show ID, such as alliancectl visit show V9."))


def _tables(sections: Sequence[Section]) -> Table:
    columns = (Column("table", Text("表", "table")), Column("row", Text("行", "row")), Column("column", Text("栏", "column")), _VALUE, _RECORDS, _SOURCES)
    return Table("tables_explained", Text("各表数字及其依据", "Figures of the tables and what they rest on"), columns,
                 tuple(row for section in sections for table in section.blocks if isinstance(table, Table) for row in _of_table(table)),
                 Text("以记录编号开头的行，依据就是该条记录，不再列出。", "A row that begins with the id of a record rests on that record and is not listed."),
                 Text("各表没有数字。", "No table has figures."))


def _of_table(table: Table) -> Iterator[dict[str, Cell]]:
    """The figures of a table whose rows are no records, each with its place and what it rests on; nought rests on nothing."""
    for row in (*table.rows, *table.total):
        if table.key == "key_figures" or code_of(row):
            continue
        for column in table.columns:
            cell = row.get(column.key, Cell(""))
            if column.align == "right" and (cell.records or cell.sources):
                yield {"table": Cell(table.title), "row": Cell(_row_words(row, table)), "column": Cell(_column_words(column)), "value": cell,
                       **_behind(cell.records, cell.sources)}


def _row_words(row: Mapping[str, Cell], table: Table) -> Text:
    """What a row is about: the words in front of its first figure."""
    found: list[Text] = []
    for column in table.columns:
        if column.align == "right":
            break
        words = row.get(column.key, Cell("")).text
        found += [words if isinstance(words, Text) else Text(words, words)] if words else []
    return Text("，".join(words.zh for words in found), ", ".join(words.en for words in found))


def _column_words(column: Column) -> Text:
    """The head of a column, with its unit."""
    unit = column.unit
    return Text(f"{column.label.zh}（{unit.zh}）", f"{column.label.en} ({unit.en})") if unit else column.label


def _behind(records: tuple[str, ...], sources: tuple[str, ...]) -> dict[str, Cell]:
    return {"records": _codes(records, records, ()), "sources": _codes(sources, (), sources)}


# ---- one figure -----------------------------------------------------------------------------------------------------


def one_figure(key: str, figure: Figure, label: Text, records: Sequence[Record], sources: Sequence[Record], stamp: int) -> Report:
    """One figure with its records, each with its sources and their words, and the sources themselves."""
    head = (Text("数值", "value"), _told(figure)), stamped(stamp)
    sections = (Section("figure", Text("", ""), (_records(records), _sources(sources)), ""),)
    data = {"key": key, **figure._asdict(), "records": [_as_json(record) for record in records], "sources": [source.json() for source in sources],
            "stamp": f"#{stamp}"}
    return Report("figure", Text(f"{key} {label.zh}", f"{key}: {label.en}"), sections, head, data=data)


def _told(figure: Figure) -> Text:
    """A figure with its unit, and with its marks in words."""
    value = joined([words for words in (figure_cell(figure).text, figure.unit) if words], Text(" ", " "))
    beside = joined([MARK_WORDS[mark] for mark in figure.marks])
    return Text(f"{value.zh}（{beside.zh}）", f"{value.en} ({beside.en})") if figure.marks else value


def stamped(number: int) -> tuple[Text, Text]:
    """The line that says which state of the records a report shows: the last operation that changed one."""
    return Text("记录截至", "records as of"), Text(f"第 {number} 号操作", f"operation {number}")


def chosen(figures: Mapping[str, Figure], key: str) -> Figure:
    """The figure of a key. Raises: UnknownFigure, with what was perhaps meant."""
    if key in figures:
        return figures[key]
    import difflib

    close = difflib.get_close_matches(key, list(figures), 3, 0.5) or [name for name in figures if key in name][:3]
    raise errors.UnknownFigure(text=key, close=Text(f"是不是 {'、'.join(close)}", f"did you mean {', '.join(close)}") if close else Text("核对代码", "check the key"))


def _codes(codes: Iterable[str], records: tuple[str, ...], sources: tuple[str, ...]) -> Cell:
    return Cell(" ".join(codes), None, (), records, sources)


def _records(records: Sequence[Record]) -> Table:
    columns = (Column("id", Text("编号", "id")), Column("kind", Text("类别", "kind")), Column("record", Text("记录", "record")),
               _STATES, _SOURCES, Column("quote", Text("原文", "quote")))
    rows = tuple({
        "id": Cell(record.code, record.code, (), (record.code,)), "kind": Cell(record.kind.label, record.kind.key),
        "record": Cell(record.kind.title(record.values)), "states": words_cell(_states(record)),
        "sources": _codes(held := tuple(entry.value.code for entry in record.values.get("sources", ())), (), held),
        "quote": Cell(" ".join(f"“{entry.extra}”" for entry in record.values.get("sources", ()) if entry.extra)),
    } for record in records)
    shown = columns if any(row["states"].text for row in rows) else tuple(column for column in columns if column is not _STATES)
    return Table("records", Text("依据的记录", "Records behind it"), shown, rows, empty=Text("没有记录。", "No record."))


def _states(record: Record) -> str:
    """The number that a record brings to a figure, as it was written: a visit's people, a claim's amount; empty where it has none."""
    amount, people = record.values.get("amount"), record.values.get("headcount")
    return amount.text if amount else "" if people is None else str(people)


def _sources(sources: Sequence[Record]) -> Table:
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
