"""What an import says: progress, what it did, the rows it put aside, and its questions."""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from alliancectl.cli.context import Run
from alliancectl.kinds.record import Kind
from alliancectl.reports.model import Cell, Column, Report, Section, Table
from alliancectl.text import Text
from alliancectl.values.clean import sheet_cell, visible

LISTED = 20      # changes told on a terminal; --json tells more
EVERY = 0.2      # seconds between two signs of progress

SKIPPED = {
    "blank": Text("{count} 个空行", "{count} blank rows"), "totals": Text("{count} 个合计行", "{count} rows of totals"),
    "groups": Text("{count} 个分组或注释行", "{count} rows of groups, notes or repeated headers"), "example": Text("{count} 个示例行", "{count} example rows"),
}


def progress(run: Run) -> Callable[[int], None] | None:
    """A sign of life on a terminal's stderr; None where nobody looks."""
    if run.quiet or not sys.stderr.isatty():
        return None
    last = [time.monotonic()]

    def said(rows: int) -> None:
        if time.monotonic() - last[0] >= EVERY:
            last[0] = time.monotonic()
            sys.stderr.write("\r\x1b[K" + Text("{rows} 行……", "{rows} rows …")(rows=f"{rows:,}") + "\r")
            sys.stderr.flush()

    return said


def result(run: Run, kind: Kind, incoming: Any, found: Any, written: Any, operation: int, said: Sequence[str]) -> None:
    """Tell what was done: a line for people, one object for --json."""
    wrote = bool(found.new or found.changed or written.left or written.created)
    run.say(*said)
    if run.format or run.out:
        run.show(_report(run, kind, incoming, found, written, operation if wrote and not run.dry_run else None))
    else:
        _talk(run, kind, incoming, found, written, operation, wrote)


def _talk(run: Run, kind: Kind, incoming: Any, found: Any, written: Any, operation: int, wrote: bool) -> None:
    for ref in written.created[:LISTED]:
        run.say(f"+ {ref.code} {ref.name}")
    if len(written.created) > LISTED:
        run.say(Text("+ …… 共新建 {count} 个", "+ … {count} created in all")(count=len(written.created)))
    line = f"{incoming.name}: {_counts(kind, found, written)}"
    if wrote:
        run.done(line, operation)
    else:
        run.say(line, Text("没有变化", "nothing changes")())
    for record, told in found.changes[:LISTED]:
        run.say(f"  {record}", *(f"    {name}: {old} → {new}" for name, old, new in told))
    if found.changed > LISTED:
        run.say(Text("  …… 共 {count} 条有变化", "  … {count} changed in all")(count=found.changed))
    run.say(*_left_out(run, found))
    run.say(*_edition(found, written))


def _counts(kind: Kind, found: Any, written: Any) -> str:
    ids = f" ({written.first}–{written.last})" if written.first != written.last else f" ({written.first})" if written.first else ""
    return Text("{kind}新增 {new}{ids}，改动 {changed}，相同 {same}", "{plural}: {new} new{ids}, {changed} changed, {same} the same")(
        kind=kind.label, plural=kind.plural, new=found.new, ids=ids, changed=found.changed, same=found.same)


def _left_out(run: Run, found: Any) -> Iterator[str]:
    parts = [SKIPPED[key](count=len(rows)) for key, rows in found.skipped.items() if rows]
    if parts:
        yield Text("  跳过：{parts}", "  left out: {parts}")(parts=", ".join(parts))
    if found.repeated:
        rows = ", ".join(map(str, found.repeated[:10])) + (" …" if len(found.repeated) > 10 else "")
        yield Text("  与前面的行重复，未再导入：{rows}", "  the same as an earlier row, not imported again: {rows}")(rows=rows)
    if len(found.bad):
        yield Text("  有问题未导入：{count} 行", "  refused and put aside: {count} rows")(count=len(found.bad))


