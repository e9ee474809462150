"""report text: what a person writes for a year's report, printed, written, edited, cleared."""

from __future__ import annotations

import os
import sys

from alliancectl import errors
from alliancectl.actions import report_texts
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.kinds import KINDS
from alliancectl.kinds.types import LONGEST, Known
from alliancectl.text import Text
from alliancectl.values.clean import file_name, visible_lines

KIND = KINDS["report_text"]
_SAME = Text("没有变化", "nothing changes")
HOW = ("edit", "set", "file", "clear")


def text() -> Command:
    """`report text YEAR [SECTION] [--edit | --set TEXT | --file FILE|- | --clear]`: without an option it is printed."""
    def run(run: Run, values: Values) -> None:
        asked = [key for key in HOW if values[key] not in (None, False)]
        if len(asked) > 1:
            raise errors.Usage(reason=Text("--edit、--set、--file、--clear 只能给一个", "give one of --edit, --set, --file, --clear"), see="alliancectl report text --help")
        if not values["year"] or (asked and not values["section"]):
            raise errors.MissingValue(missing=f"{KIND.field('section' if values['year'] else 'year').label()}",
                                      example="alliancectl report text 2025 problems --edit")
        _DO[asked[0] if asked else "print"](run, values)

    sections = "innovation|problems|plan"
    return Command(
        Text("报告第五至七部分由人撰写的文字", "what a person writes for §5 to §7 of a year's report"), run, (
            Param("year", Text("报告年度，如 2025；或自定报告期的名称", "the report's year, such as 2025; or the label of a period of its own"), metavar="YEAR"),
            Param("section", Text("协同创新、存在问题、工作计划；不写就显示全部", "which section; all are shown when left out"), metavar=f"[{sections}]"),
            Param("edit", Text("在编辑器（VISUAL、EDITOR）中修改", "change it in your editor (VISUAL, EDITOR)"), ("--edit",), switch=True),
            Param("set", Text("写成这段文字", "this is the text"), ("--set",), metavar="TEXT"),
            Param("file", Text("从文件读入，- 是标准输入", "read it from a file, - for standard input"), ("--file",), metavar="FILE|-"),
            Param("clear", Text("清除", "clear it"), ("--clear",), switch=True)),
        writes=True, examples=("alliancectl report text 2025 problems", Text("alliancectl report text 2025 plan --set 筹备换届", "alliancectl report text 2025 plan --set 'prepare the elections'"),
                               "alliancectl report text 2025 innovation --edit"))


def _print(run: Run, values: Values) -> None:
    from alliancectl.reports.texts import texts_report
    from alliancectl.store.ask.texts import texts

    with run.reading() as connection:
        year, section = _named(run.desk(connection).known, values)
        held = texts(connection, year)
    if section and not run.format and not run.out:
        _print_one(run, held[section]["text"] if section in held else None)
        return
    run.show(texts_report(year, section, {key: record["text"] for key, record in held.items()}), year=year)


def _print_one(run: Run, text: str | None) -> None:
    """The text and nothing else, so that it can be kept in a file and read in again."""
    if text is None:
        run.say(Text("（未填写）", "(nothing was written)")())
    else:
        run.answer("\n".join(visible_lines(text)))


def _set(run: Run, values: Values) -> None:
    _write(run, values, values["set"])


def _file(run: Run, values: Values) -> None:
    from alliancectl.cli.editor import plain

    _write(run, values, plain(_content(values["file"])))


def _edit(run: Run, values: Values) -> None:
    """The editor works without a lock; what it leaves is written when the text is still the one that was shown."""
    from alliancectl.cli.editor import Draft
    from alliancectl.store.ask.texts import texts

    with run.reading() as connection:
        year, section = _named(run.desk(connection).known, values)
        old = texts(connection, year).get(section or "")
    before = old["text"] if old else ""
    draft = Draft(before, f"report-{file_name(year)}-{section}", os.path.dirname(os.path.abspath(run.db)))
    try:
        typed = draft.edited()
        if typed != before:
            _write(run, values, typed, shown=before)
        else:
            run.say(_SAME())
        if run.dry_run:
            _say_kept(draft.keep_or_drop())
        else:
            os.unlink(draft.path)
    except BaseException:
        _say_kept(draft.keep_or_drop())
        raise


def _write(run: Run, values: Values, text: str, shown: str | None = None) -> None:
    with run.change("report text") as (now, desk):
        year, section = _named(desk.known, values)
        if not text.strip():
            from shlex import quote  # only a refusal needs it

            raise errors.EmptyText(command=f"alliancectl report text {quote(year)} {section} --clear")
        record = report_texts.put(now, desk, year, section or "", text, shown=shown)
        if record:
            run.promise(record.code)
    if record is None:
        run.say(_SAME())
        return
    count = len(record["text"])
    run.done(Text("{what}  {count} 字", "{what}  {count} characters")(what=KIND.said(record), count=count), now.operation)


def _clear(run: Run, values: Values) -> None:
    with run.change("report text") as (now, desk):
        year, section = _named(desk.known, values)
        record = report_texts.clear(now, year, section or "")
    run.done(Text("已清除 {what}", "cleared {what}")(what=KIND.said(record)), now.operation)


_DO = {"print": _print, "edit": _edit, "set": _set, "file": _file, "clear": _clear}


def _named(known: Known, values: Values) -> tuple[str, str | None]:
    year = KIND.field("year").type.parse(values["year"], known)
    return year, KIND.field("section").type.parse(values["section"], known) if values["section"] else None


def _say_kept(path: str) -> None:
    """Said even with --quiet: it is where a person's words are."""
    if path:
        print(Text("  写下的文字留在 {path}", "  what was typed is kept in {path}")(path=path), file=sys.stderr)


def _content(path: str) -> str:
    """The text of a file or of standard input. Raises: CannotRead, TooLong."""
    try:
        if path == "-":
            content = sys.stdin.buffer.read(LONGEST * 4 + 3)
        else:
            with open(path, "rb") as file:
                content = file.read(LONGEST * 4 + 3)
        if len(content) > LONGEST * 4:
            raise errors.TooLong(length=f">{LONGEST:,}", longest=f"{LONGEST:,}")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise errors.CannotRead(path=path, reason=Text(f"第 {error.start + 1} 个字节不是 UTF-8", f"byte {error.start + 1} is not UTF-8")) from None
    except OSError as error:
        raise errors.CannotRead(path=path, reason=errors.why(error)) from None
