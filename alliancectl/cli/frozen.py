"""An issued report as it is kept: JSON of its figures, and the whole of it byte for byte as --json prints it."""

from __future__ import annotations

from typing import Any

from alliancectl.reports.model import Figure, Report
from alliancectl.text import Lang


def figures_as_json(report: Report) -> str:
    """Every figure by key."""
    import json

    return json.dumps({key: figure._asdict() for key, figure in (report.figures or {}).items()}, ensure_ascii=False)


def figures_from_json(text: str) -> dict[str, Figure]:
    """The figures that `figures_as_json` kept."""
    import json

    found = {}
    for key, kept in json.loads(text).items():
        values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in Figure._fields}
        found[key] = Figure(**values)
    return found


def report_as_json(report: Report, lang: Lang) -> str:
    """The whole report in the language it was issued in."""
    from alliancectl.render import json

    return "".join(json.render(report, lang))
