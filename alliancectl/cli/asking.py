"""Questions to a person at a terminal: on stderr, one line each, and Ctrl-C or Ctrl-D writes nothing."""

from __future__ import annotations

import sys

from alliancectl.errors import Ambiguous
from alliancectl.kinds.record import Kind, Ref
from alliancectl.text import Text
from alliancectl.values.clean import visible


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
    raise Ambiguous(text=text, kind=kind.label, candidates=", ".join(f"{ref.code} {ref.name}" for ref in found[:9]))


def ask(question: str) -> str:
    """One line of an answer. Raises: KeyboardInterrupt, also at the end of input."""
    print(f"{question}: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise KeyboardInterrupt
    return answer.strip()
