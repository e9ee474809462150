"""The lists that are data: choices (kinds of organisation, ranks, chain positions) and units. A user can add to them."""

from __future__ import annotations

from alliancectl.kinds.record import Asked, Field, Kind
from alliancectl.kinds.types import Choice, Factor, Key, Line, OneOf, Whole
from alliancectl.text import Text

LISTS = OneOf(
    Choice("member_kind", Text("单位性质", "kind of organisation")),
    Choice("rank", Text("成员级别", "rank")),
    Choice("chain", Text("产业链位置", "chain position")),
)

CHOICE = Kind(
    key="choice",
    letter="L",
    label=Text("选项", "choice"),
    plural=Text("选项", "choices"),
    view="choices",
    titled="key",
    title=lambda values: f"{values.get('list', '')} {values.get('key', '')}",
    fields=(
        Field("list", Text("所属列表", "list"), LISTS, required=True),
        Field("key", Text("代码", "key"), Key(), required=True),
        Field("zh", Text("中文", "Chinese"), Line(), required=True),
        Field("en", Text("英文", "English"), Line(), required=True),
        Field("spellings", Text("其他写法", "other words"), Line(), many=True, option="spelling"),
        Field("position", Text("次序", "position"), Whole()),
    ),
    arguments=("list", "key"),
    listed=("list", "key", "zh", "en"),
    verbs=("list", "add"),
    asked=(Asked("list", needed=True, carried=True), Asked("key", needed=True), Asked("zh", needed=True), Asked("en", needed=True)),
    example=Text("alliancectl choice add chain recycling --zh 回收 --en recycling", "alliancectl choice add chain recycling --zh 回收 --en recycling"),
    about=Text("列表：单位性质、级别、产业链位置", "the lists: kinds of organisation, ranks, chain positions"),
)

UNIT = Kind(
    key="unit",
    letter="U",
    label=Text("单位", "unit"),
    plural=Text("计量单位", "units"),
    view="units",
    titled="key",
    title=lambda values: str(values.get("key", "")),
    fields=(
        Field("key", Text("代码", "key"), Line(), required=True),
        Field("family", Text("量纲", "family"), Line(), required=True),
        Field("factor", Text("换算系数", "factor"), Factor(), required=True,
              help=Text("一个该单位等于多少基本单位", "how many base units of the family it is")),
        Field("zh", Text("中文", "Chinese"), Line(), required=True),
        Field("en", Text("英文", "English"), Line(), required=True),
        Field("spellings", Text("其他写法", "other spellings"), Line(), many=True, option="spelling"),
    ),
    arguments=("key",),
    listed=("key", "family", "factor", "zh", "en"),
    verbs=("list", "add"),
    asked=(Asked("key", needed=True), Asked("family", needed=True, carried=True), Asked("factor", needed=True), Asked("zh", needed=True),
           Asked("en", needed=True)),
    example=Text("alliancectl unit add drum/a --family pieces_per_year --factor 1 --zh 桶/年 --en drum/a",
                 "alliancectl unit add drum/a --family pieces_per_year --factor 1 --zh 桶/年 --en drum/a"),
    about=Text("计量单位及其换算", "units and their factors"),
)
