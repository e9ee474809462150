"""How a report is shown: one file a format, each `render(report, lang)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from alliancectl import errors

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
DATA = frozenset({"json", "jsonl", "csv"})     # for programs: everything, whether it has rows or not
DOCUMENTS = frozenset({"md", "html"}) | BINARY   # what is handed in: without what only the secretary needs

STREAMED = frozenset({"table", "plain", "md", "json", "jsonl", "csv"})   # these go through the rows once, as they come


def renderer(name: str) -> Callable[..., Iterator[str] | Iterator[bytes]]:
    """The `render` function of the format `name`; only that format's module is imported. A document is made of what is handed in.

    Raises: UnknownFormat for a name that stands in no line of `FORMATS`.
    """
    if name not in FORMATS:
        raise errors.UnknownFormat(text=name, known=", ".join(FORMATS))
    render: Callable[..., Iterator[str] | Iterator[bytes]] = import_module(f"{__name__}.{FORMATS[name]}").render
    if name in DATA:
        return render
    from alliancectl.reports.audience import handed_in, read

    if name in DOCUMENTS:
        return lambda report, *rest, **options: render(handed_in(read(report)), *rest, **options)
    return lambda report, *rest, **options: render(read(report), *rest, **options)
