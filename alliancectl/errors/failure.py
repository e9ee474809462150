"""What every failure is: words for the user, a code name, an exit code."""

from __future__ import annotations

from typing import ClassVar

from alliancectl.text import Text, language


class Failure(Exception):
    """A failure with words for the user; the class is the kind of failure, the slots are this one's particulars."""

    code: ClassVar[str] = "failure"
    exit: int = 1       # of the class, unless who knows better where it arose says another
    message: ClassVar[Text] = Text("出错了：{reason}", "something failed: {reason}")
    fix: ClassVar[Text] = Text("", "")

    field: str = ""     # the field of a draft that it is about, where there is one
    section: int = 0    # which record of a form, where there are several

    def __init__(self, **slots: object) -> None:
        super().__init__(slots)
        self.slots = slots

    def says(self) -> str:
        """What is wrong, in the language of the run."""
        return self.message.to(language(), **self.slots)

    def mend(self) -> str:
        """What to do next, in the language of the run; empty when the message says it."""
        return self.fix.to(language(), **self.slots)

    def __str__(self) -> str:
        return self.says()


class Refused(Failure):
    """The data is refused (exit 4). `code` is what ``--allow`` takes where the refusal may be accepted."""

    exit = 4
    allowed: ClassVar[bool] = False
