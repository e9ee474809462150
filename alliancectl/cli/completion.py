"""completion: what makes the Tab key complete commands, options, values and names, in the user's shell."""

from __future__ import annotations

import os
import sys

from alliancectl import errors
from alliancectl.cli import settings
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.completion_scripts import SCRIPTS
from alliancectl.cli.context import Run
from alliancectl.text import Text

SHELL = Param("shell", Text("外壳程序：bash、zsh、fish、powershell；不写就按 SHELL", "the shell: bash, zsh, fish, powershell; by SHELL when left out"),
              choices=tuple(SCRIPTS), metavar="[SHELL]")
# shell -> (which of the user's folders, the file there); bash-completion and fish read theirs by themselves
PLACES = {
    "bash": ("data", "bash-completion/completions/alliancectl"),
    "zsh": ("data", "alliancectl/completion/_alliancectl"),
    "fish": ("config", "fish/completions/alliancectl.fish"),
    "powershell": ("data", "alliancectl/completion/alliancectl.ps1"),
}
NEXT = {
    "bash": Text("装了 bash-completion 的，打开新终端就能用；没有装的，在 ~/.bashrc 里加一行：\n  source {path}",
                 "with bash-completion a new terminal has it; without, add a line to ~/.bashrc:\n  source {path}"),
    "zsh": Text("在 ~/.zshrc 里加两行（已有 compinit 的只加后一行）：\n  autoload -Uz compinit && compinit\n  source {path}",
                "add two lines to ~/.zshrc (only the second one where compinit is there already):\n  autoload -Uz compinit && compinit\n  source {path}"),
    "fish": Text("打开新终端就能用", "a new terminal has it"),
    "powershell": Text("在 $PROFILE 里加一行：\n  . {path}", "add a line to $PROFILE:\n  . {path}"),
}


def show() -> Command:
    """`completion show [SHELL]`: the script, to be read or put elsewhere."""
    def run(run: Run, values: Values) -> None:
        run.answer(SCRIPTS[_shell(values["shell"])].removesuffix("\n"))

    return Command(Text("显示补全脚本", "print the completion script"), run, (SHELL,), examples=("alliancectl completion show bash",))


def install() -> Command:
    """`completion install [SHELL]`: writes the script into the user's folder and says what else is to be done; no rc file is touched."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.cli.outfile import write_file

        shell = _shell(values["shell"])
        path = _path(shell)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        write_file(path, [SCRIPTS[shell]])
        run.say(Text("✓ 补全脚本已写入 {path}", "✓ the completion script is in {path}")(path=path))
        run.say(*NEXT[shell](path=_quoted(path)).split("\n"))

    return Command(Text("安装补全，并说明还要做什么", "install completion, and say what else is to be done"), run, (SHELL,),
                   examples=("alliancectl completion install", "alliancectl completion install zsh"))


def _shell(given: str | None) -> str:
    """The shell that is meant. Raises: UnknownShell."""
    name = given or os.path.basename(os.environ.get("SHELL") or ("powershell" if sys.platform == "win32" else ""))
    name = {"pwsh": "powershell", "powershell.exe": "powershell", "pwsh.exe": "powershell", "bash.exe": "bash"}.get(name.lower(), name.lower())
    if name not in SCRIPTS:
        raise errors.UnknownShell(text=name or "?", known=", ".join(SCRIPTS))
    return name


def _path(shell: str) -> str:
    """Where the script belongs. Raises: NoHome."""
    kind, name = PLACES[shell]
    folder = settings.folder(kind)
    if folder == ".":
        raise errors.NoHome(shell=shell)
    return os.path.join(os.path.dirname(folder), *name.split("/"))


def _quoted(path: str) -> str:
    """A path as a shell takes it."""
    return path if path.isascii() and all(one.isalnum() or one in "/\\:._-~" for one in path) else "'" + path.replace("'", "'\\''") + "'"
