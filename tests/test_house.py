"""The walls of the house: which room may know which, where SQL, Typer, Rich and heavy libraries live, what start-up loads."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import alliancectl
from alliancectl import errors

HOUSE = Path(alliancectl.__file__).parent

LOW = ("text", "errors", "values", "kinds")
KNOWS = {   # room -> the rooms it may know, itself aside
    "text": (),
    "errors": LOW[:1],
    "values": LOW[:2],
    "kinds": LOW[:3],
    "store": LOW,
    "shipped": (),
    "actions": (*LOW, "store", "shipped", "intake"),   # it settles the drafts of intake
    "reports": (*LOW, "store"),
    "render": (*LOW, "reports"),
    "intake": LOW,
    "cli": (*LOW, "store", "shipped", "actions", "reports", "render", "intake"),
    "__main__": ("cli",),
    "__init__": (),
}
LIVES_IN = {   # library -> its home
    "typer": ("cli/",),
    "rich": ("render/terminal.py", "cli/"),
    "sqlite3": ("store/",),
    "sqlite_utils": ("store/",),
    "pypinyin": ("values/names.py",),
    "tomli_w": ("cli/config.py", "cli/form.py", "render/export.py"),
    "openpyxl": ("intake/xlsx_child.py", "render/xlsx"),   # the workbook, its styles, its charts, its file
    "docx": ("render/docx.py",),
    "typst": ("render/pdf.py",),
}
AT_ONCE = {"typer": "cli/typer_core.py", "sqlite3": "store/"}   # imported with the module; the rest when used
SQL = re.compile(
    r"\b(SELECT\b.*\bFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\b.*\bSET|DELETE\s+FROM|CREATE\s+(TABLE|VIEW|INDEX|TRIGGER)|DROP\s+TABLE"
    r"|PRAGMA\s+\w+|BEGIN\s+IMMEDIATE|ORDER\s+BY|IS\s+(NOT\s+)?NULL|JOIN\b.*\bON)\b|=\s*\?", re.DOTALL)

SAMPLE = re.compile(r'alliancectl sql "[^"]*"')   # what a person is told to type is no statement of ours


class Room(NamedTuple):
    """One module: its path inside the package, its tree."""

    path: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")


class Imported(NamedTuple):
    """One import: the module, whether it runs when its module is loaded, whether only the type checker sees it."""

    module: str
    line: int
    at_once: bool
    for_types: bool


ROOMS = [Room(path.relative_to(HOUSE).as_posix(), ast.parse(path.read_text("utf-8"))) for path in sorted(HOUSE.rglob("*.py"))]


def test_every_room_has_its_place() -> None:
    assert sorted({room.name for room in ROOMS} - set(KNOWS)) == []


def test_a_room_knows_only_the_rooms_below_it() -> None:
    broken = [
        f"{room.path}:{found.line} knows {found.module}"
        for room in ROOMS for found in imports(room.tree)
        if found.module.split(".")[0] == "alliancectl" and _room_of(found.module) not in ("__init__", room.name, *KNOWS[room.name])]
    assert broken == []


def test_sql_is_written_only_in_the_store() -> None:
    broken = [
        f"{room.path}:{line} {text[:60]!r}"
        for room in ROOMS if room.name != "store" for line, text in words(room.tree) if SQL.search(SAMPLE.sub("", text))]
    assert broken == []


def test_only_the_store_runs_statements() -> None:
    broken = [
        f"{room.path}:{node.lineno} .{node.func.attr}()"
        for room in ROOMS if room.name != "store" for node in ast.walk(room.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("execute", "executemany", "executescript")]
    assert broken == []


def test_outside_the_store_sqlite3_is_a_word_of_annotations() -> None:
    broken = [
        f"{room.path}:{node.lineno}" for room in ROOMS if room.name != "store"
        for node in _outside_annotations(room.tree) if isinstance(node, ast.Name) and node.id == "sqlite3"]
    assert broken == []


def test_each_library_lives_in_its_home() -> None:
    broken = [
        f"{room.path}:{found.line} {library}"
        for room in ROOMS for found in imports(room.tree)
        if (library := found.module.split(".")[0]) in LIVES_IN and not found.for_types
        and not (library == "sqlite3" and room.name != "store")   # the annotations' import; the test above watches it
        and not room.path.startswith(LIVES_IN[library])]
    assert broken == []


def test_no_library_comes_in_unseen() -> None:
    foreign = {
        found.module.split(".")[0] for room in ROOMS for found in imports(room.tree)
    } - set(sys.stdlib_module_names) - set(LIVES_IN) - {"alliancectl"}
    assert foreign == set()


def test_heavy_libraries_are_imported_where_they_are_needed() -> None:
    broken = [
        f"{room.path}:{found.line} {library}"
        for room in ROOMS for found in imports(room.tree)
        if (library := found.module.split(".")[0]) in LIVES_IN and found.at_once and not found.for_types and library != "sqlite3"
        and not room.path.startswith(AT_ONCE.get(library, "nowhere"))]
    assert broken == []


def test_a_module_of_named_tuples_does_not_postpone_its_annotations() -> None:
    """Before Python 3.14 a postponed annotation of a NamedTuple is compiled at import. A report loads four hundred: four milliseconds."""
    broken = [
        room.path for room in ROOMS
        if any(found.module == "__future__" for found in imports(room.tree))
        and any(isinstance(node, ast.ClassDef) and any(isinstance(base, ast.Name) and base.id == "NamedTuple" for base in node.bases)
                for node in ast.walk(room.tree))]
    assert broken == []


# ---- what one short command loads ---------------------------------------------------------------------------------

BARE = """
import sys
import typer
from typer.main import get_command
app = typer.Typer(add_completion=False, rich_markup_mode=None)
@app.command()
def one(name: str = typer.Option(None, "--name")): print(name)
@app.command()
def two(): print(2)
get_command(app).main(["one"], standalone_mode=False)
print("\\nLOADED", *sys.modules)
"""
OURS = """
import sys
from alliancectl.cli.run import main
code = main(sys.argv[1:])
print("\\nLOADED", *sys.modules)
sys.exit(code)
"""
# What we load on top of Typer. A name more here is a few milliseconds more on every command.
CHEAP = {"__future__", "sqlite3", "sqlite3.dbapi2", "_sqlite3", "unicodedata"}
JSON = {"json", "json.decoder", "json.encoder", "json.scanner", "_json"}
WRITES = JSON | {"hashlib", "_hashlib", "_blake2", "_sha2"}   # the digest of an operation is taken over lines of JSON
COUNTS = {"decimal", "_decimal", "numbers"}


@pytest.mark.parametrize(("line", "allowed"), [
    ("member list", CHEAP),
    ("member list --json", CHEAP | JSON),
    ("visit list", CHEAP),
    ("visit add 2026-05-14 M1 年度走访", CHEAP | WRITES),
    ("report year 2025", CHEAP | COUNTS),
])
def test_a_command_loads_nothing_heavy(line: str, allowed: set[str], demo: Path) -> None:
    loaded = _loaded(OURS, *line.split(), "--db", str(demo)) - _loaded(BARE)
    assert sorted(name for name in loaded if name.split(".")[0] != "alliancectl" and name not in allowed) == []


@pytest.mark.parametrize("line", ["member list", "visit add 2026-05-14 M1 年度走访", "report year 2025"])
def test_no_command_loads_the_libraries_it_does_not_need(line: str, demo: Path) -> None:
    loaded = {name.split(".")[0] for name in _loaded(OURS, *line.split(), "--db", str(demo))}
    heavy = {"rich", "sqlite_utils", "openpyxl", "pypinyin", "tomllib", "tomli_w", "dataclasses", "docx", "typst", "pydantic"}
    assert loaded & heavy == set()


@pytest.mark.parametrize(("line", "drawn"), [("member list", True), ("visit list date:1999", False)])
def test_rich_is_loaded_for_a_table_with_rows_alone(line: str, drawn: bool, demo: Path) -> None:
    loaded = _loaded(OURS, *line.split(), "--format", "table", "--db", str(demo))
    assert ("rich" in loaded) is drawn


FRONT = """
import sys
from alliancectl.cli.run import main
code = main(sys.argv[1:])
loaded = sorted({"typer", "typer.main", "typer.params", "typer.completion"} & set(sys.modules))
import typer
app = typer.Typer()
@app.command()
def whole(name: str = typer.Option("whole")): print(name)
app([], standalone_mode=False)
print("\\nLOADED", *loaded or ["nothing"])
"""


def test_the_front_of_typer_is_not_loaded_and_can_be_later(demo: Path) -> None:
    assert _loaded(FRONT, "member", "list", "--db", str(demo)) == {"nothing"}


def test_a_command_loads_the_modules_of_no_other_command(demo: Path) -> None:
    loaded = _loaded(OURS, "member", "list", "--db", str(demo))
    others = {"start", "report", "log", "config", "memberships", "names", "follow_ups", "standings", "topics", "usage", "outfile"}
    assert sorted(name for name in loaded if name.startswith("alliancectl.cli.") and name.split(".")[2] in others) == []


@pytest.mark.parametrize("line", ["member list", "visit list"])
def test_a_list_does_not_load_how_records_are_written_or_searched(line: str, demo: Path) -> None:
    loaded = _loaded(OURS, *line.split(), "--db", str(demo))
    assert sorted(name for name in loaded if name.startswith(
        ("alliancectl.actions.", "alliancectl.store.history", "alliancectl.store.search", "alliancectl.values.query", "alliancectl.cli.records"))) == []


@pytest.mark.parametrize("line", ["member list", "visit add 2026-05-14 M1 年度走访", "report year 2025", "capacity list", "log", "check", "undo", "sql SELECT(1)"])
def test_what_succeeds_loads_no_failures(line: str, demo: Path) -> None:
    """They are two hundred classes; an annotation that is not postponed, or a check of an option that was not given, would load all."""
    loaded = _loaded(OURS, *line.split(), "--db", str(demo))
    assert {name for name in loaded if name.startswith("alliancectl.errors.")} == {"alliancectl.errors.failure"}


def test_a_failure_is_found_by_its_name_wherever_it_stands() -> None:
    assert all(getattr(errors, cls.__name__) is cls for cls in errors.every())
    assert "NoFile" in vars(errors), "the next time it is there: of a file a hundred thousand rows may be refused"
    with pytest.raises(AttributeError, match="NoSuchFailure"):
        errors.NoSuchFailure  # type: ignore[attr-defined]  # noqa: B018 (asking for it is what is tried)


OPENED = """
import sqlite3, sys
opened = []
sqlite3.connect = lambda *args, connect=sqlite3.connect, **more: opened.append(args) or connect(*args, **more)
from alliancectl.cli.run import main
code = main(sys.argv[1:])
print("\\nLOADED", *(f"file{at}" for at in range(len(opened))))
sys.exit(code)
"""


@pytest.mark.parametrize("line", ["member list", "member show M1", "visit add 2026-05-14 M1 年度走访", "report year 2025"])
def test_a_command_opens_the_record_file_once(line: str, demo: Path) -> None:
    assert _loaded(OPENED, *line.split(), "--db", str(demo)) == {"file0"}


LEFT = """
import gc, os, sys
from alliancectl.__main__ import run
def left(code, leave=os._exit):
    print("\\nLOADED", f"exit-{code}", f"each-{gc.get_threshold()[0]}", flush=True)
    leave(0)
