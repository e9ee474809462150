"""Where the measured programs live: an environment each under tests/bench/.env, made as users make theirs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parents[2]
ENVIRONMENTS = Path(__file__).parent / ".env"


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


def peer(name: str) -> Place | None:
    """A peer in an environment of its own; None where it cannot be installed."""
    try:
        return _made(name, [], needed=[name])
    except subprocess.CalledProcessError as error:
        print(f"left out: {name} cannot be installed ({error.stderr.decode(errors='replace').strip().splitlines()[-1:]})", file=sys.stderr)
        return None


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
