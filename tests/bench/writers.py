"""Many writers of one file at once, and what one add costs a program that runs already, beside sqlite3 with the same settings."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench.ground import Ground
from tests.bench.measure import Cost, Work, in_turn, once, quantile
from tests.bench.tables import Table

ADDS = str(Path(__file__).with_name("adds.py"))
WRITERS, TARGET = 8, 1.2


def part(ground: Ground) -> list[Table]:
    """Both tables."""
    few, db = ground.made("few.db", "members", 20), ground.file("writers.db")
    return [_at_once(ground, few, db, 3 if ground.quick else 200), _alone(ground, few, db, 3 if ground.quick else 500)]


def _at_once(ground: Ground, few: str, db: str, times: int) -> Table:
    """How many adds of eight writers were kept, how long one took."""
    shutil.copy(few, db)
    work = Work(ground.ctl(db, "visit", "add", "2025-05-14", "M1", "走访"))

    def added(_: int) -> list[Cost | None]:
        return [_kept(work, ground) for _ in range(times)]

    with ThreadPoolExecutor(WRITERS) as pool:
        done = [cost for costs in pool.map(added, range(WRITERS)) for cost in costs]
    costs = [cost for cost in done if cost]
    waits = [1000 * cost.wall for cost in costs]
    listed = subprocess.run(ground.ctl(db, "visit", "list", "--format", "jsonl"), env=ground.env, capture_output=True, check=True).stdout
    head = [f"{WRITERS} writers × {times} adds", "kept", "errors", "p50 ms", "p99 ms", "peak MiB"]
    return Table(head, [["visit add, wall clock", f"{listed.count(10)} of {WRITERS * times}", f"{done.count(None)}", f"{quantile(waits, 0.5):,.0f}",
                         f"{quantile(waits, 0.99):,.0f}", f"{max(cost.memory for cost in costs):.0f}"]])


def _kept(work: Work, ground: Ground) -> Cost | None:
    """What an add cost; None where it failed."""
    try:
        return once(work, ground.env)
    except RuntimeError:
        return None


def _alone(ground: Ground, few: str, db: str, times: int) -> Table:
    """One add, without the start of the program: so many adds less none. The disk decides, so the wall clock counts here."""
    works = {f"{who} {count}": Work((ground.ours.python, ADDS, who, db, str(count)), before=lambda: shutil.copy(few, db))
             for who in ("bare", "ours") for count in (times, 0)}
    costs = in_turn(works, ground.turns(5), ground.env)

    def each(who: str, measure: str) -> list[float]:
        return [1000 * (getattr(many, measure) - getattr(none, measure)) / times
                for many, none in zip(costs[f"{who} {times}"].rounds, costs[f"{who} 0"].rounds, strict=True)]

    head = ["one add by a program that runs", "wall ms", "CPU ms", "× sqlite3, wall", "× sqlite3, CPU", "target, wall"]
    walls, cpus = ({who: quantile(each(who, measure), 0.5) for who in ("bare", "ours")} for measure in ("wall", "cpu"))
    return Table(head, [
        ["sqlite3, the same settings", f"{walls['bare']:.1f}", f"{cpus['bare']:.1f}", "1.00", "1.00", ""],
        ["a visit, with its history", f"{walls['ours']:.1f}", f"{cpus['ours']:.1f}", f"{walls['ours'] / walls['bare']:.2f}", f"{cpus['ours'] / cpus['bare']:.2f}",
         f"≤ {TARGET}"]])
