"""What a command is: its words, its parameters and the one function it calls."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from alliancectl.text import Text


class Param(NamedTuple):
    """One parameter: an argument where `flags` is empty, else an option; a `switch` takes no value.

    Whether a value is there is judged by the command, which can name all that is missing at once.
    """

    key: str
    help: Text
    flags: tuple[str, ...] = ()
    switch: bool = False
    many: bool = False
    metavar: str = ""
    choices: tuple[str, ...] = ()


class Command(NamedTuple):
    """A command: `run` gets the run (file, language, format) and the parameters by key; it returns the exit code where that is not 0."""

    about: Text
    run: Callable[..., int | None]
    params: tuple[Param, ...] = ()
    writes: bool = False
    examples: tuple[str | Text, ...] = ()


Values = Mapping[str, Any]

COMMON = (
    Param("db", Text("记录文件", "the record file"), ("--db",), metavar="FILE"),
    Param("lang", Text("语言", "language"), ("--lang",), metavar="zh|en"),
    Param("format", Text("输出格式", "format of the answer"), ("--format",), metavar="table|plain|md|json|jsonl|csv|html|xlsx|docx|pdf"),
    Param("json", Text("等同 --format json", "the same as --format json"), ("--json",), switch=True),
    Param("out", Text("写入文件；{year} 换成报告年度", "write to a file; {year} becomes the report's year"), ("-o", "--out"), metavar="FILE"),
    Param("quiet", Text("少说话：只有回答和错误", "only answers and errors"), ("-q", "--quiet"), switch=True),
    Param("no_input", Text("从不提问", "never ask"), ("--no-input",), switch=True),
    Param("color", Text("颜色", "colour"), ("--color",), metavar="auto|always|never"),
    Param("wait", Text("文件被占用时等几秒", "seconds to wait for a busy file"), ("--wait",), metavar="SECONDS"),
)
WRITING = (
    Param("dry_run", Text("只说会做什么，不写入", "say what would be done, write nothing"), ("-n", "--dry-run"), switch=True),
    Param("note", Text("随这次操作保存的说明", "a note kept with the operation"), ("--note",), metavar="TEXT"),
    Param("allow", Text("接受一种拒绝，见 help allow", "accept one refusal, see help allow"), ("--allow",), many=True, metavar="CODE"),
    Param("yes", Text("不再确认", "confirm beforehand"), ("--yes",), switch=True),
)
