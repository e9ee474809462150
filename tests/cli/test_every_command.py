"""What every command says of itself, and when it is called wrongly: in one language, punctuated as that is, within 80 columns."""

from __future__ import annotations

import re

import pytest

from alliancectl.cli.tree import NAMES, VERBS, Branch, Leaf, tree
from alliancectl.values.clean import width

HAN = re.compile("[\u3400-\u9fff]")
# What stands in Chinese in English help because it is typed so, or is of a Chinese label.
MEANT = re.compile(r"--zh \S+|--scope in words|\(中国\)|zh \S+|设计产能|[“\"'].*[”\"']")
HALF_WIDTH = re.compile("[\u3400-\u9fff][,;:?!](?!\\S)|[\u3400-\u9fff]\\)|\\([\u3400-\u9fff]")


def _paths() -> list[str]:
    nodes = tree().items()
    return [path for word, node in nodes for path in ([word, *(f"{word} {verb}" for verb in node.verbs)] if isinstance(node, Branch) else [word])]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", _paths())
def test_help_fits_80_columns_and_speaks_one_language(ctl, path: str, lang: str) -> None:
    said = ctl(f"{path} --help --lang {lang}").out
    own, _, examples = said.partition("例：" if lang == "zh" else "Examples:")
    assert [line for line in own.splitlines() if width(line) > 80] == []
    assert [line for line in said.splitlines() if lang == "en" and HAN.search(MEANT.sub("", line))] == []
    assert [line for line in own.splitlines() if lang == "zh" and HALF_WIDTH.search(line)] == []
    assert all(line.strip().startswith("alliancectl ") for line in examples.strip().splitlines())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [path for path in _paths() if not isinstance(tree().get(path), Branch)])
def test_a_slip_is_explained_in_one_language(ctl, path: str, lang: str) -> None:
    for slip in ("--nosuch", "x y z w v u t", "--lang"):
        said = ctl(f"{path} --lang {lang} {slip}")
        if said.code == 0:
            continue   # a query, names or words may be as many as they like
        assert "[bug]" not in said.err
        assert lang == "zh" or not HAN.search(said.err), said.err
        assert lang == "en" or not HALF_WIDTH.search(said.err), said.err
        assert not re.search(r"\b(\w+) \(\1\)", said.err), said.err


def test_what_every_kind_can_do_is_said_alike_in_the_list_and_in_the_help() -> None:
    leaves = [(f"{word} {verb}", leaf) for word, node in tree().items() if isinstance(node, Branch)
              for verb, leaf in node.verbs.items() if leaf.kind and verb in (*VERBS, *NAMES)]
    assert [path for path, leaf in leaves if leaf.load().about != leaf.about] == []
    assert leaves


def test_every_command_says_what_it_does_in_the_list_and_in_its_help() -> None:
    leaves = [leaf for node in tree().values() for leaf in ([node] if isinstance(node, Leaf) else node.verbs.values())]
    assert all(leaf.about.zh and leaf.about.en and leaf.load().about.zh and leaf.load().about.en for leaf in leaves)
