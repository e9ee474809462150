"""The commands there are, a line each; a command's module is imported only when it is asked for."""

from importlib import import_module
from typing import NamedTuple

from alliancectl.cli.command import Command
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.text import Text


class Leaf(NamedTuple):
    """Where a command is made: `place` is ``module:function``; the function gets the kind where there is one."""

    place: str
    about: Text
    kind: str = ""

    def load(self) -> Command:
        """The command itself."""
        module, function = self.place.split(":")
        make = getattr(import_module(f"alliancectl.cli.{module}"), function)
        command: Command = make(KINDS[self.kind]) if self.kind else make()
        return command


class Branch(NamedTuple):
    """A noun and its verbs."""

    about: Text
    verbs: dict[str, Leaf]


VERBS = {
    "add": Text("新增{one}", "add {one}"),
    "list": Text("列出{several}", "list the {several}"),
    "show": Text("查看{one}", "show {one}"),
    "edit": Text("修改{one}", "change {one}"),
    "remove": Text("移除{one}", "remove {one}"),
}
PLACES = {"list": "shown:list_", "show": "shown:show"}   # the others are in records.py
NAMES = {
    "rename": Leaf("names:rename", Text("改名，旧名留作别名", "give it a new name; the old one stays an alias")),
    "alias": Leaf("names:alias", Text("加别名", "add names to find it by")),
    "merge": Leaf("names:merge", Text("合并同一个对象的两条记录", "merge two records of the same thing")),
}
NAMED = ("member", "site", "product")   # what has these verbs too: it has aliases, and is easily recorded twice
MORE = {
    "member": {
        "rank": Leaf("memberships:rank", Text("改级别", "change its rank")),
        "leave": Leaf("memberships:leave", Text("退出", "it left")),
        "rejoin": Leaf("memberships:rejoin", Text("重新加入", "it joined again")),
    },
    "follow_up": {
        "done": Leaf("follow_ups:done", Text("办结", "it is done")),
        "drop": Leaf("follow_ups:drop", Text("不再办理", "it is dropped")),
    },
    "capacity": {
        "prefer": Leaf("standings:prefer", Text("采用这条，说明理由", "settle a contradiction for this claim")),
        "withdraw": Leaf("standings:withdraw", Text("撤回这条，说明理由", "the claim no longer stands")),
    },
}


def does(verb: str, kind: Kind) -> Text:
    """What one of these verbs does with that kind, for the list of commands and for the command itself."""
    article = "the" if kind.key == "alliance" else "an" if kind.label.en[0] in "aeio" else "a"   # a unit
    one = Text(kind.label.zh, f"{article} {kind.label.en}")
    return Text(VERBS[verb].to("zh", one=one, several=kind.plural), VERBS[verb].to("en", one=one, several=kind.plural))


def tree() -> dict[str, Leaf | Branch]:
    """Every command by its word, in the order of the help."""
    nouns = {kind.noun: _branch(kind) for kind in KINDS.values() if kind.verbs}
    first: dict[str, Leaf | Branch] = {
        "init": Leaf("start:init", Text("新建记录文件", "create the record file")),
        "demo": Leaf("start:demo", Text("示例联盟及其年度报告", "an example alliance and its yearly report")),
    }
    last: dict[str, Leaf | Branch] = {
        "find": Leaf("find:find", Text("在所有记录中查找", "search everything")),
        "report": Branch(Text("年度报告", "the yearly report"), {
            "year": Leaf("report:year", Text("年度报告", "the yearly report")),
            "member": Leaf("report_more:member", Text("一个成员单位的档案", "the file of one member")),
            "gaps": Leaf("report_more:gaps", Text("数据缺口，附补正的命令", "what is missing, with the commands that fill it")),
            "conflicts": Leaf("report_more:conflicts", Text("相互矛盾的数据，并排比较", "what contradicts itself, side by side")),
            "list": Leaf("report_issued:list_", Text("留存的已印发报告", "the reports kept as issued")),
            "diff": Leaf("report_issued:diff", Text("与印发时相比有哪些变化", "what has changed since one was issued")),
            "text": Leaf("report_text:text", Text("报告中由人撰写的文字", "what a person writes in it")),
        }),
        "check": Leaf("check:check", Text("找出所有问题，并给出补正的命令", "every problem, each with the command that mends it")),
        "import": Leaf("import_:import_", Text("导入表格", "import a table")),
        "export": Leaf("export:export", Text("导出全部记录", "export everything")),
        "template": Leaf("template:template", Text("空白表格，填好后导入", "an empty form, to be filled in and imported")),
        "cite": Leaf("cite:cite", Text("给一条记录再加一个来源", "one more source for a record")),
        "log": Leaf("log:log", Text("做过的每一步", "everything that was done")),
        "undo": Leaf("log:undo", Text("撤销一步", "take an operation back")),
        "redo": Leaf("log:redo", Text("重做撤销的一步", "take an undo back")),
        "redact": Leaf("redact:redact", Text("依法抹除个人信息", "erase what the law says must go")),
        "backup": Branch(Text("备份与恢复", "backups, and going back to one"), {
            "create": Leaf("backup:create", Text("做一份核对过的备份", "make a verified copy")),
            "list": Leaf("backup:list_", Text("列出备份，最近的在前", "the backups, the newest first")),
            "verify": Leaf("backup:verify", Text("核对一份备份能否恢复", "check that a backup can be restored")),
            "restore": Leaf("backup:restore", Text("恢复备份", "go back to a backup")),
        }),
        "sql": Leaf("sql:sql", Text("只读查询", "ask the file in SQL, read-only")),
        "config": Branch(Text("设置", "settings"), {
            "list": Leaf("config:list_", Text("全部设置", "all settings")),
            "get": Leaf("config:get", Text("查看一项", "one setting")),
            "set": Leaf("config:set_", Text("设定一项", "change a setting")),
            "path": Leaf("config:path", Text("设置文件的位置", "where the settings are kept")),
        }),
        "completion": Branch(Text("Tab 键补全", "completion by the Tab key"), {
            "install": Leaf("completion:install", Text("安装补全", "install it")),
            "show": Leaf("completion:show", Text("显示补全脚本", "print the script")),
        }),
        "help": Leaf("topics:help_", Text("说明：日期、数量、退出码……", "topics: dates, amounts, exit codes …")),
    }
    return {**first, **nouns, **last}


def _branch(kind: Kind) -> Branch:
    verbs = {verb: Leaf(PLACES.get(verb, f"records:{verb}"), does(verb, kind), kind.key) for verb in kind.verbs}
    names = {verb: leaf._replace(kind=kind.key) for verb, leaf in NAMES.items() if kind.key in NAMED}
    return Branch(kind.about, {**verbs, **names, **MORE.get(kind.key, {})})
