"""The help of a command, and what is wrong with a command line, in both languages: Typer's own words are English only."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from alliancectl import errors
from alliancectl.cli.command import COMMON, WRITING, Command, Param
from alliancectl.cli.tree import Branch, Leaf, tree
from alliancectl.text import Text
from alliancectl.values.clean import fold_to, pad, width

COLUMNS = 80
GAP = 2
USAGE = Text("用法：", "Usage: ")


def command_help(path: str, command: Command, params: Sequence[Param]) -> str:
    """The help of one command: usage, what it does, its arguments and options, examples."""
    arguments = [param for param in params if not param.flags]
    own = [param for param in params if param.flags and param in command.params]
    shared = [param for param in params if param.flags and param not in command.params]
    usage = " ".join([path, *(param.metavar or param.key.upper() for param in arguments), Text("[选项]", "[OPTIONS]")()])
    parts = [f"{USAGE()}{usage}", "\n" + "\n".join(fold_to(command.about(), COLUMNS))]
    parts += _block(Text("参数", "Arguments")(), [(param.metavar or param.key.upper(), param.help()) for param in arguments])
    parts += _block(Text("选项", "Options")(), [_option(param) for param in own])
    parts += _block(Text("通用选项", "Options of every command")(), [*(_option(param) for param in shared), _help_option()])
    if command.examples:
        parts += ["\n" + Text("例：", "Examples:")(), *(f"  {line if not isinstance(line, Text) else line()}" for line in command.examples)]
    return "\n".join(parts) + "\n"


def group_help(path: str, top: bool) -> str:
    """The help of the program or of a noun: its commands, a line each."""
    words = tree()
    node = words.get(path.split()[-1])
    parts = [f"{USAGE()}{path} {Text('命令 [选项]', 'COMMAND [OPTIONS]')()}"]
    if isinstance(node, Branch) and not top:
        rows = [(verb, leaf.about()) for verb, leaf in node.verbs.items()]
        parts.append(f"\n{node.about()}")
    else:
        rows = [(word, leaf.about()) for word, leaf in words.items()]
        parts.append("\n" + Text("联盟秘书处的记录：成员、走访、产能，以及年度报告", "The records of an alliance's secretariat: members, visits, capacity, and the yearly report")())
    parts += _block(Text("命令", "Commands")(), rows)
    if top:
        parts += _block(Text("通用选项", "Options of every command")(), [*(_option(param) for param in COMMON), _help_option()])
        parts += ["", Text("先看样子：alliancectl demo    开始使用：alliancectl init", "Look first: alliancectl demo    Begin: alliancectl init")()]
    return "\n".join(parts) + "\n"


def usage_failure(error: Exception, argv: Sequence[str]) -> errors.Failure:
    """Our failure for one of Typer's: by its class, and its message where the class says too little."""
    name, said = type(error).__name__, str(getattr(error, "message", error))
    path = " ".join(["alliancectl", *asked_for(argv, tree())])
    if name in ("NoSuchOption",):
        return _no_such_option(error, argv, path)
    if name in ("BadOptionUsage", "BadParameter", "MissingParameter"):
        option = getattr(error, "option_name", None) or getattr(getattr(error, "param", None), "name", "")
        return errors.Usage(reason=Text(f"选项 {option} 缺少它的值", f"option {option} lacks its value"), see=f"{path} --help")
    if "No such command" in said:
        return _no_such_command(argv)
    if "extra argument" in said:
        return errors.Usage(reason=Text(f"多出来的内容：{_quoted(said)}（有空格的值要加引号）", f"more than is expected: {_quoted(said)} (a value with spaces needs quotes)"), see=f"{path} --help")
    if not hasattr(error, "exit_code"):
        raise error
    return errors.Usage(reason=Text(said, said), see=f"{path} --help")


