"""Amounts: how much, in which unit, exactly as it was written and as an exact decimal in the family's base unit.

Decisions
- Only amounts per year are kept. A unit that is a flow means "per year" when nothing is said; 年产 says it of any
  unit, so 年产10GW is GW/a while 10GW is installed power. Per day or month is refused: it needs the days of operation.
- 近 is ≈; 逾, 超过, 余, 多, over and + are ≥; 不足, 不到 and below are ≤; > and < are kept as ≥ and ≤. The one strict
  mark is ``>0``: something is there, its lower bound is 0.
- In `3-5万吨` the 万 belongs to both ends; an end with its own 万 or unit borrows none. An end written with several
  multipliers (6万5千) lends none either, so such a range must be written in full.
- A comma (or a space, an apostrophe) is a thousands mark only before exact triples; any other comma is refused.
- A dot before exactly three digits (`2.189`, `60.000`) is a thousands mark in half of Europe. It is read as a decimal
  point after a leading 0 and before 万 or million; and, unless the last digit is a 0, with a unit written in Chinese
  or of at least a thousand base units (kt, Mt, GW). Else it is refused with both readings; 12.3450 or 12345 is clear.
- Case counts first: Mt is a million tonnes, MW is not mW. Where the exact spelling is unknown other case is forgiven,
  but never between m (milli) and M (mega) in a symbol; mt, MT, mtpa, MTPA are refused (million or metric tonnes?).
- A percentage (`+50 %`, 增长50%) or a doubling is no amount of its own: kept in words, with the qualifier ``unknown``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, Underflow
from typing import Any, NamedTuple

from alliancectl.errors import (
    AmbiguousNumber,
    AmbiguousUnit,
    BadUnit,
    EmptyAmount,
    NegativeAmount,
    NotAnAmount,
    NoUnit,
    OtherRate,
    ReversedRange,
    UnknownUnit,
)
from alliancectl.text import Lang, Text

LONGEST = 200
"""The most characters an amount may have."""

EXACT = Context(
    prec=2000,
    Emin=-9999,
    Emax=9999,
    traps=[Inexact, InvalidOperation, Overflow, Underflow],
)
"""The context of every sum and product here: it raises rather than rounds."""

_MOST_DIGITS = 40  # of a unit's factor: far beyond any real one, far within EXACT


class Unit(NamedTuple):
    """One way to count: `factor` base units of its family are one of it."""

    key: str
    family: str
    factor: Decimal
    zh: str
    en: str
    spellings: tuple[str, ...] = ()

    def label(self, lang: Lang) -> str:
        """The unit as it is shown."""
        return Text(self.zh, self.en).to(lang)


class Amount(NamedTuple):
    """What was written and what it says: `value` (to `high`, of a range) in `unit`, and the same in `base_unit`.

    `qualifier` is one of ``= ≈ ≥ ≤ >0 unknown``. Of ``≥`` and ``>0`` the value is the lower bound, of ``≤`` the upper
    one; of ``unknown`` there is none.
    """

    text: str
    value: Decimal | None
    high: Decimal | None
    qualifier: str
    unit: str | None
    base: Decimal | None
    base_high: Decimal | None
    base_unit: str | None


def amount(text: str, units: Units, *, unit: str | None = None) -> Amount:
    """The amount that `text` states; `unit` is the key of the unit that a bare number has.

    Raises:
        EmptyAmount, NotAnAmount, NegativeAmount, ReversedRange, AmbiguousNumber: the text is no one clear amount.
        NoUnit, UnknownUnit, AmbiguousUnit, OtherRate: its unit is missing, not known, not clear, or not per year.
    """
    written = text.strip()
    plain = _plain(written)
    if _in_words(plain):
        return Amount(written, None, None, "unknown", None, None, None, None)
    body, qualifier, yearly = _unqualified(plain, written)
    if body[:1] in ("-", "负") or body[:6].lower() == "minus ":
        raise (NegativeAmount if _has_number(body) else NotAnAmount)(value=_clip(written), reason=_NO_NUMBER)
    ends = re.split(_RANGE, body)
    if len(ends) > 2:
        raise NotAnAmount(value=_clip(written), reason=_SEVERAL)
    parts = [_part(end, written, units, yearly) for end in ends]
    return _settled(written, qualifier, *_bounds(parts, written, units, unit), units)


def shown(value: Amount, units: Units, lang: Lang) -> str:
    """`value` for people: 6万吨/年, ≈60,000 t/a, 3万–5万吨/年; the words as written where no number is known."""
    if value.value is None or value.unit is None:
        return value.text
    mark = "" if value.qualifier == "=" else value.qualifier[:1]
    if value.high is None:
        return mark + quantity(value.value, value.unit, units, lang)
    zh, en = (_range_shown(value.value, value.high, units[value.unit], units, way) for way in ("zh", "en"))
    return Text(mark + zh, mark + en).to(lang)


def quantity(number: Decimal, unit_key: str, units: Units, lang: Lang) -> str:
    """`number` of a unit for people, never rounded: 2.85万吨/年 in Chinese, 28,500 t/a in English."""
    unit = units[unit_key]
    zh, en = ("".join(_pieces(number, unit, units, way)) for way in ("zh", "en"))
    return Text(zh, en).to(lang)


def total(numbers: Iterable[Decimal]) -> Decimal:
    """The exact sum; 0 of none."""
    result = Decimal(0)
    for number in numbers:
        result = EXACT.add(result, number)
    return _tidy(result)


def units_from(rows: Iterable[Mapping[str, Any]]) -> Units:
    """The units of a table's rows (key, family, factor, zh, en, spellings: a list, or text with one on a line).

    Raises:
        BadUnit: a factor is no exact positive decimal, a key is empty or used twice, a family has no base unit.
    """
    return Units([_unit(row) for row in rows])


class Units:
    """The units of one record file, found by any of their spellings."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units: dict[str, Unit] = {}
        self._exact: dict[str, list[Unit]] = {}
        self._folded: dict[str, list[tuple[str, Unit]]] = {}
        self._bases: dict[str, Unit] = {}
        self._seen: dict[tuple[str, bool], Unit | None] = {}  # an import asks for the same few a million times
        for unit in units:
            self._take(unit)
        for unit in self._units.values():
            if unit.family not in self._bases:
                raise BadUnit(key=_clip(unit.key), reason=_NO_BASE)

    def __getitem__(self, key: str) -> Unit:
        """The unit of that key. Raises: UnknownUnit."""
        if key not in self._units:
            raise self._unknown(key)
        return self._units[key]

    def get(self, key: str) -> Unit | None:
        """The unit of that key, None when there is none."""
        return self._units.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._units

    def base(self, family: str) -> Unit:
        """The unit in which amounts of `family` are compared and added. Raises: UnknownUnit for an unknown family."""
        if family not in self._bases:
            raise self._unknown(family)
        return self._bases[family]

    def known(self, family: str | None = None) -> list[Unit]:
        """All units, or those of a family, in the order of the table."""
        return [unit for unit in self._units.values() if family in (None, unit.family)]

    def find(self, text: str) -> Unit:
        """The unit of that key, label or spelling. Raises: UnknownUnit, AmbiguousUnit, OtherRate."""
        unit = self.match(text)
        if unit is None:
            raise self.refusal(text, text)
        return unit

    def match(self, text: str, *, yearly: bool = False) -> Unit | None:
        """The unit that `text` spells, None when there is none; `yearly` prefers the one per year (年产 …).

        Raises:
            AmbiguousUnit: the spelling has several meanings.
        """
        if (text, yearly) in self._seen:
            return self._seen[text, yearly]
        name = _canonical(text)
        if yearly and name + "/a" in self._exact:
            name += "/a"
        unit = self._as_written(name, text) or self._in_other_case(name, text)
        if len(self._seen) < 1000:
            self._seen[text, yearly] = unit
        return unit

    def suggest(self, text: str) -> list[str]:
        """The keys of up to five units spelled much like `text`, nearest first."""
        import difflib  # only a refusal needs it

        name = _canonical(text)[:60].casefold()
        begins = [name[:end] for end in range(len(name), 0, -1) if name[:end] in self._folded][:1]  # 吨PVC: 吨
        near = begins or difflib.get_close_matches(name, self._folded, n=8, cutoff=0.6)
        return list(dict.fromkeys(unit.key for word in near for _, unit in self._folded[word]))[:5]

    def refusal(self, text: str, written: str) -> OtherRate | UnknownUnit:
        """What to raise for a unit that is not known: it is per day, or it is none."""
        plain = " ".join(text.split()).lower()
        for ending in _OTHER_RATES:
            if plain.endswith(ending) and (ending[0] in "/每 " or self._spelled(text[: -len(ending)])):
                return OtherRate(value=_clip(written))
        return self._unknown(text)

    def _take(self, unit: Unit) -> None:
        if unit.key in self._units:
            raise BadUnit(key=_clip(unit.key), reason=Text("这个代码已有", "there is one with this key already"))
        self._units[unit.key] = unit
        if unit.factor == 1:
            self._bases.setdefault(unit.family, unit)
        for name in dict.fromkeys(_canonical(word) for word in (unit.key, unit.zh, unit.en, *unit.spellings)):
            self._exact.setdefault(name, []).append(unit)
            self._folded.setdefault(name.casefold(), []).append((name, unit))

    def _as_written(self, name: str, text: str) -> Unit | None:
        if name in self._exact:
            return _only(self._exact[name], text)
        stem = name.removesuffix("/a")
        reading = _AMBIGUOUS.get(stem.casefold())
        if reading:
            raise _ambiguous(text, reading.readings, reading.family)
        if stem == name:
            return _only(self._exact.get(name + "/a", []), text)
        return _only([unit for unit in self._exact.get(stem, []) if _canonical(unit.key).endswith("/a")], text)

    def _in_other_case(self, name: str, text: str) -> Unit | None:
        folded = name.casefold()
        stem = folded.removesuffix("/a")
        flows = [hit for hit in self._folded.get(stem, []) if _canonical(hit[1].key).endswith("/a")]
        found = self._folded.get(folded) or (self._folded.get(folded + "/a") if stem == folded else flows) or []
        for spelling, unit in found:
            if len(stem) <= 4 and stem[:1] == "m" and spelling[0] != name[0]:  # mW and MW are nine powers of ten apart
                raise _ambiguous(text, _milli_or_mega(unit.key), unit.family)
        return _only([unit for _, unit in found], text)

    def _spelled(self, text: str) -> bool:
        try:
            return self.match(text) is not None
        except AmbiguousUnit:
            return True

    def _unknown(self, text: str) -> UnknownUnit:
        near = self.suggest(text)
        keys = ", ".join(near or [unit.key for unit in self._bases.values()])
        known = Text(f"相近的有：{keys}", f"near it: {keys}") if near else Text(f"已有：{keys} 等", f"among: {keys}")
        return UnknownUnit(unit=_clip(text), known=known, key=_quoted(text))


