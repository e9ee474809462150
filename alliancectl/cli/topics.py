"""help: the topics, and the help of every command."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.text import Text


class Topic(NamedTuple):
    """One page: its name in Chinese (typed too), a line about it, and ``module:function`` of what writes it."""

    zh: str
    about: Text
    place: str

    def page(self, run: Run) -> str:
        """The page, in the language of the run."""
        module, function = self.place.split(":")
        write: Callable[[Run], str] = getattr(import_module(f"alliancectl.cli.{module}"), function)
        return write(run)


TOPICS = {
    "dates": Topic("日期", Text("怎样写，存成什么", "how they are written, and what is kept"), "topics_values:dates"),
    "amounts": Topic("数量", Text("怎样写，读成什么；有哪些单位",
                                  "how they are written, and what is read; units"), "topics_values:amounts"),
    "references": Topic("引用", Text("怎样指一条记录：编号、名称",
                                     "how a record is named: its id, its names"), "topics_records:references"),
    "query": Topic("查询", Text("列表和查找时写的词", "the words behind list and find"), "topics_query:query"),
    "undo": Topic("纠错", Text("弄错了怎么办", "how a mistake is mended"), "topics_records:undo"),
    "allow": Topic("放行", Text("可以用 --allow 放行的拒绝", "the refusals that --allow accepts"), "topics_failures:allow"),
    "exit-codes": Topic("退出码", Text("退出码，以及每种错误的名称",
                                       "exit codes, and the name of every failure"), "topics_failures:exit_codes"),
    "environment": Topic("环境", Text("环境变量，文件放在哪里",
                                      "environment variables, and where files lie"), "topics_surroundings:environment"),
    "cron": Topic("定时任务", Text("每年自动生成报告", "the yearly report, by itself every year"), "topics_surroundings:cron"),
}


def help_() -> Command:
    """`help [TOPIC | COMMAND...]`."""
    def run(run: Run, values: Values) -> None:
        asked = tuple(values["asked"] or ())
        _tell(run, asked, page_of(run, asked))

    asked = Param("asked", Text("主题，或一个命令", "a topic, or a command"), many=True, metavar="[TOPIC|COMMAND...]")
    return Command(Text("说明：日期、数量、退出码……；或一个命令的用法",
                        "topics: dates, amounts, exit codes …; or the help of a command"), run, (asked,),
                   examples=("alliancectl help dates", "alliancectl help visit add"))


def page_of(run: Run, asked: Sequence[str]) -> str:
    """The page about what is asked; the list of topics for nothing. A topic comes before a command (`undo`). Raises: UnknownTopic."""
    if not asked:
        return _contents()
    name = "-".join(asked).casefold()
    topic = TOPICS.get(name) or next((topic for topic in TOPICS.values() if topic.zh == name), None)
    return topic.page(run) if topic else _command_page(asked)


def _tell(run: Run, asked: Sequence[str], page: str) -> None:
    """Print a page, or write it to the file of --out; with --json it is one object."""
    if run.format in ("json", "jsonl"):
        import json

        page = json.dumps({"topic": " ".join(asked) or None, "text": page}, ensure_ascii=False) + "\n"
    if run.out:
        from alliancectl.cli.outfile import write_file

        write_file(run.out, [page], keep_from=run.db)
        return
    run.answer(page.removesuffix("\n"))


def _contents() -> str:
    from alliancectl.cli.topics_page import lines, page, rows

    return page(
        Text("说明的主题（alliancectl help 主题）：", "Topics (alliancectl help TOPIC):")(),
        rows([(name, topic.about()) for name, topic in TOPICS.items()]),
        Text("命令的用法：", "The help of a command:")(),
        lines("alliancectl help visit add", "alliancectl visit add --help", "alliancectl --help"))


def _command_page(words: Sequence[str]) -> str:
    """What ``WORDS --help`` prints. Raises: UnknownTopic."""
    from alliancectl.cli.app import build
    from alliancectl.cli.tree import Branch, tree

    commands = tree()
    node = commands.get(words[0])
    if node is None:
        raise _unknown(words, [*TOPICS, *commands])
    verbs = node.verbs if isinstance(node, Branch) else {}
    if len(words) > 2 or (len(words) == 2 and words[1] not in verbs):
        raise _unknown(words, [f"{words[0]} {verb}" for verb in verbs] or [words[0]])

    command: Any = build(lambda *_: None)
    context = command.context_class(command, info_name="alliancectl")
    for word in words:
        command = command.get_command(context, word)
        context = command.context_class(command, info_name=word, parent=context)
    return str(command.get_help(context)) + "\n"


def _unknown(words: Sequence[str], known: Sequence[str]) -> "errors.UnknownTopic":
    from alliancectl.values.names import similar

    close = similar(" ".join(words), known, 1) or similar("-".join(words), known, 1)
    there = list(TOPICS) if len(words) == 1 else list(known)
    hint = (Text(f"是不是：{'、'.join(close)}", f"did you mean: {', '.join(close)}") if close
            else Text(f"可用：{'、'.join(there)}", f"there are: {', '.join(there)}"))
    return errors.UnknownTopic(text=" ".join(words), hint=hint)
