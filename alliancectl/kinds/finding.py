"""What `check` finds: data, in both languages; how it is found is in actions/checks, how it is shown in reports/check.py."""

import re
from typing import Literal, NamedTuple

from alliancectl.text import Text

Severity = Literal["error", "warning", "notice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")   # the most serious first
WORDS: dict[Severity, Text] = {
    "error": Text("错误", "error"), "warning": Text("警告", "warning"), "notice": Text("提示", "notice")}


class Finding(NamedTuple):
    """One problem. `record` is a typed id, an operation (``#41``) or the record file.

    `fix` is the command that mends it, ids and known values filled in; what only a person knows stands in capitals (REASON).
    `safe` findings have one right answer, which `check --fix` gives.
    """

    code: str
    severity: Severity
    record: str
    message: Text
    fix: str
    safe: bool = False

    def names(self) -> set[str]:
        """The ids that it names, in whatever place."""
        return set(re.findall(r"\b[A-Z][0-9]+\b", f"{self.record} {self.message.en} {self.fix}", re.ASCII))