def _only(units: list[Unit], text: str) -> Unit | None:
    """The one unit of these, None of none; two of them make the spelling ambiguous."""
    different = list(dict.fromkeys(units))
    if len(different) > 1:
        keys = " / ".join(unit.key for unit in different)
        raise _ambiguous(text, Text(keys, keys), different[0].family)
    return different[0] if different else None


class _Reading(NamedTuple):
    readings: Text
    family: str


def _milli_or_mega(key: str) -> Text:
    return Text(f"m 是“毫”，M 是“兆”；若指 {key}，请照此写", f"m is milli, M is mega; write {key} where that is meant")


_MT = _Reading(
    Text("百万吨（写 Mt）或公吨（metric tons，写 t）", "million tonnes (write Mt) or metric tons (write t)"),
    "mass_per_year",
)
_TON = _Reading(
    Text("公吨（写 t）、短吨（写 short tons）或长吨（写 long tons）", "tonnes (write t), short tons, or long tons"),
    "mass_per_year",
)
_METRE = _Reading(
    Text("米（写 metres）或百万（写 million）", "metres (write metres) or millions (write million)"),
    "length_per_year",
)
_GALLON = _Reading(
    Text("美制加仑（3.785411784 L）或英制加仑（4.54609 L）", "US (3.785411784 L) or imperial gallons (4.54609 L)"),
    "volume_per_year",
)
_CUBE_OR_SQUARE = _Reading(Text("立方米或平方米", "cubic metres (立方米) or square metres (平方米)"), "volume_per_year")
_AMBIGUOUS = {
    "mt": _MT,
    **dict.fromkeys(("ton", "tons"), _TON),
    "m": _METRE,
    **dict.fromkeys(("gal", "gallon", "gallons", "加仑"), _GALLON),
    "方": _CUBE_OR_SQUARE,
}


