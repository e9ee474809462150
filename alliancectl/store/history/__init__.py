"""How records are written, how what was written is taken back, and what the log says of both.

The log is the rows themselves (`operation`, `removed`), the `edit` rows of the triggers, and one row of `operation` with a
digest of all of it, chained to the digest before.
"""

from alliancectl.store.history.digest import digest_of
from alliancectl.store.history.log import (
    LOG,
    OUTSIDE,
    REDACT,
    Operation,
    Spared,
    operation,
    operations,
    taken_back_by,
    touched_among,
    was_done,
)
from alliancectl.store.history.reversal import newest_undoable, redo, touched, undo
from alliancectl.store.history.writing import Change, change, one_operation

__all__ = [
    "LOG", "OUTSIDE", "REDACT", "Change", "Operation", "Spared", "change", "digest_of", "newest_undoable", "one_operation", "operation",
    "operations", "redo", "taken_back_by", "touched", "touched_among", "undo", "was_done",
]
