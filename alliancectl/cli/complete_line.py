"""A command line as the shells have it: read up to the cursor, and values written so that a shell takes them as one word."""

from __future__ import annotations

import os

BREAKS = ":=@"   # what bash may end a word at; which of them it does is in COMP_WORDBREAKS
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=+,@%^"


class Line:
    """The finished words, the unfinished one, the quote it stands in, and how much of it bash leaves as it is."""

    __slots__ = ("kept", "quote", "word", "words")

    def __init__(self, words: list[str], word: str, quote: str = "", kept: int = 0) -> None:
        self.words, self.word, self.quote, self.kept = words, word, quote, kept


def read(shell: str, text: str) -> Line:
    """The line that a shell hands over, without the program's name."""
    if shell == "bash":
        line = _split(text, os.environ.get("_ALLIANCECTL_BREAKS", BREAKS))
        return Line(line.words[1:], line.word, line.quote, line.kept)
    words = text.split("\n")
    if shell == "fish":   # it hands over the program's name too, and the unfinished word as it is typed
        words = [*words[1:-1], _split(words[-1], "").word]
    return Line([word for word in words[:-1] if word], words[-1])


def for_shell(shell: str, line: Line, offers: list[tuple[str, str, str, bool]] | None) -> list[str]:
    """The lines a shell's function expects: first ``files``, ``open`` (no space behind the word) or ``words``, then an offer each.

    bash gets what replaces the part of the word that it would replace; the others value, tab, description.
    """
    if offers is None:
        return ["files"]
    if shell == "fish":   # it drops what does not begin with the word: a name found by pinyin is offered by its pinyin
        return [_tabbed(sound or value, f"{value} {said}" if sound else said) for value, said, sound, _ in offers]
    head = "open" if offers and not any(done for _, _, _, done in offers) else "words"
    if shell != "bash":
        return [head, *(_tabbed(value, said) for value, said, _, _ in offers)]
    kept = line.word[:line.kept]
    return [head, *(_quoted(value[line.kept:], line.quote) for value, _, _, _ in offers if value.startswith(kept))]


def _tabbed(value: str, said: str) -> str:
    return "\t".join(" ".join(part.split()) for part in (value, said))


def _quoted(value: str, quote: str) -> str:
    """A value as it stands inside that quote, or outside any."""
    if quote == "'":
        return value.replace("'", "'\\''")
    if quote == '"':
        return "".join("\\" + one if one in '\\"$`' else one for one in value)
    return "".join(one if one in PLAIN or not one.isascii() else "\\" + one for one in value)


def _split(text: str, breaks: str) -> Line:
    """A line read by bash's rules of quoting; whatever comes after a `;`, `|` or `&` is a line of its own."""
    words: list[str] = []
    word, quote, kept, begun, at = "", "", 0, False, 0
    while at < len(text):
        one, next_one = text[at], text[at + 1:at + 2]
        if one == "\\" and (not quote or (quote == '"' and next_one in '"\\$`')):
            word, begun, at = word + next_one, True, at + 1
        elif one == quote:
            quote, kept = "", len(word)
        elif quote:
            word += one
        elif one in "'\"":
            quote, begun, kept = one, True, len(word)
        elif one in " \t\n;|&":
            words = [*words, word] if begun else words
            words = [] if one in ";|&" else words
            word, begun, kept = "", False, 0
        else:
            word, begun = word + one, True
            kept = len(word) if one in BREAKS and one in breaks else kept
        at += 1
    return Line(words, word, quote, kept)