def _ambiguous(text: str, readings: Text, family: str) -> AmbiguousUnit:
    return AmbiguousUnit(unit=_clip(text), readings=readings, family=family, key=_quoted(text))


# ---- the text, made plain -----------------------------------------------------------------------------------------

_NO_NUMBER = Text("里面没有数字", "there is no number in it")
_SEVERAL = Text("里面不止一个数量，请分开记录", "there is more than one amount in it; record each by itself")
_BEFORE = Text("数字前面的文字读不懂", "the words before the number are not known")
_SCIENTIFIC = Text("不接受科学记数法，请写出全部数字", "scientific notation is not accepted; write the digits out")
_UNCLEAR = Text("数字写法读不懂", "the number is not written in a known way")
_IN_FULL = Text("范围的两端请分别写全", "write both ends of the range in full")
_MIXED = Text("两端的单位不一致", "its ends have different units")
_NO_BASE = Text("这个量纲没有系数为 1 的基准单位", "its family has no base unit, one with factor 1")

_CHARACTERS = str.maketrans({
    **dict.fromkeys("‐‑‒–—―−─", "-"), **dict.fromkeys("〜∼～", "~"), **dict.fromkeys("≒≃≅", "≈"),
    "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "’": "'", "‘": "'", "μ": "µ",
    **dict(zip("萬億噸約產餘個張達點兩過於臺雙輛條塊從間負貳參陸壹贰叁肆伍陆柒捌玖拾佰仟〇",
               "万亿吨约产余个张达点两过于台双辆条块从间负二三六一二三四五六七八九十百千零", strict=True)),
})  # fmt: skip


