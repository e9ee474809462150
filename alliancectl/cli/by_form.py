"""add and edit by a form: opened in the user's editor without a lock, settled when it is saved, opened again with what is wrong.

What was typed stays in the user's data folder until its record is written (forms_kept.py).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from alliancectl import errors
from alliancectl.actions import write
from alliancectl.actions.settle import Desk, settle
from alliancectl.cli import echo, form
from alliancectl.cli.command import Values
from alliancectl.cli.context import Run, quoted
from alliancectl.cli.form import Part
from alliancectl.cli.forms_kept import KeptForm
from alliancectl.kinds.record import Kind, Record
from alliancectl.store import records
from alliancectl.text import Text
from alliancectl.values.clean import visible

Write = Callable[[str], bool]   # records a form; False where there was nothing to record


def added(run: Run, kind: Kind, values: Values) -> None:
    """`add --edit`, `--from-form FILE`, `--from-text FILE`."""
    _refuse_two(kind, values)
    if values.get("from_form"):
        _record(run, kind, form.unmarked(_content(values["from_form"])))
        return
    fresh = _proposed(run, values) if values.get("from_text") else _blank(run, kind, values)
    if values.get("from_text") and not values.get("edit") and (not run.asks or run.out):
        _show(run, kind, fresh)
        return

    def record(text: str) -> bool:
        if text.strip() == fresh.strip() and not values.get("from_text") and not any(values.get(key) for key in kind.arguments):
            raise errors.FormUnfinished()
        return _record(run, kind, text)

    _by_editor(run, KeptForm(f"{kind.noun}-add-{_file_key(run)}", fresh), record, lambda text: text)


def edited(run: Run, kind: Kind, values: Values) -> None:
    """`edit REF --edit`: what the form says differently is changed."""
    if values.get("set"):
        raise errors.Usage(reason=Text("--set 与 --edit 只能给一个", "give one of --set and --edit"), see=f"alliancectl {kind.noun} edit --help")
    with run.reading() as connection:
        desk = run.desk(connection)
        shown = _old(desk, kind, values)
        fresh = _of_record(desk, shown)
    held = [(shown, fresh)]   # the record as it was shown last

    def record(text: str) -> bool:
        return _change(run, *held[-1], text)

    def opened(text: str) -> str:
        """A form that was left has the state it was made from; where the record is another now, the form says so."""
        if form.base_of(text) in ("", _fingerprint(shown)):
            return text
        return form.noted(text, _differing(text, kind, fresh), _fingerprint(shown))

    def brought_up(text: str) -> str:
        """After a change by someone else: the form with the record's values as they are now."""
        with run.reading() as connection:
            desk = run.desk(connection)
            now = _old(desk, kind, {**values, "ref": shown.code})
            held.append((now, _of_record(desk, now)))
        return form.noted(text, _differing(text, kind, held[-1][1]), _fingerprint(now))

    _by_editor(run, KeptForm(f"{kind.noun}-{shown.code}-{_file_key(run)}", fresh), record, opened, brought_up)


# ---- the editor, again and again ----------------------------------------------------------------------------------


def _by_editor(run: Run, kept: KeptForm, record: Write, opened: Callable[[str], str], brought_up: Callable[[str], str] | None = None) -> None:
    """Open the form until it can be recorded; whatever ends it otherwise, what was typed is kept and said to be."""
    try:
        text = opened(kept.text())
        if kept.since:
            kept.save(text)
            run.say(Text("接着填 {since} 没有写入的表单（全部删去即放弃）", "this form was left unrecorded on {since} (delete everything to give it up)")(since=kept.since))
        while True:
            before, text = text, kept.edited(text)
            if not text.strip():
                kept.drop()
                raise errors.FormEmptied()
            try:
                record(form.unmarked(text))
            except errors.Failure as failure:
                text = _marked(kept, text, failure, brought_up)
                if isinstance(failure, errors.RecordChanged | errors.FormUnfinished) or not run.asks or form.unmarked(text).strip() == form.unmarked(before).strip():
                    raise
                continue
            if not run.dry_run:
                kept.drop()
                return
            break
    except BaseException:
        _say_kept(kept)
        raise
    _say_kept(kept)


