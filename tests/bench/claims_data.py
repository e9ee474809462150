"""The claims that imports are measured on, from a fixed seed: a CSV as a large association would hand it in, and files to take it.

Some 15,700 series (member, site, line, product, grade, measure) of yearly and monthly returns, in the order of the returns: one
after the other by date, not by series.
"""

from __future__ import annotations

import csv
import random
import sys

SEED = 20190620
HEADER = ("member", "site", "line", "product", "grade", "measure", "basis", "amount", "status", "as_of", "source")
MEMBERS, PRODUCTS, SERIES = 300, 60, 15_700


def member(number: int) -> str:
    """The name of a member."""
    return f"{'衢州常熟阜新济宁自贡南通包头泸州'[number % 8 * 2:][:2]}{'氟硅膜碳'[number % 4]}材料{number:03d}有限公司"


def product(number: int) -> str:
    """The name of a product."""
    return f"含氟产品{number:02d}"


def claims(path: str, count: int, first: int = 1961) -> None:
    """A CSV of so many claims, from that year on."""
    chance = random.Random(SEED)
    series = [_series(chance) for _ in range(SERIES)]
    days = [f"{year}-{month:02}-{day}" for year in range(first, first + 65) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(count):
            one = series[number % SERIES]
            day = days[number // SERIES % len(days)]
            amount = f"{chance.randint(1, 9999) * 10} t/a"
            writer.writerow((*one[:7], amount, one[7], day, f"{day[:4]}年度成员填报表"))


def _series(chance: random.Random) -> tuple[str, ...]:
    site, line = chance.choice(("", "衢州基地", "常熟基地", "二厂")), chance.choice(("", "", "1号线", "2号线", "3号线"))
    grade = chance.choice(("", "", "FR901", "FR902"))
    measure, basis = chance.choice((("capacity", "nameplate"), ("capacity", "nameplate"), ("capacity", "effective"), ("output", "unspecified")))
    status = chance.choice(("operating", "operating", "operating", "idle", "construction")) if measure == "capacity" else ""
    return member(chance.randrange(MEMBERS)), site, line, product(chance.randrange(PRODUCTS)), grade, measure, basis, status


def taker(path: str, _: int) -> None:
    """A new record file that knows every name in the claims."""
    from alliancectl.actions.create import create
    from alliancectl.kinds import KINDS
    from alliancectl.kinds.record import Ref
    from alliancectl.store import records
    from alliancectl.store.history import change

    create(path, {"name": "大型示例产业技术创新战略联盟", "language": "zh"})
    with change(path, "bench") as now:
        for number in range(MEMBERS):
            found = Ref("member", records.add(now, KINDS["member"], {"name": member(number)}), "M", "")
            records.add(now, KINDS["membership"], {"member": found, "rank": "member"})
            for name in ("衢州基地", "常熟基地", "二厂"):
                records.add(now, KINDS["site"], {"member": found, "name": name})
        for number in range(PRODUCTS):
            records.add(now, KINDS["product"], {"name": product(number), "unit": "t/a"})
        for year in range(1890, 2026):
            records.add(now, KINDS["source"], {"title": f"{year}年度成员填报表", "kind": "return"})


if __name__ == "__main__":
    what, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if what == "taker":
        taker(path, count)
    else:
        claims(path, count, 1961 if what == "claims" else 1890)
