"""Where a fact comes from: a signed return, notice, article, page, or a visit."""

from __future__ import annotations

from alliancectl.kinds.common import NOTE
from alliancectl.kinds.record import Asked, Field, Kind
from alliancectl.kinds.types import Choice, Date, Line, OneOf, Reference, Title
from alliancectl.text import Text

SOURCE_KIND = OneOf(
    Choice("return", Text("填报表", "signed return")),
    Choice("official", Text("正式文件", "official document")),
    Choice("company", Text("公司公告", "company announcement")),
    Choice("trade_press", Text("行业媒体", "trade press")),
    Choice("news", Text("新闻", "news")),
    Choice("republished", Text("转载/机器翻译", "republished or machine-translated"), ("转载", "机器翻译")),
    Choice("visit", Text("走访记录", "visit")),
    Choice("other", Text("其他", "other")),
)
TIER = {"return": 1, "official": 1, "company": 2, "visit": 2, "trade_press": 3, "news": 4, "other": 4, "republished": 5}


def tier(kind: str | None) -> int:
    """How good a source is, 1 (signed return or official document) to 5 (republished or machine-translated)."""
    return TIER.get(kind or "other", 4)


SOURCE = Kind(
    key="source",
    letter="R",
    label=Text("来源", "source"),
    plural=Text("来源", "sources"),
    view="sources",
    title=lambda values: str(values.get("title", "")),
    named=True,
    titled="title",
    fields=(
        Field("title", Text("标题", "title"), Title("R"), required=True),
        Field("kind", Text("种类", "kind"), SOURCE_KIND, default="other"),
        Field("publisher", Text("发布者", "publisher"), Line()),
        Field("published", Text("发布日期", "published"), Date()),
        Field("accessed", Text("查阅日期", "accessed"), Date()),
        Field("url", Text("网址", "URL"), Line()),
        Field("file", Text("文件", "file"), Line()),
        Field("sha256", Text("文件摘要", "SHA-256"), Line()),
        Field("visit", Text("走访", "visit"), Reference("visit"), hidden=True),
        NOTE,
    ),
    arguments=("title",),
    listed=("title", "kind", "publisher", "published"),
    asked=(Asked("title", needed=True), Asked("kind", carried=True), Asked("published")),
    example=Text("alliancectl source add 2024年度填报表 --kind return", "alliancectl source add 'Returns 2024' --kind return"),
    about=Text("事实的出处", "where the facts come from"),
)
