"""The real command, driven as a user would: `ctl` in this process, `shell` in one of its own; each in an empty home."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings as hypothesis_settings

import alliancectl
from alliancectl import text
from alliancectl.cli import settings
from alliancectl.cli.run import main

TODAY = "2026-06-30"
OURS = ("ALLIANCECTL_", "XDG_", "LC_", "LANG", "COLUMNS", "LINES", "NO_COLOR", "TERM", "HOME", "EDITOR", "VISUAL")

# No deadline: a machine that is busy for a moment is no fault of the code.
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "here")


class Said(NamedTuple):
    """What one run of the command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer of a run with --json."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error of a failed run with --json."""
        return json.loads(self.err.splitlines()[-1])


Ctl = Callable[..., Said]


@pytest.fixture
def ctl(db: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Ctl:
    """`ctl("member add 巨化 --kind 企业")`: the command on the record file `db`.

    The first argument is split like a shell line, the others are one word each. `db=` names another record file, `input=` is
    what stdin holds, `env=` changes the environment (None takes a variable away).
    """
    monkeypatch.chdir(home)

    def ctl(line: str = "", *words: object, db: Path | str = db, input: str = "", env: Mapping[str, str | None] | None = None) -> Said:
        with _environment({**_clean(home), "ALLIANCECTL_DB": str(db), **(env or {})}), _streams(input) as (out, err):
            code = main([*shlex.split(line), *map(str, words)])
        return Said(code, _read(out), _read(err))

    return ctl


@pytest.fixture
def shell(db: Path, home: Path) -> Ctl:
    """As `ctl`, in a process of its own; `bytes` in `input` go to stdin as they are."""
    def shell(line: str = "", *words: object, db: Path | str = db, input: str | bytes = b"",
              env: Mapping[str, str | None] | None = None) -> Said:
        wanted = {**_clean(home), "ALLIANCECTL_DB": str(db), **(env or {})}
        done = subprocess.run(
            [sys.executable, "-m", "alliancectl", *shlex.split(line), *map(str, words)],
            input=input.encode() if isinstance(input, str) else input, capture_output=True, cwd=home, check=False, timeout=120,
            env={key: value for key, value in wanted.items() if value is not None})
        return Said(done.returncode, done.stdout.decode(errors="surrogateescape"), done.stderr.decode(errors="surrogateescape"))

    return shell


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder, which is also the current folder of the command."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def db(tmp_path: Path, _empty: Path) -> Path:
    """The record file of a new alliance, in Chinese."""
    return Path(shutil.copy(_empty, tmp_path / "alliance.db"))


@pytest.fixture
def demo(tmp_path: Path, _example: Path) -> Path:
    """The record file of the example alliance."""
    return Path(shutil.copy(_example, tmp_path / "demo.db"))


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("empty") / "alliance.db", "init", "{}", "--name", "氟材料产业技术创新战略联盟", "--lang", "zh")


@pytest.fixture(scope="session")
def _example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("example") / "demo.db", "demo", "{}")


def _made(path: Path, *words: str) -> Path:
    with _environment(_clean(path.parent)), _streams("") as (_, err):
        code = main([word.format(path) for word in words])
    assert code == 0, _read(err)
    return path


# ---- what keeps one run from another ------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A test starts in English, whatever language the one before it spoke."""
    text.use_language("en")
    yield
    text.use_language("en")


def _clean(home: Path) -> dict[str, str | None]:
    """The environment without what a developer's own settings, language or terminal put there."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    lost: dict[str, str | None] = {key: None for key in os.environ if key.startswith(OURS)}
    return {**lost, **kept, "HOME": str(home), "LANG": "C.UTF-8", "ALLIANCECTL_TODAY": TODAY, "ALLIANCECTL_ACTOR": "秘书",
            "PYTHONPATH": str(Path(alliancectl.__file__).parents[1])}


@contextmanager
def _environment(wanted: Mapping[str, str | None]) -> Iterator[None]:
    before = dict(os.environ)
    try:
        for key, value in wanted.items():
            os.environ.pop(key, None) if value is None else os.environ.__setitem__(key, value)
        settings._loaded.clear()
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        settings._loaded.clear()


@contextmanager
def _streams(given: str) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Stand-ins for the three streams: pipes, as far as the command can tell."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    try:
        sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8"), out, err
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()   # type: ignore[attr-defined, no-any-return]
