"""A terminal for tests: the real command on a pseudo-terminal, with every character that a person types counted."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pexpect

import alliancectl

PROMPT = re.compile(r"(?:: |：)[^\r\n]*\Z")
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A person at a terminal whose home is `home`; `typed` is all that was typed."""

    def __init__(self, home: Path, db: Path | None = None, lang: str = "zh", **more: str) -> None:
        self.home = home
        self.typed = ""
        self.code: int | None = None
        self.environment = {
            "HOME": str(home), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1", "ALLIANCECTL_LANG": lang,
            "ALLIANCECTL_TODAY": "2026-06-30", "ALLIANCECTL_ACTOR": "secretary", "INPUTRC": "/dev/null",
            "PYTHONPATH": str(Path(alliancectl.__file__).parents[1]), **({"ALLIANCECTL_DB": str(db)} if db else {}), **more}

    def run(self, line: str, *answers: str) -> str:
        """What the terminal shows after `al LINE` and the answers, each sent at a question; Enter is added to each but to
        control characters. `code` is the exit code afterwards.
        """
        import shlex

        self.typed += f"al {line}\r"
        child = pexpect.spawn(sys.executable, ["-m", "alliancectl", *shlex.split(line)], cwd=str(self.home), env=self.environment,
                              encoding="utf-8", timeout=30, dimensions=(50, 160))
        shown = ""
        for answer in answers:
            child.expect(PROMPT)
            shown += child.before + child.after
            keys = answer if answer[-1:] in ("\x03", "\x04") else answer + "\r"
            self.typed += keys
            child.send(keys)
        child.expect(pexpect.EOF)
        shown += child.before
        child.close()
        self.code = child.exitstatus
        return ESCAPES.sub("", shown).replace("\r\n", "\n").replace("\r", "")
