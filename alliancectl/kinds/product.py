"""What capacity is stated for. Its place in the chain is data, never derived: PVDC is a chlorine product."""

from __future__ import annotations

from alliancectl.kinds.common import FORMER_NAMES, NOTE, SOURCES, by_name, merged_into, name_fields
from alliancectl.kinds.record import Asked, Field, Kind
from alliancectl.kinds.types import Listed, UnitOf
from alliancectl.text import Text

PRODUCT = Kind(
    key="product",
    letter="P",
    label=Text("产品", "product"),
    plural=Text("产品", "products"),
    view="products",
    title=by_name,
    named=True,
    fields=(
        *name_fields("P"),
        FORMER_NAMES,
        merged_into("product"),
        Field("chain", Text("产业链位置", "chain position"), Listed("chain"), many=True),
        Field("unit", Text("默认单位", "default unit"), UnitOf(),
              help=Text("只写数字时的单位", "the unit of an amount given as a bare number")),
        NOTE,
        SOURCES,
    ),
    arguments=("name",),
    listed=("name", "chain", "unit"),
    asked=(Asked("name", needed=True), Asked("unit", carried=True)),
    example=Text("alliancectl product add PVDC --unit t/a", "alliancectl product add PVDC --unit t/a"),
    about=Text("产品", "the products capacity is stated for"),
)
