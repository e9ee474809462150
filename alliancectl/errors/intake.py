"""What is wrong with files that come in, and with exports; of their columns, cells and rows tells rows.py."""

from __future__ import annotations

from alliancectl.errors.failure import Failure, Refused
from alliancectl.text import Text


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


class OtherProgramsFile(Refused):
    code = "unknown-file-format"
    exit = 2
    message = Text("{path} 是 .{ending} 文件，不能直接导入", "{path} is a .{ending} file, which is not imported as it is")
    fix = Text("用 WPS、Excel 或 LibreOffice 打开，另存为 .xlsx 再导入", "open it in Excel, WPS or LibreOffice, save it as .xlsx, and import that")


class UnclearEncoding(Refused):
    """Text that more than one encoding reads; `readings` shows the same place in each."""

    code = "unclear-encoding"
    message = Text("{path} 的文字编码有不止一种读法：{readings}", "the encoding of {path} can be read in more than one way: {readings}")
    fix = Text("哪一种对就写哪一种：{forms}", "say which is right: {forms}")


class UnmarkedEncoding(Refused):
    code = "unclear-encoding"
    message = Text("{path} 像是没有标记的 {encoding} 文字", "{path} looks like text in {encoding} without its mark")
    fix = Text("是就写明：--encoding {encoding}", "if it is, say so: --encoding {encoding}")


class JsonContent(Refused):
    code = "wrong-content"
    message = Text("{path} 的内容是 JSON，不是 CSV", "{path} holds JSON, not CSV")
    fix = Text("加 --from {form}", "add --from {form}")


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


class BadDelimiter(Refused):
    code = "bad-delimiter"
    exit = 2
    message = Text("“{text}”不能作分隔符", "“{text}” is no delimiter")
    fix = Text("写一个字符，如 --delimiter ';'；制表符写 tab", "give one character, such as --delimiter ';'; tab for a tabulator")


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


class NotImportable(Refused):
    code = "not-importable"
    exit = 2
    message = Text("“{text}”不能导入", "“{text}” cannot be imported")
    fix = Text("可用：{known}", "one of: {known}")


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
