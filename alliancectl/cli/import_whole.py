"""import of an export: everything comes back under its own ids, into a file that is as new."""

from __future__ import annotations

from alliancectl.cli.context import Run
from alliancectl.text import Text


def import_whole(run: Run, path: str, limit: int) -> None:
    """`import FILE|DIR` where it is an export of this program; at most `limit` bytes are read."""
    from alliancectl.actions.importing.whole import restore
    from alliancectl.cli.backup import copied_before
    from alliancectl.intake.export import exported
    from alliancectl.kinds import KINDS

    found = exported(path, limit)
    copied_before(run, sum(map(len, found.kinds.values())))
    with run.change("import") as (now, _):
        counts = restore(now, found)
    told = Text("、", ", ")().join(f"{KINDS[kind].plural()} {count}" for kind, count in counts.items() if kind != "alliance")
    run.done(Text("{file}：{told}", "{file}: {told}")(file=found.name, told=told), now.operation)
    run.say(Text("  原文件的历史（至操作 #{number}）未随导出", "  the history of the old file (to operation #{number}) is not in an export")(number=found.operation))
