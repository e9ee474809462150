"""What was typed cannot act where it is shown, and nothing of it is lost."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from alliancectl.errors import ControlCharacter
from alliancectl.values import clean

HOSTILE = [
    "", " ", "\x1b[2J", "a\x1b]0;title\x07b", "\x9b31m", "a\x07\b\x7f\x0e", "safe\rEVIL", "one\ntwo\r\n",
    "a\x85b\u2028c\u2029d", "abc\u202etxt.exe", "\u2066x\u2069", "a\u200bb\ufeffc\xad",
    "Z" + "\u0301" * 200, "👨\u200d👩\u200d👧", "\U000e0041\ue000\ufffe", "\ud800", "[bold]x[/]", ":smile:",
    "=1+1", "=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "＝1+1", " =1+1", '"=1',
    "'=1+1", "''=1", "'-5", "-5.5", "+86 10 5555", "-", "'", "../../etc/passwd", "~root $HOME `id`",
    "CON", "nul.txt", "..", ".git", "a/b\\c:d*e?", "<script>&amp;", "a|b", "# x", "1. x", "* x", "%_\\",
    "{{7*7}}", "巨化集团（浙江）　有限公司",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.characters(), max_size=30),
    st.text(alphabet="'\"= +-@\t\r\n＝5.,%eE巨", max_size=8),
)
_RANGES = [
    (0x20, 0x7E),
    (0xA1, 0xAC),
    (0x3001, 0x3029),
    (0x3041, 0x3096),
    (0x30A0, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xFF01, 0xFF9F),
]
USERS = (
    "".join(chr(c) for first, last in _RANGES for c in range(first, last + 1))
    + "“”‘’…—–·•℃√×÷±≈≥≤㎡³²\u3000"
)
several = settings(max_examples=300, deadline=None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\x9bb\x85c", r"a\x9bb\x85c"),
        ("abc\u202etxt", r"abc\u202etxt"),
        ("a\u200bb\ufeffc\u200d", r"a\u200bb\ufeffc\u200d"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800\ue000\uffff", r"\ud800\ue000\uffff"),
        ("一\n二\r\n三\r四", "一⏎二⏎三⏎四"),
        ("a\tb\x00\u2028", r"a\tb\x00\u2028"),
        ("巨化\u3000集团\xa0（浙江）", "巨化\u3000集团\xa0（浙江）"),
        ("Cafe\u0301", "Cafe\u0301"),
        ("Z" + "\u0301" * 8, "Z" + "\u0301" * 8),
        ("Z" + "\u0301" * 9 + "!", "Z" + "\u0301" * 4 + r"\u0301" * 5 + "!"),
        ("[bold]x[/]", "[bold]x[/]"),
    ],
)
def test_what_a_terminal_could_obey_is_spelled_out(text: str, shown: str) -> None:
    assert clean.visible(text) == shown


@given(TEXTS)
@several
def test_nothing_shown_is_a_control_or_a_line_end(text: str) -> None:
    shown = clean.visible(text)
    assert not [
        c for c in shown if unicodedata.category(c)[0] == "C" or unicodedata.category(c) in ("Zl", "Zp")
    ]
    assert len(shown.splitlines()) <= 1
    assert clean.visible(shown) == shown


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30))
@several
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert clean.visible(text) == text


def test_of_all_characters_those_are_spelled_out_that_a_terminal_could_obey_or_hide() -> None:
    def odd(character: str) -> bool:
        kind = unicodedata.category(character)
        return clean.visible(character * 9) == character * 9 and (kind[0] in "CM" or kind in ("Zl", "Zp"))

    assert [f"{number:04x}" for number in range(0x110000) if odd(chr(number))] == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("一\r\n二\r三\n", ["一", "二", "三"]),
        ("a\n\nb", ["a", "", "b"]),
        ("\n", [""]),
        ("a\x1b\u2028b", [r"a\x1b\u2028b"]),
    ],
)
def test_prose_keeps_its_lines(text: str, lines: list[str]) -> None:
    assert clean.visible_lines(text) == lines


@pytest.mark.parametrize(
    ("text", "lines", "spelled", "position"),
    [
        ("ab\x1bc", True, r"\x1b", 3),
        ("a\x9f", True, r"\x9f", 2),
        ("\x00", False, r"\x00", 1),
        ("a\nb", False, r"\n", 2),
        ("a\tb", False, r"\t", 2),
        ("a\rb", False, r"\r", 2),
        ("a\r\nb", False, r"\r", 2),
        ("a\ud800", True, r"\ud800", 2),
        ("\ufdd0", True, r"\ufdd0", 1),
        ("\U0001fffe", True, r"\U0001fffe", 1),
    ],
)
def test_a_control_is_refused_by_name_and_place(
    text: str, lines: bool, spelled: str, position: int
) -> None:
    with pytest.raises(ControlCharacter) as refused:
        clean.refuse_controls(text, lines=lines)
    assert refused.value.slots == {"character": spelled, "position": position}
    assert refused.value.code == "control-character"


@pytest.mark.parametrize(
    "text",
    [
        "a\nb\r\nc\td",
        "a\rb",
        "abc\u202e",
        "👨\u200d👩",
        "\ue000",
        "\u2028",
        "巨化\u3000集团",
        "Z" + "\u0301" * 200,
    ],
)
def test_what_only_looks_odd_is_kept_in_prose(text: str) -> None:
    clean.refuse_controls(text, lines=True)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\tx",
        "\rx",
        "＝1",
        "＋1",
        "－5",
        "＠x",
        " =1",
        "\u3000=1",
        '"=1',
        "'=1",
        "-",
        "+86 10 5555",
    ],
)
def test_a_cell_that_a_spreadsheet_would_calculate_is_quoted(text: str) -> None:
    assert clean.sheet_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    ["", "-5.5", "+3", "-1,234.5", "-1e5", "-3%", "巨化", "a=1", "1-2", "'", "'a", "5 - 3", "“引文”"],
)
def test_a_number_or_ordinary_text_is_a_cell_as_it_is(text: str) -> None:
    assert clean.sheet_cell(text) == clean.from_sheet_cell(text) == text


@given(TEXTS)
@several
def test_a_cell_comes_back_as_the_text_it_was(text: str) -> None:
    cell = clean.sheet_cell(text)
    assert clean.from_sheet_cell(cell) == text
    assert cell[:1] not in tuple("=@\t\r＝＋－＠")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("巨化集团（浙江） 2025", "巨化集团-浙江-2025"),
        ("../../etc/passwd", "etc-passwd"),
        (".git", "git"),
        ("--help", "help"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("aux-", "_aux"),
        ("ＣＯＭ１", "_COM1"),
        ("", "_"),
        ("／…", "_"),
        ("a\x00b\n\u202ec", "a-b-c"),
        ("ends.", "ends"),
    ],
)
def test_a_file_name_made_from_data_is_safe(text: str, name: str) -> None:
    assert clean.file_name(text) == name


@given(TEXTS, st.sampled_from(["", ".csv", ".docx"]))
@several
def test_no_text_makes_a_file_name_that_leads_elsewhere(text: str, ending: str) -> None:
    name = clean.file_name(text * 20, ending)
    assert 0 < len(name.encode()) <= 100
    assert all(c.isalnum() or c in "._-" for c in name)
    assert name[0] not in ".-"
    assert name.endswith(ending)
    assert not name.endswith(".")
    assert name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert clean.file_name(clean.file_name(text)) == clean.file_name(text)


def test_a_long_chinese_name_is_cut_between_characters() -> None:
    assert clean.file_name("巨" * 60, ".xlsx") == "巨" * 31 + ".xlsx"


def test_the_columns_of_what_users_type_are_those_rich_counts() -> None:
    assert [c for c in USERS if clean.width(c) != cell_len(c)] == []
    assert clean.width("巨化 PVDF，３Ｆ") == cell_len("巨化 PVDF，３Ｆ") == 15
    assert clean.width("Cafe\u0301") == 4


@given(st.text(alphabet=USERS, max_size=40))
@several
def test_a_text_is_as_wide_as_rich_says(text: str) -> None:
    assert clean.width(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("巨化集团有限公司", 8, ["巨化集团", "有限公司"]),
        ("甲乙，丙", 4, ["甲", "乙，", "丙"]),
        ("甲乙（丙丁）", 6, ["甲乙", "（丙", "丁）"]),
        ("甲。。。。", 4, ["甲。", "。。", "。"]),
        ("Shanghai Fluoro Tech", 10, ["Shanghai", "Fluoro", "Tech"]),
        ("PVDF树脂", 6, ["PVDF树", "脂"]),
        ("去 https://x", 6, ["去", "https:", "//x"]),
        ("Z\u0301Z\u0301", 1, ["Z\u0301", "Z\u0301"]),
        ("巨化", 1, ["巨", "化"]),
        ("", 5, [""]),
        ("abc", 3, ["abc"]),
        ("machine-translated", 12, ["machine-", "translated"]),
        ("the machine-translated", 13, ["the", "machine-", "translated"]),
        ("2025-12-31", 6, ["2025-1", "2-31"]),
        ("file cannot-write", 12, ["file", "cannot-write"]),
    ],
)
def test_a_cell_folds_where_a_reader_expects_it(text: str, columns: int, lines: list[str]) -> None:
    assert clean.fold_to(text, columns) == lines


@given(st.text(alphabet="ab 巨化，（）。-5\u0301", max_size=40), st.integers(2, 12))
@several
def test_folding_loses_nothing_but_the_space_at_a_break(text: str, columns: int) -> None:
    lines, rest = clean.fold_to(text, columns), text
    for line in lines:
        assert rest.startswith(line)
        assert clean.width(line) <= columns
        rest = rest[len(line) :]
        rest = rest[1:] if rest.startswith(" ") else rest
    assert rest == ""


@given(st.text(alphabet="ab\u0301", max_size=40) | st.text(alphabet="巨化\u0301", max_size=40), st.integers(2, 12))
@several
def test_a_line_that_may_break_anywhere_is_as_full_as_it_can_be(text: str, columns: int) -> None:
    lines = clean.fold_to(text, columns)
    for line, after in pairwise(lines):
        assert clean.width(line) + clean.width(after[0]) > columns
        assert clean.width(after[0]) > 0


@given(st.text(alphabet="ab 巨化，（）。-5\u0301", max_size=40) | st.text(max_size=20).map(clean.visible), st.integers(1, 40))
@several
def test_a_text_whose_width_is_known_is_folded_as_any_other(text: str, columns: int) -> None:
    assert clean.fold_to(text, columns, clean.width(text)) == clean.fold_to(text, columns)


def test_of_a_text_a_little_wider_than_its_line_only_the_end_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was slow: a row in five of a long list has a cell that is a column or two too wide."""
    looked: list[str] = []
    monkeypatch.setattr(clean, "_columns", lambda character, of=clean._columns: looked.append(character) or of(character))
    assert clean.fold_to("第 12345 次调研，了解含氟聚合物进展", 35, 36) == ["第 12345 次调研，了解含氟聚合物进", "展"]
    assert {*looked} == {"展"}


def test_padding_fills_columns_not_characters_and_never_cuts() -> None:
    assert clean.pad("巨化", 6) == "巨化  "
    assert clean.pad("巨化", 6, "right") == "  巨化"
    assert clean.pad("巨化集团", 6) == "巨化集团"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", r"a\|b"),
        ("*x* _y_ `z` [l](u)", r"\*x\* \_y\_ \`z\` \[l\](u)"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("# x", r"\# x"),
        ("- x", r"\- x"),
        ("---", r"\---"),
        ("1. x", r"1\. x"),
        ("-5.5", "-5.5"),
        ("3.5", "3.5"),
        ("2024-05-14", "2024-05-14"),
        ("a\nb\x1b", r"a⏎b\\x1b"),
        ("巨化集团", "巨化集团"),
    ],
)
def test_markdown_shows_a_text_as_it_is(text: str, escaped: str) -> None:
    assert clean.markdown(text) == escaped
