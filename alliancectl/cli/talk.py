"""What is said on stderr, as a terminal shows it."""

from __future__ import annotations

import re
import sys

from alliancectl.values.clean import fold_to, width


def fitted(line: str) -> str:
    """The line folded between words where a terminal would cut one; what is copied, a command or a path, stays whole."""
    if "alliancectl " in line or re.search(r"(?:^|\s)(?:~?/|[A-Za-z]:\\)\S", line) or not sys.stderr.isatty():
        return line
    import shutil

    columns = shutil.get_terminal_size().columns
    if width(line) <= columns:
        return line
    bare = line.lstrip()
    indent = len(line) - len(bare)
    more = indent + (2 if bare[:1] in "✓○✗→+" else 0)
    first, *rest = (part.strip() for part in fold_to(bare, max(columns - more, 20)))   # two spaces stand between the fields of an echo
    return "\n".join([" " * indent + first, *(" " * more + part for part in rest)])
