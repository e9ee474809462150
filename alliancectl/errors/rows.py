"""What is wrong with the columns, cells and rows of a file that comes in."""

from __future__ import annotations

from alliancectl.errors.failure import Failure, Refused
from alliancectl.errors.records import SeveralProblems
from alliancectl.text import Text


class NoHeader(Refused):
    code = "no-header"
    message = Text("{path} 中找不到表头", "{path} has no header row that could be found")
    fix = Text("用 --header-row 行号 指出表头所在的行", "say where it is with --header-row NUMBER")


class UnknownColumns(Refused):
    """`columns` are those that are named, `names` all of them, for who can ask a person what they mean."""

    code = "unknown-column"
    message = Text("{path} 有 {count} 列不知道是什么：{columns}", "{path} has {count} columns that are not known: {columns}")
    fix = Text("对应到字段：--map \"{first}=字段\"；不要的列：--ignore \"{first}\"，其余都不要：--ignore \"*\"；可用字段：{known}",
               "say what they are: --map \"{first}=FIELD\"; leave them out: --ignore \"{first}\", or all the rest: --ignore \"*\"; fields: {known}")


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


class BadFixed(Refused):
    code = "bad-mapping"
    exit = 2
    message = Text("“{text}”没有写成 --set 所要的“字段=值”", "“{text}” is no FIELD=VALUE")
    fix = Text("如 --set \"rank=member\"", "such as --set \"rank=member\"")


class BadReplacement(Refused):
    code = "bad-replacement"
    exit = 2
    message = Text("“{text}”没有写成 --replace 所要的“列、原值、新值”", "“{text}” is no COLUMN:OLD=NEW")
    fix = Text("如 --replace \"Tier:Gold=member\"；空着的格子用 --set 字段=值 补上", "such as --replace \"Tier:Gold=member\"; blank cells are filled by --set FIELD=VALUE")


class NoMapping(Refused):
    code = "no-mapping"
    exit = 3
    message = Text("没有保存过“{text}”这份对应", "no mapping “{text}” is kept in the file")
    fix = Text("{hint}", "{hint}")


class CellFault(Refused):
    code = "cell-fault"
    message = Text("单元格是错误值 {text}", "the cell holds the error {text}")
    fix = Text("在表格中改好", "mend it in the sheet")


class UnclearDayNumber(Refused):
    """A number in a date's column of a worksheet: what was typed there, or the program's own number of a day."""

    code = "ambiguous-date"
    message = Text("单元格里是数字 {text}，有不止一种读法：{readings}", "the cell holds the number {text}, which has more than one reading: {readings}")
    fix = Text("把单元格设为文本或日期格式再写，如 {forms}；或用 --replace 说明", "format the cell as text or as a date and type it, such as {forms}; or say it with --replace")


class ManyDigits(Refused):
    code = "many-digits"
    message = Text("单元格里是超过 15 位的数字，表格程序已丢掉后面的位数", "the cell holds a number of more than 15 digits, and a spreadsheet keeps only 15")
    fix = Text("把单元格设为文本格式，再写一遍", "format the cell as text and type the number again")


class NoStoredValue(Refused):
    code = "cell-fault"
    message = Text("单元格里是公式，却没有存下结果", "the cell holds a formula without a stored value")
    fix = Text("用 Excel 或 WPS 打开文件，保存一次再导入", "open the file in Excel, WPS or LibreOffice, save it once, and import it again")


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

    def mend(self) -> str:
        """What to do next, in the language of the run; a source has no aliases, and what is no name of anything is made by no import."""
        noun = str(self.slots.get("noun"))
        if noun in ("member", "product", "site"):
            return super().mend()
        if noun == "source":
            return Text("核对写法；一并新建：--create source", "check the spelling; to make them all: --create source")()
        return Text("写编号，见：alliancectl {noun} list", "give its id, see: alliancectl {noun} list")(noun=noun)


class TotalsRow(Refused):
    """A row that is not read as a record, and calls itself a total."""

    code = "totals-row"
    message = Text("“{text}”像是合计行，不是记录", "“{text}” looks like a row of totals, not a record")
    fix = Text("加 --skip-totals 跳过合计行", "leave rows of totals out: --skip-totals")


class LoneCell(Refused):
    """A row that is not read as a record, and has one filled cell."""

    code = "lone-cell"
    message = Text("这一行只有“{text}”一格，像是分组或注释，不是记录", "the row has one filled cell, “{text}”: a group or a note, not a record")
    fix = Text("加 --skip-groups 跳过这样的行", "leave such rows out: --skip-groups")


class SiteOfNobody(Refused):
    """A site that is to be made, in a row that names no member."""

    code = "no-member"
    message = Text("没有{kind}“{text}”，这一行也没有写它属于哪个成员", "there is no {kind} “{text}”, and the row names no member it could belong to")
    fix = Text("在这一行写上成员", "name the member in that row")


class DuplicateInFile(Refused):
    """Two names of one file that differ only in what tells nothing apart; the first stands in `row`."""

    code = "duplicate-name"
    message = Text("“{name}”与第 {row} 行的“{other}”可能是同一个", "“{name}” is likely the same as “{other}” in row {row}")
    fix = Text("同一个就写成一样的（可用 --replace 代改）；确是两个就加 --allow duplicate-name",
               "if it is, write both the same way (--replace can do it); if not, --allow duplicate-name")


class SameInFile(Refused):
    """Two records of one file with the same of what only one can have."""

    code = "not-unique"
    message = Text("{label}“{value}”已属于第 {row} 行的“{other}”", "{label} “{value}” already belongs to “{other}” in row {row}")
    fix = Text("核对这两行", "compare the two rows")


class SeveralInCell(Refused):
    """A cell that is known for nothing as a whole, each of its parts for something."""

    code = "several-in-cell"
    message = Text("一格里是用“{sign}”隔开的几个值", "the cell holds several values parted by “{sign}”")
    fix = Text("加 --separator '{sign}'", "add --separator '{sign}'")


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
    fix = Text("alliancectl member rank {code} {key} 日期，然后再导入", "alliancectl member rank {code} {key} WHEN, then import again")


class RowsRefused(SeveralProblems):
    """All problems of a file at once, those of a kind as one; nothing was written."""

    code = "rows-refused"

    def __init__(self, problems: list[Failure], more: int = 0) -> None:
        super().__init__(problems)
        self.more = more
        self.exit = 4


class RowProblem(Refused):
    """One kind of problem of a file: where it stands, how often, and why. Its `code` is that of the cause."""

    message = Text("{where}：{reason}", "{where}: {reason}")
    fix = Text("{remedy}", "{remedy}")

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(**slots)
        self.code = code   # type: ignore[misc]   # of the class elsewhere; here each cell has what its own refusal is called
