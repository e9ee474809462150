"""Names: how two are compared, found by pinyin, and refused; a name itself is stored as written."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from alliancectl import errors
from alliancectl.values.clean import refuse_controls, visible

_LONGEST = 200
_ID_LETTERS = "MJSPVFCR"
_HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def name(text: str, *, id_letters: str = _ID_LETTERS) -> str:
    """`text` without the white space around it, which is the name as it is stored.

    `id_letters` are the letters of the typed ids that may stand where this name is referred to: a product may be called
    R22 where a reference to a product knows the letter P alone.

    Raises: EmptyName; LongName over 200 characters; ControlCharacter for a line break or a control; NameLikeId for
    ``M12``, since a reference is tried as an id first and the name would never be found.
    """
    written = text.strip()
    if not fold(written):
        raise errors.EmptyName
    if len(written) > _LONGEST:
        raise errors.LongName(start=visible(written[:20]), length=len(written), longest=_LONGEST)
    refuse_controls(written, lines=False)
    if re.fullmatch(rf"[{id_letters.casefold()}][0-9]+", fold(written)):
        raise errors.NameLikeId(name=written)
    return written


def fold(text: str) -> str:
    """The key under which a name is found exactly: NFKC and case folded, without characters that are not seen; spaces
    are one, none at the ends and none beside a Han character. ``fold(fold(x)) == fold(x)``."""
    folded = normalize("NFKC", text).casefold()
    if not folded.isascii():
        folded = normalize("NFKC", "".join(map(_seen, normalize("NFKD", folded))).casefold())
    spaced = " ".join(folded.split())
    return re.sub(rf" (?=[{_HAN}])|(?<=[{_HAN}]) ", "", spaced) if " " in spaced else spaced


class _Seen(dict[str, str]):
    """What is left of each character that was met: nothing of one that is not seen. A search folds every text: it is asked in half the time."""

    def __missing__(self, character: str) -> str:
        self[character] = left = "" if _is_unseen(character) else character
        return left


_seen = _Seen().__getitem__


def _is_unseen(character: str) -> bool:
    # Besides the format characters: the grapheme joiner, the Hangul fillers, and the variation selectors.
    return (
        category(character) == "Cf"
        or character in "\u034f\u115f\u1160"
        or ("\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef")
    )


def simplified(text: str) -> str:
    """`text` with each traditional Chinese character that has one simplified form replaced by it."""
    return text if text.isascii() else text.translate(_simplified_forms())


@lru_cache(maxsize=1)
def _simplified_forms() -> dict[int, int]:
    from alliancectl.values.traditional import SIMPLIFIED, TRADITIONAL

    return str.maketrans(TRADITIONAL, SIMPLIFIED)


_LEGAL_HAN = r"(?:有限责任公司|有限公司|(?<![总分子母])公司|株式会社|合同会社)"
_LEGAL_LATIN = (
    r"(?:co|company|coltd|ltd|limited|inc|incorporated|corp|corporation|gmbh|mbh|kg|kgaa|ag|se|sa|sas|sarl|srl|spa"
    r"|bv|nv|ab|oy|oyj|asa|plc|llc|llp|pte|pty|pvt|bhd|sdn)"
)
_LEGAL = rf"(?:{_LEGAL_HAN}|& ?co|(?<![^\W_{_HAN}]){_LEGAL_LATIN})$"
_LONGEST_LEGAL = 16
_DOTS = str.maketrans("", "", ".。·・‧•'‘’`´")
_SEPARATORS = r"[\s,，\-_‐-―−~\"“”„«»‹›()\[\]{}<>〈〉《》「」『』【】〔〕〖〗（）［］｛｝]+"


def near(text: str) -> str:
    """The key under which two names are likely one: `fold`, simplified, without brackets, quotes, dots, hyphens, spaces
    and a legal form at the end. What stands in brackets stays; so do 集团 and 股份, which tell companies apart, and the
    mark between two digits (1-2 is not 12). ``near(near(x)) == near(x)``, and it is empty for an empty fold only."""
    plain = fold(text)
    return _joined(_without_legal_form(_words(plain))) or plain


def _words(folded: str) -> str:
    """`folded`, simplified, with spaces for its separators and no dots, save a space for one between digits."""
    spaced = re.sub(r"(?<=\d)[.·・‧•](?=\d)", " ", simplified(folded)).translate(_DOTS)
    return re.sub(_SEPARATORS, " ", spaced)


def _without_legal_form(words: str) -> str:
    """`words` without the legal forms at its end (Co., Ltd and GmbH & Co. KG are several); a last word stays."""
    bare = words.strip()
    while (form := re.search(_LEGAL, bare[-_LONGEST_LEGAL:])) and len(form[0]) < len(bare):
        bare = bare[: -len(form[0])].rstrip()
    return bare


def _joined(words: str) -> str:
    return fold(re.sub(r"(?<!\d) | (?!\d)", "", words))


class Pinyin(NamedTuple):
    """How a name is typed without an input method: ``juhuajituan`` and ``jhjt``."""

    full: str
    initials: str


def pinyin(text: str) -> Pinyin:
    """The pinyin of `text` without tones (ü is v) and its initials; Latin letters and digits stay, in ASCII.

    A Latin word within a Chinese name is kept whole in the initials (3F中化: 3fzh); of a name without Han they are the
    first letters of its words (Shanghai Fluoro Tech: sft).
    """
    parts = [part for run in re.findall(rf"[{_HAN}]+|[^{_HAN}]+", simplified(fold(text))) for part in _syllables(run)]
    has_han = any(is_han for _, is_han in parts)
    initials = (part if has_han and not is_han else part[0] for part, is_han in parts)
    return Pinyin("".join(part for part, _ in parts), "".join(initials))


def _syllables(run: str) -> list[tuple[str, bool]]:
    """The syllables of a run of Han characters, or the ASCII words of any other run; and which of both they are."""
    if not re.match(f"[{_HAN}]", run):
        return [(word, False) for word in re.findall("[a-z0-9]+", _without_marks(run))]
    from pypinyin import lazy_pinyin

    _teach_readings()
    return [(_without_marks(syllable), True) for syllable in lazy_pinyin(run, errors="ignore")]


def _without_marks(text: str) -> str:
    return "".join(c for c in normalize("NFKD", text) if category(c) != "Mn")


# Readings that pypinyin 0.55 misses, by what these characters mostly stand for in names of places and organisations.
_CHARACTERS = {"都": "dū", "长": "cháng", "曾": "zēng", "厦": "xià", "薄": "bó", "仇": "qiú"}
_PHRASES = (
    "朝阳 cháo yáng/漯河 luò hé/涡阳 guō yáng/洪洞 hóng tóng/单县 shàn xiàn/乐陵 lào líng/浚县 xùn xiàn/什邡 shí fāng/"
    "荥经 yíng jīng/宕昌 tàn chāng/泊头 bó tóu/繁峙 fán shì/会稽 kuài jī/民乐 mín lè/重钢 chóng gāng/重药 chóng yào/"
    "重百 chóng bǎi/理事长 lǐ shì zhǎng/薄膜 bó mó/单氏 shàn shì/单雄信 shàn xióng xìn/解氏 xiè shì/查氏 zhā shì/朴氏 piáo shì/"
    "区氏 ōu shì/华氏 huà shì/盖氏 gě shì/尉迟 yù chí/万俟 mò qí"
)


@lru_cache(maxsize=1)
def _teach_readings() -> None:
    # load_phrases_dict() would train on the whole dictionary again, 26 ms each time.
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
    from pypinyin.seg import mmseg

    phrases = {word: [[syllable] for syllable in said] for word, *said in map(str.split, _PHRASES.split("/"))}
    PINYIN_DICT.update({ord(character): said for character, said in _CHARACTERS.items()})
    PHRASES_DICT.update(phrases)
    mmseg.seg.train(iter(phrases))


def search_word(word: str) -> str:
    """`word`, or a text in which words are looked for, as the two are compared: folded and simplified."""
    return simplified(fold(word))


def like_pattern(word: str) -> str:
    r"""`word` with ``%``, ``_`` and ``\`` escaped for ``LIKE '%' || ? || '%' ESCAPE '\'``; no outer % is added."""
    return re.sub(r"([\\%_])", r"\\\1", word)


def similar(text: str, known: Iterable[str], n: int = 3) -> list[str]:
    """At most `n` of the `known` names for "did you mean": those that begin with `text` first, then the closest in spelling,
    then those that contain `text` or are contained in it."""
    from difflib import get_close_matches

    wanted, spelled = search_word(text), {search_word(each): each for each in known}
    close = get_close_matches(wanted, sorted(spelled), n) if wanted else []   # sorted: equal scores keep one order in every Python
    within = [key for key in spelled if wanted and key and (wanted in key or key in wanted)]
    begin = [key for key in (*close, *spelled) if wanted and key.startswith(wanted)]
    return [spelled[key] for key in dict.fromkeys(begin + close + within)][:n]
