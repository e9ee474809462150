"""init and demo: how a secretary begins."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from alliancectl import errors
from alliancectl.actions.settle import settle_alone
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field
from alliancectl.kinds.types import OneOf
from alliancectl.text import Text, language

ALLIANCE = KINDS["alliance"]
NAME = Text("联盟名称", "name of the alliance")


def init() -> Command:
    """`init [FILE] --name NAME`: asks for the name on a terminal where it is missing."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.actions.create import create

        path = values["file"] or run.db
        if os.path.lexists(path):
            raise errors.FileExists(path=path)
        draft: dict[str, Any] = {field.key: values[field.key] for field in ALLIANCE.fields if values.get(field.key)}
        if not draft.get("name") and run.asks:
            draft |= _asked(draft)
        draft.setdefault("language", language())
        alliance = settle_alone(ALLIANCE, {key: value for key, value in draft.items() if value})
        if run.dry_run:
            run.say(Text("○ 将新建 {path}  {name}", "○ would create {path}  {name}")(path=path, name=alliance["name"]))
            return
        create(path, alliance, note=run.note)
        run.say(Text("✓ 已新建 {path}  {name}", "✓ created {path}  {name}")(path=path, name=alliance["name"]),
                Text("  接着：alliancectl {db}member add 单位名称 --joined 2024-05", "  next: alliancectl {db}member add NAME --joined 2024-05")(
                    db=f"--db {path} " if values["file"] else ""))

    fields = [Param(field.key, field.label, (field.flag,), choices=tuple(c.key for c in getattr(field.type, "choices", ())))
              for field in ALLIANCE.fields]
    file = Param("file", Text("记录文件；不写就用默认位置", "the record file; the usual place when left out"), metavar="[FILE]")
    return Command(Text("新建记录文件", "create the record file of an alliance"), run, (file, *fields), writes=True,
                   examples=(Text("alliancectl init --name 氟材料产业技术创新战略联盟", "alliancectl init --name 'Fluorine Materials Alliance'"), KINDS["member"].example))


def _asked(draft: Mapping[str, Any]) -> dict[str, str]:
    """What is missing, asked for at a terminal before there is a file."""
    from alliancectl.cli.asking import Question, answered, explain

    def reader(field: Field) -> Callable[[str], str]:
        def read(typed: str) -> str:
            if not typed:
                raise errors.AnswerNeeded(label=field.label)
            settle_alone(ALLIANCE, {"name": typed, field.key: typed})
            return typed
        return read

    explain()
    fields = [(asked, ALLIANCE.field(asked.key)) for asked in ALLIANCE.asked if not draft.get(asked.key)]
    return answered([
        Question(field.key, NAME() if field.key == "name" else field.label(), reader(field), asked.needed, default=language() if field.key == "language" else "",
                 choices=field.type.among(None) if isinstance(field.type, OneOf) else ())
        for asked, field in fields], {})


def demo() -> Command:
    """`demo [FILE]`: the example alliance in a file of its own, and its yearly report. Again: the same report."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.actions.example import create_example, is_example
        from alliancectl.cli.report import show_year

        run.db = values["file"] or "demo.db"
        if not os.path.lexists(run.db):
            create_example(run.db)
            run.say(Text("✓ 示例联盟已写入 {path}（公开事实注明出处，其余为虚构）", "✓ the example alliance is in {path} (public facts with their sources, the rest fictional)")(path=run.db))
        elif not is_example(run.db):
            raise errors.FileExists(path=run.db)
        show_year(run, "2025")
        run.say("", Text("接着可以：", "Next you can type:")(),
                f"  alliancectl member list --db {run.db}",
                f"  alliancectl capacity show C1 --db {run.db}",
                f"  alliancectl visit add {Text('昨天', 'yesterday')()} M1 {Text('年度走访', 'annual-visit')()} --db {run.db}",
                f"  alliancectl undo --db {run.db}",
                Text("  alliancectl init      开始记录自己的联盟", "  alliancectl init      begin with your own alliance")())

    file = Param("file", Text("写到哪个文件，默认 demo.db", "which file, demo.db when left out"), metavar="[FILE]")
    return Command(Text("示例联盟及其年度报告", "an example alliance, and its yearly report"), run, (file,))
