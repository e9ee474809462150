"""What is wrong with the command line, the settings and the output; a defect of the program."""

from __future__ import annotations

from alliancectl.errors.failure import Failure
from alliancectl.text import Text


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
    message = Text("无法写入 {path}：{reason}", "cannot write {path}: {reason}")
    fix = Text("原来的文件没有被改动；检查路径、权限与磁盘空间，或换一个位置",
               "what was there before is untouched; check the path, your permissions and the disk's space, or choose another place")


class NameIsNoText(Failure):
    code = "name-is-no-text"
    exit = 2
    message = Text("“{text}”不是 UTF-8，写不进设置文件", "“{text}” is no UTF-8, which a settings file has to be")
    fix = Text("改成能写出来的名称，或每次用 --db、环境变量 ALLIANCECTL_DB 指明", "give it a name that can be written, or name it each time: --db, or the variable ALLIANCECTL_DB")


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
    fix = Text("例：alliancectl find 巨化", "example: alliancectl find Juhua")


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


class ModuleCutOff(Failure):
    code = "module-cut-off"
    message = Text("程序有编译好的文件没有写完（那时磁盘满了），现已清除；什么也没有写入", "compiled files of the program were cut off, when the disk was full; they are taken away, and nothing was written")
    fix = Text("再运行一次", "run it again")


class Bug(Failure):
    code = "bug"
    message = Text("程序出错了（{what}），没有写入", "a defect of the program ({what}); nothing was written")
    fix = Text("设 ALLIANCECTL_TRACEBACK=1 再运行一次，把输出附在问题报告里", "run it again with ALLIANCECTL_TRACEBACK=1 and attach the output to a report")
