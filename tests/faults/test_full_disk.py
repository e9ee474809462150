"""A full disk: an operation is there whole or not at all, says so, and works again when there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from at_risk import RISKS, Risk, place_for
from faulting import Ended

FILLING = [risk for risk in RISKS if not risk.later]
OFTEN = ("report",)
BLOCK = 4096


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes")
@pytest.mark.parametrize("risk", FILLING, ids=str)
def test_where_no_file_can_grow_any_further_nothing_is_half_written(
        risk: Risk, made: Path, start: Callable[..., Ended], ctl: Callable[..., Any], tmp_path: Path, long_run: bool) -> None:
    import resource

    if not long_run and risk.name not in OFTEN:
        pytest.skip("in the long run only")
    size = made.stat().st_size
    here = tmp_path / "here"
    line = risk.line.format(place=here)
    nothing, whole = both_ends(risk, line, made, here, start)
    wrong = []
    for limit in (*range(0, 12 * BLOCK, BLOCK // 4), size - BLOCK, size, size + BLOCK) if long_run else (0, 5 * BLOCK):
        shutil.rmtree(here)
        path = place_for(risk, made, here)
        ended = start(line, db=path, preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        wrong += [f"files up to {limit}: {what}" for what in after(risk, line, path, ended, nothing, whole, ctl)]
    assert wrong == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a disk in memory")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("risk", FILLING, ids=str)
def test_on_a_full_disk_nothing_is_half_written(
        risk: Risk, made: Path, small_disk: Path, start: Callable[..., Ended], ctl: Callable[..., Any], long_run: bool) -> None:
    if not long_run:
        pytest.skip("in the long run only")
    here = small_disk / "here"
    line = risk.line.format(place=here)
    nothing, whole = both_ends(risk, line, made, here, start)
    wrong = []
    for room in range(0, 33):
        shutil.rmtree(here)
        path = place_for(risk, made, here)
        filler = small_disk / "filler"
        free = os.statvfs(small_disk)
        filler.write_bytes(b"x" * (free.f_bavail * free.f_frsize - room * BLOCK))
        ended = start(line, db=path)
        filler.unlink()
        wrong += [f"{room} blocks: {what}" for what in after(risk, line, path, ended, nothing, whole, ctl)]
    assert wrong == []


def both_ends(risk: Risk, line: str, made: Path, here: Path, start: Callable[..., Ended]) -> tuple[Any, Any]:
    """What of an operation is there before it, and after one that had room."""
    path = place_for(risk, made, here)
    nothing = risk.left(path)
    assert start(line, db=path).code == 0
    return nothing, risk.left(path)


def after(risk: Risk, line: str, path: Path, ended: Ended, nothing: Any, whole: Any, ctl: Callable[..., Any]) -> Iterator[str]:
    """What is wrong with what a run on a full disk left, and with the next ones, when there is room."""
    left = risk.left(path)
    erased = risk.name == "redact" and "[not-rewritten]" in ended.err   # from all records and their history; the file itself could not be written anew
    if ended.code and (left != (whole if erased else nothing) or not ended.speaks_plainly):
        yield f"failed badly: {ended}"
    if not ended.code and (left != whole or risk.still_holds(path)):
        yield f"false word: {ended}"
    for again in ("check", *([line] if ended.code else []), "check"):
        result = ctl(again, db=path)
        if result.code:
            yield f"then {again}: {result.err}"
