"""How the columns of somebody's table map to fields: kept by name, so that next year's edition imports by itself."""

from __future__ import annotations

from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Line
from alliancectl.text import Text

MAPPING = Kind(
    key="mapping",
    letter="X",
    label=Text("列对应", "column mapping"),
    plural=Text("列对应", "column mappings"),
    view="mappings",
    titled="name",
    title=lambda values: str(values.get("name", "")),
    fields=(
        Field("name", Text("名称", "name"), Line(), required=True),
        Field("kind", Text("导入为", "imports as"), Line(), required=True),
        Field("pairs", Text("列=字段", "column=field"), Line(), many=True, option="pair"),
    ),
    listed=("name", "kind", "pairs"),
    verbs=("list", "show", "remove"),
    reported=False,
    about=Text("导入时的列对应，用 import --save-map 保存", "mappings of columns to fields, kept by import --save-map"),
)
