"""Where the measured programs live: an environment each under tests/bench/.env, made as users make theirs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parents[2]
ENVIRONMENTS = Path(__file__).parent / ".env"
FROM_PIP = ("sqlite-utils", "khard", "buku")   # programs; DuckDB and polars are libraries


class Place(NamedTuple):
    """An interpreter, and how a program that is installed beside it is called."""

    python: str

    def program(self, name: str) -> tuple[str, ...]:
        """The command line of an installed program."""
        script = os.path.join(os.path.dirname(self.python), name)
        return (script,) if os.path.exists(script) else (self.python, "-m", name.replace("-", "_"))


def here() -> Place:
    """The interpreter of this run, with whatever is installed beside it: quick, and not what users have."""
    return Place(sys.executable)


def ours() -> Place:
    """Our wheel and what it needs, bytecode compiled. Raises: subprocess.CalledProcessError."""
    return _made("ours", ["--force-reinstall", "--no-deps", str(HOUSE)], needed=[str(HOUSE)])


class Peers:
    """Programs to be compared with: those on this machine, and those that pip puts into an environment each."""

    def __init__(self, *, installs: bool) -> None:
        self._installs = installs

    def command(self, name: str) -> tuple[str, ...]:
        """How a program is called; nothing where it is not there."""
        if found := shutil.which(name, path=os.defpath):
            return (found,)
        python = self.python(name) if name in FROM_PIP else ""
        if not python and name not in FROM_PIP:
            _left_out(name, "not on this machine")
        return Place(python).program(name) if python else ()

    def python(self, name: str) -> str:
        """The interpreter of an environment with that package; empty where it cannot be installed."""
        if not self._installs:
            return ""
        try:
            return _made(name, [], needed=[name]).python
        except subprocess.CalledProcessError as error:
            _left_out(name, (error.stderr.decode(errors="replace").strip().splitlines() or ["pip failed"])[-1])
            return ""


def _left_out(name: str, reason: str) -> None:
    print(f"left out: {name} ({reason})", file=sys.stderr)


def _made(name: str, again: list[str], needed: list[str]) -> Place:
    folder = ENVIRONMENTS / name
    python = str(folder / "bin" / "python")
    if not (folder / "made").exists():
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        _run([python, "-m", "pip", "install", "--quiet", "--constraint", str(_constraints()), *needed])
        _run([python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools"])   # its .pth costs every start, and Python 3.12 brings none
        (folder / "made").touch()
    elif again:
        _run([python, "-m", "pip", "install", "--quiet", *again])
    return Place(python)


def _constraints() -> Path:
    """The exact versions that are developed with."""
    with open(HOUSE / "pyproject.toml", "rb") as file:
        pins = tomllib.load(file)["tool"]["uv"]["constraint-dependencies"]
    ENVIRONMENTS.mkdir(exist_ok=True)
    path = ENVIRONMENTS / "constraints.txt"
    path.write_text("\n".join(pins) + "\n", "utf-8")
    return path


def _run(argv: list[str]) -> None:
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
    subprocess.run(argv, env=env, check=True, capture_output=True)