def _plain(written: str) -> str:
    """The text with one width, one kind of dash and space; refused where it hides something."""
    if not written:
        raise EmptyAmount()
    if len(written) > LONGEST:
        reason = Text(f"超过 {LONGEST} 个字符", f"it has more than {LONGEST} characters")
        raise NotAnAmount(value=_clip(written), reason=reason)
    plain = _folded(written)
    if not plain.isprintable() or _hides_a_digit(written):
        reason = Text("里面有看不见或不是普通数字的字符", "it has characters that are invisible or no plain digits")
        raise NotAnAmount(value=_clip(written), reason=reason)
    return plain.rstrip(" .。;,")


def _folded(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_CHARACTERS)
    plain = " ".join(text.split()).replace(">=", "≥").replace("<=", "≤")
    return plain[:-3].rstrip(" ·") + "/a" if plain.endswith((" a-1", "·a-1")) else plain


def _hides_a_digit(text: str) -> bool:
    """Whether a character that is no digit becomes one: 60² would be read as 602. A unit's m² is no such case."""
    if text.isascii():
        return False
    return any(
        "0" <= unicodedata.normalize("NFKC", char)[:1] <= "9" and not (before.isascii() and before.isalpha())
        for before, char in zip(" " + text, text.replace("⁻¹", "--"), strict=False)
        if not char.isascii() and not char.isdecimal()
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(";"))


_UNKNOWN = _words(
    "unknown;not known;not stated;not disclosed;undisclosed;not available;n/a;tbd;to be determined;"
    "不详;未知;不明;待定;待核实;待查;未披露;未公布;未公开;不适用;无数据;数量不详;产能不详;"
    "翻番;翻一番;翻两番;doubled;doubling;to double"
)
_PERCENT = (
    r"(?i)百分之[零一二两三四五六七八九十百点]+"
    r"|[0-9]+(?:\.[0-9]+)?(?: ?[-~] ?[0-9]+(?:\.[0-9]+)?)? ?(?:%|percent|per cent|个百分点)(?![%A-Za-z])"
)


def _in_words(plain: str) -> bool:
    """Whether the text says that no amount is known, or gives a percentage and no amount."""
    if plain.lower() in _UNKNOWN:
        return True
    rest, found = re.subn(_PERCENT, " ", plain)
    return found > 0 and not _has_number(rest)


def _has_number(text: str) -> bool:
    numeral = r"[0-9]|[一二两三四五六七八九十][百千万亿]|[零一二两三四五六七八九十百千万亿](?=[吨件台套])"
    return re.search(numeral, text) is not None


# ---- the words around the number ----------------------------------------------------------------------------------

# The opening words and what each says: a qualifier, "a" for "in a year", "d" for another time, "" for nothing.
_OPENING_WORDS = {
    "≈": "约;大约;约为;大概;近;接近;将近;~;≈;about;approx;approx.;approximately;around;circa;ca;ca.;c.;nearly;almost;"
    "roughly",
    ">": "逾;超;超过;超出;大于;高于;多于;>;over;more than;greater than;exceeding;in excess of;above",
    "≥": "不低于;不少于;不小于;至少;起码;最少;≥;at least;not less than;no less than;minimum",
    "<": "低于;小于;少于;不足;不到;<;less than;fewer than;below;under",
    "≤": "不超过;不高于;不大于;不多于;至多;最多;最高;≤;up to;at most;not more than;no more than;not exceeding;maximum",
    "a": "年;年产;年产能;年产量;年生产;每年;annual;annually;yearly",
    "d": "日产;月产;日产能;月产能;时产;班产;每天;每日;每月;日均;月均;日处理;daily;monthly;weekly;hourly",
    "": "产能;产量;能力;生产能力;生产;配额;规模;设计;核定;名义;有效;现有;总;合计;共;为;是;达;达到;从;:;"
    "capacity;production;output;quota;nameplate;design;effective;total;of;is;from",
}
_OPENING = {word: says for says, words in _OPENING_WORDS.items() for word in _words(words)}
_LONGEST_FIRST = sorted(_OPENING, key=len, reverse=True)

_CLOSING = {
    **dict.fromkeys(("左右", "上下", "or so"), "≈"),
    **dict.fromkeys(("以上", "及以上", "or more", "and above"), "≥"),
    **dict.fromkeys(("以下", "及以下", "以内", "之内", "or less", "and below"), "≤"),
}
_AND_MORE = r"(?<=[0-9零一二两三四五六七八九十百千万亿]) ?[余多+](?! ?[0-9])"
_RANGE = r" ?(?:-+|~+|至|到|(?<![A-Za-z])to(?![A-Za-z])) ?(?=[.0-9零一二两三四五六七八九十])"


