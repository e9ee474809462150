"""What cannot be undone, redone or redacted, and what the log does not have."""

from __future__ import annotations

from alliancectl.errors.failure import Failure, Refused
from alliancectl.text import Text


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


class OutsideDepends(LaterDepends):
    message = Text("别的程序写入的内容建立在 #{number} 之上", "what another program wrote builds on #{number}")
    fix = Text("先把它接收为一步操作：alliancectl check --fix；再从最新的开始撤销", "take it over as an operation first: alliancectl check --fix; then undo, the newest first")


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


class RedactsNoteOnly(Refused):
    code = "redacts-note-only"
    message = Text("操作 {record} 里只有说明（note）可以抹除，而不是“{field}”", "of operation {record} only the note can be redacted, not “{field}”")
    fix = Text("抹除说明：alliancectl redact '{record}' note；抹除记录里的内容：写记录编号，如 M1", "its note: alliancectl redact '{record}' note; what records hold: name the record, such as M1")


class NotSeveral(Refused):
    code = "not-several"
    message = Text("“{label}”只有一个值，不必指明抹除哪一个", "{label} holds one value: there is nothing to choose from")
    fix = Text("整项抹除：alliancectl redact {record} {field}", "redact it whole: alliancectl redact {record} {field}")


class NotRewritten(Failure):
    code = "not-rewritten"
    message = Text("{said} 已从记录和历史中抹除，但文件的空闲页没能重写：{reason}", "{said} was erased from the record and its history, but the file's free pages could not be written anew: {reason}")
    fix = Text("检查磁盘空间，再执行一次同样的命令", "check the disk's space, then run the same command again")


class RedactNeedsWords(Refused):
    code = "redact-needs-words"
    message = Text("{record} 的“{label}”必须填写，抹除后不能空着", "{label} of {record} is needed and cannot be left empty")
    fix = Text("写明换成什么，一次一项：--with 文字", "say what shall stand there instead, one field at a time: --with TEXT")


class NothingToRedact(Refused):
    code = "nothing-to-redact"
    message = Text("{record} 及其历史里都没有 {fields}", "neither {record} nor its history holds {fields}")
