"""import: files of other people become records, all of a file or nothing of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Literal, cast

from alliancectl import errors
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.intake import columns
from alliancectl.intake.columns import Wishes
from alliancectl.intake.table import FORMATS, names_of
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Kind, Record
from alliancectl.text import Text
from alliancectl.values.names import fold

if TYPE_CHECKING:
    import datetime

    from alliancectl.actions.importing.reading import Read
    from alliancectl.intake.drafts import Drafts
    from alliancectl.intake.rows import Row, Table
    from alliancectl.store.history import Change

ASK_ABOVE = 25      # changed or removed records beyond which somebody must confirm; added ones never

PARAMS = (
    Param("file", Text("文件；- 为标准输入", "the file; - for standard input"), metavar="FILE"),
    Param("kind", Text("导入为哪一种记录", "the kind of record"), ("--as",), metavar="KIND"),
    Param("form", Text("文件格式，不写看后缀", "the file's format, by its name when left out"), ("--from",), metavar="|".join(FORMATS)),
    Param("map", Text("哪一列是哪个字段，或保存过的名称", "which column is which field; or a name it was kept under"), ("--map",), many=True,
          metavar="COLUMN=FIELD,..."),
    Param("save_map", Text("把列对应以此名存入记录文件", "keep the mapping in the record file"), ("--save-map",), metavar="NAME"),
    Param("ignore", Text("不导入的列；* 为认不出的各列", "columns that are left out; * those that nobody knows"), ("--ignore",), many=True, metavar="COLUMN,..."),
    Param("set", Text("每一行都有的值", "what every row has"), ("--set",), many=True, metavar="FIELD=VALUE"),
    Param("replace", Text("某列中的某个值另有所指", "what a value of a column means"), ("--replace",), many=True, metavar="COLUMN:OLD=NEW"),
    Param("unfold", Text("宽表：这些列各成一行，表头是字段的值", "wide tables: each of these columns is a row, its header the field"),
          ("--unfold",), metavar="FIELD=FIRST..LAST"),
    Param("sheet", Text("工作表", "the worksheet"), ("--sheet",), metavar="NAME"),
    Param("header_row", Text("表头在第几行", "the row of the header"), ("--header-row",), metavar="NUMBER"),
    Param("encoding", Text("文字编码", "the encoding of the text"), ("--encoding",), metavar="NAME"),
    Param("delimiter", Text("CSV 分隔符", "the delimiter of CSV"), ("--delimiter",), metavar="CHAR"),
    Param("dates", Text("6/7/11 读作 mdy 或 dmy；Oct-12 读作 my 或 md", "how 6/7/11 is read: mdy or dmy; and Oct-12: my or md"), ("--dates",),
          metavar="mdy|dmy|my|md"),
    Param("decimal", Text("小数点是点还是逗号", "the decimal mark"), ("--decimal",), metavar="dot|comma"),
    Param("unit", Text("只写数字的数量的单位", "the unit of bare numbers"), ("--unit",), metavar="UNIT"),
    Param("fill_down", Text("空白表示同上的列", "columns where blank means: as above"), ("--fill-down",), many=True, metavar="COLUMN,..."),
    Param("separator", Text("一格多值时的分隔符", "what parts several values in a cell"), ("--separator",), metavar="TEXT"),
    Param("skip_totals", Text("跳过合计行", "leave out rows of totals"), ("--skip-totals",), switch=True),
    Param("skip_groups", Text("跳过只有一格有内容的行（分组、注释）", "leave out rows with one filled cell (groups, notes)"), ("--skip-groups",), switch=True),
    Param("create", Text("一并新建没见过的", "create what is not known"), ("--create",), many=True, metavar="member,product,site,source"),
    Param("key", Text("这些字段相同就是同一条", "the fields that make a record the same"), ("--key",), many=True, metavar="FIELD,..."),
    Param("update", Text("改写已有记录中不同的内容", "write what differs from the records"), ("--update",), switch=True),
    Param("mark_left", Text("文件里没有的成员于此日退出", "members that the file lacks left on that day"), ("--mark-left",), metavar="WHEN"),
    Param("skip_bad", Text("有问题的行写入此文件，其余导入", "write refused rows to a file, import the rest"), ("--skip-bad",), metavar="FILE"),
    Param("max_size", Text("最多读多少 MB", "how many MB are read at most"), ("--max-size",), metavar="MB"),
)


def import_() -> Command:
    """`import FILE --as KIND`: every row a record, cited to the file; or the list of all problems."""
    return Command(
        Text("导入表格：CSV、Excel、JSON、TOML", "import a table: CSV, Excel, JSON, TOML"), _run, PARAMS, writes=True,
        examples=(Text("alliancectl import 成员.xlsx --as member --dry-run", "alliancectl import members.xlsx --as member --dry-run"), "alliancectl import visits.csv --as visit --map \"Purpose=subject\" --dates dmy",
                  Text("alliancectl import 产能.csv --as capacity --create member,product --skip-bad 待改.csv", "alliancectl import claims.csv --as capacity --create member,product --skip-bad bad.csv")))


def _run(run: Run, values: Values) -> None:
    from alliancectl.intake.export import WHOLE_LIMIT, is_export

    limit = (_whole(values["max_size"], "--max-size") or 0) * 1_000_000 or WHOLE_LIMIT
    if values["file"] and not values["kind"] and is_export(values["file"], limit):
        from alliancectl.cli.import_whole import import_whole

        import_whole(run, values["file"], limit)
        return
    from alliancectl.actions.importing.saving import save
    from alliancectl.cli import import_told as told
    from alliancectl.store.bulk import is_large

    job = Job(run, values)
    try:
        with run.reading() as connection:
            found = job.read(connection)
        job.refuse(found)
        job.confirm(found)
        job.copy(found)
        with run.change("import", large=is_large(found.many)) as (now, _):
            found = job.read_again(now, found)
            written = save(now, found, job.wanted, job.incoming, job.progress)
            job.refuse_all(found)
            job.keep_mapping(now)
            job.put_aside(found)
    finally:
        job.progress.close()
    told.result(run, job.kind, job.incoming, found, written, now.operation, job.said)


class Job:
    """One import as the command line asks for it."""

    def __init__(self, run: Run, values: Values) -> None:
        from alliancectl.actions.importing.reading import Wanted
        from alliancectl.cli.import_told import Progress
        from alliancectl.intake.table import format_of

        self.run, self.values = run, values
        self.path: str = values["file"] or ""
        if not self.path:
            raise _usage("没有说导入哪个文件", "no file was named")
        self.kind = kind_of(values["kind"])
        self.format = format_of(self.path, values["form"])
        _refuse_skip_bad(values["skip_bad"], self.path)
        for option, form in (("sheet", "xlsx"), ("delimiter", "csv")):
            if values[option] is not None and self.format != form:
                raise _usage(f"--{option} 只用于 {form.upper()}，而这个文件按 {self.format.upper()} 读", f"--{option} is for {form.upper()}, and this file is read as {self.format.upper()}")
        self.wanted = Wanted(
            self.kind, allow=run.allow, create=_words(values["create"], CREATABLE), key=self._key(),
            dates=_words([values["dates"]] if values["dates"] else (), DATES),
            update=values["update"], skip_bad=bool(values["skip_bad"]), dry_run=run.dry_run)
        self.asked: list[tuple[str, str]] = []       # what a person answered for unknown columns
        self.pairs: tuple[tuple[str, str], ...] = ()
        self.said: tuple[str, ...] = ()
        self.incoming: Any = None
        self.progress = Progress(run)

    def read(self, connection: sqlite3.Connection) -> Read:
        """Everything the file says, against the records."""
        from alliancectl.actions.importing import reading
        from alliancectl.intake.source import incoming
        from alliancectl.intake.table import table

        desk = self.run.desk(connection)
        if self.values["mark_left"]:
            from alliancectl.values.when import when

            self.wanted = self.wanted._replace(mark_left=when(self.values["mark_left"], today=desk.known.today))
        with ExitStack() as stack:
            if self.path == "-" and self.incoming is not None:
                file = self.incoming   # standard input is kept for a second reading
            else:
                file = stack.enter_context(incoming(self.path, self._limit()))
            if self.incoming is not None and file.sha256 != self.incoming.sha256:
                raise errors.FileChanged(path=file.name)
            self.incoming = file
            rows = table(file, self.format, self.kind, encoding=self.values["encoding"], delimiter=self.values["delimiter"],
                         sheet=self.values["sheet"], limit=self._limit() if self.values["max_size"] else 0)
            self.said = rows.said
            drafts = self._drafts(connection, rows, file.name, desk.known.today)
            found = reading.read(connection, drafts, self.wanted, file, self.progress)
            self.progress.close()   # a question may follow
            self.pairs = columns.kept(self.kind, drafts.header, drafts.wishes) if drafts.header else ()
        return found

    def read_again(self, now: Change, found: Read) -> Read:
        """What was read, read anew where somebody wrote in between."""
        from alliancectl.store.bulk import newest_operation

        if newest_operation(now.connection) == found.stamp:
            return found
        found = self.read(now.connection)
        self.refuse(found)
        return found

    def refuse(self, found: Read) -> None:
        """Refuse what has problems, unless bad rows are put aside. Raises: RowsRefused."""
        if found.problems and not self.wanted.skip_bad:
            raise found.problems.failure(whole=self.run.format == "json")

    def refuse_all(self, found: Read) -> None:
        """What only writing showed wrong is not in the rows put aside, so it refuses all. Raises: RowsRefused."""
        if found.problems and (not self.wanted.skip_bad or len(found.problems.bad_rows) > len(found.bad)):
            raise found.problems.failure(whole=self.run.format == "json")

    def confirm(self, found: Read) -> None:
        """Ask before many records are changed. Raises: Unconfirmed."""
        count = found.changed + (len(found.missing) if self.wanted.mark_left else 0)
        if count > ASK_ABOVE:
            self.run.confirm(Text("将改动 {count} 条记录", "{count} records would be changed")(count=count))

    def copy(self, found: Read) -> None:
        """A verified copy of the record file before a large import."""
        from alliancectl.cli.backup import copied_before

        copied_before(self.run, found.new + found.changed)

    def keep_mapping(self, now: Change) -> None:
        """Keep the mapping under its name, in place of an older one."""
        from alliancectl.store import records

        name = self.values["save_map"]
        if not name:
            return
        kept = {"name": name, "kind": self.kind.key, "pairs": tuple(Entry(f"{column}={field}") for column, field in self.pairs)}
        old = self._kept(now.connection, name)
        if old:
            records.edit(now, old, kept)
        else:
            records.add(now, KINDS["mapping"], kept)

    def put_aside(self, found: Read) -> None:
        """Write the refused rows to the file of --skip-bad, to be mended and imported again."""
        from alliancectl.cli import import_told as told
        from alliancectl.cli.outfile import write_file

        if self.wanted.skip_bad and len(found.bad) and not self.run.dry_run:
            write_file(self.values["skip_bad"], told.rows_as_csv(found.header, found.bad), keep_from=self.run.db)

    def _drafts(self, connection: sqlite3.Connection, rows: Table, name: str, today: datetime.date) -> Drafts:
        from alliancectl.intake.drafts import Drafts, Options, replacements

        given = self.values
        options = Options(
            order=cast(Literal["mdy", "dmy"] | None, next((word for word in self.wanted.dates if word in DATES[:2]), None)),
            fill_down=tuple(given["fill_down"] or ()), separator=given["separator"],
            skip_totals=given["skip_totals"], skip_groups=given["skip_groups"],
            decimal_comma=_choice(given["decimal"], "--decimal", ("dot", "comma")) == "comma", unit=given["unit"] or "",
            header_row=_whole(given["header_row"], "--header-row"), replace=replacements(given["replace"] or ()))
        return Drafts(self.kind, rows, name, self._wishes(connection), options, today, self._ask if self.run.asks and self.path != "-" else None)

    def _wishes(self, connection: sqlite3.Connection) -> Callable[[Sequence[str]], Wishes]:
        kept = [text for text in self.values["map"] or () if "=" not in text]
        typed = [text for text in self.values["map"] or () if "=" in text]
        saved: list[tuple[str, str]] = []
        for name in kept:
            record = self._kept(connection, name)
            if record is None:
                raise self._no_mapping(connection, name)
            saved += [cast(tuple[str, str], tuple(pair.rsplit("=", 1))) for pair in record.entries("pairs")]

        def wishes(header: Sequence[str]) -> Wishes:
            ignored, rest = columns.without_rest(self.values["ignore"] or ())
            pairs = columns.asked_pairs(self.kind, header, typed, ignored)
            return Wishes((*saved, *self.asked, *pairs), columns.asked_fixed(self.kind, self.values["set"] or ()),
                          columns.asked_unfold(self.kind, header, self.values["unfold"]), rest)

        return wishes

    def _kept(self, connection: sqlite3.Connection, name: str) -> Record | None:
        from alliancectl.store import records

        return next((record for record in records.records(connection, KINDS["mapping"])
                     if fold(record["name"]) == fold(name) and record["kind"] == self.kind.key), None)

    def _no_mapping(self, connection: sqlite3.Connection, name: str) -> errors.Failure:
        from alliancectl.store import records

        known = [str(record["name"]) for record in records.records(connection, KINDS["mapping"]) if record["kind"] == self.kind.key]
        hint = Text("保存过的：{known}", "kept: {known}")(known=Text("、", ", ")().join(known)) if known else Text(
            "写成 列=字段；用 --save-map 名称 保存", "type COLUMN=FIELD; --save-map NAME keeps it")()
        return errors.NoMapping(text=name, hint=hint)

    def _ask(self, unknown: list[str], header: tuple[str, ...], first: list[Row]) -> None:
        """A person says what unknown columns are, looking at the first rows."""
        from alliancectl.cli.import_told import ask_columns

        self.asked += ask_columns(self.kind, unknown, header, first)

    def _key(self) -> tuple[str, ...]:
        from alliancectl.intake.fields import field_of

        found = []
        for word in _words(self.values["key"]):
            field = field_of(self.kind, word)
            if field is None:
                raise _usage(f"--key 中没有“{word}”这个字段", f"--key names “{word}”, which is no field")
            found.append(field.key)
        return tuple(found)

    def _limit(self) -> int:
        from alliancectl.intake.source import LIMITS

        return (_whole(self.values["max_size"], "--max-size") or LIMITS[self.format]) * 1_000_000


DATES = ("mdy", "dmy", "my", "md")
CREATABLE = ("member", "product", "site", "source")
NOT_IMPORTED = ("alliance", "mapping")


def kind_of(text: str | None) -> Kind:
    """The kind that `--as` names, by key, noun or label. Raises: WhichKind, NotImportable."""
    known = [kind.noun for kind in KINDS.values() if kind.key not in NOT_IMPORTED]
    if not text:
        raise errors.WhichKind(known=Text("、", ", ")().join(known))
    for kind in KINDS.values():
        if kind.noun in known and fold(text) in {fold(name) for name in names_of(kind)}:
            return kind
    raise errors.NotImportable(text=text, known=Text("、", ", ")().join(known))


def _words(given: Sequence[str] | None, known: Sequence[str] = ()) -> tuple[str, ...]:
    found = tuple(word.strip() for text in given or () for word in text.replace("，", ",").split(",") if word.strip())
    for word in found:
        if known and word not in known:
            raise _usage(f"“{word}”不在 {'、'.join(known)} 中", f"“{word}” is none of {', '.join(known)}")
    return found


def _choice(text: str | None, flag: str, known: tuple[str, ...]) -> str | None:
    if text is not None and text not in known:
        raise _usage(f"{flag} 只能是 {' 或 '.join(known)}，而不是“{text}”", f"{flag} takes {' or '.join(known)}, not “{text}”")
    return text


def _whole(text: str | None, flag: str) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 10):
        raise _usage(f"{flag} 要一个整数，而不是“{text}”", f"{flag} takes a whole number, not “{text}”")
    return int(text)


def _refuse_skip_bad(target: str | None, path: str) -> None:
    """Refused rows are written as CSV, and never over the file they come from. Raises: Usage."""
    import os

    if not target:
        return
    if os.path.splitext(target)[1].lower() in (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".json", ".jsonl", ".toml"):
        raise _usage(f"--skip-bad 写的是 CSV，文件名不能是“{target}”", f"--skip-bad writes CSV, so the file cannot be called “{target}”")
    try:
        same = os.path.samefile(target, path)
    except (OSError, ValueError):
        return
    if same:
        raise _usage("--skip-bad 写的就是要导入的文件，原来的行会丢失；换一个文件名", "--skip-bad names the file that is imported, whose rows would be lost; name another one")


def _usage(zh: str, en: str) -> errors.Usage:
    return errors.Usage(reason=Text(zh, en), see="alliancectl import --help")
