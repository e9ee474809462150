"""The pages about failures, made from the failures themselves: a new one stands here as soon as it exists."""

from __future__ import annotations

from alliancectl import errors
from alliancectl.cli.context import Run
from alliancectl.cli.topics_page import lines, note, page, rows
from alliancectl.text import Text

MEANINGS = {
    0: Text("完成；列出的内容为空，也是 0", "done; an empty list too"),
    1: Text("失败：磁盘、权限、文件损坏，或程序有错", "failure: disk, permissions, a damaged file, a bug"),
    2: Text("命令写错，或不在终端时缺少要填的内容", "usage, or a missing value off a terminal"),
    3: Text("所指的记录没有找到，或不止一条", "what is referred to is not found, or is not the only one"),
    4: Text("数据被拒绝", "the data is refused"),
    5: Text("文件被占用，等过了 --wait（不写是 10 秒）；可以放心重试",
            "the file is busy, longer than --wait (10 s); it is safe to try again"),
    6: Text("check 发现了问题，其程度达到 --fail-on", "check found something as severe as --fail-on says"),
    130: Text("被 Ctrl-C 中断", "interrupted by Ctrl-C"),
}


def exit_codes(run: Run) -> str:
    """Each exit code, and the names of the failures that end with it."""
    between = Text("、", ", ")()
    return page(
        Text("退出码", "Exit codes")(),
        rows([(str(code), meaning()) for code, meaning in MEANINGS.items()]),
        note(Text("只有退出码是 0，记录文件才有改动（check --fix 补正之后仍有问题，是 6）。错误写在标准错误，末尾方括号里是它的名称；加 --json 则是一个对象：",
                  "The record file changes only where the code is 0 (check --fix also mends before a 6). An error goes to stderr, its "
                  "name in brackets at the end; with --json it is one object:")),
        lines('{"error": "not-found", "message": "…", "fix": "…"}'),
        Text("错误的名称，按退出码：", "The names, by exit code:")(),
        rows([(str(code), between.join(names)) for code, names in codes_by_exit().items()]),
        note(Text("4 当中可以放行的见 alliancectl help allow。", "Those of 4 that may be accepted: alliancectl help allow")))


def allow(run: Run) -> str:
    """What --allow takes."""
    return page(
        Text("放行一种拒绝：--allow 名称", "Accepting a refusal: --allow NAME")(),
        note(Text("有些拒绝是提醒：多半是弄错了，但也可能确实如此。核对之后，用 --allow 放行这一种，其余的照常检查。没有一概放行的开关。",
                  "Some refusals are a question: most likely a mistake, but it may be so. Having checked, accept that one with "
                  "--allow; all others still hold. There is no switch that accepts everything.")),
        rows([(cls.code, _without_slots(cls)) for cls in allowed()], (Text("名称", "name")(), Text("含义", "what it says")())),
        Text("例：", "Such as:")(),
        lines("alliancectl capacity add M1 PVDC 60kt/a --as-of 2024 --allow no-source",
              f"alliancectl member add {Text('巨化集团公司', 'Juhua-Group-Ltd')()} --allow duplicate-name"),
        note(Text("可以写几次，每次一种。别的名称不能放行（退出码 2）；全部名称见 alliancectl help exit-codes。",
                  "It may be given several times. No other name can be accepted (exit code 2); all names: alliancectl help exit-codes")))


def codes_by_exit() -> dict[int, list[str]]:
    """The code names of all failures by exit code, each in alphabetical order."""
    found: dict[int, set[str]] = {}
    for cls in errors.every():
        if "code" in vars(cls) and cls not in (errors.Failure, errors.SeveralProblems):   # each of its problems is printed by its own name
            found.setdefault(cls.exit, set()).add(cls.code)
    return {code: sorted(names) for code, names in sorted(found.items())}


def allowed() -> list[type[errors.Refused]]:
    """The refusals that --allow takes."""
    return [cls for cls in errors.every() if issubclass(cls, errors.Refused) and cls.allowed]


class _Dots(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _without_slots(cls: type[errors.Failure]) -> str:
    return cls.message().format_map(_Dots())
