"""The pages about records: how one is named, and how a mistake in one is mended."""

from __future__ import annotations

from alliancectl.cli.context import Run
from alliancectl.cli.topics_page import listed, note, page, rows
from alliancectl.kinds import KINDS
from alliancectl.text import Text


def references(run: Run) -> str:
    """Ids, names, and how they are found."""
    named = [kind.plural for kind in KINDS.values() if kind.named]
    some = Text("、".join(plural.zh for plural in named), ", ".join(plural.en for plural in named))
    return page(
        Text("怎样指一条记录（命令用法里的 REF、MEMBER）", "How a record is named (REF and MEMBER in the help of a command)")(),
        note(Text("编号：一个字母加数字，永久不变；记录移除后，编号也不再另用。字母大小写都可以。",
                  "Its id: a letter and a number, for good; a removed record keeps its id. Small letters will do.")),
        listed([f"{kind.letter}1 {kind.label()}" for kind in KINDS.values()]),
        note(Text(f"名称：{some.zh}也可以用名称指。全称、别名、曾用名、另一种语言的名称都算，不分全角半角和大小写。",
                  f"A name: {some.en} are found by name too: the full one, an alias, a former one, the one in the other language. "
                  "Case and width do not matter.")),
        rows([
            ("alliancectl member show M1", ""),
            (f"alliancectl member show {_member()}", ""),
            (f"alliancectl visit add 2024-05-14 M1,M2 {_subject()}", Text("几个成员，用逗号", "several members, a comma between")()),
            (f"alliancectl visit add 2024-05-15 - {_subject()}", Text("不涉及成员", "no member")()),
            ("alliancectl capacity add M1/S1 PVDC 60kt/a --source V1",
             Text("成员/基地；走访可作来源", "member/site; a visit may be the source")()),
        ]),
        note(Text("在终端上，还可以写名称的一部分或拼音首字母：只对上一个就用它，并回显全称；对上几个就列出来挑选。",
                  "On a terminal part of a name or its pinyin initials will do: one hit is used and shown in full, of several you choose."),
             Text("不在终端（管道、脚本、定时任务）或加了 --no-input 时，只认编号和完整的名称：今天唯一的简称，多一个成员就未必唯一。"
                  "对不上的，退出码是 3，列出相近的名称，但不代为选择。",
                  "Off a terminal (pipe, script, cron) or with --no-input only an id or an exact name counts: what is unique today is not "
                  "after the next member joins. Else the exit code is 3; near names are shown, never chosen.")),
        note(Text("第一次写到的产品和来源会随之新建，并回显为新建；与已有名称几乎相同的会被拒绝（alliancectl help allow）。"
                  "添一个别名，或改名：",
                  "A product or source comes into being by its first use and is shown as new; one that nearly equals a known one is "
                  "refused (alliancectl help allow). One more name, or a new one:")),
        rows([
            (f"alliancectl member alias M1 {Text('巨化', 'Juhua')()}", ""),
            (_rename(), Text("旧名留作别名，仍然找得到", "the old name stays an alias")()),
        ]))


def undo(run: Run) -> str:
    """What to do about a mistake."""
    return page(
        Text("弄错了怎么办", "How a mistake is mended")(),
        note(Text("每条写入的命令是一步操作，有操作号，记着谁、何时、改了什么。记录不会真的删掉；除了 init、redact 和恢复备份，哪一步都能撤销。",
                  "Every command that writes is one operation with a number, which keeps who, when, and what changed. Nothing is "
                  "deleted for good, and any operation but init, redact and backup restore can be taken back.")),
        rows([
            ("alliancectl log", Text("做过的每一步，最新的在前", "everything that was done, the newest first")()),
            ("alliancectl log M1", Text("一条记录的来历", "the history of one record")()),
            ("alliancectl log 2", Text("一步操作的全部内容", "one operation in full")()),
            ("alliancectl undo", Text("撤销最近一步；再来一次，再退一步", "take the newest back; again: the one before")()),
            ("alliancectl undo 4", Text("撤销任何一步，多早都行", "take any operation back, however old")()),
            ("alliancectl redo", Text("撤销错了，做回来", "take the undo back")()),
        ]),
        note(Text("操作号写 4 或 '#4'；不加引号的 #4，shell 会当作注释丢掉。",
                  "Type 4 or '#4': a shell drops #4 without quotes as a comment.")),
        Text("不必撤销，直接改：", "Or change what is wrong:")(),
        rows([
            (f"alliancectl member edit M1 --set place={Text('衢州', 'Quzhou')()}", Text("改一项", "change a field")()),
            ("alliancectl member edit M1 --set place=", Text("清除一项", "clear a field")()),
            (_rename(), Text("旧名留作别名", "the old name stays an alias")()),
            ("alliancectl visit remove V2", Text("移除；编号保留，可恢复", "undo brings it back")()),
            (f"alliancectl capacity withdraw C1 --why {Text('公告有误', 'misprint')()}",
             Text("不再计入，记录还在", "counts no more, and stays")()),
        ]),
        note(Text("拿不准的，先加 -n（--dry-run）：回显照常，什么也不写。给操作留个说明：--note。",
                  "When in doubt add -n (--dry-run): the same echo, nothing written. --note keeps a reason."),
             Text("后来的操作建立在它之上的，不撤销，并列出那些操作；先撤销它们，从最新的开始。撤销本身也是一步操作，也能撤销。",
                  "An operation on which later ones build is not undone; they are named: undo those first, the newest first. An undo is an "
                  "operation too and can be undone."),
             Text("一步操作动了很多记录，只撤销其中一部分：undo 4 --except M1,M2 保留这两条。依法必须抹除的个人信息用 redact。",
                  "Of an operation on many records a part is taken back by undo 4 --except M1,M2, which leaves those two. Personal data "
                  "that the law says must go is erased by redact."),
             Text("命令的用法：alliancectl undo --help", "The command: alliancectl undo --help")))


def _member() -> str:
    return Text("巨化集团有限公司", "'Juhua Group'")()


def _rename() -> str:
    return f"alliancectl member rename M1 {Text('巨化集团', 'Juhua-Holdings')()}"


def _subject() -> str:
    return Text("年度走访", "annual-visit")()
