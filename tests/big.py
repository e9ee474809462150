"""A large alliance with a fixed seed, for speed and for eyes: `big_alliance` writes its record file."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from alliancectl.actions.create import create
from alliancectl.kinds import KINDS
from alliancectl.kinds.record import Entry, Ref
from alliancectl.store import records
from alliancectl.store.history import Change, change
from alliancectl.store.known import units
from alliancectl.values.amount import Amount, amount
from alliancectl.values.when import When, when

LAST = 2025                                # the last of the years
TODAY = datetime.date(LAST + 1, 6, 30)
PRODUCTS = 40
_PLACES = ("衢州", "常熟", "阜新", "济宁", "自贡", "南通", "包头", "泸州")
_WORDS = ("氟", "硅", "新材", "精细化工", "聚合物", "特气", "膜科技", "电子材料")
_FORMS = ("有限公司", "股份有限公司", "集团有限公司")
_KINDS = (*["enterprise"] * 7, "university", "institute", "association")
_RANKS = ("chair", *["vice_chair"] * 5, *["standing_council"] * 20, *["council"] * 60, *["member"] * 200)
_LEVELS = ("national", "provincial", "municipal", "county", "industry", "foreign")
_TYPES = ("fact_finding", "inspection", "study", "reception", "exchange", "review")
_SUBJECTS = ("年度走访", "在建项目进度", "制冷剂装置智能化改造", "含氟聚合物回收利用标准的制定与下游应用验证的联合推进",
             "原料保障", "Annual visit and discussion of the joint research programme on fluoropolymer recycling")


def big_alliance(path: Path | str, members: int = 300, years: int = 20, visits: int = 5000, claims: int = 30000, seed: int = 1) -> None:
    """Write the record file: the same records for the same arguments. The years end with 2025.

    A tenth of the members joins later, some leave; visits have gaps in headcount, level and date; claims repeat year by year, some
    contradict each other, some come from the news.
    """
    create(str(path), {"name": "大型示例产业技术创新战略联盟", "name_other": "Large Example Alliance", "year_starts": "01-01", "language": "zh",
                       "responsible_org": "示例研究院"})
    random, first = Random(seed), LAST - years + 1
    for fill in (_sources, _products, lambda now, r: _members(now, r, members, first), lambda now, r: _visits(now, r, members, visits, first)):
        _write(str(path), fill, random)
    _write(str(path), lambda now, r: _claims(now, r, members, claims, first), random)


def _write(path: str, fill: Callable[[Change, Random], None], random: Random) -> None:
    with change(path, "import", note="生成的示例") as now:
        fill(now, random)


def _add(now: Change, kind: str, /, **values: Any) -> Ref:
    number = records.add(now, KINDS[kind], {key: value for key, value in values.items() if value not in (None, ())})
    return Ref(kind, number, KINDS[kind].letter, str(values.get("name", "")))


def _sources(now: Change, random: Random) -> None:
    for year in range(LAST - 24, LAST + 1):
        _add(now, "source", title=f"{year}年度成员填报表", kind="return", publisher="联盟秘书处")
        _add(now, "source", title=f"《行业简报》{year}年合订本", kind="trade_press", publisher="行业简报社")
        _add(now, "source", title=f"《晚报》{year}年综述", kind="news", url=f"https://example.org/{year}/review-of-the-year")


def _source(year: int, which: int) -> tuple[Entry, ...]:
    number = 3 * (year - (LAST - 24)) + which + 1
    return (Entry(Ref("source", number, "R", "")),)


def _products(now: Change, random: Random) -> None:
    for number in range(1, PRODUCTS + 1):
        _add(now, "product", name=f"含氟产品{number:02d}", name_other=f"Fluorinated product {number:02d}", unit="t/a",
             chain=(Entry(random.choice(("upstream", "midstream", "downstream"))),))


def _members(now: Change, random: Random, members: int, first: int) -> None:
    for number in range(1, members + 1):
        name = f"{random.choice(_PLACES)}{random.choice(_WORDS)}{number:03d}{random.choice(_FORMS)}"
        ref = _add(now, "member", name=name, name_other=f"Example Fluorochemical {number:03d} Co., Ltd." if number % 3 else None,
                   kind=random.choice(_KINDS), place=random.choice(_PLACES) + "市", representative_title="总经理",
                   chain=(Entry(random.choice(("upstream", "midstream", "downstream", "research"))),))
        since = first - 1 if number % 10 else random.randint(first, LAST)
        until = random.randint(since + 1, LAST) if number % 23 == 0 and since < LAST else None
        _add(now, "membership", member=ref, rank=_RANKS[min(number - 1, len(_RANKS) - 1)], since=_day(f"{since}-{random.randint(1, 12):02d}-15"),
             until=until and _day(f"{until}-{random.randint(1, 12):02d}-20"), ended=until and "withdrawn", approved_by="理事会会议")


def _visits(now: Change, random: Random, members: int, visits: int, first: int) -> None:
    for number in range(1, visits + 1):
        incoming, year = random.random() < 0.5, random.randint(first, LAST)
        date = f"{year}-{random.randint(1, 12):02d}" + ("" if random.random() < 0.03 else f"-{random.randint(1, 28):02d}")
        hosts = tuple(Entry(Ref("member", random.randint(1, members), "M", "")) for _ in range(random.choice((1, 1, 1, 2, 3))))
        ref = _add(now, "visit", date=_day(date if number % 400 else "XXXX-06-20"), direction="incoming" if incoming else "outgoing",
                   type=random.choice(_TYPES) if number % 17 else None, visitor=f"{random.choice(_PLACES)}市工业和信息化局" if incoming else None,
                   level=random.choice(_LEVELS) if incoming else None, headcount=random.randint(2, 40) if number % 13 else None,
                   headcount_basis="estimated" if number % 29 == 0 else None, members=hosts, subject=random.choice(_SUBJECTS))
        if number % 8 == 0:
            done = random.random() < 0.8
            _add(now, "follow_up", visit=ref, text=f"落实第 {number} 次走访提出的事项", owner="秘书处", due=_day(f"{year}-12-31"),
                 state="done" if done else "open", closed_on=_day(f"{year}-12-{random.randint(1, 28):02d}") if done else None)


def _claims(now: Change, random: Random, members: int, claims: int, first: int) -> None:
    """Yearly returns of the same lines; every fortieth is contradicted in the trade press."""
    known, scale = units(now.connection), list(range(first, LAST + 1))
    lines = [(random.randint(1, members), random.randint(1, PRODUCTS)) for _ in range(max(claims // len(scale), 1))]
    written = 0
    for year in scale:
        for at in range(len(lines)):
            if written < claims:
                _claim(now, random, year, at, *lines[at - (at % 40 == 1)], _amount(f"{random.choice((3000, 5000, 12000, 28500))} t/a", known))
                written += 1


def _claim(now: Change, random: Random, year: int, at: int, member: int, product: int, much: Amount) -> None:
    rival, output = at % 40 == 1, at % 5 == 2
    if output:
        much = much._replace(text=much.text.replace("t/a", "t"))
    _add(now, "capacity", member=Ref("member", member, "M", ""), product=Ref("product", product, "P", ""),
         line=None if output else f"{(at - rival) % 3 + 1}号线", measure="output" if output else "capacity", basis="nameplate", amount=much,
         status=None if output else "operating" if at % 40 < 2 else random.choice((*["operating"] * 8, "idle", "construction")), as_of=_day(str(year) if output else f"{year}-12-31"),
         confidence=None if at % 9 else "low", standing="normal", sources=_source(year, 1 if rival else 2 if at % 50 == 3 else 0))


@cache
def _day(text: str) -> When:
    return when(text, today=TODAY)


_amounts: dict[str, Amount] = {}


def _amount(text: str, known: Any) -> Amount:
    return _amounts.setdefault(text, amount(text, known))


def main(arguments: Sequence[str]) -> None:
    """``python tests/big.py PATH``: write the sample of 300 members, 20 years, 5,000 visits and 30,000 claims."""
    big_alliance(arguments[0])


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
