"""redact: erase words about a person, for good."""

from __future__ import annotations

from contextlib import ExitStack

from alliancectl import errors
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.log import number_of, record_of
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.text import Text


def redact() -> Command:
    """`redact REF|#OP FIELD... [--with TEXT]`: REF is any typed id, of a removed record too, or the exact name of a member; #OP an operation."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.actions.redact import redact, redact_note
        from alliancectl.store.file import uninterrupted

        missing = [word for word in ("ref", "fields") if not values[word]]
        if missing:
            raise errors.MissingValue(missing=", ".join({"ref": "REF", "fields": "FIELD"}[word] for word in missing), example="alliancectl redact M1 contact phone email")
        kind, number = _found(run, values["ref"])
        said = f"{kind.letter if kind else '#'}{number}: {', '.join(map(_without_value, values['fields']))}"
        run.confirm(Text("抹除 {said}，不能撤销", "erase {said}; it cannot be undone")(said=said))   # asked without a lock on the file
        with ExitStack() as held:
            with run.change("redact") as (now, desk):
                done = (redact(now, desk, kind, number, values["fields"], values["words"]) if kind
                        else redact_note(now, number, values["fields"], values["words"]))
                held.enter_context(uninterrupted())   # the log will say that it was erased: then no free page may hold it
            if run.dry_run:
                run.say(f"○ {Text('将抹除 {said}', 'would erase {said}')(said=said)}", Text("  （试运行，没有写入）", "  (dry run, nothing was written)")())
                return
            failed = _rewritten(run)
        if failed:
            _warn(run, done.still_in)
            raise errors.NotRewritten(said=said, reason=failed.says())
        run.say(f"✓ {Text('已从记录和历史中抹除 {said}（记为操作 #{number}，不能撤销）', 'erased {said} from the record and its history (logged as operation #{number}; it cannot be undone)')(said=said, number=now.operation)}"
                if done.erased else f"✓ {Text('{said} 此前已抹除；文件已重写', '{said} was erased before; the file was written anew')(said=said)}")
        _warn(run, done.still_in)

    ref = Param("ref", Text("记录编号（如 M1）或成员全名；操作号（如 '#41'）的说明", "a record (M1) or a member's exact name; an operation ('#41') for its note"), metavar="REF|#OP")
    fields = Param("fields", Text("要抹除的项，如 contact phone summary；多个值中的一个：aliases=旧名",
                                  "the fields to erase, such as contact phone summary; one of several values: aliases=NAME"), many=True, metavar="FIELD...")
    words = Param("words", Text("换成的文字；必填的一项非写不可", "what stands there instead; a field that is needed must have it"), ("--with",), metavar="TEXT")
    return Command(Text("依法抹除个人信息：记录、历史、文件空闲页中都不再有；不能撤销",
                        "erase what the law says must go: from the record, its history and the file's free pages; it cannot be undone"),
                   run, (ref, fields, words), writes=True,
                   examples=("alliancectl redact M1 contact phone email --yes", Text("alliancectl redact V3 subject --with 年度走访 --yes", "alliancectl redact V3 subject --with 'yearly visit' --yes"),
                             Text("alliancectl redact V3 accompanied_by=张三 --yes", "alliancectl redact V3 accompanied_by='Zhang San' --yes"), "alliancectl redact '#41' note --yes"))


def _without_value(field: str) -> str:
    """The field without the value that was chosen: it is what shall be read nowhere any more."""
    name, equals, _ = field.partition("=")
    return name + equals + ("…" if equals else "")


def _found(run: Run, text: str) -> tuple[Kind | None, int]:
    """The record that is meant, removed or not; no kind for an operation. Raises: NotFound, Ambiguous, NoOperation."""
    from alliancectl.store import records
    from alliancectl.store.history import operation

    number = number_of(text) if text.strip().startswith(("#", "＃")) else None
    with run.reading() as connection:
        if number is not None:
            return None, operation(connection, number).id
        named = record_of(text)
        if named is None:
            return KINDS["member"], run.desk(connection).find_existing(KINDS["member"], text).id
        if records.record(connection, *named) is None:
            raise errors.NotFound(kind=named[0].label, text=text, hint="alliancectl log")
        return named


def _rewritten(run: Run) -> errors.Failure | None:
    """Leave no free page behind; returns why it could not be. What is in the log stands, whatever becomes of it."""
    from alliancectl.store.redaction import rewrite

    try:
        rewrite(run.db, run.wait)
    except errors.Failure as failure:
        return failure
    return None


def _warn(run: Run, still_in: list[str]) -> None:
    """Where the same words still stand: elsewhere in the file, and in copies of it."""
    from alliancectl.store.backup import backups, folder

    if still_in:
        shown = "; ".join(still_in[:20]) + (" …" if len(still_in) > 20 else "")
        run.say(Text("! 同样的文字还在：{shown}", "! the same words still stand in: {shown}")(shown=shown))
    try:
        held = bool(backups(run.db))
    except OSError:   # a folder that is there and cannot be looked into
        held = True
    if held:
        run.say(Text("! 备份里仍有：{folder}", "! backups still hold it: {folder}")(folder=folder(run.db)))
    else:
        run.say(Text("! 另存的副本（包括导出的文件、已发的报告）里仍可能有", "! copies that were made elsewhere (exports and reports too) may still hold it")())
