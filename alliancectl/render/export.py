"""An export as files: one JSON, or TOML a record a file, made for git: stable order, absent fields left out, a line an edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alliancectl.kinds.exported import HEAD, place
from alliancectl.kinds.types import Known
from alliancectl.reports.whole import Everything


def as_json(whole: Everything) -> Iterator[str]:
    """One object: schema, history, the alliance, then a list a kind."""
    import json

    def written(value: Any, indent: str) -> str:
        return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + indent)

    yield "{\n" + ",\n".join(f'  "{key}": {written(value, "  ")}' for key, value in whole.head.items())
    for kind in whole.kinds:
        if kind.key == "alliance":
            yield from (f',\n  "{place(kind)}": {written(form, "  ")}' for form in whole.json(kind))
            continue
        yield f',\n  "{place(kind)}": ['
        between = "\n    "
        for form in whole.json(kind):
            yield between + written(form, "    ")
            between = ",\n    "
        yield "]" if between == "\n    " else "\n  ]"
    yield "\n}\n"


def as_toml(whole: Everything, known: Known) -> Iterator[tuple[str, str]]:
    """The files of a folder: path inside it (``members/M1.toml``), text. The head comes last, when the rest is there."""
    for kind, code, form in whole.lines(known):
        yield (f"{place(kind)}.toml" if kind.key == "alliance" else f"{place(kind)}/{code}.toml"), toml(form)
    yield f"{HEAD}.toml", toml(whole.head)


def toml(form: dict[str, Any]) -> str:
    """A record in TOML: a text is one line whatever it holds, lists of tables come last, a table each."""
    import tomli_w

    tables = {key: value for key, value in form.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    written = tomli_w.dumps({key: value for key, value in form.items() if key not in tables})
    for key, entries in tables.items():
        for entry in entries:
            written += f"\n[[{key}]]\n{tomli_w.dumps(entry)}"
    return written
