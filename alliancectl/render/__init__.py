"""How a report is shown: one file a format, each `render(report, lang)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from alliancectl.errors import UnknownFormat

FORMATS = {
    "table": "terminal",
    "plain": "plain",
    "md": "markdown",
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
}


def renderer(name: str) -> Callable[..., Iterator[str]]:
    """The `render` function of the format `name`; only that format's module is imported.

    Raises: UnknownFormat for a name that stands in no line of `FORMATS`.
    """
    if name not in FORMATS:
        raise UnknownFormat(text=name, known=", ".join(FORMATS))
    render: Callable[..., Iterator[str]] = import_module(f"{__name__}.{FORMATS[name]}").render
    return render
