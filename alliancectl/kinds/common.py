"""Fields that several kinds have, so that a thing is called the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancectl.kinds.record import Field
from alliancectl.kinds.types import Date, Line, Name, Prose, Reference
from alliancectl.text import Text


def name_fields(letter: str, label: Text = Text("名称", "name")) -> tuple[Field, Field, Field]:  # noqa: B008 (Text is immutable)
    """Name, name in the other language and aliases of a kind with ids of that letter."""
    aliases = Field(
        "aliases", Text("别名/曾用名", "aliases"), Name(letter), many=True, option="alias",
        extra=Field("alias_source", Text("限于来源", "only in source"), Reference("source")),
        help=Text("别名、简称、曾用名、另一种写法", "another name, short form, former name or spelling"),
    )
    other = Field("name_other", Text("另一语言名称", "name in the other language"), Name(letter))
    return Field("name", label, Name(letter), required=True), other, aliases


FORMER_NAMES = Field(
    "former_names", Text("曾用名", "former names"), Line(), many=True, option="former_name", hidden=True,
    extra=Field("renamed_on", Text("更名日期", "renamed on"), Date()),
)
SOURCES = Field(
    "sources", Text("来源", "sources"), Reference("source"), many=True, option="source",
    extra=Field("quote", Text("原文", "quote"), Prose()),
    help=Text("来源：编号、走访编号或标题（新标题即新建）", "an id (a visit's too), an exact title, or a new title"),
)
NOTE = Field("note", Text("备注", "note"), Prose())


def split(text: str) -> list[str]:
    """The parts of a text between commas of either width."""
    for comma in "，、;；":
        text = text.replace(comma, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


def merged_into(kind: str) -> Field:
    """Where a record went when it was merged: its id leads there for ever."""
    return Field("merged_into", Text("并入", "merged into"), Reference(kind), hidden=True)


def by_name(values: Mapping[str, Any]) -> str:
    """The title of a named thing."""
    return str(values.get("name", ""))
