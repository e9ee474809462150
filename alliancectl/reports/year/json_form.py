"""The yearly report as JSON: permanent English keys, typed values, words left as Text for the renderer's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alliancectl.kinds.record import Record
from alliancectl.reports.cells import joined
from alliancectl.reports.model import Cell, Figure, Prose, Section, Table
from alliancectl.reports.year.period import Period
from alliancectl.text import Text

SCHEMA = 1


def json_form(
    alliance: Record, period: Period, stamp: str, figures: dict[str, Figure], sections: Sequence[Section],
) -> dict[str, Any]:
    """The whole report; `Text` where the words depend on the language. Charts are not in it: a table has their numbers."""
    return {
        "schema": SCHEMA,
        "alliance": {field.key: field.type.json(alliance.values[field.key]) if field.key in alliance.values else None
                     for field in alliance.kind.fields},
        "period": {"label": period.label, "from": period.first, "to": period.last, "complete": period.complete},
        "stamp": stamp,
        "figures": {key: {**figure._asdict(), "marks": [*figure.marks], "records": [*figure.records], "sources": [*figure.sources]}
                    for key, figure in figures.items()},
        "sections": [_section(section) for section in sections],
    }


def _section(section: Section) -> dict[str, Any]:
    blocks = [_table(block) if isinstance(block, Table) else _text(block)
              for block in section.blocks if isinstance(block, Table | Prose)]
    return {"key": section.key, "title": section.title, "blocks": blocks}


def _text(prose: Prose) -> dict[str, Any]:
    return {"key": prose.key, "title": prose.title, "text": prose.text}


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key, "title": table.title,
        "columns": [{"key": column.key, "label": column.label, "unit": column.unit} for column in table.columns],
        "rows": [{column.key: _value(row.get(column.key)) for column in table.columns} for row in (*table.rows, *table.total)],
        "remark": joined((table.remark, table.hint), Text("", " ")) if table.remark and table.hint else table.remark or table.hint,
    }


def _value(cell: Cell | None) -> int | str | Text | Any:
    """The typed value, the text where there is none, None for an empty cell."""
    if cell is None:
        return None
    return cell.text if cell.value is None else cell.value
