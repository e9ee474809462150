"""The table that completion is answered from, made from the commands: ``python -m alliancectl.cli.completion_table`` writes it anew.

Answering a Tab may not import the commands, so what they say is kept as plain data in completion_words.py; a test compares the two.
What may stand for a value is a short text:

    file · ref KIND · refs KIND (several, with commas) · place (MEMBER[/SITE]) · one NAME (of CHOICES) · list KEY (of the file)
    unit · set KIND (FIELD=VALUE) · query KIND · help · empty: nothing is offered · None: a switch, there is no value
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from alliancectl.actions.check import CHECKS
from alliancectl.cli import settings
from alliancectl.cli.command import COMMON, WRITING, Command, Param
from alliancectl.cli.topics import TOPICS
from alliancectl.cli.topics_failures import allowed
from alliancectl.cli.tree import Branch, Leaf, tree
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Flag, Listed, Name, OneOf, Reference, UnitOf
from alliancectl.store.reach import reaches
from alliancectl.text import Text

PLACE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "completion_words.py")
Words = tuple[str, str, str]   # the word, what it is in Chinese and in English


def source() -> str:
    """The text of completion_words.py."""
    lines = ['"""What completion offers. Made by `python -m alliancectl.cli.completion_table`; not written by hand."""']
    for name, value in table().items():
        lines += ["", f"{name}: {_TYPES[name]} = {{", *(f"    {key!r}: {one!r}," for key, one in value.items()), "}"]
    return "\n".join(lines) + "\n"


_TYPES = {
    "COMMANDS": "dict[str, tuple[tuple[str, str, str], ...]]",
    "OPTIONS": "dict[str, tuple[tuple[tuple[str, ...], str | None, bool, str, str], ...]]",
    "ARGUMENTS": "dict[str, tuple[str, ...]]",
    "FIELDS": "dict[str, tuple[tuple[str, str, str, str, str, bool], ...]]",
    "KINDS": "dict[str, tuple[str, str, bool]]",
    "CHOICES": "dict[str, tuple[tuple[str, str, str], ...]]",
}


def table() -> dict[str, dict[str, Any]]:
    """COMMANDS: words after a noun ("" for the first). OPTIONS and ARGUMENTS by command; those of every command under "",
    of every command that writes under "!". FIELDS of a kind: key, value, words, option, whether --set takes it. KINDS: letter, naming
    column, whether it has names. CHOICES."""
    made = _Table()
    made.options[""] = tuple(made.option("", param) for param in COMMON)
    made.options["!"] = tuple(made.option("", param) for param in WRITING)
    words = tree()
    made.commands[""] = tuple((word, *node.about) for word, node in words.items())
    for word, node in words.items():
        if isinstance(node, Branch):
            made.commands[word] = tuple((verb, *leaf.about) for verb, leaf in node.verbs.items())
            for verb, leaf in node.verbs.items():
                made.command(f"{word} {verb}", leaf)
        else:
            made.command(word, node)
    for kind in KINDS.values():
        settable = [field.key for field in kind.fields if not field.hidden]
        made.fields[kind.key] = tuple(
            (key, made.of_field(kind, one.field), *one.field.label, one.field.option, key in settable) for key, one in reaches(kind).items())
    made.choices["setting"] = tuple((key, "", "") for key in settings.KEYS)
    made.choices["check"] = tuple((code, *check.about) for code, check in CHECKS.items())
    made.choices["topic"] = tuple((name, *topic.about) for name, topic in TOPICS.items())
    named = {kind.key: (kind.letter, *_naming(kind)) for kind in KINDS.values()}
    return {"COMMANDS": made.commands, "OPTIONS": made.options, "ARGUMENTS": made.arguments, "FIELDS": made.fields, "KINDS": named,
            "CHOICES": dict(sorted(made.choices.items()))}


class _Table:
    """The table while it is made."""

    def __init__(self) -> None:
        self.commands: dict[str, tuple[Words, ...]] = {}
        self.options: dict[str, tuple[Any, ...]] = {}
        self.arguments: dict[str, tuple[str, ...]] = {}
        self.fields: dict[str, tuple[Any, ...]] = {}
        self.choices: dict[str, tuple[Words, ...]] = {}

    def command(self, path: str, leaf: Leaf) -> None:
        """Add what a command takes; one that writes has a first argument ``!``."""
        command: Command = leaf.load()
        self.options[path] = tuple(self.option(path, param) for param in command.params if param.flags)
        arguments = [(self.value(path, param) or "") + ("*" if param.many else "") for param in command.params if not param.flags]
        self.arguments[path] = ("!" if command.writes else "", *arguments)

    def option(self, path: str, param: Param) -> tuple[tuple[str, ...], str | None, bool, str, str]:
        """Its flags, what may stand for its value, whether it is given several times, and the words about it."""
        return param.flags, self.value(path, param), param.many, param.help.zh, param.help.en

    def value(self, path: str, param: Param) -> str | None:
        """What may stand for the value of a parameter."""
        kind = KINDS.get(path.split(" ")[0].replace("-", "_"))
        if param.switch:
            return None
        if (path.split(" ")[0], param.key) in _SPECIAL:
            return _SPECIAL[path.split(" ")[0], param.key]
        words = param.metavar.strip("[]").split("|")   # words to choose from, or what a value stands for (YEAR)
        if set(words) <= {"FILE", "DIR", "FOLDER", "-"}:
            return "file"
        if param.key in ("ref", "set", "query") and kind:
            return f"{param.key} {kind.key}"
        choices = param.choices or (tuple(words) if len(words) > 1 and "".join(words).islower() else ())
        field = _field(kind, param) if kind else None
        if field and not (param.key == "note" or (isinstance(field.type, OneOf) and choices and not isinstance(field.type, Listed))):
            return self.of_field(kind, field)
        if param.key == "allow":
            choices = tuple(cls.code for cls in allowed())
        return self.one(param.key if not kind else f"{kind.key}.{param.key}", choices, field) if choices else ""

    def of_field(self, kind: Kind | None, field: Field) -> str:
        """What may stand for the value of a field."""
        if isinstance(field.type, Reference):
            return f"ref {field.type.reference}"
        if isinstance(field.type, Listed):
            return f"list {field.type.list_key}"
        if isinstance(field.type, OneOf):
            return self.one(f"{kind.key}.{field.key}" if kind else field.key, tuple(one.key for one in field.type.choices), field)
        if isinstance(field.type, Flag):
            self.choices["flag"] = (("yes", "是", "yes"), ("no", "否", "no"))
            return "one flag"
        return "unit" if isinstance(field.type, UnitOf) else ""

    def one(self, name: str, keys: tuple[str, ...], field: Field | None) -> str:
        """One of some words, with their labels where a field of the records has them."""
        labels = {choice.key: choice.label for choice in _labelled(keys, field)}
        self.choices[name] = tuple((key, *labels.get(key, Text("", ""))) for key in keys)
        return f"one {name}"


_SPECIAL: dict[tuple[str, str], str] = {
    ("visit", "members"): "refs member", ("capacity", "member"): "place", ("help", "asked"): "help", ("log", "what"): "ref member", ("redact", "ref"): "ref member",
    ("config", "key"): "one setting", ("check", "codes"): "one check", ("report", "name"): "ref issued",
}


def _field(kind: Kind, param: Param) -> Field | None:
    """The field that a parameter of a kind's command sets; a member's spells have theirs in another kind."""
    key = param.key.removesuffix("_more")
    for one in (kind, KINDS["membership"]):
        for field in one.fields + one.also:
            if field.key == key:
                return field
    if key in KINDS:   # `--source` of an alias
        return Field(key, KINDS[key].label, Reference(key))
    return None


def _labelled(keys: tuple[str, ...], field: Field | None) -> Iterator[Any]:
    types = [field.type] if field else [one.type for kind in KINDS.values() for one in kind.fields]
    for one in types:
        if isinstance(one, OneOf) and {choice.key for choice in one.choices} == set(keys):
            yield from one.choices


def _naming(kind: Kind) -> tuple[str, bool]:
    """The column that names a record of a kind, and whether it is a name by which a record is found."""
    field = next((field for field in kind.single if field.key == kind.titled and not field.type.reference), None)
    return (field.key, isinstance(field.type, Name)) if field else ("", False)


if __name__ == "__main__":
    with open(PLACE, "w", encoding="utf-8") as file:
        file.write(source())
