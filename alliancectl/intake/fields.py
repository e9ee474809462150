"""What a column may mean: the fields of a kind, and the words that tables of other people use for them."""

from __future__ import annotations

import re

from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Date, Line, Quantity
from alliancectl.text import Text
from alliancectl.values.names import fold, simplified

ID = Field("id", Text("编号", "id"), Line())
LEFT = Field("left", Text("退出日期", "left"), Date())
ENDED = Field("ended", Text("终止方式", "how it ended"), Line())
UNIT = Field("amount_unit", Text("数量单位", "unit of the amount"), Line(), many=True)   # several, so that each row is looked at by itself
MORE = {"member": (LEFT, ENDED), "capacity": (UNIT,)}      # a list of members often says when one left; its spell is closed then

# Header words beyond the fields' own names and labels, as met in real tables.
_ALSO: dict[str, dict[str, str]] = {
    "member": {
        "name": "名称 单位 单位全称 企业全称 全称 成员 成员单位 会员 会员单位 会员名称 成员名称 企业名称 企业 公司名称 公司 机构名称 organisation organization company member"
                " company_name member_name organisation_name organization_name",
        "name_other": "英文名称 英文名 外文名称 中文名称 english_name name_en name_zh other_name",
        "aliases": "别名 曾用名 简称 单位简称 alias short_name former_name abbreviation",
        "kind": "性质 类型 类别 企业性质 单位类型 单位类别 organisation_type",
        "place": "地址 住所 注册地 省 市 地区 所在地区 城市 省份 单位地址 address city location region",
        "chain": "产业链 产业链环节 所属环节 chain_position",
        "credit_code": "信用代码 社会信用代码 统一信用代码 税号 组织机构代码 uscc unified_social_credit_code",
        "representative": "法定代表人 法人代表 法人 理事代表 负责人 legal_representative",
        "representative_title": "职务 代表职务 title",
        "contact": "联系人 联络员 contact_person contact_name",
        "phone": "电话 联系电话 手机 手机号 联系方式 telephone tel mobile",
        "email": "邮箱 电子邮箱 电子邮件 邮件 e_mail mail",
        "website": "网址 网站 官网 homepage web url",
        "joined": "加入 入会日期 入会时间 加入时间 入盟时间 入盟日期 加盟时间 加入日期 date_joined join_date member_since",
        "rank": "级别 成员级别 会员级别 会员类别 职务级别 联盟职务 tier level",
        "approved_by": "批准 批准会议 审批 approved",
        "left": "退出 退出时间 退会日期 退会时间 date_left",
        "note": "备注 说明 notes remark remarks comment comments description",
    },
    "visit": {
        "date": "日期 时间 走访日期 走访时间 来访日期 来访时间 调研时间 接待时间 visit_date date_of_visit date_of_meeting when",
        "end_date": "结束日期 结束时间 离开日期 end",
        "direction": "走访方向 来访走访 来往",
        "type": "走访类型 来访类型 活动类型 类别",
        "level": "级别 层级 单位级别",
        "visitor": "来访单位 来访者 来访单位名称 来访客人 代表团 from visitors visiting_organisation visiting_organization delegation",
        "members": "企业名称 单位名称 公司名称 公司 接待单位 走访单位 走访企业 被访单位 走访成员 成员 成员单位 单位 企业 member host hosts members_visited",
        "sites": "考察地点 地点 site",
        "subject": "主题 事由 内容 走访内容 目的 purpose purpose_of_meeting purpose_of_visit topic",
        "head": "带队人 带队领导 带队 主宾 团长 领队 head_of_delegation",
        "head_title": "职务 带队领导职务",
        "headcount": "人数 来宾人数 来访人数 人次 number_of_people people",
        "accompanied_by": "陪同 陪同领导 陪同人员 accompanied",
        "requested": "要求 希望 要求和希望 意见建议",
        "note": "备注 说明 notes remark remarks comment comments",
    },
    "capacity": {
        "member": "成员 成员单位 单位 单位名称 企业 企业名称 公司 公司名称 生产企业 company owner organisation producer",
        "site": "基地 生产基地 厂区 工厂 装置 plant facility",
        "line": "生产线 产线 unit_no",
        "product": "产品 产品名称 品名 product_name",
        "grade": "牌号 型号 规格",
        "amount": "数量 产能 能力 生产能力 capacity quantity value",
        "amount_unit": "计量单位 产能单位 unit units unit_of_measure uom",
        "basis": "口径 产能口径",
        "status": "状态 装置状态 运行状态",
        "as_of": "截至 截至日期 数据日期 时点 日期 date as_at",
        "year": "年度 年份 year",
        "started": "投产时间 投产日期 投产年份 start_year commissioned start",
        "ended": "停产时间 关停时间 终止时间 retired_year end_year",
        "sources": "来源 数据来源 资料来源 source",
        "note": "备注 说明 notes remark remarks comment comments",
    },
    "site": {"name": "名称 基地 基地名称 厂区 site plant", "member": "成员 成员单位 单位 企业 公司 company owner", "place": "地址 地区 城市 address city"},
    "product": {"name": "名称 产品 产品名称 品名 product", "unit": "单位 计量单位 默认单位"},
    "source": {"title": "标题 名称 题目 来源 source name", "url": "网址 链接 link", "published": "日期 发布日期 date"},
    "follow_up": {"text": "事项 后续事项 内容 item", "owner": "责任单位 责任人", "due": "完成时限 期限 截止日期 deadline", "visit": "走访 走访编号"},
    "membership": {"member": "成员 单位 单位名称", "since": "起 自 from joined", "until": "止 至 to left", "ended": "终止方式"},
}


