"""Every word for people stands in both languages, says the same in each, and is punctuated as each language is."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from test_house import ROOMS, words

HAN = "\u2e80-\u2fdf\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CHINESE = HAN + "\u3000-\u3006\u3008-\u303f\uff01-\uff60“”‘’…—"   # Han, and the punctuation that stands with it
LATIN_MARK = re.compile(   # samples of what is typed stay as they are: 名称=name,时间=joined -level:省级 项:值 “,”
    f"(?<=[{CHINESE}])[,;()](?!”)|[,;()](?=[{CHINESE}])(?![{HAN}]+=|”)|(?<=[{CHINESE}])(?<!项):|(?<![a-z项]):(?=[{CHINESE}])"
    f"|(?<=[{HAN}])([?!]|\\.(?![\\w.]))")
OUTSIDE_TEXTS = ("cli", "reports", "render", "actions", "store")   # rooms without patterns of what people may type
NOT_SENTENCES = ("cli/completion_words.py", "render/docx_styles.py")   # made from the Texts; names of fonts


class Written(NamedTuple):
    """One `Text(zh, en)` of the source. A slot of an f-string reads `{}`; a part that is no literal is None."""

    where: str
    zh: str | None
    en: str | None


def texts() -> Iterator[Written]:
    """Every Text(zh, en) of the source."""
    for room in ROOMS:
        for node in ast.walk(room.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and len(node.args) == 2:
                yield Written(f"{room.path}:{node.lineno}", *(literal(part) for part in node.args))


def literal(node: ast.expr) -> str | None:
    """What a literal, or a sum of literals, says."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    if isinstance(node, ast.BinOp):
        parts = [literal(node.left), literal(node.right)]
        return None if None in parts else "".join(filter(None, parts))
    return None


TEXTS = [text for text in texts() if text.zh is not None or text.en is not None]
BOTH = [text for text in TEXTS if text.zh is not None and text.en is not None]


def test_the_texts_of_the_program_are_found_so_that_these_tests_see_them() -> None:
    assert len(TEXTS) > 300


def test_each_text_is_there_in_both_languages() -> None:
    """A text without a word, such as what stands between two others, may be empty in one of them."""
    assert [text for text in BOTH if not (text.zh.strip() and text.en.strip()) and (letters(text.zh) or letters(text.en))] == []


def test_both_languages_have_the_same_slots() -> None:
    assert [text for text in BOTH if slots(text.zh) != slots(text.en)] == []


def test_the_chinese_is_chinese() -> None:
    """Where the English says more than a name, an id or a unit that reads the same in both."""
    assert [text for text in BOTH if letters(text.en) - letters(text.zh) and not re.search(f"[{HAN}]", text.zh)] == []


def test_the_english_has_no_chinese_punctuation() -> None:
    """“ ” … — stand in both languages; quoted Chinese words bring no punctuation along."""
    assert [text for text in BOTH if text.en != text.zh and re.search("[，；：（）。、！？]", text.en)] == []


def test_chinese_is_written_with_chinese_punctuation() -> None:
    assert [(text.where, text.zh) for text in TEXTS if text.zh and latin_marks(text.zh)] == []


def test_chinese_outside_texts_is_punctuated_the_same_way() -> None:
    """Pieces that are put together to one text, and what a table of words holds."""
    wrong = [(f"{room.path}:{line}", text)
             for room in ROOMS if room.name in OUTSIDE_TEXTS and room.path not in NOT_SENTENCES for line, text in words(room.tree)
             if re.search(f"[{HAN}]", text) and "\\" not in text and latin_marks(text)]   # a backslash: a pattern
    assert wrong == []


@pytest.mark.parametrize(("chinese", "wrong"), [
    ("缺少：{missing}", ""),
    ("缺少:{missing}", ":"),
    ("写 MM-DD,如 01-01", ","),
    ("不能撤销({command})", "()"),
    ("不能撤销（{command}）", ""),
    ("先看样子：alliancectl demo", ""),
    ("写成 --set a=1, b=2 的样子", ""),
    ("无法写入 {path}:{reason}", ":"),
    ("{path}:{line}", ""),
    ("已写入。", ""),
    ("已写入.", "."),
    ("记录在 ~/.config 下", ""),
    ("写 -level:省级", ""),
    ("项:值、项:（空）、“,”（或）", ""),
    ("写 --map 企业名称=name,入会时间=joined", ""),
])
def test_the_rule_finds_what_it_should(chinese: str, wrong: str) -> None:
    assert latin_marks(chinese) == wrong


def latin_marks(chinese: str) -> str:
    """The ASCII marks that touch Chinese, with the brackets that belong to them."""
    found = {match.start() for match in LATIN_MARK.finditer(chinese)}
    if re.search(f"[{HAN}]", chinese):
        found |= {match.start() for match in re.finditer(r"(?<=\}):(?=\{)", chinese)}   # between two slots of a Chinese sentence
    for pair in _brackets(chinese):
        if found & set(pair):
            found |= set(pair)
    return "".join(chinese[at] for at in sorted(found))


def letters(text: str) -> set[str]:
    """The words of a text that are written in letters, slots left out."""
    return set(re.findall(r"[A-Za-z]+", re.sub(r"\{[^}]*\}", " ", text)))


def slots(pattern: str) -> list[str]:
    """The names of the slots of a text; each once, since a language may need a word twice. English has a plural of a kind."""
    names = {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}
    return sorted({"kind" if name == "plural" else name for name in names})


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for at, character in enumerate(text):
        if character == "(":
            opened.append(at)
        elif character == ")" and opened:
            yield opened.pop(), at
