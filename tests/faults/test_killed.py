"""Killed at any moment: the file holds all of an operation or nothing of it, and the next run works."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from at_risk import RISKS, Risk, place_for
from faulting import CHANGING, Call, Ended, calls_in, under

FEW = {"add": 3}   # moments of the normal suite; one in the middle of every other operation


@pytest.mark.skipif(sys.platform == "win32", reason="no signal that kills at once")
@pytest.mark.parametrize("risk", RISKS, ids=str)
def test_whoever_is_killed_leaves_all_of_an_operation_or_nothing_of_it(
        risk: Risk, made: Path, strace_if_there: str, start: Callable[..., Ended], ctl: Callable[..., Any], tmp_path: Path, tried: Callable[..., list[Any]], long_run: bool) -> None:
    here, log = tmp_path / "here", tmp_path / "log"
    nothing = risk.left(place_for(risk, made, here))
    moments = moments_of(risk, strace_if_there, log, lambda before, env: start(
        risk.line.format(place=here), db=here / "alliance.db", before=before, env=env, patched=bool(env)), lambda calls: tried(calls, FEW.get(risk.name, 1)))
    whole = risk.left(here / "alliance.db")
    assert whole != nothing
    wrong = []
    for moment, before, env in moments:
        shutil.rmtree(here)
        path = place_for(risk, made, here)
        ended = start(risk.line.format(place=here), db=path, before=before, env=env, patched=bool(env))
        left = risk.left(path)
        if ended.code not in (-9, 137):
            wrong.append(f"{moment}: not killed, {ended}")
        if left not in (nothing, whole):
            wrong.append(f"{moment}: half of it is there")
        if (left != whole or risk.still_holds(path)) and "✓" in ended.err:
            wrong.append(f"{moment}: it was said to be done")
        wrong += [f"{moment}: then {what}" for what in after(risk, left == whole, path, ctl, start, long_run)]
    assert wrong == []


def moments_of(risk: Risk, strace: str, log: Path, run: Callable[[list[str], dict[str, str]], Ended], tried: Callable[[list[Call]], list[Call]],
               signal: str = "KILL") -> list[tuple[str, list[str], dict[str, str]]]:
    """The moments of an operation, from a run that ends well: what to call each, what to start the program under and with to signal it there."""
    if strace:
        ended = run(under(strace, log, CHANGING), risk.made_by)
        moments = [(str(call), under(strace, log, CHANGING, inject=f"{call.name}:signal={signal}:when={call.number}"), risk.made_by)
                   for call in tried(calls_in(log))]
    else:
        ended = run([], {**risk.made_by, "FAULTS_COUNT": str(log)})
        moments = [(f"act {number}", [], {**risk.made_by, "FAULTS_AT": str(number), "FAULTS_SIGNAL": f"SIG{signal}"})
                   for number in (call.number for call in tried([Call("act", number, str(number)) for number in range(1, int(log.read_text()) + 1)]))]
    assert ended.code == 0, ended.err
    return moments


def after(risk: Risk, done: bool, path: Path, ctl: Callable[..., Any], start: Callable[..., Ended], long_run: bool) -> Iterator[str]:
    """What is wrong with the runs that follow on one that was killed: each must find a sound file, and work, or refuse what was done already."""
    later = {"env": risk.made_by, "patched": True} if risk.made_by else {}
    run = start if risk.made_by else ctl
    again = risk.line.format(place=path.parent)
    for line in ("check --fix" if risk.made_by else "check", again, *(("member add 后来者", "check", "undo") if long_run else ()), "backup create"):
        result = run(line, db=path, **later)
        if result.code != (risk.again if line == again and done else 0):
            yield f"{line}: {result.code} {result.err}"
    if left := [str(one) for one in path.parent.glob("*.backups/.*")]:
        yield f"left in the folder of backups: {left}"
