"""An organisation that is or was a member. Kind, rank and chain position are three independent axes.

Source: the member tables that science departments ask of alliances; credit code by GB 32100-2015.
"""

from __future__ import annotations

from alliancectl.kinds.common import FORMER_NAMES, NOTE, SOURCES, by_name, merged_into, name_fields
from alliancectl.kinds.membership import APPROVED_BY, RANK
from alliancectl.kinds.record import Asked, Field, Kind
from alliancectl.kinds.types import CreditCode, Date, Line, Listed
from alliancectl.text import Text

MEMBER = Kind(
    key="member",
    letter="M",
    label=Text("成员", "member"),
    plural=Text("成员", "members"),
    view="members",
    title=by_name,
    named=True,
    fields=(
        *name_fields("M", Text("单位名称", "name")),
        FORMER_NAMES,
        merged_into("member"),
        Field("kind", Text("单位性质", "kind"), Listed("member_kind")),
        Field("place", Text("所在地", "place"), Line()),
        Field("chain", Text("产业链位置", "chain position"), Listed("chain"), many=True),
        Field("credit_code", Text("统一社会信用代码", "credit code"), CreditCode(), unique=True),
        Field("representative", Text("代表", "representative"), Line()),
        Field("representative_title", Text("代表职务", "representative's title"), Line()),
        Field("contact", Text("联系人", "contact"), Line(), personal=True),
        Field("phone", Text("电话", "phone"), Line(), personal=True),
        Field("email", Text("邮箱", "email"), Line(), personal=True),
        Field("website", Text("网址", "website"), Line()),
        NOTE,
        SOURCES,
    ),
    arguments=("name",),
    also=(
        Field("joined", Text("加入日期", "joined"), Date(),
              help=Text("加入日期；不给即为不详", "when it joined; unknown when left out")),
        RANK,
        APPROVED_BY,
    ),
    listed=("name", "kind", "chain"),
    asked=(Asked("name", needed=True), Asked("kind", carried=True), Asked("rank", carried=True), Asked("joined", carried=True), Asked("credit_code")),
    example=Text("alliancectl member add 巨化集团有限公司 --kind 企业 --rank 理事长单位 --joined 2010-06",
                 "alliancectl member add 'Juhua Group' --kind enterprise --rank chair --joined 2010-06"),
    about=Text("成员单位", "the members"),
)