def _marked(kept: KeptForm, text: str, failure: errors.Failure, brought_up: Callable[[str], str] | None) -> str:
    """The form with what is wrong in it, on the disk."""
    if isinstance(failure, errors.FormUnfinished) or failure.exit not in (3, 4):
        return text
    text = brought_up(text) if brought_up and isinstance(failure, errors.RecordChanged) else form.marked(text, failure)
    kept.save(text)
    return text


def _say_kept(kept: KeptForm) -> None:
    """Said even with --quiet: it is where a person's words are."""
    path = kept.keep()
    if path:
        print(Text("  填写的内容留在 {path}，再用 --edit 就接着填", "  what was typed is kept in {path}; --edit goes on with it")(path=visible(path)), file=sys.stderr)


# ---- recording ----------------------------------------------------------------------------------------------------


def _record(run: Run, kind: Kind, text: str) -> bool:
    """Add the records of a form as one operation. Raises: all that is wrong with them at once."""
    with _as_data():
        parts = form.read(text, kind)
    lines, held_back = [], []
    with run.change(f"{kind.noun} add") as (now, desk):
        with _as_data():
            settled = _settled(desk, parts)
        for part, values in zip(parts, settled, strict=True):
            record = write.add(now, desk, part.kind, values)
            lines.append(echo.said(record, desk.known, values))
            held_back += echo.held_back(run, now, record)
            run.promise(record.code)
        echo.new_names(run, now, desk)
    run.say(*(f"{'○' if run.dry_run else '✓'} {line}" for line in lines[:-1]))
    run.done(lines[-1], now.operation)
    run.say(*held_back)
    return True


@contextmanager
def _as_data() -> Iterator[None]:
    """What is wrong in a form is refused as data (exit 4), also what would be wrong usage (exit 2) on a command line."""
    try:
        yield
    except errors.Failure as failure:
        if failure.exit == errors.Usage.exit:
            failure.exit = errors.Refused.exit
        raise


def _settled(desk: Desk, parts: Sequence[Part]) -> list[dict[str, Any]]:
    found, problems = [], []
    for at, part in enumerate(parts):
        desk.owner = desk.known.unit = None
        try:
            found.append(settle(desk, part.kind, part.draft))
            if part.kind.key == "capacity" and not part.draft.get("sources") and "no-source" not in desk.allow:
                raise errors.NoSource()
        except errors.Failure as failure:
            for problem in failure.problems if isinstance(failure, errors.SeveralProblems) else [failure]:
                problem.section = at
                problems.append(problem)
    if problems:
        raise problems[0] if len(problems) == 1 else errors.SeveralProblems(problems)
    return found


def _change(run: Run, shown: Record, fresh: str, text: str) -> bool:
    """Change what the form says differently, if the record is still the one that was shown. Raises: RecordChanged."""
    kind = shown.kind
    with _as_data():
        before, after = (form.read(one, kind)[0].draft for one in (fresh, text))
    keys = [key for key in (*before, *after) if before.get(key) != after.get(key)]
    if not keys:
        run.say(Text("没有变化", "nothing changes")())
        return False
    with run.change(f"{kind.noun} edit") as (now, desk):
        old = records.standing(now.connection, shown.ref)
        if _fingerprint(old) != _fingerprint(shown):
            _say_both(run, desk, shown, old, after, keys)
            raise errors.RecordChanged(record=kind.said(old))
        with _as_data():
            record = write.edit(now, desk, old, _changes(desk, old, after, keys))
        echo.new_names(run, now, desk)
        lines = echo.changes(old, record, desk.known)
    run.done(kind.said(record), now.operation)
    run.say(*lines)
    return True


def _changes(desk: Desk, old: Record, after: form.Draft, keys: Sequence[str]) -> dict[str, Any]:
    """The new values by field, None for what was taken away; the record's member and product say how the rest is read."""
    context: dict[str, Any] = {key: old[key].code for key in ("member", "product") if old[key] is not None and key not in keys and key in after}
    given = {key: after[key] for key in keys if key in after}
    settled = settle(desk, old.kind, {**context, **given}, partial=True)
    return {key: settled.get(key) for key in dict.fromkeys(keys)}


