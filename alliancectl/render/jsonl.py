"""JSON lines: one compact object a line for each record of a listing; any other report is one line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from json import JSONEncoder

from alliancectl.render.json import Style, body, objects, resolved, safe
from alliancectl.reports.model import Report, Stream
from alliancectl.text import Lang

_LINES_AT_ONCE = 256


def render(report: Report, lang: Lang) -> Iterator[str]:
    """The lines, in chunks; an empty listing is no line at all."""
    data = body(report)
    encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    if isinstance(data, Stream):
        yield from objects(data, lang, Style(encode, "{", ":", ",", "}\n"))
        return
    left = iter([data] if isinstance(data, dict) else data)
    while block := list(islice(left, _LINES_AT_ONCE)):
        yield "\n".join([safe(encode(resolved(record, lang))) for record in block]) + "\n"
