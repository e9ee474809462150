"""One visit, in or out. 调研 is a fact-finding visit, never an "investigation".

Source: the visit ledgers (调研接待台账) that secretariats hand in with the yearly summary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from alliancectl import errors
from alliancectl.kinds.common import NOTE, SOURCES, split
from alliancectl.kinds.record import Asked, Draft, Field, Kind
from alliancectl.kinds.types import Choice, Date, Flag, Known, Line, OneOf, Prose, Reference, Whole
from alliancectl.text import Text

DIRECTION = OneOf(
    Choice("incoming", Text("来访", "incoming")),
    Choice("outgoing", Text("走访", "outgoing"), ("出访",)),
)
TYPE = OneOf(
    Choice("fact_finding", Text("调研", "fact-finding")),
    Choice("inspection", Text("视察", "inspection")),
    Choice("study", Text("考察", "study")),
    Choice("reception", Text("接待", "reception")),
    Choice("exchange", Text("交流", "exchange")),
    Choice("review", Text("检查/评估", "review"), ("检查", "评估")),
)
LEVEL = OneOf(
    Choice("national", Text("国家级", "national"), ("国家",)),
    Choice("provincial", Text("省级", "provincial"), ("省",)),
    Choice("municipal", Text("市级", "municipal"), ("市",)),
    Choice("county", Text("县级", "county"), ("县",)),
    Choice("industry", Text("行业", "industry")),
    Choice("foreign", Text("境外", "foreign"), ("国外",)),
    Choice("other", Text("其他", "other")),
)
HEADCOUNT_BASIS = OneOf(
    Choice("stated", Text("来源所述", "stated")),
    Choice("counted", Text("实数", "counted")),
    Choice("estimated", Text("估计", "estimated")),
)


def _not_in_the_future(values: Mapping[str, Any], known: Known) -> None:
    date = values.get("date")
    if date and date.earliest and date.earliest > known.today.isoformat():
        raise errors.FutureVisit(date=date.canonical, today=known.today.isoformat())


def _ends_after_it_began(values: Mapping[str, Any], known: Known) -> None:
    date, end = values.get("date"), values.get("end_date")
    if date and end and date.earliest and end.latest and end.latest < date.earliest:
        raise errors.EndBeforeStart(start=date.canonical, end=end.canonical)


def _somebody_came(values: Mapping[str, Any], known: Known) -> None:
    if values.get("headcount") == 0:
        raise errors.NobodyCame()


def _somebody_is_named(values: Mapping[str, Any], known: Known) -> None:
    """Who came is one of the three things that a visit is recorded by."""
    if values.get("direction") == "incoming" and not values.get("visitor") and not values.get("head"):
        raise errors.NobodyNamed()


def _nobody_came_to_others(values: Mapping[str, Any], known: Known) -> None:
    if values.get("direction") == "outgoing" and values.get("visitor"):
        raise errors.OutgoingVisitor(visitor=values["visitor"])


def _meant(draft: Draft) -> Draft:
    """A visitor makes a visit incoming; without one the secretariat went out. "30余人" is 30, estimated."""
    filled = dict(draft)
    filled.setdefault("direction", "incoming" if filled.get("visitor") else "outgoing")
    head = re.fullmatch(r"\s*(约|近|about |~)?\s*(\d+)\s*(余|多)?\s*(人|people)?\s*(左右|\+)?\s*", str(filled.get("headcount") or ""), re.ASCII)
    if head:
        filled["headcount"] = head[2]
        estimated = head[1] or head[3] or head[5]
        filled.setdefault("headcount_basis", "estimated" if estimated else "stated")
    return filled


def _parted(draft: dict[str, Any], values: Draft, is_member: Callable[[str], bool]) -> dict[str, Any]:
    """MEMBER[,MEMBER], whole before it is split; `-` for none. More come by --member."""
    given = draft.pop("members", None)
    first = given[0] if isinstance(given, list) and given else given
    more = list(values.get("members_more") or [])
    found: list[str] = []
    if first and first != "-":
        found = [first] if len(split(first)) < 2 or is_member(first) else split(first)
    if found or more:
        draft["members"] = [*found, *more]
    return draft


VISIT = Kind(
    key="visit",
    letter="V",
    label=Text("走访", "visit"),
    plural=Text("走访与接待", "visits"),
    view="visits",
    titled="subject",
    title=lambda values: str(values.get("subject", "")),
    fields=(
        Field("date", Text("日期", "date"), Date(past=True), required=True),
        Field("end_date", Text("结束日期", "end date"), Date(past=True)),
        Field("direction", Text("方向", "direction"), DIRECTION, required=True),
        Field("type", Text("类型", "type"), TYPE),
        Field("visitor", Text("来访单位", "visiting organisation"), Line(), option="from"),
        Field("level", Text("来访单位级别", "level of the visitor"), LEVEL),
        Field("head", Text("带队领导", "head of delegation"), Line()),
        Field("head_title", Text("带队领导职务", "head's title"), Line()),
        Field("headcount", Text("人数", "headcount"), Whole()),
        Field("headcount_basis", Text("人数依据", "basis of the headcount"), HEADCOUNT_BASIS),
        Field("members", Text("走访成员/接待单位", "members visited, or hosts"), Reference("member"), many=True, option="member"),
        Field("sites", Text("考察地点", "sites visited"), Reference("site"), many=True, option="site"),
        Field("accompanied_by", Text("陪同", "accompanied by"), Line(), many=True),
        Field("accompanied_open", Text("陪同人员未列全（等）", "and others"), Flag()),
        Field("subject", Text("主题", "subject"), Line(), required=True),
        Field("presentations", Text("汇报", "presentations"), Line(), many=True, option="presentation"),
        Field("affirmed", Text("肯定", "affirmed"), Prose()),
        Field("requested", Text("要求/希望", "requested"), Prose()),
        Field("summary", Text("摘要", "summary"), Prose()),
        NOTE,
        SOURCES,
    ),
    arguments=("date", "members", "subject"),
    listed=("date", "direction", "visitor", "members", "subject", "headcount"),
    wide=("summary",),
    rules=(_not_in_the_future, _ends_after_it_began, _somebody_came),
    order="date",
    asked=(Asked("date", needed=True, carried=True), Asked("members", needed=True, none=True),
           Asked("visitor", beside="!direction=outgoing", needed_if="direction=incoming"), Asked("headcount", beside="visitor"),
           Asked("subject", needed=True, carried=True)),
    typed_rules=(_somebody_is_named, _nobody_came_to_others),
    parted=_parted,
    meant=_meant,
    example=Text("alliancectl visit add 2024-05-14 M1 年度走访", "alliancectl visit add 2024-05-14 M1 'yearly visit'"),
    about=Text("走访、来访与接待", "visits, in and out"),
)
