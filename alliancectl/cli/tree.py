"""The commands there are, a line each; a command's module is imported only when it is asked for."""

from __future__ import annotations

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
    "add": Text("新增", "add one"),
    "list": Text("列出", "list them"),
    "show": Text("查看一条", "show one"),
    "edit": Text("修改", "change one"),
    "remove": Text("移除", "remove one"),
}
MORE = {
    "member": {
        "rename": Leaf("names:rename", Text("改名，旧名留作别名", "a new name; the old one stays an alias"), "member"),
        "alias": Leaf("names:alias", Text("加别名", "more names to find it by"), "member"),
        "rank": Leaf("memberships:rank", Text("改级别", "change its rank")),
        "leave": Leaf("memberships:leave", Text("退出", "it left")),
        "rejoin": Leaf("memberships:rejoin", Text("重新加入", "it joined again")),
    },
    "site": {
        "rename": Leaf("names:rename", Text("改名，旧名留作别名", "a new name; the old one stays an alias"), "site"),
        "alias": Leaf("names:alias", Text("加别名", "more names to find it by"), "site"),
    },
    "product": {
        "rename": Leaf("names:rename", Text("改名，旧名留作别名", "a new name; the old one stays an alias"), "product"),
        "alias": Leaf("names:alias", Text("加别名", "more names to find it by"), "product"),
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


def tree() -> dict[str, Leaf | Branch]:
    """Every command by its word, in the order of the help."""
    nouns = {kind.noun: _branch(kind) for kind in KINDS.values()}
    first: dict[str, Leaf | Branch] = {
        "init": Leaf("start:init", Text("新建记录文件", "create the record file")),
        "demo": Leaf("start:demo", Text("示例联盟及其年度报告", "an example alliance and its yearly report")),
    }
    last: dict[str, Leaf | Branch] = {
        "report": Branch(Text("年度报告", "the yearly report"), {
            "year": Leaf("report:year", Text("年度报告", "the yearly report")),
        }),
        "check": Leaf("check:check", Text("找出所有问题，并给出补正的命令", "every problem, each with the command that mends it")),
        "log": Leaf("log:log", Text("做过的每一步", "everything that was done")),
        "undo": Leaf("log:undo", Text("撤销一步", "take an operation back")),
        "redo": Leaf("log:redo", Text("重做撤销的一步", "take an undo back")),
        "config": Branch(Text("设置", "settings"), {
            "list": Leaf("config:list_", Text("全部设置", "all settings")),
            "get": Leaf("config:get", Text("查看一项", "one setting")),
            "set": Leaf("config:set_", Text("设定一项", "change a setting")),
            "path": Leaf("config:path", Text("设置文件的位置", "where the settings are kept")),
        }),
        "help": Leaf("topics:help_", Text("说明：日期、数量、退出码……", "topics: dates, amounts, exit codes …")),
    }
    return {**first, **nouns, **last}


def _branch(kind: Kind) -> Branch:
    verbs = {verb: Leaf(f"records:{verb if verb != 'list' else 'list_'}", VERBS[verb], kind.key) for verb in kind.verbs}
    return Branch(kind.about, {**verbs, **MORE.get(kind.key, {})})
