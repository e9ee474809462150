"""Every failure a user can meet: one class each, with its wording, its code name and its exit code.

A failure is raised where it is known and printed in one place (cli/run.py). The message says what is wrong with which
value; the fix is the next thing to type. Personal fields (contact, phone, email) never become a slot of a message.

One module a subject; every class is had from here, as ``errors.NoFile``, so that whoever raises or catches one need not know
where it stands. A class is looked for when it is first named, in a run that fails: one that succeeds needs none of them, and
making all two hundred is a seventeenth of a short command.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from alliancectl.errors.failure import Failure, Refused

SUBJECTS = ("command_line", "files", "history", "intake", "records", "reports", "rows", "values")

if TYPE_CHECKING:
    from alliancectl.errors.command_line import *
    from alliancectl.errors.files import *
    from alliancectl.errors.history import *
    from alliancectl.errors.intake import *
    from alliancectl.errors.records import *
    from alliancectl.errors.reports import *
    from alliancectl.errors.rows import *
    from alliancectl.errors.values import *
else:
    def __getattr__(name: str) -> Any:
        """A failure by its name, or what its module has beside it (https://peps.python.org/pep-0562/)."""
        for subject in SUBJECTS:
            found = getattr(import_module(f"{__name__}.{subject}"), name, None)
            if found is not None:
                globals()[name] = found   # the next time it is there: of a file a hundred thousand rows may be refused
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def every() -> list[type[Failure]]:
    """All classes of failures, those that only have others below them too."""
    for subject in SUBJECTS:
        import_module(f"{__name__}.{subject}")
    found: list[type[Failure]] = [Failure]
    for cls in found:   # grows while it is gone through
        found += cls.__subclasses__()
    return found


__all__ = ["Failure", "Refused", "every"]
