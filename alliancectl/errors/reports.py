"""Reports that cannot be told or written, and what an editor or a form left."""

from __future__ import annotations

from alliancectl.errors.failure import Failure, Refused
from alliancectl.text import Text


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