def _edition(found: Any, written: Any) -> Iterator[str]:
    """Who is missing from a later edition of a list of members, and who may have got a new name."""
    if written.left:
        yield Text("  记为退出：{count} 个", "  marked as left: {count}")(count=written.left)
    elif found.missing:
        named = ", ".join(f"{member.code} {member.ref.name}" for member in found.missing[:LISTED])
        yield Text("  文件中没有的成员：{named}{more}（退出了就加 --mark-left 日期）", "  members that the file lacks: {named}{more} (if they left: --mark-left WHEN)")(
            named=named, more=" …" if len(found.missing) > LISTED else "")
    for old, new in found.renamed[:LISTED]:
        yield Text("  可能是改名：{old} → {new}（alliancectl member rename）", "  perhaps renamed: {old} → {new} (alliancectl member rename)")(old=old, new=new)


def _report(run: Run, kind: Kind, incoming: Any, found: Any, written: Any, operation: int | None) -> Report:
    counts = {"rows": found.rows, "new": found.new, "changed": found.changed, "same": found.same, "repeated": len(found.repeated),
              "refused": len(found.bad), "left": written.left, "created": len(written.created)}
    data = {
        "file": incoming.name, "sha256": incoming.sha256, "kind": kind.key, "dry_run": run.dry_run,
        "operation": None if operation is None else f"#{operation}", **counts, "first": written.first or None, "last": written.last or None,
        "created": [{"id": ref.code, "name": ref.name} for ref in written.created],
        "changes": [{"record": record, "fields": [{"field": name, "old": old, "new": new} for name, old, new in told]} for record, told in found.changes],
        "skipped": {key: len(rows) for key, rows in found.skipped.items()}, "missing": [member.code for member in found.missing],
        "renamed": [{"old": old, "new": new} for old, new in found.renamed],
    }
    title = Text("导入", "import")
    rows = tuple({"what": Cell(key, key), "count": Cell(str(count), count)} for key, count in counts.items())
    table = Table("import", title, (Column("what", Text("项", "what")), Column("count", Text("数", "count"), "right")), rows)
    return Report("import", title, (Section("import", title, (table,)),), data=data)


def rows_as_csv(header: Sequence[str], bad: Iterable[tuple[int, tuple[str, ...], list[Any]]]) -> Iterator[str]:
    """Refused rows under the file's own header, for Excel and WPS: BOM, and no cell that would be run."""
    names: dict[str, None] = dict.fromkeys(header)
    bad = list(bad)
    for _, own, _ in bad:
        names.update(dict.fromkeys(own))
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([sheet_cell(name) for name in names] if len(names) >= len(header) else header)
    for _, own, cells in bad:
        if own == tuple(header):
            writer.writerow([_safe(cell) for cell in cells])
        else:
            held = dict(zip(own, cells, strict=False))
            writer.writerow([_safe(held.get(name)) for name in names])
    yield "\ufeff"
    yield buffer.getvalue()


def _safe(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list | dict):
        import json

        return json.dumps(cell, ensure_ascii=False)
    return sheet_cell(str(cell))


def ask_columns(kind: Kind, unknown: Sequence[str], header: Sequence[str], first: Sequence[Any]) -> list[tuple[str, str]]:
    """What each unknown column means; Enter leaves it out."""
    from alliancectl.cli.asking import ask
    from alliancectl.intake.fields import field_of, fields

    print(Text("可用字段：{known}", "fields: {known}")(known=", ".join(field.key for field in fields(kind))), file=sys.stderr)
    answers = []
    for name in unknown:
        at = list(header).index(name)
        seen = [visible(str(row.cells[at]))[:30] for row in first if at < len(row.cells) and row.cells[at] is not None]
        while True:
            said = ask(f"“{visible(name)[:60]}” ({' / '.join(seen)}) = " + Text("字段，回车不导入", "field, Enter leaves it out")())
            field = field_of(kind, said) if said else None
            if not said or field:
                answers.append((name, field.key if field else ""))
                break
    return answers
