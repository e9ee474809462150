"""``python -m tests.bench [--quick] [--here] [--only PART]... [--rounds N] [--most N] [--markdown]``: our figures, floors and peers in one run.

CPU of whole processes comes first, since wall clocks lie on a busy machine; every work is done in turn with the others, several rounds,
and each figure is a median with half the distance between the quartiles. A peer that is not there and cannot be installed is left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

if not __package__:   # python tests/bench
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import growth, imports, output, places, short, writers
from tests.bench.ground import Ground

PARTS = {"short": short.part, "imports": imports.part, "growth": growth.part, "output": output.part, "writers": writers.part}


def main() -> None:
    """Measure and print, a table as soon as it is known."""
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--quick", action="store_true", help="one round, small files: to see that it runs")
    options.add_argument("--here", action="store_true", help="this interpreter and this checkout, no environments: nothing is installed")
    options.add_argument("--only", action="append", choices=PARTS, help="this part alone; may be repeated")
    options.add_argument("--rounds", type=int, help="rounds of each work (short commands 21, output 5, the rest 3)")
    options.add_argument("--most", type=int, help="claims of the largest file (1,000,000)")
    options.add_argument("--markdown", action="store_true", help="as tables for README.md")
    given = options.parse_args()
    ours = places.here() if given.here else places.ours()
    most = given.most or (1000 if given.quick else 1_000_000)
    for name in given.only or PARTS:
        with tempfile.TemporaryDirectory() as room:
            ground = Ground(ours, places.Peers(installs=not given.here), Path(room), given.quick, given.rounds, most)
            for table in PARTS[name](ground):
                print(*table.lines(given.markdown), sep="\n", flush=True)


if __name__ == "__main__":
    main()
