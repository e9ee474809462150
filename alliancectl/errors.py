"""Every failure a user can meet: one class each, with its wording, its code name and its exit code.

A failure is raised where it is known and printed in one place (cli/run.py). The message says what is wrong with which
value; the fix is the next thing to type. Personal fields (contact, phone, email) never become a slot of a message.
"""

from __future__ import annotations

from typing import ClassVar

from alliancectl.text import Text, language


class Failure(Exception):
    """A failure with words for the user; the class is the kind of failure, the slots are this one's particulars."""

    code: ClassVar[str] = "failure"
    exit: ClassVar[int] = 1
    message: ClassVar[Text] = Text("出错了：{reason}", "something failed: {reason}")
    fix: ClassVar[Text] = Text("", "")

    field: str = ""     # the field of a draft that it is about, where there is one
    section: int = 0    # which record of a form, where there are several

    def __init__(self, **slots: object) -> None:
        super().__init__(slots)
        self.slots = slots

    def says(self) -> str:
        """What is wrong, in the language of the run."""
        return self.message.to(language(), **self.slots)

    def mend(self) -> str:
        """What to do next, in the language of the run; empty when the message says it."""
        return self.fix.to(language(), **self.slots)

    def __str__(self) -> str:
        return self.says()


class Refused(Failure):
    """The data is refused (exit 4). `code` is what ``--allow`` takes where the refusal may be accepted."""

    exit = 4
    allowed: ClassVar[bool] = False


# ---- values -------------------------------------------------------------------------------------------------------


class EmptyValue(Refused):
    code = "empty-value"
    message = Text("空值", "an empty value")
    fix = Text("不知道就不写这一项；清除一项用 edit REF --set 项=", "leave the option out when it is not known; edit REF --set FIELD= clears a field")


class AnswerNeeded(Refused):
    code = "missing-value"
    message = Text("{label}必须填写", "{label} is needed")


class TooLong(Refused):
    code = "too-long"
    message = Text("文本有 {length} 个字符，最多 {longest}", "the text has {length} characters, at most {longest} are kept")
    fix = Text("把长文存成文件，用 source add --file 引用", "keep long texts in a file and cite it: source add --file")


class NotAChoice(Refused):
    code = "not-a-choice"
    message = Text("“{text}”不在可选值中", "“{text}” is not one of the values")
    fix = Text("可选：{known}", "one of: {known}")


class NotANumber(Refused):
    code = "not-a-number"
    message = Text("“{text}”不是可用的数字", "“{text}” is not a number that fits here")
    fix = Text("只写数字，如 30", "digits only, such as 30")


class NotYesOrNo(Refused):
    code = "not-yes-or-no"
    message = Text("“{text}”不是“是”或“否”", "“{text}” is neither yes nor no")
    fix = Text("写 yes 或 no", "type yes or no")


class NotAMonthDay(Refused):
    code = "not-a-month-day"
    message = Text("“{text}”不是每年都有的月日", "“{text}” is not a month and day that every year has")
    fix = Text("写 MM-DD，如 01-01", "type MM-DD, such as 01-01")


class NotATimeZone(Refused):
    code = "not-a-time-zone"
    message = Text("没有“{text}”这个时区", "there is no time zone “{text}”")
    fix = Text("写成 Asia/Shanghai 的样子", "type it like Asia/Shanghai")


class NotAKey(Refused):
    code = "not-a-key"
    message = Text("“{text}”不能作代码", "“{text}” cannot be a key")
    fix = Text("代码只用小写字母、数字和下划线，以字母开头", "small letters, digits and underscores, a letter first")


class DateNotExact(Refused):
    code = "date-not-exact"
    message = Text("“{text}”读作 {read}，这里需要确切的一天", "“{text}” is read as {read}; an exact day is needed here")
    fix = Text("写成 2024-05-14", "type it like 2024-05-14")


class ControlCharacter(Refused):
    code = "control-character"
    message = Text(
        "第 {position} 个字符 {character} 是控制字符，不能保存",
        "character {position} is the control character {character}, which cannot be kept",
    )
    fix = Text("删去它再试；单行的内容里也不能换行", "remove it and try again; a one-line value has no line break")


class EmptyName(Refused):
    code = "empty-name"
    message = Text("名称是空的", "the name is empty")
    fix = Text("写上名称", "type the name")


class LongName(Refused):
    code = "long-name"
    message = Text(
        "名称“{start}…”有 {length} 个字符，最多 {longest} 个",
        "the name “{start}…” has {length} characters; at most {longest}",
    )
    fix = Text("写名称本身，其余写进 --note", "type the name alone; the rest belongs in --note")


class NameLikeId(Refused):
    code = "name-like-id"
    message = Text("“{name}”像一个编号，作名称就无法引用", "“{name}” looks like an id, so nothing could be found by it")
    fix = Text("写得更全，如“{name} 型”", "write it more fully, such as “{name} type”")


class CreditCode(Refused):
    """Every refusal of a unified social credit code; the subclasses say why."""

    code = "credit-code"
    fix = Text("按营业执照核对这 18 位", "compare all 18 characters with the certificate")


class CreditCodeLength(CreditCode):
    message = Text(
        "统一社会信用代码“{text}”有 {length} 位，应为 18 位",
        "the credit code “{text}” has {length} characters instead of 18",
    )


class CreditCodeCharacter(CreditCode):
    message = Text(
        "统一社会信用代码“{text}”第 {position} 位不能是“{character}”（代码中没有 I、O、S、V、Z）",
        "character {position} of the credit code “{text}” is “{character}”, which no code has (no I, O, S, V, Z)",
    )


class CreditCodeCheck(CreditCode):
    message = Text(
        "统一社会信用代码“{text}”的校验位不符：其中有一位写错了",
        "the check digit of the credit code “{text}” does not fit: one of the characters is mistyped",
    )


