"""One run of the program: the words are understood, the command is called, and every failure is printed in one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from alliancectl import errors
from alliancectl.cli.command import Command
from alliancectl.text import Text, use_language

PROGRAM = "alliancectl"
INTERRUPTED = 130


def main(argv: Sequence[str]) -> int:
    """Run the command line `argv` (without the program's name); returns the exit code."""
    _unbreakable_streams()
    from alliancectl.cli import context

    context.begin()
    try:
        return _ended([_decoded(word) for word in argv])
    except KeyboardInterrupt:   # while a failure, or an interruption before, was told
        return _finished(0 if context.committed() else INTERRUPTED)
    except EOFError as error:
        from alliancectl.cli.cut_off import taken_away

        if taken_away(error) and not context.committed():
            return _finished(say_failure(errors.ModuleCutOff(), as_json="--json" in argv))
        return _finished(_interrupted())


def _ended(argv: Sequence[str]) -> int:
    """How the run ended, whatever happened; what failed is told."""
    from alliancectl.cli import context

    try:
        from alliancectl.cli.language import language_of

        use_language(language_of(argv))
        return _finished(_run(argv))
    except errors.Failure as failure:
        if isinstance(failure, errors.FileFailed):
            failure.wrote = context.committed()
        return _finished(say_failure(failure, as_json="--json" in argv))
    except KeyboardInterrupt:
        return _finished(_interrupted())
    except EOFError:   # a module could not be loaded, the words of failures perhaps: told above, when it can
        raise
    except BrokenPipeError:
        return _finished(0)
    except OSError as error:
        return _finished(say_failure(_unwritable(error), as_json="--json" in argv))
    except Exception as error:
        if os.environ.get("ALLIANCECTL_TRACEBACK"):
            raise
        return _finished(say_failure(_bug(error), as_json="--json" in argv))


def _interrupted() -> int:
    """What Ctrl-C is told as, if anything."""
    from alliancectl.cli import context

    if context.committed():
        return 0   # it came after COMMIT: the record is there, and that is what the exit code says
    _say(Text("已中断，没有写入", "interrupted, nothing was written")())
    return INTERRUPTED


def _run(argv: Sequence[str]) -> int:
    if list(argv) == ["--version"]:
        from alliancectl import __version__

        print(f"{PROGRAM} {__version__}")
        return 0
    from alliancectl.cli.app import build
    from alliancectl.cli.context import Run

    def call(command: Command, values: dict[str, Any]) -> int | None:
        try:
            return command.run(Run(values), values)
        except BrokenPipeError:   # whoever reads has read enough; Typer would make exit code 1 of it
            return 0

    with _usage_errors(argv):
        code = build(call).main(list(argv), prog_name=PROGRAM, standalone_mode=False)
    if code == INTERRUPTED:
        raise KeyboardInterrupt   # Typer turns it into an exit code, without a word
    return code if isinstance(code, int) else 0


@contextmanager
def _usage_errors(argv: Sequence[str]) -> Iterator[None]:
    """Typer's own refusals in our words and both languages."""
    try:
        yield
    except (errors.Failure, OSError, KeyboardInterrupt):
        raise
    except SystemExit:   # what Typer makes of a pipe that closed while help was printed
        raise BrokenPipeError from None
    except Exception as error:
        if type(error).__name__ == "Abort":   # which Typer makes of it
            raise (error.__cause__ if isinstance(error.__cause__, EOFError) else KeyboardInterrupt) from None
        from alliancectl.cli.usage import usage_failure

        raise usage_failure(error, argv) from None


def say_failure(failure: errors.Failure, *, as_json: bool) -> int:
    """Print a failure on stderr, as words or as one JSON object; returns its exit code."""
    from alliancectl.cli.talk import fitted
    from alliancectl.values.clean import visible

    if as_json:
        import json

        problems = failure.problems if isinstance(failure, errors.SeveralProblems) else [failure]
        form: dict[str, Any] = {"error": problems[0].code, "message": failure.says(), "fix": failure.mend()}
        if len(problems) > 1:
            form["problems"] = [{"error": one.code, "message": one.says(), "fix": one.mend()} for one in problems]
        _say(json.dumps(form, ensure_ascii=False))
        return failure.exit
    for problem in failure.problems if isinstance(failure, errors.SeveralProblems) else [failure]:
        _say(fitted(f"✗ {visible(problem.says())}  [{problem.code}]"))
        for line in filter(None, problem.mend().split("\n")):
            _say(fitted(f"  → {visible(line)}"))
    return failure.exit


def _say(line: str) -> None:
    with suppress(OSError, ValueError, AttributeError):   # nobody listens; the exit code still says it
        print(line, file=sys.stderr, flush=True)


def _bug(error: Exception) -> errors.Failure:
    """A defect of the program: its kind and place, never the values at hand, which may be personal."""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    place = f"{os.path.basename(last.tb_frame.f_code.co_filename)}:{last.tb_lineno}" if last else "?"
    return errors.Bug(what=f"{type(error).__name__} {place}")


def _unwritable(error: OSError) -> errors.Failure:
    if error.filename is None:
        return errors.CannotAnswer(reason=errors.why(error))
    return errors.CannotWrite(path=error.filename, reason=errors.why(error))


def _decoded(word: str) -> str:
    """A word of the command line as UTF-8, which is what people type, also where the locale says otherwise."""
    try:
        return os.fsencode(word).decode("utf-8") if not word.isascii() and any("\udc80" <= character <= "\udcff" for character in word) else word
    except UnicodeDecodeError:
        return word


def _unbreakable_streams() -> None:
    """UTF-8 whatever the locale says; a stream that was closed before the start becomes the null device."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))   # noqa: SIM115 (open for the whole run)
        elif name != "stdin" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _finished(code: int) -> int:
    """Flush what was printed. A reader that went away ends the run quietly; a full disk does not."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return say_failure(_unwritable(error), as_json=False)
    return code
