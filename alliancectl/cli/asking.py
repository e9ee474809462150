"""Questions to a person at a terminal: on stderr, one line each, and Ctrl-C or Ctrl-D writes nothing.

Where the line library is there, an answer that is refused stands in the line again, and Tab completes names.
"""

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from alliancectl import errors
from alliancectl.cli.talk import fitted
from alliancectl.kinds.record import Kind, Ref
from alliancectl.kinds.types import Choice
from alliancectl.text import Text, language
from alliancectl.values.clean import visible, width
from alliancectl.values.names import fold, pinyin

BACK, NONE, KEEP = "<", "-", "!"
ROOM = 16      # columns for the answer, where the choices stand in the line of the question
LONGEST = 400   # characters of a refusal, which quotes what was typed
Complete = Callable[[str], list[str]]


class Question(NamedTuple):
    """One question. `read` returns the answer as the command line would give it, or raises the reason why it cannot be.

    `default` is what an empty line stands for, `shown` how it is shown. `allow` is told of a refusal that the person accepts.
    """

    key: str
    label: str
    read: Callable[[str], str]
    required: bool = False
    may_be_none: bool = False   # `-` is an answer although one is required
    default: str = ""
    shown: str = ""
    choices: Sequence[Choice] = ()
    complete: Complete | None = None
    allow: Callable[[str], None] | None = None
    wanted: Callable[[Mapping[str, str]], bool] | None = None   # whether it is asked, after the answers before it


class Ended(Exception):
    """The first question of a further round was left empty, or the input ended: there is no further record."""


def answered(questions: Sequence[Question], kept: Mapping[str, str], *, may_end: bool = False) -> dict[str, str]:
    """The answers by key; "" where a question was skipped. `kept` are answers of before, standing in their lines again.

    Raises: KeyboardInterrupt; Ended, where `may_end` and the first answer is empty or the input ends.
    """
    given: dict[str, str] = {}
    trail: list[int] = []   # the questions that were asked, for going back
    at = 0
    while at < len(questions):
        question = questions[at]
        if question.wanted and not question.wanted(given):
            given.pop(question.key, None)
            at += 1
            continue
        try:
            answer = _answer(question, given.get(question.key) or kept.get(question.key, ""), ends=may_end and not trail)
        except _Back:
            at = trail.pop() if trail else at
            continue
        given[question.key] = answer
        trail.append(at)
        at += 1
    return given


class _Back(Exception):
    """`<` was typed."""


def _answer(question: Question, kept: str, *, ends: bool) -> str:
    prompt = _prompt(question, ends)
    columns = shutil.get_terminal_size().columns
    if question.choices and width(prompt) > columns - ROOM:
        _list(question.choices, columns)
        prompt = _prompt(question._replace(choices=()), ends)
    while True:
        try:
            typed = line(prompt, kept, question.complete)
        except EOFError:
            if ends:
                print(file=sys.stderr)
                raise Ended from None
            raise KeyboardInterrupt from None
        if typed == BACK:
            raise _Back
        if not typed and ends:
            raise Ended
        try:
            return _read(question, typed)
        except errors.DuplicateName as failure:
            _refused(failure)
            if _accepted(question, failure):
                return typed
            kept = typed
        except errors.Failure as failure:
            _refused(failure)
            kept = typed


def _list(choices: Sequence[Choice], columns: int) -> None:
    """The choices on lines of their own, none of them cut."""
    lines = [""]
    for number, choice in enumerate(choices, 1):
        one = f"{number} {choice.label()}"
        if lines[-1] and width(lines[-1]) + width(one) + 4 > columns:
            lines.append("")
        lines[-1] += ("  " if lines[-1] else "") + one
    for text in lines:
        print(f"  {text}", file=sys.stderr)


def _read(question: Question, typed: str) -> str:
    if not typed:
        if question.default:
            return question.default
        if not question.required:
            return ""
        return question.read("")
    if typed == NONE and (question.may_be_none or not question.required):
        return ""
    choice = chosen(typed, question.choices) if question.choices else ""
    return question.read(choice or typed)


def _accepted(question: Question, failure: errors.Failure) -> bool:
    """Whether a person takes a name that nearly equals a known one for another all the same."""
    if not question.allow:
        return False
    reply = ask(Text("回车改写，! 表示确是两个", "Enter to change it, ! if they are two")())
    if reply != KEEP:
        return False
    question.allow(failure.code)
    return True


