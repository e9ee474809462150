"""Ctrl-C: whoever is told that it was interrupted finds nothing written, whoever is told that it is done finds all of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from at_risk import RISKS, Risk, place_for
from faulting import Ended
from test_killed import moments_of

FEW = 2
OFTEN = ("add", "backup")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal")
@pytest.mark.parametrize("risk", RISKS, ids=str)
def test_what_ctrl_c_stops_has_written_nothing_and_says_so(
        risk: Risk, made: Path, strace_if_there: str, start: Callable[..., Ended], ctl: Callable[..., Any], tmp_path: Path, tried: Callable[..., list[Any]], long_run: bool) -> None:
    if not long_run and risk.name not in OFTEN:
        pytest.skip("in the long run only")
    here, log = tmp_path / "here", tmp_path / "log"
    line, path = risk.line.format(place=here), here / "alliance.db"
    nothing = risk.left(place_for(risk, made, here))
    moments = moments_of(risk, strace_if_there, log, lambda before, env: start(line, db=path, before=before, env=env, patched=bool(env)),
                         lambda calls: tried(calls, FEW), "INT")
    whole = risk.left(path)
    wrong = []
    for moment, before, env in moments:
        shutil.rmtree(here)
        place_for(risk, made, here)
        ended = start(line, db=path, before=before, env=env, patched=bool(env))
        left = risk.left(path)
        if (ended.code, left == nothing, left == whole) not in ((130, True, False), (0, False, True)):
            wrong.append(f"{moment}: {ended}, and {'nothing' if left == nothing else 'all' if left == whole else 'half'} of it is there")
        if ended.code == 0 and risk.still_holds(path):
            wrong.append(f"{moment}: what should be gone is in a page of the file")
        if "Traceback" in ended.err or list(here.rglob(".*")):
            wrong.append(f"{moment}: {ended.err} {list(here.rglob('.*'))}")
        wrong += [f"{moment}: then {again}" for again in ("check", "member add 后来者") if not risk.later and ctl(again, db=path).code]
    assert wrong == []
