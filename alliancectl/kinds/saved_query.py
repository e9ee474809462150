"""Query words kept under a name: `follow-up list @逾期` looks for what `saved-query add 逾期 'state:open due:..2026-06'` says."""

from __future__ import annotations

from alliancectl.kinds.common import by_name
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Line
from alliancectl.text import Text

SAVED_QUERY = Kind(
    key="saved_query",
    letter="Q",
    label=Text("常用查询", "saved query"),
    plural=Text("常用查询", "saved queries"),
    view="saved_queries",
    title=by_name,
    fields=(
        Field("name", Text("名称", "name"), Line(), required=True, unique=True),
        Field("words", Text("查询词", "query words"), Line(), required=True,
              help=Text("列表的查询词，写成一个带引号的值：'state:open due-'", "words of a list, as one quoted value: 'state:open due-'")),
    ),
    arguments=("name", "words"),
    listed=("name", "words"),
    reported=False,
    about=Text("常用查询，列表时写 @名称", "query words kept under a name, used by a list as @name"),
)