os._exit = left
run()
"""


def test_a_short_command_looks_for_no_garbage_leaves_at_once_and_says_its_exit_code(demo: Path) -> None:
    assert _loaded(LEFT, "member", "list", "--db", str(demo)) == {"exit-0", "each-50000"}
    assert _loaded(LEFT, "member", "show", "M999", "--db", str(demo)) == {"exit-3", "each-50000"}


def _loaded(program: str, *argv: str) -> set[str]:
    """The modules that a fresh interpreter has loaded at the end of a program."""
    done = subprocess.run([sys.executable, "-c", program, *argv], capture_output=True, encoding="utf-8", check=False, timeout=60,
                          env={"ALLIANCECTL_TODAY": "2026-06-30", "PATH": "", "PYTHONPATH": str(HOUSE.parent), "PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rsplit("LOADED ", 1)[1].split())


# ---- reading the source -------------------------------------------------------------------------------------------


def imports(tree: ast.Module) -> Iterator[Imported]:
    """Every import of a module, in functions too; `from package import module` counts as that module."""
    typed = {id(node) for found in ast.walk(tree) if _is_for_types(found) for node in ast.walk(found)}
    later = {id(node) for found in ast.walk(tree) if isinstance(found, ast.FunctionDef) for node in ast.walk(found)}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            names = [f"{node.module}.{alias.name}" if node.module == "alliancectl" else str(node.module) for alias in node.names]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module" and isinstance(node.args[0], ast.Constant):
            names = [str(node.args[0].value)]
        for name in names:
            yield Imported(name, node.lineno, id(node) not in later, id(node) in typed)


def words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string of a module that is no docstring; an f-string is one string, its slots left out."""
    docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                  if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | inside:
            yield node.lineno, node.value


def _room_of(module: str) -> str:
    """The room of a module; `from alliancectl import __version__` knows no room."""
    name = module.split(".")[1] if "." in module else ""
    return name if name in KNOWS else "__init__"


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _outside_annotations(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those of annotations."""
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST):
                yield node
                yield from _outside_annotations(node)