def _refused(failure: errors.Failure) -> None:
    said = visible(failure.says())
    print(fitted(f"✗ {said if len(said) < LONGEST else said[:LONGEST] + '…'}  [{failure.code}]"), file=sys.stderr)
    for line in filter(None, failure.mend().split("\n")):
        print(fitted(f"  → {visible(line)}"), file=sys.stderr)


def _prompt(question: Question, ends: bool) -> str:
    parts = [visible(question.label)]
    if question.choices:
        parts.append("  ".join(f"{number} {choice.label()}" for number, choice in enumerate(question.choices, 1)))
    if question.default and not ends:
        parts.append(f"[{visible(question.shown or question.default)}]")
    elif not question.required:
        parts.append(Text("（可不填）", "(optional)")())
    return " ".join(parts)


def chosen(typed: str, choices: Sequence[Choice]) -> str:
    """The key of the choice that a number, a word or its beginning means, in either language or pinyin; else what was typed."""
    wanted = fold(typed)
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(choices):
        return choices[int(wanted) - 1].key
    first, second = (_chinese, _english) if language() == "zh" else (_english, _chinese)
    for words in (lambda choice: (*_english(choice), *_chinese(choice)), first, second):
        exact = [choice.key for choice in choices if wanted in words(choice)]
        found = exact or [choice.key for choice in choices if any(word.startswith(wanted) for word in words(choice))]
        if len(found) == 1:
            return found[0]
    return typed


def _english(choice: Choice) -> tuple[str, ...]:
    return tuple(fold(word) for word in (choice.key, choice.label.en, *choice.also))


def _chinese(choice: Choice) -> tuple[str, ...]:
    return (fold(choice.label.zh), *pinyin(choice.label.zh))


def explain() -> None:
    """How to answer, said once before the first question."""
    print(fitted(Text("（回车取 [方括号] 里的值，- 留空，< 回上一项，Tab 补全，Ctrl-C 放弃）",
               "(Enter takes what is in [brackets], - leaves it empty, < goes back, Tab completes, Ctrl-C gives up)")()), file=sys.stderr)


def choose(kind: Kind, text: str, found: list[Ref]) -> Ref:
    """The one that is meant: a single hit is used, several are numbered and asked for. Raises: Ambiguous."""
    if len(found) == 1:
        return found[0]
    print(Text("“{text}”可指：", "“{text}” may be:")(text=visible(text)), file=sys.stderr)
    for number, ref in enumerate(found[:9], 1):
        print(f"  {number}  {ref.code} {visible(ref.name)}", file=sys.stderr)
    answer = ask(Text("哪一个（数字，回车放弃）", "which one (number, Enter for none)")())
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= min(len(found), 9):
        return found[int(answer) - 1]
    raise errors.Ambiguous(text=text, kind=kind.label, candidates=", ".join(f"{ref.code} {ref.name}" for ref in found[:9]))


def ask(question: str) -> str:
    """One line of an answer. Raises: KeyboardInterrupt, also at the end of input."""
    try:
        return line(question)
    except EOFError:
        raise KeyboardInterrupt from None


def line(question: str, kept: str = "", complete: Complete | None = None) -> str:
    """One line of an answer; `kept` stands in it to be changed. Raises: KeyboardInterrupt, EOFError at the end of input."""
    if not sys.stdout.isatty():
        return _plain(question)   # the line library would write the question into the answer of the command
    library = _lines()
    try:
        if library:
            library.set_startup_hook((lambda: library.insert_text(kept)) if kept else None)
            library.set_completer(_completer(complete))
        return input(_asks(question)).strip()
    except UnicodeDecodeError:
        return "\ufffd"   # no answer that any field takes
    finally:
        if library:
            library.set_startup_hook(None)


def _asks(question: str) -> str:
    return Text("{question}：", "{question}: ")(question=question)


def _plain(question: str) -> str:
    print(_asks(question), end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise EOFError
    return answer.strip()


def _lines() -> Any:
    """The line library, set up; None where there is none."""
    try:
        import readline
    except ImportError:
        return None
    readline.set_auto_history(False)
    readline.set_completer_delims(",，、;；")
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    return readline


def _completer(complete: Complete | None) -> Callable[[str, int], str | None] | None:
    def at(text: str, number: int) -> str | None:
        found = complete(text) if complete else []
        return found[number] if number < len(found) else None

    return at
