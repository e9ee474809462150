"""A long list in each form, beside csv.writer of the same rows; and many writers of one file at once."""

from __future__ import annotations

import shutil
import subprocess

from tests.bench.ground import DATA, Ground
from tests.bench.measure import Cost, Work, in_turn, once
from tests.bench.tables import Line, Table, beside

FORMS = ("plain", "csv", "json", "jsonl", "md", "table")
WHOLE = ("csv", "json", "jsonl")   # these give every field


def part(ground: Ground) -> list[Table]:
    """Each form, held against as many fields of each row by csv.writer."""
    count = 1000 if ground.quick else 100_000
    db = ground.made("many.db", "visits", count)
    floors = {f"csv.writer, {fields} fields": Work((ground.ours.python, DATA, "shown", db, fields)) for fields in ("few", "all")}
    ours = {form: Work(ground.ctl(db, "visit", "list", "--format", form)) for form in FORMS}
    costs = in_turn({**floors, **ours}, ground.turns(5), ground.env)
    few, every = (costs[name] for name in floors)
    lines = [Line(name, costs[name]) for name in floors] + [Line(form, costs[form], every if form in WHOLE else few, 2.0) for form in FORMS]
    return [beside(f"output of {count:,} rows", "csv.writer", lines, ("csv, json and jsonl give all fields, the others those of the table.",))]


def writers(ground: Ground, count: int = 8) -> list[Table]:
    """Many writers of one file at once: how many adds were kept, how long one took."""
    from concurrent.futures import ThreadPoolExecutor

    times = 3 if ground.quick else 25
    few, db = ground.made("few.db", "members", 20), ground.file("writers.db")
    shutil.copy(few, db)
    work = Work(ground.ctl(db, "visit", "add", "2025-05-14", "M1", "走访"))

    def added(_: int) -> list[Cost | None]:
        return [_kept(work, ground) for _ in range(times)]

    with ThreadPoolExecutor(count) as pool:
        done = [cost for costs in pool.map(added, range(count)) for cost in costs]
    costs = [cost for cost in done if cost]
    waits = sorted(cost.wall for cost in costs)
    listed = subprocess.run(ground.ctl(db, "visit", "list", "--format", "jsonl"), env=ground.env, capture_output=True, check=True).stdout
    head = [f"{count} writers × {times} adds", "kept", "errors", "p50 ms", "p99 ms", "peak MiB"]
    return [Table(head, [["visit add, wall clock", f"{listed.count(10)} of {count * times}", f"{done.count(None)}", f"{1000 * waits[len(waits) // 2]:,.0f}",
                          f"{1000 * waits[int(len(waits) * 0.99)]:,.0f}", f"{max(cost.memory for cost in costs):.0f}"]])]


def _kept(work: Work, ground: Ground) -> Cost | None:
    """What an add cost; None where it failed."""
    try:
        return once(work, ground.env)
    except RuntimeError:
        return None