def _say_both(run: Run, desk: Desk, shown: Record, now: Record, after: form.Draft, keys: Sequence[str]) -> None:
    """What the other operation wrote, and what this form says."""
    theirs = echo.changes(shown, now, desk.known)
    mine = [Text("  {field}：{value}", "  {field}: {value}")(field=field.label, value="***" if field.personal else after.get(field.key, "–"))
            for field in shown.kind.fields if field.key in keys]
    run.say(Text("另一次操作写入的：", "what the other operation wrote:")(), *theirs, Text("表单里写的：", "what the form says:")(), *mine)


# ---- forms --------------------------------------------------------------------------------------------------------


def _blank(run: Run, kind: Kind, values: Values) -> str:
    from alliancectl.cli.records import drafted

    with run.reading() as connection:
        desk = run.desk(connection)
        part = Part(kind, drafted(kind, values, desk))
        return form.form([part], desk.known, title=f"alliancectl {kind.noun} add: {kind.label()}")


def _of_record(desk: Desk, record: Record) -> str:
    draft = {**form.draft_of(record), "": form.names_of(record)}
    title = f"alliancectl {record.kind.noun} edit {record.code}: {visible(record.kind.title(record.values))}"
    return form.form([Part(record.kind, draft)], desk.known, title=title, base=_fingerprint(record), also=False)


def _proposed(run: Run, values: Values) -> str:
    from alliancectl.cli.from_text import proposed

    return proposed(run, values["from_text"])


def _differing(text: str, kind: Kind, fresh: str) -> dict[str, str]:
    """A note for every field in which the form and the record as it is now differ."""
    try:
        mine = form.read(form.unmarked(text), kind)[0].draft
    except errors.Failure:
        return {}
    now = form.read(fresh, kind)[0].draft
    return {key: Text("现在的值：{value}", "as it is now: {value}")(value=now.get(key, "–")) for key in dict.fromkeys((*mine, *now))
            if mine.get(key) != now.get(key)}


def _fingerprint(record: Record) -> str:
    """Tells one state of a record from another."""
    import hashlib
    import json

    return hashlib.sha256(json.dumps(record.json(personal=True), ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _old(desk: Desk, kind: Kind, values: Values) -> Record:
    from alliancectl.cli.shown import found_by_ref

    return records.records(desk.connection, kind)[0] if kind.key == "alliance" else found_by_ref(desk, kind, values)


def _file_key(run: Run) -> str:
    """Tells the forms of one record file from those of another."""
    import hashlib
    import os

    return hashlib.sha256(os.path.abspath(run.db).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _show(run: Run, kind: Kind, text: str) -> None:
    """The form as the answer: nothing is written."""
    if run.out:
        from alliancectl.cli.outfile import write_file

        write_file(run.out, [text + "\n"], keep_from=run.db)
        run.say(Text("○ 表单写到 {path}", "○ the form is in {path}")(path=run.out))
    else:
        sys.stdout.write(text + "\n")
    path = quoted(run.out) if run.out else Text("文件", "FILE")()
    run.say(Text("  没有写入。核对后记下：alliancectl {kind} add --from-form {path}{db}", "  nothing was written; once it is checked: alliancectl {kind} add --from-form {path}{db}")(
        kind=kind.noun, path=path, db=run.db_option))


def _content(path: str) -> str:
    """The text of a form that was filled in. Raises: what reading a file raises."""
    from alliancectl.intake.source import incoming

    with incoming(path, 1_000_000) as found:
        try:
            return found.start().read().decode("utf-8-sig")
        except UnicodeDecodeError as error:

            raise errors.CannotRead(path=found.name, reason=Text(f"第 {error.start + 1} 个字节不是 UTF-8", f"byte {error.start + 1} is not UTF-8")) from None


def _refuse_two(kind: Kind, values: Values) -> None:
    if values.get("from_form") and (values.get("from_text") or values.get("edit")):
        raise errors.Usage(reason=Text("--from-form 不能与 --from-text、--edit 同用", "--from-form goes with neither --from-text nor --edit"), see=f"alliancectl {kind.noun} add --help")
    if values.get("repeat"):
        raise errors.Usage(reason=Text("--repeat 不能与表单同用", "--repeat does not go with a form"), see=f"alliancectl {kind.noun} add --help")
