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
    "html": "html",
    "xlsx": "xlsx",
    "docx": "docx",
    "pdf": "pdf",
}
BINARY = frozenset({"xlsx", "docx", "pdf"})   # no text: for a file or a pipe, not for a terminal


def renderer(name: str) -> Callable[..., Iterator[str] | Iterator[bytes]]:
    """The `render` function of the format `name`; only that format's module is imported.

    Raises: UnknownFormat for a name that stands in no line of `FORMATS`.
    """
    if name not in FORMATS:
        raise UnknownFormat(text=name, known=", ".join(FORMATS))
    render: Callable[..., Iterator[str] | Iterator[bytes]] = import_module(f"{__name__}.{FORMATS[name]}").render
    return render
