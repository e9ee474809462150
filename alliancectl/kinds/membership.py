"""A dated spell of one member, half-open: since ≤ day < until. A change of rank closes one spell and opens the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alliancectl import errors
from alliancectl.kinds.common import NOTE, SOURCES
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Choice, Date, Known, Line, Listed, OneOf, Reference
from alliancectl.text import Text

RANK = Field("rank", Text("级别", "rank"), Listed("rank"), default="member")
APPROVED_BY = Field("approved_by", Text("批准", "approved by"), Line())
ENDED = OneOf(
    Choice("withdrawn", Text("退出", "withdrawn")),
    Choice("expelled", Text("除名", "expelled")),
    Choice("lapsed", Text("自动失效", "lapsed")),
    Choice("merged", Text("合并", "merged")),
    Choice("dissolved", Text("注销", "dissolved")),
)


def _joined_before_it_left(values: Mapping[str, Any], known: Known) -> None:
    since, until = values.get("since"), values.get("until")
    if since and until and since.earliest and until.latest and until.latest <= since.earliest:
        raise errors.LeaveBeforeJoin(since=since.canonical, until=until.canonical)


MEMBERSHIP = Kind(
    key="membership",
    letter="J",
    label=Text("成员资格", "membership"),
    plural=Text("成员资格", "memberships"),
    view="memberships",
    title=lambda values: values["member"].name if values.get("member") else "",
    fields=(
        Field("member", Text("成员", "member"), Reference("member"), required=True),
        RANK,
        Field("since", Text("起", "since"), Date()),
        Field("until", Text("止", "until"), Date()),
        Field("ended", Text("终止方式", "how it ended"), ENDED),
        APPROVED_BY,
        NOTE,
        SOURCES,
    ),
    listed=("member", "rank", "since", "until", "ended"),
    rules=(_joined_before_it_left,),
    verbs=("list", "show", "edit", "remove"),
    about=Text("成员资格的起止与级别", "the dated spells of each member"),
)
