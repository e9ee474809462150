"""How a page of help is set: paragraphs, commands, and rows of two columns, in 78 columns on a terminal and in a pipe alike."""

from __future__ import annotations

from collections.abc import Sequence

from alliancectl.text import Text
from alliancectl.values.clean import fold_to, pad, width

COLUMNS = 78
INDENT = "  "
WIDEST = 46   # of a left column
_KEPT = "\u00a0"   # stands for a space that no line is broken at


def page(*blocks: str) -> str:
    """The blocks of a page with a blank line between them."""
    return "\n\n".join(blocks) + "\n"


def note(*texts: Text) -> str:
    """Paragraphs, folded, one below the other; a command in them stays on one line."""
    import re

    held = [re.sub(r"alliancectl(?: [a-z-]+)+", lambda found: found[0].replace(" ", _KEPT), text()) for text in texts]
    return "\n".join(line.replace(_KEPT, " ") for text in held for line in fold_to(text, COLUMNS))


def inset(text: str) -> str:
    """One paragraph, folded and set in."""
    return "\n".join(INDENT + line for line in fold_to(text, COLUMNS - len(INDENT)))


def lines(*texts: str) -> str:
    """Lines to be copied: set in, never folded."""
    return "\n".join((INDENT + text).rstrip() for text in texts)


def rows(pairs: Sequence[tuple[str, str]], titles: tuple[str, str] | None = None) -> str:
    """Two columns; the right one folds under itself, and stands below a left one that is too wide."""
    pairs = [titles, *pairs] if titles else pairs
    left = max((width(name) for name, _ in pairs if width(name) <= WIDEST), default=0)
    told: list[str] = []
    for name, text in pairs:
        if width(name) > left:
            told += [INDENT + name, *([3 * INDENT + text] if text else [])]
            continue
        head, *more = fold_to(text, COLUMNS - 2 * len(INDENT) - left)
        told.append(f"{INDENT}{pad(name, left)}{INDENT}{head}".rstrip())
        told += [f"{INDENT}{' ' * left}{INDENT}{line}" for line in more]
    return "\n".join(told)


def listed(words: Sequence[str]) -> str:
    """Short words in one paragraph, set in, none of them broken."""
    told = [""]
    for word in words:
        longer = f"{told[-1]}  {word}" if told[-1] else word
        if width(longer) > COLUMNS - len(INDENT):
            told.append(word)
        else:
            told[-1] = longer
    return lines(*told)
