"""The Typer application: a group a noun, a command a verb, each built when its word is met.

Decision: the parts are Typer's own classes (typer.core), put together here. Typer's usual way reads them from a function's
signature, thirty options of which cost more than reading a small file of records; help is ours anyway (usage.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from alliancectl.cli.command import COMMON, WRITING, Command, Param
from alliancectl.cli.tree import Branch, Leaf, tree
from alliancectl.cli.typer_core import TyperArgument, TyperCommand, TyperGroup, TyperOption

SETTINGS = {"help_option_names": ["-h", "--help"]}
Call = Callable[[Command, dict[str, Any]], int | None]


def build(call: Call) -> TyperGroup:
    """The application; `call` is given the command that was asked for and its parameters."""
    return _Group("", tree(), call)


class _Group(TyperGroup):
    """The program or a noun. Options of every command are accepted before the command's word too; the innermost wins."""

    def __init__(self, name: str, words: Mapping[str, Leaf | Branch], call: Call) -> None:
        super().__init__(name=name, params=[_parameter(param) for param in COMMON], context_settings=SETTINGS, rich_markup_mode=None,
                         invoke_without_command=True, suggest_commands=False)
        self.words, self.call = words, call

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.words)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The group or command of a word; a command's module is imported here."""
        node = self.words.get(cmd_name)
        if isinstance(node, Branch):
            return _Group(cmd_name, node.verbs, self.call)
        return _Command(cmd_name, node.load(), self.call) if node else None

    def invoke(self, ctx: Any) -> Any:
        def before_the_word(**given: Any) -> None:
            ctx.obj = {**(ctx.obj or {}), **{key: value for key, value in given.items() if not _absent(value)}}
            if ctx.invoked_subcommand is None:
                print(ctx.get_help())
                ctx.exit(0 if ctx.parent is None and not given.get("db") else 2)

        self.callback = before_the_word
        return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from alliancectl.cli.usage import group_help

        formatter.write(group_help(ctx.command_path, ctx.parent is None))

    def get_usage(self, ctx: Any) -> str:
        return str(ctx.command_path)


class _Command(TyperCommand):
    """A command: its own parameters, then those of every command that it has no own of that name for."""

    def __init__(self, name: str, asked: Command, call: Call) -> None:
        own = {param.key for param in asked.params}
        shared = [param for param in (COMMON + WRITING if asked.writes else COMMON) if param.key not in own]
        self.asked, self.call, self.params_shown = asked, call, (*asked.params, *shared)
        super().__init__(name, params=[_parameter(param) for param in self.params_shown], context_settings=SETTINGS, rich_markup_mode=None)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if any(word[:1] == "-" != word[1:2] for word in args) and any(param.key == "query" for param in self.asked.params):
            from alliancectl.values.query import shielded

            args = shielded(args)   # -field:value is a word of the query, not a row of one-letter options
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> int | None:
        before = ctx.obj or {}
        values = {key: _plain(value) for key, value in ctx.params.items()}
        for param in COMMON:
            if _absent(values.get(param.key)) and param.key in before:
                values[param.key] = before[param.key]
        return self.call(self.asked, values)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from alliancectl.cli.usage import command_help

        formatter.write(command_help(ctx.command_path, self.asked, self.params_shown))


def _parameter(param: Param) -> TyperOption | TyperArgument:
    """The parameter, never required and without help: what is missing and what it means is said by us, in both languages."""
    if not param.flags:
        return TyperArgument(param_decls=[param.key], nargs=-1 if param.many else 1, metavar=param.metavar or None)
    names = [param.key, *param.flags]
    if param.switch:
        return TyperOption(param_decls=names, is_flag=True, default=False)
    return TyperOption(param_decls=names, multiple=param.many, metavar=param.metavar or None)


def _plain(value: Any) -> Any:
    """Several values as a list, None where there is none."""
    return (list(value) or None) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _absent(value: Any) -> bool:
    return value in (None, False, [])