def _unqualified(plain: str, written: str) -> tuple[str, str, bool]:
    """The number and unit alone, the qualifier that the words around them give, and whether they say "per year"."""
    body, marks, yearly = _opened(plain, written)
    body, closing = _closed(body)
    body, more = re.subn(_AND_MORE, "", body, count=1)
    marks |= closing | ({"≥"} if more else set())
    if {">", "≥"} <= marks:
        marks -= {"≥"}
    if len(marks) > 1:
        raise NotAnAmount(value=_clip(written), reason=Text("限定词互相矛盾", "its words contradict each other"))
    if body[:8].lower() == "between ":
        body = re.sub(r"(?i) and ", "-", body[8:], count=1)
    return body, min(marks, default="="), yearly


def _opened(body: str, written: str) -> tuple[str, set[str], bool]:
    marks: set[str] = set()
    yearly = False
    while not body[:1].isdigit():
        word = next((word for word in _LONGEST_FIRST if _begins(body, word)), None)
        if word is None:
            break
        body, says = body[len(word) :].lstrip(), _OPENING[word]
        if says == "d" and _has_number(body):
            raise OtherRate(value=_clip(written))
        yearly = yearly or says == "a"
        marks |= {says} - {"", "a", "d"}
    return body, marks, yearly


def _begins(body: str, word: str) -> bool:
    if body[: len(word)].lower() != word:
        return False
    after = body[len(word) : len(word) + 1]
    return not (word[-1].isascii() and word[-1].isalpha() and after.isascii() and after.isalpha())


def _closed(body: str) -> tuple[str, set[str]]:
    """The text without the words after it, which may also stand before the rate: 6万吨左右/年."""
    rate = r" ?(?:/年|每年|/a|/y)?$"
    for word, says in _CLOSING.items():
        found = re.search(rf"(?i) ?及?{word}(?={rate})", body) if word in body.lower() else None
        if found:
            return body[: found.start()] + body[found.end() :], {says}
    return body, set()


# ---- one end of a range -------------------------------------------------------------------------------------------

_ARABIC = r"\.?[0-9]+(?:[,.' ][0-9]+)*"
_HAN = r"[零一二两三四五六七八九十百千万亿点]+"
_SCALES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "k": 10**3, "thousand": 10**3, "mn": 10**6, "mln": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_BY_LENGTH = sorted(_SCALES, key=len, reverse=True)
_COMPOUND = r"([0-9]+(?:\.[0-9]+)?) ?(千万|百万|十万|亿|万|千|百) ?(?=[0-9])"


class _Number(NamedTuple):
    """A number as it stands: `value` times `scale`. `scale` is None where it has several multipliers, none to lend."""

    digits: str
    value: Decimal
    scale: Decimal | None


class _Part(NamedTuple):
    number: _Number
    unit: Unit | None
    spelled: str


def _part(text: str, written: str, units: Units, yearly: bool) -> _Part:
    """The number at the start of `text` and the unit behind it; no unit where nothing is behind it."""
    rest = text
    for number, rest in _numbers(text, written):
        if not rest:
            return _Part(number, None, "")
        unit = units.match(rest, yearly=yearly)
        if unit:
            return _Part(number, unit, rest)
    if rest == text:
        raise NotAnAmount(value=_clip(written), reason=_BEFORE if _has_number(text) else _NO_NUMBER)
    raise _rest_refused(rest, written, units)


def _rest_refused(rest: str, written: str, units: Units) -> NotAnAmount | OtherRate | UnknownUnit:
    if re.match(r"[eE][+-]?[0-9]|[×xX*·] ?10", rest):
        return NotAnAmount(value=_clip(written), reason=_SCIENTIFIC)
    if re.match("[0-9零一二两三四五六七八九十百千万亿]", rest):
        return NotAnAmount(value=_clip(written), reason=_UNCLEAR)
    if re.search(r"(?<![A-Za-z0-9])[0-9]", rest) or _has_number(re.sub("[A-Za-z][0-9]+", "", rest)):
        return NotAnAmount(value=_clip(written), reason=_SEVERAL)
    if not any(char.isalpha() for char in rest):
        return NotAnAmount(value=_clip(written), reason=_UNCLEAR)
    return units.refusal(rest, written)


def _numbers(text: str, written: str) -> Iterator[tuple[_Number, str]]:
    """Each way to part `text` into a number and the rest, likeliest first: 5千瓦 is 5 of 千瓦, 5万吨 is 5万 of 吨."""
    compound, rest = _compound(text, written)
    if compound is not None:
        yield compound, rest
    elif found := re.match(_ARABIC, text):
        yield from _scaled(found[0], text[found.end() :].lstrip(), written)
    elif found := re.match(_HAN, text):
        yield from _chinese(found[0], text)


