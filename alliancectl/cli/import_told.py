"""What an import says: progress, what it did, the rows it put aside, and its questions."""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from shlex import quote
from typing import TYPE_CHECKING, Any

from alliancectl.actions.importing.items import Refused
from alliancectl.cli.context import Run
from alliancectl.kinds.record import Kind
from alliancectl.reports.model import Cell, Column, Report, Section, Table
from alliancectl.text import Text
from alliancectl.values.clean import sheet_cell, visible

if TYPE_CHECKING:   # how they are read and written is loaded by import_.py, when it is known that there is something to import
    from alliancectl.actions.importing.reading import Read
    from alliancectl.actions.importing.saving import Written
    from alliancectl.intake.rows import Row
    from alliancectl.intake.source import Incoming

LISTED = 20      # changes told on a terminal; --json tells more
FIRST = 1000     # rows below which no sign of progress is given
EVERY = 0.2      # seconds between two signs

AND = Text("、", ", ")
SKIPPED = {   # one, several
    "blank": (Text("1 个空行", "1 blank row"), Text("{count} 个空行", "{count} blank rows")),
    "totals": (Text("1 个合计行", "1 row of totals"), Text("{count} 个合计行", "{count} rows of totals")),
    "groups": (Text("1 个分组、注释或重复表头行", "1 row of a group, a note or the header again"),
               Text("{count} 个分组、注释或重复表头行", "{count} rows of groups, notes or the header again")),
    "example": (Text("1 个示例行", "1 example row"), Text("{count} 个示例行", "{count} example rows")),
}
REPEATED = (Text("  与前面的行重复，未再导入：第 {rows} 行", "  the same as an earlier row, not imported again: row {rows}"),
            Text("  与前面的行重复，未再导入：第 {rows} 行", "  the same as an earlier row, not imported again: rows {rows}"))
REFUSED = (Text("  有问题未导入：1 行", "  refused and put aside: 1 row"),
           Text("  有问题未导入：{count} 行", "  refused and put aside: {count} rows"))


