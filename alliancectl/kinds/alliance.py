"""The body itself: one row, inside the file, so that two machines print the same report.

Source: the pilot rules for industry technology innovation strategic alliances (产业技术创新战略联盟): a responsible organisation (依托单位) answers for a body that is often no legal person.
"""

from __future__ import annotations

from alliancectl.kinds.common import by_name
from alliancectl.kinds.record import Asked, Field, Kind
from alliancectl.kinds.types import Choice, Date, Line, MonthDay, OneOf, Percent, TimeZone
from alliancectl.text import Text

ALLIANCE = Kind(
    key="alliance",
    letter="A",
    label=Text("联盟", "alliance"),
    plural=Text("联盟", "alliance"),
    view="the_alliance",
    title=by_name,
    fields=(
        Field("name", Text("联盟名称", "name"), Line(), required=True),
        Field("name_other", Text("另一语言名称", "name in the other language"), Line()),
        Field("responsible_org", Text("依托单位", "responsible organisation"), Line()),
        Field("founded", Text("成立日期", "founded"), Date()),
        Field("year_starts", Text("报告年度起始日", "first day of the reporting year"), MonthDay(), default="01-01"),
        Field("time_zone", Text("时区", "time zone"), TimeZone(), default="Asia/Shanghai"),
        Field("language", Text("报告语言", "report language"),
              OneOf(Choice("zh", Text("中文", "Chinese")), Choice("en", Text("英文", "English"))), default="zh"),
        Field("tolerance", Text("容差（%）", "tolerance (%)"), Percent(), default="1"),
    ),
    verbs=("show", "edit"),
    asked=(Asked("name", needed=True), Asked("language")),
    about=Text("联盟本身：名称、依托单位、报告年度", "the body itself: name, responsible organisation, reporting year"),
)
