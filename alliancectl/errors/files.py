"""What is wrong with a record file or its copies, and with SQL that is asked of it."""

from __future__ import annotations

import errno

from alliancectl.errors.failure import Failure, Refused
from alliancectl.text import Text, language

# ---- the record file -------------------------------------------------------------------------------------------------


class NoFile(Failure):
    code = "no-file"
    message = Text("没有记录文件 {path}", "there is no record file {path}")
    fix = Text("新建：alliancectl init {path}；先看看样子：alliancectl demo", "create it: alliancectl init {path}; or look at an example first: alliancectl demo")


class FileExists(Failure):
    code = "file-exists"
    message = Text("{path} 已经存在，没有改动", "{path} exists already and was left as it is")
    fix = Text("换一个文件名，或直接使用它：--db {path}", "choose another name, or use that file: --db {path}")


class NoRoomAside(Failure):
    code = "no-room-aside"
    message = Text("临时文件夹放不下了：{reason}", "the folder of temporary files has no room: {reason}")
    fix = Text("记录文件没有问题，也没有被改动；在那里腾出空间，或用环境变量 SQLITE_TMPDIR 指定另一个文件夹",
               "nothing is wrong with the record file, which was left as it is; make room there, or name another folder in the variable SQLITE_TMPDIR")


class ForeignFile(Failure):
    code = "foreign-file"
    message = Text("{path} 不是 alliancectl 的记录文件（{found}）", "{path} is not a record file of alliancectl ({found})")
    fix = Text("核对 --db 与 ALLIANCECTL_DB 指向的文件；它没有被改动", "check what --db and ALLIANCECTL_DB name; it was left untouched")


class NewerFile(Failure):
    code = "newer-file"
    message = Text("{path} 由更新的版本写成（格式 {version}，本程序只认识到 {known}）", "{path} was written by a newer version (format {version}, this program knows {known})")
    fix = Text("升级 alliancectl；文件没有被改动", "upgrade alliancectl; the file was left untouched")


class OlderFile(Failure):
    code = "older-file"
    message = Text("{path} 是旧格式（{version}，本程序用 {known}）", "{path} has an older format ({version}; this program uses {known})")
    fix = Text("转为新格式（先自动备份）：alliancectl check --fix --db {path}", "bring it to the new one, after a copy of it: alliancectl check --fix --db {path}")


class DamagedFile(Failure):
    code = "damaged-file"
    message = Text("{path} 已损坏：{reason}", "{path} is damaged: {reason}")
    fix = Text("文件没有被改动；恢复最近的备份：alliancectl backup restore --last", "it was left untouched; go back to the latest backup: alliancectl backup restore --last")


class FileFailed(Failure):
    code = "file-failed"
    message = Text("无法使用 {path}：{reason}", "cannot use {path}: {reason}")
    fix = Text("什么也没有写入；检查磁盘空间与权限后再试", "nothing was written; check the disk's space and your permissions, then try again")
    afterwards = Text("此前写入的保留（alliancectl log 可查）；检查磁盘空间与权限", "what was written before stands (alliancectl log shows it); check the disk's space and your permissions")
    wrote = False   # whether the run had written before

    def mend(self) -> str:
        """As always; nothing else is said not to be written than what was not."""
        return (self.afterwards if self.wrote else self.fix).to(language(), **self.slots)


class NotSynced(Failure):
    code = "not-synced"
    message = Text("操作 #{number} 已写入 {path}，但磁盘没有确认已经落盘：{reason}", "operation #{number} is in {path}, but the disk did not confirm that it is kept: {reason}")
    fix = Text("不要重复录入；检查磁盘，用 alliancectl log {number} 核对，并在另一磁盘上存一份备份：alliancectl backup create --out 文件",
               "do not type it again; check the disk, look with alliancectl log {number}, and put a copy on another disk: alliancectl backup create --out FILE")


class FormatNotSynced(NotSynced):
    code = "format-not-synced"
    message = Text("{path} 已转为格式 {version}，但磁盘没有确认已经落盘：{reason}", "{path} has format {version} now, but the disk did not confirm that it is kept: {reason}")
    fix = Text("检查磁盘，再核对：alliancectl check；转换前的备份：alliancectl backup list", "check the disk, then look: alliancectl check; the copy from before: alliancectl backup list")


class RestoredNotSynced(NotSynced):
    code = "restored-not-synced"
    message = Text("{path} 已恢复（记为操作 #{number}），但磁盘没有确认已经落盘：{reason}",
                   "{path} was restored (logged as operation #{number}), but the disk did not confirm that it is kept: {reason}")
    fix = Text("检查磁盘，再核对：alliancectl check；被替换的内容：alliancectl backup list", "check the disk, then look: alliancectl check; what it replaced: alliancectl backup list")


class FileNotSynced(NotSynced):
    code = "file-not-synced"
    message = Text("{path} 已写好，但磁盘没有确认已经落盘：{reason}", "{path} is written, but the disk did not confirm that it is kept: {reason}")
    fix = Text("检查磁盘，并在另一磁盘上存一份", "check the disk, and put a copy of the file on another")


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


class NotVerified(Failure):
    code = "not-verified"
    exit = 130
    message = Text("已中断：备份已写到 {path}，但还没有核对完", "interrupted: the copy is in {path}, but it was not looked at to its end")
    fix = Text("核对它：alliancectl backup verify {path}", "check it: alliancectl backup verify {path}")


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


# ---- sql -------------------------------------------------------------------------------------------------------------


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

_REASONS = {
    errno.ENOENT: Text("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("没有权限", "permission denied"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EDQUOT: Text("磁盘配额已满", "the disk quota is used up"),
    errno.EROFS: Text("文件系统是只读的", "the file system is read-only"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EISDIR: Text("是一个文件夹", "it is a folder"),
    errno.ENAMETOOLONG: Text("名称过长", "the name is too long"),
    errno.ELOOP: Text("链接绕成了圈", "its links lead in a circle"),
    errno.EIO: Text("磁盘读写出错", "the disk fails"),
}


def why(error: OSError) -> Text | str:
    """What the system says of a file that cannot be read or written, in both languages where it is usual; else its own words."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
