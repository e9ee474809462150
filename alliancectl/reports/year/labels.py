"""What each figure of the report is called: its words by its permanent key, where it stands alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alliancectl.kinds.capacity import STATUS
from alliancectl.kinds.visit import LEVEL
from alliancectl.reports.cells import Labels, joined, labels_of
from alliancectl.text import Text

_FIXED = {
    "members.start": Text("期初成员单位", "members at the start"),
    "members.joined": Text("新加入的成员单位", "members that joined"),
    "members.left": Text("退出的成员单位", "members that left"),
    "members.end": Text("期末成员单位", "members at the end"),
    "visits.count": Text("走访与接待批次", "visits"),
    "visits.people": Text("参与人次", "people"),
    "visits.incoming": Text("来访批次", "incoming visits"),
    "visits.outgoing": Text("走访批次", "outgoing visits"),
    "visits.maybe": Text("不能确定在报告期内的走访与接待", "visits that may lie outside the period"),
    "visits.undated": Text("年份不详的走访与接待", "visits of unknown year"),
    "visits.members_visited": Text("走访和接待涉及的成员单位", "members visited, or hosts of a visit"),
    "follow_ups.opened": Text("新提出的后续事项", "follow-ups opened"),
    "follow_ups.done": Text("办结的后续事项", "follow-ups done"),
    "follow_ups.open": Text("期末未办结的后续事项", "follow-ups open at the end"),
    "follow_ups.overdue": Text("期末逾期的后续事项", "follow-ups overdue at the end"),
    "conflicts.open": Text("未核实的数据矛盾", "open conflicts"),
    "gaps.members_without_visit": Text("没有走访或接待的成员单位", "members without a visit"),
    "gaps.members_without_capacity": Text("没有产能数据的成员单位", "members without a capacity figure"),
}
_FAMILIES = {
    "members.kind": Text("期末成员单位：", "members at the end: "), "members.rank": Text("期末成员单位：", "members at the end: "),
    "members.chain": Text("期末成员单位：", "members at the end: "), "visits.level": Text("来访批次：", "incoming visits: ")}
_OF_PRODUCT = {"capacity": Text("产能", "capacity"), "output": Text("产量", "output"), "rate": Text("开工率", "operating rate")}
_UNSTATED = Text("未填", "not stated")
_STATUSES = labels_of(STATUS.choices)
_LEVELS = labels_of(LEVEL.choices)


def figure_label(key: str, lists: Mapping[str, Labels], product_name: Callable[[int], Text]) -> Text:
    """The words of a figure; `lists` are labels by family (``members.kind``). The key itself where nothing is known."""
    if key in _FIXED:
        return _FIXED[key]
    family, _, last = key.rpartition(".")
    if family in _FAMILIES:
        labels = _LEVELS if family == "visits.level" else lists.get(family, {})
        return joined((_FAMILIES[family], _UNSTATED if last == "unstated" else labels.get(last, Text(last, last))), Text("", ""))
    subject, product, *status = key.split(".")
    if subject not in _OF_PRODUCT:
        return Text(key, key)
    name, words = product_name(int(product[1:])), _OF_PRODUCT[subject]
    if status:
        said = _STATUSES.get(status[0], Text(status[0], status[0]))
        words = Text(f"{said.zh}{words.zh}", f"{said.en} {words.en}")
    return joined((name, words), Text("", ": "))
