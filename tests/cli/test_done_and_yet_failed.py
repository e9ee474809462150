"""What was written before something failed, or before Ctrl-C, is never said not to be written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alliancectl.errors import FileFailed
from alliancectl.store import backup, redaction

Ctl = Callable[..., Any]


def stop(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def fail(path: str, *_: Any, **__: Any) -> None:
    raise FileFailed(path=path, reason="disk I/O error")


def test_ctrl_c_once_the_copy_has_its_name_comes_too_late(ctl: Ctl, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup.os.path, "getsize", lambda path, real=os.path.getsize: stop() if ".backups" in str(path) else real(path))
    made = ctl("backup create")
    assert (made.code, "没有写入" in made.err) == (0, False)
    monkeypatch.undo()
    assert len(list(Path(backup.folder(str(db))).iterdir())) == 1


def test_ctrl_c_while_a_new_copy_is_looked_at_says_that_the_copy_is_there(ctl: Ctl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "verify", stop)
    made = ctl("backup create --verify --json")
    assert (made.code, made.error["error"]) == (130, "not-verified")
    monkeypatch.undo()
    assert len(ctl("backup list --json").json) == 1


def test_a_redaction_whose_file_could_not_be_written_anew_fails_and_says_what_was_done(ctl: Ctl, monkeypatch: pytest.MonkeyPatch) -> None:
    ctl("member add 甲公司 --contact 欧阳千寻")
    monkeypatch.setattr(redaction, "rewrite", fail)
    done = ctl("redact M1 contact --yes")
    assert (done.code, "✓" in done.err, "[not-rewritten]" in done.err, "没有写入" in done.err) == (1, False, True, False)
    assert ctl("member list --json").json[0].get("contact") is None
    monkeypatch.undo()
    assert ctl("redact M1 contact --yes").code == 0, "the same command again finishes it"


@pytest.mark.parametrize(("line", "said"), [("member add 甲公司", "此前写入的保留"), ("member list", "什么也没有写入")])
def test_what_fails_after_a_write_says_that_the_write_stands(ctl: Ctl, monkeypatch: pytest.MonkeyPatch, line: str, said: str) -> None:
    from alliancectl.cli.context import Run

    for name in ("done", "show"):
        monkeypatch.setattr(Run, name, lambda run, *_, **__: fail(run.db))
    failed = ctl(line)
    assert (failed.code, said in failed.err) == (1, True)


@pytest.mark.parametrize(("line", "code"), [("member show M99", 130), ("member add 甲公司", 0)])
def test_ctrl_c_while_a_failure_is_told_ends_quietly_with_a_code_that_is_true(ctl: Ctl, monkeypatch: pytest.MonkeyPatch, line: str, code: int) -> None:
    from alliancectl.cli import run
    from alliancectl.cli.context import Run

    monkeypatch.setattr(run, "say_failure", stop)
    monkeypatch.setattr(Run, "done", lambda run, *_, **__: fail(run.db))
    ended = ctl(line)
    assert (ended.code, ended.err) == (code, "")


def test_ctrl_c_before_the_program_is_loaded_leaves_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from alliancectl import __main__
    from alliancectl.cli import run

    monkeypatch.setattr(run, "main", stop)
    monkeypatch.setattr(os, "_exit", sys.exit)
    with pytest.raises(SystemExit) as ended:
        __main__.run()
    assert ended.value.code == 130


LATE = """
import sys
from alliancectl import __main__
from alliancectl.cli import run
def stop(*_, **__):
    raise KeyboardInterrupt
run.say_failure = stop
print("printed before")
__main__.run()
"""


def test_what_was_printed_before_ctrl_c_while_a_failure_is_told_is_not_lost(demo: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run([sys.executable, "-c", LATE, "member", "show", "M999", "--db", str(demo)], env=env, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "printed before\n", "")


@pytest.mark.parametrize("line", ["member show M999", "visit list", "member add 甲公司 --joined 后天见", "undo"])
def test_compiled_modules_that_a_full_disk_cut_off_are_told_once_and_compiled_anew(demo: Path, home: Path, line: str) -> None:
    kept = home / "compiled"
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": str(kept)}

    def run() -> tuple[int, str, str]:
        done = subprocess.run([sys.executable, "-m", "alliancectl", *line.split(), "--db", str(demo), "--lang", "en", "--dry-run" if line == "undo" else "-q"],
                              env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout, done.stderr

    whole = run()
    for name in ("errors/[!_f]*", "cli/records*", "actions/*", "values/date_*"):
        for path in kept.rglob(f"alliancectl/{name}.pyc"):
            path.write_bytes(path.read_bytes()[:200])
    code, _, told = run()
    assert code == 1
    assert told.strip().startswith("✗ compiled files of the program were cut off")
    assert "module-cut-off" in told
    assert run() == whole