class NotADate(Refused):
    code = "not-a-date"
    message = Text("“{text}”不是能读懂的日期", "“{text}” is not a date that can be read")
    fix = Text(
        "例如 2024-05-14、2024年5月、2024年上半年、2024Q3、约2024年、6月20日（年份不详）、不详；"
        "全部写法：alliancectl help dates",
        "such as 2024-05-14, May 2024, H1 2024, 2024Q3, about 2024, 20 June (year unknown), unknown; "
        "every form: alliancectl help dates",
    )


class ImpossibleDate(Refused):
    """A date that is written well and cannot be; `reason` is a Text that says why."""

    code = "impossible-date"
    message = Text("“{text}”不可能：{reason}", "“{text}” cannot be: {reason}")
    fix = Text(
        "核对日期；只写确知的部分也可以，如 2024-05、2024 或 unknown",
        "check it; what is known is enough, such as 2024-05, 2024 or unknown",
    )


class AmbiguousDate(Refused):
    """A date with more than one reading; `readings` names them in full, `forms` what to type for each."""

    code = "ambiguous-date"
    message = Text("“{text}”有不止一种读法：{readings}", "“{text}” has more than one reading: {readings}")
    fix = Text(
        "写成 {forms}；导入时，日月的次序用 --dates mdy 或 --dates dmy 说明",
        "type {forms}; for day and month in digits an import takes --dates mdy or --dates dmy",
    )


class EmptyAmount(Refused):
    code = "empty-amount"
    message = Text("数量是空的", "the amount is empty")
    fix = Text(
        "写数字和单位，如 6万吨/年；不知道就写“不详”",
        "type a number and a unit, such as 60,000 t/a; “unknown” where it is not known",
    )


class NotAnAmount(Refused):
    code = "not-an-amount"
    message = Text("“{value}”不是一个数量：{reason}", "“{value}” is not an amount: {reason}")
    fix = Text("写法如 6万吨/年、约6万吨、3-5万吨/年、不详", "type it like 60,000 t/a, about 60 kt/a, 3-5 kt/a, unknown")


class NegativeAmount(Refused):
    code = "negative-amount"
    message = Text("“{value}”小于零，产能和产量不会是负数", "“{value}” is below zero; no capacity or output is")
    fix = Text("减少的部分不单独记录：记减少之后的数量", "record what is left, not what was taken away")


class ReversedRange(Refused):
    code = "reversed-range"
    message = Text("“{value}”的下限 {low} 大于上限 {high}", "“{value}” runs from {low} down to {high}")
    fix = Text(
        "小的写在前；两端倍数不同时分别写全，如 3000吨-5万吨",
        "put the smaller number first; write each end in full where 万 or million belongs to one of them only",
    )


class AmbiguousNumber(Refused):
    code = "ambiguous-number"
    message = Text("“{value}”里的“{number}”可读作 {readings}", "“{number}” in “{value}” may mean {readings}")
    fix = Text(
        "写成其中一种：小数用点，千位逗号后必须是三位数字",
        "type the one that is meant: a dot for decimals, a comma only before groups of three digits",
    )


class NoUnit(Refused):
    code = "no-unit"
    message = Text("“{value}”没有单位", "“{value}” has no unit")
    fix = Text(
        "写上单位，如 {value}吨/年；或给产品定默认单位：alliancectl product edit 产品 --set unit=t/a",
        "add the unit, such as {value} t/a; or give the product one: alliancectl product edit PRODUCT --set unit=t/a",
    )


class UnknownUnit(Refused):
    code = "unknown-unit"
    message = Text("没有“{unit}”这个单位；{known}", "there is no unit “{unit}”; {known}")
    fix = Text(
        "全部单位：alliancectl unit list；新增：alliancectl unit add {key} --family 量纲 --factor 换算系数",
        "all units: alliancectl unit list; a new one: alliancectl unit add {key} --family FAMILY --factor FACTOR",
    )


class AmbiguousUnit(Refused):
    code = "ambiguous-unit"
    message = Text("单位“{unit}”有歧义：{readings}", "the unit “{unit}” is ambiguous: {readings}")
    fix = Text(
        "改写成其中一种；或在本文件中定下含义：alliancectl unit add {key} --family {family} --factor 换算系数",
        "type one of these; or settle it for this file: alliancectl unit add {key} --family {family} --factor FACTOR",
    )


class OtherRate(Refused):
    code = "other-rate"
    message = Text("“{value}”不是每年的数量，这里只保存按年的数量", "“{value}” is not per year, and only amounts per year are kept")
    fix = Text(
        "换算要知道一年运行多少天：自行换算成年数量再写，原话放进 --quote",
        "the conversion needs the days of operation in a year: type the yearly amount, and keep the words with --quote",
    )


class BadUnit(Refused):
    code = "bad-unit"
    message = Text("单位“{key}”不能使用：{reason}", "the unit “{key}” cannot be used: {reason}")
    fix = Text("换算系数写成精确的正小数，如 0.001", "the factor is an exact decimal above zero, such as 0.001")


# ---- records ------------------------------------------------------------------------------------------------------


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


class FutureClosing(Refused):
    code = "future-closing"
    message = Text("办结日期 {date} 在今天（{today}）之后", "the closing day {date} lies after today ({today})")
    fix = Text("办结之后再记录；打算哪天办完写在 due（完成时限）", "record it once it is closed; the day it is meant for is its due day")


