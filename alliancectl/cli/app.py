"""The Typer application for one command line: every word of the tree by name, the asked-for command in full.

Building a command with thirty options costs as much as reading a small file of records, so only the one that `argv` asks for is
built; the others are there with their help line.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from alliancectl.cli.command import COMMON, WRITING, Command, Param
from alliancectl.cli.tree import Branch, Leaf, tree

SETTINGS = {"help_option_names": ["-h", "--help"]}
Call = Callable[[Command, dict[str, Any]], None]


def build(argv: Sequence[str], call: Call) -> typer.Typer:
    """The application; `call` is given the command that was asked for and its parameters."""
    words = tree()
    asked = asked_for(argv, words)
    app = _typer(_Group)
    _callback(app)
    for word, node in words.items():
        if asked[:1] != [word]:
            app.command(word, help=node.about())(_nothing)
        elif isinstance(node, Leaf):
            _leaf(app, word, node, call)
        else:
            app.add_typer(_branch(node, asked[1:], call), name=word)
    return app


def _branch(branch: Branch, asked: list[str], call: Call) -> typer.Typer:
    group = _typer(_Group, help=branch.about())
    _callback(group)
    for verb, leaf in branch.verbs.items():
        if asked == [verb]:
            _leaf(group, verb, leaf, call)
        else:
            group.command(verb, help=leaf.about())(_nothing)
    return group


def _nothing() -> None:
    """Stands for a command that was not asked for."""


def asked_for(argv: Sequence[str], words: dict[str, Leaf | Branch]) -> list[str]:
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


def _typer(cls: type[TyperGroup], **more: Any) -> typer.Typer:
    return typer.Typer(cls=cls, add_completion=False, rich_markup_mode=None, context_settings=SETTINGS, no_args_is_help=False,
                       invoke_without_command=True, pretty_exceptions_enable=False, **more)


def _callback(app: typer.Typer) -> None:
    """Options of every command are accepted before the command's word too; the innermost wins."""
    def keep(ctx: typer.Context, **given: Any) -> None:
        ctx.obj = {**(ctx.obj or {}), **{key: value for key, value in given.items() if value not in (None, False, [])}}
        if ctx.invoked_subcommand is None:
            typer.echo(ctx.get_help())
            raise typer.Exit(0 if ctx.parent is None and not given.get("db") else 2)

    _sign(keep, COMMON)
    app.callback()(keep)


def _leaf(app: typer.Typer, word: str, leaf: Leaf, call: Call) -> None:
    command = leaf.load()
    params = [*command.params, *(COMMON + WRITING if command.writes else COMMON)]
    own = {param.key for param in command.params}
    params = [param for at, param in enumerate(params) if at < len(command.params) or param.key not in own]

    def run(ctx: typer.Context, **given: Any) -> None:
        before = ctx.obj or {}
        values = {param.key: given[param.key] for param in params}
        for param in COMMON:
            if values.get(param.key) in (None, False, []) and param.key in before:
                values[param.key] = before[param.key]
        call(command, values)

    _sign(run, params)
    made: type[TyperCommand] = type("_Asked", (_Command,), {"asked": command, "params_shown": tuple(params)})
    app.command(word, help=command.about(), cls=made)(run)


def _sign(function: Callable[..., None], params: Sequence[Param]) -> None:
    """Give a function the signature Typer reads its parameters from."""
    signed = [inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    signed += [_parameter(param) for param in params]
    function.__signature__ = inspect.Signature(signed)   # type: ignore[attr-defined]
    function.__annotations__ = {}


def _parameter(param: Param) -> inspect.Parameter:
    kind: Any = bool if param.switch else list[str] | None if param.many else str | None
    if param.flags:
        info: Any = typer.Option(*param.flags, help=param.help(), show_default=False, metavar=param.metavar or None)
    else:
        info = typer.Argument(help=param.help(), show_default=False, metavar=param.metavar or None)
    default: Any = False if param.switch else None
    return inspect.Parameter(param.key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, info])


class _Group(TyperGroup):
    """A group that prints our help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from alliancectl.cli.usage import group_help

        formatter.write(group_help(ctx.command_path, ctx.parent is None))

    def get_usage(self, ctx: Any) -> str:
        return ctx.command_path   # type: ignore[no-any-return]


class _Command(TyperCommand):
    """A command that prints our help."""

    asked: Command
    params_shown: tuple[Param, ...]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if any(param.key == "query" for param in self.asked.params):
            from alliancectl.values.query import shielded

            args = shielded(args)   # -field:value is a word of the query, not a row of one-letter options
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from alliancectl.cli.usage import command_help

        formatter.write(command_help(ctx.command_path, self.asked, self.params_shown))
