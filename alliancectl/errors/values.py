"""What a value may not be: dates, amounts, names, codes, choices."""

from __future__ import annotations

from alliancectl.errors.failure import Refused
from alliancectl.text import Text


class EmptyValue(Refused):
    code = "empty-value"
    message = Text("空值", "an empty value")
    fix = Text("不知道就不写这一项；清除一项用 edit REF --set 项=", "leave the option out when it is not known; edit REF --set FIELD= clears a field")


class EmptyText(Refused):
    code = "empty-value"
    message = Text("文字是空的", "the text is empty")
    fix = Text("要清除：{command}", "to clear it: {command}")


class AnswerNeeded(Refused):
    code = "missing-value"
    exit = 2
    message = Text("{label}必须填写", "{label} is needed")


class TooLong(Refused):
    code = "too-long"
    message = Text("文本有 {length} 个字符，最多 {longest}", "the text has {length} characters, at most {longest} are kept")
    fix = Text("把长文存成文件，用 source add --file 引用", "keep long texts in a file and cite it: source add --file")


class NotAChoice(Refused):
    code = "not-a-choice"
    message = Text("“{text}”不在可选值中", "“{text}” is not one of the values")
    fix = Text("可选：{known}", "one of: {known}")


class NotAFactor(Refused):
    code = "not-a-factor"
    message = Text("换算系数要大于 0，而不是“{text}”", "a conversion factor is a number above 0, not “{text}”")
    fix = Text("写明一个该单位等于多少基本单位，如 --factor 0.2", "say how many base units one of it is, such as --factor 0.2")


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
    """A date with more than one reading; `readings` names them in full, `forms` what to type, `orders` what tells an import which."""

    code = "ambiguous-date"
    message = Text("“{text}”有不止一种读法：{readings}", "“{text}” has more than one reading: {readings}")
    fix = Text(
        "写成 {forms}；导入时用 {orders} 说明是哪一种",
        "type {forms}; an import is told which by {orders}",
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