class NobodyCame(Refused):
    code = "nobody-came"
    message = Text("人数为 0：带队人也计入，至少是 1", "a headcount of 0: the head of the delegation is included, so it is 1 at least")
    fix = Text("不知道人数就不写", "leave it out when it is not known")


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
    fix = Text("写成员，或写 - 并用 --scope 说明范围（如 中国）", "name a member, or - with --scope in words (中国)")


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
    fix = Text("同一个就用 {code}（另一写法：{noun} alias {code} “{name}”）；确是两个就加 --allow duplicate-name",
               "if it is, use {code} ({noun} alias {code} “{name}” keeps the spelling); if not, --allow duplicate-name")

    def mend(self) -> str:
        """What to do next, in the language of the run."""
        if self.slots.get("noun") != "source":
            return super().mend()
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
    message = Text("还有记录指向 {record}:{others}", "other records point at {record}: {others}")
    fix = Text("先处理这些记录", "remove or change those first")


class SeveralProblems(Refused):
    """All problems of one record at once; the exit code is that of the first."""

    code = "several-problems"
    message = Text("{count} 处有问题", "{count} problems")

    def __init__(self, problems: list[Failure]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems
        self.exit = problems[0].exit   # type: ignore[misc]

    def says(self) -> str:
        return "\n".join(problem.says() for problem in self.problems)

    def mend(self) -> str:
        return "\n".join(dict.fromkeys(problem.mend() for problem in self.problems if problem.mend()))


# ---- references ---------------------------------------------------------------------------------------------------


class NotFound(Failure):
    code = "not-found"
    exit = 3
    message = Text("没有找到{kind}“{text}”", "no {kind} “{text}”")
    fix = Text("{hint}", "{hint}")


class Ambiguous(Failure):
    code = "ambiguous"
    exit = 3
    message = Text("“{text}”可指多个{kind}:{candidates}", "“{text}” may be any of these {kind}: {candidates}")
    fix = Text("用编号", "use the id")


# ---- the record file ----------------------------------------------------------------------------------------------


class NoFile(Failure):
    code = "no-file"
    message = Text("没有记录文件 {path}", "there is no record file {path}")
    fix = Text("新建：alliancectl init {path}；先看看样子：alliancectl demo", "create it: alliancectl init {path}; or look at an example first: alliancectl demo")


class FileExists(Failure):
    code = "file-exists"
    message = Text("{path} 已经存在，没有改动", "{path} exists already and was left as it is")
    fix = Text("换一个文件名，或直接使用它：--db {path}", "choose another name, or use that file: --db {path}")


class ForeignFile(Failure):
    code = "foreign-file"
    message = Text("{path} 不是 alliancectl 的记录文件（{found}）", "{path} is not a record file of alliancectl ({found})")
    fix = Text("核对 --db 与 ALLIANCECTL_DB 指向的文件；它没有被改动", "check what --db and ALLIANCECTL_DB name; it was left untouched")


class NewerFile(Failure):
    code = "newer-file"
    message = Text("{path} 由更新的版本写成（格式 {version}，本程序只认识到 {known}）", "{path} was written by a newer version (format {version}, this program knows {known})")
    fix = Text("升级 alliancectl；文件没有被改动", "upgrade alliancectl; the file was left untouched")


class DamagedFile(Failure):
    code = "damaged-file"
    message = Text("{path} 已损坏：{reason}", "{path} is damaged: {reason}")
    fix = Text("文件没有被改动；恢复最近的备份：alliancectl backup restore --last", "it was left untouched; go back to the latest backup: alliancectl backup restore --last")


class FileFailed(Failure):
    code = "file-failed"
    message = Text("无法使用 {path}:{reason}", "cannot use {path}: {reason}")
    fix = Text("什么也没有写入；检查磁盘空间与权限后再试", "nothing was written; check the disk's space and your permissions, then try again")


class FileBusy(Failure):
    code = "file-busy"
    exit = 5
    message = Text("{path} 正被另一程序占用，等了 {wait} 秒", "{path} is in use by another program; waited {wait} s")
    fix = Text("稍后再试是安全的；等得更久用 --wait", "trying again is safe; --wait waits longer")


class NoBackup(Failure):
    code = "no-backup"
    exit = 3
    message = Text("{folder} 里没有备份", "there is no backup in {folder}")
    fix = Text("做一份：alliancectl backup create", "make one: alliancectl backup create")


class NotABackup(Failure):
    code = "not-a-backup"
    message = Text("{path} 不能用来恢复：{reason}", "{path} cannot be restored from: {reason}")
    fix = Text("换一份备份：alliancectl backup list", "choose another backup: alliancectl backup list")


class OtherRecords(Failure):
    code = "other-records"
    exit = 4
    message = Text("{path} 不是这个记录文件的较早副本，没有覆盖", "{path} is no earlier copy of this record file and was not overwritten")
    fix = Text("换一个文件名", "choose another name")


class UnknownCheck(Failure):
    code = "unknown-check"
    exit = 2
    message = Text("没有检查代码“{text}”", "there is no check “{text}”")
    fix = Text("可用：{known}", "one of: {known}")


# ---- sql ----------------------------------------------------------------------------------------------------------


class SqlRefused(Refused):
    code = "sql-refused"
    message = Text("sql 只能查询：{reason}", "sql only asks: {reason}")
    fix = Text("写一条 SELECT；修改记录用 alliancectl 的命令", "type one SELECT; records are changed by the other commands")


class SqlWrong(Failure):
    code = "sql-wrong"
    exit = 2
    message = Text("这条 SQL 有错：{reason}", "this SQL is wrong: {reason}")
    fix = Text("看看有哪些表和视图：alliancectl sql \"SELECT name FROM sqlite_schema\"", "see which tables and views there are: alliancectl sql \"SELECT name FROM sqlite_schema\"")


class SqlTooLong(Failure):
    code = "sql-too-long"
    message = Text("查询超过 {seconds} 秒，已停止", "the query ran longer than {seconds} s and was stopped")
    fix = Text("加条件或 LIMIT；或把备份复制出来，用 sqlite3 查询", "narrow it with WHERE or LIMIT; or ask a copy (backup create --out FILE) with sqlite3")


class SqlTooMuch(Failure):
    code = "sql-too-much"
    message = Text("结果超出限制：{reason}", "the answer is beyond the limits: {reason}")
    fix = Text("少选几列，或用 substr() 截取长文本", "select fewer columns, or take a part of long texts with substr()")


# ---- history ------------------------------------------------------------------------------------------------------


class NoOperation(Failure):
    code = "no-operation"
    exit = 3
    message = Text("没有操作 #{number}", "there is no operation #{number}")
    fix = Text("看看有哪些：alliancectl log", "see which there are: alliancectl log")


class NothingToUndo(Refused):
    code = "nothing-to-undo"
    message = Text("没有可撤销的操作", "there is nothing to undo")
    fix = Text("看做过什么：alliancectl log", "see what was done: alliancectl log")


class NothingToRedo(Refused):
    code = "nothing-to-redo"
    message = Text("没有可重做的操作", "there is nothing to redo")
    fix = Text("看做过什么：alliancectl log", "see what was done: alliancectl log")


class AlreadyUndone(Refused):
    code = "already-undone"
    message = Text("#{number} 已被 #{by} 撤销", "#{number} was undone by #{by} already")
    fix = Text("重做：alliancectl redo {by}", "redo it: alliancectl redo {by}")


class LaterDepends(Refused):
    code = "later-depends"
    message = Text("后来的操作建立在 #{number} 之上：{later}", "later operations build on #{number}: {later}")
    fix = Text("先撤销它们，从最新的开始：alliancectl undo {newest}", "undo those first, the newest first: alliancectl undo {newest}")


class ComesBackTaken(Refused):
    code = "comes-back-taken"
    message = Text("{record} 若恢复，会与后来的 {other} 冲突", "if it came back, {record} would clash with the later {other}")
    fix = Text("先改名或移除后来的那一条", "rename or remove the later one first")


class NotUndoable(Refused):
    code = "not-undoable"
    message = Text("#{number} 不能撤销（{command}）", "#{number} cannot be undone ({command})")
    fix = Text("看还做过什么：alliancectl log；恢复到以前的备份：alliancectl backup list", "see what else was done: alliancectl log; to go back to a backup: alliancectl backup list")


class NotInOperation(Refused):
    code = "not-in-operation"
    message = Text("#{number} 没有动过 {records}", "#{number} did nothing to {records}")
    fix = Text("看看它动过哪些：alliancectl log {number}", "see what it touched: alliancectl log {number}")


class SparedDepends(Refused):
    code = "except-depends"
    message = Text("要保留的记录指向会一并撤销的记录：{pairs}", "records to be kept point at others that would go: {pairs}")
    fix = Text("一起保留：alliancectl undo {number} --except {all}", "keep those too: alliancectl undo {number} --except {all}")


class NotRedactable(Refused):
    code = "not-redactable"
    message = Text("{record} 的“{field}”不能抹除：只有文字内容可以", "{field} of {record} cannot be redacted: only words can")
    fix = Text("可抹除：{known}", "what can be: {known}")


class RedactNeedsWords(Refused):
    code = "redact-needs-words"
    message = Text("{record} 的“{label}”必须填写，抹除后不能空着", "{label} of {record} is needed and cannot be left empty")
    fix = Text("写明换成什么，一次一项：--with 文字", "say what shall stand there instead, one field at a time: --with TEXT")


class NothingToRedact(Refused):
    code = "nothing-to-redact"
    message = Text("{record} 及其历史里都没有 {fields}", "neither {record} nor its history holds {fields}")


# ---- files that come in -------------------------------------------------------------------------------------------


class CannotRead(Failure):
    code = "cannot-read"
    message = Text("无法读取 {path}：{reason}", "cannot read {path}: {reason}")
    fix = Text("核对文件名与权限", "check the file's name and your permissions")


class NotAFile(Refused):
    code = "not-a-file"
    message = Text("{path} 不能导入：{what}", "{path} cannot be imported: {what}")
    fix = Text("{remedy}", "{remedy}")


class FileTooLarge(Refused):
    code = "file-too-large"
    message = Text("{path} 有 {size} MB，这种文件最多读 {limit} MB", "{path} has {size} MB; of such a file at most {limit} MB are read")
    fix = Text("确实要读就加 --max-size {size}；大量数据用 CSV 更省内存", "--max-size {size} reads it all the same; much data is best brought as CSV")


class FileChanged(Refused):
    code = "file-changed"
    message = Text("{path} 在读取过程中被改动", "{path} was changed while it was read")
    fix = Text("等写完再导入；什么也没有写入", "import it once nobody writes to it; nothing was written")


class EmptyFile(Refused):
    code = "empty-file"
    message = Text("{path} 是空的", "{path} is empty")
    fix = Text("核对是不是选错了文件", "check that it is the file you mean")


class WrongContent(Refused):
    code = "wrong-content"
    message = Text("{path} 的内容是{found}，不是可导入的表格", "{path} holds {found}, not a table that can be imported")
    fix = Text("用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV UTF-8 再导入", "open it in Excel, WPS or LibreOffice, save it as .xlsx or CSV UTF-8, and import that")


class UnknownFileFormat(Refused):
    code = "unknown-file-format"
    exit = 2
    message = Text("看不出 {path} 是什么格式", "the format of {path} cannot be told from its name")
    fix = Text("用 --from csv|xlsx|json|jsonl|toml 说明", "say which with --from csv|xlsx|json|jsonl|toml")


class UnclearEncoding(Refused):
    """Text that more than one encoding reads; `readings` shows the same place in each."""

    code = "unclear-encoding"
    message = Text("{path} 的文字编码有不止一种读法：{readings}", "the encoding of {path} can be read in more than one way: {readings}")
    fix = Text("哪一种对就写哪一种：{forms}", "say which is right: {forms}")


class UndecodableText(Refused):
    code = "undecodable-text"
    message = Text("{path} 不能按 {encoding} 读：第 {line} 行附近有 {byte}", "{path} is no {encoding}: near line {line} stands {byte}")
    fix = Text("不写 --encoding 让程序判断，或换一种", "leave --encoding out to let the program look, or name another one")


class UnknownEncoding(Refused):
    code = "unknown-encoding"
    exit = 2
    message = Text("没有“{text}”这种编码", "there is no encoding “{text}”")
    fix = Text("常用：utf-8、gb18030、utf-16、big5、cp1252", "common ones: utf-8, gb18030, utf-16, big5, cp1252")


class UnclearDelimiter(Refused):
    code = "unclear-delimiter"
    message = Text("{path} 的分隔符有不止一种读法：{readings}", "the delimiter of {path} may be any of these: {readings}")
    fix = Text("用 --delimiter 说明，如 --delimiter ';'", "say which with --delimiter, such as --delimiter ';'")


class BrokenFile(Refused):
    """A file whose form is broken; `place` says where, `reason` is a Text."""

    code = "broken-file"
    message = Text("{path} {place}：{reason}", "{path}, {place}: {reason}")
    fix = Text("改好这一处再导入；什么也没有写入", "mend that place and import again; nothing was written")


class TooManyColumns(Refused):
    code = "too-many-columns"
    message = Text("{path} {place}有 {count} 列，最多 {limit} 列", "{path}, {place} has {count} columns; at most {limit}")
    fix = Text("核对分隔符与文件内容", "check the delimiter and what the file holds")


class WorkbookRefused(Refused):
    code = "workbook-refused"
    message = Text("{path} 不能作为 Excel 文件读取：{reason}", "{path} cannot be read as a workbook: {reason}")
    fix = Text("用 Excel 或 WPS 打开核对后另存为 .xlsx", "open it in Excel, WPS or LibreOffice, look at it and save it as .xlsx again")


class WhichSheet(Refused):
    code = "which-sheet"
    exit = 2
    message = Text("{path} 有几张工作表：{sheets}", "{path} has several sheets: {sheets}")
    fix = Text("用 --sheet 名称 选一张", "choose one with --sheet NAME")


class NoSheet(Refused):
    code = "no-sheet"
    exit = 2
    message = Text("没有工作表“{text}”", "there is no sheet “{text}”")
    fix = Text("有：{sheets}", "there are: {sheets}")


class WhichKind(Refused):
    code = "which-kind"
    exit = 2
    message = Text("没有说明导入的是什么", "what is imported was not said")
    fix = Text("加 --as，可用：{known}", "add --as, one of: {known}")


class NoHeader(Refused):
    code = "no-header"
    message = Text("{path} 中找不到表头", "{path} has no header row that could be found")
    fix = Text("用 --header-row 行号 指出表头所在的行", "say where it is with --header-row NUMBER")


class UnknownColumns(Refused):
    code = "unknown-column"
    message = Text("{path} 有 {count} 列不知道是什么：{columns}", "{path} has {count} columns that are not known: {columns}")
    fix = Text("对应到字段：--map \"{first}=字段\"；不要的列：--ignore \"{first}\"；可用字段：{known}",
               "say what they are: --map \"{first}=FIELD\"; leave them out: --ignore \"{first}\"; fields: {known}")


class SameField(Refused):
    code = "same-field"
    message = Text("{columns} 都对应到“{field}”", "{columns} all mean “{field}”")
    fix = Text("用 --map 或 --ignore 分清", "tell them apart with --map or --ignore")


class MissingColumns(Refused):
    code = "missing-column"
    message = Text("{path} 缺少必需的列：{missing}（有：{columns}）", "{path} lacks columns that are needed: {missing} (it has: {columns})")
    fix = Text("用 --map 列=字段 指出，或用 --set 字段=值 给每一行同一个值",
               "name them with --map COLUMN=FIELD, or give every row the same with --set FIELD=VALUE")


class NoSuchColumn(Refused):
    code = "no-such-column"
    exit = 2
    message = Text("没有“{text}”这一列", "there is no column “{text}”")
    fix = Text("有：{columns}", "there are: {columns}")


class BadMapping(Refused):
    code = "bad-mapping"
    exit = 2
    message = Text("“{text}”不是 列=字段", "“{text}” is no COLUMN=FIELD")
    fix = Text("如 --map \"企业名称=name,入会时间=joined\"", "such as --map \"Company=name,Since=joined\"")


class NoMapping(Refused):
    code = "no-mapping"
    exit = 3
    message = Text("没有保存过“{text}”这份对应", "no mapping “{text}” is kept in the file")
    fix = Text("{hint}", "{hint}")


class CellFault(Refused):
    code = "cell-fault"
    message = Text("单元格是错误值 {text}", "the cell holds the error {text}")
    fix = Text("在表格中改好；公式没有存下结果时，用 Excel 或 WPS 打开并保存一次", "mend it in the sheet; a formula without a stored value: open the file in Excel or WPS and save it")


class CellWithoutColumn(Refused):
    code = "cell-without-column"
    message = Text("表头之外有内容", "there is a value beyond the header")
    fix = Text("给这一列写上表头，或删去内容；CSV 中有分隔符的内容要加引号", "give the column a header or clear it; in CSV a value with a delimiter needs quotes")


class NestedValue(Refused):
    code = "nested-value"
    message = Text("这里不能是嵌套的值", "a nested value does not fit here")
    fix = Text("写成文字，或多个值的列表", "give a text, or a list of texts")


class UnknownName(Refused):
    """A name in an imported file that stands for nothing known; counted, and named once."""

    code = "unknown-name"
    message = Text("没有{kind}“{text}”{hint}", "no {kind} “{text}”{hint}")
    fix = Text("核对写法，或加为别名：alliancectl {noun} alias；一并新建：--create {key}",
               "check the spelling, or keep it as an alias: alliancectl {noun} alias; to make them all: --create {key}")


class NotAnId(Refused):
    code = "not-an-id"
    message = Text("“{text}”不是{kind}的编号", "“{text}” is no id of a {kind}")
    fix = Text("编号如 {letter}12；不是本程序的编号就 --ignore 这一列", "an id is like {letter}12; if the column holds other ids, --ignore it")


class IdUsed(Refused):
    code = "id-used"
    message = Text("编号 {text} 属于已移除的记录", "the id {text} belongs to a removed record")
    fix = Text("编号不会再用：去掉编号，或先恢复那条记录（undo）", "ids are never used again: leave it out, or bring that record back (undo)")


class SameKey(Refused):
    code = "same-key"
    message = Text("与第 {row} 行是同一条（{key}），内容却不同", "it is the same record as row {row} ({key}) with other contents")
    fix = Text("留一行，或用 --key 说明怎样才算同一条", "keep one of them, or say with --key what makes a record the same")


class SeveralHaveKey(Refused):
    code = "several-have-key"
    message = Text("记录中有几条与它相符：{candidates}", "several records match it: {candidates}")
    fix = Text("加一列编号（id），或用 --key 说明怎样才算同一条", "add a column with the id, or say with --key what makes a record the same")


class WouldChange(Refused):
    code = "would-change"
    message = Text("{record} 已有记录，内容不同：{changes}", "{record} is recorded otherwise: {changes}")
    fix = Text("要改就加 --update；只看差别用 --dry-run", "--update writes the changes; --dry-run only shows them")


class RankNeedsDate(Refused):
    code = "rank-needs-date"
    message = Text("{member} 的级别会从 {old} 变为 {new}，而导入不知道日期", "the rank of {member} would change from {old} to {new}, and an import does not know when")
    fix = Text("alliancectl member rank {code} {new} 日期，然后再导入", "alliancectl member rank {code} {new} WHEN, then import again")


class NotImportable(Refused):
    code = "not-importable"
    exit = 2
    message = Text("“{text}”不能导入", "“{text}” cannot be imported")
    fix = Text("可用：{known}", "one of: {known}")


class RowsRefused(SeveralProblems):
    """All problems of a file at once, those of a kind as one; nothing was written."""

    code = "rows-refused"

    def __init__(self, problems: list[Failure], more: int = 0) -> None:
        super().__init__(problems)
        self.more = more
        self.exit = 4   # type: ignore[misc]


class RowProblem(Refused):
    """One kind of problem of a file: where it stands, how often, and why. Its `code` is that of the cause."""

    message = Text("{where}：{reason}", "{where}: {reason}")
    fix = Text("{remedy}", "{remedy}")

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(**slots)
        self.code = code   # type: ignore[misc]


class NotAsExported(Refused):
    code = "not-as-exported"
    message = Text("“{value}”不是导出时写出的样子", "“{value}” is not as an export writes it")
    fix = Text("恢复导出的原文，或重新导出", "put back what the export wrote, or export again")


class OtherSchema(Refused):
    code = "other-schema"
    message = Text("{path} 的格式是 {found}，本程序能读 {known}", "{path} has the schema {found}; this program reads {known}")
    fix = Text("用写出它的那个版本或更新的版本导入", "import it with the version that wrote it, or a newer one")


class BrokenExport(Refused):
    code = "broken-export"
    message = Text("{path} 的 {place} 不可用：{reason}", "{place} in {path} cannot be used: {reason}")
    fix = Text("重新导出；什么都没有写入", "export again; nothing was written")


class FileNotEmpty(Refused):
    code = "file-not-empty"
    message = Text("记录文件里已有{kind}，导出的文件只能导入空文件", "the record file already has {kind}; an export is imported only into an empty one")
    fix = Text("新建一个：alliancectl init 新文件.db，再加 --db 新文件.db 导入", "make a new one: alliancectl init NEW.db, then import with --db NEW.db")


class FolderInUse(Refused):
    code = "folder-in-use"
    message = Text("文件夹 {path} 里有别的东西：{found}", "the folder {path} holds other things: {found}")
    fix = Text("导出到新文件夹，或以前导出过的文件夹", "export into a new folder, or into one that an export made")


# ---- reports ------------------------------------------------------------------------------------------------------


class NothingRecordedThen(Failure):
    code = "nothing-recorded-then"
    exit = 3
    message = Text("{what} 时还没有记录", "nothing was recorded yet at {what}")
    fix = Text("看看从何时开始：alliancectl log", "see when the records begin: alliancectl log")


class UnknownFigure(Failure):
    code = "unknown-figure"
    exit = 3
    message = Text("报告中没有数字“{text}”", "the report has no figure “{text}”")
    fix = Text("{close}；全部：alliancectl report year --explain", "{close}; all of them: alliancectl report year --explain")


class UnknownSection(Failure):
    code = "unknown-section"
    exit = 2
    message = Text("报告中没有部分或表格“{text}”", "the report has no section or table “{text}”")
    fix = Text("{close}各部分：{known}；表格写成 部分.表格", "{close}sections: {known}; a table is SECTION.TABLE")


class NameIssued(Refused):
    code = "name-issued"
    message = Text("“{name}”已经用过（{known}），印发的报告不会被替换", "“{name}” is taken ({known}); an issued report is never replaced")
    fix = Text("换一个名称；与今天比较：alliancectl report diff {name}", "use another name; compare it with today: alliancectl report diff {name}")


class NotAYear(Refused):
    code = "not-a-year"
    message = Text("“{text}”不是年份", "“{text}” is no year")
    fix = Text("写成 2025；自定的报告期写它的名称", "type it like 2025; for a period of its own, its label")


class NoReportText(Failure):
    code = "no-report-text"
    exit = 3
    message = Text("{what}没有写过文字", "nothing was written for {what}")
    fix = Text("写上：alliancectl report text 年份 部分 --edit", "write it: alliancectl report text YEAR SECTION --edit")


class TextChangedMeanwhile(Refused):
    code = "changed-meanwhile"
    message = Text("编辑期间，“{what}”已被另一次操作改动", "“{what}” was changed by another operation while you edited it")
    fix = Text("比较两者：alliancectl report text 年份 部分，然后再写一次", "compare the two: alliancectl report text YEAR SECTION; then write it again")


class NoEditor(Failure):
    code = "no-editor"
    exit = 2
    message = Text("不知道用哪个编辑器", "there is no editor to use")
    fix = Text("设定环境变量 EDITOR，如 EDITOR=nano；或不用编辑器，直接在命令行写", "set the variable EDITOR, such as EDITOR=nano; or give the values on the command line")


class EditorFailed(Failure):
    """The editor did not end well, or left something that cannot be read; `reason` is a Text. Nothing was written."""

    code = "editor-failed"
    message = Text("编辑器“{editor}”没有正常完成：{reason}", "the editor “{editor}” did not do its work: {reason}")
    fix = Text("什么也没有写入；换一个编辑器（EDITOR），或直接在命令行写", "nothing was written; use another editor (EDITOR), or give the values on the command line")


class FormWrong(Refused):
    """A form whose TOML cannot be read; `reason` is the reader's own word, with the line."""

    code = "form-wrong"
    message = Text("表单第 {line} 行读不懂：{reason}", "line {line} of the form cannot be read: {reason}")
    fix = Text("文字要加引号：项 = \"值\"；多个值写成 [\"甲\", \"乙\"]；多行文字用三个引号", "text needs quotes: field = \"value\"; several values: [\"one\", \"two\"]; text of several lines: three quotes")


class FormValue(Refused):
    """A field of a form that holds what no field can."""

    code = "form-value"
    message = Text("“{key}”不能是嵌套的值", "“{key}” cannot hold a nested value")
    fix = Text("写成 \"文字\"，或 [\"甲\", \"乙\"]；来源写成 {{ source = \"R1\", quote = \"原文\" }}", "give \"text\" or [\"one\", \"two\"]; a source is {{ source = \"R1\", quote = \"words\" }}")


class FormEmptied(Failure):
    code = "form-emptied"
    message = Text("表单被清空，已放弃，什么也没有写入", "the form was emptied: given up, nothing was written")


class FormUnfinished(Refused):
    """A form that was saved as it was opened although something is missing in it."""

    code = "form-unfinished"
    message = Text("表单没有填写，什么也没有写入", "the form was not filled in; nothing was written")
    fix = Text("去掉要填的行前面的 #，写上值再保存", "take the # away from the lines to fill in, give the values, and save")


class RecordChanged(Refused):
    code = "record-changed"
    message = Text("编辑期间，{record} 已被另一次操作改动", "{record} was changed by another operation while you edited it")
    fix = Text("再用一次 --edit：表单里标出了现在的值，留下要的再保存", "use --edit again: the form shows the values as they are now; keep what is right and save")


class NothingProposed(Refused):
    code = "nothing-proposed"
    message = Text("{path} 里没有读出走访", "no visit could be read from {path}")
    fix = Text("核对是不是新闻或纪要的文字；手工记录：alliancectl visit add", "check that it is the text of a news item or of minutes; by hand: alliancectl visit add")


class PeriodNotBegun(Failure):
    code = "period-not-begun"
    exit = 2
    message = Text("{label} 自 {first} 起，今天（{today}）尚未开始", "{label} begins on {first}; today is {today}")
    fix = Text("写已经开始的年度：alliancectl report year 年份", "name a year that has begun: alliancectl report year YEAR")


class PeriodBackwards(Failure):
    code = "period-backwards"
    exit = 2
    message = Text("报告期的末日 {last} 早于首日 {first}", "the period ends on {last}, before it begins on {first}")
    fix = Text("核对 --from 与 --to", "check --from and --to")


class NoTypesetter(Failure):
    code = "no-typesetter"
    message = Text("没有安装排版程序 typst，不能生成 PDF", "the typesetter typst is not installed, so no PDF can be made")
    fix = Text("安装：pip install 'alliancectl[pdf]'；或改用 --format docx", "install it: pip install 'alliancectl[pdf]'; or use --format docx")


class NoChineseFont(Failure):
    code = "no-chinese-font"
    message = Text("没有安装中文字体，PDF 里的汉字会变成方框", "no Chinese font is installed, so the PDF would show boxes for Chinese characters")
    fix = Text("安装一种中文字体，如 Debian/Ubuntu：apt install fonts-noto-cjk；或改用 --format docx",
               "install a Chinese font, on Debian and Ubuntu: apt install fonts-noto-cjk; or use --format docx")


# ---- the command line ---------------------------------------------------------------------------------------------


class Usage(Failure):
    code = "usage"
    exit = 2
    message = Text("{reason}", "{reason}")
    fix = Text("看：{see}", "see: {see}")


class UnknownTopic(Failure):
    """What `help` is asked about and there is not; `hint` is a Text with what was perhaps meant, or what there is."""

    code = "unknown-topic"
    exit = 2
    message = Text("“{text}”既不是说明主题，也不是命令", "“{text}” is neither a topic nor a command")
    fix = Text("{hint}；全部主题：alliancectl help", "{hint}; all topics: alliancectl help")


class Unconfirmed(Failure):
    code = "unconfirmed"
    exit = 2
    message = Text("没有确认：{what}", "not confirmed: {what}")
    fix = Text("先用 --dry-run 看一遍；确认就加 --yes", "look first with --dry-run; --yes confirms it")


class UnknownAllow(Failure):
    code = "unknown-allow"
    exit = 2
    message = Text("“{text}”不是可以放行的拒绝", "“{text}” is no refusal that can be allowed")
    fix = Text("可放行：{known}", "one of: {known}")


class UnknownFormat(Failure):
    code = "unknown-format"
    exit = 2
    message = Text("没有“{text}”这种输出格式", "there is no output format “{text}”")
    fix = Text("可用：{known}", "one of: {known}")


class BinaryToTerminal(Failure):
    code = "binary-to-terminal"
    exit = 2
    message = Text("{form} 不是文本，终端上显示不了", "{form} is not text and cannot be shown on a terminal")
    fix = Text("写入文件：--out FILE.{form}", "write it to a file: --out FILE.{form}")


class SeveralTables(Failure):
    code = "several-tables"
    exit = 2
    message = Text(
        "CSV 只能写一张表，这里有多张：{known}", "CSV holds one table and here are several: {known}"
    )
    fix = Text(
        "选一张，如 --section {first}；要全部表格用 --format xlsx",
        "choose one, such as --section {first}; --format xlsx writes them all",
    )


class NoSuchTable(Failure):
    code = "no-such-table"
    exit = 2
    message = Text("“{text}”中没有可写成 CSV 的表", "“{text}” has no table that CSV could hold")
    fix = Text("可选的表：{known}；其余内容用 --format json 或 md", "tables: {known}; for the rest --format json or md")


class CannotAnswer(Failure):
    code = "cannot-answer"
    message = Text("无法输出结果：{reason}", "the answer cannot be given: {reason}")
    fix = Text("检查标准输出通向哪里（磁盘是否已满）", "look where standard output goes (is its disk full?)")


class CannotWrite(Failure):
    code = "cannot-write"
    message = Text("无法写入 {path}:{reason}", "cannot write {path}: {reason}")
    fix = Text("原来的文件没有被改动", "what was there before is untouched")


class BadLanguage(Failure):
    code = "bad-language"
    exit = 2
    message = Text("没有语言“{text}”", "there is no language “{text}”")
    fix = Text("用 --lang zh 或 --lang en", "use --lang zh or --lang en")


class BadSettings(Failure):
    code = "bad-settings"
    message = Text("设置文件 {path} 读不懂：{reason}", "the settings file {path} cannot be read: {reason}")
    fix = Text("改好它，或暂时移开", "mend it, or move it away for now")


class UnknownSetting(Failure):
    code = "unknown-setting"
    exit = 2
    message = Text("没有设置“{text}”", "there is no setting “{text}”")
    fix = Text("可用：{known}", "one of: {known}")


class BadAssignment(Failure):
    code = "bad-assignment"
    exit = 2
    message = Text("“{text}”不是 项=值", "“{text}” is no FIELD=VALUE")
    fix = Text("如 --set place=衢州；只有多值项能用 += 和 -=", "such as --set place=Quzhou; += and -= are for fields that hold several values")


class QueryWithoutWord(Failure):
    code = "query-without-word"
    exit = 2
    message = Text("“{text}”后面没有要找的内容", "“{text}” says nothing to look for")
    fix = Text("要找什么写在后面，如 -level:省级；空着的项写 level:", "type what to look for, such as -level:provincial; an empty field is level:")


class UnknownQueryField(Failure):
    code = "unknown-query-field"
    exit = 2
    message = Text("{kind}没有“{field}”这一项{meant}", "{kind} has no field “{field}”{meant}")
    fix = Text("可用：{known}；要找这几个字本身，前面加冒号：{literal}", "fields: {known}; a colon in front looks for the words themselves: {literal}")


class BadQueryValue(Failure):
    code = "bad-query-value"
    exit = 2
    message = Text("{typed}：{reason}", "{typed}: {reason}")
    fix = Text("{fix}", "{fix}")


class QueryBackwards(Failure):
    code = "query-backwards"
    exit = 2
    message = Text("{typed}：后一头在前一头之前", "{typed}: the second end lies before the first")
    fix = Text("小的在前，如 date:2024..2025", "the smaller one first, such as date:2024..2025")


class NothingToFind(Failure):
    code = "nothing-to-find"
    exit = 2
    message = Text("没有说要找什么", "nothing to look for was given")
    fix = Text("例：alliancectl find 巨化", "example: alliancectl find 巨化")


class UnknownShell(Failure):
    code = "unknown-shell"
    exit = 2
    message = Text("没有为“{text}”准备补全", "there is no completion for “{text}”")
    fix = Text("可用：{known}，如 alliancectl completion install bash", "one of: {known}, such as alliancectl completion install bash")


class NoHome(Failure):
    code = "no-home"
    message = Text("没有主目录（HOME），不知道补全脚本放在哪里", "there is no home folder (HOME) to put the completion script in")
    fix = Text("自己放：alliancectl completion show {shell} > 文件", "put it where you like: alliancectl completion show {shell} > FILE")


class NoSavedQuery(Failure):
    code = "no-saved-query"
    exit = 3
    message = Text("没有名为“{name}”的常用查询", "there is no saved query “{name}”")
    fix = Text("已有：{known}；新增：alliancectl saved-query add {name} '查询词'；要找这几个字本身，写 :@{name}",
               "there are: {known}; add it: alliancectl saved-query add {name} 'WORDS'; a colon in front looks for the words themselves: :@{name}")


class SavedInItself(Failure):
    code = "saved-in-itself"
    exit = 2
    message = Text("常用查询“{name}”里又用到了它自己", "the saved query “{name}” uses itself")
    fix = Text("改它：alliancectl saved-query list", "change it: alliancectl saved-query list")


class Bug(Failure):
    code = "bug"
    message = Text("程序出错了（{what}），没有写入", "a defect of the program ({what}); nothing was written")
    fix = Text("设 ALLIANCECTL_TRACEBACK=1 再运行一次，把输出附在问题报告里", "run it again with ALLIANCECTL_TRACEBACK=1 and attach the output to a report")
