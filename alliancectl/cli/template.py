"""template: an empty form of a kind for Excel, WPS or LibreOffice, whose filled-in copy `import` reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from alliancectl import errors
from alliancectl.cli.command import Command, Param, Values
from alliancectl.cli.context import Run
from alliancectl.intake.asides import EXAMPLE
from alliancectl.intake.columns import COMPLETED
from alliancectl.kinds.record import Field, Kind
from alliancectl.kinds.types import Choice, Date, Flag, Listed, OneOf, Quantity, Reference, UnitOf, Whole
from alliancectl.reports.form import Form, FormColumn
from alliancectl.text import Text

KIND = Param("kind", Text("哪一种记录，如 member、走访", "the kind of record, such as member"), metavar="KIND")
_EXAMPLE = Text("alliancectl template member -o 成员.xlsx", "alliancectl template member -o members.xlsx")
MARK = Text(EXAMPLE[0], EXAMPLE[2])
NEEDED = Text("必填。", "Needed. ")
SEVERAL = Text("可以有多个：用同一符号隔开，导入时用 --separator 指明这个符号", "There may be several: part them by one sign, and name it by --separator on import")
DATE = Text("知道多少写多少：2024、2024-05、2024-05-14、2024年上半年、约2024年、不详", "As much as is known: 2024, 2024-05, 2024-05-14, about 2024, unknown")
AMOUNT = Text("连同单位：6万吨/年、约6万吨/年、3-5万吨/年、不详", "With its unit: 60,000 t/a, about 60 kt/a, 3-5 kt/a, unknown")
CHOOSE = Text("从列表中选", "Choose from the list")
EXAMPLES: dict[str, Text] = {
    "name": Text("巨化集团有限公司", "Acme Chemicals Co., Ltd"), "name_other": Text("Juhua Group Corporation", "示例化工有限公司"), "aliases": Text("巨化", "Acme"),
    "product.name": Text("聚偏二氯乙烯", "polyvinylidene chloride"), "product.aliases": Text("PVDC", "PVDC"), "product.name_other": Text("polyvinylidene chloride", "聚偏二氯乙烯"),
    "site.name": Text("衢州基地", "Quzhou works"), "site.aliases": Text("衢州", "Quzhou"), "place": Text("浙江省衢州市", "Quzhou, Zhejiang"),
    "representative": Text("张三", "Zhang San"), "representative_title": Text("总经理", "general manager"), "website": Text("https://example.com", "https://example.com"),
    "subject": Text("年度走访", "annual visit"), "visitor": Text("科技部调研组", "Ministry of Science and Technology"), "head": Text("李四", "Li Si"),
    "head_title": Text("处长", "director"), "headcount": Text("12", "12"), "accompanied_by": Text("王五", "Wang Wu"), "text": Text("补报上年产能", "report last year's capacity"),
    "owner": Text("秘书处", "secretariat"), "title": Text("2024年度填报表", "return for 2024"), "publisher": Text("国家统计局", "statistics bureau"),
    "member": Text("巨化集团有限公司", "Acme Chemicals Co., Ltd"), "members": Text("巨化集团有限公司", "Acme Chemicals Co., Ltd"), "site": Text("衢州基地", "Quzhou works"),
    "sites": Text("衢州基地", "Quzhou works"), "product": Text("聚偏二氯乙烯", "polyvinylidene chloride"), "sources": Text("2024年度填报表", "return for 2024"),
    "status": Text("在产", "operating"), "line": Text("一号线", "line 1"), "visit": Text("V1", "V1"), "year": Text("2025", "2025"), "approved_by": Text("第三次理事会", "third council meeting"),
}


def template() -> Command:
    """`template KIND [-o FILE.xlsx]`: labels, hints, lists, and an example that import leaves out."""
    return Command(
        Text("空白表格，填好后导入", "an empty form, to be filled in and imported"), _run, (KIND,),
        examples=(_EXAMPLE, "alliancectl template capacity -o capacity.csv --format csv"))


def _run(run: Run, values: Values) -> None:
    from alliancectl.cli.import_ import kind_of

    if not values["kind"]:
        raise errors.MissingValue(missing="KIND", example=_EXAMPLE)
    kind = kind_of(values["kind"])
    made = form(kind, *_lists(run))
    wanted = run.format or ("csv" if run.out and os.path.splitext(run.out)[1].lower() == ".csv" else "xlsx")
    if wanted == "csv":
        run.give(_csv(made, run.lang))
    elif wanted != "xlsx":
        raise errors.UnknownFormat(text=wanted, known="xlsx, csv")
    elif run.on_terminal:
        raise errors.BinaryToTerminal(form="xlsx")
    else:
        from alliancectl.render.xlsx_form import render

        run.give(render(made, run.lang))
    if run.out:
        run.say(Text("✓ {path}。填好后：alliancectl import {path} --as {noun}", "✓ {path}. When it is filled in: alliancectl import {path} --as {noun}")(
            path=run.out, noun=kind.noun))


def form(kind: Kind, choices: dict[str, tuple[Choice, ...]], units: tuple[str, ...]) -> Form:
    """The form of a kind, with the lists and units of a file."""
    from alliancectl.intake.fields import UNIT, fields

    beside = {field.extra.key + "s" for field in kind.several if field.extra}
    used = [field for field in fields(kind) if field.key not in beside and field.key != "id" and field != UNIT and not (kind.key == "capacity" and field.key == "year")]
    first = {key: at for at, key in enumerate(kind.arguments)}
    used.sort(key=lambda field: first.get(field.key, len(first)))   # what a record begins with stands on the left
    return Form(kind.plural, tuple(_column(kind, field, choices, units) for field in used), MARK)


def _column(kind: Kind, field: Field, choices: dict[str, tuple[Choice, ...]], units: tuple[str, ...]) -> FormColumn:
    offered = _offered(field, choices, units)
    hint = [NEEDED] if field.required and field.default is None and field.key not in COMPLETED else []
    hint += [field.help] if field.help.zh else []
    hint += [SEVERAL] if field.many else []
    hint += [DATE] if isinstance(field.type, Date) else [AMOUNT] if isinstance(field.type, Quantity) else [CHOOSE] if offered else []
    told = Text("\n".join(part.zh for part in hint) or field.label.zh, "\n".join(part.en for part in hint) or field.label.en)
    return FormColumn(field.key, _head(kind, field), told, _example(kind, field, offered), offered, field.many or isinstance(field.type, UnitOf),
                      field.required and field.default is None and field.key not in COMPLETED)


def _head(kind: Kind, field: Field) -> Text:
    """Its label, where an import knows the field by it; else its key."""
    from alliancectl.intake.fields import field_of

    return Text(*(label if (found := field_of(kind, label)) and found.key == field.key else field.key for label in field.label))


def _offered(field: Field, choices: dict[str, tuple[Choice, ...]], units: tuple[str, ...]) -> tuple[Text, ...]:
    if isinstance(field.type, Listed):
        return tuple(choice.label for choice in choices.get(field.type.list_key, ()))
    if isinstance(field.type, OneOf):
        return tuple(choice.label for choice in field.type.choices)
    if isinstance(field.type, Flag):
        return (Text("是", "yes"), Text("否", "no"))
    return tuple(Text(unit, unit) for unit in units) if isinstance(field.type, UnitOf) else ()


def _example(kind: Kind, field: Field, offered: tuple[Text, ...]) -> Text:
    named = EXAMPLES.get(f"{kind.key}.{field.key}") or EXAMPLES.get(field.key)
    if named and not (kind.key == "source" and field.key == "visit"):
        return named
    if isinstance(field.type, Date):
        return Text("2024-05", "2024-05") if field.key in ("date", "as_of", "joined", "since", "published", "due") else Text("", "")
    if isinstance(field.type, Quantity):
        return Text("6万吨/年", "60,000 t/a")
    return offered[0] if offered and not isinstance(field.type, Reference | Whole) and field.key not in ("ended", "standing") else Text("", "")


def _lists(run: Run) -> tuple[dict[str, tuple[Choice, ...]], tuple[str, ...]]:
    """The lists and units of the record file; those that ship where there is none yet."""
    try:
        with run.reading() as connection:
            known = run.desk(connection).known
            return dict(known.choices), tuple(unit.key for unit in known.units.known())
    except errors.NoFile:
        return _shipped()


def _shipped() -> tuple[dict[str, tuple[Choice, ...]], tuple[str, ...]]:
    from alliancectl import shipped

    lists: dict[str, Any] = {}
    for row in shipped.table("choices.toml")["choice"]:
        lists.setdefault(row["list"], []).append(Choice(row["key"], Text(row["zh"], row["en"])))
    return {key: tuple(held) for key, held in lists.items()}, tuple(row["key"] for row in shipped.table("units.toml")["unit"])


def _csv(made: Form, lang: str) -> Iterator[str]:
    import csv
    import io

    from alliancectl.values.clean import sheet_cell

    buffer = io.StringIO()
    csv.writer(buffer).writerows([[sheet_cell(cell) for cell in row] for row in (made.heads(lang), made.example(lang))])
    yield "\ufeff" + buffer.getvalue()