def fields(kind: Kind) -> tuple[Field, ...]:
    """What a column may be mapped to: the id, the kind's fields, those its `add` takes besides, and what only lists tell."""
    beside = (Field(field.extra.key + "s", field.extra.label, Line(), many=True) for field in kind.several if field.extra and not field.hidden)
    return (ID, *(field for field in kind.fields if not field.hidden), *kind.also, *MORE.get(kind.key, ()), *beside)


def told_only(kind: Kind) -> frozenset[str]:
    """Columns that this program's own listings and exports have, and no import reads: what follows from the rest."""
    hidden = {field.key for field in kind.fields if field.hidden} | {field.extra.key + "s" for field in kind.fields if field.hidden and field.extra}
    dates = {f"{field.key}_text" for field in kind.fields if isinstance(field.type, Date)}
    amounts = {field.key + part for field in kind.fields if isinstance(field.type, Quantity) for part in ("_value", "_high", "_qualifier")}
    return frozenset({"uid", *hidden, *dates, *amounts})


def field_of(kind: Kind, word: str) -> Field | None:
    """The field that a header or a `--map` names: by key, option, label in either language, or a known synonym."""
    return words(kind).get(plain(word)) or words(kind).get(plain(without_brackets(word)))


def words(kind: Kind) -> dict[str, Field]:
    """Every word for the fields of a kind; a field's own key and labels go before another one's synonym."""
    if kind.key not in _made:
        found: dict[str, Field] = {}
        known = fields(kind)
        for own in (True, False):
            for field in known:
                for word in _own(field) if own else _ALSO.get(kind.key, {}).get(field.key, "").split():
                    found.setdefault(plain(word), field)
        _made[kind.key] = found
    return _made[kind.key]


_made: dict[str, dict[str, Field]] = {}


def _own(field: Field) -> list[str]:
    labels = [field.label.zh, field.label.en, *field.label.zh.split("/")]
    return [field.key, field.option, *labels, f"{field.label.zh} {field.label.en}"]


def plain(word: str) -> str:
    """A header for comparing: folded, simplified; dashes, underscores, line ends and spaces are one; without the star of a form."""
    return re.sub(r"[\s_\-]+", "_", simplified(fold(word.strip("*＊:： \t\r\n")))).strip("_")


def without_brackets(word: str) -> str:
    """A header without what stands in brackets at its end: 产能（万吨/年） is 产能."""
    return re.sub(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*[*＊]?\s*$", "", word)


def in_brackets(word: str) -> str:
    """What stands in brackets at the end of a header: a unit, perhaps; empty where nothing does."""
    found = re.search(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]\s*[*＊]?\s*$", word)
    return found[1].strip() if found else ""
