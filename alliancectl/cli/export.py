"""export: everything that stands, as one JSON or XLSX, or a folder of TOML or CSV."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from alliancectl import errors
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.outfile import write_file
from alliancectl.kinds import KINDS
from alliancectl.kinds.exported import HEAD, place
from alliancectl.kinds.exported_cells import ABOUT, EXACT
from alliancectl.text import Text

if TYPE_CHECKING:
    from alliancectl.kinds.types import Known
    from alliancectl.reports.whole import Everything

FORMS = ("json", "xlsx", "toml", "csv")
FOLDERS = ("toml", "csv")
TARGET = Param("target", Text("文件夹，或 .json、.xlsx 文件；- 为标准输出", "a folder, or a .json or .xlsx file; - for standard output"), metavar="DIR|FILE")


def export() -> Command:
    """`export DIR|FILE`: ids, uids, sources with quotes, lists and units; its import makes the same file again."""
    return Command(
        Text("导出全部记录：JSON、Excel、TOML 文件夹、CSV 文件夹", "export everything: JSON, Excel, a folder of TOML or CSV"), _run, (TARGET,),
        examples=(Text("alliancectl export 联盟.json", "alliancectl export alliance.json"), Text("alliancectl export 联盟-git", "alliancectl export alliance-git"), Text("alliancectl export 表格 --format csv", "alliancectl export tables --format csv"), Text("alliancectl export 联盟.xlsx", "alliancectl export alliance.xlsx")))


def _run(run: Run, values: Values) -> None:
    from alliancectl.reports.whole import whole
    from alliancectl.store.export import unknown_tables

    target = values["target"] or run.out
    if not target:
        raise _usage("没有说导出到哪里", "where to was not said")
    form = _form(target, run.format)
    with run.reading() as connection:
        known = run.desk(connection).known
        everything = whole(connection)
        foreign, count = unknown_tables(connection), everything.size()
        if form in FOLDERS:
            files = _toml(everything, known) if form == "toml" else _csv(run, everything, known)
            changed, gone = write_folder(target, form, files)
            told = Text("，{changed} 个文件有变化，删去 {gone} 个", ", {changed} files changed, {gone} taken away")(changed=changed, gone=gone)
        else:
            kept = _kept(target, _chunks(run, form, everything, known))
            told = "" if target == "-" or write_file(target, kept, keep_from=run.db) else Text("，没有变化", ", unchanged")()
    if target == "-":
        run.out = None
        run.give(kept)
    else:
        run.say(Text("✓ 已导出 {count} 条记录到 {path}{told}", "✓ {count} records exported to {path}{told}")(count=count, path=target, told=told))
    if foreign:
        run.say(Text("  其他程序的表未导出：{names}", "  tables of other programs were not exported: {names}")(names=", ".join(foreign)))


def _kept(target: str, chunks: Iterable[str | bytes]) -> Iterable[str | bytes]:
    """What goes to standard output, kept aside until the record file is closed: nobody waits for a pager."""
    if target != "-":
        return chunks
    from tempfile import SpooledTemporaryFile

    file = SpooledTemporaryFile(max_size=1 << 20)   # noqa: SIM115 (it is closed when it has been read)
    for chunk in chunks:
        file.write(chunk.encode("utf-8", "surrogatepass") if isinstance(chunk, str) else chunk)
    file.seek(0)
    return iter(lambda: file.read(1 << 16), b"")


def _form(target: str, asked: str) -> str:
    """The format by --format, else by the ending; a name without one is a folder of TOML. Raises: Usage."""
    ending = os.path.splitext(target)[1].lstrip(".").lower()
    by_name = "json" if target == "-" else ending if ending in ("json", "xlsx") and not os.path.isdir(target) else "toml"
    form = asked or by_name
    if form not in FORMS:
        raise _usage(f"不能导出为 {form}，可用：{'、'.join(FORMS)}", f"an export has no format {form}; there are {', '.join(FORMS)}")
    if form in FOLDERS and (target == "-" or (ending in ("json", "xlsx", "csv", "toml") and not os.path.isdir(target))):
        raise _usage(f"{form} 导出为文件夹，而“{target}”像是文件名", f"{form} is exported into a folder, and “{target}” looks like a file")
    return form


def _usage(zh: str, en: str) -> errors.Usage:
    return errors.Usage(reason=Text(zh, en), see="alliancectl export --help")


def _chunks(run: Run, form: str, everything: Everything, known: Known) -> Iterator[str | bytes]:
    if form == "json":
        from alliancectl.render.export import as_json

        yield from as_json(everything)
        return
    from alliancectl.render import renderer
    from alliancectl.render.xlsx_values import keeps
    from alliancectl.reports.model import held
    from alliancectl.reports.whole import beside, tables

    lost: list[tuple[str, str]] = []
    report = held(tables(everything, known, keeps, lost))
    yield from renderer("xlsx")(report._replace(sections=(*report.sections, beside(lost))) if lost else report, run.lang)


def _toml(everything: Everything, known: Known) -> Iterator[tuple[str, Iterable[str]]]:
    from alliancectl.render.export import as_toml

    return ((path, (text,)) for path, text in as_toml(everything, known))


def _csv(run: Run, everything: Everything, known: Known) -> Iterator[tuple[str, Iterable[str]]]:
    from alliancectl.render.csv import keeps, render
    from alliancectl.reports.whole import beside, tables

    lost: list[tuple[str, str]] = []
    report = tables(everything, known, keeps, lost)
    for section in report.sections:
        yield f"{section.key}.csv", render(report, run.lang, section.key)
    if lost:   # known when the rest was written
        yield f"{EXACT}.csv", render(report._replace(sections=(beside(lost),)), run.lang)


# ---- folders ------------------------------------------------------------------------------------------------------


def write_folder(path: str, form: str, files: Iterable[tuple[str, Iterable[str]]]) -> tuple[int, int]:
    """Write files into a folder (0700) and take away those of removed records; returns how many changed, how many went.

    Raises: FolderInUse for a folder that no export made, CannotWrite.
    """
    _refuse_folder(path, form)
    changed, kept, folders = 0, set(), {""}
    try:
        for inside, chunks in files:
            folder, _, name = inside.rpartition("/")
            _make_folder(os.path.join(path, folder) if folder else path)
            changed += write_file(os.path.join(path, folder, name), chunks)
            kept.add(inside)
            folders.add(folder)
        gone = [inside for inside in _ours(path, form) if inside not in kept]
        for inside in gone:
            os.unlink(os.path.join(path, inside))
        for folder in {os.path.dirname(inside) for inside in gone} - folders:
            with suppress(OSError):   # something else is in it
                os.rmdir(os.path.join(path, folder))
    except OSError as error:
        raise errors.CannotWrite(path=path, reason=errors.why(error)) from error
    return changed, len(gone)


def _make_folder(path: str) -> None:
    if os.path.islink(path) or (os.path.exists(path) and not os.path.isdir(path)):
        raise errors.CannotWrite(path=path, reason=Text("不是文件夹", "it is no folder"))
    os.makedirs(path, mode=0o700, exist_ok=True)


def _refuse_folder(path: str, form: str) -> None:
    """A folder is used that is empty, that an export made, or that holds nothing but what an export writes. Raises: FolderInUse."""
    if os.path.islink(path) or not os.path.isdir(path):
        return
    ours = {f"{place(kind)}.{form}" for kind in KINDS.values()} | {place(kind) for kind in KINDS.values()} | {_mark(form), f"{EXACT}.{form}"}
    found = sorted(name for name in os.listdir(path) if not name.startswith(".") and name not in ours)
    if found and not os.path.isfile(os.path.join(path, _mark(form))):
        raise errors.FolderInUse(path=path, found=", ".join(found[:5]) + (" …" if len(found) > 5 else ""))


def _mark(form: str) -> str:
    """The file by which a folder shows that an export made it."""
    return f"{HEAD}.toml" if form == "toml" else f"{ABOUT}.csv"


def _ours(path: str, form: str) -> Iterator[str]:
    """The files in a folder that an export of that form writes, as paths inside it."""
    from alliancectl.intake.export import record_files

    if form == "csv" and os.path.isfile(os.path.join(path, f"{EXACT}.csv")):
        yield f"{EXACT}.csv"
    for kind in KINDS.values():
        if form == "csv":
            if os.path.isfile(os.path.join(path, f"{place(kind)}.csv")):
                yield f"{place(kind)}.csv"
        elif os.path.isdir(os.path.join(path, place(kind))):
            yield from (f"{place(kind)}/{name}" for name in record_files(kind, os.path.join(path, place(kind))))
