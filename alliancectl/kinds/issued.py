"""A yearly report as it was issued: its figures and the whole of it, kept under a name that is used once."""

from __future__ import annotations

from alliancectl.kinds.common import by_name
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Day, Flag, Line, Prose, Whole
from alliancectl.text import Text

ISSUED = Kind(
    key="issued",
    letter="Z",
    label=Text("已印发的报告", "issued report"),
    plural=Text("已印发的报告", "issued reports"),
    view="issued_reports",
    title=by_name,
    fields=(
        Field("name", Text("名称", "name"), Line(), required=True, unique=True),
        Field("label", Text("报告年度", "report year"), Line(), required=True),
        Field("first", Text("起", "from"), Day(), required=True),
        Field("last", Text("止", "to"), Day(), required=True),
        Field("complete", Text("已满一期", "complete"), Flag()),
        Field("stamp", Text("记录截至操作", "records as of operation"), Whole(), required=True),
        Field("sha256", Text("报告摘要", "SHA-256 of the report"), Line()),
        Field("figures", Text("数字", "figures"), Prose(), hidden=True),   # JSON: figure by key
        Field("report", Text("全文", "whole report"), Prose(), hidden=True),   # JSON, as it was printed
    ),
    listed=("name", "label", "first", "last", "stamp"),
    verbs=(),
    reported=False,
    about=Text("已印发的年度报告", "yearly reports as they were issued"),
)