class Progress:
    """A sign of life on a terminal's stderr, a line that is written over; nothing where nobody looks, or for a file that is soon read."""

    def __init__(self, run: Run) -> None:
        self.shown = not run.quiet and sys.stderr.isatty()
        self.last = 0.0

    def __call__(self, rows: int) -> None:
        """So many rows are done."""
        now = time.monotonic()
        if self.shown and rows >= FIRST and (not self.last or now - self.last >= EVERY):
            self.last = now
            self._write(Text("{rows} 行……", "{rows} rows …")(rows=f"{rows:,}"))

    def close(self) -> None:
        """Clear the line for what is said next."""
        if self.last:
            self._write("")

    def _write(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def result(run: Run, kind: Kind, incoming: Incoming, found: Read, written: Written, operation: int, said: Sequence[str]) -> None:
    """Tell what was done: a line for people, one object for --json."""
    wrote = bool(found.new or found.changed or written.left or written.created)
    run.say(*said)
    if run.format or run.out:
        run.show(_report(run, kind, incoming, found, written, operation if wrote and not run.dry_run else None))
    else:
        _talk(run, kind, incoming, found, written, operation, wrote)


def _talk(run: Run, kind: Kind, incoming: Incoming, found: Read, written: Written, operation: int, wrote: bool) -> None:
    for ref in written.created[:LISTED]:
        run.say(f"+ {ref.code} {ref.name}")
    if len(written.created) > LISTED:
        run.say(Text("+ …… 共新建 {count} 个", "+ … {count} created in all")(count=len(written.created)))
    line = Text("{file}：{counts}", "{file}: {counts}")(file=incoming.name, counts=_counts(kind, found, written))
    if wrote:
        run.done(line, operation)
    else:
        run.say(line, Text("没有变化", "nothing changes")())
    for record, told in found.changes[:LISTED]:
        run.say(f"  {record}", *(f"    {name}: {old} → {new}" for name, old, new in told))
    if found.changed > LISTED:
        run.say(Text("  …… 共 {count} 条有变化", "  … {count} changed in all")(count=found.changed))
    run.say(*_left_out(found))
    run.say(*_edition(found, written))


def _counts(kind: Kind, found: Read, written: Written) -> str:
    numbers = f"{written.first}–{written.last}" if written.first != written.last else written.first
    ids = Text("（{numbers}）", " ({numbers})")(numbers=numbers) if numbers else ""
    return Text("{kind}新增 {new}{ids}，改动 {changed}，相同 {same}", "{plural}: {new} new{ids}, {changed} changed, {same} the same")(
        kind=kind.label, plural=kind.plural, new=found.new, ids=ids, changed=found.changed, same=found.same)


def _left_out(found: Read) -> Iterator[str]:
    parts = [SKIPPED[key][len(rows) > 1](count=len(rows)) for key, rows in found.skipped.items() if rows]
    if parts:
        yield Text("  跳过：{parts}", "  left out: {parts}")(parts=AND().join(parts))
    if found.repeated:
        rows = AND().join(map(str, found.repeated[:10])) + (Text("……", " …")() if len(found.repeated) > 10 else "")
        yield REPEATED[len(found.repeated) > 1](rows=rows)
    if len(found.bad):
        yield REFUSED[len(found.bad) > 1](count=len(found.bad))


def _edition(found: Read, written: Written) -> Iterator[str]:
    """Who is new in a later edition of a list of members, who is missing from it, and who may have got a new name."""
    if found.joined:
        more = Text("……", " …")() if len(found.joined) > LISTED else ""
        yield Text("  新出现的成员：{named}{more}", "  members that are new in the file: {named}{more}")(named=AND().join(found.joined[:LISTED]), more=more)
    if written.left:
        yield Text("  记为退出：{count} 个", "  marked as left: {count}")(count=written.left)
    elif found.missing:
        named = AND().join(f"{member.code} {member.ref.name}" for member in found.missing[:LISTED])
        yield Text("  文件中没有的成员：{named}{more}（退出了就加 --mark-left 日期）", "  members that the file lacks: {named}{more} (if they left: --mark-left WHEN)")(
            named=named, more=Text("……", " …")() if len(found.missing) > LISTED else "")
    for old, new in found.renamed[:LISTED]:
        command = f"alliancectl member rename {old.partition(' ')[0]} {quote(new)}"
        yield Text("  可能是改名：{old} → {new}（是就先 {command}）", "  perhaps renamed: {old} → {new} (if so, first: {command})")(old=old, new=new, command=command)


def _report(run: Run, kind: Kind, incoming: Incoming, found: Read, written: Written, operation: int | None) -> Report:
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


def rows_as_csv(header: Sequence[str], bad: Iterable[Refused]) -> Iterator[str]:
    """Refused rows under the file's own header, for Excel and WPS: BOM, and no cell that would be run. `bad` is gone through twice."""
    names: dict[str, None] = dict.fromkeys(header)
    for row in bad:
        names.update(dict.fromkeys(row.header))
    yield "\ufeff" + _csv_line([sheet_cell(name) for name in names] if len(names) >= len(header) else header)
    for row in bad:
        held = dict(zip(row.header, row.cells, strict=False))
        yield _csv_line([_safe(cell) for cell in row.cells] if row.header == tuple(header) else [_safe(held.get(name)) for name in names])


def _csv_line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _safe(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list | dict):
        import json

        return json.dumps(cell, ensure_ascii=False)
    return sheet_cell(str(cell))


def ask_columns(kind: Kind, unknown: Sequence[str], header: Sequence[str], first: Sequence[Row]) -> list[tuple[str, str]]:
    """What each unknown column means; Enter leaves it out."""
    from alliancectl.cli.asking import ask
    from alliancectl.intake.fields import field_of, fields

    print(Text("可用字段：{known}", "fields: {known}")(known=Text("、", ", ")().join(field.key for field in fields(kind))), file=sys.stderr)
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
