"""A long list in each form, beside csv.writer of the same rows."""

from __future__ import annotations

from tests.bench.ground import DATA, Ground
from tests.bench.measure import Work, in_turn
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
