"""What may reach a terminal, a spreadsheet, a document or a file name; what was typed is stored as given."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Literal
from unicodedata import category, east_asian_width, normalize

from alliancectl import errors

# The usual text (letters and digits of any script, Latin punctuation, signs, full-width forms; no mark, no format character) passes in one look.
# Han is said by \w, not as a range: for that, Python would go through twenty thousand characters when the pattern is first used.
_USUAL = (
    r"[ -~\w\xa0-\xac\xae-\xbf\xd7\xf7\u2010-\u2027\u2030-\u205e\u2100-\u218b\u2190-\u23ff\u2500-\u27bf\u3000-\u3029\u3030-\u303f\u309b-\u309c\u30a0"
    r"\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffe6]*"
)
_LINE_END = r"\r\n|\n|\r"
_LAYOUT = "\r\n\t\u2028\u2029"   # what prose may hold of the refused characters
_MARKS_IN_A_ROW, _MARKS_SHOWN = 8, 4


def visible(text: str) -> str:
    r"""`text` on one line, with whatever a terminal could obey or hide spelled out.

    Characters of category C* (controls, bidi overrides, zero-width, private, unassigned) and the two Unicode line
    separators become ``\x1b``, ``\u202e``, ``\U000e0041``; a line end becomes ⏎. Of more than 8 combining marks in a
    row the fifth and later ones are spelled. Spaces stay, the ideographic one too. Done twice it changes nothing more.
    """
    if re.fullmatch(_USUAL, text):
        return text
    shown: list[str] = []
    marks: list[str] = []
    for character in re.sub(_LINE_END, "⏎", text):
        kind = category(character)
        if kind[0] == "M":
            marks.append(character)
            continue
        shown += _marks(marks)
        marks = []
        shown.append(_spelled(character) if kind[0] == "C" or kind in ("Zl", "Zp") else character)
    return "".join(shown + _marks(marks))


def visible_lines(text: str) -> list[str]:
    """The lines of a prose text, each made visible; at least one. A line end at the very end opens no further line."""
    lines = re.split(_LINE_END, text)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return [visible(line) for line in lines]


def _marks(marks: list[str]) -> list[str]:
    if len(marks) <= _MARKS_IN_A_ROW:
        return marks
    return marks[:_MARKS_SHOWN] + [_spelled(mark) for mark in marks[_MARKS_SHOWN:]]


def _spelled(character: str) -> str:
    number = ord(character)
    if number < 0x100:
        return {"\t": r"\t", "\n": r"\n", "\r": r"\r"}.get(character, f"\\x{number:02x}")
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def refuse_controls(text: str, *, lines: bool) -> None:
    """Nothing, when `text` may be stored as it is; bidi marks and the like may, since they are made visible when shown.

    `lines` allows line ends (old spreadsheets write a lone CR for one within a cell) and tabs, for prose.

    Raises: ControlCharacter for a C0 or C1 control, a lone surrogate or a noncharacter, and on one line for the Unicode
    line separators too.
    """
    if text.isprintable():
        return
    for at, character in enumerate(text):
        if _is_refused(character) and not (lines and character in _LAYOUT):
            raise errors.ControlCharacter(character=_spelled(character), position=at + 1)


def _is_refused(character: str) -> bool:
    number = ord(character)
    return category(character) in ("Cc", "Cs", "Zl", "Zp") or 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE


# A spreadsheet reads a cell that begins so as a formula, after trimming what stands in front of it.
_FORMULA = r"[\s'\"‘’“”\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r＝＋－＠]"
_NUMBER = r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][+-]?\d+)?%?"


def sheet_cell(text: str) -> str:
    """`text` as a CSV or XLSX cell holds it: with ``'`` in front where a spreadsheet would calculate; numbers stay."""
    return "'" + text if _calculates(text) else text


def from_sheet_cell(cell: str) -> str:
    """The text of a cell: ``from_sheet_cell(sheet_cell(x)) == x`` for every x; other cells are returned as they are."""
    return cell[1:] if cell.startswith("'") and _calculates(cell[1:]) else cell


def _calculates(text: str) -> bool:
    # A text that was given as '=1 must keep its own quote, so quotes in front of a formula ask for one more.
    return re.match(_FORMULA, text) is not None and re.fullmatch(_NUMBER, text, re.ASCII) is None


_NAME_BYTES = 100
_DEVICES = r"(con|prn|aux|nul|com\d|lpt\d|conin|conout)(\.|$)"  # Windows opens the device, whatever the ending