def _no_such_option(error: Any, argv: Sequence[str], path: str) -> errors.Failure:
    given = str(error.option_name)
    if given[1:2].isdigit():
        return errors.Usage(reason=Text(f"“{given}…”以减号开头：没有哪一项可以是负数", f"“{given}…” begins with a minus: no value is negative"), see=f"{path} --help")
    command = _asked(argv)
    params = (*command.params, *COMMON, *(WRITING if command.writes else ())) if command else ()
    flags = {flag: flag for param in params for flag in param.flags}
    named = {f"--{param.key.removesuffix('_more').replace('_', '-')}": param.flags[-1] for param in params if param.flags}   # --visitor is --from
    near = [given] if given in named else difflib.get_close_matches(given, named | flags, 2, 0.5)
    close = list(dict.fromkeys((named | flags)[word] for word in near))
    hint_zh = f"，是不是 {'、'.join(close)}" if close else ""
    hint_en = f"; did you mean {', '.join(close)}" if close else ""
    return errors.Usage(reason=Text(f"没有选项 {given}{hint_zh}", f"no option {given}{hint_en}"), see=f"{path} --help")


def _no_such_command(argv: Sequence[str]) -> errors.Failure:
    words = tree()
    asked = asked_for(argv, words)
    node = words.get(asked[0]) if asked else None
    known = list(node.verbs) if isinstance(node, Branch) else list(words)
    given = asked[-1] if asked else ""
    close = difflib.get_close_matches(given, known, 2, 0.5)
    path = "alliancectl " + (asked[0] if isinstance(node, Branch) else "")
    return errors.Usage(reason=Text(f"没有命令“{given}”" + (f"，是不是 {'、'.join(close)}" if close else f"；可用：{'、'.join(known)}"),
                                    f"no command “{given}”" + (f"; did you mean {', '.join(close)}" if close else f"; there are: {', '.join(known)}")),
                        see=f"{path.strip()} --help")


def _asked(argv: Sequence[str]) -> Command | None:
    words = tree()
    asked = asked_for(argv, words)
    node = words.get(asked[0]) if asked else None
    if isinstance(node, Branch):
        leaf = node.verbs.get(asked[1]) if len(asked) > 1 else None
        return leaf.load() if leaf else None
    return node.load() if node else None


def asked_for(argv: Sequence[str], words: Mapping[str, Leaf | Branch]) -> list[str]:
    """The words of the command in `argv`: options of every command, and their values, are stepped over."""
    taking = {flag for param in COMMON if not param.switch for flag in param.flags}
    found: list[str] = []
    at = 0
    while at < len(argv) and len(found) < 2:
        word = argv[at]
        at += 2 if word in taking else 1
        if word.startswith("-"):
            continue
        found.append(word)
        node = words.get(found[0])
        if not isinstance(node, Branch):
            break
    return found


def _quoted(said: str) -> str:
    return said[said.find("(") + 1:said.rfind(")")] if "(" in said else said


def _option(param: Param) -> tuple[str, str]:
    value = "" if param.switch else " " + (param.metavar or ("|".join(param.choices) if 0 < len(param.choices) <= 3 else param.key.removesuffix("_more").upper()))
    choices = "" if param.switch or len(param.choices) <= 3 else f" ({', '.join(param.choices)})"
    return ", ".join(param.flags) + value, param.help() + choices


def _help_option() -> tuple[str, str]:
    return "-h, --help", Text("显示这份说明", "show this help")()


def _block(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    """A titled list of two columns; what does not fit folds under its own column."""
    if not rows:
        return []
    left = min(max(width(row[0]) for row in rows), 30)
    lines = ["\n" + Text("{title}：", "{title}:")(title=title)]
    for name, text in rows:
        folded = fold_to(text, COLUMNS - left - GAP - 2) or [""]
        if width(name) > left:
            lines.append(f"  {name}")
            name = ""
        lines.append(f"  {pad(name, left)}{' ' * GAP}{folded[0]}".rstrip())
        lines += [f"  {' ' * (left + GAP)}{more}" for more in folded[1:]]
    return lines