def _scaled(digits: str, rest: str, written: str) -> Iterator[tuple[_Number, str]]:
    value = _decimal(digits, written)
    yield _Number(digits, value, Decimal(1)), rest
    for word in _BY_LENGTH:
        if rest[: len(word)].lower() == word and (not word.isascii() or not rest[len(word) : len(word) + 1].isalpha()):
            yield _Number(digits, value, Decimal(_SCALES[word])), rest[len(word) :].lstrip()


def _chinese(run: str, text: str) -> Iterator[tuple[_Number, str]]:
    for length in range(len(run), 0, -1):
        value = han(run[:length])
        if value is not None:
            yield _lent(run[:length], value), text[length:].lstrip()


def _lent(run: str, value: Decimal) -> _Number:
    """六万 as 6 times 万, so that 三至六万 can lend it; 六万五千 lends nothing."""
    head = run.rstrip("百千万亿")
    mantissa = han(head) if head else None
    if mantissa is None or (head != run and re.search("[百千万亿]", head)):
        return _Number(run, value, None)
    scale = _SCALES.get(run[len(head) :], 1) if head != run else 1
    return _Number(run, EXACT.divide(value, Decimal(scale)), Decimal(scale))


def _compound(text: str, written: str) -> tuple[_Number | None, str]:
    """A number of several descending multipliers, 1亿2000万 or 6万5千, and the rest; (None, text) where it is none."""
    value, ceiling, at = Decimal(0), Decimal("Infinity"), 0
    while found := re.match(_COMPOUND, text[at:]):
        step, scale = Decimal(found[1]), Decimal(_SCALES[found[2]])
        value, at = EXACT.add(value, _below(EXACT.multiply(step, scale), ceiling, written)), at + found.end()
        ceiling = scale
    if not at:
        return None, text
    last = re.match(r"([0-9]+) ?(千万|百万|十万|亿|万|千|百)?", text[at:])
    if last is None or "." in text[:at]:
        raise NotAnAmount(value=_clip(written), reason=_UNCLEAR)
    if last[2] is None and len(last[1]) != ceiling.adjusted():  # 6万5 is 65,000 in speech, 60,005 by the letter
        raise _spoken(text[: at + last.end()], value, last[1], ceiling, written)
    tail = EXACT.multiply(Decimal(last[1]), Decimal(_SCALES[last[2]] if last[2] else 1))
    total_ = EXACT.add(value, _below(tail, ceiling, written))
    return _Number(text[: at + last.end()], total_, None), text[at + last.end() :].lstrip()


def _below(number: Decimal, ceiling: Decimal, written: str) -> Decimal:
    if number >= ceiling:
        raise NotAnAmount(value=_clip(written), reason=_UNCLEAR)
    return number


def _spoken(run: str, value: Decimal, last: str, ceiling: Decimal, written: str) -> AmbiguousNumber:
    spoken = EXACT.add(value, EXACT.multiply(Decimal("0." + last), ceiling))
    readings = _either(spoken, EXACT.add(value, Decimal(last)))
    return AmbiguousNumber(value=_clip(written), number=_clip(run), readings=readings)


def _decimal(digits: str, written: str) -> Decimal:
    """The decimal that Arabic digits with thousands marks write. Raises: AmbiguousNumber, with the readings."""
    if re.fullmatch(r"[0-9]*\.?[0-9]+", digits):
        return Decimal(digits)
    if re.fullmatch(r"[1-9][0-9]{0,2}([,' ])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?", digits):
        return Decimal(re.sub("[,' ]", "", digits))
    if " " in digits or "'" in digits:
        raise NotAnAmount(value=_clip(written), reason=_UNCLEAR)
    whole, _, fraction = digits.replace(",", ".").rpartition(".")
    whole = whole.replace(".", "")
    readings = _either(Decimal(f"{whole}.{fraction}"), Decimal(whole + fraction))
    raise AmbiguousNumber(value=_clip(written), number=_clip(digits), readings=readings)


_HAN_DIGITS = {char: Decimal(number) for number, char in enumerate("零一二三四五六七八九")} | {"两": Decimal(2)}
_HAN_SCALES = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))


def han(text: str) -> Decimal | None:
    """The number that Chinese numerals write in full (六万五千, 一百零五, 三点五万); None where they do not.

    六万五, which speech uses for 65,000, is none: by the letter it would be 60,005.
    """
    if "点" in text:
        return _han_fraction(text)
    for mark, scale in _HAN_SCALES:
        head, found, tail = text.rpartition(mark)
        if found:
            return _han_joined(head, mark, Decimal(scale), tail)
    return _HAN_DIGITS.get(text)


