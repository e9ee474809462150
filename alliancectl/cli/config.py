"""config: the user's settings."""

from __future__ import annotations

import os

from alliancectl import errors
from alliancectl.cli import settings
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.reports.model import Cell, Column, Report, Section, Table
from alliancectl.text import Text

KEY = Param("key", Text("设置项：db、lang、color、backups", "the setting: db, lang, color, backups"), metavar="KEY")
ALLOWED = {"lang": ("zh", "en"), "color": ("auto", "always", "never")}


def list_() -> Command:
    """`config list`."""
    def run(run: Run, values: Values) -> None:
        held = settings.load()
        rows = tuple({"key": Cell(key, key), "value": Cell(str(held.get(key, "")), held.get(key))} for key in settings.KEYS)
        title = Text("设置", "settings")
        table = Table("settings", title, (Column("key", Text("项", "setting")), Column("value", Text("值", "value"))), rows)
        run.show(Report("settings_list", title, (Section("settings", title, (table,)),), data={key: held.get(key) for key in settings.KEYS}))

    return Command(Text("全部设置", "all settings"), run)


def get() -> Command:
    """`config get KEY`."""
    def run(run: Run, values: Values) -> None:
        run.answer(str(settings.load().get(_known(values["key"]), "")))

    return Command(Text("查看一项设置", "one setting"), run, (KEY,))


def set_() -> Command:
    """`config set KEY [VALUE]`: without a value the setting is taken away."""
    def run(run: Run, values: Values) -> None:
        import tomli_w

        from alliancectl.cli.outfile import write_file

        key, value = _known(values["key"]), values["value"]
        if value and key in ALLOWED and value not in ALLOWED[key]:
            raise errors.NotAChoice(text=value, known=", ".join(ALLOWED[key]))
        if value and key == "backups" and not (value.isascii() and value.isdigit() and 1 <= int(value) <= 1000):
            raise errors.NotANumber(text=value)
        wanted = os.path.abspath(value) if key == "db" and value else value
        if wanted and any("\ud800" <= character <= "\udfff" for character in wanted):
            raise errors.NameIsNoText(text=wanted)
        held = {**settings.load(), key: wanted}
        os.makedirs(os.path.dirname(settings.path()) or ".", mode=0o700, exist_ok=True)
        write_file(settings.path(), [tomli_w.dumps({name: one for name, one in held.items() if one})])
        run.say(f"✓ {key} = {held[key] or ''}")

    value = Param("value", Text("值；不写就去掉这一项", "the value; without one the setting is taken away"), metavar="[VALUE]")
    return Command(Text("设定一项", "change a setting"), run, (KEY, value))


def path() -> Command:
    """`config path`."""
    def run(run: Run, values: Values) -> None:
        run.answer(settings.path())

    return Command(Text("设置文件的位置", "where the settings are kept"), run)


def _known(key: str | None) -> str:
    if key not in settings.KEYS:
        raise errors.UnknownSetting(text=key or "", known=", ".join(settings.KEYS))
    return str(key)
