"""Something asked for at a visit, with owner, due date and state. Opened on the visit's day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancectl import errors
from alliancectl.kinds.common import NOTE, SOURCES
from alliancectl.kinds.record import Asked, Field, Kind
from alliancectl.kinds.types import Choice, Date, Known, Line, OneOf, Prose, Reference
from alliancectl.text import Text

STATE = OneOf(
    Choice("open", Text("未办结", "open")),
    Choice("done", Text("已办结", "done")),
    Choice("dropped", Text("不再办理", "dropped")),
)


def _closed_when_it_is_closed(values: Mapping[str, Any], known: Known) -> None:
    closed = values.get("closed_on")
    if closed and values.get("state", "open") == "open":
        raise errors.OpenButClosed(date=closed.canonical)
    if closed and closed.earliest and closed.earliest > known.today.isoformat():
        raise errors.FutureClosing(date=closed.canonical, today=known.today.isoformat())


FOLLOW_UP = Kind(
    key="follow_up",
    letter="F",
    label=Text("后续事项", "follow-up"),
    plural=Text("后续事项", "follow-ups"),
    view="follow_ups",
    titled="text",
    title=lambda values: str(values.get("text", "")),
    fields=(
        Field("visit", Text("走访", "visit"), Reference("visit"), required=True),
        Field("text", Text("事项", "text"), Line(), required=True),
        Field("owner", Text("责任单位", "owner"), Line()),
        Field("due", Text("完成时限", "due"), Date()),
        Field("state", Text("状态", "state"), STATE, default="open"),
        Field("closed_on", Text("办结日期", "closed on"), Date()),
        Field("result", Text("落实情况", "result"), Prose()),
        NOTE,
        SOURCES,
    ),
    arguments=("visit", "text"),
    listed=("text", "owner", "due", "state", "visit"),
    rules=(_closed_when_it_is_closed,),
    asked=(Asked("visit", needed=True, carried=True), Asked("text", needed=True), Asked("owner"), Asked("due")),
    example=Text("alliancectl follow-up add V1 补报产能 --due 2024-12-31", "alliancectl follow-up add V1 'report the capacity' --due 2024-12-31"),
    about=Text("走访中提出的后续事项", "what was asked for at a visit"),
)
