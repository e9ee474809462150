"""A plant or base of a member; a production line is named within a claim."""

from __future__ import annotations

from alliancectl.kinds.common import FORMER_NAMES, NOTE, SOURCES, by_name, merged_into, name_fields
from alliancectl.kinds.record import Asked, Field, Kind
from alliancectl.kinds.types import Line, Reference
from alliancectl.text import Text

_NAME, _, _ALIASES = name_fields("S")

SITE = Kind(
    key="site",
    letter="S",
    label=Text("基地", "site"),
    plural=Text("基地", "sites"),
    view="sites",
    title=by_name,
    named=True,
    scope="member",
    fields=(
        Field("member", Text("成员", "member"), Reference("member"), required=True),
        _NAME,
        _ALIASES,
        FORMER_NAMES,
        merged_into("site"),
        Field("place", Text("所在地", "place"), Line()),
        NOTE,
        SOURCES,
    ),
    arguments=("member", "name"),
    listed=("member", "name", "place"),
    asked=(Asked("member", needed=True, carried=True), Asked("name", needed=True), Asked("place")),
    example=Text("alliancectl site add M1 衢州基地", "alliancectl site add M1 'Quzhou base'"),
    about=Text("生产基地、厂区", "plants and bases of members"),
)
