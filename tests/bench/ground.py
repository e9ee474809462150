"""What every part of the bench stands on: the programs, the folder of their files, how often each work is done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from tests.bench import places
from tests.bench.measure import Work, once

DATA, BARE = (str(Path(__file__).with_name(name)) for name in ("data.py", "bare.py"))


class Ground(NamedTuple):
    """One run of the bench. `rounds` is what was asked for, else each part has its own number."""

    ours: places.Place
    peers: places.Peers
    room: Path
    quick: bool
    rounds: int | None
    most: int   # claims of the largest file

    @property
    def env(self) -> dict[str, str]:
        """The environment of every work: nothing of who runs the bench."""
        own = {"PYTHONPATH": str(places.HOUSE)} if self.ours == places.here() else {}
        return {"HOME": str(self.room), "PATH": os.defpath, "LANG": "C.UTF-8", "TERM": "xterm-256color", "COLUMNS": "100",
                "ALLIANCECTL_TODAY": "2026-06-30", **own}

    def turns(self, usual: int) -> int:
        """How many rounds, where a part usually takes so many."""
        return self.rounds or (1 if self.quick else usual)

    def file(self, name: str) -> str:
        """The path of a file of this run."""
        return str(self.room / name)

    def ctl(self, db: str, *words: str) -> tuple[str, ...]:
        """Our command line on a record file."""
        return (*self.ours.program("alliancectl"), *words, "--db", db)

    def made(self, name: str, what: str, *numbers: int) -> str:
        """A file with what `data.py` makes, made in a process of its own."""
        path = self.file(name)
        once(Work((self.ours.python, DATA, what, path, *map(str, numbers))), self.env)
        return path
