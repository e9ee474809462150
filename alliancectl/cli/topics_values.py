"""The pages about values: every example is read by the parser when the page is printed."""

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple

from alliancectl import errors
from alliancectl.cli.context import Run
from alliancectl.cli.topics_page import inset, lines, listed, note, page, rows
from alliancectl.text import Text, language
from alliancectl.values.amount import Amount, Units
from alliancectl.values.when import When


class Spelled(NamedTuple):
    """Spellings of one value, for the readers of each language."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def __call__(self) -> tuple[str, ...]:
        """The spellings for the language of the run."""
        return self.zh if language() == "zh" else self.en


DATES = (
    Spelled(("2024-05-14", "2024.5.14", "2024/5/14", "20240514", "2024年5月14日"),
            ("2024-05-14", "2024/5/14", "14 May 2024", "May 14, 2024")),
    Spelled(("2024-05", "2024年5月", "二〇二四年五月", "May 2024"), ("2024-05", "May 2024", "5/2024", "2024年5月")),
    Spelled(("2024", "2024年", "2024年度"), ("2024", "in 2024", "2024年")),
    Spelled(("2024-05-14/2024-05-16", "2024年5月14日至16日"), ("2024-05-14/2024-05-16", "14-16 May 2024")),
    Spelled(("2024-01/2024-06", "2024年上半年", "2024年1月至6月"), ("2024-01/2024-06", "H1 2024", "Jan-Jun 2024")),
    Spelled(("2024年三季度", "2024Q3"), ("2024Q3", "Q3 2024")),
    Spelled(("2024年5月上旬",), ("1-10 May 2024",)),
    Spelled(("2024-05~", "约2024年5月", "2024年5月左右"), ("2024-05~", "about May 2024")),
    Spelled(("2024?", "可能2024年", "2024年（存疑）"), ("2024?", "perhaps 2024")),
    Spelled(("../2011", "2011年以前"), ("../2011", "until 2011")),
    Spelled(("2011/..", "2011年以来"), ("2011/..", "since 2011")),
    Spelled(("XXXX-06-20", "6月20日（年份不详）", "某年6月20日"), ("XXXX-06-20", "20 June (year unknown)", "20 June")),
    Spelled(("XXXX-06", "某年6月"), ("XXXX-06", "June (year unknown)", "June")),
    Spelled(("unknown", "不详"), ("unknown", "不详")),
)
RELATIVE_DATES = Spelled(("昨天", "去年5月"), ("yesterday", "May last year"))
REFUSED_DATES = Spelled(("2024-02-30", "2024年5月14日（周三）", "5/6", "6/7/11", "2024年春"),
                        ("2024-02-30", "Wed 14 May 2024", "5/6", "6/7/11", "spring 2024"))
DAY = "5-14"   # completed for a visit alone

AMOUNTS = (
    Spelled(("6万吨/年", "年产6万吨", "六万吨", "60,000 t/a", "60 kt/y"), ("60,000 t/a", "60 kt/y", "60k tonnes per year", "6万吨/年")),
    Spelled(("1.2亿件/年", "120 million pcs/a"), ("1.5 million t/a", "1,500,000 t/a", "1.5 Mt/a")),
    Spelled(("约6万吨", "近6万吨", "6万吨左右"), ("about 60 kt/a", "≈60,000 t/a", "~60 kt/a")),
    Spelled(("3-5万吨/年", "3万至5万吨"), ("3-5 kt/a", "3,000 to 5,000 t/a")),
    Spelled(("不低于2万吨", "2万吨以上", "超过2万吨", "≥2万吨"), ("at least 20 kt/a", "over 20 kt/a", "≥20 kt/a")),
    Spelled(("不足2万吨", "至多2万吨", "≤2万吨"), ("up to 20 kt/a", "below 20 kt/a", "≤20 kt/a")),
    Spelled(("500兆瓦", "500 MW"), ("500 MW", "0.5 GW")),
    Spelled(("年产10GW", "10吉瓦/年"), ("10 GW/a", "10 GW per year")),
    Spelled(("300张床位", "300 beds"), ("300 beds", "300张床位")),
    Spelled(("不详",), ("unknown",)),
    Spelled(("增长50%",), ("+50 %",)),
)
REFUSED_AMOUNTS = Spelled(("1,5万吨/年", "60.000 t/a", "6万5吨", "2 mtpa", "100吨/天", "5-3万吨"),
                          ("1,5 kt/a", "60.000 t/a", "2 mtpa", "100 t/d", "5-3 kt/a", "-5 t/a"))


def dates(run: Run) -> str:
    """How dates are written, what is kept of them, and what is refused."""
    from alliancectl.values.when import when

    day = _today(run)

    def read(text: str) -> When:
        return when(text, today=day)

    spellings = [*(spelled() for spelled in DATES), *((text,) for text in RELATIVE_DATES())]
    stored = [(read(texts[0]).canonical, texts) for texts in spellings]
    return page(
        Text("日期：知道多少写多少，不补，不猜。", "Dates: what is known, and no more; nothing is filled in.")(),
        rows([(canonical, " · ".join(text for text in texts if text != canonical)) for canonical, texts in stored],
             (Text("存为，也可以照此写", "kept as, or typed so")(), Text("还可以写成", "or so")())),
        note(Text("~ 是大约，? 是存疑，在命令里写要加引号。报告只计入确定落在报告期内的；大约、存疑、跨期和年份不详的另行列出，"
                  "不计入，也不遗漏。",
                  "~ is about, ? is uncertain; quote them in a command. A report counts only what lies surely in its period; the rest "
                  "it lists beside the count."),
             Text("“以前”含所写的那一年；英文 before 2011 不含 2011 年。", "“until 2011” includes 2011; “before 2011” does not.")),
        note(Text("不写年份，就是年份不详。只有录入走访时例外，指最近过去的那一天：",
                  "Without a year the year is unknown, except for the day of a visit, the latest one past:")),
        rows([(f"alliancectl visit add {DAY} M1 {Text('年度走访', 'annual-visit')()}", _completed(day))]),
        Text("拒绝的写法：", "Refused:")(),
        _refusals(REFUSED_DATES(), read))


def amounts(run: Run) -> str:
    """How amounts are written, what is read, which units there are, and what is refused."""
    from alliancectl.values.amount import amount, shown

    units = _shipped_units()

    def read(text: str) -> Amount:
        return amount(text, units)

    known = [(shown(read(spelled()[0]), units, language()), " · ".join(spelled())) for spelled in AMOUNTS]
    return page(
        Text("数量：数字加单位。原话照存，换算精确，不四舍五入。", "Amounts: a number and a unit; kept as written, converted exactly.")(),
        rows(known, (Text("读作", "read as")(), Text("可以这样写", "typed as")())),
        note(Text("吨、件等不写“每年”也按每年；兆瓦、吉瓦是装机功率，“年产10GW”才是每年。只写百分比的保留原话，不进合计。",
                  "Tonnes or pieces are per year, said or not; MW and GW are installed power, GW/a is output. A percentage is kept in "
                  "words, in no total."),
             Text("值里有空格、> 或 < 时加引号，免得 shell 拆开或当作重定向。",
                  "Quote a value with spaces, > or <, or the shell takes it apart."),
             Text("逗号只在恰好三位一组时是千位号。只写数字时用产品的单位：",
                  "A comma is a thousands mark only before exact groups of three. A bare number has the product's unit:")),
        lines("alliancectl product edit PVDC --set unit=t/a"),
        note(Text("自带的单位（全部：alliancectl unit list；新增：alliancectl unit add）：",
                  "Units (all: alliancectl unit list; a new one: alliancectl unit add):")),
        listed([unit.label(language()) for unit in units.known()]),
        Text("拒绝的写法：", "Refused:")(),
        _refusals(REFUSED_AMOUNTS(), read))


def _shipped_units() -> Units:
    from alliancectl import shipped
    from alliancectl.values.amount import units_from

    return units_from(shipped.table("units.toml")["unit"])


def _today(run: Run) -> datetime.date:
    """Today as a visit is dated: in the time zone of the alliance; the machine's day where there is no record file to ask, or it is busy."""
    from alliancectl.store.file import reading
    from alliancectl.store.known import today

    try:
        with reading(run.db, wait=0) as connection:
            return today(connection)
    except errors.Failure:
        return today(None)


def _completed(day: datetime.date) -> str:
    from alliancectl.values.when import weekday, when

    read = when(DAY, today=day, complete_year=True)
    return Text("{day}（{name}）", "{day} ({name})")(day=read.canonical, name=weekday(read, language()))


def _refusals(texts: Iterable[str], read: Callable[[str], object]) -> str:
    """What the parser says of each; a test fails when it reads one after all."""
    told = []
    for text in texts:
        try:
            read(text)
        except errors.Refused as refused:
            told.append(inset(refused.says()))
    return "\n".join(told)