def _han_joined(head: str, mark: str, scale: Decimal, tail: str) -> Decimal | None:
    number = Decimal(1) if not head and mark == "十" else han(head)
    most = 100000000 if mark == "亿" else 10000 if mark == "万" else 10
    if number is None or not 0 < number < most or (mark == "十" and head == "两"):
        return None
    rest = _han_tail(tail, scale)
    return None if rest is None else EXACT.add(EXACT.multiply(number, scale), rest)


def _han_tail(tail: str, scale: Decimal) -> Decimal | None:
    """What follows a multiplier: the next place directly, a lower one behind a 零."""
    if not tail:
        return Decimal(0)
    rest = han(tail.removeprefix("零"))
    if not rest or tail[-1] == "两" or rest >= scale:
        return None
    return rest if tail[0] == "零" or rest * 10 >= scale else None


def _han_fraction(text: str) -> Decimal | None:
    whole, _, fraction = text.partition("点")
    places = fraction.rstrip("百千万亿")
    scale, front = fraction[len(places) :], han(whole)
    if front is None or not places or any(char not in "零一二三四五六七八九" for char in places):
        return None
    if scale and scale not in _SCALES:
        return None
    digits = "".join(str(_HAN_DIGITS[char]) for char in places)
    return EXACT.multiply(EXACT.add(front, Decimal(f"0.{digits}")), Decimal(_SCALES.get(scale, 1)))


# ---- the ends together --------------------------------------------------------------------------------------------


def _bounds(
    parts: list[_Part], written: str, units: Units, default: str | None
) -> tuple[Decimal, Decimal | None, Unit]:
    """The number (and the upper one, of a range) and their one unit."""
    last = parts[-1]
    unit = last.unit or (units[default] if default and parts[0].unit is None else None)
    if unit is None:
        raise NotAnAmount(value=_clip(written), reason=_MIXED) if parts[0].unit else NoUnit(value=_clip(written))
    values = [_value(part, unit, written) for part in (_borrowing(part, last, written) for part in parts)]
    if parts[0].unit not in (None, unit):
        raise NotAnAmount(value=_clip(written), reason=_MIXED)
    if values[0] > values[-1]:
        raise ReversedRange(value=_clip(written), low=_written_out(values[0]), high=_written_out(values[-1]))
    return values[0], values[1] if values[1:] and values[1] != values[0] else None, unit


def _borrowing(part: _Part, last: _Part, written: str) -> _Part:
    """The lower end with what it leaves to the upper one: the 万 and the unit of 3-5万吨."""
    if part is last or part.unit is not None or part.number.scale != 1:
        return part._replace(spelled=part.spelled or last.spelled)
    if last.number.scale is None:
        raise NotAnAmount(value=_clip(written), reason=_IN_FULL)
    return _Part(part.number._replace(scale=last.number.scale), last.unit, last.spelled)


def _value(part: _Part, unit: Unit, written: str) -> Decimal:
    number = part.number
    if number.scale == 1 and _dot_is_unclear(number.digits, unit, part.spelled):
        whole, _, fraction = number.digits.partition(".")
        readings = _either(number.value, Decimal(whole + fraction))
        raise AmbiguousNumber(value=_clip(written), number=number.digits, readings=readings)
    return EXACT.multiply(number.value, number.scale or Decimal(1))


def _dot_is_unclear(digits: str, unit: Unit, spelled: str) -> bool:
    """Whether the dot before three digits may be a thousands mark (see Decisions)."""
    if not re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", digits):
        return False
    return digits[-1] == "0" or not (unit.factor >= 1000 or any("一" <= char <= "鿿" for char in spelled))


def _settled(written: str, mark: str, value: Decimal, high: Decimal | None, unit: Unit, units: Units) -> Amount:
    if mark == "<" and value == 0:
        raise NegativeAmount(value=_clip(written))
    if high is not None and mark not in "=≈":
        raise NotAnAmount(value=_clip(written), reason=Text("范围不能再带上下限", "a range cannot have another bound"))
    qualifier = {">": ">0" if value == 0 else "≥", "<": "≤"}.get(mark, mark)
    base, base_high = (None if end is None else _tidy(EXACT.multiply(end, unit.factor)) for end in (value, high))
    upper = None if high is None else _tidy(high)
    return Amount(written, _tidy(value), upper, qualifier, unit.key, base, base_high, units.base(unit.family).key)


# ---- units as they are spelled ------------------------------------------------------------------------------------

_PER_YEAR = _words(
    " per year; per annum; per yr; per 年; a year; each year; every year; annually; yearly; p.a;peryear;perannum;p.a;"
    "/annum;/year;/yr.;/yr;/y;/a;/年;每年; pa;pa;py"
)
_OTHER_RATES = _words(
    " per day; a day;/day;/d;/天;/日;每天;每日; daily; per hour; an hour;/hour;/hr;/h;/小时;/时;每小时;"
    " per month; a month;/month;/mo;/月;每月; monthly; per week; a week;/week;/wk;/周;每周;"
    " per quarter;/quarter;/季度;/季;每季度;/半年;/min;/分钟;/分;/sec;/s;/秒;/班;/批;pd;ph;pm"
)


