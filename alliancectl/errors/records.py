"""What a record may not be, or do, and references that lead to none."""

from __future__ import annotations

from alliancectl.errors.failure import Failure, Refused
from alliancectl.text import Text, language

# ---- records ---------------------------------------------------------------------------------------------------------


class LeaveBeforeJoin(Refused):
    code = "leave-before-join"
    message = Text("终止日期 {until} 不晚于加入日期 {since}", "it ends {until}, which is not after it began {since}")
    fix = Text("核对两个日期：成员资格自“起”日起，至“止”日前一天", "check both dates: a membership runs from since to the day before until")


class MembershipOverlap(Refused):
    code = "membership-overlap"
    message = Text("{member} 的成员资格 {other} 已占用这段时间", "{member} already has membership {other} in that time")
    fix = Text("先改好那一段：alliancectl membership edit {other} --set until=…", "mend that spell first: alliancectl membership edit {other} --set until=…")


class NoOpenSpell(Refused):
    code = "not-a-member"
    message = Text("{member} 现在不是成员", "{member} is no member now")
    fix = Text("看它的成员资格：alliancectl member show {code}；重新加入：alliancectl member rejoin {code} 日期", "see its memberships: alliancectl member show {code}; it joined again: alliancectl member rejoin {code} WHEN")


class StillAMember(Refused):
    code = "still-a-member"
    message = Text("{member} 还是成员（{spell}）", "{member} is still a member ({spell})")
    fix = Text("改级别用 member rank；先退出用 member leave", "member rank changes its rank; member leave ends the spell first")


class FutureVisit(Refused):
    code = "future-visit"
    message = Text("走访日期 {date} 在今天（{today}）之后", "the visit's date {date} lies after today ({today})")
    fix = Text("走访发生之后再记录；要办的事用 follow-up add --due", "record a visit once it has happened; what is due is a follow-up: follow-up add --due")


class FutureOutput(Refused):
    code = "future-output"
    message = Text("{date} 还没有开始（今天 {today}），不会有那时的产量", "{date} has not begun (today is {today}): nothing can have been made in it")
    fix = Text("到期有了产量再记录；预计的产能用 --measure capacity --status planned，提前下达的配额用 --measure quota",
               "record the output once it is known; capacity to come is --measure capacity --status planned, a quota set ahead is --measure quota")


class EndBeforeStart(Refused):
    code = "end-before-start"
    message = Text("结束日期 {end} 早于开始日期 {start}", "the end {end} lies before the start {start}")
    fix = Text("核对两个日期", "check both dates")


class SiteOfAnother(Refused):
    code = "site-of-another"
    message = Text("{site} 是 {owner} 的基地，不是 {member} 的", "{site} is a site of {owner}, not of {member}")
    fix = Text("换成它自己的基地（alliancectl site list），或把成员改为 {code}", "name a site of its own (alliancectl site list), or the member {code}")


class OpenButClosed(Refused):
    code = "open-but-closed"
    message = Text("未办结的后续事项不会有办结日期 {date}", "a follow-up that is open has no closing day ({date})")
    fix = Text("办结了就用 alliancectl follow-up done 编号 --on 日期；又要办就加 --set closed_on=",
               "if it is done: alliancectl follow-up done REF --on WHEN; if it is open again, add --set closed_on=")


class ClosedBeforeVisit(Refused):
    code = "closed-before-visit"
    message = Text("办结日期 {closed} 早于走访 {visit} 的日期 {date}", "it was closed {closed}, before visit {visit} of {date} at which it was asked for")
    fix = Text("核对办结日期；走访日期有误就改它：alliancectl visit edit {visit} --set date=日期", "check the day it was closed; if the visit's is wrong: alliancectl visit edit {visit} --set date=WHEN")


class FutureClosing(Refused):
    code = "future-closing"
    message = Text("办结日期 {date} 在今天（{today}）之后", "the closing day {date} lies after today ({today})")
    fix = Text("办结之后再记录；打算哪天办完写在 due（完成时限）", "record it once it is closed; the day it is meant for is its due day")


class NobodyCame(Refused):
    code = "nobody-came"
    message = Text("人数为 0：带队人也计入，至少是 1", "a headcount of 0: the head of the delegation is included, so it is 1 at least")
    fix = Text("不知道人数就不写", "leave it out when it is not known")


class NobodyNamed(Refused):
    code = "nobody-named"
    message = Text("来访没有写是谁来", "an incoming visit does not say who came")
    fix = Text("加 --from 来访单位，或 --head 带队领导；都不知道就写 --from 不详；秘书处自己去的不写 --direction incoming",
               "add --from ORGANISATION, or --head NAME; where neither is known, --from unknown; if the secretariat went out, leave --direction out")


class OutgoingVisitor(Refused):
    code = "outgoing-visitor"
    message = Text("走访是秘书处出去，却写了来访单位“{visitor}”", "on an outgoing visit the secretariat goes out, yet “{visitor}” is said to have come")
    fix = Text("是对方来访就去掉 --direction outgoing；是秘书处走访就去掉 --from，走访的单位写在成员里",
               "if they came, leave --direction outgoing out; if the secretariat went, leave --from out and name whom it visited as the member")