def file_name(text: str, ending: str = "") -> str:
    """A file name made of `text` and then `ending` (``.csv``): letters, digits, Han and ``._-`` only, at most 100 bytes
    in UTF-8 with the ending, never empty, no dot or dash in front, none of Windows' device names."""
    kept = "".join(c if c.isalnum() or c in "._-" else " " for c in normalize("NFKC", text))
    name = re.sub(r"\s+", "-", kept.strip()).lstrip(".-")
    room = _NAME_BYTES - 1 - len(ending.encode())
    name = name.encode()[:room].decode(errors="ignore").rstrip(".-")
    if not name or re.match(_DEVICES, name, re.IGNORECASE | re.ASCII):
        name = "_" + name
    return name + ending


def width(text: str) -> int:
    """The columns `text` takes on a terminal: East Asian wide and full-width 2, ambiguous 1, combining 0."""
    return len(text) if text.isascii() else sum(map(_columns, text))


class _Columns(dict[str, int]):
    """The columns of each character that was met: a table is asked in two thirds of the time of a cached function."""

    def __missing__(self, character: str) -> int:
        self[character] = columns = _columns_of(character)
        return columns


_columns = _Columns().__getitem__


def _columns_of(character: str) -> int:
    joins = "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7fb" or character == "\u3164"
    if joins or category(character) in ("Mn", "Mc", "Me", "Cf", "Cc"):  # a Hangul vowel sits in its consonant's block
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


_CLOSING = frozenset("，。、；：！？）】》〉」』〕｝］”’…—％·,.;:!?)]}>%℃°ー々")
_OPENING = frozenset("（【《〈「『〔｛［“‘([{<￥＄№#")
_LITTLE = 8   # columns that a text may be wider than a line and still be looked at from its end


def fold_to(text: str, columns: int, wide: int = 0) -> list[str]:
    """The lines of at most `columns` columns that `text` (one line, made visible) is folded into; at least one line.

    Broken at a space, which is lost, or beside a Han character, but not before a closing or after an opening mark
    (as GB/T 15834-2011 places marks), and within a word only where nothing else is left: behind a hyphen between letters
    if it has one. A character wider than `columns` stands alone. No line parts a character from its combining marks.
    `wide` is the width of `text` where it is known: one that is a little wider than a line need not be counted from its start.
    """
    if columns < wide < columns + _LITTLE and (two := _in_two(text, columns, wide)):
        return two
    upto = [*accumulate(map(_columns, text))]   # the columns that are taken by the end of each character
    lines, start, used = [], 0, 0
    while start + 1 < len(text) and upto[-1] - used > columns:
        end = _break(text, start, _full(upto, start, used + columns))
        lines.append(text[start:end])
        start = end + (text[end] == " ")
        used = upto[start - 1]
    return [*lines, text[start:]] if start < len(text) or not lines else lines


def _in_two(text: str, columns: int, wide: int) -> list[str]:
    """The lines of a text that is `wide`, if a look at its last characters tells that they are two; else none."""
    end = len(text) - 1
    while end > 1 and wide - _columns(text[end]) > columns:
        wide -= _columns(text[end])
        end -= 1
    end = _break(text, 0, end)
    rest = text[end + (text[end] == " "):]
    return [text[:end], rest] if rest and 2 * len(rest) <= columns else []


def _full(upto: list[int], start: int, columns: int) -> int:
    """Where a line from `start` is full: it holds at least one character. None takes more than two columns, so not each is looked at."""
    end = start + 1
    while end < len(upto) and upto[end] <= columns:
        end += (columns - upto[end]) // 2 or 1
    return end


def _break(text: str, start: int, end: int) -> int:
    for at in range(end, start, -1):
        if text[at] == " " or _may_break(text[at - 1], text[at]):
            return at
    return next((at for at in range(end, start + 1, -1) if _is_hyphen(text[at - 2:at + 1])), end)


def _is_hyphen(three: str) -> bool:
    """Whether a hyphen stands between two letters; a date and a range are not parted at theirs."""
    return three[1:2] == "-" and three[:1].isalpha() and three[2:].isalpha()


def _may_break(before: str, after: str) -> bool:
    if before in _OPENING or after in _CLOSING:
        return False
    return _columns(after) == 2 or (_columns(before) == 2 and _columns(after) > 0)


def pad(text: str, columns: int, align: Literal["left", "right"] = "left") -> str:
    """`text` filled with spaces to `columns` columns; a wider one is returned as it is, never cut."""
    space = " " * (columns - width(text))
    return text + space if align == "left" else space + text


_MARKUP = str.maketrans({character: "\\" + character for character in "\\`*_[]<>|~&$"})


def markdown(text: str) -> str:
    """`text` made visible and escaped so that Markdown, in a table cell too, shows it as it is."""
    escaped = visible(text).translate(_MARKUP)
    return re.sub(r"^(\s*(?:\d{1,9}(?=[.)](?:\s|$)))?)([-+=#.)](?!\d))", r"\1\\\2", escaped)
