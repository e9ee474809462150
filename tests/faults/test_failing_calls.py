"""Each call of the system fails in turn: what was said to be done is done, and a failure is said plainly and has written nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from at_risk import RISKS, Risk, place_for
from faulting import CHANGING, Call, Ended, calls_in, under

FEW = 2                             # failing calls of the normal suite, for each of these operations
OFTEN = ("add", "import")
SYNCS = ("fsync", "fdatasync")
# What each call can fail with. Those of `IN_PLACE` are counted on the record file and its folder only: Python makes hundreds of them.
ERRORS = {"write": "ENOSPC", "pwrite64": "ENOSPC", "ftruncate": "EIO", "fsync": "EIO", "fdatasync": "EIO", "unlink": "EIO", "rename": "ENOSPC",
          "mkdir": "ENOSPC", "chmod": "EPERM", "fallocate": "ENOSPC"}
IN_PLACE = {"openat": "EMFILE", "read": "EIO", "pread64": "EIO", "fcntl": "ENOLCK"}


@pytest.mark.parametrize("risk", RISKS, ids=str)
def test_no_failing_call_is_passed_over_or_leaves_half_of_an_operation(
        risk: Risk, made: Path, strace: str, start: Callable[..., Ended], ctl: Callable[..., Any], tmp_path: Path, tried: Callable[..., list[Any]], long_run: bool) -> None:
    if not long_run and risk.name not in OFTEN:
        pytest.skip("in the long run only")
    here, log = tmp_path / "here", tmp_path / "log"
    path, line = here / "alliance.db", risk.line.format(place=here)
    files = (here, path, path.with_name("alliance.db-journal"), path.with_name("alliance.db.backups"))
    nothing = risk.left(place_for(risk, made, here))
    wanted: list[tuple[Call, str, list[str]]] = []
    unheard: set[Call] = set()
    whole = nothing
    for errors, calls, paths in ((ERRORS, CHANGING, ()), (IN_PLACE, ",".join(IN_PLACE), files)):
        shutil.rmtree(here)
        place_for(risk, made, here)
        counted = start(line, db=path, before=under(strace, log, calls, paths=paths), env=risk.made_by, patched=bool(risk.made_by))
        assert counted.code == 0, counted.err
        unheard |= _unheard(calls_in(log), here)
        wanted += [(call, errors[call.name], under(strace, log, calls, paths=paths, inject=f"{call.name}:error={errors[call.name]}:when={call.number}"))
                 for call in tried([call for call in calls_in(log) if call.name in errors], 1 if paths else FEW)]
        whole = risk.left(path)
    wrong = []
    for call, error, before in wanted:
        shutil.rmtree(here)
        place_for(risk, made, here)
        ended = start(line, db=path, before=before, env=risk.made_by, patched=bool(risk.made_by))
        left = risk.left(path)
        wrong += [f"{call} {error}: {what}: {ended}" for what in _wrong(risk, call, here, ended, left == nothing, left == whole, call in unheard)]
        if not risk.made_by:
            wrong += [f"{call} {error}: then {again}" for again in ("check", "member add 后来者") if ctl(again, db=path).code]
    assert wrong == []


def _wrong(risk: Risk, call: Call, here: Path, ended: Ended, nothing: bool, whole: bool, unheard: bool) -> Iterator[str]:
    listed = risk.later and call.name == "pread64" and _is_listed(ended, whole)
    told = call.name == "write" and call.on.startswith("pipe:")   # what failed is the answer itself
    if not nothing and not whole:
        yield "half of it is there"
    if ended.code == 0 and (not whole or risk.still_holds(here / "alliance.db")):
        yield "said to be done, and is not"
    if ended.code == 0 and call.name in SYNCS and not unheard and not _is_wiped(here / call.on):
        yield "a failing sync was passed over"
    if ended.code and whole and not told and re.search("什么也没有写入|没有被改动", ended.err):
        yield "said not to be written, and is"
    if ended.code and not ended.speaks_plainly and not told and not listed:
        yield "says it badly"


def _unheard(calls: list[Call], here: Path) -> set[Call]:
    """The syncs of a folder that SQLite makes after those of a journal there, and whose failure it keeps to itself (unixSync of
    os_unix.c): nothing of the record file is written yet, or the journal's head is wiped already."""
    syncs = [call for call in calls if call.name in SYNCS]
    return {call for before, call in pairwise(syncs)
            if call.name == "fdatasync" and before.on.endswith("-journal") and call.on in (here.name, "alliance.db.backups")}


def _is_wiped(path: Path) -> bool:
    """Whether a file is a journal whose head was wiped: nothing depends on it any more."""
    return path.name.endswith("-journal") and path.is_file() and path.read_bytes()[:8] == bytes(8)


def _is_listed(ended: Ended, whole: bool) -> bool:
    """Whether `check --fix` met the fault as it looked at the file, before or after the migration: it lists it then, and nothing else."""
    rows = [line.split("\t") for line in ended.out.splitlines()[1:]]
    return (ended.code == 6 and ("✓ 已转为新格式" in ended.err) == whole and ended.err.endswith(f"错误 {len(rows)}，警告 0，提示 0\n")
            and {(row[0], row[1], row[-1]) for row in rows} == {("错误", "integrity", "alliancectl backup restore --last")})