def _canonical(text: str) -> str:
    """A unit's spelling with one width, no spaces and one way to say per year: 吨 每年, 吨/年 are 吨/a."""
    plain = _folded(text).rstrip(".").replace(" /", "/").replace("/ ", "/")
    low = plain.lower() if plain.isascii() else "".join(char.lower() if char.isascii() else char for char in plain)
    ending = next((word for word in _PER_YEAR if low.endswith(word) and len(low) > len(word)), "")
    stem = plain[: len(plain) - len(ending)].rstrip(" ·") if ending else plain
    if stem[1:2] == " " and stem[0].isascii() and stem[2:3].isalpha():  # `5 k m2` must not become km2
        return stem + "/a" * bool(ending)
    return stem.replace(" ", "") + "/a" * bool(ending)


def _unit(row: Mapping[str, Any]) -> Unit:
    key, family, spellings = str(row["key"]).strip(), str(row["family"]).strip(), row.get("spellings") or ()
    if not key or not family:
        raise BadUnit(key=_clip(key), reason=Text("代码和量纲不能为空", "a key and a family are needed"))
    words = spellings.splitlines() if isinstance(spellings, str) else spellings
    zh, en = str(row.get("zh") or key), str(row.get("en") or key)
    return Unit(key, family, factor(key, row["factor"]), zh, en, tuple(word.strip() for word in words if word.strip()))


def factor(key: str, written: object) -> Decimal:
    """The factor of unit `key` from its text; a float is refused because it is not what was typed. Raises: BadUnit."""
    text = str(written).strip() if isinstance(written, (str, int, Decimal)) else ""
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text, re.ASCII) or len(text) > _MOST_DIGITS or Decimal(text) == 0:
        shown_ = _clip(str(written))
        raise BadUnit(key=_clip(key), reason=Text(f"换算系数“{shown_}”", f"factor “{shown_}”"))
    return _tidy(Decimal(text))


# ---- numbers as they are shown ------------------------------------------------------------------------------------


def _pieces(number: Decimal, unit: Unit, units: Units, lang: str) -> tuple[str, str, str]:
    """The digits, their multiplier, and the unit with the space it needs before it."""
    if lang == "zh":
        number, unit = _in_chinese_terms(number, unit, units)
        digits, scale = _by_myriads(number)
        label = unit.zh
    else:
        digits, scale, label = f"{_tidy(number):,f}", "", unit.en
    if not scale and _dot_is_unclear(digits.lstrip("-"), unit, label):
        digits += "0"  # never shown in a way that would be refused, or misread, when typed
    return digits, scale, label if "一" <= label[:1] <= "鿿" else " " + label


def _in_chinese_terms(number: Decimal, unit: Unit, units: Units) -> tuple[Decimal, Unit]:
    """60 千吨 as 60,000 吨, since Chinese counts in 万吨, not in 千吨; 千瓦 and 千升 are units of their own."""
    base = units.base(unit.family)
    if unit.zh in ("千" + base.zh, "百万" + base.zh):
        return EXACT.multiply(number, unit.factor), base
    return number, unit


def _by_myriads(number: Decimal) -> tuple[str, str]:
    """The digits and 亿, 万 or nothing: the largest that leaves 1 or more, and at most four decimals."""
    for scale, word in ((10**8, "亿"), (10**4, "万")):
        if abs(number) >= scale:
            digits = _written_out(EXACT.divide(number, Decimal(scale)))
            if len(digits.partition(".")[2]) <= 4:
                return digits, word
    return _written_out(number), ""


def _range_shown(low: Decimal, high: Decimal, unit: Unit, units: Units, lang: str) -> str:
    first, second = _pieces(low, unit, units, lang), _pieces(high, unit, units, lang)
    if first[1] == second[1]:
        return f"{first[0]}{first[1]}–{''.join(second)}"
    return f"{''.join(first)}–{''.join(second)}"  # 3000–5万吨 would lend its 万 to the 3000


def _either(first: Decimal, second: Decimal) -> Text:
    one, other = _written_out(first), _written_out(second)
    return Text(f"{one} 或 {other}", f"{one} or {other}")


def _written_out(number: Decimal) -> str:
    return f"{_tidy(number):f}"


def _tidy(number: Decimal) -> Decimal:
    """The same number without trailing zeros or an exponent: 60000, 2.5."""
    short = number.normalize(EXACT)
    return short.quantize(Decimal(1), context=EXACT) if short.as_tuple().exponent > 0 else short  # type: ignore[operator]


def _clip(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _quoted(text: str) -> str:
    import shlex  # only a refusal needs it

    return shlex.quote(_clip(text))