class TwoDates(Refused):
    code = "two-dates"
    message = Text("--year {year} 与 --as-of {as_of} 说的不是同一个日期", "--year {year} and --as-of {as_of} are two different dates")
    fix = Text("两者是一回事，只写一个", "they are the same field: give one of them")


class MemberAndScope(Refused):
    code = "member-and-scope"
    message = Text("既写了成员 {member}，又写了范围“{scope}”", "it is said to be of the member {member} and of the scope “{scope}”")
    fix = Text("成员的数据去掉 --scope；背景数据把成员写成 -", "leave --scope out for a figure of the member; write - for the member where it is context")


class NoMemberNorScope(Refused):
    code = "no-member"
    message = Text("没有说是哪个成员的产能", "the claim names no member")
    fix = Text("写成员，或写 - 并用 --scope 说明范围（如 中国）", "name a member, or - with --scope in words (such as China)")


class StandingNeedsWhy(Refused):
    code = "why-missing"
    message = Text("标为“{standing}”需要理由", "standing “{standing}” needs a reason")
    fix = Text("加 --why 理由", "add --why REASON")


class NoSource(Refused):
    code = "no-source"
    allowed = True
    message = Text("这条产能没有来源", "the claim has no source")
    fix = Text("加 --source 来源（编号、走访编号或标题）；确实没有就加 --allow no-source",
               "add --source (an id, a visit's too, or a title); where there is none, --allow no-source")


class DuplicateName(Refused):
    """`noun` is the kind's; a source has no aliases, so no command keeps another spelling of it."""

    code = "duplicate-name"
    allowed = True
    message = Text("“{name}”与已有的 {known} 可能是同一个", "“{name}” is likely the same as {known}")
    fix = Text("同一个就用 {code}；确是两个就加 --allow duplicate-name；留下这一写法：alliancectl {noun} alias {code} {word}",
               "if it is, use {code}; if not, --allow duplicate-name; to keep the spelling: alliancectl {noun} alias {code} {word}")

    def mend(self) -> str:
        """What to do next, in the language of the run."""
        if self.slots.get("noun") != "source":
            from shlex import quote  # only a refusal needs it

            return self.fix.to(language(), **self.slots, word=quote(str(self.slots["name"])))
        return Text("同一个就用 {code}；确是两个就加 --allow duplicate-name", "if it is, use {code}; if not, --allow duplicate-name").to(language(), **self.slots)


class NameTaken(Refused):
    code = "name-taken"
    message = Text("“{name}”已是 {known} 的名称或别名", "“{name}” is already a name or alias of {known}")
    fix = Text("用 {code}，或换一个能区分的名称", "use {code}, or give a name that tells them apart")


class NothingToCite(Refused):
    code = "nothing-to-cite"
    message = Text("{record} 是{kind}，不能引用来源", "{record} is of the kind {kind}, which cites no source")
    fix = Text("引用的是成员、走访、产能等记录，如 alliancectl cite C1 R4", "a member, a visit or a claim cites one, such as alliancectl cite C1 R4")


class MergeWithItself(Refused):
    code = "merge-with-itself"
    message = Text("{record} 不能与自己合并", "{record} cannot be merged with itself")
    fix = Text("写两条不同的记录：先写保留的，再写并入的", "name two different records: the one to keep first")


class NotUnique(Refused):
    code = "not-unique"
    message = Text("{label}“{value}”已属于 {known}", "{label} “{value}” already belongs to {known}")
    fix = Text("核对：alliancectl {noun} show {code}", "check it: alliancectl {noun} show {code}")


class UnknownField(Refused):
    code = "unknown-field"
    exit = 2
    message = Text("{kind}没有“{field}”这一项", "{kind} has no field “{field}”")
    fix = Text("可用：{known}", "fields: {known}")


class MissingValue(Refused):
    code = "missing-value"
    exit = 2
    message = Text("缺少：{missing}", "missing: {missing}")
    fix = Text("例：{example}", "example: {example}")


class YearNeedsNote(Refused):
    code = "note-missing"
    message = Text("给“年份不详”的走访补上年份，需要说明依据", "a year for a visit whose year was unknown needs a reason")
    fix = Text("加 --note 依据", "add --note REASON")


class StillReferred(Refused):
    code = "still-referred"
    message = Text("还有记录指向 {record}：{others}", "other records point at {record}: {others}")
    fix = Text("先处理这些记录", "remove or change those first")


class SeveralProblems(Refused):
    """All problems of one record at once; the exit code is that of the first."""

    code = "several-problems"
    message = Text("{count} 处有问题", "{count} problems")

    def __init__(self, problems: list[Failure]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems
        self.exit = problems[0].exit

    def says(self) -> str:
        return "\n".join(problem.says() for problem in self.problems)

    def mend(self) -> str:
        return "\n".join(dict.fromkeys(problem.mend() for problem in self.problems if problem.mend()))


# ---- references ------------------------------------------------------------------------------------------------------


class NotFound(Failure):
    code = "not-found"
    exit = 3
    message = Text("没有找到{kind}“{text}”", "no {kind} “{text}”")
    fix = Text("{hint}", "{hint}")


class Ambiguous(Failure):
    code = "ambiguous"
    exit = 3
    message = Text("“{text}”可指多个{kind}：{candidates}", "“{text}” may be any of these {kind}: {candidates}")
    fix = Text("用编号", "use the id")
