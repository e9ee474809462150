"""A capacity claim: somebody states that a member can make, or made, so much of a product. Claims contradict; that is normal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from alliancectl import errors
from alliancectl.kinds.common import NOTE, SOURCES
from alliancectl.kinds.record import Asked, Draft, Field, Kind, Own, Shared, missing_values
from alliancectl.kinds.types import Choice, Date, Known, Line, OneOf, Quantity, Reference, Whole
from alliancectl.text import Text
from alliancectl.values.names import fold

if TYPE_CHECKING:   # exact arithmetic costs start-up time
    from alliancectl.values.amount import Amount

MEASURE = OneOf(
    Choice("capacity", Text("产能", "capacity")),
    Choice("output", Text("产量", "output")),
    Choice("quota", Text("配额", "quota")),
)
BASIS = OneOf(
    Choice("nameplate", Text("设计", "nameplate"), ("铭牌", "design", "设计产能")),
    Choice("effective", Text("有效", "effective"), ("有效产能",)),
    Choice("approved", Text("核准", "approved"), ("批准",)),
    Choice("unspecified", Text("未说明", "unspecified")),
)
STATUS = OneOf(
    Choice("planned", Text("拟建", "planned")),
    Choice("construction", Text("在建", "under construction"), ("construction",)),
    Choice("commissioning", Text("试生产", "commissioning")),
    Choice("operating", Text("在产", "operating")),
    Choice("idle", Text("停产", "idle")),
    Choice("retired", Text("关停", "retired"), ("淘汰",)),
    Choice("cancelled", Text("取消", "cancelled")),
    Choice("unknown", Text("不详", "unknown")),
)
PROJECT = frozenset({"planned", "construction", "cancelled"})   # the phase of these is project; of the rest, plant
WITHOUT_AMOUNT = frozenset({"idle", "retired", "cancelled"})   # an end needs no number
CONFIDENCE = OneOf(
    Choice("high", Text("高", "high")),
    Choice("medium", Text("中", "medium")),
    Choice("low", Text("低", "low")),
)
STANDING = OneOf(
    Choice("normal", Text("一般", "normal")),
    Choice("preferred", Text("采用", "preferred")),
    Choice("withdrawn", Text("撤回", "withdrawn")),
)


def _day(key: str) -> tuple[str, ...]:
    """The columns of a date."""
    return tuple(key + suffix for suffix, _ in Date.columns)


def phase(status: str | None) -> str:
    """Whether a claim of this status speaks of a *project* or of a *plant*; the two are never one series."""
    return "project" if status in PROJECT else "plant"


def _of_somebody(values: Mapping[str, Any], known: Known) -> None:
    if not values.get("member") and not values.get("scope"):
        raise errors.NoMemberNorScope()
    if values.get("scope") and isinstance(values.get("member"), tuple):   # not True: a member that could not be read
        raise errors.MemberAndScope(member=values["member"].name, scope=values["scope"])


def _how_much(values: Mapping[str, Any], known: Known) -> None:
    if not values.get("amount") and not (values.get("measure", "capacity") == "capacity" and values.get("status") in WITHOUT_AMOUNT):
        raise missing_values(CAPACITY, [CAPACITY.field("amount")])


def _made_already(values: Mapping[str, Any], known: Known) -> None:
    """Output of a time that has not begun cannot have been measured; a quota may be set ahead."""
    as_of = values.get("as_of")
    if values.get("measure") == "output" and as_of and as_of.earliest and as_of.earliest > known.today.isoformat():
        raise errors.FutureOutput(date=as_of.canonical, today=known.today.isoformat())


def _standing_has_a_reason(values: Mapping[str, Any], known: Known) -> None:
    if values.get("standing", "normal") != "normal" and not values.get("why"):
        raise errors.StandingNeedsWhy(standing=values["standing"])


def _ended_after_it_started(values: Mapping[str, Any], known: Known) -> None:
    started, ended = values.get("started"), values.get("ended")
    if started and ended and started.earliest and ended.latest and ended.latest < started.earliest:
        raise errors.EndBeforeStart(start=started.canonical, end=ended.canonical)


def _meant(draft: Draft) -> Draft:
    """`--year Y` is `--as-of Y`; a capacity without a status is operating."""
    filled = {key: value for key, value in draft.items() if key != "year"}
    if draft.get("year"):
        if filled.get("as_of") and fold(str(filled["as_of"])) != fold(str(draft["year"])):
            raise errors.TwoDates(year=draft["year"], as_of=filled["as_of"])
        filled["as_of"] = draft["year"]
    if fold(str(filled.get("measure") or "capacity")) in ("capacity", "产能"):
        filled.setdefault("status", "operating")
    return filled


def _parted(draft: dict[str, Any], values: Draft, is_member: Callable[[str], bool]) -> dict[str, Any]:
    """MEMBER[/SITE], whole before it is split; `-` for a claim about no member, which needs --scope."""
    given = draft.get("member")
    if given == "-":
        del draft["member"]
    elif given and "/" in given and not is_member(given):
        member, _, site = given.partition("/")
        draft["member"] = member
        draft.setdefault("site", site)
    if draft.get("amount") == "-":
        del draft["amount"]
    return draft


CAPACITY = Kind(
    key="capacity",
    letter="C",
    label=Text("产能记录", "capacity claim"),
    plural=Text("产能记录", "capacity claims"),
    view="capacity_claims",
    title=lambda values: " ".join(
        part for part in (
            values["member"].name if values.get("member") else values.get("scope", ""),
            values["product"].name if values.get("product") else "",
            values["amount"].text if values.get("amount") else "",
        ) if part),
    fields=(
        Field("member", Text("成员", "member"), Reference("member")),
        Field("scope", Text("范围", "scope"), Line(),
              help=Text("非成员数据的范围，如 中国：只作背景，不计入合计", "what it speaks of when not of a member (China): context, in no total")),
        Field("site", Text("基地", "site"), Reference("site")),
        Field("line", Text("生产线", "line"), Line()),
        Field("product", Text("产品", "product"), Reference("product"), required=True),
        Field("grade", Text("牌号", "grade"), Line()),
        Field("measure", Text("指标", "measure"), MEASURE, default="capacity"),
        Field("basis", Text("口径", "basis"), BASIS, default="unspecified"),
        Field("amount", Text("数量", "amount"), Quantity()),
        Field("status", Text("状态", "status"), STATUS),
        Field("as_of", Text("截至", "as of"), Date()),
        Field("started", Text("投产日期", "started"), Date()),
        Field("ended", Text("终止日期", "ended"), Date()),
        Field("confidence", Text("可信度", "confidence"), CONFIDENCE),
        Field("standing", Text("采用情况", "standing"), STANDING, default="normal"),
        Field("why", Text("理由", "why"), Line()),
        Field("series", Text("序列", "series"), Whole(), hidden=True),
        # What an imported claim cites: the source that its row names, and the file with the row, in words with a | for its number.
        Field("asserted_by", Text("来源", "source"), Reference("source"), hidden=True),
        Field("asserted_in", Text("文件", "file"), Reference("source"), hidden=True),
        Field("asserted_place", Text("位置", "place"), Line(), hidden=True),
        Field("asserted_row", Text("行", "row"), Whole(), hidden=True),
        NOTE,
        SOURCES._replace(own=(Own("asserted_by"), Own("asserted_in", "asserted_place", "asserted_row"))),
    ),
    shared=(
        Shared("sort", ("member", "scope", "site", "line", "product", "grade", "measure", "basis", "amount_qualifier", "amount_unit", "amount_base_unit",
                        "status", *_day("started"), *_day("ended"), "confidence", "standing", "why", "series"), ("series",)),
        Shared("told", (*_day("as_of"), "asserted_by", "asserted_in", "asserted_place"), ("as_of", "asserted_by")),
    ),
    sought="as_of_latest",
    arguments=("member", "product", "amount"),
    also=(
        Field("year", Text("年度", "year"), Date(), help=Text("等同 --as-of", "the same as --as-of")),
    ),
    listed=("member", "product", "measure", "amount", "status", "as_of", "sources"),
    rules=(_of_somebody, _how_much, _made_already, _standing_has_a_reason, _ended_after_it_started),
    asked=(Asked("member", needed=True, carried=True, none=True), Asked("scope", beside="!member"), Asked("product", needed=True, carried=True),
           Asked("amount", needed=True), Asked("measure", carried=True),
           Asked("as_of", carried=True, label=Text("截至（产量、配额写年度）", "as of (for output and quota: the year)")),
           Asked("sources", needed=True, carried=True)),
    parted=_parted,
    meant=_meant,
    example=Text("alliancectl capacity add M1 PVDC 6万吨/年 --source 公司公告 --as-of 2024", "alliancectl capacity add M1 PVDC 60kt/a --source 'company notice' --as-of 2024"),
    about=Text("产能、产量、配额：带来源的记录", "capacity, output and quota: claims with sources"),
)


def stated(shown: str, amount: Amount, measure: str | None) -> str:
    """An amount as it is `shown`, of what it measures: what was made in a year, or may be, is no rate: 1.95万吨, not 1.95万吨/年."""
    if amount.unit is None or measure in (None, "capacity"):
        return shown
    return shown.replace("/年", "").replace("/a", "")
