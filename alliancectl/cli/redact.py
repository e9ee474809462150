"""redact: erase words about a person, for good."""

from __future__ import annotations

from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.cli.log import record_of
from alliancectl.cli.shown import REF
from alliancectl.errors import Failure, MissingValue, NotFound
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Kind
from alliancectl.text import Text


def redact() -> Command:
    """`redact REF FIELD... [--with TEXT]`: REF is any typed id, of a removed record too, or the exact name of a member."""
    def run(run: Run, values: Values) -> None:
        from alliancectl.actions.redact import redact

        missing = [word for word in ("ref", "fields") if not values[word]]
        if missing:
            raise MissingValue(missing=", ".join({"ref": "REF", "fields": "FIELD"}[word] for word in missing), example="alliancectl redact M1 contact phone email")
        kind, number = _found(run, values["ref"])
        said = f"{kind.letter}{number}: {', '.join(values['fields'])}"
        run.confirm(Text("抹除 {said}，不能撤销", "erase {said}; it cannot be undone")(said=said))   # asked without a lock on the file
        with run.change("redact") as (now, desk):
            done = redact(now, desk, kind, number, values["fields"], values["words"])
        if run.dry_run:
            run.say(f"○ {Text('将抹除 {said}', 'would erase {said}')(said=said)}", Text("  （试运行，没有写入）", "  (dry run, nothing was written)")())
            return
        _rewrite(run)
        run.say(f"✓ {Text('已从记录和历史中抹除 {said}（记为操作 #{number}，不能撤销）', 'erased {said} from the record and its history (logged as operation #{number}; it cannot be undone)')(said=said, number=now.operation)}"
                if done.erased else f"✓ {Text('{said} 此前已抹除；文件已重写', '{said} was erased before; the file was written anew')(said=said)}")
        _warn(run, done.still_in)

    fields = Param("fields", Text("要抹除的项，如 contact phone summary", "the fields to erase, such as contact phone summary"), many=True, metavar="FIELD...")
    words = Param("words", Text("换成的文字；必填的一项非写不可", "what stands there instead; a field that is needed must have it"), ("--with",), metavar="TEXT")
    return Command(Text("依法抹除个人信息：记录、历史、文件空闲页中都不再有；不能撤销",
                        "erase what the law says must go: from the record, its history and the file's free pages; it cannot be undone"),
                   run, (REF, fields, words), writes=True,
                   examples=("alliancectl redact M1 contact phone email --yes", "alliancectl redact V3 subject --with 年度走访 --yes"))


def _found(run: Run, text: str) -> tuple[Kind, int]:
    """The record that is meant, removed or not. Raises: NotFound, Ambiguous."""
    from alliancectl.store import records

    with run.reading() as connection:
        named = record_of(text)
        if named is None:
            return KINDS["member"], run.desk(connection).find_existing(KINDS["member"], text).id
        if records.record(connection, *named) is None:
            raise NotFound(kind=named[0].label, text=text, hint="alliancectl log")
        return named


def _rewrite(run: Run) -> None:
    """Leave no free page behind. What is in the log stands, whatever becomes of it."""
    from alliancectl.store.redaction import rewrite

    try:
        rewrite(run.db, run.wait)
    except Failure as failure:
        run.say(Text("! 文件的空闲页没能重写（{reason}）：请再执行一次同样的命令", "! the file's free pages could not be written anew ({reason}): run the same command again")(
            reason=failure.says()))


def _warn(run: Run, still_in: list[str]) -> None:
    """Where the same words still stand: elsewhere in the file, and in copies of it."""
    from alliancectl.store.backup import backups, folder

    if still_in:
        shown = "; ".join(still_in[:20]) + (" …" if len(still_in) > 20 else "")
        run.say(Text("! 同样的文字还在：{shown}", "! the same words still stand in: {shown}")(shown=shown))
    if backups(run.db):
        run.say(Text("! 备份里仍有：{folder}", "! backups still hold it: {folder}")(folder=folder(run.db)))
    else:
        run.say(Text("! 另存的副本（包括导出的文件、已发的报告）里仍可能有", "! copies that were made elsewhere (exports and reports too) may still hold it")())
